"""The lock that everything which changes an assessment takes first."""

from django.db.models import QuerySet

from checklists.models import Answer, Assessment


def lock_assessment(assessment_id: int) -> Assessment:
    """Lock an assessment's row for this transaction, and read it with what surrounds it.

    Answers, evidence, verdicts and status change under this lock alone: whoever holds it sees
    them all at one moment.
    """
    return _locked().get(pk=assessment_id)


def lock_answer(**which: object) -> Answer:
    """Lock an answer's assessment and then the answer, and read both, by look-ups. One query.

    PostgreSQL takes the locks in the order in which they are named here, and returns both rows as
    they are once it has them.
    """
    return (
        Answer.objects.select_for_update(of=("assessment", "self"))
        .select_related(
            "item",
            "assessment__cycle__checklist__instrument",
            "assessment__office__organization",
            "assessment__signed_off_by",
        )
        .defer("assessment__cycle__checklist__instrument__transcript")
        .get(**which)
    )


def lock_answers(answers: QuerySet[Answer]) -> list[Answer]:
    """Lock many answers at once, with their items, in the order of the checklist.

    For a deed on all of them, before its first word in the audit trail: whoever plans an action
    holds one of them, and waits for the trail.
    """
    locked = answers.select_related("item").select_for_update(of=("self",)).order_by("pk")
    return sorted(locked, key=lambda answer: answer.item.position)


def _locked() -> QuerySet[Assessment]:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("cycle__checklist__instrument", "office__organization", "signed_off_by")
        .defer("cycle__checklist__instrument__transcript")
    )
