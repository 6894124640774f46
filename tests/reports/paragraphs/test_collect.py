"""Where organizations stand, by the lowest of their offices' answers, at a constant cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checklists.models import Checklist, Disposition, Item, ParagraphPair
from checklists.services.library import publish
from checklists.services.lineage import link_editions
from orgs.models import Office, Organization, User
from reports.frozen import dump
from reports.kinds import Tier
from reports.paragraphs.data import Standing
from tests.factories import make_checklist
from tests.reports.paragraphs.rows import collected, take_part

pytestmark = pytest.mark.django_db


def _follow(older: Checklist, newer: Checklist, year: int = 2026) -> None:
    """Link the instruments of two checklists as editions."""
    newer.instrument.adopted_on = dt.date(year, 12, 8)
    newer.instrument.save(update_fields=["adopted_on"])
    link_editions(None, older.instrument, newer.instrument)


def _blocks(standing: Standing) -> list[tuple[str, int]]:
    return [("/".join(block.positions), block.organizations) for block in standing.blocks]


def _only(checklist: Checklist) -> Standing:
    [standing] = collected(checklist).paragraphs[0].standings
    return standing


def test_organization_stands_where_the_lowest_answer_of_its_offices_does() -> None:
    checklist = make_checklist(1)
    for _n in range(5):
        take_part(checklist, ["in_place"], ["not_in_place"], ["in_place"])
        take_part(checklist, ["in_place"], ["in_place"])
    low, high = _only(checklist).blocks
    assert (low.positions[0], low.organizations) == ("not_in_place", 5)
    assert (high.positions[-1], high.organizations) == ("in_place", 5)


def test_unanswered_item_counts_below_partly_and_above_not_in_place() -> None:
    checklist = make_checklist(1)
    for _n in range(5):
        take_part(checklist, ["partly"], [""])
        take_part(checklist, [""], ["not_in_place"])
        take_part(checklist, ["partly"], ["not_applicable"])
    assert _blocks(_only(checklist)) == [
        ("not_in_place", 5),
        ("unanswered/not_applicable", 5),
        ("partly/mostly/in_place", 5),
    ]


def test_verified_are_those_that_accepted_answers_put_there() -> None:
    checklist = make_checklist(1)
    for _n in range(6):
        take_part(checklist, ["not_in_place"], ["in_place"], accepted=True)
        take_part(checklist, ["in_place"])
    assert [block.verified for block in _only(checklist).blocks] == [6, 0]


def test_policy_and_practice_are_apart() -> None:
    checklist = make_checklist(2, published=False)
    first, second = checklist.items.order_by("position")
    Item.objects.filter(pk=second.pk).update(paragraph=first.paragraph)
    for n in range(10):
        take_part(checklist, ["in_place" if n < 5 else "partly", "not_in_place"])
    [line] = collected(checklist).paragraphs
    policy, practice = line.standings
    assert (policy.dimension, practice.dimension) == ("policy", "practice")
    assert len(policy.blocks) == 2
    assert practice.blocks == ()


def test_by_kind_of_organization_small_ones_together() -> None:
    checklist = make_checklist(1)
    for _n in range(5):
        for kind in ("un", "nngo"):
            take_part(checklist, ["in_place"], kind=kind)
            take_part(checklist, ["not_in_place"], kind=kind)
    take_part(checklist, ["not_in_place"], kind="other")
    kinds = _only(checklist).kinds
    assert len(kinds) == 2
    assert sorted(kind for row in kinds for kind in row.kinds) == ["nngo", "other", "un"]
    assert all(block.organizations >= 5 for row in kinds for block in row.blocks)


def test_only_the_latest_cycle_that_has_begun_counts() -> None:
    checklist = make_checklist(1)
    for n in range(10):
        organization = take_part(checklist, ["in_place" if n < 5 else "mostly"])
        for starts_on in (dt.date(2025, 1, 1), dt.date(2027, 1, 1)):
            take_part(checklist, starts_on=starts_on, organization=organization)
    assert collected(checklist).organizations == 10
    assert _blocks(_only(checklist))[-1] == ("in_place", 5)


def test_who_is_not_asked_is_counted_as_such() -> None:
    checklist = make_checklist(1, published=False)
    Item.objects.filter(checklist=checklist).update(organizations="united-nations")
    publish(None, checklist.pk)
    for _n in range(5):
        take_part(checklist, ["partly"], kind="un")
        take_part(checklist, [], kind="ingo")
    assert _blocks(_only(checklist)) == [
        ("not_in_place/unanswered/not_asked/not_applicable", 5),
        ("partly/mostly/in_place", 5),
    ]


def test_fewer_than_five_organizations_tell_nothing() -> None:
    checklist = make_checklist(1, indicators=[{"by": ["recruitment"]}])
    for _n in range(4):
        take_part(checklist, ["in_place", "reported"], figures={"local": 7, "international": 3})
    data = collected(checklist)
    assert (data.organizations, data.kinds) == (None, ())
    assert data.paragraphs[0].standings[0].blocks == ()
    assert data.paragraphs[1].numbers[0].total is None


def test_indicators_are_summed_and_told_apart_by_recruitment_and_sex() -> None:
    checklist = make_checklist(0, indicators=[{"by": ["recruitment", "sex"]}])
    figures = {"local.women": 4, "local.men": 5, "international.men": 1}
    for _n in range(5):
        take_part(checklist, ["reported"], ["reported"], ["not_collected"], figures=figures)
    [number] = collected(checklist).paragraphs[0].numbers
    assert (number.organizations, number.total) == (5, 100)
    assert [(share.parts, share.value) for share in number.recruitment] == [
        (("local",), 90),
        (("international",), 10),
    ]
    assert [(share.parts, share.value) for share in number.sex] == [
        (("women",), 40),
        (("men", "unrecorded"), 60),
    ]


def test_earlier_edition_has_the_figures_of_the_same_paragraph() -> None:
    older, newer = make_checklist(2), make_checklist(2)
    _follow(older, newer)
    for n in range(10):
        take_part(older, ["in_place" if n < 5 else "not_in_place"])
        take_part(newer, ["in_place"])
    data = collected(newer)
    assert [edition.organizations for edition in data.editions] == [10]
    [former] = data.paragraphs[0].formers
    assert (former.paragraphs, former.relation) == (("1",), "unchanged")
    assert [count for _positions, count in _blocks(former.standings[0])] == [5, 5]
    assert former.standings[0].kinds == ()


def test_merged_paragraphs_are_not_counted_as_one() -> None:
    """The earlier edition's own report tells of each; together they would tell who lacks both."""
    older, newer = make_checklist(2), make_checklist(2)
    _follow(older, newer)
    first, second = ParagraphPair.objects.order_by("position")
    ParagraphPair.objects.filter(pk=second.pk).update(new=first.new, relation="merged")
    for n in range(12):
        take_part(older, ["not_in_place" if n < 6 else "in_place"])
        take_part(newer, ["in_place"])
    assert [line.formers for line in collected(newer).paragraphs] == [(), ()]


