"""Exports: answers as CSV and JSON, networks as GraphML and GEXF, safe to open in Excel and Gephi."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import polars as pl

from graph.asking import Answer
from graph.result import Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """A text cell that no spreadsheet takes for a formula: a leading sign gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: Value | tuple[str, ...]) -> str | int | float | bool | None:
    if isinstance(cell, tuple):
        return "; ".join(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def answer_csv(answer: Answer) -> str:
    """An answer as CSV: one column per variable, lists joined by semicolons, text cells neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.variables)
    for row in answer.rows:
        cells = [_plain(cell) for cell in row]
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def tame(table: pl.DataFrame) -> pl.DataFrame:
    """A data frame of which no text cell is taken for a formula."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(pl.col(name).map_elements(neutral, pl.String) for name in texts)


def frame_csv(table: pl.DataFrame) -> str:
    """A data frame as CSV, text cells neutralised."""
    return tame(table).write_csv()


def answer_json(answer: Answer) -> str:
    """An answer as JSON: the question, what it was told, the rows, the sources and what the atlas lacks for it."""
    told: dict[str, Any] = {
        "question": answer.question.id,
        "summary": answer.question.summary[answer.language],
        "parameters": dict(answer.told),
        "columns": list(answer.variables),
        "rows": [
            {
                name: list(cell) if isinstance(cell, tuple) else _plain(cell)
                for name, cell in zip(answer.variables, row, strict=True)
            }
            for row in answer.rows
        ],
        "sources": [
            {
                "iri": source.iri,
                "title": source.title,
                "publisher": source.publisher,
                "page": source.page,
                "issued": _plain(source.issued),
                "retrieved": _plain(source.retrieved),
            }
            for source in answer.sources
        ],
        "missing": list(answer.missing),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def tidy(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """A copy with attributes every export format can hold: text, numbers and flags, nothing missing."""
    copy: nx.DiGraph[str] = nx.DiGraph()
    copy.graph.update({key: str(value) for key, value in graph.graph.items()})
    for node, data in graph.nodes(data=True):
        copy.add_node(node, **{key: "" if value is None else value for key, value in data.items()})
    for start, end, data in graph.edges(data=True):
        copy.add_edge(start, end, **{key: "" if value is None else value for key, value in data.items()})
    return copy


def write_graphml(graph: "nx.DiGraph[str]", path: Path) -> None:
    """Write a network as GraphML (yEd, Gephi, igraph)."""
    nx.write_graphml(tidy(graph), path)


def write_gexf(graph: "nx.DiGraph[str]", path: Path) -> None:
    """Write a network as GEXF (Gephi)."""
    nx.write_gexf(tidy(graph), path)
