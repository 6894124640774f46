"""The PDF of an office's report, read back as a reader's program reads it."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import pdf
from reports.office.data import EvidenceLine, OfficeReport
from reports.pdf import RenderError
from tests.reports import reading
from tests.reports.reading import language, squeezed, unpacked
from tests.reports.rendering import HASH, render
from tests.reports.report_data import item, office_report, report_of

MARGIN = 25 / 25.4 * 72
PAGE_WIDTH = 595.28
# How far a glyph may be drawn outside of its own width (an Arabic tail at the end of a line).
OVERHANG = 9

ARABIC = (
    "يجب على المكتب أن يضمن سلامة جميع الموظفين المعينين محلياً على قدم المساواة مع غيرهم، "
    "بما في ذلك التنقل والتدريب والتأمين. "
)
MARKUP = (
    '# *bold* _it_ $x^2$ #panic("no") <script>alert(1)</script> \\ #let x = 1 '
    "`raw` @ref <label> // comment /* c */ ~ -- --- ... 'q' \"q\" [a](b) {{ x }} %s \\u{41}"
)


def text(data: OfficeReport) -> str:
    """The whole report's text without spaces and breaks, which a line end may put anywhere."""
    return squeezed(words(data))


def words(data: OfficeReport) -> str:
    """The whole report's text, with single spaces."""
    return reading.words(render(data))


@pytest.fixture(scope="module")
def report_pages() -> list[str]:
    return reading.pages(render(office_report()))


def test_a_report_of_forty_items_says_what_it_is_about(report_pages: list[str]) -> None:
    cover = report_pages[0]
    for said in (
        "Goma Field Office",
        "Relief Bridge International",
        "East and Central Africa",
        "A/RES/78/118",
        "Duty of care in field offices",
        "Version 3",
        "1 January 2026 to 30 June 2026",
        "15 May 2026",
        "Submitted",
        "18 May 2026, 14:05 (Africa/Lubumbashi)",
    ):
        assert said in cover
    assert 12 <= len(report_pages) <= 20


def test_every_item_is_there_with_its_paragraph(report_pages: list[str]) -> None:
    whole = squeezed("".join(report_pages))
    for line in office_report().items:
        assert squeezed(line.ref + line.question) in whole
        assert re.search(rf"Para\.{line.paragraph}\u2060?\d+·{line.dimension.capitalize()}", whole)
        assert f"A/RES/78/118,para.{line.paragraph}." in whole or line.paragraph == "12"


def test_policy_and_practice_stand_apart_with_their_counts(report_pages: list[str]) -> None:
    summary = report_pages[2]
    policy, practice = office_report().policy, office_report().practice
    for figures in (policy, practice):
        assert f"{figures.completion}% " in summary
        assert f"{figures.answered} of {figures.items} items answered" in summary
        assert f"{figures.accepted} of {figures.answered} answers accepted" in summary
    assert "Policy: 1 item of 16 is not answered; 8 answers of 15 are not verified." in summary


def test_the_last_page_states_the_hash_of_the_frozen_data(report_pages: list[str]) -> None:
    assert HASH in report_pages[-1]
    assert "Operative's own words" in report_pages[-1]
    assert "General Assembly" in report_pages[-1]


def test_it_is_tagged_and_carries_its_metadata() -> None:
    raw = render(office_report())
    document = pypdfium2.PdfDocument(raw)
    assert document.is_tagged()
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == (
        "Goma Field Office: Duty of care in field offices, First half of 2026"
    )
    assert metadata["Author"] == "Relief Bridge International"
    assert b"<pdfaid:part>2" in raw
    assert b"<pdfaid:conformance>A" in raw
    assert b"<pdfuaid:part>1" in raw
    assert language(raw) == "en"


def test_bookmarks_lead_to_themes_and_items() -> None:
    document = pypdfium2.PdfDocument(render(office_report()))
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert "Summary" in titles
    assert "Premises" in titles
    assert any(title.startswith("27.3") for title in titles)
    assert titles[-1] == "The frozen data"


