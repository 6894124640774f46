"""`python -m tests.with_postgresql tests.bench.office`: one office's report, ours and another's.

Ours goes from the row to the stored file, as a worker makes it, and its typesetting is timed apart.
The same content as HTML is set by WeasyPrint in turn, both tagged as PDF/UA, each in one process
that stays; making the HTML isn't counted. Seconds of processors, all threads together, and of the
database server where it has a part. WeasyPrint is asked for by `make bench` in an environment of
its own (.venv-bench); without it its line says so.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import django

ITEMS = 26
ROUNDS = 5
OTHER = Path(".venv-bench/bin/python")


def main() -> None:
    """Make the report several times, in turn with the other typesetter; print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _compare(Path(folder))


def _compare(folder: Path) -> None:
    from reports.kinds import Kind
    from reports.makers import MAKERS
    from reports.office.content import office_content
    from reports.services import production
    from tests.bench.as_html import as_html
    from tests.bench.clock import load, spent
    from tests.bench.reports import make_office_report, once_more

    report = make_office_report(ITEMS)
    production.make(str(report.pk))
    report.refresh_from_db()
    with report.file.open("rb") as file:
        ours = file.read()
    data, maker = production.frozen_data(report), MAKERS[Kind(report.kind)]
    html, out = folder / "report.html", folder / "other.pdf"
    html.write_text(as_html(office_content(data, report.data_sha256)))
    whole, setting, other = [], [], []
    with _other_typesetter(html, out) as (version, render):
        if render:
            render()
        for _round in range(ROUNDS):
            whole.append(spent(partial(production.make, str(once_more(report).pk))))
            setting.append(spent(partial(maker.render, data, report.data_sha256)))
            if render:
                other.append(render())
    print(f"\nOne office's report, best of {ROUNDS}, {load()}")
    print(f"{'':42}{'pages':>6}{'words':>7}{'kB':>6}{'CPU s':>7}{'clock s':>8}")
    row, sets = min(whole, key=lambda each: each.work), min(setting, key=lambda each: each.own)
    line = f"{_pages(ours):6}{_words(ours):7}{len(ours) / 1000:6.0f}"
    print(f"{'ours, from row to stored file':42}{line}{row.work:7.2f}{row.clock:8.2f}")
    print(f"{'ours, typesetting alone':42}{line}{sets.own:7.2f}{sets.clock:8.2f}")
    if not other:
        print(f"WeasyPrint: not measured ({version})")
        return
    theirs, them = out.read_bytes(), min(other, key=lambda each: each["own"])
    line = f"{_pages(theirs):6}{_words(theirs):7}{len(theirs) / 1000:6.0f}"
    print(f"{f'WeasyPrint {version}':42}{line}{them['own']:7.2f}{them['clock']:8.2f}")
    print(f"WeasyPrint : ours, typesetting alone = {them['own'] / sets.own:.1f} (wanted 5)")
    print(f"WeasyPrint : ours, from row to file = {them['own'] / row.work:.1f}")


@contextmanager
def _other_typesetter(html: Path, out: Path) -> Iterator[tuple[str, Any]]:
    """Its version and what sets the file once; where it can't run, why, and None."""
    if not OTHER.exists():
        yield "it isn't installed: see `make bench`", None
        return
    module = "tests.bench.other_typesetter"
    process = subprocess.Popen(
        [OTHER, "-m", module, html, out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    if not first:
        yield process.communicate()[1].strip().rpartition("\n")[2][:200], None
        return
    try:
        yield json.loads(first)["version"], lambda: _once(process.stdin, process.stdout)
    finally:
        process.terminate()
        process.communicate()


def _once(to: IO[str] | None, answers: IO[str] | None) -> dict[str, float]:
    assert to is not None
    assert answers is not None
    to.write("\n")
    to.flush()
    taken: dict[str, float] = json.loads(answers.readline())
    return taken


def _pages(pdf: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(pdf))


def _words(pdf: bytes) -> int:
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return len(re.findall(r"\w+", " ".join(pages)))


if __name__ == "__main__":
    main()
