"""`manage.py verify_signoffs`: exits 1 where something signed off is not as it was signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from checklists.models import SignOff
from checklists.services.freezing import differences


class Command(BaseCommand):
    help = "Compares each sign-off with its hash, and with the answers, evidence and verdicts now."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(differences())
        for sentence in wrong:
            self.stderr.write(sentence)
        if wrong:
            raise CommandError("Something signed off is not as it was signed.")
        self.stdout.write(f"{SignOff.objects.count()} sign-offs are as they were signed.")
