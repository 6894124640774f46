"""The broker is away for a while, with a report on its way and another that falls due meanwhile."""

from typing import Any

import pytest

from tests.worker.installation import Installation, Mailbox
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]


def _settled(place: Installation, schedule: str) -> Any:
    """Wait for it, and start again what ends because it can't go on without its broker."""
    said = {}
    for _second in range(150):
        place.keep_running(2)
        said = place.fault("settled", schedule, "1")
        if {each["status"] for each in [*said["reports"], *said["mails"]]} == {"done", "sent"}:
            break
    return said


def test_broker_that_is_away_for_a_while(site: tuple[Installation, Mailbox]) -> None:
    place, mailbox = site
    with place.gate('UPDATE "reports_report"', "'storing'") as gate:
        running = str(place.driver("schedule", "0.3"))
        gate.wait()
        with place.without_broker():
            meanwhile = str(place.driver("schedule", "0.1"))
            gate.open()
            place.driver("wait_for", "done", "20")
    assert_made_once(_settled(place, running))
    assert_made_once(_settled(place, meanwhile))
    assert mailbox.copies() == [1] * 4


def test_broker_that_loses_the_messages_of_mails(site: tuple[Installation, Mailbox]) -> None:
    place, mailbox = site
    with place.gate('UPDATE "orgs_outgoingmail"', '"attempts" + ') as gate:
        schedule = str(place.driver("schedule", "0.3"))
        [first, *_] = gate.wait()
        place.kill_worker_of(first)
        place.remove_broker()
    assert_made_once(_settled(place, schedule))
    assert mailbox.copies() == [1, 1]
