"""The register of documents as a report: what it freezes, what each tier leaves out, its files."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.models import Assessment, Document, Item
from orgs.models import Office, User
from orgs.roles import Role
from reports.evidence.collect import collect
from reports.evidence.data import EvidenceReport
from reports.evidence.sheets import sheets
from reports.evidence.tiers import at_tier
from reports.frozen import dump, load
from reports.kinds import Kind, Tier
from reports.models import Report
from tests.factories import (
    make_assessment,
    make_document,
    make_evidence,
    make_member,
    make_office,
    make_user,
)
from tests.reports.evidence.sample import evidence_report
from tests.reports.reading import words
from tests.reports.rendering import render

FROZEN_AT = dt.datetime(2026, 7, 20, 12, 0, tzinfo=dt.UTC)
HASH = "ab" * 32


@pytest.fixture
def assessment(db: None) -> Assessment:
    return make_assessment(make_office("Lodwar", parent=make_office("Headquarters")))


@pytest.fixture
def ana(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Ana Lima")


def frozen(office: Office, tier: str = Tier.FULL, zone: str = "UTC") -> EvidenceReport:
    report = Report.objects.create(kind=Kind.EVIDENCE, tier=tier, office=office)
    return collect(report, FROZEN_AT, zone)


def test_expired_documents_come_first(assessment: Assessment, ana: User) -> None:
    office = assessment.office
    for title, until in {
        "Unlimited": None,
        "Valid": dt.date(2027, 1, 1),
        "Soon": dt.date(2026, 7, 20),
        "Expired": dt.date(2026, 7, 19),
    }.items():
        make_document(office, ana, title=title, valid_until=until)
    found = frozen(office)
    assert [(line.title, line.validity) for line in found.offices[0].documents] == [
        ("Expired", "expired"),
        ("Soon", "soon"),
        ("Valid", "valid"),
        ("Unlimited", ""),
    ]
    assert [found.count(key) for key in ("expired", "soon", "valid", "")] == [1, 1, 1, 1]


def test_document_is_added_on_the_day_of_the_time_zone(assessment: Assessment, ana: User) -> None:
    late = dt.datetime(2026, 7, 19, 22, 0, tzinfo=dt.UTC)
    make_document(assessment.office, ana, added_at=late)
    [line] = frozen(assessment.office, zone="Asia/Tokyo").offices[0].documents
    assert line.added_on == dt.date(2026, 7, 20)


def test_document_stands_with_what_it_serves(assessment: Assessment, ana: User) -> None:
    answer = assessment.answers.get(item__ref="2.1")
    make_evidence(answer, ana, title="Log", place="Safe in Lodwar")
    [line] = frozen(assessment.office).offices[0].documents
    assert line.items == ((assessment.cycle.name, ("2.1",)),)
    assert (line.kind, line.detail) == ("sighted", "Safe in Lodwar")


def test_document_for_a_critical_item_is_marked(assessment: Assessment, ana: User) -> None:
    answer = assessment.answers.get(item__ref="2.1")
    make_evidence(answer, ana, title="Log", place="Safe", valid_until=dt.date(2026, 7, 19))
    assert frozen(assessment.office).offices[0].documents[0].critical == ()
    Item.objects.filter(ref="2.1").update(is_critical=True)
    found = frozen(assessment.office)
    assert found.offices[0].documents[0].critical == ("2.1",)
    assert found.count("critical") == found.count("expired") == 1


def test_replaced_document_is_in_no_count_of_validity(assessment: Assessment, ana: User) -> None:
    old = make_document(assessment.office, ana, title="Old", valid_until=dt.date(2026, 1, 1))
    make_document(assessment.office, ana, title="New", replaces=old)
    found = frozen(assessment.office)
    assert (found.count("expired"), found.count(""), found.replaced, found.unused) == (0, 1, 1, 2)
    assert [line.title for line in found.offices[0].documents] == ["New", "Old"]


def test_offices_elsewhere_are_left_out(assessment: Assessment, ana: User) -> None:
    make_document(assessment.office, ana)
    assert frozen(make_office()).offices == ()


def test_internal_register_says_no_place(assessment: Assessment, ana: User) -> None:
    make_document(assessment.office, ana, title="Log", place="With Ana Lima")
    data = frozen(assessment.office, Tier.INTERNAL)
    shown = dump(data).decode() + words(render(data, HASH)) + str(sheets(data))
    assert "Ana Lima" not in shown
    assert "Log" in shown


def test_shareable_register_explains_nothing_that_it_leaves_out() -> None:
    full, cut = (
        words(render(at_tier(evidence_report(), tier), HASH))
        for tier in (Tier.FULL, Tier.SHAREABLE)
    )
    for said in ("Titles are the office's own words", "beside whose answers", "is listed"):
        assert said in full
        assert said not in cut


def test_shareable_register_has_no_name_of_the_database(assessment: Assessment, ana: User) -> None:
    make_evidence(assessment.answers.all()[0], ana, title="Map of the gate", place="Lodwar, safe")
    data = frozen(assessment.office, Tier.SHAREABLE)
    shown = dump(data).decode() + words(render(data, HASH)) + str(sheets(data))
    names = [
        *User.objects.values_list("full_name", flat=True),
        *Office.objects.values_list("name", flat=True),
        *Document.objects.values_list("title", flat=True),
        *Document.objects.values_list("place", flat=True),
        assessment.cycle.name,
    ]
    assert [name for name in names if name in shown] == []
    assert data.count("") == 1


@pytest.mark.django_db
def test_collecting_costs_the_same_queries_for_10_offices_and_100() -> None:
    counts = []
    for size in (10, 100):
        root = make_office()
        ana = make_user()
        for _number in range(size):
            make_document(make_office(parent=root), ana)
        row = Report.objects.create(kind=Kind.EVIDENCE, office=root)
        report = Report.objects.select_related("office__organization").get(pk=row.pk)
        with CaptureQueriesContext(connection) as queries:
            assert collect(report, FROZEN_AT, "UTC").with_documents == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_register_frozen_before_it_told_critical_items_says_nothing_of_them() -> None:
    fields = msgspec.json.decode(dump(evidence_report()))
    fields["counts"].pop("critical")
    for office in fields["offices"]:
        for line in office["documents"]:
            line.pop("critical")
    data = load(msgspec.json.encode(fields), EvidenceReport)
    assert "ritical" not in words(render(data, HASH)) + str(sheets(data))


def test_pdf_and_table_name_the_critical_items() -> None:
    found = words(render(evidence_report(), HASH))
    assert found.count("Critical: 21.4") == 2
    assert "2 of them serve critical items." in found
    documents = sheets(evidence_report())[1]
    assert [row[-1] for row in documents.rows] == ["21.4", "", ""] * 2


def test_pdf_says_what_has_expired() -> None:
    found = words(render(evidence_report(), HASH))
    for said in (
        "2 documents have expired",
        "Certificates of first aid",
        "First half of 2026: 21.2, 21.4",
    ):
        assert said in found


@pytest.mark.parametrize("text", ["#panic() *b* <a>", "W" * 200, "سجل الأدلة", "🚑"])
def test_hostile_titles_are_set_as_text(text: str) -> None:
    office = evidence_report().offices[0]
    line = replace(office.documents[0], title=text, detail=text)
    data = evidence_report(offices=(replace(office, name=text, documents=(line,)),))
    assert render(data, HASH).startswith(b"%PDF")


def test_tables_have_every_document() -> None:
    summary, documents = sheets(evidence_report())
    assert [row[-1] for row in summary.rows] == [2, 2, 2, 0, 0, 2, 2]
    assert len(documents.rows) == 6
    assert {len(row) for row in documents.rows} == {len(documents.headings)}
