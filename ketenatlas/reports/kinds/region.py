"""The report of a region, for its vision and its programming table: what is there, what is missing, what it needs."""

from typing import Any

import polars as pl

from ketenatlas.reports.chapters import Section, chapter, method, sectioned
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pictures import Line, both_ways, grid, lengths
from ketenatlas.reports.pieces import Fact, Figure, Paragraph, Table, widths
from ketenatlas.reports.writing import Row, Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour
from ketenatlas.views.place_map import map_of


def write(writer: Writer, region: str, _delivery: Delivery | None) -> None:
    """Write the report of a region."""
    label = writer.label(region)
    _summary(writer, region, label)
    chapter(writer, ("Toekomstbeeld en visie", "Outlook and vision"), _visions(region))
    _space_of_chains(writer, region, label)
    _white_spots(writer, region)
    _links(writer, region, label)
    _space(writer, region)
    chapter(writer, ("Strategische vestigingsplaatsen", "Strategic business locations"), _strategic(region))
    chapter(writer, ("Grootschalige logistiek", "Large-scale logistics"), _logistics(region))
    chapter(writer, ("Herstructurering en nieuwe terreinen", "Restructuring and new parks"), _restructuring(region))
    chapter(writer, ("Regionale meerwaarde", "Regional added value"), _added_value(region))
    chapter(writer, ("Instrumenten en afstemming", "Instruments and coordination"), _instruments(writer, region, label))
    method(writer)
    writer.close()


def _summary(writer: Writer, region: str, label: str) -> None:
    """What a reader in a hurry must know, and the key figures."""
    writer.heading(1, "In het kort", "In short")
    parks = profiles.parks(writer.view).filter(pl.col("region") == region)
    sums = profiles.totals(parks)
    here = profiles.presences(writer.view, region, "region")
    marks = profiles.chains(writer.view, here)
    cited = writer.cite(sorted(set(parks["source"].drop_nulls())))
    years = ", ".join(sorted(set(parks["period"].drop_nulls())))
    unknown = writer.text("onbekend", "unknown")

    def hectares(name: str) -> str:
        return f"{number(sums[name], writer.language)} ha" if name in sums else unknown

    members = writer.view.table("memberships").filter(pl.col("region") == region, pl.col("primary"))
    writer.facts(
        [
            Fact(
                writer.text("Gemeenten", "Municipalities"),
                str(members["municipality"].n_unique()),
                writer.text("hoofdlidmaatschap", "primary membership"),
            ),
            Fact(writer.text("Bedrijventerreinen", "Business parks"), str(parks.height), years, cited),
            Fact(writer.text("Bruto oppervlakte", "Gross area"), hectares("gross_ha"), years, cited),
            Fact(writer.text("Uitgeefbaar", "Issuable"), hectares("issuable_ha"), years, cited),
            Fact(
                writer.text("Bekende vestigingen", "Known establishments"),
                str(here["establishment"].n_unique()),
                writer.text("in de ketens van de atlas", "in the chains of the atlas"),
                writer.ref("A1-05"),
            ),
            Fact(
                writer.text("Ketens met een plek", "Chains with a place"),
                writer.text("{n} van {all}", "{n} of {all}", n=sum(one.present > 0 for one in marks), all=len(marks)),
                "",
                writer.ref("A1-05"),
            ),
        ]
    )
    writer.points(_findings(writer, region, label, marks))


