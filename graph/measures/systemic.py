"""What part of all supply is lost when a stage, a region or an establishment stops."""

from typing import Literal, get_args

import numpy as np
import polars as pl

from graph.errors import one_of
from graph.measures.specialisation import primary
from graph.measuring import Measure, labelled, observed, rests_on_joined
from graph.metrics.systemic import Economy
from graph.projections import View, supply

By = Literal["stage", "region", "establishment"]
Direction = Literal["both", "downstream", "upstream"]
BY = get_args(By)
TOLERANCE = 1e-9


def systemic_risk(view: View, by: By = "stage", direction: Direction = "both") -> pl.DataFrame:
    """Economic systemic risk index: part of all known supplies that is lost, with those that stop counted in.

    The sector of an establishment is its first stage; those of which no stage is known are a sector of their own. All
    inputs are taken as essential, the most cautious reading, and a supply counts as one. It is a scenario on the
    network as it is known and no judgement of a company: by establishment only documented or estimated supplies count.

    Args:
        view: what part of the atlas.
        by: what stops: all establishments of a ``stage`` or in a ``region`` at once, or one ``establishment``.
        direction: ``both``, ``downstream`` (customers lack inputs) or ``upstream`` (suppliers lack customers).
    """
    one_of("by", by, BY)
    one_of("direction", direction, get_args(Direction))
    graph = supply(observed(view, by))
    arrays = graph.arrays
    number = pl.DataFrame(
        {"establishment": arrays.nodes, "at": np.arange(len(arrays.nodes))},
        schema={"establishment": pl.String, "at": pl.Int64},
    )
    stages = (
        primary(view).select("establishment", "stage").unique().join(number, on="establishment").sort("at", "stage")
    )
    groups = {
        "stage": stages.select("at", thing="stage"),
        "region": number.select("at", thing=arrays.node_table["region"] if arrays.nodes else pl.lit(None)),
        "establishment": number.select("at", thing="establishment"),
    }[by].drop_nulls()
    first = number.join(
        stages.unique("at", keep="first", maintain_order=True), on="at", how="left", maintain_order="left"
    )
    sectors = np.unique(first["stage"].fill_null("").to_numpy().astype(str), return_inverse=True)[1]
    things = groups["thing"].unique().sort()
    column = pl.DataFrame(
        {"thing": things, "column": np.arange(len(things))}, schema={"thing": pl.String, "column": pl.Int64}
    )
    stops = groups.join(column, on="thing")
    capacity = np.ones((len(arrays.nodes), len(things)))
    capacity[stops["at"].to_numpy(), stops["column"].to_numpy()] = 0.0
    made = Economy(arrays.matrix("weight"), sectors).cascade(capacity, direction=direction, tolerance=TOLERANCE)
    ends = pl.concat(
        [
            arrays.edge_table.select(pl.Series("at", side, dtype=pl.Int64), "evidence", "sources")
            for side in (arrays.start, arrays.end)
        ]
    )
    rests = stops.join(ends, on="at").group_by("column").agg(**rests_on_joined())
    number_of = stops.group_by("column").agg(establishments=pl.len().cast(pl.Int64))
    table = (
        column.with_columns(index=pl.Series(made.index, dtype=pl.Float64).round(9))
        .join(number_of, on="column")
        .join(rests, on="column")
        .select(pl.col("thing").alias(by), "establishments", "index", "evidence", "sources")
    )
    return labelled(view, table, by).sort("index", by, descending=[True, False])


MEASURES = [
    Measure(
        "systemic-risk",
        {
            "nl": "Deel van alle bekende leveringen dat wegvalt als een schakel, regio of vestiging stopt",
            "en": "Part of all known supplies that is lost when a stage, region or establishment stops",
        },
        {"nl": "deel van één", "en": "part of one"},
        "Diem, Borsos, Reisch, Kertész and Thurner (2022)",
        "stage",
        systemic_risk,
    ),
]
