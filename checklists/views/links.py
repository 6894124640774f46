"""Personal links: what somebody without an account sees of an assessment, and nothing else."""

import functools
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from checklists.answer_form import AnswerForm, answer_form
from checklists.delegation_forms import AttachForm
from checklists.models import DelegatedItem, Delegation
from checklists.services import links as service
from checklists.services.links import Kept, Link
from checklists.views.paragraph_tree import stored_node

View = Callable[..., HttpResponseBase]
# Wrong links from one network address within so many seconds: who has more of them is guessing.
GUESSES, WITHIN = 30, 300
# Files through one link within so many seconds: each costs a process that looks into it.
UPLOADS, UPLOADS_WITHIN = 30, 3_600


def behind_a_link(view: View) -> View:
    """Without sign-in, kept by nobody, told to nobody, and with one answer for all wrong links.

    Referrer-Policy isn't "no-referrer": browsers would send the forms without an origin, and they
    would be refused as forged. Other sites are told nothing by "same-origin" either.
    """

    @login_not_required
    @cache_control(private=True, no_store=True)
    @functools.wraps(view)
    def wrapped(request: HttpRequest, token: str, **arguments: str) -> HttpResponseBase:
        guesses = f"link-guesses:{get_adapter().get_client_ip(request)}"
        if cache.get(guesses, 0) >= GUESSES:
            raise Http404
        try:
            response = view(request, token, **arguments)
        except Http404:
            cache.set(guesses, cache.get(guesses, 0) + 1, WITHIN)
            raise
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@behind_a_link
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The items that are asked for; one alone is opened at once."""
    delegation, state = service.find_link(token)
    if state is not Link.LIVE:
        return _ended(request, delegation, state)
    service.note_use(delegation)
    items = list(_items(delegation))
    if len(items) == 1:
        return redirect("checklists:link_item", token, items[0].answer.item.ref)
    context = {
        "delegation": delegation,
        "token": token,
        "items": items,
        "left": sum(item.takes_text for item in items),
    }
    return render(request, "checklists/link.html", context)


@behind_a_link
@require_http_methods(["GET", "POST"])
def link_item(request: HttpRequest, token: str, ref: str) -> HttpResponse:
    """One item: its paragraph, its question, and the form for the answer."""
    delegation, state = service.find_link(token)
    item = get_object_or_404(_items(delegation), answer__item__ref=ref)
    if request.method == "GET":
        if state is not Link.LIVE:
            return _ended(request, delegation, state)
        return _page(request, delegation, token, item, _form(item))
    item.answer.assessment = delegation.assessment
    form, attaching = AnswerForm(item.answer, request.POST), _attach_form(request, item)
    page = functools.partial(_page, request, delegation, token, item)
    if not all([form.is_valid(), attaching.is_valid()]):
        return page(form, attaching, status=400)
    try:
        kept = service.keep_text(
            token,
            item.pk,
            form.written(),
            read_version=form.cleaned_data["version"],
            send="send" in request.POST,
            attached=attaching.attached(),
        )
    except ValidationError as error:
        _refused(form, attaching, error)
        return page(form, attaching, status=400)
    if kept is Kept.CONFLICT:
        # Both texts: what is stored above, what was written in the form, which may now replace it.
        data = request.POST.copy()
        data["version"] = str(item.version)
        again = AnswerForm(item.answer, data)
        return page(again, stored=item, status=409)
    if kept is Kept.LATE:
        lost = bool(attaching.attached())
        return _ended(request, delegation, state, kept=True, lost=lost)
    if kept is Kept.DRAFT:
        messages.success(request, _("Your draft of %(item)s is saved.") % {"item": ref})
        return redirect("checklists:link_item", token, ref)
    messages.success(request, _("Your answer to %(item)s is sent. Thank you.") % {"item": ref})
    return redirect("checklists:link", token)


def _items(delegation: Delegation) -> QuerySet[DelegatedItem]:
    return delegation.items.select_related(
        "answer__item__paragraph__instrument", "answer__item__theme"
    ).order_by("answer__item__theme__position", "answer__item__position")


def _attach_form(request: HttpRequest, item: DelegatedItem) -> AttachForm:
    """The form of evidence as it was sent; files are looked into so often in an hour alone."""
    pieces = item.pieces.all()
    if not request.FILES:
        return AttachForm(pieces, request.POST)
    uploads = f"link-uploads:{item.delegation_id}"
    before = cache.get(uploads, 0)
    if before < UPLOADS:
        cache.set(uploads, before + 1, UPLOADS_WITHIN)
        return AttachForm(pieces, request.POST, request.FILES)
    form = AttachForm(pieces, request.POST)
    form.add_error("file", _("Too many files came through this link. Wait an hour."))
    return form


def _refused(form: AnswerForm, attaching: AttachForm, error: ValidationError) -> None:
    """Show an error by the field that it speaks of, whichever form has it."""
    fields = set(getattr(error, "error_dict", ()))
    (attaching if fields & set(attaching.fields) else form).add_error(None, error)


def _form(item: DelegatedItem) -> AnswerForm:
    item.answer.assessment = item.delegation.assessment
    form = answer_form(item.answer, item)
    form.initial["version"] = item.version
    return form


def _page(
    request: HttpRequest,
    delegation: Delegation,
    token: str,
    item: DelegatedItem,
    form: AnswerForm,
    attaching: AttachForm | None = None,
    *,
    stored: DelegatedItem | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "delegation": delegation,
        "token": token,
        "row": item,
        "answer": item.answer,
        "form": form,
        "pieces": (pieces := list(item.pieces.all())),
        "evidence_form": attaching or AttachForm(pieces),
        "stored": stored,
        "node": stored_node(item.answer.item.paragraph),
        "several": delegation.items.count() > 1,
    }
    return render(request, "checklists/link_item.html", context, status=status)


def _ended(
    request: HttpRequest,
    delegation: Delegation,
    state: Link,
    *,
    kept: bool = False,
    lost: bool = False,
) -> HttpResponse:
    """Why the link opens nothing any more, and what became of what came too late."""
    context = {"delegation": delegation, "state": state.value, "kept": kept, "lost": lost}
    return render(request, "checklists/link_ended.html", context, status=200 if kept else 410)
