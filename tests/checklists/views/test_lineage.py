"""Editions side by side, correcting a match, and the life of a duty, as pages."""

import pytest

from checklists.models import EditionLink, ParagraphPair
from checklists.services.lineage import link_editions
from checklists.services.match_correction import state
from orgs.models import User
from tests.checklists.edition_rows import (
    COUNSELLING,
    CRASHES,
    TELECOM,
    TRAINING,
    make_edition,
    make_link,
    pair,
    pairs,
    paragraph,
)
from tests.factories import make_user
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

REWORDED = f"{TRAINING} and each year"


@pytest.fixture
def reader() -> User:
    """Whoever is signed in: no role is needed."""
    return make_user()


@pytest.fixture
def officer() -> User:
    return make_user("Sofia Weber", secretariat=True)


@pytest.fixture
def link() -> EditionLink:
    """1 → 1 amended, 2 dropped, 2 new, 3 → 3 unchanged."""
    return make_link([TRAINING, CRASHES, TELECOM], [REWORDED, COUNSELLING, TELECOM])


def address(link: EditionLink, row: ParagraphPair | None = None) -> str:
    return f"/lineage/{link.pk}/pairs/{row.pk}/" if row else f"/lineage/{link.pk}/"


# --- the list ------------------------------------------------------------------------------------


def test_list_counts_the_relations_of_each_link(reader: User, link: EditionLink) -> None:
    page = visit(reader, "/lineage/")
    assert address(link) in page.links()
    assert page.all(".//td") == ["1", "1", "1", "1", "0", "0"]


def test_list_without_links_says_who_makes_them(reader: User) -> None:
    page = visit(reader, "/lineage/")
    assert "No editions are linked yet" in page.text
    assert not page.all(".//main//form")


def test_list_costs_the_same_for_any_number(reader: User) -> None:
    def add(year: int) -> None:
        link_editions(None, make_edition(year, TRAINING), make_edition(year + 1, TRAINING))

    add(1950)
    few = queries(reader, "/lineage/")
    for year in range(1952, 1980, 2):
        add(year)
    assert queries(reader, "/lineage/") == few <= 5


def test_secretariat_links_two_editions(officer: User) -> None:
    older, newer = make_edition(2020, TRAINING), make_edition(2023, REWORDED)
    response = client_of(officer).post("/lineage/", {"older": older.pk, "newer": newer.pk})
    link = EditionLink.objects.get()
    assert response.headers["Location"] == address(link)
    assert (link.older, link.newer) == (older, newer)


def test_the_likely_predecessor_is_filled_in(officer: User) -> None:
    older, newer = make_edition(2020, TRAINING), make_edition(2023, REWORDED)
    page = visit(officer, f"/lineage/?newer={newer.pk}")
    assert _chosen(page) == [str(older.pk), str(newer.pk)]


def _chosen(page: Page) -> list[str | None]:
    """The values of the options that are chosen."""
    return [o.get("value") for o in page.root.iter("option") if "selected" in o.attrib]


@pytest.mark.parametrize("newer", ["", "x", "999999", "99999999999999999999", "²"])
def test_an_address_that_names_no_instrument_fills_nothing_in(officer: User, newer: str) -> None:
    assert _chosen(visit(officer, f"/lineage/?newer={newer}")) == ["", ""]


def test_editions_the_wrong_way_round_are_refused(officer: User) -> None:
    older, newer = make_edition(2020, TRAINING), make_edition(2023, REWORDED)
    response = client_of(officer).post("/lineage/", {"older": newer.pk, "newer": older.pk})
    page = read(response, 400)
    assert page.errors() == ["Newer edition: A/RES/75/1 was not adopted after A/RES/78/1."]
    assert page.title.startswith("Error: ")


def test_an_edition_that_is_taken_is_a_conflict(officer: User, link: EditionLink) -> None:
    other = make_edition(2021, TRAINING)
    response = client_of(officer).post("/lineage/", {"older": link.older_id, "newer": other.pk})
    assert read(response, 409).errors() == ["A/RES/78/1 follows A/RES/75/1 already."]


# --- two editions --------------------------------------------------------------------------------


def test_every_pair_stands_with_its_relation(reader: User, link: EditionLink) -> None:
    page = visit(reader, address(link))
    assert page.all(".//main//h2") == [
        "Paragraph 1, now 1",
        "Dropped: paragraph 2",
        "New: paragraph 2",
    ]
    assert [value for value, _word in page.statuses()] == ["amended", "dropped", "new"]


def test_what_is_unchanged_takes_one_line_and_unfolds(reader: User, link: EditionLink) -> None:
    page = visit(reader, f"{address(link)}?relation=unchanged")
    assert page.all(".//section/details/summary") == ["3 → 3, unchanged"]
    assert page.all(".//details/blockquote/p[2]") == [f"{TELECOM};"]


def test_amendment_of_stops_alone_says_so(reader: User) -> None:
    link = make_link([TRAINING], [TRAINING.replace("drivers", "drivers,")])
    assert visit(reader, address(link)).statuses() == [("amended", "Amended, punctuation only")]


