"""What a checklist does with every operative paragraph of its instrument, none passed over."""

from dataclasses import dataclass

from checklists.anatomy import THEMES
from checklists.models import Checklist, Disposition, Item, Paragraph


@dataclass(frozen=True, slots=True)
class Covered:
    """A paragraph, what the checklist does with it (None where nobody said), and its items.

    `addressees` and `themes` are what the rules read, or an officer corrected: canonical names
    of addressees, slugs of themes.
    """

    paragraph: Paragraph
    disposition: Disposition | None
    items: list[Item]
    verbs: list[str]
    addressees: list[str]
    themes: list[str]

    @property
    def theme_labels(self) -> list[str]:
        """The themes by name."""
        return [str(theme.label) for theme in THEMES if theme.slug in self.themes]


def coverage(checklist: Checklist) -> list[Covered]:
    """A row for each operative paragraph, in the instrument's order. Costs three queries."""
    dispositions = {row.paragraph_id: row for row in checklist.dispositions.all()}
    items: dict[int, list[Item]] = {}
    for item in checklist.items.order_by("position"):
        items.setdefault(item.paragraph_id, []).append(item)
    paragraphs = checklist.instrument.paragraphs.filter(
        kind=Paragraph.Kind.OPERATIVE, parent=None
    ).select_related("reading", "correction")
    return [
        Covered(row, dispositions.get(row.pk), items.get(row.pk, []), *_anatomy(row))
        for row in paragraphs.order_by("position")
    ]


def uncovered(checklist: Checklist) -> list[str]:
    """The numbers of the operative paragraphs of which the checklist says nothing."""
    rows = checklist.instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE, parent=None)
    said = checklist.dispositions.values("paragraph")
    return list(rows.exclude(pk__in=said).order_by("position").values_list("number", flat=True))


def _anatomy(paragraph: Paragraph) -> tuple[list[str], list[str], list[str]]:
    """Verbs, addressees and themes: the officer's where there is a correction."""
    if correction := getattr(paragraph, "correction", None):
        acts, themes = correction.acts, list(correction.themes)
    elif reading := getattr(paragraph, "reading", None):
        acts, themes = reading.acts, [theme["slug"] for theme in reading.themes]
    else:
        acts, themes = [], []
    addressees = dict.fromkeys(name for act in acts for name in act["addressees"])
    return [act["verb"] for act in acts], list(addressees), themes
