"""`import_instrument`, `import_checklist` and `load_library`: what they store and what they say."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from checklists.management.commands.load_library import DATA
from checklists.models import Checklist, EditionLink, Instrument
from tests.checklists.importers.sources import resolution

RESOLUTION = DATA / "instruments" / "A_RES_78_118.txt"
CHECKLIST = DATA / "checklists" / "humanitarian-personnel-security.v3.yaml"
NAME = "humanitarian-personnel-security version 3"


def run(command: str, *arguments: str | Path, verbosity: int = 1) -> list[str]:
    """Run the command; returns the lines it printed."""
    output = io.StringIO()
    call_command(command, *map(str, arguments), verbosity=verbosity, stdout=output)
    return output.getvalue().splitlines()


def wrong(command: str, *arguments: str | Path) -> list[str]:
    """Run the command, which must fail; returns the lines of its message."""
    with pytest.raises(CommandError) as caught:
        run(command, *arguments)
    return str(caught.value).splitlines()


@pytest.mark.django_db
def test_load_library_publishes_what_comes_with_the_product_and_can_be_repeated() -> None:
    lines = run("load_library")
    stored = (Instrument, EditionLink, Checklist)
    assert len(lines) == sum(model.objects.count() for model in stored)
    assert all("imported" in line or "linked" in line for line in lines)
    assert not Checklist.objects.exclude(status=Checklist.Status.PUBLISHED).exists()
    checklist = Checklist.objects.get(slug="humanitarian-personnel-security", version=3)
    assert checklist.instrument.symbol == "A/RES/78/118"
    assert lines[-1] == f"{NAME}: imported, {checklist.items.count()} items, published"

    again = run("load_library")
    assert [line.partition(": ")[2] for line in again] == ["there already"] * len(lines)
    assert Checklist.objects.get(pk=checklist.pk).published_at == checklist.published_at
    assert run("load_library", verbosity=0) == []


@pytest.mark.django_db
def test_load_library_publishes_a_draft_that_was_left() -> None:
    run("import_instrument", RESOLUTION)
    run("import_checklist", CHECKLIST)
    assert run("load_library")[-1] == f"{NAME}: there already, published"


@pytest.mark.django_db
def test_an_instrument_is_imported_once() -> None:
    (line,) = run("import_instrument", RESOLUTION)
    instrument = Instrument.objects.get()
    assert line == f"A/RES/78/118: imported, {instrument.paragraphs.count()} paragraphs"
    assert instrument.source_name == "A_RES_78_118.txt"
    assert run("import_instrument", RESOLUTION) == ["A/RES/78/118: there already"]


@pytest.mark.django_db
def test_one_wrong_instrument_keeps_all_out_and_every_problem_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing of a resolution\n", encoding="utf-8")
    missing = tmp_path / "missing.txt"
    first, second = wrong("import_instrument", RESOLUTION, empty, missing)
    assert first.startswith(f"{empty}, line 1: ")
    assert second.startswith(f"{missing}: ")
    assert not Instrument.objects.exists()


@pytest.mark.django_db
def test_another_text_of_an_instrument_is_refused(tmp_path: Path) -> None:
    run("import_instrument", RESOLUTION)
    other = tmp_path / "other.txt"
    other.write_text(RESOLUTION.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (problem,) = wrong("import_instrument", other)
    assert problem.startswith(f"{other}: A/RES/78/118 ")


@pytest.mark.django_db
def test_a_checklist_stays_a_draft_until_it_is_to_be_published() -> None:
    run("import_instrument", RESOLUTION)
    (line,) = run("import_checklist", CHECKLIST)
    checklist = Checklist.objects.get()
    assert line == f"{NAME}: imported, {checklist.items.count()} items"
    assert not checklist.is_published
    assert run("import_checklist", CHECKLIST, "--publish") == [f"{NAME}: there already, published"]
    assert run("import_checklist", CHECKLIST, "--publish") == [f"{NAME}: there already"]
    checklist.refresh_from_db()
    assert checklist.is_published


@pytest.mark.django_db
def test_a_wrong_checklist_is_told_line_by_line(tmp_path: Path) -> None:
    run("import_instrument", RESOLUTION)
    copy = tmp_path / "copy.yaml"
    text = CHECKLIST.read_text(encoding="utf-8")
    copy.write_text(text.replace("dimension: practice", "dimension: habit"), encoding="utf-8")
    problems = wrong("import_checklist", CHECKLIST, copy)
    assert len(problems) == text.count("dimension: practice") > 1
    assert all(problem.startswith(f"{copy}, line ") for problem in problems)
    assert not Checklist.objects.exists()


@pytest.mark.django_db
def test_a_checklist_needs_its_instrument() -> None:
    (problem,) = wrong("import_checklist", CHECKLIST, "--publish")
    assert problem.startswith(f"{CHECKLIST}, line ")
    assert "A/RES/78/118" in problem


@pytest.mark.django_db
def test_a_published_checklist_is_never_replaced(tmp_path: Path) -> None:
    run("import_instrument", RESOLUTION)
    run("import_checklist", CHECKLIST, "--publish")
    copy = tmp_path / "copy.yaml"
    copy.write_text(CHECKLIST.read_text(encoding="utf-8") + "\n# later\n", encoding="utf-8")
    (problem,) = wrong("import_checklist", copy)
    assert problem.startswith(f"{copy}: ")
    assert "version 3" in problem


def test_every_shipped_file_is_one_that_load_library_takes() -> None:
    shipped = {path.parent.name + path.suffix for path in DATA.glob("*s/*") if path.is_file()}
    assert shipped == {"instruments.txt", "checklists.yaml", "schemas.json"}


@pytest.mark.django_db
def test_doubts_are_told_and_nothing_is_stored_until_they_are_accepted(tmp_path: Path) -> None:
    file = tmp_path / "doubtful.txt"
    text = resolution("1. Urges all;\n\n3. Requests all.").replace("78/118", "78/119")
    file.write_text(text, encoding="utf-8")
    problems = wrong("import_instrument", RESOLUTION, file)
    assert problems
    assert all(problem.startswith(f"{file}, line ") for problem in problems)
    assert not Instrument.objects.exists()
    _whole, doubtful = run("import_instrument", RESOLUTION, file, "--accept-doubts")
    count = len(problems)
    assert doubtful == f"A/RES/78/119: imported, 2 paragraphs, {count} doubts accepted"
    assert run("import_instrument", file) == ["A/RES/78/119: there already"]


@pytest.mark.django_db
def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7\ncut off")
    (problem,) = wrong("import_instrument", file)
    assert problem.startswith(f"{file}: ")
    assert not Instrument.objects.exists()
