"""All that a sign-off vouches for, as data that JSON can hold, and whether it is still so.

`assessed` has nothing that may change later: texts, figures, hashes, keys of people. What may
(names of offices and people, days of the cycle) stands beside it as it was then.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from checklists.models import Answer, Assessment, Evidence, SignOff
from checklists.queries import figures_by_dimension
from orgs.chain import dump
from orgs.models import Office

FORMAT = 1


def freeze(assessment: Assessment) -> dict[str, Any]:
    """What is signed, without the signature. A constant number of queries."""
    cycle, checklist = assessment.cycle, assessment.cycle.checklist
    place = assessment.office.path
    above = [place[:end] for end in range(Office.steplen, len(place), Office.steplen)]
    return {
        "format": FORMAT,
        "organization": assessment.office.organization.name,
        "office": assessment.office.name,
        "office_path": _names(above),
        "cycle": cycle.name,
        "cycle_start": cycle.starts_on.isoformat(),
        "cycle_end": cycle.ends_on.isoformat(),
        "due_on": cycle.due_on.isoformat(),
        "instrument_symbol": checklist.instrument.symbol,
        "instrument_title": checklist.instrument.title,
        "checklist_title": checklist.title,
        "language": checklist.language,
        "revision": assessment.revision,
        "round": assessment.round,
        "steps": [
            {
                "kind": step.kind,
                "round": step.round,
                "revision": step.revision,
                "by": step.by.full_name,
                "at": step.at.isoformat(),
            }
            for step in assessment.transitions.select_related("by")
        ],
        "assessed": assessed(assessment),
    }


def _names(paths: list[str]) -> list[str]:
    """The names of offices, the top one first."""
    offices = Office.objects.filter(path__in=paths).order_by("path")
    return list(offices.values_list("name", flat=True))


def assessed(assessment: Assessment) -> dict[str, Any]:
    """The part that must not change as long as the assessment is signed off. Three queries."""
    checklist = assessment.cycle.checklist
    answers = list(
        assessment.answers.select_related("item__theme", "item__paragraph__instrument")
        .prefetch_related("evidence__document", "verdicts__reviewer")
        .order_by("item__position")
    )
    return {
        "checklist": checklist.slug,
        "checklist_version": checklist.version,
        "checklist_sha256": checklist.source_sha256,
        "figures": {key: asdict(row) for key, row in figures_by_dimension(answers).items()},
        "items": [_item(answer) for answer in answers],
    }


def _item(answer: Answer) -> dict[str, Any]:
    item = answer.item
    verdict = next(iter(answer.verdicts.all()), None)
    return {
        "ref": item.ref,
        "key": item.key,
        "paragraph": str(item.paragraph),
        "theme": item.theme.title,
        "dimension": item.dimension,
        "question": item.question,
        "value": answer.value,
        "justification": answer.justification,
        "not_applicable_reason": answer.not_applicable_reason,
        "figures": answer.figures,
        "version": answer.version,
        "answered_by": answer.updated_by_id,
        "answered_at": answer.updated_at and answer.updated_at.isoformat(),
        "verdict": answer.verdict,
        "remark": verdict.reason if verdict else "",
        "reviewed_by": verdict.reviewer_id if verdict else None,
        "reviewed_at": verdict and verdict.given_at.isoformat(),
        "evidence": sorted((_evidence(row) for row in answer.evidence.all()), key=_by_id),
    }


def _evidence(row: Evidence) -> dict[str, Any]:
    document = row.document
    return {
        "id": str(row.pk),
        "document": str(document.pk),
        "kind": document.kind,
        "url": document.url,
        "size": document.size,
        "sha256": document.sha256,
        "sighted_by": row.sighted_by_id,
        # The office may describe a document better later.
        "described": {
            "title": document.title,
            "file_name": document.file_name,
            "dated_on": document.dated_on and document.dated_on.isoformat(),
            "valid_until": document.valid_until and document.valid_until.isoformat(),
        },
    }


def _by_id(row: dict[str, Any]) -> str:
    return str(row["id"])


def digest(data: dict[str, Any]) -> str:
    """The SHA-256 of frozen data in canonical form, in hexadecimal."""
    return hashlib.sha256(dump(data)).hexdigest()


def differences() -> Iterator[str]:
    """What is wrong with the sign-offs, in words: frozen data altered, or live rows since changed.

    The live rows are compared for as long as a sign-off stands; one that was reopened is history.
    """
    rows = SignOff.objects.select_related(
        "assessment__cycle__checklist", "assessment__office"
    ).order_by("pk")
    for row in rows.iterator(chunk_size=50):
        name = f"{row.assessment} (assessment {row.assessment_id}), revision {row.revision}"
        if digest(row.data) != row.sha256:
            yield f"{name}: the frozen data was altered"
        if row.reopened_at is not None:
            continue
        if row.assessment.status != Assessment.Status.SIGNED_OFF:
            yield f"{name}: the assessment is not signed off any more, and was never reopened"
        if changed := _changed(row.data["assessed"], assessed(row.assessment)):
            yield f"{name}: changed since it was signed: {', '.join(changed)}"


def _changed(frozen: dict[str, Any], live: dict[str, Any]) -> list[str]:
    """Items by reference, and other parts by name, that are not the same."""
    found = [name for name in live if name != "items" and frozen.get(name) != live[name]]
    then, now = _compared(frozen["items"]), _compared(live["items"])
    return found + [ref for ref in then | now if then.get(ref) != now.get(ref)]


def _compared(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The items by reference, without what may change."""
    return {
        item["ref"]: item | {"evidence": [row | {"described": None} for row in item["evidence"]]}
        for item in items
    }
