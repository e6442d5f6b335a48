"""Engines run apart, within limits, and are held together: those that agree pass, a wrong one fails the run."""

import datetime
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import typer

from benchmarks import __main__ as command
from benchmarks import agreeing, case, comparing, floor, reporting, running, targets, virtuoso
from benchmarks.picture import growth
from benchmarks.sides import sides

SITES = 100
LIMITS = running.Limits(seconds=30, load_seconds=60)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> running.Case:
    return case.prepared(SITES, tmp_path_factory.mktemp("bench"))


def adhoc(*names: str) -> running.Side:
    side = sides()["ad-hoc"]
    return replace(side, engines=tuple(one for one in side.engines if one.name in names))


def wrong(case: running.Case) -> running.Session:
    """DuckDB with one supply too many."""
    right = floor.duckdb(case, "adhoc")

    def answer(task: str) -> pl.DataFrame:
        rows = right.answer(task)
        assert isinstance(rows, pl.DataFrame)
        return rows.with_columns(pl.col("supplies") + 1) if task == "region-flows" else rows

    return running.Session(answer)


def slow(case: running.Case) -> running.Session:
    def answer(task: str) -> pl.DataFrame:
        if task == "roll-up":
            time.sleep(60)
        if task == "suitable-parks":
            raise running.CannotError("no parks here")
        return pl.DataFrame({"other": [task]})

    return running.Session(answer)


def greedy(case: running.Case) -> running.Session:
    held = bytearray(400 * 2**20)
    time.sleep(60)
    return running.Session(lambda _: pl.DataFrame({"held": [len(held)]}))


def broken(case: running.Case) -> running.Session:
    raise OSError("no disk")


def test_engines_agree_on_every_ad_hoc_question(tiny: running.Case):
    side = adhoc("ketenatlas", "DuckDB", "Polars", "Oxigraph, as written", "maplib")
    made = comparing.compared(side, tiny, LIMITS)
    assert made.differences == []
    assert {name: [one.note for one in outcomes if one.note] for name, outcomes in made.outcomes.items()} == {
        name: [] for name in made.outcomes
    }
    measured = comparing.table(side, made)
    assert measured["rows"].min() > 0
    assert (measured["warm_s"] <= measured["cold_s"]).all()
    assert measured["peak_mib"].min() > 10
    assert measured.filter(pl.col("role") == "ours")["ratio"].to_list() == [1.0] * 9


def test_the_floor_and_the_naive_form_give_what_the_library_gives(tiny: running.Case):
    asked = floor.asked("library")
    engines = {one.name: one for one in sides()["library"].engines}
    ours = engines["ketenatlas"].open(tiny)
    answers = {task: ours.answer(task) for task in asked}
    told = []
    for name, kind in (("DuckDB", "sql"), ("Oxigraph, naive", "rq")):
        session = engines[name].open(tiny)
        forms = [task for task, kinds in asked.items() if kind in kinds]
        told += [(name, task, agreeing.difference(answers[task], session.answer(task))) for task in forms]
        session.close()
    assert [one for one in told if one[2]] == []
    assert [sum(name == one for one, *_ in told) for name in ("DuckDB", "Oxigraph, naive")] == [79, 15]
    assert sum(rows.height > 0 for rows in answers.values()) >= 77


def test_a_wrong_engine_fails_the_run(tiny: running.Case, tmp_path: Path, monkeypatch, capsys):
    side = replace(adhoc("DuckDB"), tasks=lambda _: ["region-flows", "roll-up"])
    side = replace(side, engines=(*side.engines, running.Engine("wrong", wrong)))
    monkeypatch.setattr(command, "sides", lambda: {"ad-hoc": side})
    monkeypatch.setattr(command, "prepared", lambda *_: tiny)
    with pytest.raises(typer.Exit) as told:
        command.main(size=[SITES], out=tmp_path, work=tmp_path)
    assert told.value.exit_code == 1
    assert "ad-hoc at 100, region-flows: wrong differs from DuckDB: row 0" in capsys.readouterr().err
    page = (tmp_path / "results.md").read_text()
    assert "Engines disagree" in page
    assert " differs |" in page


def test_what_goes_over_a_limit_or_cannot_says_so(tiny: running.Case):
    limits = running.Limits(seconds=1.5, load_seconds=60)
    tasks = ["neighbourhood", "roll-up", "suitable-parks", "downstream"]
    notes = {one.task: one.note for one in running.run(running.Engine("slow", slow), tiny, tasks, limits)}
    assert notes == {
        "neighbourhood": "",
        "roll-up": "gave up: over 1.5 s",
        "suitable-parks": "cannot: no parks here",
        "downstream": "",
    }


