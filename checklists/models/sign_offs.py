"""What an assessment went through, and each sign-off of it with all that was assessed, frozen."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Assessment
from orgs.models import User


class Transition(models.Model):
    """One step of an assessment: who handed it on, when, in which round. Each stays on record."""

    class Kind(models.TextChoices):
        """What was done; `services.transitions` writes them all."""

        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        SIGNED_OFF = "signed_off", _("Signed off")
        REOPENED = "reopened", _("Reopened")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="transitions")
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    round = models.PositiveSmallIntegerField(_("round of review"))
    revision = models.PositiveSmallIntegerField(_("revision"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of an assessment")
        verbose_name_plural = _("steps of assessments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_kind_display()}"


class SignOff(models.Model):
    """One revision of an assessment, closed by a named person; reopening leaves it as it is.

    `data` is all that was assessed (services/freezing.py), `sha256` the hash of it in canonical
    form. The file is the declaration as PDF, made in the background: while it waits, `file` is ""
    and `file_due_at` says when it is tried (again).
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sign_offs")
    revision = models.PositiveSmallIntegerField(_("revision"))
    declaration = models.TextField(_("declaration"))
    remark = models.TextField(
        _("in their own words"), blank=True, validators=[MaxLengthValidator(2_000)]
    )
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_by_name = models.CharField(_("signed by"), max_length=150)
    signed_at = models.DateTimeField(_("signed"))
    data = models.JSONField(_("frozen data"))
    sha256 = models.CharField(_("SHA-256 of the frozen data"), max_length=64)
    file = models.FileField(_("declaration as PDF"), max_length=250, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    file_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    file_due_at = models.DateTimeField(_("due"), default=timezone.now)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(_("reopened"), null=True)
    reopen_reason = models.TextField(
        _("why it was reopened"), blank=True, validators=[MaxLengthValidator(2_000)]
    )

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["assessment", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "revision"], name="sign_off_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.revision}"
