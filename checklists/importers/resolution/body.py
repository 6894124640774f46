"""Sorts the lines of a resolution into paragraphs, annexes and footnotes, across page breaks."""

import re
from itertools import pairwise

from checklists.importers.resolution.drafts import NUMBER, AnnexDraft, Draft, Gap
from checklists.importers.resolution.footnote_area import FootnoteArea
from checklists.importers.resolution.header import DATE, ENACTING_WORDS, Masthead
from checklists.importers.resolution.markup import SUPERSCRIPTS, Line, Source, plain
from checklists.importers.resolution.openings import (
    first_word,
    opens_declaration,
    opens_item,
    opens_operative,
    opens_preambular,
    opens_preambular_apart,
)
from checklists.importers.resolution.page_furniture import FOOTNOTE_RULE, PageFurniture
from checklists.importers.resolution.page_notes import in_order
from checklists.importers.resolution.parsed import Doubt
from checklists.importers.resolution.sections import Sections, is_label, is_labelled_title
from checklists.importers.resolution.wording import joined

_MEETING = r"([0-9]{1,5}(?:st|nd|rd|th) (?:\(resumed\) )?(?:plenary )?meeting)"
_MEETING_LINE = re.compile(rf"[*_]*{_MEETING}", re.IGNORECASE)
_CLOSING = re.compile(rf"{_MEETING},? {DATE}\.?", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[0-9]{1,3}")
_ANNEX = re.compile(
    r"(?:Annex|Appendix|Enclosure|Attachment)(?: (?:[IVXLC]+|[A-Z]|[0-9]{1,2}))?", re.IGNORECASE
)
_VOTE = re.compile(r"\[(?:Adopted|Resolution adopted)\b.*\]", re.IGNORECASE | re.DOTALL)
_HEADING_WORDS = 15


class Body:
    """Reads what follows “The General Assembly,” into drafts. What has no certain place stays
    in a paragraph, and is a doubt.
    """

    def __init__(self, masthead: Masthead, source: Source, doubts: list[Doubt]) -> None:
        self.preambular: list[Draft] = []
        self.operative: list[Draft] = []
        self.annexes: list[AnnexDraft] = []
        self.closings: list[tuple[re.Match[str], Line]] = []
        self.notes = FootnoteArea(doubts)
        self._doubts = doubts
        self._trusts_blanks = source.has_pages
        self._title = masthead.title
        self._enacting = ENACTING_WORDS[masthead.organ]
        self._furniture = PageFurniture(masthead.symbol, masthead.title)
        self._gap = Gap.BLANK
        self._part = self.preambular
        self._after_closing = False
        self._sections = Sections()
        self._current: Draft | None = None  # the paragraph that a line may continue
        self._last_number = 0
        self._is_fresh = True  # no number since the last heading: it may begin at 1 again
        for heading in masthead.headings:
            self._head(heading, certain=True)

    def read(self, lines: list[Line]) -> None:
        """Reads every line; what was read is then in the lists."""
        block: list[Line] = []
        if not self._trusts_blanks:
            lines = in_order(lines, self._furniture)
        end = Line(lines[-1].number, "", lines[-1].page)
        upcoming = _upcoming(lines)
        for at, (line, after) in enumerate(pairwise([*lines, end, end])):
            furniture = self._is_furniture(line, block, after)
            if block and (not line.text or furniture or _starts_apart(block, line)):
                self._read_block(block, upcoming[at])
                block = []
            if furniture:
                self._gap = Gap.PAGE
                if FOOTNOTE_RULE.fullmatch(line.text):
                    self.notes.open_below_rule()
                elif self._furniture.is_page_top(line.text):
                    self.notes.close()
            elif line.text:
                block.append(line)
        for heading in self._sections.unused:
            self._doubt(f"no paragraph follows the heading “{heading}”", end)

    def _is_furniture(self, line: Line, block: list[Line], after: Line) -> bool:
        at_page_break = self._gap is Gap.PAGE
        if not self._furniture.has(line, after, at_page_break, in_block=bool(block)):
            return False
        if not block or not self._furniture.may_be_wording(line, block[-1], after):
            return True
        done = "kept in its sentence" if after.text else "left out as a running head"
        self._doubt(f"“{line.text}” is {done}: is it wording?", line)
        return not after.text

    def _doubt(self, message: str, line: Line) -> None:
        self._doubts.append(Doubt(message, line.number, line.page))

    def _read_block(self, block: list[Line], upcoming: str) -> None:
        text = plain(joined(line.text for line in block))
        if text == self._title and not block[0].is_heading:
            if self._gap is not Gap.PAGE and not self._furniture.is_page_end(upcoming):
                self._doubt(f"“{text}” is left out as a running head", block[0])
            self._gap = Gap.PAGE
        elif not self._read_mark(text, block, upcoming):
            self._check_block(text, block[0])
            for line in block:
                self._read_line(line)
                self._gap = Gap.LINE
            self._gap = Gap.PAGE if self.notes.is_open else Gap.BLANK
            self.notes.end_block()

    def _read_mark(self, text: str, block: list[Line], upcoming: str) -> bool:
        """Takes a block that parts the resolution: a heading, an annex, its closing lines."""
        first = block[0]
        if _ANNEX.fullmatch(text) and self._may_head(first):
            self._annex(text, first)
        elif first.is_heading or self._is_heading(text, block):
            self._heading(text, first)
        elif self._may_be_heading(text, block, upcoming):
            self._heading(text, first, certain=text != _bare(block))
        elif closing := _CLOSING.fullmatch(text):
            self._close(closing, first)
        elif text.rstrip(",").casefold() == self._enacting and self._current is None:
            self._enact()
        elif self._after_closing and _VOTE.fullmatch(text):
            self._doubt(f"the record of the vote isn't kept: {text}", first)
        else:
            return False
        return True

    def _check_block(self, text: str, first: Line) -> None:
        if _MEETING_LINE.match(text) and self._is_finished():
            self._doubt("below the meeting its date is due, like “8 December 2023”", first)
        if _LONE_NUMBER.fullmatch(text) and not self.notes.takes_numbers:
            self._doubt(f"“{text}” stands alone: a page number, or part of a paragraph?", first)

    def _may_head(self, line: Line) -> bool:
        return line.is_heading or self._after_closing or self._is_finished()

    def _is_finished(self) -> bool:
        return self._current is None or self._current.ends_in(",;.:")

    def _is_heading(self, text: str, block: list[Line]) -> bool:
        """Whether an unmarked block is a heading: a label alone, or a label and a title."""
        if self.notes.is_open or self._gap is Gap.LINE or not self._is_finished():
            return False
        return is_label(text) or (is_labelled_title(text) and len(block) < 4)

    def _may_be_heading(self, text: str, block: list[Line], upcoming: str) -> bool:
        """Whether an unmarked block looks like a heading: short, without an end, apart."""
        if self.notes.is_open or self.notes.takes_numbers or self._gap is not Gap.BLANK:
            return False
        if len(text.split()) > _HEADING_WORDS or not text[:1].isupper() or text[-1:] in ".,;:":
            return False
        if _MEETING_LINE.match(text) or self._after_closing or not self._is_finished():
            return False
        if self.annexes:
            return bool(NUMBER.match(upcoming)) or upcoming.lstrip("*_“(")[:1].isupper()
        return self._part is self.operative and bool(NUMBER.match(upcoming))

    def _heading(self, text: str, line: Line, *, certain: bool = True) -> None:
        annex = self.annexes[-1] if self.annexes else None
        if annex and not annex.paragraphs and not annex.title and not is_label(text):
            annex.title.append(text)
            self._gap = Gap.BLANK
        else:
            self._head(text, certain=certain, line=line)

    def _head(self, text: str, *, certain: bool, line: Line | None = None) -> None:
        for lost in self._sections.add(text):
            self._doubt(f"no paragraph follows the heading “{lost}”", line or Line(1, ""))
        if not certain and line:
            self._doubt(f"“{text}” is taken for a heading", line)
        self._current = None
        self._is_fresh = True
        self._gap = Gap.BLANK
        self.notes.close()

    def _annex(self, label: str, line: Line) -> None:
        self._open_annex(label, line)
        self.notes.restart()

    def _open_annex(self, label: str, line: Line) -> None:
        for heading in self._sections.unused:
            self._doubt(f"no paragraph follows the heading “{heading}”", line)
        self.annexes.append(AnnexDraft(label, line))
        self._part = self.annexes[-1].paragraphs
        self._sections = Sections()
        self._current, self._last_number, self._is_fresh = None, 0, True
        self._after_closing = False
        self._gap = Gap.BLANK
        self.notes.close()

    def _close(self, closing: re.Match[str], line: Line) -> None:
        self.closings.append((closing, line))
        self._after_closing = True
        self._current = None
        self._gap = Gap.BLANK
        self.notes.close()

    def _enact(self) -> None:
        """The enacting words again: another part of the resolution begins."""
        self._part = self.preambular
        self._after_closing = False
        self._last_number, self._is_fresh = 0, True
        self._gap = Gap.BLANK

    def _read_line(self, line: Line) -> None:
        if self._gap is not Gap.LINE and self._starts_paragraph(line):
            self.notes.close()
        if self.notes.takes(line, self._gap, self._current):
            return
        if self.notes.is_open and (self.annexes or not self._after_closing):
            starts_paragraph = self._number(line, self.notes.last)
        else:
            starts_paragraph = not self._after_closing and self._number(line, self._current)
        if starts_paragraph:
            self.notes.close()
            self._open_numbered(line)
        elif self.notes.is_open:
            self.notes.add(line)
        else:
            self._read_paragraph(line)

    def _starts_paragraph(self, line: Line) -> bool:
        """Whether a line below a rule is none of a footnote's: there a paragraph begins."""
        if not self.notes.takes_numbers:
            return False
        if found := NUMBER.match(line.text):
            return int(found[1]) in self._due()
        return self._part is self.preambular and opens_preambular_apart(line.text)

    def _number(self, line: Line, before: Draft | None) -> bool:
        """Whether a line opens with a paragraph's number."""
        if not (found := NUMBER.match(line.text)):
            return False
        settled = before is None or not before.end or before.ends_in(";:,.")
        alone = not line.text[found.end() :].strip("*_ ")
        wrapped = self._gap is Gap.LINE
        if not settled and (alone or wrapped):
            return False  # a wrapped sentence, as in “paragraph / 5.”
        if not wrapped or before is None or int(found[1]) in self._due():
            return not (wrapped and self._trusts_blanks) or before is None or before.ends_in(";.:")
        return before.ends_in(";.") and not alone

    def _due(self) -> tuple[int, ...]:
        return (self._last_number + 1, 1) if self._is_fresh else (self._last_number + 1,)

    def _open_numbered(self, line: Line) -> None:
        found = NUMBER.match(line.text)
        number = int(found[1]) if found else 0
        due = self._last_number + 1
        begins = number == 1 and (self._is_fresh or self._is_declared())
        if self._part is self.preambular:
            self._part = self.operative
        if number == 1 < due and not begins:
            self._doubt("the numbers begin again at 1, and no heading says why", line)
        elif number != due and not begins:
            what = "paragraph" if self.annexes else "operative paragraph"
            self._doubt(f"{what} {due} is due, but the number is {number}", line)
        self._is_fresh = False
        self._last_number = number
        self._open(line, str(number))

    def _is_declared(self) -> bool:
        """Whether “… and therefore:” stands right before."""
        return bool(self._part) and not self._part[-1].number and self._part[-1].ends_in(":")

    def _open(self, line: Line, number: str = "") -> None:
        self._current = Draft(number, self._sections.path)
        self._current.add(line, Gap.BLANK)
        self._part.append(self._current)

    def _read_paragraph(self, line: Line) -> None:
        if self._after_closing:
            self._doubt("text after the meeting and its date is read as an annex", line)
            self._open_annex("", line)
        if self._part is self.preambular:
            self._read_preambular(line)
        elif self._part is self.operative:
            self._read_operative(line)
        else:
            self._read_annexed(line)

    def _continue(self, line: Line) -> None:
        if self._current is None:
            self._open(line)
        else:
            # What follows a number that stands alone is the paragraph's first wording.
            self._current.add(line, self._gap if self._current.end else Gap.LINE)

    def _read_preambular(self, line: Line) -> None:
        """A page can break after any comma and before any name: there the paragraph must also
        open as preambular paragraphs do, and so it must where no blank line parts them.
        """
        before = self._current
        finished = before is None or (before.ends_in(",;") and before.open_quotes <= 0)
        apart = self._gap is not Gap.LINE
        if finished and (apart or not self._trusts_blanks) and self._opens_operative(line):
            self._part = self.operative
            self._open(line)
            return
        opening = opens_preambular(line.text) and (finished or apart)
        if self._trusts_blanks:
            starts = self._gap is Gap.BLANK and (finished or opening) and not opens_item(line.text)
        else:
            named = self._gap is Gap.BLANK and first_word(line.text)
            starts = (finished and bool(opening or named)) or (opening and apart)
        if self._current is None or starts:
            self._open(line)
        else:
            self._continue(line)

    def _opens_operative(self, line: Line) -> bool:
        return opens_operative(line.text) or opens_declaration(line.text)

    def _read_operative(self, line: Line) -> None:
        before = self._current
        if before is None and opens_preambular(line.text):  # a section with its own preamble
            self._part = self.preambular
            self._open(line)
        elif before is None:
            self._open(line)
        elif (
            self._gap is Gap.LINE
            or not before.ends_in(";.:,")
            or opens_item(line.text)
            or not line.text.lstrip('*_“"')[:1].isupper()
        ):
            self._continue(line)
        else:
            self._read_apart(line, before)

    def _read_apart(self, line: Line, before: Draft) -> None:
        """A line that follows a finished operative paragraph and has no number."""
        if self._is_fresh or (before.ends_in(":") and opens_declaration(line.text)):
            self._open(line)  # before the first number, each stands for itself
        elif before.ends_in(";.") and opens_operative(line.text):
            self._doubt("this operative paragraph has no number", line)
            self._open(line)
        else:
            if not before.ends_in(":"):
                self._doubt("this follows a finished operative paragraph and has no number", line)
            self._continue(line)

    def _read_annexed(self, line: Line) -> None:
        before = self._current
        apart = self._gap is not Gap.LINE
        finished = before is None or before.ends_in(";.:,")
        if before is None or (apart and finished and not opens_item(line.text)):
            self._open(line)
        else:
            self._continue(line)


def _bare(block: list[Line]) -> str:
    """The lines as they stand: a heading that is emphasized whole differs from its text."""
    return joined(line.text for line in block)


def _upcoming(lines: list[Line]) -> list[str]:
    """For each line, and the end: the next line that isn't blank, itself included."""
    following = [""]
    for line in reversed(lines):
        following.append(line.text or following[-1])
    return [*reversed(following), ""]


def _starts_apart(block: list[Line], line: Line) -> bool:
    """Headings and the closing lines stand apart even where no blank line parts them."""
    if line.is_heading or block[-1].is_heading:
        return True
    if _MEETING_LINE.match(line.text):
        return block[-1].text.rstrip(SUPERSCRIPTS + "*_").endswith(".")
    closed = _MEETING_LINE.match(block[0].text)
    return bool(closed and (line.text[0] in SUPERSCRIPTS or _is_closed(block)))


def _is_closed(block: list[Line]) -> bool:
    return bool(_CLOSING.fullmatch(plain(joined(line.text for line in block))))
