"""`manage.py compare_instruments`: two stored instruments, as JSON and as a table."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

import checklists
from tests.checklists.importers.sources import INSTRUMENTS, seed
from tests.checklists.lineage.real_pair import RELATIONS

SCHEMA = Path(checklists.__file__).parent / "data" / "schemas" / "comparison.schema.json"
OLDER, NEWER = "A/RES/75/125", "A/RES/78/118"

pytestmark = pytest.mark.django_db


@pytest.fixture
def _both() -> None:
    files = [str(INSTRUMENTS / name) for name in ("A_RES_75_125.txt", "A_RES_78_118.txt")]
    call_command("import_instrument", *files, verbosity=0)


def output(*arguments: str) -> str:
    out = io.StringIO()
    call_command("compare_instruments", *arguments, stdout=out)
    return out.getvalue()


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(output(OLDER, NEWER, "--json"))
    return read


@pytest.mark.usefixtures("_both")
def test_the_json_holds_to_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document())


@pytest.mark.usefixtures("_both")
def test_the_json_has_every_pair_by_its_numbers() -> None:
    read = document()
    assert (read["from"], read["to"]) == (OLDER, NEWER)
    assert [(pair["old"], pair["new"], pair["relation"]) for pair in read["pairs"]] == [
        (str(old) if old else None, str(new), relation) for old, new, relation in RELATIONS
    ]


@pytest.mark.usefixtures("_both")
def test_the_pieces_give_both_texts_back() -> None:
    old, new = (
        {p.number: p.text for p in seed(n).operative} for n in ("A_RES_75_125", "A_RES_78_118")
    )
    for pair in document()["pairs"]:
        pieces = pair["diff"]
        assert "".join(p["text"] for p in pieces if p["kind"] != "deleted") == new[pair["new"]]
        if pair["old"]:
            assert "".join(p["text"] for p in pieces if p["kind"] != "inserted") == old[pair["old"]]


@pytest.mark.usefixtures("_both")
def test_the_table_counts_and_shows_what_was_reworded() -> None:
    lines = output(OLDER, NEWER).splitlines()
    assert lines[0] == "A/RES/75/125 → A/RES/78/118"
    assert "   45     51  amended        0.9870" in lines
    assert "    –      6  new                 –" in lines
    assert "5 amended, 6 new, 40 unchanged" in lines
    assert any("at its[- seventy-sixth-]{+ seventy-ninth+} session" in line for line in lines)


@pytest.mark.usefixtures("_both")
@pytest.mark.parametrize("symbols", [(OLDER, "A/RES/1/1"), ("A/RES/1/1", NEWER)])
def test_an_unknown_symbol_is_named_with_those_that_are_known(symbols: tuple[str, str]) -> None:
    with pytest.raises(CommandError) as caught:
        output(*symbols, "--json")
    assert caught.value.returncode == 1
    assert str(caught.value) == (
        "A/RES/1/1: no such instrument; imported are: A/RES/75/125, A/RES/78/118"
    )


def test_without_instruments_an_error_says_so() -> None:
    with pytest.raises(CommandError, match="imported are: none yet"):
        output(OLDER, NEWER)
