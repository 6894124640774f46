"""What the rules read in paragraphs, and the officer's corrections, which stand instead."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from checklists.anatomy import RULES_VERSION, THEMES, Reading, read_operative
from checklists.models import Instrument, Paragraph, ParagraphReading, ReadingCorrection
from orgs import audit
from orgs.access import ConflictError, demand_anywhere
from orgs.models import User
from orgs.roles import Capability

_LABELS = {theme.slug: theme.label for theme in THEMES}


def theme_label(slug: str) -> str:
    """The name of a theme; its slug where the rules don't know it any more."""
    return str(_LABELS.get(slug, slug))


@dataclass(frozen=True, slots=True)
class ActRead:
    """An operative verb as it stands, its force on the scale, and whom it addresses."""

    verb: str
    force: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a paragraph does: what an officer says of it, or else what the rules read."""

    acts: tuple[ActRead, ...] = ()
    themes: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def addressees(self) -> tuple[str, ...]:
        """Those of all acts, in order, each once."""
        return tuple(dict.fromkeys(name for act in self.acts for name in act.addressees))

    @property
    def labels(self) -> list[str]:
        """The names of the themes."""
        return [theme_label(slug) for slug in self.themes]


def anatomical(paragraphs: QuerySet[Paragraph] | None = None) -> QuerySet[Paragraph]:
    """The paragraphs that have an anatomy: whole ones of the operative part and of annexes."""
    if paragraphs is None:
        paragraphs = Paragraph.objects.all()
    return paragraphs.filter(parent=None).exclude(kind=Paragraph.Kind.PREAMBULAR)


def with_anatomy(paragraphs: QuerySet[Paragraph]) -> QuerySet[Paragraph]:
    """Paragraphs with all that `effective` asks for, in one query."""
    return paragraphs.select_related("reading", "correction")


def effective(paragraph: Paragraph) -> Anatomy:
    """What holds for a paragraph: its correction, or its reading where there is none."""
    correction = getattr(paragraph, "correction", None)
    if correction is not None:
        return Anatomy(_acts(correction.acts), tuple(correction.themes), corrected=True)
    reading = getattr(paragraph, "reading", None)
    if reading is None:
        return Anatomy()
    return Anatomy(_acts(reading.acts), tuple(theme["slug"] for theme in reading.themes))


def _acts(stored: Iterable[dict[str, object]]) -> tuple[ActRead, ...]:
    return tuple(
        ActRead(
            verb=str(act["verb"]),
            force=str(act["force"]),
            addressees=tuple(_names(act["addressees"])),
        )
        for act in stored
    )


def _names(stored: object) -> list[str]:
    return [str(name) for name in stored] if isinstance(stored, list) else []


@transaction.atomic
def read_instrument(instrument: Instrument) -> int:
    """Run the rules on an instrument's paragraphs; returns how many were read.

    What the rules said before is replaced. What officers corrected stays, and goes on to hold.
    """
    children: defaultdict[int | None, list[Paragraph]] = defaultdict(list)
    for paragraph in instrument.paragraphs.order_by("position"):
        children[paragraph.parent_id].append(paragraph)
    rows = [
        _row(root, _read(root, children, instrument.organ))
        for root in children[None]
        if root.kind != Paragraph.Kind.PREAMBULAR
    ]
    ParagraphReading.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["paragraph"],
        update_fields=["acts", "themes", "rules_version"],
    )
    return len(rows)


def _read(root: Paragraph, children: dict[int | None, list[Paragraph]], organ: str) -> Reading:
    texts: list[str] = []
    waiting = children[root.pk][::-1]
    while waiting:
        paragraph = waiting.pop()
        texts.append(paragraph.text)
        waiting += reversed(children[paragraph.pk])
    return read_operative(root.text, children=texts, organ=organ)


def _row(paragraph: Paragraph, reading: Reading) -> ParagraphReading:
    return ParagraphReading(
        paragraph=paragraph,
        acts=[asdict(act) for act in reading.acts],
        themes=[asdict(theme) for theme in reading.themes],
        rules_version=RULES_VERSION,
    )


def state(paragraph: Paragraph) -> str:
    """What the correction of a paragraph was when a page showed it; "" where there was none."""
    correction = getattr(paragraph, "correction", None)
    return correction.corrected_at.isoformat() if correction else ""


@transaction.atomic
def correct(
    actor: User,
    paragraph_id: int,
    *,
    acts: Sequence[ActRead],
    themes: Sequence[str],
    reason: str,
    read_state: str,
) -> None:
    """Put an officer's reading in place of the rules', whose own stays beside it.

    The same correction twice is one. Raises ConflictError where another officer corrected the
    paragraph since the page was read, as `state` told it.
    """
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    paragraph = _lock(paragraph_id)
    stored = [asdict(act) | {"addressees": list(act.addressees)} for act in acts]
    fields: dict[str, object] = {"acts": stored, "themes": list(themes), "reason": reason}
    correction = ReadingCorrection.objects.filter(paragraph=paragraph).first()
    if correction and fields == {name: getattr(correction, name) for name in fields}:
        return
    _check_state(correction, read_state)
    ReadingCorrection.objects.update_or_create(
        paragraph=paragraph,
        defaults=fields | {"corrected_by": actor, "corrected_at": timezone.now()},
    )
    audit.record(
        actor, "reading.corrected", paragraph, acts=stored, themes=list(themes), reason=reason
    )


@transaction.atomic
def withdraw(actor: User, paragraph_id: int) -> None:
    """Take a correction back: what the rules read holds again. A second time changes nothing."""
    demand_anywhere(actor, Capability.MANAGE_LIBRARY)
    paragraph = _lock(paragraph_id)
    if correction := ReadingCorrection.objects.filter(paragraph=paragraph).first():
        audit.record(
            actor,
            "reading.correction_withdrawn",
            paragraph,
            acts=correction.acts,
            themes=correction.themes,
            reason=correction.reason,
        )
        correction.delete()


def _lock(paragraph_id: int) -> Paragraph:
    """The paragraph, locked: its correction is written and withdrawn under this lock alone."""
    paragraphs = Paragraph.objects.select_for_update(of=("self",)).select_related("instrument")
    return paragraphs.get(pk=paragraph_id)


def _check_state(correction: ReadingCorrection | None, read_state: str) -> None:
    if (correction.corrected_at.isoformat() if correction else "") != read_state:
        raise ConflictError(_("Somebody else corrected this reading meanwhile."))
