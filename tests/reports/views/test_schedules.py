"""Schedules: the list, making, changing, pausing and deleting one."""

import datetime as dt

import pytest
from django.utils import timezone

from orgs.models import Membership, Office, User
from orgs.roles import Role
from reports.models import Frequency, Report, Schedule
from reports.services.schedules import save_schedule
from tests.factories import (
    make_assessment,
    make_member,
    make_office,
    make_user,
)
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(office: Office, coordinator: User, observer: User) -> Schedule:
    """Every month on its last day, at six in Lubumbashi."""
    return make_schedule(office, coordinator, observer)


def make_schedule(office: Office, coordinator: User, *recipients: User) -> Schedule:
    row = Schedule(
        office=office,
        frequency=Frequency.MONTHLY,
        first_on=dt.date(2099, 1, 31),
        at=dt.time(6, 0),
        time_zone="Africa/Lubumbashi",
    )
    return save_schedule(coordinator, row, recipients, now=timezone.now())


RECIPIENTS = ".//input[@name='recipients']/.."


def written(office: Office, *recipients: User) -> dict[str, object]:
    """The form, rightly filled in."""
    return {
        "office": office.pk,
        "tier": "internal",
        "frequency": "quarterly",
        "weekend": "sat-sun",
        "link_days": "0",
        "first_on": "2099-01-31",
        "at": "06:00",
        "time_zone": "Africa/Lubumbashi",
        "recipients": [person.pk for person in recipients],
    }


def page_of(user: User, schedule: Schedule) -> Page:
    return visit(user, f"/schedules/{schedule.pk}/")


def pause(user: User, schedule: Schedule, active: str) -> Page:
    url = f"/schedules/{schedule.pk}/pause/"
    return read(client_of(user).post(url, {"active": active}, follow=True))


# --- the list ------------------------------------------------------------------------------------


def test_list_shows_office_frequency_and_recipients(schedule: Schedule, coordinator: User) -> None:
    page = visit(coordinator, "/schedules/")
    assert f"/schedules/{schedule.pk}/" in page.links()
    assert "Every month" in page.text
    assert page.all(".//td//li") == ["Dora Weber"]
    assert page.statuses() == [("open", "Active")]


def test_list_shows_the_language_of_a_schedule(schedule: Schedule, coordinator: User) -> None:
    Schedule.objects.update(language="ar")
    assert visit(coordinator, "/schedules/").all(".//*[@lang='ar']") == ["العربيّة"]


def test_next_report_is_shown_in_both_time_zones(schedule: Schedule, coordinator: User) -> None:
    User.objects.filter(pk=coordinator.pk).update(time_zone="Asia/Kathmandu")
    text = visit(coordinator, "/schedules/").text
    assert "31 January 2099, 06:00 Africa/Lubumbashi" in text
    assert "31 January 2099, 09:45 Asia/Kathmandu" in text


def test_one_time_zone_is_shown_once(schedule: Schedule, coordinator: User) -> None:
    User.objects.filter(pk=coordinator.pk).update(time_zone="Africa/Lubumbashi")
    assert len(visit(coordinator, "/schedules/").all(".//tbody//time")) == 1


def test_paused_schedule_has_no_next_report(schedule: Schedule, coordinator: User) -> None:
    Schedule.objects.update(is_active=False)
    page = visit(coordinator, "/schedules/")
    assert page.statuses() == [("paused", "Paused")]
    assert "2099" not in page.text


def test_empty_list_leads_to_making_one(coordinator: User) -> None:
    page = visit(coordinator, "/schedules/")
    assert "No schedules yet" in page.text
    assert "/schedules/new/" in page.links()


def test_list_keeps_other_organizations_out(schedule: Schedule) -> None:
    stranger = make_member(make_office(), Role.COORDINATOR)
    assert "No schedules yet" in visit(stranger, "/schedules/").text


@pytest.mark.parametrize("url", ["/schedules/", "/schedules/new/"])
def test_observer_may_not(observer: User, url: str) -> None:
    visit(observer, url, 403)


def test_list_costs_the_same_for_any_number(
    office: Office, coordinator: User, observer: User
) -> None:
    for _ in range(2):
        make_schedule(make_office(parent=office), coordinator, observer)
    few = queries(coordinator, "/schedules/")
    for _ in range(18):
        make_schedule(make_office(parent=office), coordinator, observer, coordinator)
    assert queries(coordinator, "/schedules/") == few <= 6


# --- making one ----------------------------------------------------------------------------------


def test_form_offers_who_may_read_the_reports(
    office: Office, coordinator: User, observer: User
) -> None:
    make_member(office, Role.CONTRIBUTOR)
    make_member(make_office(), Role.OBSERVER)
    page = visit(coordinator, "/schedules/new/")
    assert page.all(RECIPIENTS) == [
        "Aïssata Diallo (aïssata.diallo@example.org)",
        "Dora Weber (dora.weber@example.org)",
    ]


