"""Whoever has a password chose it by a link that was mailed to them: their address is verified."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


NO_PASSWORD = {"password__startswith": "!"}


def verify(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    User = apps.get_model("orgs", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in User.objects.exclude(**NO_PASSWORD).iterator():
        EmailAddress.objects.filter(user_id=user.pk).exclude(email=user.email).update(primary=False)
        EmailAddress.objects.update_or_create(
            user_id=user.pk, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0007_invitations"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
