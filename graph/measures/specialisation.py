"""What places hold of which stages: specialisation and diversity.

Counted are establishments in the regions of the atlas, by primary membership, each once per place and stage. They are
those that a public source names, not all there are: a place nobody wrote about shows less than it has.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl

from graph import extracts
from graph.errors import one_of
from graph.measuring import Measure, labelled, rests_on
from graph.metrics import specialisation as metric
from graph.projections import View
from graph.terms import PREFIXES

Place = Literal["region", "municipality", "park"]
Thing = Literal["stage", "chain"]
PLACES, THINGS = get_args(Place), get_args(Thing)


@dataclass(frozen=True)
class Counts:
    """How many establishments each place has of each thing.

    Attributes:
        places: names of the rows.
        things: names of the columns.
        amounts: the numbers.
        pairs: what each pair rests on.
        by, of: what places and things are.
    """

    places: list[str]
    things: list[str]
    amounts: np.ndarray
    pairs: pl.DataFrame
    by: str
    of: str

    def along(self, side: str, **figures: np.ndarray) -> pl.DataFrame:
        """A row per place or thing, with figures and what they rest on."""
        names = self.places if side == self.by else self.things
        rests = self.pairs.group_by(side).agg(**rests_on())
        table = pl.DataFrame({side: names, **figures}, schema_overrides={side: pl.String})
        return table.join(rests, on=side, how="left", maintain_order="left")

    def across(self, **figures: np.ndarray) -> pl.DataFrame:
        """A row per place and thing, with figures and what they rest on (nothing where nothing is known)."""
        row, column = np.indices(self.amounts.shape).reshape(2, -1)
        named = ((self.by, self.places, row), (self.of, self.things, column))
        names = {side: pl.Series(words, dtype=pl.String).gather(at) for side, words, at in named}
        table = pl.DataFrame({**names, **{name: values.ravel() for name, values in figures.items()}})
        rests = self.pairs.group_by(self.by, self.of).agg(**rests_on())
        table = table.join(rests, on=[self.by, self.of], how="left", maintain_order="left")
        return table.with_columns(pl.col("evidence", "sources").fill_null(""))


def primary(view: View) -> pl.DataFrame:
    """Who performs which stage where, in the regions of the atlas, by primary membership."""
    return view.table("presences").filter(pl.col("primary") & pl.col("region").str.starts_with(PREFIXES["region"]))


def counts(view: View, by: str, of: str) -> Counts:
    """Count establishments by place and stage or chain.

    Raises:
        UsageError: if ``by`` or ``of`` is not one of :data:`PLACES` or :data:`THINGS`.
    """
    one_of("by", by, PLACES)
    one_of("of", of, THINGS)
    pairs = primary(view).drop_nulls(by)
    once = pairs.select("establishment", by, of).unique()
    places, things = (once[name].unique().sort() for name in (by, of))
    amounts = np.zeros((len(places), len(things)))
    np.add.at(amounts, (places.search_sorted(once[by]).to_numpy(), things.search_sorted(once[of]).to_numpy()), 1)
    return Counts(places.to_list(), things.to_list(), amounts, pairs, by, of)


def in_chain(view: View, table: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows of which any of the columns is a stage of the chain that is asked for, or the chain itself."""
    if view.chain is None:
        return table
    stages = extracts.read(view.folder, "stages").filter(pl.col("chain") == view.chain)["stage"].to_list()
    return table.filter(pl.any_horizontal(pl.col(column).is_in([view.chain, *stages]) for column in columns))


def location_quotient(view: View, by: Place = "region", of: Thing = "stage", confidence: float = 0.95) -> pl.DataFrame:
    """How much larger a stage is in a place than in all places together, with the interval that few counts leave.

    Establishments of all chains are what it is compared with, also where one chain is asked for.
    """
    held = counts(replace(view, chain=None), by, of)
    whole = held.amounts.sum()
    expected = held.amounts.sum(axis=1, keepdims=True) / whole if whole else held.amounts
    shape = held.amounts.shape
    totals = np.broadcast_to(held.amounts.sum(axis=0), shape)
    quotient, low, high = metric.location_quotient_interval(
        held.amounts, totals, np.broadcast_to(expected, shape), confidence
    )
    table = held.across(establishments=held.amounts.astype(np.int64), lq=quotient, low=low, high=high)
    return labelled(view, in_chain(view, table, of), by, of).sort(
        by, "lq", of, descending=[False, True, False], nulls_last=True
    )


