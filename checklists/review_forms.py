"""The forms of the review desk, and of the conversation about an item."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Answer, Assessment, CommonReason
from checklists.models.review import MESSAGE_LIMIT
from checklists.scale import Outcome
from orgs.access import people_in_reach, within_reach
from orgs.forms import RowsField
from orgs.models import User
from orgs.roles import Capability as C


class VerdictForm(forms.Form):
    """Accept, with a remark or without; or return, with a reason of the library or one's own."""

    unmarked = True  # whether the reason is needed depends on the verdict

    outcome = forms.ChoiceField(
        label=gettext_lazy("Your verdict"),
        choices=[
            (Outcome.ACCEPTED, gettext_lazy("Accept")),
            (Outcome.RETURNED, gettext_lazy("Return")),
        ],
        widget=forms.RadioSelect,
    )
    common = forms.ModelChoiceField(
        label=gettext_lazy("Common reason for a return"),
        queryset=CommonReason.objects.filter(active=True),
        required=False,
        empty_label=gettext_lazy("None of these"),
        help_text=gettext_lazy("It is put before what you write."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Needed if you return the answer: say what should be corrected. "
            "If you accept it, a remark to the office, if you like."
        ),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        max_length=5_000,
        required=False,
    )
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """A return needs a reason; one of the library's is put before what was written."""
        data = self.cleaned_data
        outcome, written = data.get("outcome"), data.get("reason", "")
        common: CommonReason | None = data.get("common")
        if common and outcome == Outcome.ACCEPTED:
            self.add_error("common", _("This is a reason for a return, but you accept the answer."))
        elif common and common.text not in written:
            data["reason"] = "\n\n".join(filter(None, [common.text, written]))
        says_why = any(char.isalnum() for char in data.get("reason", ""))
        if outcome == Outcome.RETURNED and not says_why and "reason" not in self.errors:
            self.add_error("reason", _("Say what should be corrected."))
        if len(data.get("reason", "")) > 5_000:
            self.add_error("reason", _("Together with the common reason this is too long."))
        return data


class AssignForm(forms.Form):
    """Whose review the ticked assessments are, and until when."""

    unmarked = True

    assessments = RowsField(
        label=gettext_lazy("Assessments"),
        queryset=Assessment.objects.none(),
        error_messages={"required": gettext_lazy("Tick at least one assessment.")},
    )
    reviewer = forms.ModelChoiceField(
        label=gettext_lazy("Reviewer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a person"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Review due"),
        required=False,
        help_text=gettext_lazy("Empty: the date stays as it is."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = Q(pk__in=people_in_reach(user, C.ASSIGN_REVIEW, C.REVIEW).values("pk"))
        if user.is_secretariat:
            within |= Q(is_secretariat=True, is_active=True)
        rows, people = self.fields["assessments"], self.fields["reviewer"]
        assert isinstance(rows, forms.ModelMultipleChoiceField)
        assert isinstance(people, forms.ModelChoiceField)
        rows.queryset = Assessment.objects.filter(within_reach(user, [C.ASSIGN_REVIEW]))
        people.queryset = User.objects.filter(within).order_by("full_name", "email")

    @property
    def withdraws(self) -> bool:
        """Whether the person pressed the button that takes an assignment back."""
        return "withdraw" in self.data

    def chosen(self) -> list[str]:
        """The keys that were ticked, as they were sent."""
        return self.data.getlist("assessments") if hasattr(self.data, "getlist") else []

    def clean(self) -> dict[str, Any]:
        """Somebody is named, unless the assignment is taken back."""
        data = self.cleaned_data
        if self.withdraws:
            data["reviewer"] = None
        elif not data.get("reviewer") and "reviewer" not in self.errors:
            self.add_error("reviewer", _("Choose who is to review."))
        return data


class AcceptUnchangedForm(forms.Form):
    """What was on the page: the answers that are as they were, each with its version; the round."""

    round = forms.IntegerField(min_value=1)
    unchanged = forms.RegexField(r"^\d{1,18}:\d{1,9}( \d{1,18}:\d{1,9})*$")

    @staticmethod
    def token(answers: Iterable[Answer]) -> str:
        """The answers and their versions."""
        return " ".join(f"{answer.pk}:{answer.version}" for answer in answers)

    def seen(self) -> dict[int, int]:
        """The version by the answer's key."""
        pairs = (token.split(":") for token in self.cleaned_data["unchanged"].split())
        return {int(answer): int(version) for answer, version in pairs}


class MessageForm(forms.Form):
    """A message about an item."""

    prefix = "message"

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("It can't be changed or deleted afterwards."),
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a message.")},
    )
