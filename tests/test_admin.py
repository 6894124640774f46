"""The admin: open to the secretariat, and no way round what is published or signed off."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import RestrictedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from checklists.models import Assessment, Checklist, Instrument
from orgs.models import AuditEvent, Office, OutgoingMail, User
from orgs.roles import Role
from tests.factories import (
    make_assessment,
    make_checklist,
    make_cycle,
    make_member,
    make_office,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat() -> Client:
    client = Client()
    client.force_login(make_user(secretariat=True))
    return client


@pytest.mark.parametrize("name", ["checklist", "instrument", "cycle", "assessment"])
@pytest.mark.parametrize("deed", ["change", "delete"])
def test_history_cannot_be_written(name: str, deed: str, secretariat: Client) -> None:
    assessment = make_assessment()
    rows = {
        "checklist": assessment.cycle.checklist_id,
        "instrument": assessment.cycle.checklist.instrument_id,
        "cycle": assessment.cycle_id,
        "assessment": assessment.pk,
    }
    url = reverse(f"admin:checklists_{name}_{deed}", args=[rows[name]])
    assert secretariat.post(url, {"post": "yes", "title": "Other"}).status_code == 403


@pytest.mark.parametrize("model", [Instrument, Checklist, Assessment])
def test_nothing_is_deleted_by_the_bulk_action(
    model: type[Instrument | Checklist | Assessment], secretariat: Client
) -> None:
    make_assessment()
    rows = [row.pk for row in model._default_manager.all()]
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    data = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    secretariat.post(url, data)
    assert model._default_manager.count() == len(rows)


def test_a_draft_is_published(secretariat: Client) -> None:
    draft = make_checklist(published=False)
    data = {"action": "publish_selected", "_selected_action": [draft.pk]}
    secretariat.post(reverse("admin:checklists_checklist_changelist"), data)
    draft.refresh_from_db()
    assert draft.is_published


def test_an_empty_draft_is_not_published(secretariat: Client) -> None:
    draft = make_checklist(items=0, published=False)
    data = {"action": "publish_selected", "_selected_action": [draft.pk]}
    page = secretariat.post(
        reverse("admin:checklists_checklist_changelist"), data, follow=True
    ).content.decode()
    draft.refresh_from_db()
    assert not draft.is_published
    assert "without items" in page


def test_a_draft_is_deleted_with_all_its_parts(secretariat: Client) -> None:
    draft = make_checklist(published=False)
    url = reverse("admin:checklists_checklist_delete", args=[draft.pk])
    assert secretariat.post(url, {"post": "yes"}).status_code == 302
    assert not Checklist.objects.exists()
    event = AuditEvent.objects.get(action="checklist.deleted")
    assert event.target == f"checklists.checklist {draft.pk}: {draft}"
    assert event.actor == User.objects.get(is_secretariat=True)


def test_a_theme_with_items_is_not_deleted_alone() -> None:
    theme = make_checklist(published=False).themes.all()[0]
    with pytest.raises(RestrictedError):
        theme.delete()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("orgs_user", "password__startswith=md5"),
        ("orgs_user", "password=x"),
        ("orgs_membership", "user__password__startswith=md5"),
        ("orgs_auditevent", "actor__password__startswith=md5"),
        ("orgs_outgoingmail", "body__contains=key"),
        ("orgs_outgoingmail", "recipient__password__startswith=md5"),
        ("orgs_user", "mails__body__contains=key"),
    ],
)
def test_a_secret_is_not_found_out_by_filters(name: str, query: str, secretariat: Client) -> None:
    assert secretariat.get(f"{reverse(f'admin:{name}_changelist')}?{query}").status_code == 400


def test_people_are_filtered_by_what_is_shown(secretariat: Client) -> None:
    url = reverse("admin:orgs_user_changelist")
    assert secretariat.get(f"{url}?is_active__exact=1&email__startswith=a").status_code == 200


def test_a_new_person_gets_a_mail_and_no_password(secretariat: Client) -> None:
    data = {
        "email": "New.Person@Example.org",
        "full_name": "New Person",
        "time_zone": "UTC",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    response = secretariat.post(reverse("admin:orgs_user_add"), data)
    assert response.status_code == 302
    person = User.objects.get(email="new.person@example.org")
    assert not person.has_usable_password()
    assert OutgoingMail.objects.get().recipient == person


def test_a_change_is_in_the_audit_trail(secretariat: Client) -> None:
    organization = make_organization()
    data = {"name": "Renamed", "kind": "un"}
    secretariat.post(reverse("admin:orgs_organization_change", args=[organization.pk]), data)
    event = AuditEvent.objects.get(action="organization.changed")
    assert event.data == {
        "changes": {"name": [organization.name, "Renamed"], "kind": ["ingo", "un"]}
    }


def person_form(person: User, **changes: object) -> dict[str, object]:
    return {
        "email": person.email,
        "full_name": person.full_name,
        "time_zone": "UTC",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": person.memberships.get().pk,
        "memberships-0-user": person.pk,
        "memberships-0-office": person.memberships.get().office_id,
        "memberships-0-role": "observer",
    } | changes


def test_a_change_of_role_is_in_the_audit_trail(secretariat: Client) -> None:
    office = make_office()
    person = make_member(office, Role.OBSERVER)
    data = person_form(person, **{"memberships-0-role": "reviewer"})
    secretariat.post(reverse("admin:orgs_user_change", args=[person.pk]), data)
    event = AuditEvent.objects.get(action="membership.changed")
    assert event.data == {"changes": {"role": ["observer", "reviewer"]}}
    assert event.organization == office.organization


def test_taking_a_role_away_is_in_the_audit_trail(secretariat: Client) -> None:
    person = make_member(make_office(), Role.OBSERVER)
    data = person_form(person, **{"memberships-0-DELETE": "on"})
    secretariat.post(reverse("admin:orgs_user_change", args=[person.pk]), data)
    assert AuditEvent.objects.filter(action="membership.deleted").exists()
    assert not person.memberships.exists()


def test_an_address_that_was_changed_lets_nobody_in(secretariat: Client) -> None:
    person = make_member(make_office(), Role.OBSERVER)
    data = person_form(person, email="new@example.org")
    secretariat.post(reverse("admin:orgs_user_change", args=[person.pk]), data)
    assert not EmailAddress.objects.filter(user=person).exists()


def test_a_new_person_chooses_a_password_by_the_link_in_the_mail(secretariat: Client) -> None:
    data = {
        "email": "new@example.org",
        "full_name": "New Person",
        "time_zone": "UTC",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    secretariat.post(reverse("admin:orgs_user_add"), data)
    link = OutgoingMail.objects.get().body.split("http://localhost:8000")[1].split()[0]
    client = Client()
    form = client.get(link, follow=True)
    password = {"password1": "a long enough one", "password2": "a long enough one"}
    client.post(form.redirect_chain[-1][0], password)
    assert User.objects.get(email="new@example.org").check_password("a long enough one")


def test_the_admin_has_no_door_of_its_own() -> None:
    response = Client().post("/admin/login/", {"username": "a@example.org", "password": "x"})
    assert response.headers["Location"].startswith("/account/login/")


def test_an_office_is_put_below_another(secretariat: Client) -> None:
    root = make_office()
    data = {"organization": root.organization_id, "name": "Field", "parent": root.pk}
    assert secretariat.post(reverse("admin:orgs_office_add"), data).status_code == 302
    field = Office.objects.get(name="Field")
    assert field.path.startswith(Office.objects.get(pk=root.pk).path)


def test_an_office_is_moved_with_all_below_it(secretariat: Client) -> None:
    root = make_office()
    old, new = make_office(parent=root), make_office(parent=root)
    below = make_office(parent=old)
    data = {"name": old.name, "parent": new.pk}
    url = reverse("admin:orgs_office_change", args=[old.pk])
    assert secretariat.post(url, data).status_code == 302
    moved = Office.objects.get(pk=below.pk)
    assert moved.path.startswith(Office.objects.get(pk=new.pk).path)


def test_an_office_is_moved_to_the_top(secretariat: Client) -> None:
    child = make_office(parent=make_office())
    url = reverse("admin:orgs_office_change", args=[child.pk])
    assert secretariat.post(url, {"name": child.name, "parent": ""}).status_code == 302
    assert Office.objects.get(pk=child.pk).depth == 1


def test_an_office_stays_in_its_organization(secretariat: Client) -> None:
    office, stranger = make_office(), make_office()
    url = reverse("admin:orgs_office_change", args=[office.pk])
    page = secretariat.post(url, {"name": "Moved", "parent": stranger.pk}).content.decode()
    assert "of another organization" in page


def test_an_office_does_not_stand_below_itself(secretariat: Client) -> None:
    office = make_office()
    below = make_office(parent=office)
    url = reverse("admin:orgs_office_change", args=[office.pk])
    page = secretariat.post(url, {"name": office.name, "parent": below.pk}).content.decode()
    assert "below itself" in page


def test_an_office_with_offices_below_is_not_deleted(secretariat: Client) -> None:
    root = make_office()
    make_office(parent=root)
    url = reverse("admin:orgs_office_delete", args=[root.pk])
    assert secretariat.post(url, {"post": "yes"}).status_code == 403


LISTS = [
    "orgs_organization",
    "orgs_office",
    "orgs_user",
    "orgs_membership",
    "orgs_invitation",
    "orgs_auditevent",
    "orgs_outgoingmail",
    "checklists_instrument",
    "checklists_readingcorrection",
    "checklists_checklist",
    "checklists_cycle",
    "checklists_assessment",
    "reports_schedule",
    "reports_report",
]


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_any_size(name: str, secretariat: Client) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            office = make_office()
            make_member(office, Role.FOCAL_POINT)
            make_cycle([office], checklist=make_checklist(items=1))

    url = reverse(f"admin:{name}_changelist")
    fill(2)
    few = count_queries(secretariat, url)
    fill(8)
    assert count_queries(secretariat, url) == few
    assert few <= 9


def test_a_person_is_closed_and_never_deleted(secretariat: Client) -> None:
    person = make_member(make_office(), Role.OBSERVER)
    url = reverse("admin:orgs_user_delete", args=[person.pk])
    assert secretariat.post(url, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
    secretariat.post(reverse("admin:orgs_user_changelist"), data)
    assert User.objects.filter(pk=person.pk).exists()


def test_nobody_leaves_the_secretariat_by_their_own_hand(secretariat: Client) -> None:
    own = User.objects.get(is_secretariat=True)
    data = {
        "email": own.email,
        "full_name": "Renamed",
        "time_zone": "UTC",
        "digest": own.digest,
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    secretariat.post(reverse("admin:orgs_user_change", args=[own.pk]), data)
    own.refresh_from_db()
    assert (own.is_secretariat, own.is_active, own.full_name) == (True, True, "Renamed")


def test_a_lost_second_step_is_reset_with_a_mail(secretariat: Client) -> None:
    person = make_member(make_office(), Role.REVIEWER)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    data = {"action": "reset_second_step", "_selected_action": [person.pk]}
    secretariat.post(reverse("admin:orgs_user_changelist"), data)
    assert not Authenticator.objects.exists()
    assert OutgoingMail.objects.get().recipient == person
