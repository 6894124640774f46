"""The forms that close an assessment and open it again."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Answer
from orgs.models import User


class SignOffForm(forms.Form):
    """The declaration: ticked, signed with one's name, with words of one's own if they like."""

    declaration = forms.BooleanField(
        label=gettext_lazy("I make this declaration."),
        error_messages={
            "required": gettext_lazy("Without this declaration nothing is signed off.")
        },
    )
    remark = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("Stands beneath the declaration."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        max_length=2_000,
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        max_length=150,
    )
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["name"].help_text = _("Type it as a signature: %(name)s") % {
            "name": user.full_name
        }

    def clean_name(self) -> str:
        """It is the signer's own, whatever its capitals and blanks."""
        typed: str = self.cleaned_data["name"]
        if typed.casefold().split() != self.user.full_name.casefold().split():
            raise forms.ValidationError(
                _("Type your name as it is in your profile: %(name)s"),
                params={"name": self.user.full_name},
            )
        return typed


class ReopenForm(forms.Form):
    """Why, and which items go back to the office."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is reopened"),
        help_text=gettext_lazy("The office reads it, and it stays on record for good."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        max_length=2_000,
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Items that the office answers anew"),
        help_text=gettext_lazy("All others stay accepted."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one item.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, answers: list[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (answer.item.ref, f"{answer.item.ref} {answer.item.question}") for answer in answers
        ]

    def by_theme(self) -> Iterator[tuple[str, list[BoundWidget], bool]]:
        """Each theme's title and its boxes, and whether it is to be unfolded: a box is ticked in
        it, or boxes are missing and it is the first.
        """
        chosen = set(self["items"].value() or [])
        missing = bool(self["items"].errors)
        pairs = zip(self.answers, self["items"], strict=True)
        for theme, group in groupby(pairs, key=lambda pair: pair[0].item.theme):
            rows = list(group)
            ticked = any(answer.item.ref in chosen for answer, _box in rows)
            yield theme.title, [box for _answer, box in rows], ticked or missing
            missing = False

    def clean_reason(self) -> str:
        """Blanks that can't be seen are no reason."""
        reason: str = self.cleaned_data["reason"]
        if not any(char.isalnum() for char in reason):
            raise forms.ValidationError(_("Say why it is reopened."))
        return reason
