"""Adding evidence to an answer, and taking it away."""

import functools
import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from checklists.models import Answer, Evidence
from checklists.services.answers import lock_for_writing, touch_returned
from checklists.uploads import Upload
from orgs import audit
from orgs.models import User

# What fits into a report and before a reviewer's eyes.
MAX_PIECES = 50


def _demand_room(answer: Answer) -> None:
    if answer.evidence.count() >= MAX_PIECES:
        raise ValidationError(
            _("This answer has %d pieces of evidence already: remove one first.") % MAX_PIECES
        )


@transaction.atomic
def add_link(actor: User, answer_id: int, *, url: str, title: str) -> Evidence:
    """Add a link. The same link again is no second piece of evidence."""
    answer = lock_for_writing(actor, answer_id)
    if not answer.evidence.filter(kind=Evidence.Kind.LINK, url=url).exists():
        _demand_room(answer)
    evidence, is_new = answer.evidence.get_or_create(
        kind=Evidence.Kind.LINK, url=url, defaults={"title": title or url[:200], "added_by": actor}
    )
    if is_new:
        _note(actor, answer, evidence, "evidence.added")
    return evidence


@transaction.atomic
def add_file(
    actor: User, answer_id: int, *, file: File[bytes], upload: Upload, size: int, title: str
) -> Evidence:
    """Add a file that `uploads.inspect` has looked at. The same content again isn't added twice.

    The file is stored under its content's hash: its own name never becomes a path.
    """
    answer = lock_for_writing(actor, answer_id)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    if existing := answer.evidence.filter(kind=Evidence.Kind.FILE, sha256=sha256).first():
        return existing
    _demand_room(answer)
    evidence = Evidence(
        answer=answer,
        kind=Evidence.Kind.FILE,
        title=title or upload.name,
        file_name=upload.name,
        content_type=upload.content_type,
        size=size,
        sha256=sha256,
        added_by=actor,
    )
    stored = default_storage.save(f"evidence/{sha256[:2]}/{sha256}", file)
    evidence.file.name = stored
    evidence.save()
    _note(actor, answer, evidence, "evidence.added")
    return evidence


@transaction.atomic
def remove(actor: User, evidence: Evidence) -> None:
    """Take evidence away for good; its file goes once that is certain."""
    answer = lock_for_writing(actor, evidence.answer_id)
    evidence = get_object_or_404(answer.evidence, pk=evidence.pk)  # somebody may have been faster
    _note(actor, answer, evidence, "evidence.removed")
    stored = evidence.file.name
    evidence.delete()
    if stored:
        transaction.on_commit(functools.partial(_delete_file, stored))


def _delete_file(stored: str) -> None:
    """An answer that was carried over shares its files with last cycle's."""
    if not Evidence.objects.filter(file=stored).exists():
        default_storage.delete(stored)


def _note(actor: User, answer: Answer, evidence: Evidence, action: str) -> None:
    touch_returned(answer)
    audit.record(
        actor,
        action,
        evidence,
        organization=answer.assessment.office.organization,
        answer=str(answer),
        sha256=evidence.sha256,
    )
