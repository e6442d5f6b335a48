"""The build: a pure function of its inputs, put in place whole or not at all, with a sentence for every trouble."""

import json
import shutil
import threading
import time
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.errors import AtlasError
from graph.store import KEEP, NoAtlasError, Store, current
from ketenatlas.build import BusyError, GateError, build
from ketenatlas.dataset import Dataset
from loaders.table import TableError
from tests.conftest import FIXTURES, need, shared


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data set of one's own, to spoil."""
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_inputs_give_the_same_hash(small, tmp_path: Path):
    again = build(tmp_path, FIXTURES / "small")
    assert again.hash == small.hash
    assert (again.folder / "atlas.nq.gz").read_bytes() == (small.folder / "atlas.nq.gz").read_bytes()


def test_the_order_of_rows_does_not_matter(small, data: Path, tmp_path: Path):
    path = data / "relations" / "test.csv"
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([head, *reversed(rows)]) + "\n")
    again = build(tmp_path / "build", data)
    ours, theirs = (set(quads(report.folder)) for report in (small, again))
    assert {line for line in ours ^ theirs if "fileHash" not in line} == set()


def quads(folder: Path) -> list[str]:
    return [str(quad) for quad in ox.Store.read_only(str(folder / "store"))]


def test_another_input_gives_another_hash(small, data: Path, tmp_path: Path):
    edit(data / "ibis" / "test.csv", "TESTHAVEN", "TESTHAVEN II")
    assert build(tmp_path / "build", data).hash != small.hash


def test_the_store_holds_exactly_the_statements_it_says(brabant):
    with_store = sorted(f"{line} ." for line in quads(brabant.folder))
    import gzip

    assert gzip.decompress((brabant.folder / "atlas.nq.gz").read_bytes()).decode().splitlines() == with_store


def test_every_triple_has_one_home(brabant):
    seen = [
        (str(q.subject), str(q.predicate), str(q.object)) for q in ox.Store.read_only(str(brabant.folder / "store"))
    ]
    assert len(seen) == len(set(seen))


def test_every_statement_stands_in_a_named_graph(brabant):
    assert not [
        q for q in ox.Store.read_only(str(brabant.folder / "store")) if isinstance(q.graph_name, ox.DefaultGraph)
    ]


def test_dropping_a_source_equals_never_having_had_it(data: Path, tmp_path: Path):
    shutil.rmtree(data / "qualities")
    without = build(tmp_path / "one", data)
    never = Path(shutil.copytree(FIXTURES / "small", tmp_path / "never", ignore=shutil.ignore_patterns("qualities")))
    assert build(tmp_path / "two", never).hash == without.hash


def test_accepted_and_rejected_are_what_was_read(brabant, small):
    for report in (brabant, small):
        table = report.loads
        assert table.filter(pl.col("accepted") + pl.col("rejected") != pl.col("read")).is_empty()


def test_warts_of_the_register_are_kept_and_told(brabant):
    """Five parks have type ONBEKEND: the parks are there, the type is not, and the report names file, row and value."""
    told = brabant.notes.filter(pl.col("found") == "ONBEKEND")
    assert told.select("file", "column").unique().rows() == [("ibis/ibis-2024.csv", "type")]
    assert told.height == 5
    small_parks = brabant.findings.filter(pl.col("check") == "ka:grossAreaHa")
    assert sorted(small_parks["value"].to_list()) == ["0.51", "0.654"]


