"""Dots: which chains (or stages of one chain) occur in which places, how often, and where more than elsewhere."""

import polars as pl

from graph.projections import bipartite
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, number, room
from ketenatlas.views.figure import EVIDENCE, SOURCES, Asked, Data, Drawn, Field, Figure, in_order
from ketenatlas.views.palette import CLASS, INK, NONE, chain_colour, region_ink

MOST = 40
"""Places that can be told apart as columns; of more the smaller ones are in the table only."""
_ROWS = 30
"""Rows likewise."""
_LABEL, _LEAST, _WIDEST = 250.0, 21.0, 110.0
_PALE = "#9CC3E0"

_SAY = {
    "dark": {"nl": "donker: aandeel groter dan gemiddeld (LQ > 1)", "en": "dark: share larger than average (LQ > 1)"},
    "pale": {"nl": "bleek: aandeel niet groter", "en": "pale: share not larger"},
    "size": {"nl": "grootte: {n} vestigingen", "en": "size: {n} establishments"},
    "places": {
        "nl": "De {n} grootste van {all} plaatsen; alle staan in de tabel.",
        "en": "The {n} largest of {all} places; all are in the table.",
    },
    "rows": {
        "nl": "De {n} grootste van {all} rijen; alle staan in de tabel.",
        "en": "The {n} largest of {all} rows; all are in the table.",
    },
    "few": {
        "nl": "LQ: aandeel van de rij in de plaats, gedeeld door haar aandeel in alle plaatsen samen; bij een of "
        "twee vestigingen zegt dat weinig.",
        "en": "LQ: the row's share of the place, divided by its share of all places together; with one or two "
        "establishments that says little.",
    },
}


def data(asked: Asked) -> Data:
    """Establishments known of each chain, or of each stage of the chain asked for, in each place.

    The location quotient (Florence, 1939) compares known establishments only: ``(x_ri / x_r) / (x_i / x)``.
    """
    of = "stage" if asked.view.chain else "chain"
    graph = bipartite(asked.view, asked.by, of)
    arrays = graph.arrays
    nodes = pl.Series(arrays.nodes, dtype=pl.String)
    sides = arrays.node_table["bipartite"].to_numpy()
    if not len(arrays.start):
        return Data(pl.DataFrame(schema={f.name: pl.Float64 if f.number else pl.String for f in FIGURE.fields}))
    forward = sides[arrays.start] == 0
    place = [one if ahead else two for one, two, ahead in zip(arrays.start, arrays.end, forward, strict=True)]
    thing = [two if ahead else one for one, two, ahead in zip(arrays.start, arrays.end, forward, strict=True)]
    regions = _regions(asked)
    x, total = pl.col("weight"), pl.col("weight").sum()
    table = arrays.edge_table.select("weight", "evidence", "sources").with_columns(
        thing=nodes.gather(thing), place=nodes.gather(place)
    )
    table = table.with_columns(region=pl.col("place").replace_strict(regions, default=None, return_dtype=pl.String))
    # Of places outside only those few are known that deal with someone inside: their shares would say nothing.
    table = table.drop_nulls("region").with_columns(lq=(x / total.over("place")) / (total.over("thing") / total))
    return Data(table.select(one.name for one in FIGURE.fields).sort("thing", "place"))


