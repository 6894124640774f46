"""A person's own details, and the choice of offices."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import Office, User


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
        widgets = {"full_name": forms.TextInput({"dir": "auto", "autocomplete": "name"})}


def spans_organizations(user: User) -> bool:
    """Whether a person's roles reach into more than one organization."""
    return user.is_secretariat or len({role.office.organization_id for role in user.roles}) > 1


class _OfficeLabels:
    """Names the organization with each office, where there is more than one to choose from."""

    names_organization = False

    def label_from_instance(self, obj: Office) -> str:
        """What stands in the list."""
        return f"{obj.organization}: {obj}" if self.names_organization else str(obj)


class OfficeField(_OfficeLabels, forms.ModelChoiceField[Office]):
    """One office; its queryset comes with the organizations."""


class OfficesField(_OfficeLabels, forms.ModelMultipleChoiceField[Office]):
    """Some offices; its queryset comes with the organizations."""
