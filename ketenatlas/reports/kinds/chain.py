"""The report of a chain: its stages in space, what is missing, on whom it depends, and the space it needs."""

from ketenatlas.reports import counted
from ketenatlas.reports.chapters import Section, chapter, method, sectioned
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.drawn import drawn
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pictures import grid, lengths
from ketenatlas.reports.pieces import Fact, Paragraph
from ketenatlas.reports.writing import Wanted, Writer
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour


def write(writer: Writer, chain: str, _delivery: Delivery | None) -> None:
    """Write the report of a chain."""
    told, label = {"chain": chain}, writer.label(chain)
    _summary(writer, chain, label)
    writer.heading(1, "De keten", "The chain")
    sectioned(writer, _built(told, label))
    _in_space(writer, chain)
    chapter(writer, ("Witte vlekken", "White spots"), _white_spots(told))
    writer.heading(1, "Verbindingen", "Links")
    sectioned(writer, _links(told))
    chapter(writer, ("Wie doen er mee", "Who takes part"), _who(told, label))
    chapter(writer, ("Ruimte", "Space"), _space(told, label))
    chapter(writer, ("Aansluiting bij het Rijk", "Alignment with the State"), _national(told, chain))
    writer.heading(1, "De keten in beeld", "The chain in pictures")
    drawn(writer, "layers", chain)
    drawn(writer, "sankey", chain)
    method(writer)
    writer.close()


def _summary(writer: Writer, chain: str, label: str) -> None:
    """What a reader in a hurry must know, and the key figures."""
    told = {"chain": chain}
    writer.heading(1, "In het kort", "In short")
    row = next(row for row in writer.rows("A1-01") if row["chain"] == chain)
    writer.say("{words}", "{words}", ref=writer.ref("A1-01", [row]), words=row["definition"] or label)
    writer.note(
        "Status van deze keten in de lijst: {status}. De lijst van ketens is een werkversie die wacht op bevestiging.",
        "State of this chain in the list: {status}. The list of chains is a working version that waits for "
        "confirmation.",
        status=row["status"] or writer.text("onbekend", "unknown"),
    )
    here, spots = writer.rows("A1-05", told), writer.rows("A1-07", told)
    own = writer.rows("A1-04", told)
    flows = writer.rows("A1-10", told)
    outside = sum(one["relations"] for one in flows if one["fromRegion"] != one["toRegion"])
    writer.facts(
        [
            Fact(writer.text("Schakels", "Stages"), str(row["stages"]), "", writer.ref("A1-02")),
            Fact(
                writer.text("Bekende vestigingen", "Known establishments"),
                str(len({one["establishment"] for one in own})),
                "",
                writer.ref("A1-04"),
            ),
            Fact(
                writer.text("Gemeenten", "Municipalities"),
                str(len({one["municipality"] for one in here})),
                writer.text("met een bekende vestiging", "with a known establishment"),
                writer.ref("A1-05"),
            ),
            Fact(
                writer.text("Witte vlekken", "White spots"),
                str(len(spots)),
                writer.text("schakels, geteld per regio", "stages, counted by region"),
                writer.ref("A1-07"),
            ),
            Fact(
                writer.text("Bekende leveringen", "Known supplies"),
                str(sum(one["relations"] for one in flows)),
                writer.text("met een kant in een regio", "with an end in a region"),
                writer.ref("A1-10"),
            ),
            Fact(
                writer.text("Waarvan over een grens", "Of which across a border"),
                str(outside),
                writer.text("van regio, provincie of land", "of region, province or country"),
                writer.ref("A1-10"),
            ),
        ]
    )
    shares = [one for one in writer.rows("X-03", told) if one["shareUnsure"] is not None]
    writer.points(
        [
            Paragraph(
                writer.text(
                    "Bewijs voor {link}: {n} % is geschat of gereconstrueerd; van de rest zegt een bron het zelf.",
                    "Evidence for {link}: {n} % is estimated or reconstructed; of the rest a source says so itself.",
                    link=one["link"],
                    n=round(one["shareUnsure"] * 100),
                ),
                writer.ref("X-03", [one]),
            )
            for one in shares
        ]
    )


