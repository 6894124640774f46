"""What is counted of answers, kept beside them: an overview of 1,000 offices reads it at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from checklists.models.assessments import Assessment
from checklists.models.checklists import Theme
from checklists.scale import Dimension


class ThemeCount(models.Model):
    """The tally (`checklists.scoring.Tally`) of an assessment's answers in a theme and dimension.

    `services.counting` keeps it in the transaction that changes an answer;
    `manage.py verify_counts` says where it isn't what the answers are.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="counts", db_index=False
    )
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", db_index=False)
    dimension = models.CharField(max_length=10, choices=Dimension)
    # Not bound to be positive: an answer is saved even where a count is wrong.
    items = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    not_applicable = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    scored = models.IntegerField(default=0)
    points = models.IntegerField(default=0)
    accepted_scored = models.IntegerField(default=0)
    accepted_points = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("count of a theme")
        verbose_name_plural = _("counts of themes")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "theme", "dimension"], name="theme_count_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.theme}, {self.get_dimension_display()}"
