"""The pages of business parks: a list to filter, and of each its qualities, space, who is on it, and its loss."""

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import catalogue, query_file, today
from graph.labelling import Names
from graph.outcome import Outcome
from graph.projections import View
from graph.terms import PREFIXES
from ketenatlas.views import profiles
from ketenatlas.views.figure import key
from ketenatlas.views.lengths import figure
from ketenatlas.views.place_map import map_of
from ketenatlas.views.scenario import summary
from ketenatlas.web import downloads, place_words
from ketenatlas.web.listing import Heading, Listing
from ketenatlas.web.rendering import Entry, columns_of, language_of, page, words_of
from ketenatlas.web.sections import Told, Wanted
from ketenatlas.web.subject import Fact, Subject, chosen, shown, subject, understood

NAVIGATION = [Entry(40, "/parken", "parks")]
WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "parks_lead": "Alle bedrijventerreinen van de provincie, met hun ruimte en wat er bekend is.",
        "parks_help": "Hectares zijn die van het laatste jaar dat de bron geeft. Onbekend bij vestigingen of ketens "
        "betekent: "
        "geen bron in de atlas legt er een op dit terrein.",
        "number_short": "nummer",
        "kind": "Type",
        "park_qualities": "Unieke kwaliteiten",
        "park_chains": "Ketens op het terrein",
        "park_sites": "Wie er zit",
        "park_does": "Wat zij doen in ketens",
        "park_figures": "Oppervlakte per jaar",
        "park_quays": "Kades en hun gebruik",
        "park_environment": "Milieuruimte en haar gebruik",
        "park_potential": "Onbenut potentieel",
        "park_candidate": "Kandidaat voor strategisch belang",
        "park_protection": "Planologische borging",
        "park_changes": "Functiewijzigingen",
        "park_outdated": "Veroudering en herstructurering",
        "park_plots": "Kavels",
        "park_zones": "Werkingsgebieden en aanwijzingen",
        "park_beside": "Aangrenzend, en in welke gemeente",
        "park_lost": "Wat als dit terrein zijn functie verliest?",
        "park_lost_more": "Bekijk de hele verkenning",
        "map_park": "Bekende vestigingen in de gemeente van het terrein",
        "map_park_help": "De gemeente van het terrein heeft een donkere rand. De omtrek van het terrein staat er als "
        "een "
        "bestand met omtrekken is geladen.",
        "chains_known": "Ketens",
        "fact_net": "Netto oppervlakte",
    },
    "en": {
        **place_words.WORDS["en"],
        "parks_lead": "All business parks of the province, with their space and what is known.",
        "parks_help": "Hectares are those of the latest year the source gives. Unknown at establishments or chains "
        "means: no "
        "source in the atlas places one on this park.",
        "number_short": "number",
        "kind": "Type",
        "park_qualities": "Unique qualities",
        "park_chains": "Chains on the park",
        "park_sites": "Who is there",
        "park_does": "What they do in chains",
        "park_figures": "Area by year",
        "park_quays": "Quays and their use",
        "park_environment": "Environmental space and its use",
        "park_potential": "Unused potential",
        "park_candidate": "Candidate for strategic interest",
        "park_protection": "Protection in planning law",
        "park_changes": "Function changes",
        "park_outdated": "Obsolescence and restructuring",
        "park_plots": "Plots",
        "park_zones": "Zones and designations",
        "park_beside": "Adjoining, and in which municipality",
        "park_lost": "What if this park loses its function?",
        "park_lost_more": "See the whole exploration",
        "map_park": "Known establishments in the municipality of the park",
        "map_park_help": "The municipality of the park has a dark border. The outline of the park is drawn where a "
        "file with "
        "outlines was loaded.",
        "chains_known": "Chains",
        "fact_net": "Net area",
    },
}
HEADINGS = (
    Heading("park_label", "park"),
    Heading("municipality_label", "municipality"),
    Heading("region_label", "region"),
    Heading("kind_label", "kind"),
    Heading("gross_ha", "gross_ha", number=True),
    Heading("net_ha", "net_ha", number=True),
    Heading("issuable_ha", "issuable_ha", number=True),
    Heading("establishments", "fact_establishments", number=True),
    Heading("chains", "chains_known", number=True),
)
"""Columns of the list."""
_AROUND = ("park", "municipality", "region")
"""What the head of the page says already."""


