"""`manage.py parse_instrument`: the paragraphs of a file as JSON, without a database."""

import json
import os
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from checklists.importers.reading import MAX_BYTES
from tests.checklists.importers.sources import INSTRUMENTS, resolution, seed

SCHEMA = INSTRUMENTS.parent / "schemas" / "instrument.schema.json"
OFFICIAL = Path(__file__).parent.parent / "importers" / "documents"
SHIPPED = INSTRUMENTS / "A_RES_78_118.txt"
PARTS = ["preambular", "operative", "annexes", "footnotes", "references", "doubts"]


def parsed(file: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("parse_instrument", str(file), stdout=out)
    read: dict[str, Any] = json.loads(out.getvalue())
    return read


def refusal(file: Path | str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("parse_instrument", str(file), stdout=StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def test_it_prints_the_masthead() -> None:
    read = parsed(SHIPPED)
    assert {key: value for key, value in read.items() if key not in PARTS} == {
        "symbol": "A/RES/78/118",
        "title": "Safety and security of humanitarian personnel and protection of United Nations "
        "personnel",
        "organ": "General Assembly",
        "adopted_on": "2023-12-08",
        "distributed_on": "2023-12-13",
        "session": "78",
        "agenda_item": "72 (a)",
        "meeting": "47th plenary meeting",
        "draft_symbols": ["A/78/L.17"],
    }


def test_it_prints_every_paragraph_and_footnote() -> None:
    read, expected = parsed(SHIPPED), seed("A_RES_78_118")
    assert [p["text"] for p in read["preambular"]] == [p.text for p in expected.preambular]
    said = [(p["number"], p["text"], tuple(p["footnotes"])) for p in read["operative"]]
    assert said == [(p.number, p.text, p.footnotes) for p in expected.operative]
    assert read["footnotes"] == [{"mark": n.mark, "text": n.text} for n in expected.footnotes]


def test_the_keys_come_in_the_order_of_a_resolution() -> None:
    assert list(parsed(SHIPPED))[-6:] == PARTS


def test_an_unknown_date_of_distribution_is_null(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    source = resolution("1. *Urges* all.").partition("78/118.")
    file.write_text(source[1] + source[2], encoding="utf-8")
    assert parsed(file)["distributed_on"] is None


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bom.txt"
    file.write_text(resolution("1. *Urges* all."), encoding="utf-8-sig")
    [paragraph] = parsed(file)["operative"]
    assert (paragraph["number"], paragraph["text"]) == ("1", "Urges all.")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.txt"
    assert refusal(file) == f"{file}: No such file or directory"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: Is a directory"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "null byte" in refusal("a\0b")


def test_the_verbs_and_whom_they_address_are_printed() -> None:
    read = parsed(SHIPPED)
    assert read["preambular"][0]["verb"] == "Reaffirming"
    assert read["operative"][9]["verbs"][0] == "Calls upon"
    assert "States" in read["operative"][3]["addressees"]


@pytest.mark.parametrize("file", [*sorted(INSTRUMENTS.glob("*.txt")), *sorted(OFFICIAL.iterdir())])
def test_the_output_keeps_to_its_schema(file: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(parsed(file))


def test_sub_paragraphs_annexes_and_doubts_keep_to_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    body = "## Roads\n\n1. *Urges* States to:\n\n(a) Drive;\n\n(b) Rest;\n\n3. *Asks* all."
    file.write_text(resolution(body) + "\n## Annex\n\n## Plan\n\n1. Go.\n", encoding="utf-8")
    read = parsed(file)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(read)
    assert [child["number"] for child in read["operative"][0]["children"]] == ["(a)", "(b)"]
    assert read["annexes"][0]["paragraphs"][0]["text"] == "Go."
    assert [doubt["line"] for doubt in read["doubts"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("protégé\n".encode("latin-1"), "UTF-8"),
        (b"\x7fELF\x00", "a program"),
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "archive"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    message = refusal(file)
    assert said in message
    assert "\n" not in message


def test_a_file_without_end_is_refused() -> None:
    expected = "/dev/zero: not a regular file, and others may have no end"
    assert refusal("/dev/zero") == expected


def test_a_pipe_into_which_nobody_writes_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe).startswith(f"{pipe}: not a regular file")


def test_another_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text("Minutes of the meeting\n", encoding="utf-8")
    assert refusal(file).startswith(f"{file}, line 1: this is not a resolution")


def test_a_gap_in_the_numbers_is_a_doubt_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "gap.txt"
    file.write_text("78/118. A\n\nThe General Assembly,\n\n1. B;\n3. C.\n", encoding="utf-8")
    message = "operative paragraph 2 is due, but the number is 3"
    assert {"message": message, "line": 6, "page": None} in parsed(file)["doubts"]


def test_the_output_is_utf_8_whatever_the_terminal_speaks() -> None:
    terminal = TextIOWrapper(out := BytesIO(), encoding="ascii")
    call_command("parse_instrument", str(SHIPPED), stdout=terminal)
    terminal.flush()
    assert "Nos. 970\N{EN DASH}973." in out.getvalue().decode("utf-8")
