"""Lists as SKOS concepts, and mappings between them: each end must exist, each mapping says how sure it is and why."""

from pathlib import Path

import polars as pl
import pytest

from graph.resources import room
from graph.store import Store
from graph.terms import PREFIXES
from loaders.columns import Joined, Kind, Number, Reference, ReferenceBy
from loaders.industry_codes import industry_code_iri
from loaders.loader import discover, graph_of
from loaders.table import Reading
from tests.conftest import need, shared

ALL = discover()
KNOWN = {
    "source": ["s"],
    "coalition": ["batterij"],
    "technology": ["nts-energie"],
    "chain": ["batterijen"],
    "stage": ["cellen"],
    "industry-code": ["nace2.1-27.20"],
}
MAPPING = {
    "subject_kind": "coalition",
    "subject": "batterij",
    "mapping_kind": "close",
    "object_kind": "technology",
    "object": "nts-energie",
    "confidence": "0.70",
    "justification": 'Vrijwel "hetzelfde".',
    "confirmation": "to-be-confirmed",
    "confirmed_by": "",
    "confirmed_on": "",
    "evidence": "estimated",
    "valid_from": "",
    "valid_to": "",
    "source": "s",
    "date": "2026-11-24",
}
CODE = {
    "scheme": "nace2.1",
    "code": "27.20",
    "industry_code_id": "",
    "label_nl": "Batterijen",
    "label_en": "Batteries",
    "source": "s",
    "date": "2026-11-24",
}
NOT_ONE = "the key of a thing that is in the atlas, of the kind subject_kind names"


def read(name: str, tmp_path: Path, *rows: dict[str, str]) -> Reading:
    path = tmp_path / "t.csv"
    pl.DataFrame(list(rows)).write_csv(path)
    return ALL[name].read(path, {thing: pl.Series(keys) for thing, keys in KNOWN.items()})


def said(name: str, tmp_path: Path, row: dict[str, str]) -> dict[str, list[str]]:
    """What one row says, by predicate and without our prefixes; ``@`` is the subject of all of it."""
    reading = read(name, tmp_path, row)
    assert reading.rejected == 0, reading.rejects
    made = ALL[name].statements(reading.rows, graph_of(name, tmp_path / "t.csv"))
    told: dict[str, list[str]] = {}
    for s, p, o in made.select("s", "p", "o").rows():
        told.setdefault("@", []).append(s.strip("<>"))
        told.setdefault(
            next(k + ":" + p[len(v) + 1 : -1] for k, v in PREFIXES.items() if p[1:].startswith(v)), []
        ).append(o)
    return {**told, "@": sorted(set(told["@"]))}


@pytest.mark.parametrize(
    ("kind", "key", "iri"),
    [
        ("coalition", "batterij", PREFIXES["coalition"] + "batterij"),
        ("technology", "nts-energie", PREFIXES["technology"] + "nts-energie"),
        ("chain", "batterijen", PREFIXES["chain"] + "batterijen"),
        ("stage", "cellen", PREFIXES["stage"] + "cellen"),
        ("industry-code", "nace2.1-27.20", "http://data.europa.eu/ux2/nace2.1/2720"),
    ],
)
def test_both_ends_may_be_of_every_kind(kind, key, iri, tmp_path: Path):
    told = said("mappings", tmp_path, {**MAPPING, "subject_kind": kind, "subject": key})
    assert told["ka:mappedSubject"] == [f"<{iri}>"]
    told = said("mappings", tmp_path, {**MAPPING, "object_kind": kind, "object": key})
    assert told["ka:mappedObject"] == [f"<{iri}>"]


