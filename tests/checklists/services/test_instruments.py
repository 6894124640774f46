"""Bringing resolutions in: once, word for word, and never rewriting what is there."""

import pytest

from checklists.importers.resolution.parsed import ResolutionError
from checklists.models import Instrument, Paragraph, ParagraphReading
from checklists.services.instruments import import_instrument
from orgs.access import ConflictError
from orgs.models import AuditEvent
from tests.checklists.importers.sources import resolution

pytestmark = pytest.mark.django_db


def test_resolution_is_stored_with_its_paragraphs_in_order() -> None:
    instrument = import_instrument(
        None, resolution("Recalling,\n\n1. Urges;\n\n2. Asks."), source_name="r.txt"
    )
    stored = [(p.kind, p.number, p.position, p.text) for p in instrument.paragraphs.all()]
    assert stored == [
        ("preambular", "", 1, "Recalling,"),
        ("operative", "1", 2, "Urges;"),
        ("operative", "2", 3, "Asks."),
    ]


def test_resolution_says_where_it_was_read() -> None:
    instrument = import_instrument(None, resolution("1. Urges."), source_name="r.txt")
    assert (instrument.symbol, instrument.source_name, len(instrument.source_sha256)) == (
        "A/RES/78/118",
        "r.txt",
        64,
    )


def test_same_resolution_again_changes_nothing() -> None:
    text = resolution("1. Urges.")
    first = import_instrument(None, text, source_name="r.txt")
    assert import_instrument(None, text, source_name="again.txt") == first
    assert (Paragraph.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_symbol_from_another_text_is_refused_and_nothing_rewritten() -> None:
    import_instrument(None, resolution("1. Urges."), source_name="r.txt")
    with pytest.raises(ConflictError, match="from another text"):
        import_instrument(None, resolution("1. Begs."), source_name="r.txt")
    assert Paragraph.objects.get().text == "Urges."


def test_text_that_is_no_resolution_stores_nothing() -> None:
    with pytest.raises(ResolutionError):
        import_instrument(None, "Dear Sir or Madam,", source_name="letter.txt")
    assert not Instrument.objects.exists()


def test_transcript_and_organ_are_stored() -> None:
    text = resolution("1. Urges.")
    instrument = import_instrument(None, text, source_name="r.txt")
    assert (instrument.transcript, instrument.organ) == (text, "General Assembly")


def test_number_that_stands_twice_is_stored_twice() -> None:
    text = resolution("1. Urges;\n\n1. Asks;\n\n2. Begs.")
    instrument = import_instrument(None, text, source_name="r.txt")
    numbers = instrument.paragraphs.order_by("position").values_list("number", flat=True)
    assert list(numbers) == ["1", "1", "2"]


def test_instrument_that_was_never_read_is_read_by_the_next_import() -> None:
    text = resolution("1. Urges.")
    instrument = import_instrument(None, text, source_name="r.txt")
    ParagraphReading.objects.all().delete()
    import_instrument(None, text, source_name="r.txt")
    assert ParagraphReading.objects.filter(paragraph__instrument=instrument).count() == 1
