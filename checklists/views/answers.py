"""The form of one answer, with its evidence, its history, and the choice between two texts."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import (
    demand_answering,
    get_answer,
    get_assessment,
    may_answer,
    visible_answers,
)
from checklists.answer_form import AnswerForm, answer_form
from checklists.browsing import next_open_ref
from checklists.document_forms import EvidenceForm
from checklists.document_queries import evidence_of
from checklists.forms import DelegateForm
from checklists.history import changes
from checklists.merging import merged
from checklists.models import Answer, AnswerRevision, Assessment
from checklists.plausibility import doubts_about
from checklists.queries import carried, disagreements_about
from checklists.review_forms import MessageForm
from checklists.scale import IndicatorValue, Outcome
from checklists.services import answers as service
from checklists.services.answers import Saved, Sent
from checklists.services.conversation import open_conversation
from checklists.views.actions import plan_of
from checklists.views.evidence import evidence_form as form_of_evidence
from checklists.views.evidence import save_evidence
from checklists.views.paragraph_tree import stored_node
from orgs.access import AuthenticatedRequest, can
from orgs.roles import Capability as C

HISTORY_PAGE = 20


@require_http_methods(["GET", "POST"])
def answer(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Read or write one answer. What is valid is kept, whatever is wrong with the rest."""
    if request.method == "GET":
        return _read(request, _row(request, pk, ref))
    if _looks_for_documents(request.POST):
        row = _row(request, pk, ref)
        demand_answering(request.user, row)
        form = AnswerForm(row, request.POST)
        form.errors.clear()  # nobody has asked to save
        return _page(request, row, form, form_of_evidence(request, row, looking=True))
    saved, row, form = _save_answer(request, pk, ref)
    evidence_form = _evidence_sent(request, row)
    evidence_ok = evidence_form is None or (
        evidence_form.is_valid() and save_evidence(request, row, evidence_form)
    )
    if saved is Saved.SET_ASIDE:
        return redirect("checklists:answer", pk, ref)
    if saved and evidence_ok:
        if form.written().come_back:
            messages.info(request, _("%(item)s stays open, to come back to.") % {"item": ref})
        elif form.written().value:
            messages.success(request, _("%(item)s is saved.") % {"item": ref})
        else:
            messages.info(request, _("%(item)s has no answer yet.") % {"item": ref})
        if "delegate" in request.POST:
            return _delegate(request, row)
        following = _neighbours(request, row)[1] if "save_next" in request.POST else None
        return _saved(redirect("checklists:answer", pk, following or ref), row)
    row = _row(request, pk, ref)
    if saved:
        messages.success(request, _("Your answer is saved, but the evidence is not."))
        form = _answer_form(request, row)
    if evidence_ok or evidence_form is None:
        evidence_form = form_of_evidence(request, row)
    return _page(request, row, form, evidence_form, status=400)


def _read(request: AuthenticatedRequest, row: Answer) -> HttpResponse:
    """The page; or the documents alone, while somebody types what they search."""
    evidence_form = form_of_evidence(request, row)
    if request.htmx and "find" in request.GET:
        found = {"evidence_form": evidence_form, "swapped": True}
        return render(request, "checklists/document_choice.html", found)
    return _page(request, row, _answer_form(request, row), evidence_form)


