"""Keeps what an overview counts beside the answers, and counts those that are there."""

import django.db.models.deletion
from django.db import migrations, models

from checklists.overview.tallies import tallies

AT_ONCE = 200


def count(apps, schema_editor):
    Assessment = apps.get_model("checklists", "Assessment")
    Answer = apps.get_model("checklists", "Answer")
    ThemeCount = apps.get_model("checklists", "ThemeCount")
    keys = list(Assessment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        answers = Answer.objects.filter(assessment__in=keys[start : start + AT_ONCE])
        found = tallies(answers, "assessment", "item__theme", "item__dimension")
        ThemeCount.objects.bulk_create(
            ThemeCount(
                assessment_id=assessment,
                theme_id=theme,
                dimension=dimension,
                **counted._asdict(),
            )
            for (assessment, theme, dimension), counted in found.items()
        )


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0015_proposed_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="ThemeCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("policy", "Policy"),
                            ("practice", "Practice"),
                            ("indicator", "Indicator"),
                        ],
                        max_length=10,
                    ),
                ),
                ("items", models.IntegerField(default=0)),
                ("answered", models.IntegerField(default=0)),
                ("not_applicable", models.IntegerField(default=0)),
                ("accepted", models.IntegerField(default=0)),
                ("scored", models.IntegerField(default=0)),
                ("points", models.IntegerField(default=0)),
                ("accepted_scored", models.IntegerField(default=0)),
                ("accepted_points", models.IntegerField(default=0)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="checklists.assessment",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="checklists.theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a theme",
                "verbose_name_plural": "counts of themes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "theme", "dimension"), name="theme_count_unique"
                    )
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
