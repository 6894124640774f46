"""`python -m tests.with_postgresql tests.bench.scale`: the pages at 1,000 offices, on PostgreSQL.

Each line is the best and the middle of several requests through all of Django, with its queries
counted. Seconds differ from machine to machine; the ratios, of one run, differ less.
`--profile LINE` shows where the time of one line goes.
"""

import cProfile
import datetime as dt
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

ROUNDS = 9
OFFICES = 1_000
FEW = 10


def main() -> None:
    """Fill the database step by step, measure at each, print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from checklists.models import Cycle
    from tests.bench import rows
    from tests.bench.pages import Visit

    filled = rows.fill(OFFICES)
    people = filled.people
    cycle = rows.open_cycle(filled, "2026", filled.checklist, dt.date(2026, 1, 1))
    one = filled.offices[1]
    rows.assess(cycle, [one])
    focal = Visit(people["focal_point"])
    table = Table()

    table.measure("save an answer, 1 assessment", focal.saving(cycle, one))
    large = rows.open_cycle(filled, "Large", filled.large, dt.date(2025, 1, 1))
    rows.assess(large, [one])
    table.measure(f"assessment of {rows.LARGE} items", focal.page(focal.assessment(large, one)))
    few = rows.open_cycle(filled, "Few", filled.checklist, dt.date(2026, 3, 1))
    rows.assess(few, filled.offices[:FEW])
    coordinator, reviewer = Visit(people["coordinator"]), Visit(people["reviewer"])
    secretariat = Visit(people["secretariat"])
    names = ["", "themes/", "gaps/", "items/", "comparison/"]
    for name in names:
        url = f"/overview/{name}?cycle=Few"
        table.measure(f"overview/{name} {FEW} offices", coordinator.page(url))

    rest = [office for office in filled.offices if office != one]
    rows.assess(cycle, rest)
    former = rows.open_cycle(filled, "2025", filled.checklist, dt.date(2025, 6, 1))
    rows.assess(former, filled.offices, submitted=True)
    table.measure(f"save an answer, {OFFICES} assessments", focal.saving(cycle, one))
    for name in names:
        url = f"/overview/{name}?cycle=2026"
        table.measure(f"overview/{name} {OFFICES} offices", coordinator.page(url))
    for name, url in {
        "overview/themes/ worst first": "/overview/themes/?cycle=2026&sort=worst",
        "overview/themes/ as CSV": "/overview/themes/?cycle=2026&as=csv",
        "overview/themes/ as XLSX": "/overview/themes/?cycle=2026&as=xlsx",
    }.items():
        table.measure(name, coordinator.page(url))
    table.measure("overview/themes/ secretariat", secretariat.page("/overview/themes/?cycle=2026"))
    table.measure(f"review queue, {OFFICES}", reviewer.page("/review/"))
    assert Cycle.objects.count() == 4
    table.ratio("save an answer, 1 assessment", f"save an answer, {OFFICES} assessments")
    for name in names:
        table.ratio(f"overview/{name} {FEW} offices", f"overview/{name} {OFFICES} offices")


class Table:
    """What was measured: by line the best in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        sys.stdout.write(
            f"{'':44}{'best ms':>8}{'middle':>8}{'in SQL':>8}{'queries':>8}{'kB':>7}\n"
        )

    def measure(self, line: str, deed: Callable[[], int]) -> None:
        """Do something several times, after once to warm up; prints a line."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        size = deed()
        counted = CaptureQueriesContext(connection)
        with counted:
            deed()
        captured = counted.captured_queries  # read now: the next request forgets them
        in_sql = sum(float(query["time"]) for query in captured)
        runs = []
        for _round in range(ROUNDS):
            began = time.perf_counter()
            deed()
            runs.append(time.perf_counter() - began)
        self.seconds[line] = min(runs)
        middle = statistics.median(runs)
        found = f"{min(runs) * 1000:8.1f}{middle * 1000:8.1f}{in_sql * 1000:8.0f}{len(captured):8}"
        sys.stdout.write(f"{line:44}{found}{size / 1000:7.0f}\n")
        sys.stdout.flush()
        if "--profile" in sys.argv and sys.argv[-1] in line:
            with _profiled():
                deed()
            for query in sorted(captured, key=lambda each: -float(each["time"]))[:3]:
                sys.stdout.write(f"  {query['time']} s: {query['sql'][:2000]}\n")

    def ratio(self, first: str, second: str) -> None:
        """Print how many times as long the second line takes."""
        ratio = self.seconds[second] / self.seconds[first]
        sys.stdout.write(f"{second} : {first} = {ratio:.2f}\n")


@contextmanager
def _profiled() -> Iterator[None]:
    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
