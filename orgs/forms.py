"""A person's own details, and the choice of offices."""

import zoneinfo
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.models import Office, User

Row = TypeVar("Row", bound=Model)


class ProfileForm(forms.ModelForm[User]):
    """Name, time zone and digest; the address is changed by the secretariat."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("All times are shown in it."),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
    )

    class Meta:
        model = User
        fields = ["full_name", "time_zone", "digest", "weekend"]
        widgets = {
            "full_name": forms.TextInput({"dir": "auto", "autocomplete": "name"}),
            "digest": forms.RadioSelect,
        }
        help_texts = {
            "digest": _("One mail with all that waits for you. It names offices and dates only."),
            "weekend": _("No digest is sent on these days."),
        }


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


class RowsField(forms.ModelMultipleChoiceField[Row]):
    """Some rows. A number that the database can't hold is no choice, and no error of ours."""

    def clean(self, value: Any) -> QuerySet[Row]:
        """Refuse what is none of the choices."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], params={"pk": "…"}
            ) from error


class OfficesField(_OfficeLabels, RowsField[Office]):
    """Some offices; its queryset comes with the organizations."""


class OfficeForm(forms.ModelForm[Office]):
    """An office and the office above it, both of one organization for good."""

    parent = forms.ModelChoiceField(
        label=_("Below"),
        help_text=_("The office that it reports to; roles there hold here too."),
        queryset=Office.objects.order_by("path"),
        required=False,
        empty_label=_("None: it stands on top"),
    )

    class Meta:
        model = Office
        fields = ["organization", "name", "country", "is_headquarters"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What belongs to the office belongs to its organization too.
            self.fields["organization"].disabled = True
            self.fields["parent"].initial = Office.objects.get_parent(self.instance)

    def clean(self) -> dict[str, Any]:
        """The office above is of the same organization, and not below this one."""
        data = super().clean() or self.cleaned_data
        parent: Office | None = data.get("parent")
        organization = data.get("organization")
        if parent and organization and parent.organization_id != organization.pk:
            self.add_error("parent", gettext("That office is of another organization."))
        elif parent and self.instance.pk and parent.path.startswith(self.instance.path):
            self.add_error("parent", gettext("An office can't stand below itself."))
        return data
