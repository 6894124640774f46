"""The access table: every address × role × own and other organization.

An outsider gets 404, a member without the capability 403, nobody is let in without signing in
(302 to the sign-in page; 403 from the API). An address that has no row here fails the test.
"""

import pytest
from django.test import Client

from orgs.models import User
from orgs.roles import Role
from tests.access_place import Place, address, make_place
from tests.account_rows import OWN_ACCOUNT, PUBLIC
from tests.factories import (
    make_user,
)

PEOPLE = ["anonymous", *Role.values, "secretariat"]
OK, LOGIN, FORBIDDEN, NOTHING, CONFLICT, BAD, SEE = 200, 302, 403, 404, 409, 400, 302


def row(
    focal: int,
    contributor: int,
    reviewer: int,
    coordinator: int,
    observer: int,
    secretariat: int,
    *,
    outside: int = 0,
) -> dict[str, int]:
    """What each role gets in its own organization; an outside observer as the observer, if 0."""
    gets = [focal, contributor, reviewer, coordinator, observer, outside or observer, secretariat]
    return dict(zip(PEOPLE[1:], gets, strict=True))


EVERYBODY = row(OK, OK, OK, OK, OK, OK)
SEES_ASSESSMENT = row(OK, OK, OK, OK, FORBIDDEN, OK)
SEES_WHOLE = row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK)
ANSWERS_POST = row(BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
REVIEWS = row(FORBIDDEN, FORBIDDEN, OK, FORBIDDEN, FORBIDDEN, OK)
REVIEW_POST = row(FORBIDDEN, FORBIDDEN, BAD, FORBIDDEN, FORBIDDEN, BAD)
LIBRARY = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK)
LIBRARY_POST = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, BAD)
LIBRARY_DONE = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, SEE)
COORDINATES = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, FORBIDDEN, OK)
COORDINATES_POST = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, BAD, FORBIDDEN, BAD)
COORDINATES_DONE = row(FORBIDDEN, FORBIDDEN, FORBIDDEN, SEE, FORBIDDEN, SEE)
REPORTS = row(OK, FORBIDDEN, OK, OK, OK, OK)
READS_INTERNAL = row(OK, FORBIDDEN, OK, OK, OK, OK, outside=FORBIDDEN)
ASKS_FOR_REPORTS = row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK)
CONFIRMS = row(OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
PLANS = row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK)
PLANS_POST = row(BAD, FORBIDDEN, BAD, BAD, FORBIDDEN, BAD)
WRITES = row(OK, OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)

