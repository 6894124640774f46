"""The pages of the audit trail: who sees what of it, filters, pages, the table to keep."""

import ast
import csv
import datetime as dt
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import reverse

from orgs import audit
from orgs.admin import RecordedAdmin
from orgs.audit_words import all_actions
from orgs.models import AuditEvent, Office, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office, make_user
from tests.pages import client_of, queries, visit

pytestmark = pytest.mark.django_db

PAGE = "/audit/"
ROOT = Path(__file__).parent.parent.parent


def _note(office: Office, words: str, actor: User | None = None, **data: object) -> None:
    """An event on an office whose name then is `words`."""
    target = Office(pk=office.pk, name=words)
    audit.record(actor, "office.changed", target, organization=office.organization, **data)


def _rows(user: User, query: str = "") -> list[str]:
    return visit(user, PAGE + query).all(".//td[3]/div/span")


def test_coordinator_sees_what_was_done_in_their_reach() -> None:
    top = make_office()
    country = make_office(parent=top)
    beside = make_office(parent=top)
    stranger = make_office()
    for office, words in ((top, "A"), (country, "B"), (beside, "C"), (stranger, "D")):
        _note(office, words)
    audit.record(None, "organization.changed", top.organization, organization=top.organization)
    above = make_member(top, Role.COORDINATOR)
    below = make_member(country, Role.COORDINATOR)
    name = top.organization.name
    assert _rows(above) == [name, "C", "B", "A"]
    assert _rows(below) == ["B"]
    assert _rows(make_user(secretariat=True)) == [name, "D", "C", "B", "A"]


def test_event_reads_as_a_sentence_with_what_it_was_and_what_it_became() -> None:
    office = make_office()
    _note(
        office,
        "Lodwar",
        make_user("Ana Diallo"),
        changes={"country": ["", "Kenya"]},
        days=3,
        items=["1.1", "2.1"],
    )
    text = visit(make_member(office, Role.COORDINATOR), PAGE).text
    assert "Ana Diallo" in text
    assert "by a command" in text
    assert "country: – → became Kenya" in text
    assert "days: 3" in text
    assert "items: 1.1, 2.1" in text


def test_object_that_exists_is_linked_and_one_that_is_gone_is_not() -> None:
    assessment = make_assessment(items=1)
    organization = assessment.office.organization
    for target in (assessment, assessment.answers.get()):
        audit.record(None, "assessment.submitted", target, organization=organization)
    gone = type(assessment)(pk=99999, cycle=assessment.cycle, office=assessment.office)
    audit.record(None, "assessment.submitted", gone, organization=organization)
    links = visit(make_member(assessment.office, Role.COORDINATOR), PAGE).links()
    assert f"/assessments/{assessment.pk}/" in links
    assert f"/assessments/{assessment.pk}/items/1.1/" in links or any(
        link.startswith(f"/assessments/{assessment.pk}/") and "1.1" in link for link in links
    )
    assert "/assessments/99999/" not in links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?person=ana", ["B"]),
        ("?person=ANA.DIALLO@example.org", ["B"]),
        ("?person=nobody", []),
        ("?office=Nord", ["B", "A"]),
        ("?office=Sud", []),
        ("?action=office.changed", ["B", "A"]),
        ("?action=office.deleted", []),
        ("?first=2000-01-01&last=2999-12-31", ["B", "A"]),
        ("?last=2000-01-01", []),
        ("?first=2999-01-01", []),
        ("?first=0001-01-01&last=9999-12-31", ["B", "A"]),
        ("?object=orgs.office+0", []),
        ("?after=no+key", ["B", "A"]),
        ("?after=2026-01-01T00:00:00_99999999999999999999999", ["B", "A"]),
    ],
)
def test_filters(query: str, found: list[str]) -> None:
    office = make_office("Nord-Kivu")
    _note(office, "A")
    _note(office, "B", make_user("Ana Diallo"))
    user = make_member(office, Role.COORDINATOR, "Carla Mori")
    assert _rows(user, query) == found


