"""How the cells of a workbook look: the product's colours, and its two voices."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

INK = "#211F1B"
MUTED = "#544F47"
DEEP = "#0E2F55"
EDGE = "#B9B2A5"
SUNKEN = "#F1EDE6"
FILL = "#FFF9DB"
BAND = "#DCE6F1"
WARN = "#FBEFD9"

_SANS = "Arial"
_SERIF = "Georgia"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format(_FORMATS[name])
        return self._made[name]


def _cell(**more: object) -> dict[str, object]:
    return {
        "font_name": _SANS,
        "font_size": 10,
        "font_color": INK,
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": EDGE,
        **more,
    }


def _plain(**more: object) -> dict[str, object]:
    return {"font_name": _SANS, "font_size": 10, "font_color": INK, "valign": "top", **more}


_FORMATS: dict[str, dict[str, object]] = {
    "header": _cell(bold=True, font_color="#FFFFFF", bg_color=DEEP, valign="vcenter"),
    # A column where one writes: the same colour as its cells, under the dark row's edge.
    "header_fill": _cell(bold=True, font_color=DEEP, bg_color="#F5DE8A", valign="vcenter"),
    "band": _plain(bold=True, font_size=12, font_color=DEEP, bg_color=BAND, valign="vcenter"),
    "locked": _cell(bg_color=SUNKEN),
    "quiet": _cell(bg_color=SUNKEN, font_color=MUTED, font_size=9),
    "ref": _cell(bg_color=SUNKEN, bold=True),
    "official": _cell(bg_color=SUNKEN, font_name=_SERIF),
    "remark": _cell(bg_color=WARN),
    "fill": _cell(bg_color=FILL, locked=False),
    "fill_number": _cell(bg_color=FILL, locked=False, num_format="#,##0", align="right"),
    "frozen": _cell(bg_color=SUNKEN, font_color=MUTED),
    "frozen_number": _cell(bg_color=SUNKEN, font_color=MUTED, num_format="#,##0", align="right"),
    "blocked": _cell(bg_color="#E4DFD5"),
    "legend_fill": _cell(bg_color=FILL),
    "legend_frozen": _cell(bg_color=SUNKEN, font_color=MUTED),
    "legend_remark": _cell(bg_color=WARN),
    "title": _plain(bold=True, font_size=20, font_color=DEEP),
    "subtitle": _plain(font_size=12, font_color=MUTED, text_wrap=True),
    "heading": _plain(bold=True, font_size=12, font_color=DEEP, top=1, top_color=EDGE),
    "text": _plain(text_wrap=True, align="left", indent=1),
    "label": _plain(font_color=MUTED),
    "number": _plain(bold=True, font_color=DEEP, align="right"),
    "link": _plain(font_color="#12457C", underline=1),
    "empty": _plain(font_color=MUTED, italic=True, text_wrap=True),
}
