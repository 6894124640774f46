"""The conversation about an item: a page of its own, and the forms that stand on others."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checklists.access import get_answer, get_assessment
from checklists.models import Answer
from checklists.review_forms import MessageForm
from checklists.services import conversation as service
from orgs.access import AuthenticatedRequest, can
from orgs.roles import Capability as C


@require_http_methods(["GET", "POST"])
def conversation(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Read it, write in it, settle it or open it again; then back to the item."""
    assessment = get_assessment(request.user, pk, C.VIEW_ASSESSMENT, C.CONTRIBUTE)
    answer = get_answer(request.user, assessment, ref)
    answer.assessment = assessment
    form = MessageForm()
    if request.method == "POST":
        if not service.may_talk(request.user, answer):
            raise PermissionDenied
        if "resolve" in request.POST or "reopen" in request.POST:
            resolved = "resolve" in request.POST
            service.resolve(request.user, answer.pk, resolved=resolved)
            said = _("The conversation is resolved.") if resolved else _("It is open again.")
            messages.success(request, said)
            return _back(request, answer)
        form = MessageForm(request.POST)
        if form.is_valid() and _written(request, answer, form):
            messages.success(request, _("Your message is sent."))
            return _back(request, answer)
    context = {
        "assessment": assessment,
        "answer": answer,
        "form": form,
        "message_form": form,
        "conversation": service.open_conversation(request.user, answer),
        "back": _item_page(request, answer),
    }
    status = 400 if form.errors else 200
    return render(request, "checklists/conversation_page.html", context, status=status)


def _written(request: AuthenticatedRequest, answer: Answer, form: MessageForm) -> bool:
    try:
        service.write_message(request.user, answer.pk, form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _item_page(request: AuthenticatedRequest, answer: Answer) -> str:
    """The desk for who reviews, the office's page of the item for everybody else."""
    reviews = can(request.user, C.REVIEW, answer.assessment.office)
    name = "checklists:review_item" if reviews else "checklists:answer"
    return reverse(name, args=[answer.assessment_id, answer.item.ref])


def _back(request: AuthenticatedRequest, answer: Answer) -> HttpResponse:
    return redirect(f"{_item_page(request, answer)}#conversation")
