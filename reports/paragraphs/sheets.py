"""A report by paragraph as tables for spreadsheet programs, with the figures of the PDF. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from checklists.scoring import whole_percent
from checklists.spreadsheet import Sheet, Value
from reports.paragraphs import wording
from reports.paragraphs.data import Block, ParagraphLine, ParagraphsReport, Share, Standing
from reports.punctuation import listed


def sheets(data: ParagraphsReport) -> list[Sheet]:
    """Positions, positions by kind, earlier editions, and indicators, in the report's language."""
    with override(data.language):
        paragraph, dimension = _("Paragraph"), _("Dimension")
        counted = [_("Position"), _("Organizations"), _("Share %"), _("Of these verified")]
        return [
            Sheet(
                _("Positions"),
                [_("Edition"), paragraph, dimension, *counted],
                [row for line in data.paragraphs for row in _positions(data, line)],
            ),
            Sheet(
                _("By kind"),
                [paragraph, dimension, _("Kind of organization"), *counted],
                [row for line in data.paragraphs for row in _kinds(line)],
            ),
            Sheet(
                _("Earlier editions"),
                [
                    paragraph,
                    _("Edition"),
                    _("Paragraph there"),
                    _("Since then"),
                    dimension,
                    *counted,
                ],
                [row for line in data.paragraphs for row in _formers(line)],
            ),
            Sheet(
                _("Indicators"),
                [
                    paragraph,
                    _("Item"),
                    _("Question"),
                    _("Unit"),
                    _("Organizations"),
                    _("Counted"),
                    _("Number"),
                ],
                [row for line in data.paragraphs for row in _numbers(line)],
            ),
            Sheet(_("Who takes part"), [_("Kind of organization"), _("Organizations")], _who(data)),
        ]


def _positions(data: ParagraphsReport, line: ParagraphLine) -> Iterable[list[Value]]:
    for standing in line.standings:
        for row in _blocks(standing, standing.blocks):
            yield [data.instrument_symbol, line.number, *row]


def _kinds(line: ParagraphLine) -> Iterable[list[Value]]:
    for standing in line.standings:
        for kind in standing.kinds:
            for dimension, *row in _blocks(standing, kind.blocks):
                yield [line.number, dimension, wording.kinds_named(kind.kinds), *row]


def _formers(line: ParagraphLine) -> Iterable[list[Value]]:
    for former in line.formers:
        there = listed(former.paragraphs)
        since = wording.relation_named(former.relation)
        for standing in former.standings:
            for row in _blocks(standing, standing.blocks):
                yield [line.number, former.symbol, there, since, *row]


def _blocks(standing: Standing, blocks: tuple[Block, ...]) -> Iterable[list[Value]]:
    """A row for each block; one that says so where they are withheld."""
    dimension = wording.dimension_named(standing.dimension)
    total = sum(block.organizations for block in blocks)
    if not blocks:
        yield [dimension, wording.labels()["withheld"], None, None, None]
    for block in blocks:
        share = whole_percent(100 * block.organizations, total)
        position = wording.positions_named(block.positions)
        yield [dimension, position, block.organizations, share, block.verified]


def _numbers(line: ParagraphLine) -> Iterable[list[Value]]:
    for each in line.numbers:
        start: list[Value] = [
            line.number,
            each.ref,
            each.question,
            each.unit,
            each.organizations,
        ]
        whole = _("Total") if each.total is not None else wording.labels()["withheld"]
        yield [*start, whole, each.total]
        for share in (*each.recruitment, *each.sex):
            yield [*start, *_share(share)]


def _share(share: Share) -> list[Value]:
    return [wording.parts_named(share.parts), share.value]


def _who(data: ParagraphsReport) -> list[list[Value]]:
    rows: list[list[Value]] = [
        [wording.kinds_named(row.kinds), row.organizations] for row in data.kinds
    ]
    return [*rows, [_("Total"), data.organizations]]
