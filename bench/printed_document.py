"""The same report of some forty pages and twenty charts, as HTML for WeasyPrint and as source for Typst.

Same words, tables and charts in the same typeface and size, both tagged as PDF/UA-1. Each program breaks
pages by its own rules, so that figures are given a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from random import Random

from charts import PRINT, Bar, Svg, bar_chart

CHAPTERS = 20
PARAGRAPHS = 6
ROWS = 14
HEADS = ("Delivery unit", "Counted", "Met", "Rate (%)", "Low (%)", "High (%)")
WORDS = tuple(
    word
    for line in (
        "the region supervised people on orders and licences in its delivery units and counted each",
        "appointment that was offered within the time that the measure allows while staff recorded what",
    )
    for word in line.split()
)
TITLE = "A report for measuring"


@dataclass(frozen=True, kw_only=True)
class Chapter:
    title: str
    paragraphs: Sequence[str]
    rows: Sequence[Sequence[str]]
    chart: Svg


def chapters(seed: int = 1) -> list[Chapter]:
    """The content, the same for a seed."""
    chance = Random(seed)  # noqa: S311 (made-up words)
    return [_chapter(number, chance) for number in range(1, CHAPTERS + 1)]


def _chapter(number: int, chance: Random) -> Chapter:
    rows = [_row(f"Unit {number}-{place}", chance) for place in range(1, ROWS + 1)]
    bars = [
        Bar(
            label=row[0], value=Decimal(row[3]), low=Decimal(row[4]), high=Decimal(row[5]), shown=f"{row[3]}%"
        )
        for row in rows
    ]
    chart = bar_chart(bars, f"Rates of chapter {number}", "One bar for each unit.", frame=PRINT)
    paragraphs = [" ".join(chance.choices(WORDS, k=85)).capitalize() + "." for _ in range(PARAGRAPHS)]
    return Chapter(title=f"Chapter {number}", paragraphs=paragraphs, rows=rows, chart=chart)


def _row(label: str, chance: Random) -> list[str]:
    counted = chance.randint(100, 900)
    met = chance.randint(counted // 2, counted)
    rate = 100 * met / counted
    return [label, str(counted), str(met), f"{rate:.1f}", f"{rate - 4:.1f}", f"{min(rate + 4, 100):.1f}"]


def as_html(content: Sequence[Chapter]) -> str:
    head = f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title></head>'
    listed = "".join(f'<li><a href="#c{at}">{one.title}</a></li>' for at, one in enumerate(content))
    nav = f'<nav class="contents"><h2>Contents</h2><ol>{listed}</ol></nav>'
    main = "".join(_html_chapter(at, one) for at, one in enumerate(content))
    return f"{head}<body><h1>{TITLE}</h1>{nav}<main>{main}</main></body></html>"


def _html_chapter(at: int, one: Chapter) -> str:
    words = "".join(f"<p>{escape(text)}</p>" for text in one.paragraphs)
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in one.rows
    )
    head, body = f"<thead><tr>{heads}</tr></thead>", f"<tbody>{rows}</tbody>"
    table = f"<table><caption>Table {at + 1}</caption>{head}{body}</table>"
    figure = f"<figure><figcaption>Figure {at + 1}</figcaption>{one.chart}</figure>"
    return f'<section><h2 id="c{at}">{one.title}</h2>{words}{table}{figure}</section>'


TYPST_HEAD = f"""#set document(title: "{TITLE}", author: "Probity", date: none)
#set page(paper: "a4", margin: (x: 20mm, top: 25mm, bottom: 23mm), numbering: "1 / 1",
  header: [{TITLE}])
#set text(lang: "en", region: "gb", font: "Source Sans 3", size: 10.5pt)
#set par(leading: 0.6em, spacing: 2.8mm + 0.6em)
#set table(stroke: (bottom: 0.2mm), inset: 1.3mm)
#show heading.where(level: 1): it => [#pagebreak(weak: true) #text(size: 24pt, it)]
#show figure: set block(breakable: false)
#show table: set text(size: 9pt)
#title()
#outline(title: "Contents")
"""


def as_typst(content: Sequence[Chapter]) -> str:
    return TYPST_HEAD + "\n".join(line for at, one in enumerate(content) for line in _typst_chapter(at, one))


def _typst_chapter(at: int, one: Chapter) -> Iterator[str]:
    yield f"= {one.title}\n"
    yield from (f"{text}\n" for text in one.paragraphs)
    heads = "".join(f"[{head}]" for head in HEADS)
    cells = ", ".join(f"[{cell}]" for row in one.rows for cell in row)
    table = f"table(columns: {len(HEADS)}, table.header{heads}, {cells})"
    yield f"#figure({table}, caption: [Table {at + 1}])\n"
    svg = str(one.chart).replace("\\", "\\\\").replace('"', '\\"')
    image = f'image(bytes("{svg}"), format: "svg", width: 100%, alt: "One bar for each unit.")'
    yield f"#figure({image}, caption: [Figure {at + 1}])\n"
