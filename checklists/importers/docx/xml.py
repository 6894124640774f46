"""Reads the XML of a Word file part by part, within limits on depth and number of elements."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import cast

# The texts are decoded here and refused when they declare entities, and expat loads nothing.
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from checklists.importers.transcript import DocumentError

Node = Element

MAX_DEPTH = 150
MAX_NODES = 500_000  # in one part, two attributes like one element; a page has 300 to 1,000
_LONGEST_WITHOUT_TAG = 20_000  # characters: a tag full of attributes, or one endless word

# The second of each pair is what Word writes as “Strict Open XML Document”.
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATHS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PREFIXES = {
    **dict.fromkeys(_WORD, ""),
    **dict.fromkeys(_MATHS, "m:"),
    _COMPATIBILITY: "mc:",
    # Relations and types of content, in parts that hold nothing else.
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
}


def children(chunks: Iterable[bytes], level: int, part: str) -> Iterator[Node]:
    """The elements at a level below the root, one by one, with short names: “p” for Word's own,
    “m:t” for formulas, “mc:Choice”, and “?:name” for all others.

    Raises DocumentError, which names the part, for XML that is damaged, declares a document type,
    or is nested or filled beyond all documents.
    """
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    short: dict[str, str] = {}
    open_nodes: list[Node] = []
    nodes = 0
    for text in _texts(chunks, part):
        for kind, node in _events(parser, text, part):
            if kind == "start":
                nodes += 1 + len(node.attrib) // 2
                if nodes > MAX_NODES or len(open_nodes) > MAX_DEPTH:
                    reason = "too large" if nodes > MAX_NODES else "nested too deep"
                    raise DocumentError(f"This Word file can't be read: {part} is {reason}.")
                node.tag = short.get(node.tag) or short.setdefault(node.tag, _short(node.tag))
                open_nodes.append(node)
                continue
            open_nodes.pop()
            if len(open_nodes) == level:
                yield node
                open_nodes[-1].clear()


def _texts(chunks: Iterable[bytes], part: str) -> Iterator[str]:
    """The decoded text, whose declared encoding is of no account, and an end ("")."""
    decoder: codecs.IncrementalDecoder | None = None
    last = ""
    try:
        for chunk in chunks:
            if decoder is None:
                utf16 = chunk[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                decoder = codecs.getincrementaldecoder("utf-16" if utf16 else "utf-8-sig")()
            text = decoder.decode(chunk)
            if "<!DOCTYPE" in last + text or "<!ENTITY" in last + text:
                raise DocumentError(f"This file is no Word document: {part} declares a type.")
            if len(text) > _LONGEST_WITHOUT_TAG and "<" not in text:
                raise DocumentError(f"This Word file can't be read: {part} has no paragraphs.")
            last = text[-10:]
            if text:
                yield text
        if decoder:
            decoder.decode(b"", final=True)  # raises for a cut character
    except UnicodeDecodeError as error:
        raise DocumentError(f"This Word file is damaged: {part} has unreadable text.") from error
    yield ""


def _events(parser: XMLPullParser[Element], text: str, part: str) -> list[tuple[str, Element]]:
    """What the next piece of text, or its end, makes of the elements."""
    try:
        if text:
            parser.feed(text)
        else:
            parser.close()
        # Of the kinds of events that the parser was asked for, each comes with an element.
        return cast(list[tuple[str, Element]], list(parser.read_events()))
    except (ParseError, ValueError) as error:
        raise DocumentError(f"This Word file is damaged: {part} is no whole XML.") from error


def _short(tag: str) -> str:
    namespace, _, name = tag[1:].rpartition("}")
    return _PREFIXES.get(namespace, "?:") + name


def attribute(node: Node | None, name: str) -> str:
    """An attribute in Word's namespace; "" when it, or the element, isn't there."""
    if node is None:
        return ""
    return node.get(f"{{{_WORD[0]}}}{name}") or node.get(f"{{{_WORD[1]}}}{name}") or ""


def relation_id(node: Node) -> str:
    """The id of the part that an element names."""
    return node.get(f"{{{_RELATIONS[0]}}}id") or node.get(f"{{{_RELATIONS[1]}}}id") or ""


def plain_attribute(node: Node, name: str) -> str:
    """An attribute without namespace; "" when it isn't there."""
    return node.get(name) or ""


def integer(node: Node | None, name: str = "val", default: int = 0) -> int:
    """An attribute that is a number from 0 to 32,767; the default for all else."""
    value = attribute(node, name)
    if not (value.isascii() and value.isdigit() and len(value) <= 5):
        return default
    return min(int(value), 32_767)


def switched_on(properties: Node | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None when nothing is said of it."""
    found = properties.find(name) if properties is not None else None
    if found is None:
        return None
    return attribute(found, "val") not in ("0", "false", "off")
