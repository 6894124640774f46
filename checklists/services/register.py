"""Adding documents to an office's register, without an answer that they stand by."""

from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction

from checklists.models import Document
from checklists.services.documents import (
    NewDocument,
    check_dates,
    stored_file,
    stored_link,
    stored_sighted,
)
from checklists.uploads import Upload
from orgs.access import demand
from orgs.models import Office, User
from orgs.roles import Capability


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that `uploads.inspect` has looked at, and its size in bytes."""

    file: File[bytes]
    upload: Upload
    size: int


@transaction.atomic
def register_link(actor: User, office: Office, given: NewDocument, url: str) -> Document:
    """Add a link to the documents of an office; the same again is the same document.

    Raises Http404 and PermissionDenied, and ValidationError by field for dates that can't be; so
    do `register_file` and `register_sighted`.
    """
    _check(actor, office, given)
    return stored_link(actor, office, given, url)


@transaction.atomic
def register_file(actor: User, office: Office, given: NewDocument, sent: Sent) -> Document:
    """Add a file; the same content again is the same document.

    Raises ValidationError, too, where it can't be stored.
    """
    _check(actor, office, given)
    return stored_file(actor, office, given, sent.file, sent.upload, sent.size)


@transaction.atomic
def register_sighted(actor: User, office: Office, given: NewDocument, place: str) -> Document:
    """Note a document that isn't uploaded; the same title and place again are the same document."""
    _check(actor, office, given)
    return stored_sighted(actor, office, given, place)


def _check(actor: User, office: Office, given: NewDocument) -> None:
    demand(actor, Capability.ANSWER, office)
    check_dates(given.dated_on, given.valid_until)
