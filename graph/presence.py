"""Presences and links: the spatial translation as dated facts, joined once in columns when an atlas is built.

A presence says: this establishment performs this stage, in this municipality and region, from then to then, that
surely, according to that source. A link says the same of a supply relation between two regions. Questions ask these
instead of joining participation, establishment and membership each time; what they say follows from the claims and
adds nothing to them.
"""

from collections.abc import Callable

import polars as pl

from graph.statements import TERM, day, empty, having, packed, wide
from graph.terms import PREFIXES, expand

PRESENCES = f"{PREFIXES['graph']}presences"
LINKS = f"{PREFIXES['graph']}links"

_AT_ONCE = 50_000
"""Claims that are joined at a time."""

_EVER, _FOREVER = pl.date(1, 1, 1), pl.date(9999, 12, 31)
_DAY = f'"^^<{PREFIXES["xsd"]}date>'
_TRUE, _FALSE = (f'"{word}"^^<{PREFIXES["xsd"]}boolean>' for word in ("true", "false"))


def _period(table: pl.DataFrame, *starts_and_ends: tuple[str, str]) -> pl.DataFrame:
    """Give each row the days on which all its parts hold; rows whose parts never meet are dropped."""
    return table.with_columns(
        since=pl.max_horizontal(_EVER, *(day(pl.col(start)) for start, _ in starts_and_ends)),
        until=pl.min_horizontal(_FOREVER, *(day(pl.col(end)) for _, end in starts_and_ends)),
    ).filter(pl.col("since") <= pl.col("until"))


def _local(column: str) -> pl.Expr:
    """The last part of an address, for use in another."""
    return pl.col(column).str.extract(r"([^/#]+)>$")


def places(statements: pl.DataFrame) -> pl.DataFrame:
    """Where each establishment lies: one row per establishment and region membership.

    Returns:
        ``establishment``, ``municipality``, ``region``, ``primary`` and the periods of both, as terms; an
        establishment outside the province has one row with its outside region and no municipality.
    """
    periods = {"from": "ka:validFrom", "to": "ka:validTo"}
    inside = (
        wide(statements, {"municipality": "ka:inMunicipality", **periods}, optional=("from", "to"))
        .rename({"s": "establishment"})
        .join(
            wide(
                statements,
                {
                    "municipality": "ka:member",
                    "region": "ka:region",
                    "primary": "ka:primary",
                    "joined": "ka:validFrom",
                    "left": "ka:validTo",
                },
                optional=("joined", "left"),
            ).drop("s"),
            on="municipality",
            maintain_order="left",
        )
    )
    outside = (
        wide(statements, {"region": "ka:outsideRegion", **periods}, optional=("from", "to"))
        .rename({"s": "establishment"})
        .with_columns(primary=pl.lit(_TRUE))
    )
    return pl.concat([inside, outside], how="diagonal")


def _claims(statements: pl.DataFrame, predicates: dict[str, str]) -> pl.DataFrame:
    """Claims with their parts, evidence, source and period."""
    return wide(
        statements,
        {
            **predicates,
            "level": "ka:evidenceLevel",
            "source": "dct:source",
            "start": "ka:validFrom",
            "end": "ka:validTo",
        },
        optional=("start", "end"),
    )


