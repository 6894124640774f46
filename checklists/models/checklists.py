"""Checklists, versioned: items in our own words, each tied to a paragraph."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.indicators import Indicator, read_indicator
from checklists.models.instruments import Instrument, Paragraph
from checklists.scale import ApplicableOrganizations, ApplicablePlaces, Dimension
from orgs.access import ConflictError
from orgs.models import User


class Checklist(models.Model):
    """One version of a checklist. Once published it is frozen; a correction is a new version."""

    class Status(models.TextChoices):
        """Only a published checklist can be assessed against."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    slug = models.SlugField(_("identifier"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="checklists", verbose_name=_("instrument")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    # The file itself: what is exported is what was imported, notes for editors and all.
    source = models.TextField(_("its file"), blank=True)
    source_sha256 = models.CharField(_("SHA-256 of its file"), max_length=64)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="checklist_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless it stands as published in the database."""
        self._refuse_when_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, unless it stands as published in the database."""
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self) -> None:
        stored = Checklist.objects.filter(pk=self.pk, status=self.Status.PUBLISHED)
        if self.pk and stored.exists():
            raise ConflictError(_("A published checklist can't be changed: make a new version."))

    @property
    def is_published(self) -> bool:
        """Whether it is frozen."""
        return self.status == self.Status.PUBLISHED


class ChecklistPart(models.Model):
    """What belongs to a checklist, and is frozen with it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the checklist is published."""
        self._refuse_when_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, unless the checklist is published."""
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self) -> None:
        checklist: Checklist = self.checklist  # type: ignore[attr-defined]  # each part has one
        if checklist.is_published:
            raise ConflictError(_("A published checklist can't be changed: make a new version."))


class Theme(ChecklistPart):
    """A heading under which items stand together."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="themes")
    slug = models.SlugField(_("identifier"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "slug"], name="theme_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class Item(ChecklistPart):
    """One question to an office, in our own words, tied to the paragraph that it serves."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    # A theme with items goes only together with them, when a draft is deleted.
    theme = models.ForeignKey(Theme, models.RESTRICT, related_name="items", verbose_name=_("theme"))
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="items", verbose_name=_("paragraph")
    )
    ref = models.CharField(_("reference"), max_length=20)
    # The duty that it asks about: the same in every version and edition that asks it.
    key = models.SlugField(_("key"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    dimension = models.CharField(_("dimension"), max_length=10, choices=Dimension)
    # No average may hide that it is not in place: reports name it beside the figures.
    is_critical = models.BooleanField(_("critical"), default=False)
    question = models.TextField(_("question"))
    guidance = models.TextField(_("guidance"))
    evidence_examples = models.JSONField(_("examples of evidence"), default=list)
    sources = models.JSONField(_("sources"), default=list)
    organizations = models.CharField(
        _("organizations"),
        max_length=20,
        choices=ApplicableOrganizations,
        default=ApplicableOrganizations.ALL,
    )
    places = models.CharField(
        _("offices"), max_length=20, choices=ApplicablePlaces, default=ApplicablePlaces.ALL
    )
    # None for a question; of an indicator {"unit", "period", "by", "minimum", "maximum",
    # "not_above"}, as the checklist's schema has them.
    indicator = models.JSONField(_("indicator"), null=True, blank=True)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "ref"], name="item_ref_unique"),
            models.UniqueConstraint(fields=["checklist", "key"], name="item_key_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.question}"

    @property
    def has_generated_key(self) -> bool:
        """Whether its file gave no key, and one was made from the number: it says nothing then."""
        return self.key == f"op-{self.ref.replace('.', '-')}"

    @property
    def measure(self) -> Indicator | None:
        """Which number answers it; None where the scale does."""
        return read_indicator(self.indicator) if self.indicator else None


class Disposition(ChecklistPart):
    """What a checklist does with a paragraph, so that none is passed over."""

    class Kind(models.TextChoices):
        """A published checklist has one for every operative paragraph."""

        ASSESSED = "assessed", _("Assessed")
        CONTEXT = "context", _("Context")
        DERIVED = "derived", _("Derived")

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="dispositions")
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="dispositions", verbose_name=_("paragraph")
    )
    kind = models.CharField(_("disposition"), max_length=10, choices=Kind)
    # Whose duty it is (context), or what follows for organizations, in our own words (derived).
    duty = models.TextField(_("duty"), blank=True)

    class Meta:
        verbose_name = _("disposition")
        verbose_name_plural = _("dispositions")
        ordering = ["checklist", "paragraph__position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "paragraph"], name="disposition_unique"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
