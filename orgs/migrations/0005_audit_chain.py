import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from orgs.chain import GENESIS, Link, digest


def chain_what_is_there(apps, schema_editor):
    """Give each event its number and hashes, in the order in which they were written."""
    event_model = apps.get_model("orgs", "AuditEvent")
    heads = {}
    batch = []

    def write():
        event_model.objects.bulk_update(batch, ["chain", "number", "previous", "sha256"])
        batch.clear()

    for event in list(event_model.objects.order_by("pk")):
        chain = event.organization_id or 0
        count, previous = heads.get(chain, (0, GENESIS))
        event.chain, event.number, event.previous = chain, count + 1, previous
        event.sha256 = digest(
            Link(
                chain=chain,
                number=event.number,
                previous=previous,
                at=event.at,
                actor=event.actor_id,
                organization=event.organization_id,
                office=event.office_id,
                action=event.action,
                target=event.target,
                address=event.address,
                data=event.data,
            )
        )
        heads[chain] = (event.number, event.sha256)
        batch.append(event)
        if len(batch) == 500:
            write()
    write()
    head_model = apps.get_model("orgs", "AuditHead")
    head_model.objects.bulk_create(
        head_model(chain=chain, count=count, sha256=sha256)
        for chain, (count, sha256) in heads.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0004_digests"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("chain", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("count", models.PositiveBigIntegerField(default=0)),
                (
                    "sha256",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                        verbose_name="SHA-256",
                    ),
                ),
            ],
            options={
                "verbose_name": "head of a chain",
                "verbose_name_plural": "heads of chains",
            },
        ),
        migrations.AddField(
            model_name="auditevent",
            name="address",
            field=models.CharField(blank=True, max_length=45, verbose_name="from where"),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="chain",
            field=models.PositiveBigIntegerField(default=0, editable=False, verbose_name="chain"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="number",
            field=models.PositiveBigIntegerField(
                default=0, editable=False, verbose_name="number in the chain"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orgs.office",
                verbose_name="office",
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous",
            field=models.CharField(
                default="", editable=False, max_length=64, verbose_name="hash of the event before"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="sha256",
            field=models.CharField(
                default="", editable=False, max_length=64, verbose_name="SHA-256"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="action",
            field=models.CharField(max_length=60, verbose_name="action"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="target",
            field=models.CharField(db_index=True, max_length=200, verbose_name="what"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at", "id"], name="audit_at"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organization", "at", "id"], name="audit_organization"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["office", "at", "id"], name="audit_office"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["actor", "at", "id"], name="audit_actor"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "at", "id"], name="audit_action"),
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
    ]
