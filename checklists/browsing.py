"""The items of one assessment, as its page shows them: searched, filtered, theme by theme.

Two queries whatever the number of items; the rest is worked out on the rows. Letters are compared
without regard to case in any script, which databases don't agree on.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.access import visible_answers
from checklists.models import Answer, Assessment, DelegatedItem, Paragraph, Theme, Thread
from checklists.scale import Carry, Outcome
from orgs.models import User

# Up to this many items lie open; of more, the theme alone in which the office goes on.
UNFOLDED = 30


class Show(models.TextChoices):
    """What a person looks for among the items."""

    OPEN = "open", _("Open")
    RETURNED = "returned", _("Returned")
    DELEGATED = "delegated", _("Delegated")
    COME_BACK = "come_back", _("Don't know yet")
    CHANGED = "changed", _("Changed since last cycle")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: each that isn't empty narrows what is found."""

    q: str = ""
    theme: str = ""
    dimension: str = ""
    show: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.q or self.theme or self.dimension or self.show)

    def pairs(self, show: Sequence[str] | None = None) -> list[tuple[str, str]]:
        """For an address: what was asked for, or the same with other values of `show`."""
        fields = [("q", self.q), ("theme", self.theme), ("dimension", self.dimension)]
        wanted = self.show if show is None else show
        return [(name, value) for name, value in fields if value] + [("show", s) for s in wanted]


@dataclass(frozen=True, slots=True)
class ThemePart:
    """A theme: those of its items that were found, and how far all of them are."""

    theme: Theme
    found: list[Answer]
    total: int
    answered: int
    returned: int
    next_open: Answer | None
    unfolded: bool


def item_rows(user: User, assessment: Assessment) -> list[Answer]:
    """The answers that a person sees, in the checklist's order, without the long texts.

    Each has `former_value` and `former_figures`, of last cycle's answer, and `asked_of`, whom a
    personal link asks for it, or None; and `has_talk`, an open conversation. One query.
    """
    links = DelegatedItem.objects.filter(
        answer=OuterRef("pk"),
        settled_at=None,
        delegation__withdrawn_at=None,
        delegation__expires_at__gt=timezone.now(),
    ).order_by("-delegation__created_at")
    rows: QuerySet[Answer] = (
        visible_answers(user, assessment)
        .select_related(None)
        .select_related("item__theme", "delegated_to")
        .annotate(
            former_value=F("carried_from__value"),
            former_figures=F("carried_from__figures"),
            has_talk=Exists(Thread.objects.filter(answer=OuterRef("pk"), resolved_at=None)),
            asked_of=Subquery(
                links.values(
                    who=Case(
                        When(delegation__name="", then="delegation__email"),
                        default="delegation__name",
                    )
                )[:1]
            ),
        )
        .only(
            "assessment",
            "value",
            "figures",
            "come_back",
            "verdict",
            "carry",
            "carried_from",
            "delegated_to__full_name",
            "delegated_to__email",
            "item__ref",
            "item__key",
            "item__question",
            "item__dimension",
            "item__is_critical",
            "item__indicator",
            "item__paragraph",
            "item__position",
            "item__theme__slug",
            "item__theme__title",
            "item__theme__position",
        )
    )
    return list(rows)


def is_shown(answer: Answer, show: str) -> bool:
    """Whether a row of `item_rows` is one of those that are looked for."""
    if show == Show.OPEN:
        return answer.is_open
    if show == Show.RETURNED:
        return answer.verdict == Outcome.RETURNED
    if show == Show.DELEGATED:
        return answer.delegated_to_id is not None or asked_of(answer) is not None
    if show == Show.COME_BACK:
        return answer.come_back and not answer.value
    return _has_changed(answer)


def counts(rows: Iterable[Answer]) -> dict[Show, int]:
    """How many of the rows each value of `show` would find."""
    rows = list(rows)
    return {show: sum(is_shown(row, show) for row in rows) for show in Show}


