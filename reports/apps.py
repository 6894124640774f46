from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports and schedules")

    def ready(self) -> None:
        """Say how the audit trail reads what is done here, and what may wait on a person,
        and which mails can't go out any more.
        """
        # Models can be imported only now.
        from orgs.handover import register
        from orgs.mail import ask_before_sending
        from reports import audit_words
        from reports.services.deliveries import why_not_to_send
        from reports.services.handover import RECEIVED

        audit_words.register()
        register(RECEIVED)
        ask_before_sending(why_not_to_send)
