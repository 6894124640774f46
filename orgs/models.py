"""People, organizations and their trees of offices; the audit trail and the outbox of mail."""

from __future__ import annotations

import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from orgs.chain import GENESIS, Link
from orgs.preferences import DigestRhythm, Weekend
from orgs.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail address is one person's whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person. Without a password they can't sign in until they have set one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a member of the secretariat (`manage.py createsuperuser`).

        Whoever has a shell on the server vouches for the address: nobody else could confirm it yet.
        """
        # Only now: its models need this one.
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_secretariat=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a time zone of the IANA database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=150)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    digest = models.CharField(
        _("digest by mail"), max_length=10, choices=DigestRhythm, default=DigestRhythm.DAILY
    )
    weekend = models.CharField(
        _("weekend"), max_length=10, choices=Weekend, default=Weekend.SATURDAY_SUNDAY
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_secretariat = models.BooleanField(
        _("secretariat"),
        default=False,
        help_text=_("Runs the platform: instruments, checklists, organizations and people."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name", "email"]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """An address is stored in lower case, so that it is unique whatever its capitals."""
        self.email = self.email.strip().lower()

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets this person in."""
        return self.is_secretariat

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """For Django's admin, where each page says itself what can't be changed any more."""
        return self.is_active and self.is_secretariat

    def has_module_perms(self, app_label: str) -> bool:
        """For Django's admin."""
        return self.is_active and self.is_secretariat

    @cached_property
    def roles(self) -> list[Membership]:
        """This person's memberships with their offices, read once for each request."""
        return list(self.memberships.select_related("office__organization"))


class Organization(models.Model):
    """A humanitarian organization."""

    class Kind(models.TextChoices):
        """What sort of organization, for comparison between like and like."""

        UN = "un", _("United Nations system")
        INGO = "ingo", _("International non-governmental organization")
        NNGO = "nngo", _("National or local non-governmental organization")
        RED_CROSS = "red_cross", _("Red Cross or Red Crescent")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(MP_Node):
    """An office in the tree of one organization: headquarters, region, country, field office."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="offices", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=100, blank=True)
    is_headquarters = models.BooleanField(
        _("headquarters"),
        default=False,
        help_text=_("Some items are put to headquarters only, others to field offices only."),
    )

    # Deliberately not sorted by name: a new office would move the paths of others, of other
    # organizations even, while requests that compare paths are under way.

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="office_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an office, which holds for the offices below it too."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, models.CASCADE, related_name="memberships", verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["office__path", "role", "user__full_name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="membership_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.office}"


class Invitation(models.Model):
    """Somebody was asked, by mail, to take a role in an office. The link stands in the mail alone:
    here is only its hash, so that who reads the database can't join in another's place.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    office = models.ForeignKey(
        Office, models.CASCADE, related_name="invitations", verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "office", "role"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}, {self.office}"

    @property
    def is_open(self) -> bool:
        """Whether its link lets somebody in."""
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and timezone.now() < self.expires_at
        )


class AuditEvent(models.Model):
    """Who did what, when, from where. Written once, in the transaction of the deed, into a chain.

    The database refuses to change or delete one (orgs/append_only.py), and the chain shows where
    that was got around (orgs/chain.py).
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("who")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("organization"),
    )
    # No constraint: an office may go, and what was done there stays on record as it was written.
    office = models.ForeignKey(
        Office,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("office"),
    )
    action = models.CharField(_("action"), max_length=60)
    target = models.CharField(_("what"), max_length=200, db_index=True)
    # An IP address, "task" or "command"; "" for what was noted before addresses were.
    address = models.CharField(_("from where"), max_length=45, blank=True)
    data = models.JSONField(_("details"), default=dict)
    # 0 is the platform's chain, else the key of the organization that it is of.
    chain = models.PositiveBigIntegerField(_("chain"), editable=False)
    number = models.PositiveBigIntegerField(_("number in the chain"), editable=False)
    previous = models.CharField(_("hash of the event before"), max_length=64, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="audit_at"),
            models.Index(fields=["organization", "at", "id"], name="audit_organization"),
            models.Index(fields=["office", "at", "id"], name="audit_office"),
            models.Index(fields=["actor", "at", "id"], name="audit_actor"),
            models.Index(fields=["action", "at", "id"], name="audit_action"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_chain_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the event once."""
        if self.pk is not None:
            raise TypeError("An audit event is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the trail is append-only."""
        raise TypeError("An audit event is never deleted.")

    @property
    def link(self) -> Link:
        """What of it is hashed."""
        return Link(
            chain=self.chain,
            number=self.number,
            previous=self.previous,
            at=self.at,
            actor=self.actor_id,
            organization=self.organization_id,
            office=self.office_id,
            action=self.action,
            target=self.target,
            address=self.address,
            data=self.data,
        )


class AuditHead(models.Model):
    """How long a chain of the audit trail is, and its last hash: shows when the end is cut off.

    Its row is the lock under which the chain grows.
    """

    chain = models.PositiveBigIntegerField(primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField("SHA-256", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("head of a chain")
        verbose_name_plural = _("heads of chains")

    def __str__(self) -> str:
        return f"{self.chain}: {self.count}"


class OutgoingMail(models.Model):
    """A mail that is due is a row before it is a message: the outbox, and the ledger of what left.

    The Message-ID is fixed when the row is written: should a crash between sending and recording
    repeat a mail, the receiving side can tell that it is the same. `doubts` counts how often it was
    handed to the server and nobody knows whether it was taken.
    """

    class Status(models.TextChoices):
        """Where a mail is."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="mails", verbose_name=_("recipient")
    )
    # Of a person without an account, in place of a recipient.
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    attachment = models.CharField(_("attachment"), max_length=250, blank=True)
    attachment_name = models.CharField(_("name of the attachment"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubts = models.PositiveSmallIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "due_at"], name="mail_outbox")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False) ^ ~models.Q(email=""),
                name="mail_to_a_user_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient or self.name or self.email}"
