"""What the rules read in a paragraph, and how an officer corrected it: two tables, never one."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.instruments import Paragraph
from orgs.models import User


class ParagraphReading(models.Model):
    """What the rules of `checklists.anatomy` say of a paragraph; a re-run writes it anew."""

    paragraph = models.OneToOneField(Paragraph, models.CASCADE, related_name="reading")
    # [{"verb", "force", "addressees": [...], "words": [...]}]
    acts = models.JSONField(_("acts"), default=list)
    # [{"slug", "words": [...]}]
    themes = models.JSONField(_("themes"), default=list)
    rules_version = models.PositiveSmallIntegerField(_("version of the rules"))

    class Meta:
        verbose_name = _("reading of a paragraph")
        verbose_name_plural = _("readings of paragraphs")

    def __str__(self) -> str:
        return str(self.paragraph)


class ReadingCorrection(models.Model):
    """An officer's own reading, which stands instead of the rules' and survives their re-run."""

    paragraph = models.OneToOneField(Paragraph, models.CASCADE, related_name="correction")
    # [{"verb", "force", "addressees": [...]}]
    acts = models.JSONField(_("acts"), default=list)
    # [slug]
    themes = models.JSONField(_("themes"), default=list)
    reason = models.TextField(_("reason"), blank=True)
    corrected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(_("corrected"), default=timezone.now)

    class Meta:
        verbose_name = _("correction of a reading")
        verbose_name_plural = _("corrections of readings")

    def __str__(self) -> str:
        return str(self.paragraph)
