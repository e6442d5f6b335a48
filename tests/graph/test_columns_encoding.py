"""Statements as numbers: nothing is lost, the order is as promised, and the same statements give the same bytes."""

import json
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.columns.encoded import FOLDER, Encoded
from graph.columns.encoding import encode, encode_store, read_nquads
from graph.errors import AtlasError
from graph.statements import SCHEMA, packed
from graph.terms import PREFIXES
from ketenatlas.build import Report

Term = tuple[str, str, str, str]
XSD, RDF = PREFIXES["xsd"], PREFIXES["rdf"]


def decoded(columns: Encoded) -> list[tuple[Term, ...]]:
    """All triples, as the columns in order of subject say and checked against those in order of object."""
    terms = [(*columns.kinds[kind], columns.value(at)) for at, kind in enumerate(columns.kind)]
    found = []
    for iri, told in columns.predicates.items():
        at = slice(told.start, told.start + told.count)
        by_subject = list(zip(columns.so_s[at].tolist(), columns.so_o[at].tolist(), strict=True))
        by_object = list(zip(columns.os_o[at].tolist(), columns.os_s[at].tolist(), strict=True))
        assert by_subject == sorted((s, o) for o, s in by_object)
        assert by_object == sorted(by_object)
        assert told.subjects == len({s for s, _ in by_subject})
        assert told.objects == len({o for o, _ in by_object})
        found += [(terms[s], ("iri", "", "", iri), terms[o]) for s, o in by_subject]
    assert len(found) == len(columns.so_s) == len(columns.os_s)
    return found


def term(value: ox.NamedNode | ox.Literal) -> Term:
    if isinstance(value, ox.NamedNode):
        return "iri", "", "", value.value
    return "literal", value.datatype.value, value.language or "", value.value


def told(store: ox.Store) -> set[tuple[Term, ...]]:
    return {(term(q.subject), term(q.predicate), term(q.object)) for q in store}


def of(store: ox.Store, folder: Path) -> Encoded:
    encode_store(store, folder)
    return Encoded.open(folder)


@pytest.mark.parametrize("atlas", ["small", "counted"])
def test_an_atlas_has_all_its_statements_in_columns(atlas: str, request: pytest.FixtureRequest):
    """Those of a register too, that the build never has in one table."""
    report: Report = request.getfixturevalue(atlas)
    found = decoded(Encoded.open(report.folder / FOLDER))
    assert set(found) == told(ox.Store.read_only(str(report.folder / "store")))
    assert len(found) == len(set(found)) == report.statements


def test_the_order_of_terms(small: Report):
    columns = Encoded.open(small.folder / FOLDER)
    values = [columns.value(at).encode() for at in range(len(columns.kind))]
    assert (columns.kinds[0], values[0]) == (("none", "", ""), b"")
    first = int(np.flatnonzero(columns.kind == len(columns.kinds) - 1)[0])
    assert [kind.type for kind in columns.kinds[1:]] == ["literal"] * (len(columns.kinds) - 2) + ["iri"]
    literals = list(zip(columns.kind[1:first].tolist(), values[1:first], strict=True))
    assert all(one < other for one, other in pairwise(literals))
    said: dict[int, list[str]] = {at: [] for at in range(first, len(values))}
    for iri, where in columns.predicates.items():
        for subject in np.unique(columns.so_s[where.start : where.start + where.count]).tolist():
            said[subject].append(iri)
    groups = [(tuple(said[at]), values[at]) for at in range(first, len(values))]
    changes = [one[0] for one, other in pairwise(groups) if one[0] != other[0]]
    assert len(changes) == len(set(changes)) == len({group for group, _ in groups}) - 1
    assert all(one[1] < other[1] for one, other in pairwise(groups) if one[0] == other[0])
    assert [values[at] for at in columns.iri_order] == sorted(values[first:])


def test_the_same_statements_give_the_same_bytes(small: Report, tmp_path: Path):
    """In another order, and out of the store."""
    encode_store(ox.Store.read_only(str(small.folder / "store")), tmp_path / "again")
    files = sorted(path.name for path in (small.folder / FOLDER).iterdir())
    assert files == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in files:
        assert (tmp_path / "again" / name).read_bytes() == (small.folder / FOLDER / name).read_bytes()


def test_one_term_in_several_guises_is_one(tmp_path: Path):
    rows = [
        ("<urn:s>", "<urn:p>", value, "<urn:g>")
        for value in ('"a"', f'"a"^^<{XSD}string>', r'"\u0061"', r'"\U00000061"', '"a"@nl', '"a"@NL', "<urn:a>")
    ]
    encode([packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))], tmp_path / "columns")
    objects = [triple[2] for triple in decoded(Encoded.open(tmp_path / "columns"))]
    assert objects == [
        ("literal", f"{RDF}langString", "nl", "a"),
        ("literal", f"{XSD}string", "", "a"),
        ("iri", "", "", "urn:a"),
    ]


