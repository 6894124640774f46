"""Workbooks that were filled in offline, read, and wait for their owner to confirm."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Assessment
from orgs.models import User

KEPT_DAYS = 7


class WorkbookUpload(models.Model):
    """What a workbook says, for its owner alone; nothing of it is an answer yet.

    Its words are dropped once all of it is settled; what became of each item stays a few days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="workbook_uploads")
    uploaded_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    downloaded_at = models.DateTimeField(_("downloaded"))
    file_name = models.CharField(_("name of the file"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    # By reference of the item: {"entry": …, "base": …}, as `services.workbooks` writes them.
    read = models.JSONField(default=dict)
    # By reference of the item, what became of it: {"what", "why": [{"sheet", "cell", "why"}]}.
    outcome = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("uploaded workbook")
        verbose_name_plural = _("uploaded workbooks")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def expires_at(self) -> dt.datetime:
        """When it is deleted."""
        return self.uploaded_at + dt.timedelta(days=KEPT_DAYS)
