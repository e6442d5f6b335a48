"""Commands for the analyst's own files: inspect, load, unload, sources, diff."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.errors import UsageError
from ketenatlas.build import Report
from ketenatlas.settings import Settings

Builds = Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")]


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the commands to the command line."""
    _changing(app, out, progress)
    _inspecting(app, out, progress)
    _looking(app, out)


def _changing(app: typer.Typer, out: Console, progress: Console) -> None:
    """Commands that build the atlas anew."""

    def tell(line: str) -> None:
        progress.print(f"  {escape(line)}", highlight=False)

    @app.command()
    def load(
        loader: Annotated[str, typer.Argument(help="What reads the file; ketenatlas inspect FILE tells.")],
        file: Annotated[Path, typer.Argument(help="The file.")],
        mapping: Annotated[Path | None, typer.Option(help="Mapping file; by default FILE.toml beside it.")] = None,
        title: Annotated[str, typer.Option(help="Title of the source, where the rows name none.")] = "",
        publisher: Annotated[str, typer.Option(help="Publisher of the source.")] = "",
        url: Annotated[str, typer.Option(help="Address of the source.")] = "",
        licence: Annotated[str, typer.Option(help="Licence of the source.")] = "",
        published: Annotated[str, typer.Option(help="Day of the source (ISO), also the day of its rows.")] = "",
        valid_from: Annotated[str, typer.Option("--valid-from", help="First day the rows hold (ISO).")] = "",
        valid_to: Annotated[str, typer.Option("--valid-to", help="Last day the rows hold (ISO).")] = "",
        evidence: Annotated[str, typer.Option(help="Evidence level of the rows.")] = "",
        restricted: Annotated[
            bool | None,
            typer.Option(
                "--restricted/--public",
                help="Whether only those with a token may read it; by default as the mapping file or the loader says.",
            ),
        ] = None,
        data: Annotated[Path | None, typer.Option(help="Data set to build from; the bundled one by default.")] = None,
        builds: Builds = None,
    ) -> None:
        """Load a file of your own beside the data set, or replace the one of that name, and build."""
        from ketenatlas.inputs import load as load_file  # noqa: PLC0415
        from ketenatlas.inputs import loader_named  # noqa: PLC0415
        from loaders.columns import PUBLIC, RESTRICTED  # noqa: PLC0415
        from loaders.fitting import Fitting  # noqa: PLC0415

        access = {None: "", True: RESTRICTED, False: PUBLIC}[restricted]
        about = {"title": title, "publisher": publisher, "url": url, "licence": licence, "published": published}
        report = load_file(
            builds or Settings().builds,
            loader_named(loader),
            file,
            fitting=Fitting.read(mapping) if mapping else None,
            source={**about, "access": access},
            constants={"valid_from": valid_from, "valid_to": valid_to, "evidence": evidence},
            data=data,
            progress=tell,
        )
        tell_load(report, loader, file, out)

    @app.command()
    def unload(
        loader: Annotated[str, typer.Argument(help="The loader of the file.")],
        name: Annotated[str, typer.Argument(help="Name of the file that was loaded.")],
        data: Annotated[Path | None, typer.Option(help="Data set to build from; the bundled one by default.")] = None,
        builds: Builds = None,
    ) -> None:
        """Take a loaded file out again and build without it."""
        from ketenatlas.inputs import loader_named  # noqa: PLC0415
        from ketenatlas.inputs import unload as take_out  # noqa: PLC0415

        report = take_out(builds or Settings().builds, loader_named(loader), name, data, tell)
        out.print(f"{loader}/{name} taken out; hash {report.hash[:16]}", highlight=False)


def _inspecting(app: typer.Typer, out: Console, progress: Console) -> None:
    """The command that looks at a foreign file."""

    @app.command()
    def inspect(
        file: Annotated[Path, typer.Argument(help="A file: CSV, Excel, Parquet, GeoJSON, GeoPackage, Shapefile.")],
        loader: Annotated[str | None, typer.Option(help="Propose a mapping for this loader only.")] = None,
        write: Annotated[bool, typer.Option("--write", help="Write the mapping file beside the file.")] = False,
        builds: Builds = None,
    ) -> None:
        """Say what a file could be, propose a mapping file, and show what would load."""
        from ketenatlas import inspecting  # noqa: PLC0415
        from ketenatlas.inputs import inputs_of, loader_named  # noqa: PLC0415
        from loaders.fitting import SUFFIX  # noqa: PLC0415

        if loader is not None:
            loader_named(loader)
        proposals = inspecting.propose(file, loader)
        table = Table(title=f"{file.name} could be", title_justify="left", header_style="bold")
        for head in ("loader", "columns that fit", "required and missing", "not used"):
            table.add_column(head, overflow="fold")
        for one in proposals[:5]:
            table.add_row(one.loader.name, str(one.fits), ", ".join(one.missing), escape(", ".join(one.unused[:8])))
        out.print(table)
        best = proposals[0]
        out.print(f"[bold]Mapping file for {best.loader.name}[/bold] ({escape(file.name + SUFFIX)})")
        out.print(best.fitting.text() or "# none is needed: every heading is known", markup=False, highlight=False)
        reading = inspecting.trial(file, best, over=inputs_of(builds or Settings().builds))
        out.print(f"{reading.rows.height} of {reading.read} rows would load, {reading.rejected} would be rejected")
        _reasons(reading.rejects, out)
        if write:
            target = file.with_name(file.name + SUFFIX)
            target.write_text(best.fitting.text(), encoding="utf-8")
            progress.print(f"written: {target}")


