"""A person's own details."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import User


class ProfileForm(forms.ModelForm[User]):
    """Name and time zone; the address is changed by the secretariat."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("All times are shown in it."),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )

    class Meta:
        model = User
        fields = ["full_name", "time_zone"]
