"""The desk's filters, what is accepted together, the rounds, and the conversation on its pages."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from checklists.models import Answer, Assessment, CommonReason
from checklists.scale import AnswerValue, Carry, Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.conversation import write_message
from checklists.services.review import give_verdict
from checklists.services.transitions import return_to_office, submit
from orgs.models import User
from orgs.roles import Role
from tests.factories import (
    answer_all,
    make_assessment,
    make_checklist,
    make_cycle,
    make_evidence,
    make_member,
)
from tests.pages import client_of, queries, read, visit
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    """Submitted with four answers in two themes."""
    assessment = make_assessment()
    make_member(assessment.office, Role.FOCAL_POINT, "Amina")
    answer_all(assessment, focal_point())
    submit(focal_point(), assessment.pk)
    return assessment


@pytest.fixture
def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Ingrid")


@pytest.fixture
def client(reviewer: User) -> Client:
    return client_of(reviewer)


def focal_point() -> User:
    return User.objects.get(full_name="Amina")


def answer(assessment: Assessment, ref: str) -> Answer:
    return assessment.answers.get(item__ref=ref)


def refs(user: User, assessment: Assessment, query: str) -> list[str]:
    page = visit(user, f"/review/{assessment.pk}/{query}")
    return page.all(".//tbody//th/span[@class='number']")


def second_round(assessment: Assessment, reviewer: User) -> None:
    """1.1 comes back mended, 2.1 was accepted with a remark."""
    give_verdict(reviewer, answer(assessment, "1.1").pk, Outcome.RETURNED, "Show the log.")
    give_verdict(reviewer, answer(assessment, "2.1").pk, Outcome.ACCEPTED, "Well kept.")
    return_to_office(reviewer, assessment.pk, "Please by Friday.")
    mended = Written(AnswerValue.MOSTLY, "Because it is nearly so.", "")
    save_answer(focal_point(), answer(assessment, "1.1").pk, mended, read_version=1)
    submit(focal_point(), assessment.pk)


def test_the_desk_shows_some_of_the_answers(assessment: Assessment, reviewer: User) -> None:
    second_round(assessment, reviewer)
    give_verdict(reviewer, answer(assessment, "3.1").pk, Outcome.ACCEPTED, "Well kept.")
    write_message(reviewer, answer(assessment, "4.1").pk, "Who keeps the log?")
    assert refs(reviewer, assessment, "?show=undecided") == ["1.1", "4.1"]
    assert refs(reviewer, assessment, "?show=returned") == ["1.1"]
    assert refs(reviewer, assessment, "?show=changed") == ["1.1"]
    assert refs(reviewer, assessment, "?show=remarks") == ["3.1"]
    assert refs(reviewer, assessment, "?show=conversation") == ["4.1"]
    assert refs(reviewer, assessment, "?theme=training") == ["1.1", "2.1"]
    assert refs(reviewer, assessment, "?theme=training&show=undecided") == ["1.1"]


def test_an_unknown_filter_is_named(assessment: Assessment, reviewer: User) -> None:
    page = visit(reviewer, f"/review/{assessment.pk}/?theme=weather", 400)
    assert len(page.errors()) == 1


def test_deciding_goes_on_within_what_is_shown(assessment: Assessment, client: Client) -> None:
    url = f"/review/{assessment.pk}/items/3.1/?theme=travel"
    data = {"outcome": "accepted", "round": 1, "version": 1}
    there = client.post(url, data).headers["Location"]
    assert there == f"/review/{assessment.pk}/items/4.1/?theme=travel#main"
    there = client.post(there.partition("#")[0], data).headers["Location"]
    assert there == f"/review/{assessment.pk}/#main"


def test_a_common_reason_is_put_before_what_was_written(
    assessment: Assessment, client: Client
) -> None:
    common = CommonReason.objects.all()[0]
    url = f"/review/{assessment.pk}/items/1.1/"
    data = {"outcome": "returned", "round": 1, "version": 1, "common": common.pk}
    client.post(url, data | {"reason": "Since May?"})
    assert answer(assessment, "1.1").verdicts.get().reason == f"{common.text}\n\nSince May?"


def test_a_reason_for_a_return_is_none_for_accepting(
    assessment: Assessment, client: Client
) -> None:
    common = CommonReason.objects.all()[0]
    data = {"outcome": "accepted", "round": 1, "version": 1, "common": common.pk}
    page = read(client.post(f"/review/{assessment.pk}/items/1.1/", data), 400)
    assert "but you accept the answer" in page.errors()[0]


def test_the_desk_shows_what_the_office_changed(assessment: Assessment, reviewer: User) -> None:
    second_round(assessment, reviewer)
    page = visit(reviewer, f"/review/{assessment.pk}/items/1.1/")
    assert page.all(".//ins") == ["[put in: nearly]"]
    assert "Since round 1, when it was returned" in page.text


def test_a_remark_is_shown_to_the_office(assessment: Assessment, reviewer: User) -> None:
    second_round(assessment, reviewer)
    page = visit(focal_point(), f"/assessments/{assessment.pk}/items/2.1/")
    assert "Well kept." in page.text


def test_rounds_are_shown_to_both_sides(assessment: Assessment, reviewer: User) -> None:
    second_round(assessment, reviewer)
    for person in (reviewer, focal_point()):
        page = visit(person, f"/assessments/{assessment.pk}/rounds/")
        assert page.all(".//h2") == ["Round 2", "Round 1"]
        assert "Please by Friday." in page.text
        assert "Show the log." in page.text


def test_both_sides_talk_on_their_own_page(assessment: Assessment, reviewer: User) -> None:
    url = f"/assessments/{assessment.pk}/items/1.1/"
    post = client_of(reviewer).post(f"{url}conversation/", {"message-text": "<b>Who?</b>"})
    assert post.headers["Location"] == f"/review/{assessment.pk}/items/1.1/#conversation"
    page = visit(focal_point(), url)
    assert "<b>Who?</b>" in page.text
    post = client_of(focal_point()).post(f"{url}conversation/", {"resolve": ""})
    assert post.headers["Location"] == f"{url}#conversation"
    assert "Resolved by Amina" in visit(reviewer, f"/review/{assessment.pk}/items/1.1/").text


@pytest.mark.parametrize("text", ["", "x" * 5_001])
def test_a_message_that_is_refused_is_shown_again(
    assessment: Assessment, client: Client, text: str
) -> None:
    url = f"/assessments/{assessment.pk}/items/1.1/conversation/"
    page = read(client.post(url, {"message-text": text}), 400)
    assert len(page.errors()) == 1
    assert text in page.html


def test_a_conversation_costs_the_same_at_any_length(
    assessment: Assessment, reviewer: User
) -> None:
    url = f"/review/{assessment.pk}/items/1.1/"
    write_message(focal_point(), answer(assessment, "1.1").pk, "Message 0")
    visit(reviewer, url)
    cost = queries(reviewer, url)
    for number in range(1, 30):
        write_message(reviewer, answer(assessment, "1.1").pk, f"Message {number}")
    visit(reviewer, url)
    assert queries(reviewer, url) == cost <= 18


def test_unchanged_answers_of_a_theme_are_listed_and_accepted() -> None:
    checklist = make_checklist()
    now = make_cycle([make_assessment().office], checklist=checklist).assessments.get()
    office = now.office
    amina, ingrid = make_member(office, Role.FOCAL_POINT), make_member(office, Role.REVIEWER)
    answer_all(now, amina)
    last = make_cycle([office], checklist=checklist).assessments.get()
    answer_all(last, amina)
    last.answers.update(verdict=Outcome.ACCEPTED)
    for old in last.answers.all():
        now.answers.filter(item=old.item).update(carried_from=old, carry=Carry.SAME)
    submit(amina, now.pk)
    link = f"/review/{now.pk}/accept-unchanged/?theme=travel"
    assert link in visit(ingrid, f"/review/{now.pk}/").links()
    page = visit(ingrid, link)
    assert page.all(".//ol/li/span[@class='number']") == ["3.1", "4.1"]
    token = page.root.findall(".//input[@name='unchanged']")[0].get("value")
    client = client_of(ingrid)
    for _time in range(2):
        post = client.post(link, {"round": 1, "unchanged": token})
        assert post.headers["Location"] == f"/review/{now.pk}/"
    assert "No undecided answer is as it was" in visit(ingrid, link).text
    assert now.answers.filter(verdict="accepted").count() == 2


def test_pictures_and_pdfs_are_shown_beside_the_answer_as_they_come_into_view(
    assessment: Assessment, reviewer: User
) -> None:
    row = answer(assessment, "1.1")
    for name, kind in (("log.pdf", "application/pdf"), ("list.xlsx", "application/vnd.ms-excel")):
        file = ContentFile(PDF, name)
        make_evidence(row, focal_point(), title=name, file=file, content_type=kind)
    page = visit(reviewer, f"/review/{assessment.pk}/items/1.1/")
    pictures = [image for image in page.root.iter("img") if image.get("class")]
    key = row.evidence.get(document__title="log.pdf").document_id
    assert [(image.get("src"), image.get("loading"), image.get("alt")) for image in pictures] == [
        (f"/documents/{key}/preview/?size=small", "lazy", "Preview of “log.pdf”")
    ]


def test_previews_cost_the_page_no_queries(assessment: Assessment, reviewer: User) -> None:
    url = f"/review/{assessment.pk}/items/1.1/"
    row = answer(assessment, "1.1")
    file = {"content_type": "application/pdf", "file_name": "log.pdf"}
    make_evidence(row, focal_point(), file=ContentFile(PDF, "log.pdf"), **file)
    cost = queries(reviewer, url)
    for _more in range(20):
        make_evidence(row, focal_point(), file=ContentFile(PDF, "log.pdf"), **file)
    assert queries(reviewer, url) == cost
