"""The national report: what the province can stand behind, and where its line and that of the State differ."""

from ketenatlas.reports import counted, national
from ketenatlas.reports.chapters import Section, chapter, method, sectioned
from ketenatlas.reports.counted import Counts
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pictures import HIDDEN, both_ways, grid
from ketenatlas.reports.pieces import Fact, Paragraph, Table, widths
from ketenatlas.reports.writing import Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour


def write(writer: Writer, _iri: str, delivery: Delivery | None) -> None:
    """Write the national report."""
    known = counted.counts(writer, delivery)
    _summary(writer, known)
    _in_space(writer, known)
    _chains(writer, known)
    _regions(writer, known)
    _dependence(writer, delivery)
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
        low = min(row["balanceHa"] for row in balance if row["balanceHa"] is not None)
        high = max(row["balanceHa"] for row in balance if row["balanceHa"] is not None)
        found.append(
            Paragraph(
                writer.text(
                    "Hard en zacht aanbod samen dekken de verwachte vraag naar bedrijventerrein in de provincie "
                    "niet: het "
                    "saldo ligt tussen {low} en {high} hectare ({period}). Per regio is het niet bekend."
                    if high < 0
                    else "Het saldo van aanbod en verwachte vraag naar bedrijventerrein ligt tussen {low} en {high} hectare "
                    "({period}).",
                    "Hard and soft supply together do not meet the expected demand for business parks in the "
                    "province: the "
                    "balance lies between {low} and {high} hectares ({period}). By region it is not known."
                    if high < 0
                    else "The balance of supply and expected demand for business parks lies between {low} and {high} "
                    "hectares ({period}).",
                    low=number(low, writer.language),
                    high=number(high, writer.language),
                    period=balance[0]["period"],
                ),
                writer.ref("C2-02", balance),
            )
        )
    found += [
        Paragraph(
            writer.text(
                "De REV en het REH verschillen: {why}",
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
    writer.note(
        "De lijst van ketens, hun koppeling aan coalities en nationale kaders, en de vergelijking met het Rijk zijn "
        "voorstellen die op bevestiging door de provincie wachten.",
        "The list of chains, their mapping to coalitions and national frames, and the comparison with the State are "
        "proposals that wait for confirmation by the province.",
    )


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


def _in_space(writer: Writer, known: Counts) -> None:
    """All chains by region: the picture, and the numbers with both bounds."""
    writer.heading(1, "De ketens in de ruimte", "The chains in space")
    writer.say(
        "Hoeveel vestigingen openbare bronnen per keten en regio noemen. Een vestiging in twee schakels van een "
        "keten telt één "
        "keer; een vestiging in twee ketens telt in beide.",
        "How many establishments public sources name by chain and region. An establishment in two stages of a "
        "chain counts "
        "once; one in two chains counts in both.",
    )
    places = counted.regions(writer)
    columns = [(label, colour) for _, label, colour in places]
    writer.figure(
        grid(
            "ketens",
            writer.text("Bekende vestigingen per keten en regio", "Known establishments by chain and region"),
            columns,
            counted.chain_lines(writer, known, [place for place, _, _ in places]),
            writer.text("Keten", "Chain"),
            writer.language,
            writer.ref("A1-08"),
        )
    )
    rows = [
        (
            label,
            *(
                counted.between(known.low.get((chain, place)), known.by_chain.get((chain, place)), writer)
                for place, _, _ in places
            ),
        )
        for chain, label in counted.chains(writer)
    ]
    heads = [(writer.text("Keten", "Chain"), False), *((label, True) for _, label, _ in places)]
    note = writer.text(
        "Twee getallen (laag–hoog): op alleen vastgestelde uitspraken, en op alle uitspraken.",
        "Two numbers (low–high): on asserted statements only, and on all statements.",
    )
    writer.pieces.append(
        Table(
            writer.text("Onder- en bovengrens per keten en regio", "Lower and upper bound by chain and region"),
            widths(heads, rows),
            tuple(rows),
            writer.ref("A1-08", writer.rows("A1-08")),
            (note,),
        )
    )


def _chains(writer: Writer, known: Counts) -> None:
    """One section for each chain: what it is, who carries it, where its stages are."""
    writer.heading(1, "Keten voor keten", "Chain by chain")
    places = counted.regions(writer)
    columns = [(label, colour) for _, label, colour in places]
    frames = [row for row in writer.rows("N-01") if row["frameItem"] is not None]
    carried = writer.rows("A1-03")
    for row in writer.rows("A1-01"):
        chain, label = row["chain"], row["chainLabel"]
        writer.heading(2, "{label}", "{label}", label=label)
        writer.say("{words}", "{words}", ref=writer.ref("A1-01", [row]), words=row["definition"] or label)
        coalitions = [one for one in carried if one["chain"] == chain]
        mapped = [one for one in frames if one["brabantItem"] == chain]
        if coalitions or mapped:
            writer.say(
                "Coalities: {coalitions}. Nationaal: {frames}. Beide wachten op bevestiging.",
                "Coalitions: {coalitions}. National: {frames}. Both wait for confirmation.",
                ref=writer.ref("N-01", mapped),
                coalitions=", ".join(str(one["coalitionLabel"]) for one in coalitions)
                or writer.text("geen bekend", "none known"),
                frames=", ".join(f"{one['frameItemLabel']} ({one['frame']})" for one in mapped)
                or writer.text("geen tegenhanger", "no counterpart"),
            )
        lines = counted.stage_lines(writer, known, chain, [place for place, _, _ in places])
        writer.figure(
            grid(
                f"keten-{chain.rsplit('/', 1)[-1]}",
                writer.text(
                    "{label}: bekende vestigingen per schakel en regio",
                    "{label}: known establishments by stage and region",
                    label=label,
                ),
                columns,
                lines,
                writer.text("Schakel", "Stage"),
                writer.language,
                writer.ref("N-08"),
            )
        )
        nowhere = [line.label for line in lines if all(value is None for value in line.values)]
        only = [line.label for line in lines if sum(value is not None for value in line.values) == 1]
        told = []
        if nowhere:
            told.append(
                writer.text(
                    "In geen enkele regio bekend: {names}.", "Known in no region: {names}.", names=", ".join(nowhere)
                )
            )
        if only:
            told.append(
                writer.text(
                    "In maar één regio bekend: {names}.", "Known in one region only: {names}.", names=", ".join(only)
                )
            )
        if told:
            writer.say("{told}", "{told}", ref=writer.ref("A1-07"), told=" ".join(told))


def _regions(writer: Writer, known: Counts) -> None:
    """One section for each region: its figures, its chains, whom it trades with."""
    writer.heading(1, "Regio voor regio", "Region by region")
    for place, label, _ in counted.regions(writer):
        writer.heading(2, "{label}", "{label}", label=label)
        _region(writer, place)
        here = [
            (chain, name) for chain, name in counted.chains(writer) if known.by_chain.get((chain, place)) is not None
        ]
        lines = [
            f"{name} ({counted.between(known.low.get((chain, place)), known.by_chain[chain, place], writer)})"
            for chain, name in sorted(here, key=lambda one: (-_size(known.by_chain[one[0], place]), one[1]))
        ]
        writer.say(
            "Ketens met een bekende plek, met het aantal vestigingen: {lines}.",
            "Chains with a known place, with the number of establishments: {lines}.",
            ref=writer.ref("A1-08"),
            lines="; ".join(lines) or "–",
        )


def _size(value: int | str | None) -> int:
    return value if isinstance(value, int) else 0


def _region(writer: Writer, place: str) -> None:
    """The figures of a region."""
    parks = profiles.parks(writer.view)
    parks = parks.filter(parks["region"] == place)
    sums = profiles.totals(parks)
    cited = writer.cite(sorted(set(parks["source"].drop_nulls())))
    years = ", ".join(sorted(set(parks["period"].drop_nulls())))
    unknown = writer.text("onbekend", "unknown")
    hectares = {
        name: f"{number(sums[name], writer.language)} ha" if name in sums else unknown for name in profiles.HECTARES
    }
    candidates = writer.rows("B1-02", {"region": place})
    writer.facts(
        [
            Fact(
                writer.text("Bedrijventerreinen", "Business parks"),
                f"{parks.height} · {hectares['gross_ha']}",
                f"bruto, {years}" if writer.language == "nl" else f"gross, {years}",
                cited,
            ),
            Fact(writer.text("Uitgeefbaar", "Issuable"), hectares["issuable_ha"], years, cited),
            Fact(
                writer.text("Kandidaat-strategisch", "Candidate strategic"),
                str(len({row["park"] for row in candidates})),
                writer.text("terreinen", "parks"),
                writer.ref("B1-02"),
            ),
        ]
    )


def _dependence(writer: Writer, delivery: Delivery | None) -> None:
    """How regions depend on each other and on places outside."""
    writer.heading(1, "Hoe de regio's van elkaar afhangen", "How the regions depend on each other")
    writer.say(
        "Alleen gedocumenteerde leveringen tellen, elk één keer. Wat niet gedocumenteerd is, is niet nul.",
        "Only documented supplies count, each once. What is not documented is not nought.",
    )
    places = counted.regions(writer)
    flows = counted.flows(writer, delivery)
    rows = []
    for start, label, _ in places:
        cells = [flows.get((start, end)) for end, _, _ in places]
        rows.append(
            (
                label,
                *(
                    "–" if cell is None else writer.text("afgeschermd", "withheld") if cell == HIDDEN else str(cell)
                    for cell in cells
                ),
            )
        )
    heads = [(writer.text("Van / naar", "From / to"), False), *((label, True) for _, label, _ in places)]
    note = writer.text("Een streepje: geen levering bekend.", "A dash: no supply known.")
    writer.pieces.append(
        Table(
            writer.text("Bekende leveringen van regio naar regio", "Known supplies from region to region"),
            widths(heads, rows),
            tuple(rows),
            writer.ref("A1-10", writer.rows("A1-10")),
            (note,),
        )
    )
    own = {place for place, _, _ in places}
    pairs = []
    for place, label, _ in places:
        into = [value for (start, end), value in flows.items() if end == place and start not in own]
        out = [value for (start, end), value in flows.items() if start == place and end not in own]
        if HIDDEN not in (*into, *out) and (into or out):
            colour = region_colour(place)
            pairs.append(
                (Bar(label, sum(map(_size, into)) or None, colour), Bar(label, sum(map(_size, out)) or None, colour))
            )
    if pairs:
        writer.figure(
            both_ways(
                "buiten",
                writer.text(
                    "Bekende leveringen van en naar plaatsen buiten Brabant",
                    "Known supplies from and to places outside Brabant",
                ),
                pairs,
                (
                    writer.text("Regio", "Region"),
                    writer.text("komt van buiten", "comes from outside"),
                    writer.text("gaat naar buiten", "goes outside"),
                ),
                writer.language,
                writer.ref("A1-10"),
            )
        )
    sectioned(
        writer,
        [
            Section(
                ("Ketens die regio's binden", "Chains that bind regions"),
                (
                    "Waar de programmering van de ene regio de keten van de andere raakt.",
                    "Where the programming of one region affects the chain of another.",
                ),
                [
                    Wanted(
                        "B2-03",
                        ("Verwevenheid per keten", "Interdependence by chain"),
                        {},
                        only=("chain", "regionA", "regionB", "interdependence", "stages", "evidence", "sources"),
                    )
                ],
            ),
            Section(
                ("Wat regio's niet kunnen faciliteren", "What regions cannot facilitate"),
                ("", ""),
                [
                    Wanted("B2-02", ("Bovenregionale vraagstukken", "Supra-regional issues"), {}),
                    Wanted("B2-07", ("Veiligheid en strategische autonomie", "Safety and strategic autonomy"), {}),
                ],
            ),
        ],
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
                Wanted("C1-01", ("Verouderde terreinen", "Outdated parks"), {}),
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
                "Kandidaten met hun gronden. Geen is hiermee aangewezen, en van geen is planologische borging bekend.",
                "Candidates with their grounds. None is designated by this, and of none protection in planning "
                "law is known.",
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
)
