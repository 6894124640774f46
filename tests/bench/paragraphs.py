"""`python -m tests.with_postgresql tests.bench.paragraphs`: the report by paragraph, on PostgreSQL.

At 100, 1,000 and 10,000 assessments of 80 items, ten offices to an organization, all of the same
checklist: the best of several times that the data is collected, with its queries counted, the two
statements that count apart, and the pages set once. "CPU s" is what the server itself worked
for one collection: on a busy machine the seconds on the clock are more.
"""

import datetime as dt
import os
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import django

SIZES = (100, 1_000, 10_000)
OFFICES_EACH = 10
QUESTIONS, INDICATORS = 64, 16
ROUNDS = 5


def main() -> None:
    """Fill the database step by step, measure at each, print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from reports.frozen import digest, dump
    from reports.kinds import Kind, Tier
    from reports.models import Report
    from reports.paragraphs.collect import collect
    from reports.paragraphs.data import ParagraphsReport
    from tests.bench.many_organizations import fill
    from tests.factories import make_checklist
    from tests.reports.rendering import render

    call_command("migrate", verbosity=0)
    by = ("recruitment", "sex")
    checklist = make_checklist(QUESTIONS, indicators=[{"by": by} for _ in range(INDICATORS)])
    report = Report(pk=uuid.uuid4(), kind=Kind.PARAGRAPHS, tier=Tier.SHAREABLE, checklist=checklist)
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)

    def deed() -> ParagraphsReport:
        with transaction.atomic():
            return collect(report, now, "UTC")

    sys.stdout.write(
        f"{'assessments':>11}{'best s':>8}{'CPU s':>7}{'queries':>8}{'in SQL':>8}"
        f"{'counting':>9}{'summing':>8}{'render s':>9}{'kB':>6}\n"
    )
    for size in SIZES:
        fill(checklist, size // OFFICES_EACH, OFFICES_EACH)
        deed()
        counted = CaptureQueriesContext(connection)
        with counted:
            data = deed()
        queries = [(query["sql"], float(query["time"])) for query in counted.captured_queries]
        best = min(_seconds(deed) for _round in range(ROUNDS))
        before = _server_seconds()
        deed()
        worked = _server_seconds() - before
        began = time.perf_counter()
        pdf = render(data, sha256=digest(dump(data)))
        rendering = time.perf_counter() - began
        in_sql = sum(seconds for _sql, seconds in queries)
        sys.stdout.write(
            f"{size:11}{best:8.2f}{worked:7.2f}{len(queries):8}{in_sql:8.2f}"
            f"{_spent(queries, 'positions'):9.2f}{_spent(queries, 'given'):8.2f}"
            f"{rendering:9.2f}{len(pdf) / 1000:6.0f}\n"
        )
        sys.stdout.flush()


def _seconds(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _server_seconds() -> float:
    """Processor time that the server's process of this connection has taken so far (Linux)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _spent(queries: list[tuple[str, float]], name: str) -> float:
    return sum(seconds for sql, seconds in queries if f"{name} AS (" in sql)


if __name__ == "__main__":
    main()
