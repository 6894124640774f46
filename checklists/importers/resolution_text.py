"""Reads the pasted text of a General Assembly resolution. Pure: text in, dataclasses out."""

import re
from datetime import date

from checklists.importers.markup import (
    CLOSING_QUOTES,
    SUPERSCRIPTS,
    has_markup,
    joined,
    plain,
    read_lines,
    split_marks,
)
from checklists.importers.resolution import (
    ParsedFootnote,
    ParsedParagraph,
    ParsedResolution,
    ResolutionError,
)
from checklists.importers.resolution_body import Body, Draft
from checklists.importers.resolution_header import Masthead, read_masthead, to_date

_OWN_NUMBER = re.compile(r"[0-9]{1,3}\.\s*")
_OWN_MARK = re.compile(rf"(?:[{SUPERSCRIPTS}]+|\*+)\s*")
_PREAMBULAR_END = re.compile(rf"[,;][{CLOSING_QUOTES})\]]*\Z")
_OPERATIVE_END = re.compile(rf"[;.,:][{CLOSING_QUOTES})\]]*(?: (?:and|or))?\Z")
_CUT = re.compile(r"[,;:-]\Z")


def parse_resolution_text(source: str) -> ParsedResolution:
    """Reads the text of one resolution as it is pasted from a page or converted from a file.

    Takes Markdown or plain text, wrapped or not, with the footnotes of each page in the middle of
    it. Every line after the title is in exactly one paragraph or footnote of the result, except
    page furniture and the closing lines; sub-paragraphs stay in the text of their paragraph.

    Raises ResolutionError, which names the line, for any text that isn't a resolution, whose
    operative paragraphs don't run 1, 2, 3 …, or in which a line has no certain place.
    """
    lines = read_lines(source)
    masthead, following = read_masthead(lines)
    body = Body(masthead.symbol, masthead.title)
    body.read(following)
    last = lines[-1].number
    if not body.operative:
        raise ResolutionError("no operative paragraph 1 was found", last)
    meeting, adopted_on = _adoption(masthead, body, last)
    preambular = tuple(_paragraph(draft) for draft in body.preambular)
    operative = tuple(_paragraph(draft) for draft in body.operative)
    _check_ends(body, preambular, operative)
    return ParsedResolution(
        symbol=masthead.symbol,
        organ="General Assembly",
        title=masthead.title,
        adopted_on=adopted_on,
        distributed_on=masthead.distributed_on,
        session=masthead.session,
        agenda_item=masthead.agenda_item,
        meeting=meeting,
        draft_symbols=masthead.draft_symbols,
        preambular=preambular,
        operative=operative,
        annexes=(),
        footnotes=_footnotes(body.footnotes),
        references=(),
        doubts=(),
    )


def _adoption(masthead: Masthead, body: Body, last: int) -> tuple[str, date]:
    """The meeting, and the date on which the masthead and the closing lines must agree."""
    if not body.closing:
        if not masthead.adopted_on:
            raise ResolutionError("the date of adoption was not found", last)
        return "", masthead.adopted_on
    found, line = body.closing
    adopted_on = to_date(found[2], found[3], found[4], line)
    if masthead.adopted_on not in (None, adopted_on):
        raise ResolutionError(
            f"the meeting was on {adopted_on}, but the masthead says {masthead.adopted_on}", line
        )
    return found[1], adopted_on


def _wording(draft: Draft) -> str:
    return plain(joined(line.text for line in draft.lines))


def _check_markup(text: str, draft: Draft) -> None:
    if has_markup(text):
        raise ResolutionError("a stray sign of emphasis (* or _) in here", draft.lines[0].number)


def _paragraph(draft: Draft) -> ParsedParagraph:
    text = _wording(draft)
    if draft.number:
        text = _OWN_NUMBER.sub("", text, count=1)
    text, marks = split_marks(text)
    text = text.strip()
    _check_markup(text, draft)
    return ParsedParagraph(draft.number, text, marks, line=draft.lines[0].number)


def _check_ends(
    body: Body, preambular: tuple[ParsedParagraph, ...], operative: tuple[ParsedParagraph, ...]
) -> None:
    """A paragraph without its closing sign has lost words, or has taken in a heading."""
    for draft, paragraph in zip(body.preambular, preambular, strict=True):
        if not _PREAMBULAR_END.search(paragraph.text[-10:]):
            raise ResolutionError(
                "this preambular paragraph doesn't end in a comma", draft.lines[0].number
            )
    for draft, paragraph in zip(body.operative, operative, strict=True):
        if not _OPERATIVE_END.search(paragraph.text[-10:]):
            raise ResolutionError(
                f"operative paragraph {draft.number} doesn't end in a semicolon or full stop",
                draft.lines[0].number,
            )
    if not body.closing and not body.operative[-1].ends_in("."):
        raise ResolutionError(
            "the text is cut short: no full stop ends it, and no meeting and date follow",
            body.operative[-1].lines[-1].number,
        )


def _footnotes(drafts: list[Draft]) -> tuple[ParsedFootnote, ...]:
    marks: set[str] = set()
    footnotes: list[ParsedFootnote] = []
    for draft in drafts:
        line = draft.lines[0].number
        text = _OWN_MARK.sub("", _wording(draft), count=1)
        if not text or _CUT.search(text):
            raise ResolutionError(f"footnote {draft.number} is not whole", line)
        _check_markup(text, draft)
        if draft.number in marks:
            raise ResolutionError(f"footnote {draft.number} stands twice", line)
        marks.add(draft.number)
        footnotes.append(ParsedFootnote(draft.number, text))
    return tuple(footnotes)
