"""The forms by which the secretariat brings an instrument in and corrects how it was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.anatomy import FORCES, THEMES
from checklists.importers.reading import MAX_BYTES
from checklists.services.anatomy import ActRead
from checklists.services.instrument_drafts import TRANSCRIPT_LIMIT, too_large


class _Transcript(forms.CharField):
    """A long text that is stored as it was sent, but for its line ends."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(
            {"rows": rows, "class": "lines", "dir": "ltr", "lang": "en", "spellcheck": "false"}
        )
        super().__init__(strip=False, max_length=TRANSCRIPT_LIMIT, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Browsers send line ends in two characters; one is stored."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class UploadForm(forms.Form):
    """A document, or its text."""

    unmarked = True  # one of the two is needed

    file = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        widget=forms.FileInput({"accept": ".pdf,.docx,.txt,.md"}),
    )
    transcript = _Transcript(label=gettext_lazy("Or its text"), required=False, rows=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF or Word (DOCX) as the United Nations publish it, plain text or Markdown; "
            "%(limit)d MB at most."
        ) % {"limit": MAX_BYTES // 1_000_000}
        self.fields["transcript"].help_text = _(
            "Paste the whole document here, from its symbol to its last footnote."
        )

    def clean_file(self) -> Any:
        """Too much is refused before it is read."""
        file = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(too_large(file.name or ""))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        data = self.cleaned_data
        given = [bool(data.get("file")), bool((data.get("transcript") or "").strip())]
        if not self.errors and not any(given):
            self.add_error("file", _("Choose a document, or paste its text."))
        if all(given):
            self.add_error("transcript", _("Give the document or its text, not both."))
        return data

    def source(self) -> tuple[str, bytes]:
        """The name and the content of what was given, once the form is valid."""
        if file := self.cleaned_data["file"]:
            return file.name, file.read()
        return _("Pasted text"), self.cleaned_data["transcript"].encode()


class DraftForm(forms.Form):
    """The transcript of a draft, and the word of the officer on what is doubtful."""

    transcript = _Transcript(
        label=gettext_lazy("Transcript"),
        rows=30,
        help_text=gettext_lazy(
            "What was read, line by line. Mend it here: a blank line ends a paragraph, “## ” "
            "begins a heading, “[page 2]” a page; a footnote’s mark stands as ¹ behind its word."
        ),
        error_messages={"required": gettext_lazy("Without a text there is nothing to read.")},
    )
    accept_doubts = forms.BooleanField(
        label=gettext_lazy("I have checked the doubts that are left"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ActForm(forms.Form):
    """One act of a paragraph; without a verb it is none."""

    unmarked = True

    verb = forms.CharField(
        label=gettext_lazy("Verb, as it stands in the text"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"lang": "en", "dir": "ltr"}),
    )
    force = forms.ChoiceField(
        label=gettext_lazy("Force"),
        choices=[("", "–"), *((force, force) for force in FORCES)],
        required=False,
    )
    addressees = forms.CharField(
        label=gettext_lazy("Addressees, one in each line"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 2, "lang": "en", "dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        """Force and addressees are those of a verb."""
        data = self.cleaned_data
        if not data.get("verb") and (data.get("force") or data.get("addressees")):
            self.add_error("verb", _("Give the verb, or leave all three empty."))
        return data

    def act(self) -> ActRead | None:
        """The act, once the form is valid."""
        data = self.cleaned_data
        if not data.get("verb"):
            return None
        names = (" ".join(line.split()) for line in data["addressees"].splitlines())
        return ActRead(data["verb"], data["force"], tuple(dict.fromkeys(filter(None, names))))


# Those that there are, and some empty ones for more.
ActFormSet = forms.formset_factory(ActForm, extra=2, max_num=30, absolute_max=30)


class ReadingForm(forms.Form):
    """Themes, and why the officer reads the paragraph so."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"),
        choices=[(theme.slug, theme.label) for theme in THEMES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Why the paragraph is to be read so. It stands beside the reading."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    state = forms.CharField(widget=forms.HiddenInput, required=False)
