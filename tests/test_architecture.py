"""The rooms of the house: which way the arrows point, how large a file is, how it is called."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each imports only those after it: config → reports → checklists → orgs.
APPS = ["config", "reports", "checklists", "orgs"]
SOURCES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts  # written by Django
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LINES = 500
# A name that says nothing about what is inside collects everything.
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

# Inside an app, from below: a layer imports those of its own number and lower ones.
LAYERS = {"models": 1, "queries": 2, "access": 2, "services": 3, "forms": 4, "views": 5, "api": 5}
LAYERS |= {"overview": 2, "overview_form": 4, "overview_api": 5}
LAYERS |= {"audit_trail": 2, "audit_views": 5}
LAYERS |= {"review_queries": 2, "review_forms": 4, "review_filters": 4}
LAYERS |= {"plausibility": 2, "history": 3}
LAYERS |= {"editions": 2, "answer_form": 4, "instrument_forms": 4, "library_api": 5}
LAYERS |= {"document_queries": 2, "document_forms": 4}
LAYERS |= {"workbook_form": 4}
LAYERS |= {"schedule_forms": 4, "rounds": 2, "health": 2}
LAYERS |= {"action_forms": 4, "waiting": 2}
PURE = [
    "checklists/scoring.py",
    "reports/recurrence.py",
    "reports/calendar_rule.py",
    "reports/office/data.py",
    "reports/pdf.py",
]
PURE += ["checklists/indicators.py", "checklists/applicability.py"]
PURE += ["checklists/marking.py", "orgs/chain.py"]
PURE += ["checklists/spreadsheet.py"]
PURE += ["reports/paragraphs/data.py", "reports/paragraphs/suppression.py"]
PURE += ["checklists/merging.py"]
PURE += sorted(
    str(path.relative_to(ROOT))
    for package in ("checklists/anatomy", "checklists/lineage", "checklists/workbook")
    for path in (ROOT / package).glob("*.py")
)
# What words or tabulates a report's frozen data, and what asks the database for that data.
WORDING = {"content", "item_content", "looking_back", "counts", "wording", "sheets", "tiers"}
ASKING = ("reports.models", ".collect", ".counting", ".earlier", ".origins")
DATABASE = ("django.db", "django.conf", "checklists.models", "orgs.models", "reports.models")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _app(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _layer(module: str) -> int:
    """The number of the layer, 0 for what stands beside the layers."""
    parts = module.split(".")
    return LAYERS.get(parts[1], 0) if len(parts) > 1 else 0


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, with its line: at the top, in functions, for types."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            argument = node.args[0] if node.args else None
            if isinstance(argument, ast.Constant):
                yield node.lineno, str(argument.value)


def _called(node: ast.Call) -> str:
    function = node.func
    return getattr(function, "attr", getattr(function, "id", ""))


def test_apps_import_themselves_and_those_below() -> None:
    wrong = [
        f"{_name(path)}:{line} imports {module}"
        for path in SOURCES
        for line, module in _imported(path)
        if module.partition(".")[0] in APPS[: APPS.index(_app(path))]
    ]
    assert not wrong


def test_product_never_imports_the_tests() -> None:
    wrong = [
        f"{_name(path)}:{line}"
        for path in SOURCES
        for line, module in _imported(path)
        if module.partition(".")[0] == "tests"
    ]
    assert not wrong


def test_imports_name_their_module_in_full() -> None:
    wrong = [
        f"{_name(path)}:{line}"
        for path in SOURCES + TESTS
        for line, module in _imported(path)
        if module.startswith(".")
    ]
    assert not wrong


def test_inside_an_app_the_layers_import_downwards_only() -> None:
    wrong = [
        f"{_name(path)}:{line} imports {module}"
        for path in SOURCES
        for line, module in _imported(path)
        if module.partition(".")[0] == _app(path) and 0 < _layer(_module(path)) < _layer(module)
    ]
    assert not wrong


@pytest.mark.parametrize("name", PURE)
def test_pure_file_knows_no_database(name: str) -> None:
    path = ROOT / name
    assert not [module for _line, module in _imported(path) if module.startswith(DATABASE)]


def test_what_words_a_report_never_asks_the_database() -> None:
    wrong = [
        f"{_name(path)}:{line} imports {module}"
        for path in SOURCES
        if _app(path) == "reports" and path.stem in WORDING
        for line, module in _imported(path)
        if module.endswith(ASKING)
    ]
    assert not wrong


def test_files_are_of_a_readable_length() -> None:
    lengths = {_name(path): _length(path) for path in SOURCES + TESTS}
    assert not {name: length for name, length in lengths.items() if length > LINES}


def test_files_are_named_for_what_is_inside() -> None:
    assert not [_name(path) for path in SOURCES + TESTS if path.stem.lower() in NAMELESS]
