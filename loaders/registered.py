"""Registered establishments: what registers such as LISA and the trade register say of a place where people work.

A register gives an establishment an industry code; the code does not make it take part in a chain (see
:mod:`loaders.mappings`).
"""

import polars as pl

from graph.statements import Pattern
from graph.terms import PREFIXES, iri, mint, node, text, typed
from loaders.claims import SOURCED, claim_iri, sourced
from loaders.columns import Code, Column, Day, Kind, Number
from loaders.geometry import POINT, point_of
from loaders.municipalities import Municipality, municipality_iri
from loaders.size_classes import SizeClass, size_class

SBI = Code(r"\d{2}(?:\d{1,3})?", "an SBI code of two to five digits, with or without dots")


class SbiCode(Kind):
    """An SBI code with or without dots and spaces, as text: ``26.11`` is ``2611``; leading noughts are kept."""

    @property
    def expected(self) -> str:
        """The form of the code."""
        return SBI.expected

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The digits."""
        return cell.str.replace_all(r"[.\s]", "")

    def good(self, cell: pl.Expr, known: object) -> pl.Expr:
        """Whether it has two to five digits."""
        del known
        return cell.str.contains(r"^\d{2,5}$")


def columns(version: str) -> tuple[Column, ...]:
    """Columns of a register of establishments.

    Args:
        version: the SBI list the codes belong to where the file does not say, such as ``2008``.
    """
    return (
        Column(
            "establishment_number",
            Code(r"\d{1,12}", "an establishment number of digits only"),
            required=True,
            aliases=("vestigingsnummer", "vestnr", "lisanr", "lisa_nummer", "vestiging_nr"),
        ),
        Column(
            "registration_number",
            Code(r"\d{7,8}", "a trade register number of eight digits"),
            lenient=True,
            aliases=("kvk_nummer", "kvknummer", "dossiernummer", "kvk"),
        ),
        Column("name", required=True, aliases=("naam", "handelsnaam", "bedrijfsnaam", "vestigingsnaam")),
        Column(
            "municipality", Municipality(), required=True, aliases=("gemeentecode", "gem_code", "gm_code", "gemcode")
        ),
        Column("postcode", Code(r"\d{4} ?[A-Z]{2}", "a postcode such as 5612 AB"), lenient=True, aliases=("pc6",)),
        Column(
            "sbi", SbiCode(), required=True, aliases=("sbi_code", "sbicode", "hoofdactiviteit", "sbi_hoofdactiviteit")
        ),
        Column("sbi_version", Code("2008|2025", "2008 or 2025"), default=version, aliases=("sbi_versie",)),
        Column(
            "jobs",
            Number(least=0, whole=True),
            lenient=True,
            aliases=("banen", "wp", "werkzame_personen", "totaal_banen"),
        ),
        Column("size_class", SizeClass(), lenient=True, aliases=("grootteklasse", "grkl", "sizeclass")),
        Column("valid_from", Day(), aliases=("datum_vestiging", "startdatum")),
        Column("valid_to", Day("end"), aliases=("datum_opheffing", "einddatum")),
        *POINT,
        *SOURCED,
    )


def patterns(register: str) -> tuple[Pattern, ...]:
    """What each row says.

    Args:
        register: short name of the register, part of the addresses of its establishments.
    """
    number = pl.col("establishment_number")
    place = mint("establishment", pl.concat_str(pl.lit(f"{register}-"), number))
    organisation = mint(
        "organisation",
        pl.coalesce(
            pl.concat_str(pl.lit("kvk-"), pl.col("registration_number").str.zfill(8)),
            pl.concat_str(pl.lit(f"{register}-"), number),
        ),
    )
    listed = pl.concat_str(pl.lit("sbi"), pl.col("sbi_version"))
    code = iri(pl.concat_str(pl.lit(PREFIXES["industry"]), listed, pl.lit("-"), pl.col("sbi")))
    activity = claim_iri("activity", pl.concat_str(pl.lit(f"{register}-"), number), listed, "sbi")
    return (
        (place, "rdf:type", node("ka:Establishment")),
        (place, "rdfs:label", text("name")),
        (place, "ka:establishmentNumber", text("establishment_number")),
        (place, "ka:inMunicipality", municipality_iri("municipality")),
        (place, "ka:postcode", text("postcode")),
        (place, "ka:jobs", typed("jobs", "integer")),
        (place, "ka:sizeClass", size_class("size_class")),
        (place, "ka:validFrom", typed("valid_from", "date")),
        (place, "ka:validTo", typed("valid_to", "date")),
        *point_of(place, pl.concat_str(pl.lit(f"establishment-{register}-"), number)),
        *sourced(place),
        (organisation, "rdf:type", node("ka:Organisation")),
        (organisation, "rdfs:label", text("name")),
        (organisation, "ka:registrationNumber", text(pl.col("registration_number").str.zfill(8))),
        (organisation, "ka:hasEstablishment", place),
        *sourced(organisation),
        (activity, "rdf:type", node("ka:ClassifiedActivity")),
        (activity, "ka:activityOf", place),
        (activity, "ka:activityCode", code),
        (activity, "ka:mainActivity", pl.lit(f'"true"^^<{PREFIXES["xsd"]}boolean>')),
        (activity, "ka:evidenceLevel", node("evidence:asserted")),
        (activity, "ka:validFrom", typed("valid_from", "date")),
        (activity, "ka:validTo", typed("valid_to", "date")),
        *sourced(activity),
        (code, "rdf:type", node("ka:IndustryCode")),
        (code, "skos:notation", text("sbi")),
        (code, "skos:inScheme", mint("scheme", listed)),
    )
