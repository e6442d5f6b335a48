"""The command for the lake: an atlas as partitioned Parquet."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ketenatlas.settings import Settings, language_told

WORDS = {
    "nl": "{tables} tabellen, {rows:,} rijen, in {files} bestanden",
    "en": "{tables} tables, {rows:,} rows, in {files} files",
}
INSIDE = {
    "nl": "Bevat gegevens die niet openbaar zijn: alleen voor wie ze mag zien.",
    "en": "Holds data that are not public: only for those who may see them.",
}


def register(app: typer.Typer, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def lake(
        target: Annotated[Path, typer.Option("--out", help="Folder to write, not there yet or empty.")] = Path(
            "out/lake"
        ),
        everything: Annotated[
            bool, typer.Option("--restricted", help="Also what is restricted; by default only what is public.")
        ] = False,
        lang: Annotated[str, typer.Option("--lang", help="Language of the descriptions: nl or en.")] = "",
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    ) -> None:
        """Write the facts and cubes as partitioned Parquet, which Spark, DuckDB, Trino and Polars read as it is."""
        from graph.store import current, public  # noqa: PLC0415 - other commands need none of it
        from ketenatlas.lake import export  # noqa: PLC0415

        language = language_told(lang)
        whole = current(builds or Settings().builds)
        folder = whole if everything else public(whole)
        tables = export(folder, target, language)
        if folder != public(whole):
            progress.print(INSIDE[language], highlight=False, soft_wrap=True)
        told = WORDS[language].format(
            tables=len(tables),
            rows=sum(table.rows for table in tables),
            files=sum(len(table.files) for table in tables),
        )
        progress.print(f"written: {target} ({told})", highlight=False, soft_wrap=True)
