"""How the audit trail reads what is done with checklists and assessments, and where to look."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checklists.models import Action, Answer, Assessment, Checklist, Cycle, Instrument, SignOff
from orgs.audit_words import words_for


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _assessments(keys: Iterable[str]) -> Mapping[str, str]:
    found = Assessment.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:assessment", args=[pk])
        for pk in found.values_list("pk", flat=True)
    }


def _answers(keys: Iterable[str]) -> Mapping[str, str]:
    found = Answer.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:answer", args=[assessment, ref])
        for pk, assessment, ref in found.values_list("pk", "assessment", "item__ref")
    }


def _cycles(keys: Iterable[str]) -> Mapping[str, str]:
    found = Cycle.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:cycle", args=[pk]) for pk in found.values_list("pk", flat=True)
    }


def _checklists(keys: Iterable[str]) -> Mapping[str, str]:
    found = Checklist.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:checklist", args=[slug, version])
        for pk, slug, version in found.values_list("pk", "slug", "version")
    }


def _instruments(keys: Iterable[str]) -> Mapping[str, str]:
    found = Instrument.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:instrument", args=[symbol])
        for pk, symbol in found.values_list("pk", "symbol")
    }


def _actions(keys: Iterable[str]) -> Mapping[str, str]:
    found = Action.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:action", args=[pk])
        for pk in found.values_list("pk", flat=True)
    }


ACTIONS = {
    "action.changed": _("Action changed"),
    "action.done": _("Action done"),
    "action.downloaded": _("Action plan downloaded"),
    "action.dropped": _("Action dropped"),
    "action.planned": _("Action planned"),
    "action.reopened": _("Action taken up again"),
    "answer.accepted": _("Answer accepted"),
    "answer.delegated": _("Answer delegated"),
    "answer.pending": _("Verdict taken back"),
    "answer.returned": _("Answer returned"),
    "answer.saved": _("Answer saved"),
    "assessment.paused": _("Reminders paused"),
    "assessment.reopened": _("Assessment reopened"),
    "assessment.resumed": _("Reminders resumed"),
    "assessment.returned": _("Assessment returned"),
    "assessment.signed_off": _("Assessment signed off"),
    "assessment.submitted": _("Assessment submitted"),
    "checklist.deleted": _("Checklist deleted"),
    "checklist.imported": _("Checklist imported"),
    "checklist.published": _("Checklist published"),
    "commonreason.changed": _("Common reason changed"),
    "commonreason.created": _("Common reason added"),
    "commonreason.deleted": _("Common reason deleted"),
    "conversation.reopened": _("Conversation reopened"),
    "conversation.resolved": _("Conversation resolved"),
    "conversation.written": _("Message written"),
    "cycle.changed": _("Cycle changed"),
    "cycle.opened": _("Cycle opened"),
    "delegation.confirmed": _("Colleague's answer confirmed"),
    "delegation.declined": _("Colleague's answer sent back"),
    "delegation.evidence": _("Evidence attached by a colleague"),
    "delegation.opened": _("Personal link opened"),
    "delegation.sent": _("Items asked of a colleague"),
    "delegation.sent_again": _("Personal link sent again"),
    "delegation.withdrawn": _("Personal link withdrawn"),
    "document.added": _("Document added"),
    "document.changed": _("Document changed"),
    "document.removed": _("Document removed"),
    "document.replaced": _("Document replaced"),
    "editions.linked": _("Editions linked"),
    "editions.unlinked": _("Editions unlinked"),
    "evidence.added": _("Evidence added"),
    "evidence.carried_over": _("Evidence carried over"),
    "evidence.downloaded": _("Evidence downloaded"),
    "evidence.removed": _("Evidence removed"),
    "evidence.sighted": _("Evidence seen"),
    "evidence.viewed": _("Evidence viewed"),
    "instrument.imported": _("Instrument imported"),
    "instrument_draft.discarded": _("Upload of an instrument discarded"),
    "instrument_draft.mended": _("Text of an uploaded instrument mended"),
    "instrument_draft.uploaded": _("Instrument uploaded"),
    "match.corrected": _("Match of paragraphs corrected"),
    "overview.downloaded": _("Overview downloaded"),
    "reading.corrected": _("Reading of a paragraph corrected"),
    "reading.correction_withdrawn": _("Correction of a reading withdrawn"),
    "review.assigned": _("Review assigned"),
    "workbook.confirmed": _("Workbook taken over"),
    "workbook.discarded": _("Upload of a workbook discarded"),
    "workbook.downloaded": _("Workbook downloaded"),
    "workbook.uploaded": _("Workbook uploaded"),
}


def _sign_offs(keys: Iterable[str]) -> Mapping[str, str]:
    found = SignOff.objects.filter(pk__in=_numbers(keys)).order_by()
    return {
        str(pk): reverse("checklists:signed", args=[assessment, revision])
        for pk, assessment, revision in found.values_list("pk", "assessment", "revision")
    }


def register() -> None:
    """Give the audit trail these words and pages."""
    words_for(
        ACTIONS,
        {
            "checklists.action": _actions,
            "checklists.answer": _answers,
            "checklists.assessment": _assessments,
            "checklists.checklist": _checklists,
            "checklists.cycle": _cycles,
            "checklists.instrument": _instruments,
            "checklists.signoff": _sign_offs,
        },
    )