def test_a_mapping_is_a_claim_with_its_kind_confidence_and_reason(tmp_path: Path):
    told = said("mappings", tmp_path, MAPPING)
    assert told["@"] == [PREFIXES["claim"] + "mapping--coalition--batterij--technology--nts-energie--s"]
    assert told["rdf:type"] == [f"<{PREFIXES['ka']}Mapping>"]
    assert told["ka:mappingKind"] == ["<https://w3id.org/ketenatlas/mapping-kind/close>"]
    assert told["ka:confidence"] == [f'"0.7"^^<{PREFIXES["xsd"]}decimal>']
    assert told["ka:justification"] == ['"Vrijwel \\"hetzelfde\\"."']
    assert told["ka:confirmation"] == ['"to-be-confirmed"']
    assert told["ka:evidenceLevel"] == [f"<{PREFIXES['evidence']}estimated>"]
    assert not {"ka:confirmedBy", "ka:confirmedOn", "ka:validFrom"} & set(told)


def test_who_confirmed_a_mapping_and_when_is_kept(tmp_path: Path):
    row = {**MAPPING, "confirmation": "confirmed", "confirmed_by": "beleidsadviseur", "confirmed_on": "2026-12"}
    told = said("mappings", tmp_path, row)
    assert told["ka:confirmedBy"] == ['"beleidsadviseur"']
    assert told["ka:confirmedOn"] == [f'"2026-12-01"^^<{PREFIXES["xsd"]}date>']


@pytest.mark.parametrize(
    ("change", "column", "found", "expected"),
    [
        ({"subject": "zonne"}, "subject", "zonne", NOT_ONE),
        ({"subject": "cellen"}, "subject", "cellen", NOT_ONE),
        ({"subject": ""}, "subject", "an empty cell", NOT_ONE),
        ({"object": "batterij"}, "object", "batterij", NOT_ONE.replace("subject", "object")),
        ({"object_kind": "stage"}, "object", "nts-energie", NOT_ONE.replace("subject", "object")),
        ({"mapping_kind": "same"}, "mapping_kind", "same", "one of exact, close, broad, narrow, related"),
        ({"confidence": "1.01"}, "confidence", "1.01", "a number, at least 0, at most 1"),
        ({"confidence": "high"}, "confidence", "high", "a number, at least 0, at most 1"),
        ({"justification": ""}, "justification", "an empty cell", "text without control characters"),
        ({"confirmation": "ja"}, "confirmation", "ja", "one of to-be-confirmed, confirmed-by-source, confirmed"),
        ({"source": "t"}, "source", "t", "the key of a source that is in the atlas"),
    ],
)
def test_a_bad_mapping_is_rejected_with_the_reason(change, column, found, expected, tmp_path: Path):
    reading = read("mappings", tmp_path, MAPPING, {**MAPPING, **change})
    assert (reading.read, reading.rows.height, reading.rejected) == (2, 1, 1)
    assert reading.rejects.rows() == [("t.csv", "", 3, column, found, expected)]


def test_an_unknown_kind_is_told_with_the_key_it_leaves_unread(tmp_path: Path):
    reading = read("mappings", tmp_path, MAPPING, {**MAPPING, "subject_kind": "park"})
    assert reading.rejected == 1
    assert reading.rejects["column"].to_list() == ["subject_kind", "subject"]


def test_one_source_judges_a_pair_once(tmp_path: Path):
    reading = read("mappings", tmp_path, MAPPING, {**MAPPING, "mapping_kind": "broad"})
    assert reading.rejects["column"].to_list() == ["subject_kind+subject+object_kind+object+source"]


def test_mappings_are_read_after_all_they_may_point_at():
    names = list(ALL)
    for before in ("chains", "stages", "coalitions", "technologies", "industry_codes", "sources"):
        assert names.index(before) < names.index("mappings")


