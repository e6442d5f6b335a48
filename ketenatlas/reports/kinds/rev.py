"""The national report: what the province can stand behind, and where its line and that of the State differ."""

import polars as pl

from ketenatlas.reports import counted, national, provincial
from ketenatlas.reports.chapters import Section, chapter, method
from ketenatlas.reports.counted import Counts
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pieces import Fact, Figure, Paragraph, Table, widths
from ketenatlas.reports.writing import Row, Wanted, Writer
from ketenatlas.views.canvas import number
from ketenatlas.views.place_map import map_of


def write(writer: Writer, _iri: str, delivery: Delivery | None) -> None:
    """Write the national report."""
    known = counted.counts(writer, delivery)
    _summary(writer, known)
    provincial.in_space(writer, known)
    provincial.chains(writer, known)
    provincial.regions(writer, known)
    provincial.dependence(writer, delivery)
    chapter(writer, ("Ruimte voor de economie", "Space for the economy"), _space())
    chapter(writer, ("Strategische vestigingsplaatsen", "Strategic business locations"), _strategic())
    national.write(writer)
    _cycles(writer)
    method(writer, protected=known.protected)
    national.changes(writer, delivery)
    national.data(writer, delivery)
    writer.close()


def _summary(writer: Writer, known: Counts) -> None:
    """Findings in a page."""
    writer.heading(1, "Bevindingen in het kort", "Findings in short")
    writer.say(
        "Dit rapport laat zien waar de waardeketens van Noord-Brabant zitten, waar een schakel niet bekend is, "
        "hoe de vier "
        "regio's van elkaar afhangen, en waar de lijn van de provincie en die van het Rijk elkaar raken of "
        "verschillen.",
        "This report shows where the value chains of Noord-Brabant are, where a stage is not known, how the four "
        "regions "
        "depend on each other, and where the line of the province and that of the State meet or differ.",
    )
    chains, places = writer.rows("A1-01"), counted.regions(writer)
    balance = writer.rows("C2-02")
    compared = writer.rows("N-02")
    differs = writer.rows("N-02", {"alignment": "differs"})
    candidates = writer.rows("B1-02")
    left = [row for row in writer.rows("N-01") if row["brabantItem"] is None]
    writer.facts(
        [
            Fact(
                writer.text("Ketens en schakels", "Chains and stages"),
                f"{len(chains)} / {sum(row['stages'] for row in chains)}",
                writer.text("voorlopige lijst", "preliminary list"),
                writer.ref("A1-01"),
            ),
            Fact(
                writer.text("Kandidaat-strategische terreinen", "Candidate strategic parks"),
                str(len({row["park"] for row in candidates})),
                writer.text("met gronden, niet aangewezen", "with grounds, not designated"),
                writer.ref("B1-02"),
            ),
            Fact(
                writer.text("Vergelijkingen REH en Rijk", "Comparisons of REH and State"),
                str(len(compared)),
                writer.text("waarvan {n} verschilt", "of which {n} differs", n=len(differs)),
                writer.ref("N-02"),
            ),
        ]
    )
    found = [_strongest(writer, known, places)]
    spots = sum(
        value is None
        for chain in chains
        for line in counted.stage_lines(writer, known, chain["chain"], [place for place, _, _ in places])
        for value in line.values
    )
    all_cells = sum(row["stages"] for row in chains) * len(places)
    found.append(
        Paragraph(
            writer.text(
                "Van de {all} combinaties van schakel en regio noemt geen bron bij {n} een vestiging. Dat zijn "
                "vragen, geen "
                "bewijs van afwezigheid.",
                "Of the {all} combinations of stage and region no source names an establishment in {n}. These are "
                "questions, no proof of absence.",
                all=all_cells,
                n=spots,
            ),
            writer.ref("A1-07"),
        )
    )
    if balance:
        found.append(_balance(writer, balance))
    found += [
        Paragraph(
            writer.text(
                "Het Rijk en het REH verschillen: {why}",
                "The State and the REH differ: {why}",
                why=row["rationale"],
            ),
            writer.ref("N-02", [row]),
        )
        for row in differs
    ]
    if left:
        found.append(
            Paragraph(
                writer.text(
                    "Zonder tegenhanger in Brabant, in een nationaal kader: {names}.",
                    "Without a counterpart in Brabant, in a national frame: {names}.",
                    names="; ".join(f"{row['frameItemLabel']} ({row['frame']})" for row in left),
                ),
                writer.ref("N-01", left),
            )
        )
    writer.points(found)
    _map(writer)
    writer.note(
        "De lijst van ketens, hun koppeling aan coalities en nationale kaders, en de vergelijking met het Rijk zijn "
        "voorstellen die op bevestiging door de provincie wachten.",
        "The list of chains, their mapping to coalitions and national frames, and the comparison with the State are "
        "proposals that wait for confirmation by the province.",
    )


