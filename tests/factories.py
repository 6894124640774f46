"""Rows for tests, made as the product makes them wherever it has a service for it."""

import datetime as dt
import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile

from checklists.models import (
    Answer,
    Assessment,
    Checklist,
    Cycle,
    Delegation,
    Disposition,
    Document,
    Evidence,
    Instrument,
    InstrumentDraft,
    Item,
    Paragraph,
    SignOff,
    Theme,
)
from checklists.scale import AnswerValue, Dimension, IndicatorValue
from checklists.services.answers import Saved, Written, save_answer
from checklists.services.cycles import open_cycle
from checklists.services.delegations import Whom, ask
from checklists.services.freezing import digest, freeze
from checklists.services.library import publish
from orgs.models import Membership, Office, Organization, OutgoingMail, User
from orgs.roles import Role
from tests.checklists.importers.sources import resolution

_numbers = itertools.count(1)


def make_user(name: str = "", *, secretariat: bool = False) -> User:
    """A person; the password of each is "correct horse battery"."""
    name = name or f"Person {next(_numbers)}"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(
        email, "correct horse battery", full_name=name, is_secretariat=secretariat
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_organization(name: str = "") -> Organization:
    """An organization without offices."""
    return Organization.objects.create(
        name=name or f"Organization {next(_numbers)}", kind=Organization.Kind.INGO
    )


def make_office(
    name: str = "", *, organization: Organization | None = None, parent: Office | None = None
) -> Office:
    """An office: a root of its organization, or below `parent`."""
    organization = organization or (parent.organization if parent else make_organization())
    fields = {"name": name or f"Office {next(_numbers)}", "organization": organization}
    office: Office
    if parent:
        office = Office.objects.add_child(Office.objects.get(pk=parent.pk), fields)
    else:
        office = Office.objects.add_root(fields)
    return office


def make_member(office: Office, role: Role, name: str = "") -> User:
    """A person with a role in an office."""
    user = make_user(name)
    Membership.objects.create(user=user, office=office, role=role)
    return user


def make_instrument(operative: int = 3) -> Instrument:
    """An instrument with one preambular and some operative paragraphs."""
    number = next(_numbers)
    instrument = Instrument.objects.create(
        symbol=f"A/RES/99/{number}",
        title="Safety and security of personnel",
        adopted_on=dt.date(2025, 12, 8),
        source_name="test.txt",
        source_sha256="0" * 64,
    )
    Paragraph.objects.create(
        instrument=instrument,
        kind=Paragraph.Kind.PREAMBULAR,
        position=1,
        text="Recalling all relevant resolutions,",
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            instrument=instrument,
            kind=Paragraph.Kind.OPERATIVE,
            number=str(n),
            position=n + 1,
            text=f"Requests all organizations to do what paragraph {n} says;",
        )
        for n in range(1, operative + 1)
    )
    return instrument


def add_parts(whole: Paragraph, *parts: tuple[str, str]) -> None:
    """Give a paragraph sub-paragraphs, as (number, text); those behind it move down."""
    following = Paragraph.objects.filter(
        instrument=whole.instrument_id, position__gt=whole.position
    )
    for row in following.order_by("-position"):
        Paragraph.objects.filter(pk=row.pk).update(position=row.position + len(parts))
    Paragraph.objects.bulk_create(
        Paragraph(
            instrument_id=whole.instrument_id,
            parent=whole,
            kind=whole.kind,
            number=number,
            position=position,
            text=text,
        )
        for position, (number, text) in enumerate(parts, start=whole.position + 1)
    )


def make_draft(
    body: str = "1. *Urges* all States;\n\n2. *Requests* the Secretary-General to act.",
    *,
    doubts: int = 0,
    by: User | None = None,
) -> InstrumentDraft:
    """A resolution under preview; its document's reader doubts the last of its lines."""
    transcript = resolution(body)
    last = transcript.count("\n")
    return InstrumentDraft.objects.create(
        file_name="A_RES_78_118.pdf",
        file_sha256=f"{next(_numbers):064x}",
        transcript=transcript,
        reading_doubts=[
            {"message": "this line is hard to read", "line": last - n, "page": 2}
            for n in range(doubts)
        ],
        uploaded_by=by or make_user(secretariat=True),
    )