def test_all_about_one_object() -> None:
    office = make_office()
    other = make_office(parent=office)
    for place, words in ((office, "A"), (other, "B")):
        _note(place, words)
    user = make_member(office, Role.COORDINATOR)
    assert _rows(user, f"?object=orgs.office+{other.pk}") == ["B"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("?action=nonsense", "Action"),
        ("?first=yesterday", "From"),
        ("?first=2026-02-02&last=2026-02-01", "Until"),
    ],
)
def test_bad_filter_is_named(query: str, error: str) -> None:
    user = make_user(secretariat=True)
    page = visit(user, PAGE + query, 400)
    assert page.errors()[0].startswith(error)
    assert client_of(user).get(PAGE + "export.csv" + query).status_code == 400


def test_pages_follow_each_other_without_a_gap() -> None:
    office = make_office()
    for n in range(120):
        _note(office, f"E{n:03}")
    user = make_member(office, Role.COORDINATOR)
    seen: list[str] = []
    url = PAGE
    for count in (50, 50, 20):
        page = visit(user, url)
        names = page.all(".//td[3]/div/span")
        assert len(names) == count
        seen += names
        [url] = [PAGE + link for link in page.links() if link.startswith("?after=")] or [""]
    assert seen == [f"E{n:03}" for n in reversed(range(120))]
    assert url == ""


def test_queries_are_as_many_for_two_events_as_for_fifty() -> None:
    assessment = make_assessment(items=1)
    organization = assessment.office.organization
    user = make_member(assessment.office, Role.COORDINATOR)

    def note(times: int) -> None:
        for _ in range(times):
            for target in (assessment, assessment.answers.get(), assessment.cycle):
                audit.record(user, "assessment.submitted", target, organization=organization)

    note(1)
    few = queries(user, PAGE)
    note(30)
    assert queries(user, PAGE) == few
    assert few <= 9


def _export(user: User, query: str = "") -> list[list[str]]:
    response = client_of(user).get(reverse("audit_export") + query)
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_table_has_what_the_filters_leave_and_runs_no_formula() -> None:
    office = make_office()
    ana = make_user("=HYPERLINK(1)")
    _note(office, "A", ana, note="=1+1")
    _note(office, "B")
    user = make_member(office, Role.COORDINATOR)
    head, row = _export(user, "?person=HYPERLINK")
    cells = dict(zip(head, row, strict=True))
    assert cells["Person"] == "'=HYPERLINK(1)"
    assert cells["What"] == "Office changed"
    assert cells["Details"] == '{"note": "=1+1"}'
    assert cells["Object"] == f"orgs.office {office.pk}: A"
    assert len(cells["SHA-256"]) == 64
    assert dt.datetime.fromisoformat(cells["When (UTC)"]).utcoffset() == dt.timedelta(0)


def test_export_is_an_event_too() -> None:
    office = make_office()
    user = make_member(office, Role.COORDINATOR)
    _export(user, "?action=office.changed")
    event = AuditEvent.objects.get(action="audit.exported")
    assert (event.actor, event.organization) == (user, office.organization)
    assert event.data == {"filters": {"action": "office.changed"}}


def test_export_costs_as_many_queries_for_many_events() -> None:
    office = make_office()
    user = make_member(office, Role.COORDINATOR)
    _note(office, "A", user)
    few = queries(user, reverse("audit_export"))
    for _ in range(30):
        _note(office, "A", user)
    assert queries(user, reverse("audit_export")) == few


# --- words ---


def _literals(node: ast.AST) -> set[str]:
    """The actions that an argument can be: both of an `x if y else z`; none of what is computed."""
    if isinstance(node, ast.IfExp):
        return _literals(node.body) | _literals(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def _recorded() -> set[str]:
    """Each action that stands in a call of `record`, or of what a module calls it by."""
    found: set[str] = set()
    for app in ("config", "orgs", "checklists", "reports"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name.endswith(("record", "_note", "_store")):
                        found = found.union(*map(_literals, node.args[1:]))
    return {action for action in found if "." in action and " " not in action}


def test_every_action_has_its_words() -> None:
    recorded = _recorded()
    assert "answer.saved" in recorded
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, RecordedAdmin):
            recorded |= {f"{model._meta.model_name}.{d}" for d in ("created", "changed", "deleted")}
    assert recorded - set(all_actions()) == set()
