"""Texts that are saved while they are being written: none is lost, and no pause is a version."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checklists.models import Answer, AnswerRevision, Assessment
from checklists.scale import Outcome
from checklists.services.answers import (
    Saved,
    Sent,
    Sitting,
    Written,
    choose_text,
    content,
    pending_text,
    save_answer,
    save_sent,
)
from checklists.services.review import give_verdict
from checklists.services.transitions import return_to_office, submit
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member

pytestmark = pytest.mark.django_db

PAGE = Sitting("page", 1_000, is_unfinished=True)


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=1)


@pytest.fixture
def answer(assessment: Assessment) -> Answer:
    return assessment.answers.get()


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def ben(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ben")


def text(words: str, value: str = "partly") -> Written:
    return Written(value, words, "")


def write(
    who: User, answer: Answer, words: str, version: int, page: Sitting | None = PAGE
) -> Saved:
    return save_answer(who, answer.pk, text(words), read_version=version, sitting=page)


def history(answer: Answer) -> list[tuple[int | None, str]]:
    return [(row.version, row.justification) for row in answer.revisions.all()]


def stored(answer: Answer) -> str:
    answer.refresh_from_db()
    return answer.justification


def begun(minutes: int) -> None:
    """The writing began so long ago."""
    AnswerRevision.objects.update(begun_at=timezone.now() - dt.timedelta(minutes=minutes))


# --- the history ---


def test_pauses_in_the_writing_are_one_version(answer: Answer, ana: User) -> None:
    for version, words in enumerate(["Half", "Half of", "Half of them."]):
        assert write(ana, answer, words, version) is Saved.SAVED
    assert history(answer) == [(3, "Half of them.")]
    assert stored(answer) == "Half of them."


def test_the_version_tells_since_when_it_was_written(answer: Answer, ana: User) -> None:
    write(ana, answer, "Half", 0)
    begun(minutes=5)
    since = answer.revisions.get().begun_at
    write(ana, answer, "Half of them.", 1)
    row = answer.revisions.get()
    assert since is not None
    assert row.begun_at == since
    assert row.created_at - since > dt.timedelta(minutes=4)


def test_whoever_saves_by_the_button_ends_the_version(answer: Answer, ana: User) -> None:
    write(ana, answer, "Half", 0)
    write(ana, answer, "Half of them.", 1, replace(PAGE, is_unfinished=False))
    write(ana, answer, "All of them.", 2)
    assert history(answer) == [(3, "All of them."), (2, "Half of them.")]


def test_the_button_ends_the_version_though_its_text_is_stored(answer: Answer, ana: User) -> None:
    write(ana, answer, "Half", 0)
    page = replace(PAGE, is_unfinished=False)
    assert write(ana, answer, "Half", 1, page) is Saved.UNCHANGED
    write(ana, answer, "All of them.", 1)
    assert history(answer) == [(2, "All of them."), (1, "Half")]


def test_a_text_saved_by_the_button_is_never_written_over(answer: Answer, ana: User) -> None:
    write(ana, answer, "By the button.", 0, None)
    write(ana, answer, "As I go.", 1)
    assert history(answer) == [(2, "As I go."), (1, "By the button.")]


def test_what_comes_from_elsewhere_writes_over_nothing(answer: Answer, ana: User) -> None:
    write(ana, answer, "As I go.", 0)
    write(ana, answer, "From the workbook.", 1, None)
    assert history(answer) == [(2, "From the workbook."), (1, "As I go.")]


def test_after_ten_minutes_a_new_version_begins(answer: Answer, ana: User) -> None:
    write(ana, answer, "Early", 0)
    begun(minutes=10)
    write(ana, answer, "Late", 1)
    assert history(answer) == [(2, "Late"), (1, "Early")]


def test_a_colleagues_text_ends_the_version(answer: Answer, ana: User, ben: User) -> None:
    write(ana, answer, "Ana's", 0)
    write(ben, answer, "Ben's", 1, Sitting("his", 1, is_unfinished=True))
    write(ana, answer, "Ana's second", 2)
    assert history(answer) == [(3, "Ana's second"), (2, "Ben's"), (1, "Ana's")]


def test_a_submission_ends_the_version(assessment: Assessment, answer: Answer, ana: User) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    write(ana, answer, "Submitted", 0)
    submit(ana, assessment.pk)
    give_verdict(reviewer, answer.pk, Outcome.RETURNED, "Show the log.")
    return_to_office(reviewer, assessment.pk, "")
    write(ana, answer, "Corrected", 1)
    assert history(answer) == [(2, "Corrected"), (1, "Submitted")]


def test_the_audit_trail_notes_another_answer_and_no_pause(answer: Answer, ana: User) -> None:
    write(ana, answer, "Half", 0)
    write(ana, answer, "Half of them.", 1)
    save_answer(ana, answer.pk, text("Half of them.", "mostly"), read_version=2, sitting=PAGE)
    events = AuditEvent.objects.filter(action="answer.saved").order_by("pk")
    assert [event.data["value"] for event in events] == ["partly", "mostly"]


# --- a page whose connection breaks ---


def test_a_page_never_meets_its_own_text(answer: Answer, ana: User) -> None:
    write(ana, answer, "Stored, and never heard of.", 0)
    assert write(ana, answer, "Written on.", 0, replace(PAGE, sent_at=2_000)) is Saved.SAVED
    assert stored(answer) == "Written on."


def test_the_button_of_that_page_neither(answer: Answer, ana: User) -> None:
    write(ana, answer, "Stored, and never heard of.", 0)
    page = Sitting("page", 0, is_unfinished=False)
    assert write(ana, answer, "Written on.", 0, page) is Saved.SAVED
    assert stored(answer) == "Written on."


def test_a_text_that_was_long_on_the_way_replaces_no_newer_one(answer: Answer, ana: User) -> None:
    write(ana, answer, "Newer", 0, replace(PAGE, sent_at=2_000))
    assert write(ana, answer, "Older", 0) is Saved.UNCHANGED
    assert stored(answer) == "Newer"


def test_the_same_person_at_two_pages_loses_nothing(answer: Answer, ana: User) -> None:
    write(ana, answer, "At the desk", 0)
    other = Sitting("telephone", 2_000, is_unfinished=True)
    assert write(ana, answer, "On the telephone", 0, other) is Saved.SET_ASIDE
    assert history(answer) == [(None, "On the telephone"), (1, "At the desk")]


def test_nobody_else_can_speak_for_a_page(answer: Answer, ana: User, ben: User) -> None:
    write(ana, answer, "Ana's", 0)
    assert write(ben, answer, "Ben's", 0, replace(PAGE, sent_at=2_000)) is Saved.SET_ASIDE


# --- conflict ---


@pytest.fixture
def behind(answer: Answer, ana: User, ben: User) -> Sitting:
    """Ana has saved; Ben goes on at a page that he opened before."""
    write(ana, answer, "Ana's", 0)
    page = Sitting("his", 1_000, is_unfinished=True)
    assert write(ben, answer, "Ben's", 0, page) is Saved.SET_ASIDE
    return replace(page, sent_at=2_000)


def test_what_is_written_on_is_set_aside_in_one_row(
    answer: Answer, ben: User, behind: Sitting
) -> None:
    assert write(ben, answer, "Ben's whole text", 0, behind) is Saved.SET_ASIDE
    assert history(answer) == [(None, "Ben's whole text"), (1, "Ana's")]


def test_an_older_text_does_not_replace_the_one_set_aside(
    answer: Answer, ben: User, behind: Sitting
) -> None:
    write(ben, answer, "Older", 0, replace(behind, sent_at=500))
    assert history(answer) == [(None, "Ben's"), (1, "Ana's")]


def test_two_pages_set_aside_two_texts(answer: Answer, ben: User, behind: Sitting) -> None:
    write(ben, answer, "Ben's, elsewhere", 0, Sitting("third", 3_000, is_unfinished=True))
    texts = set(answer.revisions.filter(version=None).values_list("justification", flat=True))
    assert texts == {"Ben's", "Ben's, elsewhere"}


def test_writing_on_never_settles_a_conflict(answer: Answer, ben: User, behind: Sitting) -> None:
    """The page that shows both texts was opened at the newest version."""
    both = Sitting("both", 3_000, is_unfinished=True)
    assert write(ben, answer, "Ben's, corrected", 1, both) is Saved.SET_ASIDE
    assert stored(answer) == "Ana's"
    waiting = pending_text(ben, answer)
    assert waiting is not None
    assert content(waiting) == text("Ben's, corrected")


def test_the_choice_is_stored_and_nothing_waits(answer: Answer, ben: User, behind: Sitting) -> None:
    page = Sitting("both", 3_000, is_unfinished=False)
    saved = choose_text(ben, answer.pk, text("Both"), read_version=1, sitting=page)
    assert (saved, stored(answer), pending_text(ben, answer)) == (Saved.SAVED, "Both", None)


# --- what it costs ---


@pytest.mark.parametrize("items", [30, 300])
def test_saving_costs_at_most_ten_queries_whatever_the_size(items: int) -> None:
    assessment = make_assessment(items=items)
    ana = make_member(assessment.office, Role.FOCAL_POINT)
    answer = assessment.answers.earliest("pk")
    for version in range(2):
        with CaptureQueriesContext(connection) as captured:
            write(ana, answer, f"Text {version}", version)
        sent = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
        assert len(sent) <= 10


def test_the_page_hears_on_which_version_it_stands(answer: Answer, ana: User, ben: User) -> None:
    write(ben, answer, "The same", 0)
    sent = Sent(text("The same"), 0, PAGE)
    saved, row = save_sent(ana, answer.assessment_id, answer.item.ref, lambda _row: sent)
    assert (saved, row.version) == (Saved.UNCHANGED, 1)
