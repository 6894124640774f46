"""The page on which a reading shows its words, and is corrected without any script."""

from typing import Any

import pytest

from checklists.models import Instrument, Paragraph, ReadingCorrection
from checklists.services.instruments import import_instrument
from orgs.models import User
from tests.checklists.importers.sources import resolution
from tests.factories import make_user
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db

BODY = """Recalling all,

1. Urges all States to take part in training;

2. Requests:

(a) The Secretary-General to act;

(b) All States to act."""


@pytest.fixture
def instrument() -> Instrument:
    return import_instrument(None, resolution(BODY), source_name="a.txt")


@pytest.fixture
def officer() -> User:
    return make_user(secretariat=True)


def paragraph(instrument: Instrument, number: str = "1") -> Paragraph:
    return instrument.paragraphs.get(kind="operative", number=number)


def address(instrument: Instrument, number: str = "1") -> str:
    return f"/paragraphs/{paragraph(instrument, number).pk}/anatomy/"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "acts-TOTAL_FORMS": "2",
        "acts-INITIAL_FORMS": "1",
        "acts-0-verb": "Urges",
        "acts-0-force": "demands",
        "acts-0-addressees": "States\r\n\r\n host  Governments \r\nStates",
        "acts-1-verb": "",
        "acts-1-force": "",
        "acts-1-addressees": "",
        "themes": ["training", "road-safety"],
        "reason": "The chair said so.",
        "state": "",
    } | changes


def test_the_words_that_decided_are_marked(instrument: Instrument) -> None:
    page = visit(make_user(), address(instrument))
    assert page.heading == "Anatomy of paragraph 1"
    assert page.all(".//blockquote//mark")[:2] == ["Urges", "all States"]
    assert page.all(".//td/span")[:2] == ["urges", "States"]


def test_sub_paragraphs_stand_with_their_whole(instrument: Instrument) -> None:
    page = visit(make_user(), address(instrument, "2"))
    assert page.all(".//ol[@class='parts']/li/span") == ["(a)", "(b)"]
    assert "The Secretary-General" in page.all(".//ol[@class='parts']//mark")


def test_a_reader_sees_no_form(instrument: Instrument) -> None:
    assert visit(make_user(), address(instrument)).root.find(".//main//form") is None


def test_the_form_begins_with_what_holds(instrument: Instrument, officer: User) -> None:
    page = visit(officer, address(instrument))
    verb = page.root.find(".//input[@name='acts-0-verb']")
    assert verb is not None
    assert verb.get("value") == "Urges"


def test_a_correction_holds_from_then_on(instrument: Instrument, officer: User) -> None:
    page = read(client_of(officer).post(address(instrument), form(), follow=True))
    correction = ReadingCorrection.objects.get()
    assert correction.acts == [
        {"verb": "Urges", "force": "demands", "addressees": ["States", "host Governments"]}
    ]
    assert correction.themes == ["training", "road-safety"]
    assert "The chair said so." in page.text
    assert "What holds: the correction Corrected" in page.text


def test_a_form_sent_twice_is_one_correction(instrument: Instrument, officer: User) -> None:
    client = client_of(officer)
    codes = [client.post(address(instrument), form()).status_code for _n in range(2)]
    assert codes == [302, 302]


def test_a_conflict_gives_the_reason_back(instrument: Instrument, officer: User) -> None:
    client_of(officer).post(address(instrument), form())
    other = form(reason="My own reason")
    page = read(client_of(make_user(secretariat=True)).post(address(instrument), other), 409)
    assert "My own reason" in page.text
    assert ReadingCorrection.objects.get().reason == "The chair said so."


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"reason": ""}, "Reason: This field is required."),
        ({"acts-1-force": "urges"}, "Verb, as it stands in the text: Give the verb"),
        ({"acts-0-force": "shouts"}, "Force: Select a valid choice"),
        ({"themes": ["no-such"]}, "Themes: Select a valid choice"),
        ({"acts-TOTAL_FORMS": "x"}, "ManagementForm data is missing"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_stored(
    instrument: Instrument, officer: User, changes: dict[str, Any], problem: str
) -> None:
    page = read(client_of(officer).post(address(instrument), form(**changes)), 400)
    assert any(error.startswith(problem) for error in page.errors())
    assert not ReadingCorrection.objects.exists()


def test_withdrawing_asks_first_and_lets_the_rules_hold(
    instrument: Instrument, officer: User
) -> None:
    client = client_of(officer)
    client.post(address(instrument), form())
    url = f"{address(instrument)}withdraw/"
    assert read(client.get(url)).heading == "Withdraw the correction?"
    assert "What the rules read holds." in read(client.post(url, follow=True)).text
    assert not ReadingCorrection.objects.exists()


def test_a_preambular_paragraph_and_a_part_have_no_anatomy(instrument: Instrument) -> None:
    preambular = instrument.paragraphs.get(kind="preambular")
    part = instrument.paragraphs.get(number="(a)")
    for row in (preambular, part):
        visit(make_user(), f"/paragraphs/{row.pk}/anatomy/", 404)


def test_it_costs_the_same_for_any_number_of_parts(officer: User) -> None:
    costs = []
    for number, parts in ((118, 2), (119, 20)):
        body = "1. Requests:" + "".join(
            f"\n\n({chr(97 + n)}) All States to act;" for n in range(parts)
        )
        text = resolution(body).replace("78/118", f"78/{number}")
        instrument = import_instrument(None, text, source_name="a.txt")
        costs.append(queries(officer, address(instrument)))
    assert costs[0] == costs[1] <= 7
