"""Many people and workers at once, with threads and connections of their own on a real server."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.utils import timezone

from checklists.models import AnswerRevision, Assessment
from checklists.services.answers import Saved, Sitting, Written, save_answer
from checklists.services.cycles import open_cycle
from checklists.services.evidence import add_link
from checklists.services.reminders import send_digest
from checklists.services.review import assign_review
from checklists.services.transitions import submit
from orgs.access import ConflictError
from orgs.audit import reference
from orgs.mail import deliver, queue_mail
from orgs.models import AuditEvent, Office, OutgoingMail, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.services.production import make, request_report
from reports.services.schedules import create_due_reports, save_schedule
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_member,
    make_office,
    make_user,
)
from tests.reports.subjects import about

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one writer in at a time, and its test database lives in one connection",
    ),
]


Result = TypeVar("Result")


def _at_once(deeds: list[Callable[[], Result]]) -> list[Result]:
    """Run all at the same moment, each on a connection of its own; returns what each returned."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def _again(user: User) -> User:
    """The person as another request reads them."""
    return User.objects.get(pk=user.pk)


def test_twenty_writers_of_one_answer_lose_no_text() -> None:
    assessment = make_assessment(items=1)
    answer = assessment.answers.get()
    people = [make_member(assessment.office, Role.FOCAL_POINT) for _ in range(20)]
    texts = [Written("partly", f"Text {n}", "") for n in range(20)]

    def write(person: User, text: Written) -> Callable[[], Saved]:
        return lambda: save_answer(_again(person), answer.pk, text, read_version=0)

    outcomes = _at_once([write(p, text) for p, text in zip(people, texts, strict=True)])
    assert Counter(outcomes) == {Saved.SAVED: 1, Saved.SET_ASIDE: 19}
    kept = AnswerRevision.objects.values_list("justification", "author")
    assert set(kept) == {(t.justification, p.pk) for p, t in zip(people, texts, strict=True)}


def test_twenty_copies_of_one_form_make_one_version() -> None:
    assessment = make_assessment(items=1)
    answer = assessment.answers.get()
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    text = Written("partly", "The same", "")
    outcomes = _at_once(
        [lambda: save_answer(_again(ana), answer.pk, text, read_version=0) for _ in range(20)]
    )
    assert Counter(outcomes) == {Saved.SAVED: 1, Saved.UNCHANGED: 19}


def test_twenty_people_who_write_as_they_go_lose_no_text() -> None:
    """Half of them at one answer, half at others, each in three pauses that go on in one row."""
    assessment = make_assessment(items=11)
    first, *others = assessment.answers.order_by("pk")
    people = [make_member(assessment.office, Role.FOCAL_POINT) for _ in range(20)]

    def write(number: int, person: User) -> Callable[[], None]:
        answer = others[number - 10] if number >= 10 else first

        def deed() -> None:
            for pause in range(3):
                text = Written("partly", f"Text {number}" + "." * pause, "")
                page = Sitting(f"page {number}", pause, is_unfinished=True)
                save_answer(_again(person), answer.pk, text, read_version=0, sitting=page)

        return deed

    _at_once([write(number, person) for number, person in enumerate(people)])
    kept = AnswerRevision.objects.values_list("justification", "author")
    assert sorted(kept) == sorted((f"Text {n}..", p.pk) for n, p in enumerate(people))


def test_answer_is_never_written_after_the_submission() -> None:
    assessment = make_assessment(items=1)
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    [answer] = answer_all(assessment, ana)

    def write() -> str:
        try:
            text = Written("partly", "Late", "")
            return save_answer(_again(ana), answer.pk, text, read_version=1).value
        except ConflictError:
            return "refused"

    def hand_in() -> str:
        submit(_again(ana), assessment.pk)
        return "submitted"

    [written, _submitted] = _at_once([write, hand_in])
    assessment.refresh_from_db()
    answer.refresh_from_db()
    assert assessment.status == Assessment.Status.SUBMITTED
    if written == "refused":
        assert answer.version == 1
    else:
        assert assessment.submitted_at is not None
        assert answer.updated_at is not None
        assert answer.updated_at < assessment.submitted_at


def test_assessment_is_submitted_once() -> None:
    assessment = make_assessment(items=1)
    people = [make_member(assessment.office, Role.FOCAL_POINT) for _ in range(5)]
    answer_all(assessment, people[0])

    def hand_in(person: User) -> Callable[[], bool]:
        def deed() -> bool:
            try:
                submit(_again(person), assessment.pk)
            except ConflictError:
                return False
            return True

        return deed

    assert Counter(_at_once([hand_in(person) for person in people])) == {True: 1, False: 4}
    assert AuditEvent.objects.filter(action="assessment.submitted").count() == 1


