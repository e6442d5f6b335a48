"""The gate: what must hold before an atlas is put in place, and what is reported about it.

Two kinds of checks find themselves: SHACL shapes (``ontology/shapes/*.ttl``, core constraints about one thing) and
queries that must return no row (``queries/checks/*.rq``, statements about sets of things). A finding stops the
build, is reported, or is noted.
"""

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, SH

from graph.binding import bind
from graph.catalogue import body, header
from graph.constraints import SEVERITY, Checker, NodeShape, compile_shapes
from graph.errors import AtlasError
from graph.resources import room
from graph.result import Rows
from graph.statements import RDF_TYPE
from graph.terms import PREFIXES, shorten

SEVERITIES = ("stop", "report", "note")

FINDINGS = {
    "severity": pl.String,
    "check": pl.String,
    "subject": pl.String,
    "value": pl.String,
    "message_nl": pl.String,
    "message_en": pl.String,
}


@dataclass(frozen=True)
class Check:
    """A query that must return no row; its rows are ``?subject`` and optionally ``?value``."""

    id: str
    severity: str
    message: dict[str, str]
    text: str


def checks(folder: Path | None = None) -> list[Check]:
    """All zero-row checks.

    Raises:
        AtlasError: if a header lacks id, severity or message.
    """
    found = []
    for path in sorted((folder or room("queries") / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        told: dict[str, Any] = header(text, path.name)
        if told.get("severity") not in SEVERITIES or not {"nl", "en"} <= set(told.get("message") or {}):
            raise AtlasError(f"{path.name}: a check needs id, severity and a message in nl and en")
        found.append(Check(str(told["id"]), told["severity"], told["message"], body(text)))
    return found


def run_checks(store: ox.Store, as_of: str, folder: Path | None = None) -> pl.DataFrame:
    """Run the zero-row checks on a store.

    Args:
        store: the merged atlas.
        as_of: reference date (ISO), for checks with a parameter ``?_asOf_date``.
        folder: where the checks lie; the bundled ones by default.

    Returns:
        Findings, columns as in :data:`FINDINGS`.
    """
    day = ox.Literal(as_of, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    rows: list[tuple[str, ...]] = []
    for check in checks(folder):
        answer = store.query(bind(check.text, {"asOf": day}), use_default_graph_as_union=True)
        if not isinstance(answer, ox.QuerySolutions):
            raise AtlasError(f"the check {check.id} must be a SELECT query")
        found = Rows.from_json(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"").frame()
        for row in found.iter_rows(named=True):
            value = row.get("value")
            rows.append(
                (
                    check.severity,
                    check.id,
                    shorten(str(row["subject"])),
                    "" if value is None else shorten(str(value)),
                    check.message["nl"],
                    check.message["en"],
                )
            )
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def shapes_graph(folder: Path | None = None) -> rdflib.Graph:
    """All shapes in one graph."""
    graph = rdflib.Graph()
    for path in sorted((folder or room("ontology") / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _path(report: rdflib.Graph, path: rdflib.term.Node | None) -> str:
    """The property a finding is about, ``^`` before one that is followed backwards; the shape as a whole has none."""
    if path is None:
        return "shape"
    backwards = report.value(path, SH.inversePath)
    return shorten(str(path)) if backwards is None else f"^{shorten(str(backwards))}"


def _looked_at(statements: pl.DataFrame, against: rdflib.Graph) -> pl.DataFrame:
    """The statements that shapes can see: those with a property, or of a class, that they mention.

    What every thing is has been inferred before, so that subclasses need not be followed.
    """
    mentioned = [node.n3() for node in against.all_nodes() if isinstance(node, rdflib.URIRef)]
    seen = pl.when(pl.col("p") == RDF_TYPE).then("o").otherwise("p")
    return statements.filter(seen.is_in(mentioned))


def run_shapes(
    statements: pl.DataFrame,
    folder: Path | None = None,
    *,
    context: pl.DataFrame | None = None,
    in_columns: bool = True,
) -> pl.DataFrame:
    """Check statements against the SHACL shapes (core constraints, no inference: that was done before).

    Args:
        statements: the data.
        folder: where the shapes lie; the bundled ones by default.
        context: what things outside the data are, for constraints that ask for a class.
        in_columns: check in columns what can be; else leave everything to pySHACL.

    Returns:
        Findings, columns as in :data:`FINDINGS`.
    """
    against, mine, others = _compiled(folder) if folder is None else _compile(folder)
    if not in_columns:
        mine, others = [], against
    checker = Checker(_looked_at(statements, against), context)
    found = [_findings(checker.check(shape)) for shape in mine]
    if len(others):
        found.append(_by_pyshacl(statements, others))
    return pl.concat([pl.DataFrame(schema=FINDINGS), *found]).sort(*FINDINGS)


def _compile(folder: Path | None) -> tuple[rdflib.Graph, list[NodeShape], rdflib.Graph]:
    """All shapes of a folder, those that can be checked in columns, and the others."""
    against = shapes_graph(folder)
    return against, *compile_shapes(against)


_compiled = cache(_compile)
"""The bundled shapes do not change while the program runs."""


def _findings(found: pl.DataFrame) -> pl.DataFrame:
    """What the columns found, as findings."""
    rows = [
        (
            severity,
            check if check == "shape" else ("^" if check.startswith("^") else "") + shorten(check.strip("^<>")),
            shorten(s.strip("<>")),
            "" if value is None else _plain(value),
            nl,
            en,
        )
        for severity, check, s, value, nl, en in found.iter_rows()
    ]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def _plain(term: str) -> str:
    """A value in words: a short address, or the text of a literal."""
    return shorten(term[1:-1]) if term.startswith("<") else str(rdflib.util.from_n3(term))


def _by_pyshacl(statements: pl.DataFrame, against: rdflib.Graph) -> pl.DataFrame:
    """Findings of the shapes that are not checked in columns."""
    import pyshacl  # noqa: PLC0415 - a third of a second that questions need not wait for

    data = rdflib.Graph()
    told = _looked_at(statements, against)
    lines = told.select(line=pl.concat_str("s", "p", "o", separator=" ") + " .")["line"].unique()
    data.parse(data="\n".join(lines.to_list()), format="nt")
    logging.getLogger("pyshacl").setLevel(logging.ERROR)
    _, report, _ = pyshacl.validate(data, shacl_graph=against, inference="none", advanced=False)
    rows = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        messages = {m.language: str(m) for m in report.objects(result, SH.resultMessage)}
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        plain = next(iter(messages.values()), "")
        rows.append(
            (
                SEVERITY[report.value(result, SH.resultSeverity)],
                _path(report, path),
                shorten(str(report.value(result, SH.focusNode))),
                "" if value is None else shorten(str(value)),
                messages.get("nl", plain),
                messages.get("en", plain),
            )
        )
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")
