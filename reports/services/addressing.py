"""Who gets the reports of a schedule, asked for all its offices at once."""

from orgs.access import holders
from orgs.models import Membership, User
from orgs.roles import roles_with
from reports.access import readers
from reports.kinds import READ_WITH
from reports.models import Delivery, Report, Schedule


def deliveries_of(schedule: Schedule, reports: list[Report]) -> list[Delivery]:
    """A delivery, not stored yet, for whoever gets one of the schedule's reports.

    These are its people, and whoever has one of its roles in the report's office now. Somebody who
    has left the office since gets nothing more of it. Two queries, however many offices.
    """
    everywhere = User.objects.filter(report_schedules=schedule)
    to: dict[int | None, list[User]] = (
        {None: readers(everywhere, schedule.tier, None)}
        if schedule.office is None
        else _by_office(schedule, list(everywhere.filter(is_active=True)), reports)
    )
    return [
        Delivery(report=report, recipient=person, link_days=schedule.link_days)
        for report in reports
        for person in to[report.office_id]
    ]


def _by_office(
    schedule: Schedule, everywhere: list[User], reports: list[Report]
) -> dict[int | None, list[User]]:
    offices = [report.office for report in reports if report.office is not None]
    may_read = roles_with(READ_WITH[schedule.tier])
    held = holders({*may_read, *schedule.roles}, offices)

    def here(memberships: list[Membership]) -> list[User]:
        reading = {row.user_id for row in memberships if row.role in may_read}
        by_role = [row.user for row in memberships if row.role in schedule.roles]
        chosen = {person.pk: person for person in [*everywhere, *by_role]}
        return [each for each in chosen.values() if each.is_secretariat or each.pk in reading]

    return {office: here(memberships) for office, memberships in held.items()}