def _map(writer: Writer) -> None:
    """Where establishments are known, by municipality."""
    caption = writer.text("Bekende vestigingen per gemeente", "Known establishments by municipality")
    svg = map_of(writer.view, caption)
    counted_by = writer.view.table("establishments").drop_nulls("municipality").group_by("municipality")
    towns = counted_by.agg(n=pl.col("establishment").n_unique()).iter_rows()
    rows = sorted(((writer.label(town), str(n)) for town, n in towns), key=lambda row: (-int(row[1]), row[0]))
    if not svg or not rows:
        return
    heads = [(writer.text("Gemeente", "Municipality"), False), (writer.text("Vestigingen", "Establishments"), True)]
    alt = f"{caption}: " + "; ".join(f"{town} {n}" for town, n in rows) + "."
    note = writer.text(
        "Schematische kaart, geteld uit wat iedereen mag zien. Een cirkel telt vestigingen, kleuren zijn regio's.",
        "Schematic map, counted from what everybody may see. A circle counts establishments, colours are regions.",
    )
    table = Table(caption, widths(heads, rows), tuple(rows))
    writer.figure(Figure(svg, alt, caption, writer.ref("A1-05", writer.rows("A1-05")), (note,), table, 0.9))


def _balance(writer: Writer, rows: list[Row]) -> Paragraph:
    """Whether supply meets demand, between the lowest and the highest scenario."""
    known = [row["balanceHa"] for row in rows if row["balanceHa"] is not None]
    told = {
        "low": number(min(known), writer.language),
        "high": number(max(known), writer.language),
        "period": rows[0]["period"],
    }
    ref = writer.ref("C2-02", rows)
    if max(known) >= 0:
        text = writer.text(
            "Het saldo van aanbod en verwachte vraag naar bedrijventerrein ligt tussen {low} en {high} hectare "
            "({period}).",
            "The balance of supply and expected demand for business parks lies between {low} and {high} hectares "
            "({period}).",
            **told,
        )
        return Paragraph(text, ref)
    text = writer.text(
        "Hard en zacht aanbod samen dekken de verwachte vraag naar bedrijventerrein niet: het saldo ligt tussen "
        "{low} en "
        "{high} hectare ({period}).",
        "Hard and soft supply together do not meet the expected demand for business parks: the balance lies "
        "between {low} "
        "and {high} hectares ({period}).",
        **told,
    )
    return Paragraph(text, ref)


def _strongest(writer: Writer, known: Counts, places: list[tuple[str, str, str]]) -> Paragraph:
    """For each region the chain of which most is known."""
    told = []
    labels = dict(counted.chains(writer))
    for place, label, _ in places:
        here = [
            (value, chain) for (chain, at), value in known.by_chain.items() if at == place and isinstance(value, int)
        ]
        if here:
            chain = max(here, key=lambda one: (one[0], labels[one[1]]))[1]
            told.append(f"{label}: {labels[chain]}")
    return Paragraph(
        writer.text(
            "De keten waarvan per regio het meest bekend is: {told}.",
            "The chain of which most is known by region: {told}.",
            told="; ".join(told),
        ),
        writer.ref("A1-08"),
    )


