"""S3-compatible storage that fails as a disk does, by OSError: what stores, reads and removes files
then tries again in the same way wherever they lie.

Imported by name from the settings alone, where S3_BUCKET is set.
"""

import contextlib
from collections.abc import Iterator
from typing import IO, Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends import s3

# Seconds and tries. A page waits for it; what can wait for long is tried again by the sweep.
_PATIENCE = Config(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 3}
)


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"S3: {error}") from error


class S3Storage(s3.S3Storage):
    """Raises OSError where the storage is away, refuses or answers nonsense."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"client_config": _PATIENCE} | settings)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        with _as_os_error():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        with _as_os_error():
            super().delete(name)

    def _save(self, name: str, content: IO[Any]) -> str:
        with _as_os_error():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> s3.S3File:
        with _as_os_error():
            file: s3.S3File = super()._open(name, mode)
            if "r" in mode:
                file.file  # noqa: B018  # fetched here: later its faults would be S3's own
            return file
