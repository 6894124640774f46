"""A finished report's figures as files for other programs: XLSX, CSV and JSON."""

import io
import zipfile

from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import get_language_bidi, override

from checklists.spreadsheet import CONTENT_TYPES, workbook, written
from reports.kinds import Kind
from reports.makers import MAKERS
from reports.models import Report
from reports.services.intact import intact
from reports.services.production import frozen_data

# The first moment that a ZIP archive can tell: the same data gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def table_file(report: Report, as_: str) -> tuple[str, str, bytes]:
    """The content type, the extension and the bytes. Raises Http404 for a format that isn't
    one, AlteredError for data that isn't what it was.

    JSON is the frozen data itself, whose hash stands in the PDF. CSV is one file for each table, in
    an archive where there are several.
    """
    if as_ == "json":
        raw = intact(bytes(report.data), report.data_sha256, report.pk)
        return "application/json", "json", raw
    data = frozen_data(report)
    sheets = MAKERS[Kind(report.kind)].sheets(data)
    if as_ == "xlsx":
        with override(data.language):
            rtl = get_language_bidi()
        return CONTENT_TYPES["xlsx"], "xlsx", workbook(sheets, rtl=rtl)
    if as_ != "csv":
        raise Http404
    if len(sheets) == 1:
        return CONTENT_TYPES["csv"], "csv", written(sheets[0], "csv")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(sheets, start=1):
            name = f"{number}-{slugify(sheet.title, allow_unicode=True) or 'table'}.csv"
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), written(sheet, "csv"))
    return "application/zip", "zip", out.getvalue()
