"""`python -m tests.with_postgresql tests.bench.throughput`: documents in a second.

With 1 and with 2 worker processes, each with one child, on the broker of the installation. All
reports, those of `tests.bench.office`, are asked for at once; the rate is counted from the first
that is finished to the last, so that starting up is no part of it. Two workers make twice as many
only where two cores are free.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.worker.installation import ROOT, Installation, installation

DOCUMENTS = 30
PATIENCE = 100.0

# How many are left, and the seconds between the first that was finished and the last.
_STATE = """
SELECT COUNT(*) FILTER (WHERE status <> 'done'),
  EXTRACT(EPOCH FROM MAX(finished_at) - MIN(finished_at))
FROM reports_report
"""


def main() -> None:
    """Measure with one worker, then with two; print the table."""
    rates: dict[int, float] = {}
    print(f"\nReports of one office by real workers, {DOCUMENTS} at once")
    print(f"{'workers':>8}{'per second':>11}{'CPU s each':>11}{'load':>6}")
    for workers in (1, 2):
        rates[workers], work = _rate(workers)
        busy = os.getloadavg()[0]
        print(f"{workers:8}{rates[workers]:11.2f}{work:11.2f}{busy:6.1f}", flush=True)
    print(f"2 workers : 1 worker = {rates[2] / rates[1]:.2f}")


def _rate(workers: int) -> tuple[float, float]:
    """Documents in a second, and the workers' seconds of processors for each."""
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder)) as (place, _mail):
        _driver(place, "seed")
        for number in range(workers):
            options = ("-c1", "--without-gossip", "--without-mingle", "--without-heartbeat")
            place.start("worker", "-n", f"bench{number}@%h", *options)
        # Each makes one first, so that what is loaded once is loaded.
        _made(place, 2 * workers)
        before = _worked(place)
        rate = _made(place, DOCUMENTS)
        return rate, (_worked(place) - before) / DOCUMENTS


def _worked(place: Installation) -> float:
    """Seconds of processors that the workers and their children have taken so far (Linux)."""
    sessions = {str(process.pid) for process in place.processes}
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if fields[3] in sessions:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _made(place: Installation, count: int) -> float:
    """Ask for reports, wait until they are made; returns how many in a second."""
    _driver(place, "ask", str(count))
    end = time.monotonic() + PATIENCE
    # Asked over one connection: what starts a process takes time from the workers.
    with psycopg.connect(place.environment["DATABASE_URL"], autocommit=True) as connection:
        while time.monotonic() < end:
            time.sleep(0.5)
            row = connection.execute(_STATE).fetchone()
            assert row is not None
            if not row[0]:
                return (count - 1) / float(row[1]) if row[1] else 0.0
    raise SystemExit(f"Reports are still waiting after {PATIENCE} s:\n{place.log()[-2000:]}")


def _driver(place: Installation, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.inside", "tests.bench.throughput_driver", *arguments],
        env=place.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    main()
