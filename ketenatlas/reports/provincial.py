"""Chapters of the national report on the chains and the regions of the province, and how these depend on each other."""

from ketenatlas.reports import counted
from ketenatlas.reports.chapters import Section, sectioned
from ketenatlas.reports.counted import Counts
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.pictures import HIDDEN, both_ways, grid
from ketenatlas.reports.pieces import Fact
from ketenatlas.reports.writing import WORDS, Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour


def in_space(writer: Writer, known: Counts) -> None:
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
            writer.ref("A1-08", writer.rows("A1-08")),
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
    note = WORDS[writer.language]["bounds"]
    writer.listing(
        writer.text("Onder- en bovengrens per keten en regio", "Lower and upper bound by chain and region"),
        heads,
        rows,
        writer.ref("A1-08", writer.rows("A1-08")),
        (note,),
    )


def chains(writer: Writer, known: Counts) -> None:
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
                writer.ref("N-08", [one for one in writer.rows("N-08") if one["chain"] == chain]),
                width=0.8,
            )
        )


def regions(writer: Writer, known: Counts) -> None:
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
            ref=writer.ref("A1-08", [row for row in writer.rows("A1-08") if row["region"] == place]),
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


def dependence(writer: Writer, delivery: Delivery | None) -> None:
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
    writer.listing(
        writer.text("Bekende leveringen van regio naar regio", "Known supplies from region to region"),
        heads,
        rows,
        writer.ref("A1-10", writer.rows("A1-10")),
        (note,),
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
                writer.ref(
                    "A1-10", [row for row in writer.rows("A1-10") if not {row["fromRegion"], row["toRegion"]} <= own]
                ),
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
