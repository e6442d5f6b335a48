"""Observations: cubes as statements of the RDF Data Cube vocabulary (W3C Recommendation, 16 January 2014).

Each cube has one structure, each of its data sets the cells of one level of place. A cell names its stage or chain, its
place, its day and its evidence level; it holds the figure, how many contributors are behind it, the sources, and its
disclosure status. The largest contribution stays in the tables: it would tell what the biggest company gives.

The store takes the cells of the atlas's own day, and for regions that add up those of the other days too, as long as
they are few (:func:`room_for`). The tables have all; a data set says how many cells that are.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping

import polars as pl

from graph.cubing import Cube, DataSet, reference_days
from graph.placing import BASIS, LEVELS
from graph.statements import CUBES, SCHEMA
from graph.terms import PREFIXES, expand, iri, node, text, typed

LEAST, MOST, SHARE = 500, 20_000, 4_000
"""Cells of one data set that the store takes: one for so many statements of the atlas, between these bounds.

A cell is a dozen statements and there are some thirty data sets, so that cubes add about a tenth to a large atlas.
"""

OVER_TIME = "region"
"""The level of place of which the store takes all days that were counted."""

DIMENSIONS: Mapping[str, str] = {
    "stage": "ka:cellStage",
    "chain": "ka:cellChain",
    "register": "ka:cellRegister",
    "division": "ka:cellDivision",
    "place": "ka:cellPlace",
    "from": "ka:cellFrom",
    "to": "ka:cellTo",
    "day": "ka:cellDay",
    "evidence": "ka:cellEvidence",
}
"""Property of each column that names a cell."""
ATTRIBUTES: Mapping[str, bool] = {
    "ka:cellContributors": True,
    "ka:disclosureStatus": True,
    "ka:cellSource": True,
    "ka:regionBasis": False,
}
"""Properties that say how a figure is to be understood, and whether each cell must have them."""
_EMPTY = {"ka:cellContributors": "n", "ka:cellSource": "sources"}
"""Columns that are empty where a cell is suppressed, so that their properties are required of no cell."""
_DECIMALS = 6
_WORK = f"<{PREFIXES['cube']}counting>"
"""The work of counting, in which all data sets were made."""


def room_for(statements: int) -> int:
    """How many cells of one data set the store takes of an atlas of so many statements."""
    return max(LEAST, min(MOST, statements // SHARE))


def shown(one: DataSet, cells: pl.DataFrame, as_of: datetime.date, most: int) -> pl.DataFrame:
    """The cells of a data set that the store takes.

    Args:
        one: the data set.
        cells: all of them.
        as_of: the atlas's own day.
        most: how many it takes at most.
    """
    own = cells.filter(pl.col("day") == as_of)
    if one.level == OVER_TIME and cells.height <= most:
        return cells
    return own if own.height <= most else cells.clear()


def statements(
    counted: Iterable[tuple[DataSet, pl.DataFrame]], loads: pl.DataFrame, as_of: datetime.date, most: int
) -> pl.DataFrame:
    """All that is said of the cubes of an atlas.

    Args:
        counted: data sets with their cells.
        loads: what was loaded: columns ``loader`` and ``load``.
        as_of: the atlas's own day.
        most: how many cells of one data set the store takes.
    """
    parts: list[pl.DataFrame] = []
    structured: set[str] = set()
    for one, cells in counted:
        if one.cube.name not in structured:
            structured.add(one.cube.name)
            parts.append(_said(_structure(one.cube)))
        taken = shown(one, cells, as_of, most)
        parts.append(_said(_described(one, cells, loads)))
        parts.append(_observations(one, taken))
    parts.append(_said(_work(reference_days(as_of))))
    return pl.concat(parts)


def exported(one: DataSet, cells: pl.DataFrame, loads: pl.DataFrame) -> pl.DataFrame:
    """One data set by itself, with all the cells given, also those that are too many for the store.

    Args:
        one: the data set.
        cells: some or all of its cells.
        loads: what was loaded: columns ``loader`` and ``load``.
    """
    lacking = [name for name, column in _EMPTY.items() if cells[column].null_count()]
    about = [*_structure(one.cube, lacking), *_described(one, cells, loads), *_work(cells["day"].unique().sort())]
    return pl.concat([_said(about), _observations(one, cells)])


def _said(triples: Iterable[tuple[str, str, str]]) -> pl.DataFrame:
    """Triples of subject term, predicate as prefixed name and object term."""
    rows = [(subject, f"<{expand(predicate)}>", value, f"<{CUBES}>") for subject, predicate, value in triples]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _named(local: str) -> str:
    return f"<{PREFIXES['cube']}{local}>"


def _term(curie: str) -> str:
    return f"<{expand(curie)}>"


def _words(subject: str, predicate: str, words: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for language, value in words.items():
        yield subject, predicate, str(pl.select(text(pl.lit(value), language)).item())


def _whole(number: int) -> str:
    return f'"{number}"^^<{PREFIXES["xsd"]}integer>'


def _flag(*, value: bool) -> str:
    return f'"{str(value).lower()}"^^<{PREFIXES["xsd"]}boolean>'


def _structure(cube: Cube, lacking: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """The structure of a cube: its dimensions in order, its measure, its attributes, and its slices by day."""
    whole = _named(f"structure-{cube.name}")
    yield whole, "rdf:type", _term("qb:DataStructureDefinition")
    yield from _words(whole, "rdfs:label", cube.title)
    for place, column in enumerate((*cube.dimensions, "day", "evidence"), start=1):
        part = _named(f"structure-{cube.name}-{column}")
        yield whole, "qb:component", part
        yield part, "rdf:type", _term("qb:ComponentSpecification")
        yield part, "qb:dimension", _term(DIMENSIONS[column])
        yield part, "qb:order", _whole(place)
    part = _named(f"structure-{cube.name}-figure")
    yield whole, "qb:component", part
    yield part, "rdf:type", _term("qb:ComponentSpecification")
    yield part, "qb:measure", _term(cube.measure)
    for attribute, required in ATTRIBUTES.items():
        part = _named(f"structure-{cube.name}-{attribute.partition(':')[2]}")
        yield whole, "qb:component", part
        yield part, "rdf:type", _term("qb:ComponentSpecification")
        yield part, "qb:attribute", _term(attribute)
        yield part, "qb:componentRequired", _flag(value=required and attribute not in lacking)
        if not required:
            yield part, "qb:componentAttachment", _term("qb:DataSet")
    yield whole, "qb:sliceKey", _named("by-day")


def _described(one: DataSet, cells: pl.DataFrame, loads: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """What a data set is: what it counts, how to add it up, and which loads it was made of."""
    cube, address = one.cube, _named(one.name)
    yield address, "rdf:type", _term("qb:DataSet")
    level = LEVELS[one.level]
    titles = {language: f"{title}: {level[language]}" for language, title in cube.title.items()}
    yield from _words(address, "rdfs:label", titles)
    yield from _words(address, "skos:scopeNote", cube.note)
    yield address, "qb:structure", _named(f"structure-{cube.name}")
    yield address, "ka:cellCount", _whole(cells.height)
    yield address, "prov:wasGeneratedBy", _WORK
    if one.level in BASIS:
        yield address, "ka:regionBasis", f'"{BASIS[one.level]}"'
    registers: list[str] = cells["register"].unique().sort().to_list() if "register" in cube.by else []
    for load in (*loads.filter(pl.col("loader").is_in(cube.tables))["load"], *registers):
        yield address, "prov:wasDerivedFrom", f"<{load}>"


def _work(days: Iterable[datetime.date]) -> Iterator[tuple[str, str, str]]:
    """What all data sets share: the work of counting with the days that were counted, and how slices are cut."""
    key = _named("by-day")
    yield key, "rdf:type", _term("qb:SliceKey")
    yield from _words(key, "rdfs:label", {"nl": "Cellen van één dag", "en": "Cells of one day"})
    yield key, "qb:componentProperty", _term("ka:cellDay")
    yield _WORK, "rdf:type", _term("prov:Activity")
    words = {
        "nl": "Tellen: kubussen, in kolommen geteld uit de beweringen en registers van de atlas",
        "en": "Counting: cubes, counted in columns from the claims and registers of the atlas",
    }
    yield from _words(_WORK, "rdfs:label", words)
    for day in days:
        yield _WORK, "ka:countedOn", f'"{day}"^^<{PREFIXES["xsd"]}date>'


def _observations(one: DataSet, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of a data set, and the slices they form by day."""
    if cells.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    cube, data_set = one.cube, pl.lit(_named(one.name))
    locals_ = [pl.col(name).str.extract(r"([^/#]+)$") for name in cube.dimensions]
    day = pl.col("day").dt.to_string("%Y-%m-%d")
    start = f"<{PREFIXES['cube']}{one.name}/"
    table = cells.with_columns(
        cell=pl.concat_str(pl.lit(start), *locals_, day, "evidence", separator="--").str.replace(
            "/--", "/", literal=True
        )
        + ">",
        slice=pl.concat_str(pl.lit(start), day, pl.lit(">")),
    )
    figure = pl.col("value")
    exact = typed(figure, "integer") if cube.parts == 1 else typed(_decimal(figure), "decimal")
    said: dict[str, pl.Expr] = {
        "rdf:type": node("qb:Observation"),
        "qb:dataSet": data_set,
        **{DIMENSIONS[name]: _value(name) for name in cube.dimensions},
        "ka:cellDay": typed(day, "date"),
        "ka:cellEvidence": pl.concat_str(pl.lit(f"<{PREFIXES['evidence']}"), "evidence", pl.lit(">")),
        cube.measure: exact,
        "ka:cellContributors": typed("n", "integer"),
        "ka:disclosureStatus": pl.concat_str(pl.lit(f"<{PREFIXES['disclosure-status']}"), "status", pl.lit(">")),
    }
    slices = table.unique("slice", maintain_order=True)
    parts = [
        *(_rows(table, pl.col("cell"), predicate, value) for predicate, value in said.items()),
        _rows(table.explode("sources"), pl.col("cell"), "ka:cellSource", iri("sources")),
        _rows(table, pl.col("slice"), "qb:observation", pl.col("cell")),
        _rows(slices, pl.col("slice"), "rdf:type", node("qb:Slice")),
        _rows(slices, pl.col("slice"), "qb:sliceStructure", pl.lit(_named("by-day"))),
        _rows(slices, pl.col("slice"), "ka:cellDay", typed(day, "date")),
        _rows(slices, data_set, "qb:slice", pl.col("slice")),
    ]
    return pl.concat(parts)


def _value(column: str) -> pl.Expr:
    return text(column) if column == "division" else iri(column)


def _decimal(figure: pl.Expr) -> pl.Expr:
    """Figures with a fixed number of decimals."""
    return figure.cast(pl.Decimal(38, _DECIMALS)).cast(pl.String)


def _rows(table: pl.DataFrame, subject: pl.Expr, predicate: str, value: pl.Expr) -> pl.DataFrame:
    return table.select(s=subject, p=pl.lit(_term(predicate)), o=value, g=pl.lit(f"<{CUBES}>")).drop_nulls()
