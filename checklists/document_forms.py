"""The forms about evidence and about the documents of an office."""

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checklists.document_queries import SORTS, STATES, Choices
from checklists.models import Document
from checklists.services.documents import NewDocument, check_dates
from checklists.uploads import ACCEPT_ATTRIBUTE, ACCEPTED, Upload, UploadError, inspect
from orgs.models import Office


def in_a_line(document: Document) -> str:
    """A document as a list of choices names it."""
    words = {"title": document.title}
    if document.valid_until is None:
        return document.title
    words["day"] = date_format(document.valid_until, "DATE_FORMAT")
    if document.validity == Document.Validity.EXPIRED:
        return _("%(title)s (expired %(day)s)") % words
    return _("%(title)s (valid until %(day)s)") % words


def looked_at(file: "UploadedFile[bytes]") -> Upload:
    """What a file is. Raises ValidationError where it isn't taken."""
    try:
        return inspect(file, file.name or "", file.size or 0, limit_mb=settings.EVIDENCE_MAX_MB)
    except UploadError as error:
        raise ValidationError(str(error)) from error


def check_form_dates(form: forms.Form) -> None:
    """Add the errors that `check_dates` finds, unless the dates can't be read."""
    data = form.cleaned_data
    try:
        check_dates(data.get("dated_on"), data.get("valid_until"))
    except ValidationError as error:
        form.add_error(None, error)


def found_in_words(choices: Choices, words: str) -> str:
    """What a list of choices is out of."""
    count = choices.count
    if not count:
        return _("No document of the office has these words.")
    if choices.is_cut and words:
        return _("%(count)d are listed, and there are more: add a word.") % {"count": count}
    if choices.is_cut:
        return _("The latest are listed. Search for those before.")
    return ngettext("One document is listed.", "%(count)d documents are listed.", count) % {
        "count": count
    }


MAX_WORDS = 200


class EvidenceForm(forms.Form):
    """A file, a link, a paper that is only shown, one of the office's documents; or none.

    `words` are those that `choices` were searched by.
    """

    find = forms.CharField(
        label=gettext_lazy("Search documents"),
        max_length=MAX_WORDS,
        required=False,
        widget=forms.TextInput({"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    document = forms.ChoiceField(
        label=gettext_lazy("Choose from the office's documents"), required=False
    )
    title = forms.CharField(
        label=gettext_lazy("What it is"),
        help_text=gettext_lazy("For example “Training log 2026”."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=1000, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput({"accept": ACCEPT_ATTRIBUTE}),
    )
    place = forms.CharField(
        label=gettext_lazy("Not to be uploaded: where the reviewer can see it"),
        help_text=gettext_lazy(
            "For a document that must not leave the office: say where it is kept and how it is "
            "called there, for example “Safe of the security adviser, file 12”."
        ),
        max_length=500,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    dated_on = forms.DateField(
        label=gettext_lazy("Date of the document"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    upload: Upload | None = None
    found = ""

    def __init__(
        self,
        *args: Any,
        choices: Choices | None = None,
        words: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = choices or Choices([])
        if choices.count:
            field = self.fields["document"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [
                ("", _("None")),
                *(
                    (label, [(str(row.pk), in_a_line(row)) for row in rows])
                    for label, rows in choices.groups
                ),
            ]
        else:
            self.fields.pop("document", None)
        if choices.is_cut or words:
            self.initial["find"] = words
            self.found = found_in_words(choices, words)
        else:
            self.fields.pop("find", None)
        self.fields["file"].help_text = _("%(types)s; %(limit)d MB at most.") % {
            "types": ", ".join(sorted({str(label) for _type, label in ACCEPTED.values()})),
            "limit": settings.EVIDENCE_MAX_MB,
        }

    def clean_url(self) -> str:
        """A link that shows where it leads, and carries no password."""
        url: str = self.cleaned_data["url"]
        host = urlsplit(url).netloc
        if "@" in host:
            raise forms.ValidationError(
                _("Give the link without a user name or password: others would read them.")
            )
        # Format characters are those that turn the direction of text or can't be seen.
        if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Zs") for char in host):
            raise forms.ValidationError(
                _("The name of the site has characters that can't be seen. Type it anew.")
            )
        return url

    def clean_file(self) -> Any:
        """Look at the content: the name alone says nothing."""
        file = self.cleaned_data["file"]
        if file is not None:
            self.upload = looked_at(file)
        return file

    def clean(self) -> dict[str, Any]:
        """A title or a date alone is no evidence; what isn't uploaded needs a title."""
        data = self.cleaned_data
        given = [name for name in ("url", "file", "place") if data.get(name)]
        said = [name for name in ("title", "dated_on", "valid_until") if data.get(name)]
        if said and not given and not self.errors:
            self.add_error("url", _("Give a link or a file: a title alone shows nothing."))
        if data.get("place") and not data.get("title"):
            self.add_error("title", _("Say what the document is."))
        check_form_dates(self)
        return data


class NewDocumentForm(EvidenceForm):
    """A document for the register alone: just one of a file, a link, and a paper that is shown."""

    field_order = ("office", "file", "url", "place", "title", "dated_on", "valid_until")

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None
    )

    def __init__(self, offices: QuerySet[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        self.only_office = None
        if len(first := list(offices[:2])) == 1:
            self.only_office = first[0]
            del self.fields["office"]

    def clean(self) -> dict[str, Any]:
        """One document at a time: its title and its dates are those of one."""
        data = super().clean()
        given = [name for name in ("file", "url", "place") if data.get(name)]
        if not given and not self.errors:
            self.add_error("file", _("Give a file, a link, or where it can be seen."))
        if len(given) > 1:
            self.add_error(given[1], _("Give one document at a time."))
        return data

    @property
    def chosen_office(self) -> Office:
        """The office of a valid form."""
        office: Office = self.only_office or self.cleaned_data["office"]
        return office

    def given(self) -> NewDocument:
        """What a valid form says; a document without a title is called by its name or address."""
        data = self.cleaned_data
        name = self.upload.name if self.upload else data["url"][:200]
        return NewDocument(data["title"] or name, data["dated_on"], data["valid_until"])


MAX_OFFICES = 200


class RegisterForm(forms.Form):
    """Which documents the register shows. It changes nothing, and stands in the address."""

    unmarked = True

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "dir": "auto"}),
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All")), *Document.Kind.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *STATES],
        required=False,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[("", gettext_lazy("Latest first")), *SORTS],
        required=False,
    )

    def __init__(self, offices: QuerySet[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        # Nothing to choose, or a list that is heavier than the page: the words find offices too.
        if not 1 < offices.count() <= MAX_OFFICES and not self.data.get("office"):
            del self.fields["office"]


class DocumentForm(forms.Form):
    """What an office says of a document."""

    title = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    dated_on = forms.DateField(
        label=gettext_lazy("Date of the document"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """The dates go together."""
        check_form_dates(self)
        return self.cleaned_data

    def given(self) -> NewDocument:
        """What a valid form says."""
        data = self.cleaned_data
        return NewDocument(data["title"], data["dated_on"], data["valid_until"])


class ReplaceForm(DocumentForm):
    """A newer version of a document."""

    file = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput({"accept": ACCEPT_ATTRIBUTE})
    )
    upload: Upload | None = None

    def clean_file(self) -> Any:
        """Look at the content: the name alone says nothing."""
        file = self.cleaned_data["file"]
        self.upload = looked_at(file)
        return file
