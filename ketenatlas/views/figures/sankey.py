"""Sankey: who supplies whom from stage to stage of a chain, and in which region."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from graph import extracts
from graph.errors import UsageError
from graph.projections import inside
from ketenatlas.views.canvas import LARGE, SMALL, Canvas, lines, number, room, swatch
from ketenatlas.views.columns import apart
from ketenatlas.views.figure import ELSEWHERE, EVIDENCE, SOURCES, WEIGHT, Asked, Data, Drawn, Field, Figure, in_order
from ketenatlas.views.palette import region_colour

STAGES, REGIONS = 5, 4
"""Beyond so many stages neighbours are drawn as one, beyond so many regions the smaller ones are elsewhere."""
_HIGH, _BAR, _GAP, _LEFT, _BACK = 400.0, 14.0, 10.0, 40.0, 90.0
"""Height of the fullest column, width of a bar, room between bars, left of them, and for all that goes back."""

_SAY = {
    "merged": {
        "nl": "Naburige schakels zijn samengenomen tot {n} kolommen.",
        "en": "Neighbouring stages are drawn together as {n} columns.",
    },
    "elsewhere": {"nl": "Elders: alle plaatsen buiten de regio's.", "en": "Elsewhere: all places outside the regions."},
    "back": {
        "nl": "Wat onderlangs loopt, gaat naar dezelfde of een eerdere schakel.",
        "en": "What runs below goes to the same or an earlier stage.",
    },
    "unstaged": {
        "nl": "{n} leveringen staan alleen in de tabel: van een van beide kanten is de schakel in deze keten onbekend.",
        "en": "{n} supplies are in the table only: of one of their ends the stage in this chain is unknown.",
    },
    "within": {"nl": "bleek: binnen de regio", "en": "pale: within the region"},
    "chain": {
        "nl": "het beeld sankey vraagt een keten: --chain",
        "en": "the picture sankey asks for a chain: --chain",
    },
}


def data(asked: Asked) -> Data:
    """Supplies by stage and region of both ends.

    An establishment in several stages supplies from and to those that the chain says feed each other, else from and
    to all of them; one supply then counts in equal parts.
    """
    if asked.view.chain is None:
        raise UsageError(asked.say(_SAY["chain"]))
    links = asked.view.table("links").filter("primary").unique("relation", keep="first", maintain_order=True)
    stages = asked.view.table("presences").filter("primary").select("establishment", "stage").unique()
    flows = asked.view.table("stage_flows").select("from_stage", "to_stage", known=pl.lit(True)).unique()
    pairs = (
        links.join(stages.rename({"establishment": "supplier", "stage": "from_stage"}), on="supplier", how="left")
        .join(stages.rename({"establishment": "customer", "stage": "to_stage"}), on="customer", how="left")
        .join(flows, on=["from_stage", "to_stage"], how="left")
        .with_columns(pl.col("known").fill_null(False))
    )
    pairs = pairs.filter(pl.col("known") | ~pl.col("known").any().over("relation"))
    table = (
        pairs.with_columns(weight=1.0 / pl.len().over("relation"))
        .group_by("from_stage", "from_region", "to_stage", "to_region")
        .agg(
            pl.col("weight").sum(),
            evidence=pl.col("level").unique().sort().str.join("; "),
            sources=pl.col("source").unique().sort().str.join("; "),
        )
        .sort("from_stage", "from_region", "to_stage", "to_region", nulls_last=True)
    )
    return Data(table)


@dataclass
class _Node:
    """One region in one column."""

    column: int
    region: str
    enters: list["_Flow"] = field(default_factory=list)
    leaves: list["_Flow"] = field(default_factory=list)
    top: float = 0.0
    high: float = 0.0

    @property
    def value(self) -> float:
        return max(sum(flow.weight for flow in self.enters), sum(flow.weight for flow in self.leaves))


@dataclass
class _Flow:
    """What one node supplies another."""

    start: _Node
    end: _Node
    weight: float
    leaves: float = 0.0
    arrives: float = 0.0

    @property
    def back(self) -> bool:
        return self.end.column <= self.start.column

    @property
    def away(self) -> bool:
        return self.start.region != self.end.region or self.start.region == ELSEWHERE


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw stages as columns, regions as bars in them, supplies as ribbons between."""
    whole = table.drop_nulls(["from_stage", "to_stage", "from_region", "to_region"])
    notes = []
    if unstaged := round(float(table["weight"].sum()) - float(whole["weight"].sum()), 1):
        notes.append(asked.say(_SAY["unstaged"], n=number(unstaged, asked.language)))
    canvas = Canvas()
    if whole.is_empty():
        canvas.height = canvas.paragraph(0, 8, asked.say(FIGURE.empty), canvas.width, LARGE) + 8
        return Drawn(canvas, tuple(notes))
    columns = _columns(whole, asked)
    if len(columns) < len({*whole["from_stage"], *whole["to_stage"]}):
        notes.append(asked.say(_SAY["merged"], n=len(columns)))
    nodes, flows = _network(whole, columns)
    if any(node.region == ELSEWHERE for node in nodes):
        notes.append(asked.say(_SAY["elsewhere"]))
    if any(flow.back for flow in flows):
        notes.append(asked.say(_SAY["back"]))
    scale = _place(nodes, asked)
    last = len(columns) - 1
    beside = _beside(flows, scale)
    told = {id(node): f"{asked.names.label(node.region)} {number(node.value, asked.language)}" for node in nodes}
    names = max((room(told[id(node)], SMALL) for node in nodes if node.column == last), default=0.0)
    right = max(names + beside.get((last, True), 0.0) + _BAR + 8, 150.0)
    step = (canvas.width - right - _LEFT) / max(last, 1)
    body = Canvas(canvas.width)
    body.height = _ribbons(body, flows, scale, step, max(node.top + node.high for node in nodes))
    for node in nodes:
        x = _LEFT + node.column * step
        body.mark(
            "rect", told[id(node)], x=x, y=node.top, width=_BAR, height=node.high, fill=region_colour(node.region)
        )
    for column in range(len(columns)):
        own = sorted((node for node in nodes if node.column == column), key=lambda node: node.top)
        x = _LEFT + column * step + _BAR + 5 + beside.get((column, True), 0.0)
        middles = [node.top + node.high / 2 + 4.5 for node in own]
        for node, y in zip(own, apart(middles, [1.0] * len(own), [16.0] * (len(own) - 1)), strict=True):
            body.text(x, y, told[id(node)], SMALL, halo=True)
    canvas.place(body, 0, _headings(canvas, columns, step, right, asked) + 10)
    regions = in_order([node.region for node in nodes], asked.names)
    entries = [(swatch(region_colour(region)), asked.names.label(region)) for region in regions]
    canvas.height = canvas.legend(canvas.height + 16, [*entries, (swatch("#666", 0.25), asked.say(_SAY["within"]))])
    return Drawn(canvas, tuple(notes))


