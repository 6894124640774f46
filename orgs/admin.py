"""The secretariat's pages for organizations, offices, people, the audit trail and the outbox."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import ForeignKey, QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from orgs import audit
from orgs.forms import OfficeForm
from orgs.mail import address, queue_mail
from orgs.models import AuditEvent, Invitation, Membership, Office, Organization, OutgoingMail, User
from orgs.offices import place_office
from orgs.services.members import forget_ways_in, reset_second_factor
from orgs.sign_in import password_path

# What the libraries register: nobody here uses it, and some of it holds secrets.
for model in (
    Group,
    EmailAddress,
    Authenticator,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    admin.site.unregister(model)


class RecordedAdmin(admin.ModelAdmin[Any]):
    """Every change in the admin is in the audit trail too, with what it was and what it became."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Save, and note who did it."""
        super().save_model(request, obj, form, change)
        _record(request, "changed" if change else "created", obj, form)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        """Save the rows that stand on another's page, and note each."""
        for row in formset.deleted_forms:
            if row.instance.pk:
                _record(request, "deleted", row.instance, row)
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.has_changed() and row not in formset.deleted_forms:
                _record(request, "changed" if row.initial else "created", row.instance, row)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Note who did it, and delete."""
        _record(request, "deleted", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one, so that each is noted."""
        for obj in queryset:
            self.delete_model(request, obj)


def _record(request: HttpRequest, deed: str, obj: Any, form: ModelForm[Any] | None = None) -> None:
    """Write what became of a row, its fields as [before, after], and whose organization it is."""
    assert isinstance(request.user, User)
    office = obj.office if isinstance(obj, Membership) else obj
    organization = office.organization if isinstance(office, Office) else None
    changes = {}
    if form is not None and deed != "deleted":
        for name in form.changed_data:
            changes[name] = [str(form.initial.get(name, "")), str(form.cleaned_data.get(name, ""))]
    audit.record(
        request.user,
        f"{obj._meta.model_name}.{deed}",
        obj,
        organization=obj if isinstance(obj, Organization) and deed != "deleted" else organization,
        changes=changes,
    )


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """To look at, not to touch."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Organization)
class OrganizationAdmin(RecordedAdmin):
    """Organizations."""

    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Office)
class OfficeAdmin(RecordedAdmin):
    """The trees of offices, in their order."""

    form = OfficeForm
    list_display = ["indented_name", "organization", "country", "is_headquarters"]
    list_select_related = ["organization"]
    list_filter = ["organization"]
    search_fields = ["name", "organization__name"]
    ordering = ["path"]

    @admin.display(description=_lazy("name"))
    def indented_name(self, office: Office) -> str:
        """The name, indented by how deep the office stands in its tree."""
        return f"{'— ' * (office.depth - 1)}{office.name}"

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        """One at a time, and none with offices below it."""
        return obj is not None and not obj.numchild

    def save_model(
        self, request: HttpRequest, obj: Office, form: ModelForm[Any], change: bool
    ) -> None:
        """Put the office into its place in the tree, and note who did it."""
        place_office(obj, form.cleaned_data["parent"])
        super().save_model(request, obj, form, change)


class MembershipInline(admin.TabularInline[Membership, User]):
    """A person's roles."""

    model = Membership
    autocomplete_fields = ["office"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody gives themselves a role."""
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor another."""
        return obj != request.user and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """One's own is ended on its page, which looks for a successor."""
        return obj != request.user and super().has_delete_permission(request, obj)


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """People. Nobody sets another's password: a new person gets a mail and chooses their own."""

    list_display = ["full_name", "email", "is_active", "is_secretariat", "last_login"]
    list_filter = ["is_active", "is_secretariat"]
    search_fields = ["full_name", "email"]
    fields = ["email", "full_name", "time_zone", "is_active", "is_secretariat", "last_login"]
    inlines = [MembershipInline]
    actions = ["reset_second_step"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: an account is closed, and what the person wrote stays."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody makes themselves more, or locks themselves out."""
        own = ["is_active", "is_secretariat"] if obj is not None and obj == request.user else []
        return ["last_login", *own]

    @admin.action(description=_lazy("Reset the second step at sign-in"))
    def reset_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For who lost telephone, keys and codes; each is told by mail."""
        assert isinstance(request.user, User)
        people = [person for person in queryset if person != request.user]
        count = sum(reset_second_factor(request.user, person) for person in people)
        self.message_user(request, _("Reset: %(count)d.") % {"count": count})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out the hash of a password by asking how it begins."""
        if lookup.startswith("password"):
            return False
        return super().lookup_allowed(lookup, value, request)

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        """Save; a new person is told how to choose a password."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and not obj.is_active and "is_active" in form.changed_data:
            assert isinstance(request.user, User)
            forget_ways_in(request.user, obj)
        # An address that was theirs before must not let them in any more.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if not change:
            queue_mail(
                obj,
                _("Your account at Operative"),
                [
                    _("Dear %(name)s,") % {"name": obj},
                    _("an account was opened for you. Choose a password here:"),
                    address(password_path(obj)),
                    _("The link holds for three days; after that, ask for another here:"),
                    address(reverse("account_reset_password")),
                ],
            )


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    """Who has which role where."""

    list_display = ["user", "role", "office", "organization"]
    list_filter = ["role"]
    list_select_related = ["user", "office__organization"]
    search_fields = ["user__full_name", "user__email", "office__name"]
    autocomplete_fields = ["user", "office"]

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Nobody changes their own role."""
        is_own = obj is not None and obj.user == request.user
        return not is_own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """One's own is ended on its page, which looks for a successor."""
        is_own = obj is not None and obj.user == request.user
        return not is_own and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Nobody gives themselves a role: others alone can be chosen."""
        if db_field.name == "user" and isinstance(request.user, User):
            kwargs["queryset"] = User.objects.exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_lazy("organization"), ordering="office__organization__name")
    def organization(self, membership: Membership) -> str:
        """The office's organization."""
        return str(membership.office.organization)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was asked to join; inviting has its own pages."""

    list_display = ["email", "role", "office", "invited_by", "expires_at", "accepted_at"]
    list_filter = ["role"]
    list_select_related = ["office", "invited_by"]
    search_fields = ["email", "name", "office__name"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out a link's hash by asking how it begins."""
        return not lookup.startswith("token") and super().lookup_allowed(lookup, value, request)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The audit trail."""

    list_display = ["at", "actor", "address", "action", "target", "organization"]
    # No filter by action: it would read the whole trail to list them. /audit/ has one.
    show_full_result_count = False
    list_select_related = ["actor", "organization"]
    search_fields = ["target", "actor__full_name", "actor__email", "organization__name"]
    date_hierarchy = "at"


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """The outbox. The text stays between the office and the recipient."""

    list_display = ["created_at", "recipient", "email", "subject", "status", "attempts", "sent_at"]
    list_filter = ["status"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__email", "email", "subject"]
    fields = [
        "recipient",
        "email",
        "name",
        "subject",
        "status",
        "attempts",
        "due_at",
        "sent_at",
        "error",
    ]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out the text, in which links to new passwords stand, by asking for parts."""
        if lookup.startswith("body"):
            return False
        return super().lookup_allowed(lookup, value, request)
