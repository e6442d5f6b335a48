"""Flows between groups: what a network adds up to between regions, and how much stays inside."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.arrays import Arrays


@dataclass(frozen=True)
class FlowMatrix:
    """Flows between groups.

    Attributes:
        names: the groups, in order.
        values: what flows from the group of the row to the group of the column; unit that of the weights.
    """

    names: list[str]
    values: np.ndarray

    @property
    def inside(self) -> float:
        """Part of all flow that stays in its group, between 0 and 1; not a number where nothing flows."""
        total = self.values.sum()
        return float(np.trace(self.values) / total) if total else float("nan")

    def retained(self) -> np.ndarray:
        """Part of what leaves the sites of each group that stays in the group; not a number where nothing leaves."""
        out = self.values.sum(axis=1)
        kept = np.full(len(out), np.nan)
        np.divide(np.diag(self.values), out, out=kept, where=out > 0)
        return kept

    def table(self) -> pl.DataFrame:
        """A row per pair of groups between which something flows: ``start``, ``end``, ``weight``."""
        one, two = np.nonzero(self.values)
        names = np.asarray(self.names, dtype=object)
        return pl.DataFrame(
            {"start": names[one].tolist(), "end": names[two].tolist(), "weight": self.values[one, two]},
            schema={"start": pl.String, "end": pl.String, "weight": pl.Float64},
        )


def flow_matrix(flows: pl.DataFrame, start: str, end: str, weight: str) -> FlowMatrix:
    """Sum a table of flows to a matrix.

    Args:
        flows: a row per flow.
        start: column with the group a flow comes from; rows without one are left out.
        end: column with the group it goes to.
        weight: column with the strength.
    """
    whole = flows.select(start=pl.col(start).cast(pl.String), end=pl.col(end).cast(pl.String), weight=pl.col(weight))
    whole = whole.drop_nulls()
    names = pl.concat([whole["start"].unique(), whole["end"].unique()]).unique().sort()
    number = pl.DataFrame({"name": names, "at": np.arange(len(names))})
    placed = (
        whole.group_by("start", "end")
        .agg(pl.col("weight").sum())
        .join(number.rename({"name": "start", "at": "row"}), on="start")
        .join(number.rename({"name": "end", "at": "column"}), on="end")
    )
    values = np.zeros((len(names), len(names)))
    values[placed["row"].to_numpy(), placed["column"].to_numpy()] = placed["weight"].cast(pl.Float64).to_numpy()
    return FlowMatrix(names.to_list(), values)


def quotient(arrays: Arrays, group: str, weight: str = "weight") -> FlowMatrix:
    """The network between groups of nodes: S'AS, with S the membership of nodes in groups.

    Args:
        arrays: the network.
        group: node attribute with the group; nodes without one are left out.
        weight: edge attribute with the strength.
    """
    members = arrays.node_table[group].cast(pl.String)
    names = members.drop_nulls().unique().sort()
    number = pl.DataFrame({"name": names, "at": np.arange(len(names))})
    placed = pl.DataFrame({"name": members, "node": np.arange(len(members))}).join(number, on="name")
    belongs = sp.csr_array(
        (np.ones(placed.height), (placed["node"].to_numpy(), placed["at"].to_numpy())),
        shape=(len(members), len(names)),
    )
    matrix = arrays.matrix(weight)
    values = (belongs.T @ matrix @ belongs).toarray()
    if not arrays.directed:
        # An edge inside a group was met from both its ends, except a loop, which has one.
        loops = belongs.T @ matrix.diagonal()
        np.fill_diagonal(values, (np.diag(values) + loops) / 2)
    return FlowMatrix(names.to_list(), values)
