"""The demonstration's organization: what its offices have answered, and how far they are."""

from collections import Counter

import pytest
from django.core.management import call_command

from checklists.importers.checklist.file import parse_checklist
from checklists.indicators import Indicator, problems
from checklists.management.commands.load_library import DATA
from checklists.models import Answer, Assessment, Evidence
from checklists.scale import AnswerValue, Outcome
from config.demo import content
from config.demo.answers import ANSWERED, RETURNED, RETURNED_REASON
from config.demo.figures import FIGURES, NOT_COLLECTED, counted


def verdicts(office: str) -> Counter[str]:
    """How many answers of the office have which verdict."""
    answers = Answer.objects.filter(assessment__office__name=office)
    return Counter(answers.values_list("verdict", flat=True))


@pytest.mark.django_db
def test_three_offices_stand_at_different_points_of_the_path() -> None:
    call_command("load_library", verbosity=0)
    content.create("password")

    states = dict(Assessment.objects.values_list("office__name", "status"))
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

    field = Answer.objects.filter(assessment__office__name=content.FIELD)
    assert field.exclude(value="").count() == 43
    delegated = field.get(delegated_to__isnull=False)
    assert (delegated.item.ref, delegated.value) == ("35.8", "")

    for answer in Answer.objects.filter(item__indicator=None).exclude(value=""):
        said = ANSWERED[answer.item.ref]
        assert answer.value == said.value
        assert said.text in (answer.justification, answer.not_applicable_reason)
    for answer in Answer.objects.exclude(item__indicator=None).exclude(value=""):
        measure = answer.item.measure
        assert measure
        numbers, comment = FIGURES.get(answer.item.key, ((), NOT_COLLECTED.get(answer.item.key)))
        assert answer.figures == dict(zip(measure.cells, numbers, strict=bool(numbers)))
        assert answer.justification == comment
    assert Evidence.objects.filter(answer__assessment__office__name=content.FIELD).count() == 8


def test_every_item_of_the_shipped_checklist_has_an_answer() -> None:
    file = DATA / "checklists" / "humanitarian-personnel-security.v2.yaml"
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