def _piecewise(claims: pl.DataFrame, say: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What claims say, some at a time, so that their many columns of text are never there for all of them."""
    said = [say(some) for some in claims.iter_slices(_AT_ONCE)]
    return pl.concat([packed(empty()), *said]).unique(maintain_order=True)


def _say(table: pl.DataFrame, said: dict[str, pl.Expr], graph: str) -> pl.DataFrame:
    if table.is_empty():
        return packed(empty())
    return (
        pl.concat(
            table.select(s="iri", p=pl.lit(f"<{expand(predicate)}>"), o=value, g=pl.lit(f"<{graph}>"))
            .cast(pl.String)
            .cast(TERM)
            for predicate, value in said.items()
        )
        .drop_nulls()
        .unique(maintain_order=True)
    )


def _date(column: str) -> pl.Expr:
    return pl.concat_str(pl.lit('"'), pl.col(column).dt.to_string("%Y-%m-%d"), pl.lit(_DAY))


def presences(statements: pl.DataFrame) -> pl.DataFrame:
    """All presences, as packed statements."""
    parks = wide(statements, {"park": "ka:situatedOn", "park_level": "ka:locationEvidence"}).rename(
        {"s": "establishment"}
    )
    where = places(statements)
    chains = having(statements, "ka:hasStage").rename({"s": "chain", "o": "stage"})
    claims = _claims(statements, {"establishment": "ka:participant", "stage": "ka:inStage"})
    return _piecewise(
        claims,
        lambda some: _presences(
            some.join(where, on="establishment", maintain_order="left")
            .join(parks, on="establishment", how="left", maintain_order="left")
            .join(chains, on="stage", maintain_order="left")
        ),
    )


def _presences(table: pl.DataFrame) -> pl.DataFrame:
    """The presences of some participations, each with its place and chain."""
    table = _period(table, ("start", "end"), ("from", "to"), ("joined", "left")).with_columns(
        iri=pl.concat_str(pl.lit(f"<{PREFIXES['presence']}"), _local("s"), pl.lit("--"), _local("region"), pl.lit(">"))
    )
    return _say(
        table,
        {
            "rdf:type": pl.lit(f"<{expand('ka:Presence')}>"),
            "ka:presentStage": pl.col("stage"),
            "ka:presentChain": pl.col("chain"),
            "ka:presentEstablishment": pl.col("establishment"),
            "ka:presentInMunicipality": pl.col("municipality"),
            "ka:presentInRegion": pl.col("region"),
            "ka:presentOnPark": pl.col("park"),
            "ka:parkEvidence": pl.col("park_level"),
            "ka:primary": pl.col("primary"),
            "ka:evidenceLevel": pl.col("level"),
            "dct:source": pl.col("source"),
            "ka:since": _date("since"),
            "ka:until": _date("until"),
        },
        PRESENCES,
    )


def links(statements: pl.DataFrame) -> pl.DataFrame:
    """All links between regions that supply relations make, as packed statements.

    A link is primary when both ends count in their region by primary membership, so that a relation has exactly one
    primary link.
    """
    ends = places(statements)
    supplier = ends.rename(lambda name: f"{name}_s").rename({"establishment_s": "supplier"})
    customer = ends.rename(lambda name: f"{name}_c").rename({"establishment_c": "customer"})
    claims = _claims(statements, {"supplier": "ka:supplier", "customer": "ka:customer", "chain": "ka:inChain"})
    return _piecewise(
        claims,
        lambda some: _links(
            some.join(supplier, on="supplier", maintain_order="left").join(
                customer, on="customer", maintain_order="left"
            )
        ),
    )


def _links(table: pl.DataFrame) -> pl.DataFrame:
    """The links of some supplies, each with the places of both ends."""
    edges = [
        ("start", "end"),
        ("from_s", "to_s"),
        ("joined_s", "left_s"),
        ("from_c", "to_c"),
        ("joined_c", "left_c"),
    ]
    both = (pl.col("primary_s") == _TRUE) & (pl.col("primary_c") == _TRUE)
    table = _period(table, *edges).with_columns(
        primary=pl.when(both).then(pl.lit(_TRUE)).otherwise(pl.lit(_FALSE)),
        iri=pl.concat_str(
            pl.lit(f"<{PREFIXES['link']}"),
            _local("s"),
            pl.lit("--"),
            _local("region_s"),
            pl.lit("--"),
            _local("region_c"),
            pl.lit(">"),
        ),
    )
    return _say(
        table,
        {
            "rdf:type": pl.lit(f"<{expand('ka:Link')}>"),
            "ka:ofRelation": pl.col("s"),
            "ka:linkChain": pl.col("chain"),
            "ka:linkSupplier": pl.col("supplier"),
            "ka:linkCustomer": pl.col("customer"),
            "ka:linkFromRegion": pl.col("region_s"),
            "ka:linkToRegion": pl.col("region_c"),
            "ka:primary": pl.col("primary"),
            "ka:evidenceLevel": pl.col("level"),
            "dct:source": pl.col("source"),
            "ka:since": _date("since"),
            "ka:until": _date("until"),
        },
        LINKS,
    )
