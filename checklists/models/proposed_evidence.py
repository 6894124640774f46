"""What somebody without an account has attached to the text behind their link."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.delegations import DelegatedItem


class ProposedEvidence(models.Model):
    """A file or a link beside a proposal: no document of the office until that is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(DelegatedItem, models.CASCADE, related_name="pieces")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    file = models.FileField(_("file"), max_length=250, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("proposed evidence")
        verbose_name_plural = _("proposed evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "sha256", "url"], name="proposed_evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
