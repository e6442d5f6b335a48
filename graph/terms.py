"""Terms: namespaces, how IRIs are minted, how literals are written.

Everything that enters the graph is written here once, for whole columns at a time, in N-Triples syntax.
A missing value (null) makes the term null, and a statement with a null term is never made.
"""

import os
from collections.abc import Mapping

import polars as pl

from graph.resources import room

OWN = "https://w3id.org/ketenatlas/"
"""Where the ontology and its code lists live, whatever the BASE of an atlas."""
ONTOLOGY = f"{OWN}ontology#"
BASE = os.environ.get("KETENATLAS_BASE", "https://w3id.org/ketenatlas/")
"""Where the things of an atlas live; another province sets ``KETENATLAS_BASE`` to its own address."""

KINDS = (
    "action",
    "campus",
    "chain",
    "claim",
    "coalition",
    "cube",
    "cycle",
    "document",
    "establishment",
    "geometry",
    "graph",
    "issue",
    "link",
    "load",
    "organisation",
    "park",
    "plot",
    "presence",
    "project",
    "quay",
    "region",
    "round",
    "source",
    "stage",
    "table",
    "technology",
    "zone",
)
"""Kinds of things in data sets that get an IRI of ours; each is also a prefix people may type."""

_FIXED_KINDS = (
    "evidence",
    "industry",
    "quality",
    "scheme",
    *sorted(path.stem for path in (room("ontology") / "schemes").glob("*.ttl")),
)
"""Kinds whose members belong to the ontology's own code lists: their address does not move with BASE."""

_ELSEWHERE = {
    "municipality": "https://identifier.overheid.nl/tooi/id/gemeente/",
    "province": "https://identifier.overheid.nl/tooi/id/provincie/",
    "nuts": "http://data.europa.eu/nuts/code/",
}

PREFIXES: Mapping[str, str] = {
    "ka": ONTOLOGY,
    **{kind: f"{BASE}{kind}/" for kind in KINDS if kind not in _FIXED_KINDS},
    **{kind: f"https://w3id.org/ketenatlas/{kind}/" for kind in _FIXED_KINDS},
    **_ELSEWHERE,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rov": "http://www.w3.org/ns/regorg#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}


def expand(curie: str) -> str:
    """Expand a prefixed name such as ``ka:hasStage`` to a full IRI.

    Raises:
        ValueError: if the prefix is not one of :data:`PREFIXES`.
    """
    prefix, _, local = curie.partition(":")
    if prefix not in PREFIXES:
        raise ValueError(f"unknown prefix {prefix!r} in {curie!r}")
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """Write an IRI as prefixed name where one of our prefixes fits, else as it is."""
    best = max(
        (prefix for prefix, space in PREFIXES.items() if iri.startswith(space)),
        key=lambda prefix: len(PREFIXES[prefix]),
        default=None,
    )
    if best is None:
        return iri
    local = iri[len(PREFIXES[best]) :]
    return f"{best}:{local}" if local and "/" not in local else iri


def full(name: str) -> str:
    """The full IRI of a name as :func:`shorten` writes it."""
    return expand(name) if name.partition(":")[0] in PREFIXES else name


def node(curie: str) -> pl.Expr:
    """A constant IRI, as a column of N-Triples terms."""
    return pl.lit(f"<{expand(curie)}>")


def mint(kind: str, key: pl.Expr | str) -> pl.Expr:
    """IRIs of one kind from a column of keys: ``mint("park", "rin")`` gives ``<.../park/3214>``.

    The keys must already be safe in an IRI; the loaders' column kinds see to that.
    """
    column = pl.col(key) if isinstance(key, str) else key
    return pl.concat_str(pl.lit(f"<{PREFIXES[kind]}"), column, pl.lit(">"))


def iri(column: pl.Expr | str) -> pl.Expr:
    """A column of full IRIs, as N-Triples terms."""
    return pl.concat_str(pl.lit("<"), pl.col(column) if isinstance(column, str) else column, pl.lit(">"))


def text(column: pl.Expr | str, lang: str | None = None) -> pl.Expr:
    """A column of strings as plain or language-tagged literals."""
    value = pl.col(column) if isinstance(column, str) else column
    escaped = value.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
    return pl.concat_str(pl.lit('"'), escaped, pl.lit(f'"@{lang}' if lang else '"'))


def typed(column: pl.Expr | str, datatype: str) -> pl.Expr:
    """A column of values as typed literals; ``datatype`` is the local name in XSD (``date``, ``integer`` ...).

    Decimals are written in their shortest form, so that the same number is always the same term.
    """
    value = (pl.col(column) if isinstance(column, str) else column).cast(pl.String)
    if datatype == "decimal":
        value = value.str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".").str.replace(r"^(-?)0+(\d)", "$1$2")
    return pl.concat_str(pl.lit('"'), value, pl.lit(f'"^^<{PREFIXES["xsd"]}{datatype}>'))
