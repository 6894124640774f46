"""The forms of the self-assessment, the review and the cycle."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.access import managed_organizations
from checklists.models import Answer, Checklist, Cycle
from checklists.queries import ItemCount, item_counts, items_for
from orgs.access import offices, people_with
from orgs.forms import OfficesField, spans_organizations
from orgs.models import Office, Organization, User
from orgs.roles import Capability


class ConfirmForm(forms.Form):
    """What was on the page: the version of this answer, and of last cycle's (`seen`).

    `documents` are those of last cycle's answer that are chosen to stand by this one too.
    """

    version = forms.IntegerField(min_value=0)
    seen = forms.IntegerField(min_value=0)
    documents = forms.TypedMultipleChoiceField(coerce=uuid.UUID, required=False)

    def __init__(self, documents: Iterable[uuid.UUID], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(pk), str(pk)) for pk in documents]


class ConfirmAllForm(forms.Form):
    """What was on the page: the answers that are offered, each with the version of last cycle's."""

    offered = forms.MultipleChoiceField()
    with_documents = forms.BooleanField(required=False)

    def __init__(self, offered: Iterable[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["offered"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(self.token(answer), str(answer.pk)) for answer in offered]

    @staticmethod
    def token(answer: Answer) -> str:
        """An answer and the version of the one that is offered to it."""
        old = answer.carried_from
        return f"{answer.pk}:{old.version if old else ''}"

    def seen(self) -> dict[int, int]:
        """The version of last cycle's answer by this one's key."""
        pairs = (token.split(":") for token in self.cleaned_data["offered"])
        return {int(answer): int(version) for answer, version in pairs}


class DelegateForm(forms.Form):
    """Ask a contributor of the office for one answer."""

    contributor = forms.ModelChoiceField(
        label=gettext_lazy("Ask a colleague for this answer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: I answer it myself"),
    )

    def __init__(self, answer: Answer, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"contributor": answer.delegated_to_id})
        super().__init__(*args, **kwargs)
        field = self.fields["contributor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_with(Capability.CONTRIBUTE, answer.assessment.office)


class ReturnForm(forms.Form):
    """The note that goes with a returned assessment."""

    note = forms.CharField(
        label=gettext_lazy("Note to the focal point"),
        help_text=gettext_lazy("If you like. The reasons stand with each returned answer."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        max_length=5_000,
        required=False,
    )


class CycleForm(forms.ModelForm[Cycle]):
    """Open a cycle for the offices that are ticked."""

    offices = OfficesField(
        label=gettext_lazy("Offices"),
        queryset=Office.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each gets an assessment of its own, and its focal points a mail."),
    )

    class Meta:
        model = Cycle
        fields = [
            "organization",
            "checklist",
            "name",
            "starts_on",
            "ends_on",
            "due_on",
            "review_days",
        ]
        widgets = {"name": forms.TextInput({"dir": "auto"})} | {
            # Browsers take this format alone, whatever the language.
            name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on", "due_on")
        }
        help_texts = {"name": gettext_lazy("For example “2026, second half”.")}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("organization", managed_organizations(user)),
            ("checklist", _published()),
            ("offices", offices(user, Capability.MANAGE_CYCLES)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        field = self.fields["offices"]
        assert isinstance(field, OfficesField)
        field.names_organization = spans_organizations(user)
        self.user = user
        if (only := managed_organizations(user)[:2]) and len(only) == 1:
            self.fields["organization"].initial = only[0]

    def item_counts(self) -> list[ItemCount]:
        """How many items an office would get, for every checklist that can be chosen."""
        return item_counts(_published(), managed_organizations(self.user))

    def clean(self) -> dict[str, Any]:
        """The dates run forward, the name is new, and the offices are of the organization."""
        data = super().clean() or self.cleaned_data
        start, end, due = (data.get(name) for name in ("starts_on", "ends_on", "due_on"))
        if start and end and end < start:
            self.add_error("ends_on", _("The period ends before it begins."))
        if start and due and due < start:
            self.add_error("due_on", _("The due date lies before the period."))
        organization: Organization | None = data.get("organization")
        if organization and organization.cycles.filter(name=data.get("name", "")).exists():
            self.add_error("name", _("There is a cycle of this name already."))
        chosen: list[Office] = list(data.get("offices") or [])
        strangers = [o.name for o in chosen if organization and o.organization != organization]
        if strangers:
            self.add_error(
                "offices",
                _("Not offices of %(organization)s: %(offices)s.")
                % {"organization": organization, "offices": ", ".join(strangers)},
            )
        checklist: Checklist | None = data.get("checklist")
        if organization and checklist:
            items = list(checklist.items.all())
            if without := [o.name for o in chosen if not items_for(items, organization, o)]:
                self.add_error(
                    "offices",
                    _("This checklist has no item for: %(offices)s.")
                    % {"offices": ", ".join(without)},
                )
        return data


def _published() -> QuerySet[Checklist]:
    return Checklist.objects.filter(status=Checklist.Status.PUBLISHED)


class CycleChangeForm(forms.ModelForm[Cycle]):
    """Correct a cycle's name or due date."""

    class Meta:
        model = Cycle
        fields = ["name", "due_on"]
        widgets = {
            "name": forms.TextInput({"dir": "auto"}),
            "due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean_due_on(self) -> dt.date:
        """Not before the period."""
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on < self.instance.starts_on:
            raise forms.ValidationError(_("The due date lies before the period."))
        return due_on
