"""A colleague without an account who is asked for some items, and has sent one of them back."""

from checklists.models import Assessment, Delegation
from checklists.scale import AnswerValue, Dimension
from checklists.services.answers import Written
from checklists.services.delegations import Whom, ask
from checklists.services.links import keep_text
from orgs.models import OutgoingMail, User

COLLEAGUE = Whom(
    "fleet.manager@partner.example",
    "Samuel Eregae",
    "You know the cars best. Two lines for each are enough.",
)


def ask_fleet_manager(assessment: Assessment, author: User) -> None:
    """Ask for the open items on the roads; the first comes back at once."""
    rows = assessment.answers.filter(value="", item__theme__slug="road-safety", delegated_to=None)
    answers = list(rows.exclude(item__dimension=Dimension.INDICATOR).order_by("item__position")[:3])
    if not answers:
        return
    delegation = ask(author, assessment.pk, [answer.pk for answer in answers], COLLEAGUE)
    assert isinstance(delegation, Delegation)
    mail = OutgoingMail.objects.filter(email=COLLEAGUE.email).latest("created_at")
    token = mail.body.split("/d/")[1].split("/")[0]
    first = delegation.items.order_by("answer__item__position")[0]
    text = Written(
        AnswerValue.PARTLY, "All cars but the oldest, which is to be replaced in May.", ""
    )
    keep_text(token, first.pk, text, read_version=0, send=True)
