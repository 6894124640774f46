"""What the Typst source of an office's report reads: every word, date and number ready to be set.

The Typst source knows where things go; this module knows what they say, in the report's language.
"""

import re
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from checklists.scale import AnswerValue
from reports import pdf_labels
from reports.actions.content import action_row, row_head
from reports.frozen import UNANSWERED
from reports.office import looking_back, wording
from reports.office.data import ItemLine, OfficeReport, Signature, ThemeSummary
from reports.office.item_content import Items, worded
from reports.pdf_frame import ContentError, Fact, Frame, labels, shortened
from reports.pdf_wording import caveats, day, figure_rows, moment, open_points_lead, period
from reports.punctuation import listed, named

Content = dict[str, Any]

_REPEATED_REASON = 280  # characters of a reason or a question that is said a second time


def office_content(data: OfficeReport, sha256: str) -> Content:
    """The report as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", data.language):
        raise ContentError(f"“{data.language}” is not a language code.")
    known = {theme.id for theme in data.themes}
    for item in data.items:
        # Such an item would silently be missing from the report.
        if item.count is None and item.theme not in known:
            raise ContentError(f"Item {item.ref} belongs to no theme of the report.")
    with translation.override(data.language):
        return _OfficeContent(data, sha256).build()


class _OfficeContent:
    """Builds the content of one report, inside the report's language."""

    def __init__(self, data: OfficeReport, sha256: str) -> None:
        self.data = data
        self.frame = Frame(data, sha256)
        self.zone = ZoneInfo(data.time_zone)
        self.items = Items(data, self.frame.printer, self.frame.repeats)
        self.dates = period(data.cycle_start, data.cycle_end)

    def build(self) -> Content:
        data = self.data
        kind = pdf_labels.fixed_labels()["kind"]
        themes = [self._theme(index, theme) for index, theme in enumerate(data.themes)]
        content: Content = {
            **self.frame.content(
                kind,
                facts=self._facts(),
                head=[data.instrument_symbol, data.cycle],
                about=listed([data.checklist_title, data.cycle or self.dates]),
            ),
            "reading": pdf_labels.reading_guide(
                has_indicators=any(item.count for item in data.items)
            ),
            "scale": self.items.scale(),
            "figures": figure_rows(data.policy, data.practice, data.indicators),
            "caveats": self._caveats(),
            "gap": self._gap(),
            "critical": self._critical(),
            "themes": themes,
            "indicators": self._indicators(),
            "chart_alt": " ".join(theme["alt"] for theme in themes) or self.items.nothing,
            "longest_bar": max((theme["total"] for theme in themes), default=0),
            "changes": looking_back.changes(data, self.items.answers, self.frame.repeats),
            "open_points": [self._open_point(item) for item in data.open_points],
            "actions": self._actions(),
            "signature": self._sign_off(),
        }
        # Last, because they tell how many characters could not be drawn above.
        content["notes"] = self._notes()
        lead = open_points_lead(len(data.open_points))
        content["labels"] = labels(kind, open_points_lead=lead, **wording.own_labels())
        return content

    def _facts(self) -> list[Fact]:
        data = self.data
        version = _("Version %(version)s") % {"version": data.checklist_version}
        status = pdf_labels.status_labels().get(data.status) or worded(data.status)
        facts = [
            (_("Instrument"), [data.instrument_symbol, data.instrument_title]),
            (_("Checklist"), [data.checklist_title, version]),
            (_("Cycle"), [data.cycle, self.dates]),
            (_("Due"), [day(data.due_on)]),
        ]
        if data.period_start and data.period_end:
            facts.append((_("Made for the period"), [period(data.period_start, data.period_end)]))
        facts.append((_("Status"), [status, self._signed()]))
        if data.revision > 1:
            facts.append((_("Revision"), [str(data.revision)]))
        return facts

    def _signed(self) -> str:
        """Whether it is signed off, by whom as far as the tier tells it, and when."""
        data = self.data
        if data.signed_off_at is None:
            return _("Not signed off: the verified figures may still change.")
        words = {"when": moment(data.signed_off_at, self.zone), "name": data.signed_off_by}
        if not data.signed_off_by:
            return _("Signed off on %(when)s") % words
        return _("Signed off by %(name)s on %(when)s") % words

    def _caveats(self) -> list[str]:
        data = self.data
        missing = caveats(data.policy, data.practice, data.indicators)
        return [*missing, *wording.carried_sentences(data)]

    def _gap(self) -> list[str]:
        data = self.data
        sentences = wording.gap_sentences(data.policy, data.practice, data.themes)
        return [self.frame.repeats.plain(sentence) for sentence in sentences]

    def _critical(self) -> Content | None:
        """The items that no average may hide, those that aren't in place by name."""
        critical = self.data.critical
        if not critical:
            return None
        listed = [
            item for item in critical if item.answer in (AnswerValue.NOT_IN_PLACE, UNANSWERED)
        ]
        return {
            "lead": wording.critical_sentences(critical),
            "items": [self._open_point(item) for item in listed],
        }

    def _theme(self, index: int, theme: ThemeSummary) -> Content:
        # In the order of the scale, whatever order the counts were stored in.
        counts = [
            (key, theme.counts[key])
            for key in (*self.data.scale, UNANSWERED)
            if theme.counts.get(key, 0) > 0
        ]
        said = listed(named(self.items.answer(key), count) for key, count in counts)
        title = self.frame.printer.line(theme.title)
        return {
            "anchor": f"theme-{index}",
            "title": title,
            "counts": [
                {"count": count, "texture": self.items.texture(key)} for key, count in counts
            ],
            "total": sum(count for _key, count in counts),
            "said": said or self.items.nothing,
            "alt": named(title["t"], said or self.items.nothing) + ".",
            "figures": figure_rows(theme.policy, theme.practice),
            "alarm": self._alarm(theme),
            "items": [
                self.items.content(number, item, section=theme.id)
                for number, item in enumerate(self.data.items)
                if item.theme == theme.id and not item.count
            ],
        }

    def _alarm(self, theme: ThemeSummary) -> str:
        """The critical items of a theme that are not in place, where its averages stand."""
        lacking = [
            item.ref
            for item in self.data.critical
            if item.theme == theme.id and item.answer == AnswerValue.NOT_IN_PLACE
        ]
        if not lacking:
            return ""
        said = _("Critical, not in place: %(items)s") % {"items": listed(lacking)}
        return self.frame.repeats.plain(said)

    def _indicators(self) -> list[Content]:
        """The indicators under the paragraphs that they serve: their themes may have no charts."""
        lines = [
            (self.items.citation(item), self.items.content(number, item, section="indicators"))
            for number, item in enumerate(self.data.items)
            if item.count
        ]
        return [
            {"citation": citation, "items": [line for _citation, line in group]}
            for citation, group in groupby(lines, key=lambda line: line[0])
        ]

    def _open_point(self, item: ItemLine) -> Content:
        repeats = self.frame.repeats
        returned = item.verdict == "returned"
        reason = shortened(item.verdict_reason, _REPEATED_REASON) if returned else ""
        return {
            "anchor": f"item-{self.data.items.index(item)}",
            "ref": repeats.plain(item.ref),
            "question": repeats.line(shortened(item.question, _REPEATED_REASON)),
            "critical": item.is_critical,
            "answer": self.items.answer(item.answer),
            "returned": returned,
            "reason": repeats.line(reason),
        }

    def _actions(self) -> Content | None:
        """The open actions; None in data that doesn't know of them."""
        actions = self.data.actions
        if actions is None:
            return None
        return {
            "lead": wording.actions_sentences(actions),
            "head": row_head(),
            "rows": [
                action_row(line, self.frame.printer, self.items.footnotes, "actions")
                for line in actions.lines
            ],
        }

    def _sign_off(self) -> Content | None:
        """The declaration, or that there is none; None in data that doesn't know of it."""
        data, printer = self.data, self.frame.printer
        if not data.looks_back:
            return None
        signature = data.signature
        if signature is None:
            return {"lead": [self._signed()], "declaration": []}
        return {
            "lead": self._standing(signature),
            "declaration": printer.paragraphs(signature.declaration),
            "remark": printer.paragraphs(signature.remark),
            "signed_by": printer.line(signature.signed_by),
            "signed_at": moment(signature.signed_at, self.zone),
            "sha256": signature.sha256,
        }

    def _standing(self, signature: Signature) -> list[str]:
        """Whether the latest signature still holds."""
        words = {"revision": signature.revision}
        if signature.reopened_at is None:
            return [_("Revision %(revision)s is signed off; the declaration holds.") % words]
        when = moment(signature.reopened_at, self.zone)
        said = _(
            "Revision %(revision)s was signed off, and reopened on %(when)s: the declaration below "
            "holds no more."
        )
        return [self._signed(), said % (words | {"when": when})]

    def _notes(self) -> list[Content]:
        data = self.data
        symbol = self.frame.repeats.plain(data.instrument_symbol)
        figures, *others = self.frame.notes(
            (_("How the figures are computed"), pdf_labels.notes_on_figures()),
            (_("What is not answered or not verified"), self._caveats()),
            (
                _("Whose words these are"),
                [text % {"symbol": symbol} for text in pdf_labels.notes_on_words()],
            ),
        )
        head = [_("Answer"), _("Score")]
        return [figures | {"scores": self._scores(), "score_head": head}, *others]

    def _scores(self) -> list[tuple[str, str]]:
        scores = self.data.scale_scores
        return [
            (self.items.answer(key), str(scores[key])) for key in self.data.scale if key in scores
        ]
