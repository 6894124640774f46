"""Instruments word for word, and checklists in our own words, for every signed-in person."""

from pathlib import Path

import pytest
from django.conf import settings

from checklists.models import (
    Checklist,
    Footnote,
    Instrument,
    Item,
    Paragraph,
    ReadingCorrection,
)
from checklists.services.instruments import import_instrument
from checklists.services.library import publish
from orgs.models import User
from tests.checklists.importers.sources import resolution
from tests.factories import make_checklist, make_instrument, make_user
from tests.pages import Page, queries, visit

pytestmark = pytest.mark.django_db

OFFICIAL = ".//blockquote[@class='official']"


@pytest.fixture
def reader() -> User:
    """Whoever is signed in: no role is needed."""
    return make_user()


def instrument_page(reader: User, instrument: Instrument) -> Page:
    return visit(reader, f"/instruments/{instrument.symbol}/")


def checklist_page(reader: User, checklist: Checklist) -> Page:
    return visit(reader, f"/checklists/{checklist.slug}/{checklist.version}/")


def next_version(checklist: Checklist) -> Checklist:
    """The next version of a checklist, published, with one item on the first paragraph."""
    newer = Checklist.objects.create(
        slug=checklist.slug,
        version=checklist.version + 1,
        title=checklist.title,
        language="en",
        instrument=checklist.instrument,
        source_sha256="1" * 64,
    )
    theme = newer.themes.create(slug="training", title="Training", position=1)
    paragraph = checklist.instrument.paragraphs.get(number="1")
    newer.items.create(
        theme=theme, paragraph=paragraph, ref="1.9", position=1, dimension="policy", question="New?"
    )
    for row in checklist.dispositions.all():
        newer.dispositions.create(paragraph_id=row.paragraph_id, kind=row.kind)
    return publish(None, newer.pk)


# --- instruments ---------------------------------------------------------------------------------


def test_list_names_each_instrument_and_counts_its_operative_paragraphs(reader: User) -> None:
    instrument = make_instrument(operative=7)
    page = visit(reader, "/instruments/")
    assert f"/instruments/{instrument.symbol}/" in page.links()
    assert "8 December 2025" in page.text
    assert page.all(".//td[@class='num']") == ["7"]


def test_list_without_instruments_says_who_brings_them(reader: User) -> None:
    assert "No instruments yet" in visit(reader, "/instruments/").text


def test_the_secretariat_alone_is_led_to_bringing_one_in(reader: User) -> None:
    assert "/instruments/import/" in visit(make_user(secretariat=True), "/instruments/").links()
    assert "/instruments/import/" not in visit(reader, "/instruments/").links()


def test_list_of_instruments_costs_the_same_for_any_number(reader: User) -> None:
    for _ in range(2):
        make_instrument()
    few = queries(reader, "/instruments/")
    for _ in range(18):
        make_instrument()
    assert queries(reader, "/instruments/") == few <= 5


def test_official_text_stands_word_for_word(reader: User) -> None:
    instrument = make_instrument(operative=1)
    text = "Requests “all” organizations — <States> & others — to note:  5 < 6;"
    Paragraph.objects.filter(instrument=instrument, number="1").update(text=text)
    page = instrument_page(reader, instrument)
    element = page.root.findall(f"{OFFICIAL}/p")[-1]
    assert element.text == text


def test_each_paragraph_shows_symbol_and_number(reader: User) -> None:
    instrument = make_instrument(operative=2)
    assert instrument_page(reader, instrument).all(f"{OFFICIAL}/p[@class='ref']") == [
        f"{instrument.symbol}, preambular paragraph 1",
        f"{instrument.symbol}, paragraph 1",
        f"{instrument.symbol}, paragraph 2",
    ]


def test_paragraphs_have_the_addresses_that_others_cite(reader: User) -> None:
    page = instrument_page(reader, make_instrument(operative=2))
    ids = [element.get("id") for element in page.root.findall(OFFICIAL)]
    assert ids == ["pp-1", "op-1", "op-2"]


def test_official_text_says_its_language(reader: User) -> None:
    page = instrument_page(reader, make_instrument())
    assert {element.get("lang") for element in page.root.findall(OFFICIAL)} == {"en"}


def test_footnotes_are_listed_and_tied_to_their_paragraph(reader: User) -> None:
    instrument = make_instrument(operative=1)
    Footnote.objects.create(instrument=instrument, mark="4", text="Ibid., vol. 2051, No. 35457.")
    Paragraph.objects.filter(instrument=instrument, number="1").update(footnote_marks=["4"])
    page = instrument_page(reader, instrument)
    assert "#note-4" in page.links()
    assert "Ibid., vol. 2051, No. 35457." in page.all(f"{OFFICIAL}/p")
    assert f"{instrument.symbol}, footnote 4" in page.text


