"""Setting right, by hand, what became of a paragraph."""

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.lineage import Relation, corrected
from checklists.models import EditionLink, Paragraph, ParagraphPair
from checklists.services.pair_table import PairTable
from orgs import audit
from orgs.access import ConflictError, demand_anywhere
from orgs.models import User
from orgs.roles import Capability


def state(pair: ParagraphPair) -> str:
    """What a person saw of a pair when they decided: it changes with each correction."""
    return f"{pair.old_id}-{pair.new_id}-{pair.relation}"


@transaction.atomic
def correct_match(
    actor: User, pair_id: int, counterpart: Paragraph | None, relation: Relation, *, seen: str
) -> None:
    """Set right what became of the pair's newer paragraph, or of its older one if it has no newer.

    `counterpart` is its paragraph in the other edition; where it is None the two are taken apart,
    and `relation` doesn't count. `seen` is the pair's `state` when the actor decided. Raises
    PermissionDenied, ConflictError where the pair was changed meanwhile, ValueError where the
    counterpart is none of the other edition's, and CorrectionError where the relation doesn't fit.
    """
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    link = EditionLink.objects.select_for_update(of=("self",)).filter(pairs=pair_id).first()
    pair = ParagraphPair.objects.select_related("old", "new").filter(pk=pair_id).first()
    if link is None or pair is None or state(pair) != seen:
        raise ConflictError(_("Somebody else corrected this match meanwhile. Please look again."))
    table = PairTable.of(link)
    right = None
    if counterpart is not None:
        old = counterpart if pair.new else pair.old
        new = pair.new or counterpart
        assert old is not None  # a pair has a side
        right = table.match(old, new, relation)
    matches = corrected(map(table.match_of, table.rows), table.match_of(pair), right, table.sizes)
    before, after = table.store(matches, actor=actor, decided=right)
    audit.record(actor, "match.corrected", link, before=before, after=after)
