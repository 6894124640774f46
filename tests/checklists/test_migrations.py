"""What was evidence before there were documents becomes documents, and can go back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_assessment, make_office, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("checklists", "0005_reminders")]
AFTER = [("checklists", "0007_evidence_of_documents")]
FILE = {"kind": "file", "title": "Log", "file": "evidence/aa/1", "sha256": "a" * 64, "size": 7}


def _migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def back_to_the_latest() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("back_to_the_latest")
def test_a_file_that_two_answers_share_becomes_one_document_and_goes_back() -> None:
    office = make_office()
    answers = [make_assessment(office, items=1).answers.get().pk for _cycle in range(2)]
    person = make_user().pk
    old = _migrate(BEFORE).get_model("checklists", "Evidence")
    for answer in answers:
        old.objects.create(answer_id=answer, added_by_id=person, **FILE)
    link = {"kind": "link", "title": "Plan", "url": "https://example.org/"}
    old.objects.create(answer_id=answers[0], added_by_id=person, **link)
    apps = _migrate(AFTER)
    documents = apps.get_model("checklists", "Document").objects
    assert sorted(documents.values_list("kind", "title", "office")) == [
        ("file", "Log", office.pk),
        ("link", "Plan", office.pk),
    ]
    assert documents.get(kind="file").uses.count() == 2
    documents.update(dated_on=dt.date(2026, 1, 1))
    back = _migrate(BEFORE).get_model("checklists", "Evidence").objects
    names = ["answer", "kind", "title", "file", "sha256", "size", "url"]
    assert sorted(back.values_list(*names)) == [
        (answers[0], "file", "Log", "evidence/aa/1", "a" * 64, 7, ""),
        (answers[0], "link", "Plan", "", "", 0, "https://example.org/"),
        (answers[1], "file", "Log", "evidence/aa/1", "a" * 64, 7, ""),
    ]
