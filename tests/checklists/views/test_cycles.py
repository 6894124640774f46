"""Cycles: who is where, who is late, and opening one."""

import datetime as dt

import pytest
from django.utils import timezone

from checklists.models import Assessment, Checklist, Cycle
from checklists.services import transitions
from checklists.services.cycles import open_cycle
from orgs.access import ConflictError
from orgs.models import AuditEvent, Office, User
from orgs.roles import Role
from tests.factories import (
    answer_all,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_organization,
    make_user,
)
from tests.pages import Page, client_of, queries, read, visit

pytestmark = pytest.mark.django_db

Status = Assessment.Status


@pytest.fixture
def office() -> Office:
    return make_office("Headquarters", organization=make_organization("Médecins"))


@pytest.fixture
def coordinator(office: Office) -> User:
    return make_member(office, Role.COORDINATOR)


@pytest.fixture
def checklist() -> Checklist:
    return make_checklist(2)


def cycle_due_in(days: int, *offices: Office) -> Cycle:
    """A cycle of some offices that is due so many days from today."""
    cycle = make_cycle(list(offices), checklist=make_checklist(2))
    Cycle.objects.filter(pk=cycle.pk).update(due_on=timezone.localdate() + dt.timedelta(days))
    return cycle


def cycle_page(user: User, cycle: Cycle) -> Page:
    return visit(user, f"/cycles/{cycle.pk}/")


# --- the list ------------------------------------------------------------------------------------


def test_list_shows_period_and_due_date(office: Office, coordinator: User) -> None:
    cycle = make_cycle([office])
    page = visit(coordinator, "/cycles/")
    assert f"/cycles/{cycle.pk}/" in page.links()
    assert "1 January 2026 – 30 June 2026" in page.text
    assert "15 July 2026" in page.text


def test_list_counts_what_is_signed_off(office: Office, coordinator: User) -> None:
    below = make_office(parent=office)
    cycle = cycle_due_in(1, office, below)
    cycle.assessments.filter(office=below).update(status=Status.SIGNED_OFF)
    assert visit(coordinator, "/cycles/").all(".//td[@class='num']") == ["1 of 2"]


@pytest.mark.parametrize(
    ("status", "late"),
    [
        (Status.OPEN, [("overdue", "One office")]),
        (Status.RETURNED, [("overdue", "One office")]),
        (Status.SUBMITTED, []),
        (Status.SIGNED_OFF, []),
    ],
)
def test_list_counts_who_is_late(
    office: Office, coordinator: User, status: Status, late: list[tuple[str, str]]
) -> None:
    cycle_due_in(-1, office).assessments.update(status=status)
    assert visit(coordinator, "/cycles/").statuses() == late


def test_nobody_is_late_on_the_last_day(office: Office, coordinator: User) -> None:
    cycle_due_in(0, office)
    assert visit(coordinator, "/cycles/").statuses() == []


def test_coordinator_of_a_region_counts_the_offices_in_reach(office: Office) -> None:
    region = make_office(parent=office)
    cycle_due_in(-1, office, region)
    page = visit(make_member(region, Role.COORDINATOR), "/cycles/")
    assert page.all(".//td[@class='num']") == ["0 of 1"]
    assert page.statuses() == [("overdue", "One office")]


def test_list_keeps_other_organizations_out(coordinator: User) -> None:
    make_cycle([make_office()])
    assert "No cycles yet" in visit(coordinator, "/cycles/").text


def test_secretariat_sees_the_cycles_of_all(office: Office) -> None:
    for each in (office, make_office()):
        make_cycle([each])
    page = visit(make_user(secretariat=True), "/cycles/")
    assert page.all(".//td[@class='num']") == ["0 of 1", "0 of 1"]


def test_empty_list_leads_to_opening_one(coordinator: User) -> None:
    page = visit(coordinator, "/cycles/")
    assert "No cycles yet" in page.text
    assert "/cycles/new/" in page.links()


