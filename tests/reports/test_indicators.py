"""Indicators in an office's report: frozen with their figures, in a section of their own."""

import datetime as dt
from typing import Any

import pypdfium2
import pytest

from checklists.models import Assessment
from checklists.scale import Outcome
from checklists.services.answers import Written, save_answer
from orgs.models import User
from orgs.roles import Role
from reports.frozen import dump, load
from reports.office.collect import office_report
from reports.office.content import office_content
from reports.office.data import Count, OfficeReport
from tests.factories import answer_all, make_assessment, make_member
from tests.reports.rendering import HASH, render
from tests.reports.report_data import indicator, item, report_of

BY_BOTH = {"by": ["recruitment", "sex"], "period": "year"}


def frozen(assessment: Assessment) -> OfficeReport:
    row = Assessment.objects.select_related(
        "cycle__checklist__instrument", "office__organization", "signed_off_by"
    ).get(pk=assessment.pk)
    moment = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)
    return office_report(row, frozen_at=moment, time_zone="UTC")


def lines(report: OfficeReport) -> list[dict[str, Any]]:
    """All that stands in the section of indicators, paragraph by paragraph."""
    return [line for group in office_content(report, HASH)["indicators"] for line in group["items"]]


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=2, indicators=[BY_BOTH, {"unit": "crashes"}])


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.mark.django_db
def test_what_is_counted_is_frozen_with_its_days(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    *_questions, persons, crashes = frozen(assessment).items
    assert (persons.dimension, persons.answer) == ("indicator", "reported")
    assert persons.count is not None
    assert persons.count.start == dt.date(2025, 7, 1)
    assert sum(persons.count.figures.values()) == 6
    assert crashes.count == Count(
        "crashes", dt.date(2026, 1, 1), dt.date(2026, 6, 30), (), {"total": 1}
    )


@pytest.mark.django_db
def test_indicators_are_in_no_theme_and_no_score(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    assessment.answers.update(verdict=Outcome.ACCEPTED)
    report = frozen(assessment)
    assert sum(sum(theme.counts.values()) for theme in report.themes) == 2
    assert (report.policy.items, report.practice.items) == (1, 1)
    assert report.indicators is not None
    assert (report.indicators.items, report.indicators.accepted) == (2, 2)
    assert (report.indicators.declared, report.indicators.verified) == (None, None)


@pytest.mark.django_db
def test_a_draft_of_figures_is_not_reported(assessment: Assessment, ana: User) -> None:
    row = assessment.answers.get(item__ref="4.1")
    save_answer(ana, row.pk, Written("", "", "", {"total": 3}), read_version=0)
    crashes = frozen(assessment).items[-1]
    assert (crashes.answer, crashes.count and crashes.count.figures) == ("unanswered", {})


@pytest.mark.django_db
def test_a_checklist_of_indicators_alone_makes_a_report(ana: User) -> None:
    report = frozen(make_assessment(ana.memberships.get().office, items=0, indicators=[{}]))
    assert report.themes == ()
    assert load(dump(report), OfficeReport) == report
    assert render(report).startswith(b"%PDF")


def test_figures_make_a_table_with_totals() -> None:
    [line] = lines(report_of(indicator()))
    assert line["count"] == {
        "said": "Persons, 1 July 2025 to 30 June 2026",
        "head": ["", "Locally recruited", "Internationally recruited", "Total"],
        "rows": [
            ["Women", "3", "0", "3"],
            ["Men", "4", "1", "5"],
            ["Other or not recorded", "5", "2", "7"],
            ["Total", "12", "3", "15"],
        ],
    }


@pytest.mark.parametrize(
    ("by", "figures", "head", "row"),
    [
        ((), {"total": 1200}, ["", "Total"], ["Persons", "1,200"]),
        (
            ("recruitment",),
            {"local": 2, "international": 1},
            ["", "Locally recruited", "Internationally recruited", "Total"],
            ["Persons", "2", "1", "3"],
        ),
        (
            ("sex",),
            {"women": 2, "men": 1, "unrecorded": 0},
            ["", "Women", "Men", "Other or not recorded", "Total"],
            ["Persons", "2", "1", "0", "3"],
        ),
    ],
)
def test_fewer_figures_make_one_row(
    by: tuple[str, ...], figures: dict[str, int], head: list[str], row: list[str]
) -> None:
    count = Count("persons", dt.date(2026, 1, 1), dt.date(2026, 6, 30), by, figures)
    [line] = lines(report_of(indicator(count=count)))
    assert (line["count"]["head"], line["count"]["rows"]) == (head, [row])


def test_without_figures_there_is_no_table_and_a_point_is_open() -> None:
    count = Count("persons", dt.date(2026, 1, 1), dt.date(2026, 6, 30), ("sex",))
    report = report_of(indicator(answer="not_collected", count=count))
    [line], content = lines(report), office_content(report, HASH)
    assert (line["answer"], line["count"]["rows"]) == ("No figures kept", [])
    assert [point["ref"] for point in content["open_points"]] == ["33.5"]


def test_summary_counts_indicators_apart_and_without_scores() -> None:
    content = office_content(report_of(item(), indicator(verdict="pending")), HASH)
    _policy, _practice, indicators = content["figures"]
    assert indicators["label"] == "Indicators"
    assert [cell["value"] for cell in indicators["cells"]] == ["100%", "–", "–"]
    assert content["caveats"] == ["Indicators: 1 answer of 1 is not verified."]
    assert [theme["total"] for theme in content["themes"]] == [1]


def test_a_report_without_indicators_says_nothing_of_them() -> None:
    content = office_content(report_of(item(), indicators=None), HASH)
    assert (len(content["figures"]), content["indicators"]) == (2, [])
    assert "Indicators" not in [term for term, _meaning in content["reading"]]


def test_indicators_stand_under_their_paragraphs() -> None:
    report = report_of(*(indicator(ref=ref, paragraph=ref[:2]) for ref in ("33.5", "33.6", "35.9")))
    groups = office_content(report, HASH)["indicators"]
    assert [(group["citation"], len(group["items"])) for group in groups] == [
        ("A/RES/78/118, para. 33", 2),
        ("A/RES/78/118, para. 35", 1),
    ]


def test_section_stands_after_the_themes() -> None:
    document = pypdfium2.PdfDocument(render(report_of(item(), indicator())))
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert titles.index("Indicators") > titles.index("Items by theme")
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Other or not recorded" in text
    document.close()
