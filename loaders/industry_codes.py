"""Industry codes: classes of activity from NACE and SBI, each with the version of the list it belongs to."""

import polars as pl

from graph.terms import PREFIXES, iri, node, text
from loaders.claims import SOURCED, concept, sourced
from loaders.columns import Choice, Code, Column, Joined
from loaders.loader import Loader

_EU = "http://data.europa.eu/ux2/"
_OURS = PREFIXES["industry"]
_CODES = {
    "nace2.1": f"{_EU}nace2.1/",
    "nace2": f"{_EU}nace2/",
    "sbi2008": f"{_OURS}sbi2008-",
    "sbi2025": f"{_OURS}sbi2025-",
}
"""How the addresses of a list's codes begin. The classification is not ours, so neither do they move with BASE."""
_LISTS = {
    "nace2.1": f"{_EU}nace2.1/nace2.1",
    "nace2": f"{_EU}nace2/nace2",
    "sbi2008": f"{PREFIXES['scheme']}sbi2008",
    "sbi2025": f"{PREFIXES['scheme']}sbi2025",
}
_NAMES = {"nace2.1": "NACE Rev. 2.1", "nace2": "NACE Rev. 2", "sbi2008": "SBI 2008", "sbi2025": "SBI 2025"}


def industry_code_iri(column: str) -> pl.Expr:
    """Address of an industry code by its key: ``nace2.1-26.11`` is number 2611 of the European list."""
    list_and_code = pl.col(column).str.split_exact("-", 1)
    begin = list_and_code.struct.field("field_0").replace_strict(_CODES, default=None)
    return iri(begin + list_and_code.struct.field("field_1").str.replace_all(".", "", literal=True))


_code = industry_code_iri("industry_code_id")
_list = iri(pl.col("scheme").replace_strict(_LISTS, default=None))
_name = pl.col("scheme").replace_strict(_NAMES, default=None)

LOADER = Loader(
    name="industry_codes",
    about={"nl": "Bedrijfstakcodes (NACE, SBI) met versie", "en": "Industry codes (NACE, SBI) with version"},
    columns=(
        Column("scheme", Choice(tuple(_CODES)), required=True),
        Column(
            "code",
            Code(r"[A-V]|\d{2}(?:\.\d(?:\d(?:\.\d)?)?)?", "a letter, or digits with dots: 26, 26.1, 26.11 or 26.11.0"),
            required=True,
        ),
        Column("industry_code_id", Joined(("scheme", "code"))),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        *SOURCED,
    ),
    key=("industry_code_id",),
    provides="industry-code",
    patterns=(
        (_code, "rdf:type", node("ka:IndustryCode")),
        *concept(_code, _list, "code"),
        *sourced(_code),
        (_list, "rdf:type", node("skos:ConceptScheme")),
        (_list, "skos:prefLabel", text(_name, "nl")),
        (_list, "skos:prefLabel", text(_name, "en")),
    ),
)
