"""Sources and quality: what was read, rejected and found, how old the sources are, what is missing; and each source."""

import datetime
from itertools import groupby
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import catalogue
from graph.cited import ages, resting, sources
from graph.evidence import levels
from graph.lineage import rows_of_each
from graph.terms import PREFIXES
from ketenatlas.views import quality
from ketenatlas.views.origins import Origins
from ketenatlas.views.table import called
from ketenatlas.web.ready import ready, wanted
from ketenatlas.web.rendering import Entry, language_of, page, snapshot_of, store_of, words_of

NAVIGATION = [Entry(80, "/bronnen", "sources")]
_LISTED, _RESTING, _WANTED = 40, 100, 12
"""Sources in a list, things that rest on one source, and missing tables that a page shows at most."""

WORDS = {
    "nl": {
        "rest_lead": "Elk cijfer in de atlas rust op een rij in een bestand en op een bron. Hier staat wat is gelezen, "
        "wat is afgewezen, wat de controles vonden, hoe oud de bronnen zijn en wat nog ontbreekt.",
        "rest_sources": "bronnen",
        "rest_files": "bestanden gelezen",
        "rest_accepted": "rijen aanvaard",
        "rest_rejected": "rijen afgewezen",
        "rest_notes": "opmerkingen bij rijen",
        "rest_findings": "bevindingen van de poort",
        "rest_age": "Hoe oud zijn de bronnen?",
        "rest_age_help": "Naar dag van publicatie. De balk is wat op deze bronnen rust: uitspraken, vestigingen, "
        "terreinen en andere zaken.",
        "rest_under": "jonger dan een jaar",
        "rest_between": "{a} tot {b} jaar",
        "rest_over": "{n} jaar of ouder",
        "rest_undated": "dag van publicatie onbekend",
        "rest_age_class": "Leeftijd",
        "rest_cited": "Wat erop rust",
        "rest_wanted": "Welke tabellen ontbreken het meest?",
        "rest_wanted_help": "Aantal vragen dat op de tabel wacht of zonder haar onvolledig is.",
        "rest_waiting": "Vragen",
        "rest_list": "De bronnen",
        "rest_find": "Zoek een bron",
        "rest_find_hint": "titel of uitgever",
        "rest_licence": "Licentie",
        "rest_all": "alle",
        "rest_none": "niet genoemd",
        "rest_title": "Titel",
        "rest_publisher": "Uitgever",
        "rest_issued": "Gepubliceerd",
        "rest_retrieved": "Geraadpleegd",
        "rest_page": "Adres",
        "rest_note": "Opmerking",
        "rest_shown": "De {n} meest gebruikte van {all}; zoek om een andere te vinden.",
        "rest_loads_help": "Elk bestand met wat ervan is gelezen, en zijn vingerafdruk (SHA-256).",
        "rest_read": "Ingelezen uit",
        "rest_row": "rij",
        "rest_rests": "Wat op deze bron rust",
        "rest_rests_help": "Elke regel leidt naar de rij in het bestand en de kolommen waaruit zij gelezen is.",
        "rest_thing": "Uitspraak of ding",
        "rest_kind": "Soort",
        "rest_where": "Bestand en rij",
        "rest_evidence": "Bewijs",
        "rest_more": "De eerste {n} van {all} staan hier.",
        "rest_nothing": "Niets in de atlas noemt deze bron.",
        "rest_questions": "Vragen die hierop kunnen rusten",
        "rest_questions_help": "Vragen die een tabel lezen waarin deze bron genoemd wordt.",
        "rest_file_counts": "De bestanden waarin zij genoemd wordt",
        "rest_about": "Wat is het?",
        "rest_unknown": "De atlas kent geen bron met de naam {key}.",
        "rest_publishers": "uitgevers",
        "rest_rules": "Wat de controles vonden",
        "rest_found": "keer",
    },
    "en": {
        "rest_lead": "Every figure in the atlas rests on a row in a file and on a source. Here is what was read, what "
        "was rejected, what the checks found, how old the sources are and what is still missing.",
        "rest_sources": "sources",
        "rest_files": "files read",
        "rest_accepted": "rows accepted",
        "rest_rejected": "rows rejected",
        "rest_notes": "remarks on rows",
        "rest_findings": "findings of the gate",
        "rest_age": "How old are the sources?",
        "rest_age_help": "By day of publication. The bar is what rests on these sources: claims, establishments, parks "
        "and other things.",
        "rest_under": "younger than a year",
        "rest_between": "{a} to {b} years",
        "rest_over": "{n} years or older",
        "rest_undated": "day of publication unknown",
        "rest_age_class": "Age",
        "rest_cited": "What rests on it",
        "rest_wanted": "Which tables are missed most?",
        "rest_wanted_help": "Number of questions that wait for the table or are incomplete without it.",
        "rest_waiting": "Questions",
        "rest_list": "The sources",
        "rest_find": "Find a source",
        "rest_find_hint": "title or publisher",
        "rest_licence": "Licence",
        "rest_all": "all",
        "rest_none": "not said",
        "rest_title": "Title",
        "rest_publisher": "Publisher",
        "rest_issued": "Published",
        "rest_retrieved": "Retrieved",
        "rest_page": "Address",
        "rest_note": "Remark",
        "rest_shown": "The {n} most used of {all}; search to find another.",
        "rest_loads_help": "Each file with what was read of it, and its fingerprint (SHA-256).",
        "rest_read": "Read from",
        "rest_row": "row",
        "rest_rests": "What rests on this source",
        "rest_rests_help": "Every line leads to the row of the file and the columns it was read from.",
        "rest_thing": "Claim or thing",
        "rest_kind": "Kind",
        "rest_where": "File and row",
        "rest_evidence": "Evidence",
        "rest_more": "The first {n} of {all} are here.",
        "rest_nothing": "Nothing in the atlas names this source.",
        "rest_questions": "Questions that may rest on it",
        "rest_questions_help": "Questions that read a table in which this source is named.",
        "rest_file_counts": "The files in which it is named",
        "rest_about": "What is it?",
        "rest_unknown": "The atlas knows no source with the name {key}.",
        "rest_publishers": "publishers",
        "rest_rules": "What the checks found",
        "rest_found": "times",
    },
}


