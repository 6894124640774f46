from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = _("Organizations and people")

    def ready(self) -> None:
        """Listen to what happens when people sign in."""
        # Models can be imported only now; importing it is what connects it.
        from orgs import sign_in  # noqa: F401  # connects its receivers
