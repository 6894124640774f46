"""What the browser tests do inside an installation: python -m tests.browser.driver FUNCTION ..."""

import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # after the set-up

from checklists.management.commands.load_library import DATA  # noqa: E402
from checklists.models import Assessment  # noqa: E402
from checklists.services.library import import_checklist  # noqa: E402
from config.demo import content  # noqa: E402
from orgs.models import OutgoingMail, User  # noqa: E402


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
    """The key of each office's assessment."""
    return dict(Assessment.objects.values_list("office__name", "pk"))


if __name__ == "__main__":
    function: Any = globals()[sys.argv[1]]
    print(json.dumps(function(*sys.argv[2:])))  # noqa: T201  # read by the tests
