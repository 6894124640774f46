"""Fills a database with organizations by the hundred, whose offices all answer one checklist."""

import datetime as dt
from typing import Any, cast

from django.db import connection

from checklists.models import Assessment, Checklist, Cycle
from orgs.models import Office, Organization
from tests.bench.rows import others
from tests.factories import make_user

# Spread over the scale, one in eleven unanswered; organizations differ in how much is in place.
_SPREAD = "(a.id * 7 + i.position * 13 + o.organization_id * 3)"
_VALUE = f"""CASE
 WHEN i.dimension = 'indicator' THEN CASE WHEN {_SPREAD} %% 5 = 0 THEN '' ELSE 'reported' END
 WHEN {_SPREAD} %% 211 = 0 THEN ''
 WHEN (o.organization_id + i.position) %% 5 = 0 AND {_SPREAD} %% 7 = 0 THEN 'not_in_place'
 WHEN (o.organization_id + i.position) %% 4 = 0 AND {_SPREAD} %% 5 = 0 THEN 'partly'
 WHEN (o.organization_id + i.position) %% 3 = 0 AND {_SPREAD} %% 5 = 1 THEN 'mostly'
 WHEN {_SPREAD} %% 97 = 0 THEN 'not_applicable'
 ELSE 'in_place' END"""
_FIGURES = f"""CASE WHEN i.dimension = 'indicator' THEN jsonb_build_object(
 'local.women', {_SPREAD} %% 40, 'local.men', {_SPREAD} %% 60, 'local.unrecorded', 0,
 'international.women', {_SPREAD} %% 6, 'international.men', {_SPREAD} %% 9,
 'international.unrecorded', 0) ELSE '{{}}'::jsonb END"""
_GIVEN = {
    "assessment_id": "a.id",
    "item_id": "i.id",
    "value": _VALUE,
    "justification": "repeat('The plan is kept up and rehearsed twice a year. ', 8)",
    "figures": _FIGURES,
    "verdict": f"CASE WHEN o.organization_id %% 3 > 0 OR {_SPREAD} %% 7 < 3"
    " THEN 'accepted' ELSE 'pending' END",
    "version": "1",
}
_ANSWERS = """
INSERT INTO checklists_answer ({columns})
SELECT {values}
FROM checklists_assessment a
JOIN orgs_office o ON o.id = a.office_id
JOIN checklists_item i ON i.checklist_id = %(checklist)s
WHERE NOT EXISTS (SELECT 1 FROM checklists_answer f WHERE f.assessment_id = a.id)
"""


def fill(checklist: Checklist, organizations: int, offices_each: int) -> None:
    """Add organizations up to that number, with offices, a cycle and all answers."""
    there = Organization.objects.count()
    kinds = Organization.Kind.values
    added = Organization.objects.bulk_create(
        Organization(name=f"Organization {n}", kind=kinds[n % len(kinds)])
        for n in range(there, organizations)
    )
    by = make_user(secretariat=True)
    cycles = Cycle.objects.bulk_create(
        Cycle(
            organization=organization,
            checklist=checklist,
            name="2026",
            starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 6, 30),
            due_on=dt.date(2026, 7, 15),
            opened_by=by,
        )
        for organization in added
    )
    roots = Office.objects.count()
    tree = cast(Any, Office)  # the library of trees is untyped
    offices = Office.objects.bulk_create(
        Office(
            organization=organization,
            name=f"Office {n}",
            path=tree._get_path("", 1, roots + place * offices_each + n + 1),
            depth=1,
        )
        for place, organization in enumerate(added)
        for n in range(offices_each)
    )
    Assessment.objects.bulk_create(
        Assessment(cycle=cycles[place // offices_each], office=office)
        for place, office in enumerate(offices)
    )
    given = _GIVEN | others("checklists_answer", _GIVEN)
    statement = _ANSWERS.format(columns=", ".join(given), values=", ".join(given.values()))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"checklist": checklist.pk})
        cursor.execute("VACUUM ANALYZE")
