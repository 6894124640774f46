"""The form of one answer: what is valid is kept, whatever is wrong with the rest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from checklists.models import Answer, Assessment, Evidence
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.answers import delegate
from checklists.services.evidence import MAX_PIECES, add_link
from checklists.services.review import give_verdict
from orgs.models import User
from orgs.roles import Role
from tests.factories import add_parts, answer_all, make_assessment, make_member
from tests.pages import client_of, queries, read, visit
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script><b>bold</b> & "quoted" {{ 7*7 }}'


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=3)


@pytest.fixture
def focal_point(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Amina")


@pytest.fixture
def colleague(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, "Peter")


@pytest.fixture
def client(focal_point: User) -> Client:
    return client_of(focal_point)


def url(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/items/1.1/{rest}"


def stored(assessment: Assessment) -> Answer:
    return assessment.answers.get(item__ref="1.1")


def written(justification: str = "Since 2024.", **changes: object) -> dict[str, object]:
    return {"value": "in_place", "justification": justification, "version": 0} | changes


def test_paragraph_question_guidance_and_examples_stand_there(
    assessment: Assessment, focal_point: User
) -> None:
    page = visit(focal_point, url(assessment))
    assert page.heading == "1.1 Is what paragraph 1 asks for done?"
    assert "Requests all organizations to do what paragraph 1 says;" in page.text
    assert "everybody knows" in page.text
    assert "A signed policy" in page.text


def test_sub_paragraphs_stand_with_their_paragraph(
    assessment: Assessment, focal_point: User
) -> None:
    cost = queries(focal_point, url(assessment))
    add_parts(stored(assessment).item.paragraph, ("(a)", "to train;"), ("(b)", "to count;"))
    page = visit(focal_point, url(assessment))
    assert page.all(".//blockquote//li") == ["(a) to train;", "(b) to count;"]
    assert queries(focal_point, url(assessment)) == cost


def test_the_page_costs_the_same_at_any_size(assessment: Assessment, focal_point: User) -> None:
    many = make_assessment(assessment.office, items=60)
    assert queries(focal_point, url(assessment)) == queries(focal_point, url(many)) <= 18


def test_an_answer_is_saved(assessment: Assessment, client: Client) -> None:
    page = read(client.post(url(assessment), written(), follow=True))
    assert "1.1 is saved." in page.text
    assert stored(assessment).justification == "Since 2024."


def test_saving_can_go_on_to_the_next(assessment: Assessment, client: Client) -> None:
    response = client.post(url(assessment), written(save_next=""))
    assert response.headers["Location"].endswith("/items/2.1/")


def test_half_an_answer_is_saved_too(assessment: Assessment, client: Client) -> None:
    client.post(url(assessment), written("Not sure yet.", value=""))
    assert (stored(assessment).value, stored(assessment).justification) == ("", "Not sure yet.")


def test_not_applicable_needs_a_reason_and_loses_nothing(
    assessment: Assessment, client: Client
) -> None:
    page = read(client.post(url(assessment), written("Kept?", value="not_applicable")), 400)
    assert page.errors() == ["Why it is not applicable: Say why this item is not applicable here."]
    assert "Kept?" in page.text


def test_markup_is_shown_as_it_was_typed(assessment: Assessment, client: Client) -> None:
    client.post(url(assessment), written(HOSTILE))
    assert stored(assessment).justification == HOSTILE
    page = read(client.get(url(assessment)))
    assert HOSTILE in page.text


def test_a_long_text_is_kept_whole(assessment: Assessment, client: Client) -> None:
    text = "أمن العاملين " * 1600
    client.post(url(assessment), written(text))
    assert stored(assessment).justification == text.strip()


def test_a_text_that_is_too_long_is_refused_and_shown_again(
    assessment: Assessment, client: Client
) -> None:
    page = read(client.post(url(assessment), written("x" * 30_001)), 400)
    assert "at most 30000 characters" in page.errors()[0]
    assert "x" * 30_001 in page.text


def test_a_form_without_its_version_is_refused(assessment: Assessment, client: Client) -> None:
    data = written()
    del data["version"]
    read(client.post(url(assessment), data), 400)
    assert stored(assessment).version == 0


def test_a_link_and_a_file_are_added(assessment: Assessment, client: Client) -> None:
    file = SimpleUploadedFile("Plan.pdf", PDF)
    data = written(url="https://example.org/plan", file=file, title="The plan")
    client.post(url(assessment), data)
    assert sorted(stored(assessment).evidence.values_list("document__kind", flat=True)) == [
        "file",
        "link",
    ]


def test_a_form_sent_twice_adds_nothing(assessment: Assessment, client: Client) -> None:
    for _time in range(2):
        file = SimpleUploadedFile("Plan.pdf", PDF)
        data = written(url="https://example.org/plan", file=file)
        assert client.post(url(assessment), data).status_code == 302
    answer = stored(assessment)
    assert (answer.version, answer.revisions.count(), answer.evidence.count()) == (1, 1, 2)


def test_a_file_that_belies_its_name_is_refused_and_the_answer_kept(
    assessment: Assessment, client: Client
) -> None:
    file = SimpleUploadedFile("plan.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    page = read(client.post(url(assessment), written(file=file)), 400)
    assert page.errors() == [
        "File: “plan.pdf” is not a PDF document: its content is a PNG picture."
    ]
    assert "Your answer is saved, but the evidence is not." in page.text
    assert stored(assessment).justification == "Since 2024."
    assert not Evidence.objects.exists()


def test_a_file_that_can_not_be_stored_is_told_and_the_answer_kept(
    assessment: Assessment, client: Client, settings: Settings
) -> None:
    settings.MEDIA_ROOT.write_text("where the folder of the files should be")
    file = SimpleUploadedFile("Plan.pdf", PDF)
    page = read(client.post(url(assessment), written(file=file)), 400)
    assert page.errors() == ["File: The file can't be stored just now. Try again in a few minutes."]
    assert stored(assessment).justification == "Since 2024."
    assert not Evidence.objects.exists()


def test_evidence_is_kept_where_the_answer_is_not(assessment: Assessment, client: Client) -> None:
    file = SimpleUploadedFile("Plan.pdf", PDF)
    read(client.post(url(assessment), written(value="not_applicable", file=file)), 400)
    assert stored(assessment).evidence.count() == 1


def test_one_piece_too_many_is_refused_and_the_answer_kept(
    assessment: Assessment, focal_point: User, client: Client
) -> None:
    for n in range(MAX_PIECES):
        add_link(focal_point, stored(assessment).pk, url=f"https://example.org/{n}", title="")
    page = read(client.post(url(assessment), written(url="https://example.org/more")), 400)
    assert page.errors()[0].startswith("Link: This answer has 50 pieces of evidence already")
    assert stored(assessment).justification == "Since 2024."


def test_two_people_both_keep_their_text(
    assessment: Assessment, client: Client, colleague: User
) -> None:
    client_of(colleague).post(url(assessment), written("Peter's text."))
    page = read(client.post(url(assessment), written("Amina's text."), follow=True))
    assert "Somebody else has saved this answer while you were writing" in page.text
    assert "Peter's text." in page.text
    assert "Amina's text." in page.text


def test_the_second_can_use_their_own(
    assessment: Assessment, client: Client, colleague: User
) -> None:
    client_of(colleague).post(url(assessment), written("Peter's text."))
    client.post(url(assessment), written("Amina's text."))
    client.post(url(assessment), written("Both texts.", version=1, choose="mine"))
    assert stored(assessment).justification == "Both texts."
    assert "Somebody else" not in read(client.get(url(assessment))).text


def test_the_second_can_keep_the_saved_one(
    assessment: Assessment, client: Client, colleague: User
) -> None:
    client_of(colleague).post(url(assessment), written("Peter's text."))
    client.post(url(assessment), written("Amina's text."))
    page = read(client.post(url(assessment, "keep-saved/"), follow=True))
    assert "The saved text stays." in page.text
    assert stored(assessment).justification == "Peter's text."


def test_all_texts_stay_in_the_history(
    assessment: Assessment, client: Client, colleague: User
) -> None:
    client_of(colleague).post(url(assessment), written("Peter's text."))
    client.post(url(assessment), written("Amina's text."))
    page = read(client.get(url(assessment, "history/")))
    assert "Peter's text." in page.text
    assert "Amina's text." in page.text
    assert "Set aside beside a newer text" in page.text


def test_a_frozen_answer_has_no_form(assessment: Assessment, focal_point: User) -> None:
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    assert "id_justification" not in visit(focal_point, url(assessment)).html


def test_a_stale_form_is_told_why(
    assessment: Assessment, focal_point: User, client: Client
) -> None:
    answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    page = read(client.post(url(assessment), written("Too late.", version=1)), 409)
    assert "submitted" in page.text
    assert "Too late." in page.text, "what was typed is given back"


def test_a_returned_answer_shows_the_reason(assessment: Assessment, focal_point: User) -> None:
    reviewer = make_member(assessment.office, Role.REVIEWER)
    answers = answer_all(assessment, focal_point)
    transitions.submit(focal_point, assessment.pk)
    give_verdict(reviewer, answers[0].pk, Outcome.RETURNED, "Show the log.")
    transitions.return_to_office(reviewer, assessment.pk, "")
    assert "Show the log." in visit(focal_point, url(assessment)).text


def test_an_item_is_delegated_and_taken_back(assessment: Assessment, client: Client) -> None:
    contributor = make_member(assessment.office, Role.CONTRIBUTOR, "Joseph")
    data = written(delegate="", contributor=contributor.pk)
    page = read(client.post(url(assessment), data, follow=True))
    assert "Joseph is asked for this answer." in page.text
    client.post(url(assessment), written(delegate="", contributor="", version=1))
    assert stored(assessment).delegated_to is None


def test_delegating_keeps_what_was_typed(assessment: Assessment, client: Client) -> None:
    contributor = make_member(assessment.office, Role.CONTRIBUTOR)
    data = written("Half a text.", value="", delegate="", contributor=contributor.pk)
    client.post(url(assessment), data)
    assert stored(assessment).justification == "Half a text."


def test_nobody_from_elsewhere_can_be_asked(assessment: Assessment, client: Client) -> None:
    stranger = make_member(make_assessment().office, Role.CONTRIBUTOR)
    data = written("Kept.", delegate="", contributor=stranger.pk)
    page = read(client.post(url(assessment), data), 400)
    assert page.errors()[0].startswith("Ask a colleague for this answer: Select a valid choice.")
    assert stored(assessment).justification == "Kept."


def test_a_contributor_does_not_delegate(assessment: Assessment, focal_point: User) -> None:
    first = make_member(assessment.office, Role.CONTRIBUTOR)
    second = make_member(assessment.office, Role.CONTRIBUTOR)
    delegate(focal_point, stored(assessment).pk, first)
    data = written(delegate="", contributor=second.pk)
    assert client_of(first).post(url(assessment), data).status_code == 403
    assert stored(assessment).delegated_to == first


def test_an_office_without_contributors_is_told_so(
    assessment: Assessment, focal_point: User
) -> None:
    assert "Your office has no contributor" in visit(focal_point, url(assessment)).text


def test_whoever_does_not_know_yet_can_say_so(assessment: Assessment, client: Client) -> None:
    page = read(client.post(url(assessment), written(value="come_back"), follow=True))
    assert "1.1 stays open, to come back to." in page.text
    assert ("come_back", "Don't know yet") in page.statuses()
    assert (stored(assessment).value, stored(assessment).come_back) == ("", True)
    assert '<input type="radio" name="value" value="come_back"' in page.html
    assert page.html.count(" checked") == 1


def test_what_is_to_come_back_to_stands_out_in_the_list(
    assessment: Assessment, focal_point: User, client: Client
) -> None:
    client.post(url(assessment), written(value="come_back"))
    page = visit(focal_point, f"/assessments/{assessment.pk}/")
    assert ("come_back", "Don't know yet") in page.statuses()
