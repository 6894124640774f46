"""The forms of reports and schedules."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Assessment
from orgs.access import offices
from orgs.models import User
from orgs.roles import Capability, roles_with
from reports.access import reportable_assessments
from reports.models import Schedule


class RequestReportForm(forms.Form):
    """Which assessment to report on."""

    assessment = forms.ModelChoiceField(
        label=gettext_lazy("Assessment"), queryset=Assessment.objects.none()
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reportable_assessments(user)


class ScheduleForm(forms.ModelForm[Schedule]):
    """A schedule. Offered as recipients are the report readers of the organizations in reach;
    whether each may read this office's, `services.schedules` checks.
    """

    class Meta:
        model = Schedule
        fields = ["office", "frequency", "first_on", "at", "time_zone", "recipients"]
        widgets = {
            "first_on": forms.DateInput({"type": "date"}),
            "at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "recipients": forms.CheckboxSelectMultiple,
        }

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = offices(user, Capability.MANAGE_SCHEDULES)
        if not self.instance.pk:
            self.fields["time_zone"].initial = user.time_zone
        readers = User.objects.filter(
            is_active=True,
            memberships__office__organization__in=reach.values("organization"),
            memberships__role__in=roles_with(Capability.VIEW_REPORTS),
        ).distinct()
        for name, queryset in (("office", reach), ("recipients", readers)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        self.fields["recipients"].error_messages["required"] = _("Choose at least one person.")
