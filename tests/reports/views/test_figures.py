"""A report's figures for other programs, and what each tier keeps from whom."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.storage import default_storage

from checklists.models import Assessment
from orgs.models import AuditEvent, User
from orgs.roles import Role
from reports.kinds import Tier
from reports.models import Report
from reports.services.production import make, request_report
from tests.factories import make_assessment, make_member, make_office
from tests.pages import client_of, visit
from tests.reports.subjects import about

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Nord-Kivu"), items=2)


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER)


def made(assessment: Assessment, reviewer: User, tier: Tier = Tier.INTERNAL) -> Report:
    """A report that is ready."""
    report = request_report(reviewer, about(assessment), tier)
    make(str(report.pk))
    return Report.objects.get(pk=report.pk)


def test_json_is_the_frozen_data(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer)
    response = client_of(reviewer).get(f"/reports/{report.pk}/figures/json/")
    assert response.content == bytes(report.data)
    assert response["Content-Disposition"].endswith('.json"')


def test_workbook_has_a_sheet_for_each_table(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer)
    response = client_of(reviewer).get(f"/reports/{report.pk}/figures/xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [
        *("Summary", "Items", "Themes", "Indicators"),
        *("Trends", "Changes", "Open actions", "Sign-off"),
    ]
    assert book["Items"].max_row == 3


def test_several_tables_are_an_archive_of_csv(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer)
    response = client_of(reviewer).get(f"/reports/{report.pk}/figures/csv/")
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert names[:3] == ["1-summary.csv", "2-items.csv", "3-themes.csv"]
    assert len(names) == 8


def test_same_report_gives_the_same_bytes(assessment: Assessment, reviewer: User) -> None:
    address = f"/reports/{made(assessment, reviewer).pk}/figures/"
    client = client_of(reviewer)
    for as_ in ("xlsx", "csv"):
        first, second = (client.get(f"{address}{as_}/").content for _ in range(2))
        assert first == second


def test_no_other_format(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer)
    assert client_of(reviewer).get(f"/reports/{report.pk}/figures/ods/").status_code == 404


def test_taking_the_figures_is_recorded(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer)
    client_of(reviewer).get(f"/reports/{report.pk}/figures/json/")
    event = AuditEvent.objects.get(action="report.downloaded")
    assert (event.actor, event.data) == (reviewer, {"format": "json"})


def test_shareable_figures_name_no_place(assessment: Assessment, reviewer: User) -> None:
    report = made(assessment, reviewer, Tier.SHAREABLE)
    response = client_of(reviewer).get(f"/reports/{report.pk}/figures/json/")
    assert "Nord-Kivu" not in json.dumps(json.loads(response.content), ensure_ascii=False)
    assert "nord-kivu" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("role", "tiers"),
    [
        (Role.REVIEWER, {Tier.FULL, Tier.INTERNAL, Tier.SHAREABLE}),
        (Role.OBSERVER, {Tier.INTERNAL, Tier.SHAREABLE}),
        (Role.OUTSIDE_OBSERVER, {Tier.SHAREABLE}),
    ],
)
def test_each_role_finds_the_tiers_that_it_may_read(
    assessment: Assessment, role: Role, tiers: set[Tier]
) -> None:
    for tier in Tier:
        Report.objects.create(assessment=assessment, office=assessment.office, tier=tier)
    reader = make_member(assessment.office, role)
    text = visit(reader, "/reports/").text
    assert {tier for tier in Tier if str(tier.label) in text} == tiers
    statuses = {
        Tier(row.tier): client_of(reader).get(f"/reports/{row.pk}/").status_code
        for row in Report.objects.all()
    }
    assert statuses == {tier: 200 if tier in tiers else 403 for tier in Tier}


@pytest.mark.parametrize("part", ["figures/json", "figures/xlsx", "figures/csv", "download"])
def test_nothing_is_given_out_that_was_altered_since_it_was_made(
    assessment: Assessment, reviewer: User, part: str
) -> None:
    report = made(assessment, reviewer)
    Report.objects.update(data=bytes(report.data).replace(b"unanswered", b"in_place"))
    with default_storage.open(str(report.file), "wb") as file:
        file.write(b"%PDF-1.7 of somebody else")
    page = visit(reviewer, f"/reports/{report.pk}/{part}/", 409)
    assert "altered or damaged since it was made" in page.text
    assert not AuditEvent.objects.filter(action="report.downloaded").exists()
