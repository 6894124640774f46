"""From the glyphs that a PDF page draws to runs of text, each with its place, size and style.

The text layer's own spaces can't be trusted: a change of font inside “Conference” may carry one.
What counts is the gap that a reader sees.
"""

import ctypes
import math
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from checklists.importers.transcript import DocumentError

MAX_GLYPHS_OF_PAGE = 60_000

# Gaps in parts of the font's size. A space that was drawn is real unless the next letter covers
# it; where a document draws its spaces, a gap without one must be wide to count.
DRAWN_SPACE = 0.06
GAP_BESIDE_DRAWN_SPACES = 0.19
GAP_WITHOUT_SPACES = 0.14

_BOLD_WEIGHT = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
_INVISIBLE = 3  # text render mode of recognised text below a scan
_SPACES = frozenset((0x20, 0xA0, 0x0D, 0x0A, 0x09))
_STEPS = (24, 6)  # glyphs that a look ahead skips
_PERHAPS_A_SPACE = "\x1f"  # a gap that counts only on a page that draws no spaces
_LIGATURES = {0xFB00 + n: text for n, text in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
_OWN_MEANINGS = _LIGATURES | {
    0x02: "-",  # what pdfium makes of a hyphen at the end of a line
    0xFFFE: "-",
    0x2011: "-",
    0xF0B7: "•",
    0xF02D: "-",
}


@dataclass(slots=True)
class Run:
    """Text in one style on one baseline; x to the right and y up, in points."""

    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    text: str = ""
    space_before: bool = False
    space_after: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line that is drawn on a page."""

    x0: float
    x1: float
    y: float


@dataclass(slots=True)
class Page:
    """What one page shows; `unread` counts glyphs without a letter, `sideways` turned ones."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unread: int = 0
    sideways: int = 0
    outside: int = 0
    recognised: int = 0
    draws_spaces: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    """What all glyphs of one object of a page share: a baseline, and a style."""

    y: float
    size: float
    bold: bool
    italic: bool
    sideways: bool
    invisible: bool


def is_word_gap(gap: float, size: float, drawn: bool, draws_spaces: bool) -> bool:
    """Whether the gap between two glyphs parts words."""
    if drawn:
        return gap > DRAWN_SPACE * size
    return gap > (GAP_BESIDE_DRAWN_SPACES if draws_spaces else GAP_WITHOUT_SPACES) * size


def read_page(document: pdfium.PdfDocument, number: int) -> Page:
    """The runs and rules of a page (the first is 1). Raises DocumentError when it can't be read."""
    try:
        source = document[number - 1]
    except pdfium.PdfiumError:
        raise DocumentError(f"page {number} is damaged and can't be read") from None
    try:
        text = source.get_textpage()
        count = text.count_chars()
        if count > MAX_GLYPHS_OF_PAGE:
            raise DocumentError(f"page {number} has {count:,} letters: more than a page can hold")
        width, height = source.get_size()
        page = Page(number, width, height)
        page.runs = _RunReader(source, text, page).read()
        page.rules = _rules(source)
    except pdfium.PdfiumError:
        raise DocumentError(f"page {number} is damaged and can't be read") from None
    finally:
        source.close()
    return page


class _RunReader:
    """Reads the upright glyphs of a page in the order of its text layer.

    Asking pdfium about a glyph is what takes the time, so it is asked as little as possible.
    """

    def __init__(self, source: pdfium.PdfPage, text: pdfium.PdfTextPage, page: Page) -> None:
        self._box, self._text, self._page = source.get_bbox(), text.raw, page
        self._codes = _codes(text)
        self._piece_until = -1
        self._last_piece: _Piece | None = None
        self._pieces: dict[int, _Piece] = {}
        self._runs: list[Run] = []
        self._letters: list[list[str]] = []
        self._glyphs = self._spaces = 0

    def read(self) -> list[Run]:
        """The runs of the page."""
        box = raw.FS_RECTF()
        to_box = ctypes.byref(box)
        text, spaced = self._text, False
        last: tuple[_Piece | None, int, float] = (None, 0, 0.0)
        for index, code in enumerate(self._codes):
            if code in _SPACES:
                spaced = spaced or not raw.FPDFText_IsGenerated(text, index)
                continue
            raw.FPDFText_GetLooseCharBox(text, index, to_box)
            piece = self._piece(index)
            if not self._is_read(code, piece, box.left):
                continue
            previous, previous_code, previous_left = last
            near = piece.size * 0.08
            last = (piece, code, box.left)
            if (
                code == previous_code
                and abs(box.left - previous_left) < near
                and previous is not None
                and abs(previous.y - piece.y) < near
            ):
                continue  # drawn twice, to look bold
            self._add(_OWN_MEANINGS.get(code) or chr(code), piece, box.left, box.right, spaced)
            self._spaces += spaced
            spaced = False
        return self._finish()

    def _add(self, letter: str, piece: _Piece, left: float, right: float, spaced: bool) -> None:
        self._glyphs += 1
        run = self._runs[-1] if self._runs else None
        size = piece.size
        if (
            run is not None
            and run.size == size
            and abs(run.y - piece.y) < 0.05 * size
            and -0.6 * size < left - run.x1 < 2 * size
            and run.bold == piece.bold
            and run.italic == piece.italic
        ):
            letters, gap = self._letters[-1], left - run.x1
            if is_word_gap(gap, size, spaced, draws_spaces=True):
                letters.append(" ")
            elif gap > GAP_WITHOUT_SPACES * size and not spaced:
                letters.append(_PERHAPS_A_SPACE)
            letters.append(letter)
            run.x1 = max(run.x1, right)
            return
        if run is not None:
            run.space_after = spaced
        run = Run(left, right, piece.y, size, piece.bold, piece.italic, space_before=spaced)
        self._runs.append(run)
        self._letters.append([letter])

    def _finish(self) -> list[Run]:
        self._page.draws_spaces = self._spaces * 25 >= self._glyphs
        perhaps = "" if self._page.draws_spaces else " "
        for run, letters in zip(self._runs, self._letters, strict=True):
            run.text = "".join(letters).replace(_PERHAPS_A_SPACE, perhaps)
        return self._runs

    def _is_read(self, code: int, piece: _Piece, x: float) -> bool:
        """Whether a glyph belongs to the text; the page counts those that don't."""
        page, (left, bottom, right, top) = self._page, self._box
        if code in _OWN_MEANINGS:
            is_letter = True
        else:
            is_letter = code >= 0x20 and not 0xE000 <= code <= 0xF8FF and code < 0xFFF0
        if not is_letter:
            page.unread += 1
        elif piece.sideways:
            page.sideways += 1
        elif not (left - 1 <= x <= right + 1 and bottom - 1 <= piece.y <= top + 1):
            page.outside += 1
        else:
            page.recognised += piece.invisible
            return True
        return False

    def _piece(self, index: int) -> _Piece:
        """What a glyph shares with its object's others, asked once for each object."""
        if index <= self._piece_until and self._last_piece is not None:
            return self._last_piece
        key, text_object = self._object(index)
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = self._ask_piece(index, text_object)
        # The glyphs of one object follow each other: where a later one has the same object, so
        # have all between.
        ahead = (step for step in _STEPS if index + step < len(self._codes))
        step = next((step for step in ahead if self._object(index + step)[0] == key), 0)
        self._piece_until, self._last_piece = index + step, piece
        return piece

    def _object(self, index: int) -> tuple[int, object]:
        """A glyph's object with its address; one of its own where it has none."""
        text_object = raw.FPDFText_GetTextObject(self._text, index)
        address = ctypes.addressof(text_object.contents) if text_object else -index - 1
        return address, text_object

    def _ask_piece(self, index: int, text_object: object) -> _Piece:
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text, index, name, 128, flags)
        weight = raw.FPDFText_GetFontWeight(self._text, index)
        font = name.value.lower()
        size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        return _Piece(
            y=y.value,
            size=round(size, 2) or 1.0,
            bold=weight >= _BOLD_WEIGHT or b"bold" in font or bool(flags.value & _FORCE_BOLD_FLAG),
            italic=bool(flags.value & _ITALIC_FLAG) or b"italic" in font or b"oblique" in font,
            sideways=matrix.a <= 0 or abs(matrix.b) > abs(matrix.a) * 0.2,
            invisible=bool(text_object)
            and raw.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE,
        )


def _codes(text: pdfium.PdfTextPage) -> list[int]:
    """The code points of a page's glyphs, in one call where pdfium's text has one for each."""
    count = text.count_chars()
    codes = [ord(letter) for letter in text.get_text_range()] if count else []
    if len(codes) == count:
        return codes
    return [raw.FPDFText_GetUnicode(text.raw, index) for index in range(count)]


def _rules(source: pdfium.PdfPage) -> list[Rule]:
    """The horizontal lines of a page; the pieces that tables' borders make are joined."""
    pieces: list[Rule] = []
    for shape in source.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        x0, y0, x1, y1 = shape.get_bounds()
        if abs(y1 - y0) <= 2.5:
            pieces.append(Rule(min(x0, x1), max(x0, x1), (y0 + y1) / 2))
    pieces.sort(key=lambda rule: (-round(rule.y), rule.x0))
    joined: list[Rule] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and abs(last.y - piece.y) < 1.5 and piece.x0 <= last.x1 + 2:
            joined[-1] = Rule(last.x0, max(last.x1, piece.x1), last.y)
        else:
            joined.append(piece)
    return [rule for rule in joined if rule.x1 - rule.x0 >= 20]
