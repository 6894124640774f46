"""From the database to the frozen data of a register of documents, in a few queries."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef

from checklists.models import Document, Evidence
from orgs.models import Office
from reports.evidence.data import DocumentLine, EvidenceReport, OfficeDocuments
from reports.evidence.tiers import at_tier
from reports.models import Report
from reports.office_paths import path_of

Validity = Document.Validity
# What wants doing first.
ORDER = (Validity.EXPIRED, Validity.SOON, Validity.VALID, Validity.UNLIMITED)


@dataclass(frozen=True, slots=True)
class _Uses:
    """What a document serves: by cycle the references of the items, which of these are critical,
    and their paragraphs.
    """

    cycles: dict[str, list[str]] = field(default_factory=dict)
    cites: dict[tuple[str, str], None] = field(default_factory=dict)
    critical: dict[str, None] = field(default_factory=dict)


def collect(report: Report, frozen_at: dt.datetime, time_zone: str) -> EvidenceReport:
    """Freeze the register as it stands, as far as the report's tier tells it.

    A document has expired, and was added, by the time zone's days. One that a newer version has
    replaced is listed as such, and in no count of validity.
    """
    assert report.office is not None
    top = report.office
    zone = ZoneInfo(time_zone)
    today = frozen_at.astimezone(zone).date()
    uses = _uses(top)
    lines = [
        (row, _line(row, uses.get(row.pk), today, zone, is_replaced=is_replaced))
        for row, is_replaced in _documents(top)
    ]
    counts: dict[str, Counter[str]] = {key: Counter() for key in (*map(str, ORDER), "critical")}
    for row, line in lines:
        if not line.is_replaced:
            counts[line.validity][row.kind] += 1
            is_lacking = line.validity == Validity.EXPIRED and bool(line.critical)
            counts["critical"][row.kind] += is_lacking
    offices = tuple(
        OfficeDocuments(name, tuple(sorted((line for _row, line in some), key=_order)))
        for (_pk, name), some in groupby(lines, key=lambda each: _office_of(each[0]))
    )
    data = EvidenceReport(
        organization=top.organization.name,
        office=top.name,
        office_path=path_of(top),
        frozen_at=frozen_at,
        time_zone=time_zone,
        language=report.language or settings.LANGUAGE_CODE,
        today=today,
        in_tree=Office.objects.filter(path__startswith=top.path).count(),
        with_documents=len(offices),
        counts={validity: dict(found) for validity, found in counts.items()},
        unused=sum(not line.items for _row, line in lines),
        replaced=sum(line.is_replaced for _row, line in lines),
        offices=offices,
    )
    return at_tier(data, report.tier)


def _documents(top: Office) -> list[tuple[Document, bool]]:
    """The documents by office, each with whether a newer version has replaced it. One query."""
    newer = Document.objects.filter(replaces=OuterRef("pk"))
    rows = (
        Document.objects.filter(office__path__startswith=top.path)
        .select_related("office")
        .annotate(is_replaced=Exists(newer))
        .order_by("office__path", "title", "pk")
    )
    return [(row, row.is_replaced) for row in rows]


def _uses(top: Office) -> dict[object, _Uses]:
    """What each document serves, the latest cycle first. One query."""
    found: dict[object, _Uses] = {}
    rows = Evidence.objects.filter(document__office__path__startswith=top.path).order_by(
        "-answer__assessment__cycle__starts_on", "answer__item__position"
    )
    paragraph = "answer__item__paragraph"
    for document, cycle, ref, is_critical, symbol, number in rows.values_list(
        "document",
        "answer__assessment__cycle__name",
        "answer__item__ref",
        "answer__item__is_critical",
        f"{paragraph}__instrument__symbol",
        f"{paragraph}__number",
    ):
        uses = found.setdefault(document, _Uses())
        uses.cycles.setdefault(cycle, []).append(ref)
        uses.cites[symbol, number] = None
        if is_critical:
            uses.critical[ref] = None
    return found


def _line(
    row: Document, uses: _Uses | None, today: dt.date, zone: ZoneInfo, *, is_replaced: bool
) -> DocumentLine:
    uses = uses or _Uses()
    details = {"link": row.url, "file": row.file_name, "sighted": row.place}
    return DocumentLine(
        title=row.title,
        kind=row.kind,
        detail=details[row.kind],
        validity=_validity(row, today),
        added_on=row.added_at.astimezone(zone).date(),
        dated_on=row.dated_on,
        valid_until=row.valid_until,
        is_replaced=is_replaced,
        items=tuple((cycle, tuple(refs)) for cycle, refs in uses.cycles.items()),
        # By instrument, so that each is named once.
        critical=tuple(uses.critical),
        cites=tuple(sorted(uses.cites, key=lambda pair: pair[0])),
    )


def _validity(row: Document, on: dt.date) -> str:
    if row.valid_until is None:
        return str(Validity.UNLIMITED)
    if row.is_expired(on):
        return str(Validity.EXPIRED)
    return str(Validity.SOON if row.expires_soon(on) else Validity.VALID)


def _office_of(row: Document) -> tuple[int, str]:
    return row.office_id, row.office.name


def _order(line: DocumentLine) -> tuple[bool, int, dt.date]:
    ends = line.valid_until or dt.date.max
    return line.is_replaced, ORDER.index(Validity(line.validity)), ends
