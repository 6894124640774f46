"""The frozen data: read back as it was written, the same bytes for the same data."""

import datetime as dt

import msgspec
import pytest

from reports.frozen import digest, dump, load
from reports.office.data import OfficeReport
from tests.reports.report_data import item, office_report, report_of


def test_same_data_gives_the_same_bytes() -> None:
    assert dump(office_report()) == dump(office_report())


def test_order_of_a_mapping_does_not_show_in_the_bytes() -> None:
    labels = {"mostly": "Mostly", "in_place": "In place"}
    forward = office_report(scale_labels=labels)
    backward = office_report(scale_labels=dict(reversed(labels.items())))
    assert dump(forward) == dump(backward)


def test_text_is_kept_to_the_letter() -> None:
    text = "تقرير — “quoted” \U0001f600\n\ttabbed \\ / \u2028"
    report = report_of(item(justification=text))
    assert load(dump(report), OfficeReport).items[0].justification == text


def test_time_keeps_its_moment() -> None:
    moment = dt.datetime(2026, 7, 20, 14, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert load(dump(office_report(frozen_at=moment)), OfficeReport).frozen_at == moment


def test_data_from_before_a_field_was_added_is_still_read() -> None:
    fields = msgspec.json.decode(dump(office_report()))
    for later in ("period_start", "period_end", "scale_labels", "scale_scores"):
        del fields[later]
    assert load(msgspec.json.encode(fields), OfficeReport).period_start is None


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"null", b'{"organization": 1}', b"\xff"])
def test_other_data_is_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        load(raw, OfficeReport)


def test_digest_is_of_the_bytes() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest(b"") == empty


@pytest.mark.parametrize(
    ("answer", "verdict", "is_open"),
    [
        ("in_place", "accepted", False),
        ("in_place", "pending", False),
        ("not_applicable", "accepted", False),
        ("in_place", "returned", True),
        ("not_applicable", "returned", True),
        ("mostly", "accepted", True),
        ("not_in_place", "pending", True),
        ("unanswered", "pending", True),
    ],
)
def test_open_points_ask_for_something(answer: str, verdict: str, *, is_open: bool) -> None:
    report = report_of(item(answer=answer, verdict=verdict))
    assert bool(report.open_points) is is_open


def test_open_points_keep_the_order_of_the_items() -> None:
    report: OfficeReport = office_report()
    refs = [point.ref for point in report.open_points]
    assert refs == [line.ref for line in report.items if line.ref in refs]
