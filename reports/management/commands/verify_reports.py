"""`manage.py verify_reports [--without-files]`: exits 1 where a report isn't what was made."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.services.verifying import differences


class Command(BaseCommand):
    help = (
        "Compares each finished report, its data and its file with the hashes that the audit trail "
        "noted when it was made. Whether the trail is whole, verify_audit says."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-files", action="store_true", help="don't read the stored files"
        )

    def handle(self, *args: Any, without_files: bool, **options: Any) -> None:
        """Say what differs."""
        wrong = 0
        for sentence in differences(with_files=not without_files):
            self.stderr.write(sentence)
            wrong += 1
        if wrong:
            raise CommandError("Not all reports are what was made.")
        self.stdout.write("All finished reports are what was made.")
