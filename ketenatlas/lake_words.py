"""The data dictionary of a lake: what every table and column means, as a data package and as a page to read.

What a column means is what the ontology says of the property it was made from; only what the export adds itself is
described here. The form is that of Data Package with Table Schema (Open Knowledge Foundation, version 1), of which each
field names its property as ``rdfType``.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from graph import cubing, observations, registers
from graph.extracted import EXTRACTS
from graph.terms import expand
from graph.vocabulary import Term, vocabulary


class Table(Protocol):
    """A table of a lake, as :class:`ketenatlas.lake.Written`."""

    @property
    def name(self) -> str:
        """``facts/<table>`` or ``cubes/<cube>``."""

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Its columns, without the partitions."""

    @property
    def partitions(self) -> tuple[str, ...]:
        """Names of its partitions."""

    @property
    def rows(self) -> int:
        """How many it has."""

    @property
    def files(self) -> tuple[str, ...]:
        """Its files."""


OWN: Mapping[str, Mapping[str, str]] = {
    "as_of": {"nl": "Peildatum van de atlas", "en": "Reference day of the atlas"},
    "chain_key": {"nl": "Laatste deel van het adres van de keten", "en": "Last part of the address of the chain"},
    "register_key": {"nl": "Laatste deel van het adres van het register", "en": "Last part of the register's address"},
    "place_level": {
        "nl": "Niveau van de plek: park, municipality, region (hoofdlidmaatschap) of memberships (alle)",
        "en": "Level of place: park, municipality, region (primary membership) or memberships (all)",
    },
    "day": {"nl": "De dag waarop geteld is", "en": "The day that was counted"},
    "evidence": {
        "nl": "Het zekerste bewijsniveau waarop iets in de cel telt",
        "en": "The surest evidence level at which something counts in the cell",
    },
    "level": {"nl": "Bewijsniveau van de bewering", "en": "Evidence level of the claim"},
    "source": {"nl": "Adres van de bron; zie sources", "en": "Address of the source; see sources"},
    "sources": {"nl": "Adressen van de bronnen", "en": "Addresses of the sources"},
    "value": {"nl": "Het cijfer van de cel", "en": "The figure of the cell"},
    "n": {"nl": "Hoeveel vestigingen eraan bijdragen", "en": "How many establishments contribute to it"},
    "largest": {"nl": "De grootste bijdrage", "en": "The largest contribution"},
    "second": {"nl": "De op een na grootste bijdrage", "en": "The second largest contribution"},
    "status": {
        "nl": "Onthulling: not-checked als niemand heeft gecontroleerd wat de cel verraadt",
        "en": "Disclosure: not-checked if nobody checked what the cell gives away",
    },
    "since": {"nl": "Eerste dag; leeg als die niet bekend is", "en": "First day; empty if it is not known"},
    "until": {"nl": "Laatste dag; leeg als er geen bekend is", "en": "Last day; empty if none is known"},
    "register": {"nl": "Adres van de lading van het register", "en": "Address of the load of the register"},
    "division": {"nl": "Indeling en eerste twee cijfers", "en": "Classification and first two digits"},
    "thing": {"nl": "Adres van het ding", "en": "Address of the thing"},
    "nl": {"nl": "Naam in het Nederlands", "en": "Name in Dutch"},
    "en": {"nl": "Naam in het Engels", "en": "Name in English"},
    "loader": {"nl": "Waarmee het bestand gelezen is", "en": "What read the file"},
    "file": {"nl": "Naam van het bestand", "en": "Name of the file"},
    "read": {"nl": "Gelezen rijen", "en": "Rows read"},
    "accepted": {"nl": "Aanvaarde rijen", "en": "Rows accepted"},
    "rejected": {"nl": "Afgewezen rijen", "en": "Rows rejected"},
    "statements": {"nl": "Uitspraken die eruit kwamen", "en": "Statements that came of it"},
    "first_day": {"nl": "Eerste dag die de rijen noemen", "en": "First day that its rows name"},
    "last_day": {"nl": "Laatste dag die de rijen noemen", "en": "Last day that its rows name"},
    "licences": {"nl": "Licenties van de bronnen", "en": "Licences of its sources"},
    "graph": {"nl": "Adres van de graaf", "en": "Address of the graph"},
    "load": {"nl": "Adres van de lading", "en": "Address of the load"},
    "title": {"nl": "Titel", "en": "Title"},
    "publisher": {"nl": "Uitgever", "en": "Publisher"},
    "page": {"nl": "Webadres", "en": "Web address"},
    "licence": {"nl": "Licentie", "en": "Licence"},
    "issued": {"nl": "Dag van uitgave", "en": "Day of publication"},
    "retrieved": {"nl": "Dag van ophalen", "en": "Day it was retrieved"},
    "note": {"nl": "Opmerking", "en": "Remark"},
    "cited": {"nl": "Hoeveel beweringen en dingen haar noemen", "en": "How many claims and things name it"},
    "sha256": {"nl": "SHA-256 van het bestand", "en": "SHA-256 of the file"},
}
"""Columns that are made from no property, or whose property says too little."""
_TYPES = {pl.String: "string", pl.Int64: "integer", pl.Float64: "number", pl.Date: "date", pl.Boolean: "boolean"}

