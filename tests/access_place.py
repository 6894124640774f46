"""One organization with all that the access table asks for, and the addresses of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from checklists.models import (
    Action,
    Answer,
    Assessment,
    Checklist,
    DelegatedItem,
    EditionLink,
    Evidence,
    InstrumentDraft,
    SignOff,
    WorkbookUpload,
)
from checklists.services.answers import Written, delegate
from checklists.services.lineage import link_editions
from checklists.services.links import keep_text
from checklists.services.proposed_evidence import Attached
from checklists.services.register import Sent
from checklists.uploads import Upload
from orgs.models import Invitation, Membership, Office, User
from orgs.roles import Role
from orgs.services.invitations import invite
from reports.frozen import digest as sha256_of
from reports.kinds import Tier
from reports.models import Frequency, Report, Schedule
from tests.account_rows import ARGUMENTS
from tests.checklists.edition_rows import TRAINING, make_edition
from tests.factories import (
    make_assessment,
    make_delegation,
    make_draft,
    make_evidence,
    make_member,
    make_office,
    make_organization,
    make_sign_off,
)
from tests.sample_files import PDF


@dataclass
class Place:
    """One organization with an office and all that belongs to it."""

    office: Office
    assessment: Assessment
    answer: Answer
    evidence: Evidence
    action: Action
    report: Report
    schedule: Schedule
    link: EditionLink
    draft: InstrumentDraft
    workbook: WorkbookUpload
    invitation: Invitation
    sign_off: SignOff
    people: dict[str, User]
    delegated: DelegatedItem
    token: str


def make_place() -> Place:
    """An organization with one person for each role."""
    office = make_office(organization=make_organization())
    people = {role.value: make_member(office, role) for role in Role}
    assessment = make_assessment(office, items=2)
    answer = assessment.answers.select_related("item").get(item__position=1)
    delegate(people[Role.FOCAL_POINT], answer.pk, people[Role.CONTRIBUTOR])
    evidence = make_evidence(
        answer,
        people[Role.FOCAL_POINT],
        file=ContentFile(PDF, "log.pdf"),
        file_name="log.pdf",
        content_type="application/pdf",
    )
    action = Action.objects.create(
        office=office,
        raised_on=answer,
        title="Fit radios",
        responsible=people[Role.FOCAL_POINT],
        due_on=dt.date(2026, 12, 1),
        raised_by=people[Role.FOCAL_POINT],
    )
    report = Report(
        tier=Tier.INTERNAL,
        assessment=assessment,
        office=office,
        status=Report.Status.DONE,
        step=Report.Step.FINISHED,
        finished_at=timezone.now(),
        data=b"{}",
        data_sha256=sha256_of(b"{}"),
        file_sha256=sha256_of(b"%PDF-1.7"),
    )
    report.file.save("reports/report.pdf", ContentFile(b"%PDF-1.7"), save=True)
    schedule = Schedule.objects.create(
        office=office,
        frequency=Frequency.MONTHLY,
        first_on=dt.date(2026, 1, 1),
        next_due_at=timezone.now() + dt.timedelta(days=1),
        created_by=people[Role.COORDINATOR],
    )
    instrument = assessment.cycle.checklist.instrument
    older = make_edition(2000 + instrument.pk % 20, TRAINING)
    link = link_editions(None, older, instrument)
    invitation = invite(
        people[Role.COORDINATOR],
        email=f"invited.{office.pk}@example.org",
        name="",
        office=office,
        role=Role.OBSERVER,
    )
    workbook = WorkbookUpload.objects.create(
        assessment=assessment,
        uploaded_by=people[Role.FOCAL_POINT],
        downloaded_at=timezone.now(),
        file_name="office.xlsx",
    )
    delegation, token = make_delegation(assessment, people[Role.FOCAL_POINT], "2.1")
    delegated = delegation.items.get()
    text = Written("partly", "Half.", "")
    sent = Sent(ContentFile(PDF), Upload("photo.pdf", "application/pdf"), len(PDF))
    attached = Attached(sent=sent)
    keep_text(token, delegated.pk, text, read_version=0, send=True, attached=attached)
    return Place(
        office,
        assessment,
        answer,
        evidence,
        action,
        report,
        schedule,
        link,
        make_draft(),
        workbook,
        invitation,
        make_sign_off(assessment, people[Role.REVIEWER]),
        people,
        delegated,
        token,
    )


ABOUT_A_DOCUMENT = [
    "document",
    "document_change",
    "document_replace",
    "document_remove",
    "document_file",
    "document_preview",
]
ABOUT_AN_ASSESSMENT = [
    "checklists:assessment",
    "checklists:submit",
    "checklists:delegate",
    "checklists:delegations",
    "checklists:pause",
    "checklists:resume",
    "checklists:workbook",
    "checklists:workbook_file",
    "checklists:review",
    "checklists:rounds",
    "checklists:accept_unchanged",
    "checklists:return",
    "checklists:sign_off",
    "checklists:overview_office",
    "checklists:reopen",
    "api:assessment-detail",
]


def address(name: str, place: Place) -> str:
    """The address of a page about the objects of a place."""
    checklist: Checklist = place.assessment.cycle.checklist
    ref = place.answer.item.ref
    arguments: dict[str, list[Any]] = {
        "checklists:instrument": [checklist.instrument.symbol],
        "checklists:instrument_draft": [place.draft.pk],
        "checklists:anatomy": [place.answer.item.paragraph_id],
        "checklists:anatomy_withdraw": [place.answer.item.paragraph_id],
        "checklists:instrument_draft_discard": [place.draft.pk],
        "checklists:checklist": [checklist.slug, checklist.version],
        "checklists:coverage": [checklist.slug, checklist.version],
        "checklists:changes": [checklist.slug, checklist.version],
        "checklists:export": [checklist.slug, checklist.version],
        "checklists:lineage": [place.link.pk],
        "checklists:lineage_remove": [place.link.pk],
        "checklists:pair": [place.link.pk, place.link.pairs.get(position=1).pk],
        "checklists:life": [place.answer.item.paragraph_id],
        "api:lineage-detail": [place.link.pk],
        "checklists:overview_item": [place.answer.item.key],
        "checklists:cycle": [place.assessment.cycle_id],
        "checklists:cycle_change": [place.assessment.cycle_id],
        "checklists:answer": [place.assessment.pk, ref],
        "checklists:save": [place.assessment.pk, ref],
        "checklists:history": [place.assessment.pk, ref],
        "checklists:keep_saved": [place.assessment.pk, ref],
        "checklists:confirm": [place.assessment.pk, ref],
        "checklists:confirm_carried": [place.assessment.pk],
        "checklists:conversation": [place.assessment.pk, ref],
        "checklists:action_new": [place.assessment.pk, ref],
        "checklists:action": [place.action.pk],
        "checklists:action_file": ["csv"],
        "checklists:action_close": [place.action.pk, "done"],
        "checklists:proposal": [place.assessment.pk, place.delegated.pk],
        "checklists:proposed_file": [
            place.assessment.pk,
            place.delegated.pk,
            place.delegated.pieces.values_list("pk", flat=True).first(),
        ],
        "checklists:delegation_withdraw": [place.assessment.pk, place.delegated.delegation_id],
        "checklists:delegation_again": [place.assessment.pk, place.delegated.delegation_id],
        "checklists:link": [place.token],
        "checklists:link_item": [place.token, "2.1"],
        "checklists:review_item": [place.assessment.pk, ref],
        "checklists:workbook_upload": [place.assessment.pk, place.workbook.pk],
        "checklists:workbook_discard": [place.assessment.pk, place.workbook.pk],
        "checklists:evidence": [place.evidence.pk],
        **{f"checklists:{page}": [place.evidence.document_id] for page in ABOUT_A_DOCUMENT},
        "checklists:evidence_remove": [place.evidence.pk],
        "checklists:evidence_sighted": [place.evidence.pk],
        "checklists:signed": [place.assessment.pk, place.sign_off.revision],
        "reports:declaration": [place.sign_off.pk],
        "reports:report": [place.report.pk],
        "reports:retry": [place.report.pk],
        "reports:cancel": [place.report.pk],
        "reports:withdraw_links": [place.report.pk],
        "reports:run": [place.schedule.pk],
        "reports:download": [place.report.pk],
        "reports:figures": [place.report.pk, "json"],
        "reports:schedule": [place.schedule.pk],
        "reports:pause": [place.schedule.pk],
        "reports:schedule_delete": [place.schedule.pk],
        "api:report-detail": [place.report.pk],
        "api:instrument-detail": [checklist.instrument_id],
        "api:paragraph-detail": [place.answer.item.paragraph_id],
        "api:checklist-detail": [checklist.pk],
    }
    arguments |= ARGUMENTS
    observer = place.people[Role.OBSERVER]
    arguments |= {f"people:{page}": [observer.pk] for page in ("person", "hand_over", "close")}
    membership = Membership.objects.filter(user=observer).first()
    if membership:
        arguments |= {f"people:{p}": [membership.pk] for p in ("role_change", "role_end")}
    arguments |= {f"people:{p}": [place.invitation.pk] for p in ("send_again", "withdraw")}
    arguments |= {page: [place.assessment.pk] for page in ABOUT_AN_ASSESSMENT}
    return reverse(name, args=arguments.get(name))
