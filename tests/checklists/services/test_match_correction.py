"""Correcting a match: what is stored, what is noted, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from checklists.lineage import CorrectionError, Relation
from checklists.models import EditionLink
from checklists.services.match_correction import correct_match, state
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.checklists.edition_rows import (
    COUNSELLING,
    CRASHES,
    TELECOM,
    TRAINING,
    make_edition,
    make_link,
    pair,
    pairs,
    paragraph,
)
from tests.factories import make_member, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_user(secretariat=True)


@pytest.fixture
def link() -> EditionLink:
    """1 → 1 unchanged, 2 dropped, 2 new, 3 → 3 unchanged."""
    return make_link([TRAINING, CRASHES, TELECOM], [TRAINING, COUNSELLING, TELECOM])


def test_a_new_paragraph_gets_its_older_one(officer: User, link: EditionLink) -> None:
    wrong, older = pair(link, new="2"), paragraph(link.older, "2")
    correct_match(officer, wrong.pk, older, Relation.AMENDED, seen=state(wrong))
    assert pairs(link)[1:2] == [("2", "2", "amended")]
    assert len(pairs(link)) == 3


def test_a_dropped_paragraph_gets_its_newer_one(officer: User, link: EditionLink) -> None:
    wrong, newer = pair(link, old="2"), paragraph(link.newer, "2")
    correct_match(officer, wrong.pk, newer, Relation.AMENDED, seen=state(wrong))
    assert pairs(link)[1:2] == [("2", "2", "amended")]


def test_a_wrong_pair_is_taken_apart(officer: User, link: EditionLink) -> None:
    wrong = pair(link, old="1", new="1")
    correct_match(officer, wrong.pk, None, Relation.AMENDED, seen=state(wrong))
    assert {("1", None, "dropped"), (None, "1", "new")} < set(pairs(link))


def test_a_split_marks_both_parts(officer: User, link: EditionLink) -> None:
    wrong, older = pair(link, new="2"), paragraph(link.older, "1")
    correct_match(officer, wrong.pk, older, Relation.SPLIT, seen=state(wrong))
    assert {("1", "1", "split"), ("1", "2", "split")} < set(pairs(link))
    assert pair(link, old="1", new="1").corrected_by == officer


def test_who_corrected_what_is_noted(officer: User, link: EditionLink) -> None:
    wrong, older = pair(link, new="2"), paragraph(link.older, "2")
    correct_match(officer, wrong.pk, older, Relation.AMENDED, seen=state(wrong))
    corrected = pair(link, old="2", new="2")
    assert corrected.corrected_by == officer
    assert corrected.corrected_at is not None
    assert pair(link, old="1", new="1").corrected_at is None
    event = AuditEvent.objects.get(action="match.corrected")
    assert event.actor == officer
    assert sorted(event.data["before"]) == ["2 → –: dropped", "– → 2: new"]
    assert event.data["after"] == ["2 → 2: amended"]


def test_a_match_can_be_confirmed_as_it_is(officer: User, link: EditionLink) -> None:
    right, older = pair(link, old="1", new="1"), paragraph(link.older, "1")
    correct_match(officer, right.pk, older, Relation.UNCHANGED, seen=state(right))
    right.refresh_from_db()
    assert right.corrected_by == officer


def test_only_the_secretariat_corrects(link: EditionLink) -> None:
    wrong = pair(link, new="2")
    reviewer = make_member(make_office(), Role.REVIEWER)
    with pytest.raises(PermissionDenied):
        correct_match(reviewer, wrong.pk, None, Relation.AMENDED, seen=state(wrong))


def test_what_somebody_else_changed_meanwhile_is_a_conflict(
    officer: User, link: EditionLink
) -> None:
    wrong, older = pair(link, new="2"), paragraph(link.older, "2")
    seen = state(wrong)
    correct_match(officer, wrong.pk, older, Relation.AMENDED, seen=seen)
    with pytest.raises(ConflictError):
        correct_match(officer, wrong.pk, older, Relation.AMENDED, seen=seen)
    now = pair(link, old="2", new="2")
    with pytest.raises(ConflictError):
        correct_match(officer, now.pk, older, Relation.UNCHANGED, seen=seen)


def test_a_split_of_one_is_refused_and_changes_nothing(officer: User, link: EditionLink) -> None:
    wrong, older, before = pair(link, new="2"), paragraph(link.older, "2"), pairs(link)
    with pytest.raises(CorrectionError):
        correct_match(officer, wrong.pk, older, Relation.SPLIT, seen=state(wrong))
    assert pairs(link) == before


def test_a_paragraph_of_another_instrument_is_no_counterpart(
    officer: User, link: EditionLink
) -> None:
    wrong, stranger = pair(link, new="2"), paragraph(make_edition(2015, TRAINING), "1")
    with pytest.raises(ValueError, match="none of this edition"):
        correct_match(officer, wrong.pk, stranger, Relation.AMENDED, seen=state(wrong))
