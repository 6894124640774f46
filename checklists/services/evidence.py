"""Adding evidence to an answer, taking it away, and noting that a reviewer has seen it."""

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.access import usable_documents
from checklists.models import Answer, Assessment, Document, Evidence
from checklists.review_queries import had_a_hand_in
from checklists.services.answers import lock_for_writing, touch_returned
from checklists.services.documents import (
    NewDocument,
    check_dates,
    delete_document,
    keep_if_signed_off,
    lock_documents,
    stored_file,
    stored_link,
    stored_sighted,
)
from checklists.services.locking import lock_assessment
from checklists.uploads import Upload
from orgs import audit
from orgs.access import ConflictError, demand
from orgs.models import User
from orgs.roles import Capability

# What fits into a report and before a reviewer's eyes.
MAX_PIECES = 50


@transaction.atomic
def add_link(
    actor: User,
    answer_id: int,
    *,
    url: str,
    title: str,
    dated_on: dt.date | None = None,
    valid_until: dt.date | None = None,
    contributor: str = "",
) -> Evidence:
    """Add a link. The same link again is no second document, and no second piece of evidence.

    `contributor` is whom it came from by a personal link. Raises what `lock_for_writing` raises,
    and ValidationError by field for dates that can't be and
    for one piece too many; so do `add_file` and `add_sighted`.
    """
    check_dates(dated_on, valid_until)
    answer = lock_for_writing(actor, answer_id)
    given = NewDocument(title or url[:200], dated_on, valid_until)
    office = answer.assessment.office
    return _tie(actor, answer, lambda: stored_link(actor, office, given, url), contributor)


@transaction.atomic
def add_file(
    actor: User,
    answer_id: int,
    *,
    file: File[bytes],
    upload: Upload,
    size: int,
    title: str,
    dated_on: dt.date | None = None,
    valid_until: dt.date | None = None,
    contributor: str = "",
) -> Evidence:
    """Add a file that `uploads.inspect` has looked at.

    The same content again isn't stored twice: it is the same document of the office.
    """
    check_dates(dated_on, valid_until)
    answer = lock_for_writing(actor, answer_id)
    given = NewDocument(title or upload.name, dated_on, valid_until)
    office = answer.assessment.office
    return _tie(
        actor, answer, lambda: stored_file(actor, office, given, file, upload, size), contributor
    )


@transaction.atomic
def add_sighted(
    actor: User,
    answer_id: int,
    *,
    title: str,
    place: str,
    dated_on: dt.date | None = None,
    valid_until: dt.date | None = None,
) -> Evidence:
    """State what document there is and where it can be seen; nothing of it is uploaded."""
    check_dates(dated_on, valid_until)
    answer = lock_for_writing(actor, answer_id)
    given = NewDocument(title, dated_on, valid_until)
    return _tie(
        actor, answer, lambda: stored_sighted(actor, answer.assessment.office, given, place)
    )


@transaction.atomic
def use_documents(actor: User, answer_id: int, documents: Collection[uuid.UUID]) -> list[Evidence]:
    """Let documents of the office stand by one more answer. Those that do already are left out.

    Raises what `lock_for_writing` raises, Http404 for a document that the person can't choose, and
    ValidationError for one piece too many.
    """
    return give_documents(actor, lock_for_writing(actor, answer_id), documents)


def give_documents(actor: User, answer: Answer, documents: Collection[uuid.UUID]) -> list[Evidence]:
    """What `use_documents` does, for who holds the answer's lock already."""
    if not documents:
        return []
    office = lock_documents(answer.assessment.office)
    found = {row.pk: row for row in usable_documents(actor, office).filter(pk__in=documents)}
    if answer.carried_from_id is not None:
        carried = office.documents.filter(pk__in=documents, uses__answer=answer.carried_from_id)
        found |= {row.pk: row for row in carried}
    if set(found) != set(documents):
        raise Http404
    there = set(answer.evidence.values_list("document", flat=True))
    return [
        _tie(actor, answer, functools.partial(found.__getitem__, pk))
        for pk in documents
        if pk not in there
    ]


@transaction.atomic
def remove(actor: User, evidence: Evidence, *, with_document: bool = False) -> None:
    """Take evidence from its answer. The document stays with the office, unless told otherwise.

    `with_document` removes it for good where nothing else needs it, and else raises ConflictError.
    """
    answer = lock_for_writing(actor, evidence.answer_id)
    evidence = get_object_or_404(  # somebody may have been faster
        answer.evidence.select_related("document"), pk=evidence.pk
    )
    document = evidence.document
    keep_if_signed_off(document)
    _note(actor, answer, evidence, "evidence.removed")
    evidence.delete()
    if with_document:
        delete_document(actor, document)


@transaction.atomic
def mark_sighted(actor: User, evidence_id: uuid.UUID) -> Evidence:
    """Note that a reviewer has seen a document that isn't uploaded. Noting it twice is no change.

    Raises Http404, PermissionDenied, and ConflictError where the document is uploaded or a link,
    the assessment isn't submitted, or the reviewer had a hand in the answer.
    """
    evidence = get_object_or_404(Evidence.objects.select_related("document"), pk=evidence_id)
    answer = Answer.objects.select_related("item").get(pk=evidence.answer_id)
    assessment = lock_assessment(answer.assessment_id)
    answer.assessment = assessment
    demand(actor, Capability.REVIEW, assessment.office)
    evidence = get_object_or_404(Evidence.objects.select_related("document"), pk=evidence_id)
    if evidence.document.kind != Document.Kind.SIGHTED:
        raise ConflictError(_("This document is there to be opened: it needs no such note."))
    if assessment.status != Assessment.Status.SUBMITTED:
        raise ConflictError(
            _("This assessment is %(status)s: there is nothing to review in it now.")
            % {"status": assessment.get_status_display().lower()}
        )
    if had_a_hand_in(actor, [answer.pk]):
        raise ConflictError(_("You had a hand in this answer, so somebody else has to review it."))
    if evidence.sighted_by_id is None:
        evidence.sighted_by = actor
        evidence.sighted_at = timezone.now()
        evidence.save(update_fields=["sighted_by", "sighted_at"])
        _record(actor, answer, evidence, "evidence.sighted")
    return evidence


def _tie(
    actor: User, answer: Answer, document: Callable[[], Document], contributor: str = ""
) -> Evidence:
    """The piece of evidence that a document is of an answer, new or there already."""
    if answer.evidence.count() >= MAX_PIECES:  # before anything is stored
        raise ValidationError(
            _("This answer has %d pieces of evidence already: remove one first.") % MAX_PIECES
        )
    row = document()
    if existing := answer.evidence.filter(document=row).first():
        return existing
    evidence = Evidence.objects.create(
        answer=answer, document=row, added_by=actor, contributor=contributor
    )
    _note(actor, answer, evidence, "evidence.added")
    return evidence


def _note(actor: User, answer: Answer, evidence: Evidence, action: str) -> None:
    touch_returned(answer)
    _record(actor, answer, evidence, action)


def _record(actor: User, answer: Answer, evidence: Evidence, action: str) -> None:
    audit.record(
        actor,
        action,
        evidence,
        organization=answer.assessment.office.organization,
        answer=str(answer),
        document=str(evidence.document_id),
        sha256=evidence.document.sha256,
    )
