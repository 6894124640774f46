"""Fills a database with offices by the thousand, faster than the services would."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection

from checklists.models import Assessment, Checklist, Cycle
from checklists.services.counting import recount
from orgs.models import Membership, Office, Organization, User
from orgs.roles import Role
from tests.factories import make_checklist, make_user

REGIONS = 30
LARGE = 106  # items of the longest checklist that people know elsewhere

# Every answer has a text; values and verdicts are spread evenly, and a sixth is unanswered.
_ANSWERS = """
INSERT INTO checklists_answer ({columns})
SELECT {values}
FROM checklists_assessment a
JOIN checklists_item i ON i.checklist_id = %(checklist)s
WHERE a.cycle_id = %(cycle)s AND a.id NOT IN (SELECT assessment_id FROM checklists_answer)
"""
_SPREAD = "(a.id * 7 + i.position * 13)"
_VALUE = f"""CASE WHEN {_SPREAD} %% 6 = 0 THEN ''
 WHEN i.dimension = 'indicator' THEN 'not_collected'
 ELSE (ARRAY['in_place', 'mostly', 'partly', 'not_in_place', 'not_applicable'])[{_SPREAD} %% 6]
 END"""
_GIVEN = {
    "assessment_id": "a.id",
    "item_id": "i.id",
    "value": _VALUE,
    "justification": "repeat('The plan is kept up and rehearsed twice a year. ', 8)",
    "figures": "'{}'::jsonb",
    "verdict": f"CASE WHEN {_SPREAD} %% 7 < 3 THEN 'accepted' ELSE 'pending' END",
    "version": "1",
}


@dataclass
class Filled:
    """An organization's offices, its people, and a checklist of 90 items and one of 106."""

    organization: Organization
    offices: list[Office]
    checklist: Checklist
    large: Checklist
    people: dict[str, User]


def fill(offices: int) -> Filled:
    """Offices in a tree of three levels, and a person for each role."""
    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    organization = Organization.objects.create(name="Meridian", kind=Organization.Kind.INGO)
    rows = _tree(organization, offices)
    people = {"secretariat": make_user("secretariat", secretariat=True)}
    for role, office in (
        (Role.COORDINATOR, rows[0]),
        (Role.REVIEWER, rows[0]),
        (Role.FOCAL_POINT, rows[1]),
    ):
        people[role.value] = make_user(role.value)
        Membership.objects.create(user=people[role.value], office=office, role=role)
    published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
    checklist = max(published, key=lambda each: each.items.count())
    return Filled(organization, rows, checklist, make_checklist(LARGE), people)


def _tree(organization: Organization, count: int) -> list[Office]:
    Office.objects.add_root({"organization": organization, "name": "Headquarters"})
    root = organization.offices.get()
    regions = range(1, min(REGIONS, count - 1) + 1)
    rows = [_office(organization, root.path, number) for number in regions]
    for number in range(count - 1 - len(rows)):
        above = rows[number % REGIONS]
        above.numchild += 1
        rows.append(_office(organization, above.path, above.numchild))
    root.numchild = len(regions)
    root.save(update_fields=["numchild"])
    return [root, *Office.objects.bulk_create(rows)]


def _office(organization: Organization, above: str, number: int) -> Office:
    depth = len(above) // Office.steplen + 1
    path = Office._get_path(above, depth, number)
    return Office(organization=organization, name=f"Office {path}", path=path, depth=depth)


def open_cycle(filled: Filled, name: str, checklist: Checklist, starts_on: dt.date) -> Cycle:
    """A cycle without offices as yet."""
    return Cycle.objects.create(
        organization=filled.organization,
        checklist=checklist,
        name=name,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(180),
        due_on=starts_on + dt.timedelta(200),
        opened_by=filled.people["secretariat"],
    )


def assess(cycle: Cycle, offices: list[Office], *, submitted: bool = False) -> None:
    """Give offices their assessments in a cycle, with answers."""
    status = Assessment.Status.SUBMITTED if submitted else Assessment.Status.OPEN
    Assessment.objects.bulk_create(
        Assessment(
            cycle=cycle,
            office=office,
            status=status,
            submitted_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC) if submitted else None,
        )
        for office in offices
    )
    with connection.cursor() as cursor:
        given = _GIVEN | others("checklists_answer", _GIVEN)
        statement = _ANSWERS.format(columns=", ".join(given), values=", ".join(given.values()))
        cursor.execute(statement, {"checklist": cycle.checklist_id, "cycle": cycle.pk})
    recount(Assessment.objects.filter(cycle=cycle))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def others(table: str, given: Collection[str]) -> dict[str, str]:
    """A blank for each further column that can't be null, whatever a later migration adds."""
    blanks = {"boolean": "false", "jsonb": "'{}'::jsonb", "integer": "0", "smallint": "0"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND is_identity = 'NO'",
            [table],
        )
        columns = cursor.fetchall()
    return {name: blanks.get(kind, "''") for name, kind in columns if name not in given}
