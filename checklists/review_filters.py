"""What the review queue and the desk show. The forms change nothing, and stand in the address."""

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Answer, Assessment, Cycle
from checklists.review_queries import has_risk, most_risks_first
from checklists.scale import Outcome
from orgs.access import offices, within_reach
from orgs.forms import OfficeField, spans_organizations
from orgs.models import Office, Organization, User
from orgs.roles import Capability as C

REACH = [C.REVIEW, C.ASSIGN_REVIEW]
Status = Assessment.Status
_STATUS = {"": Q(status=Status.SUBMITTED), "out": Q(status=Status.RETURNED), "all": Q()}
_PATHS = {"organization": "office__organization", "cycle": "cycle"}
_SHOWS = [
    ("", gettext_lazy("All")),
    ("undecided", gettext_lazy("To decide")),
    ("returned", gettext_lazy("Returned before")),
    ("changed", gettext_lazy("Changed since last round")),
    ("remarks", gettext_lazy("With remarks")),
    ("conversation", gettext_lazy("Open conversation")),
]


class QueueForm(forms.Form):
    """Which assessments the queue shows, and in which order; unasked, what waits, oldest first."""

    unmarked = True

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            ("", gettext_lazy("Waiting for review")),
            ("out", gettext_lazy("Returned, with the office")),
            ("all", gettext_lazy("All")),
        ],
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    cycle = forms.ModelChoiceField(
        label=gettext_lazy("Cycle"),
        queryset=Cycle.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    office = OfficeField(
        label=gettext_lazy("Office and all below it"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    assigned = forms.ChoiceField(
        label=gettext_lazy("Assigned"),
        required=False,
        choices=[
            ("", gettext_lazy("To anybody or nobody")),
            ("me", gettext_lazy("To me")),
            ("nobody", gettext_lazy("To nobody")),
            ("somebody", gettext_lazy("To somebody")),
        ],
    )
    age = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("overdue", gettext_lazy("Review overdue")),
            ("7", gettext_lazy("Submitted over 7 days ago")),
            ("14", gettext_lazy("Submitted over 14 days ago")),
            ("30", gettext_lazy("Submitted over 30 days ago")),
        ],
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("Look first at"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            ("returned", gettext_lazy("Returned before")),
            ("evidence", gettext_lazy("Evidence missing or expired")),
            ("not_applicable", gettext_lazy("“Not applicable” used")),
            ("changed", gettext_lazy("Large change since last cycle")),
        ],
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Longest waiting first")),
            ("due", gettext_lazy("Due first")),
            ("risk", gettext_lazy("Most marks of risk first")),
            ("office", gettext_lazy("By office")),
        ],
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        reach = Assessment.objects.filter(within_reach(user, REACH))
        querysets: dict[str, QuerySet[Any]] = {
            "cycle": Cycle.objects.filter(pk__in=reach.values("cycle")),
            # Those with offices below them: a thousand field offices are no list to choose from.
            "office": offices(user, *REACH).filter(numchild__gt=0),
        }
        if spans_organizations(user):
            own = offices(user, *REACH).order_by().values("organization")
            querysets["organization"] = Organization.objects.filter(pk__in=own)
        else:
            del self.fields["organization"]
        for name, queryset in querysets.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
        field = self.fields["office"]
        assert isinstance(field, OfficeField)
        field.names_organization = spans_organizations(user)

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out that waits."""
        return any(value for name, value in self.data.items() if name in self.fields)

    def rows(self) -> QuerySet[Assessment]:
        """The assessments that were asked for; what waits where the form can't be read."""
        asked = self.cleaned_data if self.is_valid() else {}
        rows = Assessment.objects.filter(
            within_reach(self.user, REACH), self._condition(asked)
        ).select_related("cycle", "office__organization", "submitted_by", "reviewer")
        match asked.get("sort"):
            case "due":
                return rows.order_by(F("review_due_on").asc(nulls_last=True), "submitted_at", "pk")
            case "risk":
                return most_risks_first(rows)
            case "office":
                return rows.order_by("office__path", "-cycle__starts_on", "pk")
        return rows.order_by(F("submitted_at").asc(nulls_last=True), "pk")

    def _condition(self, asked: dict[str, Any]) -> Q:
        conditions = [
            _STATUS[asked.get("status", "")],
            *(Q(**{path: asked[name]}) for name, path in _PATHS.items() if asked.get(name)),
        ]
        if office := asked.get("office"):
            conditions.append(Q(office__path__startswith=office.path))
        if assigned := asked.get("assigned"):
            mine = {"me": Q(reviewer=self.user), "nobody": Q(reviewer=None)}
            conditions.append(mine.get(assigned, Q(reviewer__isnull=False)))
        if age := asked.get("age"):
            conditions.append(self._older_than(age))
        if risk := asked.get("risk"):
            conditions.append(has_risk(risk))
        return reduce(and_, conditions)

    def _older_than(self, age: str) -> Q:
        if age == "overdue":
            return Q(status=Status.SUBMITTED, review_due_on__lt=timezone.localdate())
        return Q(submitted_at__lt=timezone.now() - dt.timedelta(days=int(age)))


class DeskForm(forms.Form):
    """Which of an assessment's answers the desk shows. Takes the themes from the answers.

    `answers` come from `review_queries.for_the_desk`.
    """

    unmarked = True

    show = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Answers"),
        choices=_SHOWS,
        widget=forms.HiddenInput,
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)

    def __init__(self, answers: Sequence[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers
        themes = {answer.item.theme.slug: answer.item.theme.title for answer in answers}
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All themes")), *themes.items()]

    def chosen(self) -> list[Answer]:
        """The answers that were asked for; all where the form can't be read."""
        if not self.is_valid():
            return list(self.answers)
        return [row for row in self._of_theme() if _shown(row, self.cleaned_data["show"])]

    def _of_theme(self) -> list[Answer]:
        theme = self.cleaned_data["theme"]
        return [row for row in self.answers if not theme or row.item.theme.slug == theme]

    def tabs(self) -> list[tuple[str, str, int]]:
        """Each filter as (value, label, how many answers of the theme it shows)."""
        rows = self._of_theme() if self.is_valid() else list(self.answers)
        return [
            (value, str(label), sum(_shown(row, value) for row in rows)) for value, label in _SHOWS
        ]


def _shown(answer: Any, show: str) -> bool:
    """Whether an answer with the annotations of `for_the_desk` passes a filter."""
    return bool(
        {
            "": True,
            "undecided": answer.verdict == Outcome.PENDING,
            "returned": answer.returned_before,
            "changed": answer.changed,
            "remarks": answer.has_remark,
            "conversation": answer.conversation,
        }[show]
    )
