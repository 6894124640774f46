"""What must be true in the end, whatever failed."""

from typing import Any


def assert_made_once(said: dict[str, Any], *, reports: int = 1, readers: int = 2) -> None:
    """So many reports, each with one whole file and a mail to each reader, and nothing besides."""
    assert [each["status"] for each in said["reports"]] == ["done"] * reports, said
    assert said["files"] == [True] * reports
    assert [each["status"] for each in said["mails"]] == ["sent"] * reports * readers, said
    assert said["stray"] == []
