"""Resolutions made up from their paragraphs read back as those paragraphs."""

import textwrap
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.importers.resolution.markup import raised
from checklists.importers.resolution.parsed import ParsedFootnote, ParsedParagraph
from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import resolution

WORDS = ["States", "United Nations", "1999,", "1,614 persons", "resolution [46/182](#)", "and the"]
WORDS += ["paragraph 12", "[2175 \\(2014\\)](#)", "*inter alia*", "high-risk", "“Space2030”", "A/1"]
OPENINGS = ["Recalling", "Noting also", "Deeply concerned", "Mindful of", "Aware", "Guided by"]
VERBS = ["*Urges*", "**Calls upon**", "_Also requests_", "Decides"]
NOTES = ["[A/78/369](#), para. 42.", "*Ibid.*, annex V.", "Resolution [22 A \\(I\\)](#)."]

bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def without_markdown(text: str) -> str:
    for sign in ("](#)", "[", "\\", "*", "_"):
        text = text.replace(sign, "")
    return text


@dataclass
class Draft:
    """A resolution being made up: its source, and what must be read from it."""

    source: str = ""
    paragraphs: list[ParsedParagraph] = field(default_factory=list)
    footnotes: list[ParsedFootnote] = field(default_factory=list)

    def add(self, number: str, start: str, body: str, end: str, note: str | None) -> None:
        """A paragraph; with a note, its mark ends it and its page breaks before the body."""
        mark = str(len(self.footnotes) + 1) if note else ""
        between = f"\n\n{raised(mark)} {note}\n\n" if note else " "
        label = f"{number}. " if number else ""
        self.source += f"{label}{start}{between}{body}{end}{raised(mark)}"
        text = without_markdown(f"{start} {body}{end}")
        self.paragraphs.append(ParsedParagraph(number, text, (mark,) if mark else ()))
        if note:
            self.footnotes.append(ParsedFootnote(mark, without_markdown(note)))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    draft = Draft()
    notes = st.none() | st.sampled_from(NOTES)
    for _ in range(draw(st.integers(0, 4))):
        draft.add("", draw(st.sampled_from(OPENINGS)), draw(bodies), ",", draw(notes))
        draft.source += "\n\n"
    last = draw(st.integers(1, 12))
    for number in range(1, last + 1):
        end = "." if number == last else ";"
        draft.add(str(number), draw(st.sampled_from(VERBS)), draw(bodies), end, draw(notes))
        draft.source += draw(st.sampled_from(["\n", "\n\n", "\n\n\n"]))
    return draft


@settings(max_examples=60, deadline=None)
@given(draft=drafts(), width=st.integers(1, 100), ending=st.sampled_from(["\n", "\r\n"]))
def test_a_made_up_resolution_reads_back(draft: Draft, width: int, ending: str) -> None:
    lines = (
        textwrap.fill(line, width, break_long_words=False)
        for line in resolution(draft.source).split("\n")
    )
    read = parse_resolution_text(ending.join("\n".join(lines).split("\n")))
    assert [*read.preambular, *read.operative] == draft.paragraphs
    assert list(read.footnotes) == draft.footnotes
