"""What the Typst source of a report on several offices reads, worded and ready to be set."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Action
from checklists.overview.heat import level
from checklists.overview.selection import State
from checklists.scale import AnswerValue, Dimension
from reports import pdf_labels
from reports.frozen import UNANSWERED
from reports.kinds import Kind, Tier
from reports.office.counts import count_table
from reports.organization import wording
from reports.organization.data import (
    BranchLine,
    Cell,
    IndicatorLine,
    ItemLine,
    OfficeLine,
    OrganizationReport,
    ThemeLine,
)
from reports.pdf_footnotes import Footnotes
from reports.pdf_frame import Frame, labels, shortened
from reports.pdf_wording import NOTHING, caveats, day, figure_rows, percent, period
from reports.punctuation import listed, named, strung
from reports.textures import TEXTURES

Content = dict[str, Any]

_THEMES_ABREAST = 18
_COLUMN_HEAD = 60  # characters of a theme's title over its column


def organization_content(data: OrganizationReport, sha256: str) -> Content:
    """The report as a JSON-ready mapping. Raises ContentError, FontMissingError."""
    with translation.override(data.language):
        return _OrganizationContent(data, sha256).build()


class _OrganizationContent:
    """Builds the content of one report, inside the report's language."""

    def __init__(self, data: OrganizationReport, sha256: str) -> None:
        self.data = data
        self.frame = Frame(data, sha256)
        self.footnotes = Footnotes(self.frame.repeats, data.instrument_title)
        self.line = self.frame.printer.line
        self.repeat = self.frame.repeats.line
        self.dimensions = {
            Dimension.POLICY.value: _("Policy"),
            Dimension.PRACTICE.value: _("Practice"),
        }
        self.answers = pdf_labels.answer_labels() | data.scale_labels

    def build(self) -> Content:
        data = self.data
        kind = str(Kind.ORGANIZATION.label)
        dates = period(data.cycle_start, data.cycle_end)
        content = {
            **self.frame.content(
                kind,
                facts=self._facts(dates),
                head=[data.instrument_symbol, data.cycle],
                about=listed([data.checklist_title, data.cycle or dates]),
            ),
            "reading": pdf_labels.reading_guide(has_indicators=bool(data.counted)),
            "scale": [
                {"label": self.answers[key], "texture": TEXTURES[key]}
                for key in wording.answer_keys()
            ],
            "standing": self._standing(),
            "figures": figure_rows(data.policy, data.practice, data.indicators),
            "caveats": [
                *wording.gap_sentences(data),
                *caveats(data.policy, data.practice, data.indicators),
            ],
            "critical": self._critical(),
            "branch_head": self._branch_head(),
            "branches": [self._branch(branch) for branch in data.branches],
            "themes": [self._theme(theme) for theme in data.themes],
            "spreads": self._spreads(),
            "shades": [
                {"step": step, "label": label} for step, label in enumerate(wording.step_labels())
            ],
            "heats": [heat for key in self.dimensions for heat in self._heats(key)],
            "lists": [each for key in self.dimensions for each in self._lists(key)],
            "item_head": self._item_head(),
            "items": [self._item(item) for item in data.items],
            "late": self._late(),
            "counted": [self._counted(line) for line in data.counted],
            "actions": self._actions(),
            "labels": labels(kind, **wording.own_labels()),
        }
        content["notes"] = self._notes()
        return content

    def _facts(self, dates: str) -> list[tuple[str, list[str]]]:
        data = self.data
        version = _("Version %(version)s") % {"version": data.checklist_version}
        facts = [
            (_("Instrument"), [data.instrument_symbol, data.instrument_title]),
            (_("Checklist"), [data.checklist_title, version]),
            (_("Cycle"), [data.cycle, dates]),
            (_("Due"), [day(data.due_on)]),
            (_("Offices"), [wording.standing_lead(data)]),
        ]
        if data.period_start and data.period_end:
            facts.append((_("Made for the period"), [period(data.period_start, data.period_end)]))
        return facts

    def _standing(self) -> Content:
        data = self.data
        sentences = wording.standing_sentences(data)
        return {
            "lead": wording.standing_lead(data),
            "total": max(1, data.places),
            "counts": [
                {"count": count, "texture": wording.STATE_TEXTURES[State(state)]}
                for state, count in data.states.items()
                if count
            ],
            "legend": [
                {"label": str(state.label), "texture": texture}
                for state, texture in wording.STATE_TEXTURES.items()
            ],
            "alt": sentences[0] if sentences else "",
            "sentences": sentences,
        }

    def _critical(self) -> Content | None:
        """The items that no average may hide, those that an office lacks one by one."""
        critical = self.data.critical
        if not critical:
            return None
        lacking = (AnswerValue.NOT_IN_PLACE, UNANSWERED)
        return {
            "lead": wording.critical_lead(critical),
            "items": [
                {
                    "ref": self.frame.repeats.plain(item.ref),
                    "question": self.repeat(item.question),
                    "said": wording.critical_words(item),
                }
                for item in critical
                if any(item.counts.get(key, 0) for key in lacking)
            ],
        }

    def _branch_head(self) -> list[str]:
        return [
            _("Branch"),
            _("Offices"),
            _("Signed off"),
            _("Late"),
            _("Policy, declared"),
            _("Practice, declared"),
            _("Practice, answered"),
        ]

    def _branch(self, branch: BranchLine) -> Content:
        signed_off = branch.states.get(State.SIGNED_OFF, 0)
        figures = (branch.policy.declared, branch.practice.declared, branch.practice.completion)
        counts = [str(branch.offices), str(signed_off), str(branch.late)]
        return {"name": self.line(branch.name), "cells": [*counts, *map(percent, figures)]}

    def _theme(self, theme: ThemeLine) -> Content:
        cells = []
        for figures, lacking in (
            (theme.policy, theme.policy_not_in_place),
            (theme.practice, theme.practice_not_in_place),
        ):
            count = str(lacking) if figures.items else NOTHING
            cells += [percent(figures.declared), percent(figures.verified), count]
        return {"title": self.line(theme.title), "cells": cells}

    def _spreads(self) -> list[Content]:
        """Where the offices stand by theme, theme by theme; nothing where it isn't told."""
        titles = {
            "policy": _("Where the offices stand: policy"),
            "practice": _("Where the offices stand: practice"),
        }
        found = []
        for key, title in titles.items():
            spreads = [
                (theme, theme.policy_spread if key == "policy" else theme.practice_spread)
                for theme in self.data.themes
            ]
            rows = [
                {"name": self.repeat(theme.title), "cells": [str(count) for count in spread]}
                for theme, spread in spreads
                if any(spread)
            ]
            if rows:
                head = [_("Theme"), *wording.step_labels()]
                found.append({"title": title, "head": head, "rows": rows})
        return found

    def _heats(self, dimension: str) -> list[Content]:
        """The map of a dimension, in parts where there are too many themes for one page."""
        if not self.data.offices:
            return []
        themes = self.data.themes
        found = []
        for start in range(0, max(1, len(themes)), _THEMES_ABREAST):
            end = start + _THEMES_ABREAST
            found.append(
                {
                    "title": _("Offices by theme: %(dimension)s")
                    % {"dimension": self.dimensions[dimension].lower()},
                    "lead": wording.heat_lead(self.dimensions[dimension].lower()),
                    "head": [
                        self.repeat(shortened(each.title, _COLUMN_HEAD))
                        for each in themes[start:end]
                    ],
                    "rows": [
                        self._heat_row(office, dimension, start, end)
                        for office in self.data.offices
                    ],
                }
            )
        return found

    def _heat_row(self, office: OfficeLine, dimension: str, start: int, end: int) -> Content:
        cells = office.policy if dimension == Dimension.POLICY else office.practice
        whole, *parts = cells
        words = {"answered": whole.answered, "items": whole.items}
        return {
            # Each name is counted once, however often it stands.
            "name": (self.line if dimension == Dimension.POLICY else self.repeat)(office.name),
            "level": min(office.level, 8),
            "whole": office.level == 0,
            "answered": _("%(answered)s of %(items)s") % words,
            "cells": [_shade(cell) for cell in (whole, *parts[start:end])],
        }

    def _lists(self, dimension: str) -> list[Content]:
        words = {"dimension": self.dimensions[dimension]}
        return [
            {
                "title": _("%(dimension)s: the worst") % words,
                "empty": _("No office says that an item is not in place or partly in place."),
                "items": [self._bar(item) for item in self.data.worst(dimension)],
            },
            {
                "title": _("%(dimension)s: the best") % words,
                "empty": _("No office says that an item is in place."),
                "items": [self._bar(item) for item in self.data.best(dimension)],
            },
        ]

    def _bar(self, item: ItemLine) -> Content:
        counts = [(key, item.counts.get(key, 0)) for key in wording.answer_keys()]
        said = listed(named(self.answers[key], count) for key, count in counts if count)
        accepted = _("accepted by a reviewer: %(count)s") % {"count": item.accepted}
        return {
            "ref": self.frame.repeats.plain(item.ref),
            "question": self.repeat(item.question),
            "cited": self._cited(item, "lists"),
            "alt": said,
            "said": strung([said, accepted]) + ".",
            "total": item.offices,
            "counts": [
                {"count": count, "texture": TEXTURES[key]} for key, count in counts if count
            ],
        }

    def _item_head(self) -> list[str]:
        answers = [self.answers[key] for key in wording.answer_keys()]
        return [_("Item"), _("Question"), _("Dimension"), *answers, _("Accepted")]

    def _item(self, item: ItemLine) -> Content:
        counts = [str(item.counts.get(key, 0)) for key in wording.answer_keys()]
        return {
            "ref": self.frame.printer.plain(item.ref),
            "question": self.line(item.question),
            "critical": item.is_critical,
            "cited": self._cited(item, item.theme),
            "dimension": self.dimensions[item.dimension],
            "cells": [*counts, str(item.accepted)],
        }

    def _cited(self, item: ItemLine | IndicatorLine, section: str) -> Content | None:
        return self.footnotes.note([(self.data.instrument_symbol, item.paragraph)], section)

    def _late(self) -> Content | None:
        if self.data.tier == Tier.SHAREABLE:
            return None
        late = self.data.late_offices
        lead = ngettext(
            "%(count)s office should have submitted by %(day)s.",
            "%(count)s offices should have submitted by %(day)s.",
            len(late),
        ) % {"count": len(late), "day": day(self.data.due_on)}
        return {
            "lead": lead if late else _("No office is late."),
            "head": [_("Office"), _("Status"), _("Days late")],
            "rows": [
                {
                    "name": self.repeat(office.name),
                    "state": str(State(office.state).label),
                    "days": str(office.days_late),
                }
                for office in late
            ],
        }

    def _counted(self, line: IndicatorLine) -> Content:
        said = wording.counted_words(line.counts, line.accepted)
        return {
            "ref": self.frame.printer.plain(line.ref),
            "question": self.line(line.question),
            "cited": self._cited(line, "indicators"),
            "count": count_table(line.count, self.frame.printer),
            "said": f"{said} {wording.suppressed_words()}" if line.is_suppressed else said,
        }

    def _actions(self) -> Content:
        names = {key: str(label) for key, label in Action.Priority.choices}
        head = [_("What is to be done"), _("Office"), _("Priority"), _("Until"), _("Progress")]
        return {
            "sentences": wording.actions_sentences(self.data, names),
            "head": head,
            "rows": [
                {
                    "title": self.line(row.title),
                    "office": self.repeat(row.office),
                    "priority": names.get(row.priority, row.priority),
                    "due": day(row.due_on),
                    "progress": percent(row.progress),
                    "who": self.line(row.who),
                }
                for row in self.data.overdue
            ],
        }

    def _notes(self) -> list[Content]:
        data = self.data
        symbol = self.frame.repeats.plain(data.instrument_symbol)
        return self.frame.notes(
            (
                _("How the figures are computed"),
                [*pdf_labels.notes_on_figures(), *wording.notes_on_sums()],
            ),
            (
                _("What is not answered or not verified"),
                caveats(data.policy, data.practice, data.indicators),
            ),
            (
                _("Whose words these are"),
                [text % {"symbol": symbol} for text in pdf_labels.notes_on_words()],
            ),
        )


def _shade(cell: Cell) -> Content:
    return {
        "step": level(cell.declared),
        "value": wording.cell_words(cell),
        "lacking": f"{cell.not_in_place}×" if cell.not_in_place else "",
    }
