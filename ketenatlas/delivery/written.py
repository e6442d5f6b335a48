"""Written: statements as Turtle or JSON-LD, in an order that is the same each time."""

import polars as pl
import pyoxigraph as ox

from graph.terms import PREFIXES

SPACES = {
    **PREFIXES,
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
"""Prefixes of what a delivery says."""
_FORMS = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


def rdf(said: pl.DataFrame, ending: str) -> str:
    """Statements (terms in columns ``s``, ``p``, ``o``) in the form of an ending, sorted, with their prefixes."""
    lines = said.select(pl.concat_str("s", "p", "o", pl.lit("."), separator=" ")).to_series().unique().sort()
    return rewritten("\n".join(lines), ox.RdfFormat.N_TRIPLES, ending)


def rewritten(text: str, form: ox.RdfFormat, ending: str) -> str:
    """RDF without blank nodes in the form of an ending, sorted, with the prefixes it uses."""
    triples = sorted({ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(text, format=form)}, key=str)
    whole = " ".join(str(triple) for triple in triples)
    used = {name: space for name, space in SPACES.items() if f"<{space}" in whole}
    return (ox.serialize(triples, format=_FORMS[ending], prefixes=used) or b"").decode()
