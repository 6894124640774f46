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


class IndicatorValue(models.TextChoices):
    """What an office says of an indicator, beside "not applicable": no place on the scale."""

    REPORTED = "reported", _("Figures given")
    NOT_COLLECTED = "not_collected", _("No figures kept")


# All that an answer can say.
ANSWER_CHOICES = [*AnswerValue.choices, *IndicatorValue.choices]

# What an answer counts, 0 to 100. "Not applicable" isn't here: it leaves the denominator.
POINTS: dict[str, int] = {
    AnswerValue.IN_PLACE: 100,
    AnswerValue.MOSTLY: 67,
    AnswerValue.PARTLY: 33,
    AnswerValue.NOT_IN_PLACE: 0,
}


class Dimension(models.TextChoices):
    """What an item asks about. Policy and practice never mix into one number.

    An indicator is answered with figures, and counts in neither.
    """

    POLICY = "policy", _("Policy")
    PRACTICE = "practice", _("Practice")
    INDICATOR = "indicator", _("Indicator")


class ApplicableOrganizations(models.TextChoices):
    """Which organizations an item is put to."""

    ALL = "all", _("All organizations")
    UNITED_NATIONS = "united-nations", _("Organizations of the United Nations system")
    OTHERS = "others", _("Organizations outside the United Nations system")


class ApplicablePlaces(models.TextChoices):
    """Which offices an item is put to."""

    ALL = "all", _("All offices")
    HEADQUARTERS = "headquarters", _("Headquarters")
    FIELD_OFFICES = "field-offices", _("Field offices")


class Carry(models.TextChoices):
    """How an answer of the last cycle is offered in this one."""

    NONE = "", _("Not carried over")
    SAME = "same", _("Carried over")
    AMENDED = "amended", _("Carried over, the duty was amended")


class Outcome(models.TextChoices):
    """What the reviewer says of an answer."""

    PENDING = "pending", _("Not reviewed yet")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
