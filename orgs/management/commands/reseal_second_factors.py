"""`manage.py reseal_second_factors`: seals what second factors need with today's SECRET_KEY."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from orgs.sealing import UnsealableError, seal, unseal

# Where each kind keeps what must stay secret; a passkey's part here is public.
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


class Command(BaseCommand):
    help = (
        "Seals the secrets of authenticator apps and recovery codes with SECRET_KEY. Run it after "
        "SECRET_KEY has changed, while the old one still stands in SECRET_KEY_FALLBACKS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable: list[str] = []
        sealed = 0
        with transaction.atomic():
            rows = Authenticator.objects.select_for_update(of=("self",)).filter(type__in=SECRETS)
            for row in rows.select_related("user").order_by("pk"):
                name = SECRETS[Authenticator.Type(row.type)]
                try:
                    row.data[name] = seal(unseal(row.data[name]))
                except UnsealableError:
                    unreadable.append(f"{row.user.email}: {row.get_type_display()}")
                    continue
                row.save(update_fields=["data"])
                sealed += 1
        self.stdout.write(f"Sealed: {sealed}")
        if unreadable:
            raise CommandError(
                "These were sealed with a key that isn't known here, and are left as they are:\n"
                + "\n".join(unreadable)
            )
