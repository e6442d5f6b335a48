"""Chains: the value chains themselves, as policy data with status and version."""

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import CLAIMED, dated, defined, labelled
from loaders.columns import SLUG, Choice, Column
from loaders.loader import Loader

_chain = mint("chain", "chain_id")
_STATUS = {"preliminary": "voorlopig", "adopted": "vastgesteld", "withdrawn": "vervallen"}

LOADER = Loader(
    name="chains",
    about={"nl": "Waardeketens met status en versie", "en": "Value chains with status and version"},
    columns=(
        Column("chain_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("definition_nl", required=True),
        Column("definition_en", required=True),
        Column("status", Choice(tuple(_STATUS)), required=True),
        Column("version", required=True),
        *CLAIMED,
    ),
    key=("chain_id",),
    provides="chain",
    required=True,
    patterns=(
        (_chain, "rdf:type", node("ka:ValueChain")),
        *labelled(_chain),
        *defined(_chain),
        (_chain, "ka:status", text(pl.col("status").replace_strict(_STATUS, default=None), "nl")),
        (_chain, "ka:status", text("status", "en")),
        (_chain, "owl:versionInfo", text("version")),
        *dated(_chain),
    ),
)