def _row(request: AuthenticatedRequest, pk: int, ref: str) -> Answer:
    """The answer with all that its page shows, for whoever may see it."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    return get_answer(request.user, assessment, ref)


def _looks_for_documents(sent: QueryDict) -> bool:
    """Whether a form was sent to search the documents: by its button, or by Enter in its field."""
    return "look" in sent or bool("enter" in sent and sent.get("find") and not sent.get("document"))


def _saved(response: HttpResponse, row: Answer) -> HttpResponse:
    """Tell the next page that this text has arrived: what the device kept of it can go."""
    response.set_cookie(
        "answer_saved",
        f"{row.assessment_id}/{row.item.ref}",
        max_age=60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_POST
def keep_saved(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Settle a conflict in favour of the colleague's text. One's own stays in the history."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    row = get_answer(request.user, assessment, ref)
    service.keep_saved_text(request.user, row.pk)
    messages.success(request, _("The saved text stays. Yours is kept in the history."))
    return redirect("checklists:answer", pk, ref)


@require_GET
def history(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Every text that was ever written as this answer, and every verdict on it."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    row = get_answer(request.user, assessment, ref)
    page = Paginator(row.revisions.select_related("author"), HISTORY_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "assessment": assessment,
        "answer": row,
        "page": page,
        "changes": changes(row, page.object_list),
        "verdicts": row.verdicts.select_related("reviewer"),
    }
    return render(request, "checklists/history.html", context)


def _delegate(request: AuthenticatedRequest, row: Answer) -> HttpResponse:
    """Ask a contributor for the answer, or withdraw that; what was typed is saved by then."""
    form = DelegateForm(row, request.POST)
    row = get_answer(request.user, row.assessment, row.item.ref)
    if not form.is_valid():
        answer_form = _answer_form(request, row)
        blank = form_of_evidence(request, row)
        return _page(request, row, answer_form, blank, delegate=form, status=400)
    contributor = form.cleaned_data["contributor"]
    service.delegate(request.user, row.pk, contributor)
    if contributor:
        messages.success(request, _("%(name)s is asked for this answer.") % {"name": contributor})
    else:
        messages.success(request, _("Nobody else is asked for this answer now."))
    return redirect("checklists:answer", row.assessment_id, row.item.ref)


def _answer_form(request: AuthenticatedRequest, row: Answer) -> AnswerForm:
    """The form as it stands: with one's own text where that waits beside a colleague's.

    Where last cycle's answer is offered and the person asks for it, the form begins with that.
    """
    pending = service.pending_text(request.user, row)
    if pending and request.GET.get("begin") == "merged":
        form = answer_form(row, pending)
        form.initial["justification"] = merged(row.justification, pending.justification)
        return form
    mine = pending or row
    if not mine.value and row.carried_from and request.GET.get("begin") == "carried":
        mine = row.carried_from
    return answer_form(row, mine)


def _save_answer(
    request: AuthenticatedRequest, pk: int, ref: str
) -> tuple[Saved | None, Answer, AnswerForm]:
    """What became of the text, the answer, and the form.

    None, and an error in the form, where it isn't valid or other answers speak against it.
    """
    forms: list[tuple[Answer, AnswerForm]] = []

    def read(row: Answer) -> Sent | None:
        form = AnswerForm(row, request.POST)
        forms.append((row, form))
        return form.sent(is_unfinished=False) if form.is_valid() else None

    try:
        saved, row = service.save_sent(
            request.user, pk, ref, read, chooses="choose" in request.POST
        )
    except ValidationError as error:
        [(row, form)] = forms
        form.add_error(None, error)
        return None, row, form
    return saved, row, forms[0][1]


def _evidence_sent(request: AuthenticatedRequest, row: Answer) -> EvidenceForm | None:
    """The form of the evidence as it was sent, None where it is blank."""
    names = EvidenceForm.base_fields.keys() - {"find"}
    if request.FILES or any(request.POST.get(name) for name in names):
        return form_of_evidence(request, row, sent=True)
    return None


def _merged(row: Answer, pending: AnswerRevision | None) -> str:
    """Both texts in one, "" where that says no more than one of them."""
    if pending is None:
        return ""
    together = merged(row.justification, pending.justification)
    return (
        "" if together in (row.justification.strip(), pending.justification.strip()) else together
    )


def _figures_given(row: Answer) -> list[Answer]:
    """The indicators of the assessment with figures, where the answer is to an indicator."""
    if not row.item.measure:
        return []
    given = Answer.objects.filter(assessment=row.assessment_id, value=IndicatorValue.REPORTED)
    return list(given.select_related("item"))


def _neighbours(request: AuthenticatedRequest, row: Answer) -> tuple[str | None, str | None]:
    """The references of the items before and after it, of those that the person sees."""
    refs = list(visible_answers(request.user, row.assessment).values_list("item__ref", flat=True))
    index = refs.index(row.item.ref)
    return (refs[index - 1] if index else None), (refs[index + 1] if refs[index + 1 :] else None)


def _page(
    request: AuthenticatedRequest,
    row: Answer,
    form: AnswerForm,
    evidence_form: EvidenceForm,
    *,
    delegate: DelegateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment: Assessment = row.assessment
    is_open = assessment.takes_answers and row.verdict != Outcome.ACCEPTED
    may_write = is_open and may_answer(request.user, row)
    may_delegate = is_open and can(request.user, C.DELEGATE, assessment.office)
    pending = service.pending_text(request.user, row) if may_write else None
    previous, following = _neighbours(request, row)
    context = {
        "assessment": assessment,
        "answer": row,
        "form": form,
        "evidence_form": evidence_form,
        "delegate_form": (delegate or DelegateForm(row)) if may_delegate else None,
        "evidence": evidence_of(row),
        "last_verdict": row.verdicts.select_related("reviewer").first(),
        "pending": pending,
        "merged": _merged(row, pending),
        "disagreements": disagreements_about(row.item, _figures_given(row)),
        "doubts": doubts_about(row) if row.figures else [],
        "may_write": may_write,
        **plan_of(request.user, row),
        "node": stored_node(row.item.paragraph),
        "carried": carried(row),
        "conversation": open_conversation(request.user, row),
        "message_form": MessageForm(),
        "sees_evidence": can(request.user, C.VIEW_ASSESSMENT, assessment.office),
        "previous": previous,
        "next": following,
        "next_open": next_open_ref(request.user, assessment, row.item.ref) if may_write else None,
    }
    return render(request, "checklists/answer.html", context, status=status)
