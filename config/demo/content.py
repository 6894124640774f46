"""What the demonstration shows: an invented organization, half way through its second cycle."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from checklists.models import Answer, Assessment, Checklist, Item
from checklists.scale import AnswerValue, Carry, Outcome
from checklists.services import carrying, evidence, transitions
from checklists.services.answers import Written, delegate, save_answer
from checklists.services.cycles import open_cycle
from checklists.services.review import give_verdict
from config.demo import review
from config.demo.actions import plan_actions
from config.demo.answers import (
    ANSWERED,
    ANSWERED_OTHERWISE,
    RETURNED,
    RETURNED_REASON,
    Answered,
    a_year_before,
)
from config.demo.delegation import ask_fleet_manager
from config.demo.documents import give_documents
from config.demo.figures import counted, counted_a_year_before
from config.demo.people import invite_somebody
from orgs.models import Membership, Office, Organization, User
from orgs.roles import Role
from orgs.services.members import verify_address
from reports.models import Frequency, Schedule
from reports.services.schedules import save_schedule

CHECKLIST = "humanitarian-personnel-security"
FORMER_CHECKLIST = "humanitarian-personnel-security-75-125"
FORMER_CYCLE = "2025"
HEADQUARTERS = "Geneva headquarters"
COUNTRY = "Nairobi country office"
FIELD = "Lodwar field office"
# How many of its items the field office has gone through to confirm what was carried over.
CONFIRMED_UP_TO = 24

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
    checklist, former = _published(CHECKLIST), _published(FORMER_CHECKLIST)
    refs = {item.key: item.ref for item in checklist.items.all()}
    last = open_cycle(
        people["coordinator"],
        organization=organization,
        checklist=former,
        name=FORMER_CYCLE,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        due_on=dt.date(2026, 1, 31),
        offices=[offices[COUNTRY], offices[FIELD]],
    )
    by_office = {row.office.name: row for row in last.assessments.select_related("office")}
    for office, author in ((COUNTRY, "country.focal.point"), (FIELD, "focal.point")):
        _sign_off(by_office[office], people[author], people["reviewer"], _last_year(refs))
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
    _sign_off(
        by_office[HEADQUARTERS],
        people["hq.focal.point"],
        people["reviewer"],
        _this_year,
        comes_back=True,
    )
    _submit(by_office[COUNTRY], people)
    review.assign_and_ask(
        by_office[COUNTRY], people["coordinator"], people["reviewer"], people["country.focal.point"]
    )
    _begin(by_office[FIELD], people)
    plan_actions(by_office[FIELD], people, timezone.localdate())
    invite_somebody(people["coordinator"], offices[COUNTRY])


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


def _published(slug: str) -> Checklist:
    published = Checklist.objects.filter(status=Checklist.Status.PUBLISHED, slug=slug)
    return published.latest("version")


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
    # It takes long, as it should; everybody has the same one.
    encoded = make_password(password)
    for full_name, name, role, office in PEOPLE:
        people[name] = User.objects.create(
            email=_address(name),
            password=encoded,
            full_name=full_name,
            is_secretariat=role is None,
            time_zone="Africa/Nairobi" if office in (COUNTRY, FIELD) else "Europe/Zurich",
        )
        verify_address(people[name])
        if role:
            Membership.objects.create(user=people[name], office=offices[office], role=role)
    return people


# What an office says to an item, and the title of the link that it gives as evidence, if any.
Says = Callable[[Item], tuple[Written, str]]


def _this_year(item: Item) -> tuple[Written, str]:
    if item.measure:
        return counted(item.key, item.measure), ""
    return _written(ANSWERED.get(item.ref, ANSWERED_OTHERWISE))


def _last_year(refs: Mapping[str, str]) -> Says:
    """The same a year before; `refs` has by key how this year's checklist numbers the items."""

    def says(item: Item) -> tuple[Written, str]:
        if item.measure:
            return counted_a_year_before(item.key, item.measure), ""
        return _written(a_year_before(ANSWERED.get(refs.get(item.key, ""), ANSWERED_OTHERWISE)))

    return says


def _written(said: Answered) -> tuple[Written, str]:
    if said.value == AnswerValue.NOT_APPLICABLE:
        return Written(said.value, "", said.text), said.evidence
    return Written(said.value, said.text, ""), said.evidence


def _answer(author: User, answers: Iterable[Answer], says: Says) -> None:
    for answer in answers:
        written, title = says(answer.item)
        save_answer(author, answer.pk, written, read_version=answer.version)
        if title:
            evidence.add_link(
                author,
                answer.pk,
                url=f"https://intranet.meridian.example/security/{answer.item.key}",
                title=title,
            )


def _answers(assessment: Assessment) -> list[Answer]:
    return list(assessment.answers.select_related("item").order_by("item__position"))


def _sign_off(
    assessment: Assessment, author: User, reviewer: User, says: Says, *, comes_back: bool = False
) -> None:
    """Through the review, with `comes_back` in two rounds."""
    answers = _answers(assessment)
    _answer(author, answers, says)
    transitions.submit(author, assessment.pk)
    if comes_back:
        review.come_back_once(assessment, author, reviewer)
    for answer in answers:
        give_verdict(reviewer, answer.pk, Outcome.ACCEPTED)
    transitions.sign_off(reviewer, assessment.pk)


def _submit(assessment: Assessment, people: dict[str, User]) -> None:
    """Submitted, and the review half done: one answer returned, some accepted."""
    answers = _answers(assessment)
    _answer(people["country.focal.point"], answers, _this_year)
    transitions.submit(people["country.focal.point"], assessment.pk)
    for answer in answers[: len(answers) // 2]:
        if answer.item.ref == RETURNED:
            give_verdict(people["reviewer"], answer.pk, Outcome.RETURNED, RETURNED_REASON)
        else:
            give_verdict(people["reviewer"], answer.pk, Outcome.ACCEPTED)


def _begin(assessment: Assessment, people: dict[str, User]) -> None:
    """Half answered, at first by confirming what is as it was last year; one item delegated."""
    author = people["focal.point"]
    answers = _answers(assessment)
    half = len(answers) // 2
    for place, answer in enumerate(answers[:half]):
        if answer.carry == Carry.SAME and place < CONFIRMED_UP_TO:
            _confirm(author, answer)
        else:
            _answer(author, [answer], _this_year)
    delegate(author, answers[half].pk, people["contributor"])
    ask_fleet_manager(assessment, author)
    give_documents(author, answers)


def _confirm(author: User, answer: Answer) -> None:
    """Stand by last cycle's answer."""
    assert answer.carried_from
    carrying.confirm(
        author,
        answer.pk,
        read_version=answer.version,
        seen=answer.carried_from.version,
        documents=answer.carried_from.evidence.values_list("document", flat=True),
    )
