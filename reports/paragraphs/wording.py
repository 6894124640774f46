"""The fixed words of a report by paragraph: call these inside the report's language."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.indicators import cell_label
from checklists.models import Disposition, ParagraphPair
from orgs.models import Organization
from reports import pdf_labels
from reports.paragraphs.data import NOT_ASKED, Block, ParagraphsReport
from reports.paragraphs.suppression import LEAST

_TOGETHER = " / "


def labels() -> dict[str, str]:
    """Every word that the Typst source sets by itself."""
    return pdf_labels.fixed_labels() | {
        "kind": _("Report by operative paragraph, across organizations"),
        "official_text": _("Official text"),
        "taking_part": _("Who takes part"),
        "overview": _("All paragraphs at a glance"),
        "paragraphs": _("Paragraph by paragraph"),
        "position": _("Position"),
        "organizations": _("Organizations"),
        "share": _("Share"),
        "of_these_verified": _("Of these verified"),
        "by_kind": _("By kind of organization"),
        "kind_of_organization": _("Kind of organization"),
        "editions": _("Over the editions"),
        "numbers": _("Indicators, summed"),
        "indicator_column": _("Indicator"),
        "total": _("Total"),
        "by_recruitment": _("By recruitment"),
        "by_sex": _("By sex"),
        "unasked": _("Paragraphs without items"),
        "paragraph": _("Paragraph"),
        "why": _("Why"),
        "withheld": _("Withheld: small groups"),
        "legend_merged": _("Several positions together"),
    }


def positions_named(positions: tuple[str, ...]) -> str:
    """A position, or several that are told together."""
    words = pdf_labels.answer_labels() | {NOT_ASKED: _("Not asked")}
    return _TOGETHER.join(words.get(position, position) for position in positions)


def kinds_named(kinds: tuple[str, ...]) -> str:
    """A kind of organization, or several that are told together."""
    words = {kind.value: str(kind.label) for kind in Organization.Kind}
    return _TOGETHER.join(words.get(kind, kind) for kind in kinds)


def parts_named(parts: tuple[str, ...]) -> str:
    """Whom a share of a sum counts."""
    return _TOGETHER.join(capfirst(cell_label(part)) for part in parts)


def relation_named(relation: str) -> str:
    """What was done to a paragraph since."""
    found = dict(ParagraphPair.Relation.choices)
    return str(found.get(relation, relation))


def disposition_named(kind: str) -> str:
    """Why a paragraph has no items."""
    return str(dict(Disposition.Kind.choices).get(kind, kind))


def dimension_named(dimension: str) -> str:
    """Policy or practice."""
    return {"policy": _("Policy"), "practice": _("Practice")}.get(dimension, dimension)


def verified_said(block: Block) -> str:
    """How many of a block's organizations stand there by accepted answers alone."""
    if block.verified is None:
        return _("not told")
    if block.verified == 0:
        return _("none")
    return _("all") if block.verified == block.organizations else str(block.verified)


def organizations_said(count: int | None) -> str:
    """A number of organizations, or that they are too few."""
    if count is None:
        return _("fewer than %(least)s organizations") % {"least": LEAST}
    return ngettext("%(count)s organization", "%(count)s organizations", count) % {"count": count}


def caveats(data: ParagraphsReport) -> list[str]:
    """What the figures don't say, in sentences that stand beside them."""
    if data.organizations is None:
        return [
            _(
                "Fewer than %(least)s organizations have begun a cycle on this checklist. Nothing "
                "is told of them, so that none can be recognized."
            )
            % {"least": LEAST}
        ]
    return [
        _("An organization counts once, where the lowest answer of all its offices puts it."),
        _(
            "“Verified” says how many stand there by accepted answers alone; the others stand "
            "there by their own word."
        ),
        _(
            "No number of fewer than %(least)s organizations is told: positions are drawn together "
            "until each number has at least so many, and none can be computed from the others."
        )
        % {"least": LEAST},
    ]


def reading_guide() -> list[tuple[str, str]]:
    """The terms that a reader of the figures has to know, each with a sentence."""
    return [
        (
            _("Position:"),
            _(
                "where an organization stands in a paragraph is the lowest answer of any of its "
                "offices to any of the paragraph's items. One office's “not in place” makes the "
                "organization's, and an item without an answer counts below “partly”."
            ),
        ),
        (
            _("Policy and practice"),
            _("are counted apart: it exists on paper; it is done in the offices."),
        ),
        (
            _("Verified:"),
            _(
                "of the organizations at a position, those whose reviewers accepted what puts them "
                "there: the “not in place”, or else every answer."
            ),
        ),
        (
            _("Together:"),
            _(
                "positions with fewer than %(least)s organizations are told together with the next "
                "one, with a slash between their names."
            )
            % {"least": LEAST},
        ),
    ]


def notes() -> list[tuple[str, list[str]]]:
    """How the figures are made, for the last page."""
    return [
        (_("How the organizations are counted"), _how_counted()),
        (_("What is withheld"), _what_is_withheld()),
        (_("Over the editions"), _over_editions()),
    ]


def _how_counted() -> list[str]:
    return [
        _(
            "Each organization is counted by the latest of its cycles on this checklist "
            "that has begun, whether it has ended or not: what is not answered yet counts "
            "as not answered. Offices and answers are not counted up, so that a large "
            "organization weighs no more than a small one."
        ),
        _(
            "Of all ways to say where an organization stands, the lowest answer is the "
            "only one that hides no “not in place”: an average, or the answer of most "
            "offices, would. It says that there is a gap somewhere, not how wide it is."
        ),
        _(
            "The order is: not in place, not answered, partly, mostly, in place. “Not "
            "applicable” is a position only where nothing else was answered, and “not "
            "asked” where no item of the paragraph is put to any office."
        ),
        _("An answer that no reviewer has accepted counts as not answered for what is verified."),
        _(
            "Shares are rounded to whole percentages and need not add up to one hundred; "
            "the lowest and the highest one stand only where they are exactly so."
        ),
    ]


def _what_is_withheld() -> list[str]:
    least = {"least": LEAST}
    return [
        _(
            "In every tier and every file, the smallest number of organizations is "
            "%(least)s. An empty position is treated like a small one, since that nobody "
            "stands elsewhere would tell where each one stands. Kinds with fewer than "
            "%(least)s organizations are told together."
        )
        % least,
        _(
            "An indicator is summed where at least %(least)s organizations count any, and "
            "told apart by recruitment and by sex where each part has at least so many. "
            "Sums are of the offices that gave figures."
        )
        % least,
    ]


def _over_editions() -> list[str]:
    return [
        _(
            "The figures of an earlier edition are those of its latest published "
            "checklist, of the organizations that used it, in their latest cycle on it. "
            "Its items need not be the same. A paragraph that was several there "
            "isn't shown."
        ),
    ]
