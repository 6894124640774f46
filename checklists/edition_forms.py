"""The forms with which the secretariat links editions and sets matches right."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.lineage import CorrectionError, Relation
from checklists.models import Instrument, Paragraph, ParagraphPair


class InstrumentField(forms.ModelChoiceField[Instrument]):
    """An instrument by its symbol and title."""

    def label_from_instance(self, obj: Instrument) -> str:
        """What the list shows: editions have one title, so the day tells them apart."""
        return f"{obj.symbol} ({obj.adopted_on:%Y-%m-%d}): {Truncator(obj.title).chars(60)}"


class EditionLinkForm(forms.Form):
    """Two instruments of which one follows the other."""

    older = InstrumentField(
        label=gettext_lazy("Older edition"), queryset=Instrument.objects.order_by("-adopted_on")
    )
    newer = InstrumentField(
        label=gettext_lazy("Newer edition"), queryset=Instrument.objects.order_by("-adopted_on")
    )

    def clean(self) -> dict[str, Any]:
        """The newer one was adopted after the older one."""
        older, newer = (self.cleaned_data.get(name) for name in ("older", "newer"))
        if older and newer and older.adopted_on >= newer.adopted_on:
            self.add_error(
                "newer",
                _("%(newer)s was not adopted after %(older)s.") % {"newer": newer, "older": older},
            )
        return self.cleaned_data


class ParagraphField(forms.ModelChoiceField[Paragraph]):
    """A paragraph by its number and first words."""

    def label_from_instance(self, obj: Paragraph) -> str:
        """With its heading where the numbers begin anew under each."""
        section = f"{obj.section}, " if obj.section else ""
        return f"{section}{obj.number}. {Truncator(obj.text).chars(80)}"


class MatchForm(forms.Form):
    """What became of a paragraph: its counterpart in the other edition, and the relation."""

    unmarked = True  # the empty choice is a decision, not a field left out

    counterpart = ParagraphField(queryset=Paragraph.objects.none(), required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[
            (Relation.AMENDED.value, gettext_lazy("Amended: the same duty, reworded")),
            (Relation.UNCHANGED.value, gettext_lazy("Unchanged: the same duty, word for word")),
            (
                Relation.SPLIT.value,
                gettext_lazy("Split: the older paragraph became several newer ones"),
            ),
            (
                Relation.MERGED.value,
                gettext_lazy("Merged: several older paragraphs became the newer one"),
            ),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, pair: ParagraphPair, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["counterpart"]
        assert isinstance(field, forms.ModelChoiceField)
        if pair.new_id:
            field.label, other = _("Its paragraph in the older edition"), pair.link.older
            field.empty_label = _("None: the newer paragraph is new")
        else:
            field.label, other = _("Its paragraph in the newer edition"), pair.link.newer
            field.empty_label = _("None: the older paragraph was dropped")
        field.queryset = other.paragraphs.filter(
            kind=Paragraph.Kind.OPERATIVE, parent=None
        ).order_by("position")

    def clean(self) -> dict[str, Any]:
        """A counterpart stands in a relation."""
        if self.cleaned_data.get("counterpart") and not self.cleaned_data.get("relation"):
            self.add_error("relation", _("Say what became of it."))
        return self.cleaned_data

    def refuse(self, error: CorrectionError) -> None:
        """Say what the service said."""
        if error.relation == Relation.SPLIT:
            message = _("A split needs another newer paragraph with the same older one.")
        else:
            message = _("A merger needs another older paragraph with the same newer one.")
        self.add_error("relation", message)
