"""What becomes of hostile files, from the upload to what is stored; the table in the docs."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from checklists.models import Answer, Document
from checklists.services.evidence import add_file
from checklists.uploads import UploadError, inspect
from orgs.models import User
from orgs.roles import Role
from tests.checklists.hostile_files import HOSTILE, Hostile
from tests.factories import make_assessment, make_member

DOCS = Path(__file__).parents[2] / "docs/evidence.md"


def _row(number: int, case: Hostile) -> str:
    name = "the file"
    if case.refused:
        reason = case.refused.format(name=name).removesuffix(".").replace("“the file”", "it")
        return f"| {number} | {case.what} | refused: {reason} |"
    return f"| {number} | {case.what} | taken: {case.harmless} |"


def test_there_are_at_least_fifty_and_each_is_another() -> None:
    assert len({case.what for case in HOSTILE}) == len(HOSTILE) >= 50


def test_the_docs_list_what_becomes_of_each() -> None:
    rows = [_row(number, case) for number, case in enumerate(HOSTILE, start=1)]
    listed = [line for line in DOCS.read_text().splitlines() if line.startswith("| ")]
    assert [line for line in listed if line.split("|")[1].strip().isdigit()] == rows


REFUSED = [case for case in HOSTILE if case.refused]
TAKEN = [case for case in HOSTILE if not case.refused]


@pytest.mark.parametrize("case", REFUSED, ids=[case.what for case in REFUSED])
def test_it_is_refused_with_the_reason(case: Hostile) -> None:
    content = case.content()
    with pytest.raises(UploadError) as error:
        inspect(io.BytesIO(content), case.name, len(content), limit_mb=1)
    assert case.refused.format(name=case.name) in str(error.value)


@pytest.fixture
def answer(db: None) -> Answer:
    return make_assessment(items=1).answers.get()


@pytest.fixture
def ana(answer: Answer) -> User:
    return make_member(answer.assessment.office, Role.FOCAL_POINT)


@pytest.mark.parametrize("case", TAKEN, ids=[case.what for case in TAKEN])
def test_what_is_taken_is_stored_without_its_harm(case: Hostile, answer: Answer, ana: User) -> None:
    content = case.content()
    upload = inspect(io.BytesIO(content), case.name, len(content), limit_mb=1)
    file = ContentFile(content)
    add_file(ana, answer.pk, file=file, upload=upload, size=len(content), title="")
    document = Document.objects.get()
    with document.file.open() as stored:
        kept = stored.read()
    assert document.file_name == (case.kept_name or case.name)
    assert not case.gone or (case.gone in content and case.gone not in kept)
    assert document.size == len(kept)
