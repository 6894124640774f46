"""Evidence: stored by its content, once, and gone when it is taken away."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks

from checklists.models import Answer, Assessment, Evidence
from checklists.scale import Outcome
from checklists.services.answers import delegate
from checklists.services.evidence import MAX_PIECES, add_file, add_link, remove
from checklists.uploads import Upload
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member

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
    assert (evidence.title, evidence.file_name, evidence.content_type, evidence.size) == (
        "Journey log",
        "journey log.pdf",
        "application/pdf",
        len(CONTENT),
    )


def test_stored_file_has_the_content_that_was_sent(answer: Answer, ana: User) -> None:
    with _add_file(ana, answer).file.open() as file:
        assert file.read() == CONTENT


def test_file_is_named_by_its_content_never_by_its_own_name(answer: Answer, ana: User) -> None:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    evidence = _add_file(ana, answer)
    assert (evidence.sha256, evidence.file.name) == (sha256, f"evidence/{sha256[:2]}/{sha256}")


def test_file_without_a_title_is_called_by_its_name(answer: Answer, ana: User) -> None:
    assert _add_file(ana, answer).title == "journey log.pdf"


def test_same_content_is_added_once(answer: Answer, ana: User) -> None:
    assert _add_file(ana, answer) == _add_file(ana, answer, title="Again")
    assert answer.evidence.count() == 1


def test_same_content_for_two_answers_is_two_files(answers: list[Answer], ana: User) -> None:
    first, second = (_add_file(ana, answer) for answer in answers)
    assert first.file.name != second.file.name


def test_link_is_added_once(answer: Answer, ana: User) -> None:
    first = add_link(ana, answer.pk, url=URL, title="Log")
    assert add_link(ana, answer.pk, url=URL, title="Again") == first


def test_link_without_a_title_is_called_by_its_address(answer: Answer, ana: User) -> None:
    url = URL + "/" + "x" * 900
    assert add_link(ana, answer.pk, url=url, title="").title == url[:200]


def test_removed_evidence_is_gone_from_the_answer(answer: Answer, ana: User) -> None:
    remove(ana, add_link(ana, answer.pk, url=URL, title="Log"))
    assert not answer.evidence.exists()


def test_file_of_removed_evidence_is_deleted_once_that_is_certain(
    answer: Answer, ana: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    evidence = _add_file(ana, answer)
    stored = evidence.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(ana, evidence)
        assert _is_stored(stored)
    assert not _is_stored(stored)


def test_removing_leaves_the_same_content_of_another_answer(
    answers: list[Answer],
    ana: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first, second = (_add_file(ana, answer) for answer in answers)
    with django_capture_on_commit_callbacks(execute=True):
        remove(ana, first)
    assert _is_stored(second.file.name)


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
    assert _is_stored(evidence.file.name)


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
