"""The action plan: what an office undertakes where an answer is below "in place"."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Answer
from checklists.models.documents import Document
from orgs.models import Office, User

TEXT_LIMIT = 5_000


class Action(models.Model):
    """One corrective action of an office. It lives on over cycles until it is closed.

    It was raised on one answer; each later cycle's answer to the same duty is tied to it as well.
    `version` grows with every change.
    """

    class Priority(models.TextChoices):
        """How much depends on it. What is high is closed on evidence only."""

        HIGH = "high", _("High")
        NORMAL = "normal", _("Normal")
        LOW = "low", _("Low")

    class Status(models.TextChoices):
        """Whether it is still to be done."""

        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="actions", verbose_name=_("office")
    )
    raised_on = models.ForeignKey(Answer, models.PROTECT, related_name="raised_actions")
    answers = models.ManyToManyField(Answer, related_name="actions", editable=False)
    # What shows that it was done.
    documents = models.ManyToManyField(Document, related_name="actions", editable=False)
    title = models.CharField(_("what is to be done"), max_length=200)
    details = models.TextField(
        _("details"), blank=True, validators=[MaxLengthValidator(TEXT_LIMIT)]
    )
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("who sees to it"),
    )
    responsible_name = models.CharField(
        _("or somebody without an account"), max_length=150, blank=True
    )
    due_on = models.DateField(_("until when"))
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    progress = models.PositiveSmallIntegerField(
        _("progress"), default=0, validators=[MaxValueValidator(100)]
    )
    in_review = models.BooleanField(_("raised in the review"), default=False)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("planned"), default=timezone.now, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["status", "due_on"], name="action_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="action_progress_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Who sees to it."""
        return str(self.responsible) if self.responsible else self.responsible_name

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it should have been done by now."""
        return self.status == self.Status.OPEN and self.due_on < today


class ActionNote(models.Model):
    """What became of an action, step by step: what somebody changed, and what they said of it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(TEXT_LIMIT)])
    # {"due_on": ["2026-07-01", "2026-09-01"], …}: from what to what.
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("note on an action")
        verbose_name_plural = _("notes on actions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}, {self.at:%Y-%m-%d}"

    @property
    def in_words(self) -> list[str]:
        """What was changed, a line for each field: from what to what."""
        return [
            _now("%(field)s: %(before)s → %(after)s")
            % {
                "field": capfirst(_label(name)),
                "before": _shown(name, before),
                "after": _shown(name, after),
            }
            for name, (before, after) in self.changes.items()
        ]


def _label(name: str) -> str:
    field = Action._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.verbose_name)


def _shown(name: str, value: str) -> str:
    """A value of a field as a person reads it."""
    if not value:
        return "–"
    if name == "due_on":
        return date_format(dt.date.fromisoformat(value))
    choices = {"status": Action.Status.choices, "priority": Action.Priority.choices}
    if name in choices:
        return str(dict(choices[name]).get(value, value))
    return f"{value} %" if name == "progress" else value
