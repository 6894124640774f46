"""`python -m tests.bench.memory [REPORTS]`: the memory of a real worker over many reports.

One worker with one child makes one report after another, each on an office of its own data; the
line says the most that a child has held since the line before, what the worker itself holds, and
how long it took so far. WORKER_BROKER_URL names a broker other than the one on disk, which lets a
worker wait a moment after each message.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.worker.installation import Installation, Mailbox

REPORTS = 100
MARKS = [1, 10, 30, 100, 300, 1_000, 2_000, 3_000, 5_000, 10_000]


def main(reports: int) -> None:
    """Fill an installation, let its worker work, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        place = Installation(Path(folder), Mailbox().port)
        try:
            place.driver("seed")
            place.inside("tests.bench.memory", "ask_for", str(reports))
            worker = place.start_worker("-c1", "--prefetch-multiplier", "8")
            _watch(place, worker.pid, reports)
        finally:
            place.end()


def _watch(place: Installation, worker: int, reports: int) -> None:
    print(f"{'reports':>8}{'child MB':>10}{'worker MB':>11}{'children':>10}{'seconds':>9}")
    seen: set[int] = set()
    held = 0.0
    began = time.monotonic()
    marks = [mark for mark in MARKS if mark < reports] + [reports]
    while marks:
        # Asking starts a process of its own, which would take a core from the worker.
        time.sleep(0.2 if marks[0] <= 100 else 3)
        done = place.inside("tests.bench.memory", "done")
        children = _children(worker)
        seen.update(children)
        held = max(held, *(_megabytes(child) for child in children), 0.0)
        if done["made"] >= marks[0] or done["failed"]:
            assert not done["failed"], place.log()[-2000:]
            seconds = time.monotonic() - began
            own = _megabytes(worker)
            line = f"{done['made']:8}{held:10.0f}{own:11.0f}{len(seen):10}{seconds:9.1f}"
            print(line, flush=True)
            held = 0.0
            marks = [mark for mark in marks if mark > done["made"]]


def _children(process: int) -> list[int]:
    # Those that replace others are started by another thread than the first.
    paths = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in paths for child in path.read_text().split()]


def _megabytes(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0  # It was replaced since it was counted.
    # One that has ended and not been waited for yet has no such line.
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def ask_for(reports: str) -> None:
    """Inside the installation: so many reports that wait, and a message for each."""
    from celery import current_app

    from checklists.models import Assessment
    from reports.models import Report

    assessment = Assessment.objects.get()
    rows = Report.objects.bulk_create(
        Report(assessment=assessment, office=assessment.office) for _n in range(int(reports))
    )
    for row in rows:
        current_app.send_task("reports.make_report", [str(row.pk)])


def done() -> dict[str, Any]:
    """Inside the installation: how many are made, and how many failed."""
    from reports.models import Report

    made = Report.objects.filter(status=Report.Status.DONE).count()
    return {
        "made": made,
        "failed": Report.objects.filter(status=Report.Status.FAILED).count(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