def found(rows: Sequence[Answer], asked: Asked) -> list[Answer]:
    """The rows that are all that was asked for. One query where words are looked for."""
    rows = [
        row
        for row in rows
        if (not asked.theme or row.item.theme.slug == asked.theme)
        and (not asked.dimension or row.item.dimension == asked.dimension)
        and all(is_shown(row, show) for show in asked.show)
    ]
    words = _plain(asked.q).split()
    if not words:
        return rows
    texts = _paragraph_texts(rows)
    return [row for row in rows if all(_has(row, texts[row.item.paragraph_id], w) for w in words)]


def theme_parts(
    rows: Iterable[Answer], found: Iterable[Answer], *, narrowed: bool, takes_answers: bool
) -> list[ThemePart]:
    """The themes in which something was found, each with all that is to be known of it."""
    by_theme: dict[int, list[Answer]] = {}
    for row in rows:
        by_theme.setdefault(row.item.theme_id, []).append(row)
    chosen = {row.pk for row in found}
    few = narrowed or sum(map(len, by_theme.values())) <= UNFOLDED
    parts: list[ThemePart] = []
    going_on = takes_answers
    for group in by_theme.values():
        shown = [row for row in group if row.pk in chosen]
        next_open = next((row for row in group if row.is_open), None)
        here = going_on and next_open is not None
        going_on = going_on and not here
        if shown:
            parts.append(
                ThemePart(
                    theme=group[0].item.theme,
                    found=shown,
                    total=len(group),
                    answered=sum(bool(row.value) for row in group),
                    returned=sum(row.verdict == Outcome.RETURNED for row in group),
                    next_open=next_open if takes_answers else None,
                    unfolded=few or here,
                )
            )
    return parts


def next_open_ref(user: User, assessment: Assessment, after: str) -> str | None:
    """The reference of the next open item behind another, or else the first; None where none is.

    One query. An item that stands open itself is not the next to itself.
    """
    rows = list(visible_answers(user, assessment).values_list("item__ref", "value", "verdict"))
    refs = [ref for ref, _value, _verdict in rows]
    start = refs.index(after) + 1 if after in refs else 0
    for ref, value, verdict in rows[start:] + rows[: max(start - 1, 0)]:
        if not value or verdict == Outcome.RETURNED:
            return str(ref)
    return None


def talked_about(rows: Iterable[Answer]) -> list[Answer]:
    """Those with a conversation that nobody has resolved."""
    return [row for row in rows if getattr(row, "has_talk", False)]


def asked_of(answer: Answer) -> str | None:
    """Whom a personal link asks for a row of `item_rows`, by name or address."""
    who: str | None = answer.asked_of  # type: ignore[attr-defined]  # annotated by item_rows
    return who


def _has_changed(answer: Answer) -> bool:
    """Whether the duty was amended, or the answer says something else than last cycle's."""
    if answer.carry == Carry.AMENDED:
        return True
    former_value, former_figures = answer.former_value, answer.former_figures  # type: ignore[attr-defined]  # annotated by item_rows
    if not answer.value or not former_value:
        return False
    return bool(answer.value != former_value or answer.figures != (former_figures or {}))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _paragraph_texts(rows: Iterable[Answer]) -> dict[int, str]:
    """The official text that each item is tied to, and that above it, by the paragraph's key."""
    wanted = {row.item.paragraph_id for row in rows}
    texts = Paragraph.objects.filter(pk__in=wanted).values_list(
        "pk", "number", "text", "parent__text"
    )
    return {pk: _plain(f"{number} {text} {above or ''}") for pk, number, text, above in texts}


def _has(row: Answer, paragraph: str, word: str) -> bool:
    """Whether a word stands in the question or the paragraph, or begins the reference."""
    ref = row.item.ref
    return (
        ref == word
        or ref.startswith(f"{word.removesuffix('.')}.")
        or word in _plain(row.item.question)
        or word in paragraph
    )
