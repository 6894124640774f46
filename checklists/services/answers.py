"""Writing answers: no word of anybody's is ever lost, and no frozen answer is ever changed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.access import demand_answering
from checklists.indicators import TOTAL, Indicator, field_name, problems
from checklists.models import Answer, AnswerRevision, Item
from checklists.queries import disagreements
from checklists.scale import AnswerValue, IndicatorValue, Outcome
from checklists.services import revisions
from checklists.services.counting import recount_answer
from checklists.services.locking import lock_answer
from checklists.services.revisions import Revisions, Sitting, Written, content
from orgs import audit
from orgs.access import ConflictError, can, demand
from orgs.mail import address, queue_mail
from orgs.models import User
from orgs.roles import Capability

__all__ = [
    "MAX_LINES",
    "Saved",
    "Sent",
    "Sitting",
    "Written",
    "check",
    "choose_text",
    "content",
    "delegate",
    "keep_saved_text",
    "lock_for_writing",
    "pending_text",
    "save_answer",
    "save_sent",
    "touch_returned",
]

# A report sets every line: a text of nothing but line ends would take minutes.
MAX_LINES = 1_000


def check(written: Written, item: Item) -> None:
    """Raise ValidationError, by field, where the text can't be an answer to the item.

    That no figures are kept needs no justification: unlike "not applicable" it makes no figure
    look better, and a report lists it among what is open.
    """
    if measure := item.measure:
        _check_figures(written, measure)
    elif written.value and written.value not in AnswerValue.values:
        raise ValidationError({"value": _("This answer is not on the scale.")})
    elif written.figures:
        raise ValidationError({"value": _("This item isn't answered with figures.")})
    if written.come_back and written.value:
        raise ValidationError({"value": _("Answer the item, or come back to it: not both.")})
    if written.justification.count("\n") > MAX_LINES:
        raise ValidationError(
            {"justification": _("At most %d lines: attach longer texts as evidence.") % MAX_LINES}
        )
    # A letter or a digit of any script: blanks that can't be seen are no reason.
    has_reason = any(char.isalnum() for char in written.not_applicable_reason)
    if written.value == AnswerValue.NOT_APPLICABLE and not has_reason:
        raise ValidationError(
            {"not_applicable_reason": _("Say why this item is not applicable here.")}
        )


def _check_figures(written: Written, measure: Indicator) -> None:
    if written.value not in ("", *IndicatorValue.values, AnswerValue.NOT_APPLICABLE):
        raise ValidationError({"value": _("This item is answered with figures.")})
    is_reported = written.value == IndicatorValue.REPORTED
    if written.value and written.figures and not is_reported:
        raise ValidationError(
            {
                "value": _(
                    "There are figures below, which this answer leaves no room for: answer "
                    "“Figures given”, or take them out."
                )
            }
        )
    if found := problems(measure, written.figures, complete=is_reported):
        raise ValidationError({field_name(cell): problem for cell, problem in found.items()})


def _check_against_others(answer: Answer, written: Written) -> None:
    """Raise ValidationError where an indicator is above the one that limits it.

    Only what is being saved is refused: a lower limit is stored though another indicator is above
    it by then, since the office may have to correct both, and may have delegated one. Submitting
    names that other one as open.
    """
    measure = answer.item.measure
    if not measure or not measure.not_above or written.value != IndicatorValue.REPORTED:
        return
    rows = Answer.objects.filter(assessment=answer.assessment_id, item__key=measure.not_above)
    mine = Answer(item=answer.item, value=written.value, figures=dict(written.figures))
    for too_high, sentence in disagreements([mine, *rows.select_related("item")]):
        if too_high is mine:
            raise ValidationError({field_name(TOTAL): sentence})


class Saved(Enum):
    """What became of a text: stored, the same as is stored, or set aside beside a newer one."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    SET_ASIDE = "set_aside"


def lock_for_writing(actor: User, answer_id: int) -> Answer:
    """Lock an answer and its assessment, and check that the actor may write it and it is open.

    Raises Http404, PermissionDenied, or ConflictError where the assessment takes no answers or the
    reviewer has accepted this one.
    """
    answer = lock_answer(pk=answer_id)
    _demand_open(actor, answer)
    return answer


def _demand_open(actor: User, answer: Answer) -> None:
    demand_answering(actor, answer)
    assessment = answer.assessment
    if not assessment.takes_answers:
        raise ConflictError(
            _("This assessment is %(status)s: its answers can't be changed.")
            % {"status": assessment.get_status_display().lower()}
        )
    if answer.verdict == Outcome.ACCEPTED:
        raise ConflictError(
            _("The reviewer has accepted the answer to %(item)s: it can't be changed.")
            % {"item": answer.item.ref}
        )


