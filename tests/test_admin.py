"""The admin: open to the secretariat, and no way round what is published or signed off."""

import datetime as dt
from collections.abc import Iterable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection
from django.db.models import Model, RestrictedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checklists.models import Assessment, Checklist, CommonReason, Instrument, ReadingCorrection
from orgs.admin import ReadOnlyAdmin, RecordedAdmin
from orgs.models import AuditEvent, Membership, Office, OutgoingMail, User
from orgs.roles import Role
from orgs.services.invitations import invite
from reports.models import Report, Schedule
from reports.services.schedules import save_schedule
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


def everything(count: int) -> None:
    """As many more rows of each kind that the admin shows, each with rows of its own around it."""
    for number in range(count):
        office = make_office()
        reader = make_member(office, Role.OBSERVER)
        coordinator = make_member(office, Role.COORDINATOR)
        cycle = make_cycle([office], checklist=make_checklist(items=1))
        invite(
            coordinator,
            email=f"{office.pk}@example.net",
            name="",
            office=office,
            role=Role.OBSERVER,
        )
        schedule = Schedule(office=office, frequency="monthly", first_on=dt.date(2026, 1, 31))
        readers = User.objects.filter(pk=reader.pk)
        save_schedule(coordinator, schedule, readers, now=timezone.now())
        Report.objects.create(assessment=cycle.assessments.get(), office=office)
        CommonReason.objects.create(text=f"Reason {office.pk}", position=number)
        ReadingCorrection.objects.create(
            paragraph=cycle.checklist.instrument.paragraphs.all()[0], corrected_by=coordinator
        )


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def names_of(models: Iterable[type[Model]]) -> list[str]:
    return sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in models)


SHOWN = admin.site._registry
OURS = sorted(SHOWN, key=lambda model: model._meta.label)
READ_ONLY = [model for model in OURS if isinstance(SHOWN[model], ReadOnlyAdmin)]
# A person's page has their roles, an office's its own: these alone are written here.
WRITTEN = ["checklists_commonreason", "orgs_membership", "orgs_office", "orgs_organization"]


def test_few_kinds_are_written_here() -> None:
    assert names_of(set(OURS) - set(READ_ONLY)) == sorted([*WRITTEN, "orgs_user"])
    assert all(isinstance(SHOWN[model], RecordedAdmin | ReadOnlyAdmin) for model in OURS)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_at_any_size(model: type[Model], secretariat: Client) -> None:
    (name,) = names_of([model])
    url = reverse(f"admin:{name}_changelist")
    everything(2)
    count_queries(secretariat, url)  # What is read once only, for all pages.
    few, found_few = count_queries(secretariat, url), count_queries(secretariat, f"{url}?q=e")
    everything(4)
    assert model._default_manager.count() >= 6
    assert count_queries(secretariat, url) == few
    assert count_queries(secretariat, f"{url}?q=e") == found_few
    assert few <= 9


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_row_costs_the_same_whatever_else_there_is(
    model: type[Model], secretariat: Client
) -> None:
    (name,) = names_of([model])
    everything(2)
    row = model._default_manager.order_by("pk").first()
    assert row
    url = reverse(f"admin:{name}_change", args=[row.pk])
    count_queries(secretariat, url)  # What is read once only, for all pages.
    few = count_queries(secretariat, url)
    everything(4)
    assert count_queries(secretariat, url) == few


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_can_be_searched(model: type[Model]) -> None:
    assert SHOWN[model].search_fields


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_what_is_to_look_at_is_not_written(model: type[Model], secretariat: Client) -> None:
    everything(1)
    (name,) = names_of([model])
    rows = model._default_manager
    row = rows.order_by("pk").first()
    assert row
    before = list(rows.order_by("pk").values())
    for deed, arguments in (("add", []), ("change", [row.pk]), ("delete", [row.pk])):
        url = reverse(f"admin:{name}_{deed}", args=arguments)
        assert secretariat.post(url, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    secretariat.post(reverse(f"admin:{name}_changelist"), data)
    assert list(rows.order_by("pk").values()) == before


def test_a_common_reason_is_in_the_audit_trail_and_stays(secretariat: Client) -> None:
    reason = CommonReason.objects.create(text="Please add the date.", position=1)
    url = reverse("admin:checklists_commonreason_change", args=[reason.pk])
    secretariat.post(url, {"text": "Please add the day.", "position": 1, "active": "on"})
    event = AuditEvent.objects.get(action="commonreason.changed")
    assert event.data["changes"]["text"] == ["Please add the date.", "Please add the day."]
    data = {"action": "delete_selected", "_selected_action": [reason.pk], "post": "yes"}
    secretariat.post(reverse("admin:checklists_commonreason_changelist"), data)
    assert CommonReason.objects.exists()


def test_nobody_gives_themselves_a_role(secretariat: Client) -> None:
    own, office = User.objects.get(is_secretariat=True), make_office()
    data = {"user": own.pk, "office": office.pk, "role": "reviewer"}
    page = secretariat.post(reverse("admin:orgs_membership_add"), data)
    assert page.status_code == 200
    assert "not one of the available choices" in page.content.decode()
    assert not own.memberships.exists()


def test_nobody_makes_anothers_role_their_own(secretariat: Client) -> None:
    own = User.objects.get(is_secretariat=True)
    role = make_member(make_office(), Role.REVIEWER).memberships.get()
    data = {"user": own.pk, "office": role.office_id, "role": "reviewer"}
    secretariat.post(reverse("admin:orgs_membership_change", args=[role.pk]), data)
    assert not own.memberships.exists()


def test_another_is_given_a_role(secretariat: Client) -> None:
    person, office = make_user(), make_office()
    data = {"user": person.pk, "office": office.pk, "role": "reviewer"}
    assert secretariat.post(reverse("admin:orgs_membership_add"), data).status_code == 302
    assert person.memberships.get().role == "reviewer"


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_nobody_changes_a_role_of_their_own(deed: str, secretariat: Client) -> None:
    own, office = User.objects.get(is_secretariat=True), make_office()
    row = Membership.objects.create(user=own, office=office, role=Role.OBSERVER)
    url = reverse(f"admin:orgs_membership_{deed}", args=[row.pk])
    data = {"user": own.pk, "office": office.pk, "role": "reviewer", "post": "yes"}
    assert secretariat.post(url, data).status_code == 403
    assert own.memberships.get().role == "observer"


def test_nobody_gives_themselves_a_role_on_their_own_page(secretariat: Client) -> None:
    own, office = User.objects.get(is_secretariat=True), make_office()
    data = {
        "email": own.email,
        "full_name": own.full_name,
        "time_zone": "UTC",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": own.pk,
        "memberships-0-office": office.pk,
        "memberships-0-role": "reviewer",
    }
    secretariat.post(reverse("admin:orgs_user_change", args=[own.pk]), data)
    assert not own.memberships.exists()


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
