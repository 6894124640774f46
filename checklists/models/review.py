"""What the reviewers add: rounds, reasons that come often, and the conversation about an item."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Answer, Assessment
from orgs.models import User

MESSAGE_LIMIT = 5_000


class ReviewRound(models.Model):
    """One time that an assessment went to the reviewers, and came back or not: on record for ever.

    The latest row of an assessment is the one under way; `returned_at` ends it.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round of review"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("returned"), null=True)
    note = models.TextField(_("note of the reviewer"), blank=True)

    class Meta:
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        ordering = ["submitted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.number}"


class CommonReason(models.Model):
    """A reason for returning an answer that reviewers give again and again, to be chosen."""

    text = models.TextField(_("reason"), validators=[MaxLengthValidator(1_000)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("common reason")
        verbose_name_plural = _("common reasons")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Thread(models.Model):
    """The conversation about one answer, until somebody says that it is resolved."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="thread")
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")

    def __str__(self) -> str:
        return str(self.answer)


class Message(models.Model):
    """What somebody wrote in a conversation. It is never changed and never deleted."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("message"), validators=[MaxLengthValidator(MESSAGE_LIMIT)])
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.thread}: {self.author}"


class ThreadReader(models.Model):
    """How far a person has read a conversation, and whether a mail to them waits to be followed."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readers")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)
    mailed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reader of a conversation")
        verbose_name_plural = _("readers of conversations")
        constraints = [
            models.UniqueConstraint(fields=["thread", "person"], name="thread_reader_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.thread}: {self.person}"
