"""Which stages are found in the same places, how near a place is to one it lacks, and what that says of complexity.

Counted as in :mod:`graph.measures.specialisation`; a place has a stage where it holds more of it than others do.
"""

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import polars as pl

from graph.errors import one_of
from graph.measures.specialisation import Counts, Place, Thing, counts, in_chain
from graph.measuring import Measure, labelled, rests_on, together
from graph.metrics.complexity import complexity as complexity_of
from graph.metrics.relatedness import proximity, relatedness_density
from graph.metrics.specialisation import location_quotient
from graph.projections import View

About = Literal["place", "thing"]


def _specialised(held: Counts) -> np.ndarray:
    """Which place holds which thing more than others do: a quotient of 1 or more."""
    if not held.amounts.size:
        return np.zeros(held.amounts.shape, dtype=bool)
    quotient = location_quotient(held.amounts)
    return np.asarray((held.amounts > 0) & (np.nan_to_num(quotient) >= 1))


def relatedness(view: View, by: Place = "municipality", of: Thing = "stage") -> pl.DataFrame:
    """How likely a place with one stage has another too: every pair that is found together anywhere.

    With a chain the pairs of which either stage is of that chain.
    """
    held = counts(replace(view, chain=None), by, of)
    phi = np.triu(proximity(_specialised(held)))
    one, two = np.nonzero(phi)
    things = np.asarray(held.things, dtype=object)
    table = pl.DataFrame(
        {of: things[one].tolist(), "other": things[two].tolist(), "relatedness": phi[one, two]},
        schema={of: pl.String, "other": pl.String, "relatedness": pl.Float64},
    )
    rests = held.pairs.group_by(of).agg(**rests_on())
    table = table.join(rests, on=of, how="left", maintain_order="left")
    table = table.join(rests, left_on="other", right_on=of, how="left", maintain_order="left", suffix="_other")
    table = together(table, {name: (name, f"{name}_other") for name in ("evidence", "sources")})
    table = labelled(view, in_chain(view, table.drop("evidence_other", "sources_other"), of, "other"), of, "other")
    return table.sort("relatedness", of, "other", descending=[True, False, False])


def relatedness_of(
    view: View, by: Place = "region", of: Thing = "stage", learnt: Place = "municipality"
) -> pl.DataFrame:
    """What part of all that is near a stage each place has, for stages it has and stages it lacks.

    Which stages are near each other is learnt from the places of ``learnt``, and from all chains.
    """
    whole = replace(view, chain=None)
    taught, held = counts(whole, learnt, of), counts(whole, by, of)
    phi = proximity(_specialised(taught))
    where = [taught.things.index(thing) if thing in taught.things else -1 for thing in held.things]
    size = len(where)
    near = np.zeros((size, size))
    known = np.array([at >= 0 for at in where], dtype=bool)
    places = np.array(where, dtype=np.int64)[known]
    near[np.ix_(known, known)] = phi[np.ix_(places, places)]
    present = _specialised(held)
    density = relatedness_density(present, near) if size else np.empty(present.shape)
    table = held.across(establishments=held.amounts.astype(np.int64), density=density)
    table = labelled(view, in_chain(view, table, of), by, of)
    return table.sort(by, "density", of, descending=[False, True, False], nulls_last=True)


def complexity(view: View, by: Place = "municipality", of: Thing = "stage", about: About = "place") -> pl.DataFrame:
    """Complexity of places, or with ``about`` ``thing`` of stages: what few hold and those who hold it.

    Unknown with fewer than three places or stages.
    """
    one_of("about", about, get_args(About))
    held = counts(view, by, of)
    made = complexity_of(_specialised(held))
    side, value, number, name = (
        (by, made.regions, made.diversity, "diversity")
        if about == "place"
        else (of, made.stages, made.ubiquity, "ubiquity")
    )
    table = labelled(view, held.along(side, **{name: number}, complexity=value.round(9)), side)
    return table.sort("complexity", side, descending=[True, False], nulls_last=True)


MEASURES = [
    Measure(
        "relatedness",
        {"nl": "Welke schakels op dezelfde plekken zitten", "en": "Which stages are found in the same places"},
        {"nl": "deel van één", "en": "part of one"},
        "Hidalgo, Klinger, Barabási and Hausmann (2007)",
        "pair",
        relatedness,
    ),
    Measure(
        "relatedness-density",
        {"nl": "Hoe dicht een plek bij een schakel staat", "en": "How near a place is to a stage"},
        {"nl": "procent", "en": "per cent"},
        "Hidalgo, Klinger, Barabási and Hausmann (2007)",
        "pair",
        relatedness_of,
    ),
    Measure(
        "complexity",
        {"nl": "Complexiteit van plekken en schakels", "en": "Complexity of places and stages"},
        {"nl": "standaardafwijkingen", "en": "standard deviations"},
        "Hidalgo and Hausmann (2009); Mealy, Farmer and Teytelboym (2019)",
        "region",
        complexity,
    ),
]
