from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistsConfig(AppConfig):
    name = "checklists"
    verbose_name = _("Instruments, checklists and assessments")

    def ready(self) -> None:
        """Say how the audit trail reads what is done here."""
        from checklists import audit_words

        audit_words.register()
