"""Measures by name: every one of them on a hand-checkable atlas, and what must hold for all of them."""

import polars as pl
import pytest

from graph.errors import UsageError
from graph.measuring import OF, Measure, measure, measured, measures
from graph.projections import View
from graph.terms import PREFIXES

DAY = "2026-11-24"
E, S, R, C = (PREFIXES[kind] for kind in ("establishment", "stage", "region", "chain"))
NAMES = sorted(measures())
WANTED = {
    "degree", "betweenness", "pagerank", "cut-points", "bridges", "k-core", "communities", "community-agreement",
    "assortativity-region", "assortativity-chain", "location-quotient", "krugman", "hachman", "hoover", "entropy",
    "theil", "relatedness", "relatedness-density", "complexity", "ellison-glaeser", "duranton-overman", "completeness",
    "white-spots", "sourcing", "interdependence", "sole-providers", "systemic-risk", "space-balance",
    "candidate-parks", "programmed-needed", "restructuring-space",
    "region-balance",
}  # fmt: skip


@pytest.fixture(scope="module")
def view(themed_store):
    return View(themed_store("B1").folder, as_of=DAY)


def taken(view: View, name: str, **told) -> pl.DataFrame:
    return measured(measure(name), view, told)


def row(table: pl.DataFrame, **named) -> dict:
    return table.row(by_predicate=pl.all_horizontal(pl.col(name) == value for name, value in named.items()), named=True)


def test_they_are_found_and_say_what_they_are():
    assert set(NAMES) >= WANTED
    for name, one in measures().items():
        assert name == one.name
        assert one.of in OF
        assert all(one.about[language] and one.unit[language] for language in ("nl", "en"))
        assert one.source
        assert one.compute.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_every_measure_says_what_it_rests_on_and_repeats_itself(name, view):
    table = taken(view, name)
    assert table.columns[-2:] == ["evidence", "sources"]
    assert table.select("evidence", "sources").null_count().row(0) == (0, 0)
    assert table.equals(taken(view, name))
    levels = {level for cell in table["evidence"] for level in cell.split("; ") if level}
    assert levels <= {"asserted", "estimated", "reconstructed", "synthetic"}
    numbers = table.select(pl.col(pl.Float64))
    assert not any(column.is_nan().any() for column in numbers)


@pytest.mark.parametrize("name", NAMES)
def test_where_everything_ended_nothing_is_said_of_it(name, ended):
    table = taken(View(ended.folder, as_of=DAY), name)
    assert table.columns[-2:] == ["evidence", "sources"]
    assert {cell for cell in table["evidence"] if cell} <= {"synthetic", "asserted", "estimated"}
    for figure in ("betweenness", "degree", "assortativity", "agreement", "index"):
        if figure in table.columns:
            assert table[figure].drop_nulls().len() == 0


@pytest.mark.parametrize("name", NAMES)
def test_less_evidence_never_rests_on_more(name, small):
    table = taken(View(small.folder, as_of=DAY, evidence="asserted", language="en"), name)
    assert {level for cell in table["evidence"] for level in cell.split("; ") if level} <= {"asserted"}


@pytest.mark.parametrize("name", ["betweenness", "cut-points", "bridges", "systemic-risk", "sole-providers"])
def test_no_company_is_ranked_by_risk_on_what_is_not_observed(name, view):
    told = {"by": "establishment"} if "by" in measure(name).takes else {}
    table = taken(view, name, **told)
    assert table.height
    assert not table["evidence"].str.contains("reconstructed|synthetic").any()
    if told:
        larger = taken(view, name, by="region")
        assert name == "bridges" or larger["evidence"].str.contains("reconstructed").any()


def test_degrees_and_strengths_by_hand(view):
    """e04 is supplied by e08 (twice), e18 and e20, and supplies e02 and e12."""
    one = row(taken(view, "degree"), node=E + "e04")
    assert (one["in_degree"], one["out_degree"], one["degree"]) == (3, 2, 5)
    assert (one["in_strength"], one["out_strength"], one["strength"]) == (4, 2, 6)
    assert one["evidence"] == "asserted; estimated"
    both = taken(view, "degree", network="collaboration")
    assert both["degree"].to_list() == [1, 1]


