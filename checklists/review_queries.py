"""What the review queue and the desk ask the database. Each costs a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs
from django.utils import timezone

from checklists.lineage import Piece, rewording
from checklists.models import (
    Answer,
    AnswerRevision,
    Assessment,
    DelegatedItem,
    Evidence,
    Message,
    ReviewRound,
    Thread,
    Verdict,
)
from checklists.scale import AnswerValue, Carry, Outcome
from orgs.models import User

# A step on the scale, from "in place" down; two steps in one cycle are a large change.
_STEPS = {
    AnswerValue.IN_PLACE: 3,
    AnswerValue.MOSTLY: 2,
    AnswerValue.PARTLY: 1,
    AnswerValue.NOT_IN_PLACE: 0,
}
LARGE_CHANGE = 2
# What an office says is there, and evidence could show.
_CLAIMS = [AnswerValue.IN_PLACE, AnswerValue.MOSTLY, AnswerValue.PARTLY]


def _step(path: str) -> Case:
    return Case(
        *(When(**{path: value, "then": Value(step)}) for value, step in _STEPS.items()),
        default=None,
        output_field=IntegerField(),
    )


def _without_evidence() -> Q:
    return Q(value__in=_CLAIMS) & Q(~Exists(Evidence.objects.filter(answer=OuterRef("pk"))))


def _expired() -> Exists:
    """Whether a document beside the answer has run out."""
    return Exists(
        Evidence.objects.filter(
            answer=OuterRef("pk"), document__valid_until__lt=timezone.localdate()
        )
    )


def _changed_much() -> Q:
    """From last cycle's answer: two steps on the scale, or to or from "not applicable"."""
    na = AnswerValue.NOT_APPLICABLE
    crossed = Q(value=na) ^ Q(carried_from__value=na)
    moved = Q(step_change__gte=LARGE_CHANGE)
    return (
        Q(carried_from__isnull=False)
        & ~Q(value="")
        & ~Q(carried_from__value="")
        & (crossed | moved)
    )


