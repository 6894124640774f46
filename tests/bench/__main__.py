"""`python -m tests.bench`: reads documents of 10 and of 400 pages, several times in turn.

Seconds differ from machine to machine, so the last columns are ratios within this run: what the
long document costs per page, as a multiple of what the short one costs per page.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.bench import documents

SHORT, LONG = 10, 400
ROUNDS = 3
FORMATS: dict[str, Callable[[int], bytes]] = {
    "pdf": documents.pdf,
    "docx": documents.docx,
    "txt": lambda pages: documents.text(pages).encode(),
}


def main() -> None:
    """Write the documents, read each in a fresh process, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        files = {
            (form, pages): _written(Path(folder), form, pages, make(pages))
            for form, make in FORMATS.items()
            for pages in (SHORT, LONG)
        }
        measured = defaultdict(list)
        # In turn, so that a busy moment of the machine touches all alike.
        for _round in range(ROUNDS):
            for key, path in files.items():
                measured[key].append(_measure(path))
    print(
        f"{'':6}{'pages':>6}{'paragraphs':>11}{'read s':>8}{'parse s':>8}{'MB':>6}{'reader MB':>10}"
    )
    for (form, pages), runs in measured.items():
        middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        print(
            f"{form:6}{pages:6}{middle['operative']:11.0f}{middle['reading']:8.2f}"
            f"{middle['parsing']:8.2f}{middle['own']:6.0f}{middle['reader']:10.0f}"
        )
    print(f"\n{LONG} pages against {SHORT}, per page (1.0: the cost grows with the length)")
    for form in FORMATS:
        few, many = measured[form, SHORT], measured[form, LONG]
        time, memory = _ratio(few, many, _seconds), _ratio(few, many, _peak)
        print(f"{form:6}time {time:.2f}   memory {memory:.2f}")


def _written(folder: Path, form: str, pages: int, content: bytes) -> Path:
    path = folder / f"{pages}.{form}"
    path.write_bytes(content)
    return path


def _measure(path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.reading", str(path)],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _seconds(run: dict[str, float]) -> float:
    return run["reading"] + run["parsing"]


def _peak(run: dict[str, float]) -> float:
    return max(run["own"], run["reader"])


def _ratio(
    few: list[dict[str, float]],
    many: list[dict[str, float]],
    cost: Callable[[dict[str, float]], float],
) -> float:
    per_page = [statistics.median(map(cost, runs)) for runs in (few, many)]
    return per_page[1] / per_page[0] * SHORT / LONG


if __name__ == "__main__":
    main()
