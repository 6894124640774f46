"""`manage.py verify_audit [--head HASH …]`: exits 1 where the audit trail isn't whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs.audit import PLATFORM
from orgs.audit_check import check_chains, missing_triggers
from orgs.models import Organization


class Command(BaseCommand):
    help = (
        "Reads the audit trail from the first row to the last, and says which row is missing, "
        "altered, put in or moved. Note the hashes that it prints outside of this machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="HASH",
            action="append",
            default=[],
            help="a hash noted earlier, which must still be in the trail; may be given repeatedly",
        )

    def handle(self, *args: Any, head: list[str], **options: Any) -> None:
        names = dict(Organization.objects.values_list("pk", "name"))
        names[PLATFORM] = "the platform"
        wrong = 0
        noted = {sha256.strip().lower() for sha256 in head}
        for checked in check_chains(noted):
            name = names.get(checked.chain, f"chain {checked.chain}")
            self.stdout.write(f"{name}: {checked.count} rows, head {checked.sha256}")
            for sentence in checked.wrong:
                self.stderr.write(f"{name}: {sentence}")
            wrong += len(checked.wrong)
        for sentence in missing_triggers():
            self.stderr.write(sentence)
            wrong += 1
        for sha256 in sorted(noted):
            self.stderr.write(f"no row has the noted hash {sha256}")
            wrong += 1
        if wrong:
            raise CommandError("The audit trail is not whole.")
        self.stdout.write("The audit trail is whole.")