def _by_place(view: View, by: str, of: str, name: str) -> pl.DataFrame:
    held = counts(view, by, of)
    function = {"krugman": metric.krugman, "hachman": metric.hachman, "entropy": metric.entropy}[name]
    number = held.amounts.sum(axis=1).astype(np.int64)
    value = function(held.amounts) if number.size else np.empty(0)
    table = held.along(by, presences=number, **{name: value})
    return labelled(view, table, by).sort(name, by, descending=[True, False], nulls_last=True)


def krugman(view: View, by: Place = "region", of: Thing = "stage") -> pl.DataFrame:
    """How much the make-up of each place differs from that of all places: 0 the same, 2 nothing in common."""
    return _by_place(view, by, of, "krugman")


def hachman(view: View, by: Place = "region", of: Thing = "stage") -> pl.DataFrame:
    """How alike the make-up of each place is to that of all places: 1 the same."""
    return _by_place(view, by, of, "hachman")


def entropy(view: View, by: Place = "region", of: Thing = "stage") -> pl.DataFrame:
    """How diverse each place is, in bits; 0 where all establishments do the same."""
    return _by_place(view, by, of, "entropy")


def hoover(view: View, by: Place = "region", of: Thing = "stage") -> pl.DataFrame:
    """What part of a stage would have to move to be spread as all establishments are."""
    held = counts(view, by, of)
    sizes = held.amounts.sum(axis=1)
    value = metric.hoover(held.amounts, sizes) if sizes.sum() else np.empty(0)
    table = held.along(of, establishments=held.amounts.sum(axis=0).astype(np.int64), hoover=value)
    return labelled(view, table, of).sort("hoover", of, descending=[True, False], nulls_last=True)


def theil(view: View, of: Thing = "stage") -> pl.DataFrame:
    """How unevenly each stage is spread over municipalities, within regions and between them.

    Municipalities are those in which any establishment is known.
    """
    held = counts(view, "municipality", of)
    home = held.pairs.select("municipality", "region").unique("municipality", keep="first", maintain_order=True)
    homes = pl.DataFrame({"municipality": held.places}, schema={"municipality": pl.String}).join(
        home.sort("municipality", "region"), on="municipality", how="left", maintain_order="left"
    )
    groups = np.unique(homes["region"].to_numpy().astype(str), return_inverse=True)[1]
    parts = np.array([metric.theil(column, groups) for column in held.amounts.T]).reshape(-1, 2)
    number = held.amounts.sum(axis=0).astype(np.int64)
    table = held.along(of, establishments=number, within=parts[:, 0], between=parts[:, 1], total=parts.sum(axis=1))
    return labelled(view, table, of).sort("total", of, descending=[True, False])


MEASURES = [
    Measure(
        "location-quotient",
        {
            "nl": "Hoeveel groter een schakel hier is dan overal, met interval",
            "en": "How much larger a stage is here than everywhere, with its interval",
        },
        {"nl": "quotiënt, 1 is als overal", "en": "quotient, 1 is as everywhere"},
        "Florence (1939); Clopper and Pearson (1934)",
        "pair",
        location_quotient,
    ),
    Measure(
        "krugman",
        {"nl": "Hoe anders de samenstelling van een plek is", "en": "How different the make-up of a place is"},
        {"nl": "0 tot 2", "en": "0 to 2"},
        "Krugman (1991)",
        "region",
        krugman,
    ),
    Measure(
        "hachman",
        {"nl": "Hoe gewoon de samenstelling van een plek is", "en": "How ordinary the make-up of a place is"},
        {"nl": "0 tot 1", "en": "0 to 1"},
        "Hachman (1995)",
        "region",
        hachman,
    ),
    Measure(
        "entropy",
        {"nl": "Hoe divers een plek is", "en": "How diverse a place is"},
        {"nl": "bits", "en": "bits"},
        "Shannon (1948)",
        "region",
        entropy,
    ),
    Measure(
        "hoover",
        {"nl": "Hoe ongelijk een schakel gespreid is", "en": "How unevenly a stage is spread"},
        {"nl": "deel van één", "en": "part of one"},
        "Hoover (1936)",
        "stage",
        hoover,
    ),
    Measure(
        "theil",
        {
            "nl": "Ongelijke spreiding van een schakel, binnen en tussen regio's",
            "en": "Uneven spread of a stage, within and between regions",
        },
        {"nl": "nats", "en": "nats"},
        "Theil (1967)",
        "stage",
        theil,
    ),
]
