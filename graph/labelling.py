"""Labelling: what things are called, as columns beside their addresses."""

from collections.abc import Iterable

import polars as pl

from graph import extracts
from graph.evidence import levels
from graph.projections import View
from graph.situation import ASSUMED, CLUSTER, CLUSTER_WORDS


class Names:
    """What things are called in a view; what has no label is called by the end of its address."""

    def __init__(self, view: View) -> None:
        own = pl.DataFrame({"thing": [CLUSTER], "label": [CLUSTER_WORDS[view.language]]})
        known = extracts.read(view.folder, "labels").select("thing", label=view.language)
        self.language = view.language
        self.table = pl.concat([known, own]).unique("thing", keep="first", maintain_order=True)

    def on(self, table: pl.DataFrame, *columns: str) -> pl.DataFrame:
        """The table with a column ``<name>_label`` for each of these columns."""
        for name in columns:
            labels = self.table.rename({"thing": name, "label": f"{name}_label"})
            last = (
                pl.when(pl.col(name).str.contains("://")).then(pl.col(name).str.extract(r"([^/#]+)$")).otherwise(name)
            )
            table = table.join(labels, on=name, how="left", maintain_order="left").with_columns(
                pl.coalesce(f"{name}_label", last).alias(f"{name}_label")
            )
        return table

    def of(self, thing: str) -> str:
        """The label of one thing."""
        return str(self.on(pl.DataFrame({"thing_": [thing]}), "thing_")["thing__label"][0])


def levels_in_order(found: Iterable[str]) -> tuple[str, ...]:
    """Evidence levels, each once, surest first; what is only assumed comes last."""
    known = [*levels(), ASSUMED]
    return tuple(sorted(set(found), key=known.index))


def level_words(found: Iterable[str], language: str) -> str:
    """Evidence levels in words, surest first."""
    words = {name: label[language] for name, (_, label) in levels().items()}
    words[ASSUMED] = {"nl": "aangenomen", "en": "assumed"}[language]
    return ", ".join(words[name] for name in levels_in_order(found))
