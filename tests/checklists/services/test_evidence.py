"""Evidence: stored by its content, once, and gone when it is taken away."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Answer, Assessment, Document, Evidence, SignOff
from checklists.scale import Outcome
from checklists.services.answers import delegate
from checklists.services.documents import remove_document
from checklists.services.evidence import (
    MAX_PIECES,
    add_file,
    add_link,
    add_sighted,
    mark_sighted,
    remove,
    use_documents,
)
from checklists.uploads import Upload
from orgs.access import ConflictError
from orgs.models import AuditEvent, Membership, User
from orgs.roles import Role
from tests.factories import make_assessment, make_document, make_evidence, make_member, make_office

pytestmark = pytest.mark.django_db

CONTENT = b"%PDF-1.7\nlog"
URL = "https://example.org/log"


@pytest.fixture
def answers() -> list[Answer]:
    return list(make_assessment(items=2).answers.order_by("item__position"))


@pytest.fixture
def answer(answers: list[Answer]) -> Answer:
    return answers[0]


@pytest.fixture
def ana(answer: Answer) -> User:
    return make_member(answer.assessment.office, Role.FOCAL_POINT, "Ana")


def _add_file(actor: User, answer: Answer, content: bytes = CONTENT, title: str = "") -> Evidence:
    return add_file(
        actor,
        answer.pk,
        file=ContentFile(content),
        upload=Upload("journey log.pdf", "application/pdf"),
        size=len(content),
        title=title,
    )


def _is_stored(name: str | None) -> bool:
    assert name
    return default_storage.exists(name)


def test_file_is_stored_with_what_it_is(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer, title="Journey log")
    document = evidence.document
    assert (document.title, document.file_name, document.content_type, document.size) == (
        "Journey log",
        "journey log.pdf",
        "application/pdf",
        len(CONTENT),
    )


def test_stored_file_has_the_content_that_was_sent(answer: Answer, ana: User) -> None:
    with _add_file(ana, answer).document.file.open() as file:
        assert file.read() == CONTENT


def test_file_is_named_by_its_content_never_by_its_own_name(answer: Answer, ana: User) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    document = _add_file(ana, answer).document
    assert (document.sha256, document.file.name) == (sha256, f"evidence/{sha256[:2]}/{sha256}")


def test_file_without_a_title_is_called_by_its_name(answer: Answer, ana: User) -> None:
    assert _add_file(ana, answer).document.title == "journey log.pdf"


def test_same_content_is_added_once(answer: Answer, ana: User) -> None:
    assert _add_file(ana, answer) == _add_file(ana, answer, title="Again")
    assert answer.evidence.count() == 1


def test_same_content_for_two_answers_is_one_document(answers: list[Answer], ana: User) -> None:
    first, second = (_add_file(ana, answer) for answer in answers)
    assert first.document == second.document


def test_same_link_for_two_answers_is_one_document(answers: list[Answer], ana: User) -> None:
    first, second = (add_link(ana, answer.pk, url=URL, title="Log") for answer in answers)
    assert first.document == second.document


def test_dates_that_were_not_given_yet_are_added(answers: list[Answer], ana: User) -> None:
    add_link(ana, answers[0].pk, url=URL, title="Log")
    add_link(ana, answers[1].pk, url=URL, title="Log", dated_on=dt.date(2026, 1, 2))
    assert Document.objects.get().dated_on == dt.date(2026, 1, 2)


def test_other_dates_make_another_document(answers: list[Answer], ana: User) -> None:
    for answer, day in zip(answers, (1, 2), strict=True):
        add_link(ana, answer.pk, url=URL, title="Log", dated_on=dt.date(2026, 1, day))
    assert Document.objects.count() == 2


def test_dates_are_not_added_to_what_is_submitted(answers: list[Answer], ana: User) -> None:
    old = make_evidence(
        make_assessment(answers[0].assessment.office).answers.all()[0], ana, url=URL
    )
    Assessment.objects.filter(answers=old.answer_id).update(status="submitted")
    add_link(ana, answers[0].pk, url=URL, title="Log", dated_on=dt.date(2026, 1, 2))
    assert sorted(Document.objects.values_list("dated_on", flat=True), key=str) == [
        dt.date(2026, 1, 2),
        None,
    ]


@pytest.mark.parametrize(
    ("dated_on", "valid_until", "field"),
    [(2, 1, "valid_until"), (400, 500, "dated_on")],
)
def test_dates_that_can_not_be_are_refused_by_field(
    answer: Answer, ana: User, dated_on: int, valid_until: int, field: str
) -> None:
    today = timezone.localdate()
    first = today - dt.timedelta(days=100)
    with pytest.raises(ValidationError) as error:
        add_link(
            ana,
            answer.pk,
            url=URL,
            title="",
            dated_on=first + dt.timedelta(days=dated_on),
            valid_until=first + dt.timedelta(days=valid_until),
        )
    assert list(error.value.message_dict) == [field]


def test_document_of_today_is_taken(answer: Answer, ana: User) -> None:
    today = timezone.localdate()
    add_link(ana, answer.pk, url=URL, title="", dated_on=today, valid_until=today)


def test_what_is_not_uploaded_is_stated_with_its_place(answer: Answer, ana: User) -> None:
    evidence = add_sighted(ana, answer.pk, title="Evacuation plan", place="Safe, file 12")
    document = evidence.document
    assert (document.kind, document.title, document.place) == (
        "sighted",
        "Evacuation plan",
        "Safe, file 12",
    )


def test_what_is_stated_twice_is_one_piece(answer: Answer, ana: User) -> None:
    first, second = (add_sighted(ana, answer.pk, title="Plan", place="Safe") for _time in range(2))
    assert first == second


def test_document_stands_by_a_second_answer(answers: list[Answer], ana: User) -> None:
    document = _add_file(ana, answers[0]).document
    use_documents(ana, answers[1].pk, [document.pk])
    assert answers[1].evidence.get().document == document


def test_document_chosen_twice_is_one_piece(answers: list[Answer], ana: User) -> None:
    document = _add_file(ana, answers[0]).document
    for _time in range(2):
        use_documents(ana, answers[1].pk, [document.pk])
    assert answers[1].evidence.count() == 1


def test_document_of_another_office_is_not_there(answer: Answer, ana: User) -> None:
    other = make_document(make_office(), ana)
    with pytest.raises(Http404):
        use_documents(ana, answer.pk, [other.pk])


def test_contributor_chooses_from_their_own_documents(answers: list[Answer], ana: User) -> None:
    office = answers[0].assessment.office
    contributor = make_member(office, Role.CONTRIBUTOR)
    delegate(ana, answers[0].pk, contributor)
    own = make_document(office, contributor)
    use_documents(contributor, answers[0].pk, [own.pk])
    with pytest.raises(Http404):
        use_documents(contributor, answers[0].pk, [make_document(office, ana).pk])


@pytest.fixture
def sighted(answer: Answer, ana: User) -> Evidence:
    """A paper that is shown, of an answer under review."""
    evidence = add_sighted(ana, answer.pk, title="Plan", place="Safe")
    Assessment.objects.update(status="submitted")
    return evidence


def test_reviewer_notes_that_they_have_seen_it(sighted: Evidence) -> None:
    reviewer = make_member(sighted.answer.assessment.office, Role.REVIEWER)
    mark_sighted(reviewer, sighted.pk)
    sighted.refresh_from_db()
    assert sighted.sighted_by == reviewer
    assert sighted.sighted_at is not None
    assert AuditEvent.objects.filter(action="evidence.sighted").count() == 1


def test_seeing_it_twice_is_noted_once(sighted: Evidence) -> None:
    office = sighted.answer.assessment.office
    first, second = (make_member(office, Role.REVIEWER) for _time in range(2))
    mark_sighted(first, sighted.pk)
    assert mark_sighted(second, sighted.pk).sighted_by == first


def test_office_does_not_note_that_it_was_seen(sighted: Evidence, ana: User) -> None:
    with pytest.raises(PermissionDenied):
        mark_sighted(ana, sighted.pk)


def test_nobody_notes_to_have_seen_what_they_stated(sighted: Evidence, ana: User) -> None:
    Membership.objects.create(user=ana, office=sighted.answer.assessment.office, role=Role.REVIEWER)
    with pytest.raises(ConflictError, match="somebody else"):
        mark_sighted(User.objects.get(pk=ana.pk), sighted.pk)


def test_it_is_noted_only_while_it_is_under_review(sighted: Evidence) -> None:
    Assessment.objects.update(status="open")
    reviewer = make_member(sighted.answer.assessment.office, Role.REVIEWER)
    with pytest.raises(ConflictError, match="nothing to review"):
        mark_sighted(reviewer, sighted.pk)


def test_what_is_uploaded_needs_no_such_note(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer)
    reviewer = make_member(answer.assessment.office, Role.REVIEWER)
    with pytest.raises(ConflictError, match="there to be opened"):
        mark_sighted(reviewer, evidence.pk)


def test_link_is_added_once(answer: Answer, ana: User) -> None:
    first = add_link(ana, answer.pk, url=URL, title="Log")
    assert add_link(ana, answer.pk, url=URL, title="Again") == first


def test_link_without_a_title_is_called_by_its_address(answer: Answer, ana: User) -> None:
    url = URL + "/" + "x" * 900
    assert add_link(ana, answer.pk, url=url, title="").document.title == url[:200]


def test_removed_evidence_is_gone_from_the_answer(answer: Answer, ana: User) -> None:
    remove(ana, add_link(ana, answer.pk, url=URL, title="Log"))
    assert not answer.evidence.exists()


def test_file_of_removed_evidence_is_deleted_once_that_is_certain(
    answer: Answer, ana: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    evidence = _add_file(ana, answer)
    stored = evidence.document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(ana, evidence, with_document=True)
        assert _is_stored(stored)
    assert not _is_stored(stored)


def test_removed_evidence_leaves_its_document_to_the_office(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer)
    remove(ana, evidence)
    assert _is_stored(Document.objects.get().file.name)


def test_document_of_another_answer_is_not_deleted(answers: list[Answer], ana: User) -> None:
    first, _second = (_add_file(ana, answer) for answer in answers)
    with pytest.raises(ConflictError):
        remove(ana, first, with_document=True)
    assert answers[0].evidence.exists()


def test_document_that_was_signed_off_is_kept(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer)
    SignOff.objects.create(
        assessment=answer.assessment,
        revision=1,
        signed_by=ana,
        signed_by_name="Ana",
        signed_at=timezone.now(),
        data={},
    )
    remove(ana, evidence)
    document = Document.objects.get()
    assert document.is_kept
    with pytest.raises(ConflictError):
        remove_document(ana, document.pk)


def test_adding_and_removing_are_on_the_audit_trail(answer: Answer, ana: User) -> None:
    remove(ana, _add_file(ana, answer))
    actions = AuditEvent.objects.filter(action__startswith="evidence.").order_by("pk")
    assert [event.action for event in actions] == ["evidence.added", "evidence.removed"]


def test_evidence_mends_a_returned_answer(answer: Answer, ana: User) -> None:
    Answer.objects.update(verdict=Outcome.RETURNED)
    _add_file(ana, answer)
    answer.refresh_from_db()
    assert answer.verdict == Outcome.PENDING


def test_evidence_that_was_there_already_mends_nothing(answer: Answer, ana: User) -> None:
    add_link(ana, answer.pk, url=URL, title="Log")
    Answer.objects.update(verdict=Outcome.RETURNED)
    add_link(ana, answer.pk, url=URL, title="Log")
    answer.refresh_from_db()
    assert answer.verdict == Outcome.RETURNED


@pytest.mark.parametrize("status", [Assessment.Status.SUBMITTED, Assessment.Status.SIGNED_OFF])
def test_evidence_is_not_added_to_an_assessment_out_of_the_offices_hands(
    answer: Answer, ana: User, status: Assessment.Status
) -> None:
    Assessment.objects.update(status=status)
    with pytest.raises(ConflictError):
        _add_file(ana, answer)
    assert not default_storage.exists("evidence")


def test_evidence_of_an_accepted_answer_is_not_removed(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer)
    Answer.objects.update(verdict=Outcome.ACCEPTED)
    with pytest.raises(ConflictError):
        remove(ana, evidence)
    assert _is_stored(evidence.document.file.name)


def test_reviewer_adds_no_evidence(answer: Answer) -> None:
    with pytest.raises(PermissionDenied):
        add_link(make_member(answer.assessment.office, Role.REVIEWER), answer.pk, url=URL, title="")


def test_contributor_adds_evidence_to_what_is_delegated_only(
    answers: list[Answer], ana: User
) -> None:
    contributor = make_member(answers[0].assessment.office, Role.CONTRIBUTOR)
    delegate(ana, answers[0].pk, contributor)
    add_link(contributor, answers[0].pk, url=URL, title="")
    with pytest.raises(PermissionDenied):
        add_link(contributor, answers[1].pk, url=URL, title="")


def test_an_answer_takes_so_many_pieces_and_no_more(answer: Answer, ana: User) -> None:
    for n in range(MAX_PIECES):
        add_link(ana, answer.pk, url=f"https://example.org/{n}", title="")
    with pytest.raises(ValidationError):
        add_link(ana, answer.pk, url="https://example.org/more", title="")
    assert answer.evidence.count() == MAX_PIECES


def test_what_somebody_else_has_removed_is_not_removed_twice(answer: Answer, ana: User) -> None:
    evidence = _add_file(ana, answer)
    seen_by_another = Evidence.objects.get(pk=evidence.pk)
    remove(ana, evidence)
    with pytest.raises(Http404):
        remove(ana, seen_by_another)
    assert AuditEvent.objects.filter(action="evidence.removed").count() == 1
