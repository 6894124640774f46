from django.db import migrations, models

from orgs import append_only


def install(apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0005_audit_chain"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                fields=("chain", "number"), name="audit_chain_unique"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
