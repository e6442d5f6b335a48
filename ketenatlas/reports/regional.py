"""Chapters of the report of a region that need more than a table: maps, pictures, and its parks."""

from typing import Any

import polars as pl

from ketenatlas.reports.chapters import Section, sectioned
from ketenatlas.reports.pictures import Line, both_ways, grid, lengths
from ketenatlas.reports.pieces import Figure, Table, widths
from ketenatlas.reports.writing import Row, Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour
from ketenatlas.views.place_map import map_of


def space_of_chains(writer: Writer, region: str, label: str) -> None:
    """Where the chains are: the map, the chains, the special ones."""
    writer.heading(1, "Ketens in de ruimte", "Chains in space")
    here = profiles.presences(writer.view, region, "region")
    towns = here.group_by("municipality").agg(n=pl.col("establishment").n_unique()).sort("n", descending=True)
    rows = [(writer.label(town), str(n)) for town, n in towns.iter_rows() if town]
    rows.sort(key=lambda row: (-int(row[1]), row[0]))
    caption = writer.text("Bekende vestigingen per gemeente", "Known establishments by municipality")
    svg = map_of(writer.view, caption, region=region)
    heads = [(writer.text("Gemeente", "Municipality"), False), (writer.text("Vestigingen", "Establishments"), True)]
    if svg and rows:
        alt = f"{caption}: " + "; ".join(f"{town} {n}" for town, n in rows) + "."
        note = writer.text(
            "Schematische kaart; een cirkel telt vestigingen in een van de ketens.",
            "Schematic map; a circle counts establishments in one of the chains.",
        )
        table = Table(caption, widths(heads, rows), tuple(rows))
        writer.figure(
            Figure(
                svg, alt, caption, writer.ref("A1-05", writer.rows("A1-05", {"region": region})), (note,), table, 0.85
            )
        )
    marks = [one for one in profiles.chains(writer.view, here) if one.present]
    lines = [
        Line(f"{one.label}", (one.present or None, len(one.stages), one.establishments))
        for one in sorted(marks, key=lambda one: (-one.establishments, one.label))
    ]
    columns = [
        (writer.text("schakels hier", "stages here"), region_colour(region)),
        (writer.text("alle schakels", "all stages"), "#DDE3EA"),
        (writer.text("vestigingen", "establishments"), region_colour(region)),
    ]
    if lines:
        writer.figure(
            grid(
                "ketens",
                writer.text("Ketens met een plek in {label}", "Chains with a place in {label}", label=label),
                columns,
                lines,
                writer.text("Keten", "Chain"),
                writer.language,
                writer.ref("A1-05", writer.rows("A1-05", {"region": region})),
            )
        )
    special(writer, region)
    writer.heading(2, "Waar elke schakel zit", "Where each stage is")
    writer.table(
        Wanted(
            "A1-05",
            (
                "Schakels en plekken met de meeste bekende vestigingen",
                "Stages and places with most known establishments",
            ),
            {"region": region},
            only=("chain", "stage", "municipality", "park", "establishments", "jobs", "evidence", "sources"),
            most=24,
            order="-establishments",
            bounds=True,
        )
    )


def special(writer: Writer, region: str) -> None:
    """In what the region differs from the others."""
    rows = [row for row in writer.rows("A1-08") if row["region"] == region and row["lq"] is not None]
    rows.sort(key=lambda row: (-row["lq"], str(row["chainLabel"])))
    if not rows:
        return
    drawn = [Bar(str(r["chainLabel"]), r["lq"], region_colour(region), r["lqLow"], r["lqHigh"]) for r in rows]
    note = writer.text(
        "Aandeel van de keten in de bekende vestigingen van de regio, gedeeld door haar aandeel in alle regio's "
        "samen (LQ). "
        "Rechts van de stippellijn (1) is dat meer dan gemiddeld; raakt de streep haar, dan kan het toeval zijn.",
        "Share of the chain in the known establishments of the region, divided by its share in all regions "
        "together (LQ). "
        "Right of the dashed line (1) is more than average; where the line touches it, it may be chance.",
    )
    writer.figure(
        lengths(
            "bijzonder",
            writer.text("Waarin de regio zich onderscheidt", "What sets the region apart"),
            drawn,
            (writer.text("Keten", "Chain"), "LQ"),
            writer.language,
            1.0,
            writer.ref("A1-08", rows),
            (note,),
        )
    )


def flows(writer: Writer, region: str) -> list[Row]:
    """Known supplies with an end in the region, by place at both ends."""
    return [row for row in writer.rows("A1-10") if region in (row["fromRegion"], row["toRegion"])]


