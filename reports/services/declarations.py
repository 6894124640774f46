"""Making the declarations of sign-offs: one PDF for each revision, made once and kept for good.

A sign-off without its file is work that waits. One conditional UPDATE claims it until
`file_due_at`; a worker that dies leaves it to the sweep after that.
"""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from checklists.models import SignOff
from orgs import audit
from reports.pdf import RenderError
from reports.pdf_declaration import render_declaration

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 20


def due(now: dt.datetime) -> QuerySet[SignOff]:
    """The sign-offs whose declaration waits to be made."""
    return SignOff.objects.filter(file="", file_due_at__lte=now, file_attempts__lt=MAX_ATTEMPTS)


def make(sign_off_id: int) -> bool:
    """Make one declaration, if it waits and nobody else is at it. False where it was not ours."""
    now = timezone.now()
    until = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    claimed = due(now).filter(pk=sign_off_id)
    if not claimed.update(file_due_at=until, file_attempts=F("file_attempts") + 1):
        return False
    signed = SignOff.objects.select_related("assessment__office__organization").get(pk=sign_off_id)
    try:
        pdf = render_declaration(signed.data, sha256=signed.sha256)
        sha256 = hashlib.sha256(pdf).hexdigest()
        name = default_storage.save(f"declarations/{sha256[:2]}/{sha256}.pdf", ContentFile(pdf))
    except (RenderError, OSError) as error:
        logger.warning("The declaration of %s could not be made: %s", sign_off_id, error)
        return True
    with transaction.atomic():
        ours = SignOff.objects.filter(pk=sign_off_id, file="").update(file=name, file_sha256=sha256)
        if ours:
            audit.record(
                None,
                "declaration.made",
                signed,
                organization=signed.assessment.office.organization,
                data_sha256=signed.sha256,
                file_sha256=sha256,
            )
    if not ours:
        default_storage.delete(name)
    return bool(ours)


def download_name(signed: SignOff) -> str:
    """The name of the file for people: the office, the day and the revision."""
    office = slugify(signed.assessment.office.name) or "office"
    return f"declaration-{office}-{signed.signed_at:%Y-%m-%d}-revision-{signed.revision}.pdf"