WORDS = {
    "nl": {
        "subject": "Adres van wat de rij beschrijft", "facts": "Feiten", "cubes": "Kubussen", "rows": "rijen",
        "table": "tabel", "column": "kolom", "type": "soort", "meaning": "betekenis", "partition": "(map)",
        "inside": "Bevat gegevens die niet openbaar zijn. Alleen voor wie ze mag zien.",
        "open": "Bevat alleen wat openbaar is.",
        "intro": "De atlas als tabellen. De mappen heten zoals Hive partities noemt; Spark, DuckDB, Trino en Polars "
        "lezen ze zoals ze zijn. In sql/ staat per kubus de vraag die haar cellen uit de feiten telt. Niemand heeft "
        "gecontroleerd wat de cellen onthullen.",
    },
    "en": {
        "subject": "Address of what the row describes", "facts": "Facts", "cubes": "Cubes", "rows": "rows",
        "table": "table", "column": "column", "type": "type", "meaning": "meaning", "partition": "(folder)",
        "inside": "Holds data that are not public. Only for those who may see them.",
        "open": "Holds only what is public.",
        "intro": "The atlas as tables. Folders are named as Hive names partitions; Spark, DuckDB, Trino and Polars "
        "read them as they are. In sql/ there is a query per cube that counts its cells from the facts. Nobody checked "
        "what the cells disclose.",
    },
}  # fmt: skip


def described(tables: Sequence[Table], manifest: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A lake as a data package.

    Args:
        tables: what was written.
        manifest: of the atlas that was written.
        language: of titles and descriptions.
    """
    words, terms = WORDS[language], vocabulary().terms
    closed = bool(manifest["restricted"])
    return {
        "profile": "data-package",
        "name": "ketenatlas-lake",
        "title": manifest["title"][language],
        "description": f"{words['intro']} {words['inside' if closed else 'open']}",
        "version": manifest["version"],
        "as_of": manifest["as_of"],
        "atlas": manifest["hash"],
        "restricted": closed,
        "resources": [_resource(table, terms, language) for table in tables],
    }


def _resource(table: Table, terms: Mapping[str, Term], language: str) -> dict[str, Any]:
    kind, _, name = table.name.partition("/")
    properties = _properties(kind, name)
    about = {}
    if kind == "cubes":
        cube = cubing.cubes()[name]
        about = {"title": cube.title[language], "description": cube.note[language]}
    kinds = {
        **table.schema,
        **{partition: pl.Date() if partition in ("as_of", "day") else pl.String() for partition in table.partitions},
    }
    return {
        "name": table.name,
        **about,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": table.rows,
        "partitions": list(table.partitions),
        "path": list(table.files),
        "schema": {"fields": [_field(column, properties, terms, kinds[column], language) for column in kinds]},
    }


def _properties(kind: str, name: str) -> dict[str, str]:
    """The property that each column was made from, by its IRI; that of the subject is empty."""
    if kind == "cubes":
        cube = cubing.cubes()[name]
        named = {column: observations.DIMENSIONS[column] for column in cube.dimensions}
        return {column: expand(property_) for column, property_ in {**named, "value": cube.measure}.items()}
    # A register tells of establishments, from a table of its own.
    how = EXTRACTS.get("establishments" if name == registers.NAME else name)
    return (
        {}
        if how is None
        else {how.key: "", **{column: expand(property_) for column, property_ in how.predicates.items()}}
    )


def _field(
    column: str, properties: Mapping[str, str], terms: Mapping[str, Term], kind: pl.DataType, language: str
) -> dict[str, Any]:
    property_ = properties.get(column, "")
    told: dict[str, Any] = {"name": column, "type": _TYPES.get(type(kind), "array")}
    if property_ in terms:
        term = terms[property_]
        told |= {"title": term.label[language], "description": term.definition[language]}
    elif column in OWN:
        told["description"] = OWN[column][language]
    elif column in properties:
        told["description"] = WORDS[language]["subject"]
    return told | ({"rdfType": property_} if property_ else {})


def page(package: Mapping[str, Any], language: str) -> str:
    """A data package as a page in Markdown."""
    words = WORDS[language]
    lines = [f"# {package['title']}", "", package["description"], ""]
    lines += [f"{OWN['as_of'][language]}: {package['as_of']} · {package['version']} · `{package['atlas'][:16]}`", ""]
    for kind in ("facts", "cubes"):
        lines += [f"## {words[kind]}", ""]
        for resource in package["resources"]:
            if resource["name"].startswith(f"{kind}/"):
                lines += _table(resource, words)
    return "\n".join(lines)


def _table(resource: Mapping[str, Any], words: Mapping[str, str]) -> Iterable[str]:
    yield f"### {resource['name']}"
    yield ""
    title = f"{resource['title']}. {resource['description']} " if "title" in resource else ""
    yield f"{title}{resource['rows']:,} {words['rows']}."
    yield ""
    yield f"| {words['column']} | {words['type']} | {words['meaning']} |"
    yield "|---|---|---|"
    for field in resource["schema"]["fields"]:
        meaning = ": ".join(field[name] for name in ("title", "description") if name in field)
        where = f" {words['partition']}" if field["name"] in resource["partitions"] else ""
        yield f"| {field['name']}{where} | {field['type']} | {meaning.replace('|', '/')} |"
    yield ""
