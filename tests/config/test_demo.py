"""The demonstration's organization: what its offices have answered, and how far they are."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from checklists.importers.checklist.file import parse_checklist
from checklists.indicators import Indicator, problems
from checklists.management.commands.load_library import DATA
from checklists.models import Answer, Assessment
from checklists.scale import AnswerValue, Carry, Outcome
from checklists.services.answers import content as saved
from config.demo import content
from config.demo.answers import ANSWERED, RETURNED, RETURNED_REASON, Answered, a_year_before
from config.demo.figures import FIGURES, FIGURES_A_YEAR_BEFORE, NOT_COLLECTED, counted


def verdicts(office: str) -> Counter[str]:
    """How many answers of the office have which verdict."""
    answers = Answer.objects.filter(
        assessment__office__name=office, assessment__cycle__name="2026, second half"
    )
    return Counter(answers.values_list("verdict", flat=True))


@pytest.mark.django_db
def test_three_offices_stand_at_different_points_of_the_path() -> None:
    call_command("load_library", verbosity=0)
    content.create("password")

    last = Assessment.objects.filter(cycle__name=content.FORMER_CYCLE)
    assert dict(last.values_list("office__name", "status")) == {
        content.COUNTRY: Assessment.Status.SIGNED_OFF,
        content.FIELD: Assessment.Status.SIGNED_OFF,
    }
    states = dict(Assessment.objects.exclude(pk__in=last).values_list("office__name", "status"))
    assert states == {
        content.HEADQUARTERS: Assessment.Status.SIGNED_OFF,
        content.COUNTRY: Assessment.Status.SUBMITTED,
        content.FIELD: Assessment.Status.OPEN,
    }
    assert verdicts(content.HEADQUARTERS) == {Outcome.ACCEPTED: 79}
    assert verdicts(content.COUNTRY) == {
        Outcome.ACCEPTED: 42,
        Outcome.RETURNED: 1,
        Outcome.PENDING: 43,
    }
    returned = Answer.objects.get(verdict=Outcome.RETURNED)
    assert returned.item.ref == RETURNED
    assert [verdict.reason for verdict in returned.verdicts.all()] == [RETURNED_REASON]

    this_year = Answer.objects.exclude(assessment__in=last)
    field = this_year.filter(assessment__office__name=content.FIELD)
    assert field.exclude(value="").count() == 43
    delegated = field.get(delegated_to__isnull=False)
    assert (delegated.item.ref, delegated.value) == ("35.8", "")
    assert field.exclude(evidence=None).distinct().count() == 8

    counted_before = Answer.objects.filter(assessment__in=last).exclude(figures={})
    # PostgreSQL keeps no order of cells: their item does.
    figures = {row.item.key: _in_order(row) for row in counted_before.select_related("item")}
    assert figures == FIGURES_A_YEAR_BEFORE
    _confirmed_or_offered(field)
    _as_written(this_year)


def _in_order(answer: Answer) -> tuple[int, ...]:
    """Its figures, cell by cell."""
    measure = answer.item.measure
    assert measure
    return tuple(answer.figures[cell] for cell in measure.cells)


def _confirmed_or_offered(field: QuerySet[Answer]) -> None:
    """What was carried over to the field office: some is confirmed, some of each kind waits."""
    same = field.filter(carry=Carry.SAME).exclude(value="")
    assert sum(_as_last_year(answer) for answer in same) >= 10
    waiting = Counter(field.filter(value="").exclude(carry="").values_list("carry", flat=True))
    assert waiting[Carry.SAME] >= 10
    assert waiting[Carry.AMENDED] >= 3


def _as_last_year(answer: Answer) -> bool:
    old = answer.carried_from
    return old is not None and saved(old) == saved(answer)


def _as_written(answers: QuerySet[Answer]) -> None:
    """Each says what stands for its item, or what it said a year before."""
    for answer in answers.filter(item__indicator=None).exclude(value=""):
        said = ANSWERED[answer.item.ref]
        if _as_last_year(answer):
            said = a_year_before(said)
        assert answer.value == said.value
        assert said.text in (answer.justification, answer.not_applicable_reason)
    for answer in answers.exclude(item__indicator=None).exclude(value=""):
        measure = answer.item.measure
        assert measure
        numbers, comment = FIGURES.get(answer.item.key, ((), NOT_COLLECTED.get(answer.item.key)))
        assert answer.figures == dict(zip(measure.cells, numbers, strict=bool(numbers)))
        assert answer.justification == comment


def test_what_was_said_a_year_before_names_the_years_before() -> None:
    said = Answered(AnswerValue.MOSTLY, "Since May 2026; renewed in 2028.", "Minutes, March 2026")
    assert a_year_before(said) == Answered(
        AnswerValue.MOSTLY, "Since May 2025; renewed in 2027.", "Minutes, March 2025"
    )


def test_every_item_of_the_shipped_checklist_has_an_answer() -> None:
    file = DATA / "checklists" / "humanitarian-personnel-security.v3.yaml"
    items = parse_checklist(file.read_text()).items
    assert list(ANSWERED) == [item.id for item in items if not item.indicator]
    assert {*FIGURES, *NOT_COLLECTED} == {item.key for item in items if item.indicator}
    assert {said.value for said in ANSWERED.values()} == set(AnswerValue)
    assert all(len(said.evidence) <= 200 for said in ANSWERED.values())


@pytest.mark.parametrize("by", [(), ("sex",), ("recruitment", "sex")])
def test_an_indicator_that_nobody_wrote_figures_for_has_plausible_ones(by: tuple[str, ...]) -> None:
    measure = Indicator("persons", "year", by, minimum=2, maximum=9)
    written = counted("something-new", measure)
    assert written.value == "reported"
    assert problems(measure, written.figures, complete=True) == {}
