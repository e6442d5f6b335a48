"""Stage leaves: nobody in an area performs a stage any more; who performs other stages too stays with those."""

from dataclasses import replace

import polars as pl

from graph.errors import UsageError
from graph.scenario_kinds import Given, Kind, Told
from graph.situation import Situation

_NOBODY = {
    "nl": "Van niemand in dit gebied is bekend dat hij deze schakel uitvoert: wat er verdwijnt is onbekend.",
    "en": "Nobody in this area is known to perform this stage: what disappears is unknown.",
}
_BOTH = {
    "nl": "{n} leveringen zijn van vestigingen die in deze keten ook een andere schakel uitvoeren: welke bij de "
    "schakel die vertrekt horen is onbekend, dus zij tellen als blijvend.",
    "en": "{n} supplies are of establishments that perform another stage of this chain too: which belong to the stage "
    "that leaves is unknown, so they count as staying.",
}


def change(before: Situation, told: Told) -> Situation:
    """Take the stage away in the area, and the supplies in its chain of those who performed no other stage of it.

    Raises:
        UsageError: if no area was given, or two.
    """
    given = [told[name] for name in ("region", "municipality") if told.get(name)]
    if len(given) != 1:
        raise UsageError("stage-leaves needs either a region (or province) or a municipality")
    here = pl.any_horizontal(pl.col("municipality", "region", "province") == given[0]).fill_null(value=False)
    leaves = here & (pl.col("stage") == told["stage"])
    going = before.presences.filter(leaves)
    if going.is_empty():
        return before.noting(_NOBODY)
    after = replace(before, presences=before.presences.filter(~leaves))
    ends = going.select("establishment", "chain").unique()
    other = after.presences.select("establishment", "chain").unique()
    cut = _of(before.supplies, ends.join(other, on=["establishment", "chain"], how="anti"))
    unsure = _of(before.supplies, ends.join(other, on=["establishment", "chain"], how="semi"))
    unsure = unsure.join(cut, on="relation", how="anti")
    after = replace(after, supplies=before.supplies.join(cut, on="relation", how="anti", maintain_order="left"))
    number = unsure["relation"].n_unique()
    return after.noting(_BOTH, n=number) if number else after


def _of(supplies: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Supplies in a chain of establishments, at either end."""
    sides = [
        supplies.join(ends.rename({"establishment": end}), on=[end, "chain"], how="semi")
        for end in ("supplier", "customer")
    ]
    return pl.concat(sides).select("relation").unique()


KIND = Kind(
    name="stage-leaves",
    title={"nl": "Een schakel verdwijnt uit een gebied", "en": "A stage leaves an area"},
    assumes={
        "nl": "Schakel {stage} verdwijnt uit {region}{municipality}.",
        "en": "Stage {stage} leaves {region}{municipality}.",
    },
    takes=(
        Given("stage", {"nl": "Schakel", "en": "Stage"}, "ka:ChainStage"),
        Given("region", {"nl": "Regio of provincie", "en": "Region or province"}, "ka:Region", required=False),
        Given("municipality", {"nl": "Gemeente", "en": "Municipality"}, "ka:Municipality", required=False),
    ),
    change=change,
)