def _findings(writer: Writer, region: str, label: str, marks: list[profiles.ChainMarks]) -> list[Paragraph]:
    """Findings in sentences, each with what it rests on."""
    found = []
    special = [row for row in writer.rows("A1-08") if row["region"] == region]
    clear = [row for row in special if row["lqLow"] is not None and row["lqLow"] > 1]
    if clear:
        names = ", ".join(str(row["chainLabel"]) for row in sorted(clear, key=lambda row: -row["lq"]))
        found.append(
            Paragraph(
                writer.text(
                    "In {label} is meer dan gemiddeld bekend van: {names}. Dat verschil is groter "
                    "dan toeval bij zulke aantallen verklaart.",
                    "In {label} more than average is known of: {names}. The difference is larger than chance "
                    "explains at such numbers.",
                    label=label,
                    names=names,
                ),
                writer.ref("A1-08", clear),
            )
        )
    elif special:
        found.append(
            Paragraph(
                writer.text(
                    "Van geen keten is in {label} zo veel meer bekend dan elders dat het geen toeval kan zijn.",
                    "Of no chain so much more is known in {label} than elsewhere that it cannot be chance.",
                    label=label,
                ),
                writer.ref("A1-08", special),
            )
        )
    spots = writer.rows("A1-07", {"region": region})
    total = sum(len(one.stages) for one in marks)
    found.append(
        Paragraph(
            writer.text(
                "Van {n} van de {all} schakels in de ketenlijst noemt geen bron een vestiging in de regio.",
                "Of {n} of the {all} stages in the list of chains no source names an establishment in the region.",
                n=len({row["missingStage"] for row in spots}),
                all=total,
            ),
            writer.ref("A1-07"),
        )
    )
    flows = _flows(writer, region)
    if flows:
        others = sum(row["relations"] for row in flows if row["fromRegion"] != row["toRegion"])
        inside = sum(row["relations"] for row in flows if row["fromRegion"] == row["toRegion"])
        found.append(
            Paragraph(
                writer.text(
                    "Er zijn {others} leveringen bekend over de grens van de regio en {inside} erbinnen. Wat niet "
                    "gedocumenteerd is, telt niet mee.",
                    "{others} supplies are known across the border of the region and {inside} within it. What is not "
                    "documented does not count.",
                    others=others,
                    inside=inside,
                ),
                writer.ref("A1-10", flows),
            )
        )
    candidates = writer.rows("B1-02", {"region": region})
    if candidates:
        found.append(
            Paragraph(
                writer.text(
                    "{n} terreinen zijn kandidaat voor bovenmatig strategisch belang; van geen is hier een "
                    "besluit genomen.",
                    "{n} parks are candidates for more than ordinary strategic importance; none is decided on here.",
                    n=len({row["park"] for row in candidates}),
                ),
                writer.ref("B1-02", candidates),
            )
        )
    if not writer.rows("C2-02", {"region": region}):
        found.append(
            Paragraph(
                writer.text(
                    "Vraag en aanbod van ruimte zijn voor deze regio apart niet bekend: de atlas heeft alleen de "
                    "balans van "
                    "de hele provincie.",
                    "Demand for and supply of space are not known for this region apart: the atlas has the "
                    "balance of the "
                    "whole province only.",
                ),
                writer.ref("C2-02"),
            )
        )
    return found


def _visions(region: str) -> list[Section]:
    told = {"region": region}
    return [
        Section(
            ("", ""),
            (
                "Welke visies gelden, en hoe de provincie erbij betrokken is.",
                "Which visions hold, and how the province is involved.",
            ),
            [Wanted("A1-12", ("Regionale visies", "Regional visions"), told)],
        ),
        Section(
            ("Wat de visies noemen", "What the visions name"),
            (
                "Een keten of coalitie die een visie niet noemt, is daar een vraag: hoort hij erbij, of is het "
                "een keuze?",
                "A chain or coalition that a vision does not name is a question there: does it belong, or is it "
                "a choice?",
            ),
            [
                Wanted(
                    "A1-13",
                    ("Wat wordt genoemd", "What is named"),
                    told,
                    only=("vision", "priorityKind", "priority", "passage", "evidence", "sources"),
                    keep=lambda row: bool(row["named"]),
                )
            ],
        ),
    ]


def _space_of_chains(writer: Writer, region: str, label: str) -> None:
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
        writer.figure(Figure(svg, alt, caption, writer.ref("A1-05"), (note,), table, 0.85))
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
                writer.ref("A1-05"),
            )
        )
    _special(writer, region)
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


def _special(writer: Writer, region: str) -> None:
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