@pytest.mark.parametrize("url", ["/cycles/", "/cycles/new/"])
def test_focal_point_may_not(office: Office, url: str) -> None:
    visit(make_member(office, Role.FOCAL_POINT), url, 403)


def test_list_costs_the_same_for_any_number(office: Office, coordinator: User) -> None:
    checklist = make_checklist(1)
    for _ in range(2):
        make_cycle([office], checklist=checklist)
    few = queries(coordinator, "/cycles/")
    for _ in range(18):
        make_cycle([office], checklist=checklist)
    assert queries(coordinator, "/cycles/") == few <= 5


# --- one cycle -----------------------------------------------------------------------------------


def test_cycle_shows_an_office_that_has_not_started(office: Office, coordinator: User) -> None:
    cycle = cycle_due_in(1, office)
    page = cycle_page(coordinator, cycle)
    assert page.statuses() == [("not_started", "Not started")]
    assert page.all(".//td[@class='num']") == ["0 of 2", "0 of 2"]
    assert f"/assessments/{cycle.assessments.get().pk}/" in page.links()


def test_cycle_shows_an_office_at_work(office: Office, coordinator: User) -> None:
    cycle = cycle_due_in(1, office)
    answer_all(cycle.assessments.get(), make_member(office, Role.FOCAL_POINT))
    page = cycle_page(coordinator, cycle)
    assert page.statuses() == [("in_progress", "In progress")]
    assert page.all(".//td[@class='num']") == ["2 of 2", "0 of 2"]


def test_cycle_shows_an_office_that_has_submitted(office: Office, coordinator: User) -> None:
    cycle = cycle_due_in(-1, office)
    focal_point = make_member(office, Role.FOCAL_POINT)
    answer_all(cycle.assessments.get(), focal_point)
    transitions.submit(focal_point, cycle.assessments.get().pk)
    assert cycle_page(coordinator, cycle).statuses() == [("submitted", "Submitted")]


def test_late_office_stands_out(office: Office, coordinator: User) -> None:
    page = cycle_page(coordinator, cycle_due_in(-1, office))
    assert page.statuses() == [
        ("overdue", "1 overdue"),
        ("not_started", "Not started"),
        ("overdue", "Overdue"),
    ]


def test_cycle_counts_how_many_offices_are_where(office: Office, coordinator: User) -> None:
    offices = [office, *(make_office(parent=office) for _ in range(5))]
    cycle = cycle_due_in(1, *offices)
    states = [Status.OPEN, Status.RETURNED, Status.SUBMITTED, *[Status.SIGNED_OFF] * 3]
    for assessment, status in zip(cycle.assessments.all(), states, strict=True):
        Assessment.objects.filter(pk=assessment.pk).update(status=status)
    figures = cycle_page(coordinator, cycle).all(".//dl[@class='figures']/div")
    assert figures == [
        "Signed off3of 6 offices",
        "Waiting for review1",
        "With the office2none overdue",
    ]


def test_cycle_shows_the_offices_in_reach_alone(office: Office) -> None:
    region = make_office("Region", parent=office)
    cycle = cycle_due_in(1, office, region)
    page = cycle_page(make_member(region, Role.COORDINATOR), cycle)
    assert page.all(".//tbody//th") == ["Region"]
    assert "of one office" in page.text


def test_cycle_without_an_office_in_reach_says_so(office: Office) -> None:
    region = make_office(parent=office)
    page = cycle_page(make_member(region, Role.COORDINATOR), cycle_due_in(1, office))
    assert "None of your offices is in this cycle" in page.text


def test_cycle_is_not_found_by_an_outsider(coordinator: User) -> None:
    visit(coordinator, f"/cycles/{make_cycle([make_office()]).pk}/", 404)


def test_cycle_is_refused_to_a_member_who_does_not_coordinate(office: Office) -> None:
    visit(make_member(office, Role.REVIEWER), f"/cycles/{make_cycle([office]).pk}/", 403)


