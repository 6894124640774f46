"""Carrying answers forward: what last cycle said is offered, and counts once it is confirmed."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.carrying import Asked, carry
from checklists.models import Answer, Cycle, Document, EditionLink, Instrument, Item
from checklists.models import ParagraphPair as Pair
from checklists.scale import Carry, Outcome
from checklists.services.answers import Saved, content, lock_for_writing, save_answer
from checklists.services.evidence import give_documents
from checklists.services.locking import lock_answers, lock_assessment
from orgs.access import ConflictError
from orgs.models import Office, User


@dataclass(frozen=True, slots=True)
class Duties:
    """Which paragraphs of two instruments are one duty, and which of these say the same.

    Both hold (older paragraph, newer paragraph) by key; `unchanged` is part of `known`.
    """

    known: frozenset[tuple[int, int]]
    unchanged: frozenset[tuple[int, int]]

    def same(self, old: int, new: int) -> bool:
        """Whether a paragraph says the same; each is the same as itself."""
        return old == new or (old, new) in self.unchanged


def duties(old: Instrument, new: Instrument) -> Duties:
    """Follow the paragraphs of an edition to another one, over all editions between the two.

    The other one may be the older: then the chain is followed back. Nothing is known where no chain
    of editions leads from one to the other. Costs a query for the links, and one for each link on
    the way.
    """
    links = list(EditionLink.objects.all())
    if (way := _way(links, old.pk, new.pk)) is not None:
        found = _followed(way)
    elif (way := _way(links, new.pk, old.pk)) is not None:
        found = {(end, start): same for (start, end), same in _followed(way).items()}
    else:
        found = {}
    return Duties(frozenset(found), frozenset(pair for pair, same in found.items() if same))


def _way(links: list[EditionLink], older: int, newer: int) -> list[EditionLink] | None:
    """The links from an edition to a later one, None where they don't lead there."""
    following = {link.older_id: link for link in links}
    way: list[EditionLink] = []
    while older != newer:
        link = following.pop(older, None)
        if link is None:
            return None
        way.append(link)
        older = link.newer_id
    return way


def _followed(way: list[EditionLink]) -> dict[tuple[int, int], bool]:
    """Each (first paragraph, last paragraph) of one duty, and whether it says the same."""
    if not way:
        return {}
    reached = _steps(way[0])
    for link in way[1:]:
        steps = _steps(link)
        reached = {
            (start, end): same and step
            for (start, middle), same in reached.items()
            for (begin, end), step in steps.items()
            if begin == middle
        }
    return reached


def _steps(link: EditionLink) -> dict[tuple[int, int], bool]:
    pairs = link.pairs.filter(old__isnull=False, new__isnull=False)
    return {
        (old, new): relation == Pair.Relation.UNCHANGED
        for old, new, relation in pairs.values_list("old", "new", "relation")
    }


