"""Scenarios on the hand-checkable atlas: what each kind changes, worked out by hand, and what holds for all of them."""

import shutil
from dataclasses import replace

import polars as pl
import pytest

from graph import extracts, scenario_kinds
from graph.errors import UsageError
from graph.labelling import levels_in_order
from graph.outcome import WEAK, Outcome, Step, run
from graph.projections import View, supply
from graph.scenario_kinds import kind_named, kinds
from graph.scenarios import alternatives, stages_lost
from graph.situation import LEVELS, areas, park_areas, situation
from graph.terms import PREFIXES

DAY = "2026-11-24"
P, E, S, R, C, M, Z = (
    PREFIXES[kind] for kind in ("park", "establishment", "stage", "region", "chain", "municipality", "zone")
)
LOST = ("park-lost", {"park": P + "1001"})


@pytest.fixture
def play(small):
    """Play steps on the small atlas."""

    def played(*steps: tuple[str, dict[str, str]], folder=None, **told) -> Outcome:
        view = View(folder or small.folder, as_of=DAY, **{"language": "en", **told})
        return run(view, [Step(kind_named(name), given) for name, given in steps])

    return played


def changes(outcome: Outcome, measure: str = "establishments", *more: str) -> list[tuple]:
    rows = outcome.table.filter(pl.col("measure") == measure)
    subject = pl.col("subject").str.extract(r"([^/#]+)$")
    return rows.select(subject, "area_label", "before", "after", *more).rows()


def words(outcome: Outcome) -> str:
    return " ".join(outcome.notes)


def test_a_park_lost_takes_its_stages_and_supplies_with_it(play):
    """On 1001 are e01 (a4, b3), e02 (a3) and e03 (a3, estimated); e05 and e06 in Helmond, e12 in Heusden, e22 abroad."""
    made = play(LOST)
    assert made.assumed == (
        "Business park TESTTERREIN EEN loses its function; who is there goes, with stages and supplies.",
    )
    assert changes(made, "establishments", "last", "elsewhere", "before_asserted", "after_asserted") == [
        ("a3", "TESTTERREIN EEN", 2, 0, True, 3, 0, 0),  # that e02 and e03 are on the park is estimated
        ("a3", "Eindhoven", 2, 0, True, 3, 1, 1),
        ("a3", "Zuidoost-Brabant", 3, 1, False, 2, 2, 2),
        ("a3", "North Brabant", 4, 2, False, 1, 3, 3),
        ("a4", "TESTTERREIN EEN", 1, 0, True, 2, 1, 0),
        ("a4", "Eindhoven", 1, 0, True, 2, 1, 0),
        ("a4", "Zuidoost-Brabant", 3, 2, False, 0, 2, 1),
        ("a4", "North Brabant", 3, 2, False, 0, 2, 1),
        ("b3", "TESTTERREIN EEN", 1, 0, True, 0, 1, 0),
        ("b3", "Eindhoven", 1, 0, True, 0, 1, 0),
        ("b3", "Zuidoost-Brabant", 1, 0, True, 0, 1, 0),
        ("b3", "North Brabant", 1, 0, True, 0, 1, 0),
    ]
    assert made.relations_cut == 16
    told = {(row["chain_label"], row["measure"]): (row["before"], row["after"]) for row in made.chains.to_dicts()}
    assert told == {
        ("Alpha chain", "establishments"): (15, 12),
        ("Alpha chain", "stages"): (5, 5),
        ("Alpha chain", "supplies"): (29, 15),
        ("Beta chain", "establishments"): (7, 6),
        ("Beta chain", "stages"): (5, 4),
        ("Beta chain", "supplies"): (9, 7),
    }
    assert made.pairs.filter(pl.col("stage") == S + "b3").select("region", "before", "after").rows() == [
        (R + "zuidoost-brabant", 1, 0)
    ]


def test_supplies_are_cut_between_stages_and_regions_and_unknown_ends_stay_unknown(play):
    cut = play(LOST).cut.select("from_stage", "from_region_label", "to_stage", "to_region_label", "relations").rows()
    assert ("Part", "Germany", "Product", "Zuidoost-Brabant", 1) in cut  # e22 to e01
    assert ("Product", "Zuidoost-Brabant", None, "Gelderland", 1) in cut  # e01 to e23, who performs nothing in alfa
    assert (None, None, "Part", "Zuidoost-Brabant", 1) in cut  # e21 in Tholen, in no region since 2021
    assert sum(row[-1] for row in cut) == 16