def test_form_of_a_region_names_nobody_of_another(office: Office) -> None:
    region, other = make_office("Region", parent=office), make_office("Other", parent=office)
    coordinator = make_member(region, Role.COORDINATOR, "Ana")
    make_member(office, Role.OBSERVER, "Above")
    make_member(make_office(parent=region), Role.FOCAL_POINT, "Below")
    make_member(other, Role.OBSERVER, "Beside")
    Membership.objects.create(
        user=make_member(region, Role.CONTRIBUTOR, "Half"), office=other, role=Role.REVIEWER
    )
    page = visit(coordinator, "/schedules/new/")
    assert [name.split(" (")[0] for name in page.all(RECIPIENTS)] == [
        "Above",
        "Ana",
        "Below",
    ]


def test_form_offers_the_secretariat_the_readers_of_all(office: Office, observer: User) -> None:
    make_member(make_office(), Role.OBSERVER, "Elsewhere")
    page = visit(make_user(secretariat=True), "/schedules/new/")
    assert len(page.all(RECIPIENTS)) == 2


def test_form_costs_the_same_for_any_number_of_offices(coordinator: User, office: Office) -> None:
    def coordinate(count: int) -> None:
        for _n in range(count):
            below = make_office(parent=office)
            make_member(below, Role.OBSERVER)
            Membership.objects.create(user=coordinator, office=below, role=Role.COORDINATOR)

    coordinate(2)
    few = queries(coordinator, "/schedules/new/")
    coordinate(18)
    assert queries(coordinator, "/schedules/new/") == few <= 6


def test_form_begins_with_the_persons_own_time_zone(coordinator: User) -> None:
    User.objects.filter(pk=coordinator.pk).update(time_zone="Asia/Kathmandu")
    page = visit(coordinator, "/schedules/new/")
    assert page.all(".//select[@name='time_zone']/option[@selected]") == ["Asia/Kathmandu"]


def test_secretariat_reads_the_organization_with_each_office(office: Office) -> None:
    page = visit(make_user(secretariat=True), "/schedules/new/")
    assert "Médecins: Nord-Kivu" in page.all(".//select[@name='office']/option")


def test_new_schedule_shows_no_dates_yet(coordinator: User) -> None:
    assert "The next five reports" not in visit(coordinator, "/schedules/new/").text


def test_makes_a_schedule(office: Office, coordinator: User, observer: User) -> None:
    response = client_of(coordinator).post(
        "/schedules/new/", written(office, observer), follow=True
    )
    page = read(response)
    assert page.heading == "Schedule of Nord-Kivu"
    assert "The schedule is saved." in page.text
    made = Schedule.objects.get()
    assert list(made.recipients.all()) == [observer]
    assert made.next_due_at == dt.datetime(2099, 1, 31, 4, 0, tzinfo=dt.UTC)


def test_form_sent_twice_makes_one_schedule(
    office: Office, coordinator: User, observer: User
) -> None:
    client, data = client_of(coordinator), written(office, observer)
    addresses = {client.post("/schedules/new/", data)["Location"] for _ in range(2)}
    assert addresses == {f"/schedules/{Schedule.objects.get().pk}/"}


def test_same_schedule_for_other_people_is_another_one(
    office: Office, coordinator: User, observer: User
) -> None:
    client = client_of(coordinator)
    client.post("/schedules/new/", written(office, observer))
    client.post("/schedules/new/", written(office, coordinator))
    assert Schedule.objects.count() == 2


def test_schedule_like_a_paused_one_is_made(
    office: Office, coordinator: User, observer: User
) -> None:
    client, data = client_of(coordinator), written(office, observer)
    client.post("/schedules/new/", data)
    Schedule.objects.update(is_active=False)
    client.post("/schedules/new/", data)
    assert Schedule.objects.filter(is_active=True).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("office", "", "Office: This field is required."),
        ("frequency", "hourly", "How often: Select a valid choice."),
        ("first_on", "soon", "First on: Enter a valid date."),
        ("first_on", "9999-12-31", "First on: Give a date from 2000 to 2100."),
        ("first_on", "1999-12-31", "First on: Give a date from 2000 to 2100."),
        ("at", "25:00", "Time of day: Enter a valid time."),
        ("time_zone", "Mars/Olympus", "Time zone: Select a valid choice."),
        ("recipients", [], "Recipients: Choose at least one person or role."),
        ("recipients", [10**30], "Recipients: "),
    ],
)
def test_refuses_and_names_the_field(
    office: Office, coordinator: User, observer: User, field: str, value: object, error: str
) -> None:
    data = written(office, observer) | {field: value}
    page = read(client_of(coordinator).post("/schedules/new/", data), 400)
    assert len(page.errors()) == 1
    assert page.errors()[0].startswith(error)
    assert page.title == "Error: New schedule – Operative"
    assert not Schedule.objects.exists()


