"""Pictures for a report: a gallery, and for each a form, the picture, its table and its files."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.catalogue import today
from graph.errors import AtlasError, UsageError
from graph.evidence import levels
from graph.projections import View
from graph.terms import PREFIXES
from ketenatlas.views.answered import Cell
from ketenatlas.views.figure import Asked, Figure, Names, figure_named, figures, key
from ketenatlas.views.figure_page import WORDS as PLATE_WORDS
from ketenatlas.views.figure_page import Plate, plate, png, stem
from ketenatlas.views.networked import FLOWS
from ketenatlas.web.downloads import TYPES, attached, workbook
from ketenatlas.web.forms import Field
from ketenatlas.web.rendering import SHOWN, language_of, page, snapshot_of

_AROUND = "asml-veldhoven"
"""The establishment a picture of surroundings begins with, where the atlas has it."""

WORDS = {
    "nl": {
        "picture_title": "Beelden",
        "picture_lead": "Negen soorten beelden voor een rapport of presentatie. Elk beeld heeft een tabel, een dag, "
        "een bewijsniveau en zijn bronnen, en is te bewaren als SVG, PNG, CSV of XLSX.",
        "picture_by": "Per",
        "picture_chain": "Keten",
        "picture_region": "Regio",
        "picture_of": "Van of rond",
        "picture_hops": "Stappen",
        "picture_before": "Vergelijk met",
        "picture_asOf": "Peildatum",
        "picture_evidence": "Bewijs tot en met",
        "picture_draw": "Teken",
        "picture_all": "alle",
        "picture_all_evidence": "al het bewijs",
        "picture_usual": "zoals gebruikelijk",
        "picture_keep": "Bewaar",
        "picture_table": "Tabel bij dit beeld",
        "picture_sankey": "Wie levert aan wie, per schakel en regio",
        "picture_layers": "De schakels van een keten, van begin tot eind",
        "picture_flowmap": "Stromen op de kaart",
        "picture_matrix": "Van elke plaats naar elke andere",
        "picture_chord": "Stromen tussen regio's in een cirkel",
        "picture_dots": "Welke ketens waar, en waar meer dan gemiddeld",
        "picture_heatmap": "Welke ketens of schakels samen voorkomen",
        "picture_ego": "Wat er om een vestiging heen ligt",
        "picture_scenario": "Voor en na, per schakel en regio",
        "picture_other": "Beeld",
    },
    "en": {
        "picture_title": "Pictures",
        "picture_lead": "Nine kinds of pictures for a report or a talk. Each has a table, a day, an evidence level and "
        "its sources, and can be kept as SVG, PNG, CSV or XLSX.",
        "picture_by": "By",
        "picture_chain": "Chain",
        "picture_region": "Region",
        "picture_of": "Of or around",
        "picture_hops": "Steps",
        "picture_before": "Compare with",
        "picture_asOf": "As of",
        "picture_evidence": "Evidence up to",
        "picture_draw": "Draw",
        "picture_all": "all",
        "picture_all_evidence": "all evidence",
        "picture_usual": "as usual",
        "picture_keep": "Keep",
        "picture_table": "Table behind this picture",
        "picture_sankey": "Who supplies whom, by stage and region",
        "picture_layers": "The stages of a chain, from begin to end",
        "picture_flowmap": "Flows on the map",
        "picture_matrix": "From every place to every other",
        "picture_chord": "Flows between regions in a circle",
        "picture_dots": "Which chains where, and where more than average",
        "picture_heatmap": "Which chains or stages are found together",
        "picture_ego": "What lies around an establishment",
        "picture_scenario": "Before and after, by stage and region",
        "picture_other": "Picture",
    },
}


@dataclass(frozen=True)
class Wish:
    """What a picture was asked for: the figure, the level, its options, the day and the evidence level."""

    figure: Figure
    by: str
    told: dict[str, str]
    as_of: str
    evidence: str

    def query(self, language: str | None = None) -> str:
        """The wish as the end of an address."""
        known = {"by": self.by, **self.told, "asOf": self.as_of, "evidence": self.evidence, "lang": language or ""}
        return urlencode({name: value for name, value in known.items() if value and value != "all"})


def gallery(request: Request) -> Response:
    """All kinds of pictures, each small and as it is first drawn."""
    names = Names(snapshot_of(request).folder, language_of(request))
    shown = [(name, _wish(figure, {}, names).query(language_of(request))) for name, figure in figures().items()]
    return page(request, "pictures.html.j2", shown=shown)


def picture(request: Request) -> Response:
    """One picture with its form, its table and its sources; a file of it by the ending of the address."""
    name, _, ending = request.path_params["name"].partition(".")
    folder, language = snapshot_of(request).folder, language_of(request)
    names = Names(folder, language)
    try:
        figure = figure_named(name)
    except UsageError as error:
        return page(request, "message.html.j2", status=404, message=str(error))
    wish = _wish(figure, dict(request.query_params), names)
    told: dict[str, Any] = {"figure": figure, "fields": _fields(wish, names), "query": wish.query(language)}
    try:
        made = _plate(wish, folder, language)
        if ending:
            return _file(made, ending)
        return page(request, "picture.html.j2", made=made, error=None, **told, **_shown(made))
    except AtlasError as error:
        return page(request, "picture.html.j2", status=400, made=None, error=str(error), **told)


def _wish(figure: Figure, given: dict[str, str], names: Names) -> Wish:
    """What was asked for, with what holds where nothing was said; a picture that needs more begins with an example."""
    told: dict[str, str] = {name: given[name] for name in figure.options if given.get(name)}
    if "before" in figure.options and "before" not in told:
        told["before"] = (datetime.date.fromisoformat(today()) - datetime.timedelta(days=3653)).isoformat()
    if "hops" in figure.options and "of" not in told:
        told["of"] = _AROUND if names.find(_AROUND, "establishment") else _first(names, "establishment")
    if figure.name in ("sankey", "layers") and "chain" not in told:
        told["chain"] = "semicon" if names.find("semicon", "chain") else _first(names, "chain")
    return Wish(figure, given.get("by", ""), told, given.get("asOf", ""), given.get("evidence") or "all")


def _first(names: Names, of: str) -> str:
    """The key of the first thing of a kind; nothing if there is none."""
    return next((key(thing) for thing, _ in _things(names, of)), "")


def _things(names: Names, of: str) -> list[tuple[str, str]]:
    """Address and label of the things of a kind, by label."""
    table = extracts.read(names.folder, "labels").select("thing", names.language)
    own = [(thing, label) for thing, label in table.iter_rows() if thing.startswith(PREFIXES[of])]
    return sorted(own, key=lambda item: item[1])


def _plate(wish: Wish, folder: Path, language: str) -> Plate:
    """Draw what was asked for.

    Raises:
        UsageError: if something in the wish cannot be understood.
    """
    told = dict(wish.told)
    level = wish.figure.check(wish.by, told)
    plain = Asked(View(folder, None, wish.as_of or None, wish.evidence, language))
    chain = plain.names.known(told.pop("chain"), "chain") if "chain" in told else None
    return plate(wish.figure, Asked(View(folder, chain, wish.as_of or None, wish.evidence, language), level, told))


def _fields(wish: Wish, names: Names) -> list[Field]:
    """The fields of the form: level, options, day and evidence."""
    language, figure = names.language, wish.figure
    words, plates = WORDS[language], PLATE_WORDS[language]
    found = []
    if len(figure.levels) > 1:
        options = [(level, plates.get(level, level)) for level in figure.levels]
        found.append(Field("by", words["picture_by"], "select", wish.by or figure.levels[0], options))
    for option in figure.options:
        value = wish.told.get(option, "")
        label = words[f"picture_{option}"]
        if option in ("chain", "region"):
            things = [(key(thing), name) for thing, name in _things(names, option)]
            open_ = [] if figure.name in ("sankey", "layers") and option == "chain" else [("", words["picture_all"])]
            found.append(Field(option, label, "select", value, [*open_, *things]))
        elif option == "before":
            found.append(Field(option, label, "date", value))
        elif option == "hops":
            found.append(Field(option, label, "select", value or "1", [("1", "1"), ("2", "2")]))
        elif "hops" in figure.options:
            things = [(key(thing), name) for thing, name in _things(names, "establishment")]
            found.append(Field(option, label, "list", value, things))
        else:
            kinds = ("chain", "stage") if figure.name == "heatmap" else FLOWS
            usual = [("", words["picture_usual"])] if figure.name == "heatmap" else []
            found.append(
                Field(option, label, "select", value, [*usual, *((one, plates.get(one, one)) for one in kinds)])
            )
    known = [("all", words["picture_all_evidence"]), *((one, told[1][language]) for one, told in levels().items())]
    found.append(Field("asOf", words["picture_asOf"], "date", wish.as_of or today()))
    found.append(Field("evidence", words["picture_evidence"], "select", wish.evidence, known))
    return found


def _shown(made: Plate) -> dict[str, Any]:
    """The picture, its table and its sources as the page shows them."""
    table, names = made.data.table, made.asked.names
    numbers = {source: at for at, source in enumerate(made.sources, 1)}
    fields = [field for field in made.figure.fields if field.name in table.columns]
    rows = []
    for row in table.head(SHOWN).to_dicts():
        cells = []
        for field in fields:
            value = row[field.name]
            if field.name == "sources":
                cited = tuple(sorted(numbers[part] for part in str(value or "").split("; ") if part in numbers))
                cells.append(Cell("", None, cited))
            else:
                iri = value if field.of and isinstance(value, str) and value.startswith("http") else None
                cells.append(Cell(made.told(field.name, value), iri))
        rows.append(cells)
    return {
        "svg": made.drawn.canvas.svg(made.figure.name, made.title, " ".join(made.reading)),
        "heads": [(field.label[made.asked.language], field.number) for field in fields],
        "rows": rows,
        "hidden": max(0, table.height - SHOWN),
        "citations": [(names.label(source), source, None) for source in made.sources],
    }


def _file(made: Plate, ending: str) -> Response:
    """The picture as a file.

    Raises:
        UsageError: if there is no such form.
        AtlasError: if a PNG is asked for and what draws it is not installed.
    """
    if ending == "svg":
        content = made.svg().encode()
    elif ending == "png":
        content = png(made.svg())
    elif ending == "csv":
        content = made.csv().encode()
    elif ending == "xlsx":
        content = workbook(made.sheets())
    else:
        raise UsageError(f"{ending!r} is not one of svg, png, csv, xlsx")
    return attached(content, TYPES[ending], f"{stem(made.figure, made.asked)}.{ending}", inline=ending == "svg")


ROUTES = [Route("/beelden", gallery), Route("/beeld/{name}", picture)]
