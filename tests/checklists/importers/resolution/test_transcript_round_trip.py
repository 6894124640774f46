"""Made-up transcripts, with headings, sub-paragraphs, pages and annexes, read back as they were."""

import os
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.importers.resolution.parsed import ParsedAnnex, ParsedParagraph
from checklists.importers.resolution.text import parse_resolution_text
from tests.checklists.importers.sources import resolution

FUZZ = int(os.environ.get("PARSER_FUZZ", "1"))
WORDS = [
    "States",
    "to protect",
    "personnel,",
    "in 1999,",
    "(a) roads",
    "resolution 46/182",
    "“and;”",
]
WORDS += ["paragraph 12", "of law", "2 May", "high-risk", "Recalling", "Urges", "United Nations"]
HEADINGS = ["Road safety", "I", "II", "A. Vehicles", "B. Drivers", "Follow-up"]

wordings = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


@dataclass
class Made:
    """A transcript in the making, and what must be read from it."""

    draw: st.DrawFn
    source: str = ""
    page: int = 1
    paragraphs: list[ParsedParagraph] = field(default_factory=list)

    def write(self, text: str) -> None:
        """A block, wrapped anywhere; a page may end after any of its lines."""
        words = text.split(" ")
        for at, word in enumerate(words):
            self.source += word
            if at + 1 == len(words):
                break
            how = self.draw(st.sampled_from("     nnp"))
            self.page += how == "p"
            self.source += {" ": " ", "n": "\n", "p": f"\n[page {self.page}]\n"}[how]
        self.source += "\n\n"

    def numbered(self, number: int, section: str, end: str) -> None:
        """A paragraph, with sub-paragraphs where it ends in a colon."""
        count = self.draw(st.sampled_from([0, 0, 2, 3]))
        text = f"Asks {self.draw(wordings)}{':' if count else end}"
        self.write(f"{number}. {text}")
        children = []
        for at in range(count):
            own = f"To {self.draw(wordings)}{end if at + 1 == count else ';'}"
            self.write(f"({'abc'[at]}) {own}")
            children.append(ParsedParagraph(f"({'abc'[at]})", own, section=section))
        self.paragraphs.append(
            ParsedParagraph(str(number), text, children=tuple(children), section=section)
        )


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[str, list[ParsedParagraph], list[ParsedAnnex]]:
    made = Made(draw, "[page 1]\n\nNoting law,\n\n")
    number, section = 0, ""
    last = draw(st.integers(1, 8))
    for at in range(1, last + 1):
        if draw(st.booleans()) and not section:
            section = draw(st.sampled_from(HEADINGS))
            made.source += f"## {section}\n\n"
            number = 0
        number += 1
        made.numbered(number, section, "." if at == last else ";")
    body = list(made.paragraphs)
    made.source += "47th plenary meeting\n8 December 2023\n\n"
    annexes = []
    for label in draw(st.sampled_from([[], ["Annex"], ["Annex I", "Annex II"]])):
        made.source += f"## {label}\n\n## Plan of action\n\n"
        made.paragraphs = []
        for at in range(1, draw(st.integers(1, 4)) + 1):
            made.numbered(at, "", ".")
        annexes.append(ParsedAnnex(label, "Plan of action", tuple(made.paragraphs)))
    return made.source, body, annexes


@settings(max_examples=40 * FUZZ, deadline=None)
@given(transcripts())
def test_a_made_up_transcript_reads_back(
    made: tuple[str, list[ParsedParagraph], list[ParsedAnnex]],
) -> None:
    source, body, annexes = made
    read = parse_resolution_text(resolution(source, closing=""))
    assert list(read.operative) == body
    assert list(read.annexes) == annexes
