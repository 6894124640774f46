"""The conversation about an item: who writes, who is told, and when it ends."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from checklists.models import Answer, Assessment, Message, Thread
from checklists.services.answers import delegate
from checklists.services.conversation import open_conversation, resolve, write_message
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer() -> Answer:
    assessment = make_assessment(items=1)
    return assessment.answers.select_related("assessment__office__organization", "item").get()


@pytest.fixture
def focal_point(answer: Answer) -> User:
    return make_member(answer.assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def reviewer(answer: Answer) -> User:
    return make_member(answer.assessment.office, Role.REVIEWER, "Ingrid")


def told() -> list[str]:
    """Who got a mail, in order."""
    mails = OutgoingMail.objects.filter(subject__startswith="A message about item")
    return sorted(mails.values_list("recipient__full_name", flat=True))


def test_both_sides_write_and_read(answer: Answer, focal_point: User, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    write_message(focal_point, answer.pk, "The radio room.")
    seen = open_conversation(reviewer, answer)
    assert [message.text for message in seen.messages] == ["Who keeps the log?", "The radio room."]
    assert [message.text for message in seen.messages if message.pk in seen.unread] == [
        "The radio room."
    ]


def test_what_was_read_is_new_no_more(answer: Answer, focal_point: User, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    assert open_conversation(focal_point, answer).unread
    assert not open_conversation(focal_point, answer).unread


@pytest.mark.parametrize(
    ("text", "said"), [(" \n", "Write"), ("\u200b", "Write"), ("x" * 5_001, "At most")]
)
def test_message_is_neither_empty_nor_endless(
    answer: Answer, reviewer: User, text: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        write_message(reviewer, answer.pk, text)
    assert list(refused.value.message_dict) == ["text"]


def test_message_sent_twice_is_one(answer: Answer, reviewer: User) -> None:
    for _time in range(2):
        write_message(reviewer, answer.pk, "Who keeps the log?")
    assert Message.objects.count() == 1


def test_mail_goes_to_the_other_side_and_never_to_the_author(
    answer: Answer, focal_point: User, reviewer: User
) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    assert told() == ["Amina"]


def test_mail_has_a_link_and_no_content(answer: Answer, focal_point: User, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    body = OutgoingMail.objects.get(recipient=focal_point, subject__startswith="A message").body
    assert "Who keeps" not in body
    assert f"/assessments/{answer.assessment_id}/items/1.1/#conversation" in body


def test_one_mail_until_they_have_looked(answer: Answer, focal_point: User, reviewer: User) -> None:
    for text in ("One.", "Two.", "Three."):
        write_message(reviewer, answer.pk, text)
    assert told() == ["Amina"]
    open_conversation(focal_point, answer)
    write_message(reviewer, answer.pk, "Four.")
    assert told() == ["Amina", "Amina"]


def test_office_writes_to_the_assigned_reviewer_alone(
    answer: Answer, focal_point: User, reviewer: User
) -> None:
    make_member(answer.assessment.office, Role.REVIEWER, "Otto")
    Assessment.objects.update(reviewer=reviewer)
    write_message(focal_point, answer.pk, "May we send it later?")
    assert told() == ["Ingrid"]


def test_office_writes_to_all_reviewers_where_it_is_nobodys(
    answer: Answer, focal_point: User, reviewer: User
) -> None:
    make_member(answer.assessment.office, Role.REVIEWER, "Otto")
    write_message(focal_point, answer.pk, "May we send it later?")
    assert told() == ["Ingrid", "Otto"]


def test_contributor_talks_about_their_own_item_alone(answer: Answer, focal_point: User) -> None:
    contributor = make_member(answer.assessment.office, Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied):
        write_message(contributor, answer.pk, "I know.")
    delegate(focal_point, answer.pk, contributor)
    write_message(contributor, answer.pk, "I know.")
    assert Message.objects.get().author == contributor


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OBSERVER])
def test_others_write_nothing(answer: Answer, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        write_message(make_member(answer.assessment.office, role), answer.pk, "Hello.")


def test_outsider_finds_nothing(answer: Answer) -> None:
    with pytest.raises(Http404):
        write_message(make_user(), answer.pk, "Hello.")
    with pytest.raises(Http404):
        resolve(make_user(), answer.pk, resolved=True)


def test_it_is_resolved_and_opened_again(answer: Answer, focal_point: User, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    for _time in range(2):
        resolve(focal_point, answer.pk, resolved=True)
    assert Thread.objects.get().resolved_by == focal_point
    assert AuditEvent.objects.filter(action="conversation.resolved").count() == 1
    resolve(reviewer, answer.pk, resolved=False)
    assert Thread.objects.get().resolved_at is None


def test_a_new_message_opens_it_again(answer: Answer, focal_point: User, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    resolve(reviewer, answer.pk, resolved=True)
    write_message(focal_point, answer.pk, "One more thing.")
    assert Thread.objects.get().resolved_at is None


def test_nothing_is_no_conversation_to_resolve(answer: Answer, reviewer: User) -> None:
    with pytest.raises(ConflictError):
        resolve(reviewer, answer.pk, resolved=True)


def test_signed_off_it_is_read_and_goes_no_further(
    answer: Answer, focal_point: User, reviewer: User
) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    Assessment.objects.update(status=Assessment.Status.SIGNED_OFF)
    answer.assessment.refresh_from_db()
    seen = open_conversation(focal_point, answer)
    assert (len(seen.messages), seen.may_write) == (1, False)
    with pytest.raises(ConflictError):
        write_message(focal_point, answer.pk, "Too late.")
    with pytest.raises(ConflictError):
        resolve(reviewer, answer.pk, resolved=True)


def test_the_trail_has_the_deed_and_not_the_words(answer: Answer, reviewer: User) -> None:
    write_message(reviewer, answer.pk, "Who keeps the log?")
    event = AuditEvent.objects.get(action="conversation.written")
    assert event.data == {"message": Message.objects.get().pk}
