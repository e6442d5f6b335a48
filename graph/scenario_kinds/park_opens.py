"""Park opens: a new park in a municipality, with the stages it could host; nobody has come yet."""

from dataclasses import replace

import polars as pl

from graph import extracts
from graph.errors import UsageError
from graph.scenario_kinds import Given, Kind, Told
from graph.situation import ASSUMED, Situation, areas

_ROOM = {
    "nl": "Een nieuw terrein is ruimte, geen vestiging: geteld zijn terreinen waar een schakel is of zou kunnen zijn. "
    "Wie er komt is onbekend.",
    "en": "A new park is room, not an establishment: parks are counted where a stage is or could be. Who comes is "
    "unknown.",
}


def change(before: Situation, told: Told) -> Situation:
    """Add a park that could host the stage.

    Raises:
        UsageError: if no chain has the stage.
    """
    chains = extracts.read(before.view.folder, "stages").filter(pl.col("stage") == told["stage"])
    if chains.is_empty():
        raise UsageError(f"stage: no chain in the atlas has {told['stage']}")
    where = areas(before.view).filter(pl.col("municipality") == told["municipality"])
    new = chains.join(where, how="cross").with_columns(
        park=pl.lit(told["park"]),
        level=pl.lit(ASSUMED),
        source=pl.lit(None, pl.String),
        park_level=pl.lit(None, pl.String),
    )
    after = replace(before, possible=pl.concat([before.possible, new.select(before.possible.columns)]))
    note = after.say(_ROOM)
    return after if note in after.notes else after.noting(_ROOM)


KIND = Kind(
    name="park-opens",
    title={"nl": "Een nieuw bedrijventerrein opent", "en": "A new business park opens"},
    assumes={
        "nl": "In {municipality} opent bedrijventerrein {park}, dat schakel {stage} zou kunnen herbergen.",
        "en": "In {municipality} a business park {park} opens that could host stage {stage}.",
    },
    takes=(
        Given("park", {"nl": "Naam van het nieuwe terrein", "en": "Name of the new park"}),
        Given("municipality", {"nl": "Gemeente", "en": "Municipality"}, "ka:Municipality"),
        Given("stage", {"nl": "Schakel die het kan herbergen", "en": "Stage it could host"}, "ka:ChainStage"),
    ),
    change=change,
)
