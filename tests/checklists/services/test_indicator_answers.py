"""Answering with figures: they are checked, kept in every version, and have to agree."""

import pytest
from django.core.exceptions import ValidationError

from checklists.models import Answer, Assessment
from checklists.plausibility import doubts_about
from checklists.queries import disagreements_about
from checklists.scale import Outcome
from checklists.services.answers import (
    Saved,
    Written,
    check,
    choose_text,
    content,
    pending_text,
    save_answer,
)
from checklists.services.review import give_verdict
from checklists.services.transitions import (
    IncompleteError,
    open_answers,
    return_to_office,
    sign_off,
    submit,
)
from orgs.models import AuditEvent, User
from orgs.roles import Role
from tests.factories import make_assessment, make_member

pytestmark = pytest.mark.django_db

BY_SEX = {"by": ["sex"], "maximum": 50}
LEFT = {"unit": "persons"}
TRAINED = {"unit": "persons", "not_above": "count-1"}


@pytest.fixture
def assessment() -> Assessment:
    return make_assessment(items=0, indicators=[BY_SEX])


@pytest.fixture
def pair() -> Assessment:
    """Of those who left, 1.1, some were trained, 2.1."""
    return make_assessment(items=0, indicators=[LEFT, TRAINED])


def focal_point(assessment: Assessment, name: str = "Ana") -> User:
    return make_member(assessment.office, Role.FOCAL_POINT, name)


def reviewer(assessment: Assessment) -> User:
    return make_member(assessment.office, Role.REVIEWER, "Rita")


def reported(**figures: int) -> Written:
    return Written("reported", "From the register.", "", figures)


def answer(assessment: Assessment, ref: str = "1.1") -> Answer:
    return assessment.answers.select_related("item").get(item__ref=ref)


def save(actor: User, assessment: Assessment, ref: str, **figures: int) -> Saved:
    row = answer(assessment, ref)
    return save_answer(actor, row.pk, reported(**figures), read_version=row.version)


def errors(written: Written, assessment: Assessment, ref: str = "1.1") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        check(written, answer(assessment, ref).item)
    return refused.value.message_dict


SOME = {"women": 3, "men": 4, "unrecorded": 0}
MORE = {"women": 5, "men": 4, "unrecorded": 0}


def test_figures_are_stored_and_on_the_audit_trail(assessment: Assessment) -> None:
    ana = focal_point(assessment)
    assert save(ana, assessment, "1.1", **SOME) is Saved.SAVED
    row = answer(assessment)
    assert (row.value, row.figures, row.version) == ("reported", SOME, 1)
    assert [revision.figures for revision in row.revisions.all()] == [SOME]
    assert AuditEvent.objects.get(action="answer.saved").data["figures"] == SOME


def test_every_version_keeps_its_figures(assessment: Assessment) -> None:
    ana = focal_point(assessment)
    save(ana, assessment, "1.1", **SOME)
    save(ana, assessment, "1.1", **MORE)
    assert [row.figures for row in answer(assessment).revisions.order_by("version")] == [SOME, MORE]


def test_same_figures_are_no_change_in_whatever_order(assessment: Assessment) -> None:
    ana = focal_point(assessment)
    save(ana, assessment, "1.1", **SOME)
    backwards = dict(reversed(SOME.items()))
    assert save(ana, assessment, "1.1", **backwards) is Saved.UNCHANGED


def test_other_figures_alone_are_a_change(assessment: Assessment) -> None:
    ana = focal_point(assessment)
    save(ana, assessment, "1.1", **SOME)
    assert save(ana, assessment, "1.1", **MORE) is Saved.SAVED


def test_figures_on_an_old_version_are_set_aside_once(assessment: Assessment) -> None:
    ana, ben = focal_point(assessment), focal_point(assessment, "Ben")
    save(ana, assessment, "1.1", **SOME)
    row = answer(assessment)
    for _twice in range(2):
        assert save_answer(ben, row.pk, reported(**MORE), read_version=0) is Saved.SET_ASIDE
    waiting = pending_text(ben, row)
    assert waiting is not None
    assert content(waiting) == reported(**MORE)
    assert row.revisions.filter(version=None).count() == 1
    assert answer(assessment).figures == SOME


def test_chosen_figures_are_stored_and_the_others_kept(assessment: Assessment) -> None:
    ana, ben = focal_point(assessment), focal_point(assessment, "Ben")
    save(ana, assessment, "1.1", **SOME)
    row = answer(assessment)
    save_answer(ben, row.pk, reported(**MORE), read_version=0)
    assert choose_text(ben, row.pk, reported(**MORE), read_version=1) is Saved.SAVED
    assert answer(assessment).figures == MORE
    assert [r.figures for r in row.revisions.exclude(version=2)] == [MORE, SOME]


def test_every_cell_is_needed_once_figures_are_given(assessment: Assessment) -> None:
    assert errors(reported(women=3), assessment) == {
        "figures_men": ["Give a number: 0 if there were none."],
        "figures_unrecorded": ["Give a number: 0 if there were none."],
    }


