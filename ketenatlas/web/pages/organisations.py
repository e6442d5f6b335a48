"""The list of organisations, to filter by chain, region and kind, and to sort."""

from dataclasses import replace

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.catalogue import query_file, today
from graph.labelling import Names
from graph.projections import View
from graph.terms import PREFIXES
from ketenatlas.views.figure import key
from ketenatlas.views.lengths import figure
from ketenatlas.web import place_words
from ketenatlas.web.listing import Heading, Listing
from ketenatlas.web.rendering import Entry, columns_of, language_of, page
from ketenatlas.web.sections import Dossier, engine_of
from ketenatlas.web.subject import chosen, understood

NAVIGATION = [Entry(45, "/organisaties", "organisations")]
WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "kind_of": "Soort",
        "organisations_lead": "Bedrijven, kennisinstellingen en andere organisaties die een openbare bron in een "
        "keten noemt.",
        "organisations_help": "De lijst is niet volledig: wie er niet staat kan toch meedoen.",
        "sites_short": "Vestigingen",
        "chains_short": "Ketens",
    },
    "en": {
        **place_words.WORDS["en"],
        "kind_of": "Kind",
        "organisations_lead": "Companies, knowledge institutions and other organisations that a public source names "
        "in a chain.",
        "organisations_help": "The list is not complete: who is not in it may still take part.",
        "sites_short": "Establishments",
        "chains_short": "Chains",
    },
}
HEADINGS = (
    Heading("label", "organisation"),
    Heading("kind", "kind_of"),
    Heading("regions", "regions"),
    Heading("establishments", "sites_short", number=True),
    Heading("chains", "chains_short", number=True),
)


def _all(request: Request, view: View) -> pl.DataFrame:
    """All organisations: label, kind, the regions they are known in, and how many establishments and chains."""
    language = language_of(request)
    dossier = Dossier(engine_of(request), language)
    answer = dossier.answer(query_file("views", "organisations"), {})
    at = {name: answer.variables.index(name) for name in ("organisation", "organisationLabel", "kind")}
    rows = [(row[at["organisation"]], row[at["organisationLabel"]], ", ".join(row[at["kind"]])) for row in answer.rows]  # type: ignore[arg-type]
    schema = {"organisation": pl.String, "label": pl.String, "kind": pl.String}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    sites = extracts.read(view.folder, "organisations").join(view.table("establishments"), on="establishment")
    member = view.table("memberships").filter("primary").select("municipality", region="region")
    sites = sites.join(member, on="municipality", how="left").with_columns(region=pl.coalesce("region", "outside"))
    sites = Names(view).on(sites, "region")
    does = extracts.read(view.folder, "organisations").join(view.table("presences"), on="establishment")
    return (
        table.join(
            sites.group_by("organisation").agg(
                establishments=pl.col("establishment").n_unique().cast(pl.Int64),
                regions=pl.col("region_label").drop_nulls().unique().sort().str.join(", "),
                region=pl.col("region").drop_nulls().unique(),
            ),
            on="organisation",
            how="left",
        )
        .join(
            does.group_by("organisation").agg(
                chains=pl.col("chain").n_unique().cast(pl.Int64), chain=pl.col("chain").unique()
            ),
            on="organisation",
            how="left",
        )
        .sort("label")
    )


@understood
def organisations(request: Request) -> Response:
    """All organisations, to filter and sort."""
    given, asked = chosen(request), request.query_params
    language = language_of(request)
    view = replace(
        columns_of(request).view(None, given.get("asOf") or today(), given.get("evidence") or "all"), language=language
    )
    table = _all(request, view)
    names = Names(view)
    kinds = sorted(set(table["kind"].drop_nulls()))
    offered = {
        "soort": [(kind, kind) for kind in kinds],
        "regio": [
            (key(region), names.of(region))
            for region in sorted(set(table["region"].explode().drop_nulls()))
            if region.startswith(PREFIXES["region"])
        ],
        "keten": sorted(
            ((key(chain), names.of(chain)) for chain in set(table["chain"].explode().drop_nulls())),
            key=lambda one: one[1],
        ),
    }
    if asked.get("soort"):
        table = table.filter(pl.col("kind") == asked["soort"])
    for name, column in (("regio", "region"), ("keten", "chain")):
        if asked.get(name):
            table = table.filter(pl.col(column).list.contains(PREFIXES[column] + asked[name]))
    listing = Listing(request, table, HEADINGS, ("soort", "regio", "keten"))
    return page(
        request,
        "organisations.html.j2",
        listing=listing,
        offered=offered,
        given=asked,
        figure=lambda value: figure(value, language),
    )


ROUTES = [Route("/organisaties", organisations)]
