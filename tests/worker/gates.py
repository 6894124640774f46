"""Where a worker stops when a test wants it to: before a statement, or half way through a file.

A gate is a file with a line for each text that the statement must hold. A worker that comes to a
shut gate leaves a file with its process number and waits until the gate is gone. Nothing of the
product is replaced: its database and its disk are only slow for as long as it takes. The worker's
end of it is in `stops`.
"""

import time
from pathlib import Path
from typing import Self

HALF_STORED = "half of the file is stored"


class Gate:
    """The test's end of it: made shut, and open at the end of the `with`."""

    def __init__(self, folder: Path, *texts: str) -> None:
        self.path = folder / f"{time.monotonic_ns()}.gate"
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.write_text("\n".join(texts))
        unfinished.rename(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.open()

    def waiting(self) -> list[int]:
        """The processes that stand before it."""
        return [int(each.suffix[1:]) for each in self.path.parent.glob(f"{self.path.stem}.[0-9]*")]

    def wait(self, count: int = 1, seconds: float = 150) -> list[int]:
        """Wait for so many processes."""
        end = time.monotonic() + seconds
        while len(self.waiting()) < count:
            assert time.monotonic() < end, f"{self.waiting()} came to {self.path.read_text()}"
            time.sleep(0.02)
        return self.waiting()

    def open(self) -> None:
        """Let everybody through."""
        self.path.unlink(missing_ok=True)