def _wanted(about: Subject) -> list[Wanted]:
    """What is asked of a park, in the order of the page."""
    park, ask = {"park": about.iri}, catalogue()
    every = {**park, "show": "all"}
    asked = (
        ("kwaliteiten", "park_qualities", ask["B1-01"], park, (*_AROUND, "netHa")),
        ("hier", "park_chains", ask["A1-06"], park, _AROUND),
        ("vestigingen", "park_sites", query_file("views", "establishments"), park, ("park", "municipality")),
        ("deelnames", "park_does", query_file("views", "participations"), park, ("organisation",)),
        ("kades", "park_quays", ask["B1-03"], every, _AROUND),
        ("milieuruimte", "park_environment", ask["B1-04"], every, _AROUND),
        ("potentieel", "park_potential", ask["B1-05"], park, _AROUND),
        ("strategisch", "park_candidate", ask["B1-02"], park, _AROUND),
        ("borging", "park_protection", ask["B1-09"], every, _AROUND),
        ("functiewijzigingen", "park_changes", ask["B1-06"], park, _AROUND),
        ("veroudering", "park_outdated", ask["C1-01"], park, _AROUND),
        ("werkingsgebieden", "park_zones", query_file("views", "park-zones"), park, ()),
        ("kavels", "park_plots", query_file("views", "plots"), park, ()),
        ("oppervlakte", "park_figures", query_file("views", "park-figures"), park, ("park", "municipality", "kind")),
        ("aangrenzend", "park_beside", query_file("views", "park-beside"), park, ()),
    )
    return [
        Wanted(part, {language: WORDS[language][word] for language in WORDS}, question, given, without, most=25)
        for part, word, question, given, without in asked
    ]


def _head(about: Subject, words: dict[str, str], row: dict[str, object]) -> list[Fact]:
    """Where the park lies and its space, with year and source."""
    language = about.language
    cited = about.dossier.citations.numbers([str(row["source"])] if row["source"] else [])
    facts = [
        Fact(
            words["municipality"], str(row["municipality_label"]), address=f"/gemeente/{key(str(row['municipality']))}"
        )
    ]
    if row["region"]:
        facts.append(
            Fact(
                words["region"], str(row["region_label"]), words["on_day"], address=f"/regio/{key(str(row['region']))}"
            )
        )
    for column, word in (("gross_ha", "fact_gross"), ("net_ha", "fact_net"), ("issuable_ha", "fact_issuable")):
        value = row[column]
        told = words["unknown"] if value is None else f"{figure(float(str(value)), language)} ha"
        facts.append(Fact(words[word], told, str(row["period"] or ""), cited))
    known = row["establishments"]
    facts.append(
        Fact(words["fact_establishments"], str(known or words["unknown"]), words["on_day"], address="#vestigingen")
    )
    return facts


def _lost(about: Subject) -> Outcome:
    """What changes if the park loses its function."""
    return about.columns.scenario(
        "park-lost", as_of=about.asked["asOf"], evidence=about.asked["evidence"], park=about.iri
    )


@understood
def park(request: Request) -> Response:
    """The page of a business park."""
    about = subject(request, "park")
    words = words_of(request)
    rows = profiles.parks(about.view).filter(pl.col("park") == about.iri).to_dicts()
    if not rows:
        return page(request, "message.html.j2", status=404, message=words["not_found"])
    facts = _head(about, words, rows[0])
    told = Told([about.dossier.section(wanted) for wanted in _wanted(about)])
    return shown(
        request,
        "park.html.j2",
        about,
        row=rows[0],
        facts=facts,
        map=map_of(about.view, words["map_park"], municipality=rows[0]["municipality"]),
        marks=profiles.chains(about.view, profiles.presences(about.view, about.iri, "park")),
        chain_question=lambda one: f"/vraag/A1-06?park={about.key}",
        lost=summary(_lost(about)),
        told=told,
        cited=about.dossier.listed(),
    )


def _narrowed(request: Request, view: View) -> tuple[pl.DataFrame, dict[str, list[tuple[str, str]]]]:
    """The parks that the filters of the address leave, and what the filters offer."""
    table = profiles.parks(view)
    offered = {}
    for column, name in (("region", "regio"), ("municipality", "gemeente")):
        known = table.select(column, f"{column}_label").drop_nulls().unique().sort(f"{column}_label")
        offered[name] = [
            (key(thing), label)
            for thing, label in known.iter_rows()
            if column != "region" or PREFIXES["region"] in thing
        ]
        chosen_key = request.query_params.get(name)
        if chosen_key:
            table = table.filter(pl.col(column).str.ends_with(f"/{chosen_key}"))
    return table, offered


@understood
def parks(request: Request) -> Response:
    """All business parks, to filter and sort; as CSV by ``format``."""
    given = chosen(request)
    view = columns_of(request).view(None, given.get("asOf") or today(), given.get("evidence") or "all")
    table, offered = _narrowed(request, view)
    listing = Listing(request, table, HEADINGS, ("regio", "gemeente"))
    if request.query_params.get("format") == "csv":
        return downloads.as_csv(listing.table, "bedrijventerreinen")
    language = language_of(request)
    sources = sorted(set(table["source"].drop_nulls()))
    names = Names(view)
    return page(
        request,
        "parks.html.j2",
        listing=listing,
        offered=offered,
        given=request.query_params,
        sums=profiles.totals(listing.table),
        figure=lambda value, decimals=None: figure(value, language, decimals),
        years=sorted(set(table["period"].drop_nulls())),
        sources=[(source, names.of(source)) for source in sources],
        found_levels=sorted(set(table["level"].drop_nulls())),
    )


ROUTES = [Route("/parken", parks), Route("/park/{key}", park)]
