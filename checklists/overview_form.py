"""The form that stands above each page of the overview, and in its address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklists.models import Cycle, Theme
from checklists.overview.selection import LATE, Asked, State
from checklists.scale import Dimension
from orgs.access import offices
from orgs.models import Office, Organization, User
from orgs.roles import Capability as C

FIGURES = [("declared", _("Declared by the office")), ("verified", _("Verified by a reviewer"))]
SORTS = [("tree", _("Order of the tree")), ("name", _("Name")), ("worst", _("Worst first"))]
DIMENSIONS = [(each.value, each.label) for each in (Dimension.PRACTICE, Dimension.POLICY)]


class OverviewForm(forms.Form):
    """What is looked at. `cycles` are those in the person's reach; `shown` the fields on the page.

    The other fields stay in the address, so that one page leads to the other.
    """

    unmarked = True

    cycle = forms.ChoiceField(label=_("Cycle"), required=False)
    compared_with = forms.ChoiceField(label=_("Compared with"), required=False)
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    kind = forms.ChoiceField(label=_("Kind of organization"), required=False)
    office = forms.ModelChoiceField(
        label=_("Office and below"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *State.choices, (LATE, _("Overdue"))],
        required=False,
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    dimension = forms.ChoiceField(label=_("Items about"), choices=DIMENSIONS, required=False)
    figure = forms.ChoiceField(label=_("Figure"), choices=FIGURES, required=False)
    sort = forms.ChoiceField(label=_("Sorted by"), choices=SORTS, required=False)

    def __init__(
        self, user: User, cycles: list[Cycle], shown: list[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        organizations = {cycle.organization_id: cycle.organization for cycle in cycles}
        names = list(dict.fromkeys(cycle.name for cycle in cycles))
        kinds = {each.kind for each in organizations.values()}
        titles = dict(
            Theme.objects.filter(checklist__in={cycle.checklist_id for cycle in cycles})
            .order_by("checklist", "-position")
            .values_list("slug", "title")
        )
        self._choose("cycle", [("", _("The latest")), *((name, name) for name in names)])
        self._choose("compared_with", [("", _("The one before")), *((n, n) for n in names)])
        self._choose(
            "kind", [("", _("All")), *((k, n) for k, n in Organization.Kind.choices if k in kinds)]
        )
        self._choose("theme", [("", _("All")), *reversed(titles.items())])
        self._models("organization").queryset = Organization.objects.filter(pk__in=organizations)
        within = offices(user, C.VIEW_OVERVIEW).filter(numchild__gt=0)
        one = str(self.data.get("organization", "")) or "".join(map(str, organizations))
        is_one = len(organizations) == 1 or bool(self.data.get("organization"))
        if is_one and one.isdecimal() and len(one) < 19:
            within = within.filter(organization=int(one))
        self._models("office").queryset = within
        hidden = {"organization", "kind"} if len(organizations) < 2 else set()
        if not is_one:
            hidden.add("office")  # thousands, of all organizations: a branch's link chooses one
        for name, field in self.fields.items():
            if name not in shown or name in hidden:
                field.widget = field.hidden_widget()

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _models(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def asked(self) -> Asked:
        """What a valid form asks for."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Asked(**given)