def _columns(table: pl.DataFrame, asked: Asked) -> list[list[str]]:
    """Stages in order of the chain; of too many, the two neighbours that carry least become one column."""
    ends = pl.concat([table.select(stage=f"{side}_stage", weight="weight") for side in ("from", "to")])
    carried = dict(ends.group_by("stage").agg(pl.col("weight").sum()).iter_rows())
    order = dict(extracts.read(asked.view.folder, "positions").select("stage", "position").iter_rows())
    columns = [[stage] for stage in sorted(carried, key=lambda stage: (order.get(stage, 10_000), stage))]
    while len(columns) > STAGES:
        sums = [sum(carried[stage] for stage in column) for column in columns]
        at = min(range(len(columns) - 1), key=lambda one: (sums[one] + sums[one + 1], one))
        columns[at : at + 2] = [columns[at] + columns[at + 1]]
    return columns


def _network(table: pl.DataFrame, columns: Sequence[Sequence[str]]) -> tuple[list[_Node], list[_Flow]]:
    """Bars and ribbons, in the order in which they are drawn."""
    place = {stage: at for at, column in enumerate(columns) for stage in column}
    ends = pl.concat([table.select(region=f"{side}_region", weight="weight") for side in ("from", "to")])
    sums = ends.group_by("region").agg(pl.col("weight").sum()).sort(["weight", "region"], descending=[True, False])
    kept = [region for region in sums["region"].to_list() if inside(region)][:REGIONS]
    nodes: dict[tuple[int, str], _Node] = {}
    flows: dict[tuple[tuple[int, str], tuple[int, str]], _Flow] = {}
    for from_stage, from_region, to_stage, to_region, weight in table.select(
        "from_stage", "from_region", "to_stage", "to_region", "weight"
    ).iter_rows():
        start = place[from_stage], from_region if from_region in kept else ELSEWHERE
        end = place[to_stage], to_region if to_region in kept else ELSEWHERE
        for spot in (start, end):
            nodes.setdefault(spot, _Node(*spot))
        if (start, end) in flows:
            flows[start, end].weight += weight
        else:
            flow = flows[start, end] = _Flow(nodes[start], nodes[end], weight)
            nodes[start].leaves.append(flow)
            nodes[end].enters.append(flow)
    return list(nodes.values()), list(flows.values())


def _headings(canvas: Canvas, columns: Sequence[Sequence[str]], step: float, right: float, asked: Asked) -> float:
    """Names of the columns; returns how far down they reach."""
    most = 0
    for at, column in enumerate(columns):
        name = " + ".join(asked.names.label(stage) for stage in column)
        wide = right if at == len(columns) - 1 else step - 14
        broken = lines(name, wide, SMALL + 1, bold=True)
        for row, line in enumerate(broken):
            canvas.text(_LEFT + at * step, 14 + row * 17, line, SMALL + 1, bold=True)
        most = max(most, len(broken))
    return most * 17.0 + 4