def test_paragraphs_without_items_say_why() -> None:
    checklist = make_checklist(2, published=False)
    checklist.items.filter(position=2).delete()
    Disposition.objects.filter(checklist=checklist, paragraph__number="2").update(
        kind="context", duty="It is the duty of States."
    )
    [unasked] = collected(checklist).unasked
    assert (unasked.number, unasked.kind) == ("2", "context")
    assert unasked.duty == "It is the duty of States."


def _queries(checklist: Checklist) -> int:
    with CaptureQueriesContext(connection) as captured:
        collected(checklist)
    return len(captured)


def test_queries_are_constant() -> None:
    older, few = make_checklist(2), make_checklist(2, indicators=[{"by": ["sex"]}])
    many = make_checklist(8, indicators=[{"by": ["sex"]}, {}])
    _follow(older, few)
    _follow(few, many, 2027)
    for checklist, organizations in ((few, 5), (many, 12)):
        for _n in range(organizations):
            take_part(checklist, *[["in_place"]] * 2)
    assert _queries(few) == _queries(many) <= 12


@pytest.mark.parametrize("tier", Tier)
def test_no_name_in_the_database_is_in_any_tier(tier: Tier) -> None:
    checklist = make_checklist(2, indicators=[{"by": ["recruitment"]}])
    for n in range(12):
        figures = {"local": 3, "international": 2}
        take_part(checklist, ["partly" if n < 6 else "mostly", "", "reported"], figures=figures)
    text = dump(collected(checklist, tier)).decode()
    names = {
        *Organization.objects.values_list("name", flat=True),
        *Office.objects.values_list("name", flat=True),
        *User.objects.values_list("full_name", flat=True),
        *User.objects.values_list("email", flat=True),
    }
    assert len(names) == 48
    assert not [name for name in (*names, "Mali", "Confidential", "Unspeakable") if name in text]
