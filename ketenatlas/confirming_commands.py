"""The command for confirming: proposals go out as a table to decide in, which is loaded again with the decisions."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console

from graph.confirming import RELATIONS
from graph.errors import UsageError
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas.settings import Settings
from ketenatlas.tables_to_decide import write_table

DECIDED = ("claim", "decision", "relation", "confidence", "role", "reason")
"""Columns of the loader ``confirmations``; source and date are told when the file is loaded."""
SHOWN = ("what", "proposed", "how_sure", "with", "because", "evidence", "source_now")
"""Columns to look at, which the loader ignores."""

_QUERY = """
PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?claim ?what ?proposed ?how_sure ?with ?because ?evidence ?source_now WHERE {
  ?claim ka:confirmation "to-be-confirmed" ; dct:source ?from .
  OPTIONAL { ?claim ka:evidenceLevel/skos:notation ?evidence }
  OPTIONAL { ?from rdfs:label ?sourceLabel }
  BIND(COALESCE(?sourceLabel, STR(?from)) AS ?source_now)
  {
    ?claim ka:mappedSubject/rdfs:label ?what ; ka:mappedObject/rdfs:label ?with ; ka:mappingKind/rdfs:label ?proposed ;
           ka:confidence ?how_sure ; ka:justification ?because .
    FILTER(LANG(?with) = ?lang && LANG(?proposed) = ?lang)
  } UNION {
    ?claim ka:alignedAction/rdfs:label ?what ; ka:alignedStatement/ka:statementText ?with ;
           ka:alignmentKind/rdfs:label ?proposed .
    FILTER(LANG(?with) = ?lang && LANG(?proposed) = ?lang)
    OPTIONAL { ?claim ka:rationale ?because }
  } UNION {
    ?claim ka:coalition/rdfs:label ?what ; ka:inChain/rdfs:label ?with . FILTER(LANG(?with) = ?lang)
  } UNION {
    ?claim ka:member/rdfs:label ?what ; ka:region/rdfs:label ?with . FILTER(LANG(?with) = ?lang)
  }
  FILTER(LANG(?what) = ?lang || LANG(?what) = "")
}
ORDER BY ?claim ?source_now
"""


def open_proposals(store: Store, language: str) -> pl.DataFrame:
    """The proposals of an atlas that wait for someone to decide: the key of each, and what to look at (:data:`SHOWN`).

    Args:
        store: the atlas.
        language: language of the words to look at.
    """
    found = store.select(_QUERY.replace("?lang", f'"{language}"')).frame()
    table = found.with_columns(pl.col("claim").str.strip_prefix(PREFIXES["claim"]))
    return table.unique("claim", keep="first", maintain_order=True)


def register(app: typer.Typer, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def confirm(
        target: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("proposals.csv"),
        language: Annotated[str, typer.Option("--lang", help="Language of the words: nl or en.")] = "nl",
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    ) -> None:
        """Write the proposals that wait for confirmation as a table to decide in; load it again as confirmations."""
        if language not in ("nl", "en"):
            raise UsageError(f"--lang: {language} is not nl or en")
        if target.suffix.lower() != ".csv":
            raise UsageError(f"--out: {target} is not the name of a CSV file")
        found = open_proposals(Store.open(builds or Settings().builds), language)
        mapping = write_table(found, target, DECIDED, SHOWN)
        kinds = ", ".join(f"{words} for a {kind}" for kind, words in _words().items())
        progress.print(f"written: {found.height:,} proposals to {target}, its mapping to {mapping}", soft_wrap=True)
        progress.print(f"a relation is one of {kinds}", soft_wrap=True)


def _words() -> dict[str, str]:
    from loaders.lists import words  # noqa: PLC0415 - only this command needs it

    return {kind: " / ".join(words(scheme)) for kind, (_, scheme) in RELATIONS.items()}
