"""The data of a register of documents, with fields changed by keyword."""

import datetime as dt
from dataclasses import replace
from typing import Any

from reports.evidence.data import DocumentLine, EvidenceReport, OfficeDocuments

DOCUMENTS = (
    DocumentLine(
        title="Certificates of first aid",
        kind="file",
        detail="certificates-otim.pdf",
        validity="expired",
        added_on=dt.date(2025, 2, 1),
        dated_on=dt.date(2025, 1, 10),
        valid_until=dt.date(2026, 1, 9),
        is_replaced=False,
        items=(("First half of 2026", ("21.2", "21.4")), ("2025", ("21.2",))),
        cites=(("A/RES/78/118", "21"),),
        critical=("21.4",),
    ),
    DocumentLine(
        title="Movement procedure",
        kind="link",
        detail="https://intranet.example.org/security/procedures/movement?version=7",
        validity="soon",
        added_on=dt.date(2025, 2, 1),
        dated_on=None,
        valid_until=dt.date(2026, 8, 1),
        is_replaced=False,
        items=(("First half of 2026", ("24.1",)),),
        critical=(),
    ),
    DocumentLine(
        title="Contract with the counsellor",
        kind="sighted",
        detail="Safe of the Lodwar office",
        validity="",
        added_on=dt.date(2026, 2, 1),
        dated_on=None,
        valid_until=None,
        is_replaced=True,
        items=(),
        critical=(),
    ),
)


def evidence_report(**changes: Any) -> EvidenceReport:
    """Two offices with three documents each."""
    found = EvidenceReport(
        organization="Relief Bridge International",
        office="East and Central Africa",
        office_path=("Headquarters", "East and Central Africa"),
        frozen_at=dt.datetime(2026, 7, 20, 12, 5, tzinfo=dt.UTC),
        time_zone="Africa/Nairobi",
        language="en",
        today=dt.date(2026, 7, 20),
        in_tree=5,
        with_documents=2,
        counts={
            "expired": {"file": 2},
            "soon": {"link": 2},
            "valid": {},
            "": {},
            "critical": {"file": 2},
        },
        unused=2,
        replaced=2,
        offices=(OfficeDocuments("Lodwar", DOCUMENTS), OfficeDocuments("Kakuma", DOCUMENTS)),
    )
    return replace(found, **changes)