def test_a_sampled_betweenness_says_so_and_is_exact_where_the_sample_is_everything(view):
    import networkx as nx

    from graph.projections import colocation

    exact = taken(view, "betweenness", network="colocation", by="municipality")
    sampled = taken(view, "betweenness", network="colocation", by="municipality", exact=2)
    assert exact["method"].unique().to_list() == ["exact"]
    assert exact["error"].max() == 0
    assert sampled["method"][0].startswith("sampled: 10 x 10")
    assert (sampled["error"].abs() < 1e-12).all()  # every node was a source each time
    theirs = nx.betweenness_centrality(colocation(view, "municipality").copy())
    ours = dict(sampled.select("node", "betweenness").iter_rows())
    assert ours == pytest.approx(theirs)


def test_the_error_of_a_sample_is_that_of_its_parts(view, monkeypatch):
    from graph.measures import positions

    monkeypatch.setattr(positions, "SOURCES", 3)
    exact = dict(taken(view, "betweenness", exact=10_000, network="supply").select("node", "betweenness").iter_rows())
    few = taken(view, "betweenness", exact=2)
    assert set(few["node"]) == set(exact)
    assert few["method"][0] == "sampled: 10 x 3, in steps"
    assert few["error"].max() > 0


def test_pieces_and_bridges_agree(view):
    bridges = taken(view, "bridges")
    assert not bridges.filter(pl.col("start") >= pl.col("end")).height
    pieces = dict(taken(view, "cut-points").select("node", "pieces").iter_rows())
    ends = [end for pair in bridges.select("start", "end").iter_rows() for end in pair]
    # Each bridge is a block of its own, so that a node with n bridges holds at least n pieces together.
    assert pieces
    for node in set(ends):
        assert pieces.get(node, 1) >= ends.count(node)


def test_what_holds_together_is_counted_by_leaving_it_out(view):
    import networkx as nx

    from graph.measures.positions import _simple
    from graph.projections import supply

    graph = _simple(supply(View(view.folder, as_of=DAY, evidence="estimated"))).copy()
    parts = nx.number_connected_components(graph)
    for node, pieces in taken(view, "cut-points").select("node", "pieces").iter_rows():
        left = graph.copy()
        left.remove_node(node)
        assert nx.number_connected_components(left) - parts + 1 == pieces


def test_completeness_is_bounded_by_evidence_by_hand(view, small):
    """Of the five stages of alfa West has a1, documented (e18) and estimated (e20)."""
    table = taken(view, "completeness")
    west = row(table, region=R + "west-brabant", chain=C + "alfa")
    assert (west["stages"], west["lower"], west["upper"], west["lower_share"], west["white"]) == (5, 1, 1, 0.2, 4)
    assert (table["lower"] <= table["upper"]).all()
    assert ((table["upper"] + table["white"]) == table["stages"]).all()
    spots = taken(View(small.folder, C + "alfa", DAY), "white-spots")
    assert spots.filter(pl.col("region") == R + "west-brabant").height == 4
    assert set(spots["chain"]) == {C + "alfa"}


def test_the_quotient_of_a_stage_has_an_interval(view):
    table = taken(view, "location-quotient")
    assert set(table["region"]) <= {
        R + name for name in ("west-brabant", "midden-brabant", "noordoost-brabant", "zuidoost-brabant")
    }
    known = table.drop_nulls("lq")
    assert (known["low"] <= known["lq"]).all()
    assert (known["lq"] <= known["high"]).all()
    # Three of 21 presences lie in West; both documented and the estimated a1 of all three a1: 2/3 over 3/21.
    assert row(table, region=R + "west-brabant", stage=S + "a1")["lq"] == pytest.approx((2 / 3) / (3 / 21))
    assert row(table, region=R + "west-brabant", stage=S + "a4")["low"] == 0


