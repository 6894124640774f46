"""Real worker, real broker, real beat, real mail server: schedule → PDF → mail, whatever fails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.worker.installation import Installation, Mailbox, installation, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]

# A report with this many lines takes seconds to set: time enough to kill its worker.
MANY = "4000"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Installation, Mailbox]]:
    with installation(tmp_path) as both:
        yield both


def assert_made_once(state: dict[str, Any], mailbox: Mailbox, recipients: list[str]) -> None:
    """One report, one file, one mail to each recipient with the PDF in it."""
    assert [(report["status"], report["error"]) for report in state["reports"]] == [("done", "")]
    assert state["files"] == ["%PDF-"]
    assert state["mails"] == ["sent", "sent"]
    assert sorted(message["To"] for message in mailbox.messages) == recipients
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(recipients)
    for message in mailbox.messages:
        (attachment,) = message.iter_attachments()
        assert len(attachment.get_content()) == state["reports"][0]["size"]


def test_a_schedule_falls_due_and_its_report_arrives(place: tuple[Installation, Mailbox]) -> None:
    site, mailbox = place
    recipients = site.driver("seed")["recipients"]
    site.start_worker()
    site.start_beat()
    site.driver("schedule", "1")
    state = site.driver("wait_for_mail", "2", "60")
    assert_made_once(state, mailbox, recipients)


def test_a_worker_killed_while_it_renders(place: tuple[Installation, Mailbox]) -> None:
    site, mailbox = place
    recipients = site.driver("seed", MANY)["recipients"]
    worker = site.start_worker()
    site.start_beat()
    site.driver("schedule", "1")
    state = site.driver("kill_at", "rendering", "60", str(worker.pid))
    assert state["reports"][0]["status"] == "running"
    worker.wait()
    site.start_worker()
    state = site.driver("wait_for_mail", "2", "90")
    assert state["reports"][0]["attempts"] == 2
    assert_made_once(state, mailbox, recipients)


def test_the_broker_is_emptied_between_due_and_done(place: tuple[Installation, Mailbox]) -> None:
    site, mailbox = place
    recipients = site.driver("seed")["recipients"]
    site.driver("schedule", "0.5")
    assert wait_until(lambda: site.driver("sweep") == 1, 20)
    assert site.driver("state")["reports"][0]["status"] == "queued"
    site.remove_broker()
    site.start_worker()
    site.start_beat()
    state = site.driver("wait_for_mail", "2", "60")
    assert_made_once(state, mailbox, recipients)


def test_the_broker_vanishes_under_a_running_worker(place: tuple[Installation, Mailbox]) -> None:
    site, mailbox = place
    recipients = site.driver("seed")["recipients"]
    worker = site.start_worker()
    site.start_beat()
    assert wait_until(lambda: " ready." in site.log(), 30)
    site.remove_broker()
    site.driver("schedule", "1")
    # A worker that can't go on ends, and whoever supervises it (the demo, the container engine)
    # starts it again.
    if wait_until(lambda: worker.poll() is not None, 5):
        site.start_worker()
    state = site.driver("wait_for_mail", "2", "60")
    assert_made_once(state, mailbox, recipients)
