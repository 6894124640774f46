"""Carrying answers forward: what last cycle said is offered, and counts once it is confirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from checklists.carrying import Asked, carry
from checklists.models import Answer, Assessment, Cycle, EditionLink, Evidence, Instrument, Item
from checklists.models import ParagraphPair as Pair
from checklists.scale import Carry
from checklists.services.answers import Saved, content, lock_for_writing, save_answer
from checklists.services.locking import lock_assessment
from orgs import audit
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


def duties(older: Instrument, newer: Instrument) -> Duties:
    """Follow the paragraphs of an edition to a later one, over all editions between the two.

    Nothing is known where the chain of editions doesn't lead from one to the other. Costs a query
    for the links, and one for each link on the way.
    """
    links = {link.older_id: link for link in EditionLink.objects.all()}
    way: list[EditionLink] = []
    at = older.pk
    while at != newer.pk:
        link = links.pop(at, None)
        if link is None:
            return Duties(frozenset(), frozenset())
        way.append(link)
        at = link.newer_id
    reached: dict[tuple[int, int], bool] | None = None
    for link in way:
        steps = _steps(link)
        if reached is None:
            reached = steps
        else:
            reached = {
                (start, end): unchanged and step
                for (start, middle), unchanged in reached.items()
                for (begin, end), step in steps.items()
                if begin == middle
            }
    found = reached or {}
    return Duties(frozenset(found), frozenset(pair for pair, same in found.items() if same))


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
    """For each (office, item) of a cycle that is being opened, what its last cycle answered.

    The last cycle of an office is the one that began last before this one. Costs a constant
    number of queries for each edition that the offices were assessed against.
    """
    last = {
        assessment.office_id: assessment
        for assessment in Assessment.objects.filter(
            office__in=offices, cycle__starts_on__lt=cycle.starts_on
        )
        .select_related("cycle__checklist__instrument")
        .order_by("cycle__starts_on", "pk")
    }
    given = Answer.objects.filter(assessment__in=last.values()).exclude(value="")
    by_key = {
        (answer.assessment.office_id, answer.item.key): answer
        for answer in given.select_related("item", "assessment")
    }
    newer = cycle.checklist.instrument
    known = {
        older.pk: duties(older, newer)
        for older in {each.cycle.checklist.instrument for each in last.values()}
    }
    found: dict[tuple[int, int], Carried] = {}
    items = list(items)
    for office_id, assessment in last.items():
        same = known[assessment.cycle.checklist.instrument_id].same
        for item in items:
            if old := by_key.get((office_id, item.key)):
                same_duty = same(old.item.paragraph_id, item.paragraph_id)
                offer = carry(asked(old.item), asked(item), same_duty=same_duty)
                if offer != Carry.NONE:
                    found[office_id, item.pk] = Carried(old.pk, offer)
    return found


@transaction.atomic
def confirm(actor: User, answer_id: int, *, read_version: int) -> Saved:
    """Take last cycle's answer with its evidence as this cycle's: the person stands by it now.

    Raises what `save_answer` raises, and ConflictError where nothing was carried over.
    """
    answer = lock_for_writing(actor, answer_id)
    old = answer.carried_from
    if old is None:
        raise ConflictError(_("Nothing was carried over to this item."))
    saved = save_answer(actor, answer_id, content(old), read_version=read_version)
    if saved is not Saved.SET_ASIDE:
        _take_over_evidence(actor, old, answer)
    return saved


@transaction.atomic
def confirm_unchanged(actor: User, assessment_id: int) -> int:
    """Confirm every answer that is offered as it was and still blank; returns how many.

    Where the duty or the question was amended, each is confirmed by itself.
    """
    lock_assessment(assessment_id)
    waiting = Answer.objects.filter(assessment=assessment_id, carry=Carry.SAME, value="")
    rows = list(waiting.order_by("item__position").values_list("pk", "version"))
    for answer_id, version in rows:
        confirm(actor, answer_id, read_version=version)
    return len(rows)


def _take_over_evidence(actor: User, old: Answer, answer: Answer) -> None:
    """Copies of the rows; a file is shared, and stays as long as one row names it.

    The old rows are locked, so that nobody removes a file just now.
    """
    there = set(answer.evidence.values_list("url", "sha256"))
    for evidence in old.evidence.select_for_update():
        if (evidence.url, evidence.sha256) in there:
            continue
        copy = Evidence.objects.create(
            answer=answer,
            kind=evidence.kind,
            title=evidence.title,
            url=evidence.url,
            file=evidence.file.name,
            file_name=evidence.file_name,
            content_type=evidence.content_type,
            size=evidence.size,
            sha256=evidence.sha256,
            added_by=actor,
        )
        audit.record(
            actor,
            "evidence.carried_over",
            copy,
            organization=answer.assessment.office.organization,
            answer=str(answer),
            source=str(evidence.pk),
        )