def test_the_same_data_gives_the_same_bytes_in_every_thread() -> None:
    with ThreadPoolExecutor(3) as threads:
        rendered = set(threads.map(render, [office_report()] * 3))
    assert len(rendered) == 1


def test_other_data_gives_other_bytes() -> None:
    later = dt.datetime(2026, 5, 19, tzinfo=dt.UTC)
    one, other = report_of(item()), report_of(item(), frozen_at=later)
    assert render(one) != render(other)


def test_nothing_answered_is_a_report_that_says_so() -> None:
    blank = [
        replace(
            line, answer="unanswered", verdict="pending", justification="", verdict_reason="",
            not_applicable_reason="", evidence=(),
        )
        for line in office_report().items
    ]  # fmt: skip
    whole = words(report_of(*blank))
    assert "Practice: 24 items of 24 are not answered." in whole
    assert "40 items ask for something" in whole
    assert "None" not in whole


def test_no_items_at_all() -> None:
    whole = words(report_of())
    assert "nothing to answer, to score or to verify" in whole
    assert "None" not in whole


def test_one_item_that_is_in_place_leaves_nothing_open() -> None:
    assert "Nothing is open" in words(report_of(item()))


def test_a_returned_item_gives_the_reason_in_its_place_and_in_the_open_points() -> None:
    returned = item(verdict="returned", verdict_reason="The log ends in March.")
    assert text(report_of(returned)).count("ThelogendsinMarch.") == 2


def test_evidence_is_listed_and_only_web_addresses_are_links() -> None:
    added = dt.date(2026, 4, 2)
    lines = (
        EvidenceLine("link", "Procedure", "https://example.org/a?b=c", added),
        EvidenceLine("link", "Trap", "javascript:alert(1)", added),
        EvidenceLine("file", "Named like one", "https://example.org/file", added),
    )
    raw = render(report_of(item(evidence=lines)))
    targets = set(re.findall(rb"/URI \(([^)]*)\)", unpacked(raw)))
    assert targets == {b"https://example.org/a?b=c"}


def test_markup_is_text() -> None:
    hostile = report_of(
        item(question=MARKUP, justification=MARKUP, verdict="returned", verdict_reason=MARKUP),
        office=MARKUP[:80],
        organization=MARKUP,
        cycle=MARKUP[:40],
    )
    # In question, justification and reason, on the cover, and in the open points.
    assert text(hostile).count(squeezed(MARKUP)) >= 4


def test_twenty_thousand_characters_of_arabic_are_all_there() -> None:
    words = ARABIC * (20_000 // len(ARABIC) + 1)
    data = report_of(item(justification=words))
    assert len(reading.pages(render(data))) > 6
    drawn = text(data)
    for letter in "يسلمةتن":
        assert drawn.count(letter) == words.count(letter), letter


def test_five_thousand_words_in_one_paragraph() -> None:
    assert text(report_of(item(justification="wort " * 5000))).count("wort") == 5000


@pytest.mark.parametrize(
    "long",
    [
        "a" * 200,
        "W" * 24 + " " + "W" * 3000,
        "https://example.org/" + "a" * 300 + "?" + "b=c&" * 100,
        "https://example.org/" + "a" * 300,
        "https://example.org/" + "aB3-_." * 60,
        "www." + "y" * 300,
        "\u00a0".join("ab" * 100),
        "1/" * 200,
        "ب" * 500,
        "\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}" * 50,
    ],
    ids=[
        "word",
        "capitals",
        "address",
        "end of address",
        "mixed address",
        "www",
        "no-break-spaces",
        "slashes",
        "arabic",
        "basmala",
    ],
)
def test_nothing_runs_over_the_margin(long: str) -> None:
    evidence = EvidenceLine("link", long, long, dt.date(2026, 4, 2))
    line = item(
        question=long[:300],
        justification=long,
        verdict="returned",
        verdict_reason=long,
        evidence=(evidence,),
    )
    raw = render(report_of(line, office=long[:150], organization=long[:200]))
    for page in pypdfium2.PdfDocument(raw):
        words = page.get_textpage()
        for index in range(words.count_chars()):
            left, _bottom, right, _top = words.get_charbox(index)
            if words.get_text_range(index, 1).strip():
                assert left >= MARGIN - OVERHANG
                assert right <= PAGE_WIDTH - MARGIN + OVERHANG


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ("one\ntwo\r\n\r\nthree\u2029four\ffive", "one two three four five"),
        ("a\tb", "a b"),
        ("snow 雪 and 😀", "snow 雪 and \ufffd"),
        ("nul\x00 bell\x07 half\ud800", "nul\ufffd bell\ufffd half\ufffd"),
        ("private\ue000", "private\ufffd"),
        ("\ufeffmark", "mark"),
        ("re\u202eversed\u202c", "reversed"),
        ("heart\ufe0f", "heart"),
    ],
)
def test_what_no_font_can_draw_is_shown_as_missing(entered: str, shown: str) -> None:
    document = report_of(item(justification=entered))
    after = words(document).split("Justification ")[1]
    assert after.startswith(shown)
    assert ("Characters that could not be shown" in after) == ("\ufffd" in shown)


