"""A report in another language than its checklist."""

import datetime as dt
import json
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pytest_django import Settings

from checklists.models import Assessment
from orgs.models import OutgoingMail, User
from orgs.roles import Role
from reports.kinds import Kind, Tier
from reports.models import Frequency, Report, Schedule
from reports.services.due import create_due
from reports.services.production import make, request_report
from reports.services.schedules import save_schedule
from reports.services.table_files import table_file
from reports.subjects import Subject
from tests.factories import make_assessment, make_member, make_office
from tests.pages import client_of
from tests.reports.reading import language, unpacked, words
from tests.reports.subjects import about
from tests.reports.translations import install

pytestmark = pytest.mark.django_db

SPANISH = {"Summary": "Panorama", "In place": "Establecido"}


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=2)


@pytest.fixture
def coordinator(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.COORDINATOR, "Ana")


def _pdf(report: Report) -> bytes:
    make(str(report.pk))
    report = Report.objects.get(pk=report.pk)
    assert report.status == Report.Status.DONE, report.error
    with report.file.open() as file:
        return bytes(file.read())


def test_words_and_dates_are_in_the_language_that_was_asked_for(
    assessment: Assessment, coordinator: User
) -> None:
    cycle = assessment.cycle
    cycle.due_on = dt.date(2026, 8, 15)
    cycle.save()
    pdf = _pdf(request_report(coordinator, about(assessment), language="fr"))
    assert "Résumé" in words(pdf)
    assert "15 août 2026" in words(pdf)
    assert language(pdf) == "fr"


def test_language_that_a_deployment_installs_can_be_asked_for(
    assessment: Assessment, coordinator: User, settings: Settings, tmp_path: Path
) -> None:
    install(settings, tmp_path / "locale", es=SPANISH)
    page = client_of(coordinator).get("/reports/new/").content.decode()
    assert "español" in page
    pdf = _pdf(request_report(coordinator, about(assessment), language="es"))
    assert "Panorama" in words(pdf)
    assert language(pdf) == "es"


@pytest.mark.parametrize("kind", [Kind.ORGANIZATION, Kind.ACTIONS, Kind.EVIDENCE])
def test_every_kind_reads_from_the_right_in_arabic(
    assessment: Assessment, coordinator: User, kind: Kind
) -> None:
    cycle = assessment.cycle if kind == Kind.ORGANIZATION else None
    subject = Subject(kind, office=assessment.office, cycle=cycle)
    pdf = _pdf(request_report(coordinator, subject, Tier.INTERNAL, "ar"))
    assert language(pdf) == "ar"
    assert b"/Direction /R2L" in unpacked(pdf)


def test_report_by_paragraph_has_a_language_too(assessment: Assessment) -> None:
    secretariat = make_member(assessment.office, Role.OBSERVER)
    secretariat.is_secretariat = True
    secretariat.save()
    subject = Subject(Kind.PARAGRAPHS, checklist=assessment.cycle.checklist)
    pdf = _pdf(request_report(secretariat, subject, Tier.SHAREABLE, "fr"))
    assert language(pdf) == "fr"


def test_without_a_choice_it_is_the_checklists(assessment: Assessment, coordinator: User) -> None:
    assert language(_pdf(request_report(coordinator, about(assessment)))) == "en"


def test_two_languages_are_two_reports(assessment: Assessment, coordinator: User) -> None:
    first = request_report(coordinator, about(assessment), language="fr")
    assert request_report(coordinator, about(assessment), language="fr") == first
    assert request_report(coordinator, about(assessment), language="ar") != first


def test_reports_of_a_schedule_have_its_language(assessment: Assessment, coordinator: User) -> None:
    schedule = Schedule(
        office=assessment.office,
        tier=Tier.INTERNAL,
        language="fr",
        frequency=Frequency.MONTHLY,
        first_on=dt.date(2026, 7, 1),
    )
    before = dt.datetime(2026, 6, 20, tzinfo=dt.UTC)
    schedule = save_schedule(coordinator, schedule, [coordinator], now=before)
    create_due(schedule.pk, before + dt.timedelta(days=12))
    assert [row.language for row in schedule.reports.all()] == ["fr"]


def test_page_offers_the_languages_by_their_own_names(
    assessment: Assessment, coordinator: User
) -> None:
    client = client_of(coordinator)
    for address in ("/reports/new/", "/schedules/new/"):
        page = client.get(address).content.decode()
        assert "français" in page
        assert "العربيّة" in page
    sent = {"assessment": assessment.pk, "tier": Tier.INTERNAL, "language": "ar"}
    assert client.post("/reports/new/", sent).status_code == 302
    assert Report.objects.get().language == "ar"


def test_pages_stay_english_for_a_browser_that_asks_for_french(coordinator: User) -> None:
    page = client_of(coordinator).get("/reports/new/", headers={"accept-language": "fr"})
    assert page["Content-Language"] == "en"
    assert "Office report" in page.content.decode()
    assert "Rapport de bureau" not in page.content.decode()


def test_language_that_is_not_installed_is_refused(
    assessment: Assessment, coordinator: User
) -> None:
    sent = {"assessment": assessment.pk, "tier": Tier.INTERNAL, "language": "de"}
    response = client_of(coordinator).post("/reports/new/", sent)
    assert response.status_code == 400
    assert "language" in response.context["form"].errors


def test_with_one_language_there_is_nothing_to_choose(
    assessment: Assessment, coordinator: User, settings: Settings
) -> None:
    settings.REPORT_LANGUAGES = ["en"]
    client = client_of(coordinator)
    for address in ("/reports/new/", "/schedules/new/"):
        assert 'name="language"' not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("code", "said"),
    [("fr", "veuillez trouver ci-joint le rapport du"), ("ar", "تجدون مرفقا تقرير")],
)
def test_mail_that_carries_a_report_is_in_its_language(
    assessment: Assessment, coordinator: User, code: str, said: str
) -> None:
    report = request_report(coordinator, about(assessment), language=code)
    report.deliveries.create(recipient=coordinator)
    make(str(report.pk))
    mail = OutgoingMail.objects.get()
    assert said in mail.body
    assert "report of" not in mail.body


@pytest.mark.parametrize(
    ("code", "summary", "answer"), [("fr", "Résumé", "En place"), ("ar", "موجز", "مستوفى")]
)
def test_tables_are_in_the_reports_language(
    assessment: Assessment, coordinator: User, code: str, summary: str, answer: str
) -> None:
    report = request_report(coordinator, about(assessment), language=code)
    assert _pdf(report)
    report.refresh_from_db()
    book = openpyxl.load_workbook(BytesIO(table_file(report, "xlsx")[2]))
    assert book.sheetnames[0] == summary
    assert bool(book.worksheets[0].sheet_view.rightToLeft) == (code == "ar")
    with zipfile.ZipFile(BytesIO(table_file(report, "csv")[2])) as archive:
        assert archive.namelist()[0] == f"1-{summary.lower()}.csv"
    frozen = json.loads(table_file(report, "json")[2])
    assert frozen["scale_labels"]["in_place"] == answer
