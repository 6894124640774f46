"""The two resolutions as the United Nations published them, against transcripts read by eye."""

import re
from pathlib import Path

import pytest

from checklists.importers.pdf.document import read_pdf
from checklists.importers.resolution.parsed import Doubt
from checklists.importers.resolution.text import parse_resolution_text
from checklists.importers.transcript import DocumentError, Transcript

DOCUMENTS = Path(__file__).parent.parent / "documents"


def read(name: str) -> Transcript:
    return read_pdf((DOCUMENTS / f"{name}.pdf").read_bytes())


@pytest.mark.parametrize("name", ["A_RES_73_6-EN", "A_RES_73_7-EN"])
def test_a_published_resolution_is_read_whole(name: str) -> None:
    assert read(name).text == (DOCUMENTS / f"{name}.txt").read_text()


def test_a_mark_that_stands_on_the_line_is_raised_and_doubted() -> None:
    transcript = read("A_RES_73_6-EN")

    assert transcript.doubts == (
        Doubt(
            "the figure 1 after “UNISPACE+50,” stands on the line; it was read as a footnote mark",
            line=157,
            page=3,
        ),
    )
    assert transcript.text.split("\n")[156].endswith("UNISPACE+50,¹")


def test_what_is_read_without_a_question_has_no_doubt() -> None:
    assert read("A_RES_73_7-EN").doubts == ()


def test_words_are_parted_by_what_a_reader_sees() -> None:
    text = re.sub(r"\s+", " ", read("A_RES_73_6-EN").text)

    assert "United Nations Conference on the" in text
    assert "Committee on the Peaceful Uses" in text
    assert "the high-level segment of UNISPACE+50" in text
    assert "documents related to UNISPACE+50,⁶ which provide" in text
    assert "Risk Reduction 2015–2030³ and of the commitments" in text


def test_a_footnote_that_runs_over_two_pages_is_one() -> None:
    notes = read("A_RES_73_6-EN").text.partition("__________")[2]

    sixth = next(note for note in notes.split("\n\n") if note.startswith("⁶"))
    assert sixth.startswith("⁶ Related documents include A/AC.105/1129,")
    assert sixth.endswith("A/AC.105/1180 and A/AC.105/1181.\n")


@pytest.mark.parametrize("name", ["A_RES_73_6-EN", "A_RES_73_7-EN"])
def test_the_furniture_of_pages_is_left_out(name: str) -> None:
    body = read(name).text.partition("The General Assembly,")[2]

    assert not re.search(r"^A/RES/73/[67]$|18-1[0-9]{4}|\b[1-5]/5\b|\*18|recycle", body, re.M)


def test_a_file_that_only_begins_like_a_pdf_is_refused() -> None:
    with pytest.raises(DocumentError, match="cut off"):
        read_pdf(b"%PDF-1.7\n")


@pytest.mark.parametrize(
    ("name", "preambular", "operative", "footnotes"),
    [("A_RES_73_6-EN", 25, 14, 6), ("A_RES_73_7-EN", 13, 28, 9)],
)
def test_what_is_read_is_a_resolution_without_doubts(
    name: str, preambular: int, operative: int, footnotes: int
) -> None:
    parsed = parse_resolution_text(read(name).text)

    assert (len(parsed.preambular), len(parsed.operative)) == (preambular, operative)
    assert [note.mark for note in parsed.footnotes] == [str(n + 1) for n in range(footnotes)]
    assert parsed.doubts == ()
