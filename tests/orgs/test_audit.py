"""The audit trail: from where, and chained so that whatever is done to it shows."""

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from orgs import append_only, audit, origin
from orgs.audit_check import check_chains
from orgs.chain import GENESIS, canonical, digest
from orgs.models import AuditEvent, AuditHead, Office, Organization
from tests.factories import make_assessment, make_office, make_organization, make_user
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def _noted(organization: Organization, count: int = 3) -> list[AuditEvent]:
    for n in range(1, count + 1):
        audit.record(None, "organization.changed", organization, organization=organization, n=n)
    return list(AuditEvent.objects.filter(chain=organization.pk).order_by("number"))


def _verify(*heads: str) -> str:
    """What the command says, of what is right and of what is wrong."""
    said = StringIO()
    arguments = [word for head in heads for word in ("--head", head)]
    try:
        call_command("verify_audit", *arguments, stdout=said, stderr=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


@pytest.fixture
def whole(db: None) -> None:
    """All triggers, the one too that transactional tests have to do without."""
    append_only.install(connection)


def test_event_holds_number_hash_before_and_its_own() -> None:
    first, second, third = _noted(make_organization())
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous == GENESIS
    assert [second.previous, third.previous] == [first.sha256, second.sha256]
    head = AuditHead.objects.get(pk=first.chain)
    assert (head.count, head.sha256) == (3, third.sha256)


def test_each_organization_and_the_platform_has_a_chain_of_its_own() -> None:
    one, other = make_organization(), make_organization()
    _noted(one)
    _noted(other, 2)
    audit.record(None, "checklist.published", one)
    counts = dict(AuditHead.objects.values_list("chain", "count"))
    assert counts == {one.pk: 3, other.pk: 2, audit.PLATFORM: 1}


def test_recording_costs_three_queries() -> None:
    organization = make_organization()
    _noted(organization, 1)
    with CaptureQueriesContext(connection) as captured:
        audit.record(None, "organization.changed", organization, organization=organization)
    assert len(captured) == 3


def test_a_deed_on_many_objects_has_an_event_for_each_in_one_chain() -> None:
    organization = make_organization()
    offices = [make_office(organization=organization) for _n in range(5)]
    _noted(organization, 1)
    with CaptureQueriesContext(connection) as captured:
        audit.record_all(None, "office.changed", offices, organization=organization)
    assert len(captured) == 3
    events = AuditEvent.objects.filter(chain=organization.pk).order_by("number")
    assert [event.number for event in events] == [1, 2, 3, 4, 5, 6]
    assert [event.office_id for event in events[1:]] == [office.pk for office in offices]
    assert all(not checked.wrong for checked in check_chains(set()))


def test_event_knows_the_office_of_its_object() -> None:
    assessment = make_assessment(items=1)
    answer = assessment.answers.get()
    for target in (assessment.office, assessment, answer):
        audit.record(None, "answer.saved", target)
    found = AuditEvent.objects.order_by("-pk").values_list("office", flat=True)[:3]
    assert list(found) == [assessment.office_id] * 3


def test_hashed_form_has_utc_with_microseconds_and_numbers_as_any_database_gives_them() -> None:
    organization = make_organization()
    data = {"z": 1.0, "a": ["é", None, 1e20, 0.1], "nested": {"b": (True,)}}
    audit.record(None, "organization.changed", organization, organization=organization, **data)
    event = AuditEvent.objects.get()
    assert event.at.astimezone(dt.UTC).isoformat(timespec="microseconds") in str(
        canonical(event.link)
    )
    assert '"data":{"a":["é",null,100000000000000000000,0.1],"nested":{"b":[true]},"z":1}' in (
        canonical(event.link).decode()
    )
    assert "is whole" in _verify_with_triggers()


def _verify_with_triggers() -> str:
    append_only.install(connection)
    return _verify()


# --- from where ---


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "<script>", ""),
        (1, "", "192.0.2.1"),
        (2, "198.51.100.7", "192.0.2.1"),
    ],
)
def test_address_is_told_by_trusted_proxies_alone(
    proxies: int, forwarded: str, found: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert origin.address_of(request) == found


def test_event_says_from_which_address() -> None:
    user = make_user(secretariat=True)
    client_of(user).get("/audit/export.csv", REMOTE_ADDR="192.0.2.77").getvalue()
    assert AuditEvent.objects.get(action="audit.exported").address == "192.0.2.77"


def test_event_of_no_request_says_so() -> None:
    [event] = _noted(make_organization(), 1)
    assert event.address == "command"


# --- what the check finds ---


def test_whole_trail_is_whole(whole: None) -> None:
    organization = make_organization()
    last = _noted(organization)[-1]
    said = _verify()
    assert f"{organization}: 3 rows, head {last.sha256}" in said
    assert "The audit trail is whole." in said


def test_trail_without_a_row_is_whole(whole: None) -> None:
    assert _verify() == "The audit trail is whole.\n"


def _sql(statement: str, *values: str | int) -> None:
    """As somebody who owns the database could."""
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
    append_only.install(connection)


def _alter(rows: list[AuditEvent]) -> None:
    _sql("UPDATE orgs_auditevent SET target = 'another' WHERE id = %s", rows[1].pk)


def _alter_with_hash(rows: list[AuditEvent]) -> None:
    rows[1].target = "another"
    _sql(
        "UPDATE orgs_auditevent SET target = 'another', sha256 = %s WHERE id = %s",
        digest(rows[1].link),
        rows[1].pk,
    )


def _remove(rows: list[AuditEvent]) -> None:
    _sql("DELETE FROM orgs_auditevent WHERE id = %s", rows[1].pk)


def _cut_off(rows: list[AuditEvent]) -> None:
    _sql("DELETE FROM orgs_auditevent WHERE id = %s", rows[2].pk)


def _swap(rows: list[AuditEvent]) -> None:
    for number, pk in ((99, rows[0].pk), (1, rows[1].pk), (2, rows[0].pk)):
        _sql("UPDATE orgs_auditevent SET number = %s WHERE id = %s", number, pk)


def _put_in(rows: list[AuditEvent]) -> None:
    _sql("UPDATE orgs_auditevent SET number = 4 WHERE id = %s", rows[2].pk)
    extra = AuditEvent.objects.get(pk=rows[2].pk)
    extra.pk, extra.number = None, 3
    extra.save(force_insert=True)


def _put_in_last(rows: list[AuditEvent]) -> None:
    extra = AuditEvent.objects.get(pk=rows[2].pk)
    extra.pk, extra.number, extra.previous = None, 4, extra.sha256
    extra.sha256 = digest(extra.link)
    extra.save(force_insert=True)


def _move_head(rows: list[AuditEvent]) -> None:
    AuditHead.objects.filter(pk=rows[0].chain).update(sha256="f" * 64)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (_alter, "row 2 (event {1}) was altered"),
        (_alter_with_hash, "row 3 (event {2}) does not follow the row before it"),
        (_remove, "row 2 is missing"),
        (_cut_off, "row 3 is missing, at the end of the chain"),
        (_swap, "row 1 (event {1}) was altered"),
        (_put_in, "row 4 (event {2}) was altered"),
        (_put_in_last, "was put in behind the end of the chain"),
        (_move_head, "row 3 is not the one that the head names"),
    ],
)
def test_harm_shows(harm: Callable[[list[AuditEvent]], None], found: str, whole: None) -> None:
    rows = _noted(make_organization())
    harm(rows)
    said = _verify()
    assert found.format(*(row.pk for row in rows)) in said
    assert said.endswith("The audit trail is not whole.")


def test_chain_written_anew_lacks_the_hash_that_was_noted(whole: None) -> None:
    organization = make_organization()
    noted = _noted(organization)[-1].sha256
    assert "is whole" in _verify(noted)
    _sql("DELETE FROM orgs_auditevent WHERE chain = %s", organization.pk)
    AuditHead.objects.filter(pk=organization.pk).delete()
    _noted(organization)
    assert f"no row has the noted hash {noted}" in _verify(noted)


def test_missing_trigger_shows(whole: None) -> None:
    append_only.remove(connection)
    assert "the trigger audit_" in _verify()


def test_office_that_is_gone_stays_on_record() -> None:
    office = make_office()
    audit.record(None, "office.changed", office, organization=office.organization)
    pk = office.pk
    Office.objects.filter(pk=pk).delete()
    assert AuditEvent.objects.get().office_id == pk
