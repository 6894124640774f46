"""Asking a colleague by e-mail address, and what comes back by a personal link."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from checklists.models import Answer, Assessment, DelegatedItem, Delegation
from checklists.scale import AnswerValue, Outcome
from checklists.services import delegations as service
from checklists.services import links
from checklists.services.answers import Saved, Written, save_answer
from checklists.services.delegations import Whom
from checklists.services.links import Kept, Link
from orgs.access import ConflictError
from orgs.models import AuditEvent, OutgoingMail, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member, make_office

pytestmark = pytest.mark.django_db

KIM = Whom("kim@example.net", "Kim Lee", "You know the cars.")
TEXT = Written(AnswerValue.PARTLY, "Half of the cars.", "")


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Goma"), items=3)


@pytest.fixture
def amina(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


def answers(assessment: Assessment) -> list[Answer]:
    return list(assessment.answers.order_by("item__position"))


def ask(assessment: Assessment, amina: User, whom: Whom = KIM, count: int = 2) -> Delegation:
    ids = [answer.pk for answer in answers(assessment)[:count]]
    asked = service.ask(amina, assessment.pk, ids, whom)
    assert isinstance(asked, Delegation)
    return asked


def token() -> str:
    """That of the latest link that was mailed."""
    mail = OutgoingMail.objects.exclude(email="").latest("created_at")
    found = re.search(r"/d/([\w-]+)/", mail.body)
    assert found
    return found[1]


def send(delegation: Delegation, written: Written = TEXT, link: str = "") -> Kept:
    item = delegation.items.order_by("pk")[0]
    return links.keep_text(link or token(), item.pk, written, read_version=item.version, send=True)


def first(delegation: Delegation) -> DelegatedItem:
    return delegation.items.order_by("pk")[0]


def test_the_mail_carries_the_link_and_nothing_of_the_items(
    assessment: Assessment, amina: User
) -> None:
    ask(assessment, amina)
    mail = OutgoingMail.objects.get(email=KIM.email)
    assert mail.subject == "Amina asks for your answer"
    assert "http://localhost:8000/d/" in mail.body
    assert KIM.message not in mail.body
    assert answers(assessment)[0].item.question not in mail.body


def test_the_token_is_stored_nowhere_but_in_the_mail(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    assert len(token()) >= 43  # 256 bits
    rows = [str(row) for row in Delegation.objects.values_list()]
    rows += [str(row) for row in AuditEvent.objects.values_list()]
    assert token() not in "".join(rows)
    assert AuditEvent.objects.filter(action="delegation.opened").count() == 1
    assert links.find_link(token()) == (delegation, Link.LIVE)


def test_a_contributor_of_the_office_is_asked_as_always_in_one_mail(
    assessment: Assessment, amina: User
) -> None:
    joseph = make_member(assessment.office, Role.CONTRIBUTOR, "Joseph")
    ids = [answer.pk for answer in answers(assessment)]
    asked = service.ask(amina, assessment.pk, ids, Whom(joseph.email.upper()))
    assert asked == joseph
    assert {answer.delegated_to for answer in answers(assessment)} == {joseph}
    assert OutgoingMail.objects.filter(recipient=joseph).count() == 1
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.FOCAL_POINT])
def test_who_reviews_or_answers_everything_gets_no_link(
    assessment: Assessment, amina: User, role: Role
) -> None:
    person = make_member(assessment.office, role)
    with pytest.raises(ValidationError):
        ask(assessment, amina, Whom(person.email))


def test_only_who_delegates_may_ask(assessment: Assessment) -> None:
    with pytest.raises(PermissionDenied):
        ask(assessment, make_member(assessment.office, Role.REVIEWER))
    with pytest.raises(Http404):
        ask(assessment, make_member(make_office(), Role.FOCAL_POINT))


def test_what_is_accepted_or_submitted_is_asked_of_nobody(
    assessment: Assessment, amina: User
) -> None:
    assessment.answers.update(verdict=Outcome.ACCEPTED)
    with pytest.raises(ConflictError):
        ask(assessment, amina)
    Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    with pytest.raises(ConflictError):
        ask(assessment, amina)


def test_items_of_another_assessment_are_refused(assessment: Assessment, amina: User) -> None:
    other = make_assessment()
    with pytest.raises(ConflictError):
        service.ask(amina, assessment.pk, [answers(other)[0].pk], KIM)


@pytest.mark.parametrize("days", [2, 31])
def test_a_link_is_good_for_three_to_thirty_days(
    assessment: Assessment, amina: User, days: int
) -> None:
    with pytest.raises(ValidationError):
        ask(assessment, amina, Whom(KIM.email, days=days))


def test_asked_twice_is_one_delegation_with_a_new_link(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    old = token()
    Delegation.objects.update(created_at=timezone.now() - dt.timedelta(minutes=2))
    assert ask(assessment, amina) == delegation
    assert Delegation.objects.count() == 1
    assert links.find_link(old)[1] is Link.REPLACED
    assert links.find_link(token())[1] is Link.LIVE


def test_a_form_that_is_sent_twice_sends_one_link(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    old = token()
    ask(assessment, amina)
    assert links.find_link(old)[1] is Link.LIVE
    for _ in range(2):
        service.send_again(amina, delegation.pk)
    assert links.find_link(old)[1] is Link.REPLACED
    assert OutgoingMail.objects.filter(email=KIM.email).count() == 2


def test_a_link_that_never_was_is_not_found() -> None:
    with pytest.raises(Http404):
        links.find_link("x" * 43)


def test_a_draft_waits_for_nobody(assessment: Assessment, amina: User) -> None:
    item = first(ask(assessment, amina))
    assert links.keep_text(token(), item.pk, TEXT, read_version=0, send=False) is Kept.DRAFT
    item.refresh_from_db()
    assert service.content(item) == TEXT
    assert not item.is_waiting
    assert answers(assessment)[0].value == ""


def test_what_is_sent_is_a_proposal_and_no_answer(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    assert send(delegation) is Kept.SENT
    assert [row.pk for row in service.came_back(assessment)] == [first(delegation).pk]
    assert answers(assessment)[0].value == ""


def test_sent_twice_is_sent_once_and_another_text_is_refused(
    assessment: Assessment, amina: User
) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    assert send(delegation) is Kept.SENT
    assert AuditEvent.objects.filter(action="delegation.sent").count() == 1
    with pytest.raises(ConflictError):
        send(delegation, Written(AnswerValue.MOSTLY, "", ""))


def test_nothing_at_all_is_not_sent(assessment: Assessment, amina: User) -> None:
    with pytest.raises(ValidationError):
        send(ask(assessment, amina), Written("", " ", ""))


def test_another_window_s_text_is_not_overwritten(assessment: Assessment, amina: User) -> None:
    item = first(ask(assessment, amina))
    links.keep_text(token(), item.pk, TEXT, read_version=0, send=False)
    other = Written(AnswerValue.MOSTLY, "Other.", "")
    assert links.keep_text(token(), item.pk, other, read_version=0, send=False) is Kept.CONFLICT
    item.refresh_from_db()
    assert service.content(item) == TEXT


@pytest.mark.parametrize("end", ["withdrawn", "expired", "replaced", "closed"])
def test_a_text_that_comes_after_the_link_s_end_is_kept(
    assessment: Assessment, amina: User, end: str
) -> None:
    delegation = ask(assessment, amina)
    link = token()
    if end == "withdrawn":
        service.withdraw(amina, delegation.pk)
    elif end == "expired":
        Delegation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    elif end == "replaced":
        service.send_again(amina, delegation.pk)
    else:
        Assessment.objects.update(status=Assessment.Status.SUBMITTED)
    assert links.find_link(link)[1] is Link(end)
    assert send(delegation, link=link) is Kept.LATE
    assert service.content(service.came_back(assessment)[0]) == TEXT


def test_long_after_its_end_a_link_takes_nothing(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    Delegation.objects.update(expires_at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(Http404):
        send(delegation)


def test_long_after_it_was_replaced_a_link_takes_nothing(
    assessment: Assessment, amina: User
) -> None:
    delegation = ask(assessment, amina)
    old = token()
    service.send_again(amina, delegation.pk)
    Delegation.objects.update(renewed_at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(Http404):
        send(delegation, link=old)


def test_the_office_is_told_once_when_all_is_back(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    for item in delegation.items.all():
        assert not OutgoingMail.objects.filter(recipient=amina).exists()
        links.keep_text(token(), item.pk, TEXT, read_version=0, send=True)
    assert OutgoingMail.objects.get(recipient=amina).subject == "Kim Lee has answered"


def test_confirmed_it_is_the_answer_with_its_writer_s_name_kept(
    assessment: Assessment, amina: User
) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    item = first(delegation)
    assert service.confirm(amina, item.pk, TEXT, read_version=0) is Saved.SAVED
    answer = answers(assessment)[0]
    assert (answer.value, answer.updated_by) == (AnswerValue.PARTLY, amina)
    assert answer.revisions.get().contributor == "Kim Lee"
    item.refresh_from_db()
    assert (item.outcome, item.settled_by) == (DelegatedItem.Outcome.CONFIRMED, amina)
    event = AuditEvent.objects.get(action="delegation.confirmed")
    assert (event.data["contributor"], event.data["edited"]) == ("Kim Lee", False)


def test_what_was_changed_before_confirming_is_noted(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    edited = Written(AnswerValue.PARTLY, "Half of the cars, since May.", "")
    service.confirm(amina, first(delegation).pk, edited, read_version=0)
    assert first(delegation).outcome == DelegatedItem.Outcome.EDITED
    assert first(delegation).justification == "Half of the cars."


def test_a_colleague_s_answer_is_not_overwritten_by_confirming(
    assessment: Assessment, amina: User
) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    peter = make_member(assessment.office, Role.FOCAL_POINT, "Peter")
    theirs = Written(AnswerValue.IN_PLACE, "All of them.", "")
    save_answer(peter, answers(assessment)[0].pk, theirs, read_version=0)
    saved = service.confirm(amina, first(delegation).pk, TEXT, read_version=0)
    assert saved is Saved.SET_ASIDE
    assert answers(assessment)[0].value == AnswerValue.IN_PLACE
    assert answers(assessment)[0].revisions.get(author=amina).justification == "Half of the cars."


def test_confirmed_twice_is_a_conflict(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    service.confirm(amina, first(delegation).pk, TEXT, read_version=0)
    with pytest.raises(ConflictError):
        service.confirm(amina, first(delegation).pk, TEXT, read_version=1)


def test_declined_it_opens_again_by_a_new_link_with_its_text(
    assessment: Assessment, amina: User
) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    old = token()
    service.decline(amina, first(delegation).pk, "Since when?")
    item = first(delegation)
    assert (item.takes_text, item.reason, item.justification) == (
        True,
        "Since when?",
        "Half of the cars.",
    )
    assert links.find_link(old)[1] is Link.REPLACED
    assert send(delegation, Written(AnswerValue.PARTLY, "Half, since May.", "")) is Kept.SENT


def test_a_text_that_came_since_is_not_settled_unseen(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    pk, seen = first(delegation).pk, first(delegation).version
    service.decline(amina, pk, "Since when?")
    send(delegation, Written(AnswerValue.PARTLY, "Since May.", ""))
    with pytest.raises(ConflictError, match="Another text has come"):
        service.confirm(amina, pk, TEXT, read_version=0, text_version=seen)
    with pytest.raises(ConflictError, match="Another text has come"):
        service.decline(amina, pk, "Since when?", text_version=seen)
    assert first(delegation).is_waiting


def test_declining_needs_a_reason(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    send(delegation)
    with pytest.raises(ValidationError):
        service.decline(amina, first(delegation).pk, " ")


def test_a_withdrawn_link_can_be_sent_again(assessment: Assessment, amina: User) -> None:
    delegation = ask(assessment, amina)
    service.withdraw(amina, delegation.pk)
    service.withdraw(amina, delegation.pk)
    assert AuditEvent.objects.filter(action="delegation.withdrawn").count() == 1
    service.send_again(amina, delegation.pk)
    assert links.find_link(token())[1] is Link.LIVE


def test_one_address_has_so_many_open_links_and_no_more(
    assessment: Assessment, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LIVE_OF_ADDRESS", 1)
    former = ask(assessment, amina, count=1)
    with pytest.raises(ValidationError, match="withdraw one first"):
        ask(assessment, amina, count=2)
    service.withdraw(amina, former.pk)
    ask(assessment, amina, count=2)
    with pytest.raises(ConflictError):
        service.send_again(amina, former.pk)


def test_one_assessment_has_so_many_open_links_and_no_more(
    assessment: Assessment, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LIVE_OF_ASSESSMENT", 1)
    delegation = ask(assessment, amina, count=1)
    with pytest.raises(ValidationError, match="for this assessment"):
        ask(assessment, amina, Whom("lee@example.net"))
    delegation.items.update(settled_at=timezone.now())
    assert ask(assessment, amina, Whom("lee@example.net")).email == "lee@example.net"
