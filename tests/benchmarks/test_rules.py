"""The benchmark of the rules: engines agree, one that does not is told of, and the graph is the same each time."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from benchmarks import rules, synthetic
from benchmarks.engines import OURS, PEERS, Engine, Outcome, as_update, no_java, of_ours, ours
from benchmarks.machine import peak_memory
from benchmarks.synthetic import statements_of
from graph.rules import Rule
from graph.statements import SCHEMA
from graph.terms import expand
from tests.conftest import ROOT, need

OXIGRAPH, OWLRL, HERMIT = PEERS


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer places and chains, and only the modules that speak of them, for the slow engines."""
    modules = "places|regions|organisations|chains|evidence|translation"
    ontology = rules.bundled_ontology().filter(pl.col("g").str.contains(f"({modules})>$"))
    monkeypatch.setattr(rules, "bundled_ontology", lambda: ontology)
    for name, number in {"REGIONS": 2, "MUNICIPALITIES": 4, "PARKS": 6, "CHAINS": 2, "STAGES": 3}.items():
        monkeypatch.setattr(synthetic, name, number)


def forgetful(statements: pl.DataFrame, ontology: pl.DataFrame) -> Outcome:
    """Red fixture: an engine that misses one statement and makes one up."""
    right = ours(statements, ontology)
    supplies = f"<{expand('ka:supplies')}>"
    lost = right.closure.filter(pl.col("p") == supplies).head(1)
    made_up = lost.with_columns(o=pl.lit(statements["s"][0]))
    return Outcome(right.seconds, pl.concat([right.closure.join(lost, on=["s", "p", "o"], how="anti"), made_up]))


def test_engines_agree_at_the_smallest_size():
    measured, disagreements = rules.measure([100], [OURS, OXIGRAPH])
    assert disagreements == []
    assert measured["engine"].to_list() == [OURS.name, OXIGRAPH.name]
    assert measured["inferred"].n_unique() == 1
    assert measured["inferred"][0] > 5_000
    assert measured["ratio"][0] == pytest.approx(1)


def test_owlrl_agrees(little):
    measured, disagreements = rules.measure([5], [OURS, OWLRL])
    assert disagreements == []
    assert measured.height == 2


def test_hermit_agrees(little):
    need(None if no_java() else ROOT, "Java for HermiT")
    measured, disagreements = rules.measure([5], [OURS, HERMIT])
    assert disagreements == []
    assert measured.height == 2


def test_an_engine_that_is_wrong_is_told_of_and_fails_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(rules, "ENGINES", (OURS, Engine("forgetful", forgetful)))
    monkeypatch.setattr(rules, "peak_memory", lambda *_: None)
    ran = CliRunner().invoke(rules.app, ["--sites", "20", "--out", str(tmp_path / "new")])
    assert ran.exit_code == 1
    assert "forgetful disagrees with ketenatlas: of the statements it misses 1, such as <" in ran.stderr
    assert "and adds 1, such as <" in ran.stderr
    assert "forgetful" in (tmp_path / "new" / "rules.csv").read_text()


def test_a_run_prints_a_table_and_writes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(rules, "ENGINES", (OURS, OXIGRAPH))
    monkeypatch.setattr(rules, "peak_memory", lambda *_: 100.0)
    ran = CliRunner().invoke(rules.app, ["--sites", "100", "--sites", "2", "--out", str(tmp_path)])
    assert ran.exit_code == 0
    assert "Oxigraph, SPARQL rules" in ran.stdout
    written = pl.read_csv(tmp_path / "rules.csv", schema=rules.COLUMNS)
    assert written["stated"].to_list() == [1_768, 1_768, 3_140, 3_140]
    assert written["exponent"].is_null().to_list() == [True, True, False, True]
    assert written["peak_mib"].is_null().to_list() == [False, True, False, True]
    assert (tmp_path / "machine.txt").read_text().startswith("Python 3.")


