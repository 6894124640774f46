"""The forms with which a report is asked for, and found again."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Assessment, Checklist, Cycle
from orgs.forms import OfficeField, spans_organizations
from orgs.models import Office, User
from reports.access import (
    kinds_for,
    reportable_assessments,
    reportable_checklists,
    reportable_cycles,
    reportable_offices,
)
from reports.kinds import ACROSS, Kind, Tier
from reports.languages import installed, language_field
from reports.models import Report
from reports.rounds import of_round
from reports.subjects import Subject


class _AssessmentField(forms.ModelChoiceField[Assessment]):
    """One assessment; its queryset comes with offices, organizations and cycles."""

    names_organization = False

    def label_from_instance(self, obj: Assessment) -> str:
        """What stands in the list."""
        return f"{obj.office.organization}: {obj}" if self.names_organization else str(obj)


class _CycleField(forms.ModelChoiceField[Cycle]):
    """One cycle; its queryset comes with organizations."""

    names_organization = False

    def label_from_instance(self, obj: Cycle) -> str:
        """What stands in the list."""
        return f"{obj.organization}: {obj}" if self.names_organization else str(obj)


# What a kind of report is good for, for who chooses one.
TELLS: dict[Kind, Any] = {
    Kind.OFFICE: gettext_lazy(
        "One office's assessment: where it stands, what changed since the last report, every answer"
        " with its verdict, the indicators, and the open actions."
    ),
    Kind.ORGANIZATION: gettext_lazy(
        "An office with all below it, in one cycle: offices and themes side by side, the best and"
        " the worst items, who is late, the indicators summed, and overdue actions."
    ),
    Kind.PARAGRAPHS: gettext_lazy(
        "All organizations together, paragraph by paragraph. It names none of them, and withholds"
        " what is about fewer than five."
    ),
    Kind.ACTIONS: gettext_lazy(
        "What an office and all below it undertake: what is open, overdue and done, and who sees"
        " to it."
    ),
    Kind.EVIDENCE: gettext_lazy(
        "The documents of an office and all below it: what they show, until when they are valid,"
        " and which answers rest on them."
    ),
}


def tier_field() -> forms.ChoiceField:
    """How much a report tells, with who may read what."""
    return forms.ChoiceField(
        label=gettext_lazy("How much it tells"),
        help_text=gettext_lazy(
            "Observers may not read full reports; observers from outside the organization read"
            " shareable ones alone."
        ),
        choices=Tier.choices,
        widget=forms.RadioSelect,
    )


def leave_tier_out(form: forms.BaseForm) -> None:
    """A report across organizations tells the same in each tier: there is nothing to choose."""
    form.fields["tier"].widget = forms.HiddenInput()
    form.initial["tier"] = Tier.SHAREABLE


class RequestReportForm(forms.Form):
    """What a report of one kind is about, and how much it tells: only what the kind asks for."""

    assessment = _AssessmentField(
        label=gettext_lazy("Assessment"), queryset=Assessment.objects.none()
    )
    office = OfficeField(
        label=gettext_lazy("Office"),
        help_text=gettext_lazy("The report is on this office and all below it."),
        queryset=Office.objects.none(),
    )
    cycle = _CycleField(label=gettext_lazy("Cycle"), queryset=Cycle.objects.none())
    checklist = forms.ModelChoiceField(
        label=gettext_lazy("Checklist"), queryset=Checklist.objects.none()
    )
    tier = tier_field()
    language = language_field()

    def __init__(self, user: User, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.initial.setdefault("tier", Tier.INTERNAL)
        if kind in ACROSS:
            leave_tier_out(self)
        if len(installed()) < 2:
            del self.fields["language"]
        spans = spans_organizations(user)
        rows: dict[str, QuerySet[Any]] = {
            "assessment": reportable_assessments(user),
            "office": reportable_offices(user),
            "cycle": reportable_cycles(user),
            "checklist": reportable_checklists(),
        }
        for name, queryset in rows.items():
            if name not in _ASKED[kind]:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
            if isinstance(field, _AssessmentField | _CycleField | OfficeField):
                field.names_organization = spans
            if isinstance(field, _CycleField | OfficeField) and not spans:
                # What is mostly meant: the highest office, the latest cycle.
                self.initial[name] = self.initial.get(name) or queryset.first()

    def clean(self) -> dict[str, Any]:
        """A cycle is one of the office's organization."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        office, cycle = cleaned.get("office"), cleaned.get("cycle")
        if office and cycle and cycle.organization_id != office.organization_id:
            self.add_error("cycle", _("This cycle is of another organization than the office."))
        return cleaned

    @property
    def can_be_filled(self) -> bool:
        """Whether there is anything to choose."""
        fields = (self.fields[name] for name in _ASKED[self.kind])
        asked = (f.queryset for f in fields if isinstance(f, forms.ModelChoiceField))
        return all(rows is not None and rows.exists() for rows in asked)

    @property
    def subject(self) -> Subject:
        """What was chosen; the form is valid."""
        chosen = {name: self.cleaned_data[name] for name in _ASKED[self.kind]}
        return Subject(self.kind, **chosen)


_ASKED: dict[Kind, list[str]] = {
    Kind.OFFICE: ["assessment"],
    Kind.ORGANIZATION: ["office", "cycle"],
    Kind.PARAGRAPHS: ["checklist"],
    Kind.ACTIONS: ["office"],
    Kind.EVIDENCE: ["office"],
}


class ReportFilterForm(forms.Form):
    """Which reports the list shows. Stands in the address."""

    unmarked = True

    q = forms.CharField(
        label=gettext_lazy("Office or checklist"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *Report.Status.choices],
    )
    # A report of the round that is asked for.
    round = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext_lazy("All")),
            *((kind.value, kind.label) for kind in kinds_for(user)),
        ]

    def filtered(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        """The reports that were asked for, of those given; none where the form is wrong."""
        if not self.is_valid():
            return reports.none()
        asked = self.cleaned_data
        condition = Q()
        if asked["q"]:
            words = asked["q"]
            condition &= Q(office__name__icontains=words) | Q(checklist__title__icontains=words)
        if asked["kind"]:
            condition &= Q(kind=asked["kind"])
        if asked["status"]:
            condition &= Q(status=asked["status"])
        if asked["round"]:
            condition &= of_round(reports.filter(pk=asked["round"]).first())
        return reports.filter(condition)
