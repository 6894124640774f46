"""A worker is killed at each step on the way to the mail: one report, one file, one mail each."""

import pytest

from tests.worker.gates import HALF_STORED
from tests.worker.installation import Installation, Mailbox
from tests.worker.outcomes import assert_made_once

pytestmark = [pytest.mark.worker, pytest.mark.xdist_group("worker")]

# Before which statement, and how many copies there are then of a mail that the worker was at.
STEPS = {
    "the message is taken, the report not": (['UPDATE "reports_report"', '"attempts" + '], 1),
    "collecting": (['FROM "checklists_answer"'], 1),
    "frozen, the pages not set": (['UPDATE "reports_report"', "'rendering'"], 1),
    "the pages set, not stored": (['UPDATE "reports_report"', "'storing'"], 1),
    "half stored": ([HALF_STORED], 1),
    "stored, not recorded": (['UPDATE "reports_report"', "'done'"], 1),
    "the mails written, not committed": (["orgs_auditevent", "report.made"], 1),
    "recorded, the mail not begun": (['UPDATE "orgs_outgoingmail"', '"attempts" + '], 1),
    "the mail sent, not recorded": (['UPDATE "orgs_outgoingmail"', "'sent'"], 2),
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_worker(site: tuple[Installation, Mailbox], step: str) -> None:
    place, mailbox = site
    texts, copies = STEPS[step]
    with place.gate(*texts) as gate:
        schedule = str(place.driver("schedule", "0.3"))
        [first, *_] = gate.wait()
        place.kill_worker_of(first)
    assert_made_once(place.fault("settled", schedule))
    found = mailbox.copies()
    assert (len(found), max(found)) == (2, copies)
