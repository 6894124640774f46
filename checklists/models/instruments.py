"""Instruments and their paragraphs: the official text, word for word."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Instrument(models.Model):
    """A resolution. Imported once and never rewritten: the official text is sacred."""

    symbol = models.CharField(_("symbol"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=500)
    session = models.CharField(_("session"), max_length=60, blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=60, blank=True)
    meeting = models.CharField(_("meeting"), max_length=120, blank=True)
    adopted_on = models.DateField(_("adopted"))
    distributed_on = models.DateField(_("distributed"), null=True, blank=True)
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
        """The two parts of a resolution."""

        PREAMBULAR = "preambular", _("Preambular")
        OPERATIVE = "operative", _("Operative")

    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="paragraphs", verbose_name=_("instrument")
    )
    kind = models.CharField(_("part"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=10, blank=True)
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
            models.UniqueConstraint(
                fields=["instrument", "number"],
                condition=models.Q(kind="operative"),
                name="operative_number_unique",
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