@pytest.mark.parametrize(
    ("scheme", "code", "iri", "listed"),
    [
        ("nace2.1", "26.11", "http://data.europa.eu/ux2/nace2.1/2611", "http://data.europa.eu/ux2/nace2.1/nace2.1"),
        ("nace2.1", "C", "http://data.europa.eu/ux2/nace2.1/C", "http://data.europa.eu/ux2/nace2.1/nace2.1"),
        ("nace2", "01.16", "http://data.europa.eu/ux2/nace2/0116", "http://data.europa.eu/ux2/nace2/nace2"),
        (
            "sbi2025",
            "26.11.0",
            "https://w3id.org/ketenatlas/industry/sbi2025-26110",
            "https://w3id.org/ketenatlas/scheme/sbi2025",
        ),
        (
            "sbi2008",
            "26",
            "https://w3id.org/ketenatlas/industry/sbi2008-26",
            "https://w3id.org/ketenatlas/scheme/sbi2008",
        ),
    ],
)
def test_an_industry_code_is_a_concept_of_its_own_list(scheme, code, iri, listed, tmp_path: Path):
    told = said("industry_codes", tmp_path, {**CODE, "scheme": scheme, "code": code})
    assert told["@"] == sorted([iri, listed])
    assert told["skos:notation"] == [f'"{code}"']
    assert told["skos:inScheme"] == [f"<{listed}>"]
    assert set(told["rdf:type"]) == {
        f"<{PREFIXES['ka']}IndustryCode>",
        f"<{PREFIXES['skos']}Concept>",
        f"<{PREFIXES['skos']}ConceptScheme>",
    }
    assert told["rdfs:label"] == ['"Batterijen"@nl', '"Batteries"@en']


@pytest.mark.parametrize(
    ("change", "column", "found"),
    [
        ({"code": "2720"}, "code", "2720"),
        ({"code": "27.2."}, "code", "27.2."),
        ({"scheme": "nace"}, "scheme", "nace"),
        ({"industry_code_id": "nace2-26.11"}, "industry_code_id", "nace2-26.11"),
        ({"code": "27.20"}, "industry_code_id", "nace2.1-27.20"),
    ],
)
def test_a_bad_industry_code_is_rejected_with_the_column(change, column, found, tmp_path: Path):
    reading = read("industry_codes", tmp_path, CODE, {**CODE, "code": "26.11", **change})
    assert (reading.read, reading.rows.height, reading.rejected) == (2, 1, 1)
    assert reading.rejects.select("column", "found").rows() == [(column, found)]


def test_the_key_of_a_code_may_be_left_out_or_must_follow(tmp_path: Path):
    without = {name: cell for name, cell in CODE.items() if name != "industry_code_id"}
    for row in (without, CODE, {**CODE, "industry_code_id": "nace2.1-27.20"}):
        assert read("industry_codes", tmp_path, row).rows["industry_code_id"].to_list() == ["nace2.1-27.20"]


@pytest.mark.parametrize("key", ["27.20", "sbi93-27.20", "", None])
def test_what_is_no_key_of_a_code_gets_no_address(key):
    assert pl.DataFrame({"k": [key]}, schema={"k": pl.String}).select(i=industry_code_iri("k"))["i"].to_list() == [None]


@pytest.mark.parametrize(
    ("kind", "cells", "marks"),
    [
        (Number(most=1), ["1", "-5", "1.1", "x"], [True, True, False, False]),
        (Number(least=0, most=1), ["0", "1.0", "-0.1", "1.0001"], [True, True, False, False]),
        (Joined(("a", "b")), ["x-y", "x-z", "xy", "x"], [True, False, False, False]),
        (ReferenceBy("a", ("x", "z")), ["1", "2", "3", ""], [True, False, False, False]),
        (ReferenceBy("b", ("x", "z")), ["1", "2", "3", ""], [False] * 4),
    ],
)
def test_kinds(kind: Kind, cells, marks):
    table = pl.DataFrame({"c": cells, "a": "x", "b": "y"})
    known = {"x": pl.Series(["1"]), "y": pl.Series(["1"]), "z": pl.Series(["2"])}
    assert table.select(good=kind.good(pl.col("c"), known))["good"].to_list() == marks


