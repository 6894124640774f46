"""What an office's report finds of the time before in the database, at a constant cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checklists.models import Action, Answer, Assessment, Checklist, Item
from checklists.scale import AnswerValue, Outcome
from checklists.services.cycles import open_cycle
from checklists.services.review import give_verdict
from checklists.services.transitions import reopen, sign_off, submit
from orgs.models import Office, User
from orgs.roles import Role
from reports.frozen import digest, dump
from reports.kinds import Kind, Tier
from reports.models import Report, Schedule
from reports.office.collect import collect
from reports.office.data import OfficeReport
from tests.factories import answer_all, make_checklist, make_member, make_office, make_user

pytestmark = pytest.mark.django_db

FROZEN_AT = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)
PERSONS = {"unit": "persons", "period": "year"}


def _assessment(office: Office, checklist: Checklist, year: int = 2026) -> Assessment:
    """Opens a cycle of that year for the office alone."""
    cycle = open_cycle(
        make_user(secretariat=True),
        organization=office.organization,
        checklist=checklist,
        name=f"{checklist.slug} {year}",
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 6, 30),
        due_on=dt.date(year, 7, 15),
        offices=[office],
    )
    return cycle.assessments.select_related("office__organization", "cycle__checklist").get()


@pytest.fixture
def checklist() -> Checklist:
    return make_checklist(4, indicators=[PERSONS])


@pytest.fixture
def assessment(checklist: Checklist) -> Assessment:
    return _assessment(make_office("Goma"), checklist)


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def rui(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Rui")


def _report(assessment: Assessment, tier: Tier = Tier.FULL, **fields: object) -> Report:
    return Report.objects.create(
        assessment=assessment, office=assessment.office, tier=tier, **fields
    )


def _frozen(assessment: Assessment, tier: Tier = Tier.FULL, **fields: object) -> OfficeReport:
    return collect(_report(assessment, tier, **fields), FROZEN_AT, "Africa/Kinshasa")


def _finished(assessment: Assessment, tier: Tier = Tier.FULL, **fields: object) -> Report:
    """A report that was made and kept."""
    report = _report(assessment, tier, **fields)
    report.data = dump(collect(report, FROZEN_AT, "UTC"))
    report.data_sha256 = digest(report.data)
    report.status = Report.Status.DONE
    report.finished_at = timezone.now()
    report.save()
    return report


def _schedule(assessment: Assessment, ana: User) -> Schedule:
    return Schedule.objects.create(
        office=assessment.office,
        frequency="monthly",
        first_on=dt.date(2026, 1, 1),
        created_by=ana,
    )


def _compared_with(data: OfficeReport) -> str:
    return data.compared.sha256 if data.compared else ""


def test_first_report_is_compared_with_none(assessment: Assessment) -> None:
    data = _frozen(assessment)
    assert (data.looks_back, data.compared) == (True, None)


def test_changed_answers_are_found(assessment: Assessment, ana: User) -> None:
    _finished(assessment)
    answer_all(assessment, ana, AnswerValue.PARTLY)
    found = _frozen(assessment).compared
    assert found
    assert {(row.answer_before, row.answer) for row in found.items} == {
        ("unanswered", "partly"),
        ("unanswered", "reported"),
    }


def test_latest_report_is_the_one_before(assessment: Assessment, ana: User) -> None:
    _finished(assessment)
    answer_all(assessment, ana)
    last = _finished(assessment)
    assert _compared_with(_frozen(assessment)) == last.data_sha256


def test_report_whose_data_was_altered_is_passed_over(assessment: Assessment, ana: User) -> None:
    kept = _finished(assessment)
    altered = _finished(assessment)
    Report.objects.filter(pk=altered.pk).update(data=b"{}")
    assert _compared_with(_frozen(assessment)) == kept.data_sha256


def test_report_of_another_tier_is_not_told_of(assessment: Assessment) -> None:
    _finished(assessment, Tier.FULL)
    assert _frozen(assessment, Tier.SHAREABLE).compared is None


def test_scheduled_report_is_compared_with_its_schedules(assessment: Assessment, ana: User) -> None:
    schedule = _schedule(assessment, ana)
    own = _finished(assessment, schedule=schedule, run=1)
    answer_all(assessment, ana)
    _finished(assessment)
    assert _compared_with(_frozen(assessment, schedule=schedule, run=2)) == own.data_sha256


def test_first_report_of_a_schedule_is_compared_with_any(assessment: Assessment, ana: User) -> None:
    last = _finished(assessment)
    data = _frozen(assessment, schedule=_schedule(assessment, ana), run=1)
    assert _compared_with(data) == last.data_sha256


def test_other_office_other_checklist_and_later_cycle_are_nothing_to_compare_with(
    assessment: Assessment, checklist: Checklist
) -> None:
    office = assessment.office
    _finished(_assessment(make_office("Beni", parent=office), make_checklist(4)))
    _finished(_assessment(office, make_checklist(4)))
    _finished(_assessment(office, checklist, 2027))
    assert _frozen(assessment).compared is None


def test_earlier_cycle_is_compared_with(assessment: Assessment, checklist: Checklist) -> None:
    last = _finished(_assessment(assessment.office, checklist, 2025))
    found = _frozen(assessment).compared
    assert found
    assert (found.sha256, found.cycle_start) == (last.data_sha256, dt.date(2025, 1, 1))


def test_trend_has_the_earlier_cycles_of_the_same_office(
    assessment: Assessment, checklist: Checklist, ana: User
) -> None:
    for year, total in ((2024, 12), (2025, 14)):
        old = _assessment(assessment.office, checklist, year)
        old.answers.filter(item__key="count-1").update(
            value="reported", figures={"total": total}, verdict="accepted"
        )
    other = _assessment(make_office("Beni", parent=assessment.office), make_checklist(4), 2023)
    assert other.answers.exists()
    trend = _frozen(assessment).items[-1].trend
    assert [(point.end.year, point.total, point.verdict) for point in trend] == [
        (2024, 12, "accepted"),
        (2025, 14, "accepted"),
    ]


def test_trend_leaves_out_what_counts_something_else(
    assessment: Assessment, checklist: Checklist
) -> None:
    other = make_checklist(4, indicators=[PERSONS | {"unit": "crashes"}])
    _assessment(assessment.office, other, 2025)
    assert _frozen(assessment).items[-1].trend == ()


def test_generated_key_is_the_same_indicator_in_the_same_words_alone(
    assessment: Assessment, checklist: Checklist
) -> None:
    other = make_checklist(4, indicators=[PERSONS])
    Item.objects.filter(key="count-1").update(key="op-5-1")
    _assessment(assessment.office, other, 2025)
    _assessment(assessment.office, checklist, 2024)
    trend = _frozen(assessment).items[-1].trend
    assert [point.end.year for point in trend] == [2024]


def _plan(answer: Answer, ana: User, **fields: object) -> Action:
    usual = {
        "office": answer.assessment.office,
        "raised_on": answer,
        "raised_by": ana,
        "responsible": ana,
        "due_on": dt.date(2026, 9, 1),
    }
    action = Action.objects.create(**usual | fields)
    action.answers.add(answer)
    return action


def test_open_actions_of_the_office_are_there_with_their_items(
    assessment: Assessment, ana: User
) -> None:
    first = assessment.answers.get(item__ref="1.1")
    _plan(first, ana, title="Later")
    _plan(first, ana, title="Late", due_on=dt.date(2026, 7, 19), priority="high")
    _plan(first, ana, title="Done", status="done")
    found = _frozen(assessment).actions
    assert found
    assert [(line.title, line.items, line.is_overdue) for line in found.lines] == [
        ("Late", ("1.1",), True),
        ("Later", ("1.1",), False),
    ]
    assert (found.open, found.overdue) == ({"high": 1, "normal": 1}, {"high": 1})


def test_sign_off_and_its_reopening_are_there(assessment: Assessment, ana: User, rui: User) -> None:
    assert _frozen(assessment).signature is None
    answer_all(assessment, ana)
    submit(ana, assessment.pk)
    for answer in assessment.answers.all():
        give_verdict(rui, answer.pk, Outcome.ACCEPTED)
    signed = sign_off(rui, assessment.pk, remark="Well done.")
    found = _frozen(assessment).signature
    assert found
    assert (found.signed_by, found.remark, found.sha256) == ("Rui", "Well done.", signed.sha256)
    assert found.reopened_at is None
    reopen(rui, assessment.pk, "A log is missing.", ["1.1"])
    found = _frozen(assessment).signature
    assert found
    assert found.reopened_at is not None


def test_carried_answers_are_told_from_new_ones(
    assessment: Assessment, checklist: Checklist, ana: User
) -> None:
    answer_all(assessment, ana)
    later = _assessment(assessment.office, checklist, 2027)
    assert {item.carried for item in _frozen(later).items[:4]} == {"offered"}
    answer_all(later, ana)
    assert {item.carried for item in _frozen(later).items[:4]} == {"confirmed"}


def test_critical_items_are_marked(assessment: Assessment, checklist: Checklist) -> None:
    checklist.items.filter(ref="2.1").update(is_critical=True)
    assert [item.ref for item in _frozen(assessment).critical] == ["2.1"]


def test_collecting_costs_the_same_queries_at_two_sizes() -> None:
    counts = []
    for size in (2, 12):
        checklist = make_checklist(size, indicators=[PERSONS] * size)
        office = make_office()
        ana = make_member(office, Role.FOCAL_POINT)
        for year in range(2025, 2026) if size == 2 else range(2020, 2026):
            answer_all(_assessment(office, checklist, year), ana)
        assessment = _assessment(office, checklist)
        for answer in answer_all(assessment, ana):
            _plan(answer, ana, title="To do")
        _finished(assessment)
        report = _report(assessment)
        with CaptureQueriesContext(connection) as queries:
            data = collect(report, FROZEN_AT, "UTC")
        assert data.compared
        assert data.actions
        assert (len(data.actions.lines), len(data.items[-1].trend)) == (2 * size, min(size // 2, 6))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_kind_is_that_of_an_office(assessment: Assessment) -> None:
    Report.objects.create(
        kind=Kind.ACTIONS, office=assessment.office, status=Report.Status.DONE, data=b"{}"
    )
    assert _frozen(assessment).compared is None