def test_a_bad_row_is_rejected_and_the_rest_is_built(data: Path, tmp_path: Path):
    with (data / "establishments" / "test.csv").open("a") as file:
        file.write("e99,o01,Nergens,GM0000,,,,,,,testbron,2026-11-24\n")
    report = build(tmp_path / "build", data)
    assert report.rejects.rows() == [
        (
            "establishments/test.csv",
            "",
            27,
            "municipality",
            "GM0000",
            "the CBS code of a municipality that is in the atlas, such as GM0772; GM0000 stands for no municipality",
        )
    ]
    assert (report.folder / "rejects.csv").read_text().splitlines()[1].startswith("establishments/test.csv,")
    loaded = report.loads.filter(loader="establishments", file="test.csv").row(0, named=True)
    assert (loaded["read"], loaded["accepted"], loaded["rejected"]) == (26, 25, 1)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: shutil.rmtree(d / "chains"), r"chains is missing or holds no file; expected a table with the columns chain_id"),
        (lambda d: (d / "chains" / "test.csv").write_text(""), "test.csv is empty; expected a line of headings"),
        (lambda d: edit(d / "stages" / "test.csv", "label_nl", "naam"), r"test.csv: the columns are not as expected; missing: label_nl; unknown: 'naam'"),
        (lambda d: (d / "bijvangst").mkdir(), "bijvangst: there is no loader of that name"),
        (lambda d: (d / "atlas.toml").unlink(), "atlas.toml is missing; a data set needs it"),
        (lambda d: (d / "atlas.toml").write_text("title = "), "atlas.toml is not readable as TOML"),
        (lambda d: (d / "atlas.toml").write_text('title = "x"'), "atlas.toml must give title"),
        (lambda d: (d / "ibis" / "extra.xyz").write_text("x"), "files ending in '.xyz' cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_is_a_sentence_and_the_old_atlas_stays(data: Path, tmp_path: Path, spoil, message):
    builds = tmp_path / "build"
    before = build(builds, data)
    spoil(data)
    with pytest.raises(Exception, match=message):
        build(builds, data)
    assert current(builds) == before.folder
    assert Store.open(builds).select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values[0][0] > 1000
    assert not list(builds.glob(".making-*"))


def test_the_gate_stops_a_build_and_says_what_it_found(data: Path, tmp_path: Path):
    builds = tmp_path / "build"
    before = build(builds, data)
    edit(data / "memberships" / "test.csv", "GM0772,zuidoost-brabant,true", "GM0772,zuidoost-brabant,false")
    with pytest.raises(GateError, match=r"gate stopped the build .* exactly one primary membership") as stopped:
        build(builds, data)
    assert stopped.value.findings["subject"].to_list() == ["municipality:gm0772"]
    assert current(builds) == before.folder
    assert "municipality:gm0772" in (builds / "failed" / "findings.csv").read_text()


def test_a_membership_outside_the_reference_date_does_not_count(data: Path, tmp_path: Path):
    edit(
        data / "memberships" / "test.csv",
        "GM0772,zuidoost-brabant,true,confirmed-by-source,synthetic,,",
        "GM0772,zuidoost-brabant,true,confirmed-by-source,synthetic,,2025-12-31",
    )
    with pytest.raises(GateError):
        build(tmp_path / "build", data)
    assert build(tmp_path / "build", data, as_of="2025-06-01").as_of == "2025-06-01"


def test_inference_follows_the_reference_date(data: Path, tmp_path: Path):
    ask = "ASK { establishment:e09 ka:performsStage stage:a2 }"
    prefixes = "".join(
        f"PREFIX {n}: <https://w3id.org/ketenatlas/{p}> "
        for n, p in (("ka", "ontology#"), ("establishment", "establishment/"), ("stage", "stage/"))
    )
    for day, holds in (("2023-06-01", b"true"), ("2026-11-24", b"false")):
        folder = build(tmp_path / day, data, as_of=day).folder
        assert holds in Store(folder).answer(prefixes + ask)[1]


def test_old_builds_are_cleared_away_but_the_last_one_is_kept(data: Path, tmp_path: Path):
    builds = tmp_path / "build"
    for number in range(4):
        (data / "atlas.toml").write_text(
            f'title = {{ nl = "x", en = "x" }}\nversion = "{number}"\nas_of = 2026-11-{10 + number}\n'
        )
        build(builds, data)
    assert len([path for path in builds.iterdir() if (path / "manifest.json").is_file()]) == KEEP


def test_a_reader_of_the_old_atlas_can_read_on(data: Path, tmp_path: Path):
    builds = tmp_path / "build"
    build(builds, data)
    reader = Store.open(builds)
    edit(data / "ibis" / "test.csv", "TESTHAVEN", "ANDERE HAVEN")
    build(builds, data)
    name = "SELECT ?l { <https://w3id.org/ketenatlas/park/1006> <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
    assert reader.select(name).values == [("TESTHAVEN",)]
    assert Store.open(builds).select(name).values == [("ANDERE HAVEN",)]


def test_a_second_build_waits_for_the_first(data: Path, tmp_path: Path):
    from filelock import FileLock

    builds = tmp_path / "build"
    builds.mkdir()
    said: list[str] = []
    lock = FileLock(builds / ".lock", thread_local=False)
    lock.acquire()
    threading.Timer(1.0, lock.release).start()
    started = time.monotonic()
    build(builds, data, progress=said.append)
    assert time.monotonic() - started > 0.9
    assert said[0].startswith("another build is at work")


def test_a_second_build_gives_up_in_a_sentence(data: Path, tmp_path: Path):
    from filelock import FileLock

    builds = tmp_path / "build"
    builds.mkdir()
    with FileLock(builds / ".lock"), pytest.raises(BusyError, match="nothing was changed, try again later"):
        build(builds, data, wait=0.2)


def test_an_interrupted_build_leaves_the_old_atlas_and_is_cleared_away(data: Path, tmp_path: Path):
    builds = tmp_path / "build"
    before = build(builds, data)
    leftover = builds / ".making-left"
    leftover.mkdir()
    (leftover / "half").write_text("half")
    assert current(builds) == before.folder
    build(builds, data)
    assert not leftover.exists()


def test_where_one_may_not_write_it_says_so(data: Path, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Exception, match="cannot build in"):
        build(tmp_path / "file" / "build", data)


def test_without_an_atlas_it_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(NoAtlasError, match="make one with: ketenatlas build"):
        Store.open(tmp_path)
    (tmp_path / "current").write_text("gone")
    with pytest.raises(NoAtlasError, match="is gone; make it again"):
        Store.open(tmp_path)


def test_an_unknown_extra_loader_is_named(data: Path, tmp_path: Path):
    with pytest.raises(Exception, match="there is no loader 'nope'"):
        build(tmp_path / "build", data, extra={"nope": tmp_path / "x.csv"})


def test_outlines_load_from_a_file(tmp_path: Path):
    path = need(shared("data/gemeenten/gemeenten_2023plus_wgs84.geojson"), "municipality outlines beside the checkout")
    report = build(tmp_path, extra={"outlines": path})
    row = report.loads.filter(pl.col("loader") == "outlines").row(0, named=True)
    assert (row["read"], row["accepted"], row["rejected"]) == (342, 342, 0)
    assert "outlines" not in {file.partition("/")[0] for file in report.notes["file"]}
    others = report.findings.filter(pl.col("check") == "outlines-of-others")
    assert others.select("severity", "value").rows() == [("note", "285")]


def test_a_data_set_lists_the_files_of_a_loader(data: Path):
    from loaders.loader import discover

    (data / "chains" / "README.md").write_text("not a table")
    files = Dataset.open(data).files(discover()["chains"])
    assert [path.name for path in files] == ["test.csv"]


def test_a_missing_data_set_is_named(tmp_path: Path):
    with pytest.raises((TableError, Exception), match=r"nowhere/atlas\.toml is missing"):
        build(tmp_path / "build", tmp_path / "nowhere")


def test_findings_name_the_row_their_subject_was_read_from(small):
    """Found by hand in the fixture: park 1007 is smaller than one hectare."""
    row = small.findings.filter(pl.col("subject") == "park:1007").row(0, named=True)
    lines = (FIXTURES / "small" / row["file"]).read_text(encoding="utf-8").splitlines()
    assert lines[row["row"] - 1].startswith("1007,")
    assert row["name"]


def test_lineage_leads_every_thing_back_to_its_row(small):
    from graph.lineage import rows_of

    assert rows_of(small.folder, "<https://w3id.org/ketenatlas/park/1007>")[0][0].startswith("ibis/")
    assert rows_of(small.folder, "<https://w3id.org/ketenatlas/park/none>") == []
    table = pl.read_parquet(small.folder / "lineage.parquet")
    assert table.equals(small.lineage)
    for file, part in table.group_by("file"):
        lines = (FIXTURES / "small" / file[0]).read_text(encoding="utf-8").splitlines()
        assert part["row"].min() >= 2
        assert part["row"].max() <= len(lines)


def test_tables_can_be_added_to_a_data_set(small, tmp_path: Path):
    added = tmp_path / "added" / "chains"
    added.mkdir(parents=True)
    chains = next((FIXTURES / "small" / "chains").glob("*.csv"))
    head, first, *_ = chains.read_text(encoding="utf-8").splitlines()
    (added / "extra.csv").write_text(f"{head}\nextra,{first.partition(',')[2]}\n", encoding="utf-8")
    report = build(tmp_path / "b", FIXTURES / "small", added=[tmp_path / "added"], wait=0)
    assert ("chains", "extra.csv") in report.loads.select("loader", "file").rows()
    assert report.statements > small.statements
    (added / chains.name).write_text(f"{head}\nextra,{first.partition(',')[2]}\n", encoding="utf-8")
    with pytest.raises(AtlasError, match="have one name"):
        build(tmp_path / "b", FIXTURES / "small", added=[tmp_path / "added"])
    with pytest.raises(AtlasError, match="nowhere is missing; expected a folder"):
        build(tmp_path / "b", FIXTURES / "small", added=[tmp_path / "nowhere"])


def test_the_same_atlas_built_again_gets_the_newer_reports(tmp_path: Path):
    report = build(tmp_path, FIXTURES / "small")
    (report.folder / "findings.csv").write_text("an older form")
    (report.folder / "extracts" / "parks.parquet").unlink()
    build(tmp_path, FIXTURES / "small")
    assert (report.folder / "findings.csv").read_text() != "an older form"
    assert (report.folder / "extracts" / "parks.parquet").is_file()


def test_a_report_tells_time_memory_and_disk_stage_by_stage(small):
    told = json.loads((small.folder / "report.json").read_text())
    assert (
        list(small.stages)
        == list(told["seconds"])
        == ["read", "joined", "rules", "extracts", "cubes", "columns", "gate", "store"]
    )
    assert all(seconds > 0 for seconds in small.stages.values())
    held = list(small.memory.values())
    assert list(told["memory_mib"]) == list(small.memory)
    assert held == sorted(held), "the most that was held never falls"
    assert small.peak_mib == (held[-1] if held else None)
    files = [path for path in small.folder.rglob("*") if path.is_file()]
    assert small.disk_bytes == sum(path.stat().st_size for path in files)


def test_an_atlas_made_by_an_older_version_gets_its_newer_tables(tmp_path: Path):
    """The same statements give the same folder; what stands beside the store is made anew."""
    from tests.conftest import FIXTURES

    first = build(tmp_path, FIXTURES / "small")
    (first.folder / "extracts" / "supplies.parquet").unlink()
    (first.folder / "extracts" / "gone.parquet").write_bytes(b"")
    again = build(tmp_path, FIXTURES / "small")
    assert again.folder == first.folder
    assert (again.folder / "extracts" / "supplies.parquet").is_file()
    assert not (again.folder / "extracts" / "gone.parquet").exists()
    assert not list(tmp_path.glob(".making-*"))
