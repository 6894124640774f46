"""docs/settings.md has the variables that the settings read, no others, and what is required."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def read_by_settings() -> set[str]:
    """The first arguments of all calls of a method of `env`."""
    tree = ast.parse((ROOT / "config" / "settings.py").read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=name), *_]
            ):
                assert isinstance(name, str)
                names.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="env"))):
                raise AssertionError(f"line {node.lineno}: the variable's name isn't a literal")
    return names


def table() -> dict[str, list[str]]:
    """The rows of the table: the variable, and its other columns."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := re.match(r"\| `([A-Z0-9_]+)` \|", line):
            assert match[1] not in rows, f"{match[1]} stands twice"
            rows[match[1]] = [cell.strip() for cell in line.strip("|").split("|")[1:]]
    return rows


def test_the_table_has_every_variable_and_no_other() -> None:
    assert set(table()) == read_by_settings()


def test_every_row_is_whole() -> None:
    assert {name for name, cells in table().items() if len(cells) != 4 or not all(cells)} == set()


def test_what_the_table_requires_is_in_the_example_for_compose() -> None:
    required = {name for name, (_, _, needed, _) in table().items() if needed.startswith("yes")}
    assert required == {
        "ALLOWED_HOSTS",
        "CELERY_BROKER_URL",
        "DATABASE_URL",
        "DEFAULT_FROM_EMAIL",
        "EMAIL_URL",
        "PUBLIC_URL",
        "SECRET_KEY",
    }
    # The compose file puts these two together itself.
    from_env = required - {"CELERY_BROKER_URL", "DATABASE_URL"}
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in from_env if f"${{{name}:?" not in compose} == set()
    demanded = set(re.findall(r"\$\{([A-Z0-9_]+):\?", compose))
    assert demanded == {*from_env, "POSTGRES_PASSWORD", "RABBITMQ_PASSWORD"}
    assert demanded == set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))
