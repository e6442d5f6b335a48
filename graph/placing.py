"""Placing: where establishments count, on each level of place, in the period in which they are there.

The levels: ``park``, ``municipality``, ``region`` by primary membership, so that a municipality counts in one region
and the regions add up, and ``memberships``: all regions a municipality belongs to, which overlap. An establishment
outside the province counts in its other province or country as a region. An establishment of which no park is known is
in no park: that is unknown, not elsewhere, so parks need not add up to their municipality.

All of this is said in SQL over the extracts, in words that Polars, DuckDB and Spark understand alike, so that what is
counted is defined once, whichever engine counts it (:mod:`graph.cube_queries`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from pathlib import Path

import polars as pl

from graph import extracts
from graph.errors import AtlasError
from graph.evidence import levels
from graph.terms import PREFIXES

LEVELS: Mapping[str, Mapping[str, str]] = {
    "park": {"nl": "bedrijventerrein", "en": "business park"},
    "municipality": {"nl": "gemeente", "en": "municipality"},
    "region": {"nl": "regio, hoofdlidmaatschap", "en": "region, primary membership"},
    "memberships": {"nl": "regio, alle lidmaatschappen", "en": "region, all memberships"},
}
"""Levels of place, and what they are called."""
BASIS = {"region": "primary", "memberships": "all"}
"""By which memberships regions are counted on the levels that are regions."""

SITE = ("municipality", "outside", "park", "park_level")
"""Columns that say where an establishment lies."""


def ranked(level: str) -> str:
    """SQL for the rank of an evidence level that a column gives by name or address."""
    cases = (
        f"WHEN {level} IN ('{name}', '{PREFIXES['evidence']}{name}') THEN {rank}"
        for name, (rank, _) in levels().items()
    )
    return f"CAST(CASE {' '.join(cases)} END AS BIGINT)"


def _extreme(function: str, columns: Sequence[str]) -> str:
    # An open end is null. Where it stands, some engines give null for the greatest of two and some the other one.
    return reduce(lambda one, other: f"COALESCE({function}({one}, {other}), {one}, {other})", columns)


def meeting(*tables: str) -> tuple[str, str]:
    """SQL for the days on which dated tables hold together, as two columns, and for whether there are any.

    Args:
        tables: names of tables with ``since`` and ``until``.
    """
    since = _extreme("GREATEST", [f"{name}.since" for name in tables])
    until = _extreme("LEAST", [f"{name}.until" for name in tables])
    return f"{since} AS since, {until} AS until", f"COALESCE({since} <= {until}, TRUE)"


_DAYS, _MEET = meeting("p", "e")
VIEWS: Mapping[str, str] = {
    "sites": f"SELECT DISTINCT establishment, {', '.join(SITE)}, since, until FROM establishments",
    "performances": f"""
        SELECT p.participation AS claim, p.establishment, p.stage, c.chain, {ranked("p.level")} AS rank, p.source,
               {", ".join(f"e.{name}" for name in SITE)}, {_DAYS}
        FROM participations p
        JOIN sites e ON p.establishment = e.establishment
        LEFT JOIN (SELECT DISTINCT stage, chain FROM stages) c ON p.stage = c.stage
        WHERE {_MEET}""",
}
"""What cubes are made of beside the extracts, in SQL, each from those before it.

``sites``: where establishments lie, and from when to when. ``performances``: which establishment performs which stage,
with the parts of the claim, its site, and the days on which both hold.
"""


def placed(table: str, columns: Sequence[str], level: str, place: str, end: str = "") -> str:
    """SQL for rows of establishments with the place they count in, as sure as the claim and the place together.

    Args:
        table: columns :data:`SITE` (each followed by ``end``), ``rank``, ``since``, ``until`` and ``columns``.
        columns: what is kept beside these three.
        level: one of :data:`LEVELS`, or of the further levels of the facts.
        place: name of the column with the place.
        end: what follows the names of the columns of the site.
    """
    kept = "".join(f'p."{name}", ' for name in columns)
    town, outside, park, park_level = (f'p."{name}{end}"' for name in SITE)
    if level in ("park", "municipality"):
        where, sure = (town, "p.rank") if level == "municipality" else (park, f"GREATEST(p.rank, {ranked(park_level)})")
        known = "" if level == "municipality" else f" AND {park_level} IS NOT NULL"
        return (
            f'SELECT {kept}{where} AS "{place}", {sure} AS rank, p.since, p.until FROM {table} p '
            f"WHERE {where} IS NOT NULL{known}"
        )
    days, meet = meeting("p", "m")
    table_of, members = ("memberships" if level in LEVELS else level), 'm."primary" AND ' if level == "region" else ""
    return (
        f'SELECT {kept}m.region AS "{place}", p.rank, {days} FROM {table} p '
        f'JOIN "{table_of}" m ON {town} = m.municipality WHERE {members}{meet} '
        f'UNION ALL SELECT {kept}{outside} AS "{place}", p.rank, p.since, p.until FROM {table} p '
        f"WHERE {outside} IS NOT NULL"
    )


class Facts:
    """The facts of an atlas that cubes count, as tables.

    Attributes:
        folder: folder of the atlas.
        areas: further levels of place, made of municipalities: ``municipality``, ``region``, ``since``, ``until``.
    """

    def __init__(self, folder: Path, areas: Mapping[str, pl.DataFrame] | None = None) -> None:
        self.folder = folder
        self.areas = areas or {}

    @cached_property
    def _tables(self) -> "pl.SQLContext[pl.DataFrame]":
        """All extracts, read when they are asked, and the views, worked out once."""
        tables = pl.SQLContext(extracts.scan(self.folder), eager=True)
        tables.register_many(self.areas)
        for name, text in VIEWS.items():
            tables.register(name, tables.execute(text))
        return tables

    def reads(self, text: str) -> list[str]:
        """Names of the extracts that a query of contributions rests on, and of the one that says where places lie."""
        words = set(re.findall(r"\w+", text))
        for name, view in reversed(list(VIEWS.items())):
            if name in words:
                words.update(re.findall(r"\w+", view))
        return sorted({"memberships", *words.intersection(extracts.scan(self.folder))})

    def asked(self, text: str, **tables: pl.DataFrame) -> pl.DataFrame:
        """What a query in SQL gives of the extracts, the views and further tables.

        Args:
            text: the query.
            tables: further tables by name, for this query only.

        Raises:
            AtlasError: if the atlas lacks a table, for it was built by an older version.
        """
        try:
            known = self._tables
            known.register_many(tables)
            try:
                return known.execute(text)
            finally:
                known.unregister(list(tables))
        except pl.exceptions.SQLInterfaceError as error:
            raise AtlasError(
                f"the atlas in {self.folder} lacks an extract: {error}; make it again with: ketenatlas build"
            ) from None
