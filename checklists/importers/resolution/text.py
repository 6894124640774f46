"""Reads the transcript of a resolution. Pure: text in, dataclasses out."""

from datetime import date

from checklists.importers.resolution.body import Body
from checklists.importers.resolution.building import Builder
from checklists.importers.resolution.header import Masthead, read_masthead, to_date
from checklists.importers.resolution.markup import read_lines
from checklists.importers.resolution.parsed import (
    Doubt,
    ParsedParagraph,
    ParsedResolution,
    ResolutionError,
)
from checklists.importers.resolution.references import read_references
from checklists.importers.resolution.wording import Words

MAX_LINES = 60_000  # some 1,200 pages, read in seconds


def parse_resolution_text(source: str) -> ParsedResolution:
    """Reads one resolution from its transcript, or from text as it is pasted from a page.

    Takes Markdown or plain text, wrapped or not, with the footnotes at the end or at the foot of
    each page. Every word after the title is in exactly one paragraph, heading or footnote of the
    result, or is named in a doubt, except page furniture and the closing lines.

    Raises ResolutionError, which names the line, for a text that is no resolution: without a
    numbered title, the enacting words of an organ, or any operative paragraph. A text of more than
    MAX_LINES lines is refused, too.
    """
    lines = source.count("\n") + source.count("\r") - source.count("\r\n") + 1
    if lines > MAX_LINES:
        said = f"the text has {lines:,} lines; {MAX_LINES:,} is the most a resolution may have"
        raise ResolutionError(said, MAX_LINES + 1)
    text = read_lines(source)
    doubts = list(text.doubts)
    masthead, following = read_masthead(text.lines, doubts)
    body = Body(masthead, text, doubts)
    body.read(following)
    if not body.operative:
        last = text.lines[-1]
        raise ResolutionError("no operative paragraph was found", last.number, last.page)
    meeting, adopted_on = _adoption(masthead, body, doubts)
    words = Words([masthead.title, *(line.text for line in following)])
    builder = Builder(body, words, strict=text.has_pages, doubts=doubts)
    preambular, operative = builder.preambular(), builder.operative()
    annexes = builder.annexes()
    footnotes = builder.footnotes()
    cited = [*_texts(preambular), *_texts(operative)]
    for annex in annexes:
        cited += _texts(annex.paragraphs)
    return ParsedResolution(
        symbol=masthead.symbol,
        organ=masthead.organ,
        title=masthead.title,
        adopted_on=adopted_on,
        distributed_on=masthead.distributed_on,
        session=masthead.session,
        agenda_item=masthead.agenda_item,
        meeting=meeting,
        draft_symbols=masthead.draft_symbols,
        preambular=preambular,
        operative=operative,
        annexes=annexes,
        footnotes=footnotes,
        references=read_references([*cited, *(n.text for n in footnotes)], masthead.organ),
        doubts=tuple(dict.fromkeys(sorted(doubts, key=lambda doubt: doubt.line))),
    )


def _texts(paragraphs: tuple[ParsedParagraph, ...]) -> list[str]:
    texts = []
    for paragraph in paragraphs:
        texts += [paragraph.text, *_texts(paragraph.children)]
    return texts


def _adoption(masthead: Masthead, body: Body, doubts: list[Doubt]) -> tuple[str, date | None]:
    """The meeting, and the date on which the masthead and the closing lines must agree."""
    meeting, adopted_on = masthead.meeting, masthead.adopted_on
    for found, line in body.closings:
        closed_on = to_date(found.groups()[1:], line, doubts)
        if closed_on and adopted_on and closed_on != adopted_on:
            said = f"the meeting was on {closed_on}, but the resolution was adopted on {adopted_on}"
            doubts.append(Doubt(said, line.number, line.page))
        meeting = meeting or found[1]
        adopted_on = adopted_on or closed_on
    if adopted_on is None:
        last = body.operative[-1].pieces[-1].line
        doubts.append(Doubt("the date of adoption was not found", last.number, last.page))
    return meeting, adopted_on
