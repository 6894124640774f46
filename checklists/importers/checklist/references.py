"""Checking what the schema of a checklist can't say: what is named once, and names that exist.

Every function takes the loaded file, which keeps to the schema, and gives the lines, from 1, and
sentences on what is wrong.
"""

from collections.abc import Iterator
from typing import Any

Problems = Iterator[tuple[int, str]]


def item_key(item: Any) -> str:
    """An item's key; where it gives none, one made from its number: "op-31-1" from "31.1"."""
    return str(item.get("key") or "op-" + item["id"].replace(".", "-"))


def reference_problems(document: Any) -> Problems:
    """All of them, in no particular order."""
    yield from _theme_problems(document)
    yield from _item_problems(document)
    yield from _key_problems(document)
    yield from _indicator_problems(document)
    yield from _coverage_problems(document)


def _line(part: Any) -> int:
    return int(part.lc.line) + 1


def _theme_problems(document: Any) -> Problems:
    themes: set[str] = set()
    for theme in document["themes"]:
        if theme["id"] in themes:
            yield _line(theme), f"the theme “{theme['id']}” is there twice"
        themes.add(theme["id"])


def _item_problems(document: Any) -> Problems:
    themes = {theme["id"] for theme in document["themes"]}
    items: set[str] = set()
    for item in document["items"]:
        line = _line(item)
        if item["id"] in items:
            yield line, f"the item {item['id']} is there twice"
        items.add(item["id"])
        if item["theme"] not in themes:
            yield line, f"item {item['id']} names the theme “{item['theme']}”, which isn't listed"
        if item.get("critical") and item["dimension"] == "indicator":
            yield line, f"item {item['id']} asks for a number, which can't be critical"
        if item["id"].partition(".")[0] != item["paragraph"]:
            yield line, f"item {item['id']} doesn't begin with its paragraph, {item['paragraph']}"


def _key_problems(document: Any) -> Problems:
    owners: dict[str, str] = {}
    for item in document["items"]:
        key = item_key(item)
        owner = owners.setdefault(key, item["id"])
        if owner != item["id"]:
            yield _line(item), f"item {item['id']} has the key “{key}”, which item {owner} has"


def _indicator_problems(document: Any) -> Problems:
    indicators = {
        item_key(item): item["indicator"] for item in document["items"] if "indicator" in item
    }
    for item in document["items"]:
        asks_for_number = item["dimension"] == "indicator"
        if asks_for_number and "indicator" not in item:
            yield _line(item), f"item {item['id']} is an indicator and doesn't say which number"
        elif not asks_for_number and "indicator" in item:
            yield _line(item), f"item {item['id']} asks for a number and is no indicator"
        elif "indicator" in item:
            yield from _number_problems(item, indicators)


def _number_problems(item: Any, indicators: dict[str, Any]) -> Problems:
    """What is wrong with the limits of one indicator. `indicators`: all of them, by key."""
    indicator, number, line = item["indicator"], item["id"], _line(item["indicator"])
    minimum, maximum = indicator.get("minimum", 0), indicator.get("maximum")
    if maximum is not None and minimum > maximum:
        yield line, f"item {number}: the minimum, {minimum}, is above the maximum, {maximum}"
    key = indicator.get("not_above")
    if key is None:
        return
    other = indicators.get(key)
    if key == item_key(item):
        yield line, f"item {number} can't be above itself: not_above needs another indicator"
    elif other is None:
        yield line, f"item {number}: not_above names “{key}”, which is the key of no indicator"
    else:
        for part in ("unit", "period"):
            if other[part] != indicator[part]:
                yield (
                    line,
                    f"item {number}: not_above names “{key}”, whose {part} is “{other[part]}”, "
                    f"not “{indicator[part]}”",
                )


def _coverage_problems(document: Any) -> Problems:
    with_items = {item["paragraph"] for item in document["items"]}
    covered: set[str] = set()
    for entry in document.get("coverage", ()):
        paragraph, disposition, line = entry["paragraph"], entry["disposition"], _line(entry)
        if paragraph in covered:
            yield line, f"the coverage of paragraph {paragraph} is there twice"
        covered.add(paragraph)
        if disposition == "context" and paragraph in with_items:
            yield line, f"paragraph {paragraph} is context and has items"
        if disposition != "context" and paragraph not in with_items:
            yield line, f"paragraph {paragraph} is {disposition} and has no items"
        if disposition != "assessed" and not entry.get("duty", "").strip():
            yield line, f"paragraph {paragraph} is {disposition} and names no duty"
