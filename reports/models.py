"""Schedules, reports and their deliveries. A report that is due is a row before it is a message."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Assessment
from orgs.models import Office, OutgoingMail, User, validate_time_zone
from reports import recurrence


class Frequency(models.TextChoices):
    """How often a schedule falls due."""

    MONTHLY = recurrence.Frequency.MONTHLY, _("Every month")
    QUARTERLY = recurrence.Frequency.QUARTERLY, _("Every three months")
    YEARLY = recurrence.Frequency.YEARLY, _("Every year")


class Schedule(models.Model):
    """Makes an office's report again and again, and mails it."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="schedules", verbose_name=_("office")
    )
    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency)
    first_on = models.DateField(
        _("first on"),
        help_text=_("Later reports follow on the same day of the month, or on its last day."),
    )
    at = models.TimeField(_("time of day"), default=dt.time(6, 0))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    recipients = models.ManyToManyField(
        User, related_name="report_schedules", verbose_name=_("recipients")
    )
    is_active = models.BooleanField(_("active"), default=True)
    next_number = models.PositiveIntegerField(default=0, editable=False)
    next_due_at = models.DateTimeField(_("next due"), editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["office__path", "pk"]
        indexes = [models.Index(fields=["is_active", "next_due_at"], name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_frequency_display()}"

    @property
    def rule(self) -> recurrence.Rule:
        """When it falls due, as the pure functions take it."""
        return recurrence.Rule(
            first_on=self.first_on,
            at=self.at,
            time_zone=self.time_zone,
            frequency=recurrence.Frequency(self.frequency),
        )


class Report(models.Model):
    """One report: asked for, made, kept. Its `data` is frozen at the first try and never changes.

    `due_at` of a running report is the end of its worker's lease: past it, another may take over.
    `claim` names the worker's try; a worker that comes back late finds another name and stops.
    """

    class Status(models.TextChoices):
        """Where it is; `services.production` is the only place that changes it."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    class Step(models.TextChoices):
        """How far a running report is."""

        WAITING = "waiting", _("Waiting for a worker")
        COLLECTING = "collecting", _("Collecting the answers")
        RENDERING = "rendering", _("Setting the pages")
        STORING = "storing", _("Storing the file")
        FINISHED = "finished", _("Finished")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="reports", verbose_name=_("assessment")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="reports", verbose_name=_("office")
    )
    schedule = models.ForeignKey(
        Schedule, models.SET_NULL, null=True, related_name="reports", verbose_name=_("schedule")
    )
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True)
    period_start = models.DateField(_("first day of the period"), null=True)
    period_end = models.DateField(_("last day of the period"), null=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recipients = models.ManyToManyField(User, through="Delivery", related_name="reports")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    step = models.CharField(_("step"), max_length=12, choices=Step, default=Step.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(null=True, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    data = models.BinaryField(_("frozen data"), default=b"", editable=False)
    data_sha256 = models.CharField(_("SHA-256 of the data"), max_length=64, blank=True)
    file = models.FileField(_("file"), max_length=250, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "due_at"], name="report_outbox")]
        constraints = [
            # Whatever fails, and however often it is tried: one report for a schedule and period.
            models.UniqueConstraint(
                fields=["schedule", "scheduled_for"], name="one_report_for_a_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.created_at:%Y-%m-%d}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.status in (self.Status.DONE, self.Status.FAILED)

    @property
    def progress(self) -> int:
        """How far it is, in percent."""
        steps = list(self.Step)
        return 100 * steps.index(self.Step(self.step)) // (len(steps) - 1)


class Delivery(models.Model):
    """That a report goes to a person, and the mail that carries it once the report is ready."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, null=True, related_name="delivery")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["recipient__full_name"]
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="delivery_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.report} → {self.recipient}"
