"""What was read from a resolution, before anything is stored."""

from dataclasses import dataclass
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
    """A text that can't be read as a resolution: why, and on which line (the first is 1)."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    """`number` is None in the preamble; `footnotes` are the marks that stood in the text."""

    number: str | None
    text: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFootnote:
    """`mark` is written in plain digits, or is the asterisks of a note on the document itself."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedResolution:
    """A resolution, word for word. What the source doesn't say is an empty string or None.

    `session` is the part of the symbol before the slash: "78", or "ES-11" for a special session.
    """

    symbol: str
    title: str
    adopted_on: date
    distributed_on: date | None
    session: str
    agenda_item: str
    meeting: str
    draft_symbols: tuple[str, ...]
    preambular: tuple[ParsedParagraph, ...]
    operative: tuple[ParsedParagraph, ...]
    footnotes: tuple[ParsedFootnote, ...]
