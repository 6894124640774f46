"""`python -m tests.bench.memory [REPORTS]`: the memory of a real worker over many reports.

One worker with one child makes one report after another, each on an office of its own data; the
line says how much memory the child holds and how long it took so far. WORKER_BROKER_URL names a
broker other than the one on disk, which lets a worker wait a moment after each message.
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
    print(f"{'reports':>8}{'child MB':>10}{'children':>10}{'seconds':>9}")
    seen: set[int] = set()
    began = time.monotonic()
    marks = [mark for mark in MARKS if mark < reports] + [reports]
    while marks:
        time.sleep(0.2)
        done = place.inside("tests.bench.memory", "done")
        children = _children(worker)
        seen.update(children)
        if done["made"] >= marks[0] or done["failed"]:
            assert not done["failed"], place.log()[-2000:]
            held = max((_megabytes(child) for child in children), default=0)
            seconds = time.monotonic() - began
            print(f"{done['made']:8}{held:10.0f}{len(seen):10}{seconds:9.1f}", flush=True)
            marks = [mark for mark in marks if mark > done["made"]]


def _children(process: int) -> list[int]:
    # Those that replace others are started by another thread than the first.
    paths = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in paths for child in path.read_text().split()]


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(kilobytes) / 1024


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
