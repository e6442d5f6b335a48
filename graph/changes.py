"""Changes: what began and what ended between two days, by the valid time of claims and things."""

import polars as pl
import pyoxigraph as ox

from graph.naming import Names
from graph.statements import RDF_TYPE
from graph.terms import PREFIXES, expand, shorten

CHANGES = {
    "change": pl.String,
    "day": pl.Date,
    "class": pl.String,
    "what": pl.String,
    "source": pl.String,
    "subject": pl.String,
}
"""``began`` or ``ended``, the day, the class, the thing in words, its source, and its address."""

_NUMBERS = tuple(f"{PREFIXES['xsd']}{kind}" for kind in ("decimal", "integer"))
_SAID_ELSEWHERE = ("ka:evidenceLevel", "ka:locationEvidence", "dct:source", "ka:parkEvidence")


def between(store: ox.Store, first: str, last: str, language: str) -> pl.DataFrame:
    """What began after the first day and on or before the last, and what ended in between.

    A thing that ends on a day still holds on it, so that something is gone on the last day if its end lies before it.

    Args:
        store: the atlas.
        first: ISO date.
        last: ISO date, later than the first.
        language: language of what is told.

    Returns:
        Columns as in :data:`CHANGES`, in order of day.
    """
    names = Names(store)
    rows = []
    for predicate, change in (("ka:validFrom", "began"), ("ka:validTo", "ended")):
        for quad in store.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None):
            if not (isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)):
                continue
            day = quad.object.value
            if first < day <= last if change == "began" else first <= day < last:
                rows.append((change, day, *_told(store, names, quad.subject, language)))
    table = pl.DataFrame(rows, schema={**CHANGES, "day": pl.String}, orient="row")
    return table.with_columns(pl.col("day").str.to_date()).unique().sort("day", "class", "what", "change")


def _told(store: ox.Store, names: Names, thing: ox.NamedNode, language: str) -> tuple[str, str, str, str]:
    """The class of a thing, the thing in words, its source and its short address."""
    skipped = {RDF_TYPE[1:-1], *(expand(name) for name in _SAID_ELSEWHERE)}
    parts, source = [], ""
    for quad in store.quads_for_pattern(thing, None, None, None):
        value = quad.object
        if quad.predicate.value == expand("dct:source"):
            source = names.label(str(value), language)
        elif quad.predicate.value in skipped or not quad.predicate.value.startswith(PREFIXES["ka"]):
            continue
        elif isinstance(value, ox.NamedNode):
            parts.append(f"{names.label(str(quad.predicate), language)}: {names.label(str(value), language)}")
        elif isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS:
            parts.append(f"{names.label(str(quad.predicate), language)}: {value.value}")
    own = names.own_label(str(thing), language)
    return names.class_label(str(thing), language), own or "; ".join(sorted(set(parts))), source, shorten(thing.value)
