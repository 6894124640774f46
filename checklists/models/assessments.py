"""Cycles, and each office's assessment in them: answers and verdicts."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.indicators import in_words
from checklists.models.checklists import Checklist, Item
from checklists.scale import ANSWER_CHOICES, Carry, Outcome
from orgs.models import Office, Organization, User

TEXT_LIMIT = 30_000
REVIEW_DAYS = 14


class Cycle(models.Model):
    """A period in which offices of an organization assess themselves against one checklist."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="cycles", verbose_name=_("organization")
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="cycles", verbose_name=_("checklist")
    )
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    due_on = models.DateField(_("due date"))
    review_days = models.PositiveSmallIntegerField(
        _("days for the review"),
        default=REVIEW_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("From the day on which an office submits."),
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="cycle_name_unique"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cycle_period_runs"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """One office's assessment in one cycle."""

    class Status(models.TextChoices):
        """Where it is; `services.transitions` is the only place that changes it."""

        OPEN = "open", _("In progress")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        SIGNED_OFF = "signed_off", _("Signed off")

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="assessments", verbose_name=_("cycle")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="assessments", verbose_name=_("office")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    round = models.PositiveSmallIntegerField(_("round of review"), default=1)
    # Grows when a signed-off assessment is reopened; each has a SignOff of its own.
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    return_note = models.TextField(_("note of the reviewer"), blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    # Whose review it is; anybody else who may review can still do it.
    reviewer = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("reviewer")
    )
    review_due_on = models.DateField(_("review due"), null=True)
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(_("signed off"), null=True)
    # Since when the office can't work on it; its `pauses` say why.
    paused_at = models.DateTimeField(_("paused"), null=True, editable=False)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-cycle__starts_on", "office__path"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "office"], name="assessment_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.cycle}"

    @property
    def takes_answers(self) -> bool:
        """Whether the office can work on it."""
        return self.status in (self.Status.OPEN, self.Status.RETURNED)

    def is_late(self, today: dt.date) -> bool:
        """Whether the office should have submitted it by now, and could."""
        return self.takes_answers and not self.paused_at and self.cycle.due_on < today


class Answer(models.Model):
    """An office's answer to one item. `version` grows with every change of its text."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    value = models.CharField(_("answer"), max_length=20, choices=ANSWER_CHOICES, blank=True)
    # "Don't know yet, come back to it": said, and still open, since `value` is "" with it.
    come_back = models.BooleanField(_("to come back to"), default=False)
    justification = models.TextField(
        _("justification"), blank=True, validators=[MaxLengthValidator(TEXT_LIMIT)]
    )
    not_applicable_reason = models.TextField(
        _("reason why it is not applicable"), blank=True, validators=[MaxLengthValidator(2_000)]
    )
    # Of an indicator: a number for each of its cells, {"local.women": 3, …} or {"total": 3}.
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    # Last cycle's answer, offered to be confirmed; it counts for nothing until it is.
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="carried_to", editable=False
    )
    carry = models.CharField(
        _("carried over"), max_length=10, choices=Carry, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(_("last saved"), null=True)
    delegated_to = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="delegated_answers"
    )
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Outcome, default=Outcome.PENDING
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["assessment", "item__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="answer_unique"),
        ]
        # All that an overview counts, so that PostgreSQL need not read the texts.
        indexes = [
            models.Index(
                fields=["assessment", "item"], include=["value", "verdict"], name="answer_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.item.ref}"

    @property
    def is_open(self) -> bool:
        """Whether the office still has to do something about it."""
        return not self.value or self.verdict == Outcome.RETURNED

    @property
    def figures_in_words(self) -> str:
        """Its figures in one line, or "" where it has none."""
        measure = self.item.measure
        return in_words(measure, self.figures) if measure and self.figures else ""


class AnswerRevision(models.Model):
    """What somebody wrote as an answer, for ever.

    A text that met a colleague's newer one is set aside: it has no `version` and waits, unresolved,
    until its author has chosen.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(null=True)
    value = models.CharField(_("answer"), max_length=20, choices=ANSWER_CHOICES, blank=True)
    come_back = models.BooleanField(_("to come back to"), default=False)
    justification = models.TextField(_("justification"), blank=True)
    not_applicable_reason = models.TextField(_("reason"), blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Who wrote it behind a personal link, where the author has confirmed what came back.
    contributor = models.CharField(_("written by"), max_length=254, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Of a text that was saved while it was being written: since when. What its author writes next
    # goes on in this row, until they save it themselves; None for every other text.
    begun_at = models.DateTimeField(null=True, editable=False)
    is_unfinished = models.BooleanField(default=False, editable=False)
    # The opened page that it came from, and when that sent it, by the page's own clock: so that a
    # page whose connection broke isn't taken for a colleague's.
    sitting = models.CharField(max_length=32, blank=True, editable=False)
    sent_at = models.PositiveBigIntegerField(default=0, editable=False)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("revision of an answer")
        verbose_name_plural = _("revisions of answers")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="revision_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {self.version or 'set aside'}"

    @property
    def figures_in_words(self) -> str:
        """Its figures in one line, or "" where it has none."""
        measure = self.answer.item.measure
        return in_words(measure, self.figures) if measure and self.figures else ""


class Verdict(models.Model):
    """What a reviewer said of an answer, in which round. Each stays on record; the last counts."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="verdicts")
    round = models.PositiveSmallIntegerField(_("round of review"))
    outcome = models.CharField(_("verdict"), max_length=10, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True, validators=[MaxLengthValidator(5_000)])
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    # The version of the answer that the reviewer looked at; unknown in the oldest rows.
    version = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_outcome_display()}"