def _regions(asked: Asked) -> dict[str, str]:
    members = asked.view.table("memberships").filter("primary")
    own = dict(members.select("municipality", "region").unique("municipality", keep="first").iter_rows())
    return own | {region: region for region in members["region"].unique().to_list()}


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw a dot for every thing and place in which it is known, both in order of size."""
    rows, columns = (_largest(table, column) for column in ("thing", "place"))
    notes = [asked.say(_SAY["few"])]
    if len(columns) > MOST:
        notes.append(asked.say(_SAY["places"], n=MOST, all=len(columns)))
    if len(rows) > _ROWS:
        notes.append(asked.say(_SAY["rows"], n=_ROWS, all=len(rows)))
    rows, columns = rows[:_ROWS], columns[:MOST]
    names = asked.names
    region = dict(table.select("place", "region").unique("place", keep="first").iter_rows())
    canvas = Canvas()
    pitch = max(26.0, min(40.0, 400 / len(rows)))
    heads = [clipped(names.label(place), 140, SMALL) for place in columns]
    longest = max(room(head, SMALL) for head in heads)
    high = longest * 0.87 + 16
    step = max(_LEAST, min(_WIDEST, (canvas.width - _LABEL - longest / 2) / len(columns)))
    for at, (place, head) in enumerate(zip(columns, heads, strict=True)):
        x = _LABEL + (at + 0.5) * step
        canvas.text(x + 3, high - 8, head, SMALL, turned=-60, colour=region_ink(region.get(place) or ""))
    for at, thing in enumerate(rows):
        y = high + (at + 0.5) * pitch
        canvas.mark("line", x1=_LABEL, x2=_LABEL + len(columns) * step, y1=y, y2=y, stroke=NONE, stroke_width=0.8)
        if asked.view.chain is None:
            canvas.mark("rect", x=_LABEL - 9, y=y - 8, width=5, height=16, fill=chain_colour(thing))
        canvas.text(_LABEL - 15, y + 4.5, clipped(names.label(thing), _LABEL - 16), PLAIN, anchor="end")
    most = float(table["weight"].to_numpy().max())
    widest = min(step, pitch) / 2 - 1
    place_at = {place: at for at, place in enumerate(columns)}
    row_at = {thing: at for at, thing in enumerate(rows)}
    for thing, place, weight, lq in table.select("thing", "place", "weight", "lq").iter_rows():
        if thing in row_at and place in place_at:
            told = f"{names.label(thing)}, {names.label(place)}: {number(weight, asked.language)}"
            told += f" (LQ {number(lq, asked.language)})"
            canvas.mark(
                "circle",
                told,
                cx=_LABEL + (place_at[place] + 0.5) * step,
                cy=high + (row_at[thing] + 0.5) * pitch,
                r=max(2.6, widest * (weight / most) ** 0.5),
                fill=CLASS if lq is not None and lq > 1 else _PALE,
            )
    canvas.height = high + len(rows) * pitch + 12
    dot = '<circle cx="11" cy="7" r="7" fill="{}"/>'
    entries = [(dot.format(CLASS), asked.say(_SAY["dark"])), (dot.format(_PALE), asked.say(_SAY["pale"]))]
    ring = f'<circle cx="11" cy="7" r="{min(widest, 11):.1f}" fill="none" stroke="{INK}"/>'
    entries.append((ring, asked.say(_SAY["size"], n=number(most, asked.language))))
    canvas.height = canvas.legend(canvas.height, entries)
    coloured = in_order([one for one in region.values() if one], names)
    if len(coloured) > 1 and asked.by != "region":
        x = 0.0
        for one in coloured:
            canvas.text(x, canvas.height + 10, names.label(one), SMALL, bold=True, colour=region_ink(one))
            x += room(names.label(one), SMALL, bold=True) + 20
        canvas.height += 20
    return Drawn(canvas, tuple(notes))


def _largest(table: pl.DataFrame, column: str) -> list[str]:
    """Things or places by the sum of their establishments, the largest first."""
    sums = table.group_by(column).agg(pl.col("weight").sum(), others=pl.len())
    ordered = sums.sort(["weight", "others", column], descending=[True, True, False])
    return [str(one) for one in ordered[column]]


FIGURE = Figure(
    name="dots",
    title={
        "nl": "{chain}: waar zijn zij bekend, en waar meer dan gemiddeld ({by})",
        "en": "{chain}: where they are known, and where more than average ({by})",
    },
    reading={
        "nl": "Elke stip telt vestigingen; rijen en kolommen staan op grootte. Loopt het beeld naar rechtsonder "
        "leeg, dan hebben kleine plaatsen vooral wat ook elders is.",
        "en": "Each dot counts establishments; rows and columns are in order of size. Where the picture empties to "
        "the lower right, small places have mostly what is found elsewhere too.",
    },
    empty={"nl": "Er is geen vestiging bekend.", "en": "No establishment is known."},
    fields=(
        Field("thing", {"nl": "Keten of schakel", "en": "Chain or stage"}, "chain"),
        Field("place", {"nl": "Plaats", "en": "Place"}, "municipality"),
        Field("region", {"nl": "Regio", "en": "Region"}, "region", required=False),
        Field("weight", {"nl": "Vestigingen", "en": "Establishments"}, number=True),
        Field("lq", {"nl": "LQ", "en": "LQ"}, number=True),
        EVIDENCE,
        SOURCES,
    ),
    data=data,
    draw=draw,
    levels=("municipality", "region"),
)
