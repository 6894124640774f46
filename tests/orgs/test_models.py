"""People, offices, the audit trail that can't be changed, and the database's own constraints."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.models import AuditEvent, Membership, Office, User, validate_time_zone
from orgs.roles import Role
from tests.factories import make_member, make_office, make_user

pytestmark = pytest.mark.django_db


def test_address_is_stored_in_lower_case() -> None:
    assert User.objects.create_user(" Ana@Example.ORG ").email == "ana@example.org"


def test_person_is_found_whatever_the_capitals() -> None:
    person = make_user("Ana")
    assert User.objects.get_by_natural_key(" ANA@example.org") == person


def test_address_is_one_persons_only() -> None:
    make_user("Ana")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@EXAMPLE.ORG", full_name="Another")


def test_clean_brings_the_address_into_the_stored_form() -> None:
    person = User(email=" Ana@Example.ORG ")
    person.clean()
    assert person.email == "ana@example.org"


def test_person_made_without_a_password_cannot_sign_in() -> None:
    assert not User.objects.create_user("ana@example.org").has_usable_password()


def test_password_of_digits_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="entirely numeric"):
        validate_password("73950284617305")


def test_superuser_is_the_secretariat() -> None:
    assert User.objects.create_superuser("ana@example.org", "correct horse").is_secretariat


@pytest.mark.parametrize(
    ("secretariat", "active", "allowed"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_admin_is_for_the_active_secretariat(
    *, secretariat: bool, active: bool, allowed: bool
) -> None:
    person = User(is_secretariat=secretariat, is_active=active)
    assert (person.has_perm("orgs.view_office"), person.has_module_perms("orgs")) == (
        allowed,
        allowed,
    )


@pytest.mark.parametrize(("full_name", "shown"), [("Ana", "Ana"), ("", "ana@example.org")])
def test_person_without_a_name_is_shown_by_address(full_name: str, shown: str) -> None:
    assert str(User(full_name=full_name, email="ana@example.org")) == shown


@pytest.mark.parametrize("name", ["UTC", "Asia/Kathmandu", "Pacific/Kiritimati"])
def test_time_zone_of_the_database_is_taken(name: str) -> None:
    validate_time_zone(name)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "utc+1"])
def test_other_time_zones_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        validate_time_zone(name)


def test_office_name_is_unique_in_its_organization() -> None:
    office = make_office("Goma")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_office("Goma", organization=office.organization)


def test_office_name_may_recur_in_another_organization() -> None:
    make_office("Goma")
    make_office("Goma")


def test_role_in_an_office_is_given_once() -> None:
    office = make_office()
    person = make_member(office, Role.OBSERVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, office=office, role=Role.OBSERVER)


def test_audit_event_says_who_did_what_to_what() -> None:
    office = make_office("Goma")
    person = make_user("Ana")
    audit.record(person, "office.renamed", office, organization=office.organization, was="Gome")
    event = AuditEvent.objects.get()
    assert (event.actor, event.organization, event.action, event.target, event.data) == (
        person,
        office.organization,
        "office.renamed",
        f"orgs.office {office.pk}: Goma",
        {"was": "Gome"},
    )


def test_audit_event_of_a_long_name_is_cut_and_kept() -> None:
    audit.record(None, "office.opened", make_office("x" * 200))
    assert len(AuditEvent.objects.get().target) == 200


def test_audit_event_is_never_changed() -> None:
    audit.record(None, "office.opened", make_office())
    event = AuditEvent.objects.get()
    event.action = "office.closed"
    with pytest.raises(TypeError):
        event.save()


def test_audit_event_is_never_deleted() -> None:
    audit.record(None, "office.opened", make_office())
    with pytest.raises(TypeError):
        AuditEvent.objects.get().delete()


def test_a_new_office_moves_no_other_one() -> None:
    existing = make_office("M")
    path = existing.path
    make_office("A")
    make_office("B", parent=existing)
    assert Office.objects.get(pk=existing.pk).path == path
