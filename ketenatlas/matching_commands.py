"""The command for matching: candidates go out as a table for a reviewer, who loads it again with the decisions."""

from pathlib import Path
from typing import Annotated

import polars as pl
import pyoxigraph as ox
import typer
from rich.console import Console

from graph.errors import UsageError
from graph.statements import SCHEMA
from graph.store import Store
from graph.terms import expand
from ketenatlas.settings import Settings
from ketenatlas.tables_to_decide import write_table

DECIDED = ("kind", "one", "other", "decision", "reviewer", "reason")
"""Columns of the loader ``matches``; source and date are told when the file is loaded."""
SHOWN = ("score", "grounds", "name_one", "name_other", "sources_one", "sources_other")
"""Columns for the reviewer to look at, which the loader ignores."""


def register(app: typer.Typer, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def match(
        target: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("candidates.csv"),
        least: Annotated[float, typer.Option("--least", help="Lowest score, from 0 to 1.")] = 0.8,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    ) -> None:
        """Write records that may be the same organisation or establishment, for a reviewer to decide on."""
        from graph.matching import candidates  # noqa: PLC0415 - only this command needs it

        if not 0 <= least <= 1:
            raise UsageError(f"--least: {least:g} is not a score from 0 to 1")
        if target.suffix.lower() != ".csv":
            raise UsageError(f"--out: {target} is not the name of a CSV file")
        found = candidates(looked_at(Store.open(builds or Settings().builds)), least)
        mapping = write_table(found, target, DECIDED, SHOWN)
        progress.print(f"written: {found.height:,} candidates to {target}, its mapping to {mapping}", soft_wrap=True)


def looked_at(store: Store) -> pl.DataFrame:
    """The statements of an atlas, bulk tables included, that matching looks at."""
    from graph.matching import PREDICATES  # noqa: PLC0415

    rows = (
        (str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name))
        for predicate in PREDICATES
        for quad in store.statements.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None)
    )
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
