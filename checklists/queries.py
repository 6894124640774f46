"""Questions to the database that pages, API and reports share. Each costs a constant number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from checklists.applicability import applies
from checklists.editions import whole_texts
from checklists.indicators import Reported, above_others, total
from checklists.lineage import Piece, rewording
from checklists.models import Answer, Assessment, Checklist, Evidence, Item, Theme, Verdict
from checklists.scale import Dimension, IndicatorValue, Outcome
from checklists.scoring import Figures, Scored, figures
from orgs.models import Office, Organization


def with_progress(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Add `item_count`, `answered_count`, `accepted_count` and `decided_count` to each row."""
    return assessments.annotate(
        item_count=Count("answers"),
        answered_count=Count("answers", filter=~Q(answers__value="")),
        accepted_count=Count("answers", filter=Q(answers__verdict=Outcome.ACCEPTED)),
        decided_count=Count("answers", filter=~Q(answers__verdict=Outcome.PENDING)),
    )


def offered_answers(assessment: Assessment) -> QuerySet[Answer]:
    """The blank answers to which last cycle's is offered, with it, in the checklist's order."""
    return (
        assessment.answers.filter(carried_from__isnull=False, value="")
        .exclude(carried_from__value="")  # taken back since, where that cycle was still open
        .select_related("item__theme", "carried_from__assessment__cycle")
        .annotate(offered_evidence=Count("carried_from__evidence"))
        .order_by("item__theme__position", "item__position")
    )


@dataclass(frozen=True, slots=True)
class LastCycle:
    """Last cycle's answer to an item, and what has changed since in what was asked."""

    answer: Answer
    evidence: list[Evidence]
    paragraph: list[Piece]
    question: list[Piece]
    returned: Verdict | None

    @property
    def duty_changed(self) -> bool:
        """Whether the official text says something else now."""
        return any(piece.kind != "same" for piece in self.paragraph)

    @property
    def question_changed(self) -> bool:
        """Whether we ask in other words now."""
        return any(piece.kind != "same" for piece in self.question)


def carried(answer: Answer) -> LastCycle | None:
    """What is offered to an answer from the last cycle, if anything is. Three queries."""
    if answer.carried_from_id is None:
        return None
    old = Answer.objects.select_related(
        "item__paragraph__instrument", "assessment__cycle", "updated_by"
    ).get(pk=answer.carried_from_id)
    before, now = whole_texts([old.item.paragraph, answer.item.paragraph])
    return LastCycle(
        answer=old,
        evidence=list(old.evidence.select_related("document", "added_by", "sighted_by")),
        paragraph=rewording(before, now),
        question=rewording(old.item.question, answer.item.question),
        returned=_returned(old),
    )


def _returned(answer: Answer) -> Verdict | None:
    """The verdict by which it stands returned."""
    if answer.verdict != Outcome.RETURNED:
        return None
    return answer.verdicts.select_related("reviewer").first()


@dataclass
class ThemeProgress:
    """A theme of an assessment with its answers, in the order of the checklist."""

    theme: Theme
    answers: list[Answer] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """How many of its items are answered."""
        return sum(bool(answer.value) for answer in self.answers)


def by_theme(answers: Iterable[Answer]) -> list[ThemeProgress]:
    """Group answers (with their items and themes) by theme, themes in their own order."""
    groups: dict[int, ThemeProgress] = {}
    for answer in answers:
        theme = answer.item.theme
        groups.setdefault(theme.pk, ThemeProgress(theme)).answers.append(answer)
    return sorted(groups.values(), key=lambda group: group.theme.position)


def items_by_theme(items: Iterable[Item]) -> list[tuple[Theme, list[Item]]]:
    """Group items (with their themes) by theme, themes in their own order."""
    groups: dict[int, tuple[Theme, list[Item]]] = {}
    for item in items:
        groups.setdefault(item.theme_id, (item.theme, []))[1].append(item)
    return sorted(groups.values(), key=lambda group: group[0].position)


def figures_by_dimension(answers: Iterable[Answer]) -> dict[str, Figures]:
    """The three figures for policy, for practice and for indicators: sets that never mix.

    Indicators aren't on the scale: they are complete or not, and have no score.
    """
    scored = [
        Scored(
            theme=answer.item.theme.slug,
            dimension=answer.item.dimension,
            value=answer.value,
            verdict=answer.verdict,
        )
        for answer in answers
    ]
    return {
        dimension: figures(row for row in scored if row.dimension == dimension)
        for dimension in Dimension.values
    }


def disagreements(answers: Iterable[Answer]) -> list[tuple[Answer, str]]:
    """Indicators whose figures are above those of the one that limits them, and how, in words.

    `answers` are some of one assessment, with their items.
    """
    reported = {
        answer.item.key: (answer, answer.item.measure)
        for answer in answers
        if answer.item.measure and answer.value == IndicatorValue.REPORTED
    }
    found = above_others(
        Reported(answer.item.ref, key, measure.not_above, total(answer.figures))
        for key, (answer, measure) in reported.items()
        if measure
    )
    return [(reported[key][0], sentence) for key, sentence in found.items()]


def disagreements_about(item: Item, answers: Iterable[Answer]) -> list[tuple[Answer, str]]:
    """Those that an item has a part in: its figures are too high, or limit what is too high."""
    if not item.measure:
        return []
    return [
        (answer, sentence)
        for answer, sentence in disagreements(answers)
        if answer.item.measure and item.key in (answer.item.key, answer.item.measure.not_above)
    ]


def items_for(items: Iterable[Item], organization: Organization, office: Office) -> list[Item]:
    """Those of a checklist's items that are put to an office of an organization."""
    return [
        item
        for item in items
        if applies(
            item.organizations,
            item.places,
            is_united_nations=organization.kind == Organization.Kind.UN,
            is_headquarters=office.is_headquarters,
        )
    ]


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items of a checklist an office gets, in organizations of a kind or, "", of all."""

    checklist: Checklist
    kind: str
    headquarters: int
    field_offices: int


def item_counts(
    checklists: QuerySet[Checklist], organizations: QuerySet[Organization]
) -> list[ItemCount]:
    """How many items each checklist puts to an office of these organizations."""
    kinds = sorted({organization.kind == Organization.Kind.UN for organization in organizations})
    groups: dict[int, list[tuple[str, str, int]]] = {checklist.pk: [] for checklist in checklists}
    rows = Item.objects.filter(checklist__in=groups).order_by()
    for pk, whom, places, count in rows.values_list(
        "checklist", "organizations", "places"
    ).annotate(count=Count("pk")):
        groups[pk].append((whom, places, count))
    labels = {True: Organization.Kind.UN.label, False: _("Other organizations")}
    return [
        ItemCount(
            checklist=checklist,
            kind=str(labels[kind]) if len(kinds) > 1 else "",
            headquarters=_count(groups[checklist.pk], kind, True),
            field_offices=_count(groups[checklist.pk], kind, False),
        )
        for checklist in checklists
        for kind in kinds
    ]


def _count(groups: Iterable[tuple[str, str, int]], is_un: bool, is_headquarters: bool) -> int:
    return sum(
        count
        for organizations, places, count in groups
        if applies(organizations, places, is_united_nations=is_un, is_headquarters=is_headquarters)
    )


def last_sign_off(assessment: Assessment) -> int | None:
    """The latest revision that was signed, None where none was. One query."""
    return assessment.sign_offs.order_by("-revision").values_list("revision", flat=True).first()
