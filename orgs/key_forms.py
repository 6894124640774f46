"""The form of a new passkey, in our words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):
    """A name, and whether the passkey is enough without the password."""

    name = forms.CharField(label=_("Name"), help_text=_("To tell it from others."), max_length=80)
    passwordless = forms.BooleanField(
        label=_("Let it sign me in alone, without the password"),
        help_text=_("The device must then ask for finger, face or PIN."),
        required=False,
        initial=True,
    )
