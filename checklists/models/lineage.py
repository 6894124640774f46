"""Editions of one resolution, and which paragraph of one became which of the next."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.instruments import Instrument, Paragraph
from orgs.models import User


class EditionLink(models.Model):
    """Two instruments of which the newer follows the older: a link of a chain of editions."""

    older = models.OneToOneField(
        Instrument, models.PROTECT, related_name="newer_link", verbose_name=_("older edition")
    )
    newer = models.OneToOneField(
        Instrument, models.PROTECT, related_name="older_link", verbose_name=_("newer edition")
    )
    linked_at = models.DateTimeField(_("linked"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("link of editions")
        verbose_name_plural = _("links of editions")
        ordering = ["-newer__adopted_on"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(older=models.F("newer")), name="edition_follows_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older} → {self.newer}"


class ParagraphPair(models.Model):
    """What became of a paragraph: a split has pairs with the same `old`, a merger with one `new`.

    A pair that an officer set stays when the editions are compared again.
    """

    class Relation(models.TextChoices):
        """How the newer paragraph stands to the older one."""

        UNCHANGED = "unchanged", _("Unchanged")
        AMENDED = "amended", _("Amended")
        NEW = "new", _("New")
        DROPPED = "dropped", _("Dropped")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")

    link = models.ForeignKey(EditionLink, models.CASCADE, related_name="pairs")
    old = models.ForeignKey(
        Paragraph, models.PROTECT, null=True, related_name="pairs_to_newer", verbose_name=_("older")
    )
    new = models.ForeignKey(
        Paragraph, models.PROTECT, null=True, related_name="pairs_to_older", verbose_name=_("newer")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    similarity = models.FloatField(_("similarity"), help_text=_("From 0 to 1."))
    position = models.PositiveSmallIntegerField(_("position"))
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(_("corrected"), null=True)

    class Meta:
        verbose_name = _("pair of paragraphs")
        verbose_name_plural = _("pairs of paragraphs")
        ordering = ["link", "position"]
        constraints = [
            models.UniqueConstraint(fields=["link", "old", "new"], name="paragraph_pair_unique"),
            models.CheckConstraint(
                condition=models.Q(old__isnull=False) | models.Q(new__isnull=False),
                name="paragraph_pair_has_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old or '–'} → {self.new or '–'}"