@pytest.mark.parametrize(("role", "asked"), [("ours", 20), ("floor", 20), ("peer", running.RESTARTS + 1)])
def test_no_slow_task_keeps_us_or_the_floor_from_the_next(role: str, asked: int, tiny: running.Case, monkeypatch):
    begun: list[str] = []

    def attempt(_, __, left, ___, done):
        begun.append(left[0])
        done[left[0]] = running.Outcome(left[0], note="gave up")
        return "gave up"

    monkeypatch.setattr(running, "_attempt", attempt)
    made = running.run(running.Engine("slow", slow, role), tiny, [f"t{number}" for number in range(20)], LIMITS)
    assert begun == [f"t{number}" for number in range(asked)]
    assert {one.note for one in made} == {"gave up"}


@pytest.mark.parametrize(
    ("engine", "note"),
    [
        (running.Engine("greedy", greedy), "while loading: gave up: over 300 MiB"),
        (running.Engine("broken", broken), "while loading: failed: OSError: no disk"),
        (running.Engine("small", slow, most=10), "not asked above 10 establishments"),
        (running.Engine("absent", slow, lacks=lambda: "it is not here"), "it is not here"),
    ],
)
def test_an_engine_that_does_not_load_gives_up(tiny: running.Case, engine: running.Engine, note: str):
    made = running.run(engine, tiny, ["a", "b"], replace(LIMITS, megabytes=300))
    assert [one.note for one in made] == [note, note]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"thing": ["http://x.nl/B", "<http://x.nl/A>"], "n": [2.0, 1.0]}, None),
        ({"thing": ["a", "b"], "n": [1, 3]}, "row 1 in order: expected {'n': 2.0, 'thing': 'b'}, got {'n': 3.0"),
        ({"thing": ["a"], "n": [1]}, "1 rows, expected 2; the first that differs: [{'n': 2.0, 'thing': 'b'}]"),
        ({"thing": ["a", "b", "c"]}, "3 rows, expected 2; the first that differs: [{'thing': 'c'}]"),
        ({"other": [1]}, "no column is shared"),
    ],
)
def test_rows_are_compared_as_people_read_them(other: dict[str, list[object]], told: str | None):
    reference = pl.DataFrame({"thing": ["urn:x:a", "urn:x:b"], "n": [1, 2]})
    found = agreeing.difference(reference, pl.DataFrame(other))
    assert found == told if told is None else told in str(found)


def test_nothing_and_days_are_the_same_in_every_engine():
    day = datetime.date(2026, 1, 1)
    one = pl.DataFrame({"day": [day, None], "park": ["http://x.nl/1010", None]})
    two = pl.DataFrame({"day": ["2026-01-01", None], "park": [1010, None]})
    assert agreeing.difference(one, two) is None
    assert agreeing.difference(one, two.with_columns(park=pl.Series([1010, 7]))) is not None


def row(side: str, task: str, engine: str, warm: float, **more: object) -> dict[str, object]:
    role = "ours" if engine == "ketenatlas" else "peer"
    told = {"size": 10_000, "role": role, "cold_s": warm, "load_s": 0.1, "note": "", "rows": 1}
    return {"side": side, "task": task, "engine": engine, "warm_s": warm, **told, **more}


def test_targets_are_met_or_missed():
    measured = pl.DataFrame(
        [
            row("ad-hoc", "a", "ketenatlas", 0.1), row("ad-hoc", "a", "DuckDB", 0.05),
            row("ad-hoc", "b", "ketenatlas", 0.019), row("ad-hoc", "b", "DuckDB", 0.001),
            row("library", "A1-05", "ketenatlas", 0.5), row("library", "A1-05", "DuckDB", 0.05),
            row("library", "A1-05", "Oxigraph, naive", 50.0), row("library", "A1-06", "ketenatlas", 0.5),
            row("library", "B2-06", "ketenatlas", 0.0, warm_s=None, note="gave up: over 30 s"),
            row("mapping", "m", "ketenatlas", 0.5), row("build", "all statements in place", "ketenatlas", 3, peak_mib=500.0),
            row("build", "all statements in place", "Oxigraph, bulk load", 2),
        ],
        schema=comparing.COLUMNS,
    )  # fmt: skip
    told = {name: (value, met) for name, _, _, value, met in targets.judged(measured).rows()}
    assert told["ad-hoc: ours to the DuckDB floor, the worst above 20 ms"] == (pytest.approx(2), True)
    assert told["library: ours to the DuckDB floor, the worst above 20 ms"] == (pytest.approx(10), False)
    assert told["library: questions above 20 ms that have no floor"] == (1, False)
    assert told["library: questions that we did not answer in time"] == (1, False)
    assert told["library: times faster than naive SPARQL, median"] == (pytest.approx(100), True)
    assert told["build: statements a second read, checked and mapped"] == (pytest.approx(420_000), True)
    assert told["build: the whole to the engine's own bulk load of all it stores"] == (pytest.approx(1.5), False)
    assert told["open an atlas and answer the first question, seconds"] == (pytest.approx(0.6), True)
    assert told["web: page of a chain, seconds"] == (None, None)


