"""The table of capabilities: what each role may do, and what no role may do at once."""

import pytest

from orgs.roles import CAPABILITIES, SECRETARIAT, Role, roles_with
from orgs.roles import Capability as C

ALLOWED = {
    C.VIEW_ASSESSMENT: {Role.FOCAL_POINT, Role.REVIEWER, Role.COORDINATOR},
    C.CONTRIBUTE: {Role.CONTRIBUTOR},
    C.ANSWER: {Role.FOCAL_POINT},
    C.SUBMIT: {Role.FOCAL_POINT},
    C.DELEGATE: {Role.FOCAL_POINT},
    C.REVIEW: {Role.REVIEWER},
    C.ASSIGN_REVIEW: {Role.REVIEWER, Role.COORDINATOR},
    C.SIGN_OFF: {Role.REVIEWER},
    C.PLAN_ACTIONS: {Role.FOCAL_POINT, Role.REVIEWER, Role.COORDINATOR},
    C.REOPEN: {Role.REVIEWER, Role.COORDINATOR},
    C.MANAGE_CYCLES: {Role.COORDINATOR},
    C.VIEW_OVERVIEW: {Role.COORDINATOR},
    C.VIEW_REPORTS: set(Role) - {Role.CONTRIBUTOR},
    C.VIEW_INTERNAL_REPORTS: set(Role) - {Role.CONTRIBUTOR, Role.OUTSIDE_OBSERVER},
    C.VIEW_FULL_REPORTS: {Role.FOCAL_POINT, Role.REVIEWER, Role.COORDINATOR},
    C.REQUEST_REPORTS: {Role.FOCAL_POINT, Role.REVIEWER, Role.COORDINATOR},
    C.MANAGE_SCHEDULES: {Role.COORDINATOR},
    C.VIEW_AUDIT: {Role.COORDINATOR},
    C.MANAGE_PEOPLE: {Role.COORDINATOR},
    C.MANAGE_LIBRARY: set(),
    C.REPORT_ACROSS: set(),
}


@pytest.mark.parametrize("capability", C)
def test_capability_is_held_by_these_roles_only(capability: C) -> None:
    assert set(roles_with(capability)) == ALLOWED[capability]


def test_every_role_has_a_line_in_the_table() -> None:
    assert set(CAPABILITIES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_no_role_both_answers_and_reviews(role: Role) -> None:
    writes = {C.ANSWER, C.CONTRIBUTE, C.SUBMIT} & CAPABILITIES[role]
    judges = {C.REVIEW, C.SIGN_OFF} & CAPABILITIES[role]
    assert not (writes and judges)


def test_secretariat_never_speaks_for_an_office() -> None:
    assert not {C.ANSWER, C.CONTRIBUTE, C.SUBMIT, C.DELEGATE} & SECRETARIAT


def test_secretariat_does_all_the_rest() -> None:
    assert set(C) - SECRETARIAT == {C.ANSWER, C.CONTRIBUTE, C.SUBMIT, C.DELEGATE}
