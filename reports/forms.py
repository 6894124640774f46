"""The form with which a report is asked for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Assessment, Checklist, Cycle
from orgs.forms import OfficeField, spans_organizations
from orgs.models import Office, User
from reports.access import (
    reportable_assessments,
    reportable_checklists,
    reportable_cycles,
    reportable_offices,
)
from reports.kinds import Kind, Tier
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
    tier = forms.ChoiceField(
        label=gettext_lazy("How much it tells"), choices=Tier.choices, widget=forms.RadioSelect
    )

    def __init__(self, user: User, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.initial.setdefault("tier", Tier.INTERNAL)
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
