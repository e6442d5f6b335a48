"""How many supplies of a chain go from one place to another."""

from graph.cubing import Cube
from graph.placing import SITE, meeting, ranked

_DAYS, _MEET = meeting("t", "s", "c")
SUPPLYING = f"""
    SELECT t.relation AS item, t.supplier AS contributor, t.chain, {ranked("t.level")} AS rank, t.source,
           {", ".join(f"s.{name} AS {name}_supplier, c.{name} AS {name}_customer" for name in SITE)},
           CAST(1 AS BIGINT) AS amount, {_DAYS}
    FROM (SELECT DISTINCT relation, supplier, customer, chain, level, source, since, until FROM supplies) t
    JOIN sites s ON t.supplier = s.establishment
    JOIN sites c ON t.customer = c.establishment
    WHERE {_MEET}"""
"""Each supply counts itself, from the place of its supplier to that of its customer; the supplier gives it."""

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
        contributions=SUPPLYING,
        ends={"_supplier": "from", "_customer": "to"},
    ),
)
