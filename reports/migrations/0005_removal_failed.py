from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_languages")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="removal_failed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
