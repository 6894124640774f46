"""Why a workbook is refused, in a sentence for whoever sent it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.workbook.cells import RefusedError

_SENTENCES = {
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB."),
    "old_excel": gettext_lazy(
        "This is an old Excel file (.xls), or one with a password. Save it as XLSX without one."
    ),
    "password": gettext_lazy("This workbook has a password. Save it without one."),
    "opendocument": gettext_lazy(
        "This is an OpenDocument file (.ods). Save it as XLSX (Excel 2007 or later)."
    ),
    "binary": gettext_lazy("This is a binary Excel file (.xlsb). Save it as XLSX."),
    "text": gettext_lazy("This is a text (CSV), not a workbook. Save the workbook as XLSX."),
    "other": gettext_lazy("This is no workbook. Upload the XLSX file that you filled in."),
    "no_workbook": gettext_lazy("This is an archive, but no Excel workbook (XLSX)."),
    "damaged": gettext_lazy(
        "This file is damaged, or cut off. Save the workbook again, and upload the new file."
    ),
    "bomb": gettext_lazy("This file unpacks to far more than a workbook holds: it is a trap."),
    "macros": gettext_lazy("This workbook has macros. Save it as XLSX, without macros."),
    "links": gettext_lazy(
        "This workbook draws data from elsewhere (links to other files, connections, DDE). "
        "Remove them."
    ),
    "objects": gettext_lazy(
        "Another file, a control or an object is embedded in this workbook. Remove it; evidence is "
        "added online."
    ),
    "entities": gettext_lazy("This file has XML that no spreadsheet writes: it may be a trap."),
    "too_many_sheets": gettext_lazy("This workbook has more than %(limit)s sheets."),
    "too_much_text": gettext_lazy("This workbook has more text than an assessment can have."),
    "long_cell": gettext_lazy("The text in cell %(cell)s of the sheet “%(sheet)s” is too long."),
    "unreadable": gettext_lazy(
        "This workbook can't be read: it is damaged, too large, or a trap. Save it again as XLSX."
    ),
    "identity": gettext_lazy(
        "This isn't a workbook that was downloaded here, or its hidden sheet was changed. Download "
        "a new one, and copy your answers into it."
    ),
    "format": gettext_lazy(
        "This workbook was downloaded from another version of the product. Download a new one, and "
        "copy your answers into it."
    ),
    "other_assessment": gettext_lazy("This workbook is of another assessment: %(name)s."),
    "unknown_assessment": gettext_lazy("This workbook is of another assessment."),
    "other_items": gettext_lazy(
        "The items of this assessment have changed since the workbook was downloaded. Download a "
        "new one, and copy your answers into it."
    ),
    "no_sheet": gettext_lazy("The sheet “%(sheet)s” is missing, or was renamed."),
    "no_column": gettext_lazy(
        "On the sheet “%(sheet)s” the column “%(column)s” is missing, or its heading was changed."
    ),
    "column_twice": gettext_lazy(
        "On the sheet “%(sheet)s” the heading “%(column)s” stands twice: see cell %(cell)s."
    ),
    "no_ref": gettext_lazy(
        "On the sheet “%(sheet)s” something is written in cell %(cell)s, but its row names no item."
    ),
    "unknown_ref": gettext_lazy(
        "On the sheet “%(sheet)s” cell %(cell)s names “%(ref)s”, which is no item of this sheet."
    ),
    "ref_twice": gettext_lazy(
        "On the sheet “%(sheet)s” cell %(cell)s names “%(ref)s” once more: each item stands once."
    ),
    "formula": gettext_lazy(
        "On the sheet “%(sheet)s” there is a formula in cell %(cell)s. Write the text or the "
        "number itself."
    ),
}


def sentence(error: RefusedError) -> str:
    """The reason in the reader's language."""
    return str(_SENTENCES.get(error.code, _("This workbook can't be read."))) % error.words
