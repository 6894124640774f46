"""`manage.py verify_counts`: exits 1 where the overview counts other than the answers are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from checklists.models import Assessment
from checklists.services.counting import miscounted, recount


class Command(BaseCommand):
    help = "Compares what is kept for the overview with the answers themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Count anew what is wrong.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        seen = miscounted(Assessment.objects.all())
        # Somebody may have saved between two looks: look again under the lock that they take.
        suspects = Assessment.objects.select_for_update(of=("self",)).filter(pk__in=seen)
        rows = {row.pk: row for row in suspects.select_related("office", "cycle").order_by("pk")}
        wrong = miscounted(Assessment.objects.filter(pk__in=rows))
        for key in wrong:
            self.stderr.write(f"Assessment {key} ({rows[key]}) is counted wrongly.")
        if wrong and options["mend"]:
            recount(Assessment.objects.filter(pk__in=wrong))
            self.stdout.write(f"{len(wrong)} assessments are counted anew.")
        elif wrong:
            raise CommandError(f"{len(wrong)} assessments are counted wrongly.")
        else:
            self.stdout.write("All assessments are counted as they were answered.")
