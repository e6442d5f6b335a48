"""The report of a business park: what it offers, who is on it, and what goes if it goes."""

from collections.abc import Callable

import polars as pl

from ketenatlas.reports.chapters import Section, chapter, method
from ketenatlas.reports.delivered import Delivery
from ketenatlas.reports.making import Kind
from ketenatlas.reports.pieces import Fact, Figure, Paragraph
from ketenatlas.reports.writing import Row, Wanted, Writer
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.place_map import map_of


def write(writer: Writer, park: str, _delivery: Delivery | None) -> None:
    """Write the report of a business park."""
    told = {"park": park}
    _summary(writer, park)
    chapter(writer, ("Kwaliteiten", "Qualities"), _qualities(told))
    chapter(writer, ("Ketens op het terrein", "Chains on the park"), _chains(told))
    chapter(writer, ("Als het terrein zijn functie verliest", "If the park loses its function"), _lost(told))
    chapter(writer, ("Strategisch belang", "Strategic importance"), _strategic(told))
    chapter(writer, ("Grootschalige logistiek", "Large-scale logistics"), _logistics(told))
    chapter(writer, ("Herstructurering en instrumenten", "Restructuring and instruments"), _restructuring(told, park))
    method(writer)
    writer.close()


def _summary(writer: Writer, park: str) -> None:
    """The key figures, where it lies, and what stands out."""
    writer.heading(1, "In het kort", "In short")
    known = profiles.parks(writer.view).filter(pl.col("park") == park).to_dicts()
    row = known[0] if known else {}
    unknown = writer.text("onbekend", "unknown")
    cited = writer.cite([row["source"]] if row.get("source") else [])
    year = str(row.get("period") or "")

    def hectares(name: str) -> str:
        return f"{number(row[name], writer.language)} ha" if row.get(name) is not None else unknown

    writer.facts(
        [
            Fact(
                writer.text("Gemeente", "Municipality"),
                str(row.get("municipality_label") or unknown),
                str(row.get("region_label") or ""),
            ),
            Fact(writer.text("Bruto oppervlakte", "Gross area"), hectares("gross_ha"), year, cited),
            Fact(writer.text("Netto oppervlakte", "Net area"), hectares("net_ha"), year, cited),
            Fact(writer.text("Uitgeefbaar", "Issuable"), hectares("issuable_ha"), year, cited),
            Fact(
                writer.text("Bekende vestigingen", "Known establishments"),
                number(row["establishments"], writer.language) if row.get("establishments") else unknown,
                writer.text("in de ketens van de atlas", "in the chains of the atlas"),
                writer.ref("A1-06"),
            ),
            Fact(
                writer.text("Soort werklocatie", "Kind of work location"),
                str(row.get("kind_label") or unknown),
                year,
                cited,
            ),
        ]
    )
    writer.points(_findings(writer, park))
    town = row.get("municipality")
    caption = writer.text("Waar het terrein ligt", "Where the park lies")
    svg = map_of(writer.view, caption, municipality=str(town)) if town else ""
    if svg:
        alt = writer.text(
            "{caption}: in {town}, {region}. De cirkel telt de bekende vestigingen in de gemeente.",
            "{caption}: in {town}, {region}. The circle counts the known establishments in the municipality.",
            caption=caption,
            town=row["municipality_label"],
            region=row.get("region_label") or unknown,
        )
        note = writer.text(
            "Schematische kaart op de schaal van gemeenten.", "Schematic map at the scale of municipalities."
        )
        writer.figure(Figure(svg, alt, caption, writer.ref("A1-05"), (note,), None, 0.6))


def _findings(writer: Writer, park: str) -> list[Paragraph]:
    """What stands out, each with what it rests on."""
    found, told = [], {"park": park}
    qualities = writer.rows("B1-01", told)
    if qualities:
        names = ", ".join(dict.fromkeys(str(row["qualityLabel"]) for row in qualities))
        found.append(
            Paragraph(
                writer.text(
                    "Kwaliteiten die een bron noemt: {names}.", "Qualities that a source names: {names}.", names=names
                ),
                writer.ref("B1-01", qualities),
            )
        )
    for row in writer.rows("B1-02", told):
        found.append(
            Paragraph(
                writer.text(
                    "Het terrein is kandidaat voor bovenmatig strategisch belang ({status}) op deze gronden: "
                    "{grounds}.",
                    "The park is a candidate for more than ordinary strategic importance ({status}) on these "
                    "grounds: {grounds}.",
                    status="; ".join(row["status"]),
                    grounds="; ".join(row["grounds"]) or "–",
                ),
                writer.ref("B1-02", [row]),
            )
        )
    last = [row for row in writer.rows("B1-10", told) if row["lastIn"]]
    if last:
        found.append(
            Paragraph(
                writer.text(
                    "Van {n} schakels is de enige bekende plek in een gemeente, regio of provincie op dit terrein.",
                    "Of {n} stages the only known place in a municipality, region or province is on this park.",
                    n=len(last),
                ),
                writer.ref("B1-10", last),
            )
        )
    return found


