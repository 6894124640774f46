"""A translation of the tests' own, installed as a deployment installs one."""

from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from pytest_django import Settings


def install(settings: Settings, folder: Path, **languages: dict[str, str]) -> None:
    """Catalogues by language: the product's words, and what they are there."""
    for language, words in languages.items():
        catalogue = Catalog(locale=language)
        for message, translated in words.items():
            catalogue.add(message, translated)
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        with (place / "django.mo").open("wb") as file:
            write_mo(file, catalogue)
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    settings.REPORT_LANGUAGES = [*settings.REPORT_LANGUAGES, *languages]