def test_reviews_that_two_people_assign_at_once_are_those_of_who_came_last() -> None:
    office = make_office()
    ana = make_member(office, Role.FOCAL_POINT)
    assessments = [make_assessment(office, items=1) for _n in range(2)]
    for assessment in assessments:
        answer_all(assessment, ana)
        submit(ana, assessment.pk)
    pks = [assessment.pk for assessment in assessments]
    people = [
        (make_member(office, Role.COORDINATOR), make_member(office, Role.REVIEWER))
        for _n in range(2)
    ]

    def assigner(order: list[int], coordinator: User, reviewer: User) -> Callable[[], object]:
        return lambda: assign_review(_again(coordinator), order, reviewer)

    orders = [pks, pks[::-1]]
    _at_once([assigner(order, *pair) for order, pair in zip(orders, people, strict=True)])
    events = AuditEvent.objects.filter(action="review.assigned").order_by("pk")
    for assessment in assessments:
        assessment.refresh_from_db()
        about = events.filter(target__startswith=f"{reference(assessment)}:")
        told = [row.data["to"] for row in about]
        assert len(told) == 2
        assert told[-1] == assessment.reviewer_id
    assert assessments[0].reviewer == assessments[1].reviewer


def test_same_link_from_two_windows_is_one_piece_of_evidence() -> None:
    assessment = make_assessment(items=1)
    answer = assessment.answers.get()
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    _at_once(
        [
            lambda: add_link(_again(ana), answer.pk, url="https://example.org/", title="Log")
            for _ in range(5)
        ]
    )
    assert answer.evidence.count() == 1


def test_form_of_a_cycle_that_is_sent_twice_opens_one() -> None:
    office = make_office()
    checklist = make_checklist(1)
    secretariat = make_user(secretariat=True)

    def open_one() -> bool:
        try:
            open_cycle(
                secretariat,
                organization=office.organization,
                checklist=checklist,
                name="2026",
                starts_on=dt.date(2026, 1, 1),
                ends_on=dt.date(2026, 12, 31),
                due_on=dt.date(2026, 12, 31),
                offices=[office],
            )
        except ConflictError:
            return False
        return True

    assert Counter(_at_once([open_one] * 4)) == {True: 1, False: 3}


# --- reports ---


def _schedule(office: Office, coordinator: User) -> Schedule:
    schedule = Schedule(
        office=office,
        frequency=Frequency.MONTHLY,
        first_on=dt.date(2026, 1, 31),
        at=dt.time(6, 0),
        time_zone="UTC",
    )
    before = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return save_schedule(coordinator, schedule, [coordinator], now=before)


def test_sweeps_at_once_make_one_report_for_each_period() -> None:
    office = make_assessment(items=1).office
    _schedule(office, make_member(office, Role.COORDINATOR))
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    made = _at_once([lambda: create_due_reports(now) for _ in range(4)])
    assert sum(made) == 2
    assert Report.objects.count() == 2


def test_workers_at_once_make_a_report_once_and_mail_it_once() -> None:
    office = make_assessment(items=1).office
    coordinator = make_member(office, Role.COORDINATOR)
    _schedule(office, coordinator)
    create_due_reports(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    report = Report.objects.get()
    outcomes = _at_once([lambda: make(str(report.pk)) for _ in range(4)])
    assert Counter(outcomes) == {True: 1, False: 3}
    report.refresh_from_db()
    assert (report.status, report.attempts) == (Report.Status.DONE, 1)
    assert OutgoingMail.objects.filter(recipient=coordinator, attachment__gt="").count() == 1


def test_report_that_is_asked_for_twice_at_once_is_one() -> None:
    assessment = make_assessment(items=1)
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    reports = _at_once([lambda: request_report(_again(ana), about(assessment)) for _ in range(5)])
    assert len({report.pk for report in reports}) == 1


def test_mail_is_sent_by_one_worker_only() -> None:
    mail = queue_mail(make_user(), "Hello", ["Look here."])
    assert Counter(_at_once([lambda: deliver(str(mail.pk)) for _ in range(8)])) == {
        True: 1,
        False: 7,
    }
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.sent_at <= timezone.now()


def test_digest_is_sent_once_by_many_runs() -> None:
    assessment = make_assessment(items=2)
    user = make_member(assessment.office, Role.FOCAL_POINT)
    now = dt.datetime(2026, 7, 14, 8, tzinfo=dt.UTC)
    outcomes = _at_once([lambda: send_digest(user.pk, now)] * 8)
    assert sorted(outcomes) == [False] * 7 + [True]
    assert OutgoingMail.objects.filter(recipient=user, subject__startswith="Operative").count() == 1
