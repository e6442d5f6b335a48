"""Tables of figures that come from a projection: a row per edge, places outside the atlas told apart."""

import polars as pl

from graph.arrays import ArrayDiGraph, ArrayGraph
from graph.errors import UsageError, one_of
from graph.projections import collaboration, commuting, inside, supply
from ketenatlas.views.figure import ELSEWHERE, EVIDENCE, SOURCES, WEIGHT, Asked, Data, Field, Text

FLOWS = ("supply", "collaboration", "commuting")
"""What a figure of flows can be ``--of``; the first by default."""

FIELDS = (
    Field("start", {"nl": "Van", "en": "From"}, "municipality"),
    Field("end", {"nl": "Naar", "en": "To"}, "municipality"),
    Field("start_region", {"nl": "Van regio", "en": "From region"}, "region", required=False),
    Field("end_region", {"nl": "Naar regio", "en": "To region"}, "region", required=False),
    WEIGHT,
    EVIDENCE,
    SOURCES,
)
"""The table of a figure of flows."""

_UNPLACED: Text = {
    "nl": "{n} relaties waarvan een kant geen bekende plaats heeft, staan niet in de tabel.",
    "en": "{n} relations of which an end has no known place are not in the table.",
}
_BOTH_WAYS: Text = {"nl": "Een samenwerking heeft geen richting.", "en": "A collaboration has no direction."}


def flows(asked: Asked) -> Data:
    """The flows a figure is of, between places of the level asked for.

    Raises:
        UsageError: if there is no such flow, or the atlas does not hold it at this level.
    """
    of = asked.told.get("of", FLOWS[0])
    one_of("--of", of, FLOWS)
    if of == "commuting":
        if asked.by != "region":
            raise UsageError("--of commuting: the atlas has commuting --by region; other levels come with --table")
        return Data(edges(commuting(asked.view)).with_columns(start_region="start", end_region="end"))
    graph = supply(asked.view, asked.by) if of == "supply" else collaboration(asked.view, asked.by)
    notes = [asked.say(_UNPLACED, n=graph.graph["left_out"])] if graph.graph["left_out"] else []
    notes += [asked.say(_BOTH_WAYS)] if of == "collaboration" else []
    return Data(edges(graph), tuple(notes))


def placed(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """A table of flows whose places all have a region.

    Where none is said it is that of the municipality on the day; a place that is none stands for itself.
    """
    members = asked.view.table("memberships").filter("primary").unique("municipality", keep="first")
    region = dict(members.select("municipality", "region").iter_rows())
    return table.drop_nulls(["start", "end", "weight"]).with_columns(
        pl.coalesce(f"{side}_region", pl.col(side).replace(region)).alias(f"{side}_region") for side in ("start", "end")
    )


def edges(graph: ArrayGraph | ArrayDiGraph) -> pl.DataFrame:
    """The edges of a network as a table of :data:`FIELDS`.

    Regions are null where nodes have none.
    """
    arrays = graph.arrays
    nodes = pl.Series(arrays.nodes, dtype=pl.String)
    table = arrays.node_table
    regions = table["region"] if "region" in table.columns else pl.Series([None] * len(nodes), dtype=pl.String)
    ends = {"start": arrays.start, "end": arrays.end}
    columns = {name: nodes.gather(at) for name, at in ends.items()}
    columns |= {f"{name}_region": regions.gather(at) for name, at in ends.items()}
    return pl.DataFrame(columns).hstack(arrays.edge_table.select("weight", "evidence", "sources"))


def gathered(table: pl.DataFrame, most: int) -> pl.DataFrame:
    """A table of flows between at most so many places: what lies outside the regions, or is too much, is one place.

    Args:
        table: flows whose places have a region.
        most: how many places there may be, with the one for all others.

    Returns:
        Columns ``start``, ``end``, ``start_region``, ``end_region`` and ``weight``, in order.
    """
    ends = pl.concat([table.select(place=side, region=f"{side}_region", weight="weight") for side in ("start", "end")])
    carried = ends.group_by("place", "region").agg(pl.col("weight").sum())
    carried = carried.sort(["weight", "place"], descending=[True, False])
    within = [inside(region) for region in carried["region"].to_list()]
    mine = carried.filter(pl.Series(within, dtype=pl.Boolean)) if any(within) else carried
    kept = mine["place"].to_list()
    if carried.height > most or len(kept) < carried.height:
        kept = kept[: most - 1]
    for side in ("start", "end"):
        stays = pl.col(side).is_in(kept)
        table = table.with_columns(
            pl.when(stays).then(side).otherwise(pl.lit(ELSEWHERE)).alias(side),
            pl.when(stays).then(f"{side}_region").otherwise(pl.lit(ELSEWHERE)).alias(f"{side}_region"),
        )
    by = ["start", "end", "start_region", "end_region"]
    return table.group_by(by).agg(pl.col("weight").sum()).sort(by)
