"""What the demonstration shows of the review: a returned round, a reviewer, a conversation."""

from checklists.models import Answer, Assessment
from checklists.scale import Outcome
from checklists.services import transitions
from checklists.services.answers import Written, save_answer
from checklists.services.conversation import write_message
from checklists.services.review import assign_review, give_verdict
from orgs.models import User

RETURNED_ONCE = "10.1"
_REASON = "Please say who is told when an escort is declined, and where the note is kept."
_ADDED = " The regional adviser is told the same day, and the note is kept with the movement log."
TALKED_ABOUT = "14.2"
_ASKED = "The policy is of January. Have the partners who joined since then signed it too?"
_SAID = "Two have; the third signs at the meeting in the first week of next month."


def come_back_once(assessment: Assessment, author: User, reviewer: User) -> None:
    """One answer of a submitted assessment is returned, mended, and submitted again."""
    answer = assessment.answers.get(item__ref=RETURNED_ONCE)
    give_verdict(reviewer, answer.pk, Outcome.RETURNED, _REASON)
    transitions.return_to_office(reviewer, assessment.pk, "One answer only, and quickly mended.")
    mended = Written(answer.value, answer.justification + _ADDED, answer.not_applicable_reason)
    save_answer(author, answer.pk, mended, read_version=answer.version)
    transitions.submit(author, assessment.pk)


def assign_and_ask(assessment: Assessment, coordinator: User, reviewer: User, office: User) -> None:
    """The review is somebody's, who has asked the office something and got an answer."""
    assign_review(coordinator, [assessment.pk], reviewer)
    answer: Answer = assessment.answers.get(item__ref=TALKED_ABOUT)
    write_message(reviewer, answer.pk, _ASKED)
    write_message(office, answer.pk, _SAID)
