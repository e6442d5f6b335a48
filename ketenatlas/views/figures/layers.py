"""Layers: a chain from stage to stage, with the white spots: where which stage is not known to be."""

from dataclasses import dataclass

import networkx as nx
import polars as pl

from graph import extracts
from graph.errors import UsageError
from graph.terms import PREFIXES
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, lines, number, room
from ketenatlas.views.columns import Link
from ketenatlas.views.drawing import strokes
from ketenatlas.views.figure import EVIDENCE, SOURCES, Asked, Data, Drawn, Field, Figure, in_order
from ketenatlas.views.layered import arrange
from ketenatlas.views.palette import CLASS, INK, WITHIN, ink_on, region_colour

MOST = 40
"""Stages that can be read; a chain of more is drawn with those that are known somewhere."""
_CELL, _STEP, _PAD, _LANE = 22.0, 25.0, 7.0, 13.0
_ROOMS = (140.0, 126.0, 112.0)
"""How wide boxes may be: wide where the chain is short enough, else narrower."""
_LOOP = "#8A4B00"

_SAY = {
    "chain": {"nl": "het beeld layers vraagt een keten: --chain", "en": "the picture layers asks for a chain: --chain"},
    "present": {
        "nl": "schakel is hier bekend; getal: vestigingen",
        "en": "stage is known here; number: establishments",
    },
    "missing": {"nl": "witte vlek: geen vestiging bekend", "en": "white spot: no establishment known"},
    "feeds": {"nl": "levert aan de volgende schakel", "en": "feeds the next stage"},
    "loop": {"nl": "kringloop: terug naar een eerdere schakel", "en": "loop: back to an earlier stage"},
    "of": {
        "nl": "Vakken zijn gevuld als de schakel bekend is in {region}.",
        "en": "Boxes are filled where the stage is known in {region}.",
    },
    "spots": {"nl": "Witte vlekken: {spots}.", "en": "White spots: {spots}."},
    "most": {
        "nl": "{n} van {all} schakels; de overige staan in de tabel.",
        "en": "{n} of {all} stages; the others are in the table.",
    },
}


def data(asked: Asked) -> Data:
    """A row for every stage of the chain and every region, with what the stage feeds.

    A stage that is known nowhere in a region has no number there: it is unknown, not absent.
    """
    view = asked.view
    if view.chain is None:
        raise UsageError(asked.say(_SAY["chain"]))
    stages = extracts.read(view.folder, "stages").filter(pl.col("chain") == view.chain)
    order = extracts.read(view.folder, "positions").unique("stage", keep="first")
    flows = view.table("stage_flows").filter(pl.col("to_stage").is_in(stages["stage"].implode()))
    named = flows.with_columns(asked.names.labels(flows["to_stage"]))
    feeds = named.group_by("from_stage").agg(feeds=pl.col("to_stage").unique().sort().str.join("; "))
    regions = view.table("memberships").filter("primary").select("region").unique()
    known = (
        view.table("presences")
        .filter("primary")
        .group_by("stage", "region")
        .agg(
            weight=pl.col("establishment").n_unique().cast(pl.Float64),
            evidence=pl.col("level").unique().sort().str.join("; "),
            sources=pl.col("source").unique().sort().str.join("; "),
        )
    )
    own = pl.col("region").str.starts_with(PREFIXES["region"])
    regions = pl.concat([regions, known.select("region")]).unique().filter(own)
    table = (
        stages.select("stage")
        .join(regions, how="cross")
        .join(order, on="stage", how="left")
        .join(feeds.rename({"from_stage": "stage"}), on="stage", how="left")
        .join(known, on=["stage", "region"], how="left")
    )
    return Data(
        table.select(one.name for one in FIGURE.fields)
        .cast({"position": pl.Float64})
        .sort("position", "stage", "region")
    )


