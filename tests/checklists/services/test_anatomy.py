"""Readings by rules and corrections by officers: two tables, and one answer."""

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from checklists.models import Instrument, Paragraph, ParagraphReading, ReadingCorrection
from checklists.services.anatomy import (
    ActRead,
    anatomical,
    correct,
    effective,
    read_instrument,
    state,
    with_anatomy,
    withdraw,
)
from checklists.services.instruments import import_instrument
from orgs.access import ConflictError
from orgs.models import AuditEvent, User
from tests.checklists.importers.sources import resolution
from tests.factories import make_user

pytestmark = pytest.mark.django_db

BODY = "Recalling all,\n\n1. Urges all States to act;\n\n2. Requests the Secretary-General to act."
OWN = ActRead("Urges", "demands", ("States", "host Governments"))


@pytest.fixture
def instrument() -> Instrument:
    return import_instrument(None, resolution(BODY), source_name="a.txt")


@pytest.fixture
def officer() -> User:
    return make_user(secretariat=True)


def first(instrument: Instrument) -> Paragraph:
    return with_anatomy(instrument.paragraphs.all()).get(kind="operative", number="1")


def correct_first(officer: User, instrument: Instrument, reason: str = "It is so.") -> None:
    paragraph = first(instrument)
    correct(
        officer,
        paragraph.pk,
        acts=[OWN],
        themes=["training"],
        reason=reason,
        read_state=state(paragraph),
    )


def test_an_import_reads_the_operative_paragraphs(instrument: Instrument) -> None:
    assert ParagraphReading.objects.count() == 2
    anatomy = effective(first(instrument))
    assert anatomy.acts == (ActRead("Urges", "urges", ("States",)),)
    assert (anatomy.addressees, anatomy.corrected) == (("States",), False)


def test_sub_paragraphs_are_read_with_their_whole() -> None:
    body = "1. Urges:\n\n(a) All States to act;\n\n(b) The Secretary-General to act."
    instrument = import_instrument(None, resolution(body), source_name="a.txt")
    assert ParagraphReading.objects.get().paragraph == first(instrument)
    assert effective(first(instrument)).addressees == ("States", "the Secretary-General")


def test_a_correction_holds_and_the_reading_stays_beside_it(
    instrument: Instrument, officer: User
) -> None:
    correct_first(officer, instrument)
    anatomy = effective(first(instrument))
    assert (anatomy.acts, anatomy.themes, anatomy.corrected) == ((OWN,), ("training",), True)
    assert first(instrument).reading.acts[0]["addressees"] == ["States"]
    assert AuditEvent.objects.get(action="reading.corrected").actor == officer


def test_a_correction_survives_when_the_rules_run_again(
    instrument: Instrument, officer: User
) -> None:
    correct_first(officer, instrument)
    ParagraphReading.objects.update(acts=[], rules_version=0)
    assert read_instrument(instrument) == 2
    assert effective(first(instrument)).acts == (OWN,)
    assert first(instrument).reading.acts[0]["verb"] == "Urges"
    assert ParagraphReading.objects.count() == 2


def test_the_same_correction_twice_is_one(instrument: Instrument, officer: User) -> None:
    correct_first(officer, instrument)
    paragraph = first(instrument)
    correct(
        officer, paragraph.pk, acts=[OWN], themes=["training"], reason="It is so.", read_state=""
    )
    assert AuditEvent.objects.filter(action="reading.corrected").count() == 1


def test_a_correction_on_top_of_another_is_a_conflict(
    instrument: Instrument, officer: User
) -> None:
    correct_first(officer, instrument)
    with pytest.raises(ConflictError):
        correct(officer, first(instrument).pk, acts=[], themes=[], reason="Mine", read_state="")
    assert ReadingCorrection.objects.get().reason == "It is so."


def test_a_correction_is_corrected(instrument: Instrument, officer: User) -> None:
    correct_first(officer, instrument)
    correct_first(officer, instrument, reason="Better so.")
    assert ReadingCorrection.objects.get().reason == "Better so."


def test_a_withdrawn_correction_leaves_the_reading(instrument: Instrument, officer: User) -> None:
    correct_first(officer, instrument)
    for _n in range(2):
        withdraw(officer, first(instrument).pk)
    assert not effective(first(instrument)).corrected
    event = AuditEvent.objects.get(action="reading.correction_withdrawn")
    assert event.data["reason"] == "It is so."


def test_nobody_but_the_secretariat_corrects(instrument: Instrument) -> None:
    with pytest.raises(PermissionDenied):
        correct_first(make_user(), instrument)
    with pytest.raises(PermissionDenied):
        withdraw(make_user(), first(instrument).pk)


def test_a_paragraph_that_was_not_read_has_an_empty_anatomy(instrument: Instrument) -> None:
    ParagraphReading.objects.all().delete()
    assert effective(first(instrument)).acts == ()


@pytest.mark.parametrize("paragraphs", [2, 40])
def test_the_anatomy_of_an_instrument_is_one_query(
    paragraphs: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = "\n\n".join(f"{n}. Urges all States;" for n in range(1, paragraphs + 1))
    instrument = import_instrument(None, resolution(body), source_name="a.txt")
    with django_assert_num_queries(1):
        read = [effective(p) for p in with_anatomy(anatomical(instrument.paragraphs.all()))]
    assert len(read) == paragraphs
