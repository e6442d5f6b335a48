"""The command that draws pictures: one HTML file with its table, and SVG and PNG for a report."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graph.projections import View
from graph.store import current
from graph.store import public as public_part
from ketenatlas.settings import PUBLIC_HELP, Settings, language_told


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def picture(
        name: Annotated[str | None, typer.Argument(help="Name of the picture; none lists them all.")] = None,
        chain: Annotated[str, typer.Option(help="Of one chain; all chains by default.")] = "",
        by: Annotated[str, typer.Option(help="Level of the places in it, such as region or municipality.")] = "",
        region: Annotated[str, typer.Option(help="Of one region, where a picture takes one.")] = "",
        of: Annotated[str, typer.Option(help="Around which establishment, or of what.")] = "",
        hops: Annotated[str, typer.Option(help="How many steps around it: 1 or 2.")] = "",
        before: Annotated[str, typer.Option(help="Earlier day to compare with (ISO).")] = "",
        table: Annotated[
            Path | None, typer.Option(help="CSV file with the table to draw, instead of what the atlas holds.")
        ] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="The day (ISO); today by default.")] = None,
        evidence: Annotated[str, typer.Option(help="Least sure evidence level that counts.")] = "all",
        folder: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("out"),
        png: Annotated[bool, typer.Option("--png", help="Also write a PNG.")] = False,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
        public: Annotated[bool, typer.Option("--public", help=PUBLIC_HELP)] = False,
        lang: Annotated[str, typer.Option("--lang", help="Language: nl or en.")] = "",
    ) -> None:
        """Draw a picture from a table of the atlas, as HTML with its table, as CSV, and as SVG and PNG."""
        # Only this command needs what draws.
        from ketenatlas.views.figure import Asked, figure_named  # noqa: PLC0415
        from ketenatlas.views.figure_page import plate, stem  # noqa: PLC0415
        from ketenatlas.views.figure_page import png as as_png  # noqa: PLC0415

        language = language_told(lang)
        if name is None:
            out.print(_listed(language))
            return
        figure = figure_named(name)
        options = {"chain": chain, "region": region, "of": of, "hops": hops, "before": before}
        told = {option: value for option, value in options.items() if value}
        level = figure.check(by, told)
        root = current(builds or Settings().builds)
        root = public_part(root) if public else root
        plain = Asked(View(root, None, as_of, evidence, language))
        chosen = plain.names.known(told.pop("chain"), "chain") if chain else None
        asked = Asked(View(root, chosen, as_of, evidence, language), level, told)
        made = plate(figure, asked, table)
        folder.mkdir(parents=True, exist_ok=True)
        base = folder / stem(figure, asked)
        texts = {"html": made.html(), "svg": made.svg(), "csv": made.csv()}
        files = {f"{base}.{ending}": text.encode() for ending, text in texts.items()}
        if png:
            files[f"{base}.png"] = as_png(texts["svg"])
        for path, content in files.items():
            Path(path).write_bytes(content)
            progress.print(f"written: {path}", highlight=False, soft_wrap=True)


def _listed(language: str) -> Table:
    """The pictures there are."""
    from ketenatlas.views.figure import figures  # noqa: PLC0415
    from ketenatlas.views.figure_page import WORDS  # noqa: PLC0415

    table = Table(header_style="bold")
    heads = {
        "nl": ("beeld", "wat het laat zien", "--by", "opties"),
        "en": ("picture", "what it shows", "--by", "options"),
    }
    for head in heads[language]:
        table.add_column(head, overflow="fold")
    for figure in figures().values():
        words = WORDS[language]
        levels = words.get("".join(figure.levels[:1]), "")
        title = figure.title[language].format(chain=words["all"], by=levels, what=words["supply"], where="")
        options = ", ".join(f"--{option}" for option in figure.options)
        table.add_row(figure.name, title, ", ".join(figure.levels), options)
    return table
