"""Organisations: companies, knowledge institutions, hospitals and the bodies that connect them."""

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import SOURCED, sourced
from loaders.columns import SLUG, Choice, Column
from loaders.loader import Loader

_CLASS = {
    "company": "ka:Company",
    "knowledge-institution": "ka:KnowledgeInstitution",
    "hospital": "ka:Hospital",
    "cluster-organisation": "ka:ClusterOrganisation",
    "public-body": "ka:PublicBody",
}

_organisation = mint("organisation", "organisation_id")

LOADER = Loader(
    name="organisations",
    about={"nl": "Organisaties", "en": "Organisations"},
    columns=(
        Column("organisation_id", SLUG, required=True),
        Column("name", required=True),
        Column("kind", Choice(tuple(_CLASS)), required=True),
        *SOURCED,
    ),
    key=("organisation_id",),
    provides="organisation",
    patterns=(
        *(
            (_organisation, "rdf:type", pl.when(pl.col("kind") == kind).then(node(name)))
            for kind, name in _CLASS.items()
        ),
        (_organisation, "rdfs:label", text("name")),
        *sourced(_organisation),
    ),
)
