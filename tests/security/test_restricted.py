"""The public atlas is the atlas that there would be if the restricted sources had never been there."""

import json
import random
import shutil
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.sandbox import Sandbox
from graph.store import NoAtlasError, Store, current, public
from ketenatlas.build import Report, build
from ketenatlas.inputs import load, loader_named
from ketenatlas.restricted import MixedError
from loaders.files import TableError
from tests.security.conftest import CANARY, SECRET, SMALL, write


def told(folder: Path) -> dict[str, object]:
    """All that a folder of an atlas says, file by file; time and memory it took are no part of it."""
    found: dict[str, object] = {"store": {str(quad) for quad in Store(folder).statements}}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.startswith(("store/", "public/")):
            continue
        if path.suffix == ".parquet":
            found[name] = pl.read_parquet(path).to_dict(as_series=False)
        elif name == "report.json":
            found[name] = {**json.loads(path.read_text()), "seconds": None, "memory_mib": None}
        else:
            found[name] = path.read_bytes()
    return found


def test_the_public_atlas_equals_the_one_that_never_had_it(parted: Report, small: Report):
    ours, never = told(public(parted.folder)), told(small.folder)
    assert ours.keys() == never.keys()
    for name in never:
        assert ours[name] == never[name], name


def test_the_full_atlas_has_it(parted: Report):
    assert any(CANARY in str(quad).lower() for quad in Store(parted.folder).statements)
    assert parted.loads.filter(pl.col("loader") == "lisa")["accepted"].to_list() == [1]
    assert Store(parted.folder).manifest["restricted"] == 6


def test_no_file_of_the_public_atlas_holds_the_canary(parted: Report):
    for name, content in told(public(parted.folder)).items():
        assert CANARY not in str(content).lower(), name


def test_with_nothing_restricted_nothing_is_made_twice(small: Report):
    assert public(small.folder) == small.folder
    assert not (small.folder / "public").exists()
    assert small.folder.name == small.hash[:16]


FILES = sorted(
    path.relative_to(SMALL).as_posix()
    for path in SMALL.glob("*/*.csv")
    if path.parent.name not in ("sources", "chains", "stages", "municipalities", "regions", "memberships")
)
POINTED_AT = ["organisations/test.csv", "establishments/test.csv", "ibis/test.csv"]


@settings(max_examples=2, derandomize=True, suppress_health_check=list(HealthCheck))
@given(chosen=st.integers(0, 10**6))
def test_any_files_may_be_restricted(chosen: int, tmp_path_factory: pytest.TempPathFactory):
    """Also files that others point at: what pointed at them is rejected, as it would be without them."""
    dice = random.Random(chosen)
    closed = {*dice.sample(FILES, 12), dice.choice(POINTED_AT)}
    folder = tmp_path_factory.mktemp("any")
    marked, never = (Path(shutil.copytree(SMALL, folder / name)) for name in ("marked", "never"))
    for name in closed:
        (marked / f"{name}.toml").write_text('[source]\naccess = "restricted"\n')
        (never / name).unlink()
        if not any((never / name).parent.iterdir()):
            (never / name).parent.rmdir()
    made = build(folder / "one", marked)
    assert told(public(made.folder)) == told(build(folder / "two", never).folder)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(tmp_path / "own", SECRET)


def test_a_file_that_mixes_is_refused(own: Path, tmp_path: Path):
    path = own / "organisations" / "survey.csv"
    path.write_text(path.read_text() + "open,Open bedrijf,company,testbron,2026-11-24\n")
    with pytest.raises(
        MixedError, match=r"organisations/survey\.csv has rows of the restricted source 'kanarie-enquete'"
    ):
        build(tmp_path / "builds", SMALL, added=[own])
    assert not (tmp_path / "builds" / "current").exists()


