"""Questions about the documents of offices. Each costs a constant number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import F, OrderBy, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.access import usable_documents
from checklists.models import Answer, Document, Evidence
from checklists.models.documents import SOON_DAYS
from orgs.models import Office, User

# A longer list of choices is no choice: who has more documents searches them.
MAX_CHOICES = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """Documents to choose from, in groups of (what they are, the documents).

    `is_cut`: there are more than are listed.
    """

    groups: list[tuple[str, list[Document]]]
    is_cut: bool = False

    @property
    def count(self) -> int:
        """How many are listed."""
        return sum(len(rows) for _label, rows in self.groups)


def evidence_of(answer: Answer) -> QuerySet[Evidence]:
    """The evidence of an answer with all that a list of it shows."""
    return answer.evidence.select_related("document", "added_by", "sighted_by")


def document_choices(user: User, answer: Answer, *, words: str = "", chosen: str = "") -> Choices:
    """The documents that a person can let stand by an answer: last cycle's first, then the latest.

    Left out are those that stand there already, and those that a newer version has replaced.
    `words` narrows them; `chosen`, the key of one, is listed whatever the words are.
    """
    office = answer.assessment.office
    free = (
        office.documents.filter(replaced_by__isnull=True)
        .exclude(pk__in=answer.evidence.values("document"))
        .order_by("-added_at", "pk")
    )
    mine = free.filter(pk__in=usable_documents(user, office).values("pk"))
    last = free.none()
    if answer.carried_from_id is not None:
        last = free.filter(uses__answer=answer.carried_from_id)
    before = list(with_words(last, words))
    latest = list(with_words(mine, words)[: MAX_CHOICES + 1])
    seen = {row.pk for row in before}
    label = _("Found") if words.strip() else _("Added lately")
    groups = [
        (_("From last cycle's answer"), before),
        (label, [row for row in latest[:MAX_CHOICES] if row.pk not in seen]),
    ]
    seen |= {row.pk for row in latest[:MAX_CHOICES]}
    if (key := _key(chosen)) and key not in seen:
        groups.insert(0, (_("Chosen"), list(mine.filter(pk=key) | last.filter(pk=key))))
    return Choices(groups, is_cut=len(latest) > MAX_CHOICES)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def with_words(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those that have each of the words in their title, name, address, place or office."""
    for word in words.split():
        documents = documents.filter(
            Q(title__icontains=word)
            | Q(file_name__icontains=word)
            | Q(url__icontains=word)
            | Q(place__icontains=word)
            | Q(office__name__icontains=word)
        )
    return documents


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


def with_uses(documents: QuerySet[Document]) -> QuerySet[Document]:
    """The documents with the answers that they stand by, each with its item and its cycle."""
    uses = Evidence.objects.select_related("answer__item", "answer__assessment__cycle")
    return documents.prefetch_related(Prefetch("uses", uses), "replaced_by")


def uses_of(document: Document) -> QuerySet[Evidence]:
    """What a document stands by, the latest cycle first."""
    return document.uses.select_related("answer__item", "answer__assessment__cycle").order_by(
        "-answer__assessment__cycle__starts_on", "answer__item__position"
    )


def register(
    documents: QuerySet[Document],
    *,
    q: str = "",
    office: Office | None = None,
    kind: str = "",
    state: str = "",
    sort: str = "",
) -> QuerySet[Document]:
    """Those that are asked for; `state` and `sort` are keys of STATES and SORTS."""
    documents = with_words(documents, q)
    if office:
        documents = documents.filter(office=office)
    if kind:
        documents = documents.filter(kind=kind)
    today = timezone.localdate()
    soon = today + dt.timedelta(days=SOON_DAYS)
    conditions = {
        "expired": Q(valid_until__lt=today),
        "expiring": Q(valid_until__gte=today, valid_until__lte=soon),
        "unused": Q(uses__isnull=True),
        "replaced": Q(replaced_by__isnull=False),
    }
    if state:
        documents = documents.filter(conditions[state]).distinct()
    orders: dict[str, str | OrderBy] = {
        "title": "title",
        "valid_until": F("valid_until").asc(nulls_last=True),
    }
    return documents.order_by(orders.get(sort, "-added_at"), "pk")


STATES = [
    ("expired", gettext_lazy("Expired")),
    ("expiring", gettext_lazy("Expire within 30 days")),
    ("unused", gettext_lazy("Used nowhere")),
    ("replaced", gettext_lazy("Replaced by a newer version")),
]
SORTS = [
    ("title", gettext_lazy("Title")),
    ("valid_until", gettext_lazy("Valid until, the first to expire first")),
]
