"""The stored pairs of two editions, seen as matches between places, and written back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from checklists.editions import Whole, editions_of
from checklists.lineage import Match, Relation, similarity
from checklists.models import EditionLink, Paragraph, ParagraphPair
from orgs.models import User

Key = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class PairTable:
    """A link with the paragraphs of both editions and the pairs as they are stored."""

    link: EditionLink
    old: list[Whole]
    new: list[Whole]
    rows: list[ParagraphPair]

    @classmethod
    def of(cls, link: EditionLink) -> PairTable:
        """Read the table; the caller holds the link's lock where it means to write."""
        editions = editions_of([link.older_id, link.newer_id])
        rows = list(link.pairs.order_by("position"))
        return cls(link, editions[link.older_id], editions[link.newer_id], rows)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many paragraphs the editions have."""
        return len(self.old), len(self.new)

    def match(self, old: Paragraph, new: Paragraph, relation: Relation) -> Match:
        """A match of two paragraphs. Raises ValueError for one of another instrument."""
        i, j = _place(self.old, old.pk), _place(self.new, new.pk)
        return Match(i, j, relation, similarity(self.old[i].text, self.new[j].text))

    def match_of(self, row: ParagraphPair) -> Match:
        """A stored pair as a match."""
        return Match(
            _place(self.old, row.old_id) if row.old_id else None,
            _place(self.new, row.new_id) if row.new_id else None,
            Relation(row.relation),
            row.similarity,
        )

    def store(
        self, matches: Sequence[Match], *, actor: User | None = None, decided: Match | None = None
    ) -> tuple[list[str], list[str]]:
        """Write the matches, in their order, in place of the stored pairs.

        With an actor, the match that they decided is marked as corrected, as is whatever changes
        by it, and what shares a paragraph with those. Returns what was changed, before and after.
        """
        stored = {(row.old_id, row.new_id): row for row in self.rows}
        keys = [self._key(match) for match in matches]
        changed = [
            (key, match)
            for key, match in zip(keys, matches, strict=True)
            if key not in stored or stored[key].relation != match.relation or match == decided
        ]
        gone = [row for key, row in stored.items() if key not in keys]
        before = [self._described(self.match_of(row)) for row in gone]
        before += [self._described(self.match_of(stored[k])) for k, _ in changed if k in stored]
        ParagraphPair.objects.filter(pk__in=[row.pk for row in gone]).delete()
        marked = _with_neighbours([key for key, _ in changed], keys) if actor else set()
        now = timezone.now()
        written = []
        for position, (key, match) in enumerate(zip(keys, matches, strict=True), start=1):
            row = stored.get(key) or ParagraphPair(link=self.link, old_id=key[0], new_id=key[1])
            row.relation, row.similarity = match.relation.value, match.similarity
            row.position = position
            if key in marked:
                row.corrected_by, row.corrected_at = actor, now
            written.append(row)
        _write(written)
        return before, [self._described(match) for _, match in changed]

    def _key(self, match: Match) -> Key:
        return (
            None if match.old is None else self.old[match.old].paragraph.pk,
            None if match.new is None else self.new[match.new].paragraph.pk,
        )

    def _described(self, match: Match) -> str:
        """For the audit trail: "5 → 6: amended"."""
        old = "–" if match.old is None else self.old[match.old].paragraph.number
        new = "–" if match.new is None else self.new[match.new].paragraph.number
        return f"{old} → {new}: {match.relation}"


def _place(edition: Sequence[Whole], pk: int) -> int:
    for place, whole in enumerate(edition):
        if whole.paragraph.pk == pk:
            return place
    raise ValueError(f"Paragraph {pk} is none of this edition.")


def _with_neighbours(changed: Sequence[Key], keys: Sequence[Key]) -> set[Key]:
    """The changed pairs, and those that have one of their paragraphs."""
    old = {key[0] for key in changed} - {None}
    new = {key[1] for key in changed} - {None}
    return {key for key in keys if key[0] in old or key[1] in new}


def _write(rows: Sequence[ParagraphPair]) -> None:
    ParagraphPair.objects.bulk_create(row for row in rows if row.pk is None)
    ParagraphPair.objects.bulk_update(
        [row for row in rows if row.pk is not None],
        ["relation", "similarity", "position", "corrected_by", "corrected_at"],
    )
