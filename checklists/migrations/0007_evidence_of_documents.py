"""Evidence is the tie of a document to an answer, and holds nothing of the document itself."""

import django.db.models.deletion
from django.db import migrations, models

DROPPED = ["kind", "title", "url", "file", "file_name", "content_type", "size", "sha256"]


class Migration(migrations.Migration):
    dependencies = [("checklists", "0006_documents")]

    operations = [
        # With a default they can be brought back where there are rows already.
        migrations.AlterField("evidence", "kind", models.CharField(default="", max_length=10)),
        migrations.AlterField("evidence", "title", models.CharField(default="", max_length=200)),
        *(migrations.RemoveField("evidence", name) for name in DROPPED),
        migrations.AlterField(
            "evidence",
            "document",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="checklists.document",
                verbose_name="document",
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(fields=("answer", "document"), name="evidence_unique"),
        ),
    ]
