"""The languages that a report can be asked for in: settings.REPORT_LANGUAGES."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


def installed() -> list[str]:
    """The codes of the languages that a report's own words are translated to."""
    return list(settings.REPORT_LANGUAGES)


def language_field() -> forms.ChoiceField:
    """A report's language, each under the name that its readers have for it."""
    return forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of the report's own words, dates and numbers. Answers stay as they are."),
        required=False,
        choices=_choices,
    )


def _choices() -> list[tuple[str, Any]]:
    names = [(code, get_language_info(code)["name_local"]) for code in installed()]
    return [("", _("That of the checklist")), *names]
