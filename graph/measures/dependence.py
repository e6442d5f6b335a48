"""How regions depend on each other and on few: sources, distance, borders, mutual flows and sole providers."""

import polars as pl

from graph import extracts
from graph.measures.specialisation import primary
from graph.measuring import LEAST_SURE, Measure, labelled, rests_on
from graph.metrics.dependence import concentration, interdependence, share
from graph.projections import View
from graph.terms import PREFIXES

FAR_KM = 50
"""Distance between the middles of regions beyond which a source is far."""


def _links(view: View) -> pl.DataFrame:
    """Supplies between regions by primary membership, each once however many chains they count in."""
    links = view.table("links").filter("primary")
    return links.unique(
        subset=["relation", "from_region", "to_region"], keep="first", maintain_order=True
    ).with_columns(weight=pl.lit(1.0))


def sourcing(view: View, far_km: int = FAR_KM) -> pl.DataFrame:
    """On how few, how far and how separate regions each region depends for its supplies, each supply counted once.

    Distances are known between regions of the atlas; whether regions touch only where the atlas knows any neighbour of
    both. The part of which it is unknown stands beside each share.
    """
    flows = _links(view).filter(pl.col("to_region").str.starts_with(PREFIXES["region"]))
    ends = ["from_region", "to_region"]
    far = extracts.read(view.folder, "distances").group_by(ends).agg(distant=(pl.col("km") > far_km).any())
    borders = extracts.read(view.folder, "borders")
    touching = borders.select(from_region="place", to_region="beside", touches=pl.lit(value=True)).unique()
    known = borders["place"].unique().implode()
    own = pl.col("from_region") == pl.col("to_region")
    flows = (
        flows.join(far, on=ends, how="left", maintain_order="left")
        .join(touching, on=ends, how="left", maintain_order="left")
        .with_columns(
            distant=pl.when(own).then(statement=False).otherwise("distant"),
            apart=pl.when(own | pl.col("touches").is_not_null())
            .then(statement=False)
            .when(pl.col("from_region").is_in(known) & pl.col("to_region").is_in(known))
            .then(statement=True),
        )
    )
    by = ["to_region"]
    distant = share(flows, by, "distant").rename({"share": "distant", "unknown": "distance_unknown"})
    apart = share(flows, by, "apart").rename({"share": "not_adjacent", "unknown": "adjacency_unknown"})
    rests = flows.group_by(by).agg(
        supplies=pl.len().cast(pl.Int64),
        suppliers=pl.col("supplier").n_unique().cast(pl.Int64),
        source_regions=pl.col("from_region").n_unique().cast(pl.Int64),
        **rests_on(),
    )
    table = rests.join(concentration(flows, by, "from_region"), on=by).join(distant, on=by).join(apart, on=by)
    table = table.rename({"to_region": "region"}).select(pl.exclude("evidence", "sources"), "evidence", "sources")
    return labelled(view, table, "region").sort("hhi", "region", descending=[True, False])


def interdependent(view: View) -> pl.DataFrame:
    """How much two regions depend on what flows between them, each supply counted once."""
    flows = _links(view)
    pairs = flows.select(
        a=pl.min_horizontal("from_region", "to_region"),
        b=pl.max_horizontal("from_region", "to_region"),
        level="level",
        source="source",
    )
    rests = pairs.group_by("a", "b").agg(**rests_on())
    table = interdependence(flows, "from_region", "to_region").join(rests, on=["a", "b"], maintain_order="left")
    return labelled(view, table, "a", "b").sort("interdependence", "a", "b", descending=[True, False, False])


def sole_providers(view: View) -> pl.DataFrame:
    """Stages of which the atlas knows one establishment in all its regions, and who that is.

    Whoever else is known on any evidence that is asked for makes it not the only one; who is named is named on
    documented or estimated facts only.
    """
    present = primary(view)
    alone = present.group_by("stage").agg(known=pl.col("establishment").n_unique()).filter(pl.col("known") == 1)
    table = (
        present.filter(pl.col("level").is_in(["asserted", LEAST_SURE]))
        .join(alone.select("stage"), on="stage")
        .group_by("chain", "stage", "establishment", "region")
        .agg(**rests_on())
    )
    return labelled(view, table, "chain", "stage", "establishment", "region").sort("chain", "stage")


MEASURES = [
    Measure(
        "sourcing",
        {
            "nl": "Afhankelijkheid van een regio van weinig, verre en niet-grenzende bronnen",
            "en": "Dependence of a region on few, distant and non-adjacent sources",
        },
        {"nl": "delen van één", "en": "parts of one"},
        "Hirschman (1945); Herfindahl (1950); Rao, Gao, Miller and Goodchild (2022)",
        "region",
        sourcing,
    ),
    Measure(
        "interdependence",
        {"nl": "Hoe sterk twee regio's van elkaar afhangen", "en": "How much two regions depend on each other"},
        {"nl": "delen van één", "en": "parts of one"},
        "Jaccard (1901)",
        "pair",
        interdependent,
    ),
    Measure(
        "sole-providers",
        {"nl": "Schakels met één bekende aanbieder", "en": "Stages with one known provider"},
        {"nl": "één rij per schakel", "en": "one row a stage"},
        "ours: one establishment known in all regions",
        "stage",
        sole_providers,
    ),
]
