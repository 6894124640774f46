"""A shareable report of every kind, searched in every format for what it may not tell.

The demonstration's data, with other organizations beside it, is searched for whole: each person,
address, office, country and time zone, and each text that somebody wrote.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pypdfium2
import pytest
from django.core.management import call_command
from django.db.models import Model

from checklists.models import (
    Action,
    ActionNote,
    Answer,
    AnswerRevision,
    Assessment,
    Checklist,
    Cycle,
    Delegation,
    Document,
    Paragraph,
    SignOff,
    Verdict,
)
from config.demo import content
from orgs.models import Invitation, Office, Organization, User
from reports.kinds import Kind, Tier
from reports.models import Report
from reports.services.production import download_name, make, request_report
from reports.services.table_files import table_file
from reports.subjects import Subject
from tests.reports.paragraphs.rows import take_part
from tests.reports.reading import squeezed

# What people wrote of themselves, of places and of their work.
TOLD: dict[type[Model], tuple[str, ...]] = {
    User: ("full_name", "email"),
    Invitation: ("name", "email"),
    Office: ("name", "country"),
    Answer: ("justification", "not_applicable_reason"),
    AnswerRevision: ("justification", "not_applicable_reason"),
    Assessment: ("return_note",),
    Verdict: ("reason",),
    Delegation: ("name", "message"),
    Document: ("title", "url", "place", "file_name"),
    Action: ("title", "details", "responsible_name"),
    ActionNote: ("text",),
    SignOff: ("remark", "signed_by_name"),
}


def _secrets() -> set[str]:
    found = {
        value
        for model, fields in TOLD.items()
        for row in model._default_manager.values_list(*fields)
        for value in row
    }
    names = User.objects.values_list("full_name", flat=True)
    people = {part for name in names for part in name.split() if part.isalpha()}
    # The resolutions speak of Geneva too: of its Conventions.
    official = " ".join(Paragraph.objects.values_list("text", flat=True))
    offices = Office.objects.values_list("name", flat=True)
    places = {name.split()[0] for name in offices if name.split()[0] not in official}
    zones = set(User.objects.exclude(time_zone="UTC").values_list("time_zone", flat=True))
    return {word for word in found | people | places | zones if word}


def _reports() -> Iterator[Report]:
    """One of each kind, made as a worker makes it."""
    secretariat = User.objects.get(is_secretariat=True)
    field = Office.objects.get(name=content.FIELD)
    root = Office.objects.get(name=content.HEADQUARTERS)
    cycle = Cycle.objects.get(name="2026, second half")
    checklist = Checklist.objects.get(pk=cycle.checklist_id)
    coordinator = User.objects.get(email__startswith="coordinator")
    asked = [
        (coordinator, Subject(Kind.OFFICE, assessment=cycle.assessments.get(office=field))),
        (coordinator, Subject(Kind.ORGANIZATION, office=root, cycle=cycle)),
        (coordinator, Subject(Kind.ACTIONS, office=root)),
        (coordinator, Subject(Kind.EVIDENCE, office=root)),
        (secretariat, Subject(Kind.PARAGRAPHS, checklist=checklist)),
    ]
    assert {subject.kind for _actor, subject in asked} == set(Kind)
    for actor, subject in asked:
        row = request_report(actor, subject, Tier.SHAREABLE)
        make(str(row.pk))
        made = Report.objects.get(pk=row.pk)
        assert made.status == Report.Status.DONE, made.error
        yield made


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    """All that a reader's program finds in each of its files: the format and the text."""
    yield "name", download_name(report)
    with report.file.open() as file:
        document = pypdfium2.PdfDocument(file.read())
    words = [page.get_textpage().get_text_bounded() for page in document]
    words += [mark.get_title() for mark in document.get_toc()]
    yield "pdf", "\n".join([*words, *document.get_metadata_dict().values()])
    yield "json", table_file(report, "json")[2].decode()
    book = openpyxl.load_workbook(io.BytesIO(table_file(report, "xlsx")[2]))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    yield "xlsx", "\n".join([*book.sheetnames, str(book.properties), *cells])
    _type, extension, body = table_file(report, "csv")
    files = {"": body}
    if extension == "zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    for name, raw in files.items():
        rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
        yield f"csv {name}", "\n".join(cell for row in rows for cell in row)


@pytest.mark.django_db
def test_no_name_place_or_text_of_the_database_is_in_any_file() -> None:
    call_command("load_library", verbosity=0)
    content.create("password")
    cycle = Cycle.objects.get(name="2026, second half")
    for _number in range(6):
        take_part(cycle.checklist, ["in_place", "partly"] * 20)
    secrets = _secrets()
    assert len(secrets) > 200
    leaks = []
    for report in _reports():
        # A report is headed by the organization that it is about; that across all names none.
        own = {report.organization.name} if report.organization else set()
        others = set(Organization.objects.values_list("name", flat=True)) - own
        for form, text in _texts(report):
            leaks += [(report.kind, form, word) for word in _found(secrets | others, text)]
            assert form != "pdf" or len(text) > 1500
    assert leaks == []


def _found(secrets: set[str], text: str) -> list[str]:
    """Short ones as whole words, longer ones wherever lines and cells may have parted them."""
    words = set(re.findall(r"\w+", text))
    whole = squeezed(text)
    return sorted(
        secret
        for secret in secrets
        if (secret in words if secret.isalnum() else squeezed(secret) in whole)
    )
