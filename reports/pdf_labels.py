"""The fixed words of a report, through gettext: call these inside the report's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.punctuation import listed, named


def fixed_labels() -> dict[str, str]:
    """Every word that the Typst source sets by itself."""
    return {
        "product": _("Operative"),
        "comma": listed(["", ""]),
        "colon": named("", ""),
        "kind": _("Self-assessment report of an office"),
        "contents": _("Contents"),
        "how_to_read": _("How to read the figures"),
        "summary": _("Summary"),
        "completion": _("Completion"),
        "declared": _("Self-declared"),
        "verified": _("Verified"),
        "declared_short": pgettext("narrow column", "Declared"),
        "dimension": _("Dimension"),
        "policy": _("Policy"),
        "practice": _("Practice"),
        "theme": _("Theme"),
        "answers_by_theme": _("Answers by theme"),
        "figures_by_theme": _("Figures by theme"),
        "dash_means": _("A dash stands where there is nothing to count."),
        "no_items": _("This checklist has no items for this office."),
        "items_by_theme": _("Items by theme"),
        "not_applicable_reason": _("Why it is not applicable"),
        "justification": _("Justification"),
        "comment": _("Comment"),
        "indicator": _("Indicator"),
        "indicators": _("Indicators"),
        "indicators_lead": _(
            "Numbers that the office gave, each for the time that stands with it. They are on no "
            "scale: no figure, chart or score of this report counts them."
        ),
        "returned_reason": _("Why the reviewer returned it"),
        "verdict_reason": _("The reviewer's remark"),
        "evidence": _("Evidence"),
        "open_points": _("Open points"),
        "returned": _("Returned:"),
        "item": _("Item"),
        "question": _("Question"),
        "what_is_open": _("What is open"),
        "page": _("Page"),
        "page_of": _("Page {page} of {pages}"),
        "about": _("About this report"),
        "frozen_data": _("The frozen data"),
        "sha256": _("SHA-256 of the frozen data"),
    }


def answer_labels() -> dict[str, str]:
    """What the answers of the default scale are called where a checklist doesn't say."""
    return {
        "in_place": _("In place"),
        "mostly": _("Mostly in place"),
        "partly": _("Partly in place"),
        "not_in_place": _("Not in place"),
        "not_applicable": _("Not applicable"),
        "unanswered": _("Not answered"),
        "reported": _("Figures given"),
        "not_collected": _("No figures kept"),
    }


def verdict_labels() -> dict[str, str]:
    """What a reviewer said of an answer."""
    return {
        "pending": _("Not reviewed yet"),
        "accepted": _("Accepted by the reviewer"),
        "returned": _("Returned by the reviewer"),
    }


def status_labels() -> dict[str, str]:
    """Where an assessment stands."""
    return {
        "open": _("In progress"),
        "submitted": _("Submitted"),
        "returned": _("Returned"),
        "signed_off": _("Signed off"),
    }


def reading_guide(*, has_indicators: bool) -> list[tuple[str, str]]:
    """The terms that a reader of the figures has to know, each with a sentence."""
    said = _("are answered with numbers. They are complete or not, and have no score.")
    return [*_scored_terms(), *([(_("Indicators"), said)] if has_indicators else [])]


def _scored_terms() -> list[tuple[str, str]]:
    return [
        (_("Completion"), _("says how many of the items have an answer, whatever the answer is.")),
        (
            _("Self-declared"),
            _("is the office's own view of itself: the score of the answers that it gave."),
        ),
        (
            _("Verified"),
            _("is the score of only those answers that a reviewer looked at and accepted."),
        ),
        (
            _("Policy and practice"),
            _(
                "are counted apart. Policy: it exists on paper. Practice: it is done in this "
                "office. The one can't make up for the other, so no figure mixes them."
            ),
        ),
    ]


def notes_on_figures() -> list[str]:
    """How the figures are computed, for the last page."""
    return [
        _("Completion is the number of items with an answer, divided by the number of all items."),
        _(
            "Each answer has a score on the checklist's scale. The self-declared figure is the "
            "average score of the answers that the office gave; the verified figure is the average "
            "score of those that a reviewer accepted. An item answered “not applicable” has to say "
            "why, and leaves the count. Figures are rounded to whole percentages; the lowest and "
            "the highest one stand only where they are exactly so."
        ),
        _("Items of policy and items of practice are never added up into one number."),
        _(
            "An item that is not answered has no score, and an answer that is not verified is only "
            "the office's own word. Read a figure together with the count beside it: a high score "
            "that rests on few answers says little."
        ),
    ]


def notes_on_words() -> list[str]:
    """Whose words are whose, for the last page. `%(symbol)s` is filled in by the caller."""
    return [
        _(
            "The paragraphs cited are those of the United Nations General Assembly in %(symbol)s; "
            "their official text is the one that the United Nations has published."
        ),
        _(
            "The questions are Operative's own words. They are drawn from those paragraphs and are "
            "neither a quotation nor an official interpretation of them."
        ),
        _(
            "Answers, justifications and evidence are the office's own words; verdicts and their "
            "reasons are the reviewer's."
        ),
    ]
