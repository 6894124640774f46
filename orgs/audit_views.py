"""The audit trail for coordinators and the secretariat: to read, and as a table to keep."""

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from orgs import audit
from orgs.access import AuthenticatedRequest, demand_anywhere
from orgs.audit_form import AuditForm
from orgs.audit_trail import chosen, page_from, sole_organization, visible_events
from orgs.audit_words import in_words, pages_of
from orgs.models import AuditEvent
from orgs.roles import Capability
from orgs.spreadsheets import as_text

HEAD = (
    *("When (UTC)", "Person", "E-mail", "From where", "What", "Action", "Object", "Office"),
    *("Organization", "Details", "Chain", "Number", "SHA-256"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as the page shows it."""

    event: AuditEvent
    words: str
    reference: str
    name: str
    url: str
    details: list[tuple[str, str, str | None]]


@require_GET
@never_cache
def audit_list(request: AuthenticatedRequest) -> HttpResponse:
    """What was done and seen, the newest first."""
    demand_anywhere(request.user, Capability.VIEW_AUDIT)
    form = AuditForm(request.GET)
    rows: list[AuditEvent] = []
    more = False
    after = _after(request.GET.get("after", ""))
    if form.is_valid():
        rows, more = page_from(chosen(visible_events(request.user), form.wanted), after)
    context = {
        "form": form,
        "shown": _shown(rows),
        "older": _key(rows[-1]) if more else "",
        "is_first": after is None,
        "filtered": any(form.data.get(name) for name in form.fields),
    }
    return render(request, "orgs/audit_list.html", context, status=400 if form.errors else 200)


@require_GET
@never_cache
def export(request: AuthenticatedRequest) -> HttpResponseBase:
    """The same events as CSV; that they were taken out is one more event."""
    demand_anywhere(request.user, Capability.VIEW_AUDIT)
    form = AuditForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_json(), content_type="application/json")
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    audit.record(
        request.user,
        "audit.exported",
        request.user,
        organization=sole_organization(request.user),
        filters=filters,
    )
    events = chosen(visible_events(request.user), form.wanted).select_related(
        "actor", "organization", "office"
    )
    response = StreamingHttpResponse(_lines(events.iterator()), content_type="text/csv")
    name = f"audit-{timezone.now():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shown(rows: Iterable[AuditEvent]) -> list[Shown]:
    named = [(event, *_object(event)) for event in rows]
    pages = pages_of({reference for _event, reference, _name in named})
    return [
        Shown(
            event=event,
            words=in_words(event.action),
            reference=reference,
            name=name,
            url=pages.get(reference, ""),
            details=list(_details(event.data)),
        )
        for event, reference, name in named
    ]


def _object(event: AuditEvent) -> tuple[str, str]:
    """An event's object, as ("checklists.assessment 12", "Lodwar, 2026")."""
    reference, _colon, name = event.target.partition(": ")
    return reference, name


def _details(data: dict[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """Each detail as (name, value, None), or (name, before, after) of what was changed."""
    data = dict(data)
    changes = data.pop("changes", None)
    if isinstance(changes, dict):
        for name, pair in changes.items():
            if isinstance(pair, list) and len(pair) == 2:
                yield _readable(name), _text(pair[0]), _text(pair[1])
            else:
                yield _readable(name), _text(pair), None
    if "before" in data and "after" in data:
        yield "", _text(data.pop("before")), _text(data.pop("after"))
    for name, value in data.items():
        yield _readable(name), _text(value), None


def _readable(name: str) -> str:
    return name.replace("_", " ")


def _text(value: object) -> str:
    if isinstance(value, list) and all(isinstance(inner, str) for inner in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key(event: AuditEvent) -> str:
    return f"{event.at.isoformat()}_{event.pk}"


def _after(key: str) -> tuple[dt.datetime, int] | None:
    """The event behind which a page begins; None for the first page, and for what is no key."""
    moment, _line, pk = key.rpartition("_")
    try:
        at, number = dt.datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None
    # What the database can't hold was never given out as a key.
    return (at, number) if at.tzinfo and 0 < number < 2**63 else None


class _Echo:
    """A file that gives back what is written."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _lines(events: Iterable[AuditEvent]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Spreadsheets know UTF-8 by this mark.
    yield "\ufeff" + writer.writerow(HEAD)
    for event in events:
        yield writer.writerow(as_text(value) for value in _cells(event))


def _cells(event: AuditEvent) -> tuple[object, ...]:
    return (
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.actor.full_name if event.actor else "",
        event.actor.email if event.actor else "",
        event.address,
        in_words(event.action),
        event.action,
        event.target,
        event.office or "",
        event.organization or "",
        json.dumps(event.data, ensure_ascii=False, sort_keys=True),
        event.chain,
        event.number,
        event.sha256,
    )
