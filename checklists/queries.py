"""Questions to the database that pages, API and reports share. Each costs a constant number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from checklists.models import Answer, Assessment, Item, Theme
from checklists.scale import Dimension, Outcome
from checklists.scoring import Figures, Scored, figures


def with_progress(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Add `item_count`, `answered_count`, `accepted_count` and `decided_count` to each row."""
    return assessments.annotate(
        item_count=Count("answers"),
        answered_count=Count("answers", filter=~Q(answers__value="")),
        accepted_count=Count("answers", filter=Q(answers__verdict=Outcome.ACCEPTED)),
        decided_count=Count("answers", filter=~Q(answers__verdict=Outcome.PENDING)),
    )


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
    """The three figures for policy and for practice: two sets that never mix."""
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
