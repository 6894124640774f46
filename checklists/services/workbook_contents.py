"""Collects what goes into an assessment's workbook, and makes it: a constant number of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from checklists.access import get_assessment
from checklists.editions import whole_texts
from checklists.indicators import Indicator, counted_over
from checklists.models import Answer, Assessment, Cycle, Evidence, Item, Verdict
from checklists.scale import Carry, Outcome
from checklists.services.answers import content
from checklists.workbook.content import Contents, EvidenceLine, Question, Said
from checklists.workbook.writing import write_workbook
from orgs import audit
from orgs.models import User
from orgs.roles import Capability


@dataclass(frozen=True, slots=True)
class Download:
    """A workbook and the name of its file: office, cycle, day."""

    name: str
    content: bytes


@transaction.atomic
def download(actor: User, assessment_id: int) -> Download:
    """The workbook of an assessment, for who answers all of it; noted in the audit trail."""
    assessment = get_assessment(actor, assessment_id, Capability.ANSWER)
    now = timezone.now()
    made = write_workbook(contents(assessment, now))
    audit.record(
        actor,
        "workbook.downloaded",
        assessment,
        organization=assessment.office.organization,
    )
    return Download(file_name(assessment, now), made)


def file_name(assessment: Assessment, at: dt.datetime) -> str:
    """A name that any system takes: letters of ASCII, digits and hyphens."""
    office = slugify(assessment.office.name)[:60] or f"assessment-{assessment.pk}"
    cycle = slugify(assessment.cycle.name)[:60] or f"cycle-{assessment.cycle_id}"
    return f"{office}-{cycle}-{timezone.localtime(at):%Y-%m-%d}.xlsx"


def contents(assessment: Assessment, at: dt.datetime) -> Contents:
    """What the workbook shows, in the language of the moment. Four queries."""
    questions = _questions(assessment)
    return Contents(
        assessment=assessment.pk,
        organization=str(assessment.office.organization),
        office=str(assessment.office),
        cycle=str(assessment.cycle),
        due=date_format(assessment.cycle.due_on),
        status=assessment.get_status_display(),
        checklist=str(assessment.cycle.checklist),
        language=get_language() or "en",
        is_right_to_left=get_language_bidi(),
        takes_answers=assessment.takes_answers,
        downloaded_at=at,
        downloaded=date_format(timezone.localtime(at), "DATETIME_FORMAT"),
        questions=questions,
        evidence=_evidence(assessment),
    )


def stored_answers(assessment: Assessment) -> list[Answer]:
    """The answers of an assessment, theme by theme, with what is asked and last cycle's answer."""
    return list(
        assessment.answers.select_related(
            "item__paragraph__instrument", "item__theme", "carried_from__item", "updated_by"
        )
        # Without the whole resolution in each row.
        .defer("item__paragraph__instrument__transcript", "item__paragraph__instrument__doubts")
        .order_by("item__theme__position", "item__position")
    )


def said(answer: Answer) -> Said:
    """The text of an answer, as the workbook's package has it."""
    stored = content(answer)
    return Said(
        stored.value,
        stored.come_back,
        stored.justification,
        stored.not_applicable_reason,
        stored.figures,
    )


def is_frozen(assessment: Assessment, answer: Answer) -> bool:
    """Whether the answer can't be changed now."""
    return not assessment.takes_answers or answer.verdict == Outcome.ACCEPTED


def _questions(assessment: Assessment) -> tuple[Question, ...]:
    answers = stored_answers(assessment)
    if not answers:
        return ()
    official = whole_texts([answer.item.paragraph for answer in answers])
    remarks = _remarks(assessment)
    return tuple(
        _question(assessment, answer, text, remarks.get(answer.pk, ""))
        for answer, text in zip(answers, official, strict=True)
    )


def _question(assessment: Assessment, answer: Answer, official: str, remark: str) -> Question:
    item = answer.item
    measure = item.measure
    return Question(
        ref=item.ref,
        theme=item.theme.title,
        symbol=item.paragraph.instrument.symbol,
        paragraph=item.paragraph.number or str(item.paragraph.position),
        official=official,
        question=item.question,
        guidance=_guidance(item),
        asks=str(item.get_dimension_display()),
        said=said(answer),
        version=answer.version,
        frozen=is_frozen(assessment, answer),
        last=_last(answer),
        remark=remark,
        measure=measure,
        counted=_counted(measure, assessment.cycle) if measure else "",
    )


def _guidance(item: Item) -> str:
    examples = "; ".join(item.evidence_examples)
    if not examples:
        return item.guidance
    return f"{item.guidance}\n{_('Evidence, for example: %s') % examples}"


def _last(answer: Answer) -> str:
    old = answer.carried_from
    if old is None or not old.value:
        return ""
    lines = [old.get_value_display(), old.figures_in_words, old.justification]
    lines.append(old.not_applicable_reason)
    if answer.carry == Carry.AMENDED:
        lines.append(_("(The duty or the question has changed since.)"))
    return "\n".join(line for line in lines if line)


def _counted(measure: Indicator, cycle: Cycle) -> str:
    first, last = counted_over(measure.period, cycle.starts_on, cycle.ends_on)
    return _("%(unit)s, %(first)s to %(last)s") % {
        "unit": capfirst(measure.unit),
        "first": date_format(first),
        "last": date_format(last),
    }


def _remarks(assessment: Assessment) -> dict[int, str]:
    """What the reviewer said last of each answer, where they gave a reason."""
    last: dict[int, Verdict] = {}
    for verdict in Verdict.objects.filter(answer__assessment=assessment).order_by("given_at", "pk"):
        last[verdict.answer_id] = verdict
    return {
        pk: f"{verdict.get_outcome_display()}: {verdict.reason}"
        for pk, verdict in last.items()
        if verdict.reason
    }


def _evidence(assessment: Assessment) -> tuple[EvidenceLine, ...]:
    rows = (
        Evidence.objects.filter(answer__assessment=assessment)
        .select_related("answer__item__theme", "document")
        .order_by("answer__item__theme__position", "answer__item__position", "added_at", "pk")
    )
    return tuple(
        EvidenceLine(
            ref=row.answer.item.ref,
            title=row.document.title,
            kind=str(row.document.get_kind_display()),
            name=row.document.file_name or row.document.url or row.document.place,
            dated=_day(row.document.dated_on),
            valid_until=_day(row.document.valid_until),
            added=date_format(timezone.localtime(row.added_at)),
        )
        for row in rows
    )


def _day(day: dt.date | None) -> str:
    return date_format(day) if day else ""
