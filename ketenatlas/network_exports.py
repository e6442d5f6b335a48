"""Networks as files for the tools people have: Gephi, yEd, Pajek, QGIS, Excel, Python and R.

The ending of the file's name says which. Cells that a spreadsheet would take for a formula get an apostrophe.
"""

import datetime
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import polars as pl
import shapely

from graph.arrays import ArrayDiGraph, ArrayGraph
from graph.errors import UsageError
from graph.space import project
from ketenatlas.exports import tame, write_gexf, write_graphml

Graph = ArrayGraph | ArrayDiGraph


def node_table(graph: Graph) -> pl.DataFrame:
    """A row per node: ``id`` and its attributes."""
    arrays = graph.arrays
    return arrays.node_table.select(pl.Series("id", [str(node) for node in arrays.nodes], dtype=pl.String), pl.all())


def edge_table(graph: Graph) -> pl.DataFrame:
    """A row per edge: ``start`` and ``end`` (node ids), their labels, and its attributes."""
    arrays = graph.arrays
    nodes = node_table(graph)
    ends = {"start": nodes["id"].gather(arrays.start), "end": nodes["id"].gather(arrays.end)}
    if "label" in nodes.columns:
        ends["start_label"] = nodes["label"].gather(arrays.start)
        ends["end_label"] = nodes["label"].gather(arrays.end)
    return pl.DataFrame({name: values.rename(name) for name, values in ends.items()}).hstack(arrays.edge_table)


def _about(graph: Graph) -> dict[str, Any]:
    return {str(name): value for name, value in graph.graph.items()}


def write_csv(graph: Graph, path: Path) -> list[Path]:
    """Two tables: the edges under the given name, the nodes beside them."""
    beside = path.with_name(f"{path.stem}-nodes.csv")
    tame(edge_table(graph)).write_csv(path)
    tame(node_table(graph)).write_csv(beside)
    return [path, beside]


def write_parquet(graph: Graph, path: Path) -> list[Path]:
    """Two tables with their types: the edges under the given name, the nodes beside them."""
    beside = path.with_name(f"{path.stem}-nodes.parquet")
    edge_table(graph).write_parquet(path)
    node_table(graph).write_parquet(beside)
    return [path, beside]


def write_xlsx(graph: Graph, path: Path) -> list[Path]:
    """A workbook with sheets for edges, nodes and what the network is; headings stay in sight and can be filtered."""
    about = pl.DataFrame({"name": list(_about(graph)), "value": [str(value) for value in graph.graph.values()]})
    write_tables({"edges": edge_table(graph), "nodes": node_table(graph), "about": about}, path)
    return [path]