def links(writer: Writer, region: str, label: str) -> None:
    """On whom the region depends, and who depends on it."""
    writer.heading(1, "Verbindingen met andere regio's", "Links with other regions")
    partners = profiles.partners(writer.view, region)
    if partners.pairs:
        writer.figure(
            both_ways(
                "stromen",
                writer.text("Bekende leveringen over de grens van de regio", "Known supplies across the border"),
                partners.pairs,
                (
                    writer.text("Regio aan de andere kant", "Region at the other end"),
                    writer.text("levert aan de regio", "supplies the region"),
                    writer.text("krijgt van de regio", "is supplied by it"),
                ),
                writer.language,
                writer.ref("A1-10", flows(writer, region)),
            )
        )
    tables = [
        Wanted(
            "B2-03",
            ("Ketens die regio's aan elkaar binden", "Chains that bind regions to each other"),
            {},
            only=(
                "chain",
                "regionA",
                "regionB",
                "supplies",
                "suppliesBack",
                "interdependence",
                "stages",
                "evidence",
                "sources",
            ),
            keep=lambda row: region in (row["regionA"], row["regionB"]),
        ),
        Wanted(
            "B2-10",
            ("Hoe afhankelijk de regio per schakel is", "How dependent the region is by stage"),
            {"region": region},
            only=("chain", "stage", "supplies", "suppliers", "fromRegions", "shareDistant", "evidence", "sources"),
            order="-supplies",
            most=15,
        ),
        Wanted(
            "B2-05",
            ("Verbanden buiten Brabant", "Links outside Brabant"),
            {},
            only=("partner", "chain", "direction", "stagesHere", "relations", "evidence", "sources"),
            keep=lambda row: label in row["regions"],
            order="-relations",
        ),
    ]
    sectioned(writer, [Section(("Afhankelijkheid", "Dependence"), ("", ""), tables)])


def space(writer: Writer, region: str) -> None:
    """Demand for space, and what there is."""
    writer.heading(1, "Ruimte: vraag en aanbod", "Space: demand and supply")
    caption = ("Balans van vraag en aanbod (ha)", "Balance of demand and supply (ha)")
    columns = (
        "region",
        "workEnvironment",
        "period",
        "demandHa",
        "hardHa",
        "softHa",
        "balanceHa",
        "evidence",
        "sources",
    )
    if writer.rows("C2-02", {"region": region}):
        writer.table(Wanted("C2-02", caption, {"region": region}, only=columns))
    else:
        writer.note(
            "Van deze regio apart heeft de atlas geen balans (tabel balances). Hieronder staat die van de hele "
            "provincie; "
            "zij zegt niets over de verdeling over regio's.",
            "Of this region apart the atlas has no balance (table balances). Below is that of the whole "
            "province; it says "
            "nothing about the division over regions.",
        )
        writer.table(Wanted("C2-02", caption, {}, only=columns))
    sectioned(
        writer,
        [
            Section(
                ("Wat ketens vragen", "What chains ask for"),
                ("", ""),
                [Wanted("A1-14", ("Ruimtevraag per schakel", "Demand for space by stage"), {"region": region})],
            ),
            Section(
                ("Onbenut potentieel", "Unused potential"),
                ("", ""),
                [
                    Wanted(
                        "B1-05",
                        ("Onbenut potentieel, bekend of niet", "Unused potential, known or not"),
                        {"region": region},
                        only=("park", "municipality", "potential", "known", "amount", "unit", "evidence", "sources"),
                        keep=lambda row: bool(row["known"]),
                    )
                ],
            ),
        ],
    )
    _parks(writer, region)


def _parks(writer: Writer, region: str) -> None:
    """The largest business parks, from the register."""
    writer.heading(2, "Grootste terreinen", "Largest parks")
    parks = profiles.parks(writer.view).filter(pl.col("region") == region)
    top = parks.sort("gross_ha", "park_label", descending=[True, False], nulls_last=True).head(15)
    rows = [
        (
            str(row["park_label"]),
            str(row["municipality_label"]),
            number(row["gross_ha"], writer.language),
            number(row["net_ha"], writer.language),
            number(row["issuable_ha"], writer.language),
            _known(writer, row["establishments"]),
            _known(writer, row["chains"]),
        )
        for row in top.to_dicts()
    ]
    if not rows:
        return
    heads = [
        (writer.text("Terrein", "Park"), False),
        (writer.text("Gemeente", "Municipality"), False),
        (writer.text("Bruto ha", "Gross ha"), True),
        (writer.text("Netto ha", "Net ha"), True),
        (writer.text("Uitgeefbaar", "Issuable"), True),
        (writer.text("Vestigingen", "Establishments"), True),
        (writer.text("Ketens", "Chains"), True),
    ]
    note = writer.text(
        "De {n} grootste van {all}; een streepje is onbekend.",
        "The {n} largest of {all}; a dash is unknown.",
        n=len(rows),
        all=parks.height,
    )
    ref = writer.cite(sorted(set(top["source"].drop_nulls())))
    writer.listing(
        writer.text("Grootste bedrijventerreinen", "Largest business parks"),
        heads,
        rows,
        ref,
        (note,),
    )


def _known(writer: Writer, value: Any) -> str:
    return "–" if value is None else number(value, writer.language)
