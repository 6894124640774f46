"""The documents of an office: storing them, mending what is said of them, replacing, removing."""

import datetime as dt
import functools
import hashlib
import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.access import get_document
from checklists.models import Action, Answer, Assessment, Document
from checklists.scale import Outcome
from checklists.services.answers import touch_returned
from checklists.services.previews import delete_previews
from checklists.uploads import Upload
from orgs import audit
from orgs.access import ConflictError, demand
from orgs.models import Office, User
from orgs.roles import Capability

logger = logging.getLogger(__name__)

# Evidence that nobody may change: the reviewer reads it, has accepted it, or has signed it off.
FROZEN = Q(
    answer__assessment__status__in=[Assessment.Status.SUBMITTED, Assessment.Status.SIGNED_OFF]
) | Q(answer__verdict=Outcome.ACCEPTED)

# Evidence that was there when its assessment was signed off, though it was reopened since.
SIGNED_OFF = Q(answer__assessment__sign_offs__signed_at__gte=F("added_at"))


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What an office says of a document."""

    title: str
    dated_on: dt.date | None = None
    valid_until: dt.date | None = None


def check_dates(dated_on: dt.date | None, valid_until: dt.date | None) -> None:
    """Raise ValidationError, by field, for dates that can't be those of a document."""
    if dated_on is not None and dated_on > timezone.localdate():
        raise ValidationError({"dated_on": _("The date of the document is still to come.")})
    if dated_on is not None and valid_until is not None and valid_until < dated_on:
        raise ValidationError(
            {"valid_until": _("The document can't have run out before its own date.")}
        )


def lock_documents(office: Office) -> Office:
    """Lock an office's documents: two windows add the same one once. Taken after an assessment."""
    Office.objects.select_for_update(no_key=True).only("pk").get(pk=office.pk)
    return office


def is_frozen(document: Document) -> bool:
    """Whether it stands by an answer that is submitted, accepted or signed off, or once did; or
    shows that an action was done.
    """
    return (
        document.is_kept
        or document.uses.filter(FROZEN | SIGNED_OFF).exists()
        or _shows_an_action_done(document)
    )


def _shows_an_action_done(document: Document) -> bool:
    return document.actions.filter(status=Action.Status.DONE).exists()


def keep_if_signed_off(document: Document) -> None:
    """Keep a document for ever that is about to lose its place in what was once signed off."""
    if not document.is_kept and document.uses.filter(SIGNED_OFF).exists():
        document.is_kept = True
        document.save(update_fields=["is_kept"])


def stored_link(actor: User, office: Office, given: NewDocument, url: str) -> Document:
    """The document that a link is, new or there already."""
    lock_documents(office)
    there = office.documents.filter(kind=Document.Kind.LINK, url=url)
    return _known(actor, there, given) or _add(actor, office, given, Document.Kind.LINK, url=url)


def stored_sighted(actor: User, office: Office, given: NewDocument, place: str) -> Document:
    """The document that isn't uploaded, new or there already by its title and place."""
    lock_documents(office)
    kind = Document.Kind.SIGHTED
    there = office.documents.filter(kind=kind, title=given.title, place=place)
    return _known(actor, there, given) or _add(actor, office, given, kind, place=place)


def stored_file(
    actor: User,
    office: Office,
    given: NewDocument,
    file: File[bytes],
    upload: Upload,
    size: int,
    replaces: Document | None = None,
) -> Document:
    """The document that a file's content is, new or there already.

    The file is stored under its content's hash: its own name never becomes a path. A picture is
    stored as `uploads.inspect` has made it anew.
    """
    lock_documents(office)
    if upload.content is not None:
        file, size = ContentFile(upload.content), len(upload.content)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    there = office.documents.filter(kind=Document.Kind.FILE, sha256=sha256)
    if replaces is None and (known := _known(actor, there, given)):
        return known
    stored = stored_content(f"evidence/{sha256[:2]}/{sha256}", file)
    return _add(
        actor,
        office,
        given,
        Document.Kind.FILE,
        file=stored,
        file_name=upload.name,
        content_type=upload.content_type,
        size=size,
        sha256=sha256,
        replaces=replaces,
    )


def stored_content(name: str, file: File[bytes]) -> str:
    """Hand a file to the storage; returns the name that it has there.

    Raises ValidationError, for the person who sent it, where a disk is full or a storage is away.
    """
    try:
        return default_storage.save(name, file)
    except OSError as error:
        logger.warning("%s could not be stored: %s", name, error)
        raise ValidationError(
            _("The file can't be stored just now. Try again in a few minutes.")
        ) from error


def _known(actor: User, there: QuerySet[Document], given: NewDocument) -> Document | None:
    """One of these documents of which nothing else was said; dates that it lacks are added.

    Where it has other dates, or is frozen without them, what was said now is another document.
    """
    for document in there.order_by("added_at"):
        before = (document.dated_on, document.valid_until)
        said = (given.dated_on or before[0], given.valid_until or before[1])
        if before == said:
            return document
        agrees = all(old in (None, new) for old, new in zip(before, said, strict=True))
        if agrees and not is_frozen(document):
            _describe(actor, document, NewDocument(document.title, *said))
            return document
    return None