def test_cycle_costs_the_same_for_any_number_of_offices(office: Office, coordinator: User) -> None:
    offices = [make_office(parent=office) for _ in range(20)]
    few, many = cycle_due_in(-1, *offices[:2]), cycle_due_in(-1, *offices)
    costs = [queries(coordinator, f"/cycles/{cycle.pk}/") for cycle in (few, many)]
    assert costs[0] == costs[1] <= 8


# --- opening one ---------------------------------------------------------------------------------


def written(office: Office, checklist: Checklist) -> dict[str, object]:
    """The form, rightly filled in."""
    return {
        "organization": office.organization_id,
        "checklist": checklist.pk,
        "name": "2027, first half",
        "starts_on": "2027-01-01",
        "ends_on": "2027-06-30",
        "review_days": 14,
        "due_on": "2027-07-15",
        "offices": [office.pk],
    }


def test_form_offers_the_offices_in_reach(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    make_office(parent=office, name="Below")
    make_office("Elsewhere")
    page = visit(coordinator, "/cycles/new/")
    assert page.all(".//div[@class='choices']/div") == ["Headquarters", "Below"]


def test_only_organization_is_chosen_already(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    page = visit(coordinator, "/cycles/new/")
    assert page.all(".//select[@name='organization']/option[@selected]") == ["Médecins"]


def test_secretariat_reads_the_organization_with_each_office(
    office: Office, checklist: Checklist
) -> None:
    page = visit(make_user(secretariat=True), "/cycles/new/")
    assert page.all(".//div[@class='choices']/div") == ["Médecins: Headquarters"]


def test_opens_a_cycle(office: Office, coordinator: User, checklist: Checklist) -> None:
    response = client_of(coordinator).post("/cycles/new/", written(office, checklist), follow=True)
    page = read(response)
    assert page.heading == "2027, first half"
    assert "The cycle is open. The focal points are told." in page.text
    assert Cycle.objects.get().assessments.get().answers.count() == 2


def test_form_sent_twice_opens_one_cycle(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    client, data = client_of(coordinator), written(office, checklist)
    client.post("/cycles/new/", data)
    page = read(client.post("/cycles/new/", data), 400)
    assert page.errors() == ["Name: There is a cycle of this name already."]
    assert Cycle.objects.count() == 1


def test_form_sent_twice_at_once_opens_one_cycle(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    """Both have passed the form when the first is stored."""

    def opened() -> Cycle:
        return open_cycle(
            coordinator,
            organization=office.organization,
            checklist=checklist,
            name="2027",
            starts_on=dt.date(2027, 1, 1),
            ends_on=dt.date(2027, 6, 30),
            due_on=dt.date(2027, 7, 15),
            offices=[office],
        )

    opened()
    with pytest.raises(ConflictError, match="There is a cycle of this name already"):
        opened()


def test_same_name_is_free_in_another_organization(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    other = make_office()
    client_of(coordinator).post("/cycles/new/", written(office, checklist))
    response = client_of(make_member(other, Role.COORDINATOR)).post(
        "/cycles/new/", written(other, checklist)
    )
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("organization", "", "Organization: This field is required."),
        ("checklist", "", "Checklist: This field is required."),
        ("name", "", "Name: This field is required."),
        ("starts_on", "soon", "First day of the period: Enter a valid date."),
        ("ends_on", "2026-12-31", "Last day of the period: The period ends before it begins."),
        ("due_on", "2026-12-31", "Due date: The due date lies before the period."),
        ("offices", [], "Offices: This field is required."),
    ],
)
def test_refuses_and_names_the_field(
    office: Office,
    coordinator: User,
    checklist: Checklist,
    field: str,
    value: object,
    error: str,
) -> None:
    data = written(office, checklist) | {field: value}
    page = read(client_of(coordinator).post("/cycles/new/", data), 400)
    assert page.errors() == [error]
    assert page.title.startswith("Error: ")
    assert not Cycle.objects.exists()


def test_a_number_that_no_database_holds_is_refused(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    data = written(office, checklist) | {"offices": [10**30]}
    page = read(client_of(coordinator).post("/cycles/new/", data), 400)
    assert [error.partition(":")[0] for error in page.errors()] == ["Offices"]


def test_office_out_of_reach_is_refused(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    data = written(office, checklist) | {"offices": [make_office().pk]}
    page = read(client_of(coordinator).post("/cycles/new/", data), 400)
    assert page.errors()[0].startswith("Offices: Select a valid choice.")


def test_office_of_another_organization_is_refused(office: Office, checklist: Checklist) -> None:
    data = written(office, checklist) | {"offices": [make_office("Elsewhere").pk]}
    page = read(client_of(make_user(secretariat=True)).post("/cycles/new/", data), 400)
    assert page.errors() == ["Offices: Not offices of Médecins: Elsewhere."]


def test_draft_can_not_be_chosen(office: Office, coordinator: User, checklist: Checklist) -> None:
    data = written(office, make_checklist(published=False))
    page = read(client_of(coordinator).post("/cycles/new/", data), 400)
    assert page.errors()[0].startswith("Checklist: Select a valid choice.")


def test_dates_come_back_as_they_were_written(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    data = written(office, checklist) | {"name": ""}
    page = read(client_of(coordinator).post("/cycles/new/", data), 400)
    assert 'value="2027-07-15"' in page.html


def test_without_a_checklist_the_page_says_what_is_missing(coordinator: User) -> None:
    page = visit(coordinator, "/cycles/new/")
    assert "A cycle can't be opened yet" in page.text


def test_form_costs_the_same_for_any_number_of_offices(
    office: Office, coordinator: User, checklist: Checklist
) -> None:
    few = queries(coordinator, "/cycles/new/")
    for _ in range(19):
        make_office(parent=office)
    assert queries(coordinator, "/cycles/new/") == few <= 12


# --- correcting one ------------------------------------------------------------------------------


def change(user: User, cycle: Cycle, **fields: str) -> Page:
    data = {"name": cycle.name, "due_on": "2026-07-31"} | fields
    response = client_of(user).post(f"/cycles/{cycle.pk}/change/", data, follow=True)
    return read(response, response.status_code)


def test_name_and_due_date_are_corrected(office: Office, coordinator: User) -> None:
    page = change(coordinator, make_cycle([office]), name="2026, corrected")
    assert page.heading == "2026, corrected"
    assert "Due 31 July 2026" in page.text


def test_a_change_is_on_the_audit_trail(office: Office, coordinator: User) -> None:
    change(coordinator, make_cycle([office]))
    event = AuditEvent.objects.get(action="cycle.changed")
    assert event.data == {"changes": {"due_on": ["2026-07-15", "2026-07-31"]}}


def test_a_due_date_before_the_period_is_refused(office: Office, coordinator: User) -> None:
    page = change(coordinator, make_cycle([office]), due_on="2025-12-31")
    assert page.errors() == ["Due date: The due date lies before the period."]


def test_a_name_that_is_taken_is_refused(office: Office, coordinator: User) -> None:
    taken = make_cycle([office])
    page = change(coordinator, make_cycle([office]), name=taken.name)
    assert "There is a cycle of this name already." in page.text


def test_who_coordinates_a_part_does_not_change_the_whole(office: Office) -> None:
    below = make_office(parent=office)
    regional = make_member(below, Role.COORDINATOR)
    cycle = make_cycle([office, below])
    data = {"name": "Mine", "due_on": "2026-07-31"}
    response = client_of(regional).post(f"/cycles/{cycle.pk}/change/", data)
    assert response.status_code in (403, 404)
    assert Cycle.objects.get().name == cycle.name
