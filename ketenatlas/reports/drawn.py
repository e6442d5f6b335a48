"""The pictures of :mod:`ketenatlas.views.figures` in a report, each with its table as words for who cannot see it."""

import re
from dataclasses import replace

from ketenatlas.reports.pieces import Figure, Table, widths
from ketenatlas.reports.writing import Writer
from ketenatlas.views.figure import Asked, figure_named
from ketenatlas.views.figure_page import plate

_ROWS = 40
"""Rows of the table with a picture at most."""
_SPOKEN = 25
"""Rows that are spoken at most."""


def drawn(writer: Writer, name: str, chain: str) -> None:
    """Write a picture of a chain; a page on its side, for its letters are small.

    One of nothing is left out, as the tables beside it say what is unknown.

    Args:
        writer: writes it.
        name: which picture.
        chain: of which chain.
    """
    made = plate(figure_named(name), Asked(replace(writer.view, chain=chain)))
    if made.data.table.is_empty():
        return
    fields = [one for one in made.figure.fields if one.name in made.data.table.columns and one.name != "sources"]
    rows = [
        tuple(made.told(one.name, row[one.name]) for one in fields) for row in made.data.table.head(_ROWS).to_dicts()
    ]
    heads = [(one.label[writer.language], one.number) for one in fields]
    alt = f"{made.title}. " + "; ".join(", ".join(cell for cell in row if cell != "–") for row in rows[:_SPOKEN]) + "."
    svg = made.drawn.canvas.svg(f"beeld-{name}", made.title, alt)
    notes = (*made.reading, re.sub(r"\s+", " ", made.origin))
    table = Table(made.title, widths(heads, rows), tuple(rows))
    writer.figure(Figure(svg, alt, made.title, writer.cite(made.sources), notes, table, wide=True))
