"""Items that somebody without an account is asked to answer, and what they wrote."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.indicators import in_words
from checklists.models.assessments import Answer, Assessment
from checklists.scale import ANSWER_CHOICES
from orgs.models import User


def token_digest(token: str) -> str:
    """What is stored of a link's token: enough to know it again, not enough to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Delegation(models.Model):
    """Some items of an assessment, asked of one e-mail address by a personal link.

    The link itself stands in the mail alone.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="delegations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    message = models.TextField(_("message"), blank=True, validators=[MaxLengthValidator(2_000)])
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    # Of the link that this one replaced: who still writes on its page loses nothing.
    former_sha256 = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # When it was replaced.
    renewed_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.contributor}"

    @property
    def contributor(self) -> str:
        """The name, or else the address."""
        return self.name or self.email

    def is_live(self, now: dt.datetime) -> bool:
        """Whether its latest link still opens the items."""
        return self.withdrawn_at is None and now < self.expires_at


class DelegatedItem(models.Model):
    """One item of a delegation with the text that came from its link: a proposal, no answer."""

    class Outcome(models.TextChoices):
        """What the focal point made of the text."""

        CONFIRMED = "confirmed", _("Confirmed")
        EDITED = "edited", _("Taken over with changes")
        DECLINED = "declined", _("Declined")

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="items")
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="delegated_items")
    value = models.CharField(_("answer"), max_length=20, choices=ANSWER_CHOICES, blank=True)
    justification = models.TextField(_("justification"), blank=True)
    not_applicable_reason = models.TextField(_("reason"), blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    come_back = models.BooleanField(_("to come back to"), default=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("last saved"), null=True)
    submitted_at = models.DateTimeField(_("sent"), null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(
        _("reason for declining"), blank=True, validators=[MaxLengthValidator(2_000)]
    )

    class Meta:
        verbose_name = _("delegated item")
        verbose_name_plural = _("delegated items")
        ordering = ["delegation", "answer__item__theme__position", "answer__item__position"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "answer"], name="delegated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.answer.item.ref}"

    @property
    def is_waiting(self) -> bool:
        """Whether the focal point has yet to say something to it."""
        return self.submitted_at is not None and self.settled_at is None

    @property
    def takes_text(self) -> bool:
        """Whether its author can still write: before sending, and after it was declined."""
        return self.submitted_at is None and self.settled_at is None

    @property
    def figures_in_words(self) -> str:
        """Its figures in one line, or "" where it has none."""
        measure = self.answer.item.measure
        return in_words(measure, self.figures) if measure and self.figures else ""
