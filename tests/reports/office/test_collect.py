"""What a report freezes: what the assessment said at that moment, at a constant cost."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.models import Assessment, Evidence
from checklists.scale import AnswerValue, Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.evidence import add_file, add_link
from checklists.services.review import give_verdict
from checklists.services.transitions import return_to_office, sign_off, submit
from checklists.uploads import Upload
from orgs.models import User
from orgs.roles import Role
from reports.frozen import dump, load
from reports.models import Report
from reports.office.collect import collect, office_report
from reports.office.data import OfficeReport
from tests.factories import (
    answer_all,
    make_assessment,
    make_evidence,
    make_member,
    make_office,
)

pytestmark = pytest.mark.django_db

FROZEN_AT = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def assessment() -> Assessment:
    headquarters = make_office("Headquarters")
    region = make_office("Region", parent=headquarters)
    return make_assessment(make_office("Field", parent=region), items=4)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Rui")


def _frozen(assessment: Assessment) -> OfficeReport:
    row = Assessment.objects.select_related(
        "cycle__checklist__instrument", "office__organization", "signed_off_by"
    ).get(pk=assessment.pk)
    return office_report(row, frozen_at=FROZEN_AT, time_zone="Africa/Kinshasa")


def test_head_names_the_office_with_all_above_it(assessment: Assessment) -> None:
    report = _frozen(assessment)
    assert (report.organization, report.office, report.office_path) == (
        assessment.office.organization.name,
        "Field",
        ("Headquarters", "Region", "Field"),
    )


def test_head_names_checklist_instrument_and_cycle(assessment: Assessment) -> None:
    report, cycle = _frozen(assessment), assessment.cycle
    assert (report.checklist_title, report.checklist_version, report.cycle, report.due_on) == (
        cycle.checklist.title,
        1,
        cycle.name,
        cycle.due_on,
    )
    assert report.instrument_symbol == cycle.checklist.instrument.symbol


def test_moment_and_zone_are_those_that_were_asked_for(assessment: Assessment) -> None:
    report = _frozen(assessment)
    assert (report.frozen_at, report.time_zone) == (FROZEN_AT, "Africa/Kinshasa")


def test_report_on_request_has_no_period(assessment: Assessment) -> None:
    report = _frozen(assessment)
    assert (report.period_start, report.period_end) == (None, None)


def test_report_of_a_schedule_has_its_period(assessment: Assessment) -> None:
    days = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    row = Report.objects.create(
        assessment=assessment, office=assessment.office, period_start=days[0], period_end=days[1]
    )
    report = collect(row, FROZEN_AT, "UTC")
    assert (report.period_start, report.period_end) == days


def test_items_come_in_the_order_of_the_checklist(assessment: Assessment) -> None:
    assert [item.ref for item in _frozen(assessment).items] == ["1.1", "2.1", "3.1", "4.1"]


def test_unanswered_item_says_so(assessment: Assessment) -> None:
    item = _frozen(assessment).items[0]
    assert (item.answer, item.justification, item.verdict) == ("unanswered", "", "pending")


def test_answer_stands_with_its_justification(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana, AnswerValue.MOSTLY)
    item = _frozen(assessment).items[0]
    assert (item.answer, item.justification) == ("mostly", "Because it is so.")


@pytest.mark.parametrize(("value", "shown"), [("not_applicable", "No vehicles."), ("mostly", "")])
def test_reason_is_shown_only_where_an_item_is_not_applicable(
    assessment: Assessment, ana: User, value: str, shown: str
) -> None:
    first = assessment.answers.get(item__ref="1.1")
    save_answer(ana, first.pk, Written(value, "", "No vehicles."), read_version=0)
    assert _frozen(assessment).items[0].not_applicable_reason == shown


def test_evidence_stands_with_its_answer(assessment: Assessment, ana: User) -> None:
    first = assessment.answers.get(item__ref="1.1")
    add_link(ana, first.pk, url="https://example.org/log", title="Log")
    upload = Upload("log.pdf", "application/pdf")
    add_file(ana, first.pk, file=ContentFile(b"%PDF"), upload=upload, size=4, title="Signed log")
    evidence = _frozen(assessment).items[0].evidence
    assert [(line.kind, line.title, line.detail) for line in evidence] == [
        ("link", "Log", "https://example.org/log"),
        ("file", "Signed log", "log.pdf"),
    ]


def test_days_of_evidence_are_those_of_the_time_zone(assessment: Assessment, ana: User) -> None:
    late = dt.datetime(2026, 7, 19, 23, 30, tzinfo=dt.UTC)  # in Kinshasa the next day
    make_evidence(assessment.answers.get(item__ref="1.1"), ana, place="The safe")
    Evidence.objects.update(added_at=late, sighted_at=late)
    [line] = _frozen(assessment).items[0].evidence
    assert (line.added_on, line.sighted_on) == (dt.date(2026, 7, 20), dt.date(2026, 7, 20))


def test_verdict_stands_with_its_last_reason(
    assessment: Assessment, ana: User, reviewer: User
) -> None:
    answer_all(assessment, ana)
    submit(ana, assessment.pk)
    first = assessment.answers.get(item__ref="1.1")
    give_verdict(reviewer, first.pk, Outcome.ACCEPTED, "Seen.")
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Attach the log.")
    item = _frozen(assessment).items[0]
    assert (item.verdict, item.verdict_reason) == ("returned", "Attach the log.")


def test_reason_of_a_verdict_is_gone_once_the_answer_is_mended(
    assessment: Assessment, ana: User, reviewer: User
) -> None:
    answer_all(assessment, ana)
    submit(ana, assessment.pk)
    first = assessment.answers.get(item__ref="1.1")
    give_verdict(reviewer, first.pk, Outcome.RETURNED, "Attach the log.")
    return_to_office(reviewer, assessment.pk, "")
    save_answer(ana, first.pk, Written("partly", "Attached.", ""), read_version=1)
    item = _frozen(assessment).items[0]
    assert (item.verdict, item.verdict_reason) == ("pending", "")


def test_sign_off_is_named_with_its_time(assessment: Assessment, ana: User, reviewer: User) -> None:
    answer_all(assessment, ana)
    submit(ana, assessment.pk)
    for answer in assessment.answers.all():
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    sign_off(reviewer, assessment.pk)
    assessment.refresh_from_db()
    report = _frozen(assessment)
    assert (report.status, report.signed_off_by, report.signed_off_at) == (
        "signed_off",
        "Rui",
        assessment.signed_off_at,
    )


def test_themes_count_every_answer_of_the_scale_and_what_is_unanswered(
    assessment: Assessment, ana: User
) -> None:
    first = assessment.answers.get(item__ref="1.1")
    save_answer(ana, first.pk, Written("partly", "", ""), read_version=0)
    training, travel = _frozen(assessment).themes
    assert list(training.counts.items()) == [
        ("in_place", 0),
        ("mostly", 0),
        ("partly", 1),
        ("not_in_place", 0),
        ("not_applicable", 0),
        ("unanswered", 1),
    ]
    assert travel.counts["unanswered"] == 2


def test_figures_of_the_themes_add_up_to_those_of_the_office(
    assessment: Assessment, ana: User
) -> None:
    answer_all(assessment, ana, AnswerValue.PARTLY)
    report = _frozen(assessment)
    assert sum(theme.policy.answered for theme in report.themes) == report.policy.answered == 2
    assert (report.policy.declared, report.practice.declared) == (33, 33)


def test_data_says_no_persons_address(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    assert b"@" not in dump(_frozen(assessment))


def test_same_assessment_freezes_to_the_same_bytes(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    assert dump(_frozen(assessment)) == dump(_frozen(assessment))


def test_frozen_data_is_read_back_as_it_was(assessment: Assessment, ana: User) -> None:
    answer_all(assessment, ana)
    report = _frozen(assessment)
    assert dump(load(dump(report), OfficeReport)) == dump(report)


def test_frozen_report_stays_when_the_assessment_changes(assessment: Assessment, ana: User) -> None:
    raw = dump(_frozen(assessment))
    answer_all(assessment, ana)
    assert {item.answer for item in load(raw, OfficeReport).items} == {"unanswered"}


def test_report_costs_the_same_queries_however_many_items_it_has() -> None:
    counts = []
    for items in (2, 12):
        assessment = make_assessment(items=items)
        focal_point = make_member(assessment.office, Role.FOCAL_POINT)
        for answer in answer_all(assessment, focal_point):
            add_link(focal_point, answer.pk, url="https://example.org/", title="Log")
        row = Assessment.objects.select_related(
            "cycle__checklist__instrument", "office__organization", "signed_off_by"
        ).get(pk=assessment.pk)
        with CaptureQueriesContext(connection) as queries:
            office_report(row, frozen_at=FROZEN_AT, time_zone="UTC")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_revision_is_that_of_the_assessment(assessment: Assessment) -> None:
    Assessment.objects.update(revision=2)
    assert _frozen(assessment).revision == 2