def test_a_missing_character_is_counted_once_however_often_it_is_shown() -> None:
    # In the title, the running heads, the item and the open points.
    line = item(question="Radio \N{GRINNING FACE}?", answer="partly")
    assert "2charactershavenoglyph" in text(report_of(line, office="Goma \N{GRINNING FACE}"))


def test_marks_of_a_letter_that_its_font_lacks_do_not_stop_the_report() -> None:
    # An alef with a Cyrillic sign, joined; and more accents than a line has room for.
    awkward = "\u0627\u0488 \u06f7\u200d\u06eb\u1dcf e" + "\u0301" * 500
    assert "e\u0301" in text(report_of(item(question=awkward, justification=awkward)))


def test_a_report_in_arabic_reads_from_the_right() -> None:
    raw = render(office_report(language="ar", office="مكتب غوما الميداني"))
    assert language(raw) == "ar"
    assert b"/Direction /R2L" in unpacked(raw)
    document = pypdfium2.PdfDocument(raw)
    assert "\N{ARABIC LETTER MEEM}" in document[0].get_textpage().get_text_bounded()


def test_dates_are_written_in_the_language_of_the_report() -> None:
    assert "15 mai 2026" in reading.pages(render(report_of(item(), language="fr")))[0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "“Mars/Olympus” is not a time zone."),
        ({"language": "#panic()"}, "“#panic()” is not a language code."),
        ({"themes": ()}, "Item 24.1 belongs to no theme of the report."),
    ],
)
def test_data_that_makes_no_report_is_refused(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(RenderError, match=re.escape(sentence)):
        render(report_of(item(), **wrong))


def test_an_error_of_the_typesetter_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "office.typ").write_text('#set document(title: "x")\n#missing')
    monkeypatch.setattr(pdf, "SOURCE", tmp_path)
    with pytest.raises(RenderError, match="could not be typeset: unknown variable") as caught:
        render(report_of(item()))
    assert "office.typ:2" in caught.value.diagnostic


def test_an_unknown_font_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = '#set document(title: "x")\n#set text(lang: "en", font: ("Nope", "Noto Sans"))\n= Hi'
    (tmp_path / "office.typ").write_text(source)
    monkeypatch.setattr(pdf, "SOURCE", tmp_path)
    with pytest.raises(RenderError, match="unknown font family"):
        render(report_of(item()))


# Each example is a whole report of about 0.1 s.
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=400))
def test_any_text_at_all_makes_a_report(anything: str) -> None:
    line = item(question=anything, justification=anything, not_applicable_reason=anything)
    assert render(report_of(line)).startswith(b"%PDF-")
