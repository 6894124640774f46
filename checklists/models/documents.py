"""An office's documents, and how they stand as evidence beside its answers."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Answer
from orgs.models import Office, User

# A document that runs out within so many days is about to.
SOON_DAYS = 30


class Document(models.Model):
    """A file, a link, or a paper that is shown and not uploaded; it may stand by many answers."""

    class Kind(models.TextChoices):
        """How the office gives it."""

        FILE = "file", _("File")
        LINK = "link", _("Link")
        SIGHTED = "sighted", _("Shown to the reviewer, not uploaded")

    class Validity(models.TextChoices):
        """How it stands on a day by its last day of validity."""

        UNLIMITED = "", _("No end")
        VALID = "valid", _("Valid")
        SOON = "soon", _("Expires soon")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="documents", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    place = models.CharField(_("where it can be seen"), max_length=500, blank=True)
    file = models.FileField(_("file"), max_length=250, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", editable=False
    )
    # It stood by an answer of an assessment that was signed off, and was taken away after that.
    is_kept = models.BooleanField(_("kept"), default=False, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(dated_on__isnull=True)
                | models.Q(valid_until__gte=models.F("dated_on")),
                name="document_valid_after_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_expired(self, on: dt.date) -> bool:
        """Whether its last day of validity is before a day."""
        return self.valid_until is not None and self.valid_until < on

    def expires_soon(self, on: dt.date) -> bool:
        """Whether it is still valid on a day, and no more than 30 days longer."""
        if self.valid_until is None or self.is_expired(on):
            return False
        return self.valid_until <= on + dt.timedelta(days=SOON_DAYS)

    @property
    def validity(self) -> Validity:
        """How it stands today."""
        today = timezone.localdate()
        if self.valid_until is None:
            return self.Validity.UNLIMITED
        if self.is_expired(today):
            return self.Validity.EXPIRED
        return self.Validity.SOON if self.expires_soon(today) else self.Validity.VALID

    @property
    def has_preview(self) -> bool:
        """Whether a picture of it can be shown."""
        return bool(self.file) and self.content_type in PREVIEWED


PREVIEWED = ("application/pdf", "image/png", "image/jpeg")


class Evidence(models.Model):
    """A document that shows that an answer is true."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="uses", verbose_name=_("document")
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    # Whom it came from, by a personal link, where `added_by` has confirmed it.
    contributor = models.CharField(_("contributor"), max_length=254, blank=True)
    # Of a document that isn't uploaded: the reviewer who has seen it.
    sighted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("seen by")
    )
    sighted_at = models.DateTimeField(_("seen"), null=True, editable=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "document"], name="evidence_unique"),
        ]

    def __str__(self) -> str:
        return self.document.title
