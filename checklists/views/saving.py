"""Saving an answer while it is being written: the page sends its form, and hears what became of it.

The page tells the kinds of answer apart by the header `Saving`: "saved", "open" (kept, but no
answer yet), "aside" (beside a colleague's newer text), "refused" or "closed".
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from checklists.answer_form import AnswerForm, unfinished_form
from checklists.models import Answer
from checklists.plausibility import doubts_about
from checklists.services.answers import Saved, Sent, save_sent
from orgs.access import AuthenticatedRequest, ConflictError


@require_POST
def save(request: AuthenticatedRequest, pk: int, ref: str) -> HttpResponse:
    """Keep what is written so far, and say in a few words what became of it."""
    whole: AnswerForm | None = None
    form: AnswerForm | None = None

    def read(row: Answer) -> Sent | None:
        nonlocal whole, form
        form = whole = AnswerForm(row, request.POST)
        # As one goes, half an answer never takes back a whole one.
        if not whole.is_valid() and not row.value:
            form = unfinished_form(row, request.POST)
        return form.sent(is_unfinished=True) if form.is_valid() else None

    try:
        saved, row = save_sent(request.user, pk, ref, read)
    except ValidationError as error:
        assert form is not None  # it was read, and is against the rules
        form.add_error(None, error)
        return _said("refused", _row(pk, ref), form=form, status=400)
    except ConflictError as error:
        return _said("closed", _row(pk, ref), message=str(error), status=409)
    assert whole is not None
    if saved is None:
        return _said("refused", row, form=whole, status=400)
    if saved is Saved.SET_ASIDE:
        return _said("aside", row)
    doubts = doubts_about(row) if row.figures else []
    return _said("open" if whole.errors else "saved", row, form=whole, doubts=doubts)


def _row(pk: int, ref: str) -> Answer:
    rows = Answer.objects.select_related("item", "assessment__cycle", "assessment__office")
    return get_object_or_404(rows, assessment=pk, item__ref=ref)


def _said(kind: str, row: Answer, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"kind": kind, "answer": row, "assessment": row.assessment, "at": timezone.now()}
    fragment = render_to_string("checklists/saving.html", context | more)
    return HttpResponse(fragment, status=status, headers={"Saving": kind})