def make_checklist(
    items: int = 4, *, published: bool = True, indicators: Sequence[dict[str, Any]] = ()
) -> Checklist:
    """A checklist with two themes; items alternate between policy and practice.

    After them come the indicators, as an item stores them; their keys are "count-1" and so on.
    """
    instrument = make_instrument(operative=items + len(indicators))
    checklist = Checklist.objects.create(
        slug=f"checklist-{next(_numbers)}",
        version=1,
        title="Security of personnel",
        language="en",
        instrument=instrument,
        source="# The file of a checklist.\n",
        source_sha256="0" * 64,
    )
    themes = [
        Theme.objects.create(checklist=checklist, slug=slug, title=slug.title(), position=position)
        for position, slug in enumerate(["training", "travel"], start=1)
    ]
    paragraphs = list(instrument.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE))
    Item.objects.bulk_create(
        Item(
            checklist=checklist,
            theme=themes[2 * n // max(items, 1)],
            paragraph=paragraph,
            ref=f"{paragraph.number}.1",
            key=f"duty-{paragraph.number}",
            position=n + 1,
            dimension=Dimension.PRACTICE if n % 2 else Dimension.POLICY,
            question=f"Is what paragraph {paragraph.number} asks for done?",
            guidance="In place: it is done, and everybody knows.",
            evidence_examples=["A signed policy", "A log"],
        )
        for n, paragraph in enumerate(paragraphs[:items])
    )
    Item.objects.bulk_create(
        Item(
            checklist=checklist,
            theme=themes[1],
            paragraph=paragraph,
            ref=f"{paragraph.number}.1",
            key=f"count-{n}",
            position=items + n,
            dimension=Dimension.INDICATOR,
            question=f"How many does paragraph {paragraph.number} count?",
            guidance="Count each once.",
            evidence_examples=["A register", "A log"],
            indicator={"unit": "persons", "period": "cycle"} | indicator,
        )
        for n, (paragraph, indicator) in enumerate(
            zip(paragraphs[items:], indicators, strict=True), 1
        )
    )
    Disposition.objects.bulk_create(
        Disposition(checklist=checklist, paragraph=paragraph, kind=Disposition.Kind.ASSESSED)
        for paragraph in paragraphs
    )
    return publish(None, checklist.pk) if published else checklist


def make_document(office: Office, by: User, **fields: Any) -> Document:
    """A document of an office: a link, unless `fields` say otherwise."""
    if not fields.keys() & {"file", "place"}:
        fields.setdefault("url", f"https://example.org/{next(_numbers)}")
    kind = "file" if "file" in fields else "sighted" if "place" in fields else "link"
    defaults = {"kind": kind, "title": "A log"}
    return Document.objects.create(office=office, added_by=by, **defaults | fields)


def make_evidence(answer: Answer, by: User, **fields: Any) -> Evidence:
    """A piece of evidence with a document of its own, made as `make_document` does."""
    document = make_document(answer.assessment.office, by, **fields)
    return Evidence.objects.create(answer=answer, document=document, added_by=by)


def make_cycle(
    offices: list[Office], *, checklist: Checklist | None = None, coordinator: User | None = None
) -> Cycle:
    """An open cycle of some offices of one organization."""
    organization = offices[0].organization
    if coordinator is None:
        coordinator = make_user(secretariat=True)
    return open_cycle(
        coordinator,
        organization=organization,
        checklist=checklist or make_checklist(),
        name=f"Cycle {next(_numbers)}",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
        due_on=dt.date(2026, 7, 15),
        offices=offices,
    )


def make_assessment(
    office: Office | None = None, *, items: int = 4, indicators: Sequence[dict[str, Any]] = ()
) -> Assessment:
    """An open assessment of an office, nothing answered."""
    office = office or make_office()
    cycle = make_cycle([office], checklist=make_checklist(items, indicators=indicators))
    return cycle.assessments.select_related("office__organization", "cycle__checklist").get()


def make_delegation(assessment: Assessment, by: User, *refs: str) -> tuple[Delegation, str]:
    """Items that Kim, who has no account, is asked for, and the token of her link."""
    ids = assessment.answers.filter(item__ref__in=refs).values_list("pk", flat=True)
    asked = ask(by, assessment.pk, list(ids), Whom("kim@example.net", "Kim Lee", "You know it."))
    assert isinstance(asked, Delegation)
    mail = OutgoingMail.objects.filter(email="kim@example.net").latest("created_at")
    return asked, mail.body.split("/d/")[1].split("/")[0]


def answer_all(
    assessment: Assessment, focal_point: User, value: AnswerValue = AnswerValue.IN_PLACE
) -> list[Answer]:
    """Answer every item as the focal point would: an indicator with 1 for each of its cells."""
    for answer in assessment.answers.select_related("item"):
        reason = "We have none." if value == AnswerValue.NOT_APPLICABLE else ""
        written = Written(value, "Because it is so.", reason)
        if (measure := answer.item.measure) and value != AnswerValue.NOT_APPLICABLE:
            figures = dict.fromkeys(measure.cells, 1)
            written = Written(IndicatorValue.REPORTED, "As the register has it.", "", figures)
        saved = save_answer(focal_point, answer.pk, written, read_version=answer.version)
        assert saved is Saved.SAVED
    return list(assessment.answers.select_related("item").order_by("item__position"))


def make_sign_off(assessment: Assessment, signer: User) -> SignOff:
    """A sign-off with its file, of an assessment in whatever state: for pages that show it."""
    data = freeze(assessment)
    data["signature"] = {
        "by": signer.full_name,
        "at": "2026-07-01T12:00:00+00:00",
        "declaration": "I have reviewed it.",
        "remark": "",
    }
    row = SignOff(
        assessment=assessment,
        revision=assessment.revision,
        declaration="I have reviewed it.",
        signed_by=signer,
        signed_by_name=signer.full_name,
        signed_at=dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC),
        data=data,
        sha256=digest(data),
        file_sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(),
    )
    row.file.save("declarations/declaration.pdf", ContentFile(b"%PDF-1.7"), save=True)
    return row
