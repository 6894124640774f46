"""Removes the files of reports that are older than REPORT_FILE_DAYS. The sweep does it too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.health import health
from reports.services.retention import remove_old_files


class Command(BaseCommand):
    """`manage.py remove_old_report_files`."""

    help = "Remove the files of reports older than REPORT_FILE_DAYS; rows and hashes stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove in batches until none is left, and say how many."""
        count = 0
        while removed := remove_old_files(timezone.now()):
            count += removed
        self.stdout.write(f"{count} files of reports removed.")
        if staying := health(timezone.now()).files_staying:
            raise CommandError(f"{staying} could not be removed: the log names them.")
