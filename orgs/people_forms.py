"""The forms with which people are found, invited, changed and succeeded; and that of joining."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.access import offices
from orgs.forms import OfficeField, ProfileForm, spans_organizations
from orgs.models import Membership, Office, User
from orgs.roles import Capability, Role
from orgs.services.members import area_of


def _managed_offices(user: User, field: forms.Field) -> None:
    assert isinstance(field, OfficeField)
    field.names_organization = spans_organizations(user)
    field.queryset = offices(user, Capability.MANAGE_PEOPLE)


class PeopleFilter(forms.Form):
    """Which of the people in reach are shown."""

    q = forms.CharField(
        label=_("Name or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search"}),
    )
    office = OfficeField(
        label=_("Office, and those below"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("All offices"),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices]
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _managed_offices(user, self.fields["office"])


class InviteForm(forms.Form):
    """Who is asked to take which role where."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    office = OfficeField(
        label=_("Office"),
        queryset=Office.objects.none(),
        help_text=_("The role holds there and in all offices below."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _managed_offices(user, self.fields["office"])


class RoleForm(forms.Form):
    """Another role in the same office."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


class _PersonField(forms.ModelChoiceField[User]):
    """One person, with their address: names stand twice."""

    def label_from_instance(self, obj: User) -> str:
        """What stands in the list."""
        return f"{obj.full_name} ({obj.email})" if obj.full_name else obj.email


class HandOverForm(forms.Form):
    """Who takes over. Offered are the active people with a role in the actor's reach."""

    successor = _PersonField(label=_("Successor"), queryset=User.objects.none())

    def __init__(self, actor: User, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, _PersonField)
        known = Membership.objects.filter(area_of(actor).holds("office"))
        people = User.objects.filter(is_active=True, pk__in=known.values("user"))
        field.queryset = people.exclude(pk__in=[actor.pk, person.pk])


class JoinForm(ProfileForm):
    """A new person's name, time zone and password."""

    password1 = SetPasswordField(label=_("Password"))
    password2 = PasswordField(label=_("Password, once more"), autocomplete="new-password")

    class Meta(ProfileForm.Meta):
        fields = ["full_name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        # The validators compare the password with the name and the address.
        self.fields["password1"].user = self.instance  # type: ignore[attr-defined]  # allauth's

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("The two passwords differ."))
        return data
