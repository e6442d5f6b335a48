"""Measures in the browser: the catalogue, and of each its formula in words, a picture, its table and files."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import today
from graph.errors import AtlasError, UsageError
from graph.measuring import OF, Measure, measure, measures
from graph.scenario_kinds import kinds
from ketenatlas.views.lengths import bars, figure
from ketenatlas.views.measure_formulas import DRAWN, EXPLAINED
from ketenatlas.views.measure_table import drawn, evidence_words, label_of, plain, sheets
from ketenatlas.views.measure_words import HEADINGS, OPTIONS, TAKES
from ketenatlas.views.measure_words import WORDS as TABLE_WORDS
from ketenatlas.web import downloads, place_words
from ketenatlas.web.addresses import address
from ketenatlas.web.rendering import Entry, columns_of, language_of, page
from ketenatlas.web.sections import Cell, Citations, chain_choices

NAVIGATION = [Entry(55, "/metingen", "reckoning")]
SHOWN = 60
"""Rows of a table on the page; files have them all."""
CITED = 3
"""Sources of a row that the page numbers; files name them all."""
WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "reckoning": "Rekenen",
        "reckoning_title": "Rekenen met de atlas",
        "measures_lead": "Maten van netwerken, plekken en ruimte: elk met zijn formule, zijn bron en het bewijs "
        "eronder.",
        "measures_of_node": "Per knoop van een netwerk",
        "measures_of_pair": "Per paar",
        "measures_of_network": "Van een heel netwerk",
        "measures_of_region": "Per regio of plek",
        "measures_of_stage": "Per schakel",
        "unit": "Eenheid",
        "formula_by": "Formule",
        "own_formula": "eigen formule",
        "measure_run": "Bereken",
        "first_rows": "De {n} hoogste waarden; de tabel heeft ze alle.",
        "all_in_files": "rijen; de bestanden hebben ze alle.",
        "measure_empty": "Voor deze maat kent de atlas nog niets. Dat is onbekend, niet nul.",
        "measure_rests": "Rust op bewijs",
        "sources_in_files": "Van elke rij de eerste drie bronnen; alle bronnen staan in de bestanden.",
    },
    "en": {
        **place_words.WORDS["en"],
        "reckoning": "Compute",
        "reckoning_title": "Compute with the atlas",
        "measures_lead": "Measures of networks, places and space: each with its formula, its source and the evidence "
        "below it.",
        "measures_of_node": "By node of a network",
        "measures_of_pair": "By pair",
        "measures_of_network": "Of a whole network",
        "measures_of_region": "By region or place",
        "measures_of_stage": "By stage",
        "unit": "Unit",
        "formula_by": "Formula",
        "own_formula": "our own formula",
        "measure_run": "Compute",
        "first_rows": "The {n} highest values; the table has them all.",
        "all_in_files": "rows; the files have them all.",
        "measure_empty": "The atlas knows nothing yet for this measure. That is unknown, not nought.",
        "measure_rests": "Rests on evidence",
        "sources_in_files": "Of each row the first three sources; all sources are in the files.",
    },
}
_VIEW = ("chain", "asOf", "evidence")


def _formula(one: Measure, language: str) -> str:
    """Who published the formula; ours say what they are."""
    ours, _, rest = one.source.partition("ours: ")
    return WORDS[language]["own_formula"] if rest and not ours else one.source


def catalogue(request: Request) -> Response:
    """All measures by what a row of them is about."""
    language = language_of(request)
    groups = [(of, [one for one in measures().values() if one.of == of]) for of in OF]
    return page(
        request,
        "measures.html.j2",
        kinds=kinds().values(),
        groups=[(of, group) for of, group in groups if group],
        explained=EXPLAINED,
        formula=lambda one: _formula(one, language),
    )


def _fields(chosen: Measure, request: Request, language: str) -> list[dict[str, Any]]:
    """The form of a measure: what it takes, words to choose from first."""
    fields = []
    for name, default in chosen.takes.items():
        options = [(word, OPTIONS[word][language]) for word in chosen.options.get(name, ())]
        value = request.query_params.get(name) or str(default)
        fields.append({"name": name, "label": TAKES[name][language], "options": options, "value": value})
    return fields


def _rows(table: pl.DataFrame, columns: list[str], language: str, citations: Citations) -> list[list[Cell]]:
    """Cells of a table: things with their page, figures as people read them, sources by number."""
    words = TABLE_WORDS[language]
    things = {label_of(name): name for name in table.columns if label_of(name) in table.columns}
    rows = []
    for row in table.head(SHOWN).to_dicts():
        cells = []
        for name in columns:
            value = row[name]
            if name == "evidence":
                cells.append(Cell(evidence_words(value or "", language) or words["unknown"]))
            elif isinstance(value, bool):
                cells.append(Cell(words["yes" if value else "no"]))
            elif isinstance(value, int | float):
                # A count of nought of which nothing is known is no figure: nobody said that there are none.
                nothing = value == 0 and row.get("evidence") == ""
                cells.append(Cell(figure(None if nothing else value, language)))
            else:
                thing = row.get(things.get(name, ""))
                cells.append(
                    Cell(str(value) if value not in (None, "") else words["unknown"], address(thing) if thing else None)
                )
        named = [source for source in (row.get("sources") or "").split("; ") if source]
        more = f"+ {len(named) - CITED}" if len(named) > CITED else ""
        cells.append(Cell(more, numbers=citations.numbers(named[:CITED])))
        rows.append(cells)
    return rows


def one_measure(request: Request) -> Response:
    """A measure: its form, formula, picture and table; as CSV or XLSX by ``format``."""
    try:
        chosen = measure(request.path_params["name"])
    except UsageError as error:
        return page(request, "message.html.j2", status=404, message=str(error))
    language, atlas = language_of(request), columns_of(request)
    view = {name: request.query_params.get(name, "") for name in _VIEW}
    told = {name: value for name in chosen.takes if (value := request.query_params.get(name))}
    table, problem = pl.DataFrame(), ""
    about: dict[str, Any] = {}
    try:
        table, about = atlas.measured(
            chosen.name,
            chain=view["chain"] or None,
            as_of=view["asOf"] or today(),
            evidence=view["evidence"] or "all",
            **told,
        )
    except AtlasError as refused:
        problem = str(refused)
    form = request.query_params.get("format")
    name = "-".join([chosen.name, *told.values(), *([view["chain"]] if view["chain"] else [])])
    if form == "csv" and not problem:
        return downloads.as_csv(table, name)
    if form == "xlsx" and not problem:
        return downloads.as_xlsx(sheets(table, about), name)
    citations, column = Citations(), DRAWN[chosen.name]
    columns = plain(table)
    shown = drawn(table, column) if column in table.columns else []
    return page(
        request,
        "measure.html.j2",
        status=400 if problem else 200,
        measure=chosen,
        problem=problem,
        formula=_formula(chosen, language),
        explained=EXPLAINED[chosen.name][language],
        fields=_fields(chosen, request, language),
        chains=chain_choices(request),
        view={**view, "asOf": view["asOf"] or today()},
        kept=urlencode({**told, **{name: value for name, value in view.items() if value}}),
        headings=[(HEADINGS[name][language], table.schema[name].is_numeric()) for name in columns],
        rows=_rows(table, columns, language, citations),
        total=table.height,
        picture=bars("maat", shown, chosen.about[language], language, mark=1.0 if column == "lq" else None, wide=900.0)
        if shown
        else "",
        drawn=len(shown),
        drawn_heading=HEADINGS[column][language] if column else "",
        rests=evidence_words("; ".join(about.get("evidence", ())), language),
        cited=citations.listed(atlas.engine, language),
    )


ROUTES = [Route("/metingen", catalogue), Route("/meting/{name}", one_measure)]