def _with_step_change(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.annotate(step_change=Abs(_step("value") - _step("carried_from__value")))


def answers_at_risk(risk: str) -> QuerySet[Answer]:
    """The answers that carry a mark of risk, as `Risk` names them."""
    answers = Answer.objects.order_by()
    match risk:
        case "evidence":
            return answers.filter(_without_evidence() | Q(_expired()))
        case "not_applicable":
            return answers.filter(value=AnswerValue.NOT_APPLICABLE)
        case "changed":
            return _with_step_change(answers).filter(_changed_much())
    raise ValueError(risk)


def has_risk(risk: str) -> Q:
    """A condition on assessments: a mark of risk stands on it."""
    if risk == "returned":
        return Q(
            Exists(
                Verdict.objects.filter(answer__assessment=OuterRef("pk"), outcome=Outcome.RETURNED)
            )
        )
    return Q(Exists(answers_at_risk(risk).filter(assessment=OuterRef("pk"))))


RISKS = ["returned", "evidence", "not_applicable", "changed"]


def most_risks_first(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Those on which most of the marks stand first; among equals the longest waiting."""
    total: Combinable = Value(0)
    for risk in RISKS:
        total = total + Case(When(has_risk(risk), then=1), default=0, output_field=IntegerField())
    return assessments.annotate(risks=total).order_by("-risks", "submitted_at", "pk")


@dataclass(frozen=True, slots=True)
class Signals:
    """An assessment in numbers of answers; `conversations` are those not resolved."""

    items: int = 0
    decided: int = 0
    returned_before: int = 0
    without_evidence: int = 0
    expired: int = 0
    not_applicable: int = 0
    changed: int = 0
    conversations: int = 0

    @property
    def marks(self) -> int:
        """How many answers something stands out in, and conversations that are open."""
        return (
            self.returned_before
            + self.without_evidence
            + self.expired
            + self.not_applicable
            + self.changed
            + self.conversations
        )


def signals(assessments: Iterable[Assessment]) -> dict[int, Signals]:
    """What stands in the queue beside each of these assessments, by key. One query."""
    pks = [assessment.pk for assessment in assessments]
    returned = Verdict.objects.filter(answer=OuterRef("pk"), outcome=Outcome.RETURNED)
    talk = Thread.objects.filter(answer=OuterRef("pk"), resolved_at=None)
    rows = (
        _with_step_change(Answer.objects.filter(assessment__in=pks).order_by())
        .values("assessment")
        .annotate(
            items=Count("pk"),
            decided=Count("pk", filter=~Q(verdict=Outcome.PENDING)),
            returned_before=Count("pk", filter=Q(Exists(returned))),
            without_evidence=Count("pk", filter=_without_evidence()),
            expired=Count("pk", filter=Q(_expired())),
            not_applicable=Count("pk", filter=Q(value=AnswerValue.NOT_APPLICABLE)),
            changed=Count("pk", filter=_changed_much()),
            conversations=Count("pk", filter=Q(Exists(talk))),
        )
    )
    names = [field.name for field in fields(Signals)]
    return {pk: Signals(*counts) for pk, *counts in rows.values_list("assessment", *names)}


def had_a_hand_in(user: User, answers: Iterable[int]) -> set[int]:
    """Those of the answers, by key, in which a person had a hand, in whichever round. One query."""
    rows = Answer.objects.filter(by_the_hand_of(user), pk__in=answers)
    return set(rows.order_by().values_list("pk", flat=True))


def by_the_hand_of(user: User) -> Q:
    """A condition on answers: the person wrote one, gave evidence for it, or submitted it.

    What they wrote behind a personal link, before they had a role, is theirs by its address.
    """
    taken_over = [DelegatedItem.Outcome.CONFIRMED, DelegatedItem.Outcome.EDITED]
    this = OuterRef("pk")
    return (
        Q(Exists(AnswerRevision.objects.filter(answer=this, author=user)))
        | Q(Exists(Evidence.objects.filter(answer=this, added_by=user)))
        | Q(
            Exists(
                DelegatedItem.objects.filter(
                    answer=this, delegation__email__iexact=user.email, outcome__in=taken_over
                )
            )
        )
        | Q(assessment__submitted_by=user)
        | Q(
            Exists(ReviewRound.objects.filter(assessment=OuterRef("assessment"), submitted_by=user))
        )
    )


def unchanged_answers(assessment: Assessment, reviewer: User) -> list[Answer]:
    """The undecided answers that say what was accepted last cycle, in the checklist's order.

    The same value, text and figures; neither duty nor question amended; no less evidence, and none
    expired. Left out is what needs a look: one returned in this assessment, one with an open
    conversation, one that the reviewer had a hand in. Two queries.
    """
    returned = Verdict.objects.filter(answer=OuterRef("pk"), outcome=Outcome.RETURNED)
    talk = Thread.objects.filter(answer=OuterRef("pk"), resolved_at=None)
    rows = (
        assessment.answers.filter(
            ~Exists(returned),
            ~Exists(talk),
            ~_expired(),
            verdict=Outcome.PENDING,
            carry=Carry.SAME,
            carried_from__verdict=Outcome.ACCEPTED,
            value=F("carried_from__value"),
        )
        .exclude(value="")
        .select_related("item__theme", "carried_from__assessment__cycle")
        .annotate(
            evidence_count=Count("evidence", distinct=True),
            evidence_before=Count("carried_from__evidence", distinct=True),
        )
        .order_by("item__theme__position", "item__position")
    )
    same = [
        row for row in rows if _says_the_same(row) and row.evidence_count >= row.evidence_before
    ]
    touched = had_a_hand_in(reviewer, [row.pk for row in same])
    return [row for row in same if row.pk not in touched]


def _says_the_same(answer: Answer) -> bool:
    old = answer.carried_from
    return old is not None and (
        answer.justification,
        answer.not_applicable_reason,
        answer.figures,
    ) == (old.justification, old.not_applicable_reason, old.figures)


def for_the_desk(answers: QuerySet[Answer], round_number: int) -> QuerySet[Answer]:
    """Add to each answer what the desk filters by, and last cycle's answer.

    `returned_before`: in an earlier round; `changed`: saved since a verdict of an earlier round;
    `conversation`: one is open; `has_remark`: the standing verdict is an acceptance with a remark;
    `evidence_count`.
    """
    earlier = Verdict.objects.filter(answer=OuterRef("pk"), round__lt=round_number)
    return answers.select_related("carried_from__assessment__cycle").annotate(
        returned_before=Exists(earlier.filter(outcome=Outcome.RETURNED)),
        changed=Q(Exists(earlier)) & ~Exists(earlier.filter(given_at__gte=OuterRef("updated_at"))),
        conversation=Exists(Thread.objects.filter(answer=OuterRef("pk"), resolved_at=None)),
        has_remark=Exists(
            Verdict.objects.filter(
                answer=OuterRef("pk"), round=round_number, outcome=Outcome.ACCEPTED
            ).exclude(reason="")
        ),
        evidence_count=Count("evidence", distinct=True),
    )


@dataclass(frozen=True, slots=True)
class Since:
    """What the office made of an answer since a reviewer's verdict in an earlier round."""

    verdict: Verdict
    before: AnswerRevision
    text: list[Piece]
    reason: list[Piece]
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def text_changed(self) -> bool:
        """Whether the justification says something else now."""
        return any(piece.kind != "same" for piece in self.text)

    @property
    def reason_changed(self) -> bool:
        """Whether the reason for "not applicable" says something else now."""
        return any(piece.kind != "same" for piece in self.reason)


def since_last_round(
    answer: Answer, verdicts: Sequence[Verdict], round_number: int
) -> Since | None:
    """What changed since the last verdict of an earlier round; None where there is none.

    `verdicts` are the answer's, the latest first. Two queries at most.
    """
    verdict = next((row for row in verdicts if row.round < round_number), None)
    if verdict is None:
        return None
    texts = answer.revisions.filter(version__isnull=False)
    if verdict.version is not None:
        texts = texts.filter(version__lte=verdict.version)
    else:
        texts = texts.filter(created_at__lte=verdict.given_at)
    before = texts.order_by("-version").first()
    if before is None:
        return None
    before.answer = answer
    return Since(
        verdict=verdict,
        before=before,
        text=rewording(before.justification or None, answer.justification or None),
        reason=rewording(
            before.not_applicable_reason or None, answer.not_applicable_reason or None
        ),
        evidence=[
            row
            for row in answer.evidence.select_related("document")
            if row.added_at > verdict.given_at
        ],
    )


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A round with the verdicts that stood at its end, by item."""

    round: ReviewRound
    verdicts: list[Verdict]

    def _count(self, outcome: Outcome) -> int:
        return sum(verdict.outcome == outcome for verdict in self.verdicts)

    @property
    def accepted(self) -> int:
        """How many answers were accepted in it."""
        return self._count(Outcome.ACCEPTED)

    @property
    def returned(self) -> list[Verdict]:
        """The verdicts that returned an answer."""
        return [verdict for verdict in self.verdicts if verdict.outcome == Outcome.RETURNED]

    @property
    def remarks(self) -> list[Verdict]:
        """The acceptances with a remark."""
        return [v for v in self.verdicts if v.outcome == Outcome.ACCEPTED and v.reason]


def round_records(assessment: Assessment) -> list[RoundRecord]:
    """All rounds of an assessment with their verdicts, the latest round first. Two queries."""
    rounds = assessment.rounds.select_related("submitted_by", "returned_by")
    given = (
        Verdict.objects.filter(answer__assessment=assessment)
        .select_related("reviewer", "answer__item")
        .order_by("answer__item__position", "given_at", "pk")
    )
    last: dict[tuple[int, int], Verdict] = {}
    for verdict in given:
        last[verdict.round, verdict.answer_id] = verdict
    return [
        RoundRecord(row, [v for (number, _answer), v in last.items() if number == row.number])
        for row in reversed(rounds)
    ]


def messages_of(thread: Thread) -> QuerySet[Message]:
    """What was said in a conversation, the oldest first."""
    return thread.messages.select_related("author")
