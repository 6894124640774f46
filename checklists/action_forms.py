"""The forms of the action plan."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Action, Document
from checklists.services.actions import Plan
from orgs.access import offices, people_with
from orgs.forms import OfficeField, RowsField, spans_organizations
from orgs.models import Office, User
from orgs.roles import Capability

# In steps that a person can tell apart; what is done is closed.
PROGRESS = [
    (0, gettext_lazy("Not begun")),
    (25, gettext_lazy("Begun (25 %)")),
    (50, gettext_lazy("Half done (50 %)")),
    (75, gettext_lazy("Nearly done (75 %)")),
]


class PlanForm(forms.ModelForm[Action]):
    """What is to be done, by whom, until when."""

    class Meta:
        model = Action
        fields = ["title", "details", "responsible", "responsible_name", "due_on", "priority"]
        widgets = {
            "title": forms.TextInput({"dir": "auto"}),
            "details": forms.Textarea({"rows": 4, "dir": "auto"}),
            "responsible_name": forms.TextInput({"dir": "auto"}),
            "due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "priority": forms.RadioSelect,
        }
        help_texts = {
            "title": gettext_lazy("In one sentence, for example “Fit radios to both vehicles”."),
            "responsible_name": gettext_lazy("Their function is enough: “fleet manager”."),
            "priority": gettext_lazy("An action of high priority is closed on evidence only."),
        }

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_with(Capability.VIEW_ASSESSMENT, office)
        field.empty_label = _("Nobody of these")

    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__slots__})


class ChangeForm(PlanForm):
    """The same, with the progress and a note."""

    progress = forms.TypedChoiceField(label=gettext_lazy("Progress"), choices=PROGRESS, coerce=int)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What happened since, or why the plan has changed."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        max_length=5_000,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


_LABELS = {
    Action.Status.DONE: gettext_lazy("What was done"),
    Action.Status.DROPPED: gettext_lazy("Why it is dropped"),
    Action.Status.OPEN: gettext_lazy("Why it is taken up again"),
}


class CloseForm(forms.Form):
    """What was done, or why it isn't done any more."""

    note = forms.CharField(
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        max_length=5_000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    documents = RowsField(
        label=gettext_lazy("Documents that show it"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ["note", "documents", "version"]

    def __init__(self, outcome: str, action: Action, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _LABELS[Action.Status(outcome)]
        field = self.fields["documents"]
        assert isinstance(field, RowsField)
        field.queryset = Document.objects.filter(office=action.office_id).order_by("-added_at")
        if outcome != Action.Status.DONE or not field.queryset.exists():
            del self.fields["documents"]


class ActionFilterForm(forms.Form):
    """Which actions of the plan are shown. Stands in the address."""

    unmarked = True

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("Open")),
            ("overdue", gettext_lazy("Overdue")),
            ("mine", gettext_lazy("Open, mine")),
            (Action.Status.DONE, gettext_lazy("Done")),
            (Action.Status.DROPPED, gettext_lazy("Dropped")),
            ("all", gettext_lazy("All")),
        ],
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"),
        required=False,
        choices=[("", gettext_lazy("All")), *Action.Priority.choices],
    )
    office = OfficeField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("All offices"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["office"]
        assert isinstance(field, OfficeField)
        field.queryset = offices(user, Capability.VIEW_ASSESSMENT)
        field.names_organization = spans_organizations(user)

    def filtered(self, actions: QuerySet[Action], today: dt.date) -> QuerySet[Action]:
        """The actions that were asked for, the most urgent first; none where the form is wrong."""
        if not self.is_valid():
            return actions.none()
        asked = self.cleaned_data
        condition = _state(asked["state"], self.user, today)
        if asked["priority"]:
            condition &= Q(priority=asked["priority"])
        if asked["office"]:
            condition &= Q(office__path__startswith=asked["office"].path)
        if asked["q"]:
            words = Q(title__icontains=asked["q"]) | Q(details__icontains=asked["q"])
            condition &= words | Q(raised_on__item__ref=asked["q"])
        if asked["state"] in ("all", Action.Status.DONE, Action.Status.DROPPED):
            return actions.filter(condition).order_by(F("closed_at").desc(nulls_first=True), "pk")
        return actions.filter(condition).order_by("due_on", "pk")


def _state(state: str, user: User, today: dt.date) -> Q:
    still_open = Q(status=Action.Status.OPEN)
    if state == "overdue":
        return still_open & Q(due_on__lt=today)
    if state == "mine":
        return still_open & Q(responsible=user)
    if state == "all":
        return Q(pk__isnull=False)
    return Q(status=state) if state else still_open
