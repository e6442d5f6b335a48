"""Telling: the files for people: what is in the folder, under what licence, what changed, and what was checked."""

from collections.abc import Iterable, Sequence

import polars as pl

from ketenatlas.delivery.changes import KINDS, summed
from ketenatlas.delivery.content import Content, File
from ketenatlas.delivery.described import TABLES
from ketenatlas.delivery.schema import Words

LANGUAGES = ("nl", "en")
METADATA: dict[str, Words] = {
    "README.txt": {"nl": "dit bestand", "en": "this file"},
    "LICENSE.txt": {"nl": "licentie en bronnen", "en": "licence and sources"},
    "CHANGES.txt": {
        "nl": "wat er sinds de vorige levering veranderde, geteld",
        "en": "what changed since the previous delivery, counted",
    },
    "datapackage.json": {"nl": "schema van de tabellen (Frictionless)", "en": "schema of the tables (Frictionless)"},
    "data/csv-metadata.json": {"nl": "schema van de CSV-bestanden (CSVW)", "en": "schema of the CSV files (CSVW)"},
    "metadata/dcat.ttl": {"nl": "catalogus volgens DCAT-AP-NL 3.0", "en": "catalogue by DCAT-AP-NL 3.0"},
    "metadata/dcat.jsonld": {"nl": "dezelfde in JSON-LD", "en": "the same in JSON-LD"},
    "metadata/prov.ttl": {"nl": "herkomst (PROV)", "en": "provenance (PROV)"},
    "metadata/prov.jsonld": {"nl": "dezelfde in JSON-LD", "en": "the same in JSON-LD"},
    "metadata/validation.txt": {
        "nl": "wat er aan de levering is nagekeken, en de uitkomst",
        "en": "what of the delivery was checked, and the outcome",
    },
    "metadata/delivery.json": {
        "nl": "naam, dag en hash, voor de vergelijking met een volgende",
        "en": "name, day and hash, to compare with a next one",
    },
    "metadata/loss.csv": {
        "nl": "wat onthullingsbeheersing kostte, per kubus",
        "en": "what disclosure control cost, per cube",
    },
    "checksums.sha256": {
        "nl": "controlegetallen: sha256sum -c checksums.sha256",
        "en": "checksums: sha256sum -c checksums.sha256",
    },
}
"""The files beside the data, and what each is."""
_REPORT: dict[str, Words] = {"report.*": {"nl": "het verslag, als het erbij zit", "en": "the report, if it is there"}}
_HEAD = {
    "nl": ("Levering", "Peildatum", "Atlas", "Uitgever", "Vragen", "Licentie", "Bestanden", "Tabellen"),
    "en": ("Delivery", "Reference date", "Atlas", "Publisher", "Questions", "Licence", "Files", "Tables"),
}
_READING = {
    "nl": (
        "Lezen van de cijfers",
        (
            "Wat er niet staat is onbekend, niet nul.",
            "De rijen met bewijsniveau all zijn alle niveaus samen; tel ze niet bij de andere op.",
            "Beleidsregio's en COROP-gebieden zijn twee indelingen van dezelfde vestigingen; tel ze niet op.",
            "Een vestiging in twee schakels telt in beide; gebruik voor een keten de rij zonder schakel.",
            "suppressed: weggelaten, omdat het cijfer iets over één bedrijf zou onthullen. Ook n en bronnen ontbreken.",
            "De adressen van de bestanden zijn namen, tot de map op dat adres is neergezet.",
        ),
    ),
    "en": (
        "How to read the figures",
        (
            "What is not there is unknown, not nought.",
            "The rows with evidence level all are all levels together; do not add them to the others.",
            "Policy regions and COROP areas are two divisions of the same establishments; do not add them up.",
            "An establishment in two stages counts in both; for a chain use the row without a stage.",
            "suppressed: left out, because the figure would disclose something of one company. n and sources lack too.",
            "The addresses of the files are names, until the folder is put at that address.",
        ),
    ),
}
_WITHHELD = {
    "nl": "Weggelaten, omdat er te weinig vestigingen per cel in zitten om iets te tonen",
    "en": "Withheld, because too few establishments are in each cell to show anything",
}
_NO_WAY = {"nl": "geen e-mailadres of pagina bekend", "en": "no e-mail address or page known"}


