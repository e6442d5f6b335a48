"""The command for measures: which there are, and the table of one of them."""

import sys
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.errors import UsageError, one_of
from ketenatlas.atlas import open_atlas
from ketenatlas.settings import PUBLIC_HELP, language_told
from ketenatlas.views.measure_table import cell, plain, sheets
from ketenatlas.views.measure_words import HEADINGS, WORDS

FORMS = ("table", "csv", "xlsx", "parquet")
SHOWN = 40
"""Rows of a table that are shown without ``--all``."""


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def metrics(
        context: typer.Context,
        name: Annotated[str | None, typer.Argument(help="Name of a measure; none lists them all.")] = None,
        chain: Annotated[str | None, typer.Option(help="Name, label or address of a chain; all by default.")] = None,
        by: Annotated[str | None, typer.Option(help="What it is taken by, such as region or stage.")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="The day (ISO); today by default.")] = None,
        evidence: Annotated[str, typer.Option(help="Least sure evidence level that counts.")] = "all",
        lang: Annotated[str, typer.Option("--lang", help="Language of labels and headings: nl or en.")] = "",
        form: Annotated[str, typer.Option("--format", help="table, csv, xlsx or parquet.")] = "table",
        target: Annotated[Path | None, typer.Option("--out", help="File to write; - is standard output.")] = None,
        everything: Annotated[bool, typer.Option("--all", help="Show all rows of a table.")] = False,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
        public: Annotated[bool, typer.Option("--public", help=PUBLIC_HELP)] = False,
    ) -> None:
        """Compute a measure of a network, of places or of space; what else it takes are options too."""
        language = language_told(lang)
        one_of("--format", form, FORMS)
        if name is None:
            out.print(_listed(language))
            return
        told: dict[str, Any] = {**_options(context.args), **({"by": by} if by else {})}
        opened = open_atlas(builds, language, public=public)
        table, about = opened.measured(name, chain=chain, as_of=as_of, evidence=evidence, **told)
        if form == "table":
            _print(table, about, language, out, None if everything else SHOWN)
            return
        if form != "csv" and (target is None or str(target) == "-"):
            raise UsageError(f"--format {form} needs a file; say which with --out")
        _write(table, about, form, target)
        if target is not None and str(target) != "-":
            progress.print(f"written: {target}", soft_wrap=True)


def _options(words: list[str]) -> dict[str, str]:
    """What a measure itself takes, as ``--name value`` or ``--name=value``; hyphens stand for underscores."""
    told: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--"):
            raise UsageError(f"unexpected {name!r}; what a measure takes is given as --name value")
        if not equals and not rest:
            raise UsageError(f"{name} needs a value")
        told[name.removeprefix("--").replace("-", "_")] = value if equals else rest.pop(0)
    return told


def _listed(language: str) -> Table:
    """All measures with what they tell, unit, source and what they take."""
    from graph.measuring import measures  # noqa: PLC0415 - scipy and shapely, which other commands do without

    words = WORDS[language]
    table = Table(title=words["title"], title_justify="left", header_style="bold")
    for head in ("measure", "tells", "of", "unit", "source", "takes"):
        table.add_column(words[head], overflow="fold")
    for one in measures().values():
        takes = ", ".join(f"{name}={default}" for name, default in one.takes.items())
        table.add_row(
            one.name, *map(escape, (one.about[language], words[one.of], one.unit[language], one.source, takes))
        )
    return table


def _print(table: pl.DataFrame, about: dict[str, Any], language: str, out: Console, most: int | None) -> None:
    """Show a table with what it is above it, and what it rests on below."""
    words = WORDS[language]
    shown = Table(title=f"{about['summary']} ({about['unit']})", title_justify="left", header_style="bold")
    columns = plain(table)
    for name in columns:
        number = table.schema[name].is_numeric()
        shown.add_column(HEADINGS[name][language], justify="right" if number else "left", overflow="fold")
    for row in table.select(columns).head(most or table.height).iter_rows():
        shown.add_row(*(escape(cell(value, words)) for value in row))
    out.print(shown)
    if most is not None and table.height > most:
        out.print(words["more"].format(shown=most, rows=table.height))
    out.print(
        words["rests"].format(
            formula=about["formula"], evidence=", ".join(about["evidence"]) or "-", sources=len(about["sources"])
        ),
        highlight=False,
    )


def _write(table: pl.DataFrame, about: dict[str, Any], form: str, target: Path | None) -> None:
    """Write a table; text that a spreadsheet would take for a formula gets an apostrophe."""
    from ketenatlas.exports import frame_csv  # noqa: PLC0415
    from ketenatlas.network_exports import write_tables  # noqa: PLC0415

    if target is None or str(target) == "-":
        sys.stdout.write(frame_csv(table))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if form == "csv":
        target.write_text(frame_csv(table), encoding="utf-8")
    elif form == "parquet":
        table.write_parquet(target)
    else:
        write_tables(sheets(table, about), target)
