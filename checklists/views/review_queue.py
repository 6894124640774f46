"""The review queue: what waits, for how long, for whom; and saying for whom."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from checklists.models import Assessment
from checklists.review_filters import REACH, QueueForm
from checklists.review_forms import AssignForm
from checklists.review_queries import Signals, signals
from checklists.services.review import assign_review
from orgs.access import AuthenticatedRequest, demand_anywhere, holds
from orgs.roles import Capability as C


@require_GET
def queue(request: AuthenticatedRequest) -> HttpResponse:
    """What waits for review over all offices in reach, the longest waiting first."""
    demand_anywhere(request.user, *REACH)
    return _page(request, AssignForm(request.user))


@require_POST
def assign(request: AuthenticatedRequest) -> HttpResponse:
    """Assign the ticked assessments, or take that back; then the same page of the queue again."""
    demand_anywhere(request.user, C.ASSIGN_REVIEW)
    form = AssignForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    data = form.cleaned_data
    rows: list[Assessment] = list(data["assessments"])
    try:
        touched = assign_review(
            request.user, [row.pk for row in rows], data["reviewer"], due_on=data["due_on"]
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, 400)
    if data["reviewer"]:
        said = ngettext(
            "%(count)d assessment is assigned to %(name)s.",
            "%(count)d assessments are assigned to %(name)s.",
            len(rows),
        )
    else:
        said = ngettext(
            "%(count)d assessment is assigned to nobody now.",
            "%(count)d assessments are assigned to nobody now.",
            len(rows),
        )
    messages.success(request, said % {"count": len(rows), "name": data["reviewer"]})
    if touched:
        messages.warning(
            request,
            _(
                "%(name)s had a hand in the answers of %(offices)s, so somebody else has to review"
                " those."
            )
            % {
                "name": data["reviewer"],
                "offices": ", ".join(str(row.office) for row in touched),
            },
        )
    query = request.GET.urlencode()
    return redirect(reverse("checklists:review_queue") + (f"?{query}" if query else ""))


def _page(
    request: AuthenticatedRequest, assign_form: AssignForm, status: int = 200
) -> HttpResponse:
    form = QueueForm(request.user, request.GET)
    page = Paginator(form.rows(), 50).get_page(request.GET.get("page"))
    found = signals(page.object_list)
    context = {
        "page": page,
        "rows": [(row, found.get(row.pk, Signals())) for row in page.object_list],
        "form": form,
        "assign_form": assign_form,
        "chosen": assign_form.chosen(),
        "may_assign": holds(request.user, C.ASSIGN_REVIEW),
        "may_review": holds(request.user, C.REVIEW),
        "today": timezone.localdate(),
    }
    status = 400 if form.errors else status
    return render(request, "checklists/review_queue.html", context, status=status)
