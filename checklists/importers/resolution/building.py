"""From drafts to paragraphs: wording, footnote marks and sub-paragraphs, with their doubts."""

import re
from collections.abc import Iterator
from itertools import chain

from checklists.importers.resolution.body import Body
from checklists.importers.resolution.drafts import NUMBER, AnnexDraft, Draft
from checklists.importers.resolution.footnote_marks import DigitMarks
from checklists.importers.resolution.markup import (
    CLOSING_QUOTES,
    SUPERSCRIPTS,
    Line,
    plain,
    split_marks,
)
from checklists.importers.resolution.openings import goes_on_as_paragraph
from checklists.importers.resolution.parsed import (
    Doubt,
    ParsedAnnex,
    ParsedFootnote,
    ParsedParagraph,
    ResolutionError,
)
from checklists.importers.resolution.sub_paragraphs import Node, tree
from checklists.importers.resolution.wording import Words, damage, joined

_OWN_MARK = re.compile(rf"(?:[{SUPERSCRIPTS}]+|\*+|[0-9]{{1,3}}(?= |\Z))\s*")
_PREAMBULAR_END = re.compile(rf"[,;][{CLOSING_QUOTES})\]]*(?: and)?\Z")
_OPERATIVE_END = re.compile(rf"[;.][{CLOSING_QUOTES})\]]*(?:,? (?:and|or))?\Z")
# In characters. Lists of treaties have 850; with marks in digits, a footnote is less certain.
_LONGEST_FOOTNOTE, _LONGEST_IN_DIGITS = 1_000, 600
_CUT = re.compile(r"[,;:-]\Z")


class Builder:
    """Builds what a Body gathered. Its methods are called in the order of the document."""

    def __init__(self, body: Body, words: Words, *, strict: bool, doubts: list[Doubt]) -> None:
        self._body = body
        self._words = words
        self._strict = strict
        self._doubts = doubts
        self._marks = DigitMarks(body.notes.in_digits, _lines(body))
        self._seen: dict[str, Line] = {}

    def preambular(self) -> tuple[ParsedParagraph, ...]:
        """The preambular paragraphs, which end in a comma."""
        built = []
        for draft in self._body.preambular:
            paragraph = self._paragraph(draft)
            if not _PREAMBULAR_END.search(_end(paragraph)):
                self._doubt("this preambular paragraph doesn't end in a comma", draft.first)
            built.append(paragraph)
        return tuple(built)

    def operative(self) -> tuple[ParsedParagraph, ...]:
        """The operative paragraphs, which end in a semicolon or full stop."""
        drafts = self._body.operative
        built = []
        for at, draft in enumerate(drafts):
            paragraph = self._paragraph(draft)
            opens_more = not paragraph.number or (
                bool(self._body.annexes) and at + 1 == len(drafts)
            )
            ends = r"[;.:,]\W*\Z" if opens_more else _OPERATIVE_END
            if not re.search(ends, _end(paragraph)):
                name = f"operative paragraph {paragraph.number}".rstrip()
                self._doubt(f"{name} doesn't end in a semicolon or full stop", draft.first)
            built.append(paragraph)
        if not self._body.closings and not drafts[-1].ends_in(".") and not self._body.annexes:
            last = drafts[-1].pieces[-1].line
            said = "the text is cut off: no full stop ends it, and no meeting and date follow"
            raise ResolutionError(said, last.number, last.page)
        return tuple(built)

    def annexes(self) -> tuple[ParsedAnnex, ...]:
        """What is annexed."""
        return tuple(self._annex(draft) for draft in self._body.annexes)

    def footnotes(self) -> tuple[ParsedFootnote, ...]:
        """The footnotes; each has a mark in the text, and each mark its footnote."""
        built: dict[tuple[str, str], ParsedFootnote] = {}
        marks: set[str] = set()
        restarts = bool(self._body.annexes)
        for draft in self._body.notes.drafts:
            text = _OWN_MARK.sub("", self._wording([p.line for p in draft.pieces]), count=1)
            if not text or _CUT.search(text):
                self._doubt(f"footnote {draft.number} is not whole", draft.first)
            self._damage(text, draft.first)
            self._check_length(draft, text)
            if draft.number in marks and not (restarts and draft.number.isdigit()):
                self._doubt(f"footnote {draft.number} stands twice", draft.first)
            if draft.number not in self._seen and draft.number.isdigit():
                self._doubt(f"footnote {draft.number} has no mark in the text", draft.first)
            marks.add(draft.number)
            built[draft.number, f"{draft.first.number}"] = ParsedFootnote(draft.number, text)
        for mark, line in self._seen.items():
            if mark not in marks:
                self._doubt(f"the mark {mark} has no footnote", line)
        return tuple(built.values())

    def _check_length(self, draft: Draft, text: str) -> None:
        """A footnote that may have taken in a paragraph is a doubt."""
        name = f"footnote {draft.number}"
        in_digits = draft.number in self._body.notes.in_digits
        if len(text) > (_LONGEST_IN_DIGITS if in_digits else _LONGEST_FOOTNOTE):
            said = f"{name} has {len(text):,} characters: is it all one footnote?"
            self._doubt(said, draft.first)
        if goes_on_as_paragraph(text):
            self._doubt(f"{name} contains what opens like a paragraph", draft.first)

    def _annex(self, draft: AnnexDraft) -> ParsedAnnex:
        paragraphs = tuple(self._paragraph(each) for each in draft.paragraphs)
        if not paragraphs:
            self._doubt(f"no text follows “{draft.label}”", draft.line)
        return ParsedAnnex(draft.label, " ".join(draft.title), paragraphs)

    def _paragraph(self, draft: Draft) -> ParsedParagraph:
        root = tree(draft.pieces, draft.number, strict=self._strict, doubts=self._doubts)
        return self._node(root, draft.section, draft.first)

    def _node(self, node: Node, section: str, first: Line) -> ParsedParagraph:
        line = node.lines[0] if node.lines else first
        text = self._wording(node.lines)
        if node.number.isdigit():
            text = NUMBER.sub("", text, count=1).strip()
        text, doubtful = self._marks.raise_in(text)
        for message in doubtful:
            self._doubt(message, line)
        text, marks = split_marks(text)
        text = " ".join(text.split())
        for mark in marks:
            self._seen.setdefault(mark, line)
        self._damage(text, line)
        children = tuple(self._node(child, section, line) for child in node.children)
        return ParsedParagraph(
            number=node.number,
            text=text,
            footnotes=marks,
            children=children,
            section=section,
            line=line.number,
            page=line.page,
        )

    def _wording(self, lines: list[Line]) -> str:
        undecided: list[str] = []
        text = plain(joined((line.text for line in lines), self._words, undecided))
        for word in undecided:
            self._doubt(f"“{word}”: does its hyphen only part the line?", lines[0])
        return text

    def _damage(self, text: str, line: Line) -> None:
        for message in damage(text, self._words):
            self._doubt(message, line)

    def _doubt(self, message: str, line: Line) -> None:
        self._doubts.append(Doubt(message, line.number, line.page))


def _lines(body: Body) -> Iterator[str]:
    """The lines of all paragraphs, without those of the footnotes."""
    annexed = (draft for annex in body.annexes for draft in annex.paragraphs)
    for draft in chain(body.preambular, body.operative, annexed):
        yield from (piece.line.text for piece in draft.pieces)


def _end(paragraph: ParsedParagraph) -> str:
    """The last signs of a paragraph with its sub-paragraphs."""
    while paragraph.children:
        paragraph = paragraph.children[-1]
    return paragraph.text[-12:]
