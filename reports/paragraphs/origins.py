"""What each paragraph was in the earlier editions of its resolution, followed through the lineage.

Two queries, however many editions there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.models import Checklist, EditionLink, Instrument, ParagraphPair
from checklists.services.life import chain_of

_UNCHANGED = ParagraphPair.Relation.UNCHANGED.value


@dataclass(frozen=True, slots=True)
class Origin:
    """The paragraphs that one was before, by their keys, and how it was changed since."""

    paragraphs: frozenset[int]
    relation: str


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier edition with its checklist, and the origin of each paragraph that is in both."""

    checklist: Checklist
    origins: dict[int, Origin]


def editions_before(instrument: Instrument) -> list[Before]:
    """The earlier editions that have a published checklist, the last one first.

    A paragraph is left out where it was several before: the earlier edition has a report of its
    own on each of these, and from the figures of all of them together one could compute how many
    fall short in one alone.
    """
    links = _links_before(instrument)
    published = Checklist.objects.filter(
        instrument__in=[link.older_id for link in links], status=Checklist.Status.PUBLISHED
    ).select_related("instrument")
    latest = {row.instrument_id: row for row in published.order_by("published_at", "pk")}
    pairs = ParagraphPair.objects.filter(link__in=links, old__isnull=False, new__isnull=False)
    by_link: dict[int, list[ParagraphPair]] = {}
    for pair in pairs.order_by("position"):
        by_link.setdefault(pair.link_id, []).append(pair)
    found: list[Before] = []
    reached: dict[int, Origin] | None = None
    for link in links:
        reached = _step(by_link.get(link.pk, []), reached)
        if checklist := latest.get(link.older_id):
            found.append(Before(checklist, _single(reached)))
    return found


def _links_before(instrument: Instrument) -> list[EditionLink]:
    newest = instrument.pk
    found = []
    for link in reversed(chain_of(instrument)):
        if link.newer_id == newest:
            found.append(link)
            newest = link.older_id
    return found


def _step(
    pairs: Iterable[ParagraphPair], reached: Mapping[int, Origin] | None
) -> dict[int, Origin]:
    """One edition further back than what is `reached`; None: from the paragraphs themselves."""
    older: dict[int, set[int]] = {}
    relations: dict[int, str] = {}
    for pair in pairs:
        assert pair.old_id is not None
        assert pair.new_id is not None
        older.setdefault(pair.new_id, set()).add(pair.old_id)
        relations[pair.new_id] = pair.relation
    if reached is None:
        return {new: Origin(frozenset(old), relations[new]) for new, old in older.items()}
    found = {}
    for paragraph, origin in reached.items():
        on = [new for new in origin.paragraphs if new in older]
        changed = [relations[new] for new in on if relations[new] != _UNCHANGED]
        relation = (
            origin.relation if origin.relation != _UNCHANGED else (changed or [_UNCHANGED])[0]
        )
        if on:
            found[paragraph] = Origin(frozenset().union(*(older[new] for new in on)), relation)
    return found


def _single(origins: Mapping[int, Origin]) -> dict[int, Origin]:
    found = origins.items()
    return {paragraph: origin for paragraph, origin in found if len(origin.paragraphs) == 1}
