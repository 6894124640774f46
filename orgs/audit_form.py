"""The filters of the audit trail. They change nothing, and stand in the address."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.audit_trail import Wanted
from orgs.audit_words import all_actions


class AuditForm(forms.Form):
    """Who, what, where and when."""

    unmarked = True

    person = forms.CharField(label=_("Person"), required=False, max_length=200)
    action = forms.ChoiceField(label=_("Action"), required=False)
    office = forms.CharField(label=_("Office"), required=False, max_length=200)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    object = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All actions")), *all_actions().items()]

    def clean(self) -> dict[str, Any]:
        """The period runs forwards."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("This day is before the first one."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What was chosen; days begin and end at midnight in the reader's zone."""
        data = self.cleaned_data
        last = data["last"]
        return Wanted(
            person=data["person"],
            action=data["action"],
            office=data["office"],
            target=data["object"],
            first=_midnight(data["first"]),
            # The last day that there is has no next one.
            before=_midnight(last + dt.timedelta(1)) if last and last < dt.date.max else None,
        )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    # One day from either end, where a time zone still has room.
    if day is None or not dt.date.min < day < dt.date.max:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
