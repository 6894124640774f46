"""What was given as evidence becomes a document of its office; a file shared by two is one."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What a document has of a piece of evidence as it was.
COPIED = ["kind", "title", "url", "file", "file_name", "content_type", "size", "sha256"]


def make_documents(apps, schema_editor):
    """One document for each file or link of an office: carried answers share theirs."""
    Document = apps.get_model("checklists", "Document")
    Evidence = apps.get_model("checklists", "Evidence")
    known = {}
    taken = set()
    rows = Evidence.objects.select_related("answer__assessment").order_by("added_at", "pk")
    for row in rows.iterator(chunk_size=1000):
        copied = {name: getattr(row, name) for name in COPIED}
        copied["file"] = row.file.name or ""
        office = row.answer.assessment.office_id
        key = (office, *copied.values())
        document = known.get(key)
        if document is None or (row.answer_id, document) in taken:
            document = Document.objects.create(
                office_id=office, added_by_id=row.added_by_id, added_at=row.added_at, **copied
            ).pk
            known.setdefault(key, document)
        taken.add((row.answer_id, document))
        Evidence.objects.filter(pk=row.pk).update(document_id=document)


def give_back(apps, schema_editor):
    """Each piece of evidence holds its own copy again. What was only shown has no address."""
    Evidence = apps.get_model("checklists", "Evidence")
    rows = Evidence.objects.select_related("document")
    for row in rows.iterator(chunk_size=1000):
        copied = {name: getattr(row.document, name) for name in COPIED}
        Evidence.objects.filter(pk=row.pk).update(**copied | {"file": row.document.file.name or ""})


def person(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0005_reminders"),
        ("orgs", "0002_headquarters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "File"),
                            ("link", "Link"),
                            ("sighted", "Shown to the reviewer, not uploaded"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="address")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="where it can be seen"
                    ),
                ),
                (
                    "file",
                    models.FileField(blank=True, max_length=250, upload_to="", verbose_name="file"),
                ),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of the file"),
                ),
                (
                    "content_type",
                    models.CharField(blank=True, max_length=100, verbose_name="type"),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(default=0, verbose_name="size in bytes"),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                (
                    "dated_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the document"),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "is_kept",
                    models.BooleanField(default=False, editable=False, verbose_name="kept"),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                ("added_by", person()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="orgs.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="checklists.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__isnull", True))
                        | models.Q(("dated_on__isnull", True))
                        | models.Q(("valid_until__gte", models.F("dated_on"))),
                        name="document_valid_after_its_date",
                    )
                ],
            },
        ),
        migrations.AddField("evidence", "sighted_by", person(null=True, verbose_name="seen by")),
        migrations.AddField(
            "evidence",
            "sighted_at",
            models.DateTimeField(editable=False, null=True, verbose_name="seen"),
        ),
        migrations.AddField(
            "evidence",
            "document",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="checklists.document",
                verbose_name="document",
            ),
        ),
        migrations.RunPython(make_documents, give_back),
    ]