def test_empty_form_is_refused(coordinator: User) -> None:
    page = read(client_of(coordinator).post("/schedules/new/"), 400)
    assert len(page.errors()) == 8


def test_office_out_of_reach_is_refused(coordinator: User, observer: User) -> None:
    data = written(make_office(), observer)
    page = read(client_of(coordinator).post("/schedules/new/", data), 400)
    assert page.errors()[0].startswith("Office: Select a valid choice.")


def test_stranger_is_refused_as_recipient(office: Office, coordinator: User) -> None:
    data = written(office, make_member(make_office(), Role.OBSERVER))
    page = read(client_of(coordinator).post("/schedules/new/", data), 400)
    assert page.errors()[0].startswith("Recipients: Select a valid choice.")


def test_reader_of_another_office_is_refused_as_recipient(
    office: Office, coordinator: User
) -> None:
    elsewhere = make_member(make_office(parent=office), Role.OBSERVER, "Else Where")
    page = read(client_of(coordinator).post("/schedules/new/", written(office, elsewhere)), 400)
    assert page.errors() == ["Recipients: May not read reports of Nord-Kivu: Else Where."]


# --- one schedule --------------------------------------------------------------------------------


def test_schedule_shows_the_next_five_dates(schedule: Schedule, coordinator: User) -> None:
    page = page_of(coordinator, schedule)
    assert [words.split(" Africa")[0] for words in page.all(".//aside//li")] == [
        "31 January 2099, 06:00",
        "28 February 2099, 06:00",
        "31 March 2099, 06:00",
        "30 April 2099, 06:00",
        "31 May 2099, 06:00",
    ]


def test_dates_are_shown_in_the_readers_zone_too(schedule: Schedule, coordinator: User) -> None:
    User.objects.filter(pk=coordinator.pk).update(time_zone="Asia/Kathmandu")
    first = page_of(coordinator, schedule).all(".//aside//li")[0]
    assert first.endswith("31 January 2099, 09:45 Asia/Kathmandu")


def test_form_holds_what_is_saved(schedule: Schedule, coordinator: User, observer: User) -> None:
    page = page_of(coordinator, schedule)
    assert 'value="2099-01-31"' in page.html
    assert 'value="06:00"' in page.html
    ticked = page.root.findall(".//input[@name='recipients'][@checked]")
    assert [box.get("value") for box in ticked] == [str(observer.pk)]


def test_saves_a_change(schedule: Schedule, coordinator: User, office: Office) -> None:
    response = client_of(coordinator).post(
        f"/schedules/{schedule.pk}/", written(office, coordinator), follow=True
    )
    assert "The schedule is saved." in read(response).text
    schedule.refresh_from_db()
    assert schedule.frequency == Frequency.QUARTERLY
    assert list(schedule.recipients.all()) == [coordinator]


def test_refused_change_leaves_the_heading_as_it_is(
    schedule: Schedule, coordinator: User, office: Office
) -> None:
    below = make_office("Below", parent=office)
    data = written(below) | {"recipients": []}
    page = read(client_of(coordinator).post(f"/schedules/{schedule.pk}/", data), 400)
    assert page.heading == "Schedule of Nord-Kivu"


def test_refused_change_is_not_saved(schedule: Schedule, coordinator: User, office: Office) -> None:
    client_of(coordinator).post(f"/schedules/{schedule.pk}/", written(office))
    schedule.refresh_from_db()
    assert schedule.frequency == Frequency.MONTHLY


def test_schedule_is_not_found_by_an_outsider(schedule: Schedule) -> None:
    visit(make_member(make_office(), Role.COORDINATOR), f"/schedules/{schedule.pk}/", 404)


def test_schedule_is_refused_to_a_member(schedule: Schedule, observer: User) -> None:
    visit(observer, f"/schedules/{schedule.pk}/", 403)


def test_schedule_costs_the_same_for_any_number_of_people(
    schedule: Schedule, coordinator: User, office: Office
) -> None:
    url = f"/schedules/{schedule.pk}/"
    few = queries(coordinator, url)
    for _ in range(18):
        schedule.recipients.add(make_member(make_office(parent=office), Role.OBSERVER))
    assert queries(coordinator, url) == few <= 8


# --- pausing -------------------------------------------------------------------------------------


def test_pauses(schedule: Schedule, coordinator: User) -> None:
    page = pause(coordinator, schedule, "0")
    assert "The schedule is paused." in page.text
    assert "This schedule is paused: no report is made." in page.text
    assert "Resume" in page.all(".//button")


