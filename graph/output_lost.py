"""Output lost: what part of all output a scenario costs by the economic systemic risk index (ESRI).

Strengths are numbers of documented supplies, not money, so this is a reading of the network and not of the economy. A
sector is the set of stages that establishments are known to perform; one without a known stage is a sector of its own,
for nobody is known who can stand in for it. How much a production needs each input is not known, so there are two
answers: the least, where inputs add up and a part lost is a part less, and the most, where every kind of input binds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.labelling import level_words
from graph.metrics.systemic import ESSENTIAL, OTHER, Economy
from graph.projections import View, supply
from graph.situation import Situation

_TOLERANCE = 1e-9

_SAYS = {
    "is": {
        "nl": "Deel van alle leveringen dat geraakt wordt: een scenario met de ESRI (Diem e.a. 2022) op {supplies} "
        "leveringen met bewijs {levels}. Sterkten zijn aantallen gedocumenteerde leveringen, geen geld. Het "
        "laagste getal als toeleveringen optellen, het hoogste als elke soort toelevering onmisbaar is; wie "
        "dezelfde schakels uitvoert kan een ander deels vervangen.",
        "en": "Part of all supplies that is affected: a scenario with the ESRI (Diem et al. 2022) on {supplies} "
        "supplies with evidence {levels}. Strengths are numbers of documented supplies, not money. The lowest "
        "number if inputs add up, the highest if every kind of input is essential; who performs the same stages "
        "can partly replace another.",
    },
    "nobody": {
        "nl": "Welk deel van alle output verloren gaat is niet berekend: de index volgt vestigingen die uitvallen, en "
        "hier valt er geen uit.",
        "en": "What part of all output is lost was not computed: the index follows establishments that stop, and none "
        "does here.",
    },
    "unknown": {
        "nl": "Welk deel van alle output verloren gaat is onbekend: van wie uitvalt is geen levering bekend.",
        "en": "What part of all output is lost is unknown: no supply is known of those that stop.",
    },
    "alone": {
        "nl": "Welk deel van alle output verloren gaat is niet gegeven: er valt één vestiging met bekende leveringen "
        "uit, en het netwerk rust mede op bewijs {levels}, dat niets zegt over een genoemd bedrijf. Met een "
        "zekerder bewijsniveau (estimated, asserted) kan het wel.",
        "en": "What part of all output is lost is not given: one establishment with known supplies stops, and the "
        "network rests in part on evidence {levels}, which says nothing about a named company. With a surer "
        "evidence level (estimated, asserted) it can be.",
    },
}


@dataclass(frozen=True)
class OutputLost:
    """Part of all output that is lost, from 0 to 1.

    Attributes:
        direct: output of those that stop themselves.
        least: that, and what is lost downstream and upstream of them, if inputs add up.
        most: the same, if every kind of input is essential.
        supplies: number of supplies in the network.
        levels: evidence levels of its edges.
        sources: their sources.
    """

    direct: float
    least: float
    most: float
    supplies: int
    levels: tuple[str, ...]
    sources: tuple[str, ...]


def output_lost(
    view: View, before: Situation, gone: Sequence[str], weak: Sequence[str]
) -> tuple[OutputLost | None, list[str]]:
    """The output lost when establishments stop together, and what must be said of it.

    Args:
        view: the part of the atlas, of which the supply network is taken.
        before: the situation before, for the stages.
        gone: who stops.
        weak: evidence levels on which nothing is computed about one establishment alone.
    """
    if not gone:
        return None, [before.say(_SAYS["nobody"])]
    arrays = supply(view).arrays
    stop = np.array(sorted(arrays.number[name] for name in gone if name in arrays.number), dtype=np.int64)
    if not len(stop):
        return None, [before.say(_SAYS["unknown"])]
    levels, sources = (_members(arrays.edge_table[name]) for name in ("evidence", "sources"))
    bad = [level for level in levels if level in weak]
    if len(stop) == 1 and bad:
        return None, [before.say(_SAYS["alone"], levels=level_words(bad, view.language))]
    sectors = _sectors(arrays.nodes, before.presences)
    capacity = np.ones((len(arrays.nodes), 1))
    capacity[stop] = 0.0
    strengths = arrays.matrix("weight")
    lost = {}
    for role in (OTHER, ESSENTIAL):
        inputs = np.broadcast_to(np.int8(role), (int(sectors.max()) + 1,) * 2)  # takes no room however many sectors
        economy = Economy(strengths, sectors, inputs)
        lost[role] = float(economy.cascade(capacity, tolerance=_TOLERANCE).index[0])
    direct = float(economy.output[stop].sum() / economy.output.sum())
    supplies = int(arrays.weights("weight").sum())
    made = OutputLost(direct, lost[OTHER], lost[ESSENTIAL], supplies, levels, sources)
    return made, [before.say(_SAYS["is"], supplies=supplies, levels=level_words(levels, view.language))]


def _sectors(nodes: Sequence[object], presences: pl.DataFrame) -> np.ndarray:
    """The sector of every node, numbers from 0."""
    sets = presences.group_by("establishment").agg(stages=pl.col("stage").unique().sort().str.join("|"))
    table = pl.DataFrame({"establishment": [str(node) for node in nodes]}).join(
        sets, on="establishment", how="left", maintain_order="left"
    )
    named = table.select(pl.coalesce("stages", "establishment"))["stages"]
    return named.rank("dense").cast(pl.Int64).to_numpy() - 1


def _members(column: pl.Series) -> tuple[str, ...]:
    """The members of cells that join them by semicolons, each once, in order."""
    return tuple(sorted(column.str.split("; ").explode().drop_nulls().unique().to_list()))
