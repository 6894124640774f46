"""Questions about the documents of offices. Each costs a constant number of queries."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from checklists.access import usable_documents
from checklists.models import Answer, Document, Evidence
from orgs.models import User

# A longer list of choices is no choice: the register has a search.
MAX_CHOICES = 60


def evidence_of(answer: Answer) -> QuerySet[Evidence]:
    """The evidence of an answer with all that a list of it shows."""
    return answer.evidence.select_related("document", "added_by", "sighted_by")


def document_choices(user: User, answer: Answer) -> list[tuple[str, list[Document]]]:
    """The documents that a person can let stand by an answer: last cycle's first, then the latest.

    Left out are those that stand there already, and those that a newer version has replaced.
    """
    office = answer.assessment.office
    free = (
        office.documents.filter(replaced_by__isnull=True)
        .exclude(pk__in=answer.evidence.values("document"))
        .order_by("-added_at")
    )
    last = free.none()
    if answer.carried_from_id is not None:
        last = free.filter(uses__answer=answer.carried_from_id)
    before = list(last)
    latest = free.filter(pk__in=usable_documents(user, office).values("pk"))[:MAX_CHOICES]
    shown = {row.pk for row in before}
    return [
        (_("From last cycle's answer"), before),
        (_("Added lately"), [row for row in latest if row.pk not in shown]),
    ]


def expiring_documents(on: dt.date, within_days: int) -> QuerySet[Document]:
    """The documents in use that run out on a day or within so many days after it.

    Those that a newer version has replaced are left out. Ordered by the day, with their offices.
    """
    return (
        Document.objects.filter(
            Q(uses__isnull=False),
            valid_until__gte=on,
            valid_until__lte=on + dt.timedelta(days=within_days),
            replaced_by__isnull=True,
        )
        .select_related("office__organization")
        .distinct()
        .order_by("valid_until", "office__path", "title")
    )
