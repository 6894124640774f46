"""The broker that needs no server: kombu's folder of messages, with messages written whole.

Kombu makes a message's file first and fills it afterwards. A worker that looks between the two
takes an empty file, can't read it, and ends. Here a message gets its name when it is complete.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose messages appear in the folder in one step."""

    def _put(  # type: ignore[override]  # kombu's two classes above disagree about the names
        self, queue: Any, payload: Any, **_: Any
    ) -> None:
        # Kombu's own name: the clock first, for the order, and the queue last, to be found by.
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unfinished = Path(self.data_folder_out) / f"{name}.unfinished"
        try:
            unfinished.write_text(dumps(payload))
            unfinished.rename(unfinished.with_suffix(""))
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise ChannelError(f"The message {name} could not be written: {error}") from error


class Transport(filesystem.Transport):
    """Kombu's transport with such channels."""

    Channel = Channel


def use() -> None:
    """Let `filesystem://` mean this transport in this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