def test_on_asserted_claims_only_one_establishment_goes(play):
    lower, upper = play(LOST, evidence="asserted"), play(LOST)
    assert changes(lower) == [
        ("a4", "TESTTERREIN EEN", 1, 0),
        ("a4", "Eindhoven", 1, 0),
        ("a4", "Zuidoost-Brabant", 2, 1),
        ("a4", "North Brabant", 2, 1),
        ("b3", "TESTTERREIN EEN", 1, 0),
        ("b3", "Eindhoven", 1, 0),
        ("b3", "Zuidoost-Brabant", 1, 0),
        ("b3", "North Brabant", 1, 0),
    ]
    assert lower.levels == ("asserted",)
    assert lower.relations_cut == 8  # e02, e12, e05, e22, e11 to e01; e01 to e14, e23, e13
    assert lower.relations_cut < upper.relations_cut
    key = ["measure", "subject", "scale", "area"]
    both = upper.table.join(lower.table.select(*key, low="before"), on=key)
    assert both.height == lower.table.height
    assert (both["low"] <= both["before"]).all()
    assert (both["low"] == both["before_asserted"]).all()


def test_the_level_of_every_edge_is_told(play):
    made = play(LOST)
    lists = [*made.table["evidence"], *made.cut["evidence"], list(made.output.levels)]
    assert made.levels == levels_in_order(level for one in lists for level in one)
    assert made.levels == ("asserted", "estimated", "reconstructed")
    assert {source.rsplit("/", 1)[-1] for source in made.sources} == {"testbron", "tweede-bron"}


def test_nobody_is_named_on_edges_a_model_made(play):
    """Supplies from e15 and e25 to e02 are reconstructed: none of the three is named, and it is said why."""
    made = play(LOST)
    ends = made.companies.filter(pl.col("relations") > 0)
    named = [iri.removeprefix(E) for iri in ends["establishment"]]
    assert named == ["e01", "e03", "e04", "e05", "e11", "e12", "e13", "e14", "e21", "e22", "e23"]
    assert "3 establishments that lose a supply or leave are not named" in words(made)
    assert made.cut.filter(pl.col("evidence").list.contains("reconstructed"))["relations"].sum() > 0
    sure = play(LOST, evidence="estimated")
    assert E + "e02" in sure.companies["establishment"]
    assert "not named" not in words(sure)


@pytest.mark.parametrize("evidence", ["all", "estimated"])
def test_nobody_named_is_ranked_or_rests_on_weak_evidence(play, evidence):
    for number in range(1001, 1009):
        made = play(("park-lost", {"park": f"{P}{number}"}), evidence=evidence)
        assert not {level for row in made.companies["evidence"] for level in row} & set(WEAK)
        names = made.companies["establishment_label"].to_list()
        assert names == sorted(names)


def test_the_output_one_company_costs_is_not_told_on_reconstructed_edges(play):
    leaves = ("establishment-leaves", {"establishment": E + "e01"})
    weak, sure = play(leaves), play(leaves, evidence="estimated")
    assert weak.output is None
    assert "one establishment with known supplies stops" in words(weak)
    assert "reconstructed" in words(weak)
    assert sure.output is not None
    assert "numbers of documented supplies, not money" in words(sure)


def test_output_lost_by_hand(play):
    """Chain beta, asserted: e13 stops.

    Its one customer e17 sells nothing. Upstream e01 sold to e13 alone and stops; e11 sold to e16 and e01 and keeps a
    half; e07, e19 and e23 sold to e11 alone and keep a half. Of 7 supplies 1 + 1 + 2/2 + 3/2 are lost.
    """
    made = play(("establishment-leaves", {"establishment": E + "e13"}), chain=C + "beta", evidence="asserted")
    assert made.output.supplies == 7
    assert made.output.direct == pytest.approx(1 / 7)
    assert made.output.least == pytest.approx(4.5 / 7)
    assert made.output.most == pytest.approx(4.5 / 7)


def test_more_is_lost_where_every_input_is_essential(play):
    for number in range(1001, 1009):
        lost = play(("park-lost", {"park": f"{P}{number}"}), evidence="estimated").output
        if lost is not None:
            assert 0 <= lost.direct <= lost.least + 1e-9
            assert lost.least <= lost.most + 1e-9 <= 1 + 2e-9


def test_where_nothing_goes_nothing_changes_and_that_is_said(play):
    for step, note in (
        (("supply-stops", {"supplier": E + "e08", "customer": E + "e01"}), "No supply is known between these two"),
        (("establishment-leaves", {"establishment": E + "e09"}), "is not there (any more)"),
        (("stage-leaves", {"stage": S + "g1", "region": R + "west-brabant"}), "Nobody in this area is known"),
    ):
        made = play(step)
        assert (made.table.height, made.cut.height, made.companies.height, made.output) == (0, 0, 0, None)
        assert note in words(made)
        assert "nothing changes" in words(made)


