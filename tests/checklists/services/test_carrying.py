"""Carrying answers from one cycle to the next, and from one edition to the next."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from checklists.models import (
    Answer,
    Assessment,
    Checklist,
    Cycle,
    Document,
    EditionLink,
    Evidence,
    Instrument,
    Item,
    ParagraphPair,
)
from checklists.scale import Carry, Dimension, Outcome
from checklists.services.answers import Saved, Written, save_answer
from checklists.services.carrying import confirm, confirm_unchanged, duties, offers
from checklists.services.cycles import open_cycle
from checklists.services.evidence import remove
from checklists.services.library import publish
from orgs.access import ConflictError
from orgs.models import Office, User
from orgs.roles import Role
from tests.factories import (
    make_checklist,
    make_document,
    make_evidence,
    make_instrument,
    make_member,
    make_office,
    make_user,
)

pytestmark = pytest.mark.django_db
TRUE = Written("in_place", "Signed in 2025.", "")


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def focal(office: Office) -> User:
    return make_member(office, Role.FOCAL_POINT)


def _open_all(offices: list[Office], checklist: Checklist, year: int, name: str = "") -> Cycle:
    return open_cycle(
        make_user(secretariat=True),
        organization=offices[0].organization,
        checklist=checklist,
        name=name or str(year),
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        due_on=dt.date(year + 1, 1, 31),
        offices=offices,
    )


def _open(office: Office, checklist: Checklist, year: int) -> Assessment:
    return _open_all([office], checklist, year).assessments.get()


def _answer(assessment: Assessment, key: str) -> Answer:
    return assessment.answers.select_related("item").get(item__key=key)


def _say(focal: User, assessment: Assessment, key: str, written: Written = TRUE) -> Answer:
    save_answer(focal, _answer(assessment, key).pk, written, read_version=0)
    return _answer(assessment, key)


def _seen(assessment: Assessment) -> dict[int, int]:
    """All that is offered, as a page would show it."""
    offered = assessment.answers.filter(carried_from__isnull=False)
    return dict(offered.values_list("pk", "carried_from__version"))


def _give(answer: Answer, focal: User) -> Evidence:
    stored = default_storage.save("evidence/policy", ContentFile(b"policy"))
    return make_evidence(answer, focal, title="Policy", file=stored, sha256="a" * 64)


def _link(older: Checklist, newer: Checklist, relation: str) -> None:
    link = EditionLink.objects.create(older=older.instrument, newer=newer.instrument)
    pairs = zip(older.items.all(), newer.items.all(), strict=True)
    for position, (old, new) in enumerate(pairs, start=1):
        ParagraphPair.objects.create(
            link=link,
            old=old.paragraph,
            new=new.paragraph,
            relation=relation,
            similarity=1,
            position=position,
        )


def test_first_cycle_of_an_office_starts_blank(office: Office) -> None:
    assessment = _open(office, make_checklist(), 2025)
    assert set(assessment.answers.values_list("carry", "carried_from")) == {("", None)}


def test_answer_of_the_last_cycle_is_offered_and_counts_for_nothing(
    office: Office, focal: User
) -> None:
    checklist = make_checklist()
    old = _say(focal, _open(office, checklist, 2025), "duty-1")
    new = _answer(_open(office, checklist, 2026), "duty-1")
    assert (new.carried_from, new.carry, new.value, new.verdict) == (
        old,
        Carry.SAME,
        "",
        Outcome.PENDING,
    )


def test_blank_answer_is_not_offered(office: Office) -> None:
    checklist = make_checklist()
    _open(office, checklist, 2025)
    assert _answer(_open(office, checklist, 2026), "duty-1").carried_from is None


def test_the_latest_of_the_earlier_cycles_is_offered(office: Office, focal: User) -> None:
    checklist = make_checklist()
    later = _say(focal, _open(office, checklist, 2025), "duty-1")
    _say(focal, _open(office, checklist, 2024), "duty-1")
    assert _answer(_open(office, checklist, 2026), "duty-1").carried_from == later


def test_other_office_s_answer_is_not_offered(office: Office, focal: User) -> None:
    checklist = make_checklist()
    _say(focal, _open(office, checklist, 2025), "duty-1")
    other = make_office(parent=office)
    assert _answer(_open(other, checklist, 2026), "duty-1").carried_from is None


def test_unchanged_paragraph_of_the_next_edition_carries_the_answer(
    office: Office, focal: User
) -> None:
    older, newer = make_checklist(), make_checklist()
    _link(older, newer, ParagraphPair.Relation.UNCHANGED)
    _say(focal, _open(office, older, 2025), "duty-1")
    assert _answer(_open(office, newer, 2026), "duty-1").carry == Carry.SAME


@pytest.mark.parametrize("relation", ["amended", "split", "merged"])
def test_amended_paragraph_asks_for_confirmation(
    office: Office, focal: User, relation: str
) -> None:
    older, newer = make_checklist(), make_checklist()
    _link(older, newer, relation)
    _say(focal, _open(office, older, 2025), "duty-1")
    assert _answer(_open(office, newer, 2026), "duty-1").carry == Carry.AMENDED


def test_unrelated_editions_ask_for_confirmation(office: Office, focal: User) -> None:
    _say(focal, _open(office, make_checklist(), 2025), "duty-1")
    assert _answer(_open(office, make_checklist(), 2026), "duty-1").carry == Carry.AMENDED


def test_new_question_starts_blank(office: Office, focal: User) -> None:
    older = make_checklist(2)
    _say(focal, _open(office, older, 2025), "duty-1")
    assert _answer(_open(office, make_checklist(3), 2026), "duty-3").carried_from is None


def test_duty_is_followed_over_several_editions() -> None:
    checklists = [make_checklist(1) for _ in range(4)]
    for older, newer, relation in zip(
        checklists, checklists[1:], ["unchanged", "amended", "unchanged"], strict=False
    ):
        _link(older, newer, relation)
    paragraphs = [Item.objects.get(checklist=each).paragraph_id for each in checklists]
    whole = duties(checklists[0].instrument, checklists[3].instrument)
    assert whole.known == {(paragraphs[0], paragraphs[3])}
    assert not whole.same(paragraphs[0], paragraphs[3])
    assert duties(checklists[2].instrument, checklists[3].instrument).same(*paragraphs[2:])


def test_a_chain_that_leads_elsewhere_says_nothing() -> None:
    first, second = make_checklist(1), make_checklist(1)
    _link(first, second, ParagraphPair.Relation.UNCHANGED)
    stranger: Instrument = make_instrument()
    assert not duties(first.instrument, stranger).known


@pytest.fixture
def offered(office: Office, focal: User) -> Answer:
    """An answer to confirm, with a file as evidence."""
    checklist = make_checklist()
    _give(_say(focal, _open(office, checklist, 2025), "duty-1"), focal)
    return _answer(_open(office, checklist, 2026), "duty-1")


def test_confirming_takes_the_answer_over(offered: Answer, focal: User) -> None:
    assert confirm(focal, offered.pk, read_version=0, seen=1) is Saved.SAVED
    offered.refresh_from_db()
    assert (offered.value, offered.justification, offered.updated_by, offered.verdict) == (
        "in_place",
        "Signed in 2025.",
        focal,
        Outcome.PENDING,
    )


def _document(offered: Answer) -> Document:
    """The document of the answer that is offered."""
    assert offered.carried_from
    return offered.carried_from.evidence.get().document


def test_confirming_takes_no_document_that_was_not_chosen(offered: Answer, focal: User) -> None:
    confirm(focal, offered.pk, read_version=0, seen=1)
    assert not offered.evidence.exists()


def test_confirming_gives_the_chosen_document_again(offered: Answer, focal: User) -> None:
    document = _document(offered)
    confirm(focal, offered.pk, read_version=0, seen=1, documents=[document.pk])
    assert offered.evidence.get().document == document


def test_confirming_together_gives_documents_again_that_have_not_run_out(
    offered: Answer, focal: User
) -> None:
    seen = {offered.pk: 1}
    confirm_unchanged(focal, offered.assessment_id, seen, with_documents=True)
    assert offered.evidence.get().document == _document(offered)


def test_confirming_together_leaves_out_what_has_run_out(offered: Answer, focal: User) -> None:
    Document.objects.update(valid_until=dt.date(2025, 1, 31))
    seen = {offered.pk: 1}
    confirm_unchanged(focal, offered.assessment_id, seen, with_documents=True)
    assert not offered.evidence.exists()


def test_another_office_s_document_is_not_there_to_be_given(offered: Answer, focal: User) -> None:
    other = make_document(make_office(), focal)
    with pytest.raises(Http404):
        confirm(focal, offered.pk, read_version=0, seen=1, documents=[other.pk])
    offered.refresh_from_db()
    assert offered.value == ""


def test_confirming_twice_changes_nothing(offered: Answer, focal: User) -> None:
    given = [_document(offered).pk]
    confirm(focal, offered.pk, read_version=0, seen=1, documents=given)
    again = confirm(focal, offered.pk, read_version=1, seen=1, documents=given)
    assert again is Saved.UNCHANGED
    assert offered.evidence.count() == 1


def test_a_colleague_s_newer_answer_is_not_overwritten(offered: Answer, focal: User) -> None:
    save_answer(focal, offered.pk, Written("partly", "Half.", ""), read_version=0)
    colleague = make_member(offered.assessment.office, Role.FOCAL_POINT)
    given = [_document(offered).pk]
    saved = confirm(colleague, offered.pk, read_version=0, seen=1, documents=given)
    assert saved is Saved.SET_ASIDE
    offered.refresh_from_db()
    assert (offered.value, offered.evidence.count()) == ("partly", 0)


def test_last_cycle_s_document_is_not_deleted_with_this_cycle_s_evidence(
    offered: Answer, focal: User
) -> None:
    document = _document(offered)
    confirm(focal, offered.pk, read_version=0, seen=1, documents=[document.pk])
    with pytest.raises(ConflictError):
        remove(focal, offered.evidence.get(), with_document=True)
    remove(focal, offered.evidence.get())
    assert default_storage.exists(document.file.name or "")


def test_answer_that_changed_since_it_was_seen_is_not_confirmed(
    offered: Answer, focal: User
) -> None:
    old = offered.carried_from
    assert old
    save_answer(focal, old.pk, Written("not_in_place", "It lapsed.", ""), read_version=1)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        confirm(focal, offered.pk, read_version=0, seen=1)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        confirm_unchanged(focal, offered.assessment_id, {offered.pk: 1})


def test_answer_that_was_taken_back_is_not_confirmed(offered: Answer, focal: User) -> None:
    old = offered.carried_from
    assert old
    save_answer(focal, old.pk, Written("", "", ""), read_version=1)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        confirm(focal, offered.pk, read_version=0, seen=2)


def test_this_cycle_s_own_answer_is_not_overwritten(offered: Answer, focal: User) -> None:
    save_answer(focal, offered.pk, Written("partly", "Half.", ""), read_version=0)
    with pytest.raises(ConflictError, match="answered in this cycle already"):
        confirm(focal, offered.pk, read_version=1, seen=1)


def test_returned_answer_is_to_be_confirmed_by_itself(office: Office, focal: User) -> None:
    checklist = make_checklist()
    old = _say(focal, _open(office, checklist, 2025), "duty-1")
    Answer.objects.filter(pk=old.pk).update(verdict=Outcome.RETURNED)
    assert _answer(_open(office, checklist, 2026), "duty-1").carry == Carry.AMENDED


def test_cycle_without_answers_in_between_hides_none(office: Office, focal: User) -> None:
    checklist = make_checklist()
    old = _say(focal, _open(office, checklist, 2024), "duty-1")
    _open(office, checklist, 2025)
    assert _answer(_open(office, checklist, 2026), "duty-1").carried_from == old


def test_number_alone_makes_no_question_the_same(office: Office, focal: User) -> None:
    drafts = [make_checklist(1, published=False) for _ in range(2)]
    for draft in drafts:
        draft.items.update(key="op-1-1")
    older, newer = (publish(None, draft.pk) for draft in drafts)
    _say(focal, _open(office, older, 2025), "op-1-1")
    assert _answer(_open(office, newer, 2026), "op-1-1").carried_from is None


def test_duty_is_followed_back_to_an_older_edition(office: Office, focal: User) -> None:
    older, newer = make_checklist(), make_checklist()
    _link(older, newer, ParagraphPair.Relation.UNCHANGED)
    _say(focal, _open(office, newer, 2025), "duty-1")
    assert _answer(_open(office, older, 2026), "duty-1").carry == Carry.SAME


def test_submitted_assessment_takes_no_confirmation(offered: Answer, focal: User) -> None:
    Assessment.objects.filter(pk=offered.assessment_id).update(status="submitted")
    with pytest.raises(ConflictError, match="can't be changed"):
        confirm_unchanged(focal, offered.assessment_id, {offered.pk: 1})


def test_nothing_to_confirm_is_a_conflict(office: Office, focal: User) -> None:
    answer = _answer(_open(office, make_checklist(), 2026), "duty-1")
    with pytest.raises(ConflictError, match="Nothing was carried over"):
        confirm(focal, answer.pk, read_version=0, seen=1)


def test_unchanged_answers_are_confirmed_together(office: Office, focal: User) -> None:
    checklist = make_checklist(4)
    last = _open(office, checklist, 2025)
    for key in ("duty-1", "duty-2"):
        _say(focal, last, key)
    assessment = _open(office, checklist, 2026)
    assert confirm_unchanged(focal, assessment.pk, _seen(assessment)) == 2
    assert assessment.answers.exclude(value="").count() == 2


def test_amended_answers_are_not_confirmed_together(office: Office, focal: User) -> None:
    _say(focal, _open(office, make_checklist(), 2025), "duty-1")
    assessment = _open(office, make_checklist(), 2026)
    assert confirm_unchanged(focal, assessment.pk, _seen(assessment)) == 0


def test_what_is_answered_already_is_not_confirmed_again(offered: Answer, focal: User) -> None:
    save_answer(focal, offered.pk, Written("partly", "Half.", ""), read_version=0)
    assert confirm_unchanged(focal, offered.assessment_id, {offered.pk: 1}) == 0


def test_offers_cost_the_same_for_any_number_of_offices(office: Office, focal: User) -> None:
    checklist = make_checklist(2)
    offices = [office, *(make_office(parent=office) for _ in range(4))]
    for assessment in _open_all(offices, checklist, 2025).assessments.all():
        _say(focal, assessment, "duty-1")
    cycle = _open_all(offices, checklist, 2026)
    counts = []
    for number in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            assert len(offers(cycle, offices[:number], checklist.items.all())) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_figures_are_not_offered(office: Office, focal: User) -> None:
    checklist = make_checklist(published=False)
    checklist.items.filter(key="duty-1").update(dimension=Dimension.INDICATOR)
    checklist = publish(None, checklist.pk)
    old = _answer(_open(office, checklist, 2025), "duty-1")
    Answer.objects.filter(pk=old.pk).update(value="reported")
    assert _answer(_open(office, checklist, 2026), "duty-1").carried_from is None
