"""The documents of the demonstration's field office: one for two items, one about to expire."""

import datetime as dt
import io
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.utils import timezone

from checklists.models import Answer, Evidence
from checklists.services import evidence
from checklists.uploads import inspect
from orgs.models import User

NAME = "Security risk assessment.pdf"


def give_documents(author: User, answers: Iterable[Answer]) -> None:
    """Give documents to the first two of these answers that have evidence already."""
    given = Evidence.objects.filter(answer__in=list(answers)).values("answer")
    first, second = Answer.objects.filter(pk__in=given).order_by("item__position")[:2]
    today = timezone.localdate()
    content = _page("Security risk assessment", "Invented for the demonstration.")
    upload = inspect(io.BytesIO(content), NAME, len(content), limit_mb=1)
    for answer in (first, second):
        evidence.add_file(
            author,
            answer.pk,
            file=ContentFile(content),
            upload=upload,
            size=len(content),
            title="Security risk assessment",
            dated_on=today - dt.timedelta(days=345),
            valid_until=today + dt.timedelta(days=20),
        )
    evidence.add_sighted(
        author,
        first.pk,
        title="Evacuation plan with names and routes",
        place="Safe of the security adviser, file 12",
        dated_on=today - dt.timedelta(days=60),
    )


def _page(title: str, line: str) -> bytes:
    """A PDF of one page with two lines."""
    text = f"BT /F1 24 Tf 72 720 Td ({title}) Tj 0 -40 Td /F1 14 Tf ({line}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Size 6/Root 1 0 R>>\n%%EOF\n"
