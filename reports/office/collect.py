"""From the database to a report's frozen data: a constant number of queries for any office."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from checklists.indicators import counted_over
from checklists.models import Answer, Assessment, Cycle, Document, Evidence
from checklists.queries import by_theme, figures_by_dimension
from checklists.scale import (
    ANSWER_CHOICES,
    POINTS,
    AnswerValue,
    Dimension,
    IndicatorValue,
    Outcome,
)
from checklists.services.locking import lock_assessment
from reports.actions.collect import open_lines
from reports.frozen import UNANSWERED, load
from reports.models import Report
from reports.office.comparison import compared
from reports.office.data import (
    Count,
    EvidenceLine,
    ItemLine,
    OfficeReport,
    OpenActions,
    Signature,
    ThemeSummary,
    TrendPoint,
)
from reports.office.earlier import report_before, trends
from reports.office.tiers import at_tier
from reports.office_paths import path_of


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> OfficeReport:
    """Freeze what the report's assessment says now, as far as its tier tells it.

    Call it in a transaction. Everything that changes an assessment locks its row: under the lock
    the answers, the evidence and the verdicts are of one moment.
    """
    assert report.assessment_id is not None
    assessment = lock_assessment(report.assessment_id)
    data = office_report(
        assessment, frozen_at=frozen_at, time_zone=time_zone, language=report.language
    )
    of_period = replace(data, period_start=report.period_start, period_end=report.period_end)
    cut = at_tier(of_period, report.tier)
    before = report_before(report, assessment)
    if before is None:
        return cut
    return compared(cut, load(bytes(before.data), OfficeReport), before.data_sha256)


def office_report(
    assessment: Assessment,
    *,
    frozen_at: dt.datetime,
    time_zone: str,
    language: str = "",
) -> OfficeReport:
    """Freeze what an assessment says now, of no period and compared with no report before it.

    `assessment` comes with cycle, checklist and office. Without a language it is the checklist's.
    Days are those of the time zone.
    """
    zone = ZoneInfo(time_zone)
    cycle = assessment.cycle
    checklist = cycle.checklist
    answers = list(
        assessment.answers.select_related("item__theme", "item__paragraph", "carried_from")
        .prefetch_related("evidence__document", "verdicts")
        .order_by("item__position")
    )
    figures = figures_by_dimension(answers)
    earlier = trends(assessment, answers)
    with override(language or checklist.language):
        language = get_language() or "en"
        labels = {value: str(label) for value, label in ANSWER_CHOICES}
        labels[UNANSWERED] = _("Unanswered")
    return OfficeReport(
        organization=assessment.office.organization.name,
        office=assessment.office.name,
        office_path=path_of(assessment.office),
        instrument_symbol=checklist.instrument.symbol,
        instrument_title=checklist.instrument.title,
        checklist_title=checklist.title,
        checklist_version=checklist.version,
        cycle=cycle.name,
        cycle_start=cycle.starts_on,
        cycle_end=cycle.ends_on,
        due_on=cycle.due_on,
        status=assessment.status,
        signed_off_by=assessment.signed_off_by.full_name if assessment.signed_off_by else "",
        signed_off_at=assessment.signed_off_at,
        frozen_at=frozen_at,
        time_zone=time_zone,
        language=language,
        scale=tuple(AnswerValue.values),
        policy=figures[Dimension.POLICY],
        practice=figures[Dimension.PRACTICE],
        themes=tuple(
            _theme(group.theme.slug, group.theme.title, group.answers)
            for group in by_theme(_questions(answers))
        ),
        items=tuple(
            _item(answer, cycle, earlier.get(answer.item_id, ()), zone) for answer in answers
        ),
        scale_labels=labels,
        scale_scores=dict(POINTS),
        indicators=figures[Dimension.INDICATOR],
        revision=assessment.revision,
        looks_back=True,
        actions=_open_actions(assessment, frozen_at.astimezone(zone).date(), zone),
        signature=_signature(assessment),
    )


def _open_actions(assessment: Assessment, today: dt.date, zone: ZoneInfo) -> OpenActions:
    lines = open_lines(assessment, today, zone)
    overdue = Counter(line.priority for line in lines if line.is_overdue)
    return OpenActions(today, dict(Counter(line.priority for line in lines)), dict(overdue), lines)


def _signature(assessment: Assessment) -> Signature | None:
    """The latest sign-off, also where it was reopened since. One query."""
    row = assessment.sign_offs.defer("data").order_by("-revision").first()
    if row is None:
        return None
    return Signature(
        revision=row.revision,
        declaration=row.declaration,
        remark=row.remark,
        signed_by=row.signed_by_name,
        signed_at=row.signed_at,
        sha256=row.sha256,
        reopened_at=row.reopened_at,
    )


def _questions(answers: list[Answer]) -> list[Answer]:
    """Those on the scale: what the charts and the figures of a theme are made of."""
    return [answer for answer in answers if answer.item.dimension != Dimension.INDICATOR]


def _theme(slug: str, title: str, answers: list[Answer]) -> ThemeSummary:
    figures = figures_by_dimension(answers)
    counts = dict.fromkeys([*AnswerValue.values, UNANSWERED], 0)
    for answer in answers:
        counts[answer.value or UNANSWERED] += 1
    return ThemeSummary(
        id=slug,
        title=title,
        counts=counts,
        policy=figures[Dimension.POLICY],
        practice=figures[Dimension.PRACTICE],
    )


def _item(answer: Answer, cycle: Cycle, trend: tuple[TrendPoint, ...], zone: ZoneInfo) -> ItemLine:
    item = answer.item
    last = next(iter(answer.verdicts.all()), None)
    is_reviewed = last is not None and answer.verdict != Outcome.PENDING
    return ItemLine(
        ref=item.ref,
        paragraph=item.paragraph.number,
        theme=item.theme.slug,
        dimension=item.dimension,
        question=item.question,
        answer=answer.value or UNANSWERED,
        justification=answer.justification,
        not_applicable_reason=(
            answer.not_applicable_reason if answer.value == AnswerValue.NOT_APPLICABLE else ""
        ),
        verdict=answer.verdict,
        verdict_reason=last.reason if last and is_reviewed else "",
        evidence=tuple(_evidence(evidence, zone) for evidence in answer.evidence.all()),
        count=_count(answer, cycle),
        key=item.key,
        is_critical=item.is_critical,
        carried=_carried(answer),
        trend=trend,
    )


def _carried(answer: Answer) -> str:
    """What became of last cycle's answer: "offered", "confirmed" as it was, or "" for neither."""
    old = answer.carried_from
    if old is None or not old.value:
        return ""
    if not answer.value:
        return "offered"
    return "confirmed" if _words(answer) == _words(old) else ""


def _words(answer: Answer) -> tuple[str, str, str]:
    return answer.value, answer.justification, answer.not_applicable_reason


def _count(answer: Answer, cycle: Cycle) -> Count | None:
    measure = answer.item.measure
    if not measure:
        return None
    start, end = counted_over(measure.period, cycle.starts_on, cycle.ends_on)
    is_reported = answer.value == IndicatorValue.REPORTED
    return Count(measure.unit, start, end, measure.by, answer.figures if is_reported else {})


def _evidence(evidence: Evidence, zone: ZoneInfo) -> EvidenceLine:
    document = evidence.document
    details = {
        Document.Kind.LINK: document.url,
        Document.Kind.FILE: document.file_name,
        Document.Kind.SIGHTED: document.place,
    }
    return EvidenceLine(
        kind=document.kind,
        title=document.title,
        detail=details[Document.Kind(document.kind)],
        added_on=evidence.added_at.astimezone(zone).date(),
        dated_on=document.dated_on,
        valid_until=document.valid_until,
        sighted_on=evidence.sighted_at.astimezone(zone).date() if evidence.sighted_at else None,
    )
