"""The pages of the regions: who is in it, what is known there, on whom it depends, and whether its space suffices."""

from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.catalogue import catalogue, query_file, today
from graph.labelling import Names
from graph.measuring import measure, measured
from graph.projections import inside
from ketenatlas.views import profiles
from ketenatlas.views.canvas import number
from ketenatlas.views.figure import key
from ketenatlas.views.lengths import Bar, bars, facing, figure
from ketenatlas.views.palette import region_colour
from ketenatlas.views.place_map import map_of
from ketenatlas.views.table import cell
from ketenatlas.web import place_words
from ketenatlas.web.rendering import Entry, columns_of, page, words_of
from ketenatlas.web.sections import Told, Wanted
from ketenatlas.web.subject import Fact, Subject, shown, subject, understood

NAVIGATION = [Entry(30, "/regios", "regions")]
WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "most_known": "Het meest bekend van:",
        "regions_lead": "De vier regio's van Brabant: wat er bekend is, wat er ontbreekt, en hoe zij van elkaar "
        "afhangen.",
        "region_lead": "Profiel van de regio op wat openbare bronnen noemen.",
        "region_special": "Waarin de regio zich onderscheidt",
        "region_special_help": "Aandeel van de keten in de bekende vestigingen van de regio, vergeleken met alle "
        "regio's samen. "
        "Rechts van de stippellijn (1) is het groter dan gemiddeld. De streep zegt hoe onzeker dat is bij zo weinig "
        "vestigingen; raakt zij de stippellijn, dan kan het toeval zijn.",
        "region_dependence": "Afhankelijk van andere regio's",
        "region_dependence_help": "Gedocumenteerde leveringen, elk één keer geteld. Wat niet gedocumenteerd is telt "
        "niet mee.",
        "flows_into": "levert aan de regio",
        "flows_out": "krijgt van de regio",
        "partner": "Regio aan de andere kant",
        "top_parks": "Grootste bedrijventerreinen",
        "all_parks_here": "Alle terreinen van deze regio",
        "region_balance": "Programmering: vraag en aanbod van ruimte",
        "province_balance": "Van de regio zelf is geen balans bekend. Dit is die van de hele provincie:",
        "region_commuting": "Woon-werkverkeer",
        "region_commuting_help": "Personen per jaar dat erbij staat.",
        "commute_in": "komt hier werken uit",
        "commute_out": "gaat van hier werken in",
        "commute_within": "Woont en werkt in de regio",
        "in_measure": "De maat, met tabel en bestanden",
        "stay_inside": "leveringen blijven binnen de regio.",
        "more_regions": "andere regio's en landen staan in de tabel van de vraag.",
        "source_regions_sentence": "De bekende leveringen komen uit {source_regions} regio's of landen en van "
        "{suppliers} leveranciers; concentratie (HHI) {hhi}. Van ver komt {distant} (van {distance_unknown} is de "
        "afstand onbekend), uit niet-grenzende regio's {not_adjacent} (onbekend van {adjacency_unknown}).",
        "visions_here": "Regionale visies",
        "planned_here": "Geplande nieuwe terreinen",
        "outdated_here": "Verouderde terreinen",
        "map_region": "Bekende vestigingen per gemeente in de regio",
        "persons": "Personen",
    },
    "en": {
        **place_words.WORDS["en"],
        "most_known": "Most is known of:",
        "regions_lead": "The four regions of Brabant: what is known, what is missing, and how they depend on each "
        "other.",
        "region_lead": "Profile of the region on what public sources name.",
        "region_special": "What sets the region apart",
        "region_special_help": "Share of the chain in the known establishments of the region, compared with all "
        "regions "
        "together. Right of the dashed line (1) it is larger than average. The line says how unsure that is with so "
        "few "
        "establishments; where it touches the dashed line it may be chance.",
        "region_dependence": "Dependence on other regions",
        "region_dependence_help": "Documented supplies, each counted once. What is not documented does not count.",
        "flows_into": "supplies the region",
        "flows_out": "is supplied by the region",
        "partner": "Region at the other end",
        "top_parks": "Largest business parks",
        "all_parks_here": "All parks of this region",
        "region_balance": "Programming: demand for and supply of space",
        "province_balance": "Of the region itself no balance is known. This is that of the whole province:",
        "region_commuting": "Commuting",
        "region_commuting_help": "Persons, in the year that is given.",
        "commute_in": "comes to work here from",
        "commute_out": "goes to work from here in",
        "commute_within": "Lives and works in the region",
        "in_measure": "The measure, with table and files",
        "stay_inside": "supplies stay within the region.",
        "more_regions": "other regions and countries are in the table of the question.",
        "source_regions_sentence": "The known supplies come from {source_regions} regions or countries and {suppliers} "
        "suppliers; concentration (HHI) {hhi}. From far comes {distant} (of {distance_unknown} the distance is "
        "unknown), from regions that do not touch {not_adjacent} (unknown of {adjacency_unknown}).",
        "visions_here": "Regional visions",
        "planned_here": "Planned new parks",
        "outdated_here": "Outdated parks",
        "map_region": "Known establishments by municipality in the region",
        "persons": "Persons",
    },
}


