"""From an upload to stored answers: nothing without the person's word, and no word lost."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from checklists.models import Answer, Assessment, WorkbookUpload
from checklists.scale import Outcome
from checklists.services import workbooks as service
from checklists.services.answers import Written, save_answer
from checklists.services.transitions import submit
from checklists.services.workbook_contents import download
from checklists.services.workbooks import Choice, confirm, preview, upload
from checklists.workbook.cells import RefusedError
from checklists.workbook.comparing import State
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.checklists.workbook.filling import filled
from tests.factories import answer_all, make_assessment, make_member, make_office

pytestmark = pytest.mark.django_db

MINE, THEIRS = "Written on the road.", "Written in the office."


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(make_office("Field office Nord-Kivu"), items=4)


@pytest.fixture
def focal(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


@pytest.fixture
def colleague(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.FOCAL_POINT)


def answer(assessment: Assessment, ref: str) -> Answer:
    return assessment.answers.select_related("item").get(item__ref=ref)


def bring(actor: User, assessment: Assessment, cells: dict[str, object]) -> WorkbookUpload:
    content = filled(download(actor, assessment.pk).content, cells)
    return upload(actor, assessment.pk, "office.xlsx", content)


def states(row: WorkbookUpload) -> dict[str, str]:
    return {one.ref: one.state.value for one in preview(row)}


def write(actor: User, assessment: Assessment, ref: str, text: str, value: str = "partly") -> None:
    row = answer(assessment, ref)
    save_answer(actor, row.pk, Written(value, text, ""), read_version=row.version)


def take(**versions: int) -> dict[str, Choice]:
    return {ref[1:].replace("_", "."): Choice(True, at) for ref, at in versions.items()}


def became(row: WorkbookUpload) -> dict[str, str]:
    return {ref: one["what"] for ref, one in row.outcome.items()}


def test_nothing_is_an_answer_before_it_is_confirmed(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!C3": "In place", "Answers!D3": MINE})
    assert states(row) == {"1.1": "new", "2.1": "same", "3.1": "same", "4.1": "same"}
    assert answer(assessment, "1.1").value == ""
    confirm(focal, assessment.pk, row.pk, take(_1_1=0))
    stored = answer(assessment, "1.1")
    assert (stored.value, stored.justification, stored.version) == ("in_place", MINE, 1)
    assert stored.updated_by == focal


def test_what_is_settled_keeps_no_words(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE, "Answers!D4": MINE})
    confirm(focal, assessment.pk, row.pk, take(_1_1=0))
    row.refresh_from_db()
    assert row.settled_at
    assert row.read == {}
    assert became(row) == {"1.1": "saved", "2.1": "kept"}
    assert MINE not in str(row.outcome)


def test_empty_cell_erases_nothing(assessment: Assessment, focal: User) -> None:
    write(focal, assessment, "1.1", THEIRS)
    row = bring(focal, assessment, {"Answers!C3": "Mostly in place", "Answers!D3": None})
    confirm(focal, assessment.pk, row.pk, take(_1_1=1))
    stored = answer(assessment, "1.1")
    assert (stored.value, stored.justification) == ("mostly", THEIRS)


def test_cell_that_was_left_alone_is_no_conflict(
    assessment: Assessment, focal: User, colleague: User
) -> None:
    write(focal, assessment, "1.1", "Before.")
    content = download(focal, assessment.pk).content
    write(colleague, assessment, "1.1", THEIRS)
    assert states(upload(focal, assessment.pk, "a.xlsx", content))["1.1"] == "same"


def test_conflict_is_stored_only_by_choice(
    assessment: Assessment, focal: User, colleague: User
) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE, "Answers!D4": MINE, "Answers!D6": MINE})
    for ref in ("1.1", "2.1", "3.1"):
        write(colleague, assessment, ref, THEIRS)
    assert [one.state for one in preview(row)][:3] == [State.CONFLICT] * 3
    choices = {"1.1": Choice(True, 1), "2.1": Choice(False, 1)}
    row = confirm(focal, assessment.pk, row.pk, choices)
    assert [answer(assessment, f"{n}.1").justification for n in (1, 2, 3)] == [MINE, THEIRS, THEIRS]
    assert became(row) == {"1.1": "saved", "2.1": "kept", "3.1": "asked"}
    assert states(row) == {"3.1": "conflict"}
    assert row.settled_at is None


def test_change_after_the_preview_is_asked_again(
    assessment: Assessment, focal: User, colleague: User
) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE})
    assert states(row)["1.1"] == "new"
    write(colleague, assessment, "1.1", THEIRS)
    row = confirm(focal, assessment.pk, row.pk, take(_1_1=0))
    assert became(row) == {"1.1": "asked"}
    assert answer(assessment, "1.1").justification == THEIRS
    row = confirm(focal, assessment.pk, row.pk, take(_1_1=1))
    assert became(row) == {"1.1": "saved"}
    assert answer(assessment, "1.1").justification == MINE


def test_twice_does_nothing_the_second_time(assessment: Assessment, focal: User) -> None:
    content = filled(download(focal, assessment.pk).content, {"Answers!D3": MINE})
    row = upload(focal, assessment.pk, "a.xlsx", content)
    assert upload(focal, assessment.pk, "a.xlsx", content) == row
    for _time in range(2):
        confirm(focal, assessment.pk, row.pk, take(_1_1=0))
    assert answer(assessment, "1.1").version == 1
    assert AuditEvent.objects.filter(action="workbook.confirmed").count() == 1


def test_dont_know_yet_comes_back_as_such(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!C3": "don’t know yet,  come back to it"})
    confirm(focal, assessment.pk, row.pk, take(_1_1=0))
    stored = answer(assessment, "1.1")
    assert (stored.value, stored.come_back) == ("", True)


def test_invalid_items_are_told_and_the_rest_is_stored(assessment: Assessment, focal: User) -> None:
    row = bring(
        focal,
        assessment,
        {"Answers!C3": "Perhaps", "Answers!C4": "Not applicable", "Answers!C6": "In place"},
    )
    assert states(row) == {"1.1": "invalid", "2.1": "invalid", "3.1": "new", "4.1": "same"}
    where = {one.ref: [(p.sheet, p.cell) for p in one.problems] for one in preview(row)}
    assert where["1.1"] == [("Answers", "C3")]
    assert where["2.1"] == [("Answers", "E4")]
    row = confirm(focal, assessment.pk, row.pk, take(_1_1=0, _2_1=0, _3_1=0))
    assert became(row) == {"1.1": "invalid", "2.1": "invalid", "3.1": "saved"}
    assert row.outcome["2.1"]["why"][0]["cell"] == "E4"


def test_accepted_answer_is_left_alone(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE, "Answers!D4": MINE})
    Answer.objects.filter(pk=answer(assessment, "1.1").pk).update(verdict=Outcome.ACCEPTED)
    assert states(row)["1.1"] == "frozen"
    row = confirm(focal, assessment.pk, row.pk, take(_1_1=0, _2_1=0))
    assert became(row) == {"1.1": "frozen", "2.1": "saved"}


def test_submitted_assessment_takes_none_and_keeps_the_upload(
    assessment: Assessment, focal: User
) -> None:
    answer_all(assessment, focal)
    row = bring(focal, assessment, {"Answers!D3": MINE})
    submit(focal, assessment.pk)
    with pytest.raises(ConflictError):
        confirm(focal, assessment.pk, row.pk, take(_1_1=1))
    with pytest.raises(ConflictError):
        upload(focal, assessment.pk, "b.xlsx", b"whatever")
    row.refresh_from_db()
    assert row.read["1.1"]


def test_limited_figure_is_stored_together_with_its_limit() -> None:
    office = make_office()
    assessment = make_assessment(office, items=0, indicators=[{"not_above": "count-2"}, {}])
    focal = make_member(office, Role.FOCAL_POINT)
    for ref in ("1.1", "2.1"):
        row = answer(assessment, ref)
        save_answer(focal, row.pk, Written("reported", "", "", {"total": 5}), read_version=0)
    book = bring(focal, assessment, {"Indicators!D3": 9, "Indicators!D4": 12.0})
    book = confirm(focal, assessment.pk, book.pk, take(_1_1=1, _2_1=1))
    assert became(book) == {"1.1": "saved", "2.1": "saved"}
    assert answer(assessment, "1.1").figures == {"total": 9}
    assert answer(assessment, "2.1").figures == {"total": 12}


def test_upload_is_its_owners_alone(assessment: Assessment, focal: User, colleague: User) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE})
    with pytest.raises(Http404):
        service.get_upload(colleague, assessment.pk, row.pk)
    with pytest.raises(Http404):
        confirm(colleague, assessment.pk, row.pk, take(_1_1=0))
    with pytest.raises(Http404):
        service.discard(colleague, assessment.pk, row.pk)


def test_contributor_gets_no_workbook(assessment: Assessment) -> None:
    contributor = make_member(assessment.office, Role.CONTRIBUTOR)
    assessment.answers.update(delegated_to=contributor)
    with pytest.raises(PermissionDenied):
        download(contributor, assessment.pk)
    with pytest.raises(PermissionDenied):
        upload(contributor, assessment.pk, "a.xlsx", b"")


def test_discarded_upload_is_gone(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE})
    service.discard(focal, assessment.pk, row.pk)
    service.discard(focal, assessment.pk, row.pk)
    assert not WorkbookUpload.objects.exists()
    assert answer(assessment, "1.1").justification == ""


def test_upload_expires_after_a_week(assessment: Assessment, focal: User) -> None:
    row = bring(focal, assessment, {"Answers!D3": MINE})
    WorkbookUpload.objects.update(uploaded_at=timezone.now() - dt.timedelta(days=7, seconds=1))
    with pytest.raises(Http404):
        service.get_upload(focal, assessment.pk, row.pk)
    bring(focal, assessment, {"Answers!D3": THEIRS})
    assert WorkbookUpload.objects.count() == 1


def test_workbook_of_another_assessment_says_which(assessment: Assessment, focal: User) -> None:
    other = make_assessment(assessment.office, items=4)
    stranger = make_assessment(make_office("Secret office"), items=4)
    theirs = make_member(stranger.office, Role.FOCAL_POINT)
    with pytest.raises(RefusedError) as refused:
        upload(focal, assessment.pk, "a.xlsx", download(focal, other.pk).content)
    assert refused.value.code == "other_assessment"
    assert str(other.cycle) in refused.value.words["name"]
    with pytest.raises(RefusedError) as refused:
        upload(focal, assessment.pk, "a.xlsx", download(theirs, stranger.pk).content)
    assert (refused.value.code, refused.value.words) == ("unknown_assessment", {})
    assert not WorkbookUpload.objects.exists()


def test_download_is_noted_with_who(assessment: Assessment, focal: User) -> None:
    made = download(focal, assessment.pk)
    event = AuditEvent.objects.get(action="workbook.downloaded")
    assert event.actor == focal
    assert made.name.startswith("field-office-nord-kivu-cycle-")
    assert made.name.endswith(f"{timezone.localdate():%Y-%m-%d}.xlsx")
