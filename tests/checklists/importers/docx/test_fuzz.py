"""Damaged Word files give a text or a DocumentError, and text never gets lost.

Set DOCX_FUZZ_EXAMPLES to try more than the few cases of each run.
"""

import io
import os
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.importers.docx.document import read_docx
from checklists.importers.transcript import DocumentError, Transcript
from tests.checklists.importers.docx.builder import OfficialDocument, build, paragraph, run, zipped

EXAMPLES = int(os.environ.get("DOCX_FUZZ_EXAMPLES", "40"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = (Path(__file__).parent.parent / "documents" / "A_RES_73_7.txt").read_text()
# The masthead, the first paragraphs and the notes: a file of a few pages is read in no time.
BEGINNING = TEXT[: TEXT.index("5. Underlines")] + TEXT[TEXT.index("__________") :]
DOCUMENT = OfficialDocument(BEGINNING).file()
with zipfile.ZipFile(io.BytesIO(DOCUMENT)) as archive:
    PARTS = {name: archive.read(name) for name in archive.namelist()}

_PLACE = st.floats(0, 1, exclude_max=True)
_DAMAGE = st.lists(
    st.tuples(
        _PLACE, st.sampled_from(["change", "cut", "repeat", "insert"]), st.binary(max_size=12)
    ),
    min_size=1,
    max_size=6,
)
_TAGS = [b"w:p", b"w:r", b"w:t", b"w:tbl", b"w:tc", b"w:ins", b"w:del", b"w:numPr", b"w:lvl"]
_TAGS += [b"w:footnoteReference", b"w:footnote", b"w:style", b"w:num", b"w:fldChar", b"w:sdt"]
_TAGS += [b"w:txbxContent", b"mc:AlternateContent", b"w:abstractNum", b"w:body", b"w:sectPr"]
_VALUES = [b"", b"0", b"-1", b"1", b"99999999999", b"x", b"on", b"upperRoman", b"none", b"first"]


def _read(content: bytes) -> None:
    try:
        transcript = read_docx(content)
    except DocumentError as error:
        assert str(error).endswith((".", "!"))  # noqa: PT017 - both ends are right
    else:
        assert isinstance(transcript, Transcript)
        lines = transcript.text.count("\n")
        assert all(1 <= doubt.line <= lines for doubt in transcript.doubts)


def _damaged(content: bytes, damage: list[tuple[float, str, bytes]]) -> bytes:
    for place, kind, noise in damage:
        at = int(place * len(content))
        if kind == "cut":
            content = content[:at] + content[at + 1 + len(noise) * 40 :]
        elif kind == "repeat":
            content = content[:at] + content[max(0, at - 200) : at] * 3 + content[at:]
        else:
            content = content[:at] + noise + content[at + (len(noise) if kind == "change" else 0) :]
    return content


@given(_DAMAGE)
@FEW
def test_damaged_files_are_refused_or_read(damage: list[tuple[float, str, bytes]]) -> None:
    _read(_damaged(DOCUMENT, damage))


@given(st.sampled_from(sorted(PARTS)), _DAMAGE)
@FEW
def test_files_with_a_damaged_part_are_refused_or_read(
    name: str, damage: list[tuple[float, str, bytes]]
) -> None:
    _read(zipped({**PARTS, name: _damaged(PARTS[name], damage)}))


@given(
    st.sampled_from([name for name in sorted(PARTS) if name.startswith("word/")]),
    st.lists(
        st.tuples(st.sampled_from(_TAGS), st.sampled_from(_TAGS), st.integers(0, 9)), max_size=5
    ),
    st.lists(st.tuples(_PLACE, st.sampled_from(_VALUES)), max_size=5),
)
@FEW
def test_files_whose_parts_make_no_sense_are_refused_or_read(
    name: str, swaps: list[tuple[bytes, bytes, int]], values: list[tuple[float, bytes]]
) -> None:
    xml = PARTS[name]
    for old, new, times in swaps:  # still whole: the start and the end of an element alike
        old, new = (old, new) if times else (old + b" ", new + b" ")
        xml = xml.replace(b"<" + old, b"<" + new).replace(b"</" + old + b">", b"</" + new + b">")
    for place, value in values:
        at = xml.find(b'="', int(place * len(xml)))
        if at >= 0:
            xml = xml[: at + 2] + value + xml[xml.index(b'"', at + 2) :]
    _read(zipped({**PARTS, name: xml}))


@given(st.sampled_from(sorted(PARTS)))
@FEW
def test_files_without_a_part_are_refused_or_read(name: str) -> None:
    _read(zipped({other: content for other, content in PARTS.items() if other != name}))


_WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)


@given(st.lists(st.lists(_WORDS, min_size=1, max_size=6), min_size=1, max_size=6))
@FEW
def test_no_word_is_lost(paragraphs: list[list[str]]) -> None:
    written = ["A", *(" ".join(words) for words in paragraphs)]
    body = "".join(paragraph("".join(run(word + " ") for word in one.split())) for one in written)
    text = read_docx(build(body)).text
    kept = [char for char in "".join(text.split()) if char != "\\"]
    rule = set("-_*=–—•.")
    expected = [
        char
        for one in written
        if set("".join(one.split())) - rule
        for char in one
        if not char.isspace() and char != "\\"
    ]
    assert "".join(kept) == "".join(expected).replace("\u2010", "-").replace("\u2011", "-")
