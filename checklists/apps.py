from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    name = "checklists"
    verbose_name = _("Instruments, checklists and assessments")

    def ready(self) -> None:
        """Say how the audit trail reads what is done here, and what may wait on a person."""
        # Models can be imported only now.
        from checklists import audit_words
        from checklists.services.handover import ASSIGNED, DELEGATED
        from orgs.handover import register

        audit_words.register()
        register(DELEGATED)
        register(ASSIGNED)
