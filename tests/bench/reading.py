"""Reads one document once, in a process that does nothing else: `python -m tests.bench.reading`."""

import json
import re
import resource
import sys
import time
from pathlib import Path

from checklists.importers.reading import read_document
from checklists.importers.resolution.text import parse_resolution_text

PATIENCE = 600.0


def main() -> None:
    """Print seconds and peak memory (MB) of reading the file, and of parsing its transcript."""
    path = Path(sys.argv[1])
    began = time.perf_counter()
    transcript = read_document(path.read_bytes(), path.name, seconds=PATIENCE)
    read = time.perf_counter()
    resolution = parse_resolution_text(transcript.text)
    parsed = time.perf_counter()
    print(
        json.dumps(
            {
                "operative": len(resolution.operative),
                "reading": read - began,
                "parsing": parsed - read,
                "own": _own_peak(),
                "reader": _peak_of_readers(),
            }
        )
    )


def _own_peak() -> float:
    """Linux alone tells what this program took, and not the one that started it."""
    status = Path("/proc/self/status").read_text()
    (kilobytes,) = re.findall(r"VmHWM:\s+([0-9]+) kB", status)
    return int(kilobytes) / 1024


def _peak_of_readers() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