def _qualities(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Wat bronnen van het terrein noemen. Een kwaliteit die er niet staat, is onbekend.",
                "What sources name of the park. A quality that is not listed is unknown.",
            ),
            [
                Wanted(
                    "B1-01",
                    ("Kwaliteiten", "Qualities"),
                    told,
                    only=("quality", "value", "netHa", "evidence", "sources"),
                ),
                Wanted("B1-03", ("Kades", "Quays"), {**told, "show": "all"}),
                Wanted("B1-04", ("Milieuruimte", "Environmental space"), {**told, "show": "all"}),
                Wanted(
                    "B1-05",
                    ("Onbenut potentieel", "Unused potential"),
                    told,
                    only=("potential", "known", "amount", "unit", "evidence", "sources"),
                ),
            ],
        )
    ]


def _chains(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Vestigingen van bedrijven die bronnen met een keten verbinden. Andere bedrijven op het terrein "
                "staan er niet bij.",
                "Establishments of companies that sources link with a chain. Other companies on the park are not "
                "listed.",
            ),
            [
                Wanted(
                    "A1-06",
                    ("Ketens", "Chains"),
                    told,
                    only=("chain", "stages", "establishments", "jobs", "evidence", "sources"),
                    bounds=True,
                )
            ],
        )
    ]


def _lost(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Geen voorspelling: wat op de bekende uitspraken wegvalt, en waar dezelfde schakel nog meer zit.",
                "No forecast: what falls away on the known statements, and where the same stage is found too.",
            ),
            [
                Wanted(
                    "B1-10",
                    ("Wat wegvalt", "What falls away"),
                    told,
                    only=(
                        "chain",
                        "stage",
                        "establishments",
                        "lastIn",
                        "relationsCut",
                        "alternatives",
                        "alternativesIn",
                        "evidence",
                        "sources",
                    ),
                    most=24,
                )
            ],
        )
    ]


def _strategic(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Een kandidaat heeft gronden; aangewezen is hij daarmee niet.",
                "A candidate has grounds; it is not designated by that.",
            ),
            [
                Wanted(
                    "B1-02",
                    ("Gronden", "Grounds"),
                    told,
                    only=("status", "grounds", "chains", "transition", "evidence", "sources"),
                ),
                Wanted(
                    "B1-09",
                    ("Planologische borging", "Protection in planning law"),
                    {**told, "show": "all"},
                    only=("gap", "protection", "document", "since", "sources"),
                ),
                Wanted("B1-06", ("Functiewijzigingen", "Function changes"), told),
                Wanted("A2-11", ("Leads die passen", "Leads that fit"), told),
            ],
        )
    ]


def _logistics(told: dict[str, str]) -> list[Section]:
    return [
        Section(
            ("", ""),
            (
                "Omvang (3 hectare of groter) is één van vier voorwaarden.",
                "Size (3 hectares or more) is one of four conditions.",
            ),
            [
                Wanted("B3-01", ("De vier voorwaarden", "The four conditions"), told),
                Wanted("B3-02", ("Binnen of buiten het werkingsgebied", "Inside or outside the zone"), told),
                Wanted(
                    "B3-03",
                    ("Past de locatie?", "Does the location fit?"),
                    told,
                    only=("designated", "demandHa", "multimodal", "issuableHa", "signal", "evidence", "sources"),
                ),
                Wanted("B3-07", ("Ketens van de logistiek", "Chains of the logistics"), told),
            ],
        )
    ]


def _restructuring(told: dict[str, str], park: str) -> list[Section]:
    def here(name: str) -> Callable[[Row], bool]:
        return lambda row: row[name] == park

    return [
        Section(
            ("", ""),
            ("", ""),
            [
                Wanted("C1-01", ("Verouderd, of met een plan", "Outdated, or with a plan"), told),
                Wanted("C1-02", ("Projecten", "Projects"), {}, keep=here("park")),
                Wanted("C2-05", ("Instrumenten in gebruik", "Instruments in use"), {}, keep=here("usedFor")),
                Wanted("A2-04", ("Gronduitgiftecriteria", "Land-allocation criteria"), {}, keep=here("park")),
                Wanted("X-02", ("Veranderingen sinds 2015", "Changes since 2015"), {**told, "since": "2015-01-01"}),
            ],
        )
    ]


KIND = Kind(
    name="park",
    title={"nl": "Bedrijventerrein {label}", "en": "Business park {label}"},
    subtitle={
        "nl": "Kwaliteiten, ketens, en wat er verdwijnt als het zijn functie verliest",
        "en": "Qualities, chains, and what goes if it loses its function",
    },
    about="a business park",
    of="ka:BusinessPark",
    write=write,
)
