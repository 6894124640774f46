from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports and schedules")

    def ready(self) -> None:
        """Say how the audit trail reads what is done here."""
        from reports import audit_words

        audit_words.register()
