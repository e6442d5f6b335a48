"""The page of a municipality: the regions it is in, its parks, and who is known there in which chain."""

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import query_file
from graph.labelling import Names
from graph.terms import PREFIXES
from ketenatlas.views import profiles
from ketenatlas.views.figure import key
from ketenatlas.views.lengths import figure
from ketenatlas.views.place_map import map_of
from ketenatlas.web import place_words
from ketenatlas.web.rendering import words_of
from ketenatlas.web.sections import Told, Wanted
from ketenatlas.web.subject import Fact, Subject, shown, subject, understood

WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "memberships": "Lid van regio's",
        "who_is_here": "Bekende vestigingen",
        "what_they_do": "Wat zij doen in ketens",
        "parks_here": "Bedrijventerreinen in deze gemeente",
        "map_municipality": "Bekende vestigingen in de gemeente",
    },
    "en": {
        **place_words.WORDS["en"],
        "memberships": "Member of regions",
        "who_is_here": "Known establishments",
        "what_they_do": "What they do in chains",
        "parks_here": "Business parks in this municipality",
        "map_municipality": "Known establishments in the municipality",
    },
}


def _head(about: Subject, words: dict[str, str], parks: pl.DataFrame, known: int) -> list[Fact]:
    members = about.view.table("memberships").filter(pl.col("municipality") == about.iri, pl.col("primary"))
    names = Names(about.view)
    facts = [
        Fact(words["region"], names.of(region), words["on_day"], address=f"/regio/{key(region)}")
        for region in members["region"].unique().sort().to_list()
        if region.startswith(PREFIXES["region"])
    ]
    cited = about.dossier.citations.numbers(sorted(set(parks["source"].drop_nulls())))
    years = ", ".join(sorted(set(parks["period"].drop_nulls())))
    facts.append(Fact(words["fact_parks"], str(parks.height), years, cited, "#terreinen"))
    sums = profiles.totals(parks)
    for column, word in (("gross_ha", "fact_gross"), ("issuable_ha", "fact_issuable")):
        value = f"{figure(sums[column], about.language)} ha" if column in sums else words["unknown"]
        facts.append(Fact(words[word], value, years, cited))
    shown_known = figure(known, about.language) if known else words["unknown"]
    facts.append(Fact(words["fact_establishments"], shown_known, words["on_day"], address="#vestigingen"))
    return facts


@understood
def municipality(request: Request) -> Response:
    """The page of a municipality."""
    about = subject(request, "municipality")
    words = words_of(request)
    told = {"municipality": about.iri}
    parks = profiles.parks(about.view).filter(pl.col("municipality") == about.iri)
    sites = about.view.table("establishments").filter(pl.col("municipality") == about.iri)
    wanted = [
        Wanted(
            part, {language: WORDS[language][word] for language in WORDS}, query_file("views", name), told, without, 60
        )
        for part, word, name, without in (
            ("lid", "memberships", "region-members", ("municipality",)),
            ("vestigingen", "who_is_here", "establishments", ("municipality",)),
            ("deelnames", "what_they_do", "participations", ("organisation",)),
        )
    ]
    facts = _head(about, words, parks, sites["establishment"].n_unique())
    sections = Told([about.dossier.section(one) for one in wanted])
    return shown(
        request,
        "municipality.html.j2",
        about,
        facts=facts,
        map=map_of(about.view, words["map_municipality"], municipality=about.iri),
        marks=profiles.chains(about.view, profiles.presences(about.view, about.iri, "municipality")),
        chain_question=lambda one: f"/vraag/A1-05?chain={key(one.chain)}",
        parks=parks.to_dicts(),
        figure=lambda value, decimals=None: figure(value, about.language, decimals),
        told=sections,
        cited=about.dossier.listed(),
    )


ROUTES = [Route("/gemeente/{key}", municipality)]
