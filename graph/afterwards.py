"""Afterwards: a view as it is after a scenario, of which networks are made as of any other view."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from graph import extracts
from graph.projections import View
from graph.situation import Situation

ALTERED = ("supply", "collaboration", "bipartite", "colocation")
"""Networks that a scenario can change; the others hold nothing that one takes away."""


@dataclass(frozen=True)
class Afterwards(View):
    """A view of which the tables hold only what is left after a scenario.

    Attributes:
        last: the situation the scenario ends in; nothing has happened where there is none.
    """

    last: Situation | None = None

    @classmethod
    def of(cls, view: View, last: Situation) -> "Afterwards":
        """The view after the scenario that ends in a situation."""
        return cls(view.folder, view.chain, view.as_of, view.evidence, view.language, last)

    def remaining(self, name: str) -> np.ndarray | None:
        """Which rows of an extract are left after the scenario, where it takes any away."""
        if self.last is None or name != "supplies":
            return None
        left = self.last.supplies["relation"].unique().implode()
        return extracts.read(self.folder, name)["relation"].is_in(left).to_numpy()

    def table(self, name: str) -> pl.DataFrame:
        """An extract of the view, less what the scenario takes away."""
        table = super().table(name)
        if self.last is None:
            return table
        gone = pl.Series(sorted(self.last.gone), dtype=pl.String).implode()
        if name == "supplies":
            return table.join(self.last.supplies.select("relation").unique(), on="relation", how="semi")
        if name == "presences":
            key = ["establishment", "stage", "municipality"]
            return table.join(self.last.presences.select(key).unique(), on=key, how="semi", nulls_equal=True)
        if name == "collaborations":
            return table.filter(~pl.col("partner").is_in(gone))
        if name == "establishments":
            return table.filter(~pl.col("establishment").is_in(gone))
        return table