def _space() -> list[Section]:
    return [
        Section(
            ("Vraag en aanbod", "Demand and supply"),
            ("", ""),
            [
                Wanted(
                    "C2-02",
                    (
                        "Balans van vraag en aanbod van bedrijventerrein (ha)",
                        "Balance of demand and supply of business parks (ha)",
                    ),
                    {},
                    only=(
                        "region",
                        "scenario",
                        "period",
                        "demandHa",
                        "hardHa",
                        "softHa",
                        "balanceHa",
                        "evidence",
                        "sources",
                    ),
                )
            ],
        ),
        Section(
            ("Blijft er genoeg over", "Is enough kept"),
            (
                "Ontbrekende vervanging wordt gemeld en is geen overtreding.",
                "Missing replacement is reported and is no violation.",
            ),
            [
                Wanted(
                    "N-04",
                    ("Ruimte voor de economie per jaar (ha)", "Space for the economy by year (ha)"),
                    {},
                    only=("year", "haStart", "lost", "replaced", "added", "haEnd", "evidence", "sources"),
                ),
                Wanted(
                    "B1-07",
                    ("Ruimte met een unieke kwaliteit (ha)", "Space with a unique quality (ha)"),
                    {},
                    only=("region", "quality", "haStart", "haEnd", "unknownHa", "sources"),
                    most=30,
                ),
                Wanted("C2-01", ("Geplande terreinen", "Planned parks"), {}),
                Wanted(
                    "C1-01",
                    ("Verouderde terreinen", "Outdated parks"),
                    {},
                    only=("park", "municipality", "areaHa", "cause", "project", "phase", "evidence", "sources"),
                ),
            ],
        ),
        Section(
            ("Grootschalige logistiek", "Large-scale logistics"),
            (
                "Omvang (3 hectare of groter) is één van vier voorwaarden.",
                "Size (3 hectares or more) is one of four conditions.",
            ),
            [
                Wanted(
                    "B3-06", ("Veranderingen van het werkingsgebied", "Changes of the zone"), {"since": "2020-01-01"}
                ),
                Wanted("B3-01", ("Vestigingen naar de definitie", "Establishments by the definition"), {}),
            ],
        ),
    ]


def _strategic() -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Kandidaten met hun gronden. Geen is hiermee aangewezen.",
                "Candidates with their grounds. None is designated by this.",
            ),
            [
                Wanted(
                    "B1-02",
                    ("Kandidaten", "Candidates"),
                    {},
                    only=("park", "municipality", "region", "grounds", "chains", "evidence", "sources"),
                    most=50,
                ),
                Wanted("B1-08", ("Schaarse kwaliteiten", "Scarce qualities"), {}),
            ],
        )
    ]


def _cycles(writer: Writer) -> None:
    chapter(
        writer,
        ("Wat wanneer wordt geactualiseerd", "What is updated when"),
        [
            Section(
                ("", ""),
                ("", ""),
                [
                    Wanted(
                        "B3-05",
                        ("Cycli in het REH", "Cycles in the REH"),
                        {},
                        only=("item", "cycle", "last", "nextDue", "dependsOn", "state", "sources"),
                    )
                ],
            )
        ],
    )


KIND = Kind(
    name="rev",
    title={"nl": "Waardeketens en ruimte in Noord-Brabant", "en": "Value chains and space in Noord-Brabant"},
    subtitle={
        "nl": "Bouwsteen voor de Ruimtelijk Economische Visie van het Rijk",
        "en": "Building block for the national Spatial Economic Vision",
    },
    about="the national report",
    of="",
    write=write,
    outward=True,
)
