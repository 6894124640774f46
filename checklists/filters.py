"""The forms that choose what a page shows. They change nothing, and stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.anatomy import THEMES
from checklists.browsing import Asked, Show
from checklists.coverage import Covered
from checklists.models import Answer, Checklist, Disposition
from checklists.scale import Dimension


class CoverageForm(forms.Form):
    """Which paragraphs of a checklist's coverage are shown. Takes the choices from all rows."""

    unmarked = True

    disposition = forms.ChoiceField(label=gettext_lazy("Disposition"), required=False)
    addressee = forms.ChoiceField(label=gettext_lazy("Addressee"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)

    def __init__(self, rows: list[Covered], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        addressees = sorted({name for row in rows for name in row.addressees}, key=str.casefold)
        slugs = {slug for row in rows for slug in row.themes}
        themes = sorted((str(t.label), t.slug) for t in THEMES if t.slug in slugs)
        for name, choices in (
            ("disposition", Disposition.Kind.choices),
            ("addressee", [(name, name) for name in addressees]),
            ("theme", [(slug, title) for title, slug in themes]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    def filtered(self, rows: list[Covered]) -> list[Covered]:
        """The rows that were asked for; all of them where the form can't be read."""
        if not self.is_valid():
            return rows
        asked = self.cleaned_data
        return [
            row
            for row in rows
            if (not asked["disposition"] or _kind(row) == asked["disposition"])
            and (not asked["addressee"] or asked["addressee"] in row.addressees)
            and (not asked["theme"] or asked["theme"] in row.themes)
        ]


def _kind(row: Covered) -> str:
    return row.disposition.kind if row.disposition else ""


class BrowseForm(forms.Form):
    """Which items of an assessment are shown. Takes the choices from all of them."""

    unmarked = True

    q = forms.CharField(
        label=gettext_lazy("Search"),
        help_text=gettext_lazy("Words of the question or the paragraph, or a number."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"type": "search", "dir": "auto"}),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    dimension = forms.ChoiceField(label=gettext_lazy("Dimension"), required=False)
    show = forms.MultipleChoiceField(
        label=gettext_lazy("Filter"),
        choices=Show.choices,
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, rows: list[Answer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = {row.item.theme.slug: row.item.theme.title for row in rows}
        dimensions = {row.item.dimension for row in rows}
        for name, choices in (
            ("theme", list(themes.items())),
            ("dimension", [pair for pair in Dimension.choices if pair[0] in dimensions]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    def asked(self) -> Asked:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        show = tuple(show for show in Show if show in data["show"])
        return Asked(data["q"], data["theme"], data["dimension"], show)


class OtherChecklistForm(forms.Form):
    """Which checklist another one is compared with; unasked, it is `former`, if there is one."""

    unmarked = True

    other = forms.ModelChoiceField(
        label=gettext_lazy("Compare with"),
        queryset=Checklist.objects.none(),
        required=False,
    )

    def __init__(
        self, checklist: Checklist, former: Checklist | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        if former:
            said = _("The version before: %(checklist)s (%(symbol)s)")
            names = {"checklist": former, "symbol": former.instrument.symbol}
            field.empty_label = said % names
        field.queryset = (
            Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
            .exclude(pk=checklist.pk)
            .select_related("instrument")
        )

    def chosen(self) -> Checklist | None:
        """The checklist that was chosen, if one was."""
        return self.cleaned_data["other"] if self.is_valid() else None