def test_what_was_reworded_is_marked_in_words_too(reader: User) -> None:
    link = make_link([REWORDED], [f"{TRAINING} or sent home"])
    page = visit(reader, address(link))
    [deleted, inserted] = page.all(".//del") + page.all(".//ins")
    assert deleted == "[taken out: and each year]"
    assert inserted == "[put in: or sent home]"
    older, newer = page.all(".//blockquote/p[2]")
    assert "sent home" not in older
    assert "each year" not in newer


def test_the_official_texts_name_their_symbols_and_numbers(reader: User, link: EditionLink) -> None:
    page = visit(reader, address(link))
    assert page.all(".//blockquote/p[@class='ref']")[:2] == [
        "A/RES/75/1, paragraph 1",
        "A/RES/78/1, paragraph 1",
    ]


def test_the_tabs_count_and_filter(reader: User, link: EditionLink) -> None:
    page = visit(reader, f"{address(link)}?relation=new")
    assert page.all(".//nav[@class='tabs']/a") == [
        "All 4",
        "Unchanged 1",
        "Amended 1",
        "New 1",
        "Dropped 1",
    ]
    assert page.all(".//main//h2") == ["New: paragraph 2"]


def test_a_filter_that_is_none_shows_all(reader: User, link: EditionLink) -> None:
    assert len(visit(reader, f"{address(link)}?relation=x").all(".//main//section")) == 4


def test_a_split_names_its_older_paragraph_twice(reader: User) -> None:
    link = make_link([TELECOM, f"{TRAINING}, and {COUNSELLING}"], [TELECOM, TRAINING, COUNSELLING])
    page = visit(reader, f"{address(link)}?relation=split")
    assert page.all(".//main//h2") == ["Paragraph 2, now 2", "Paragraph 2, now 3"]


def test_a_merger_is_a_valid_page(reader: User) -> None:
    link = make_link([TRAINING, COUNSELLING], [f"{TRAINING}, and {COUNSELLING}"])
    page = visit(reader, address(link))
    assert page.all(".//main//h2") == ["Paragraph 1, now 1", "Paragraph 2, now 1"]


def test_only_the_secretariat_is_led_to_corrections(
    reader: User, officer: User, link: EditionLink
) -> None:
    there = address(link, pair(link, new="2"))
    assert there not in visit(reader, address(link)).links()
    assert there in visit(officer, address(link)).links()


def test_two_editions_cost_the_same_for_any_number_of_paragraphs(reader: User) -> None:
    few = queries(reader, address(make_link([TRAINING], [REWORDED])))
    texts = [f"Urges number{n} to do thing{n} with tool{n}" for n in range(40)]
    long = link_editions(None, make_edition(1990, *texts), make_edition(1991, *texts[5:], CRASHES))
    assert queries(reader, address(long)) == few <= 7


# --- one match -----------------------------------------------------------------------------------


def correct(
    user: User, link: EditionLink, row: ParagraphPair, status: int = 302, **data: object
) -> Page | None:
    data = {"seen": state(row)} | data
    response = client_of(user).post(address(link, row), data)
    assert response.status_code == status
    return read(response, status) if status != 302 else None


def test_a_reader_sees_who_corrected_a_match_and_when(
    reader: User, officer: User, link: EditionLink
) -> None:
    correct(
        officer,
        link,
        pair(link, new="2"),
        counterpart=paragraph(link.older, "2").pk,
        relation="amended",
    )
    assert pairs(link)[1] == ("2", "2", "amended")
    corrected = pair(link, old="2", new="2")
    page = visit(reader, address(link, corrected))
    assert "Corrected by Sofia Weber, " in page.text
    assert page.heading == "Paragraph 2, now 2"
    assert not page.all(".//main//form")
    assert "Corrected by Sofia Weber, " in visit(reader, address(link)).text


def test_after_a_correction_the_page_leads_to_the_paragraph(
    officer: User, link: EditionLink
) -> None:
    row = pair(link, new="2")
    data = {"counterpart": "", "relation": "", "seen": state(row)}
    response = client_of(officer).post(address(link, row), data, follow=True)
    [(target, _status)] = response.redirect_chain
    anchor = target.partition("#")[2]
    page = read(response)
    assert f'id="{anchor}"' in page.html
    assert "The match is corrected." in page.text


def test_the_form_offers_the_paragraphs_of_the_other_edition(
    officer: User, link: EditionLink
) -> None:
    page = visit(officer, address(link, pair(link, old="2")))
    assert "Its paragraph in the newer edition" in page.text
    options = page.all(".//select/option")
    assert options[0] == "None: the older paragraph was dropped"
    assert options[2] == f"2. {COUNSELLING};"


def test_a_counterpart_needs_a_relation(officer: User, link: EditionLink) -> None:
    row, older = pair(link, new="2"), paragraph(link.older, "2")
    page = correct(officer, link, row, 400, counterpart=older.pk)
    assert page
    assert page.errors() == ["What became of it: Say what became of it."]