def readme(content: Content, files: Sequence[File], first: str) -> str:
    """What each file is, in both languages.

    Args:
        content: what is delivered.
        files: its files with data.
        first: the language that comes first.
    """
    order = sorted(LANGUAGES, key=lambda language: language != first)
    return "\n\n".join("\n".join(_readme(content, files, language)) for language in order) + "\n"


def _readme(content: Content, files: Sequence[File], language: str) -> Iterable[str]:
    delivery, day, atlas, publisher, questions, licence, listed, tables = _HEAD[language]
    who = content.publisher
    reach = ", ".join(way for way in (who.email, who.page) if way) or _NO_WAY[language]
    heading = content.title[language]
    yield heading
    yield "=" * len(heading)
    yield f"{delivery}: {content.identifier}"
    yield f"{day}: {content.as_of}"
    yield f"{atlas}: {content.identity} ({content.version}), {content.software}"
    yield f"{publisher}: {who.name[language]}"
    yield f"{questions}: {who.contact} ({reach})"
    yield f"{licence}: {who.licence}"
    reading, lines = _READING[language]
    yield f"\n{reading}"
    yield from (f"- {line}" for line in lines)
    withheld = content.loss.filter(pl.col("given") == "withheld")["data_set"].to_list()
    if withheld:
        yield f"- {_WITHHELD[language]}: {', '.join(withheld)}."
    yield f"\n{listed}"
    told = {file.name: file.title for file in files} | METADATA | _REPORT
    width = max(map(len, told))
    yield from (f"{name:<{width}}  {title[language]}" for name, title in told.items())
    yield f"\n{tables}"
    for name, table in content.tables.items():
        about = TABLES[name]
        yield f"{name} ({len(table)}): {about.title[language]}. {about.note[language]}"


def licence(content: Content) -> str:
    """Under what licence the delivery is, and what that of its sources is."""
    counts = (
        content.tables["sources"]
        .group_by(pl.col("licence").fill_null("-"))
        .len()
        .sort("len", "licence", descending=[True, False])
    )
    listed = "\n".join(f"- {name}: {number}" for name, number in counts.rows())
    return f"""Licentie
De licentie van wat hier gemaakt is: {content.publisher.licence}
Uitgever: {content.publisher.name["nl"]}
De bronnen houden hun eigen licentie. Welke dat is staat per bron in data/sources.csv; zo vaak komt elke voor (- is
onbekend). Wie bronnen overneemt, noemt hen.

Licence
The licence of what is made here: {content.publisher.licence}
Publisher: {content.publisher.name["en"]}
The sources keep their own licence. Which that is stands with each source in data/sources.csv; so often each occurs (-
is unknown). Whoever takes over sources names them.

{listed}
"""


def changed(content: Content) -> str:
    """What changed since the previous delivery, counted per table."""
    earlier = content.previous
    if earlier is None:
        return (
            "Eerste levering: er is geen vorige om mee te vergelijken.\n"
            "First delivery: there is none before to compare with.\n"
        )
    head = f"""Sinds {earlier.identifier} (peildatum {earlier.as_of}); elke verandering staat in data/changes.csv.
Since {earlier.identifier} (reference date {earlier.as_of}); each change is in data/changes.csv.
"""
    table = summed(content.tables["changes"])
    if table.is_empty():
        return f"{head}\nNiets is veranderd. Nothing changed.\n"
    columns = ("table", *KINDS)
    lines = [f"{columns[0]:<16}" + "".join(f"{name:>12}" for name in KINDS)]
    lines += [f"{row[0]:<16}" + "".join(f"{number:>12}" for number in row[1:]) for row in table.select(columns).rows()]
    return f"{head}\n" + "\n".join(lines) + "\n"


def checked(findings: pl.DataFrame, tables: int) -> str:
    """What was checked of the delivery, and the outcome."""
    lines = [
        "DCAT-AP-NL 3.0 (metadata/dcat.ttl, by the constraints of the profile restated as SHACL shapes): "
        + ("conforms" if findings.filter(pl.col("severity") == "violation").is_empty() else "does not conform"),
        *(
            f"- {severity}: {subject}: {dutch} {english}"
            for severity, subject, dutch, english in findings.select(
                "severity", "subject", "message_nl", "message_en"
            ).rows()
        ),
        f"CSVW (data/csv-metadata.json): {tables} files read back by their schema: columns, types, required values, "
        "keys and references hold",
    ]
    return "\n".join(lines) + "\n"
