"""Policy documents: visions, frames, agendas, ordinances, motions, advices and studies, with level and adoption."""

import polars as pl

from graph.statements import Pattern
from graph.terms import iri, mint, node, text, typed
from loaders.claims import CLAIMED, dated
from loaders.columns import SLUG, URL, Choice, Column, Day, Reference
from loaders.kinds import Among, Listed
from loaders.lists import listed
from loaders.loader import Loader

DOCUMENT = Among(("document", "vision", "agreement"))
"""The key of any policy document: regional visions and programming agreements have tables of their own."""

_CLASS = {"national-frame": "ka:NationalFrame", "assessment-framework": "ka:AssessmentFramework"}
_KINDS = (
    *_CLASS, "vision", "policy-frame", "agenda", "progress-report", "ordinance", "decision", "memorandum", "motion",
    "perspective", "advice", "study", "plan", "policy", "programme", "ruling", "project",
)  # fmt: skip

PAPER = (
    Column("document_id", SLUG, required=True),
    Column("title_nl", required=True),
    Column("title_en", required=True),
    Column("author"),
    Column("adopted_by", Reference("organisation")),
    Column("adopted_on", Day()),
    Column("url", URL),
    Column("note"),
    *CLAIMED,
)
"""Columns of every policy document; the period says when it applies."""


def document_iri(cell: pl.Expr | str) -> pl.Expr:
    """Address of a policy document of any kind."""
    return mint("document", cell)


def paper() -> tuple[Pattern, ...]:
    """What :data:`PAPER` says. That it is a policy document is stated, so that it stays one after its period."""
    document = document_iri("document_id")
    return (
        (document, "rdf:type", node("ka:PolicyDocument")),
        (document, "rdfs:label", text("title_nl", "nl")),
        (document, "rdfs:label", text("title_en", "en")),
        (document, "dct:creator", text("author")),
        (document, "ka:adoptedBy", mint("organisation", "adopted_by")),
        (document, "ka:adoptedOn", typed("adopted_on", "date")),
        (document, "foaf:page", iri("url")),
        (document, "rdfs:comment", text("note")),
        *dated(document),
    )


_document = document_iri("document_id")
_class = pl.coalesce(*(pl.when(pl.col("kind") == kind).then(node(name)) for kind, name in _CLASS.items()))

LOADER = Loader(
    name="documents",
    about={"nl": "Beleidsdocumenten met niveau en vaststelling", "en": "Policy documents with level and adoption"},
    columns=(
        Column("kind", Choice(_KINDS), required=True),
        Column("level", Listed("scale-level"), required=True),
        *PAPER,
    ),
    key=("document_id",),
    provides="document",
    patterns=(
        (_document, "rdf:type", _class),
        (_document, "ka:documentKind", text("kind")),
        (_document, "ka:documentLevel", listed("scale-level", "level")),
        *paper(),
    ),
)