def test_a_park_without_anybody_known_loses_the_unknown_not_nothing(brabant):
    view = View(brabant.folder, as_of=DAY, language="en")
    bare = set(park_areas(view)["park"]) - set(situation(view).sites["park"].drop_nulls())
    made = run(view, [Step(kind_named("park-lost"), {"park": min(bare)})])
    assert made.relations_cut == 0
    assert "what disappears is unknown, not nothing" in words(made)


def test_a_stage_leaves_and_who_performs_another_keeps_its_supplies(play):
    """In Zuidoost e02 and e03 perform a3 alone; e05 performs a4 too, so its other four alfa supplies stay."""
    made = play(("stage-leaves", {"stage": S + "a3", "region": R + "zuidoost-brabant"}))
    assert changes(made) == [
        ("a3", "TESTTERREIN EEN", 2, 0),
        ("a3", "TESTTERREIN TWEE", 1, 0),
        ("a3", "Eindhoven", 2, 0),
        ("a3", "Helmond", 1, 0),
        ("a3", "Zuidoost-Brabant", 3, 0),
        ("a3", "North Brabant", 4, 1),
    ]
    assert made.relations_cut == 9
    assert "4 supplies are of establishments that perform another stage" in words(made)
    assert not made.companies["leaves"].any()
    town = play(("stage-leaves", {"stage": S + "a3", "municipality": M + "gm0794"}))
    assert changes(town)[1] == ("a3", "Helmond", 1, 0)
    assert town.relations_cut == 0


def test_a_supply_stops_and_both_stay(play):
    made = play(("supply-stops", {"supplier": E + "e08", "customer": E + "e04"}))
    assert made.relations_cut == 2  # two sources give one each
    assert made.table.is_empty()
    assert made.chains.select("measure", "before", "after").rows() == [
        ("establishments", 15, 15),
        ("stages", 5, 5),
        ("supplies", 29, 27),
    ]
    assert made.output is None
    assert "the index follows establishments that stop" in words(made)


def test_a_designation_ends_and_nobody_moves(play):
    made = play(("designation-changes", {"park": P + "1006", "to": "ended"}))
    assert changes(made, "designations") == [
        ("cluster-location", "TESTHAVEN", 1, 0),
        ("cluster-location", "Moerdijk", 1, 0),
        ("cluster-location", "West-Brabant", 1, 0),
        ("cluster-location", "North Brabant", 2, 1),
    ]
    assert changes(made) == [("a1", "TESTHAVEN", 1, 1), ("b1", "TESTHAVEN", 1, 1)]
    assert made.relations_cut == 0


def test_what_a_zone_was_before_is_unknown_unless_a_source_says_so(play):
    """Of 1003 a source says that it lies outside the zone since 2025; of 1004 none says anything."""
    known, unknown = (
        play(("designation-changes", {"park": P + number, "to": "designated", "zone": Z + "b3-zone"}))
        for number in ("1003", "1004")
    )
    assert changes(known, "designations")[1:] == [
        ("b3-zone", "TESTTERREIN DRIE", 0, 1),
        ("b3-zone", "Tilburg", 0, 1),
        ("b3-zone", "Midden-Brabant", 0, 1),
        ("b3-zone", "North Brabant", 0, 1),
    ]
    assert "before is unknown" not in words(known)
    assert "before is unknown" in words(unknown)
    assert known.levels == ("asserted", "estimated", "assumed")


def test_a_new_park_is_room_and_not_an_establishment(play):
    """Recycling (a5) is known on park 1005 in Oss alone; somebody there (e15) is reconstructed."""
    made = play(("park-opens", {"park": "Nieuw (verzonnen)", "municipality": M + "gm0772", "stage": S + "a5"}))
    assert changes(made, "parks", "evidence") == [
        ("a5", "Eindhoven", 0, 1, ["assumed"]),
        ("a5", "Zuidoost-Brabant", 0, 1, ["assumed"]),
        ("a5", "North Brabant", 1, 2, ["asserted", "assumed", "reconstructed"]),
    ]
    assert changes(made) == []
    assert "Who comes is unknown" in words(made)


def test_steps_add_up(play):
    one = play(LOST)
    three = play(*(("establishment-leaves", {"establishment": f"{E}e0{number}"}) for number in (1, 2, 3)))
    plain = ["measure", "subject", "scale", "area", "before", "after"]
    assert three.table.select(plain).rows() == one.table.select(plain).rows()
    assert three.cut.rows() == one.cut.rows()
    assert three.output == one.output
    twice = play(LOST, LOST)
    assert twice.table.rows() == one.table.rows()
    back = play(LOST, ("park-opens", {"park": "Nieuw", "municipality": M + "gm0772", "stage": S + "b3"}))
    assert ("b3", "Eindhoven", 1, 0) in changes(back)
    assert not [row for row in changes(back, "parks") if row[0] == "b3"]  # one park less, one more