def test_a_total_that_is_hard_to_believe_is_stored(assessment: Assessment) -> None:
    written = reported(women=30, men=30, unrecorded=0)
    save_answer(focal_point(assessment), answer(assessment).pk, written, read_version=0)
    assert doubts_about(answer(assessment)) == ["The total is 60, but at most 50 is plausible."]


def test_a_draft_may_be_half_done(assessment: Assessment) -> None:
    draft = Written("", "", "", {"women": 3})
    row = answer(assessment)
    save_answer(focal_point(assessment), row.pk, draft, read_version=0)
    assert content(answer(assessment)) == draft
    assert answer(assessment).is_open


@pytest.mark.parametrize(
    "written",
    [
        Written("in_place", "", ""),
        Written("not_collected", "", "", {"women": 3}),
        Written("splendid", "", ""),
    ],
)
def test_an_indicator_takes_figures_or_says_why_none(
    assessment: Assessment, written: Written
) -> None:
    assert list(errors(written, assessment)) == ["value"]


def test_not_applicable_needs_its_reason_here_too(assessment: Assessment) -> None:
    assert list(errors(Written("not_applicable", "", ""), assessment)) == ["not_applicable_reason"]
    check(Written("not_applicable", "", "No vehicles."), answer(assessment).item)


def test_no_figures_kept_needs_no_justification(assessment: Assessment) -> None:
    check(Written("not_collected", "", ""), answer(assessment).item)


@pytest.mark.parametrize(
    "written", [Written("reported", "", ""), Written("in_place", "", "", {"total": 1})]
)
def test_a_question_takes_no_figures(written: Written) -> None:
    assert list(errors(written, make_assessment(items=1))) == ["value"]


def test_a_figure_above_its_limit_is_refused(pair: Assessment) -> None:
    ana = focal_point(pair)
    save(ana, pair, "1.1", total=8)
    with pytest.raises(ValidationError) as refused:
        save(ana, pair, "2.1", total=9)
    assert refused.value.message_dict == {
        "figures_total": ["The total is 9, but 1.1 says 8: it can't be more."]
    }
    assert answer(pair, "2.1").version == 0
    assert save(ana, pair, "2.1", total=8) is Saved.SAVED


def test_a_limit_that_is_not_reported_limits_nothing(pair: Assessment) -> None:
    ana = focal_point(pair)
    assert save(ana, pair, "2.1", total=9) is Saved.SAVED
    limit = Written("not_collected", "", "")
    assert save_answer(ana, answer(pair).pk, limit, read_version=0) is Saved.SAVED
    assert open_answers(pair) == []


def test_the_limit_of_another_office_limits_nothing(pair: Assessment) -> None:
    other = pair.cycle.assessments.create(office=make_assessment().office)
    for row in pair.answers.all():
        other.answers.create(item=row.item)
    save(focal_point(other, "Ben"), other, "1.1", total=1)
    assert save(focal_point(pair), pair, "2.1", total=9) is Saved.SAVED


def test_a_limit_that_sinks_below_is_stored_and_stops_submitting(pair: Assessment) -> None:
    ana = focal_point(pair)
    save(ana, pair, "1.1", total=8)
    save(ana, pair, "2.1", total=8)
    assert save(ana, pair, "1.1", total=7) is Saved.SAVED
    with pytest.raises(IncompleteError) as refused:
        submit(ana, pair.pk)
    assert [row.item.ref for row in refused.value.answers] == ["2.1"]
    save(ana, pair, "2.1", total=7)
    submit(ana, pair.pk)


def test_both_sides_are_told_that_they_disagree(pair: Assessment) -> None:
    ana = focal_point(pair)
    save(ana, pair, "2.1", total=8)
    save(ana, pair, "1.1", total=7)
    rows = list(pair.answers.select_related("item"))
    for ref in ("1.1", "2.1"):
        assert [
            (row.item.ref, said) for row, said in disagreements_about(answer(pair, ref).item, rows)
        ] == [("2.1", "The total is 8, but 1.1 says 7: it can't be more.")]


def test_an_accepted_figure_stops_nothing(pair: Assessment) -> None:
    """The office can't change it any more: the reviewer sees that it is too high."""
    ana, rita = focal_point(pair), reviewer(pair)
    save(ana, pair, "1.1", total=8)
    save(ana, pair, "2.1", total=8)
    submit(ana, pair.pk)
    give_verdict(rita, answer(pair, "1.1").pk, Outcome.RETURNED, "Seven, by the list.")
    give_verdict(rita, answer(pair, "2.1").pk, Outcome.ACCEPTED)
    return_to_office(rita, pair.pk, "")
    save(ana, pair, "1.1", total=7)
    submit(ana, pair.pk)


def test_an_indicator_is_to_be_answered_like_any_item() -> None:
    assessment = make_assessment(items=0, indicators=[LEFT])
    ana, rita = focal_point(assessment), reviewer(assessment)
    with pytest.raises(IncompleteError):
        submit(ana, assessment.pk)
    save(ana, assessment, "1.1", total=0)
    submit(ana, assessment.pk)
    with pytest.raises(IncompleteError):
        sign_off(rita, assessment.pk)
    give_verdict(rita, answer(assessment).pk, Outcome.ACCEPTED)
    sign_off(rita, assessment.pk)
