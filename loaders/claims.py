"""What every table has in common: each row names its source and its day, each claim its evidence and its period."""

import polars as pl

from graph.statements import Pattern
from graph.terms import mint, node, text, typed
from loaders.columns import EVIDENCE, Column, Day, Reference

SOURCE = Column("source", Reference("source"), required=True)
DATE = Column("date", Day(), required=True)
SOURCED = (SOURCE, DATE)
"""Columns of a plain fact: where it comes from, and the day on which or for which it was established."""

CLAIMED = (
    Column("evidence", EVIDENCE, required=True),
    Column("valid_from", Day()),
    Column("valid_to", Day("end")),
    *SOURCED,
)
"""Columns of a claim: a fact with an evidence level and a period."""


def sourced(subject: pl.Expr) -> tuple[Pattern, ...]:
    """Source and day of a plain fact."""
    return (
        (subject, "dct:source", mint("source", "source")),
        (subject, "ka:observedOn", typed("date", "date")),
    )


def dated(subject: pl.Expr) -> tuple[Pattern, ...]:
    """Evidence level, period, source and day of anything that is not beyond doubt."""
    return (
        (subject, "ka:evidenceLevel", mint("evidence", "evidence")),
        (subject, "ka:validFrom", typed("valid_from", "date")),
        (subject, "ka:validTo", typed("valid_to", "date")),
        *sourced(subject),
    )


def claimed(kind: str, subject: pl.Expr) -> tuple[Pattern, ...]:
    """Class of a claim, and what :func:`dated` says of it."""
    return ((subject, "rdf:type", node(kind)), *dated(subject))


def labelled(subject: pl.Expr) -> tuple[Pattern, ...]:
    """Dutch and English label from columns ``label_nl`` and ``label_en``."""
    return (
        (subject, "rdfs:label", text("label_nl", "nl")),
        (subject, "rdfs:label", text("label_en", "en")),
    )


def defined(subject: pl.Expr) -> tuple[Pattern, ...]:
    """Dutch and English definition from columns ``definition_nl`` and ``definition_en``."""
    return (
        (subject, "skos:definition", text("definition_nl", "nl")),
        (subject, "skos:definition", text("definition_en", "en")),
    )


def concept(subject: pl.Expr, scheme: pl.Expr, notation: str) -> tuple[Pattern, ...]:
    """An item of a list: which list, its code there (a column), and its labels as in :func:`labelled`."""
    return (
        (subject, "rdf:type", node("skos:Concept")),
        (subject, "skos:inScheme", scheme),
        (subject, "skos:notation", text(notation)),
        (subject, "skos:prefLabel", text("label_nl", "nl")),
        (subject, "skos:prefLabel", text("label_en", "en")),
        *labelled(subject),
    )


def claim_iri(prefix: str, *parts: pl.Expr | str) -> pl.Expr:
    """Address of a claim, made of the keys it joins: ``claim:participation--asml-veldhoven--semicon-equipment``."""
    keys = [pl.col(part) if isinstance(part, str) else part for part in parts]
    return mint("claim", pl.concat_str(pl.lit(prefix), *keys, separator="--"))


def slug(column: str) -> pl.Expr:
    """Free text as a part of an address: lower-case letters, digits and hyphens."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