def test_neither_the_order_of_steps_nor_of_rows_shows(play, small, tmp_path):
    steps = [
        LOST,
        ("establishment-leaves", {"establishment": E + "e12"}),
        ("designation-changes", {"park": P + "1006", "to": "ended"}),
    ]
    told = play(*steps)
    turned = play(*reversed(steps))
    for name in ("table", "chains", "cut", "companies"):
        assert getattr(told, name).rows() == getattr(turned, name).rows()
    shutil.copytree(small.folder / extracts.FOLDER, tmp_path / extracts.FOLDER)
    for path in (tmp_path / extracts.FOLDER).iterdir():
        pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=7).write_parquet(path)
    mixed = play(*steps, folder=tmp_path)
    for name in ("table", "chains", "cut", "companies"):
        assert getattr(told, name).rows() == getattr(mixed, name).rows()
    assert mixed.output.most == pytest.approx(told.output.most)


def test_a_chain_by_itself_knows_nothing_of_the_others(play):
    made = play(LOST, chain=C + "beta")
    assert {row[0] for row in changes(made)} == {"b3"}
    assert made.relations_cut == 2
    assert made.view.chain == C + "beta"


def test_before_and_after_are_those_of_the_question_about_lost_parks(small, play):
    view = View(small.folder, as_of=DAY)
    now = situation(view)
    gone = now.sites.drop_nulls("park").select("establishment", case="park").unique()
    expected = stages_lost(now.presences, gone, LEVELS)
    nowhere = now.sites.select("establishment", place=pl.lit(None, pl.String))
    others = alternatives(now.presences, nowhere, gone).rename({"number": "others"})
    for number in range(1001, 1009):
        park = f"{P}{number}"
        made = play(("park-lost", {"park": park})).table.filter(pl.col("measure") == "establishments")
        rows = made.select("subject", "scale", "area", "before", "after").rows()
        ours = expected.filter(pl.col("case") == park).select("stage", "level", "area", "before", "after").rows()
        assert sorted(rows) == sorted(ours)
        left = dict(others.filter(pl.col("case") == park).select("stage", "others").rows())
        here = made.filter(pl.col("scale") == "park").select("subject", "elsewhere").rows()
        assert here == [(stage, left.get(stage, 0)) for stage, _ in here]


def test_a_situation_holds_the_supply_network(small):
    for evidence in ("asserted", "all"):
        view = View(small.folder, as_of=DAY, evidence=evidence)
        assert situation(view).supplies.height == supply(view).size("weight")
    assert areas(view).filter(pl.col("municipality") == M + "gm0716")["region"].to_list() == [None]


def test_every_kind_is_a_module_that_says_what_it_is():
    modules = {module.name for module in scenario_kinds.pkgutil.iter_modules(scenario_kinds.__path__)}
    assert {name.replace("-", "_") for name in kinds()} == modules
    assert {
        "park-lost",
        "establishment-leaves",
        "stage-leaves",
        "designation-changes",
        "park-opens",
        "supply-stops",
    } <= set(kinds())
    for kind in kinds().values():
        names = {given.name: "x" for given in kind.takes}
        for language in ("nl", "en"):
            assert kind.title[language]
            assert kind.assumes[language].format(**names)
            assert all(given.label[language] for given in kind.takes)


def test_what_cannot_be_played_is_said(play):
    with pytest.raises(UsageError, match="there is no scenario 'flood'; there are .*park-lost"):
        play(("flood", {}))
    with pytest.raises(UsageError, match="park-lost takes park, not 'region'"):
        play(("park-lost", {"region": "x"}))
    with pytest.raises(UsageError, match="park-lost needs park"):
        play(("park-lost", {}))
    with pytest.raises(UsageError, match="to: 'gone' is not one of designated, ended"):
        play(("designation-changes", {"park": P + "1006", "to": "gone"}))
    with pytest.raises(UsageError, match="either a region"):
        play(("stage-leaves", {"stage": S + "a3"}))
    with pytest.raises(UsageError, match="evidence"):
        play(LOST, evidence="sure")


def test_invented_establishments_are_not_named(with_example):
    view = replace(View(with_example.folder, as_of=DAY), language="nl")
    made = run(view, [Step(kind_named("park-lost"), {"park": P + "99900003"})])
    assert made.relations_cut == 2
    assert made.companies.is_empty()
    assert "niet bij naam genoemd" in words(made)
    assert made.levels == ("synthetic",)
