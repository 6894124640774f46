"""Requests that nothing here can answer are turned away before anything is read or looked up."""

from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]

# A photograph that is some times too large still reaches the form, which says so beside its field
# and keeps the answer; what is larger than that nobody chose by mistake.
_TIMES_TOO_LARGE = 5


class RefuseMiddleware:
    """Refuses bodies larger than any form's, and what neither Django nor the database can read.

    It stands first: whatever comes after it may read the body, which would fill the disk. Its
    answers are single sentences, for a page would look up who is signed in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > (_TIMES_TOO_LARGE * settings.EVIDENCE_MAX_MB) << 20:
            sentence = _("This is too large: a file may have %(limit)d MB at most.")
            return _refusal(sentence % {"limit": settings.EVIDENCE_MAX_MB}, 413)
        if not _readable(request):
            return _refusal(_("What was sent can't be read."), 400)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    """The length of the body; Django reads none where it isn't said in digits."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _readable(request: HttpRequest) -> bool:
    """Whether the text is UTF-8 as Django demands it, without the NUL that PostgreSQL refuses."""
    if request.content_params and request.content_params.get("charset", "utf-8").lower() != "utf-8":
        return False
    query = unquote(request.META.get("QUERY_STRING", ""))
    return not any("\0" in text for text in (query, *request.COOKIES.values()))


def _refusal(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
