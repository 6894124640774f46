"""The content of an office's report as HTML, with all its texts, tables and charts, for another
typesetter to set. Its style asks for about as many pages as ours.
"""

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from reports.glyphs import FAMILIES, font_folders

_STYLE = """
@font-face {{ font-family: "Noto Sans"; src: url("{font}"); font-weight: 100 900 }}
@page {{ size: A4; margin: 2.4cm 2cm; @top-left {{ content: "{head}"; font-size: 8pt }}
 @bottom-left {{ content: "{foot}"; font-size: 8pt }}
 @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font-size: 8pt }} }}
body {{ font: 9.5pt/1.4 "Noto Sans" }}
h1 {{ font-size: 26pt }} h2 {{ font-size: 15pt; break-before: page }} h3 {{ font-size: 11pt }}
h1, h2, h3 {{ break-after: avoid }} .item {{ break-inside: auto; margin-bottom: 10pt }}
table {{ width: 100%; border-collapse: collapse }} th, td {{ text-align: left; padding: 3pt;
 border-bottom: 0.4pt solid #999; vertical-align: top }} thead {{ display: table-header-group }}
nav a::after {{ content: leader(".") target-counter(attr(href), page) }}
.note {{ float: footnote; font-size: 7.5pt }} nav li {{ list-style: none }}
"""


def as_html(content: dict[str, Any]) -> str:
    """A whole document. `content` is what `office_content` gives."""
    labels, cover = content["labels"], content["cover"]
    folder, (*_place, files) = font_folders()[0], FAMILIES[0]
    style = _STYLE.format(
        font=(Path(folder) / files[0]).as_uri(),
        head=_text(content["head"]["start"]).replace('"', ""),
        foot=content["foot"].replace('"', ""),
    )
    facts = [[label, *map(_text, values)] for label, values in cover["facts"]]
    parts = [
        f"<h1>{escape(_text(cover['office']))}</h1><p>{escape(_text(cover['organization']))}</p>",
        _table([], [[row[0], " ".join(row[1:])] for row in facts]),
        f"<nav><h2>{labels['contents']}</h2><ul>{''.join(_entries(content))}</ul></nav>",
        f"<h2>{labels['how_to_read']}</h2>",
        *(f"<p><b>{escape(word)}</b> {escape(rest)}</p>" for word, rest in content["reading"]),
        f"<h2 id='summary'>{labels['summary']}</h2>",
        _figures(content["figures"]),
        *_paragraphs([*content["caveats"], *content["gap"]]),
        _chart(content),
        *(_theme_figures(theme) for theme in content["themes"]),
        *(_theme(theme, labels) for theme in content["themes"]),
        f"<h2 id='indicators'>{labels['indicators']}</h2>",
        *(_item(item, labels) for group in content["indicators"] for item in group["items"]),
        f"<h2 id='open'>{labels['open_points']}</h2><p>{escape(labels['open_points_lead'])}</p>",
        _table(
            [labels["item"], labels["question"], labels["what_is_open"]],
            [
                [point["ref"], _text(point["question"]), point["answer"]]
                for point in content["open_points"]
            ],
        ),
        f"<h2>{labels['about']}</h2>",
        *(
            f"<h3>{escape(note['title'])}</h3>{''.join(_paragraphs(note['paragraphs']))}"
            for note in content["notes"]
        ),
        *_paragraphs([content["frozen"]["sentence"], content["frozen"]["sha256"]]),
    ]
    title = escape(content["title"])
    return (
        f"<!doctype html><html lang='{content['lang']}'><head><meta charset='utf-8'>"
        f"<title>{title}</title><style>{style}</style></head><body>{''.join(parts)}</body></html>"
    )


def _text(value: Any) -> str:
    return str(value["t"]) if isinstance(value, dict) else str(value)


def _paragraphs(values: Iterable[Any]) -> list[str]:
    return [f"<p>{escape(_text(value))}</p>" for value in values]


def _table(head: list[str], rows: list[list[Any]]) -> str:
    cells = "".join(f"<th scope='col'>{escape(str(cell))}</th>" for cell in head)
    body = "".join(
        f"<tr><th scope='row'>{escape(str(first))}</th>"
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _entries(content: dict[str, Any]) -> Iterable[str]:
    for theme in content["themes"]:
        yield f"<li><a href='#{theme['anchor']}'>{escape(_text(theme['title']))}</a></li>"
        for item in theme["items"]:
            yield f"<li><a href='#{item['anchor']}'>{escape(item['ref'])}</a></li>"


def _figures(rows: list[dict[str, Any]]) -> str:
    return _table(
        [], [[row["label"], *(f"{c['value']} {c['count']}" for c in row["cells"])] for row in rows]
    )


def _theme_figures(theme: dict[str, Any]) -> str:
    title = escape(_text(theme["title"]))
    return f"<h3>{title}</h3><p>{escape(theme['said'])}</p>{_figures(theme['figures'])}"


def _chart(content: dict[str, Any]) -> str:
    """A bar for each theme, drawn as vectors."""
    bars = []
    for place, theme in enumerate(content["themes"]):
        ends = [0]
        for count in theme["counts"]:
            ends.append(ends[-1] + int(count["count"]))
        for tone, (start, end) in enumerate(pairwise(ends)):
            scale = 400 / max(content["longest_bar"], 1)
            bars.append(
                f"<rect x='{start * scale:.1f}' y='{place * 20}' height='14'"
                f" width='{(end - start) * scale:.1f}' fill='hsl(210 40% {30 + 12 * tone}%)'/>"
            )
    height = 20 * len(content["themes"])
    return (
        f"<svg role='img' aria-label='{escape(content['chart_alt'])}' width='400'"
        f" height='{height}' viewBox='0 0 400 {height}'>{''.join(bars)}</svg>"
    )


def _theme(theme: dict[str, Any], labels: dict[str, str]) -> str:
    items = "".join(_item(item, labels) for item in theme["items"])
    return f"<h2 id='{theme['anchor']}'>{escape(_text(theme['title']))}</h2>{items}"


def _item(item: dict[str, Any], labels: dict[str, str]) -> str:
    note = f"<span class='note'>{escape(item['note']['text'])}</span>" if item["note"] else ""
    lines = [item["dimension"], item["answer"], item["verdict"], item["carried"]]
    count = item["count"]
    texts = [
        (labels["justification"], item["justification"]),
        (labels["not_applicable_reason"], item["not_applicable_reason"]),
        (labels["verdict_reason"], item["verdict_reason"]),
    ]
    return (
        f"<section class='item'><h3 id='{item['anchor']}'>{escape(item['ref'])}"
        f" {escape(_text(item['question']))}</h3><p>{escape(item['paragraph'])}{note}</p>"
        f"<p>{escape(' · '.join(line for line in lines if line))}</p>"
        + (f"<p>{escape(count['said'])}</p>{_table(count['head'], count['rows'])}" if count else "")
        + "".join(
            f"<p><b>{escape(label)}</b></p>{''.join(_paragraphs(values))}"
            for label, values in texts
            if values
        )
        + "</section>"
    )
