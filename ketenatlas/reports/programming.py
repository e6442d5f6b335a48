"""Sections of the report of a region on what it programmes: strategic places, logistics, restructuring, instruments."""

import polars as pl

from ketenatlas.reports.chapters import Section
from ketenatlas.reports.writing import Wanted, Writer


def strategic(region: str) -> list[Section]:
    """Candidates and their grounds, and what is lost and replaced."""
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


def logistics(region: str) -> list[Section]:
    """Large-scale logistics: its conditions, zone and locations."""
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


def restructuring(region: str) -> list[Section]:
    """Outdated and planned parks."""
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


def added_value(region: str) -> list[Section]:
    """Regional added value: who lacks a profile, where the framework is applied."""
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


def instruments(writer: Writer, region: str, label: str) -> list[Section]:
    """Instruments of the province, and what is on the tables."""
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
