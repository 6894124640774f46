"""Two deeds that meet: one waits for the other, and neither waits for ever."""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from checklists.models import Answer, Assessment
from checklists.scale import AnswerValue, Outcome
from checklists.services.carrying import confirm_unchanged
from checklists.services.cycles import open_cycle
from checklists.services.review import accept_unchanged
from checklists.services.transitions import submit
from orgs import audit
from orgs.models import User
from orgs.roles import Role
from orgs.services.members import close_account, hand_over
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one lock, which nobody can cross"
    ),
]

_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def _meet(
    hold: Callable[[], object], deed: Callable[[], object], then: Callable[[], object]
) -> None:
    """Hold something, let a deed on another connection run until it waits, and go on."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold()
            done = pool.submit(run)
            _wait_until_it_waits()
            then()
        done.result(timeout=60)


def _wait_until_it_waits() -> None:
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            # Within a transaction the view is read once.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("The deed waits for nothing.")


def _note(assessment: Assessment, who: User | None = None) -> Callable[[], None]:
    """One more row in the organization's audit trail."""
    return lambda: audit.record(
        who, "answer.saved", assessment, organization=assessment.office.organization
    )


def _held(answer: Answer) -> Callable[[], object]:
    """What planning an action for an answer holds, before it is noted."""
    return lambda: list(Answer.objects.select_for_update().filter(pk=answer.pk))


def _last_year_and_this() -> tuple[Assessment, User]:
    """An assessment whose answers are offered from one that was accepted; and its focal point."""
    office, checklist = make_office(), make_checklist(3)
    former = make_cycle([office], checklist=checklist).assessments.get()
    ana = make_member(office, Role.FOCAL_POINT)
    answer_all(former, ana, AnswerValue.PARTLY)
    Answer.objects.update(verdict=Outcome.ACCEPTED)
    cycle = open_cycle(
        make_user(secretariat=True),
        organization=office.organization,
        checklist=checklist,
        name="The next",
        starts_on=dt.date(2027, 1, 1),
        ends_on=dt.date(2027, 12, 31),
        due_on=dt.date(2027, 12, 31),
        offices=[office],
    )
    return cycle.assessments.get(), ana


def test_accepting_unchanged_answers_meets_a_planned_action() -> None:
    assessment, ana = _last_year_and_this()
    answers = answer_all(assessment, ana, AnswerValue.PARTLY)
    submit(ana, assessment.pk)
    rita = make_member(assessment.office, Role.REVIEWER)
    seen = dict(assessment.answers.values_list("pk", "version"))
    _meet(
        _held(answers[-1]),
        lambda: accept_unchanged(rita, assessment.pk, seen, seen_round=1),
        _note(assessment),
    )
    assert not assessment.answers.exclude(verdict=Outcome.ACCEPTED).exists()


@pytest.mark.parametrize("which", ["this year's", "last year's"])
def test_confirming_unchanged_answers_meets_a_planned_action(which: str) -> None:
    assessment, ana = _last_year_and_this()
    last = assessment.answers.select_related("carried_from").order_by("item__position").last()
    assert last
    assert last.carried_from
    seen = dict(assessment.answers.values_list("pk", "carried_from__version"))
    _meet(
        _held(last if which == "this year's" else last.carried_from),
        lambda: confirm_unchanged(ana, assessment.pk, seen),
        _note(assessment),
    )
    assert not assessment.answers.filter(value="").exists()


def test_handing_over_meets_an_answer_that_is_saved() -> None:
    assessment = make_assessment(items=2)
    cora = make_member(assessment.office, Role.COORDINATOR)
    leaver, successor = (make_member(assessment.office, Role.CONTRIBUTOR) for _ in range(2))
    assessment.answers.update(delegated_to=leaver)
    last = assessment.answers.order_by("pk").last()
    assert last
    _meet(_held(last), lambda: hand_over(cora, leaver, successor), _note(assessment))
    assert assessment.answers.filter(delegated_to=successor).count() == 2


def test_opening_a_cycle_meets_whatever_is_noted_twice() -> None:
    assessment = make_assessment(items=1)
    checklist, secretariat = make_checklist(1), make_user(secretariat=True)
    _meet(
        _note(assessment),
        lambda: open_cycle(
            secretariat,
            organization=assessment.office.organization,
            checklist=checklist,
            name="The next",
            starts_on=dt.date(2027, 1, 1),
            ends_on=dt.date(2027, 12, 31),
            due_on=dt.date(2027, 12, 31),
            offices=[assessment.office],
        ),
        _note(assessment),
    )
    assert assessment.office.assessments.count() == 2


def test_closing_an_account_meets_what_the_person_does() -> None:
    assessment = make_assessment(items=1)
    cora = make_member(assessment.office, Role.COORDINATOR)
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    _meet(_note(assessment), lambda: close_account(cora, ana.pk), _note(assessment, ana))
    assert not User.objects.get(pk=ana.pk).is_active
