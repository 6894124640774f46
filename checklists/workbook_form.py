"""The form that takes a workbook back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.workbook.cells import RefusedError
from checklists.workbook.front_door import MAX_MB
from checklists.workbook.refusals import sentence


class WorkbookForm(forms.Form):
    """One XLSX file."""

    file = forms.FileField(
        label=gettext_lazy("The workbook that you filled in"),
        widget=forms.FileInput({"accept": ".xlsx"}),
        allow_empty_file=True,  # refused with our own words
        error_messages={"required": gettext_lazy("Choose the workbook.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("An XLSX file, %(limit)d MB at most.") % {"limit": MAX_MB}

    def clean_file(self) -> Any:
        """Too much is refused before it is read."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_MB << 20:
            raise forms.ValidationError(sentence(RefusedError("too_large", limit=str(MAX_MB))))
        return file
