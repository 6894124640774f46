"""Instruments and their paragraphs: the official text, word for word."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import User


class Instrument(models.Model):
    """A resolution. Imported once and never rewritten: the official text is sacred."""

    class Organ(models.TextChoices):
        """Who adopted it, as the document names them."""

        GENERAL_ASSEMBLY = "General Assembly", _("General Assembly")
        SECURITY_COUNCIL = "Security Council", _("Security Council")
        HUMAN_RIGHTS_COUNCIL = "Human Rights Council", _("Human Rights Council")
        ECOSOC = "Economic and Social Council", _("Economic and Social Council")

    symbol = models.CharField(_("symbol"), max_length=60, unique=True)
    organ = models.CharField(
        _("organ"), max_length=60, choices=Organ, default=Organ.GENERAL_ASSEMBLY
    )
    title = models.CharField(_("title"), max_length=500)
    session = models.CharField(_("session"), max_length=60, blank=True)
    agenda_item = models.TextField(_("agenda item"), blank=True)
    meeting = models.TextField(_("meeting"), blank=True)
    adopted_on = models.DateField(_("adopted"))
    distributed_on = models.DateField(_("distributed"), null=True, blank=True)
    draft_symbols = models.JSONField(_("draft symbols"), default=list, blank=True)
    # [{"kind", "symbol", "text"}], as the JSON of `parse_instrument` has them.
    references = models.JSONField(_("cited instruments"), default=list, blank=True)
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("The plain text from which it was read.")
    )
    # What the reader wasn't sure of when an officer saved it: [{"message", "line", "page"}].
    doubts = models.JSONField(_("doubts"), default=list, blank=True)
    source_name = models.CharField(_("read from"), max_length=200)
    source_sha256 = models.CharField(_("SHA-256 of what was read"), max_length=64)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["-adopted_on", "symbol"]

    def __str__(self) -> str:
        return self.symbol

    @property
    def official_address(self) -> str:
        """Where the United Nations publish the text."""
        return f"https://docs.un.org/en/{self.symbol}"


class Paragraph(models.Model):
    """One paragraph, its text as it was adopted; the marks of its footnotes are kept apart."""

    class Kind(models.TextChoices):
        """The parts of a resolution."""

        PREAMBULAR = "preambular", _("Preambular")
        OPERATIVE = "operative", _("Operative")
        ANNEX = "annex", _("Annex")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="paragraphs", verbose_name=_("instrument")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("part"), max_length=20, choices=Kind)
    # The headings above it: "I", "A. Road safety", "Annex / Declaration"; "" where there is none.
    section = models.TextField(_("section"), blank=True)
    # As it is printed: "35", "(a)", "(i)"; "" where it has none.
    number = models.CharField(_("number"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"))
    footnote_marks = models.JSONField(_("footnotes"), default=list)

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["instrument", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "position"], name="paragraph_position_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.symbol}, para. {self.number or self.position}"


class Footnote(models.Model):
    """A footnote of an instrument."""

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="footnotes", verbose_name=_("instrument")
    )
    mark = models.CharField(_("mark"), max_length=10)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["instrument", "pk"]

    def __str__(self) -> str:
        return f"{self.instrument.symbol}, note {self.mark}"


class InstrumentDraft(models.Model):
    """A document that was uploaded and waits for an officer to check, mend and save it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("name of the file"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    transcript = models.TextField(_("transcript"))
    # What the document's reader doubted: [{"message", "line", "page"}].
    reading_doubts = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0, editable=False)
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("instrument under preview")
        verbose_name_plural = _("instruments under preview")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
