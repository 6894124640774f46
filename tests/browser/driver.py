"""What the browser tests do inside an installation: each function is called by `tests.inside`."""

from django.core.management import call_command

from checklists.management.commands.load_library import DATA
from checklists.models import Assessment
from checklists.services.library import import_checklist
from config.demo import content
from orgs.models import OutgoingMail, User


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
    """A second version of the checklist, imported and not published; returns its title."""
    (file,) = (DATA / "checklists").glob("*.yaml")
    text = file.read_text().replace("\nversion: 1\n", "\nversion: 2\n")
    return str(import_checklist(None, text))


def newcomer(password: str) -> str:
    """Somebody who has an account and no role yet; returns their address."""
    user = User.objects.create_user("new@meridian.example", password, full_name="Yusuf Kiptoo")
    return user.email


def assessments() -> dict[str, int]:
    """The key of each office's assessment in the present cycle."""
    rows = Assessment.objects.order_by("cycle__starts_on")
    return dict(rows.values_list("office__name", "pk"))
