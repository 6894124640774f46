"""Which assessments, answers and evidence a person may see, and the one way to fetch each.

Each `get_*` raises Http404 where the person has no business in the office (or with the item), and
PermissionDenied where they have, but not this one.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from checklists.models import Action, Answer, Assessment, Cycle, Document, Evidence
from orgs.access import can, capabilities, demand, offices, within_reach
from orgs.models import Office, Organization, User
from orgs.roles import Capability as C


def visible_assessments(user: User) -> QuerySet[Assessment]:
    """The assessments that a person may see: whole, or the items delegated to them."""
    whole = within_reach(user, [C.VIEW_ASSESSMENT])
    delegated = within_reach(user, [C.CONTRIBUTE]) & Q(
        pk__in=Answer.objects.filter(delegated_to=user).values("assessment")
    )
    return (
        Assessment.objects.filter(whole | delegated)
        .select_related("cycle__checklist__instrument", "office__organization")
        .order_by("-cycle__starts_on", "office__path")
    )


def visible_answers(user: User, assessment: Assessment) -> QuerySet[Answer]:
    """The answers of an assessment that a person may see, theme by theme."""
    answers = assessment.answers.select_related(
        "item__paragraph__instrument", "item__theme", "updated_by", "delegated_to"
    ).order_by("item__theme__position", "item__position")
    if can(user, C.VIEW_ASSESSMENT, assessment.office):
        return answers
    return answers.filter(delegated_to=user)


def get_assessment(user: User, pk: int, *any_of: C) -> Assessment:
    """An assessment where the person has one of the capabilities (VIEW_ASSESSMENT by default).

    A contributor has CONTRIBUTE only where an item is delegated to them.
    """
    assessment = get_object_or_404(
        Assessment.objects.select_related(
            "cycle__checklist__instrument",
            "cycle__organization",
            "office__organization",
            "submitted_by",
            "signed_off_by",
        ),
        pk=pk,
    )
    held = capabilities(user, assessment.office)
    if C.CONTRIBUTE in held and not assessment.answers.filter(delegated_to=user).exists():
        held -= {C.CONTRIBUTE}
    if not held:
        raise Http404
    if held.isdisjoint(any_of or [C.VIEW_ASSESSMENT]):
        raise PermissionDenied
    return assessment


def get_answer(user: User, assessment: Assessment, ref: str) -> Answer:
    """One answer of an assessment that was fetched by `get_assessment`."""
    return get_object_or_404(visible_answers(user, assessment), item__ref=ref)


def may_answer(user: User, answer: Answer) -> bool:
    """Whether a person may write this answer, by their role or because it is delegated to them."""
    held = capabilities(user, answer.assessment.office)
    return C.ANSWER in held or (C.CONTRIBUTE in held and answer.delegated_to_id == user.pk)


def get_evidence(user: User, pk: uuid.UUID) -> Evidence:
    """A piece of evidence of an answer that the person may see."""
    evidence = get_object_or_404(
        Evidence.objects.select_related(
            "answer__assessment__office__organization",
            "answer__item",
            "document__office__organization",
        ),
        pk=pk,
    )
    answer = evidence.answer
    held = capabilities(user, answer.assessment.office)
    mine = C.CONTRIBUTE in held and answer.delegated_to_id == user.pk
    if not held or (held == {C.CONTRIBUTE} and not mine):
        raise Http404
    if C.VIEW_ASSESSMENT not in held and not mine:
        raise PermissionDenied
    return evidence


def visible_documents(user: User) -> QuerySet[Document]:
    """The documents of the offices whose assessments a person sees whole."""
    return Document.objects.filter(within_reach(user, [C.VIEW_ASSESSMENT])).select_related(
        "office__organization", "added_by"
    )


def usable_documents(user: User, office: Office) -> QuerySet[Document]:
    """The documents of an office that a person may give as evidence: contributors their own."""
    if can(user, C.VIEW_ASSESSMENT, office):
        return office.documents.all()
    return office.documents.filter(added_by=user)


def get_document(user: User, pk: uuid.UUID) -> Document:
    """A document with all that it stands by; 403 where a person sees only part of its office."""
    document = get_object_or_404(_documents(), pk=pk)
    demand(user, C.VIEW_ASSESSMENT, document.office)
    return document


def get_readable_document(user: User, pk: uuid.UUID) -> Document:
    """A document that a person may open, here or beside an answer that is delegated to them."""
    document = get_object_or_404(_documents(), pk=pk)
    if C.CONTRIBUTE in capabilities(user, document.office) and (
        document.added_by_id == user.pk or document.uses.filter(answer__delegated_to=user).exists()
    ):
        return document
    demand(user, C.VIEW_ASSESSMENT, document.office)
    return document


def _documents() -> QuerySet[Document]:
    return Document.objects.select_related("office__organization", "added_by", "replaces")


def visible_cycles(user: User) -> QuerySet[Cycle]:
    """The cycles of the organizations where a person coordinates."""
    organizations = offices(user, C.MANAGE_CYCLES).values("organization")
    return Cycle.objects.filter(organization__in=organizations).select_related(
        "organization", "checklist__instrument"
    )


def get_cycle(user: User, pk: int) -> Cycle:
    """A cycle of an organization in which the person has a role; 403 where it isn't coordinator."""
    cycle = get_object_or_404(
        Cycle.objects.select_related("organization", "checklist__instrument"), pk=pk
    )
    if offices(user, C.MANAGE_CYCLES).filter(organization=cycle.organization).exists():
        return cycle
    if any(role.office.organization_id == cycle.organization_id for role in user.roles):
        raise PermissionDenied
    raise Http404


def managed_organizations(user: User) -> QuerySet[Organization]:
    """The organizations in which a person may open cycles."""
    return Organization.objects.filter(pk__in=offices(user, C.MANAGE_CYCLES).values("organization"))


def demand_answering(user: User, answer: Answer) -> None:
    """Raise Http404 or PermissionDenied unless the person may write this answer."""
    if not may_answer(user, answer):
        demand(user, C.ANSWER, answer.assessment.office)


def visible_actions(user: User) -> QuerySet[Action]:
    """The action plans of the offices whose assessments a person may see."""
    return Action.objects.filter(within_reach(user, [C.VIEW_ASSESSMENT])).select_related(
        "office__organization", "responsible", "raised_on__item"
    )


def get_action(user: User, pk: int) -> Action:
    """An action of an office in which the person may see the assessments."""
    action = get_object_or_404(
        Action.objects.select_related(
            "office__organization",
            "responsible",
            "raised_by",
            "closed_by",
            "raised_on__item__paragraph__instrument",
            "raised_on__assessment__cycle",
        ),
        pk=pk,
    )
    demand(user, C.VIEW_ASSESSMENT, action.office)
    return action
