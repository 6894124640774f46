"""The paragraphs of an instrument as pages show them: trees with addresses within the page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from checklists.importers.resolution.parsed import ParsedFootnote, ParsedParagraph, ParsedResolution
from checklists.marking import Piece, mark_words
from checklists.models import Footnote, Paragraph

Kind = Paragraph.Kind


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote's mark, and the address of its note; "" where there is no such note."""

    mark: str
    anchor: str


@dataclass(slots=True)
class Node:
    """A paragraph with its sub-paragraphs.

    `label` names it in a sentence; `anchor` is its name within its page. `row` is what is stored of
    it, None in a preview; `line` and `page` say where a preview read it. `page_of_list` is 0 where
    it stands on the page that is shown. `pieces` is the text again where words of it are marked.
    """

    kind: str
    section: str
    number: str
    text: str
    marks: list[Mark]
    line: int = 0
    page: int | None = None
    row: Paragraph | None = None
    children: list["Node"] = field(default_factory=list)
    label: str = ""
    anchor: str = ""
    page_of_list: int = 0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it stands: on this page, or on another of the list."""
        return (
            f"?page={self.page_of_list}#{self.anchor}" if self.page_of_list else f"#{self.anchor}"
        )

    def whole(self) -> Iterator["Node"]:
        """The paragraph and all of its sub-paragraphs, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.whole()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, its address, and the paragraphs that carry its mark."""

    mark: str
    text: str
    anchor: str
    marked: list[Node]


class Anchors:
    """Addresses within a page: each is given once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wanted: str, otherwise: str) -> str:
        """The address that is wanted, or another where it is taken."""
        anchor = wanted if wanted not in self._given else otherwise
        self._given.add(anchor)
        return anchor


def stored_tree(paragraphs: Iterable[Paragraph], notes: Sequence[Note]) -> list[Node]:
    """The roots of an instrument's paragraphs, which come in order of position."""
    addresses = _addresses(notes)
    nodes: dict[int, Node] = {}
    roots: list[Node] = []
    for paragraph in paragraphs:
        node = Node(
            paragraph.kind,
            paragraph.section,
            paragraph.number,
            paragraph.text,
            _marks(paragraph.footnote_marks, addresses),
            row=paragraph,
        )
        nodes[paragraph.pk] = node
        siblings = nodes[paragraph.parent_id].children if paragraph.parent_id else roots
        siblings.append(node)
    return _finished(roots, notes)


def stored_node(paragraph: Paragraph) -> Node:
    """A paragraph with its sub-paragraphs, which come behind it and before the next whole one.

    Two queries.
    """
    following = Paragraph.objects.filter(
        instrument=paragraph.instrument_id, position__gt=paragraph.position
    )
    end = following.filter(parent=None).order_by("position").values("position")[:1]
    last = end[0]["position"] if end else None
    parts = following.filter(position__lt=last) if last else following
    [root] = stored_tree([paragraph, *parts.order_by("position")], [])
    return root


def parsed_tree(resolution: ParsedResolution, notes: Sequence[Note]) -> list[Node]:
    """The roots of what was read, the preamble first and the annexes last."""
    addresses = _addresses(notes)
    roots = [
        _parsed(paragraph, kind, paragraph.section, addresses)
        for kind, paragraphs in (
            (Kind.PREAMBULAR, resolution.preambular),
            (Kind.OPERATIVE, resolution.operative),
        )
        for paragraph in paragraphs
    ]
    for annex in resolution.annexes:
        for paragraph in annex.paragraphs:
            headings = [annex.label, annex.title, paragraph.section]
            section = " / ".join(heading for heading in headings if heading)
            roots.append(_parsed(paragraph, Kind.ANNEX, section, addresses))
    return _finished(roots, notes)


def footnotes(rows: Iterable[Footnote | ParsedFootnote]) -> list[Note]:
    """The footnotes with an address each: an annex may count its own from 1 again."""
    anchors = Anchors()
    return [
        Note(row.mark, row.text, anchors.give(f"note-{row.mark}", f"note-{row.mark}-{place}"), [])
        for place, row in enumerate(rows, start=1)
    ]


def mark_deciding(root: Node, groups: Iterable[Sequence[str]]) -> None:
    """Mark in a paragraph and its sub-paragraphs the words that decided how it was read.

    A group are the words of one act, its verb first, or a word by itself.
    """
    nodes = list(root.whole())
    for node, pieces in zip(nodes, mark_words([node.text for node in nodes], groups), strict=True):
        node.pieces = pieces


def _addresses(notes: Sequence[Note]) -> dict[str, str]:
    """The address of the first footnote of each mark."""
    return {note.mark: note.anchor for note in reversed(notes)}


def _marks(marks: Iterable[str], addresses: dict[str, str]) -> list[Mark]:
    return [Mark(mark, addresses.get(mark, "")) for mark in marks]


def _parsed(
    paragraph: ParsedParagraph, kind: Kind, section: str, addresses: dict[str, str]
) -> Node:
    return Node(
        kind,
        section,
        paragraph.number,
        paragraph.text,
        _marks(paragraph.footnotes, addresses),
        paragraph.line,
        paragraph.page,
        children=[_parsed(child, kind, section, addresses) for child in paragraph.children],
    )


def _finished(roots: list[Node], notes: Sequence[Note]) -> list[Node]:
    """Name the paragraphs, and tell each footnote which of them carry its mark."""
    anchors = Anchors()
    marked = {note.anchor: note.marked for note in notes}
    preambular = place = 0
    for root in roots:
        preambular += root.kind == Kind.PREAMBULAR
        root.label = _label(root, preambular)
        for node in root.whole():
            place += 1
            node.anchor = f"p-{place}"
            for child in node.children:
                child.label = f"{node.label} {child.number}".rstrip()
            for mark in node.marks:
                if mark.anchor:
                    marked[mark.anchor].append(node)
        if root.kind == Kind.PREAMBULAR:
            root.anchor = f"pp-{preambular}"
        elif root.kind == Kind.OPERATIVE and root.number:
            # A number may stand again in another section.
            root.anchor = anchors.give(f"op-{root.number}", root.anchor)
    return roots


def _label(root: Node, preambular: int) -> str:
    if root.kind == Kind.PREAMBULAR:
        return _("preambular paragraph %(number)d") % {"number": preambular}
    if not root.number:
        return _("paragraph without a number")
    if root.kind == Kind.ANNEX:
        return _("annexed paragraph %(number)s") % {"number": root.number}
    return _("paragraph %(number)s") % {"number": root.number}