def _place(nodes: Sequence[_Node], asked: Asked) -> float:
    """Give bars a place and a height; returns pixels for each unit."""
    order = {region: at for at, region in enumerate(in_order([node.region for node in nodes], asked.names))}
    columns: dict[int, list[_Node]] = {}
    for node in sorted(nodes, key=lambda node: (node.column, order[node.region])):
        columns.setdefault(node.column, []).append(node)
    spare = max(len(column) for column in columns.values()) * 18.0
    back = sum(flow.weight for node in nodes for flow in node.leaves if flow.back)
    fullest = max(sum(node.value for node in column) for column in columns.values())
    scale = min(60.0, (_HIGH - spare) / fullest, _BACK / back if back else 60.0)
    for column in columns.values():
        for node in column:
            node.high = max(node.value * scale, 2.0)
        total = sum(max(node.high, 16.0 - _GAP) + _GAP for node in column) - _GAP
        y = (_HIGH - total) / 2
        for node in column:
            node.top = y + max(0.0, 16.0 - _GAP - node.high) / 2
            y += max(node.high, 16.0 - _GAP) + _GAP
    lift = min(node.top for node in nodes)
    for node in nodes:
        node.top -= lift
    for node in nodes:
        side = node.top
        for flow in sorted(node.leaves, key=lambda flow: (flow.back, flow.end.top, flow.end.column)):
            flow.leaves = side + flow.weight * scale / 2
            side += flow.weight * scale
        side = node.top
        for flow in sorted(node.enters, key=lambda flow: (flow.back, flow.start.top, flow.start.column)):
            flow.arrives = side + flow.weight * scale / 2
            side += flow.weight * scale
    return scale


def _beside(flows: Sequence[_Flow], scale: float) -> dict[tuple[int, bool], float]:
    """Room that what goes back takes right (true) and left of each column."""
    found: dict[tuple[int, bool], float] = {}
    for flow in flows:
        for side in ((flow.start.column, True), (flow.end.column, False)) if flow.back else ():
            found[side] = found.get(side, 6.0) + max(flow.weight * scale, 1.0) + 3
    return found


def _ribbons(canvas: Canvas, flows: Sequence[_Flow], scale: float, step: float, low: float) -> float:
    """Draw the supplies, the widest first; returns how far down they reach."""
    lane = low + 8
    used: dict[tuple[int, bool], float] = {}
    for flow in sorted(flows, key=lambda flow: -flow.weight):
        wide = max(flow.weight * scale, 1.0)
        x, right = _LEFT + flow.start.column * step + _BAR, _LEFT + flow.end.column * step
        if flow.back:
            out, into = (flow.start.column, True), (flow.end.column, False)
            for side in (out, into):
                used[side] = used.get(side, 6.0) + wide + 3
            a, b, r = x + used[out] - wide / 2, right - used[into] + wide / 2, 5 + wide / 2
            lane += wide + 3
            y = lane - wide / 2
            path = (
                f"M{x:.1f} {flow.leaves:.1f}H{a - r:.1f}q{r:.1f} 0 {r:.1f} {r:.1f}"
                f"V{y - r:.1f}q0 {r:.1f} {-r:.1f} {r:.1f}H{b + r:.1f}q{-r:.1f} 0 {-r:.1f} {-r:.1f}"
                f"V{flow.arrives + r:.1f}q0 {-r:.1f} {r:.1f} {-r:.1f}H{right:.1f}"
            )
        else:
            middle = (x + right) / 2
            path = (
                f"M{x:.1f} {flow.leaves:.1f}C{middle:.1f} {flow.leaves:.1f} {middle:.1f} {flow.arrives:.1f} "
                f"{right:.1f} {flow.arrives:.1f}"
            )
        canvas.mark(
            "path",
            d=path,
            fill="none",
            stroke=region_colour(flow.start.region),
            stroke_width=wide,
            stroke_opacity="0.62" if flow.away else "0.28",
        )
    return max(low, lane)


FIGURE = Figure(
    name="sankey",
    title={
        "nl": "{chain}: wie levert aan wie, per schakel en regio",
        "en": "{chain}: who supplies whom, by stage and region",
    },
    reading={
        "nl": "Een band is wat vestigingen in de ene schakel en regio leveren aan die in de volgende; de kleur is "
        "die van "
        "de leverende regio, het getal het aantal leveringen.",
        "en": "A ribbon is what establishments of one stage and region supply to those of the next; its colour is that "
        "of the supplying region, the number counts supplies.",
    },
    empty={
        "nl": "Van deze keten is geen levering bekend waarvan beide kanten in een schakel zijn geplaatst.",
        "en": "Of this chain no supply is known of which both ends are placed in a stage.",
    },
    fields=(
        Field("from_stage", {"nl": "Van schakel", "en": "From stage"}, "stage"),
        Field("from_region", {"nl": "Van regio", "en": "From region"}, "region"),
        Field("to_stage", {"nl": "Naar schakel", "en": "To stage"}, "stage"),
        Field("to_region", {"nl": "Naar regio", "en": "To region"}, "region"),
        WEIGHT,
        EVIDENCE,
        SOURCES,
    ),
    data=data,
    draw=draw,
)
