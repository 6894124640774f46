"""The forms around items that are asked of a colleague by e-mail address."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.document_forms import EvidenceForm
from checklists.models import Answer, Assessment, ProposedEvidence
from checklists.services.delegations import DAYS, LONGEST, SHORTEST, Whom, member_at
from checklists.services.documents import NewDocument
from checklists.services.proposed_evidence import Attached
from checklists.services.register import Sent


@dataclass(frozen=True, slots=True)
class Choices:
    """The items of a theme as (key, label, whether ticked), and whether they lie open."""

    rows: list[tuple[str, str, bool]]
    open: bool


class AskForm(forms.Form):
    """Which items to ask of whom."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "Somebody without an account gets a personal link, which shows these items alone. "
            "Contributors of your office sign in as always."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Shown with the items; the mail carries the link alone."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    days = forms.IntegerField(
        label=gettext_lazy("The link is good for how many days"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=DAYS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Items"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one item at least.")},
    )

    def __init__(
        self, assessment: Assessment, answers: Iterable[Answer], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        themes: dict[str, list[tuple[str, str]]] = {}
        for row in answers:
            label = f"{row.item.ref} {row.item.question}"
            themes.setdefault(row.item.theme.title, []).append((str(row.pk), label))
        field.choices = list(themes.items())
        self._themes = themes

    def groups(self) -> list[tuple[str, Choices]]:
        """The items by theme, as the page shows them."""
        ticked = set(self["items"].value() or [])
        groups = []
        for title, choices in self._themes.items():
            rows = [(pk, label, pk in ticked) for pk, label in choices]
            groups.append((title, Choices(rows, any(row[2] for row in rows))))
        return groups

    def clean_email(self) -> str:
        """Refuse whoever needs no link, or may have none."""
        email: str = self.cleaned_data["email"]
        try:
            member_at(email, self.assessment)
        except ValidationError as error:
            raise ValidationError(error.message_dict["email"]) from error
        return email

    def whom(self) -> Whom:
        """Whom to ask, once the form is valid."""
        data = self.cleaned_data
        return Whom(data["email"], " ".join(data["name"].split()), data["message"], data["days"])

    def answer_ids(self) -> list[int]:
        """The keys of the answers that were chosen."""
        return [int(pk) for pk in self.cleaned_data["items"]]


class AttachForm(EvidenceForm):
    """What somebody attaches behind a link, or takes away again: nothing of the office is shown."""

    without = forms.MultipleChoiceField(
        label=gettext_lazy("Attached; tick what is to be taken away"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, pieces: Iterable[ProposedEvidence], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["place"]
        field = self.fields["without"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(piece.pk), piece.title) for piece in pieces]
        if not field.choices:
            del self.fields["without"]

    def attached(self) -> Attached:
        """What a valid form says."""
        data, sent = self.cleaned_data, None
        if self.upload:
            sent = Sent(data["file"], self.upload, data["file"].size)
        return Attached(
            NewDocument(data["title"], data["dated_on"], data["valid_until"]),
            data["url"],
            sent,
            frozenset(map(uuid.UUID, data.get("without", ()))),
        )


class SeenForm(forms.Form):
    """Which text of a colleague the focal point had before them."""

    text_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DeclineForm(forms.Form):
    """Why a proposal is given back."""

    reason = forms.CharField(
        label=gettext_lazy("What is missing or wrong"),
        help_text=gettext_lazy("Shown with the item, which opens again by a new link."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def clean_reason(self) -> str:
        """Blanks that can't be seen are no reason."""
        reason: str = self.cleaned_data["reason"]
        if not any(char.isalnum() for char in reason):
            raise ValidationError(_("Say what is missing or wrong."))
        return reason
