"""Every document that the product sets, from data of the tests' own: no database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from reports.actions.data import ActionsReport
from reports.actions.tiers import at_tier as actions_at
from reports.evidence.data import EvidenceReport
from reports.evidence.tiers import at_tier as evidence_at
from reports.kinds import Kind, Tier
from reports.office.comparison import compared
from reports.office.data import OfficeReport
from reports.office.tiers import at_tier as office_at
from reports.organization.data import OrganizationReport
from reports.organization.tiers import at_tier as organization_at
from reports.paragraphs.data import ParagraphsReport
from reports.pdf_declaration import render_declaration
from tests.reports.actions.sample import actions_report
from tests.reports.evidence.sample import evidence_report
from tests.reports.office.sample import SIGNATURE, before, looking_back
from tests.reports.organization.sample import organization_report
from tests.reports.paragraphs.sample import paragraphs_report
from tests.reports.rendering import HASH, render

FRENCH = "Bureau de Goma : la sécurité du personnel recruté localement"
ARABIC = "مكتب غوما الميداني: سلامة الموظفين المعينين محلياً"
CHINESE = "戈马外地办事处当地征聘人员的安全保障"


def _office(tier: Tier, language: str, words: str) -> OfficeReport:
    data = looking_back(language=language, signature=SIGNATURE)
    then = before(data)
    if words:
        items = (replace(line, question=words, justification=words) for line in data.items)
        data = replace(data, office=words, items=tuple(items), scale_labels={})
    return compared(office_at(data, tier), then, HASH)


def _organization(tier: Tier, language: str, words: str) -> OrganizationReport:
    data = organization_report(language=language)
    if words:
        items = tuple(replace(line, question=words) for line in data.items)
        data = replace(data, office=words, items=items, scale_labels={})
    return organization_at(data, tier)


def _paragraphs(tier: Tier, language: str, words: str) -> ParagraphsReport:
    data = paragraphs_report(6, language=language, tier=tier)
    if words:
        data = replace(data, paragraphs=tuple(replace(p, text=words) for p in data.paragraphs))
    return data


def _actions(tier: Tier, language: str, words: str) -> ActionsReport:
    data = actions_report(language=language)
    return actions_at(replace(data, office=words or data.office), tier)


def _evidence(tier: Tier, language: str, words: str) -> EvidenceReport:
    data = evidence_report(language=language)
    return evidence_at(replace(data, office=words or data.office), tier)


_DATA: dict[Kind, Callable[[Tier, str, str], Any]] = {
    Kind.OFFICE: _office,
    Kind.ORGANIZATION: _organization,
    Kind.PARAGRAPHS: _paragraphs,
    Kind.ACTIONS: _actions,
    Kind.EVIDENCE: _evidence,
}
_LANGUAGES = {"fr": FRENCH, "ar": ARABIC, "zh-hans": CHINESE}


def _names() -> Iterator[str]:
    for kind in Kind:
        yield from (f"{kind}-{tier}" for tier in Tier)
        yield from (f"{kind}-{language}" for language in _LANGUAGES)
    yield from (f"declaration-{language}" for language in ("en", *_LANGUAGES))


# Of all documents: kind and tier in English, kind and language otherwise; and the declarations.
NAMES = tuple(_names())


def sample(kind: Kind, language: str, tier: Tier = Tier.FULL) -> Any:
    """The frozen data of a kind; in a language other than English with words in its script."""
    return _DATA[kind](tier, language, _LANGUAGES.get(language, ""))


@cache
def document(name: str) -> bytes:
    """The PDF of that name."""
    kind, _dash, rest = name.partition("-")
    if kind == "declaration":
        return _declaration(rest, _LANGUAGES.get(rest, ""))
    tier, language = (Tier.FULL, rest) if rest in _LANGUAGES else (Tier(rest), "en")
    return render(sample(Kind(kind), language, tier))


def _declaration(language: str, words: str) -> bytes:
    figures = {
        "items": 40, "answered": 40, "applicable": 38, "accepted": 39,
        "completion": 100, "declared": 71, "verified": 68,
    }  # fmt: skip
    data = {
        "language": language,
        "office": words or "Goma Field Office",
        "office_path": ["Headquarters", "Goma Field Office"],
        "organization": "Relief Bridge International",
        "cycle": "First half of 2026",
        "cycle_start": "2026-01-01",
        "cycle_end": "2026-06-30",
        "instrument_symbol": "A/RES/78/118",
        "instrument_title": "Safety and security of humanitarian personnel",
        "checklist_title": "Duty of care in field offices",
        "revision": 2,
        "round": 3,
        "assessed": {
            "checklist_version": 3,
            "figures": {"policy": figures, "practice": figures},
            "items": [{"evidence": [1, 2]}] * 40,
        },
        "signature": {
            "at": "2026-07-20T12:05:00+00:00",
            "by": "Ingrid Solberg",
            "declaration": words or "I have reviewed it.\nIt is as it says.",
            "remark": words or "The vehicles were seen.",
        },
    }
    return render_declaration(data, sha256=HASH)
