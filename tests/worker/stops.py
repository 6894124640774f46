"""The worker's end of `gates`: its database and its disk wait where a gate is shut."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.worker.gates import HALF_STORED


def stop_at(said: str) -> None:
    """Wait while a gate for this is shut: the worker's end of it."""
    for path in Path(os.environ["WORKER_GATES"]).glob("*.gate"):
        with contextlib.suppress(FileNotFoundError):  # it was opened meanwhile
            if all(text in said for text in path.read_text().splitlines()):
                path.with_suffix(f".{os.getpid()}").touch()
                while path.exists():
                    time.sleep(0.02)


def watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Called for each new connection to the database."""
    if _before not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before)


def _before(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
    stop_at(f"{sql} {[str(each) for each in params or ()]}")
    return execute(sql, params, *rest)


class _InHalves(ContentFile[bytes]):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        content = self.read()
        yield content[: len(content) // 2]
        stop_at(HALF_STORED)
        yield content[len(content) // 2 :]


class SlowStorage(FileSystemStorage):
    """A disk that can be stopped half way through a file."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        """Store the file."""
        return super().save(name, _InHalves(content.read()), max_length)
