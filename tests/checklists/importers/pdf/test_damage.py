"""Published files with bytes flipped, cut, lost and doubled.

FUZZ_CASES=2000 runs as many cases instead of a few.
"""

import os
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.importers.reading import read_document
from checklists.importers.transcript import DocumentError

DOCUMENTS = Path(__file__).parent.parent / "documents"
CASES = int(os.environ.get("FUZZ_CASES", "12"))
FILES = {
    name: (DOCUMENTS / f"{name}.pdf").read_bytes() for name in ("A_RES_73_6-EN", "A_RES_73_7-EN")
}

places = st.floats(min_value=0, max_value=1, exclude_max=True)
damages = st.lists(
    st.tuples(st.sampled_from(["flip", "cut", "lose", "insert", "double"]), places, st.binary()),
    min_size=1,
    max_size=6,
)


def damage(content: bytes, damages: list[tuple[str, float, bytes]]) -> bytes:
    for kind, place, more in damages:
        at = int(len(content) * place)
        if kind == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (1 + len(more))]) + content[at + 1 :]
        elif kind == "cut":
            content = content[:at]
        elif kind == "lose":
            content = content[:at] + content[at + 1 + len(more) :]
        elif kind == "insert":
            content = content[:at] + more + content[at:]
        elif kind == "double":
            content = content[:at] + content[max(0, at - 5000) :]
    return content


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(name=st.sampled_from(sorted(FILES)), damages=damages)
def test_a_damaged_file_gives_a_transcript_or_an_error(
    name: str, damages: list[tuple[str, float, bytes]]
) -> None:
    with suppress(DocumentError):
        assert read_document(damage(FILES[name], damages), "damaged.pdf", seconds=10).text.strip()
