"""Statements in columns: one home per triple, canonical lines, the same hash for the same content."""

import hashlib
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from graph import statements
from graph.terms import mint, node, text

ROWS = pl.DataFrame({"key": ["b", "a", "a"], "name": ["Bee", "Aa", "Aa"]})
PATTERNS = (
    (mint("park", "key"), "rdf:type", node("ka:BusinessPark")),
    (mint("park", "key"), "rdfs:label", text("name")),
)


def test_rows_become_statements_without_repeats():
    made = statements.from_rows(ROWS, PATTERNS, "https://example.org/g")
    assert made.height == 4
    assert made["g"].unique().to_list() == ["<https://example.org/g>"]


def test_no_rows_make_no_statements():
    assert statements.from_rows(ROWS.clear(), PATTERNS, "https://example.org/g").equals(statements.empty())


def test_a_triple_in_two_graphs_keeps_its_first_home():
    one = statements.from_rows(ROWS, PATTERNS, "https://example.org/one")
    two = statements.from_rows(ROWS, PATTERNS, "https://example.org/two")
    merged = statements.one_home([one, two])
    assert merged.height == 4
    assert merged["g"].unique().to_list() == ["<https://example.org/one>"]


def test_an_engine_would_count_a_triple_once_per_home():
    store = ox.Store()
    for graph in ("one", "two"):
        made = statements.from_rows(ROWS, PATTERNS, f"https://example.org/{graph}")
        store.load(statements.nquads(made), format=ox.RdfFormat.N_QUADS)
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert next(iter(answer))["n"].value == "8"


def test_packed_statements_are_written_as_text_would_be_sorted():
    """Where one term begins with another, sorting terms is sorting lines."""
    terms = ['"a"', '"a"@nl', '"a"@nl-be', '"a b"', '"a!"', '"a"^^<urn:t>', "<urn:a>", "<urn:a-b>", "<urn:ab>"]
    rows = [(s, "<urn:p>", o, g) for o in terms for s in terms[-3:] for g in ("<urn:g>", "<urn:g-1>")]
    frame = pl.DataFrame([*rows, *rows[:5]], schema=statements.SCHEMA, orient="row").sample(
        fraction=1, shuffle=True, seed=1
    )
    written: list[bytes] = []
    identity = statements.write_canonical(statements.packed(frame), written.append)
    lines = sorted(f"{' '.join(row)} ." for row in rows)
    assert b"".join(written).decode().splitlines() == lines
    assert identity == hashlib.sha256(b"".join(written)).hexdigest()


def test_packing_changes_nothing_else():
    made = statements.from_rows(ROWS, PATTERNS, "https://example.org/g")
    packed = statements.from_rows(ROWS, PATTERNS, "https://example.org/g", pack=True)
    assert packed.schema == statements.PACKED
    assert statements.unpacked(packed).equals(made)
    assert statements.having(packed, "rdf:type").equals(statements.having(made, "rdf:type"))
    asked = {"type": "rdf:type", "name": "rdfs:label"}
    assert statements.wide(packed, asked).equals(statements.wide(made, asked))


def test_lines_are_sorted_and_do_not_depend_on_the_order_of_rows():
    forward = statements.nquads(statements.from_rows(ROWS, PATTERNS, "https://example.org/g"))
    backward = statements.nquads(statements.from_rows(ROWS.reverse(), PATTERNS, "https://example.org/g"))
    assert forward == backward
    assert forward.splitlines() == sorted(forward.splitlines())


def test_lines_are_the_canonical_form(brabant):
    """RDFC-1.0 of the store's content, made by the engine, has the hash the build names."""
    dataset = ox.Dataset(ox.Store.read_only(str(brabant.folder / "store")))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} ." for quad in dataset)
    assert hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest() == brabant.hash


def test_blank_nodes_get_lasting_addresses(tmp_path: Path):
    first, second = tmp_path / "a.ttl", tmp_path / "b.ttl"
    first.write_text("@prefix : <https://example.org/> . :x :list ( :a :b ) ; :y [ :z 1 ] .")
    second.write_text("@prefix : <https://example.org/> . :x :y [ :z 1 ] ; :list ( :a :b ) .")
    one, two = (statements.from_rdf(path, "https://example.org/g") for path in (first, second))
    assert sorted(one.rows()) == sorted(two.rows())
    assert not [term for row in one.rows() for term in row if term.startswith("_:")]


def test_wide_joins_values_by_subject():
    made = statements.from_rows(ROWS, PATTERNS, "https://example.org/g")
    table = statements.wide(made, {"type": "rdf:type", "name": "rdfs:label", "none": "ka:jobs"}, optional=("none",))
    assert table.height == 2
    assert table["none"].null_count() == 2
    assert statements.wide(made, {"type": "rdf:type", "none": "ka:jobs"}).is_empty()
