"""The scale of answers, the dimensions and the verdicts: the words that the field uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerValue(models.TextChoices):
    """How far an item is true of an office."""

    IN_PLACE = "in_place", _("In place")
    MOSTLY = "mostly", _("Mostly in place")
    PARTLY = "partly", _("Partly in place")
    NOT_IN_PLACE = "not_in_place", _("Not in place")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


# What an answer counts, 0 to 100. "Not applicable" isn't here: it leaves the denominator.
POINTS: dict[str, int] = {
    AnswerValue.IN_PLACE: 100,
    AnswerValue.MOSTLY: 67,
    AnswerValue.PARTLY: 33,
    AnswerValue.NOT_IN_PLACE: 0,
}


class Dimension(models.TextChoices):
    """What an item asks about. The two never mix into one number."""

    POLICY = "policy", _("Policy")
    PRACTICE = "practice", _("Practice")


class Outcome(models.TextChoices):
    """What the reviewer says of an answer."""

    PENDING = "pending", _("Not reviewed yet")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
