"""Layouts of resolutions as Word files: what the transcript of each must look like."""

from checklists.importers.docx.document import read_docx
from tests.checklists.importers.docx.builder import build, note, paragraph, reference, run, table

CENTRED = '<w:jc w:val="center"/>'
RIGHT = '<w:jc w:val="right"/>'


def _paragraphs(*body: str, notes: str = "") -> list[str]:
    transcript = read_docx(build("".join(body), notes=notes))
    assert transcript.doubts == ()
    return transcript.text.strip().split("\n\n")


def _opening(text: str, rest: str, level: tuple[int, int] | None = None) -> str:
    return paragraph(run(text, "<w:i/>") + run(rest), "SingleTxt", level=level)


def test_nested_paragraphs_have_the_numbers_of_print() -> None:
    body = [
        paragraph(run("The General Assembly", "<w:i/>") + run(",")),
        _opening("Requests", " the Secretary-General:", (1, 0)),
        paragraph("To report on:", level=(1, 1)),
        paragraph("Incidents;", level=(1, 2)),
        paragraph("Road crashes;", level=(1, 2)),
        paragraph("To consult staff;", level=(1, 1)),
        paragraph("and to do so in time;"),
        _opening("Decides", " to remain seized:", (1, 0)),
        paragraph("Each year.", level=(1, 1)),
    ]
    assert _paragraphs(*body)[1:] == [
        "1. Requests the Secretary-General:",
        "(a) To report on:",
        "(i) Incidents;",
        "(ii) Road crashes;",
        "(b) To consult staff;",
        "and to do so in time;",
        "2. Decides to remain seized:",
        "(a) Each year.",
    ]


def test_numbers_typed_by_hand_read_like_words_own() -> None:
    body = [
        paragraph("The General Assembly,"),
        paragraph(run("\t1.\t") + run("Requests", "<w:i/>") + run(" all:")),
        paragraph("\t(a)\tTo report;"),
        paragraph("\t\t(i)\tIn time;"),
    ]
    assert _paragraphs(*body)[1:] == ["1. Requests all:", "(a) To report;", "(i) In time;"]


def test_sections_and_their_titles_are_headings() -> None:
    body = [
        paragraph("The General Assembly,"),
        paragraph("I", more=CENTRED),
        paragraph("Coordination", "H23"),
        _opening("Welcomes", " it;", (1, 0)),
        paragraph("Safety of staff", "H23", level=(2, 0)),
        paragraph(run("A.\tRoad safety", "<w:b/>")),
        _opening("Urges", " care.", (1, 0)),
    ]
    assert _paragraphs(*body)[1:] == [
        "## I",
        "## Coordination",
        "1. Welcomes it;",
        "## I. Safety of staff",
        "## A. Road safety",
        "2. Urges care.",
    ]


def test_an_annex_follows_the_meeting_and_its_date() -> None:
    body = [
        paragraph("The General Assembly,"),
        _opening("Adopts", " the declaration", (1, 0)).replace(
            "</w:p>", f"{reference(1)}{run('.')}</w:p>"
        ),
        paragraph(run("26th plenary meeting", "<w:i/>"), more=RIGHT),
        paragraph(run("26 October 2018", "<w:i/>"), more=RIGHT),
        paragraph("Annex", "H1"),
        paragraph("Declaration on safety", "H23"),
        paragraph("We, Heads of State, therefore:"),
        paragraph(run("1.\tReaffirm it.") + reference(2)),
        paragraph("__________", more=CENTRED),
    ]
    assert _paragraphs(*body, notes=note(1, "See A.") + note(2, "See B."))[1:] == [
        "1. Adopts the declaration¹.",
        "26th plenary meeting\n26 October 2018",
        "## Annex",
        "## Declaration on safety",
        "We, Heads of State, therefore:",
        "1. Reaffirm it.²",
        "__________",
        "¹ See A.",
        "² See B.",
    ]


def test_a_resolution_of_the_security_council() -> None:
    masthead = table(
        [
            paragraph("United Nations"),
            paragraph(run("S", '<w:sz w:val="40"/>') + run("/RES/2175 (2014)")),
        ],
        [
            paragraph(run("Security Council", "<w:b/>")),
            paragraph("Distr.: General") + paragraph("29 August 2014"),
        ],
    )
    body = [
        masthead,
        paragraph("Resolution 2175 (2014)", "H1"),
        paragraph(
            "Adopted by the Security Council at its 7256th meeting, on\n29 August 2014", "H23"
        ),
        paragraph(run("The Security Council", "<w:i/>") + run(",")),
        _opening("Recalling", " its resolutions,"),
        _opening("Strongly condemns", " all forms of violence;", (1, 0)),
        _opening("Decides", " to remain seized of the matter.", (1, 0)),
    ]
    assert _paragraphs(*body) == [
        "United Nations",
        "S/RES/2175 (2014)",
        "Security Council",
        "Distr.: General\n29 August 2014",
        "Resolution 2175 (2014)",
        "Adopted by the Security Council at its 7256th meeting, on\n29 August 2014",
        "The Security Council,",
        "Recalling its resolutions,",
        "1. Strongly condemns all forms of violence;",
        "2. Decides to remain seized of the matter.",
    ]


def test_a_resolution_of_the_human_rights_council() -> None:
    body = [
        table(["", paragraph("United Nations"), paragraph("A/HRC/RES/38/5")]),
        paragraph(run("Human Rights Council", "<w:b/>")),
        paragraph(run("Thirty-eighth session", "<w:b/>")),
        paragraph("Agenda item 3"),
        paragraph("Resolution adopted by the Human Rights Council on 5 July 2018", "H1"),
        paragraph("38/5.\tAccelerating efforts", "H1"),
        paragraph(run("The Human Rights Council", "<w:i/>") + run(",")),
        _opening("Guided", " by the Charter,"),
        paragraph(run("1.\t") + run("Decides", "<w:i/>") + run(" to act.")),
        paragraph(run("36th meeting", "<w:i/>"), more=RIGHT),
        paragraph(run("5 July 2018", "<w:i/>"), more=RIGHT),
        paragraph(run("[Adopted without a vote.]", "<w:i/>"), more=RIGHT),
    ]
    assert _paragraphs(*body)[-8:] == [
        "Agenda item 3",
        "Resolution adopted by the Human Rights Council on 5 July 2018",
        "38/5. Accelerating efforts",
        "The Human Rights Council,",
        "Guided by the Charter,",
        "1. Decides to act.",
        "36th meeting\n5 July 2018",
        "[Adopted without a vote.]",
    ]