def _wanted(about: Subject) -> list[Wanted]:
    """What is asked of a region, in the order of the page."""
    told, ask = {"region": about.iri}, catalogue()

    def title(word: str) -> dict[str, str]:
        return {language: text[word] for language, text in WORDS.items()}

    days = ("validFrom", "validTo")
    members = query_file("views", "region-members")
    return [
        Wanted("gemeenten", title("municipalities"), members, told, ("region",), most=40, always=days),
        Wanted("visies", title("visions_here"), ask["A1-12"], told, ("region",)),
        Wanted("gepland", title("planned_here"), ask["C2-01"], told, ("region",)),
        Wanted("verouderd", title("outdated_here"), ask["C1-01"], told, ("region",)),
    ]


def _head(about: Subject, words: dict[str, str], marks: list[profiles.ChainMarks], parks: pl.DataFrame) -> list[Fact]:
    """The figures at the head of the page, each with its year and source."""
    members = about.view.table("memberships").filter(pl.col("region") == about.iri, pl.col("primary"))
    sums, language = profiles.totals(parks), about.language
    cited = about.dossier.citations.numbers(sorted(set(parks["source"].drop_nulls())))
    years = ", ".join(sorted(set(parks["period"].drop_nulls())))
    known = profiles.presences(about.view, about.iri, "region")["establishment"].n_unique()
    present = sum(one.present > 0 for one in marks)
    facts = [
        Fact(
            words["fact_municipalities"], str(members["municipality"].n_unique()), words["on_day"], address="#gemeenten"
        ),
        Fact(words["fact_parks"], str(parks.height), years, cited, f"/parken?regio={about.key}"),
    ]
    for column, word in (("gross_ha", "fact_gross"), ("issuable_ha", "fact_issuable")):
        value = f"{number(sums[column], language)} ha" if column in sums else words["unknown"]
        facts.append(Fact(words[word], value, years, cited))
    facts.append(Fact(words["fact_establishments"], number(known, language), words["on_day"]))
    facts.append(
        Fact(words["fact_chains"], f"{present} {words['of_all']} {len(marks)}", words["on_day"], address="#ketens")
    )
    return facts


