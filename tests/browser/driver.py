"""What the browser tests do inside an installation: each function is called by `tests.inside`."""

from django.core.management import call_command

from checklists.management.commands.load_library import DATA
from checklists.models import Answer, Assessment, Checklist
from checklists.scale import AnswerValue, Outcome
from checklists.services.answers import Written, save_answer
from checklists.services.library import import_checklist
from checklists.services.review import give_verdict
from config.demo import content
from config.demo.figures import counted
from orgs.models import Membership, Office, OutgoingMail, User
from orgs.roles import Role
from orgs.services.members import verify_address


def prepare(password: str) -> None:
    """An installation as `make demo` sets it up, with no mail waiting."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_library", verbosity=0)
    content.create(password)
    OutgoingMail.objects.all().delete()


def arm_schedule(seconds: str) -> None:
    """The demonstration's scheduled report falls due in some seconds."""
    content.arm_schedule(int(seconds))


def draft_checklist() -> str:
    """The next version of the checklist, imported and not published; returns its title."""
    latest = Checklist.objects.filter(slug=content.CHECKLIST).latest("version").version
    text = (DATA / "checklists" / f"{content.CHECKLIST}.v{latest}.yaml").read_text()
    text = text.replace(f"\nversion: {latest}\n", f"\nversion: {latest + 1}\n")
    return str(import_checklist(None, text))


def newcomer(password: str) -> str:
    """Somebody who has an account and no role yet; returns their address."""
    user = User.objects.create_user("new@meridian.example", password, full_name="Yusuf Kiptoo")
    verify_address(user)
    return user.email


def assessments() -> dict[str, int]:
    """The key of each office's assessment in the present cycle."""
    rows = Assessment.objects.order_by("cycle__starts_on")
    return dict(rows.values_list("office__name", "pk"))


def count(office: str) -> dict[str, int]:
    """How many items an office is asked in this cycle, and how many wait for an answer."""
    rows = Answer.objects.filter(assessment=assessments()[office])
    return {"items": rows.count(), "open": rows.filter(value="").count()}


def answer(office: str, author: str, *refs: str) -> None:
    """Somebody answers these items, by the service that the form uses."""
    user = _person(author)
    for row in _answers(office, refs):
        said = Written(AnswerValue.PARTLY, "Begun in May, done by October.", "")
        measure = row.item.measure
        written = counted(row.item.key, measure) if measure else said
        save_answer(user, row.pk, written, read_version=row.version)


def accept(office: str, reviewer: str, *refs: str) -> None:
    """The reviewer accepts the answers to these items, by the service that the desk uses."""
    user = _person(reviewer)
    for row in _answers(office, refs):
        give_verdict(user, row.pk, Outcome.ACCEPTED)


def accept_all(office: str, reviewer: str) -> None:
    """The reviewer accepts every answer that isn't accepted yet."""
    rows = Answer.objects.filter(assessment=assessments()[office])
    waiting = rows.exclude(verdict=Outcome.ACCEPTED).values_list("item__ref", flat=True)
    accept(office, reviewer, *waiting)


def gets_role(name: str, role: str, office: str) -> None:
    """Somebody has a further role in an office."""
    place = Office.objects.get(name=office)
    Membership.objects.create(user=_person(name), office=place, role=Role(role))


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@meridian.example")


def _answers(office: str, refs: tuple[str, ...]) -> list[Answer]:
    rows = Answer.objects.filter(assessment=assessments()[office], item__ref__in=refs)
    found = list(rows.select_related("item").order_by("item__position"))
    assert len(found) == len(refs)
    return found


def open_item(office: str) -> str:
    """The address of the first item that waits for an answer."""
    rows = Answer.objects.filter(assessment=assessments()[office], value="", delegated_to=None)
    row = rows.select_related("item").order_by("item__position")[0]
    return f"/assessments/{row.assessment_id}/items/{row.item.ref}/"
