from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0009_outside_observers"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="doubts",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
