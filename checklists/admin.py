"""The secretariat's pages for instruments, checklists, cycles and assessments.

What is imported, published or signed off is shown, never changed: transitions have their services.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import (
    Assessment,
    Checklist,
    CommonReason,
    Cycle,
    Instrument,
    Item,
    Paragraph,
    ReadingCorrection,
)
from checklists.services.library import publish
from orgs import audit
from orgs.access import ConflictError
from orgs.admin import ReadOnlyAdmin, RecordedAdmin
from orgs.models import User


class ParagraphInline(admin.TabularInline[Paragraph, Instrument]):
    """The text of an instrument."""

    model = Paragraph
    fields = ["kind", "section", "place", "text"]
    readonly_fields = ["place"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paragraph]:
        """With the paragraphs of which they are parts, in one query."""
        return super().get_queryset(request).select_related("parent__parent__parent")

    @admin.display(description=gettext_lazy("number"))
    def place(self, paragraph: Paragraph) -> str:
        """Its number below those of which it is a part: 2 (a) (i)."""
        numbers = []
        at: Paragraph | None = paragraph
        while at:
            numbers.append(at.number)
            at = at.parent
        return " ".join(filter(None, reversed(numbers)))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The official text is sacred."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The official text is sacred."""
        return False


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin):
    """Instruments, brought in on their page or by `manage.py import_instrument`."""

    list_display = ["symbol", "title", "adopted_on", "imported_at"]
    search_fields = ["symbol", "title"]
    inlines = [ParagraphInline]


@admin.register(ReadingCorrection)
class ReadingCorrectionAdmin(ReadOnlyAdmin):
    """Where officers read a paragraph otherwise than the rules; each has its page to change it."""

    list_display = ["paragraph", "reason", "corrected_by", "corrected_at"]
    list_select_related = ["paragraph__instrument", "corrected_by"]
    search_fields = ["paragraph__instrument__symbol", "reason"]


class ItemInline(admin.TabularInline[Item, Checklist]):
    """The items of a checklist."""

    model = Item
    fields = ["ref", "theme", "dimension", "is_critical", "question"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        """With their themes, in one query."""
        return super().get_queryset(request).select_related("theme", "checklist")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Items come from the checklist's file."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Items come from the checklist's file."""
        return False


@admin.register(Checklist)
class ChecklistAdmin(ReadOnlyAdmin):
    """Checklists, imported by `manage.py import_checklist`. A draft can be published or deleted."""

    list_display = ["title", "version", "instrument", "status", "published_at"]
    list_filter = ["status"]
    list_select_related = ["instrument"]
    search_fields = ["title", "slug", "instrument__symbol"]
    inlines = [ItemInline]
    actions = ["publish_selected"]

    def has_delete_permission(self, request: HttpRequest, obj: Checklist | None = None) -> bool:
        """Drafts only, one at a time."""
        return obj is not None and not obj.is_published

    def delete_model(self, request: HttpRequest, obj: Checklist) -> None:
        """Note who did it, and delete."""
        assert isinstance(request.user, User)
        audit.record(request.user, "checklist.deleted", obj)
        super().delete_model(request, obj)

    @admin.action(description=gettext_lazy("Publish: from then on it can't be changed"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Checklist]) -> None:
        """Publish the drafts among those selected."""
        assert isinstance(request.user, User)
        for checklist in queryset:
            try:
                publish(request.user, checklist.pk)
            except ConflictError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(
                    request,
                    _("%(checklist)s is published.") % {"checklist": checklist},
                    messages.SUCCESS,
                )


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    """Cycles; they are opened on the cycles page."""

    list_display = ["name", "organization", "checklist", "starts_on", "due_on"]
    list_filter = ["organization"]
    list_select_related = ["organization", "checklist"]
    search_fields = ["name", "organization__name"]
    date_hierarchy = "starts_on"


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """Where each assessment stands. Its answers are on the pages, behind their access check."""

    list_display = ["office", "organization", "cycle", "status", "submitted_at", "signed_off_at"]
    list_filter = ["status"]
    list_select_related = ["office__organization", "cycle"]
    search_fields = ["office__name", "office__organization__name", "cycle__name"]

    @admin.display(description=gettext_lazy("organization"))
    def organization(self, assessment: Assessment) -> str:
        """The office's organization."""
        return str(assessment.office.organization)


@admin.register(CommonReason)
class CommonReasonAdmin(RecordedAdmin):
    """The library of reasons for a return; one that is no longer offered stays, and is hidden."""

    list_display = ("text", "position", "active")
    list_filter = ("active",)
    search_fields = ("text",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not offering it is enough."""
        return False
