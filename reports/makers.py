"""Who makes which kind of report: the one table that the services, the pages and the files read."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from checklists.spreadsheet import Sheet
from reports.actions.collect import collect as collect_actions
from reports.actions.content import actions_content
from reports.actions.data import ActionsReport
from reports.actions.sheets import sheets as actions_sheets
from reports.evidence.collect import collect as collect_evidence
from reports.evidence.content import evidence_content
from reports.evidence.data import EvidenceReport
from reports.evidence.sheets import sheets as evidence_sheets
from reports.glyphs import FontMissingError
from reports.kinds import Kind
from reports.models import Report
from reports.office.collect import collect as collect_office
from reports.office.content import office_content
from reports.office.data import OfficeReport
from reports.office.sheets import sheets as office_sheets
from reports.organization.collect import collect as collect_organization
from reports.organization.content import organization_content
from reports.organization.data import OrganizationReport
from reports.organization.sheets import sheets as organization_sheets
from reports.paragraphs.collect import collect as collect_paragraphs
from reports.paragraphs.content import paragraphs_content
from reports.paragraphs.data import ParagraphsReport
from reports.paragraphs.sheets import sheets as paragraphs_sheets
from reports.pdf import RenderError, typeset
from reports.pdf_frame import ContentError


class Frozen(Protocol):
    """What the data of every kind has."""

    @property
    def frozen_at(self) -> dt.datetime: ...


T = TypeVar("T", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Maker(Generic[T]):
    """The steps of a kind, by its frozen data.

    `collect` reads the database in a constant number of queries, inside a transaction, and leaves
    out what the report's tier doesn't tell; it takes the moment of the freezing and a time zone.
    The others ask no database. `content` words the data, given its hash, for the `source` in
    typst/, and raises ContentError or FontMissingError; `sheets` are the same figures as tables.
    """

    data: type[T]
    collect: Callable[[Report, dt.datetime, str], T]
    content: Callable[[T, str], dict[str, Any]]
    source: str
    sheets: Callable[[T], list[Sheet]]

    def render(self, data: T, sha256: str) -> bytes:
        """The PDF, the same bytes for the same data on every machine. Raises RenderError.

        `sha256` is the hexadecimal hash of the frozen JSON, as it is stored: data from before a
        field was added would dump to other bytes today.
        """
        try:
            content = self.content(data, sha256)
        except (ContentError, FontMissingError) as error:
            raise RenderError(str(error)) from error
        return typeset(self.source, json.dumps(content), timestamp=int(data.frozen_at.timestamp()))


MAKERS: dict[Kind, Maker[Any]] = {
    Kind.OFFICE: Maker(OfficeReport, collect_office, office_content, "office.typ", office_sheets),
    Kind.ORGANIZATION: Maker(
        OrganizationReport,
        collect_organization,
        organization_content,
        "organization.typ",
        organization_sheets,
    ),
    Kind.ACTIONS: Maker(
        ActionsReport, collect_actions, actions_content, "actions.typ", actions_sheets
    ),
    Kind.EVIDENCE: Maker(
        EvidenceReport, collect_evidence, evidence_content, "evidence.typ", evidence_sheets
    ),
    Kind.PARAGRAPHS: Maker(
        ParagraphsReport,
        collect_paragraphs,
        paragraphs_content,
        "paragraphs.typ",
        paragraphs_sheets,
    ),
}