def test_button_pressed_twice_pauses(schedule: Schedule, coordinator: User) -> None:
    pause(coordinator, schedule, "0")
    pause(coordinator, schedule, "0")
    schedule.refresh_from_db()
    assert not schedule.is_active


def test_resumes(schedule: Schedule, coordinator: User) -> None:
    pause(coordinator, schedule, "0")
    page = pause(coordinator, schedule, "1")
    assert "The schedule goes on." in page.text
    assert "Pause" in page.all(".//button")


@pytest.mark.parametrize("data", [{}, {"active": "maybe"}])
def test_pausing_must_say_what_is_wished(
    schedule: Schedule, coordinator: User, data: dict[str, str]
) -> None:
    response = client_of(coordinator).post(f"/schedules/{schedule.pk}/pause/", data)
    assert response.status_code == 400


def test_observer_can_not_pause(schedule: Schedule, observer: User) -> None:
    response = client_of(observer).post(f"/schedules/{schedule.pk}/pause/", {"active": "0"})
    assert response.status_code == 403


# --- deleting ------------------------------------------------------------------------------------


def test_asks_before_it_deletes(schedule: Schedule, coordinator: User) -> None:
    page = visit(coordinator, f"/schedules/{schedule.pk}/delete/")
    assert page.heading == "Delete the schedule of Nord-Kivu?"
    assert f"/schedules/{schedule.pk}/" in page.links()
    assert Schedule.objects.exists()


def test_deletes(schedule: Schedule, coordinator: User) -> None:
    response = client_of(coordinator).post(f"/schedules/{schedule.pk}/delete/", follow=True)
    assert "The schedule is deleted. Its reports stay." in read(response).text
    assert not Schedule.objects.exists()


def test_reports_stay(schedule: Schedule, coordinator: User, office: Office) -> None:
    report = Report.objects.create(
        assessment=make_assessment(office, items=1),
        office=office,
        schedule=schedule,
        scheduled_for=timezone.now(),
    )
    client_of(coordinator).post(f"/schedules/{schedule.pk}/delete/")
    report.refresh_from_db()
    assert report.schedule is None


def test_deleting_twice_finds_nothing(schedule: Schedule, coordinator: User) -> None:
    client = client_of(coordinator)
    client.post(f"/schedules/{schedule.pk}/delete/")
    assert client.post(f"/schedules/{schedule.pk}/delete/").status_code == 404


def test_observer_can_not_delete(schedule: Schedule, observer: User) -> None:
    response = client_of(observer).post(f"/schedules/{schedule.pk}/delete/")
    assert response.status_code == 403


# --- trying out, running -------------------------------------------------------------------------


def test_next_dates_are_shown_without_saving(office: Office, coordinator: User) -> None:
    data = written(office) | {"preview": "1", "on_working_day": "on"}
    page = read(client_of(coordinator).post("/schedules/new/", data))
    assert page.all(".//aside//li")[0].startswith("2 February 2099, 06:00")
    assert not Schedule.objects.exists()


def test_calendar_rule_that_is_none_is_refused_at_its_field(
    office: Office, coordinator: User, observer: User
) -> None:
    data = written(office, observer) | {"frequency": "calendar", "calendar": "FREQ=HOURLY"}
    page = read(client_of(coordinator).post("/schedules/new/", data), 400)
    assert page.errors()[0].startswith("Calendar rule: Begin with FREQ")


def test_runs_now_and_shows_the_report(
    schedule: Schedule, coordinator: User, office: Office
) -> None:
    make_assessment(office, items=1)
    client = client_of(coordinator)
    answers = [client.post(f"/schedules/{schedule.pk}/run/", {"run": "0"}) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {f"/reports/{Report.objects.get().pk}/"}
    assert "run by hand" in page_of(coordinator, schedule).text


def test_schedule_of_a_time_zone_that_is_gone_has_a_page(
    schedule: Schedule, coordinator: User
) -> None:
    Schedule.objects.update(time_zone="Mars/Olympus")
    assert "The next five reports" not in page_of(coordinator, schedule).text


def test_rule_that_is_not_taken_any_more_can_be_changed(
    schedule: Schedule, coordinator: User, office: Office, observer: User
) -> None:
    """One that was saved before more was refused."""
    Schedule.objects.update(frequency="calendar", calendar="FREQ=MONTHLY;BYDAY=1MO,6MO")
    assert "The next five reports" not in page_of(coordinator, schedule).text
    mended = written(office, observer) | {"frequency": "calendar", "calendar": "FREQ=DAILY"}
    assert client_of(coordinator).post(f"/schedules/{schedule.pk}/", mended).status_code == 302
