"""Who makes which kind of report: the one table that the services, the pages and the files read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from checklists.spreadsheet import Sheet
from reports.actions.collect import collect as collect_actions
from reports.actions.data import ActionsReport
from reports.actions.pdf import render as render_actions
from reports.actions.sheets import sheets as actions_sheets
from reports.evidence.collect import collect as collect_evidence
from reports.evidence.data import EvidenceReport
from reports.evidence.pdf import render as render_evidence
from reports.evidence.sheets import sheets as evidence_sheets
from reports.kinds import Kind
from reports.models import Report
from reports.office.collect import collect as collect_office
from reports.office.data import OfficeReport
from reports.office.pdf import render_office_report
from reports.office.sheets import sheets as office_sheets
from reports.organization.collect import collect as collect_organization
from reports.organization.data import OrganizationReport
from reports.organization.pdf import render as render_organization
from reports.organization.sheets import sheets as organization_sheets
from reports.paragraphs.collect import collect as collect_paragraphs
from reports.paragraphs.data import ParagraphsReport
from reports.paragraphs.pdf import render_paragraphs_report
from reports.paragraphs.sheets import sheets as paragraphs_sheets

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Maker(Generic[T]):
    """The three steps of a kind, by its frozen data.

    `collect` reads the database in a constant number of queries, inside a transaction, and leaves
    out what the report's tier doesn't tell; it takes the moment of the freezing and a time zone.
    `render` sets the PDF, given the hash of the data; `sheets` are the same figures as tables.
    Neither asks the database, and both raise reports.pdf.RenderError where they can't.
    """

    data: type[T]
    collect: Callable[[Report, dt.datetime, str], T]
    render: Callable[[T, str], bytes]
    sheets: Callable[[T], list[Sheet]]


MAKERS: dict[Kind, Maker[Any]] = {
    Kind.OFFICE: Maker(
        OfficeReport,
        collect_office,
        lambda data, sha256: render_office_report(data, sha256=sha256),
        office_sheets,
    ),
    Kind.ORGANIZATION: Maker(
        OrganizationReport, collect_organization, render_organization, organization_sheets
    ),
    Kind.ACTIONS: Maker(ActionsReport, collect_actions, render_actions, actions_sheets),
    Kind.EVIDENCE: Maker(EvidenceReport, collect_evidence, render_evidence, evidence_sheets),
    Kind.PARAGRAPHS: Maker(
        ParagraphsReport,
        collect_paragraphs,
        lambda data, sha256: render_paragraphs_report(data, sha256=sha256),
        paragraphs_sheets,
    ),
}
