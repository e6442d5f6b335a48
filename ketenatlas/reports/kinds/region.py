"""The report of a region, for its vision and its programming table: what is there, what is missing, what it needs."""

import polars as pl

from ketenatlas.reports import programming, regional
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
    chapter(writer, ("Strategische vestigingsplaatsen", "Strategic business locations"), programming.strategic(region))
    chapter(writer, ("Grootschalige logistiek", "Large-scale logistics"), programming.logistics(region))
    chapter(
        writer,
        ("Herstructurering en nieuwe terreinen", "Restructuring and new parks"),
        programming.restructuring(region),
    )
    chapter(writer, ("Regionale meerwaarde", "Regional added value"), programming.added_value(region))
    chapter(
        writer,
        ("Instrumenten en afstemming", "Instruments and coordination"),
        programming.instruments(writer, region, label),
    )
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
