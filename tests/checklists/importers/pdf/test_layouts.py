"""Other layouts than the two published files': what stands where decides, on any page."""

from checklists.importers.pdf.document import read_pdf
from checklists.importers.transcript import Transcript
from tests.checklists.importers.pdf.builder import pages_with, shown, stream

Placed = tuple[float, float, float, str]

LEFT, SIZE, LEADING = 100.0, 10.0, 12.0
FULL = "to that end the words of this line run on until they reach the right margin of the page"


def column(y: float, *lines: str, x: float = LEFT, gap: float = LEADING) -> list[Placed]:
    """Lines below each other; a tab in front is an indent."""
    return [
        (x + 24 * text.count("\t"), y - gap * at, SIZE, text.strip())
        for at, text in enumerate(lines)
    ]


def transcript_of(*pages: list[Placed]) -> Transcript:
    return read_pdf(pages_with(*(shown(*page) for page in pages)))


def blocks(transcript: Transcript) -> list[str]:
    return transcript.text.strip().split("\n\n")


def test_an_indent_begins_a_paragraph_where_no_gap_does() -> None:
    read = transcript_of(
        column(700, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL, "and so on,")
        + column(652, f"\tNoting {FULL[8:]}", "with thanks,")
    )

    assert blocks(read)[1:] == [
        "The General Assembly,",
        f"Recalling {FULL[10:]}\n{FULL}\nand so on,",
        f"Noting {FULL[8:]}\nwith thanks,",
    ]


def test_hanging_items_are_paragraphs_of_their_own() -> None:
    read = transcript_of(
        column(700, "\tThe General Assembly,", f"\t1. Urges {FULL[9:]}", "them:")
        + column(664, "\t(a) To act in all the ways that this item has words for until", x=LEFT)
        + column(652, "\t\tit is done;", "\t(b) To report;", x=LEFT)
    )

    assert blocks(read)[3:] == [
        "(a) To act in all the ways that this item has words for until\nit is done;",
        "(b) To report;",
    ]


def test_marks_of_two_digits_stand_directly_after_their_word() -> None:
    text = column(700, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL)
    host = (LEFT, 664.0, SIZE, "its resolution")
    read = transcript_of(
        [
            *text,
            host,
            (156.6, 667.5, 6.5, "12"),
            (166, 664, SIZE, "of that year,"),
            (LEFT, 90, 6, "12"),
            (LEFT + 8, 87, 8, "Resolution 46/182."),
        ]
    )

    assert blocks(read)[2].endswith("\nits resolution¹² of that year,")
    assert blocks(read)[-1] == "¹² Resolution 46/182."


def test_running_titles_without_a_rule_are_left_out_and_text_is_not() -> None:
    def page(number: int, *lines: str) -> list[Placed]:
        head = (LEFT, 745.0, 8.0, "A/RES/1/2") if number % 2 else (400.0, 745.0, 8.0, "A/RES/1/2")
        foot = (LEFT, 40.0, 8.0, f"{number}/3")
        return [head, *column(700, *lines), foot]

    read = transcript_of(
        page(1, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL),
        page(2, "2015", f"\tNoting {FULL[8:]}", FULL, FULL),
        page(3, "A/70/1", "\t1. Decides to end.", f"\t2. Urges {FULL[9:]}", "too."),
    )

    assert "A/RES/1/2\n" not in read.text.partition("[page 2]")[2]
    assert "\n[page 2]\n2015\n" in read.text
    assert "\n[page 3]\nA/70/1\n" in read.text
    assert "/3" not in read.text


def test_headings_and_annexes_are_marked() -> None:
    read = transcript_of(
        [
            *column(700, "\tThe General Assembly,", f"\t1. Urges {FULL[9:]}", FULL, "now;"),
            (280.0, 630.0, SIZE, "II"),
            *column(600, f"\t2. Asks {FULL[8:]}", FULL, "again."),
            (100.0, 540.0, 13.0, "Annex"),
            (100.0, 515.0, 13.0, "Guidelines on access"),
            *column(490, f"\t1. All {FULL[8:]}", "stay."),
        ]
    )

    assert "## II" in blocks(read)
    assert blocks(read)[-3:-1] == ["## Annex", "## Guidelines on access"]


def test_a_masthead_in_two_columns_is_read_column_by_column() -> None:
    read = transcript_of(
        [
            (LEFT, 740.0, 14.0, "UNITED NATIONS"),
            (450.0, 740.0, SIZE, "Distr."),
            (450.0, 728.0, SIZE, "GENERAL"),
            (450.0, 716.0, SIZE, "A/RES/46/182"),
            *column(650, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL, FULL),
        ]
    )

    assert "Distr.\nGENERAL\nA/RES/46/182" in blocks(read)


def test_a_page_without_text_is_doubted() -> None:
    text = shown(*column(700, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL))
    read = read_pdf(pages_with(text, stream(b"0 0 m 9 9 l S")))

    assert [(doubt.page, doubt.message) for doubt in read.doubts] == [
        (2, "this page has no text: is it a picture?")
    ]
    assert read.text.split("\n")[read.doubts[0].line - 1] == "[page 2]"


def test_letters_that_stand_sideways_or_outside_are_doubted() -> None:
    upright = b"BT /F 10 Tf 72 700 Td (The General Assembly,) Tj ET "
    turned = b"BT /F 10 Tf 0 1 -1 0 30 100 Tm (Margin) Tj ET BT /F 9 Tf 900 9 Td (Out) Tj ET"
    doubts = read_pdf(pages_with(stream(upright + turned))).doubts

    assert [doubt.message.split(" on ")[0] for doubt in doubts] == [
        "6 letters stand sideways",
        "3 letters stand outside of this page and were left out",
    ]


def test_a_note_without_a_mark_is_doubted() -> None:
    read = transcript_of(
        [
            *column(700, "\tThe General Assembly,", f"\tRecalling {FULL[10:]}", FULL, FULL, FULL),
            (LEFT, 100, SIZE, "__________"),
            (LEFT, 87, 8, "Resolution 46/182."),
        ]
    )

    assert [doubt.message for doubt in read.doubts] == [
        "this stands among the footnotes and has no mark"
    ]
    assert read.text.split("\n")[read.doubts[0].line - 1] == "Resolution 46/182."


def test_recognised_text_of_a_scan_is_read_and_doubted() -> None:
    hidden = stream(b"BT 3 Tr /F 10 Tf 72 700 Td (The General Assembly,) Tj ET")
    read = read_pdf(pages_with(hidden))

    assert "The General Assembly," in read.text
    assert "recognised by a machine" in read.doubts[0].message
