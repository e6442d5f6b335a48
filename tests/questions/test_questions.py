"""Every question of the library: right rows on the fixture, no rows on the counter-fixture, one face everywhere."""

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from graph.asking import Answer, ask, prepare
from graph.catalogue import catalogue
from graph.lexer import tokens
from graph.result import Rows, Value
from graph.store import Store
from graph.terms import PREFIXES, expand
from ketenatlas.build import ontology_statements, scheme_statements

HERE = Path(__file__).parent
QUESTIONS = list(catalogue().questions.values())
BY_ID = [pytest.param(question, id=question.id) for question in QUESTIONS]
DAY = "2026-11-24"


def _cases() -> Iterator[object]:
    for question in QUESTIONS:
        for number, case in enumerate(yaml.safe_load((HERE / f"{question.id}.yaml").read_text(encoding="utf-8"))):
            yield pytest.param(question, case, id=f"{question.id}-{number}")


CASES = list(_cases())


def written(value: Value | tuple[str, ...]) -> str:
    """A cell as the hand-written tables write it."""
    if isinstance(value, tuple):
        return ";".join(sorted(part.rsplit("/", 1)[-1] for part in value)) or "-"
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value).rsplit("/", 1)[-1] if str(value).startswith("http") else str(value)


def told(case: dict) -> dict[str, str]:
    return {name: str(value) for name, value in case["given"].items()}


def shown(answer: Answer, columns: list[str]) -> list[list[str]]:
    place = [answer.variables.index(column) for column in columns]
    return [[written(row[at]) for at in place] for row in answer.rows]


@pytest.mark.parametrize(("question", "case"), CASES)
def test_gives_the_rows_written_by_hand(question, case, themed_store):
    columns = [name.strip() for name in case["columns"].split("|")]
    expected = [[cell.strip() for cell in line.split("|")] for line in case["rows"].strip().splitlines()]
    assert shown(ask(themed_store(question.theme), question, told(case)), columns) == expected


@pytest.mark.parametrize("question", BY_ID)
def test_first_hand_written_case_checks_every_column(question):
    columns = [name.strip() for name in first_case(question)["columns"].split("|")]
    assert columns == [column.name for column in question.columns]


