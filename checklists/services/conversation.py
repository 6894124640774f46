"""The conversation about one item, between the office and those who review it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.models import Answer, Assessment, Message, Thread, ThreadReader
from checklists.models.review import MESSAGE_LIMIT
from checklists.review_queries import messages_of
from checklists.services.locking import lock_assessment
from orgs import audit
from orgs.access import ConflictError, capabilities, people_with
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.roles import Capability as C


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a person sees of a conversation; `thread` is None where nobody has written yet."""

    answer: Answer
    thread: Thread | None
    messages: list[Message]
    unread: set[int]
    may_write: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits to be resolved."""
        return self.thread is not None and self.thread.resolved_at is None


def may_talk(user: User, answer: Answer) -> bool:
    """Whether a person may write about an item: who answers it, and who reviews it."""
    held = capabilities(user, answer.assessment.office)
    mine = C.CONTRIBUTE in held and answer.delegated_to_id == user.pk
    return mine or not held.isdisjoint({C.ANSWER, C.REVIEW})


def open_conversation(user: User, answer: Answer) -> Conversation:
    """The conversation about an answer that the person may see, which counts as read now.

    `unread` are the messages, by key, that are new to the person.
    """
    may_write = answer.assessment.status != Assessment.Status.SIGNED_OFF and may_talk(user, answer)
    thread = Thread.objects.select_related("resolved_by").filter(answer=answer).first()
    if thread is None:
        return Conversation(answer, None, [], set(), may_write)
    said = list(messages_of(thread))
    reader = ThreadReader.objects.filter(thread=thread, person=user).first()
    seen_at = reader.seen_at if reader else None
    unread = {
        row.pk
        for row in said
        if row.author_id != user.pk and (seen_at is None or row.created_at > seen_at)
    }
    if unread or (reader and reader.mailed):
        ThreadReader.objects.update_or_create(
            thread=thread,
            person=user,
            defaults={"seen_at": said[-1].created_at, "mailed": False},
        )
    return Conversation(answer, thread, said, unread, may_write)


@transaction.atomic
def write_message(actor: User, answer_id: int, text: str) -> None:
    """Say something about an item, and tell those whom it concerns by a link.

    It opens a conversation that was resolved. Raises ValidationError on "text" where it is empty
    or too long, Http404, PermissionDenied, and ConflictError in a signed-off assessment. The same
    text of the same person twice in a row is one message.
    """
    text = text.strip()
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise ValidationError({"text": _("Write a message.")})
    if len(text) > MESSAGE_LIMIT:
        raise ValidationError({"text": _("At most %d characters.") % MESSAGE_LIMIT})
    answer = _lock_for_talk(actor, answer_id)
    thread, _new = Thread.objects.get_or_create(answer=answer)
    last = thread.messages.order_by("-created_at", "-pk").first()
    if last and thread.resolved_at is None and (last.author_id, last.text) == (actor.pk, text):
        return
    if thread.resolved_at is not None:
        _set_resolved(thread, None)
    message = Message.objects.create(thread=thread, author=actor, text=text)
    _note(actor, "conversation.written", answer, message=message.pk)
    for person in _concerned(actor, answer, thread):
        _tell(person, answer, thread)


@transaction.atomic
def resolve(actor: User, answer_id: int, *, resolved: bool) -> None:
    """Settle a conversation, or open it again. Done twice is done once.

    Raises Http404, PermissionDenied, and ConflictError in a signed-off assessment or where nobody
    has written anything.
    """
    answer = _lock_for_talk(actor, answer_id)
    thread = Thread.objects.filter(answer=answer).first()
    if thread is None:
        raise ConflictError(_("Nobody has written anything about this item yet."))
    if (thread.resolved_at is not None) == resolved:
        return
    _set_resolved(thread, actor if resolved else None)
    _note(actor, "conversation.resolved" if resolved else "conversation.reopened", answer)


def _lock_for_talk(actor: User, answer_id: int) -> Answer:
    assessment_id = Answer.objects.values_list("assessment", flat=True).get(pk=answer_id)
    assessment = lock_assessment(assessment_id)
    answer = Answer.objects.select_related("item", "delegated_to").get(pk=answer_id)
    answer.assessment = assessment
    if not capabilities(actor, assessment.office):
        raise Http404
    if not may_talk(actor, answer):
        raise PermissionDenied
    if assessment.status == Assessment.Status.SIGNED_OFF:
        raise ConflictError(
            _("This assessment is signed off: its conversations can be read, and go no further.")
        )
    return answer


def _set_resolved(thread: Thread, by: User | None) -> None:
    thread.resolved_by = by
    thread.resolved_at = timezone.now() if by else None
    thread.save(update_fields=["resolved_by", "resolved_at"])


def _concerned(actor: User, answer: Answer, thread: Thread) -> list[User]:
    """Who is told: the other side, and whoever has written here before; never the author.

    The reviewers' side is whose review it is, or has written; where nobody has yet, all who may
    review. The office's side is its focal points and whom the item is delegated to.
    """
    office = answer.assessment.office
    wrote = User.objects.filter(pk__in=thread.messages.values("author"), is_active=True)
    people = {person.pk: person for person in wrote if may_talk(person, answer)}
    if C.REVIEW in capabilities(actor, office):
        focal_points = people_with(C.SUBMIT, office)
        people |= {person.pk: person for person in focal_points}
        colleague = answer.delegated_to
        if colleague and colleague.is_active and may_talk(colleague, answer):
            people[colleague.pk] = colleague
    else:
        reviewers = people_with(C.REVIEW, office)
        mine = reviewers.filter(Q(pk=answer.assessment.reviewer_id) | Q(pk__in=people))
        named = answer.assessment.reviewer
        if named and named.is_active and may_talk(named, answer):
            people[named.pk] = named
        elif not mine and not any(person.is_secretariat for person in people.values()):
            people |= {person.pk: person for person in reviewers}
    people.pop(actor.pk, None)
    return list(people.values())


def _tell(person: User, answer: Answer, thread: Thread) -> None:
    """One mail until the person has looked: a link, and nothing of what was said."""
    reader, _new = ThreadReader.objects.get_or_create(thread=thread, person=person)
    if reader.mailed:
        return
    reader.mailed = True
    reader.save(update_fields=["mailed"])
    assessment = answer.assessment
    reviews = C.REVIEW in capabilities(person, assessment.office)
    page = reverse(
        "checklists:review_item" if reviews else "checklists:answer",
        args=[assessment.pk, answer.item.ref],
    )
    queue_mail(
        person,
        _("A message about item %(item)s: %(office)s")
        % {"item": answer.item.ref, "office": assessment.office},
        [
            _("Dear %(name)s,") % {"name": person},
            _("Somebody wrote to you about item %(item)s of the self-assessment of %(office)s:")
            % {"item": answer.item.ref, "office": assessment.office},
            address(f"{page}#conversation"),
        ],
    )


def _note(actor: User, action: str, answer: Answer, **data: object) -> None:
    """What was said stands in the conversation, not in the audit trail."""
    organization = answer.assessment.office.organization
    audit.record(actor, action, answer, organization=organization, **data)
