"""The operative paragraphs of an instrument as a reader counts them: sub-paragraphs included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklists.models import Instrument, Paragraph


@dataclass(frozen=True, slots=True)
class Whole:
    """A numbered paragraph and its text with that of its sub-paragraphs, a line for each."""

    paragraph: Paragraph
    text: str


def whole_texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The whole text of each paragraph; its own where it is no operative one. One query."""
    editions = editions_of({paragraph.instrument_id for paragraph in paragraphs})
    texts = {whole.paragraph.pk: whole.text for edition in editions.values() for whole in edition}
    return [texts.get(paragraph.pk, paragraph.text) for paragraph in paragraphs]


def edition_of(instrument: Instrument) -> list[Whole]:
    """The operative paragraphs of an instrument in order. One query."""
    return editions_of([instrument.pk])[instrument.pk]


def editions_of(instrument_ids: Iterable[int]) -> dict[int, list[Whole]]:
    """The operative paragraphs of several instruments, each in order. One query."""
    wanted = list(instrument_ids)
    rows = (
        Paragraph.objects.filter(instrument__in=wanted, kind=Paragraph.Kind.OPERATIVE)
        .select_related("instrument")
        .defer("instrument__transcript")
    )
    texts: dict[int, dict[int, list[str]]] = {pk: {} for pk in wanted}
    tops: dict[int, Paragraph] = {}
    top_of: dict[int, int] = {}
    for row in rows.order_by("instrument", "position"):  # parents stand before their children
        top = top_of[row.parent_id] if row.parent_id else row.pk
        top_of[row.pk] = top
        if row.parent_id is None:
            tops[row.pk] = row
        lines = texts[row.instrument_id].setdefault(top, [])
        lines.append(f"{row.number} {row.text}".strip() if row.parent_id else row.text)
    return {
        pk: [Whole(tops[top], "\n".join(lines)) for top, lines in paragraphs.items()]
        for pk, paragraphs in texts.items()
    }
