"""The styles of a Word file, as far as they tell headings, numbers and raised signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from checklists.importers.docx.xml import Node, attribute, integer, switched_on

# “heading 2” is Word's own; the others are those of the UN's templates: “_ H_2/3”, “H23”, “_ H_Ch”.
_HEADING_NAME = re.compile(
    r"heading [1-9]|(?:sub)?title|_?\s*H\s*_?\s*(?:Ch|S?M|[1-9])(?![A-Za-z]).*", re.IGNORECASE
)
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or an element says of itself; None where it says nothing."""

    heading: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    centred: bool | None = None
    list_id: str | None = None  # "0" takes the number away
    level: int | None = None
    list_style: str | None = None  # the style that named the list

    def over(self, other: "Look") -> "Look":
        """This look, and the other one's where this one says nothing."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(
            other, **{name: value for name, value in values.items() if value is not None}
        )


def read_look(paragraph: Node | None, run: Node | None) -> Look:
    """What the properties of a paragraph, and those of its text, say."""
    raised = run.find("vertAlign") if run is not None else None
    look = Look(
        bold=switched_on(run, "b"),
        hidden=switched_on(run, "vanish"),
        raised=attribute(raised, "val") == "superscript" if raised is not None else None,
    )
    if paragraph is None:
        return look
    numbers, outline = paragraph.find("numPr"), paragraph.find("outlineLvl")
    centred = paragraph.find("jc")
    if numbers is not None:
        level = numbers.find("ilvl")
        look = replace(
            look,
            list_id=attribute(numbers.find("numId"), "val") or None,
            level=integer(level) if level is not None else None,
        )
    return replace(
        look,
        heading=integer(outline, default=9) < 9 if outline is not None else None,
        centred=attribute(centred, "val") == "center" if centred is not None else None,
    )


class Styles:
    """All styles by id, each with what it takes from those that it is based on."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._looks: dict[str, Look] = {}
        self._bases: dict[str, str] = {}
        self._default = ""
        self._whole: dict[str, Look] = {}
        for node in nodes:
            if node.tag == "style":
                self._add(node)

    def look(self, style: str, kind: str = "paragraph") -> Look:
        """The look of a style by its id; of the default paragraph when it is unknown."""
        if style not in self._looks:
            style = self._default if kind == "paragraph" else ""
        if style not in self._whole:
            self._whole[style] = self._with_bases(style)
        return self._whole[style]

    def _with_bases(self, style: str) -> Look:
        look = Look()
        for _ in range(_DEEPEST):
            if style not in self._looks:
                break
            look = look.over(self._looks[style])
            style = self._bases.get(style, "")
        return look

    def _add(self, node: Node) -> None:
        style = attribute(node, "styleId")
        look = read_look(node.find("pPr"), node.find("rPr"))
        if _HEADING_NAME.fullmatch(attribute(node.find("name"), "val")[:60].strip()):
            look = replace(look, heading=True)
        if look.list_id:
            look = replace(look, list_style=style)
        self._looks[style] = look
        self._bases[style] = attribute(node.find("basedOn"), "val")
        if attribute(node, "default") in ("1", "true") and attribute(node, "type") == "paragraph":
            self._default = style
