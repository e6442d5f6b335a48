"""Linked data: cells and flows as RDF Data Cube (W3C Recommendation, 16 January 2014), in Turtle and JSON-LD.

A data set holds the cells of one cube in one division of places, either by evidence level or of all levels together, so
that nothing stands in one data set twice. A cell that is suppressed is there with its status and without a figure.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from graph.cubing import Cube, cubes
from graph.observations import DIMENSIONS
from graph.placing import LEVELS
from graph.statements import SCHEMA
from graph.terms import PREFIXES, expand, iri, text, typed
from ketenatlas.delivery.content import Content, File, Form
from ketenatlas.delivery.protecting import ALL
from ketenatlas.delivery.schema import SEPARATOR
from ketenatlas.delivery.written import rdf

TABLES = {"cells": "cell", "flows": "flow"}
"""The tables that are cubes, and the column that names their cells."""
_TITLE = {"nl": "Kubussen als RDF Data Cube", "en": "Cubes as RDF Data Cube"}
_STANDARD = "http://www.w3.org/TR/vocab-data-cube/"
_DIVISIONS = {"region": LEVELS["region"], "nuts3": {"nl": "COROP-gebied (NUTS 3)", "en": "COROP area (NUTS 3)"}}
_TOGETHER = {"nl": "alle bewijsniveaus samen", "en": "all evidence levels together"}


def _write(content: Content, folder: Path) -> list[File]:
    said = statements(content)
    files = []
    for ending, media, kind in (("ttl", "text/turtle", "RDF_TURTLE"), ("jsonld", "application/ld+json", "JSON_LD")):
        name = f"cubes.{ending}"
        (folder / name).write_text(rdf(said, ending), encoding="utf-8")
        files.append(File(f"data/{name}", _TITLE, media, kind, tuple(TABLES), _STANDARD))
    return files


def statements(content: Content) -> pl.DataFrame:
    """All that the cubes of a delivery say."""
    parts = []
    for table, key in TABLES.items():
        rows = content.tables[table].with_columns(
            data_set=pl.col(key).str.extract(r"^([^/]+)/")
            + pl.when(pl.col("evidence") == ALL).then(pl.lit("-all")).otherwise(pl.lit("")),
            subject=pl.concat_str(pl.lit(f"<{content.address}/"), key, pl.lit(">")),
        )
        for (name,), cells in rows.group_by("data_set", maintain_order=True):
            parts += [_said(_structured(content, str(name))), *_observed(content, str(name), cells)]
        for column in ("chain", "stage", "place", "from", "to"):
            if column in rows.columns:
                parts += [
                    _rows(rows, iri(column), "rdfs:label", text(f"{column}_label_{language}", language))
                    for language in ("nl", "en")
                ]
    return pl.concat(parts).unique().sort("s", "p", "o")


def _counted(data_set: str) -> tuple[Cube, str, bool]:
    """The cube of a data set, the division of its places, and whether it is of all levels together."""
    name, division = data_set.removesuffix("-all").rsplit("-", 1)
    return cubes()[name], division, data_set.endswith("-all")


def _said(triples: Iterator[tuple[str, str, str]]) -> pl.DataFrame:
    rows = [(subject, f"<{expand(predicate)}>", value, "") for subject, predicate, value in triples]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _literal(words: str, language: str) -> str:
    return str(pl.select(text(pl.lit(words), language)).item())


def _structured(content: Content, data_set: str) -> Iterator[tuple[str, str, str]]:
    """What a data set is, and how its cells are made up."""
    cube, division, together = _counted(data_set)
    whole = f"<{content.address}/{data_set}>"
    structure = f"<{content.address}/{data_set}/structure>"
    yield whole, "rdf:type", f"<{expand('qb:DataSet')}>"
    yield whole, "qb:structure", structure
    yield whole, "dct:isPartOf", f"<{content.address}>"
    yield whole, "prov:wasGeneratedBy", f"<{content.address}/protecting>"
    for language in ("nl", "en"):
        title = f"{cube.title[language]}: {_DIVISIONS[division][language]}"
        title += f", {_TOGETHER[language]}" if together else ""
        yield whole, "rdfs:label", _literal(title, language)
        yield whole, "skos:scopeNote", _literal(cube.note[language], language)
    yield structure, "rdf:type", f"<{expand('qb:DataStructureDefinition')}>"
    names = [*cube.dimensions, "day", *(() if together else ("evidence",))]
    parts = [("qb:dimension", DIMENSIONS[name], "") for name in names]
    parts += [("qb:measure", cube.measure, "")]
    parts += [
        ("qb:attribute", "ka:disclosureStatus", "true"),
        ("qb:attribute", "ka:cellContributors", "false"),
        ("qb:attribute", "ka:cellSource", "false"),
    ]
    for order, (kind, name, required) in enumerate(parts, 1):
        component = f"<{content.address}/{data_set}/structure/{order}>"
        yield structure, "qb:component", component
        yield component, "rdf:type", f"<{expand('qb:ComponentSpecification')}>"
        yield component, kind, f"<{expand(name)}>"
        if kind == "qb:dimension":
            yield component, "qb:order", f'"{order}"^^<{PREFIXES["xsd"]}integer>'
        if required:
            yield component, "qb:componentRequired", f'"{required}"^^<{PREFIXES["xsd"]}boolean>'


def _observed(content: Content, data_set: str, cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The cells of a data set."""
    cube, _, together = _counted(data_set)
    subject = pl.col("subject")
    whole = cube.parts == 1
    figure = pl.col("value").cast(pl.Int64) if whole else pl.col("value").cast(pl.Decimal(38, 6)).cast(pl.String)
    said = {
        "rdf:type": pl.lit(f"<{expand('qb:Observation')}>"),
        "qb:dataSet": pl.lit(f"<{content.address}/{data_set}>"),
        **{DIMENSIONS[name]: iri(name) for name in cube.dimensions},
        "ka:cellDay": typed(pl.col("day").dt.to_string("%Y-%m-%d"), "date"),
        cube.measure: typed(figure, "integer" if whole else "decimal"),
        "ka:cellContributors": typed("n", "integer"),
        "ka:disclosureStatus": pl.concat_str(pl.lit(f"<{PREFIXES['disclosure-status']}"), "status", pl.lit(">")),
    }
    if not together:
        said["ka:cellEvidence"] = pl.concat_str(pl.lit(f"<{PREFIXES['evidence']}"), "evidence", pl.lit(">"))
    for predicate, value in said.items():
        yield _rows(cells, subject, predicate, value)
    named = cells.drop_nulls("sources").with_columns(pl.col("sources").str.split(SEPARATOR)).explode("sources")
    yield _rows(named, subject, "ka:cellSource", iri("sources"))


def _rows(table: pl.DataFrame, subject: pl.Expr, predicate: str, value: pl.Expr) -> pl.DataFrame:
    return table.select(s=subject, p=pl.lit(f"<{expand(predicate)}>"), o=value, g=pl.lit("")).drop_nulls().unique()


FORMS = (Form("rdf", _write),)
