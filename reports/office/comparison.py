"""What has changed from one report of an office to the next. Pure.

Both are cut to the same tier before they are compared, so that the comparison tells no more than
the two reports do.
"""

from collections.abc import Iterable
from dataclasses import replace

from reports.office.data import Comparison, ItemChange, ItemLine, OfficeReport
from reports.office.tiers import at_tier


def compared(now: OfficeReport, before: OfficeReport, sha256: str) -> OfficeReport:
    """The report with what changed since an earlier one, whose frozen data has this hash."""
    then = at_tier(before, now.tier)
    return replace(
        now,
        compared=Comparison(
            frozen_at=then.frozen_at,
            sha256=sha256,
            cycle=then.cycle,
            cycle_start=then.cycle_start,
            cycle_end=then.cycle_end,
            status=then.status,
            policy=then.policy,
            practice=then.practice,
            indicators=then.indicators,
            items=tuple(_changes(then, now)),
        ),
    )


def _changes(then: OfficeReport, now: OfficeReport) -> Iterable[ItemChange]:
    """In the order of the later report; what isn't asked any more comes last."""
    # Data from before items had keys: the same question is the same item.
    by_key = all(item.key for item in then.items)
    left = {item.key if by_key else item.question: item for item in then.items}
    for item in now.items:
        old = left.pop(item.key if by_key else item.question, None)
        if old is None or _said(old) != _said(item):
            yield _change(old, item)
    for old in left.values():
        yield _change(old, None)


def _said(item: ItemLine) -> tuple[str, str, int | None]:
    return item.answer, item.verdict, item.total


def _change(old: ItemLine | None, new: ItemLine | None) -> ItemChange:
    shown = new or old
    assert shown is not None
    return ItemChange(
        ref=shown.ref,
        question=shown.question,
        answer_before=old.answer if old else "",
        answer=new.answer if new else "",
        verdict_before=old.verdict if old else "",
        verdict=new.verdict if new else "",
        total_before=old.total if old else None,
        total=new.total if new else None,
        is_critical=shown.is_critical,
    )
