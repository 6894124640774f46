"""Evidence that comes through a personal link: kept with the proposal, or not at all."""

import datetime as dt
import functools
import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from checklists.models import Assessment, DelegatedItem, Evidence, ProposedEvidence
from checklists.services.documents import NewDocument, check_dates, stored_content
from checklists.services.evidence import add_file, add_link
from checklists.services.register import Sent
from checklists.uploads import Upload
from orgs import audit
from orgs.access import ConflictError
from orgs.models import User

# Of one item: enough for what one question asks, too few to fill a disk.
MAX_PROPOSED = 10
# What nobody confirms is removed so long after its link has ended.
ABANDONED = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Attached:
    """What somebody attaches behind a link, and the pieces that they take away again.

    `given.title` may be "": then a piece is called by its name or its address. Where there is a
    link too, the title and the dates are the link's, as on the form of an answer.
    """

    given: NewDocument = field(default_factory=lambda: NewDocument(""))
    url: str = ""
    sent: Sent | None = None
    without: frozenset[uuid.UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.url or self.sent or self.without)


def attach(item: DelegatedItem, attached: Attached) -> None:
    """Add to an item, which its caller has locked, what was attached; the same again once.

    Raises ValidationError by field for dates that can't be, and for one piece too many.
    """
    check_dates(attached.given.dated_on, attached.given.valid_until)
    _delete(item.pieces.filter(pk__in=attached.without))
    added = [piece for piece in (_link(item, attached), _file(item, attached)) if piece]
    if added:
        audit.record(
            None,
            "delegation.evidence",
            item.delegation,
            organization=item.delegation.assessment.office.organization,
            item=item.answer.item.ref,
            titles=[piece.title for piece in added],
            sha256=[piece.sha256 for piece in added if piece.sha256],
        )


def _link(item: DelegatedItem, attached: Attached) -> ProposedEvidence | None:
    url, given = attached.url, attached.given
    if not url or item.pieces.filter(url=url).exists():
        return None
    _demand_room(item, "url")
    return ProposedEvidence.objects.create(
        item=item,
        title=given.title or url[:200],
        url=url,
        dated_on=given.dated_on,
        valid_until=given.valid_until,
    )


def _file(item: DelegatedItem, attached: Attached) -> ProposedEvidence | None:
    sent, given = attached.sent, attached.given
    if sent is None:
        return None
    file: File[bytes] = sent.file
    if sent.upload.content is not None:
        file = ContentFile(sent.upload.content)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    if item.pieces.filter(sha256=sha256).exists():
        return None
    _demand_room(item, "file")
    key = uuid.uuid4()
    return ProposedEvidence.objects.create(
        pk=key,
        item=item,
        title=(not attached.url and given.title) or sent.upload.name[:200],
        file=stored_content(f"proposals/{key}", file),
        file_name=sent.upload.name,
        content_type=sent.upload.content_type,
        size=file.size,
        sha256=sha256,
        dated_on=given.dated_on,
        valid_until=given.valid_until,
    )


def _demand_room(item: DelegatedItem, name: str) -> None:
    if item.pieces.count() >= MAX_PROPOSED:
        raise ValidationError(
            {name: _("There are %d pieces already: take one away first.") % MAX_PROPOSED}
        )


def take_over(
    actor: User, item: DelegatedItem, keep: Collection[uuid.UUID], seen: Collection[uuid.UUID]
) -> list[Evidence]:
    """Let the pieces in `keep` stand by the answer as the office's documents; the rest is deleted.

    For `delegations.confirm`, which holds the locks. `seen` is what the page showed; raises
    ConflictError where something else is there now, and what `add_file` raises.
    """
    pieces = list(item.pieces.all())
    if {piece.pk for piece in pieces} != set(seen):
        raise ConflictError(_("The evidence has changed meanwhile: look at it once more."))
    kept = [_stored(actor, item, piece) for piece in pieces if piece.pk in set(keep)]
    _delete(item.pieces.all())
    return kept


def _stored(actor: User, item: DelegatedItem, piece: ProposedEvidence) -> Evidence:
    name = item.delegation.contributor
    if piece.url:
        return add_link(
            actor,
            item.answer_id,
            url=piece.url,
            title=piece.title,
            dated_on=piece.dated_on,
            valid_until=piece.valid_until,
            contributor=name,
        )
    with piece.file.open("rb") as file:
        return add_file(
            actor,
            item.answer_id,
            file=file,
            upload=Upload(piece.file_name, piece.content_type),
            size=piece.size,
            title=piece.title,
            dated_on=piece.dated_on,
            valid_until=piece.valid_until,
            contributor=name,
        )


@transaction.atomic
def remove_abandoned(now: dt.datetime) -> int:
    """Delete what nobody confirms any more; returns how many pieces that were."""
    over = now - ABANDONED
    return _delete(
        ProposedEvidence.objects.filter(
            Q(item__delegation__expires_at__lt=over)
            | Q(item__delegation__withdrawn_at__lt=over)
            | Q(item__delegation__assessment__status=Assessment.Status.SIGNED_OFF)
        )
    )


def _delete(pieces: QuerySet[ProposedEvidence]) -> int:
    """Delete pieces; their files go once that is certain."""
    rows = list(pieces)
    for row in rows:
        if row.file:
            transaction.on_commit(functools.partial(default_storage.delete, str(row.file.name)))
    ProposedEvidence.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