def test_also_where_the_row_was_rejected(own: Path, tmp_path: Path):
    write(own, {"organisations/more.csv": "organisation_id,name,kind,source,date\n"
                "open,Open bedrijf,company,testbron,2026-11-24\n"
                "Kanarie!,Kanarie,company,kanarie-enquete,2026-11-24\n"})  # fmt: skip
    with pytest.raises(MixedError, match=r"organisations/more\.csv, row 3, names the restricted source"):
        build(tmp_path / "builds", SMALL, added=[own])


def test_sources_of_both_kinds_are_not_described_in_one_file(own: Path, tmp_path: Path):
    path = own / "sources" / "survey.csv"
    path.write_text(path.read_text() + "open-bron,Open,x,https://example.org/o,,,2026-11-24,public\n")
    with pytest.raises(MixedError, match=r"sources/survey\.csv"):
        build(tmp_path / "builds", SMALL, added=[own])


def test_what_is_restricted_cannot_be_called_public(own: Path, tmp_path: Path):
    (own / "organisations" / "survey.csv.toml").write_text('[source]\naccess = "public"\n')
    with pytest.raises(MixedError, match="called public"):
        build(tmp_path / "builds", SMALL, added=[own])


def test_a_word_that_is_no_access_is_refused(own: Path, tmp_path: Path):
    (own / "organisations" / "survey.csv.toml").write_text('[source]\naccess = "secret"\n')
    with pytest.raises(TableError, match="expected one of public, restricted"):
        build(tmp_path / "builds", SMALL, added=[own])


def test_a_register_is_restricted_unless_its_file_says_otherwise(tmp_path: Path):
    write(tmp_path, {"lisa.csv": "vestigingsnummer;naam;gemeentecode;sbi_code\n1;Kanarie;GM0772;2611\n"})
    builds, file, lisa = tmp_path / "builds", tmp_path / "lisa.csv", loader_named("lisa")
    closed = load(builds, lisa, file, source={"title": "Kanarie"}, data=SMALL)
    assert all(CANARY not in str(quad).lower() for quad in Store(public(closed.folder)).statements)
    opened = load(builds, lisa, file, source={"title": "Kanarie", "access": "public"}, data=SMALL)
    assert public(opened.folder) == opened.folder
    assert any(CANARY in str(quad).lower() for quad in Store(opened.folder).statements)


def test_what_was_restricted_stays_so_when_the_file_is_loaded_again(tmp_path: Path):
    write(tmp_path, {"eigen.csv": "organisation_id,name,kind\nkanarie,Kanarie,company\n"})
    builds, file, loader = tmp_path / "builds", tmp_path / "eigen.csv", loader_named("organisations")
    load(builds, loader, file, source={"title": "Kanarie", "access": "restricted"}, data=SMALL)
    again = load(builds, loader, file, source={"title": "Kanarie"}, data=SMALL)
    assert again.folder == current(builds)
    assert all(CANARY not in str(quad).lower() for quad in Store(public(again.folder)).statements)


def test_without_its_public_part_nothing_is_public(parted: Report, tmp_path: Path):
    """Whatever happens to the folders, the full atlas never stands in for the public one."""
    copy = Path(shutil.copytree(parted.folder, tmp_path / "copy"))
    shutil.rmtree(copy / "public")
    with pytest.raises(NoAtlasError, match="public part"):
        public(copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    del manifest["restricted"]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(NoAtlasError, match="does not tell what in it is restricted"):
        public(copy)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_a_worker_of_the_public_atlas_has_nothing_of_the_full_one_open(parted: Report):
    folder = public(parted.folder)
    with Sandbox(folder) as sandbox:
        sandbox.answer("ASK { ?s ?p ?o }")
        seen = set()
        for worker in sandbox._ready:
            for descriptor in Path(f"/proc/{worker.pid}/fd").iterdir():
                seen.add(str(descriptor.readlink()))
    stores = {path for path in seen if str(parted.folder) in path}
    assert stores
    assert all(path.startswith(str(folder)) for path in stores)