@dataclass(frozen=True)
class _Chain:
    """What there is to draw: stages, regions, establishments of each, what feeds what, and what closes a loop.

    A flow closes a loop if it leads to an earlier stage from which it can be reached again.
    """

    stages: list[str]
    regions: list[str]
    known: dict[tuple[str, str], float]
    feeds: list[tuple[str, str]]
    back: list[tuple[str, str]]


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw stages as boxes in columns; loops run below."""
    only = asked.option("region", "region")
    chain, notes = _read(table, only, asked)
    beside = 2 * (21.0 + 6 * len(chain.back))
    for wide in _ROOMS:
        sizes = {stage: _size(stage, chain, wide, asked) for stage in chain.stages}
        drawing = arrange(sizes, [Link(start, end) for start, end in chain.feeds], Canvas().width - beside)
        if drawing.width <= Canvas().width - beside:
            break
    canvas = Canvas(max(Canvas().width, drawing.width + beside))
    top, left = 8.0, (canvas.width - drawing.width) / 2
    for at in range(len(chain.feeds)):
        route = drawing.routes[at]
        path, head = strokes([(x + left, y + top) for x, y in route.knots], route.backward)
        canvas.mark("path", d=path, fill="none", stroke=WITHIN, stroke_width=1.4)
        canvas.mark("path", d=head, fill=WITHIN)
    boxes = {stage: (x + left, y + top, wide, high) for stage, (x, y, wide, high) in drawing.boxes.items()}
    low = _loops(canvas, chain, boxes, top + drawing.height + 10)
    for stage in chain.stages:
        _box(canvas, stage, boxes[stage], chain, only, asked)
    canvas.height = canvas.legend(low + 14, _legend(chain, only, asked))
    return Drawn(canvas, tuple(notes))


def _read(table: pl.DataFrame, only: str | None, asked: Asked) -> tuple[_Chain, list[str]]:
    """The chain of a table, and what must be said of it."""
    order = table.group_by("stage").agg(pl.col("position").min(), weight=pl.col("weight").sum())
    notes = []
    if order.height > MOST:
        notes.append(asked.say(_SAY["most"], n=MOST, all=order.height))
        order = order.sort(["weight", "stage"], descending=[True, False]).head(MOST)
    stages = order.sort("position", "stage", nulls_last=True)["stage"].to_list()
    place = {stage: at for at, stage in enumerate(stages)}
    own = {asked.names.label(stage).casefold(): stage for stage in stages} | {stage: stage for stage in stages}
    said = table.drop_nulls("feeds").select("stage", "feeds").unique("stage", keep="first").iter_rows()
    pairs = sorted(
        {
            (stage, own[name])
            for stage, feeds in said
            for name in (part.strip() if part.strip() in own else part.strip().casefold() for part in feeds.split(";"))
            if stage in place and name in own
        },
        key=lambda pair: (place[pair[0]], place[pair[1]]),
    )
    flows: nx.DiGraph[str] = nx.DiGraph(pairs)
    back = [(one, two) for one, two in pairs if place[one] >= place[two] and nx.has_path(flows, two, one)]
    known = {
        (stage, region): weight
        for stage, region, weight in table.select("stage", "region", "weight").iter_rows()
        if weight and stage in place
    }
    regions = [only] if only else in_order(table["region"].drop_nulls().to_list(), asked.names)
    chain = _Chain(stages, regions, known, [pair for pair in pairs if pair not in back], back)
    missing = [asked.names.label(stage) for stage in stages if not _present(stage, chain)]
    if missing:
        notes.append(asked.say(_SAY["spots"], spots=", ".join(missing)))
    if only:
        notes.append(asked.say(_SAY["of"], region=asked.names.label(only)))
    return chain, notes


def _present(stage: str, chain: _Chain) -> float:
    """Establishments of a stage in the regions drawn."""
    return sum(chain.known.get((stage, region), 0.0) for region in chain.regions)


def _size(stage: str, chain: _Chain, wide: float, asked: Asked) -> tuple[float, float]:
    """Room of a box: its name, and a cell for each region below it."""
    wide = max(wide, len(chain.regions) * _STEP + 2 * _PAD - 3)
    broken = lines(asked.names.label(stage), wide - 2 * _PAD, PLAIN, bold=True)
    needed = max(room(line, PLAIN, bold=True) for line in broken) + 2 * _PAD
    return max(wide, needed), len(broken) * PLAIN * 1.3 + _CELL + 2 * _PAD + 5


def _box(
    canvas: Canvas, stage: str, frame: tuple[float, float, float, float], chain: _Chain, only: str | None, asked: Asked
) -> None:
    """A stage: filled where it is known, dashed where it is not; below its name how many establishments where."""
    x, y, wide, high = frame
    total = _present(stage, chain)
    fill = (region_colour(only) if only else CLASS) if total else "#FFFFFF"
    ink = ink_on(fill)
    dash = {} if total else {"stroke_dasharray": "5 4"}
    told = f"{asked.names.label(stage)}: {number(total, asked.language) if total else asked.say(_SAY['missing'])}"
    canvas.mark("rect", told, x=x, y=y, width=wide, height=high, fill=fill, stroke=fill if total else INK, rx=4, **dash)
    broken = lines(asked.names.label(stage), wide - 2 * _PAD, PLAIN, bold=True)
    base = y + _PAD + (high - 2 * _PAD - len(broken) * PLAIN * 1.3 - _CELL - 5) / 2
    for row, line in enumerate(broken):
        canvas.text(x + wide / 2, base + PLAIN + row * PLAIN * 1.3, line, PLAIN, anchor="middle", bold=True, colour=ink)
    start = x + (wide - len(chain.regions) * _STEP + 3) / 2
    for at, region in enumerate(chain.regions):
        count = chain.known.get((stage, region))
        left, top = start + at * _STEP, base + len(broken) * PLAIN * 1.3 + 5
        colour = region_colour(region)
        where = f"{asked.names.label(region)}: {number(count, asked.language) if count else asked.say(_SAY['missing'])}"
        look = (
            {"fill": colour, "stroke": "#fff"}
            if count
            else {"fill": "none", "stroke": ink, "stroke_dasharray": "3 2.5"}
        )
        canvas.mark("rect", where, x=left, y=top, width=_CELL, height=_CELL - 2, rx=3, **look)
        if count:
            canvas.text(
                left + _CELL / 2,
                top + 14.5,
                number(count, asked.language),
                SMALL,
                anchor="middle",
                bold=True,
                colour=ink_on(colour),
            )


def _loops(canvas: Canvas, chain: _Chain, boxes: dict[str, tuple[float, float, float, float]], low: float) -> float:
    """Arrows back, each in a lane of its own below all boxes; returns how far down they reach."""
    for at, (start, end) in enumerate(chain.back):
        (x, y, wide, high), (left, top, _, tall) = boxes[start], boxes[end]
        out, into = x + wide + 8 + at * 6, left - 15 - at * 6
        lane, leaves, arrives = low + at * _LANE, y + high - 8 - at % 4 * 7, top + tall - 8 - at % 4 * 7
        way = 6 if into > out else -6
        path = (
            f"M{x + wide:.1f} {leaves:.1f}H{out - 6:.1f}q6 0 6 6V{lane - 6:.1f}q0 6 {way} 6"
            f"H{into - way:.1f}q{way} 0 {way} -6V{arrives + 6:.1f}q0 -6 6 -6H{left - 8:.1f}"
        )
        head = f"M{left - 9:.1f} {arrives - 4.5:.1f}L{left:.1f} {arrives:.1f}L{left - 9:.1f} {arrives + 4.5:.1f}z"
        canvas.mark("path", d=path, fill="none", stroke=_LOOP, stroke_width=1.8, stroke_dasharray="6 3")
        canvas.mark("path", d=head, fill=_LOOP)
    return low + max(len(chain.back) - 1, 0) * _LANE + 6


def _legend(chain: _Chain, only: str | None, asked: Asked) -> list[tuple[str, str]]:
    filled = f'<rect width="22" height="14" rx="3" fill="{region_colour(only) if only else CLASS}"/>'
    dashed = f'<rect x=".5" y=".5" width="21" height="13" rx="3" fill="#fff" stroke="{INK}" stroke-dasharray="3 2.5"/>'
    entries = [(filled, asked.say(_SAY["present"])), (dashed, asked.say(_SAY["missing"]))]
    if chain.feeds:
        entries.append((f'<path d="M0 7H22" stroke="{WITHIN}" stroke-width="1.6"/>', asked.say(_SAY["feeds"])))
    if chain.back:
        line = f'<path d="M0 7H22" stroke="{_LOOP}" stroke-width="1.8" stroke-dasharray="6 3"/>'
        entries.append((line, asked.say(_SAY["loop"])))
    sample = '<rect width="22" height="14" rx="3" fill="{}"/>'
    return [*entries, *((sample.format(region_colour(one)), asked.names.label(one)) for one in chain.regions)]


FIGURE = Figure(
    name="layers",
    title={"nl": "{chain}{where}: schakels en witte vlekken", "en": "{chain}{where}: stages and white spots"},
    reading={
        "nl": "Een pijl zegt welke schakel aan welke levert: kennis van de keten, geen waargenomen levering.",
        "en": "An arrow says which stage feeds which: knowledge of the chain, not an observed supply.",
    },
    empty={"nl": "Van deze keten is geen schakel bekend.", "en": "No stage of this chain is known."},
    fields=(
        Field("stage", {"nl": "Schakel", "en": "Stage"}, "stage"),
        Field("position", {"nl": "Plaats in de keten", "en": "Position in the chain"}, number=True),
        Field("feeds", {"nl": "Levert aan schakel", "en": "Feeds stage"}),
        Field("region", {"nl": "Regio", "en": "Region"}, "region"),
        Field("weight", {"nl": "Vestigingen", "en": "Establishments"}, number=True),
        EVIDENCE,
        SOURCES,
    ),
    data=data,
    draw=draw,
    options=("chain", "region"),
)
