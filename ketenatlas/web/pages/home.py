"""The first page: the province at a glance, what is new, how old it is and what is missing, and where to begin."""

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.asking import records
from graph.catalogue import THEMES, catalogue, query_file, today
from graph.cited import ages, sources
from graph.store import Store
from ketenatlas.views.chain_map import draw_map
from ketenatlas.views.figure import key
from ketenatlas.views.matrix import matrix
from ketenatlas.views.news import changed_files, former, lately
from ketenatlas.views.palette import REGIONS, chain_colour, region_colour
from ketenatlas.views.table import called
from ketenatlas.web.ready import STATES, ready, wanted
from ketenatlas.web.rendering import atlas_of, page, snapshot_of, store_of, words_of
from ketenatlas.web.sections import engine_of

_NEWS, _FILES, _TABLES = 6, 4, 4
"""Facts, changed files and missing tables that are told; the pages behind have all."""
_BACK = 2
"""Years that news goes back."""
_MOST = 3
"""Sources published lately that are named."""

WORDS = {
    "nl": {
        "glance_matrix_help": "Per regio: hoeveel schakels van de keten er bekend zijn (blokjes en getal) en bij "
        "hoeveel vestigingen. Een streepje: geen bron in de atlas noemt er een, dus onbekend, niet afwezig.",
        "glance_cell": "{chain}, {region}: {n} van {all} schakels, {sites}",
        "glance_pick": "Keten op de kaart",
        "glance_map_table": "Tabel",
        "glance_map_flows": "Leveringen tussen regio's",
        "glance_new": "Wat is er nieuw?",
        "glance_began": "begonnen",
        "glance_ended": "geëindigd",
        "glance_many": "{n} keer: {kind}",
        "glance_no_news": "De afgelopen twee jaar begon of eindigde er volgens de bronnen niets.",
        "glance_all_changes": "Alle veranderingen",
        "glance_build": "Sinds de vorige bouw",
        "glance_build_none": "Er is geen eerdere bouw om mee te vergelijken.",
        "glance_build_same": "Dezelfde bestanden als bij de vorige bouw.",
        "glance_file_new": "nieuw",
        "glance_file_gone": "vervallen",
        "glance_file_different": "gewijzigd",
        "glance_more_files": "en nog {n} bestanden",
        "glance_latest": "Jongste bronnen",
        "glance_fresh": "Hoe vers is het?",
        "glance_fresh_help": "Uitspraken naar leeftijd van hun bron (dag van publicatie).",
        "glance_all_sources": "Alle bronnen",
        "glance_gaps": "Wat ontbreekt er nog?",
        "glance_gaps_help": "Van de {n} vragen:",
        "glance_tables": "Tabellen waar de meeste vragen op wachten:",
        "glance_filled": "{n} van de {all} schakels hebben een bekende deelnemer.",
        "glance_questions": "vragen",
        "glance_begin": "Waar wilt u beginnen?",
        "glance_strategist": "Beleid en bestuur",
        "glance_strategist_help": "Stel een vaste vraag, lees het antwoord met bron en bewijs, deel het adres.",
        "glance_analyst": "Analyse",
        "glance_analyst_help": "Beelden, netwerken en eigen vragen in SPARQL, met bestanden voor Excel, Gephi en QGIS.",
        "glance_ministry": "Rijk en andere provincies",
        "glance_ministry_help": "Landelijke afstemming, de begrippen van de ontologie en de gegevens als linked data.",
        "glance_go_questions": "De vragen",
        "glance_go_chains": "De ketens",
        "glance_go_pictures": "De beelden",
        "glance_go_national": "Nationale afstemming",
        "glance_go_ontology": "De ontologie",
        "glance_go_sparql": "SPARQL",
        "glance_themes": "Vragen per thema",
        "glance_ready": "{n} van {all} te beantwoorden",
    },
    "en": {
        "glance_matrix_help": "For each region: how many stages of the chain are known there (blocks and number) and "
        "at how many establishments. A dash: no source in the atlas names one, so unknown, not absent.",
        "glance_cell": "{chain}, {region}: {n} of {all} stages, {sites}",
        "glance_pick": "Chain on the map",
        "glance_map_table": "Table",
        "glance_map_flows": "Supplies between regions",
        "glance_new": "What is new?",
        "glance_began": "began",
        "glance_ended": "ended",
        "glance_many": "{n} times: {kind}",
        "glance_no_news": "In the past two years nothing began or ended, as far as the sources tell.",
        "glance_all_changes": "All changes",
        "glance_build": "Since the build before",
        "glance_build_none": "There is no earlier build to compare with.",
        "glance_build_same": "The same files as in the build before.",
        "glance_file_new": "new",
        "glance_file_gone": "gone",
        "glance_file_different": "changed",
        "glance_more_files": "and {n} more files",
        "glance_latest": "Latest sources",
        "glance_fresh": "How fresh is it?",
        "glance_fresh_help": "Claims by age of their source (day of publication).",
        "glance_all_sources": "All sources",
        "glance_gaps": "What is still missing?",
        "glance_gaps_help": "Of the {n} questions:",
        "glance_tables": "Tables that most questions wait for:",
        "glance_filled": "{n} of the {all} stages have a known participant.",
        "glance_questions": "questions",
        "glance_begin": "Where would you like to begin?",
        "glance_strategist": "Policy and administration",
        "glance_strategist_help": "Ask a ready question, read the answer with source and evidence, share its address.",
        "glance_analyst": "Analysis",
        "glance_analyst_help": "Pictures, networks and queries of your own, with files for Excel, Gephi and QGIS.",
        "glance_ministry": "State and other provinces",
        "glance_ministry_help": "National alignment, the terms of the ontology, and the data as linked data.",
        "glance_go_questions": "The questions",
        "glance_go_chains": "The chains",
        "glance_go_pictures": "The pictures",
        "glance_go_national": "National alignment",
        "glance_go_ontology": "The ontology",
        "glance_go_sparql": "SPARQL",
        "glance_themes": "Questions by theme",
        "glance_ready": "{n} of {all} ready",
    },
}


