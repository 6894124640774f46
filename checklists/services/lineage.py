"""Editions of a resolution: which paragraph of one became which of the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.editions import Whole, edition_of, editions_of
from checklists.lineage import Piece, Relation, align, in_order, rewording, similarity
from checklists.models import EditionLink, Instrument, ParagraphPair
from checklists.services.pair_table import PairTable
from orgs import audit
from orgs.access import ConflictError, demand_anywhere
from orgs.models import User
from orgs.roles import Capability

# Titles of editions differ by a word or two ("Safety and security of United Nations personnel").
_SAME_TITLE = 0.8


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """A pair with its texts; None on the side that has no paragraph, `row` where it is stored."""

    old: Whole | None
    new: Whole | None
    relation: Relation
    similarity: float
    row: ParagraphPair | None = None

    def diff(self) -> list[Piece]:
        """The difference by words, as `checklists.lineage.rewording` has it."""
        return rewording(self.old.text if self.old else None, self.new.text if self.new else None)


def compare_editions(older: Instrument, newer: Instrument) -> list[ComparedPair]:
    """The operative paragraphs of two instruments, paired, in the order of the newer one.

    Where the two are linked, these are the stored pairs, with what was corrected by hand.
    """
    link = EditionLink.objects.filter(older=older, newer=newer).first()
    if link:
        return stored_pairs(link)
    old, new = edition_of(older), edition_of(newer)
    return [
        ComparedPair(
            None if match.old is None else old[match.old],
            None if match.new is None else new[match.new],
            match.relation,
            match.similarity,
        )
        for match in align(_texts(old), _texts(new))
    ]


def stored_pairs(link: EditionLink) -> list[ComparedPair]:
    """The pairs of a link with their texts, in order. Two queries."""
    editions = editions_of([link.older_id, link.newer_id])
    wholes = {whole.paragraph.pk: whole for edition in editions.values() for whole in edition}
    return [
        ComparedPair(
            wholes[row.old_id] if row.old_id else None,
            wholes[row.new_id] if row.new_id else None,
            Relation(row.relation),
            row.similarity,
            row,
        )
        for row in link.pairs.select_related("corrected_by").order_by("position")
    ]


def suggest_predecessor(instrument: Instrument) -> Instrument | None:
    """The latest earlier instrument of the same organ and title that no edition follows yet."""
    if EditionLink.objects.filter(newer=instrument).exists():
        return None
    earlier = Instrument.objects.filter(
        organ=instrument.organ, adopted_on__lt=instrument.adopted_on, newer_link=None
    )
    likely = (
        other
        for other in earlier.order_by("-adopted_on", "symbol")
        if similarity(other.title, instrument.title) >= _SAME_TITLE
    )
    return next(likely, None)


@transaction.atomic
def link_editions(actor: User | None, older: Instrument, newer: Instrument) -> EditionLink:
    """Store that one instrument follows another, and what became of each paragraph.

    Linking the same two again compares them again, and keeps the pairs that were corrected. An
    actor of None is the product itself. Raises PermissionDenied, and ConflictError where the older
    one isn't older, or where one of them is linked with another instrument.
    """
    if actor:
        demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    pks = [older.pk, newer.pk]
    locked = {i.pk: i for i in Instrument.objects.select_for_update().filter(pk__in=pks)}
    older, newer = locked[older.pk], locked[newer.pk]
    link = EditionLink.objects.filter(older=older, newer=newer).first()
    if link is None:
        _check_linkable(older, newer)
        link = EditionLink.objects.create(older=older, newer=newer)
        audit.record(actor, "editions.linked", link)
    _compare(link)
    return link


def _check_linkable(older: Instrument, newer: Instrument) -> None:
    if older.adopted_on >= newer.adopted_on:  # a chain can't run in a circle, either
        raise ConflictError(
            _("%(newer)s was not adopted after %(older)s.") % {"newer": newer, "older": older}
        )
    if taken := EditionLink.objects.filter(older=older).first():
        raise ConflictError(
            _("%(newer)s follows %(older)s already.") % {"newer": taken.newer, "older": older}
        )
    if taken := EditionLink.objects.filter(newer=newer).first():
        raise ConflictError(
            _("%(newer)s follows %(older)s already.") % {"newer": newer, "older": taken.older}
        )


@transaction.atomic
def unlink_editions(actor: User, link_id: int) -> None:
    """Undo a link, with its pairs. Raises PermissionDenied and EditionLink.DoesNotExist."""
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    link = EditionLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    audit.record(actor, "editions.unlinked", link)
    link.delete()


def _compare(link: EditionLink) -> None:
    """Pair the paragraphs of which no pair was corrected, and store them beside those that were."""
    table = PairTable.of(link)
    kept = [table.match_of(row) for row in table.rows if row.corrected_at]
    old_left = [i for i in range(len(table.old)) if i not in {m.old for m in kept}]
    new_left = [j for j in range(len(table.new)) if j not in {m.new for m in kept}]
    found = align([table.old[i].text for i in old_left], [table.new[j].text for j in new_left])
    paired = [
        replace(match, old=old_left[match.old], new=new_left[match.new])
        for match in found
        if match.old is not None and match.new is not None
    ]
    table.store(
        in_order(
            [*(m for m in kept if m.old is not None and m.new is not None), *paired], *table.sizes
        )
    )


def _texts(edition: Sequence[Whole]) -> list[str]:
    return [whole.text for whole in edition]
