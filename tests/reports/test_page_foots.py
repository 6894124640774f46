"""What stands at the foot of a page is said there: no heading, caption or table's head alone.

Each report is set with rows of many heights, so that every kind of break falls at the foot of a
page somewhere.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from tests.reports.actions.sample import ACTIONS, actions_report
from tests.reports.evidence.sample import DOCUMENTS, evidence_report
from tests.reports.office.sample import compared_report, indicators
from tests.reports.organization.sample import organization_report
from tests.reports.paragraphs.sample import paragraphs_report
from tests.reports.reading import squeezed
from tests.reports.rendering import HASH, render
from tests.reports.report_data import indicator, report_of
from tests.reports.tags import Tag, tags

# Read where their mark stands, drawn at the foot of the page.
NOTES = ("Note", "FENote")
HEADINGS = ("H1", "H2", "H3")
NOTE = re.compile(r"^\d+A/RES/|^paras?\.")
LABEL = re.compile(
    r"(Justification|Comment|Evidence|Over the (cycles|editions)|Official text|Why .*)\d*"
)
# Where the text ends on a page and the foot begins, in points from the bottom.
FOOT = 26 / 25.4 * 72 - 2


def _office() -> bytes:
    return render(compared_report())


def _indicators() -> bytes:
    """Sixty, with tables, trends and comments of several lengths."""
    long, short, new = indicators()
    kinds = (indicator(), long, short, replace(new, trend=()))
    lines = tuple(
        replace(
            kinds[number % 4],
            ref=f"{number // 9 + 10}.{number % 9 + 1}",
            paragraph=str(number // 9 + 10),
            justification="A comment that runs on. " * (number % 7 * 4),
        )
        for number in range(60)
    )
    return render(report_of(*lines, looks_back=True))


def _organization() -> bytes:
    return render(organization_report(60), HASH)


def _paragraphs() -> bytes:
    return render(paragraphs_report(24), sha256=HASH)


def _long_paragraphs() -> bytes:
    data = paragraphs_report(40)
    text = "Calls upon all organizations to train their personnel; "
    longer = (
        replace(line, text=text * (number * 9 % 97 + 3))
        for number, line in enumerate(data.paragraphs)
    )
    return render(replace(data, paragraphs=tuple(longer)), HASH)


def _actions() -> bytes:
    data = actions_report()
    offices = (
        replace(data.offices[0], name=f"Office {number}", actions=ACTIONS * (number % 5 + 1))
        for number in range(24)
    )
    return render(replace(data, offices=tuple(offices)), HASH)


def _evidence() -> bytes:
    data = evidence_report()
    offices = (
        replace(data.offices[0], name=f"Office {number}", documents=DOCUMENTS * (number % 5 + 1))
        for number in range(24)
    )
    return render(replace(data, offices=tuple(offices)), HASH)


EVERY = (_office, _indicators, _organization, _paragraphs, _long_paragraphs, _actions, _evidence)


@cache
def _pdf(make: Callable[[], bytes]) -> bytes:
    return make()


@cache
def _tags(make: Callable[[], bytes]) -> list[Tag]:
    return tags(_pdf(make))


def _paths(found: list[Tag]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The page of each innermost tag, with the names from the outermost to it."""
    path: list[str] = []
    for tag, after in itertools.zip_longest(found, found[1:]):
        path[tag.depth :] = [tag.name]
        if after is None or after.page != tag.page or after.depth <= tag.depth:
            yield tag.page, tuple(path)


@pytest.mark.parametrize("make", EVERY)
def test_no_heading_or_table_head_is_the_last_on_its_page(make: Callable[[], bytes]) -> None:
    told = _paths(_tags(make))
    ends = {page: path for page, path in told if not set(path) & {*NOTES, "Lbl"}}
    alone = {page + 1: path for page, path in ends.items() if {*HEADINGS, "THead"} & set(path)}
    assert alone == {}
    assert len(ends) > 5


def test_indicator_stands_on_a_page_with_its_table_and_trend() -> None:
    headings: dict[str, Tag] = {}
    apart = []
    for tag in _tags(_indicators):
        headings[tag.name] = tag
        if tag.name in ("Table", "Figure") and "H3" in headings:
            apart += [headings["H3"].title] if tag.page != headings["H3"].page else []
        if tag.name == "H1":
            headings.pop("H3", None)
    assert apart == []


@pytest.mark.parametrize("make", EVERY)
def test_no_label_of_what_follows_is_the_last_on_its_page(make: Callable[[], bytes]) -> None:
    for number, page in enumerate(pypdfium2.PdfDocument(_pdf(make)), start=1):
        lines = page.get_textpage().get_text_bounded(bottom=FOOT).splitlines()
        said = [line.strip() for line in lines if not NOTE.search(squeezed(line))]
        assert not LABEL.fullmatch(said[-1]), (number, said[-1])
