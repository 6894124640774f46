"""The form of a schedule."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.access import offices, people_in_reach
from orgs.forms import OfficeField, RowsField, spans_organizations
from orgs.models import Office, User
from orgs.roles import Capability, Role, roles_with
from reports.calendar_rule import CalendarRuleError, normalized
from reports.forms import leave_tier_out, tier_field
from reports.kinds import ACROSS, Kind
from reports.languages import installed, language_field
from reports.models import Carriage, Frequency, Schedule

# The fields of the form under its three headings.
_PARTS = [
    ["office", "with_below", "tier", "language"],
    [
        "frequency",
        "calendar",
        "on_working_day",
        "weekend",
        "first_on",
        "last_on",
        "at",
        "time_zone",
    ],
    ["recipients", "roles", "link_days"],
]


class _RecipientsField(RowsField[User]):
    """Some people, with the addresses that the mail goes to."""

    def label_from_instance(self, obj: User) -> str:
        """What stands in the list."""
        return f"{obj.full_name} ({obj.email})" if obj.full_name else obj.email


def _date(label: Any, help_text: Any, required: bool) -> forms.DateField:
    # Browsers take this format alone, whatever the language.
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class ScheduleForm(forms.ModelForm[Schedule]):
    """A schedule of one kind of report. Offered as recipients are those who may read reports of any
    office in reach; whether each may read this office's, `services.schedules` checks.
    """

    class Meta:
        model = Schedule
        fields = [name for part in _PARTS for name in part]
        widgets = {"at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    office = OfficeField(label=gettext_lazy("Office"), queryset=Office.objects.none())
    with_below = forms.BooleanField(
        label=gettext_lazy("Also for each office below, and those added later"),
        help_text=gettext_lazy("Each office gets a report of its own."),
        required=False,
    )
    tier = tier_field()
    language = language_field()
    calendar = forms.CharField(
        label=gettext_lazy("Calendar rule"),
        help_text=gettext_lazy(
            "Only with “By a calendar rule”. As calendars write it (RFC 5545): "
            "<code>FREQ=MONTHLY;BYDAY=-1FR</code> is each last Friday, "
            "<code>FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1</code> each first working day."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput({"dir": "ltr", "spellcheck": "false", "autocapitalize": "off"}),
    )
    on_working_day = forms.BooleanField(
        label=gettext_lazy("On the first working day of the month"),
        help_text=gettext_lazy("Public holidays aren't known; the weekend is."),
        required=False,
    )
    first_on = _date(
        gettext_lazy("First on"),
        gettext_lazy("Later reports follow on the same day of the month, or on its last day."),
        required=True,
    )
    last_on = _date(
        gettext_lazy("Last on"), gettext_lazy("Nothing falls due after this day."), required=False
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )
    recipients = _RecipientsField(
        label=gettext_lazy("Recipients"),
        help_text=gettext_lazy("Each gets a mail. Choose somebody here, or a role below."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Recipients by role"),
        help_text=gettext_lazy(
            "Whoever has it in the report's office or above on the day when the report falls due."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    link_days = forms.TypedChoiceField(
        label=gettext_lazy("How it is sent"),
        help_text=gettext_lazy(
            "A mail with a link names no office and holds no figure. You can withdraw the links."
        ),
        choices=Carriage.choices,
        coerce=int,
    )

    def __init__(self, user: User, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.instance.kind = kind
        if not self.instance.pk:
            self.initial["time_zone"] = user.time_zone
            self.initial["weekend"] = user.weekend
        readers = people_in_reach(user, Capability.MANAGE_SCHEDULES, Capability.VIEW_REPORTS)
        if kind in ACROSS:
            readers = User.objects.filter(is_secretariat=True, is_active=True)
            del self.fields["office"], self.fields["roles"]
            leave_tier_out(self)
        else:
            field = self.fields["office"]
            assert isinstance(field, OfficeField)
            field.queryset = offices(user, Capability.MANAGE_SCHEDULES)
            field.names_organization = spans_organizations(user)
            roles = self.fields["roles"]
            assert isinstance(roles, forms.MultipleChoiceField)
            roles.choices = [(role, role.label) for role in roles_with(Capability.VIEW_REPORTS)]
        if kind != Kind.OFFICE:
            del self.fields["with_below"]
        if len(installed()) < 2:
            del self.fields["language"]
        people = self.fields["recipients"]
        assert isinstance(people, _RecipientsField)
        people.queryset = readers

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under three headings."""
        titles = [_("What it reports on"), _("When"), _("Who gets it, and how")]
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in zip(titles, _PARTS, strict=True)
        ]

    def clean_first_on(self) -> dt.date:
        """A date from which years can be counted on."""
        return _in_range(self.cleaned_data["first_on"])

    def clean_last_on(self) -> dt.date | None:
        """None, or such a date too."""
        last_on: dt.date | None = self.cleaned_data["last_on"]
        return last_on and _in_range(last_on)

    def clean_calendar(self) -> str:
        """The rule as it is stored; another frequency has none."""
        text: str = self.cleaned_data["calendar"]
        if self.cleaned_data.get("frequency") != Frequency.CALENDAR:
            return ""
        try:
            return normalized(text)
        except CalendarRuleError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_roles(self) -> list[str]:
        """In the order of the table of roles, so that the same choice is the same."""
        chosen = self.cleaned_data["roles"]
        return [role.value for role in Role if role in chosen]


def _in_range(day: dt.date) -> dt.date:
    if not 2000 <= day.year <= 2100:
        raise forms.ValidationError(_("Give a date from 2000 to 2100."))
    return day