def _add(
    actor: User, office: Office, given: NewDocument, kind: Document.Kind, **more: Any
) -> Document:
    document = Document.objects.create(
        office=office,
        kind=kind,
        title=given.title,
        dated_on=given.dated_on,
        valid_until=given.valid_until,
        added_by=actor,
        **more,
    )
    _record(actor, document, "document.added")
    return document


def _describe(actor: User, document: Document, given: NewDocument) -> None:
    names = ["title", "dated_on", "valid_until"]
    before = {name: str(getattr(document, name) or "") for name in names}
    for name in names:
        setattr(document, name, getattr(given, name))
    document.save(update_fields=names)
    after = {name: str(getattr(document, name) or "") for name in names}
    _record(actor, document, "document.changed", before=before, after=after)


@transaction.atomic
def change(actor: User, document_id: uuid.UUID, given: NewDocument) -> Document:
    """Mend the title and the dates. The same again is no change.

    Raises Http404, PermissionDenied, ValidationError by field, and ConflictError where the document
    stands by an answer that is submitted, accepted or signed off.
    """
    check_dates(given.dated_on, given.valid_until)
    document = _lock_for_change(actor, document_id)
    if given == NewDocument(document.title, document.dated_on, document.valid_until):
        return document
    if is_frozen(document):
        raise ConflictError(
            _("“%(title)s” stands by an answer that is submitted: it can't be changed.")
            % {"title": document.title}
        )
    _describe(actor, document, given)
    return document


@transaction.atomic
def replace(
    actor: User,
    document_id: uuid.UUID,
    given: NewDocument,
    *,
    file: File[bytes],
    upload: Upload,
    size: int,
) -> Document:
    """Add a new version as a document of its own that names the old one.

    It takes the old one's place by every answer that can still be changed; the old one stays by
    what is submitted, accepted or signed off. The same content again is no new version: the
    document that it is comes back, as for a form that was sent twice. Raises as `change` does.
    """
    check_dates(given.dated_on, given.valid_until)
    old = _lock_for_change(actor, document_id)
    content = file.read() if upload.content is None else upload.content
    file.seek(0)
    sha256 = hashlib.sha256(content).hexdigest()
    if there := old.replaced_by.filter(sha256=sha256).first():
        return there
    if sha256 == old.sha256:
        raise ValidationError({"file": _("This is the same file: there is nothing to replace.")})
    new = stored_file(actor, old.office, given, file, upload, size, replaces=old)
    keep_if_signed_off(old)
    for evidence in old.uses.exclude(FROZEN).select_related("answer__item"):
        evidence.document = new
        evidence.added_by = actor
        evidence.added_at = new.added_at
        evidence.sighted_by = evidence.sighted_at = None
        evidence.save(
            update_fields=["document", "added_by", "added_at", "sighted_by", "sighted_at"]
        )
        touch_returned(evidence.answer)
    _record(actor, old, "document.replaced", by=str(new.pk))
    return new


@transaction.atomic
def remove_document(actor: User, document_id: uuid.UUID) -> None:
    """Remove a document for good, and from the answers that can still be changed.

    Raises Http404, PermissionDenied, and ConflictError where it stands by an answer that is
    submitted, accepted or signed off, or once did.
    """
    document = _lock_for_change(actor, document_id)
    if is_frozen(document):
        raise ConflictError(
            _("“%(title)s” stands by an answer that is submitted: it can't be removed.")
            % {"title": document.title}
        )
    for evidence in document.uses.select_related("answer__item"):
        touch_returned(evidence.answer)
    document.uses.all().delete()
    delete_document(actor, document)


def delete_document(actor: User, document: Document) -> None:
    """Delete a document that stands by no answer; its file goes once that is certain."""
    if document.is_kept or document.uses.exists() or _shows_an_action_done(document):
        raise ConflictError(
            _("“%(title)s” is needed elsewhere: it stays among the office's documents.")
            % {"title": document.title}
        )
    document.replaced_by.update(replaces=document.replaces_id)
    _record(actor, document, "document.removed")
    delete_previews(document.pk)
    stored = document.file.name
    document.delete()
    if stored:
        transaction.on_commit(functools.partial(_delete_file, stored))


def _delete_file(stored: str) -> None:
    """Documents from before there was a register may share a file."""
    if not Document.objects.filter(file=stored).exists():
        default_storage.delete(stored)


def _lock_for_change(actor: User, document_id: uuid.UUID) -> Document:
    """Lock a document with every assessment that it stands in, and its office's documents."""
    document = get_document(actor, document_id)
    demand(actor, Capability.ANSWER, document.office)
    used_in = Answer.objects.filter(evidence__document=document_id).values("assessment")
    # In one order, so that two people can't wait for each other.
    list(Assessment.objects.select_for_update().filter(pk__in=used_in).order_by("pk"))
    lock_documents(document.office)
    return get_document(actor, document_id)  # somebody may have been faster


def _record(actor: User, document: Document, action: str, **data: object) -> None:
    audit.record(
        actor,
        action,
        document,
        organization=document.office.organization,
        sha256=document.sha256,
        **data,
    )
