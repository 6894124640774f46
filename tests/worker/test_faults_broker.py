"""The broker is away for a while, with a report on its way and another that falls due meanwhile."""

import pytest

from tests.worker.installation import Installation, Mailbox
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]


def test_broker_that_is_away_for_a_while(site: tuple[Installation, Mailbox]) -> None:
    place, mailbox = site
    with place.gate("reports_report", "'storing'") as gate:
        running = str(place.driver("schedule", "0.3"))
        gate.wait()
        with place.without_broker():
            meanwhile = str(place.driver("schedule", "0.1"))
            gate.open()
            place.driver("wait_for", "done", "20")
    # What can't go on without its broker ends, and whoever supervises it starts it again.
    place.keep_running(2)
    assert_made_once(place.fault("settled", running))
    assert_made_once(place.fault("settled", meanwhile))
    assert mailbox.copies() == [1] * 4


def test_broker_that_loses_the_messages_of_mails(site: tuple[Installation, Mailbox]) -> None:
    place, mailbox = site
    with place.gate("orgs_outgoingmail", "'sending'") as gate:
        schedule = str(place.driver("schedule", "0.3"))
        [first, *_] = gate.wait()
        place.kill_worker_of(first)
        place.remove_broker()
    place.keep_running(2)
    assert_made_once(place.fault("settled", schedule))
    assert mailbox.copies() == [1, 1]
