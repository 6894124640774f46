"""The form of one answer: on the scale, or with figures where the item asks for a number."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.indicators import (
    RECRUITMENT,
    SEX,
    TOTAL,
    Indicator,
    cell_label,
    counted_over,
    field_name,
    parse_number,
)
from checklists.models import Answer, AnswerRevision, Cycle, DelegatedItem
from checklists.models.assessments import TEXT_LIMIT
from checklists.scale import AnswerValue, IndicatorValue
from checklists.services.answers import Sent, Sitting, Written, check

# Beside the values that can be stored: said, and still open.
COME_BACK = ("come_back", gettext_lazy("Don't know yet, come back to it"))


class NumberField(forms.Field):
    """A whole number as people write it; None where nothing is written."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 30})

    def to_python(self, value: Any) -> int | None:
        """The number. Raises ValidationError for what is none."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_number(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class AnswerForm(forms.Form):
    """An answer with its justification. It can be saved half done."""

    unmarked = True  # no field is needed to save, so none is marked as optional

    value = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[*AnswerValue.choices, COME_BACK],
        widget=forms.RadioSelect,
        required=False,
    )
    not_applicable_reason = forms.CharField(
        label=gettext_lazy("Why it is not applicable"),
        help_text=gettext_lazy("Needed only if you answer “Not applicable”."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        max_length=2_000,
        required=False,
    )
    justification = forms.CharField(
        label=gettext_lazy("Justification"),
        help_text=gettext_lazy(
            "What makes you say so, in your own words: what exists, since when, for whom. "
            "Name no person who could be put at risk."
        ),
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        max_length=TEXT_LIMIT,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    # Which opened page this is, and when it sends, by its own clock: see `Sitting`.
    sitting = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    sent_at = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=BigIntegerField.MAX_BIGINT, required=False
    )

    def __init__(self, answer: Answer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = answer.item
        self.measure = answer.item.measure
        if self.measure:
            self._ask_for_figures(self.measure, answer.assessment.cycle)

    def _ask_for_figures(self, measure: Indicator, cycle: Cycle) -> None:
        value, comment = self.fields["value"], self.fields["justification"]
        assert isinstance(value, forms.ChoiceField)
        not_applicable = AnswerValue.NOT_APPLICABLE
        value.choices = [*IndicatorValue.choices, (not_applicable, not_applicable.label), COME_BACK]
        comment.label = _("Comment")
        comment.help_text = _(
            "If you like: where the figures come from, what they leave out, why they changed. "
            "Name no person who could be put at risk."
        )
        period = _period(measure, cycle)
        if measure.by:
            # No input of its own: it carries what is wrong with all figures together.
            self.fields[field_name(TOTAL)] = forms.Field(
                label=_("Total"), help_text=period, required=False
            )
        for cell in measure.cells:
            label = measure.unit if cell == TOTAL else cell_label(cell)
            self.fields[field_name(cell)] = NumberField(
                label=capfirst(label),
                help_text=period if cell == TOTAL else "",
                required=False,
            )
        self.order_fields(["value", *(name for name in self.fields if name.startswith("figures_"))])

    def figure_fields(self) -> list[forms.BoundField]:
        """The inputs of an indicator that isn't a table of both recruitment and sex."""
        cells = self.measure.cells if self.measure and len(self.measure.by) < 2 else ()
        return [self[field_name(cell)] for cell in cells]

    def figure_columns(self) -> list[str]:
        """The headings of the table of recruitment and sex."""
        return [capfirst(cell_label(recruitment)) for recruitment in RECRUITMENT]

    def figure_rows(self) -> list[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """That table: the label of each row, and its inputs with the headings of their columns."""
        if not self.measure or len(self.measure.by) < 2:
            return []
        return [
            (
                capfirst(cell_label(sex)),
                [
                    (heading, self[field_name(f"{recruitment}.{sex}")])
                    for heading, recruitment in zip(self.figure_columns(), RECRUITMENT, strict=True)
                ],
            )
            for sex in SEX
        ]

    def clean(self) -> dict[str, Any]:
        """What the service says of the text."""
        if not self.errors:
            check(self.written(), self.item)
        return self.cleaned_data

    def written(self) -> Written:
        """The text, once the form is valid. All figures without a choice are figures given."""
        value, figures = self.cleaned_data["value"], self._figures()
        if come_back := value == COME_BACK[0]:
            value = ""
        elif self.measure and not value and len(figures) == len(self.measure.cells):
            value = IndicatorValue.REPORTED.value
        return Written(
            value=value,
            justification=_unix_lines(self.cleaned_data["justification"]),
            not_applicable_reason=_unix_lines(self.cleaned_data["not_applicable_reason"]),
            figures=figures,
            come_back=come_back,
        )

    def from_page(self, *, is_unfinished: bool) -> Sitting:
        """The page that sent the form, once it is valid."""
        key, sent_at = self.cleaned_data["sitting"], self.cleaned_data["sent_at"] or 0
        return Sitting(key, sent_at, is_unfinished)

    def sent(self, *, is_unfinished: bool) -> Sent:
        """What is to be saved, once the form is valid."""
        version: int = self.cleaned_data["version"]
        return Sent(self.written(), version, self.from_page(is_unfinished=is_unfinished))

    def _figures(self) -> dict[str, int]:
        cells = self.measure.cells if self.measure else ()
        given = {cell: self.cleaned_data.get(field_name(cell)) for cell in cells}
        return {cell: number for cell, number in given.items() if number is not None}


def answer_form(answer: Answer, text: Answer | AnswerRevision | DelegatedItem) -> AnswerForm:
    """The form of an answer, with its text, one that was set aside, or one that came back."""
    figures: Mapping[str, int] = text.figures
    initial: dict[str, Any] = {
        "value": COME_BACK[0] if text.come_back else text.value,
        "justification": text.justification,
        "not_applicable_reason": text.not_applicable_reason,
        "version": answer.version,
        "sitting": token_hex(8),
    }
    initial |= {field_name(cell): number for cell, number in figures.items()}
    return AnswerForm(answer, initial=initial)


def unfinished_form(answer: Answer, data: QueryDict) -> AnswerForm:
    """The form without the choice of an answer, for what can't be one yet.

    Where a figure or a reason is still missing, what is there can be kept all the same: an answer
    without a value needs neither.
    """
    without = data.copy()
    without["value"] = ""
    return AnswerForm(answer, without)


def _period(measure: Indicator, cycle: Cycle) -> str:
    first, last = counted_over(measure.period, cycle.starts_on, cycle.ends_on)
    words = {
        "unit": escape(capfirst(measure.unit)),  # hints are set as they are
        "first": date_format(first),
        "last": date_format(last),
    }
    if measure.period == "cycle":
        return _("%(unit)s, for the cycle from %(first)s to %(last)s. Give 0 for none.") % words
    return _("%(unit)s, from %(first)s to %(last)s. Give 0 for none.") % words


def _unix_lines(text: str) -> str:
    """Browsers send line ends in two characters; one is stored."""
    return text.replace("\r\n", "\n")
