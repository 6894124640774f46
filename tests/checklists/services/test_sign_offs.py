"""What a sign-off freezes, that it stays so, and how a new revision begins."""

import datetime as dt
from io import StringIO

import pytest
from celery import Celery
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Answer, Assessment, Document, SignOff, Transition
from checklists.scale import Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.evidence import add_link
from checklists.services.freezing import digest, freeze
from checklists.services.review import give_verdict
from checklists.services.transitions import reopen, return_to_office, sign_off, submit
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from tests.brokers import sent
from tests.factories import (
    answer_all,
    make_assessment,
    make_member,
    make_office,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db

Status = Assessment.Status


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=3)


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana")


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Ingrid Berg")


@pytest.fixture
def signed(assessment: Assessment, focal_point: User, reviewer: User) -> SignOff:
    answers = answer_all(assessment, focal_point)
    add_link(focal_point, answers[0].pk, url="https://example.org/log", title="Log")
    submit(focal_point, assessment.pk)
    accept_all(assessment, reviewer)
    return sign_off(reviewer, assessment.pk, remark=" Seen on site. ")


def accept_all(assessment: Assessment, reviewer: User) -> None:
    for answer in assessment.answers.exclude(verdict=Outcome.ACCEPTED):
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED, "Well kept.")


def verify() -> str:
    said = StringIO()
    try:
        call_command("verify_signoffs", stdout=said, stderr=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


# --- the frozen data ---


def test_sign_off_freezes_all_that_was_assessed(signed: SignOff, reviewer: User) -> None:
    first = signed.data["assessed"]["items"][0]
    assert [item["ref"] for item in signed.data["assessed"]["items"]] == ["1.1", "2.1", "3.1"]
    assert (first["value"], first["justification"]) == ("in_place", "Because it is so.")
    assert (first["verdict"], first["remark"]) == ("accepted", "Well kept.")
    assert first["reviewed_by"] == reviewer.pk
    assert first["evidence"][0]["url"] == "https://example.org/log"
    assert signed.data["assessed"]["figures"]["policy"]["verified"] == 100
    assert [step["kind"] for step in signed.data["steps"]] == ["submitted"]
    assert "A/RES/99/" in signed.data["instrument_symbol"]


def test_signature_is_part_of_what_is_hashed(signed: SignOff) -> None:
    assert signed.data["signature"] == {
        "by": "Ingrid Berg",
        "at": signed.signed_at.isoformat(),
        "declaration": signed.declaration,
        "remark": "Seen on site.",
    }
    stored = SignOff.objects.get()
    assert stored.sha256 == digest(stored.data) == digest(signed.data)


def test_freezing_costs_as_many_queries_for_thirty_items_as_for_three() -> None:
    counts = []
    for items in (3, 30):
        assessment = make_assessment(items=items)
        person = make_member(assessment.office, Role.FOCAL_POINT)
        answers = answer_all(assessment, person)
        for answer in answers:
            add_link(person, answer.pk, url="https://example.org/", title="Log")
        assessment = Assessment.objects.select_related(
            "cycle__checklist__instrument", "office__organization"
        ).get(pk=assessment.pk)
        with CaptureQueriesContext(connection) as captured:
            freeze(assessment)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_declaration_is_asked_for_on_commit(
    assessment: Assessment,
    focal_point: User,
    reviewer: User,
    broker: Celery,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    answer_all(assessment, focal_point)
    submit(focal_point, assessment.pk)
    accept_all(assessment, reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        row = sign_off(reviewer, assessment.pk)
    assert ("reports.make_declaration", [row.pk]) in [
        (name, list(arguments)) for name, arguments, _expires in sent(broker)
    ]


# --- whether it is still so ---


def test_what_was_signed_is_as_it_was(signed: SignOff) -> None:
    assert verify() == "1 sign-offs are as they were signed.\n"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE checklists_answer SET justification = 'x' WHERE id = %s", "signed: 1.1"),
        ("UPDATE checklists_answer SET verdict = 'pending' WHERE id = %s", "figures, 1.1"),
        ("DELETE FROM checklists_evidence WHERE answer_id = %s", "signed: 1.1"),
        ("UPDATE checklists_verdict SET reason = 'x' WHERE answer_id = %s", "signed: 1.1"),
    ],
)
def test_change_past_the_services_shows(signed: SignOff, statement: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [signed.assessment.answers.get(item__ref="1.1").pk])
    said = verify()
    assert found in said
    assert said.endswith("Something signed off is not as it was signed.")


def test_change_of_the_frozen_data_shows(signed: SignOff) -> None:
    signed.data["office"] = "Another"
    SignOff.objects.filter(pk=signed.pk).update(data=signed.data)
    assert "the frozen data was altered" in verify()


def test_status_moved_past_the_services_shows(signed: SignOff) -> None:
    Assessment.objects.update(status=Status.RETURNED)
    assert "is not signed off any more, and was never reopened" in verify()


def test_names_may_change_afterwards(signed: SignOff, reviewer: User) -> None:
    User.objects.filter(pk=reviewer.pk).update(full_name="Ingrid Holm")
    signed.assessment.office.name = "Goma town"
    signed.assessment.office.save(update_fields=["name"])
    Document.objects.update(title="Log of movements")
    assert "as they were signed" in verify()


# --- reopening ---


def test_reopening_begins_a_new_revision_and_leaves_the_old_one(
    signed: SignOff, reviewer: User
) -> None:
    reopen(reviewer, signed.assessment_id, " The log was of another office. ", ["2.1"])
    assessment = Assessment.objects.get()
    assert (assessment.status, assessment.revision, assessment.round) == (Status.RETURNED, 2, 2)
    assert (assessment.signed_off_by, assessment.signed_off_at) == (None, None)
    old = SignOff.objects.get()
    assert (old.data, old.sha256) == (signed.data, signed.sha256)
    assert (old.reopened_by, old.reopen_reason) == (reviewer, "The log was of another office.")
    verdicts = dict(Answer.objects.values_list("item__ref", "verdict"))
    assert verdicts == {"1.1": "accepted", "2.1": "returned", "3.1": "accepted"}
    assert set(Answer.objects.values_list("justification", flat=True)) == {"Because it is so."}
    assert "as they were signed" in verify()


def test_new_revision_is_answered_reviewed_and_signed_beside_the_old(
    signed: SignOff, focal_point: User, reviewer: User
) -> None:
    pk = signed.assessment_id
    reopen(reviewer, pk, "The log was of another office.", ["2.1"])
    answer = Answer.objects.get(item__ref="2.1")
    written = Written("partly", "Half of it.", "")
    save_answer(focal_point, answer.pk, written, read_version=answer.version)
    submit(focal_point, pk)
    give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    sign_off(reviewer, pk)
    old, new = SignOff.objects.order_by("revision")
    assert (old.revision, new.revision) == (1, 2)
    assert old.sha256 != new.sha256
    assert new.data["assessed"]["items"][1]["justification"] == "Half of it."
    assert verify() == "2 sign-offs are as they were signed.\n"


def test_steps_stay_on_record(assessment: Assessment, focal_point: User, reviewer: User) -> None:
    answers = answer_all(assessment, focal_point)
    submit(focal_point, assessment.pk)
    give_verdict(reviewer, answers[0].pk, Outcome.RETURNED, "Show it.")
    return_to_office(reviewer, assessment.pk, "One thing.")
    save_answer(focal_point, answers[0].pk, Written("partly", "B", ""), read_version=1)
    submit(focal_point, assessment.pk)
    accept_all(assessment, reviewer)
    sign_off(reviewer, assessment.pk)
    reopen(reviewer, assessment.pk, "A mistake.", ["1.1"])
    steps = Transition.objects.values_list("kind", "round", "revision", "by__full_name", "note")
    assert list(steps) == [
        ("submitted", 1, 1, "Ana", ""),
        ("returned", 2, 1, "Ingrid Berg", "One thing."),
        ("submitted", 2, 1, "Ana", ""),
        ("signed_off", 2, 1, "Ingrid Berg", ""),
        ("reopened", 3, 2, "Ingrid Berg", "A mistake."),
    ]


def test_reopening_is_on_the_audit_trail_and_told(signed: SignOff, reviewer: User) -> None:
    reopen(reviewer, signed.assessment_id, "A mistake.", ["1.1"])
    event = AuditEvent.objects.get(action="assessment.reopened")
    assert event.data == {"round": 2, "revision": 2, "items": ["1.1"]}
    mail = OutgoingMail.objects.get(subject__contains="reopened")
    assert "A mistake." not in mail.body


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR])
def test_reviewer_and_coordinator_may_reopen(signed: SignOff, role: Role) -> None:
    reopen(make_member(signed.assessment.office, role), signed.assessment_id, "A mistake.", ["1.1"])


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.OBSERVER])
def test_others_may_not(signed: SignOff, role: Role) -> None:
    person = make_member(signed.assessment.office, role)
    with pytest.raises(PermissionDenied):
        reopen(person, signed.assessment_id, "A mistake.", ["1.1"])


def test_outsider_finds_nothing_to_reopen(signed: SignOff) -> None:
    stranger = make_member(make_office(organization=make_organization()), Role.COORDINATOR)
    with pytest.raises(Http404):
        reopen(stranger, signed.assessment_id, "A mistake.", ["1.1"])


@pytest.mark.parametrize(
    ("reason", "refs"), [(" ", ["1.1"]), ("A mistake.", []), ("A mistake.", ["1.1", "9.9"])]
)
def test_reopening_needs_a_reason_and_items(
    signed: SignOff, reviewer: User, reason: str, refs: list[str]
) -> None:
    with pytest.raises(ValueError, match=r"reason|items"):
        reopen(reviewer, signed.assessment_id, reason, refs)
    assert Assessment.objects.get().revision == 1


def test_what_is_not_signed_off_is_not_reopened(assessment: Assessment) -> None:
    with pytest.raises(ConflictError):
        reopen(make_user(secretariat=True), assessment.pk, "A mistake.", ["1.1"])


def test_moment_of_the_signature_is_that_of_the_assessment(signed: SignOff) -> None:
    assert signed.signed_at == Assessment.objects.get().signed_off_at
    assert dt.datetime.fromisoformat(signed.data["signature"]["at"]) == signed.signed_at