def test_instrument_says_from_what_it_was_read(reader: User) -> None:
    instrument = make_instrument()
    instrument.doubts = [{"message": "the date was not found", "line": 3, "page": 2}]
    instrument.save()
    page = instrument_page(reader, instrument)
    assert "test.txt" in page.all(".//dd")
    assert "0" * 64 in page.all(".//dd")
    assert "Doubts that were accepted1" in page.all(".//dl/div")
    assert page.all(".//details//li")[:1] == ["The date was not found (page 2 of the document)"]


def test_instrument_without_doubts_lists_none(reader: User) -> None:
    page = instrument_page(reader, make_instrument())
    assert "Doubts that were accepted0" in page.all(".//dl/div")
    assert "Show the doubts" not in page.text


def test_instrument_links_to_the_official_document(reader: User) -> None:
    instrument = make_instrument()
    page = instrument_page(reader, instrument)
    link = page.root.find(f".//a[@href='https://docs.un.org/en/{instrument.symbol}']")
    assert link is not None
    assert link.get("rel") == "noopener"


def test_paragraph_leads_to_the_items_that_ask_about_it(reader: User) -> None:
    checklist = make_checklist(items=2)
    page = instrument_page(reader, checklist.instrument)
    assert f"/checklists/{checklist.slug}/1/#item-2.1" in page.links()
    assert page.text.count("One item asks about it:") == 2


def test_items_of_the_newest_version_stand_for_all(reader: User) -> None:
    checklist = make_checklist(items=1)
    newer = next_version(checklist)
    page = instrument_page(reader, checklist.instrument)
    assert [link for link in page.links() if "#item-" in link] == [
        f"/checklists/{newer.slug}/2/#item-1.9"
    ]


def test_items_of_a_draft_do_not_show(reader: User) -> None:
    checklist = make_checklist(published=False)
    page = instrument_page(reader, checklist.instrument)
    assert "ask about it" not in page.text
    assert not [link for link in page.links() if link.startswith("/checklists/c")]


@pytest.mark.parametrize("symbol", ["A/RES/1/1", "%00"])
def test_unknown_instrument_is_not_found(reader: User, symbol: str) -> None:
    visit(reader, f"/instruments/{symbol}/", 404)


def test_instrument_costs_the_same_for_any_number_of_paragraphs(reader: User) -> None:
    few, many = make_checklist(items=2).instrument, make_checklist(items=40).instrument
    costs = [queries(reader, f"/instruments/{i.symbol}/") for i in (few, many)]
    assert costs[0] == costs[1] <= 8


def test_whole_resolution_stands_on_one_page_below_100_kb(reader: User) -> None:
    source = Path(settings.BASE_DIR / "checklists/data/instruments/A_RES_78_118.txt").read_text()
    instrument = import_instrument(None, source, source_name="A_RES_78_118.txt")
    page = instrument_page(reader, instrument)
    shown = ["".join(element.findall("p")[1].itertext()) for element in page.root.findall(OFFICIAL)]
    stored = [paragraph.text for paragraph in instrument.paragraphs.order_by("position")]
    assert shown[: len(stored)] == stored
    assert len(page.html.encode()) < 100_000


def test_sub_paragraphs_sections_and_annexes_stand_where_they_belong(reader: User) -> None:
    text = resolution(
        "## I\n## General\n\n1. Urges:\n\n(a) States;\n\n(b) Others;\n\n2. Adopts the declaration;"
        "\n\n## II\n\n3. Requests all.",
    )
    text += "\n## Annex\n\n## Declaration\n\n1. We urge all.\n"
    page = instrument_page(reader, import_instrument(None, text, source_name="a.txt"))
    ids = [element.get("id") for element in page.root.findall(OFFICIAL)]
    assert ids == ["op-1", "op-2", "op-3", "p-6"]
    assert page.all(f"{OFFICIAL}/ol/li") == ["(a) States;", "(b) Others;"]
    assert page.all(".//h3") == ["I. General", "II", "Annex / Declaration"]


def test_a_footnote_leads_back_to_its_paragraph(reader: User) -> None:
    instrument = make_instrument(operative=1)
    Footnote.objects.create(instrument=instrument, mark="4", text="Ibid.")
    Paragraph.objects.filter(instrument=instrument, number="1").update(footnote_marks=["4", "9"])
    page = instrument_page(reader, instrument)
    assert "footnote 4, to paragraph 1" in page.text
    assert "#op-1" in page.links()
    assert "#note-9" not in page.links()  # there is no such note


def test_a_number_that_stands_twice_has_two_addresses(reader: User) -> None:
    instrument = make_instrument(operative=2)
    Paragraph.objects.filter(instrument=instrument, number="2").update(section="II", number="1")
    page = instrument_page(reader, instrument)
    assert [element.get("id") for element in page.root.findall(OFFICIAL)][1:] == ["op-1", "p-3"]


