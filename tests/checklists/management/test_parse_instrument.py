"""`manage.py parse_instrument`: the paragraphs of a file as JSON, without a database."""

import json
import os
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from checklists.management.commands.parse_instrument import MAX_BYTES
from tests.checklists.importers.sources import INSTRUMENTS, resolution, seed

SHIPPED = INSTRUMENTS / "A_RES_78_118.txt"
PARTS = ["preambular", "operative", "footnotes"]


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
        "adopted_on": "2023-12-08",
        "distributed_on": "2023-12-13",
        "session": "78",
        "agenda_item": "72 (a)",
        "meeting": "47th plenary meeting",
        "draft_symbols": ["A/78/L.17"],
    }


def test_it_prints_every_paragraph_and_footnote() -> None:
    read, expected = parsed(SHIPPED), seed("A_RES_78_118")
    assert read["preambular"] == [{"text": p.text} for p in expected.preambular]
    assert read["operative"] == [{"number": p.number, "text": p.text} for p in expected.operative]
    assert read["footnotes"] == [{"mark": n.mark, "text": n.text} for n in expected.footnotes]


def test_the_keys_come_in_the_order_of_a_resolution() -> None:
    assert list(parsed(SHIPPED))[-3:] == PARTS


def test_an_unknown_date_of_distribution_is_null(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    source = resolution("1. *Urges* all.").partition("78/118.")
    file.write_text(source[1] + source[2], encoding="utf-8")
    assert parsed(file)["distributed_on"] is None


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bom.txt"
    file.write_text(resolution("1. *Urges* all."), encoding="utf-8-sig")
    assert parsed(file)["operative"] == [{"number": "1", "text": "Urges all."}]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.txt"
    assert refusal(file) == f"{file}: No such file or directory"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: Is a directory"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "null byte" in refusal("a\0b")


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("General Assembly\n\nprotégé\n".encode("latin-1"))
    assert refusal(file) == f"{file}, line 3: not UTF-8 text"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x7fELF\x00"])
def test_a_binary_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "binary"
    file.write_bytes(content)
    assert refusal(file) == f"{file}: a binary file; this command reads plain text"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"x" * (MAX_BYTES + 1))
    assert refusal(file) == f"{file}: larger than 5 MB, so not a resolution"


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
    assert refusal(file).startswith(f"{file}, line 1: this is not a General Assembly resolution")


def test_a_gap_in_the_numbers_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "gap.txt"
    file.write_text("78/118. A\n\nThe General Assembly,\n\n1. B;\n3. C.\n", encoding="utf-8")
    assert refusal(file) == f"{file}, line 6: operative paragraph 2 is due, but the number is 3"


def test_the_output_is_utf_8_whatever_the_terminal_speaks() -> None:
    terminal = TextIOWrapper(out := BytesIO(), encoding="ascii")
    call_command("parse_instrument", str(SHIPPED), stdout=terminal)
    terminal.flush()
    assert "Nos. 970\N{EN DASH}973." in out.getvalue().decode("utf-8")
