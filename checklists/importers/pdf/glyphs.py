"""From the glyphs that a PDF page draws to runs of text, each with its place, size and style.

The text layer's own spaces can't be trusted: a change of font inside “Conference” may carry one.
What counts is the gap that a reader sees.
"""

import ctypes
import math
import re
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
_SPACES = " \xa0\r\n\t"
_WORD = re.compile(r"[^ \xa0\r\n\t]+")
# Control characters, letters of fonts' own, halves of pairs and what stands for no letter.
_ILLEGIBLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]")
_SAMPLE = 40  # gaps that tell whether a page draws its spaces
_STEPS = (48, 12, 3, 1)  # glyphs that a look ahead skips
_PERHAPS_A_SPACE = "\x1f"  # a gap that counts only on a page that draws no spaces
_LIGATURES = {0xFB00 + n: text for n, text in enumerate(("ff", "fi", "fl", "ffi", "ffl"))}
_OWN_MEANINGS = _LIGATURES | {
    0x02: "-",  # what pdfium makes of a hyphen at the end of a line
    0xFFFE: "-",
    0x2011: "-",
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), ""),
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
        self._bounds, self._text, self._page = source.get_bbox(), text.raw, page
        self._shown = _shown(text)
        self._box = raw.FS_RECTF()
        self._to_box = ctypes.byref(self._box)
        self._pieces: dict[int, _Piece] = {}
        self._runs: list[Run] = []
        self._letters: list[list[str]] = []
        self._space: int | None = None  # where the last space is that no glyph has followed yet
        self._drawn, self._asked = 0, 0

    def read(self) -> list[Run]:
        """The runs of the page."""
        index = 0
        while index < len(self._shown):
            if self._shown[index] in _SPACES:
                self._space = index
                index += 1
                continue
            piece, end = self._piece(index)
            if self._is_shown(piece, end - index):
                self._read_piece(piece, index, end)
            index = end
        self._page.draws_spaces = self._drawn * 4 >= self._asked
        perhaps = "" if self._page.draws_spaces else " "
        for run, letters in zip(self._runs, self._letters, strict=True):
            run.text = "".join(letters).replace(_PERHAPS_A_SPACE, perhaps)
        return self._runs

    def _read_piece(self, piece: _Piece, start: int, end: int) -> None:
        """Adds the words of a piece to the run before, or to runs that begin here.

        pdfium puts at least every space that a reader would see, so only the ends of what it takes
        for words need to be measured.
        """
        size = piece.size
        run = self._run_for(piece)
        letters = self._letters[-1] if run else []
        at = start
        for word in _WORD.finditer(self._shown, start, end):
            if word.start() > at:
                self._space = word.start() - 1
            at = word.end()
            left, right = self._measure(word.start(), at - 1)
            text = self._legible(word[0], left)
            if not text:
                continue
            gap = left - run.x1 if run else 0.0
            if run is None or not -0.6 * size < gap < 2 * size:
                run, letters = self._begin_run(piece, left, right)
            else:
                letters.append(self._between(gap, size))
            self._space = None
            letters.append(text)
            run.x1 = max(run.x1, right)
        if at < end:
            self._space = end - 1

    def _measure(self, first: int, last: int) -> tuple[float, float]:
        """Where a word begins and ends."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._text, first, self._to_box)
        left = box.left
        if last != first:
            raw.FPDFText_GetLooseCharBox(self._text, last, self._to_box)
        return left, box.right

    def _run_for(self, piece: _Piece) -> Run | None:
        """The last run, when a piece may go on with it."""
        run = self._runs[-1] if self._runs else None
        alike = (
            run is not None
            and (run.size, run.bold, run.italic) == (piece.size, piece.bold, piece.italic)
            and abs(run.y - piece.y) < 0.05 * piece.size
        )
        return run if alike else None

    def _begin_run(self, piece: _Piece, left: float, right: float) -> tuple[Run, list[str]]:
        spaced = self._is_space_drawn()
        if self._runs:
            self._runs[-1].space_after = spaced
        run = Run(left, right, piece.y, piece.size, piece.bold, piece.italic, space_before=spaced)
        letters: list[str] = []
        self._runs.append(run)
        self._letters.append(letters)
        return run, letters

    def _between(self, gap: float, size: float) -> str:
        """What stands between two glyphs of a run."""
        drawn = False
        # Whether a space was drawn matters for gaps in doubt only, and is asked often enough to
        # know the page.
        if self._asked < _SAMPLE or gap <= GAP_BESIDE_DRAWN_SPACES * size:
            drawn = self._is_space_drawn()
            if gap > GAP_BESIDE_DRAWN_SPACES * size:
                self._asked += 1
                self._drawn += drawn
        if is_word_gap(gap, size, drawn, draws_spaces=True):
            return " "
        return _PERHAPS_A_SPACE if gap > GAP_WITHOUT_SPACES * size and not drawn else ""

    def _is_space_drawn(self) -> bool:
        return self._space is not None and not raw.FPDFText_IsGenerated(self._text, self._space)

    def _legible(self, word: str, x: float) -> str:
        """The letters of a word within the page; the page counts what is left out."""
        if not self._bounds[0] - 1 <= x <= self._bounds[2] + 1:
            self._page.outside += len(word)
            return ""
        if word.isascii() and word.isprintable():
            return word
        word = word.translate(_OWN_MEANINGS)
        text = _ILLEGIBLE.sub("", word)
        self._page.unread += len(word) - len(text)
        return text

    def _is_shown(self, piece: _Piece, glyphs: int) -> bool:
        """Whether a piece is upright text within the page; the page counts those that aren't."""
        if piece.sideways:
            self._page.sideways += glyphs
            return False
        if not self._bounds[1] - 1 <= piece.y <= self._bounds[3] + 1:
            self._page.outside += glyphs
            return False
        if piece.invisible:
            self._page.recognised += glyphs
        return True

    def _piece(self, index: int) -> tuple[_Piece, int]:
        """What a glyph shares with its object's others, asked once for each object.

        With it, the index after the last glyph that is known to be of the same object. The glyphs
        of one object follow each other: where a later one has the same object, so have all between.
        """
        key, text_object = self._object(index)
        piece = self._pieces.get(key)
        if piece is None:
            piece = self._pieces[key] = self._ask_piece(index, text_object)
        last = index
        for step in _STEPS:
            while last + step < len(self._shown) and self._object(last + step)[0] == key:
                last += step
        return piece, last + 1

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


def _shown(text: pdfium.PdfTextPage) -> str:
    """A page's glyphs, one letter for each, in one call where pdfium's text has that."""
    count = text.count_chars()
    shown: str = text.get_text_range() if count else ""
    if len(shown) == count:
        return shown
    return "".join(chr(raw.FPDFText_GetUnicode(text.raw, index)) for index in range(count))


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
