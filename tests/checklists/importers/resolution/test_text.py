"""The two shipped resolutions, read word for word."""

import hashlib
import re
from datetime import date

import pytest

from checklists.importers.resolution.markup import SUPERSCRIPTS
from checklists.importers.resolution.parsed import ParsedFootnote
from tests.checklists.importers.sources import INSTRUMENTS, SEEDS, seed, seed_text

DIGESTS = {
    "A_RES_78_118": "e563073e69db134c3fec543a0b0b9eab1f9114958cbd9471d9d4a02a374db55f",
    "A_RES_75_125": "b6da3001551ceae76ebe4d74a4c3d12260268af330d76f8e152ff151c4486445",
}
VERBS = {
    "A_RES_78_118": """Takes note with appreciation|Urges|Condemns in the strongest possible terms
Strongly urges|Calls upon|Calls upon|Calls upon|Also calls upon|Further calls upon|Calls upon
Welcomes|Strongly condemns|Encourages|Underscores|Stresses|Also stresses|Calls upon|Stresses|Urges
Strongly urges|Calls upon|Calls upon|Requests|Recommends|Encourages|Calls upon
Notes with appreciation|Calls attention to and reaffirms|Stresses|Urges|Requests|Also requests
Welcomes|Also welcomes|Further welcomes|Welcomes|Encourages|Also encourages|Requests|Calls upon
Emphasizes|Requests|Encourages|Calls upon|Welcomes|Stresses|Welcomes|Underlines|Also underlines
Calls upon|Requests""",
    "A_RES_75_125": """Takes note with appreciation|Urges|Condemns in the strongest possible terms
Strongly urges|Calls upon|Calls upon|Also calls upon|Further calls upon|Calls upon|Welcomes
Strongly condemns|Stresses|Also stresses|Calls upon|Stresses|Urges|Strongly urges|Calls upon
Calls upon|Requests|Recommends|Encourages|Notes with appreciation|Calls attention to and reaffirms
Stresses|Urges|Requests|Also requests|Welcomes|Also welcomes|Further welcomes|Welcomes|Encourages
Also encourages|Requests|Calls upon|Emphasizes|Requests|Welcomes|Stresses|Welcomes|Underlines
Also underlines|Calls upon|Requests""",
}

# Copied by hand: each is cut in the source by a page, a footnote or both.
TRICKY = {
    ("A_RES_75_125", 4): (
        "Strongly urges all States to take the measures necessary to ensure the safety and "
        "security of national and international humanitarian personnel and United Nations and "
        "associated personnel and to respect and ensure respect for the inviolability of United "
        "Nations premises, which are essential to the continuation and successful implementation "
        "of United Nations operations;"
    ),
    ("A_RES_78_118", 5): (
        "Calls upon all Governments and parties in complex humanitarian emergencies, in "
        "particular in armed conflicts and in post-conflict situations, in countries in which "
        "humanitarian personnel are operating, in conformity with the relevant provisions of "
        "international law and national laws, to cooperate fully with the United Nations and "
        "other humanitarian agencies and organizations and to ensure the safe and unhindered "
        "access of humanitarian personnel and the delivery of supplies and equipment, in order to "
        "allow those personnel to perform efficiently their task of assisting the affected "
        "civilian population, including refugees and internally displaced persons;"
    ),
    ("A_RES_78_118", 20): (
        "Strongly urges all States to take stronger action to ensure that crimes against "
        "humanitarian personnel and United Nations and associated personnel, and personnel "
        "involved in a peacekeeping mission in accordance with the Charter as long as they are "
        "entitled to protection from attack under international humanitarian law, do not remain "
        "unpunished and are investigated fully and effectively, and affirms the need for States "
        "to ensure that perpetrators of any such acts committed on their territory do not operate "
        "with impunity, as provided for by national laws and obligations under international law;"
    ),
    ("A_RES_78_118", 35): (
        "Further welcomes the ongoing measures taken by the Secretary-General and the United "
        "Nations system to enhance road safety, including through the United Nations system road "
        "safety strategy, so as to reduce incidents caused by road hazards and, in particular, to "
        "reduce casualties or injuries resulting from such incidents among United Nations and "
        "associated personnel and among the civilian population in the host country, encourages "
        "humanitarian organizations to promote similar approaches among their personnel, and "
        "requests the Secretary-General to continue the collection and analysis of data to report "
        "on road incidents, including civilian casualties resulting from road accidents, and to "
        "encourage road safety preventive measures such as specialized trainings;"
    ),
    ("A_RES_78_118", 48): (
        "Underlines the urgent need to allocate adequate and predictable resources to the safety "
        "and security of United Nations and associated personnel, through regular and "
        "extrabudgetary resources, including through the consolidated appeals process, and "
        "encourages all States to contribute to the trust fund for security of staff members of "
        "the United Nations system, inter alia, with a view to reinforcing the efforts of the "
        "Department of Safety and Security to meet its mandate and responsibilities to enable the "
        "safe delivery of programmes;"
    ),
}


def words_of(raw: str) -> str:
    """What is left of a stretch of a source without its typography."""
    for sign in [*SUPERSCRIPTS, "*", "\\", "](#)", "["]:
        raw = raw.replace(sign, "")
    return " ".join(raw.split())


def body_without_footnotes(name: str) -> str:
    body = seed_text(name).partition("The General Assembly,")[2]
    blocks = [block.strip("\n") for block in body.split("\n\n")]
    kept = [block for block in blocks if not block.startswith(tuple(SUPERSCRIPTS))]
    return "\n".join(block for block in kept if "plenary meeting" not in block)