def write_tables(
    sheets: Mapping[str, pl.DataFrame], path: Path | BytesIO, created: datetime.datetime | None = None
) -> None:
    """A workbook with a sheet per table, in a file or in memory; headings stay in sight and can be filtered.

    Args:
        sheets: the tables by the name of their sheet.
        path: where it goes.
        created: when it says it was made; now if not given, so that the same tables give other bytes each time.
    """
    import xlsxwriter  # noqa: PLC0415 - only this export needs it

    with xlsxwriter.Workbook(
        str(path) if isinstance(path, Path) else path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        if created is not None:
            book.set_properties({"created": created})
        for name, table in sheets.items():
            tame(table).write_excel(book, name, freeze_panes=(1, 0), autofilter=True, autofit=True)


def write_pajek(graph: Graph, path: Path) -> list[Path]:
    """Pajek's own format: numbered vertices with labels, arcs (or edges) with strengths."""
    arrays = graph.arrays
    names = node_table(graph)
    labels = names["label"].to_list() if "label" in names.columns else names["id"].to_list()
    quoted = (str(label).replace('"', "'").replace("\n", " ") for label in labels)
    lines = [f"*Vertices {len(labels)}", *(f'{at} "{label}"' for at, label in enumerate(quoted, 1))]
    lines.append("*Arcs" if arrays.directed else "*Edges")
    weights = arrays.weights("weight").tolist()
    pairs = zip(arrays.start.tolist(), arrays.end.tolist(), weights, strict=True)
    lines += [f"{one + 1} {two + 1} {weight:g}" for one, two, weight in pairs]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [path]


def _placed(graph: Graph) -> tuple[pl.DataFrame, pl.DataFrame, np.ndarray, np.ndarray]:
    """Nodes and edges that have a place, and their geometries in longitude and latitude.

    Raises:
        UsageError: if no node has a place.
    """
    nodes = node_table(graph)
    if "longitude" not in nodes.columns or nodes["longitude"].null_count() == nodes.height:
        raise UsageError(
            "nothing in this network has a place; a map needs a network of regions, municipalities or parks"
        )
    arrays = graph.arrays
    ends = nodes.select(pl.col("longitude", "latitude").fill_null(np.nan)).to_numpy()
    points = np.asarray(shapely.points(ends), dtype=object)
    there = nodes["longitude"].is_not_null().to_numpy()
    whole = there[arrays.start] & there[arrays.end]
    paths = np.stack([ends[arrays.start[whole]], ends[arrays.end[whole]]], axis=1)
    lines = np.asarray(shapely.linestrings(paths), dtype=object)
    return nodes.filter(there), edge_table(graph).filter(whole), points[there], lines


def write_geojson(graph: Graph, path: Path) -> list[Path]:
    """Nodes as points and edges as lines, in longitude and latitude (RFC 7946)."""
    nodes, edges, points, lines = _placed(graph)
    features = [
        {"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), "properties": {"layer": layer, **row}}
        for layer, table, shapes in (("node", nodes, points), ("edge", edges, lines))
        for row, shape in zip(table.to_dicts(), shapes, strict=True)
    ]
    told = {"type": "FeatureCollection", "about": _about(graph), "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
    return [path]


def write_geopackage(graph: Graph, path: Path) -> list[Path]:
    """Layers ``nodes`` and ``edges`` in the Dutch grid (EPSG:28992), with a style that QGIS opens them in."""
    import pyogrio.raw  # noqa: PLC0415 - only this export needs it

    nodes, edges, points, lines = _placed(graph)
    path.unlink(missing_ok=True)
    for layer, table, shapes, kind in (("nodes", nodes, points, "Point"), ("edges", edges, lines, "LineString")):
        numbers = {name for name, dtype in table.schema.items() if dtype.is_numeric()}
        texts = table.with_columns(pl.all().exclude(numbers).cast(pl.String).fill_null(""))
        pyogrio.raw.write(
            path,
            shapely.to_wkb(np.asarray(project(shapes), dtype=object)),
            [
                texts[name].to_numpy() if name in numbers else texts[name].to_numpy().astype(object)
                for name in texts.columns
            ],
            texts.columns,
            layer=layer,
            driver="GPKG",
            geometry_type=kind,
            crs="EPSG:28992",
            append=path.exists(),
        )
    _style(path)
    return [path]


_STYLE_TABLE = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
  f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT, ui TEXT, update_time DATETIME)"""


def _symbol(kind: str, layer: str, options: Mapping[str, str], size: tuple[str, str]) -> str:
    told = "".join(
        f"<Option name={quoteattr(name)} type='QString' value={quoteattr(value)}/>" for name, value in options.items()
    )
    name, expression = size
    by_data = (
        "<data_defined_properties><Option type='Map'><Option name='properties' type='Map'>"
        f"<Option name='{name}' type='Map'><Option name='active' type='bool' value='true'/>"
        f"<Option name='expression' type='QString' value={quoteattr(expression)}/>"
        "<Option name='type' type='int' value='3'/></Option></Option></Option></data_defined_properties>"
    )
    return (
        "<qgis version='3.28' styleCategories='Symbology|Labeling'><renderer-v2 type='singleSymbol'><symbols>"
        f"<symbol name='0' type='{kind}'><layer class='{layer}'><Option type='Map'>{told}</Option>{by_data}</layer>"
        "</symbol></symbols></renderer-v2></qgis>"
    )


STYLES = {
    "nodes": _symbol(
        "marker", "SimpleMarker", {"name": "circle", "color": "11,79,138,255", "size": "3"}, ("size", "3")
    ),
    "edges": _symbol(
        "line",
        "SimpleLine",
        {"line_color": "213,94,0,190", "line_width": "0.4"},
        ("outlineWidth", '0.3 + 0.5 * sqrt("weight")'),
    ),
}
"""How QGIS draws the layers: as a QML style each; an arrow is the wider the stronger it is."""


def _style(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLE_TABLE)
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, useAsDefault, description) VALUES ('', '', ?, 'geom', ?, ?, 1, 'ketenatlas')",
            [(layer, f"ketenatlas {layer}", style) for layer, style in STYLES.items()],
        )
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )


def _one(write: Callable[[Any, Path], None]) -> Callable[[Graph, Path], list[Path]]:
    def made(graph: Graph, path: Path) -> list[Path]:
        write(graph, path)
        return [path]

    return made


WRITERS: dict[str, Callable[[Graph, Path], list[Path]]] = {
    ".graphml": _one(write_graphml),
    ".gexf": _one(write_gexf),
    ".net": write_pajek,
    ".geojson": write_geojson,
    ".gpkg": write_geopackage,
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".parquet": write_parquet,
}
"""How a network is written, by the ending of the file."""


def write_network(graph: Graph, path: Path) -> list[Path]:
    """Write a network in the form its file's ending asks for; returns the files.

    Raises:
        UsageError: if no form has that ending, or the form needs places and nothing in the network has one.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"{path.name}: a network cannot be written as {path.suffix!r}; there are {', '.join(WRITERS)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return writer(graph, path)