def first_case(question) -> dict:
    """The first hand-written case of a question, which also says what holds for the question as a whole.

    ``always`` gives the reason why a question answers even where everything has ended; ``bundled: waits`` says that
    the bundled atlas lacks a table it needs, so that only the invented example answers it.
    """
    return yaml.safe_load((HERE / f"{question.id}.yaml").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize("question", BY_ID)
def test_answers_with_nothing_where_everything_has_ended(question, ended_store: Store):
    answer = ask(ended_store, question, {"asOf": DAY})
    if "always" in first_case(question):
        assert len(first_case(question)["always"].split()) >= 5
        assert answer.rows != ask(ended_store, question, {"asOf": "2000-06-01"}).rows
    else:
        assert answer.rows == []


@pytest.mark.parametrize("question", BY_ID)
def test_counter_fixture_would_answer_in_its_own_time(question, ended_store: Store):
    answer = ask(ended_store, question, {"asOf": "2000-06-01"})
    if question.id == "A1-07":  # two stages in two of the four regions leave six white spots
        assert len(answer.rows) == 6
    else:
        assert answer.rows


@pytest.mark.parametrize(("question", "case"), [case for case in CASES if case.values[1]["rows"]])
def test_rdflib_gives_the_same_rows(question, case, small_store: Store, small_rdflib: rdflib.Graph):
    query, _ = prepare(small_store, question, told(case))
    ours = small_store.select(query)
    theirs = Rows.from_json(small_rdflib.query(query).serialize(format="json"))
    assert theirs.columns == ours.columns
    assert comparable(theirs, question) == comparable(ours, question)


def test_rdflib_makes_a_group_out_of_nothing():
    """Why empty answers are not compared: SPARQL 1.1 (section 11.2) has no group where there is no solution."""
    query = "SELECT ?s (GROUP_CONCAT(?o) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?s"
    assert rdflib.Graph().query(query).bindings == [{}]
    assert list(ox.Store().query(query)) == []


def comparable(rows: Rows, question) -> list[tuple[str, ...]]:
    """Rows without what engines may do in their own way: order of rows and of list members, spelling of numbers."""
    kinds = {column.name: column.kind for column in question.columns}

    def cell(name: str, value: Value) -> str:
        if kinds.get(name) in ("list", "levels", "sources"):
            return written(tuple(dict.fromkeys(part for part in str(value or "").split("|") if part)))
        if kinds.get(name) in ("number", "share") and value is not None:
            return f"{float(value):.6f}"
        return written(value)

    return sorted(tuple(cell(n, v) for n, v in zip(rows.columns, row, strict=True)) for row in rows.values)


@pytest.fixture(scope="module")
def shuffled_store(small) -> ox.Store:
    """The small atlas, loaded in another order."""
    lines = [str(quad) for quad in ox.Store.read_only(str(small.folder / "store"))]
    shuffled = sorted(lines, key=lambda line: hashlib.sha256(line.encode()).digest())
    assert shuffled != lines
    store = ox.Store()
    store.load("\n".join(f"{line} ." for line in shuffled).encode(), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize("question", BY_ID)
def test_order_of_statements_does_not_matter(question, small_store: Store, shuffled_store: ox.Store):
    query, _ = prepare(small_store, question, {"asOf": DAY})
    answer = shuffled_store.query(query, use_default_graph_as_union=True).serialize(format=ox.QueryResultsFormat.JSON)
    assert comparable(Rows.from_json(answer), question) == comparable(small_store.select(query), question)


@pytest.mark.parametrize("question", BY_ID)
def test_projects_the_declared_columns(question, small_store: Store):
    query, _ = prepare(small_store, question, {})
    assert small_store.select(query).columns == question.projected


@pytest.mark.parametrize("question", BY_ID)
def test_runs_unbound_in_any_editor(question, small_store: Store):
    unbound = small_store.select(question.text)
    assert unbound.terms
    assert unbound.columns == question.projected


@pytest.fixture(scope="module")
def declared() -> set[str]:
    """Every term of the ontology and its code lists."""
    return set(ontology_statements()["s"]) | set(scheme_statements()["s"])


@pytest.mark.parametrize("question", BY_ID)
def test_uses_only_terms_that_exist(question, declared: set[str]):
    prefixes = {}
    words = [token for token in tokens(question.text) if token.kind not in ("space", "comment")]
    for before, token in itertools.pairwise(words):
        if before.kind == "name" and token.kind == "iri" and before.text.endswith(":"):
            prefixes[before.text[:-1]] = token.text[1:-1]
    for token in words:
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and local and prefix in prefixes:
            assert PREFIXES[prefix] == prefixes[prefix]
            if prefix == "ka":
                assert f"<{expand(token.text)}>" in declared, token.text


@pytest.mark.parametrize("question", BY_ID)
def test_carries_evidence_and_sources(question):
    kinds = {column.name: column.kind for column in question.columns}
    assert kinds["evidence"] == "levels"
    assert kinds["sources"] == "sources"
    assert {"asOf", "evidence", "lang"} <= {parameter.name for parameter in question.parameters}


@pytest.mark.parametrize("question", BY_ID)
def test_answers_in_english_too(question, small_store: Store):
    dutch, english = (ask(small_store, question, {"asOf": DAY}, language) for language in ("nl", "en"))
    labels = [name for name in dutch.variables if name.endswith("Label")]
    keys = [name for name in dutch.variables if not name.endswith("Label") and f"{name}Label" in labels]
    assert sorted(shown(dutch, keys)) == sorted(shown(english, keys))
    assert dutch.rows != english.rows
    assert dutch.question.summary["nl"] != english.question.summary["en"]


@pytest.mark.parametrize("question", BY_ID)
def test_has_a_real_answer_on_the_bundled_atlas_or_says_what_is_missing(question, brabant_store: Store):
    answer = ask(brabant_store, question, {"asOf": DAY})
    if first_case(question).get("bundled") == "waits":
        assert answer.missing
    else:
        assert answer.rows
        assert answer.missing == ()
        assert answer.sources


@pytest.mark.parametrize("question", BY_ID)
def test_has_an_answer_on_the_invented_example(question, example_store: Store):
    answer = ask(example_store, question, {"asOf": DAY})
    assert answer.rows
    assert answer.missing == ()
    assert answer.sources


@pytest.mark.parametrize("question", BY_ID)
def test_comments_each_step(question):
    assert question.text.count("\n  # ") + question.text.count("\n      # ") + question.text.count("\n    # ") >= 2


def test_lower_bound_never_exceeds_upper_bound(small_store: Store):
    by_level = [
        sum(row[-5] for row in ask(small_store, catalogue()["A1-05"], {"asOf": DAY, "evidence": level}).rows)
        for level in ("asserted", "estimated", "reconstructed", "synthetic", "all")
    ]
    assert by_level == sorted(by_level)
    assert by_level[0] < by_level[-1]


def test_says_which_table_is_missing(tmp_path: Path, small_store: Store):
    import shutil

    from ketenatlas.build import build
    from tests.conftest import FIXTURES

    without = tmp_path / "data"
    shutil.copytree(FIXTURES / "small", without)
    shutil.rmtree(without / "qualities")
    answer = ask(Store(build(tmp_path / "build", without).folder), catalogue()["B1-01"], {"asOf": DAY})
    assert answer.rows == []
    assert answer.missing == ("qualities",)
    assert ask(small_store, catalogue()["B1-01"], {"asOf": DAY}).missing == ()