def _built(told: dict[str, str], label: str) -> list[Section]:
    return [
        Section(
            ("Schakels", "Stages"),
            ("Wat binnenkomt, wat eruit gaat, en wie dat voedt.", "What flows in, what flows out, and whom it feeds."),
            [
                Wanted(
                    "A1-02",
                    ("Schakels in volgorde", "Stages in order"),
                    told,
                    only=("position", "stage", "inputs", "output", "feeds", "inCycle", "sources"),
                    most=24,
                )
            ],
        ),
        Section(
            ("Coalities", "Coalitions"),
            ("", ""),
            [
                Wanted(
                    "A1-03",
                    ("Innovatiecoalities met een plek in de keten", "Innovation coalitions with a place in the chain"),
                    {},
                    keep=lambda row: row["chainLabel"] == label,
                ),
                Wanted(
                    "A1-11",
                    ("Toegevoegde waarde", "Value added"),
                    told,
                ),
            ],
        ),
    ]


def _in_space(writer: Writer, chain: str) -> None:
    """Where the stages are, by region and by place."""
    writer.heading(1, "Ruimtelijke vertaling", "Spatial translation")
    places = counted.regions(writer)
    lines = counted.stage_lines(writer, counted.counts(writer, None), chain, [place for place, _, _ in places])
    writer.figure(
        grid(
            "schakels",
            writer.text("Bekende vestigingen per schakel en regio", "Known establishments by stage and region"),
            [(label, colour) for _, label, colour in places],
            lines,
            writer.text("Schakel", "Stage"),
            writer.language,
            writer.ref("N-08", [row for row in writer.rows("N-08") if row["chain"] == chain]),
        )
    )
    rows = [row for row in writer.rows("A1-08") if row["chain"] == chain and row["lq"] is not None]
    rows.sort(key=lambda row: (-row["lq"], str(row["regionLabel"])))
    if rows:
        note = writer.text(
            "Aandeel van de keten in de bekende vestigingen van de regio, gedeeld door haar aandeel in alle "
            "regio's samen "
            "(LQ). Raakt de streep de stippellijn (1), dan kan het verschil toeval zijn.",
            "Share of the chain in the known establishments of the region, divided by its share in all regions "
            "together "
            "(LQ). Where the line touches the dashed line (1) the difference may be chance.",
        )
        writer.figure(
            lengths(
                "concentratie",
                writer.text("Waar de keten meer dan gemiddeld is", "Where the chain is more than average"),
                [
                    Bar(str(r["regionLabel"]), r["lq"], region_colour(str(r["region"])), r["lqLow"], r["lqHigh"])
                    for r in rows
                ],
                (writer.text("Regio", "Region"), "LQ"),
                writer.language,
                1.0,
                writer.ref("A1-08", rows),
                (note,),
            )
        )
    writer.table(
        Wanted(
            "A1-05",
            ("Plekken met de meeste bekende vestigingen", "Places with most known establishments"),
            {"chain": chain},
            only=("stage", "region", "municipality", "park", "establishments", "jobs", "evidence", "sources"),
            most=24,
            order="-establishments",
            bounds=True,
        )
    )


def _white_spots(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Schakels waarvan geen bron een vestiging in de regio noemt. Dat is een vraag, geen bewijs van "
                "afwezigheid.",
                "Stages of which no source names an establishment in the region. That is a question, no proof of "
                "absence.",
            ),
            [
                Wanted(
                    "A1-07",
                    ("Ontbrekende schakels, en waar zij wel zijn", "Missing stages, and where they are"),
                    told,
                    only=("region", "missingStage", "nearest", "distance", "suppliedFrom", "sources"),
                    most=32,
                ),
                Wanted(
                    "A1-09",
                    ("Witte vlekken die het dichtst bij liggen wat er al is", "White spots nearest to what is there"),
                    told,
                    only=("region", "missingStage", "density", "closest", "evidence", "sources"),
                    order="-density",
                    most=8,
                ),
            ],
        )
    ]


