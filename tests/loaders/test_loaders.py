"""Loaders find themselves, come after what they refer to, and say of a row what it should say."""

from pathlib import Path

import polars as pl
import pytest

from graph.errors import AtlasError
from graph.resources import room
from graph.terms import expand
from loaders import loader as module
from loaders.commuting import by_region
from loaders.loader import Loader, discover, graph_of
from loaders.table import TableError
from tests.conftest import need, shared

ALL = discover()


@pytest.mark.parametrize("name", ALL)
def test_every_loader_is_named_after_its_module_and_explained(name):
    loader = ALL[name]
    assert (Path(module.__file__).parent / f"{name}.py").is_file()
    assert set(loader.about) == {"nl", "en"}
    assert set(loader.key) <= {column.name for column in loader.columns}


def test_a_loader_comes_after_what_it_refers_to():
    seen: set[str | None] = set()
    provided = {loader.provides for loader in ALL.values()}
    for loader in ALL.values():
        assert loader.refers_to & provided <= seen | {loader.provides}
        seen.add(loader.provides)


def test_two_loaders_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch):
    one = ALL["sources"]
    monkeypatch.setattr(module, "_declared", lambda: iter([one, one]))
    with pytest.raises(AtlasError, match="two loaders are called 'sources'"):
        discover()


@pytest.mark.parametrize("name", ALL)
def test_every_predicate_and_class_exists_in_the_ontology(name):
    from ketenatlas.build import ontology_statements

    declared = set(ontology_statements()["s"])
    for _, predicate, _ in ALL[name].patterns:
        if predicate.startswith("ka:"):
            assert f"<{expand(predicate)}>" in declared, predicate


def small(
    loader: Loader, row: dict[str, str], tmp_path: Path, known: dict[str, list[str]]
) -> list[tuple[str, str, str]]:
    path = tmp_path / "t.csv"
    path.write_text(",".join(row) + "\n" + ",".join(f'"{v}"' for v in row.values()) + "\n")
    reading = loader.read(path, {name: pl.Series(keys) for name, keys in known.items()})
    assert reading.rejected == 0, reading.rejects
    made = loader.statements(reading.rows, graph_of(loader.name, path))
    return made.select("s", "p", "o").rows()


def test_a_supply_is_no_collaboration(tmp_path: Path):
    row = {
        "kind": "supply",
        "supplier": "a",
        "customer": "b",
        "chain": "c",
        "resource": "Wafer handlers!",
        "evidence": "asserted",
        "source": "s",
        "date": "2026-11-24",
    }
    known = {"establishment": ["a", "b"], "chain": ["c"], "source": ["s"]}
    supply = small(ALL["relations"], row, tmp_path, known)
    assert {s for s, _, _ in supply} == {f"<{expand('claim:supply--a--b--wafer-handlers--s')}>"}
    together = small(ALL["relations"], {**row, "kind": "collaboration"}, tmp_path, known)
    predicates = {p for _, p, _ in together}
    assert f"<{expand('ka:partner')}>" in predicates
    assert f"<{expand('ka:supplier')}>" not in predicates


def test_a_park_without_word_on_its_sureness_is_estimated(tmp_path: Path):
    row = {
        "establishment_id": "e",
        "organisation": "o",
        "name": "E",
        "municipality": "GM0772",
        "park": "1001",
        "source": "s",
        "date": "2026-11-24",
    }
    known = {
        "organisation": ["o"],
        "municipality": ["GM0772"],
        "park": ["1001"],
        "source": ["s"],
        "region": [],
    }
    said = small(ALL["establishments"], row, tmp_path, known)
    assert (
        f"<{expand('establishment:e')}>",
        f"<{expand('ka:locationEvidence')}>",
        f"<{expand('evidence:estimated')}>",
    ) in said


@pytest.mark.parametrize(
    ("key", "iri"),
    [
        ("west-brabant", "region:west-brabant"),
        ("PV25", "province:pv25"),
        ("NL411", "nuts:NL411"),
        ("DE", "nuts:DE"),
    ],
)
def test_regions_get_the_address_their_kind_has_elsewhere(key, iri):
    from loaders.regions import region_iri

    assert pl.DataFrame({"r": [key]}).select(o=region_iri("r"))["o"].to_list() == [f"<{expand(iri)}>"]


def test_files_of_another_kind_are_refused(tmp_path: Path):
    path = tmp_path / "t.docx"
    path.write_text("x")
    with pytest.raises(TableError, match="files ending in '.docx' cannot be read"):
        ALL["sources"].read(path, {})


def test_commuting_summary_is_what_the_table_of_municipalities_gives():
    """The bundled region figures are recomputed from the CBS table they were made from."""
    folder = need(shared("data/commuting"), "commuting table beside the checkout")
    flows = pl.read_csv(folder / "nb_commuting_current_codes.csv")
    members = pl.read_csv(room("data") / "memberships" / "policy-regions.csv", infer_schema=False)
    made = by_region(
        flows.rename({"from_now": "from", "to_now": "to"}),
        members.filter(pl.col("primary") == "true").select("municipality", "region"),
    )
    stated = pl.read_csv(room("data") / "commuting" / "regions-2016.csv").select("from_region", "to_region", "persons")
    assert stated.sort("from_region", "to_region").equals(made)


def test_sums_flows_before_rounding():
    flows = pl.DataFrame({"from": ["a", "a", "x"], "to": ["b", "b", "b"], "value": [0.4, 0.4, 9.0]})
    regions = pl.DataFrame({"municipality": ["a", "b"], "region": ["r", "s"]})
    assert by_region(flows, regions).rows() == [("r", "s", 1)]