@pytest.mark.parametrize(
    ("relation", "error"),
    [
        ("split", "A split needs another newer paragraph with the same older one."),
        ("merged", "A merger needs another older paragraph with the same newer one."),
    ],
)
def test_a_split_or_merger_of_one_is_refused(
    officer: User, link: EditionLink, relation: str, error: str
) -> None:
    row, older = pair(link, new="2"), paragraph(link.older, "2")
    page = correct(officer, link, row, 400, counterpart=older.pk, relation=relation)
    assert page
    assert page.errors() == [f"What became of it: {error}"]


def test_a_paragraph_of_another_instrument_is_refused(officer: User, link: EditionLink) -> None:
    stranger = paragraph(make_edition(2010, TRAINING), "1")
    row = pair(link, new="2")
    correct(officer, link, row, 400, counterpart=stranger.pk, relation="amended")


def test_a_match_that_was_corrected_meanwhile_is_a_conflict(
    officer: User, link: EditionLink
) -> None:
    row, older = pair(link, new="2"), paragraph(link.older, "2")
    correct(officer, link, row, counterpart=older.pk, relation="amended")
    correct(officer, link, row, 409, counterpart=older.pk, relation="amended")
    now = pair(link, old="2", new="2")
    correct(officer, link, now, 409, seen="1-2-new", counterpart=older.pk, relation="unchanged")


def test_a_match_that_never_was_is_not_found(reader: User, link: EditionLink) -> None:
    other = make_link_of_other_years()
    for wrong in (address(link, pair(other, old="1", new="1")), f"/lineage/{link.pk}/pairs/0/"):
        assert client_of(reader).get(wrong).status_code == 404


def make_link_of_other_years() -> EditionLink:
    return link_editions(None, make_edition(1990, TRAINING), make_edition(1991, TRAINING))


def test_a_pair_costs_the_same_for_any_number_of_paragraphs(officer: User) -> None:
    small = make_link([TRAINING], [REWORDED])
    few = queries(officer, address(small, pair(small, old="1", new="1")))
    texts = [f"Urges number{n} to do thing{n} with tool{n}" for n in range(40)]
    long = link_editions(None, make_edition(1990, *texts), make_edition(1991, *texts))
    assert queries(officer, address(long, pair(long, old="1", new="1"))) == few <= 9


# --- undoing a link ------------------------------------------------------------------------------


def test_undoing_a_link_asks_first_and_says_what_is_lost(officer: User, link: EditionLink) -> None:
    correct(
        officer,
        link,
        pair(link, old="3", new="3"),
        counterpart=paragraph(link.older, "3").pk,
        relation="unchanged",
    )
    page = visit(officer, f"{address(link)}remove/")
    assert "One correction is lost." in page.text
    client_of(officer).post(f"{address(link)}remove/")
    assert not EditionLink.objects.exists()


# --- the life of a duty --------------------------------------------------------------------------


def test_a_life_tells_of_each_edition(reader: User) -> None:
    editions = [
        make_edition(2016, CRASHES),
        make_edition(2017, CRASHES, TRAINING),
        make_edition(2018, REWORDED, CRASHES),
        make_edition(2019, CRASHES),
    ]
    for place in range(3):
        link_editions(None, editions[place], editions[place + 1])
    page = visit(reader, f"/paragraphs/{paragraph(editions[2], '1').pk}/life/")
    assert page.all(".//main//h2") == [
        "A/RES/72/1, 8 December 2017",
        "A/RES/73/1, 8 December 2018",
        "A/RES/74/1, 8 December 2019",
    ]
    assert [value for value, _word in page.statuses()] == ["amended", "dropped"]
    assert "It appears." in page.text
    assert page.all(".//ins") == ["[put in: and each year]"]
    oldest = visit(reader, f"/paragraphs/{paragraph(editions[0], '1').pk}/life/")
    assert "The oldest edition that is linked here has it already." in oldest.text


def test_a_life_is_of_an_operative_paragraph_alone(reader: User) -> None:
    edition = make_edition(2016, CRASHES)
    preambular = edition.paragraphs.create(kind="preambular", position=9, text="Recalling")
    for pk in (preambular.pk, 0):
        assert client_of(reader).get(f"/paragraphs/{pk}/life/").status_code == 404


# --- the instrument's page -----------------------------------------------------------------------


def test_an_instrument_leads_to_its_editions(reader: User, link: EditionLink) -> None:
    newer = visit(reader, f"/instruments/{link.newer.symbol}/")
    assert "What changed since A/RES/75/1" in newer.text
    assert f"/paragraphs/{paragraph(link.newer, '1').pk}/life/" in newer.links()
    older = visit(reader, f"/instruments/{link.older.symbol}/")
    assert "What became of it in A/RES/78/1" in older.text
    assert address(link) in older.links()


def test_an_instrument_alone_leads_the_secretariat_to_link_it(reader: User, officer: User) -> None:
    alone = make_edition(2023, TRAINING)
    there = f"/lineage/?newer={alone.pk}"
    assert there in visit(officer, f"/instruments/{alone.symbol}/").links()
    page = visit(reader, f"/instruments/{alone.symbol}/")
    assert there not in page.links()
    assert "/life/" not in page.html