def test_what_is_cited_is_linked_where_the_library_has_it(reader: User) -> None:
    cited, instrument = make_instrument(), make_instrument()
    instrument.references = [
        {"kind": "resolution", "symbol": cited.symbol, "text": "resolution 99/1"},
        {"kind": "resolution", "symbol": "A/RES/46/182", "text": "resolution 46/182"},
    ]
    instrument.save()
    page = instrument_page(reader, instrument)
    assert f"/instruments/{cited.symbol}/" in page.links()
    assert "/instruments/A/RES/46/182/" not in page.links()
    assert "A/RES/46/182 “resolution 46/182”" in page.text


def test_the_anatomy_stands_beside_each_operative_paragraph(reader: User) -> None:
    text = resolution("Recalling all,\n\n1. Urges all States to act.")
    instrument = import_instrument(None, text, source_name="a.txt")
    page = instrument_page(reader, instrument)
    assert page.all(f"{OFFICIAL}//mark") == ["Urges", "all States"]
    [beside] = page.root.findall(".//dl[@class='summary meta']")
    assert [(e.text or "").strip() for e in beside.iter("dd")][:2] == ["States", "urges"]


def test_a_corrected_reading_says_so(reader: User) -> None:
    text = resolution("1. Urges all States to act.")
    instrument = import_instrument(None, text, source_name="a.txt")
    paragraph = instrument.paragraphs.get()
    ReadingCorrection.objects.create(
        paragraph=paragraph, acts=[], themes=["training"], corrected_by=reader
    )
    page = instrument_page(reader, instrument)
    assert page.all(".//dl[@class='summary meta']//span[@class='status']") == ["Corrected"]
    assert page.all(f"{OFFICIAL}//mark") == []


# --- checklists ----------------------------------------------------------------------------------


def test_list_names_each_published_checklist(reader: User) -> None:
    checklist = make_checklist(items=5)
    page = visit(reader, "/checklists/")
    assert f"/checklists/{checklist.slug}/1/" in page.links()
    assert f"/instruments/{checklist.instrument.symbol}/" in page.links()
    assert page.all(".//td[@class='num']") == ["5"]


def test_list_keeps_drafts_back(reader: User) -> None:
    make_checklist(published=False)
    assert "No checklists yet" in visit(reader, "/checklists/").text


def test_list_of_checklists_costs_the_same_for_any_number(reader: User) -> None:
    for _ in range(2):
        make_checklist(1)
    few = queries(reader, "/checklists/")
    for _ in range(18):
        make_checklist(1)
    assert queries(reader, "/checklists/") == few <= 5


def test_checklist_says_that_its_words_are_ours(reader: User) -> None:
    checklist = make_checklist()
    text = checklist_page(reader, checklist).text
    assert "The questions, the guidance and the examples are our own words." in text
    assert f"They are not the text of {checklist.instrument.symbol}" in text


def test_checklist_shows_its_items_by_theme(reader: User) -> None:
    page = checklist_page(reader, make_checklist(items=4))
    assert page.all(".//section/h2") == ["Training", "Travel"]
    assert page.all(".//section/div/h3") == [
        f"{n}.1 Is what paragraph {n} asks for done?" for n in (1, 2, 3, 4)
    ]


def test_item_shows_guidance_evidence_and_sources(reader: User) -> None:
    checklist = make_checklist(items=1)
    Item.objects.filter(checklist=checklist).update(sources=["Fleet Forum guide, 2020"])
    page = checklist_page(reader, checklist)
    assert "In place: it is done, and everybody knows." in page.text
    assert page.all(".//details/ul/li") == [
        "A signed policy",
        "A log",
        "Fleet Forum guide, 2020",
    ]


def test_item_links_to_its_paragraph(reader: User) -> None:
    checklist = make_checklist(items=3)
    assert (
        f"/instruments/{checklist.instrument.symbol}/#op-3"
        in checklist_page(reader, checklist).links()
    )


def test_item_can_be_linked_to(reader: User) -> None:
    page = checklist_page(reader, make_checklist(items=2))
    assert page.root.find(".//div[@id='item-2.1']") is not None


def test_earlier_version_stays_readable(reader: User) -> None:
    checklist = make_checklist()
    newer = next_version(checklist)
    titles = {checklist_page(reader, version).title for version in (checklist, newer)}
    assert len(titles) == 2


def test_draft_is_not_found(reader: User) -> None:
    checklist = make_checklist(published=False)
    visit(reader, f"/checklists/{checklist.slug}/1/", 404)


def test_checklist_costs_the_same_for_any_number_of_items(reader: User) -> None:
    few, many = make_checklist(items=2), make_checklist(items=40)
    costs = [queries(reader, f"/checklists/{c.slug}/1/") for c in (few, many)]
    assert costs[0] == costs[1] <= 5
