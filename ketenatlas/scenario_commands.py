"""The command for scenarios: what changes, on what the atlas knows, when something happens."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.errors import one_of
from ketenatlas.settings import PUBLIC_HELP, language_told

if TYPE_CHECKING:
    from graph.outcome import Outcome

FORMS = ("table", "csv", "json", "pairs")
"""How an outcome is shown: in the terminal, as its table, as everything, as establishments by stage and region."""


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def scenario(
        what: Annotated[
            str | None, typer.Argument(help="Kind of scenario, or a TOML file with steps; none lists the kinds.")
        ] = None,
        given: Annotated[
            list[str] | None, typer.Argument(help="What it takes, in order or as name=value: numbers or names.")
        ] = None,
        chain: Annotated[str, typer.Option(help="Of one chain; all chains by default.")] = "",
        as_of: Annotated[str, typer.Option("--as-of", help="The day (ISO); today by default.")] = "",
        evidence: Annotated[str, typer.Option(help="Least sure evidence level that counts; all by default.")] = "",
        form: Annotated[
            str, typer.Option("--format", help="table, csv, json, or pairs: the CSV of a picture.")
        ] = "table",
        target: Annotated[Path | None, typer.Option("--out", help="File to write; - is standard output.")] = None,
        page: Annotated[Path | None, typer.Option("--html", help="Write it as one page to this file.")] = None,
        atlas: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
        lang: Annotated[str, typer.Option("--lang", help="Language: nl or en.")] = "",
        public: Annotated[bool, typer.Option("--public", help=PUBLIC_HELP)] = False,
    ) -> None:
        """Say what changes by stage, area and chain if something happens, as in: scenario park-lost 3214."""
        # What a scenario takes need not be loaded for any other command.
        from graph.asking import sources_of  # noqa: PLC0415
        from ketenatlas.atlas import open_atlas  # noqa: PLC0415
        from ketenatlas.exports import frame_csv  # noqa: PLC0415
        from ketenatlas.scenarios import as_json, asked, flat, in_turn  # noqa: PLC0415
        from ketenatlas.views.scenario import scenario_page  # noqa: PLC0415

        language = language_told(lang)
        one_of("--format", form, FORMS)
        if what is None:
            out.print(_kinds(language))
            return
        told = in_turn(what, given or [])
        meant = asked(what, told)
        opened = open_atlas(atlas, language, public=public)
        outcome = opened.scenario(what, chain=chain or None, as_of=as_of or None, evidence=evidence or None, **told)
        sources = sources_of(opened.engine, outcome.sources)
        if page is not None:
            words = (meant.title.get(language, ""), meant.about.get(language, ""))
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(scenario_page(outcome, sources, *words), encoding="utf-8")
            progress.print(f"written: {page}", highlight=False, soft_wrap=True)
        if form == "table":
            _show(outcome, out)
            return
        tables = {"csv": outcome.table, "pairs": outcome.pairs}
        text = as_json(outcome, sources) if form == "json" else frame_csv(flat(tables[form]))
        if target is None or str(target) == "-":
            sys.stdout.write(text)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            progress.print(f"written: {target}", highlight=False, soft_wrap=True)


def _kinds(language: str) -> Table:
    """The kinds of scenario, with what each takes."""
    from graph.scenario_kinds import kinds  # noqa: PLC0415

    heads = {
        "nl": ("scenario", "wat er gebeurt", "wat het vraagt"),
        "en": ("scenario", "what happens", "what it takes"),
    }
    table = Table(header_style="bold")
    for head in heads[language]:
        table.add_column(head, overflow="fold")
    for kind in kinds().values():
        takes = []
        for given in kind.takes:
            words = given.label[language] + (f" ({', '.join(given.options)})" if given.options else "")
            takes.append(escape(f"{given.name}: {words}" if given.required else f"[{given.name}: {words}]"))
        table.add_row(kind.name, escape(kind.title[language]), "\n".join(takes))
    return table


_CHANGED = ("chain_label", "subject_label", "scale", "area_label", "before", "after", "elsewhere", "evidence")
_CUT = ("chain_label", "from_stage", "from_region_label", "to_stage", "to_region_label", "relations", "evidence")


def _show(outcome: "Outcome", out: Console) -> None:
    """The outcome for people at a terminal: what was assumed, what changes, what is cut, how to read it."""
    from graph.labelling import level_words  # noqa: PLC0415
    from ketenatlas.views.scenario import WORDS, summary  # noqa: PLC0415

    language = outcome.view.language
    words = WORDS[language]
    for line in outcome.assumed:
        out.print(escape(line), style="bold", highlight=False)
    out.print(words["what_if"], highlight=False)
    for line in summary(outcome):
        out.print(f"  {escape(line)}", highlight=False)
    for measure in ("establishments", "parks", "designations"):
        if (
            measure == "parks"
            and not outcome.table.filter((pl.col("measure") == measure) & (pl.col("change") > 0)).height
        ):
            continue  # where nothing opens, this repeats what is said of establishments; the page and the CSV have it
        _print(words[measure], outcome.table.filter(pl.col("measure") == measure), _CHANGED, language, out)
    _print(words["cut"], outcome.cut, _CUT, language, out)
    for note in outcome.notes:
        out.print(escape(note), style="italic", highlight=False)
    out.print(f"{words['rests']} {level_words(outcome.levels, language) or words['unknown']}.", highlight=False)


def _print(title: str, rows: pl.DataFrame, columns: Sequence[str], language: str, out: Console) -> None:
    """Print columns of a table, if it has a row and the column says anything."""
    from graph.labelling import level_words  # noqa: PLC0415
    from ketenatlas.views.scenario import WORDS  # noqa: PLC0415

    if rows.is_empty():
        return
    words = WORDS[language]
    shown = [name for name in columns if rows[name].null_count() < rows.height]
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    of = "designation" if "measure" in rows.columns and rows["measure"][0] == "designations" else "stage"
    for name in shown:
        head = words[of if name == "subject_label" else name.removesuffix("_label")]
        number = rows.schema[name].is_numeric()
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in rows.select(shown).iter_rows(named=True):
        told = {**row, "evidence": level_words(row["evidence"], language)}
        if "scale" in told:
            told["scale"] = words[told["scale"]]
        table.add_row(*(escape(words["unknown"] if cell is None else str(cell)) for cell in told.values()))
    out.print(table)
