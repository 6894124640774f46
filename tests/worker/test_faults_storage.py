"""The files are in S3-compatible storage, and it is out of order, then away, then back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.s3_server import S3Server
from tests.worker.installation import Installation, Mailbox, installation, wait_until
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]


@pytest.fixture
def server() -> S3Server:
    return S3Server()


@pytest.fixture
def place(tmp_path: Path, server: S3Server) -> Iterator[tuple[Installation, Mailbox]]:
    with installation(tmp_path / "site", **server.environment) as both:
        both[0].driver("seed")
        both[0].keep_running(1)
        yield both


def test_storage_out_of_order_then_away(
    place: tuple[Installation, Mailbox], server: S3Server
) -> None:
    site, mailbox = place
    with server.listening(), server.refusing(503, "SlowDown"):
        schedule = str(site.driver("schedule", "0.3"))
        assert wait_until(lambda: _failed(site, schedule, 1), 150)
        said = site.fault("outcome", schedule)
        assert said["reports"][0]["status"] == "queued"
        assert "could not be stored" in said["reports"][0]["error"]
    site.fault("hurry")  # and now the connection is refused
    assert wait_until(lambda: _failed(site, schedule, 2), 150)
    assert (server.objects, mailbox.messages) == ({}, [])
    with server.listening():
        site.fault("hurry")
        said = site.fault("settled", schedule)
        assert_made_once(said)
    assert said["reports"][0]["attempts"] == 3
    assert len(server.objects) == 1
    assert mailbox.copies() == [1, 1]
    attached = [part.get_content() for mail in mailbox.messages for part in mail.iter_attachments()]
    assert attached == [*server.objects.values()] * 2


def _failed(site: Installation, schedule: str, attempts: int) -> bool:
    """Whether so many tries at the schedule's report have failed."""
    [report] = site.fault("outcome", schedule)["reports"] or [{"attempts": 0}]
    return bool(report["attempts"] == attempts and report["status"] == "queued")
