"""Which characters the fonts of a report can draw, read from the fonts' own character maps.

A PDF/A file may not show a missing glyph, so the renderer has to know beforehand. Each font is one
bit: a letter and the marks on it must come from the same font, and only bits can say whether one
font has them all.
"""

import mmap
import struct
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# The packages that carry the fonts, the folder in each, and the files there that a report uses. A
# family covers a character only if every weight has it: a heading is bold where its text elsewhere
# is not. The Chinese family has the Japanese syllables too, but no Korean ones.
FAMILIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("fontpkg_noto_sans", "files", ("NotoSans[wdth,wght].ttf",)),
    ("fontpkg_amiri", "files", ("Amiri-Regular.ttf", "Amiri-Bold.ttf")),
    ("justmytype_intl_cjk", "fonts/ofl/notosanssc", ("NotoSansSC[wght].ttf",)),
    ("justmytype_intl_cjk", "fonts/ofl/notosanskr", ("NotoSansKR[wght].ttf",)),
)


class FontMissingError(RuntimeError):
    """A font package isn't installed, or its file isn't a font that we can read."""


def font_folders() -> list[Path]:
    """The folders that hold the report's fonts. Raises FontMissingError if one isn't there."""
    folders = []
    for package, inside, files in FAMILIES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise FontMissingError(f"The font package {package} is not installed.")
        folder = Path(spec.origin).parent / inside
        for name in files:
            if not (folder / name).is_file():
                raise FontMissingError(f"The font package {package} has no file {name}.")
        folders.append(folder)
    return folders


@cache
def coverage() -> dict[int, int]:
    """Code point to a bit for each family that can draw it in every weight that we use."""
    bits: dict[int, int] = {}
    for index, (folder, (*_place, files)) in enumerate(zip(font_folders(), FAMILIES, strict=True)):
        maps = [_character_map_of(folder / name) for name in files]
        for code_point in set.intersection(*maps):
            bits[code_point] = bits.get(code_point, 0) | 1 << index
    return bits


def _character_map_of(path: Path) -> set[int]:
    """A Chinese font is 17 MB, of which the map is a thousandth: only that much of it is read."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as font:
        return character_map(font)


def character_map(font: bytes | mmap.mmap) -> set[int]:
    """The code points that a TrueType font can draw. Raises FontMissingError if unreadable."""
    try:
        start = _table(font, b"cmap")
        (count,) = struct.unpack_from(">H", font, start + 2)
        found: set[int] = set()
        for index in range(count):
            (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * index + 4)
            found |= _subtable(font, start + offset)
    except (struct.error, KeyError) as error:
        raise FontMissingError("A font's character map can't be read.") from error
    return found


def _table(font: bytes | mmap.mmap, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise KeyError(tag)


def _subtable(font: bytes | mmap.mmap, at: int) -> set[int]:
    """The code points of one subtable; format 4 is the basic plane, 12 is all, others add none."""
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        rows = struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups])
        return {point for first, last, _glyph in rows for point in range(first, last + 1)}
    if kind == 4:
        (doubled,) = struct.unpack_from(">H", font, at + 6)
        shape = f">{doubled // 2}H"
        lasts = struct.unpack_from(shape, font, at + 14)
        firsts = struct.unpack_from(shape, font, at + 16 + doubled)
        # The last segment only closes the table.
        pairs = zip(firsts[:-1], lasts[:-1], strict=True)
        return {point for first, last in pairs for point in range(first, last + 1)}
    return set()
