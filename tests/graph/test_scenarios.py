"""What disappears when establishments disappear: a case worked by hand, and what holds for any network."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analyses import analysis
from graph.scenarios import alternatives, compared, counted, relations_cut, stages_lost

LEVELS = ("town", "region")
PRESENCES = pl.DataFrame(
    [
        ("e1", "cells", "Noord", "Oost"),
        ("e1", "cells", "Noord", "Oost"),  # a second source
        ("e2", "cells", "Zuid", "Oost"),
        ("e3", "packs", "Noord", "Oost"),
        ("e4", "packs", None, "Ver"),
    ],
    schema=["establishment", "stage", *LEVELS],
    orient="row",
)
RELATIONS = pl.DataFrame(
    [("r1", "e1", "e3"), ("r2", "e1", "e3"), ("r3", "e2", "e4"), ("r4", "e4", "e1")],
    schema=["relation", "supplier", "customer"],
    orient="row",
)
GONE = pl.DataFrame([("park", "e1"), ("park", "e3"), ("other", "e2")], schema=["case", "establishment"], orient="row")


def test_a_stage_is_lost_to_an_area_when_nobody_is_left_there():
    assert stages_lost(PRESENCES, GONE, LEVELS).rows() == [
        ("other", "cells", "region", "Oost", 2, 1),
        ("other", "cells", "town", "Zuid", 1, 0),
        ("park", "cells", "region", "Oost", 2, 1),
        ("park", "cells", "town", "Noord", 1, 0),
        ("park", "packs", "region", "Oost", 1, 0),
        ("park", "packs", "town", "Noord", 1, 0),
    ]


def test_a_relation_is_cut_at_each_end_that_goes():
    cut = relations_cut(RELATIONS, GONE).select("case", "relation", "end", "partner", "inside").rows()
    assert cut == [
        ("other", "r3", "e2", "e4", False),
        ("park", "r1", "e1", "e3", True),
        ("park", "r1", "e3", "e1", True),
        ("park", "r2", "e1", "e3", True),
        ("park", "r2", "e3", "e1", True),
        ("park", "r4", "e1", "e4", False),
    ]


def test_alternatives_are_those_who_stay():
    where = PRESENCES.select("establishment", place="town")
    assert alternatives(PRESENCES, where, GONE).rows() == [
        ("other", "cells", 1, ["Noord"]),
        ("park", "cells", 1, ["Zuid"]),
        ("park", "packs", 1, []),  # where e4 is is not known
    ]
    all_gone = PRESENCES.select("establishment", case=pl.lit("all"))
    assert alternatives(PRESENCES, where, all_gone).is_empty()


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2)), max_size=20),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from([None, "a", "b", "c"])), max_size=12),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6)), max_size=8),
)
def test_alternatives_are_what_naming_them_one_by_one_gives(performs, places, gone):
    made = alternatives(
        pl.DataFrame(performs, schema={"establishment": pl.Int64, "stage": pl.Int64}, orient="row"),
        pl.DataFrame(places, schema={"establishment": pl.Int64, "place": pl.String}, orient="row"),
        pl.DataFrame(gone, schema={"case": pl.Int64, "establishment": pl.Int64}, orient="row"),
    )
    expected = []
    for case in sorted({case for case, _ in gone}):
        going = {who for one, who in gone if one == case}
        for stage in sorted({stage for who, stage in performs if who in going}):
            others = {who for who, one in performs if one == stage} - going
            if others:
                where = sorted({place for who, place in places if who in others and place})
                expected.append((case, stage, len(others), where))
    assert made.rows() == expected


def test_nothing_goes_where_nobody_goes():
    assert stages_lost(PRESENCES, GONE.clear(), LEVELS).is_empty()
    assert relations_cut(RELATIONS, GONE.clear()).is_empty()
    assert alternatives(PRESENCES, PRESENCES.select("establishment", place="town"), GONE.clear()).is_empty()


FACTS_ = PRESENCES.rename({"stage": "subject"}).with_columns(
    chain=pl.lit("k"), level=pl.Series(["asserted", "estimated", "asserted", "asserted", None]), source=pl.lit("bron")
)


def test_two_situations_are_counted_and_compared():
    """Cells: e1 (two sources) and e2 in Oost; e2 goes, so Zuid has none, Oost one, and Noord keeps e1."""
    before = counted(FACTS_, "establishment", LEVELS)
    after = counted(FACTS_.filter(pl.col("establishment") != "e2"), "establishment", LEVELS)
    made = compared(before, after).filter(pl.col("subject") == "cells")
    assert made.select("scale", "area", "before", "after", "change", "last", "elsewhere").rows() == [
        ("all", None, 2, 1, -1, False, 0),
        ("region", "Oost", 2, 1, -1, False, 0),
        ("town", "Noord", 1, 1, 0, False, 0),
        ("town", "Zuid", 1, 0, -1, True, 1),
    ]
    assert made.filter(pl.col("area") == "Noord")["evidence"].to_list() == [["asserted", "estimated"]]
    assert made.filter(pl.col("area") == "Zuid")["evidence"].to_list() == [["asserted"]]


def test_what_is_new_had_nothing_known_before():
    made = compared(counted(FACTS_.clear(), "establishment", LEVELS), counted(FACTS_, "establishment", LEVELS))
    assert set(made["before"]) == {0}
    assert not made["last"].any()
    assert made.height == counted(FACTS_, "establishment", LEVELS).height


names = st.sampled_from("abcdef")
presences = st.lists(st.tuples(names, st.sampled_from("stu"), st.sampled_from("xyz")), min_size=1, max_size=20)


def _table(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["establishment", "stage", "town"], orient="row")


@given(presences, st.sets(names, min_size=1), st.randoms())
@settings(deadline=None, max_examples=50)
def test_order_and_names_of_establishments_do_not_matter(rows, going, random):
    gone = pl.DataFrame({"case": ["c"] * len(going), "establishment": sorted(going)})
    before = stages_lost(_table(rows), gone, ["town"])
    mixed = rows.copy()
    random.shuffle(mixed)
    new = {name: f"n{code}" for code, name in enumerate("fedcba")}
    renamed = gone.with_columns(pl.col("establishment").replace_strict(new))
    after = stages_lost(_table([(new[e], s, t) for e, s, t in mixed]), renamed, ["town"])
    assert before.rows() == after.rows()


@given(presences, st.sets(names, min_size=1))
@settings(deadline=None, max_examples=50)
def test_what_is_left_and_what_is_lost_agree(rows, going):
    gone = pl.DataFrame({"case": ["c"] * len(going), "establishment": sorted(going)})
    staying = {(s, t) for e, s, t in rows if e not in going}
    for _, stage, _, town, before, after in stages_lost(_table(rows), gone, ["town"]).iter_rows():
        assert (after == 0) == ((stage, town) not in staying)
        assert before == len({e for e, s, t in rows if (s, t) == (stage, town)})


FACTS = {
    "asked": None, "park": "p", "parkLabel": "Park", "parkLevel": "asserted", "chain": "k", "chainLabel": "Keten",
    "stage": "s", "stageLabel": "Schakel", "position": 1, "establishment": "e1", "municipality": "m",
    "municipalityLabel": "Dorp", "region": "r", "regionLabel": "Streek", "province": "q", "provinceLabel": "Gewest",
    "level": "asserted", "source": "bron",
}  # fmt: skip
FLOW = {
    "relation": "r1", "supplier": "e1", "customer": "e2", "chain": "ander", "chainLabel": "Andere keten",
    "fromRegionLabel": "Streek", "toRegionLabel": "Verre streek", "evidence": "estimated", "source": "boek",
}  # fmt: skip


def test_supplies_of_an_establishment_without_a_stage_in_their_chain_have_a_row_of_their_own():
    made = analysis("park_lost")(pl.DataFrame([FACTS]), lambda _: pl.DataFrame([FLOW]))
    columns = [
        "chainLabel",
        "stageLabel",
        "establishments",
        "lastIn",
        "relationsCut",
        "partners",
        "alternatives",
        "sources",
    ]
    assert made.select(columns).rows() == [
        ("Andere keten", None, 1, None, 1, "Verre streek", None, "boek"),
        ("Keten", "Schakel", 1, "Dorp|Gewest|Streek", 0, None, 0, "bron"),
    ]


LOSS = {
    "region": "r", "regionLabel": "Streek", "quality": "q", "qualityLabel": "Kade", "park": "p", "kind": "quality",
    "ha": 10.0, "from": None, "to": None, "begins": None, "ends": None, "start": "2020-01-01", "day": "2024-01-01",
    "level": "asserted", "source": "bron",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}], (10.0, 10.0, 0.0, 0)),
        ([{}, {"source": "tweede"}], (10.0, 10.0, 0.0, 0)),
        ([{}, {"kind": "change", "ha": 4.0, "from": "2022-01-01"}], (10.0, 6.0, -4.0, 0)),
        ([{}, {"kind": "change", "ha": 4.0, "from": "2020-01-01"}], (10.0, 10.0, 0.0, 0)),
        ([{"to": "2021-12-31"}, {"kind": "change", "ha": 4.0, "from": "2022-01-01"}], (10.0, 0.0, -10.0, 0)),
        ([{"kind": "change", "ha": 4.0, "from": "2022-01-01"}], (4.0, 0.0, -4.0, 0)),
        ([{}, {"kind": "change", "ha": None, "from": "2022-01-01"}], (10.0, 10.0, 0.0, 1)),
        ([{"ha": None}], (None, None, None, 1)),
    ],
    ids=["kept", "two sources", "lost", "before the period", "lost with the quality", "only lost", "how much is unknown", "unknown"],
)  # fmt: skip
def test_hectares_with_a_quality_at_both_ends_of_a_period(rows, expected):
    days = [pl.col(name).str.to_date() for name in ("from", "to", "start", "day")]
    table = pl.DataFrame([{**LOSS, **row} for row in rows], schema_overrides={"from": pl.String, "to": pl.String})
    table = table.with_columns(days)
    made = analysis("quality_loss")(table, lambda _: pl.DataFrame())
    assert made.select("haStart", "haEnd", "delta", "unknownHa").rows() == [expected]
