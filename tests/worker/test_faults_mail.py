"""The mail server is away, slow, or refuses: at most two copies of a mail, with one Message-ID."""

import pytest

from tests.worker.installation import Installation, Mailbox
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]

Site = tuple[Installation, Mailbox]


def test_server_that_thinks_for_a_while_gets_it_once(site: Site) -> None:
    place, mailbox = site
    mailbox.silence = 1
    schedule = str(place.driver("schedule", "0.3"))
    assert_made_once(place.fault("settled", schedule))
    mailbox.silence = 0
    assert mailbox.copies() == [1, 1]


def test_server_that_says_later_gets_it_later(site: Site) -> None:
    place, mailbox = site
    mailbox.answers = ["451 Greylisted, come later", "421 Too busy"]
    schedule = str(place.driver("schedule", "0.3"))
    said = place.fault("wait_for_mails", "queued", "2", schedule)
    assert [each["attempts"] for each in said["mails"]] == [1, 1]
    place.fault("hurry")
    assert_made_once(place.fault("settled", schedule))
    assert mailbox.copies() == [1, 1]


def test_server_that_refuses_for_good_ends_it_at_once(site: Site) -> None:
    place, mailbox = site
    mailbox.answers = ["550 No such user", "554 Refused"]
    said = place.fault("settled", str(place.driver("schedule", "0.3")))
    assert [each["status"] for each in said["reports"]] == ["done"]
    assert [(each["status"], each["attempts"]) for each in said["mails"]] == [("failed", 1)] * 2
    assert mailbox.copies() == []


def test_server_that_takes_it_and_never_says_so_gets_two_copies_at_most(site: Site) -> None:
    place, mailbox = site
    mailbox.silence = 4
    schedule = str(place.driver("schedule", "0.3"))
    place.fault("wait_for_mails", "queued", "2", schedule)
    place.fault("hurry")
    said = place.fault("settled", schedule)
    mailbox.silence = 0
    place.fault("hurry")
    assert [each["status"] for each in said["reports"]] == ["done"]
    assert {each["error"] for each in said["mails"]} == {
        "It was sent twice, and no answer came. It may have arrived."
    }
    assert mailbox.copies() == [2, 2]


def test_server_that_was_away_gets_it_once(site: Site) -> None:
    place, mailbox = site
    with mailbox.away():
        schedule = str(place.driver("schedule", "0.3"))
        said = place.fault("wait_for_mails", "queued", "2", schedule)
    assert {each["error"].partition(":")[0] for each in said["mails"]} == {"ConnectionRefusedError"}
    place.fault("hurry")
    assert_made_once(place.fault("settled", schedule))
    assert mailbox.copies() == [1, 1]
