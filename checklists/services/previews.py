"""Previews of documents, made once and kept in the storage as long as the document."""

import functools
import uuid

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from checklists.importers.files import FileError, preview, small_preview
from checklists.models import Document

# A file of which no picture can be made costs a process at each try: not each time it is shown.
RETRY_SECONDS = 3_600


def preview_of(document: Document, *, small: bool = False) -> bytes:
    """A PNG of a picture or of a PDF's first page, or a WebP of it that is light on a poor link.

    Raises FileNotFoundError, and FileError where none can be made.
    """
    name = _name(document.pk, small=small)
    try:
        with default_storage.open(name, "rb") as file:
            kept: bytes = file.read()
            return kept
    except FileNotFoundError:
        return _kept(name, _made(document, small=small))


def _made(document: Document, *, small: bool) -> bytes:
    if small:
        return small_preview(preview_of(document))
    failed = f"no-preview:{document.pk}"
    if cache.get(failed):
        raise FileError("damaged")
    with document.file.open("rb") as file:
        content = file.read()
    try:
        return preview(document.content_type, content)
    except FileError:
        cache.set(failed, 1, RETRY_SECONDS)
        raise


def _kept(name: str, picture: bytes) -> bytes:
    stored = default_storage.save(name, ContentFile(picture))
    if stored != name:  # somebody else has made it at the same time
        default_storage.delete(stored)
    return picture


def delete_previews(document_id: uuid.UUID) -> None:
    """Delete what was made of a document, once it is certain that it goes."""
    for small in (False, True):
        name = _name(document_id, small=small)
        transaction.on_commit(functools.partial(default_storage.delete, name))


def _name(document_id: uuid.UUID, *, small: bool) -> str:
    return f"previews/{document_id}{'-small.webp' if small else '.png'}"
