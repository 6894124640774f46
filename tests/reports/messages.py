"""Every message that can reach a report or the mail that carries it, read from the sources."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

# A source, and which of its classes, functions and names say something in a report; none means all.
_SOURCES: dict[str, tuple[str, ...]] = {
    "reports/pdf_*.py": (),
    "reports/critical.py": (),
    "reports/kinds.py": (),
    "reports/punctuation.py": (),
    "reports/printable.py": (),
    "reports/table_words.py": (),
    "reports/office/*.py": (),
    "reports/organization/*.py": (),
    "reports/paragraphs/*.py": (),
    "reports/actions/*.py": (),
    "reports/evidence/*.py": (),
    "reports/services/deliveries.py": (),
    "checklists/indicators.py": ("cell_label",),
    "checklists/scale.py": ("AnswerValue", "IndicatorValue", "Dimension", "Outcome"),
    "checklists/overview/selection.py": ("State",),
    "checklists/models/actions.py": ("Priority", "Status"),
    "checklists/models/assessments.py": ("Status",),
    "checklists/models/checklists.py": ("Kind",),
    "checklists/models/documents.py": ("Kind", "Validity"),
    "checklists/models/lineage.py": ("Relation",),
    "checklists/services/transitions.py": ("DECLARATION",),
    "orgs/models.py": ("Kind",),
}
# Where a function of gettext takes context, message and plural.
_PLACES = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a catalogue knows it; "" for no plural, None for no context."""

    text: str
    plural: str = ""
    context: str | None = None


def messages() -> dict[Message, str]:
    """The messages in the order of the sources, each with the first source that has it."""
    found: dict[Message, str] = {}
    for pattern, names in _SOURCES.items():
        paths = sorted(Path(settings.BASE_DIR).glob(pattern))
        assert paths, pattern
        for path in paths:
            for part in _parts(ast.parse(path.read_text(encoding="utf-8")), names):
                for message in _called(part):
                    found.setdefault(message, path.relative_to(settings.BASE_DIR).as_posix())
    return found


def _parts(tree: ast.Module, names: tuple[str, ...]) -> list[ast.AST]:
    if not names:
        return [tree]
    parts = [node for node in ast.walk(tree) if _name(node) in names]
    assert {_name(part) for part in parts} == set(names)
    return parts


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _called(part: ast.AST) -> Iterator[Message]:
    calls = [node for node in ast.walk(part) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in _PLACES:
            context, text, plural = (
                None if place is None else _constant(call.args[place])
                for place in _PLACES[call.func.id]
            )
            assert text is not None
            yield Message(text, plural or "", context)


def _constant(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), ast.unparse(node)
    assert isinstance(node.value, str)
    return node.value
