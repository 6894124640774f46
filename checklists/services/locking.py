"""The lock that everything which changes an assessment takes first."""

from checklists.models import Assessment


def lock_assessment(assessment_id: int) -> Assessment:
    """Lock an assessment's row for this transaction, and read it with what surrounds it.

    Answers, evidence, verdicts and status change under this lock alone: whoever holds it sees
    them all at one moment.
    """
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("cycle__checklist__instrument", "office__organization", "signed_off_by")
        .defer("cycle__checklist__instrument__transcript")
        .get(pk=assessment_id)
    )