def test_a_kind_says_what_it_points_at():
    assert Kind().things == frozenset()
    assert Reference("stage").things == {"stage"}
    assert ReferenceBy("k", ("stage", "chain")).things == {"stage", "chain"}


CONCEPT = {
    "coalitions": ({"coalition_id": "x"}, "scheme:innovation-coalition"),
    "technologies": ({"technology_id": "x", "frame": "wennink", "position": "1"}, "scheme:wennink"),
}


@pytest.mark.parametrize("name", CONCEPT)
def test_coalitions_and_technologies_are_whole_concepts(name, tmp_path: Path):
    own, scheme = CONCEPT[name]
    words = {"label_nl": "l", "label_en": "m", "definition_nl": "d", "definition_en": "e"}
    told = said(name, tmp_path, {**own, **words, "source": "s", "date": "2026-11-24"})
    listed = f"<{PREFIXES['scheme']}{scheme.removeprefix('scheme:')}>"
    assert f"<{PREFIXES['skos']}Concept>" in told["rdf:type"]
    assert told["skos:inScheme"] == told["skos:topConceptOf"] == [listed]
    assert told["skos:notation"] == ['"x"']
    assert told["skos:prefLabel"] == told["rdfs:label"] == ['"l"@nl', '"m"@en']
    assert told["skos:definition"] == ['"d"@nl', '"e"@en']


def bundled(folder: str) -> pl.DataFrame:
    """The rows of all bundled tables of one kind, as text."""
    return pl.concat(pl.read_csv(path, infer_schema=False) for path in sorted((room("data") / folder).glob("*.csv")))


TOLD = bundled("mappings")
CODED = TOLD.filter(pl.col("subject_kind") == "industry-code")


def test_industry_titles_are_those_of_the_official_list():
    folder = need(shared("data/nace-rev21"), "list of NACE codes beside the checkout")
    theirs = pl.read_csv(folder / "nace_rev2_1_en_nl.csv", infer_schema=False)
    ours = bundled("industry_codes")
    mine = ours.select(pl.col("code").str.replace(".", "", literal=True), "label_en", "label_nl")
    assert (
        mine.join(theirs, left_on=["code", "label_en", "label_nl"], right_on=["code", "en", "nl"]).height == ours.height
    )


def test_bundled_mappings_are_proposals_that_say_why_and_use_every_code():
    assert set(TOLD["confirmation"]) == {"to-be-confirmed"}
    assert set(TOLD["evidence"]) == {"estimated"}
    assert set(TOLD["source"]) == {"ketenatlas-werkversie"}
    assert set(bundled("industry_codes")["industry_code_id"]) == set(CODED["subject"])


def test_a_class_of_activity_is_never_the_same_as_a_stage():
    assert "exact" not in set(CODED["mapping_kind"])
    assert set(CODED["confidence"]) <= {"0.3", "0.4", "0.5", "0.6", "0.7"}


def test_every_coalition_has_a_national_counterpart_and_one_technology_has_none():
    """Mechatronics and optomechatronics is the technology no coalition stands for."""
    told = TOLD.filter(pl.col("subject_kind") == "coalition")
    assert set(told["subject"]) == set(bundled("coalitions")["coalition_id"])
    missing = set(bundled("technologies")["technology_id"]) - set(told["object"])
    assert missing == {"nts-mechatronics-and-optomechatronics"}


def test_every_mapping_in_the_atlas_has_two_ends_with_a_label(brabant_store: Store):
    ka, label = PREFIXES["ka"], f"<{PREFIXES['rdfs']}label>"
    whole = f"?m a <{ka}Mapping> ; <{ka}mappedSubject> ?s ; <{ka}mappedObject> ?o . ?s {label} ?a . ?o {label} ?b"
    found = brabant_store.select(f"SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE {{ {whole} }}")
    assert found.values == [(TOLD.height,)]