def test_a_chain_is_compared_with_all_chains(view, small):
    """West has nothing of alfa but a1, and yet it is told how near it is to the rest of alfa."""
    alfa = View(small.folder, C + "alfa", DAY)
    whole, part = taken(view, "location-quotient"), taken(alfa, "location-quotient")
    assert part.equals(whole.filter(pl.col("stage").is_in([f"{S}a{at}" for at in range(1, 6)])))
    near = taken(alfa, "relatedness-density")
    assert near.filter(pl.col("region") == R + "west-brabant").height == 5
    pairs = taken(alfa, "relatedness")
    assert pairs.height
    assert (
        pairs.filter(~(pl.col("stage").str.starts_with(S + "a") | pl.col("other").str.starts_with(S + "a"))).height == 0
    )


def test_sources_of_a_region_by_hand(view):
    """Noordoost: e01, e05 and e06 (estimated) from Zuidoost, e11 and e13 from Midden: 3 and 2 of 5."""
    north = row(taken(view, "sourcing"), region=R + "noordoost-brabant")
    assert (north["supplies"], north["source_regions"]) == (5, 2)
    assert north["hhi"] == pytest.approx((9 + 4) / 25)
    assert north["not_adjacent"] is None
    assert north["adjacency_unknown"] == 1
    far = taken(view, "sourcing", far_km="1")
    assert row(far, region=R + "noordoost-brabant")["distant"] == 1


def test_systemic_risk_counts_what_stops_itself(view):
    risk = taken(view, "systemic-risk", by="region")
    assert set(risk["region"]) >= {R + "west-brabant"}
    assert ((risk["index"] >= 0) & (risk["index"] <= 1)).all()
    down = taken(view, "systemic-risk", by="region", direction="downstream")
    worst = risk.join(down.select("region", lower="index"), on="region")
    assert (worst["index"] >= worst["lower"] - 1e-9).all()


def test_communities_are_numbered_by_size_and_repeat(view):
    table = taken(view, "communities")
    sizes = table.group_by("community").agg(pl.len(), pl.col("size").first()).sort("community")
    assert sizes["len"].to_list() == sizes["size"].to_list()
    assert sizes["size"].is_sorted(descending=True)
    few = taken(view, "community-agreement", network="stage-flow")
    assert few["agreement"].to_list() == [None]
    assert "no region" in few["note"][0]


def test_jobs_that_are_not_known_are_told(view):
    table = taken(view, "ellison-glaeser")
    assert row(table, stage=S + "b2")["ellison_glaeser"] is None
    assert row(table, stage=S + "b2")["note"] == "jobs of 1 of 1 establishments not known"
    assert taken(view, "duranton-overman").filter(pl.col("establishments") < 3)["localised"].null_count() > 0


def test_mistakes_are_told(view):
    with pytest.raises(UsageError, match="there is no measure 'nonsense'; there are assortativity-chain, "):
        measure("nonsense")
    with pytest.raises(UsageError, match="degree does not take 'deals'; it takes network, by"):
        taken(view, "degree", deals=3)
    with pytest.raises(UsageError, match="seed: 'x' is not a number"):
        taken(view, "communities", seed="x")
    with pytest.raises(UsageError, match="network: 'nonsense' is not one of supply"):
        taken(view, "pagerank", network="nonsense")
    with pytest.raises(UsageError, match="by: 'stage' is not one of region"):
        taken(view, "krugman", by="stage")


def test_two_of_one_name_are_refused(monkeypatch):
    from graph.measures import systemic

    double = Measure("degree", {"nl": "x", "en": "x"}, {"nl": "x", "en": "x"}, "x", "node", systemic.systemic_risk)
    monkeypatch.setattr(systemic, "MEASURES", [double])
    with pytest.raises(UsageError, match="two measures are called 'degree'; the second is in systemic"):
        measures()
