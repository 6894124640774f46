"""The broker that needs no server: kombu's folder of messages, with files written whole.

Kombu makes a file first and fills it afterwards. A worker that looks between the two takes an empty
file, can't read it, and ends. Here a file gets its name when it is complete: a message, and the
table of an exchange's queues, which all workers write as they start.
"""

import contextlib
import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose files appear in their folders in one step."""

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

    def _queue_bind(self, exchange: str, *binding: Any) -> None:
        # With a table there already, kombu locks it before it reads and writes.
        table = self._exchange_file(exchange)
        if not table.exists():
            empty = table.with_suffix(f".{uuid.uuid4()}")
            try:
                table.parent.mkdir(exist_ok=True)
                empty.write_text("[]")
                with contextlib.suppress(FileExistsError):
                    os.link(empty, table)
            except OSError as error:
                raise ChannelError(f"{table} could not be written: {error}") from error
            finally:
                empty.unlink(missing_ok=True)
        super()._queue_bind(exchange, *binding)


class Transport(filesystem.Transport):
    """Kombu's transport with such channels."""

    Channel = Channel


def use() -> None:
    """Let `filesystem://` mean this transport in this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
