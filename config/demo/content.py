"""What the demonstration shows: an invented organization, half way through a cycle."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from checklists.models import Answer, Assessment, Checklist
from checklists.scale import AnswerValue, Outcome
from checklists.services import evidence, transitions
from checklists.services.answers import Written, delegate, save_answer
from checklists.services.cycles import open_cycle
from checklists.services.review import give_verdict
from config.demo.answers import (
    ANSWERED,
    ANSWERED_OTHERWISE,
    RETURNED,
    RETURNED_REASON,
    Answered,
)
from config.demo.figures import counted
from orgs.models import Membership, Office, Organization, User
from orgs.roles import Role
from reports.models import Frequency, Schedule
from reports.services.schedules import save_schedule

CHECKLIST = "humanitarian-personnel-security"
HEADQUARTERS = "Geneva headquarters"
COUNTRY = "Nairobi country office"
FIELD = "Lodwar field office"

# Name, address, role and office; the secretariat has neither role nor office.
PEOPLE: list[tuple[str, str, Role | None, str]] = [
    ("Amina Odhiambo", "focal.point", Role.FOCAL_POINT, FIELD),
    ("Peter Ekal", "second.focal.point", Role.FOCAL_POINT, FIELD),
    ("Grace Wanjiru", "country.focal.point", Role.FOCAL_POINT, COUNTRY),
    ("Luc Favre", "hq.focal.point", Role.FOCAL_POINT, HEADQUARTERS),
    ("Joseph Lokwang", "contributor", Role.CONTRIBUTOR, FIELD),
    ("Ingrid Solberg", "reviewer", Role.REVIEWER, HEADQUARTERS),
    ("Marta Pereira", "coordinator", Role.COORDINATOR, HEADQUARTERS),
    ("Thomas Brandt", "observer", Role.OBSERVER, HEADQUARTERS),
    ("Nadia Rahman", "secretariat", None, ""),
]


@transaction.atomic
def create(password: str) -> None:
    """Fill an empty database, by the same services that the pages use."""
    organization = Organization.objects.create(name="Meridian Relief", kind=Organization.Kind.INGO)
    offices = _offices(organization)
    people = _people(offices, password)
    published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED)
    checklist = published.filter(slug=CHECKLIST).latest("version")
    cycle = open_cycle(
        people["coordinator"],
        organization=organization,
        checklist=checklist,
        name="2026, second half",
        starts_on=dt.date(2026, 7, 1),
        ends_on=dt.date(2026, 12, 31),
        due_on=timezone.localdate() + dt.timedelta(days=21),
        offices=list(offices.values()),
    )
    by_office = {row.office.name: row for row in cycle.assessments.select_related("office")}
    _sign_off(by_office[HEADQUARTERS], people)
    _submit(by_office[COUNTRY], people)
    _begin(by_office[FIELD], people)


def arm_schedule(seconds: int) -> Schedule:
    """Let the country office's monthly report fall due that many seconds from now."""
    coordinator = User.objects.get(email=_address("coordinator"))
    office = Office.objects.get(name=COUNTRY)
    schedule = Schedule.objects.filter(office=office).first() or Schedule(office=office)
    due = timezone.now() + dt.timedelta(seconds=seconds)
    schedule.frequency = Frequency.MONTHLY
    schedule.first_on, schedule.at, schedule.time_zone = due.date(), due.time(), "UTC"
    recipients = User.objects.filter(email__in=[_address("coordinator"), _address("observer")])
    return save_schedule(coordinator, schedule, recipients, now=timezone.now())


def logins() -> list[tuple[str, str]]:
    """Who can sign in: (role and office, address)."""
    return [
        (f"{role.label}, {office}" if role else "Secretariat", _address(name))
        for _full_name, name, role, office in PEOPLE
    ]


def _address(name: str) -> str:
    return f"{name}@meridian.example"


def _offices(organization: Organization) -> dict[str, Office]:
    root = Office.objects.add_root(
        {
            "organization": organization,
            "name": HEADQUARTERS,
            "country": "Switzerland",
            "is_headquarters": True,
        }
    )
    country = Office.objects.add_child(
        root, {"organization": organization, "name": COUNTRY, "country": "Kenya"}
    )
    Office.objects.add_child(
        country, {"organization": organization, "name": FIELD, "country": "Kenya"}
    )
    return {office.name: office for office in organization.offices.order_by("path")}


def _people(offices: dict[str, Office], password: str) -> dict[str, User]:
    people = {}
    for full_name, name, role, office in PEOPLE:
        people[name] = User.objects.create_user(
            _address(name),
            password,
            full_name=full_name,
            is_secretariat=role is None,
            time_zone="Africa/Nairobi" if office in (COUNTRY, FIELD) else "Europe/Zurich",
        )
        if role:
            Membership.objects.create(user=people[name], office=offices[office], role=role)
    return people


def _answer(author: User, answers: list[Answer]) -> None:
    for answer in answers:
        said = ANSWERED.get(answer.item.ref, ANSWERED_OTHERWISE)
        measure = answer.item.measure
        written = counted(answer.item.key, measure) if measure else _written(said)
        save_answer(author, answer.pk, written, read_version=answer.version)
        if said.evidence and not measure:
            evidence.add_link(
                author,
                answer.pk,
                url=f"https://intranet.meridian.example/security/{answer.item.ref}",
                title=said.evidence,
            )


def _written(said: Answered) -> Written:
    if said.value == AnswerValue.NOT_APPLICABLE:
        return Written(said.value, "", said.text)
    return Written(said.value, said.text, "")


def _answers(assessment: Assessment) -> list[Answer]:
    return list(assessment.answers.select_related("item").order_by("item__position"))


def _sign_off(assessment: Assessment, people: dict[str, User]) -> None:
    _answer(people["hq.focal.point"], _answers(assessment))
    transitions.submit(people["hq.focal.point"], assessment.pk)
    for answer in _answers(assessment):
        give_verdict(people["reviewer"], answer.pk, Outcome.ACCEPTED)
    transitions.sign_off(people["reviewer"], assessment.pk)


def _submit(assessment: Assessment, people: dict[str, User]) -> None:
    """Submitted, and the review half done: one answer returned, some accepted."""
    _answer(people["country.focal.point"], _answers(assessment))
    transitions.submit(people["country.focal.point"], assessment.pk)
    answers = _answers(assessment)
    for answer in answers[: len(answers) // 2]:
        if answer.item.ref == RETURNED:
            give_verdict(people["reviewer"], answer.pk, Outcome.RETURNED, RETURNED_REASON)
        else:
            give_verdict(people["reviewer"], answer.pk, Outcome.ACCEPTED)


def _begin(assessment: Assessment, people: dict[str, User]) -> None:
    """Half answered, one item delegated."""
    answers = _answers(assessment)
    half = len(answers) // 2
    _answer(people["focal.point"], answers[:half])
    delegate(people["focal.point"], answers[half].pk, people["contributor"])