def test_slow_and_missing_engines_are_left_out_with_a_sentence():
    told: list[str] = []
    slow = Engine("slow", forgetful, usual=10, utmost=20)
    missing = Engine("missing", forgetful, lacks=lambda: "There is no missing here.")
    measured, disagreements = rules.measure([2], [OURS, slow, missing], patient=True, tell=told.append)
    assert (measured.height, disagreements) == (1, [])
    assert "There is no missing here." in told
    assert "slow is left out at 1,768 statements: it is run up to 20." in told


@pytest.mark.parametrize(
    ("sites", "wanted"), list(zip(rules.SITES, (4_500, 13_000, 121_000, 361_000), strict=True)), ids=str
)
def test_sizes_are_as_told(sites, wanted):
    assert statements_of(sites).height == pytest.approx(wanted, rel=0.03)


def test_graph_is_the_same_for_the_same_seed_and_marked_synthetic():
    made = statements_of(300, seed=7)
    assert made.equals(statements_of(300, seed=7))
    assert not made.equals(statements_of(300, seed=8))
    assert dict(made.schema) == SCHEMA
    assert made.null_count().sum_horizontal().item() == 0
    assert made.is_unique().all()
    claims = made.filter(pl.col("s").str.contains("/claim/"))["s"].unique()
    level = made.filter(pl.col("p") == f"<{expand('ka:evidenceLevel')}>")
    assert set(level["s"]) == set(claims)
    assert set(level["o"]) == {f"<{expand('evidence:synthetic')}>"}


def test_each_establishment_supplies_three_others_and_few_are_supplied_by_many():
    made = statements_of(5_000)
    ends = [made.filter(pl.col("p") == f"<{expand(name)}>").select("s", "o") for name in ("ka:supplier", "ka:customer")]
    supplies = ends[0].join(ends[1], on="s", suffix="_to")
    assert supplies.filter(pl.col("o") == pl.col("o_to")).is_empty()
    assert set(supplies["o"].value_counts()["count"]) == {3}
    received = supplies["o_to"].value_counts()["count"].sort(descending=True)
    assert received[0] > 20 * received.median()
    assert received.head(len(received) // 10).sum() > 0.4 * received.sum()


def test_a_graph_of_one_establishment_is_refused():
    with pytest.raises(ValueError, match="at least 2 of them, not 1"):
        statements_of(1)


def test_only_our_properties_and_classes_between_individuals_are_compared():
    stated = statements_of(2)
    closure = pl.DataFrame(
        [
            (stated["s"][0], f"<{expand('ka:within')}>", stated["s"][1]),
            (stated["s"][0], f"<{expand('ka:within')}>", "<urn:unknown>"),
            (stated["s"][0], f"<{expand('rdf:type')}>", f"<{expand('ka:Place')}>"),
            (stated["s"][0], f"<{expand('rdf:type')}>", f"<{expand('geo:Feature')}>"),
            (stated["s"][0], f"<{expand('rdfs:label')}>", '"x"'),
        ],
        schema={"s": pl.String, "p": pl.String, "o": pl.String},
        orient="row",
    )
    assert of_ours(closure, stated).height == 2


def test_rules_become_updates():
    chain = Rule("<r>", ("<a>", "<b>", "<c>"), "so", "")
    assert as_update(chain) == (
        "INSERT { ?v0 <r> ?v3 . } WHERE "
        "{ { SELECT DISTINCT ?v0 ?v2 WHERE { ?v0 <a> ?v1 . ?v1 <b> ?v2 . } } ?v2 <c> ?v3 . }"
    )
    assert as_update(Rule("<p>", ("<p>", "<p>"), "so", "")) == "INSERT { ?v0 <p> ?v2 . } WHERE { ?v0 <p>+ ?v2 }"
    assert "INSERT { ?v1 <q> ?v0 . }" in as_update(Rule("<q>", ("<p>",), "os", ""))
    assert "INSERT { ?v1 <http" in as_update(Rule("type <A>", ("<p>",), "o", ""))


def test_memory_is_that_of_a_process_of_its_own():
    ballast = bytearray(400 * 2**20)
    peak = peak_memory(rules.infer_only, 2, 1)
    assert peak is None or 50 < peak < len(ballast) / 2**20