def asked(item: Item) -> Asked:
    """What the rule needs to know of an item."""
    return Asked(item.key, item.dimension, item.question, item.guidance)


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer of the last cycle, by key, and how it is offered."""

    answer: int
    carry: Carry


def offers(
    cycle: Cycle, offices: Sequence[Office], items: Iterable[Item]
) -> dict[tuple[int, int], Carried]:
    """For each (office, item) of a cycle that is being opened, what the office answered last.

    That is its answer in the latest earlier cycle that has one, whichever checklist asked. One
    that the reviewer returned is offered to be confirmed by itself. Costs a constant number of
    queries for each edition that the offices were assessed against.
    """
    given = (
        Answer.objects.filter(
            assessment__office__in=offices, assessment__cycle__starts_on__lt=cycle.starts_on
        )
        .exclude(value="")
        .select_related("item__checklist__instrument", "assessment")
        .order_by("assessment__cycle__starts_on", "assessment__pk")
    )
    last = {(answer.assessment.office_id, answer.item.key): answer for answer in given}
    newer = cycle.checklist.instrument
    known = {
        older.pk: duties(older, newer)
        for older in {answer.item.checklist.instrument for answer in last.values()}
    }
    items = list(items)
    found: dict[tuple[int, int], Carried] = {}
    for office in offices:
        for item in items:
            if old := last.get((office.pk, item.key)):
                offer = _offer(old, item, known[old.item.checklist.instrument_id])
                if offer != Carry.NONE:
                    found[office.pk, item.pk] = Carried(old.pk, offer)
    return found


def _offer(old: Answer, item: Item, known: Duties) -> Carry:
    pair = (old.item.paragraph_id, item.paragraph_id)
    if item.has_generated_key and not (known.same(*pair) or pair in known.known):
        return Carry.NONE  # 35.2 of two files may be two questions
    offer = carry(asked(old.item), asked(item), same_duty=known.same(*pair))
    if offer == Carry.SAME and old.verdict == Outcome.RETURNED:
        return Carry.AMENDED
    return offer


@transaction.atomic
def confirm(
    actor: User,
    answer_id: int,
    *,
    read_version: int,
    seen: int,
    documents: Collection[uuid.UUID] = (),
) -> Saved:
    """Take last cycle's answer as this cycle's: the person stands by it now.

    `seen` is the version of last cycle's answer that the person had before them, `documents` are
    those that they choose to give again as evidence. Raises what `use_documents` and
    `save_answer` raises, and ConflictError where nothing was carried over, where that answer has
    changed since, or where this cycle has an answer of its own already.
    """
    answer = lock_for_writing(actor, answer_id)
    if answer.carried_from_id is None:
        raise ConflictError(_("Nothing was carried over to this item."))
    old = Answer.objects.select_for_update().get(pk=answer.carried_from_id)
    if not old.value or old.version != seen:
        raise ConflictError(
            _("Last cycle's answer to %(item)s was changed meanwhile. Look at it once more.")
            % {"item": answer.item.ref}
        )
    if answer.value and answer.version == read_version and content(answer) != content(old):
        raise ConflictError(
            _("%(item)s has been answered in this cycle already.") % {"item": answer.item.ref}
        )
    saved = save_answer(actor, answer_id, content(old), read_version=read_version)
    if saved is not Saved.SET_ASIDE:
        give_documents(actor, answer, documents)
    return saved


@transaction.atomic
def confirm_unchanged(
    actor: User, assessment_id: int, seen: Mapping[int, int], *, with_documents: bool = False
) -> int:
    """Confirm the answers that are offered as they were and still blank; returns how many.

    `seen` holds those that the person had before them, by key, with the version of last cycle's
    answer. Where the duty or the question was amended, each is confirmed by itself.
    `with_documents` gives the documents again that haven't run out. Raises as `confirm` does, and
    then confirms none.
    """
    assessment = lock_assessment(assessment_id)
    if not assessment.takes_answers:
        raise ConflictError(
            _("This assessment is %(status)s: its answers can't be changed.")
            % {"status": assessment.get_status_display().lower()}
        )
    waiting = Answer.objects.filter(
        pk__in=seen, assessment=assessment_id, carry=Carry.SAME, value=""
    )
    locked = lock_answers(waiting)
    former = {answer.carried_from_id for answer in locked if answer.carried_from_id}
    lock_answers(Answer.objects.filter(pk__in=former))
    rows = [(answer.pk, answer.version) for answer in locked]
    given = _still_valid(answer_id for answer_id, _version in rows) if with_documents else {}
    for answer_id, version in rows:
        confirm(
            actor,
            answer_id,
            read_version=version,
            seen=seen[answer_id],
            documents=given.get(answer_id, ()),
        )
    return len(rows)


def _still_valid(answers: Iterable[int]) -> dict[int, list[uuid.UUID]]:
    """By answer, the documents of last cycle's answer that haven't run out."""
    rows = Document.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()),
        uses__answer__carried_to__in=list(answers),
    ).values_list("uses__answer__carried_to", "pk")
    found: dict[int, list[uuid.UUID]] = {}
    for answer, document in rows:
        found.setdefault(answer, []).append(document)
    return found
