"""Tabular: what the CSV files hold, as CSVW (W3C Recommendation, 17 December 2015) and as a Frictionless data package.

:func:`misread` reads the files back by that description, as their users will.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from graph.terms import expand
from ketenatlas.delivery.content import Content
from ketenatlas.delivery.described import TABLES
from ketenatlas.delivery.schema import SEPARATOR, Column, Table

CSVW = "data/csv-metadata.json"
"""Where a reader of CSVW looks for what is said of all tables of a folder."""
PACKAGE = "datapackage.json"
_KINDS = {
    "text": ("string", "string"),
    "address": ("anyURI", "string"),
    "addresses": ("anyURI", "string"),
    "integer": ("integer", "integer"),
    "decimal": ("double", "number"),
    "date": ("date", "date"),
}
"""What CSVW and Frictionless call each kind of column."""
_UNITS = {"har": "HA", "deg": "DEG", "1": "NUM"}
"""Units as QUDT names them."""


def csvw(content: Content) -> str:
    """The CSVW description of all tables."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "@id": f"{content.address}/{CSVW}",
        "dc:title": _both(content.title),
        "dc:license": {"@id": content.publisher.licence},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tables": [_table(content, TABLES[name]) for name in content.tables],
    }
    return json.dumps(group, ensure_ascii=False, indent=2) + "\n"


def _both(words: Any) -> list[dict[str, str]]:
    return [{"@value": words[language], "@language": language} for language in ("nl", "en")]


def _table(content: Content, table: Table) -> dict[str, Any]:
    single = [column for column in table.columns if column.refers and column.kind == "address"]
    named = f"{{{table.key}}}" if table.columns[0].kind == "address" else f"{content.address}/{{+{table.key}}}"
    return {
        "url": f"{table.name}.csv",
        "dc:title": _both(table.title),
        "dc:description": _both(table.note),
        "tableSchema": {
            "aboutUrl": named,
            "columns": [_column(column) for column in table.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "columnReference": column.name,
                    "reference": {"resource": f"{column.refers}.csv", "columnReference": TABLES[column.refers].key},
                }
                for column in single
            ],
        },
    }  # fmt: skip


def _column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "rdfs:label": _both(column.label),
        "dc:description": _both(column.about),
        "datatype": _KINDS[column.kind][0],
        "required": column.required,
        "null": "",
    }
    if column.kind == "addresses":
        told["separator"] = SEPARATOR
    if column.property:
        told["propertyUrl"] = expand(column.property)
    if column.unit in _UNITS:
        told["http://qudt.org/schema/qudt/unit"] = {"@id": f"http://qudt.org/vocab/unit/{_UNITS[column.unit]}"}
    return told


def package(content: Content) -> str:
    """The data package: each table with its schema."""
    told = {
        "name": content.identifier,
        "title": content.title["nl"],
        "version": content.version,
        "licenses": [{"path": content.publisher.licence}],
        "contributors": [{"title": content.publisher.name["nl"], "role": "publisher"}],
        "resources": [_resource(TABLES[name]) for name in content.tables],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": _KINDS[column.kind][1],
            "title": column.label["nl"],
            "description": column.about["nl"],
        }
        if column.unit:
            field["unit"] = column.unit
        if column.required:
            field["constraints"] = {"required": True}
        fields.append(field)
    return {
        "name": table.name,
        "title": table.title["nl"],
        "description": table.note["nl"],
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": table.key, "missingValues": [""]},
    }


_CASTS = {"string": pl.String, "anyURI": pl.String, "integer": pl.Int64, "double": pl.Float64}


def misread(folder: Path) -> Iterator[str]:
    """What is wrong with the CSV files of a delivery by their own CSVW description, in sentences; else nothing.

    Args:
        folder: the delivery.
    """
    group = json.loads((folder / CSVW).read_text(encoding="utf-8"))
    tables: dict[str, pl.DataFrame] = {}
    for one in group["tables"]:
        url, schema = one["url"], one["tableSchema"]
        path = folder / "data" / url
        if not path.is_file():
            yield f"data/{url} is described and is not there"
            continue
        raw = pl.read_csv(path, infer_schema=False)
        names = [column["name"] for column in schema["columns"]]
        if raw.columns != names:
            yield f"data/{url} has the columns {', '.join(raw.columns)}; expected are {', '.join(names)}"
            continue
        tables[url] = raw
        for column in schema["columns"]:
            yield from _wrong(url, raw[column["name"]], column)
        if raw[schema["primaryKey"]].is_duplicated().any():
            yield f"data/{url} has two rows with one {schema['primaryKey']}"
    for one in group["tables"]:
        for key in one["tableSchema"]["foreignKeys"]:
            column, there = key["columnReference"], key["reference"]
            if one["url"] in tables and there["resource"] in tables:
                known = tables[there["resource"]][there["columnReference"]]
                lost = tables[one["url"]][column].drop_nulls()
                lost = lost.filter(~lost.is_in(known.to_list()))
                if len(lost):
                    yield f"data/{one['url']}, {column}: {lost[0]} is not in {there['resource']}"


def _wrong(url: str, values: pl.Series, column: dict[str, Any]) -> Iterator[str]:
    name = column["name"]
    if column["required"] and values.null_count():
        row = int(values.is_null().arg_max() or 0) + 2
        yield f"data/{url}, row {row}, column {name}: empty; expected is a value in every row"
    kind = column["datatype"]
    cast = values.str.to_date("%Y-%m-%d", strict=False) if kind == "date" else values.cast(_CASTS[kind], strict=False)
    broken = cast.is_null() & values.is_not_null()
    if broken.any():
        row = int(broken.arg_max() or 0)
        yield f"data/{url}, row {row + 2}, column {name}: found {values[row]!r}; expected {kind}"
    elif kind == "anyURI":
        parts = values.drop_nulls().str.split(column.get("separator", "\n")).explode()
        strange = parts.filter(~parts.str.contains(r"^https?://[^\s<>\"]+$"))
        if len(strange):
            yield f"data/{url}, column {name}: found {strange[0]!r}; expected a web address"
