"""The life of one duty: its paragraph in each edition of a chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checklists.editions import Whole, editions_of
from checklists.lineage import Piece, rewording
from checklists.models import EditionLink, Instrument, Paragraph, ParagraphPair


@dataclass(frozen=True, slots=True)
class Step:
    """How a paragraph came out of one of the edition before."""

    pair: ParagraphPair
    origin: Whole
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Form:
    """A paragraph of an edition, and what it came from; nothing in the edition it appeared in."""

    whole: Whole
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Stage:
    """An edition and the forms that the duty has in it; none where it was dropped."""

    instrument: Instrument
    forms: list[Form] = field(default_factory=list)


def chain_of(instrument: Instrument) -> list[EditionLink]:
    """The links of the chain in which an instrument stands, the oldest first. One query."""
    links = list(EditionLink.objects.select_related("older", "newer"))
    by_older = {link.older_id: link for link in links}
    by_newer = {link.newer_id: link for link in links}
    chain: list[EditionLink] = []
    first = instrument.pk
    while before := by_newer.get(first):
        chain.insert(0, before)
        first = before.older_id
    last = instrument.pk
    while after := by_older.get(last):
        chain.append(after)
        last = after.newer_id
    return chain


def life_of(paragraph: Paragraph) -> list[Stage]:
    """The stages of an operative paragraph's duty, the oldest first. Three queries.

    They begin with the edition in which it appeared and end with the newest one, or with the one
    that dropped it. A duty that was split or merged has several forms in an edition.
    """
    chain = chain_of(paragraph.instrument)
    if not chain:
        [whole] = _wholes([paragraph.instrument_id], {paragraph.pk})
        return [Stage(paragraph.instrument, [Form(whole, [])])]
    pairs = _pairs(chain)
    instruments = [chain[0].older, *(link.newer for link in chain)]
    known = _relatives(paragraph, pairs)
    wholes = {w.paragraph.pk: w for w in _wholes([i.pk for i in instruments], known)}
    stages = [
        Stage(
            instrument,
            [
                Form(whole, [_step(pair, wholes) for pair in pairs if _leads(pair, pk, wholes)])
                for pk, whole in wholes.items()
                if whole.paragraph.instrument_id == instrument.pk
            ],
        )
        for instrument in instruments
    ]
    return _from_first_to_last(stages)


def _pairs(chain: Sequence[EditionLink]) -> list[ParagraphPair]:
    rows = ParagraphPair.objects.filter(link__in=chain, old__isnull=False, new__isnull=False)
    return list(rows.order_by("link", "position"))


def _relatives(paragraph: Paragraph, pairs: Sequence[ParagraphPair]) -> set[int]:
    """The paragraph, what it came from and what came of it: ancestors and descendants."""
    older: dict[int | None, list[int | None]] = {}
    newer: dict[int | None, list[int | None]] = {}
    for pair in pairs:
        older.setdefault(pair.new_id, []).append(pair.old_id)
        newer.setdefault(pair.old_id, []).append(pair.new_id)
    found: set[int] = set()
    for following in (older, newer):
        waiting: list[int | None] = [paragraph.pk]
        while waiting:
            pk = waiting.pop()
            if pk is not None:
                found.add(pk)
            waiting += following.get(pk, [])
    return found


def _wholes(instruments: Iterable[int], known: set[int]) -> list[Whole]:
    return [
        whole
        for edition in editions_of(instruments).values()
        for whole in edition
        if whole.paragraph.pk in known
    ]


def _leads(pair: ParagraphPair, pk: int, wholes: dict[int, Whole]) -> bool:
    return pair.new_id == pk and pair.old_id in wholes


def _step(pair: ParagraphPair, wholes: dict[int, Whole]) -> Step:
    assert pair.old_id is not None
    assert pair.new_id is not None
    origin, whole = wholes[pair.old_id], wholes[pair.new_id]
    return Step(pair, origin, rewording(origin.text, whole.text))


def _from_first_to_last(stages: list[Stage]) -> list[Stage]:
    """Without the editions before it appeared, and those after the one that dropped it."""
    present = [place for place, stage in enumerate(stages) if stage.forms]
    return stages[present[0] : present[-1] + 2]
