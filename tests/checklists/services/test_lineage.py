"""Linking editions: what is stored, what is refused, who may, and what a re-run keeps."""

import pytest
from django.core.exceptions import PermissionDenied

from checklists.lineage import Relation
from checklists.models import EditionLink, Paragraph
from checklists.services.lineage import (
    compare_editions,
    link_editions,
    suggest_predecessor,
    unlink_editions,
)
from checklists.services.match_correction import correct_match, state
from orgs.access import ConflictError
from orgs.models import AuditEvent
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


def test_linking_stores_what_became_of_each_paragraph() -> None:
    link = make_link([TRAINING, CRASHES], [COUNSELLING, TRAINING])
    assert pairs(link) == [(None, "1", "new"), ("1", "2", "unchanged"), ("2", None, "dropped")]


def test_linking_is_noted_with_who_did_it() -> None:
    officer = make_user(secretariat=True)
    link_editions(officer, make_edition(2020, TRAINING), make_edition(2023, TRAINING))
    assert AuditEvent.objects.get(action="editions.linked").actor == officer


def test_only_the_secretariat_links() -> None:
    older, newer = make_edition(2020, TRAINING), make_edition(2023, TRAINING)
    with pytest.raises(PermissionDenied):
        link_editions(make_member(make_office(), Role.COORDINATOR), older, newer)
    assert not EditionLink.objects.exists()


def test_an_edition_follows_an_older_one_only() -> None:
    older, newer = make_edition(2020, TRAINING), make_edition(2023, TRAINING)
    with pytest.raises(ConflictError, match="was not adopted after"):
        link_editions(None, newer, older)
    with pytest.raises(ConflictError, match="was not adopted after"):
        link_editions(None, older, older)


def test_an_edition_has_one_before_and_one_after_it() -> None:
    first, second, third = (make_edition(year, TRAINING) for year in (2018, 2020, 2023))
    link_editions(None, first, third)
    with pytest.raises(ConflictError, match="A/RES/78/1 follows A/RES/73/1 already"):
        link_editions(None, first, second)
    with pytest.raises(ConflictError, match="A/RES/78/1 follows A/RES/73/1 already"):
        link_editions(None, second, third)


def test_sub_paragraphs_are_part_of_their_paragraph() -> None:
    older, newer = make_edition(2020, "Decides: (a) to train;\n(b) to count"), make_edition(2023)
    top = Paragraph.objects.create(
        instrument=newer, kind="operative", number="1", position=1, text="Decides:"
    )
    for position, (number, text) in enumerate([("(a)", "to train;"), ("(b)", "to count;")], 2):
        Paragraph.objects.create(
            instrument=newer,
            kind="operative",
            number=number,
            position=position,
            text=text,
            parent=top,
        )
    assert pairs(link_editions(None, older, newer)) == [("1", "1", "unchanged")]


def test_paragraphs_with_one_number_under_two_headings_are_told_apart() -> None:
    older, newer = make_edition(2020, TRAINING, CRASHES), make_edition(2023, TRAINING)
    Paragraph.objects.create(
        instrument=newer, kind="operative", number="1", section="II", position=2, text=CRASHES
    )
    link = link_editions(None, older, newer)
    assert pairs(link) == [("1", "1", "unchanged"), ("2", "1", "unchanged")]


def test_linking_again_keeps_what_was_corrected() -> None:
    link = make_link([TRAINING, CRASHES, TELECOM], [TRAINING, COUNSELLING, TELECOM])
    wrong = pair(link, new="2")
    counterpart = paragraph(link.older, "2")
    officer = make_user(secretariat=True)
    correct_match(officer, wrong.pk, counterpart, Relation.AMENDED, seen=state(wrong))
    after = pairs(link)
    again = link_editions(officer, link.older, link.newer)
    assert again == link
    assert (
        pairs(link)
        == after
        == [
            ("1", "1", "unchanged"),
            ("2", "2", "amended"),
            ("3", "3", "unchanged"),
        ]
    )
    assert pair(link, old="2", new="2").corrected_by == officer
    assert AuditEvent.objects.filter(action="editions.linked").count() == 1


def test_a_comparison_shows_the_stored_pairs_of_a_link() -> None:
    link = make_link([TRAINING], [TRAINING])
    stored = pair(link, old="1", new="1")
    officer = make_user(secretariat=True)
    correct_match(officer, stored.pk, None, Relation.AMENDED, seen=state(stored))
    found = compare_editions(link.older, link.newer)
    assert [p.relation for p in found] == [Relation.DROPPED, Relation.NEW]
    backwards = compare_editions(link.newer, link.older)
    assert [p.relation for p in backwards] == [Relation.UNCHANGED]


def test_undoing_a_link_takes_its_pairs_and_is_noted() -> None:
    link = make_link([TRAINING], [TRAINING])
    officer = make_user(secretariat=True)
    unlink_editions(officer, link.pk)
    assert not EditionLink.objects.exists()
    assert AuditEvent.objects.get(action="editions.unlinked").actor == officer


def test_only_the_secretariat_undoes_a_link() -> None:
    link = make_link([TRAINING], [TRAINING])
    with pytest.raises(PermissionDenied):
        unlink_editions(make_member(make_office(), Role.REVIEWER), link.pk)


# --- the suggestion ------------------------------------------------------------------------------


def test_the_latest_earlier_instrument_of_the_title_is_suggested() -> None:
    make_edition(2018, TRAINING)
    likely = make_edition(2020, TRAINING, title="Safety of the personnel")
    make_edition(2021, TRAINING, title="International cooperation in outer space")
    newest = make_edition(2023, TRAINING)
    make_edition(2024, TRAINING)
    assert suggest_predecessor(newest) == likely


def test_what_has_a_follower_or_a_predecessor_is_left_alone() -> None:
    link = make_link([TRAINING], [TRAINING])
    newest = make_edition(2024, TRAINING)
    assert suggest_predecessor(newest) == link.newer
    assert suggest_predecessor(link.newer) is None


def test_another_organ_is_not_suggested() -> None:
    other = make_edition(2020, TRAINING)
    other.organ = "Security Council"
    other.save(update_fields=["organ"])
    assert suggest_predecessor(make_edition(2023, TRAINING)) is None