def _links(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("Tussen regio's", "Between regions"),
            ("Alleen wat gedocumenteerd is, telt.", "Only what is documented counts."),
            [
                Wanted(
                    "A1-10",
                    ("Wie levert aan wie", "Who supplies whom"),
                    told,
                    only=("fromRegion", "toRegion", "stagesFrom", "stagesTo", "relations", "evidence", "sources"),
                    order="-relations",
                    most=16,
                    bounds=True,
                ),
                Wanted(
                    "B2-03",
                    ("Regio's die elkaar in deze keten raken", "Regions that affect each other in this chain"),
                    told,
                    only=("regionA", "regionB", "supplies", "suppliesBack", "interdependence", "evidence", "sources"),
                ),
                Wanted(
                    "B2-10",
                    ("Hoe afhankelijk regio's per schakel zijn", "How dependent regions are by stage"),
                    told,
                    only=("region", "stage", "supplies", "suppliers", "fromRegions", "shareDistant", "sources"),
                    order="-supplies",
                ),
                Wanted(
                    "B2-05",
                    ("Buiten Brabant", "Outside Brabant"),
                    told,
                    only=("partner", "direction", "regions", "stagesHere", "relations", "evidence", "sources"),
                    order="-relations",
                ),
            ],
        ),
        Section(
            ("Schakels waar veel langs gaat", "Stages much passes through"),
            (
                "Schakels die, als zij wegvallen, andere regio's raken. Bedrijven worden hier niet geordend.",
                "Stages that would hit other regions if lost. Companies are not ranked here.",
            ),
            [
                Wanted(
                    "B2-09",
                    ("Schakels", "Stages"),
                    told,
                    only=("node", "betweenness", "cutPoint", "affectedRegions", "evidence", "sources"),
                    keep=lambda row: "/stage/" in str(row["node"]),
                    order="-betweenness",
                    most=8,
                )
            ],
        ),
    ]


def _who(told: dict[str, str], label: str) -> list[Section]:
    return [
        Section(
            ("Vestigingen", "Establishments"),
            ("Zoals openbare bronnen hen noemen.", "As public sources name them."),
            [
                Wanted(
                    "A1-04",
                    ("Vestigingen per schakel", "Establishments by stage"),
                    told,
                    only=("stage", "establishment", "role", "evidence", "sources"),
                    most=40,
                )
            ],
        ),
        Section(
            ("Campussen en verbinders", "Campuses and connectors"),
            ("", ""),
            [
                Wanted(
                    "A1-15",
                    ("Campussen en kennisinstellingen", "Campuses and knowledge institutions"),
                    {},
                    only=("campus", "municipality", "stage", "carriersInStage", "evidence", "sources"),
                    keep=lambda row: row["chainLabel"] == label,
                ),
                Wanted(
                    "A1-16",
                    (
                        "Vestigingen die deze keten met een andere verbinden",
                        "Establishments that link it with another chain",
                    ),
                    {},
                    only=("establishment", "chains", "evidence", "sources"),
                    keep=lambda row: label in row["chains"],
                ),
            ],
        ),
    ]


def _space(told: dict[str, str], label: str) -> list[Section]:
    return [
        Section(
            ("Wat de keten vraagt", "What the chain asks for"),
            ("", ""),
            [
                Wanted("A1-14", ("Ruimtevraag per schakel", "Demand for space by stage"), told),
                Wanted("B1-08", ("Schaarse kwaliteiten", "Scarce qualities"), told),
                Wanted("C2-03", ("Nieuwe terreinen die passen", "New parks that fit"), told),
                Wanted("C1-05", ("Verouderde terreinen die passen", "Outdated parks that fit"), told),
            ],
        ),
        Section(
            ("Kandidaat-strategische terreinen", "Candidate strategic parks"),
            (
                "Kandidaten met deze keten als een van de gronden; aanwijzen is een besluit dat hier niet genomen is.",
                "Candidates with this chain as one of the grounds; designating is a decision that is not taken here.",
            ),
            [
                Wanted(
                    "B1-02",
                    ("Terreinen met deze keten", "Parks with this chain"),
                    {},
                    only=("park", "municipality", "region", "grounds", "status", "evidence", "sources"),
                    keep=lambda row: label in row["chains"],
                )
            ],
        ),
    ]


def _national(told: dict[str, str], chain: str) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "De koppeling aan technologieën en domeinen is een voorstel zolang zij niet bevestigd is.",
                "The mapping to technologies and domains is a proposal as long as it is not confirmed.",
            ),
            [
                Wanted(
                    "N-01",
                    ("Technologieën en domeinen", "Technologies and domains"),
                    {},
                    only=("frame", "frameItem", "relation", "confirmation", "evidence", "sources"),
                    keep=lambda row: row["brabantItem"] == chain,
                ),
                Wanted("N-06", ("Voorstellen voor de uitvoeringsagenda's", "Proposals to execution agendas"), told),
            ],
        )
    ]


KIND = Kind(
    name="chain",
    title={"nl": "De keten {label} in Brabant", "en": "The chain {label} in Brabant"},
    subtitle={
        "nl": "Schakels in de ruimte, witte vlekken, verbindingen en ruimtevraag",
        "en": "Stages in space, white spots, links and demand for space",
    },
    about="a chain",
    of="ka:ValueChain",
    write=write,
)
