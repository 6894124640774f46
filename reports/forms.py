"""The forms of reports and schedules."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Assessment
from orgs.access import offices, people_in_reach
from orgs.forms import OfficeField, RowsField, spans_organizations
from orgs.models import Office, User
from orgs.roles import Capability
from reports.access import reportable_assessments
from reports.models import Schedule


class _AssessmentField(forms.ModelChoiceField[Assessment]):
    """One assessment; its queryset comes with offices, organizations and cycles."""

    names_organization = False

    def label_from_instance(self, obj: Assessment) -> str:
        """What stands in the list."""
        return f"{obj.office.organization}: {obj}" if self.names_organization else str(obj)


class _RecipientsField(RowsField[User]):
    """Some people, with the addresses that the mail goes to."""

    def label_from_instance(self, obj: User) -> str:
        """What stands in the list."""
        return f"{obj.full_name} ({obj.email})" if obj.full_name else obj.email


class RequestReportForm(forms.Form):
    """Which assessment to report on."""

    assessment = _AssessmentField(
        label=gettext_lazy("Assessment"), queryset=Assessment.objects.none()
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessment"]
        assert isinstance(field, _AssessmentField)
        field.names_organization = spans_organizations(user)
        field.queryset = reportable_assessments(user)


class ScheduleForm(forms.ModelForm[Schedule]):
    """A schedule. Offered as recipients are those who may read reports of any office in reach;
    whether each may read this office's, `services.schedules` checks.
    """

    class Meta:
        model = Schedule
        fields = ["office", "frequency", "first_on", "at", "time_zone", "recipients"]
        widgets = {
            # Browsers take these formats alone, whatever the language.
            "first_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    office = OfficeField(label=gettext_lazy("Office"), queryset=Office.objects.none())
    recipients = _RecipientsField(
        label=gettext_lazy("Recipients"),
        help_text=gettext_lazy("Each gets a mail with the report."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = offices(user, Capability.MANAGE_SCHEDULES)
        if not self.instance.pk:
            self.initial["time_zone"] = user.time_zone
        readers = people_in_reach(user, Capability.MANAGE_SCHEDULES, Capability.VIEW_REPORTS)
        for name, queryset in (("office", reach), ("recipients", readers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        field = self.fields["office"]
        assert isinstance(field, OfficeField)
        field.names_organization = spans_organizations(user)

    def clean_first_on(self) -> dt.date:
        """A date from which years can be counted on."""
        first_on: dt.date = self.cleaned_data["first_on"]
        if not 2000 <= first_on.year <= 2100:
            raise forms.ValidationError(_("Give a date from 2000 to 2100."))
        return first_on
