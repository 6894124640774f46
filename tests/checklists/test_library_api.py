"""Instruments through the API: brought in from documents, read with their anatomy."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from checklists.models import Instrument, ReadingCorrection
from checklists.services.instruments import import_instrument
from tests.checklists.importers.sources import resolution
from tests.factories import make_user
from tests.pages import client_of

pytestmark = pytest.mark.django_db

TEXT = resolution(
    "Recalling A/78/369,\n\n1. Urges all States to act;\n\n2. Requests all:\n\n(a) A."
)
DOUBTFUL = resolution("1. Urges all;\n\n3. Requests all.")


def post(content: bytes | None, *, secretariat: bool = True, **data: Any) -> tuple[int, Any]:
    if content is not None:
        data["file"] = SimpleUploadedFile("a.txt", content)
    client = client_of(make_user(secretariat=secretariat))
    response = client.post("/api/v1/instruments/", data)
    return response.status_code, response.json()


def paragraphs(**query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        client_of(make_user()).get("/api/v1/paragraphs/", query).json()["results"]
    )
    return rows


def test_an_instrument_is_brought_in() -> None:
    status, body = post(TEXT.encode())
    assert status == 201
    assert (body["symbol"], body["organ"]) == ("A/RES/78/118", "General Assembly")
    assert [reference["symbol"] for reference in body["references"]] == ["A/78/369"]
    assert Instrument.objects.get().source_name == "a.txt"


def test_the_same_file_again_is_what_is_there() -> None:
    assert [post(TEXT.encode())[0] for _n in range(2)] == [201, 201]
    assert Instrument.objects.count() == 1


def test_another_text_of_a_symbol_is_a_conflict() -> None:
    post(TEXT.encode())
    status, body = post(TEXT.encode() + b"\n")
    assert (status, list(body)) == (409, ["detail"])


def test_doubts_are_told_and_must_be_accepted() -> None:
    status, body = post(DOUBTFUL.encode())
    assert status == 400
    assert {"message", "line", "page"} == set(body["doubts"][0])
    assert not Instrument.objects.exists()
    status, body = post(DOUBTFUL.encode(), accept_doubts="true")
    assert (status, len(body["doubts"]) > 0) == (201, True)


@pytest.mark.parametrize("content", [None, b"", b"Dear Sir", b"%PDF-1.7\ncut", bytes(20_000_001)])
def test_what_can_not_be_read_names_the_field(content: bytes | None) -> None:
    status, body = post(content)
    assert (status, list(body)) == (400, ["file"])
    assert not Instrument.objects.exists()


def test_nobody_but_the_secretariat_brings_in() -> None:
    assert post(TEXT.encode(), secretariat=False)[0] == 403


def test_paragraphs_tell_their_place_and_what_they_do() -> None:
    post(TEXT.encode())
    _preamble, first, whole, part = paragraphs()
    assert (first["verbs"], first["addressees"]) == (["Urges"], ["States"])
    assert (first["corrected"], first["parent"], first["section"]) == (False, None, "")
    assert (part["number"], part["parent"], part["verbs"]) == ("(a)", whole["id"], [])


def test_paragraphs_are_picked_by_addressee_and_theme_as_they_hold() -> None:
    instrument = import_instrument(None, TEXT, source_name="a.txt")
    assert [row["number"] for row in paragraphs(addressee="States")] == ["1"]
    ReadingCorrection.objects.create(
        paragraph=instrument.paragraphs.get(number="1"),
        acts=[{"verb": "Urges", "force": "urges", "addressees": ["host Governments"]}],
        themes=["training"],
        corrected_by=make_user(secretariat=True),
    )
    assert paragraphs(addressee="States") == []
    assert [row["number"] for row in paragraphs(theme="training")] == ["1"]
