"""When a form arrives and its sender isn't signed in any more: what they wrote is shown again."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The fields in which people write: these alone are given back, nothing secret among them.
TEXTS = {
    "justification": gettext_lazy("Justification"),
    "not_applicable_reason": gettext_lazy("Why it is not applicable"),
    "title": gettext_lazy("What it is"),
    "url": gettext_lazy("Link"),
    "reason": gettext_lazy("Reason"),
    "note": gettext_lazy("Note"),
    "transcript": gettext_lazy("Transcript"),
}


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own, which would forget a form that was sent after the session had ended."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Give the text back where there is one; else on to the sign-in page."""
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is not None and _is_from_script(request):
            return HttpResponse(status=401)
        if refusal is not None and written(request):
            return give_back(request, _("You are not signed in any more"))
        return refusal


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: also what happens when all cookies are gone."""
    if _is_from_script(request):
        # The page that sent this still has the text, and says what to do.
        return HttpResponse(status=403 if request.user.is_authenticated else 401)
    if written(request):
        return give_back(request, _("This form was too old to be sent"))
    return render(request, "403_csrf.html", status=403)


def _is_from_script(request: HttpRequest) -> bool:
    """Whether a page sent it by itself: nobody would see a page that comes back."""
    return request.headers.get("HX-Request") == "true"


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote into the form: (label, text)."""
    return [
        (str(label), request.POST[name]) for name, label in TEXTS.items() if request.POST.get(name)
    ]


def give_back(request: HttpRequest, heading: str) -> HttpResponse:
    """The page with the texts, to be copied before signing in again."""
    context = {"heading": heading, "written": written(request), "next": request.path}
    return render(request, "orgs/signed_out.html", context, status=403)
