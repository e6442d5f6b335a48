"""The command for the library as a whole: which questions an atlas answers, and the page that says so."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.catalogue import THEMES, catalogue
from graph.resources import room
from graph.standing import STATES, Standing, standings
from graph.store import Store
from ketenatlas.settings import Settings, language_told


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def questions(
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
        as_of: Annotated[str | None, typer.Option("--as-of", help="The day (ISO); today by default.")] = None,
        example: Annotated[
            bool, typer.Option("--example", help="Also ask an atlas with the invented example added (built aside).")
        ] = False,
        lang: Annotated[str, typer.Option("--lang", help="Language: nl or en.")] = "",
        page: Annotated[Path | None, typer.Option("--html", help="Write the catalogue as one page.")] = None,
    ) -> None:
        """Say of every question whether this atlas answers it, or which tables it waits for."""
        from ketenatlas.views.questions import WORDS, questions_page  # noqa: PLC0415 - only this command needs it

        language = language_told(lang)
        store = Store.open(builds or Settings().builds)
        own = list(standings(store, catalogue(), as_of))
        invented = _on_example(as_of, progress) if example else []
        out.print(_table(own, invented, language))
        counted = {state: len([one for one in own if one.state == state]) for state in STATES}
        out.print(", ".join(f"{number} {WORDS[language][state]}" for state, number in counted.items() if number))
        if page is not None:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(questions_page(store.manifest, own, invented, language), encoding="utf-8")
            progress.print(f"written: {page}", soft_wrap=True)


def _on_example(as_of: str | None, progress: Console) -> list[Standing]:
    """How the questions stand on the bundled data with the invented example added."""
    from ketenatlas.build import build  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        progress.print("  building the atlas with the invented example", highlight=False)
        report = build(Path(folder), added=[room("examples") / "synthetic"])
        return list(standings(Store(report.folder), catalogue(), as_of))


def _table(own: list[Standing], invented: list[Standing], language: str) -> Table:
    from ketenatlas.views.questions import WORDS  # noqa: PLC0415

    words = WORDS[language]
    table = Table(title=words["title"], title_justify="left", header_style="bold")
    for head in ("question", "here", *(["with_example"] if invented else []), "rows", "lacks", "milliseconds"):
        right = head in ("rows", "milliseconds")
        table.add_column(words[head], justify="right" if right else "left", overflow="fold")
    beside = {one.question.id: one for one in invented}
    theme = ""
    for one in own:
        if one.question.theme != theme:
            theme = one.question.theme
            table.add_section()
            table.add_row(f"[bold]{escape(THEMES[theme][language])}[/bold]")
        cells = [f"{one.question.id}  {escape(one.question.summary[language])}", words[one.state]]
        if invented:
            cells.append(words[beside[one.question.id].state])
        table.add_row(*cells, str(one.rows), ", ".join(one.missing), f"{one.seconds * 1000:.0f}")
    return table
