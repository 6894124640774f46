"""Several workers and beats, lost, frozen or told twice; clocks that are wrong; batches."""

import os
import signal

import pytest

from tests.worker.gates import HALF_STORED
from tests.worker.installation import Installation, Mailbox, wait_until
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]

Site = tuple[Installation, Mailbox]


def test_two_beats_make_one_report(site: Site) -> None:
    place, mailbox = site
    second = place.start_beat()
    schedule = str(place.driver("schedule", "3"))
    assert_made_once(place.fault("settled", schedule))
    place.kill(second)
    assert mailbox.copies() == [1, 1]


def test_message_that_two_workers_have_at_once_makes_one_report(site: Site) -> None:
    place, mailbox = site
    with place.gate('UPDATE "reports_report"', '"attempts" + ') as gate:
        schedule = str(place.driver("schedule", "0.3"))
        gate.wait()
        place.fault("message_again", schedule, "6")
        gate.wait(3)  # of both workers, for each has two children
    said = place.fault("settled", schedule)
    assert_made_once(said)
    assert said["reports"][0]["attempts"] == 1
    assert mailbox.copies() == [1, 1]


def test_worker_that_freezes_and_comes_back_late_changes_nothing(site: Site) -> None:
    place, mailbox = site
    with place.gate(HALF_STORED) as gate:
        schedule = str(place.driver("schedule", "0.3"))
        [first, *_] = gate.wait()
        frozen = os.getpgid(first)
        os.killpg(frozen, signal.SIGSTOP)
    said = place.fault("settled", schedule)
    os.killpg(frozen, signal.SIGCONT)
    assert [each["status"] for each in said["reports"]] == ["done"]
    # It finds that another has made the report, and removes the file that it had stored.
    assert wait_until(lambda: place.fault("outcome", schedule)["stray"] == [], 60)
    assert_made_once(place.fault("outcome", schedule))
    assert mailbox.copies() == [1, 1]


def test_outage_over_three_periods_makes_each_once_and_late(site: Site) -> None:
    place, mailbox = site
    schedule = str(place.fault("begun_months_ago", "3"))
    assert wait_until(lambda: len(place.fault("outcome", schedule)["reports"]) == 3, 60)
    said = place.fault("settled", schedule)
    assert_made_once(said, reports=3)
    assert [each["is_late"] for each in said["reports"]] == [True, True, True]
    assert mailbox.copies() == [1] * 6


def test_clock_that_is_wrong_for_a_while_repeats_no_period(site: Site) -> None:
    place, _mailbox = site
    schedule = str(place.driver("schedule", "0.3"))
    place.fault("settled", schedule)
    assert [place.fault("sweep_with_clock", days) for days in ("-40", "-0.01", "0")] == [0, 0, 0]
    # A clock that runs ahead makes what isn't due yet; set right, it makes none of it again.
    made = place.fault("sweep_with_clock", "40")
    assert made >= 1
    assert [place.fault("sweep_with_clock", days) for days in ("0", "40")] == [0, 0]
    said = place.fault("settled", schedule)
    assert_made_once(said, reports=len(said["reports"]))


def test_batch_survives_the_loss_of_a_worker(site: Site) -> None:
    place, mailbox = site
    with place.gate('UPDATE "reports_report"', "'storing'") as gate:
        batch = place.fault("batch", "2", "4", "1")
        [first, *_] = gate.wait(2)
        place.kill_worker_of(first)
    sent = []
    for schedule in batch:
        said = place.fault("settled", str(schedule))
        assert_made_once(said, reports=4, readers=1)
        sent += said["message_ids"]
    # What other tests have scheduled may still arrive meanwhile.
    assert mailbox.copies(*sent) == [1] * 8


def test_cancelled_batch_stops_at_its_next_step_and_sends_nothing(site: Site) -> None:
    place, mailbox = site
    with place.gate('UPDATE "reports_report"', "'storing'") as gate:
        [schedule] = place.fault("batch", "1", "6", "0.5")
        gate.wait(2)
        assert place.fault("cancel_round", str(schedule)) == 6
    # What comes after it in the same queues is made: the workers are past it.
    assert_made_once(place.fault("settled", str(place.driver("schedule", "0.3"))))
    said = place.fault("outcome", str(schedule))
    assert [each["status"] for each in said["reports"]] == ["cancelled"] * 6
    # Four children: two stood at the gate, and the others may have been at any step before it.
    assert {each["step"] for each in said["reports"]} <= {"waiting", "collecting", "rendering"}
    assert (said["files"], said["mails"], said["stray"]) == ([], [], [])
    assert len(mailbox.messages) == 2
    assert place.fault("cancel_round", str(schedule)) == 0


def test_long_work_that_hangs_keeps_no_short_report_waiting(quiet_site: Site) -> None:
    place, mailbox = quiet_site
    place.end_workers()
    heavy = place.start_worker("-c1", "-Q", "reports-heavy")
    place.start_worker("-c1", "-Q", "celery")
    place.start_beat()
    mailbox.messages.clear()
    with place.gate('UPDATE "reports_report"', "'rendering'") as gate:
        [batch] = place.fault("batch", "1", "5", "0.3")
        gate.wait()
        os.killpg(heavy.pid, signal.SIGSTOP)
    assert_made_once(place.fault("settled", str(place.driver("schedule", "0.3"))))
    said = place.fault("outcome", str(batch))
    assert {each["status"] for each in said["reports"]} <= {"queued", "running"}
    os.killpg(heavy.pid, signal.SIGCONT)
    assert_made_once(place.fault("settled", str(batch)), reports=5, readers=1)
    place.end_workers()