@transaction.atomic
def save_answer(
    actor: User,
    answer_id: int,
    written: Written,
    *,
    read_version: int,
    sitting: Sitting | None = None,
) -> Saved:
    """Store an answer that was written on top of version `read_version`.

    Where a colleague has saved another text since, theirs stays, and this one is set aside with
    its author's name until they choose: `choose_text`. The same text twice is no change, so a form
    that is sent twice does nothing the second time. Raises ValidationError as `check` does, and
    where an indicator is above the one that limits it in this assessment.
    """
    return _save(actor, lock_for_writing(actor, answer_id), Sent(written, read_version, sitting))


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page has sent: a text, written on top of a version, in a sitting."""

    written: Written
    read_version: int
    sitting: Sitting | None


@transaction.atomic
def save_sent(
    actor: User,
    assessment_id: int,
    ref: str,
    read: Callable[[Answer], Sent | None],
    *,
    chooses: bool = False,
) -> tuple[Saved | None, Answer]:
    """Save as `save_answer` does what `read` makes of a form for the answer to an item.

    Nothing is saved where that is None. Also returns the answer as it is stored then: its version
    is the one on which the page's next text is written, unless this one was set aside. `chooses`
    settles a conflict, as `choose_text` does. Raises Http404 where there is no such item.
    """
    try:
        answer = lock_answer(assessment=assessment_id, item__ref=ref)
    except Answer.DoesNotExist as error:
        raise Http404 from error
    _demand_open(actor, answer)
    sent = read(answer)
    if sent is None:
        return None, answer
    if chooses:
        _settle(actor, answer)
    return _save(actor, answer, sent), answer


def _save(actor: User, answer: Answer, sent: Sent) -> Saved:
    """Save a text as the answer, which is locked."""
    written, read_version, sitting = sent.written, sent.read_version, sent.sitting
    check(written, answer.item)
    if written == content(answer):
        if sitting is None or not sitting.is_unfinished:
            revisions.finish(actor, answer)
        return Saved.UNCHANGED
    _check_against_others(answer, written)
    rows = revisions.around(actor, answer)
    if rows.are_of_page(sitting):
        if rows.is_late(sitting):
            return Saved.UNCHANGED
        read_version = answer.version
    # While a text of theirs waits for their choice, writing on settles nothing.
    waits = bool(rows.waiting) and sitting is not None and sitting.is_unfinished
    if read_version != answer.version or waits:
        revisions.set_aside(actor, answer, written, rows, sitting)
        return Saved.SET_ASIDE
    _store(actor, answer, written, rows, sitting)
    return Saved.SAVED


def pending_text(user: User, answer: Answer) -> AnswerRevision | None:
    """The text of this person that was set aside and waits for their choice, if there is one."""
    return answer.revisions.filter(author=user, version=None, resolved_at=None).first()


@transaction.atomic
def choose_text(
    actor: User,
    answer_id: int,
    written: Written,
    *,
    read_version: int,
    sitting: Sitting | None = None,
) -> Saved:
    """Settle a conflict: store what the person chose after seeing both texts.

    Both texts stay in the history. Should yet another text have arrived meanwhile, the choice
    itself is set aside, and the person is asked again.
    """
    answer = lock_for_writing(actor, answer_id)
    _settle(actor, answer)
    return _save(actor, answer, Sent(written, read_version, sitting))


@transaction.atomic
def keep_saved_text(actor: User, answer_id: int) -> None:
    """Settle a conflict in favour of what is stored. The text set aside stays in the history."""
    answer = lock_for_writing(actor, answer_id)
    _settle(actor, answer)


def _settle(actor: User, answer: Answer) -> None:
    """What was set aside of this person's waits for their choice no longer."""
    waiting = answer.revisions.filter(author=actor, version=None, resolved_at=None)
    waiting.update(resolved_at=timezone.now())


def touch_returned(answer: Answer) -> None:
    """Note that the office has done something about a returned answer: it awaits review again."""
    if answer.verdict == Outcome.RETURNED:
        answer.verdict = Outcome.PENDING
        answer.save(update_fields=["verdict"])
        recount_answer(answer, answer.value, Outcome.RETURNED)


@transaction.atomic
def delegate(actor: User, answer_id: int, contributor: User | None) -> None:
    """Ask a contributor of the office to answer one item, or withdraw that with None."""
    answer = lock_for_writing(actor, answer_id)
    assessment = answer.assessment
    demand(actor, Capability.DELEGATE, assessment.office)
    if contributor is not None and not can(contributor, Capability.CONTRIBUTE, assessment.office):
        raise PermissionDenied
    if answer.delegated_to == contributor:
        return
    answer.delegated_to = contributor
    answer.save(update_fields=["delegated_to"])
    audit.record(
        actor,
        "answer.delegated",
        answer,
        organization=assessment.office.organization,
        to=contributor and contributor.pk,
    )
    if contributor is not None:
        page = reverse("checklists:answer", args=[assessment.pk, answer.item.ref])
        queue_mail(
            contributor,
            _("%(name)s asks for your answer") % {"name": actor},
            [
                _("Dear %(name)s,") % {"name": contributor},
                _("You are asked to answer one item of the self-assessment of %(office)s:")
                % {"office": assessment.office},
                address(page),
            ],
        )


def _store(
    actor: User, answer: Answer, written: Written, rows: Revisions, sitting: Sitting | None
) -> None:
    before, verdict = content(answer), answer.verdict
    answer.value = written.value
    answer.justification = written.justification
    answer.not_applicable_reason = written.not_applicable_reason
    answer.figures = dict(written.figures)
    answer.come_back = written.come_back
    answer.version += 1
    answer.updated_by = actor
    answer.updated_at = timezone.now()
    if answer.verdict == Outcome.RETURNED:
        answer.verdict = Outcome.PENDING
    answer.save(
        update_fields=[
            "value",
            "justification",
            "not_applicable_reason",
            "figures",
            "come_back",
            "version",
            "updated_by",
            "updated_at",
            "verdict",
        ]
    )
    recount_answer(answer, before.value, verdict)
    is_going_on = revisions.keep(actor, answer, written, rows, sitting)
    # A pause in the writing is no deed of its own, unless the answer itself is another one by then.
    if is_going_on and before.says_the_same(written):
        return
    audit.record(
        actor,
        "answer.saved",
        answer,
        organization=answer.assessment.office.organization,
        version=answer.version,
        value=written.value,
        **({"figures": answer.figures} if answer.figures else {}),
        **({"come_back": True} if answer.come_back else {}),
    )
