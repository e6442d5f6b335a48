"""The command that asks services on the web for tables; the only one that does."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from ketenatlas.data_commands import tell_load
from ketenatlas.settings import Settings
from loaders.services.service import service_named, services


def _help() -> str:
    """What the command does, and the services there are."""
    lines = "\n".join(f"  {name}: {service.about['en']}" for name, service in services().items())
    return f"Fetch a table from its service, politely, into a file that load takes.\n\n\b\nServices:\n{lines}"


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command(help=_help())
    def fetch(
        service: Annotated[str, typer.Argument(help="Name of the service.")],
        folder: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path("fetched"),
        load: Annotated[
            bool, typer.Option("--load", help="Load the file into the atlas, unless it is unchanged.")
        ] = False,
        province: Annotated[str, typer.Option(help="Keep what lies in this province of the atlas.")] = "",
        region: Annotated[str, typer.Option(help="Keep what lies in this region of the atlas.")] = "",
        year: Annotated[
            int | None, typer.Option(help="Year to ask for, where there are several; this one by default.")
        ] = None,
        address: Annotated[str, typer.Option(help="Address to ask instead of the service's own.")] = "",
        data: Annotated[Path | None, typer.Option(help="Data set to build from; the bundled one by default.")] = None,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    ) -> None:
        from ketenatlas.fetching import fetched, loaded_already  # noqa: PLC0415 - only this command needs it
        from ketenatlas.inputs import load as load_file  # noqa: PLC0415
        from ketenatlas.inputs import loader_named  # noqa: PLC0415

        def tell(line: str) -> None:
            progress.print(f"  {escape(line)}", highlight=False, soft_wrap=True)

        settings = Settings()
        root = builds or settings.builds
        outcome = fetched(
            service_named(service),
            folder,
            settings,
            address=address,
            year=year or 0,
            province=province,
            region=region,
            data=data,
            builds=root,
            progress=tell,
        )
        loader, file = outcome.service.loader, outcome.file
        state = "unchanged" if outcome.unchanged else "written"
        elsewhere = f", {outcome.left_out:,} elsewhere left out" if outcome.left_out else ""
        out.print(f"{state}: {outcome.rows:,} rows in {file}{elsewhere}", highlight=False, soft_wrap=True)
        if not load:
            out.print(f"next: ketenatlas load {loader} {file}", highlight=False, soft_wrap=True)
        elif loaded_already(outcome, root):
            out.print(f"{file.name} is in the atlas already; nothing was loaded", highlight=False, soft_wrap=True)
        else:
            report = load_file(root, loader_named(loader), file, data=data, progress=tell)
            tell_load(report, loader, file, out)
