"""The queue over all offices in reach: what it shows, in which order, and whose each is."""

import datetime as dt

import pytest
from django.utils import timezone

from checklists.models import Answer, Assessment, Cycle
from checklists.scale import AnswerValue, Carry
from checklists.services.conversation import write_message
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import (
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_user,
)
from tests.pages import client_of, queries, read, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Office:
    return make_office("Geneva")


@pytest.fixture
def reviewer(root: Office) -> User:
    return make_member(root, Role.REVIEWER, "Ingrid")


@pytest.fixture
def cycle(root: Office, reviewer: User) -> Cycle:
    """Goma waits for three weeks, Lodwar, below it, for one day; Bukavu is returned."""
    goma = make_office("Goma", parent=root)
    lodwar = make_office("Lodwar", parent=goma)
    bukavu = make_office("Bukavu", parent=root)
    cycle = make_cycle([goma, lodwar, bukavu], checklist=make_checklist(items=2))
    now, today = timezone.now(), timezone.localdate()
    for office, days, status in (
        (goma, 21, "submitted"),
        (lodwar, 1, "submitted"),
        (bukavu, 9, "returned"),
    ):
        cycle.assessments.filter(office=office).update(
            status=status,
            submitted_at=now - dt.timedelta(days=days),
            submitted_by=reviewer,
            review_due_on=today + dt.timedelta(days=14 - days),
        )
    return cycle


def of(cycle: Cycle, name: str) -> Assessment:
    return cycle.assessments.get(office__name=name)


def listed(user: User, query: str = "") -> list[str]:
    return visit(user, f"/review/{query}").all(".//tbody//th//a")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Goma", "Lodwar"]),
        ("?status=out", ["Bukavu"]),
        ("?status=all", ["Goma", "Bukavu", "Lodwar"]),
        ("?age=7", ["Goma"]),
        ("?age=overdue", ["Goma"]),
        ("?age=30", []),
        ("?assigned=nobody", ["Goma", "Lodwar"]),
        ("?assigned=me", []),
        ("?status=all&sort=office", ["Goma", "Lodwar", "Bukavu"]),
        ("?status=all&sort=due", ["Goma", "Bukavu", "Lodwar"]),
    ],
)
def test_filters_and_orders(cycle: Cycle, reviewer: User, query: str, names: list[str]) -> None:
    assert listed(reviewer, query) == names


def test_by_cycle_and_by_office_with_all_below(cycle: Cycle, reviewer: User) -> None:
    other = make_cycle([Office.objects.get(name="Goma")])
    other.assessments.update(status="submitted", submitted_at=timezone.now())
    assert listed(reviewer, f"?cycle={other.pk}") == ["Goma"]
    goma = Office.objects.get(name="Goma")
    assert listed(reviewer, f"?office={goma.pk}&cycle={cycle.pk}") == ["Goma", "Lodwar"]


def test_by_organization_where_there_are_some(cycle: Cycle) -> None:
    secretariat = make_user(secretariat=True)
    other = make_cycle([make_office("Lima")])
    other.assessments.update(status="submitted", submitted_at=timezone.now())
    assert listed(secretariat, f"?organization={other.organization_id}") == ["Lima"]


def test_whose_it_is(cycle: Cycle, reviewer: User) -> None:
    cycle.assessments.filter(office__name="Lodwar").update(reviewer=reviewer)
    assert listed(reviewer, "?assigned=me") == ["Lodwar"]
    assert listed(reviewer, "?assigned=somebody") == ["Lodwar"]
    assert listed(reviewer, "?assigned=nobody") == ["Goma"]


@pytest.mark.parametrize(
    "query", ["?status=gone", "?cycle=0", "?cycle=99999999999999999999", "?risk=x", "?age=x"]
)
def test_unknown_filter_is_named(cycle: Cycle, reviewer: User, query: str) -> None:
    page = visit(reviewer, f"/review/{query}", 400)
    assert len(page.errors()) == 1
    assert page.all(".//tbody//th//a") == ["Goma", "Lodwar"]


def test_nothing_of_that_kind(cycle: Cycle, reviewer: User) -> None:
    page = visit(reviewer, "/review/?age=30")
    assert "No assessment in your reach is as you asked." in page.text


def test_overdue_stands_out(cycle: Cycle, reviewer: User) -> None:
    assert ("overdue", "Overdue") in visit(reviewer, "/review/").statuses()


@pytest.mark.parametrize(
    ("change", "risk", "mark"),
    [
        ({"value": AnswerValue.MOSTLY}, "evidence", "One without evidence"),
        ({"value": AnswerValue.NOT_APPLICABLE}, "not_applicable", "One “not applicable”"),
    ],
)
def test_what_stands_out(
    cycle: Cycle, reviewer: User, change: dict[str, str], risk: str, mark: str
) -> None:
    answer = of(cycle, "Lodwar").answers.get(item__ref="1.1")
    Answer.objects.filter(pk=answer.pk).update(**change)
    assert listed(reviewer, f"?risk={risk}") == ["Lodwar"]
    assert mark in visit(reviewer, "/review/").text
    assert listed(reviewer, "?sort=risk") == ["Lodwar", "Goma"]