def _special(about: Subject, words: dict[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """How large each chain is here compared with everywhere: the picture and its table."""
    table = measured(measure("location-quotient"), about.view, {"by": "region", "of": "chain"})
    rows = table.filter((pl.col("region") == about.iri) & pl.col("lq").is_not_null() & (pl.col("establishments") > 0))
    drawn = [
        Bar(label, lq, region_colour(about.iri), low, high)
        for label, lq, low, high in rows.select("chain_label", "lq", "low", "high").iter_rows()
    ]
    picture = bars("bijzonder", drawn, words["region_special"], about.language, mark=1.0) if drawn else ""
    return picture, rows.to_dicts()


def _sourcing(about: Subject, words: dict[str, str]) -> str:
    """The measures of dependence in a sentence; nothing where no supply is known."""
    table = measured(measure("sourcing"), about.view, {}).filter(pl.col("region") == about.iri)
    if table.is_empty():
        return ""
    row = table.to_dicts()[0]
    shares = ("distant", "distance_unknown", "not_adjacent", "adjacency_unknown")
    told = {name: cell(row[name], "share", about.language) for name in shares}
    hhi = cell(round(row["hhi"], 2), "number", about.language) if row["hhi"] is not None else words["unknown"]
    return words["source_regions_sentence"].format(
        source_regions=row["source_regions"], suppliers=row["suppliers"], hhi=hhi, **told
    )


def _commuting(about: Subject, words: dict[str, str]) -> dict[str, Any]:
    """Who comes and who goes, as a picture and its rows, with the persons who do neither."""
    asked = query_file("views", "commuting")
    answer = about.dossier.answer(asked, {"region": about.iri})
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]
    latest = max((str(row["period"]) for row in rows), default="")
    rows = [row for row in rows if row["period"] == latest]
    others: dict[str, list[Any]] = {}
    within = None
    for row in rows:
        start, end = row["fromRegion"], row["toRegion"]
        if start == end:
            within = row["persons"]
            continue
        other, side = (start, 0) if end == about.iri else (end, 1)
        label = row["fromRegionLabel"] if side == 0 else row["toRegionLabel"]
        others.setdefault(str(other), [str(label), None, None])[side + 1] = row["persons"]
    pairs = [
        (Bar(label, into, region_colour(other)), Bar(label, out, region_colour(other)))
        for other, (label, into, out) in sorted(others.items(), key=lambda item: -(item[1][1] or 0))
    ]
    heads = (words["commute_in"], words["commute_out"])
    return {
        "picture": facing("pendel", pairs, heads, words["region_commuting"], about.language) if pairs else "",
        "within": within,
        "year": latest,
        "section": about.dossier.laid(
            Wanted(
                "pendel",
                {"nl": WORDS["nl"]["region_commuting"], "en": WORDS["en"]["region_commuting"]},
                asked,
                {"region": about.iri},
                keep=lambda row: row["period"] == latest,
            ),
            answer,
        ),
    }


def _balance(about: Subject, words: dict[str, str]) -> dict[str, Any]:
    """Demand and supply of the region; where none is known, those of the province, saying so."""
    title = {language: WORDS[language]["region_balance"] for language in WORDS}
    own = about.dossier.section(Wanted("balans", title, catalogue()["C2-02"], {"region": about.iri}, ("region",)))
    if own.rows:
        return {"section": own, "whole": False}
    province = Wanted("balans", title, catalogue()["C2-02"], {}, keep=lambda row: "/provincie/" in str(row["region"]))
    return {"section": about.dossier.section(province), "whole": True}


@understood
def region(request: Request) -> Response:
    """The page of a region."""
    about = subject(request, "region")
    if not inside(about.iri):
        return page(request, "message.html.j2", status=404, message=words_of(request)["not_found"])
    words = words_of(request)
    marks = profiles.chains(about.view, profiles.presences(about.view, about.iri, "region"))
    parks = profiles.parks(about.view).filter(pl.col("region") == about.iri)
    facts = _head(about, words, marks, parks)
    special, special_rows = _special(about, words)
    partners = profiles.partners(about.view, about.iri)
    heads = (words["flows_into"], words["flows_out"])
    balance = _balance(about, words)
    told = Told([about.dossier.section(wanted) for wanted in _wanted(about)])
    return shown(
        request,
        "region.html.j2",
        about,
        facts=facts,
        map=map_of(about.view, words["map_region"], region=about.iri),
        marks=marks,
        chain_question=lambda one: f"/vraag/A1-05?chain={key(one.chain)}&region={about.key}",
        special=special,
        special_rows=special_rows,
        sourcing=_sourcing(about, words),
        flows=facing("stromen", partners.pairs, heads, words["region_dependence"], about.language)
        if partners.pairs
        else "",
        partners=partners,
        figure=lambda value, decimals=None: figure(value, about.language, decimals),
        parks=parks.sort("gross_ha", "park_label", descending=[True, False], nulls_last=True).head(10).to_dicts(),
        parks_total=parks.height,
        balance=balance,
        commuting=_commuting(about, words),
        told=told,
        cited=about.dossier.listed(),
    )


@understood
def regions(request: Request) -> Response:
    """All regions at a glance."""
    view = columns_of(request).view(as_of=today())
    present = view.table("presences").filter("primary")
    members = view.table("memberships").filter("primary")
    every = extracts.read(view.folder, "labels").filter(pl.col("thing").is_in(members["region"].unique().implode()))
    made, names = [], Names(view)
    for iri in sorted(every["thing"], key=names.of):
        if not inside(iri):
            continue
        marks = profiles.chains(view, present.filter(pl.col("region") == iri))
        made.append(
            {
                "iri": iri,
                "key": key(iri),
                "label": names.of(iri),
                "colour": region_colour(iri),
                "municipalities": members.filter(pl.col("region") == iri)["municipality"].n_unique(),
                "establishments": present.filter(pl.col("region") == iri)["establishment"].n_unique(),
                "chains": sum(one.present > 0 for one in marks),
                "all_chains": len(marks),
                "strongest": marks[:3],
            }
        )
    return page(request, "regions.html.j2", rows=made, map=map_of(view, words_of(request)["map_help"]))


ROUTES = [Route("/regios", regions), Route("/regio/{key}", region)]
