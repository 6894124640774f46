"""A register of documents as tables for spreadsheet programs, with the PDF's figures. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.models import Document
from checklists.spreadsheet import Sheet, Value
from reports.critical import critical_cell, critical_head
from reports.evidence.content import count_rows, items_words, validity_labels
from reports.evidence.data import EvidenceReport
from reports.punctuation import strung
from reports.table_words import yes_or_no


def sheets(data: EvidenceReport) -> list[Sheet]:
    """The counts, and the documents where the tier tells them, in the report's language."""
    with override(data.language):
        found = [_summary(data)]
        if data.offices:
            found.append(_documents(data))
        return found


def _summary(data: EvidenceReport) -> Sheet:
    kinds = [str(label) for label in Document.Kind.labels]
    rows: list[list[Value]] = [[label, *numbers] for label, numbers in count_rows(data)]
    blank: list[Value] = [None] * len(kinds)
    rows.append([_("Serving no item"), *blank, data.unused])
    rows.append([_("Replaced by a newer version"), *blank, data.replaced])
    return Sheet(_("Summary"), [_("Validity"), *kinds, _("All")], rows)


def _documents(data: EvidenceReport) -> Sheet:
    lines = [line for office in data.offices for line in office.documents]
    headings = [
        _("Office"),
        _("Document"),
        _("Kind"),
        _("Where"),
        _("Added"),
        _("Dated"),
        _("Valid until"),
        _("Validity"),
        _("Replaced"),
        _("Serves"),
        *critical_head(lines),
    ]
    labels = validity_labels()
    rows: list[list[Value]] = [
        [
            office.name,
            line.title,
            str(Document.Kind(line.kind).label),
            line.detail,
            line.added_on,
            line.dated_on,
            line.valid_until,
            labels[line.validity],
            yes_or_no(line.is_replaced),
            strung(items_words(line)),
            *critical_cell(line.critical),
        ]
        for office in data.offices
        for line in office.documents
    ]
    return Sheet(_("Documents"), headings, rows)
