"""How many supplies of a chain go from one place to another."""

import polars as pl

from graph.counting import rank
from graph.cubing import Cube
from graph.placing import SITE, Facts, meeting


def supplying(facts: Facts) -> pl.DataFrame:
    """Each supply counts itself, from the place of its supplier to that of its customer; the supplier gives it."""
    supplies = facts.table("supplies").select(
        "supplier", "customer", "chain", "source", "since", "until", item="relation", rank=rank(pl.col("level"))
    )
    table = supplies.unique()
    for role in ("supplier", "customer"):
        sites = facts.sites.rename({name: f"{name}_{role}" for name in ("establishment", *SITE)})
        table = meeting(table, sites, role, f"establishment_{role}")
    return table.drop("customer").rename({"supplier": "contributor"}).with_columns(amount=pl.lit(1, pl.Int64))


CUBES = (
    Cube(
        name="supplies",
        title={"nl": "Leveringen tussen plekken per keten", "en": "Supplies between places by chain"},
        note={
            "nl": (
                "Het aantal leveringen dat bronnen noemen, niet hun omvang: die hebben ongelijke eenheden"
                " of is onbekend. Een levering noemt haar keten, niet haar schakel. Met alle "
                "lidmaatschappen telt een levering in elk paar van regio's."
            ),
            "en": (
                "The number of supplies sources name, not their size: that has unlike units or is "
                "unknown. A supply names its chain, not its stage. By all memberships a supply counts in "
                "each pair of regions."
            ),
        },
        by=("chain",),
        measure="ka:countedSupplies",
        tables=("relations", "establishments", "memberships"),
        contributions=supplying,
        ends={"_supplier": "from", "_customer": "to"},
    ),
)
