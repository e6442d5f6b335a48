"""Profile: whether the catalog of a delivery is what DCAT-AP-NL 3.0 asks, by shapes of our own in ``shapes``."""

from functools import cache
from pathlib import Path

import polars as pl
import rdflib
from rdflib.namespace import RDF, SH

FINDINGS = {
    "severity": pl.String,
    "subject": pl.String,
    "property": pl.String,
    "message_nl": pl.String,
    "message_en": pl.String,
}
"""What was found: ``violation`` or ``warning``, of what, and what is expected."""
SHAPES = Path(__file__).parent / "shapes" / "dcat-ap-nl.ttl"


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SHAPES, format="turtle")


def found(turtle: str) -> pl.DataFrame:
    """What a catalog lacks (:data:`FINDINGS`), violations first; empty if nothing.

    Args:
        turtle: the catalog in Turtle.
    """
    import pyshacl  # noqa: PLC0415 - a third of a second, which other commands need not wait for

    data = rdflib.Graph().parse(data=turtle, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"the validation gave {report!r} and no report")
    rows = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        messages = {str(getattr(text, "language", "")): str(text) for text in report.objects(result, SH.resultMessage)}
        path = report.value(result, SH.resultPath)
        rows.append(
            {
                "severity": str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
                "subject": str(report.value(result, SH.focusNode)),
                "property": str(path).rpartition("/")[2] if isinstance(path, rdflib.URIRef) else "",
                "message_nl": messages.get("nl", ""),
                "message_en": messages.get("en", ""),
            }
        )
    return pl.DataFrame(rows, schema=FINDINGS).unique().sort(list(FINDINGS))
