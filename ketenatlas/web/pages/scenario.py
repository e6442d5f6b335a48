"""What-ifs as forms: choose what happens, and see what changes on what the atlas knows, with its evidence."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.asking import choices, sources_of
from graph.catalogue import Parameter, today
from graph.errors import AtlasError, UsageError
from graph.labelling import Names
from graph.scenario_kinds import Given, Kind, kind_named, kinds
from graph.situation import park_areas
from ketenatlas.scenarios import as_json, flat, sheets
from ketenatlas.views.scenario import scenario_body, title_of
from ketenatlas.web import downloads, place_words
from ketenatlas.web.addresses import address
from ketenatlas.web.rendering import columns_of, page
from ketenatlas.web.sections import chain_choices, engine_of

WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "scenario_lead": "Verken wat er verandert als iets gebeurt, op wat de atlas kent. Niemand zegt dat het "
        "gebeurt.",
        "scenario_needs": "Vraagt",
        "scenario_optional": "naar keuze",
        "scenario_run": "Reken door",
        "scenario_choose": "Kies …",
        "scenario_start": "Vul in wat er gebeurt en reken door.",
        "permalink": "Vaste link",
        "scenario_file": "De uitkomst als bestand",
        "other_scenarios": "Andere verkenningen",
    },
    "en": {
        **place_words.WORDS["en"],
        "scenario_lead": "Explore what changes if something happens, on what the atlas knows. Nobody says that it "
        "happens.",
        "scenario_needs": "Asks for",
        "scenario_optional": "optional",
        "scenario_run": "Work it out",
        "scenario_choose": "Choose …",
        "scenario_start": "Fill in what happens and work it out.",
        "permalink": "Permanent link",
        "scenario_file": "The outcome as a file",
        "other_scenarios": "Other explorations",
    },
}
_VIEW = ("chain", "asOf", "evidence")


def _offered(request: Request, given: Given, language: str) -> list[tuple[str, str]]:
    """What a form offers for one thing a kind takes: key and label, with what tells things of one name apart."""
    found = choices(engine_of(request), Parameter(given.name, "iri", given.label, choices=given.of))
    around: dict[str, str] = {}
    view = columns_of(request).view()
    if given.of == "ka:ChainStage":
        table = Names(view).on(extracts.read(view.folder, "stages"), "chain")
        around = dict(table.select("stage", "chain_label").iter_rows())
    elif given.of == "ka:BusinessPark":
        around = dict(Names(view).on(park_areas(view), "municipality").select("park", "municipality_label").iter_rows())
    offered = [
        (choice.key, choice.label[language] + (f" – {around[choice.iri]}" if choice.iri in around else ""))
        for choice in found
    ]
    return sorted(offered, key=lambda one: one[1].casefold())


def _fields(request: Request, kind: Kind, language: str) -> list[dict[str, Any]]:
    """The form of a kind: a field for each thing it takes."""
    fields = []
    for given in kind.takes:
        options = [(word, label[language]) for word, label in given.options.items()]
        if given.of:
            options = _offered(request, given, language)
        fields.append(
            {
                "name": given.name,
                "label": given.label[language],
                "required": given.required,
                "options": options,
                "value": request.query_params.get(given.name, ""),
            }
        )
    return fields


def _told(request: Request, kind: Kind) -> dict[str, str]:
    return {given.name: value for given in kind.takes if (value := request.query_params.get(given.name, "").strip())}


def scenarios(request: Request) -> Response:
    """The kinds of scenario."""
    return page(request, "scenarios.html.j2", kinds=kinds().values())


def scenario(request: Request) -> Response:
    """One kind of scenario: its form, and what changes once it is filled in; as CSV, XLSX or JSON by ``format``."""
    try:
        kind = kind_named(request.path_params["kind"])
    except UsageError as error:
        return page(request, "message.html.j2", status=404, message=str(error))
    atlas = columns_of(request)
    told = _told(request, kind)
    view = {name: request.query_params.get(name, "") for name in _VIEW}
    outcome, problem, body, title = None, "", "", ""
    if told:
        try:
            outcome = atlas.scenario(
                kind.name,
                chain=view["chain"] or None,
                as_of=view["asOf"] or None,
                evidence=view["evidence"] or None,
                **told,
            )
        except AtlasError as refused:
            problem = str(refused)
    if outcome is not None:
        sources = sources_of(atlas.engine, outcome.sources)
        name = "-".join([kind.name, *told.values()])
        form = request.query_params.get("format")
        if form == "csv":
            return downloads.as_csv(flat(outcome.table), name)
        if form == "xlsx":
            return downloads.as_xlsx(sheets(outcome, sources), name)
        if form == "json":
            return downloads.as_json(as_json(outcome, sources), name)
        body, title = scenario_body(outcome, sources, link=address, folded=True), title_of(outcome)
    kept = urlencode({**told, **{name: value for name, value in view.items() if value}})
    return page(
        request,
        "scenario.html.j2",
        status=400 if problem else 200,
        kind=kind,
        fields=_fields(request, kind, atlas.language),
        chains=chain_choices(request),
        view={**view, "asOf": view["asOf"] or today()},
        problem=problem,
        body=body,
        heading=title,
        kept=kept,
        others=[other for other in kinds().values() if other.name != kind.name],
    )


ROUTES = [Route("/scenario", scenarios), Route("/scenario/{kind}", scenario)]