def home(request: Request) -> Response:
    """The province at a glance: chains by region, the map, news, freshness, gaps, and where to begin."""
    atlas = atlas_of(request)
    folder, engine = snapshot_of(request).folder, engine_of(request)
    rows, _ = records(engine, query_file("views", "chain-region"), {}, atlas.language)
    table = matrix(rows)
    chosen = request.query_params.get("keten")
    chain = next((iri for iri in table.chains if key(iri) == chosen), None)
    title = table.chains[chain] if chain else words_of(request)["all_chains"]
    day = datetime.date.fromisoformat(today())
    found = ready(store_of(request))
    return page(
        request,
        "home.html.j2",
        matrix=table,
        regions=sorted(table.regions.items(), key=lambda item: (_place(item[0]), item[1])),
        most_stages=max((cell.total for cell in table.cells.values()), default=0),
        key=key,
        colour=region_colour,
        chain_colour=chain_colour,
        chain=chain,
        map=draw_map(engine, atlas.language, chosen if chain else None, title),
        map_title=title,
        news=lately(folder, _earlier(day).isoformat(), day.isoformat(), atlas.language)[:_NEWS],
        since=_earlier(day).isoformat(),
        files=_files(folder),
        most_files=_FILES,
        latest=_latest(folder, day),
        ages=ages(sources(folder), day),
        states=[(state, sum(one.state == state for one in found.values())) for state in STATES],
        total=len(found),
        wanted=wanted(found)[:_TABLES],
        tables=called(atlas.language),
        filled=_filled(folder, today(), atlas.language),
        themes=[
            (key, THEMES[key][atlas.language], sum(found[q.id].state == "answered" for q in group), len(group))
            for key, group in catalogue().by_theme().items()
        ],
    )


def _place(region: str) -> int:
    """Where a region stands in the table: as on the map, from west to east; others after these."""
    name = key(region)
    return list(REGIONS).index(name) if name in REGIONS else len(REGIONS)


def _earlier(day: datetime.date) -> datetime.date:
    """The day from which news is told: the same one some years before."""
    return day - datetime.timedelta(days=round(365.25 * _BACK))


def _files(folder: Path) -> list[dict[str, Any]] | None:
    """Files that differ from the build before; None if there is none."""
    before = former(folder)
    return None if before is None else changed_files(folder, before).to_dicts()


def _latest(folder: Path, day: datetime.date) -> list[dict[str, Any]]:
    """The sources that were published last, of those that something rests on."""
    known = sources(folder).filter(pl.col("issued") <= day, pl.col("cited") > 0)
    return known.sort("issued", "title", descending=[True, False]).head(_MOST).to_dicts()


@lru_cache(maxsize=8)
def _filled(folder: Path, day: str, language: str) -> tuple[int, int]:
    """Stages with a known participant, and all stages."""
    rows, _ = records(Store(folder), query_file("views", "coverage"), {"asOf": day}, language)
    return sum(row["filled"] or 0 for row in rows), sum(row["stages"] or 0 for row in rows)


ROUTES = [Route("/", home)]