def test_the_page_and_the_picture_hold_what_was_measured(tmp_path: Path):
    rows = [row("ad-hoc", "a<b", engine, warm, size=size, ratio=warm / 0.1)
            for engine, warm in (("ketenatlas", 0.1), ("DuckDB", 0.001)) for size in (1_000, 10_000)]  # fmt: skip
    rows.append(row("ad-hoc", "a<b", "slow one", 1.0, warm_s=None, note="gave up: over 30 s"))
    measured = pl.DataFrame(rows, schema=comparing.COLUMNS)
    reporting.write(tmp_path, measured, sides().values(), "two cores", [])
    page = (tmp_path / "results.md").read_text()
    assert "| a<b | 0.1000 | 0.0010 (0.01) | - |" in page
    assert "- slow one: gave up: over 30 s (a<b)" in page
    assert "two cores" in page
    picture = (tmp_path / "growth.svg").read_text()
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 4
    assert "ad-hoc: a&lt;b" in picture
    assert growth(measured.clear(), []).endswith("</svg>\n")
    assert pl.read_csv(tmp_path / "results.csv").height == 5


def test_every_comparison_is_found_and_starts_with_ours():
    found = sides()
    assert set(found) == {"build", "mapping", "library", "ad-hoc", "rules", "networks", "web"}
    assert {side.engines[0].role for side in found.values()} == {"ours"}
    assert sum(one.role == "ours" for side in found.values() for one in side.engines) == len(found)


def test_what_is_not_run_again_stays(tiny: running.Case, tmp_path: Path, monkeypatch):
    before = pl.DataFrame(
        [
            row("ad-hoc", "old", "DuckDB", 1.0, size=SITES),
            row("ad-hoc", "old", "DuckDB", 1.0),
            row("web", "w", "x", 2.0),
        ],
        schema=comparing.COLUMNS,
    )
    before.write_csv(tmp_path / "results.csv")
    side = replace(adhoc("DuckDB"), tasks=lambda _: ["roll-up"])
    monkeypatch.setattr(command, "sides", lambda: {"ad-hoc": side, "web": sides()["web"]})
    monkeypatch.setattr(command, "prepared", lambda *_: tiny)
    command.main(size=[SITES], out=tmp_path, work=tmp_path, side=["ad-hoc"])
    after = command.kept(tmp_path).select("side", "size", "task", "note").rows()
    assert after == [("ad-hoc", 10_000, "old", ""), ("web", 10_000, "w", ""), ("ad-hoc", SITES, "roll-up", "")]


def test_an_unknown_comparison_is_named():
    with pytest.raises(typer.BadParameter, match="there is no comparison nothing; there are build, mapping"):
        command.main(side=["nothing"])


def test_virtuoso_is_loaded_asked_and_ended(tmp_path: Path):
    if virtuoso.lacking():
        pytest.fail("Virtuoso is needed: apt-get install virtuoso-opensource-7 virtuoso-opensource-7-bin")
    statements = tmp_path / "some.nt"
    statements.write_text(
        "".join(f'<urn:a{n}> <urn:p> "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n' for n in range(9))
    )
    server = virtuoso.Server(statements)
    try:
        assert server.select("SELECT (SUM(?o) AS ?sum) WHERE { ?s <urn:p> ?o }").rows() == [(36,)]
        with pytest.raises(RuntimeError, match="37000"):
            server.select("SELECT nothing")
        assert server.disk > 0
    finally:
        server.close()
    assert not server.folder.exists()
