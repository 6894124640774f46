"""`python -m tests.with_postgresql tests.bench.organization`: the report on an organization.

At 10, 100 and 1,000 offices of 90 items: collecting its data (with its queries) and setting its
pages apart. Seconds of processors, of this process and of the database server together.
"""

import datetime as dt
import os
import uuid
from functools import partial
from typing import Any

import django

SIZES = (10, 100, 1_000)
ROUNDS = 3


def main() -> None:
    """Fill the database, measure at each size, print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from reports.frozen import digest, dump
    from reports.kinds import Kind, Tier
    from reports.makers import MAKERS
    from reports.models import Report
    from tests.bench import rows
    from tests.bench.clock import best, load, spent

    filled = rows.fill(max(SIZES))
    maker = MAKERS[Kind.ORGANIZATION]
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    print(f"\nThe report on an organization, best of {ROUNDS}, {load()}")
    print(
        f"{'offices':>8}{'queries':>8}{'collect CPU s':>14}{'in SQL':>8}"
        f"{'render CPU s':>13}{'pages':>6}{'kB':>6}"
    )
    for size in SIZES:
        cycle = rows.open_cycle(filled, f"With {size}", filled.checklist, dt.date(2026, 1, 1))
        rows.assess(cycle, filled.offices[:size])
        report = Report(
            pk=uuid.uuid4(),
            kind=Kind.ORGANIZATION,
            tier=Tier.INTERNAL,
            office=filled.offices[0],
            cycle=cycle,
        )

        def deed(report: Report = report) -> object:
            with transaction.atomic():
                return maker.collect(report, now, "UTC")

        with CaptureQueriesContext(connection) as counted:
            data = deed()
        collecting = best(deed, ROUNDS)
        pdf: list[bytes] = []
        sha256 = digest(dump(data))
        rendering = spent(partial(_render, maker, data, sha256, pdf))
        print(
            f"{size:8}{len(counted.captured_queries):8}{collecting.work:14.2f}"
            f"{collecting.server:8.2f}{rendering.own:13.2f}{_pages(pdf[0]):6}"
            f"{len(pdf[0]) / 1000:6.0f}",
            flush=True,
        )


def _render(maker: Any, data: object, sha256: str, into: list[bytes]) -> None:
    into.append(maker.render(data, sha256))


def _pages(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


if __name__ == "__main__":
    main()