def _white_spots(writer: Writer, region: str) -> None:
    told = {"region": region}
    chapter(
        writer,
        ("Witte vlekken", "White spots"),
        [
            Section(
                ("", ""),
                (
                    "Schakels waarvan geen bron een vestiging in de regio noemt, met waar zij wel bekend zijn. "
                    "Een witte vlek "
                    "kan drie dingen zijn: er is niets, het is niet bekend, of het zit net over de grens.",
                    "Stages of which no source names an establishment in the region, with where they are known. "
                    "A white spot "
                    "can be three things: nothing is there, it is not known, or it is just across the border.",
                ),
                [
                    Wanted(
                        "A1-09",
                        (
                            "Witte vlekken die het dichtst bij liggen wat er al is",
                            "White spots nearest to what is there",
                        ),
                        told,
                        only=("chain", "missingStage", "density", "closest", "evidence", "sources"),
                        order="-density",
                        most=15,
                    ),
                    Wanted(
                        "A1-07",
                        ("Waar ontbrekende schakels wel zijn", "Where missing stages are"),
                        told,
                        only=("chain", "missingStage", "nearest", "distance", "suppliedFrom", "sources"),
                        order="distance",
                        most=20,
                    ),
                ],
            )
        ],
    )


def _flows(writer: Writer, region: str) -> list[Row]:
    return [row for row in writer.rows("A1-10") if region in (row["fromRegion"], row["toRegion"])]


def _links(writer: Writer, region: str, label: str) -> None:
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
                writer.ref("A1-10", _flows(writer, region)),
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


def _space(writer: Writer, region: str) -> None:
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
    writer.pieces.append(
        Table(
            writer.text("Grootste bedrijventerreinen", "Largest business parks"),
            widths(heads, rows),
            tuple(rows),
            ref,
            (note,),
        )
    )


def _known(writer: Writer, value: Any) -> str:
    return "–" if value is None else number(value, writer.language)


def _strategic(region: str) -> list[Section]:
    told = {"region": region}
    return [
        Section(
            ("Kandidaten en hun gronden", "Candidates and their grounds"),
            (
                "Terreinen met een unieke kwaliteit, een keten of een opgave. Dit zijn kandidaten met gronden; "
                "geen ervan is "
                "hiermee aangewezen.",
                "Parks with a unique quality, a chain or a task. These are candidates with grounds; none is "
                "designated by "
                "this.",
            ),
            [
                Wanted(
                    "B1-02",
                    ("Kandidaat-strategische terreinen", "Candidate strategic parks"),
                    told,
                    only=("park", "municipality", "status", "grounds", "chains", "evidence", "sources"),
                    most=20,
                ),
                Wanted(
                    "B1-09",
                    ("Planologische borging", "Protection in planning law"),
                    told,
                    only=("park", "status", "gap", "protection", "document", "sources"),
                ),
            ],
        ),
        Section(
            ("Verlies en vervanging", "Loss and replacement"),
            (
                "Ontbrekende vervanging wordt gemeld en is geen overtreding: het REH vraagt erom, het Rijk "
                "verplicht er niet toe.",
                "Missing replacement is reported and is no violation: the REH asks for it, the State does not oblige.",
            ),
            [
                Wanted("B1-06", ("Functiewijzigingen", "Function changes"), told),
                Wanted(
                    "B1-07",
                    ("Ruimte met een unieke kwaliteit", "Space with a unique quality"),
                    told,
                    only=("quality", "haStart", "haEnd", "delta", "unknownHa", "evidence", "sources"),
                ),
                Wanted("B1-03", ("Kades", "Quays"), told),
                Wanted("B1-04", ("Onderbenutte milieuruimte", "Under-used environmental space"), told),
            ],
        ),
    ]


def _logistics(region: str) -> list[Section]:
    told = {"region": region}
    return [
        Section(
            ("De vier voorwaarden", "The four conditions"),
            (
                "Grootschalige logistiek is een vestiging die aan alle vier voorwaarden voldoet; omvang (3 "
                "hectare of groter) "
                "is er één van.",
                "Large-scale logistics is an establishment that meets all four conditions; size (3 hectares or "
                "more) is one "
                "of them.",
            ),
            [Wanted("B3-01", ("Vestigingen naar de definitie", "Establishments by the definition"), told)],
        ),
        Section(
            ("Werkingsgebied en locaties", "Zone and locations"),
            ("", ""),
            [
                Wanted(
                    "B3-06", ("Veranderingen van het werkingsgebied", "Changes of the zone"), {"since": "2020-01-01"}
                ),
                Wanted(
                    "B3-03",
                    ("Passen de aangewezen locaties nog?", "Do designated locations still fit?"),
                    told,
                    only=("location", "municipality", "designated", "multimodal", "issuableHa", "signal", "sources"),
                ),
                Wanted(
                    "B3-04",
                    ("Aanwijzing tegenover prognose", "Designation against forecast"),
                    {},
                    only=("region", "period", "demandHa", "hardSupplyHa", "softSupplyHa", "balance", "sources"),
                    keep=lambda row: row["region"] == region or "/provincie/" in str(row["region"]),
                ),
            ],
        ),
    ]


