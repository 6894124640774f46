"""What was read from a resolution, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be read for sure: why, on which line of the transcript, on which page.

    Lines count from 1, and so do pages; `page` is None in a text without pages.
    """

    message: str
    line: int
    page: int | None = None


class ResolutionError(ValueError):
    """A text that is no resolution: why, on which line (the first is 1), and on which page."""

    def __init__(self, message: str, line: int, page: int | None = None) -> None:
        super().__init__(message, line, page)
        self.message = message
        self.line = line
        self.page = page

    def __str__(self) -> str:
        place = f"line {self.line}" if self.page is None else f"page {self.page}, line {self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    """A paragraph, or the part of one that its children don't hold.

    `number` is as printed, "1" or "(a)", and "" where a paragraph has none; `footnotes` are the
    marks that stood in the text; `children` are its sub-paragraphs, and text that goes on after
    them is a child without a number. `section` is the path of headings, joined by " / ".
    `line` and `page` say where it begins in the transcript, which is no part of what it says.
    """

    number: str
    text: str
    footnotes: tuple[str, ...] = ()
    children: tuple["ParsedParagraph", ...] = ()
    section: str = ""
    line: int = field(default=0, compare=False)
    page: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ParsedAnnex:
    """What a resolution annexes: `label` is "Annex" or "Annex II", and `title` may be ""."""

    label: str
    title: str
    paragraphs: tuple[ParsedParagraph, ...]


@dataclass(frozen=True, slots=True)
class ParsedFootnote:
    """`mark` is written in plain digits, or is the asterisks of a note on the document itself."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An instrument that the text cites, with the words that cite it first.

    `kind` is resolution, document, treaty or other; `symbol` is the symbol as the United Nations
    write it now (A/RES/46/182), or the name of a treaty.
    """

    kind: str
    symbol: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedResolution:
    """A resolution, word for word. What the source doesn't say is an empty string or None.

    `organ` is one of "General Assembly", "Security Council", "Human Rights Council" and "Economic
    and Social Council"; `session` is "78", or "ES-11" for a special session.
    """

    symbol: str
    organ: str
    title: str
    adopted_on: date | None
    distributed_on: date | None
    session: str
    agenda_item: str
    meeting: str
    draft_symbols: tuple[str, ...]
    preambular: tuple[ParsedParagraph, ...]
    operative: tuple[ParsedParagraph, ...]
    annexes: tuple[ParsedAnnex, ...]
    footnotes: tuple[ParsedFootnote, ...]
    references: tuple[Reference, ...]
    doubts: tuple[Doubt, ...]
