"""The ledger of reminders, and the pauses of offices that can't work."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Assessment
from orgs.models import OutgoingMail, User


class Digest(models.Model):
    """That a person's day was looked at; with the mail, where there was something to say."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    day = models.DateField()  # by the person's own clock
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-day", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_unique")]

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"


class Reminder(models.Model):
    """That a person was told of one thing at one step of its urgency; never twice."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reminders")
    # What it is about, with its round and due date: "assessment:12:1:2026-07-15".
    about = models.CharField(max_length=100)
    stage = models.CharField(max_length=20)
    digest = models.ForeignKey(Digest, models.CASCADE, related_name="reminders")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["digest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "about", "stage"], name="reminder_unique")
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.stage}"


class Pause(models.Model):
    """A time in which an office can't work on its assessment: it was evacuated, or closed."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="pauses")
    reason = models.TextField(_("reason"), validators=[MaxLengthValidator(2_000)])
    paused_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paused_at = models.DateTimeField(_("paused"), default=timezone.now, editable=False)
    resumed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(_("resumed"), null=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["-paused_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(resumed_at__isnull=True),
                name="pause_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.paused_at:%Y-%m-%d}"
