"""Schedules, reports and their deliveries. A report that is due is a row before it is a message."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Assessment, Checklist, Cycle
from orgs.models import Office, Organization, OutgoingMail, User, validate_time_zone
from orgs.preferences import DAYS_OFF, Weekend
from orgs.roles import Role
from reports import recurrence
from reports.kinds import ACROSS, Kind, Tier


class Frequency(models.TextChoices):
    """How often a schedule falls due."""

    MONTHLY = recurrence.Frequency.MONTHLY, _("Every month")
    QUARTERLY = recurrence.Frequency.QUARTERLY, _("Every three months")
    HALF_YEARLY = recurrence.Frequency.HALF_YEARLY, _("Every half year")
    YEARLY = recurrence.Frequency.YEARLY, _("Every year")
    CALENDAR = recurrence.Frequency.CALENDAR, _("By a calendar rule")


class Carriage(models.IntegerChoices):
    """How a report comes to its recipients: the number of days that a link lives, or attached."""

    ATTACHED = 0, _("Attached to the mail")
    THREE_DAYS = 3, _("As a personal link for 3 days")
    WEEK = 7, _("As a personal link for 7 days")
    FORTNIGHT = 14, _("As a personal link for 14 days")
    MONTH = 30, _("As a personal link for 30 days")


class Schedule(models.Model):
    """Makes reports of one kind again and again, and mails them.

    `office` is what the report is about, or the top of the offices that it is about; a report
    across organizations has none. An office report with `with_below` is one for each office below
    too, also for those that are added later. `next_due_at` is null once the schedule has ended.
    `runs` counts how often it was run by hand.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OFFICE)
    tier = models.CharField(
        _("how much it tells"), max_length=9, choices=Tier, default=Tier.INTERNAL
    )
    # Of settings.REPORT_LANGUAGES; where it is empty, the checklist's.
    language = models.CharField(_("language"), max_length=10, blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, related_name="schedules", verbose_name=_("office")
    )
    with_below = models.BooleanField(_("also all offices below"), default=False)
    frequency = models.CharField(_("how often"), max_length=20, choices=Frequency)
    calendar = models.CharField(_("calendar rule"), max_length=200, blank=True)
    on_working_day = models.BooleanField(_("on the first working day of the month"), default=False)
    weekend = models.CharField(
        _("weekend"), max_length=10, choices=Weekend, default=Weekend.SATURDAY_SUNDAY
    )
    first_on = models.DateField(
        _("first on"),
        help_text=_("Later reports follow on the same day of the month, or on its last day."),
    )
    last_on = models.DateField(_("last on"), null=True, blank=True)
    at = models.TimeField(_("time of day"), default=dt.time(6, 0))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    recipients = models.ManyToManyField(
        User, blank=True, related_name="report_schedules", verbose_name=_("recipients")
    )
    roles = models.JSONField(_("roles"), default=list, blank=True)  # of orgs.roles.Role
    link_days = models.PositiveSmallIntegerField(
        _("how it is sent"), choices=Carriage, default=Carriage.ATTACHED
    )
    is_active = models.BooleanField(_("active"), default=True)
    next_number = models.PositiveIntegerField(default=0, editable=False)
    next_due_at = models.DateTimeField(_("next due"), null=True, editable=False)
    runs = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["office__path", "pk"]
        indexes = [models.Index(fields=["is_active", "next_due_at"], name="schedule_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ACROSS) ^ models.Q(office__isnull=False),
                name="schedule_names_its_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_frequency_display()}"

    @property
    def subject(self) -> str:
        """What its reports are about, in one name."""
        return str(self.office or self.get_kind_display())

    @property
    def organization(self) -> Organization | None:
        """Whose schedule it is; none where its reports are about all."""
        return self.office.organization if self.office else None

    @property
    def role_names(self) -> list[str]:
        """The roles whose holders get its reports, as people call them."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def rule(self) -> recurrence.Rule:
        """When it falls due, as the pure functions take it."""
        return recurrence.Rule(
            first_on=self.first_on,
            at=self.at,
            time_zone=self.time_zone,
            frequency=recurrence.Frequency(self.frequency),
            last_on=self.last_on,
            on_working_day=self.on_working_day,
            days_off=frozenset(DAYS_OFF[Weekend(self.weekend)]),
            calendar=self.calendar,
        )


class Report(models.Model):
    """One report: asked for, made, kept. Its `data` is frozen at the first try and never changes,
    and holds no more than its tier tells.

    What it is about depends on its kind: an assessment and its office; an office with all below it,
    in a cycle or as it stands now; or all organizations, by a checklist.

    `due_at` of a running report is the end of its worker's lease: past it, another may take over.
    `claim` names the worker's try; a worker that comes back late finds another name and stops.

    One of a schedule belongs to a period (`scheduled_for`), and is late where it was written long
    after that; or to a run by hand, by its number.
    """

    class Status(models.TextChoices):
        """Where it is; `services.production` alone changes it, and `cancelling` ends it."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Step(models.TextChoices):
        """How far a running report is."""

        WAITING = "waiting", _("Waiting for a worker")
        COLLECTING = "collecting", _("Collecting the answers")
        RENDERING = "rendering", _("Setting the pages")
        STORING = "storing", _("Storing the file")
        FINISHED = "finished", _("Finished")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OFFICE)
    tier = models.CharField(_("how much it tells"), max_length=9, choices=Tier, default=Tier.FULL)
    language = models.CharField(_("language"), max_length=10, blank=True)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="reports", verbose_name=_("assessment")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, related_name="reports", verbose_name=_("office")
    )
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, null=True, related_name="reports", verbose_name=_("cycle")
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, null=True, related_name="reports", verbose_name=_("checklist")
    )
    schedule = models.ForeignKey(
        Schedule, models.SET_NULL, null=True, related_name="reports", verbose_name=_("schedule")
    )
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True)
    is_late = models.BooleanField(_("late"), default=False)
    run = models.PositiveIntegerField(_("run by hand"), null=True)
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
    # When it was last tried in vain to remove the file.
    removal_failed_at = models.DateTimeField(null=True, editable=False)
    file_removed_at = models.DateTimeField(_("file removed"), null=True)
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
                fields=["schedule", "scheduled_for", "office"], name="one_report_for_a_period"
            ),
            models.UniqueConstraint(
                fields=["schedule", "scheduled_for"],
                condition=models.Q(office=None),
                name="one_report_across_for_a_period",
            ),
            models.UniqueConstraint(
                fields=["schedule", "run", "office"], name="one_report_for_a_run"
            ),
            models.UniqueConstraint(
                fields=["schedule", "run"],
                condition=models.Q(office=None),
                name="one_report_across_for_a_run",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(kind=Kind.OFFICE, assessment__isnull=False, office__isnull=False)
                    | models.Q(kind=Kind.ORGANIZATION, cycle__isnull=False, office__isnull=False)
                    | models.Q(kind__in=[Kind.ACTIONS, Kind.EVIDENCE], office__isnull=False)
                    | models.Q(kind=Kind.PARAGRAPHS, checklist__isnull=False, office=None)
                ),
                name="report_names_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.created_at:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        """What it is about, in one name."""
        return str(self.office or self.checklist)

    @property
    def organization(self) -> Organization | None:
        """Whose report it is; none where it is about all."""
        return self.office.organization if self.office else None

    @property
    def of_cycle(self) -> Cycle | None:
        """The cycle that it is about, if it is about one."""
        return self.assessment.cycle if self.assessment else self.cycle

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.status in (self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED)

    @property
    def progress(self) -> int:
        """How far it is, in percent."""
        steps = list(self.Step)
        return 100 * steps.index(self.Step(self.step)) // (len(steps) - 1)


class Delivery(models.Model):
    """That a report goes to a person, and the mail that carries it once the report is ready.

    With `link_days` the mail carries a personal link in place of the file. Of its token only the
    SHA-256 is stored; it opens until it expires or is withdrawn.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, null=True, related_name="delivery")
    link_days = models.PositiveSmallIntegerField(default=Carriage.ATTACHED, choices=Carriage)
    token_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("link expires"), null=True)
    withdrawn_at = models.DateTimeField(_("link withdrawn"), null=True)
    opened_at = models.DateTimeField(_("last opened"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["recipient__full_name"]
        constraints = [
            models.UniqueConstraint(fields=["report", "recipient"], name="delivery_unique"),
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~models.Q(token_sha256=""),
                name="delivery_token_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} → {self.recipient}"

    @property
    def has_live_link(self) -> bool:
        """Whether a link was sent that is neither withdrawn nor expired."""
        now = timezone.now()
        return self.expires_at is not None and self.withdrawn_at is None and self.expires_at > now


class Heartbeat(models.Model):
    """That something which must happen again and again has happened, and when last.

    The sweep's says in one that beat ticks, that the broker carries and that a worker works.
    """

    SWEEP = "sweep"

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"