def overview(request: Request) -> Response:
    """What was read, rejected and reported when the atlas was built, and how old and complete its sources are."""
    folder = snapshot_of(request).folder
    language = language_of(request)
    told = quality.tables(folder)
    known = sources(folder)
    asked, licence = request.query_params.get("q", ""), request.query_params.get("licentie", "")
    listed = known.filter(
        *(
            pl.concat_str("title", "publisher", separator=" ", ignore_nulls=True)
            .str.to_lowercase()
            .str.contains(word, literal=True)
            for word in asked.lower().split()
        ),
        *([pl.col("licence").fill_null("") == ("" if licence == "-" else licence)] if licence else []),
    )
    loaders = called(language)
    missed = wanted(ready(store_of(request)))
    return page(
        request,
        "sources.html.j2",
        tables=told,
        loads=_by_loader(told["loads"]),
        loaders=loaders,
        groups=[(key, list(rows)) for key, rows in groupby(told["findings"], key=lambda r: _finding(r, language))],
        ages=ages(known, datetime.date.fromisoformat(str(snapshot_of(request).manifest["as_of"]))),
        wanted=missed[:_WANTED],
        sources=listed.head(_LISTED).to_dicts(),
        listed=listed.height,
        total=known.height,
        publishers=known["publisher"].n_unique(),
        licences=sorted(known["licence"].drop_nulls().unique().to_list()),
        chosen={"q": asked, "licentie": licence},
        totals={part: sum(int(row[part] or 0) for row in told["loads"]) for part in ("accepted", "rejected")},
    )


def _finding(row: dict[str, Any], language: str) -> tuple[str, str]:
    return row["severity"], row[f"message_{language}"]


def _by_loader(loads: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The files read by loader, in order of name."""
    ordered = sorted(loads, key=lambda row: (row["loader"], row["file"]))
    return [(name, list(rows)) for name, rows in groupby(ordered, key=lambda row: str(row["loader"]))]


def source(request: Request) -> Response:
    """One source: what it is, where it was read, and what rests on it."""
    folder, key = snapshot_of(request).folder, request.path_params["key"]
    iri = PREFIXES["source"] + key
    found = sources(folder).filter(pl.col("source") == iri).to_dicts()
    if not found:
        return page(request, "message.html.j2", status=404, message=words_of(request)["rest_unknown"].format(key=key))
    language = language_of(request)
    store = store_of(request)
    origins = Origins(store, language)
    rests = resting(store, iri, _RESTING)
    read = rows_of_each(folder, [f"<{thing}>" for thing in rests["thing"].to_list()])
    named = [_rest(thing, level, read, origins, language) for thing, level in rests.iter_rows()]
    files = sorted({file for rows in read.values() for file, _ in rows})
    loads = [row for row in quality.tables(folder)["loads"] if f"{row['loader']}/{row['file']}" in files]
    tables = {file.split("/")[0] for file in files} - {"sources"}
    return page(
        request,
        "source.html.j2",
        source=found[0],
        places=origins.places(iri),
        rests=named,
        loads=loads,
        questions=[asked for asked in catalogue().questions.values() if tables & set(asked.requires)],
        iri=iri,
    )


def _rest(
    thing: str, level: str | None, read: dict[str, list[tuple[str, int]]], origins: Origins, language: str
) -> dict[str, Any]:
    """A thing that names a source, as the page shows it."""
    known = levels()
    notation = (level or "").rsplit("/", 1)[-1]
    return {
        "iri": thing,
        "kind": origins.kind(thing),
        "label": origins.told(thing),
        "rows": read.get(f"<{thing}>", []),
        "evidence": known[notation][1][language] if notation in known else "",
    }


ROUTES = [Route("/bronnen", overview), Route("/bron/{key}", source)]
