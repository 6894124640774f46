"""`manage.py read_anatomy`: the rules once more, on all instruments or on some."""

import io

import pytest
from django.core.management import CommandError, call_command

from checklists.models import ParagraphReading
from tests.factories import make_instrument

pytestmark = pytest.mark.django_db


def run(*symbols: str) -> list[str]:
    output = io.StringIO()
    call_command("read_anatomy", *symbols, stdout=output)
    return output.getvalue().splitlines()


def test_it_reads_every_instrument() -> None:
    symbols = sorted(make_instrument(operative=2).symbol for _n in range(2))
    assert run() == [f"{symbol}: 2 paragraphs read" for symbol in symbols]
    assert ParagraphReading.objects.count() == 4


def test_it_reads_those_that_are_named() -> None:
    make_instrument()
    symbol = make_instrument(operative=1).symbol
    assert run(symbol) == [f"{symbol}: 1 paragraphs read"]


def test_a_symbol_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="A/RES/1/1"):
        run("A/RES/1/1")
