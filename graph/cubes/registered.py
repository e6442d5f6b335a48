"""How many establishments, and how many jobs, registers of places of work count in a place, by division of industry."""

import polars as pl

from graph import registers
from graph.counting import rank
from graph.cubing import ONE_PLACE, Cube
from graph.placing import Facts

_NOTE = {
    "nl": (
        "Elk register telt voor zich: wat in twee registers of jaargangen staat is niet opgeteld, en een "
        "som over registers telt dubbel. Een bedrijfstak maakt niemand tot deelnemer aan een keten. Waar "
        "geen begin of einde bekend is, telt een vestiging op elke dag."
    ),
    "en": (
        "Each register counts by itself: what stands in two registers or vintages is not added up, and a "
        "sum over registers counts double. A division of industry makes nobody take part in a chain. "
        "Where no start or end is known an establishment counts on every day."
    ),
}


def counting(facts: Facts) -> pl.DataFrame:
    """Each establishment in a register counts itself."""
    return _rows(facts).drop("jobs").with_columns(amount=pl.lit(1, pl.Int64))


def employing(facts: Facts) -> pl.DataFrame:
    """Each establishment in a register counts its jobs, where they are known."""
    return _rows(facts).rename({"jobs": "amount"}).drop_nulls("amount")


def _rows(facts: Facts) -> pl.DataFrame:
    table = facts.table(registers.NAME).rename({"establishment": "item"})
    return table.with_columns(contributor="item", rank=rank(pl.col("level"))).drop("level")


CUBES = (
    Cube(
        name="registered",
        title={"nl": "Vestigingen in registers", "en": "Establishments in registers"},
        note=_NOTE,
        by=("register", "division"),
        measure="ka:countedEstablishments",
        tables=("memberships",),
        contributions=counting,
        ends=ONE_PLACE,
    ),
    Cube(
        name="registered-jobs",
        title={"nl": "Banen in registers", "en": "Jobs in registers"},
        note={
            "nl": f"{_NOTE['nl']} Van wie het register geen banen noemt zijn ze onbekend, niet nul.",
            "en": f"{_NOTE['en']} Of those whose jobs the register does not give they are unknown, not nought.",
        },
        by=("register", "division"),
        measure="ka:countedJobs",
        tables=("memberships",),
        contributions=employing,
        ends=ONE_PLACE,
    ),
)
