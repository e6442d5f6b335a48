"""The commands that write reports: of a region, a chain or a park, and the national one beside its data."""

import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from ketenatlas.settings import Settings, language_told

if TYPE_CHECKING:
    from ketenatlas.atlas import Atlas

Out = Annotated[Path, typer.Option("--out", help="Folder for the report.")]
Lang = Annotated[str, typer.Option("--lang", help="Language: nl or en.")]
Style = Annotated[Path | None, typer.Option("--style", help="Folder with a house style; our own by default.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The day (ISO); the day of the atlas by default.")]
Evidence = Annotated[str, typer.Option("--evidence", help="Least sure evidence level that counts.")]
Builds = Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")]
ABOUT = {
    "region": "Write the report of a region, for its vision and its programming table.",
    "chain": "Write the report of a chain: its stages in space, what is missing, on whom it depends.",
    "park": "Write the report of a business park: what it offers, who is on it, what goes if it goes.",
}
"""The reports of one thing, and what they are for."""


def register(app: typer.Typer, _out: Console, progress: Console) -> None:
    """Add the group of commands to the command line."""
    group = typer.Typer(no_args_is_help=True, help="Write a report as HTML and PDF, from the atlas in one go.")
    app.add_typer(group, name="report")

    for kind, about in ABOUT.items():
        _of_one(group, kind, about, progress)

    @group.command()
    def rev(
        out: Out = Path("out/rev"),
        lang: Lang = "",
        style: Style = None,
        previous: Annotated[
            Path | None, typer.Option("--previous", help="Folder of the delivery before, for what changed since.")
        ] = None,
        builds: Builds = None,
    ) -> None:
        """Write the national report, in the folder of the data it goes out with."""
        from ketenatlas.reports.making import make, write  # noqa: PLC0415 - only these commands need it

        atlas = _opened(builds, lang)
        data = _delivering()
        delivery = data.deliver(atlas, out, previous=previous, lang=atlas.language) if data else None
        report = make("rev", atlas, as_of=delivery.as_of if delivery else None, delivery=delivery)
        _written(write(report, out, style), progress)
        if data:
            data.seal(out)


def _of_one(group: typer.Typer, kind: str, about: str, progress: Console) -> None:
    """Add the command for the report of one thing."""

    @group.command(kind, help=about)
    def report(
        key: Annotated[str, typer.Argument(help=f"The {kind}: its key, name or address.")],
        out: Out = Path("out/report"),
        lang: Lang = "",
        style: Style = None,
        as_of: AsOf = None,
        evidence: Evidence = "all",
        builds: Builds = None,
    ) -> None:
        from ketenatlas.reports.making import make, write  # noqa: PLC0415 - only these commands need it

        made = make(kind, _opened(builds, lang), key, as_of=as_of, evidence=evidence)
        _written(write(made, out, style), progress)


def _opened(builds: Path | None, lang: str) -> "Atlas":
    from ketenatlas.atlas import open_atlas  # noqa: PLC0415 - not every command opens an atlas

    return open_atlas(builds or Settings().builds, language_told(lang))


def _delivering() -> Any:
    """The part that delivers data, where this atlas comes with it."""
    name = "ketenatlas.delivery"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def _written(paths: list[Path], progress: Console) -> None:
    for path in paths[:2]:
        progress.print(f"written: {path}", highlight=False, soft_wrap=True)
    if len(paths) > 2:
        progress.print(f"  and {len(paths) - 2} whole tables beside them", highlight=False, soft_wrap=True)