@pytest.mark.parametrize(("name", "count"), [(SEEDS[0], 51), (SEEDS[1], 45)])
def test_every_operative_paragraph_is_read(name: str, count: int) -> None:
    numbers = [paragraph.number for paragraph in seed(name).operative]
    assert numbers == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize(("name", "count"), [(SEEDS[0], 41), (SEEDS[1], 35)])
def test_every_preambular_paragraph_is_read(name: str, count: int) -> None:
    assert [paragraph.number for paragraph in seed(name).preambular] == [""] * count


@pytest.mark.parametrize(("name", "count"), [(SEEDS[0], 18), (SEEDS[1], 17)])
def test_every_footnote_is_read_in_order(name: str, count: int) -> None:
    marks = [note.mark for note in seed(name).footnotes]
    assert marks == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("name", SEEDS)
def test_the_paragraphs_together_are_the_source(name: str) -> None:
    source = words_of(re.sub(r"(?m)^[0-9]+\. ", "", body_without_footnotes(name)))
    read = seed(name)
    assert " ".join(p.text for p in (*read.preambular, *read.operative)) == source


@pytest.mark.parametrize("name", SEEDS)
def test_each_operative_paragraph_is_the_source_between_two_numbers(name: str) -> None:
    _preamble, *source = re.split(r"(?m)^[0-9]+\. ", body_without_footnotes(name))
    assert [p.text for p in seed(name).operative] == [words_of(raw) for raw in source]


@pytest.mark.parametrize("name", SEEDS)
def test_each_preambular_paragraph_opens_and_closes_as_one(name: str) -> None:
    for paragraph in seed(name).preambular:
        assert re.fullmatch(r"[A-Z][a-z]+(ing|ed|ly) .+,", paragraph.text)


@pytest.mark.parametrize("name", SEEDS)
def test_each_operative_paragraph_keeps_its_closing_sign(name: str) -> None:
    assert "".join(p.text[-1] for p in seed(name).operative[:-1]).strip(";") == ""
    assert seed(name).operative[-1].text.endswith("safety and security.")


@pytest.mark.parametrize("name", SEEDS)
def test_each_operative_paragraph_begins_with_its_verb(name: str) -> None:
    verbs = VERBS[name].replace("\n", "|").split("|")
    for paragraph, verb in zip(seed(name).operative, verbs, strict=True):
        assert paragraph.text.startswith(f"{verb} ")


@pytest.mark.parametrize(("name", "number"), list(TRICKY))
def test_a_paragraph_cut_by_a_page_is_whole(name: str, number: int) -> None:
    assert seed(name).operative[number - 1].text == TRICKY[name, number]


def test_a_preambular_paragraph_cut_after_a_comma_is_whole() -> None:
    assert (
        "Stressing that acceptance of humanitarian personnel and United Nations and associated "
        "personnel by the host Governments, local authorities, local communities, populations and "
        "other parties as appropriate crucially contributes to their safety and security,"
    ) in [paragraph.text for paragraph in seed("A_RES_78_118").preambular]


def test_a_preambular_paragraph_is_read_without_its_footnote_marks() -> None:
    paragraph = seed("A_RES_78_118").preambular[4]
    assert paragraph.text == (
        "Recalling the Geneva Conventions of 12 August 1949 and the Additional Protocols thereto "
        "of 8 June 1977, and the obligation of parties to armed conflict to respect and ensure "
        "respect for international humanitarian law in all circumstances, and urging all such "
        "parties to comply with international humanitarian law and ensure respect for and "
        "protection of all humanitarian personnel and United Nations and associated personnel,"
    )
    assert paragraph.footnotes == ("2", "3")


@pytest.mark.parametrize("name", SEEDS)
def test_every_footnote_is_tied_to_one_paragraph(name: str) -> None:
    read = seed(name)
    marks = [mark for p in (*read.preambular, *read.operative) for mark in p.footnotes]
    assert marks == [note.mark for note in read.footnotes]


def test_a_footnote_has_its_own_text() -> None:
    assert ParsedFootnote("9", "Ibid., annex V.") in seed("A_RES_75_125").footnotes
    assert ParsedFootnote("16", "Resolution 22 A (I).") in seed("A_RES_78_118").footnotes


@pytest.mark.parametrize("name", SEEDS)
def test_no_text_has_typography_left(name: str) -> None:
    read = seed(name)
    texts = [p.text for p in (*read.preambular, *read.operative)]
    for text in [read.title, *texts, *(note.text for note in read.footnotes)]:
        assert not re.search(rf"[{SUPERSCRIPTS}*_\\\[\]#]|\s\s|[^\S ]|^\s|\s$", text)


def test_the_masthead_is_read() -> None:
    read = seed("A_RES_78_118")
    assert read.symbol == "A/RES/78/118"
    assert read.title == (
        "Safety and security of humanitarian personnel and protection of United Nations personnel"
    )
    assert (read.adopted_on, read.distributed_on) == (date(2023, 12, 8), date(2023, 12, 13))
    assert (read.session, read.agenda_item) == ("78", "72 (a)")
    assert read.draft_symbols == ("A/78/L.17",)


def test_the_meeting_is_read_from_the_closing_lines() -> None:
    assert seed("A_RES_75_125").meeting == "42nd plenary meeting"


def test_several_draft_symbols_are_read() -> None:
    assert seed("A_RES_75_125").draft_symbols == ("A/75/L.42", "A/75/L.42/Add.1")


@pytest.mark.parametrize(("name", "digest"), list(DIGESTS.items()))
def test_a_shipped_file_is_the_official_text_byte_for_byte(name: str, digest: str) -> None:
    content = (INSTRUMENTS / f"{name}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