# (address, method): what each role gets. Where the address names an object of an organization,
# every role of another organization gets 404.
OBJECTS: dict[tuple[str, str], dict[str, int]] = {
    ("checklists:assessment", "GET"): SEES_ASSESSMENT,
    ("checklists:submit", "GET"): CONFIRMS,
    ("checklists:submit", "POST"): row(
        CONFLICT, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:answer", "GET"): SEES_ASSESSMENT,
    ("checklists:answer", "POST"): row(BAD, BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ("checklists:save", "POST"): row(BAD, BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ("checklists:history", "GET"): SEES_ASSESSMENT,
    ("checklists:keep_saved", "POST"): row(SEE, SEE, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ("checklists:confirm", "POST"): row(BAD, BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ("checklists:confirm_carried", "GET"): row(
        OK, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:confirm_carried", "POST"): row(
        SEE, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:workbook", "GET"): CONFIRMS,
    ("checklists:workbook", "POST"): row(
        BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:workbook_file", "GET"): CONFIRMS,
    ("checklists:workbook_upload", "GET"): CONFIRMS,
    ("checklists:workbook_upload", "POST"): row(
        BAD, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:workbook_discard", "POST"): row(
        SEE, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:evidence", "GET"): SEES_ASSESSMENT,
    ("checklists:evidence_sighted", "POST"): row(
        FORBIDDEN, FORBIDDEN, CONFLICT, FORBIDDEN, FORBIDDEN, CONFLICT
    ),
    ("checklists:evidence_remove", "GET"): WRITES,
    ("checklists:evidence_remove", "POST"): row(
        SEE, SEE, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:pause", "GET"): COORDINATES,
    ("checklists:pause", "POST"): COORDINATES_POST,
    ("checklists:resume", "GET"): COORDINATES,
    ("checklists:resume", "POST"): row(
        FORBIDDEN, FORBIDDEN, FORBIDDEN, CONFLICT, FORBIDDEN, CONFLICT
    ),
    ("checklists:action_new", "GET"): PLANS,
    ("checklists:action_new", "POST"): PLANS_POST,
    ("checklists:action", "GET"): row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:action", "POST"): PLANS_POST,
    ("checklists:action_close", "GET"): PLANS,
    ("checklists:action_close", "POST"): PLANS_POST,
    ("checklists:delegate", "GET"): CONFIRMS,
    ("checklists:delegate", "POST"): row(BAD, *5 * [FORBIDDEN]),
    ("checklists:delegations", "GET"): CONFIRMS,
    ("checklists:delegation_withdraw", "POST"): row(SEE, *5 * [FORBIDDEN]),
    ("checklists:delegation_again", "POST"): row(SEE, *5 * [FORBIDDEN]),
    ("checklists:proposed_file", "GET"): CONFIRMS,
    ("checklists:proposal", "GET"): CONFIRMS,
    ("checklists:proposal", "POST"): row(BAD, *5 * [FORBIDDEN]),
    ("checklists:document", "GET"): SEES_WHOLE,
    ("checklists:document_change", "GET"): CONFIRMS,
    ("checklists:document_change", "POST"): ANSWERS_POST,
    ("checklists:document_replace", "GET"): CONFIRMS,
    ("checklists:document_replace", "POST"): ANSWERS_POST,
    ("checklists:document_remove", "GET"): CONFIRMS,
    ("checklists:document_remove", "POST"): row(
        SEE, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN
    ),
    ("checklists:document_file", "GET"): SEES_ASSESSMENT,
    ("checklists:document_preview", "GET"): SEES_ASSESSMENT,
    ("checklists:review", "GET"): REVIEWS,
    ("checklists:review_item", "GET"): REVIEWS,
    ("checklists:review_item", "POST"): REVIEW_POST,
    ("checklists:accept_unchanged", "GET"): REVIEWS,
    ("checklists:accept_unchanged", "POST"): REVIEW_POST,
    ("checklists:rounds", "GET"): row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:conversation", "GET"): SEES_ASSESSMENT,
    ("checklists:conversation", "POST"): row(BAD, BAD, BAD, FORBIDDEN, FORBIDDEN, BAD),
    ("checklists:return", "GET"): REVIEWS,
    ("checklists:return", "POST"): row(
        FORBIDDEN, FORBIDDEN, CONFLICT, FORBIDDEN, FORBIDDEN, CONFLICT
    ),
    ("checklists:sign_off", "GET"): REVIEWS,
    ("checklists:sign_off", "POST"): REVIEW_POST,
    ("checklists:overview_office", "GET"): COORDINATES,
    ("checklists:signed", "GET"): row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:reopen", "GET"): row(FORBIDDEN, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:reopen", "POST"): row(FORBIDDEN, FORBIDDEN, BAD, BAD, FORBIDDEN, BAD),
    ("reports:declaration", "GET"): READS_INTERNAL,
    ("checklists:cycle", "GET"): COORDINATES,
    ("checklists:cycle_change", "GET"): COORDINATES,
    ("checklists:cycle_change", "POST"): COORDINATES_POST,
    ("reports:report", "GET"): READS_INTERNAL,
    ("reports:retry", "POST"): row(CONFLICT, FORBIDDEN, CONFLICT, CONFLICT, FORBIDDEN, CONFLICT),
    ("reports:cancel", "GET"): row(FORBIDDEN, FORBIDDEN, FORBIDDEN, CONFLICT, FORBIDDEN, CONFLICT),
    ("reports:cancel", "POST"): row(FORBIDDEN, FORBIDDEN, FORBIDDEN, CONFLICT, FORBIDDEN, CONFLICT),
    ("reports:withdraw_links", "GET"): COORDINATES,
    ("reports:withdraw_links", "POST"): COORDINATES_DONE,
    ("reports:download", "GET"): READS_INTERNAL,
    ("reports:figures", "GET"): READS_INTERNAL,
    ("reports:schedule", "GET"): COORDINATES,
    ("reports:schedule", "POST"): COORDINATES_POST,
    ("reports:pause", "POST"): COORDINATES_POST,
    ("reports:run", "POST"): COORDINATES_POST,
    ("reports:schedule_delete", "GET"): COORDINATES,
    ("reports:schedule_delete", "POST"): COORDINATES_DONE,
    ("people:person", "GET"): COORDINATES,
    ("people:hand_over", "GET"): COORDINATES,
    ("people:hand_over", "POST"): COORDINATES_POST,
    ("people:close", "GET"): COORDINATES,
    ("people:close", "POST"): COORDINATES_DONE,
    ("people:role_change", "GET"): COORDINATES,
    ("people:role_change", "POST"): COORDINATES_POST,
    ("people:role_end", "GET"): COORDINATES,
    ("people:role_end", "POST"): COORDINATES_DONE,
    ("people:send_again", "POST"): COORDINATES_DONE,
    ("people:withdraw", "GET"): COORDINATES,
    ("people:withdraw", "POST"): COORDINATES_DONE,
    ("api:assessment-detail", "GET"): SEES_ASSESSMENT,
    ("api:report-detail", "GET"): READS_INTERNAL,
}

# Addresses without an object of an organization: lists show what is in reach, and nothing else.
OPEN_TO_ROLES: dict[tuple[str, str], dict[str, int]] = {
    ("home", "GET"): EVERYBODY,
    ("profile", "GET"): EVERYBODY,
    ("profile", "POST"): row(BAD, BAD, BAD, BAD, BAD, BAD),
    ("audit_list", "GET"): COORDINATES,
    ("audit_export", "GET"): COORDINATES,
    ("checklists:instrument_list", "GET"): EVERYBODY,
    ("checklists:instrument", "GET"): EVERYBODY,
    ("checklists:lineage_list", "GET"): EVERYBODY,
    ("checklists:lineage_list", "POST"): LIBRARY_POST,
    ("checklists:lineage", "GET"): EVERYBODY,
    ("checklists:lineage_remove", "GET"): LIBRARY,
    ("checklists:lineage_remove", "POST"): row(
        FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, SEE
    ),
    ("checklists:pair", "GET"): EVERYBODY,
    ("checklists:pair", "POST"): LIBRARY_POST,
    ("checklists:life", "GET"): EVERYBODY,
    ("checklists:instrument_import", "GET"): LIBRARY,
    ("checklists:instrument_import", "POST"): LIBRARY_POST,
    ("checklists:instrument_draft", "GET"): LIBRARY,
    ("checklists:instrument_draft", "POST"): LIBRARY_POST,
    ("checklists:instrument_draft_discard", "GET"): LIBRARY,
    ("checklists:instrument_draft_discard", "POST"): LIBRARY_DONE,
    ("checklists:anatomy", "GET"): EVERYBODY,
    ("checklists:anatomy", "POST"): LIBRARY_POST,
    ("checklists:anatomy_withdraw", "GET"): LIBRARY,
    ("checklists:anatomy_withdraw", "POST"): LIBRARY_DONE,
    ("checklists:checklist_list", "GET"): EVERYBODY,
    ("checklists:checklist", "GET"): EVERYBODY,
    ("checklists:coverage", "GET"): EVERYBODY,
    ("checklists:changes", "GET"): EVERYBODY,
    ("checklists:export", "GET"): EVERYBODY,
    ("checklists:assessment_list", "GET"): EVERYBODY,
    ("checklists:action_list", "GET"): row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:action_file", "GET"): row(OK, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:overview", "GET"): COORDINATES,
    ("checklists:overview_heat", "GET"): COORDINATES,
    ("checklists:overview_gaps", "GET"): COORDINATES,
    ("checklists:overview_items", "GET"): COORDINATES,
    ("checklists:overview_item", "GET"): COORDINATES,
    ("checklists:overview_comparison", "GET"): COORDINATES,
    ("checklists:review_queue", "GET"): row(FORBIDDEN, FORBIDDEN, OK, OK, FORBIDDEN, OK),
    ("checklists:assign_review", "POST"): row(FORBIDDEN, FORBIDDEN, BAD, BAD, FORBIDDEN, BAD),
    ("checklists:document_list", "GET"): SEES_WHOLE,
    ("checklists:document_csv", "GET"): SEES_WHOLE,
    ("checklists:document_new", "GET"): CONFIRMS,
    ("checklists:document_new", "POST"): ANSWERS_POST,
    ("checklists:cycle_list", "GET"): COORDINATES,
    ("checklists:cycle_new", "GET"): COORDINATES,
    ("checklists:cycle_new", "POST"): COORDINATES_POST,
    ("people:list", "GET"): COORDINATES,
    ("people:invitation_list", "GET"): COORDINATES,
    ("people:invite", "GET"): COORDINATES,
    ("people:invite", "POST"): COORDINATES_POST,
    ("reports:status", "GET"): LIBRARY,
    ("reports:report_list", "GET"): REPORTS,
    ("reports:report_new", "GET"): ASKS_FOR_REPORTS,
    ("reports:report_new", "POST"): row(BAD, FORBIDDEN, BAD, BAD, FORBIDDEN, BAD),
    ("reports:schedule_list", "GET"): COORDINATES,
    ("reports:schedule_new", "GET"): COORDINATES,
    ("reports:schedule_new", "POST"): COORDINATES_POST,
    ("api:schema", "GET"): EVERYBODY,
    ("api:instrument-list", "GET"): EVERYBODY,
    ("api:instrument-list", "POST"): LIBRARY_POST,
    ("api:instrument-detail", "GET"): EVERYBODY,
    ("api:paragraph-list", "GET"): EVERYBODY,
    ("api:paragraph-detail", "GET"): EVERYBODY,
    ("api:lineage-list", "GET"): EVERYBODY,
    ("api:lineage-detail", "GET"): EVERYBODY,
    ("api:checklist-list", "GET"): EVERYBODY,
    ("api:checklist-detail", "GET"): EVERYBODY,
    ("api:assessment-list", "GET"): EVERYBODY,
    ("api:report-list", "GET"): EVERYBODY,
    ("api:overview-list", "GET"): COORDINATES,
    ("api:overview-gaps", "GET"): COORDINATES,
    ("api:overview-comparison", "GET"): COORDINATES,
}


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


def visit(user: User | None, method: str, url: str) -> int:
    """The status that a person gets."""
    client = Client()
    if user:
        client.force_login(user)
    response = client.post(url) if method == "POST" else client.get(url)
    if response.streaming:
        list(response)  # read to its end, the client closes the file
    return response.status_code


@pytest.mark.parametrize(("name", "method"), OBJECTS, ids=map(" ".join, OBJECTS))
def test_objects_in_ones_own_organization(name: str, method: str, place: Place) -> None:
    got = {}
    for role in OBJECTS[name, method]:
        # A deed must not spoil the next person's object.
        fresh = make_place() if method == "POST" else place
        user = make_user(secretariat=True) if role == "secretariat" else fresh.people[role]
        got[role] = visit(user, method, address(name, fresh))
    assert got == OBJECTS[name, method]


@pytest.mark.parametrize(("name", "method"), OBJECTS, ids=map(" ".join, OBJECTS))
def test_objects_of_another_organization(name: str, method: str, place: Place) -> None:
    other = make_place()
    got = {role: visit(user, method, address(name, place)) for role, user in other.people.items()}
    assert got == dict.fromkeys(Role.values, NOTHING)


@pytest.mark.parametrize(("name", "method"), OPEN_TO_ROLES, ids=map(" ".join, OPEN_TO_ROLES))
def test_pages_without_an_object(name: str, method: str, place: Place) -> None:
    people = place.people | {"secretariat": make_user(secretariat=True)}
    got = {role: visit(user, method, address(name, place)) for role, user in people.items()}
    assert got == OPEN_TO_ROLES[name, method]


@pytest.mark.parametrize(
    ("name", "method"), [*OBJECTS, *OPEN_TO_ROLES], ids=map(" ".join, [*OBJECTS, *OPEN_TO_ROLES])
)
def test_nobody_without_signing_in(name: str, method: str, place: Place) -> None:
    url = address(name, place)
    expected = FORBIDDEN if url.startswith("/api/") else LOGIN
    assert visit(None, method, url) == expected


@pytest.mark.parametrize(
    "name", [name for name, method in OPEN_TO_ROLES if "list" in name or name == "home"]
)
def test_lists_show_nothing_of_another_organization(name: str, place: Place) -> None:
    other = make_place()
    secrets = [place.office.name, place.office.organization.name, str(place.report.pk)]
    for user in other.people.values():
        client = Client()
        client.force_login(user)
        page = client.get(address(name, place)).content.decode()
        assert [secret for secret in secrets if f"{secret}<" in page or f'"{secret}"' in page] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(name: str, place: Place) -> None:
    url = address(name, place)
    got = (visit(None, "GET", url), visit(place.people[Role.FOCAL_POINT], "GET", url))
    assert got == PUBLIC[name]


@pytest.mark.parametrize("name", OWN_ACCOUNT)
def test_ones_own_account(name: str, place: Place) -> None:
    url = address(name, place)
    got = (visit(None, "GET", url), visit(place.people[Role.FOCAL_POINT], "GET", url))
    assert got == (LOGIN, OWN_ACCOUNT[name])
