"""The languages that reports ship in: every word that can reach one is translated, and compiled."""

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext as translated
from django.utils.translation import override
from django.utils.translation.trans_real import translation
from pytest_django import Settings

from checklists.spreadsheet import workbook
from reports.kinds import Tier
from reports.makers import MAKERS
from tests.reports.documents import document, sample
from tests.reports.messages import Message, messages
from tests.reports.rendering import HASH

LOCALE = Path(settings.BASE_DIR) / "reports" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
# "%(count)s", "%%" and, where Typst fills it in, "{page}".
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\w+\}")

each_language = pytest.mark.parametrize("language", LANGUAGES)


def _catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def _forms(catalogue: Catalog) -> dict[Message, tuple[str, ...]]:
    """What each message is there, one form or several."""
    found = {}
    for entry in catalogue:
        if entry.id:
            assert not entry.fuzzy, entry.id
            text, *plural = [entry.id] if isinstance(entry.id, str) else entry.id
            forms = [entry.string] if isinstance(entry.string, str) else entry.string or []
            found[Message(text, "".join(plural), entry.context)] = tuple(map(str, forms))
    return found


def test_the_languages_of_reports_are_those_that_have_a_catalogue() -> None:
    assert sorted(settings.REPORT_LANGUAGES) == sorted(["en", *LANGUAGES])


@each_language
def test_catalogue_has_every_message_and_no_other(language: str) -> None:
    assert set(_forms(_catalogue(language))) == set(messages())


@each_language
def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    catalogue = _catalogue(language)
    for message, forms in _forms(catalogue).items():
        assert all(forms), message
        assert len(forms) == (catalogue.num_plurals if message.plural else 1), message


@each_language
def test_placeholders_are_those_of_the_message(language: str) -> None:
    for message, forms in _forms(_catalogue(language)).items():
        asked = sorted(set(_PLACEHOLDER.findall(message.text)))
        for number, form in enumerate(forms):
            found = sorted(set(_PLACEHOLDER.findall(form)))
            if len(forms) == 6 and number < 3:
                # Arabic has words for none, one and two of something: the number may be left out.
                assert set(found) <= set(asked), message
                assert len(asked) - len(found) <= 1, message
            else:
                assert found == asked, message


@each_language
def test_compiled_catalogue_is_the_written_one(language: str) -> None:
    """After a change: `make catalogues`."""
    compiled = BytesIO()
    write_mo(compiled, _catalogue(language))
    stored = LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert stored.read_bytes() == compiled.getvalue()


@each_language
def test_no_library_has_another_word_for_a_message(language: str) -> None:
    """Django asks every catalogue of every app: see LOCALE_PATHS."""
    with override(language):
        for message, forms in _forms(_catalogue(language)).items():
            if not message.plural and message.context is None:
                assert translated(message.text) == forms[0]


class _Untranslated(gettext.NullTranslations):
    """Notes what no catalogue has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def gettext(self, message: str) -> str:
        self.found.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.found.add(msgid1)
        return msgid1


@pytest.fixture
def untranslated(settings: Settings) -> dict[str, _Untranslated]:
    settings.LOCALE_PATHS = [
        *settings.LOCALE_PATHS
    ]  # has Django read the catalogues anew, before and afterwards
    found = {language: _Untranslated() for language in LANGUAGES}
    for language, last in found.items():
        translation(language).add_fallback(last)
    return found


@each_language
def test_documents_and_tables_say_nothing_that_is_not_translated(
    language: str, untranslated: dict[str, _Untranslated]
) -> None:
    document.__wrapped__(f"declaration-{language}")
    for kind, maker in MAKERS.items():
        for tier in Tier:
            data = sample(kind, language, tier)
            maker.content(data, HASH)
            assert workbook(maker.sheets(data))  # its sheets have names of their own
    assert untranslated[language].found == set()
