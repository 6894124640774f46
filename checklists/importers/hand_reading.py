"""The readings by hand that the rules of checklists/anatomy are measured against."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from checklists.anatomy.accuracy import HandAct, HandReading
from checklists.importers.resolution.text import parse_resolution_text

DATA = Path(__file__).parent.parent / "data"
PINNED = DATA / "anatomy" / "reading_by_hand.yaml"
HELD_OUT = DATA / "anatomy" / "held_out.yaml"


def load_readings(path: Path) -> list[HandReading]:
    """The readings of a file, in order; a paragraph without `text` has that of its instrument."""
    resolutions: dict[str, dict[str, dict[str, Any]]] = YAML(typ="safe").load(path)
    earlier: dict[str, dict[str, Any]] = {}
    readings = []
    for symbol, paragraphs in resolutions.items():
        texts = {} if "text" in next(iter(paragraphs.values())) else _texts(symbol)
        for number, entry in paragraphs.items():
            same = entry.get("same_as")
            read = earlier[same] if same else entry
            readings.append(
                HandReading(
                    f"{symbol}, {number}",
                    entry.get("text") or texts[number],
                    tuple(
                        HandAct(act["verb"], act["force"], tuple(act["to"])) for act in read["acts"]
                    ),
                    tuple(read["themes"]),
                    "Security Council" if symbol.startswith("S/") else "General Assembly",
                )
            )
        earlier = earlier or paragraphs
    return readings


def _texts(symbol: str) -> dict[str, str]:
    """The operative paragraphs of an instrument that comes with the product, by number."""
    name = symbol.replace("/", "_") + ".txt"
    resolution = parse_resolution_text((DATA / "instruments" / name).read_text(encoding="utf-8"))
    return {paragraph.number or "": paragraph.text for paragraph in resolution.operative}