@pytest.mark.parametrize(
    ("before", "now", "is_large"),
    [
        ("in_place", "partly", True),
        ("not_in_place", "mostly", True),
        ("in_place", "not_applicable", True),
        ("in_place", "mostly", False),
        ("in_place", "in_place", False),
        ("", "in_place", False),
    ],
)
def test_a_large_change_since_last_cycle(
    cycle: Cycle, reviewer: User, before: str, now: str, is_large: bool
) -> None:
    old = make_cycle([Office.objects.get(name="Goma")], checklist=make_checklist(items=1))
    last = Answer.objects.get(assessment__cycle=old)
    Answer.objects.filter(pk=last.pk).update(value=before)
    answer = of(cycle, "Goma").answers.get(item__ref="1.1")
    Answer.objects.filter(pk=answer.pk).update(value=now, carried_from=last, carry=Carry.SAME)
    assert (listed(reviewer, "?risk=changed") == ["Goma"]) is is_large


def test_returned_before(cycle: Cycle, reviewer: User) -> None:
    answer = of(cycle, "Goma").answers.get(item__ref="1.1")
    answer.verdicts.create(round=1, outcome="returned", reason="Mend it.", reviewer=reviewer)
    assert listed(reviewer, "?risk=returned") == ["Goma"]
    assert "One returned before" in visit(reviewer, "/review/").text


def test_open_conversations_are_counted(cycle: Cycle, reviewer: User) -> None:
    answer = of(cycle, "Goma").answers.get(item__ref="1.1")
    write_message(reviewer, answer.pk, "Who keeps the log?")
    assert "One open conversation" in visit(reviewer, "/review/").text


def test_ticked_assessments_are_assigned(cycle: Cycle, reviewer: User) -> None:
    chosen = [of(cycle, "Goma").pk, of(cycle, "Lodwar").pk]
    data = {"assessments": chosen, "reviewer": reviewer.pk, "due_on": "2030-01-31"}
    client = client_of(reviewer)
    response = client.post("/review/assign/?sort=due", data)
    assert response.headers["Location"] == "/review/?sort=due"
    assert "2 assessments are assigned to Ingrid." in read(client.get("/review/")).text
    assert set(cycle.assessments.filter(reviewer=reviewer).values_list("pk", flat=True)) == set(
        chosen
    )
    client.post("/review/assign/", {"assessments": chosen, "withdraw": ""})
    assert not cycle.assessments.filter(reviewer=reviewer).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reviewer": "1"}, "Tick at least one assessment."),
        ({"assessments": ["0"]}, "valid"),
        ({"assessments": ["99999999999999999999"]}, "valid"),
    ],
)
def test_assigning_says_what_is_wrong(
    cycle: Cycle, reviewer: User, data: dict[str, object], said: str
) -> None:
    data = {"reviewer": reviewer.pk} | {k: v for k, v in data.items() if k != "reviewer"}
    page = read(client_of(reviewer).post("/review/assign/", data), 400)
    assert any(said in error for error in page.errors())


def test_nobody_is_chosen_to_review(cycle: Cycle, reviewer: User) -> None:
    data = {"assessments": [of(cycle, "Goma").pk]}
    page = read(client_of(reviewer).post("/review/assign/", data), 400)
    assert page.errors() == ["Reviewer: Choose who is to review."]
    assert page.root.findall(".//input[@checked]")


def test_coordinator_sees_the_queue_and_leads_to_what_they_may_read(
    cycle: Cycle, root: Office
) -> None:
    coordinator = make_member(root, Role.COORDINATOR)
    page = visit(coordinator, "/review/")
    assert f"/assessments/{of(cycle, 'Goma').pk}/" in page.links()


def many(root: Office, number: int, reviewer: User, *, beginning: int = 0) -> None:
    """So many offices below, each with an assessment that was submitted."""
    offices = []
    for place in range(beginning, beginning + number):
        office = Office(organization=root.organization, name=f"Field {place}", numchild=0)
        office.depth = root.depth + 1
        office.path = f"{root.path}{Office._int2str(place + 100).zfill(Office.steplen)}"  # type: ignore[no-untyped-call]  # has no types
        offices.append(office)
    Office.objects.bulk_create(offices)
    cycle = Cycle.objects.latest("pk")
    rows = Assessment.objects.bulk_create(
        Assessment(
            cycle=cycle,
            office=office,
            status="submitted",
            submitted_at=timezone.now(),
            submitted_by=reviewer,
            reviewer=reviewer,
        )
        for office in offices
    )
    items = list(cycle.checklist.items.all())
    Answer.objects.bulk_create(
        Answer(assessment=row, item=item, value="mostly") for row in rows for item in items
    )


PAGES = ["/review/", "/review/?sort=risk&risk=evidence", "/review/?status=all&assigned=me"]


def test_the_queue_costs_the_same_at_10_and_at_1000(
    cycle: Cycle, root: Office, reviewer: User
) -> None:
    many(root, 10, reviewer)
    few = [queries(reviewer, page) for page in PAGES]
    many(root, 990, reviewer, beginning=10)
    assert [queries(reviewer, page) for page in PAGES] == few
    assert max(few) <= 12
    assert len(listed(reviewer, "?sort=risk")) == 50