def test_a_number_is_kept_as_the_engine_keeps_it(tmp_path: Path):
    written = ("1.50", "1.5", "+1.5", "01.500"), ("7", "07", "+7"), ("1e0", "1.0E0"), ("true", "1")
    types = ("decimal", "integer", "double", "boolean")
    rows = [
        ("<urn:s>", "<urn:p>", f'"{text}"^^<{XSD}{type_}>', "<urn:g>")
        for texts, type_ in zip(written, types, strict=True)
        for text in texts
    ]
    encode([packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))], tmp_path / "columns")
    store = ox.Store()
    store.bulk_load("\n".join(f"{s} {p} {o} {g} ." for s, p, o, g in rows).encode(), format=ox.RdfFormat.N_QUADS)
    found = set(decoded(Encoded.open(tmp_path / "columns")))
    assert found == told(store)
    assert len(found) == len(types)


def test_an_escaped_backslash_escapes_nothing(tmp_path: Path):
    rows = [
        ("<urn:s>", "<urn:p>", rf'"{text}"', "<urn:g>") for text in (r"\\n", r"\\u0041", r"\u005Cn", r"\\\n", r"\"\\")
    ]
    encode([packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))], tmp_path / "columns")
    values = {triple[2][3] for triple in decoded(Encoded.open(tmp_path / "columns"))}
    assert values == {"\\n", "\\u0041", "\\\n", '"\\'}


def test_lines_are_read_part_by_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    lines = b"".join(b'<urn:s%d> <urn:p> "a <b> \\" <c>"@nl <urn:g> .\n' % number for number in range(50))
    path = tmp_path / "lines.nq"
    path.write_bytes(lines)
    with path.open("rb") as file:
        whole = pl.concat(read_nquads(file))
    monkeypatch.setattr("graph.columns.encoding._BLOCK", 70)
    with path.open("rb") as file:
        parts = list(read_nquads(file))
    assert len(parts) > 20
    assert pl.concat(parts).equals(whole)
    assert whole.rows()[7] == ("<urn:s7>", "<urn:p>", r'"a <b> \" <c>"@nl')


@pytest.mark.parametrize(
    ("line", "what"),
    [("_:a <urn:p> <urn:o> .", "_:.* is neither an IRI"), ('<urn:s> <urn:p> "a"@nl--ltr .', "ends in @nl--ltr")],
)
def test_what_cannot_stand_in_columns_is_refused(line: str, what: str, tmp_path: Path):
    store = ox.Store()
    store.load(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    with pytest.raises(AtlasError, match=what):
        encode_store(store, tmp_path / "columns")


def test_nothing_can_be_written_and_read(tmp_path: Path):
    columns = of(ox.Store(), tmp_path / "columns")
    assert decoded(columns) == []
    assert columns.kind.tolist() == [0]
    assert columns.offsets.tolist() == [0, 0]


def test_columns_that_are_not_there_are_told_so(tmp_path: Path):
    with pytest.raises(AtlasError, match=r"lacks kinds.json; make the atlas again"):
        Encoded.open(tmp_path)


def _is_iri(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


IRIS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters='<>"{}|^`\\'), min_size=1)
NODES = IRIS.map(lambda rest: f"urn:x:{rest}").filter(_is_iri).map(ox.NamedNode)
TEXTS = st.text(st.characters(codec="utf-8")) | st.text(st.sampled_from('\\"unbtU0041 <>.@^\n\r\t'))
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.tuples(TEXTS, st.sampled_from(["nl", "en", "nl-BE"])).map(lambda one: ox.Literal(one[0], language=one[1])),
    st.tuples(TEXTS, st.sampled_from([f"{XSD}date", "urn:type"])).map(
        lambda one: ox.Literal(one[0], datatype=ox.NamedNode(one[1]))
    ),
)
QUADS = st.builds(
    ox.Quad, NODES, st.sampled_from("abc").map(lambda name: ox.NamedNode(f"urn:p:{name}")), NODES | LITERALS,
    st.sampled_from([ox.DefaultGraph(), ox.NamedNode("urn:g")]),
)  # fmt: skip


@given(st.lists(QUADS, max_size=12))
def test_whatever_a_store_holds_stands_in_columns(quads: list[ox.Quad]):
    store = ox.Store()
    store.extend(quads)
    with tempfile.TemporaryDirectory() as folder:
        found = decoded(of(store, Path(folder) / "columns"))
        assert len(found) == len(set(found))
        assert set(found) == told(store)
        assert json.loads((Path(folder) / "columns" / "kinds.json").read_text())[0] == ["none", "", ""]