def _looking(app: typer.Typer, out: Console) -> None:
    """Commands that look at the atlas and change nothing."""

    @app.command()
    def sources(
        builds: Builds = None,
        form: Annotated[str, typer.Option("--format", help="table or csv.")] = "table",
    ) -> None:
        """List what was loaded: counts, days, licences, hashes."""
        from graph.store import current  # noqa: PLC0415

        loads = pl.read_csv(current(builds or Settings().builds) / "loads.csv", infer_schema=False).fill_null("")
        if form == "csv":
            out.file.write(loads.write_csv())
            return
        if form != "table":
            raise UsageError(f"--format: {form!r} is not one of table, csv")
        table = Table(title="Loads", title_justify="left", header_style="bold")
        heads = ("loader", "file", "read", "accepted", "rejected", "first_day", "last_day", "licences", "sha256")
        for head in heads:
            table.add_column(head.replace("_", " "), overflow="fold")
        for row in loads.iter_rows(named=True):
            table.add_row(*(escape(row[head][:12] if head == "sha256" else row[head]) for head in heads))
        out.print(table)

    @app.command()
    def coverage(
        builds: Builds = None,
        as_of: Annotated[str, typer.Option("--as-of", help="The day (ISO); today by default.")] = "",
        lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "",
        form: Annotated[str, typer.Option("--format", help="table or csv.")] = "table",
    ) -> None:
        """Say how much the atlas knows of each chain: stages with a participant, organisations, relations, sources."""
        from graph.asking import ask  # noqa: PLC0415
        from graph.catalogue import query_file  # noqa: PLC0415
        from graph.store import Store  # noqa: PLC0415
        from ketenatlas.exports import answer_csv  # noqa: PLC0415
        from ketenatlas.views.table import print_answer  # noqa: PLC0415

        settings = Settings()
        given = {"asOf": as_of or None}
        store = Store.open(builds or settings.builds)
        answer = ask(store, query_file("views", "coverage"), given, lang or settings.language)
        if form == "csv":
            out.file.write(answer_csv(answer))
            return
        if form != "table":
            raise UsageError(f"--format: {form!r} is not one of table, csv")
        print_answer(answer, out, None)

    @app.command()
    def diff(
        first: Annotated[str, typer.Argument(help="The earlier day (ISO).")],
        last: Annotated[str, typer.Argument(help="The later day (ISO).")],
        builds: Builds = None,
        lang: Annotated[str, typer.Option(help="Language: nl or en.")] = "",
        form: Annotated[str, typer.Option("--format", help="table or csv.")] = "table",
    ) -> None:
        """Say what began and what ended between two days, as far as the sources tell."""
        from graph.changes import between  # noqa: PLC0415
        from graph.store import Store  # noqa: PLC0415

        _days(first, last)
        store = Store.open(builds or Settings().builds)
        changes = between(store.statements, first, last, lang or Settings().language)
        if form == "csv":
            out.file.write(changes.write_csv())
            return
        if form != "table":
            raise UsageError(f"--format: {form!r} is not one of table, csv")
        table = Table(title=f"{first} - {last}", title_justify="left", header_style="bold")
        for head in ("change", "day", "class", "what", "source"):
            table.add_column(head, overflow="fold")
        for row in changes.iter_rows(named=True):
            table.add_row(*(escape(str(row[head])) for head in ("change", "day", "class", "what", "source")))
        out.print(table)
        out.print(f"{changes.height} changes")


def tell_load(report: Report, loader: str, file: Path, out: Console) -> None:
    """Say what came of a load.

    Raises:
        typer.Exit: with 1 if a row was rejected.
    """
    row = report.loads.filter((pl.col("loader") == loader) & (pl.col("file") == file.name)).row(0, named=True)
    out.print(
        f"{row['accepted']} of {row['read']} rows of {file.name} loaded, {row['rejected']} rejected; "
        f"{row['statements']:,} statements; hash {report.hash[:16]}",
        highlight=False,
    )
    _reasons(report.rejects.filter(pl.col("file") == f"{loader}/{file.name}"), out)
    if row["rejected"]:
        out.print(f"all rejected rows: {report.folder / 'rejects.csv'}", highlight=False)
        raise typer.Exit(1)


def _reasons(rejects: pl.DataFrame, out: Console, limit: int = 10) -> None:
    """Why rows were rejected: the first of them."""
    if rejects.is_empty():
        return
    table = Table(header_style="bold")
    heads = ("row", "column", "found", "expected")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rejects.head(limit).iter_rows(named=True):
        table.add_row(*(escape(str(row[head])) for head in heads))
    out.print(table)
    if rejects.height > limit:
        out.print(f"and {rejects.height - limit} more")


def _days(first: str, last: str) -> None:
    import datetime  # noqa: PLC0415

    for day in (first, last):
        try:
            datetime.date.fromisoformat(day)
        except ValueError:
            raise UsageError(f"{day!r} is not a date as YYYY-MM-DD") from None
    if first >= last:
        raise UsageError(f"{first} is not before {last}")
