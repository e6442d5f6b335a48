"""The command line. Progress goes to standard error; exit codes: 0 fine, 1 findings or no answer, 2 usage."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from graph.errors import AtlasError, UsageError
from ketenatlas import __version__, show
from ketenatlas.atlas import open_atlas
from ketenatlas.confirming_commands import register as register_confirming
from ketenatlas.cube_commands import register as register_cubes
from ketenatlas.data_commands import register
from ketenatlas.fetch_commands import register as register_fetching
from ketenatlas.lake_commands import register as register_lake
from ketenatlas.matching_commands import register as register_matching
from ketenatlas.metric_commands import register as register_metrics
from ketenatlas.picture_commands import register as register_pictures
from ketenatlas.push_commands import register as register_pushing
from ketenatlas.question_commands import register as register_questions
from ketenatlas.report_commands import register as register_reports
from ketenatlas.scenario_commands import register as register_scenarios
from ketenatlas.settings import PUBLIC_HELP, Settings, language_told
from ketenatlas.token_commands import register as register_tokens

app = typer.Typer(
    help="The atlas of value chains and locations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
out = Console(width=None if sys.stdout.isatty() else 120)
progress = Console(stderr=True)

Where = Annotated[str | None, typer.Option("--atlas", help="Folder of builds, or address of a SPARQL server.")]
Public = Annotated[bool, typer.Option("--public", help=PUBLIC_HELP)]
Language = Annotated[str, typer.Option("--lang", help="Language of labels and headings: nl or en.")]


def _write(text: str, target: Path | None) -> None:
    """Write to a file, or to standard output."""
    if target is None or str(target) == "-":
        sys.stdout.write(text)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        progress.print(f"written: {target}")


@app.command()
def build(
    data: Annotated[Path | None, typer.Option(help="Data set to build from; the bundled one by default.")] = None,
    added: Annotated[
        list[Path] | None,
        typer.Option("--add", help="Folder with further tables, laid out like a data set; may repeat."),
    ] = None,
    builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Reference date for what is inferred (ISO).")] = None,
    outlines: Annotated[
        Path | None, typer.Option(help="Municipality outlines, as PDOK serves them or with properties code, naam.")
    ] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another build in the same folder.")] = 600.0,
) -> None:
    """Build an atlas and put it in place."""
    from ketenatlas.build import build as make  # noqa: PLC0415 - a build loads what questions need not wait for
    from ketenatlas.inputs import inputs_of  # noqa: PLC0415

    root = builds or Settings().builds
    report = make(
        root,
        data,
        as_of=as_of,
        added=added or (),
        over=inputs_of(root),
        extra={"outlines": outlines} if outlines else {},
        wait=wait,
        progress=lambda line: progress.print(f"  {escape(line)}", highlight=False),
    )
    show.report(report, out)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="Identifier of a question; none lists them all.")] = None,
    atlas: Where = None,
    lang: Language = "",
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    target: Annotated[Path | None, typer.Option("--out", help="File to write; - is standard output.")] = None,
    sparql: Annotated[bool, typer.Option("--sparql", help="Print the query that would be run.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show all rows of a table.")] = False,
    public: Public = False,
    both: Annotated[
        bool, typer.Option("--bounds", help="Lower (asserted claims) and upper bound side by side, as CSV.")
    ] = False,
) -> None:
    """Ask a question; its parameters are options, as in: ask A1-05 --chain semicon."""
    from graph.asking import prepare  # noqa: PLC0415
    from graph.catalogue import catalogue  # noqa: PLC0415
    from ketenatlas.exports import answer_csv, answer_json  # noqa: PLC0415
    from ketenatlas.views.table import print_answer  # noqa: PLC0415

    language = language_told(lang)
    if question is None:
        show.questions(catalogue(), language, out)
        return
    chosen = catalogue()[question]
    told = options(context.args)
    opened = open_atlas(atlas, language, public=public)
    if sparql:
        _write(prepare(opened.engine, chosen, told, language)[0], target)
        return
    if both:
        from graph.bounds import bounds  # noqa: PLC0415
        from ketenatlas.exports import frame_csv  # noqa: PLC0415

        _write(frame_csv(bounds(opened.engine, chosen, told, language)), target)
        return
    answer = opened.answer(question, told)
    if form == "csv":
        _write(answer_csv(answer), target)
    elif form == "json":
        _write(answer_json(answer), target)
    elif form == "table":
        print_answer(answer, out, None if everything else 40)
    else:
        raise UsageError(f"--format: {form!r} is not one of table, csv, json")
    if not answer.rows and answer.missing:
        raise typer.Exit(1)


def options(arguments: list[str]) -> dict[str, str | None]:
    """Options of a question, as ``--name value`` or ``--name=value``."""
    told: dict[str, str | None] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or len(word) < 3:
            raise UsageError(f"unexpected {word!r}; parameters are given as --name value")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise UsageError(f"--{name} needs a value")
            value = rest.pop(0)
        head, *tail = name.split("-")
        told[head + "".join(part.capitalize() for part in tail)] = value
    return told


@app.command()
def sparql(
    query: Annotated[str, typer.Argument(help="The query, a file that holds it, or - for standard input.")],
    atlas: Where = None,
    form: Annotated[
        str, typer.Option("--format", help="table, json, xml, csv, tsv, turtle, ntriples, jsonld or rdfxml.")
    ] = "table",
    target: Annotated[Path | None, typer.Option("--out", help="File to write; - is standard output.")] = None,
    public: Public = False,
) -> None:
    """Run any SPARQL query, read-only and within limits; the prefixes everybody knows need not be declared."""
    from graph.prefixes import with_prefixes  # noqa: PLC0415

    text = _query_text(query)
    forms = {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "turtle": "text/turtle",
        "ntriples": "application/n-triples",
        "jsonld": "application/ld+json",
        "rdfxml": "application/rdf+xml",
    }
    if form != "table" and form not in forms:
        raise UsageError(f"--format: {form!r} is not one of table, {', '.join(forms)}")
    with show.guarded(atlas, public=public) as engine:
        media_type, data = engine.answer(with_prefixes(text), [forms[form]] if form != "table" else None)
    if form == "table":
        show.anything(media_type, data, out)
    elif target is None or str(target) == "-":
        sys.stdout.buffer.write(data)
    else:
        target.write_bytes(data)
        progress.print(f"written: {target}")


def _query_text(given: str) -> str:
    """The text of a query: from standard input, from a file, or as it is."""
    if given == "-":
        return sys.stdin.read()
    if any(character.isspace() for character in given.strip()):
        return given
    if not Path(given).is_file():
        raise UsageError(f"{given!r} is neither a query nor a file")
    return Path(given).read_text(encoding="utf-8")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def network(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="flows, chain, or a network made from columns; none lists them.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Level of the nodes, where the network has one.")] = None,
    atlas: Where = None,
    lang: Language = "",
    public: Public = False,
    target: Annotated[
        Path, typer.Option("--out", help="Folder for picture and exports, or one file whose ending says its form.")
    ] = Path("out"),
) -> None:
    """Draw a network as one HTML file that needs no connection, or write it for Gephi, Pajek, QGIS or Excel."""
    from ketenatlas.networks import NETWORKS, draw, save  # noqa: PLC0415

    language = language_told(lang)
    if name is None:
        show.networks(NETWORKS, language, out)
        return
    opened = open_atlas(atlas, language, public=public)
    told = options(context.args)
    files = save(opened, name, by, told, target) if target.suffix else draw(opened, name, by, told, target)
    for path in files:
        progress.print(f"written: {path}", soft_wrap=True)


@app.command()
def reference(
    folder: Annotated[Path, typer.Option("--out", help="Folder for the pages.")] = Path("out/ontology"),
    lang: Language = "",
) -> None:
    """Write the ontology as pages to leaf through, with a picture of every module; they need no connection."""
    from ketenatlas.views.reference import INDEX, reference_pages  # noqa: PLC0415

    pages = reference_pages(language_told(lang))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    progress.print(f"written: {folder / INDEX} and {len(pages) - 1} pages beside it", soft_wrap=True)


@app.command()
def serve(
    atlas: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8080,
    tokens_file: Annotated[
        Path | None,
        typer.Option(help="File of tokens (ketenatlas token new); without it nobody reads what is restricted."),
    ] = None,
    names: Annotated[
        list[str] | None, typer.Option("--host-name", help="Name by which others know the server; may repeat.")
    ] = None,
    log: Annotated[
        Path | None, typer.Option(help="File for a line per request without personal data; - is standard error.")
    ] = None,
    scratch: Annotated[
        Path | None, typer.Option(help="File for graphs that may be written, apart from the atlas, at /scratch/sparql.")
    ] = None,
) -> None:
    """Open the atlas in the browser, with a SPARQL address at /sparql. The atlas itself is never changed."""
    from ketenatlas.server import run  # noqa: PLC0415

    settings = Settings()
    run(
        atlas or settings.builds,
        settings,
        host,
        port,
        lambda line: progress.print(line, highlight=False, soft_wrap=True),
        tokens_file,
        names or (),
        log,
        scratch,
    )


@app.command()
def check(
    atlas: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    lang: Language = "",
    page: Annotated[Path | None, typer.Option("--html", help="Write the report as one page to this file.")] = None,
    consistency: Annotated[
        bool, typer.Option("--consistency", help="Look for contradictions only, also with HermiT (needs Java).")
    ] = False,
    facts: Annotated[
        list[Path] | None, typer.Option(help="Turtle file whose facts are checked against the ontology; may repeat.")
    ] = None,
) -> None:
    """Show what the gate found when the atlas was built; exit code 1 when something was reported."""
    from graph.store import current  # noqa: PLC0415

    language = language_told(lang)
    if consistency or facts:
        from ketenatlas.reasoning import check_consistency  # noqa: PLC0415

        if check_consistency(facts or [], language, out):
            raise typer.Exit(1)
        return
    folder = current(atlas or Settings().builds)
    if page is not None:
        from ketenatlas.views.quality import quality_page  # noqa: PLC0415

        _write(quality_page(folder, language), page)
    if show.findings(folder, language, out):
        raise typer.Exit(1)


@app.command()
def explain(
    subject: Annotated[str, typer.Argument(help="The thing: its key, label, prefixed name or address.")],
    property_: Annotated[
        str, typer.Argument(metavar="PROPERTY", help="What is said of it, as inRegion; a for its class.")
    ],
    object_: Annotated[str, typer.Argument(metavar="OBJECT", help='The other thing; a "quoted" value is a literal.')],
    atlas: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    lang: Language = "",
) -> None:
    """Say why a statement holds: the stated facts, the rules and the sources that give it."""
    from ketenatlas.reasoning import explain as tell  # noqa: PLC0415

    out.print(tell(atlas or Settings().builds, subject, property_, object_, language_told(lang)))


@app.command()
def start(
    builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    folder: Annotated[Path, typer.Option("--out", help="Folder for the picture.")] = Path("out"),
    lang: Language = "",
) -> None:
    """Build the bundled atlas, answer one question, draw one picture, and say how to go on."""
    from ketenatlas.networks import draw  # noqa: PLC0415
    from ketenatlas.views.table import print_answer  # noqa: PLC0415

    language = language_told(lang)
    root = builds or Settings().builds
    build(data=None, added=None, builds=root)
    opened = open_atlas(root, language)
    print_answer(opened.answer("A1-05", {"chain": "semicon"}), out, 12)
    files = draw(opened, "chain", None, {"chain": "semicon"}, folder)
    show.next_steps(files, root, out)


@app.command()
def doctor() -> None:
    """Say which versions run, which optional parts are there, and which limits are in force."""
    show.doctor(Settings(), out)


@app.command()
def version() -> None:
    """Print the version."""
    out.print(__version__)


register(app, out, progress)
register_matching(app, progress)
register_confirming(app, progress)
register_scenarios(app, out, progress)
register_questions(app, out, progress)
register_fetching(app, out, progress)
register_pictures(app, out, progress)
register_metrics(app, out, progress)
register_cubes(app, out, progress)
register_reports(app, out, progress)
register_lake(app, progress)
register_tokens(app, out, progress)
register_pushing(app, progress)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors for people become one sentence and an exit code."""
    try:
        app(args=arguments, prog_name="ketenatlas")
    except UsageError as error:
        _tell(error)
        sys.exit(2)
    except AtlasError as error:
        _tell(error)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read the output has seen enough, as in: ketenatlas ask A1-05 | head
        sys.stderr.close()


def _tell(error: AtlasError) -> None:
    """Say what went wrong in one line, so that a path in it can be copied."""
    progress.print(f"[bold]{escape(str(error))}[/bold]", highlight=False, soft_wrap=True)