def _restructuring(region: str) -> list[Section]:
    told = {"region": region}
    return [
        Section(
            ("Herstructurering", "Restructuring"),
            ("", ""),
            [
                Wanted("C1-01", ("Verouderde terreinen", "Outdated parks"), told),
                Wanted("C1-02", ("Afgesproken of geïnventariseerd", "Agreed or surveyed"), told),
                Wanted("C1-03", ("Wat projecten tegenhoudt", "What holds projects back"), told),
                Wanted("C1-05", ("Waar herstructurering ketens dient", "Where restructuring serves chains"), told),
                Wanted("C1-06", ("Herwonnen ruimte tegenover de vraag", "Space regained against demand"), told),
            ],
        ),
        Section(
            ("Nieuwe terreinen", "New parks"),
            ("", ""),
            [Wanted("C2-01", ("Geplande terreinen", "Planned parks"), told)],
        ),
    ]


def _added_value(region: str) -> list[Section]:
    told = {"region": region}
    return [
        Section(
            ("", ""),
            (
                "Regionale meerwaarde is een profiel op vier categorieën met bewijs. Dit rapport rekent geen "
                "oordeel en geen "
                "totaal uit.",
                "Regional added value is a profile on four categories with evidence. This report computes no "
                "verdict and no "
                "total.",
            ),
            [
                Wanted("A2-02", ("Grote vestigingen zonder profiel", "Large establishments without a profile"), told),
                Wanted("A2-03", ("Waar het kader wordt toegepast", "Where the framework is applied"), told),
                Wanted("A2-04", ("Gronduitgiftecriteria", "Land-allocation criteria"), told),
            ],
        )
    ]


def _instruments(writer: Writer, region: str, label: str) -> list[Section]:
    members = set(writer.view.table("memberships").filter(pl.col("region") == region)["municipality"].to_list())
    return [
        Section(
            ("Instrumenten van de provincie", "Instruments of the province"),
            ("", ""),
            [
                Wanted(
                    "C1-04",
                    ("Welk instrument bij welk obstakel past", "Which instrument fits which obstacle"),
                    {},
                    keep=lambda row: row["instrument"] is not None,
                ),
                Wanted(
                    "C2-05",
                    ("In gebruik in deze regio", "In use in this region"),
                    {},
                    keep=lambda row: row["municipality"] in members,
                ),
            ],
        ),
        Section(
            ("Afstemming", "Coordination"),
            ("", ""),
            [
                Wanted(
                    "B2-02",
                    ("Wat de regio niet kan of wil faciliteren", "What the region cannot or will not facilitate"),
                    {"region": region},
                ),
                Wanted(
                    "B2-01",
                    ("Vraagstukken op tafel", "Issues on the table"),
                    {},
                    keep=lambda row: label in row["parties"],
                ),
                Wanted(
                    "B3-05",
                    ("Wat wanneer wordt geactualiseerd", "What is updated when"),
                    {},
                    only=("item", "cycle", "last", "nextDue", "state", "sources"),
                ),
            ],
        ),
    ]


KIND = Kind(
    name="region",
    title={"nl": "Ketens en ruimte in {label}", "en": "Chains and space in {label}"},
    subtitle={
        "nl": "Bouwsteen voor de regionale visie (RREV) en de tafel van de programmering",
        "en": "Building block for the regional vision (RREV) and the programming table",
    },
    about="a region, for its vision and its programming table",
    of="ka:PolicyRegion",
    write=write,
)
