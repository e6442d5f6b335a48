"""The report of a region, for its vision and its programming table: what is there, what is missing, what it needs."""

import polars as pl

from ketenatlas.reports import regional
from ketenatlas.reports.chapters import Section, chapter, method
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pieces import Fact, Paragraph
from ketenatlas.reports.writing import Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number


def write(writer: Writer, region: str, _delivery: Delivery | None) -> None:
    """Write the report of a region."""
    label = writer.label(region)
    _summary(writer, region, label)
    chapter(writer, ("Toekomstbeeld en visie", "Outlook and vision"), _visions(region))
    regional.space_of_chains(writer, region, label)
    _white_spots(writer, region)
    regional.links(writer, region, label)
    regional.space(writer, region)
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
    flows = regional.flows(writer, region)
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
                Wanted(
                    "C1-01",
                    ("Verouderde terreinen", "Outdated parks"),
                    told,
                    only=("park", "municipality", "areaHa", "cause", "project", "phase", "evidence", "sources"),
                ),
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
                    only=("instrument", "usedFor", "municipality", "amountEur", "validFrom", "evidence", "sources"),
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
