"""The delivery: one folder whose files hold the same numbers, whose metadata is checked, and that tells of nobody."""

import csv
import datetime
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyogrio
import pyoxigraph as ox
import pytest
import rdflib
import shapely
from polars.testing import assert_frame_equal
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV

from graph import cubing
from graph.errors import AtlasError, UsageError
from graph.resources import room
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas.atlas import Atlas
from ketenatlas.build import Report, build
from ketenatlas.delivery import Delivery, deliver, seal
from ketenatlas.delivery.changes import changes
from ketenatlas.delivery.content import Publisher
from ketenatlas.delivery.described import TABLES
from ketenatlas.delivery.profile import found
from ketenatlas.delivery.sealing import broken
from ketenatlas.delivery.tabular import misread
from tests.conftest import FIXTURES
from tests.security.conftest import CANARY, SECRET, write

DAY = datetime.date(2026, 11, 24)
QB = rdflib.Namespace("http://purl.org/linked-data/cube#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
KA = rdflib.Namespace("https://w3id.org/ketenatlas/ontology#")


@pytest.fixture(scope="module")
def delivery(brabant: Report, tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """A delivery of the bundled atlas."""
    return deliver(Atlas(Store(brabant.folder)), tmp_path_factory.mktemp("rev") / "out")


def _survey() -> dict[str, str]:
    """Restricted files: five establishments in each of three stages and four towns, but in the last place only one."""
    places = [(stage, town) for stage in ("b1", "b2", "b4") for town in ("GM0772", "GM0855", "GM0828", "GM1709")]
    who = [(f"{CANARY}-{n}", *places[n // 5], 4242 if n == 55 else 20 + n) for n in range(56)]
    organisation, establishment, participation = (
        SECRET[f"{name}/survey.csv"].partition("\n")[0]
        for name in ("organisations", "establishments", "participations")
    )
    end = "kanarie-enquete,2026-11-24"
    return {
        "sources/survey.csv": SECRET["sources/survey.csv"],
        "organisations/survey.csv": f"{organisation}\nkanarie,Kanariebedrijf,company,{end}\n",
        "establishments/survey.csv": f"{establishment}\n"
        + "".join(f"{one},kanarie,Kanarie,{town},,,,{jobs},,,{end}\n" for one, _, town, jobs in who),
        "participations/survey.csv": f"{participation}\n"
        + "".join(f"{one},{stage},kanarie work,producer,asserted,,,{end}\n" for one, stage, _, _ in who),
    }


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Delivery]:
    """A delivery of the small atlas with restricted files, in which one establishment has 4242 jobs."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(FIXTURES / "small", folder / "data")
    told = (folder / "data" / "atlas.toml").read_text()
    publisher = (room("data") / "atlas.toml").read_text().partition("[publisher]")[2]
    (folder / "data" / "atlas.toml").write_text(f"{told}\n[publisher]{publisher}")
    store = Store(build(folder / "builds", folder / "data", added=[write(folder / "secret", _survey())]).folder)
    return store, deliver(Atlas(store), folder / "out", lang="en")


def rows(table: pl.DataFrame) -> list[tuple]:
    return table.rows()


# --- the data ---------------------------------------------------------------------------------------------------


def test_the_cells_are_those_of_the_cubes(delivery: Delivery, brabant: Report):
    counted = cubing.on(brabant.folder, "establishments-region", DAY).select("stage", "place", "evidence", "value")
    cells = delivery.tables["cells"].filter(
        (pl.col("measure") == "establishments")
        & (pl.col("level") == "policy-region")
        & pl.col("stage").is_not_null()
        & (pl.col("evidence") != "all")
    )
    assert_frame_equal(
        cells.select("stage", "place", "evidence", pl.col("value").cast(pl.Int64)), counted, check_row_order=False
    )


def test_corop_areas_hold_what_their_municipalities_hold(delivery: Delivery, brabant: Report):
    """Reckoned from the cube of municipalities and the rows of the data set, without the code under test."""
    with (room("data") / "municipalities" / "2026.csv").open(encoding="utf-8") as file:
        area = {row["code"].lower(): row["corop"] for row in csv.DictReader(file)}
    cube = cubing.on(brabant.folder, "establishments-by-chain-municipality", DAY)
    by_hand: dict[tuple[str, str, str], int] = {}
    for chain, town, evidence, value in cube.select("chain", "place", "evidence", "value").rows():
        key = (chain, area[town.rpartition("/")[2].lower()], evidence)
        by_hand[key] = by_hand.get(key, 0) + value
    cells = delivery.tables["cells"].filter(
        (pl.col("measure") == "establishments") & (pl.col("level") == "nuts3") & pl.col("stage").is_null()
        & (pl.col("evidence") != "all") & pl.col("place_code").str.starts_with("NL4")
    )  # fmt: skip
    assert {
        tuple(row[:3]): int(row[3]) for row in cells.select("chain", "place_code", "evidence", "value").rows()
    } == by_hand


def test_all_levels_together_count_an_establishment_once(delivery: Delivery):
    cells = delivery.tables["cells"].filter((pl.col("measure") == "establishments") & (pl.col("status") == "open"))
    by = ["chain", "stage", "level", "place"]
    parts = cells.filter(pl.col("evidence") != "all").group_by(by).agg(pl.col("value").sum())
    whole = cells.filter(pl.col("evidence") == "all").select(*by, "value")
    assert_frame_equal(whole, parts, check_row_order=False)


def test_flows_go_both_within_and_across_the_border(delivery: Delivery, brabant: Report):
    counted = cubing.on(brabant.folder, "supplies-region", DAY)
    flows = delivery.tables["flows"].filter((pl.col("level") == "policy-region") & (pl.col("evidence") == "all"))
    assert flows["value"].sum() == counted["value"].sum()
    kinds = dict(delivery.tables["regions"].select("place", "kind").rows())
    assert {kinds[place] for place in flows["from"]} >= {"policy-region", "other"}


def test_every_cell_has_a_status_and_unknown_is_no_nought(delivery: Delivery):
    for name in ("cells", "flows", "space"):
        assert set(delivery.tables[name]["status"]) <= {"open", "free", "zero", "suppressed"}
    assert (delivery.tables["cells"]["value"] > 0).all()


def test_space_needed_is_told_with_what_it_is_short_of(delivery: Delivery):
    high = delivery.tables["space"].filter(pl.col("demand_ha") == 1321).row(0, named=True)
    assert (high["hard_ha"], high["soft_ha"]) == (625, 284)
    assert (high["short_of_hard_ha"], high["short_of_all_ha"]) == (1321 - 625, 1321 - 625 - 284)


def test_regions_have_a_point_and_say_of_what_kind(delivery: Delivery):
    regions = delivery.tables["regions"]
    assert dict(regions.group_by("kind").agg("centre").with_columns(pl.col("centre").list.first()).rows()) == {
        "policy-region": "weighted", "nuts3": "mean", "other": None
    }  # fmt: skip
    assert regions.filter(pl.col("kind") == "nuts3")["municipalities"].sum() == 56


# --- each form holds the same -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(TABLES))
def test_csv_parquet_workbook_and_geopackage_hold_the_same(delivery: Delivery, name: str):
    table = delivery.tables[name]
    data = delivery.folder / "data"
    dates = [column for column, kind in table.schema.items() if kind == pl.Date]
    by_csv = pd.read_csv(data / f"{name}.csv", keep_default_na=False, na_values=[""], dtype=str)
    told = {column: [None if pd.isna(cell) else cell for cell in by_csv[column]] for column in by_csv}
    read = pl.DataFrame(told, schema=dict.fromkeys(table.columns, pl.String))
    read = read.with_columns(pl.col(dates).str.to_date()).with_columns(
        pl.col(column).cast(kind) for column, kind in table.schema.items() if kind != pl.Date
    )
    assert_frame_equal(read, table)
    assert_frame_equal(pl.read_parquet(data / f"{name}.parquet"), table)
    book = openpyxl.load_workbook(data / "ketenatlas-rev.xlsx", read_only=True)
    head, *body = book[name].iter_rows(values_only=True)
    assert list(head) == table.columns
    plain = [tuple(c.date() if isinstance(c, datetime.datetime) else c for c in row) for row in body]
    assert [row for row in plain if any(row)] == rows(table)
    book.close()


@pytest.mark.parametrize("name", ["cells", "flows", "space", "municipalities", "sources", "columns"])
def test_the_geopackage_holds_the_same_rows(delivery: Delivery, name: str):
    meta, _, _, fields = pyogrio.raw.read(delivery.folder / "data" / "ketenatlas-rev.gpkg", layer=name)
    table = delivery.tables[name]
    read = dict(zip(meta["fields"], fields, strict=True))
    assert list(meta["fields"]) == table.columns
    for column, kind in table.schema.items():
        there = [None if pd.isna(cell) else cell for cell in read[column].tolist()]
        if kind == pl.Date:
            there = [None if cell is None else pd.Timestamp(cell).date() for cell in there]
        assert there == table[column].to_list(), column


def test_the_geopackage_draws_regions_and_flows(delivery: Delivery):
    path = delivery.folder / "data" / "ketenatlas-rev.gpkg"
    _, _, shapes, fields = pyogrio.raw.read(path, layer="nuts3", columns=["code"])
    points = dict(zip(fields[0], shapely.from_wkb(shapes), strict=True))
    assert sorted(points) == ["NL411", "NL414", "NL415", "NL416"]
    assert 60_000 < points["NL411"].x < points["NL414"].x < 220_000
    meta, _, shapes, _ = pyogrio.raw.read(path, layer="flows", columns=["flow"])
    drawn = [shape for shape in shapes if shape is not None]
    assert meta["geometry_type"] == "LineString"
    assert 0 < len(drawn) < len(shapes)


def test_outlines_are_drawn_where_the_atlas_has_them(tmp_path: Path, delivery: Delivery):
    from ketenatlas.delivery.forms.geodata import NAME, _layer

    towns = delivery.tables["municipalities"].drop_nulls("nuts3")
    boxes = {
        town: shapely.box(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
        for town, x, y in towns.select("municipality", "longitude", "latitude").rows()
    }
    members = dict(towns.group_by("nuts3").agg("municipality").rows())
    regions = delivery.tables["regions"].filter(pl.col("kind") == "nuts3")
    _layer(tmp_path / NAME, "nuts3", regions, members, boxes)
    meta, _, shapes, _ = pyogrio.raw.read(tmp_path / NAME, layer="nuts3")
    assert meta["geometry_type"] == "MultiPolygon"
    assert all(shapely.area(shapely.from_wkb(shapes)) > 10e6)
    boxes.popitem()
    _layer(tmp_path / NAME, "fewer", regions, members, boxes)
    assert pyogrio.read_info(tmp_path / NAME, layer="fewer")["geometry_type"] == "Point"


@pytest.fixture(scope="module")
def cube(delivery: Delivery) -> rdflib.Graph:
    graph = rdflib.Graph().parse(delivery.folder / "data" / "cubes.ttl")
    return graph.parse(room("ontology") / "cubes.ttl")


def test_the_data_cube_holds_the_same_numbers(delivery: Delivery, cube: rdflib.Graph):
    measures = {"establishments": KA.countedEstablishments, "jobs": KA.countedJobs, "hectares": KA.countedHectares}
    address = f"https://w3id.org/ketenatlas/delivery/{delivery.identifier}"
    told = {str(s): o.toPython() for p in measures.values() for s, o in cube.subject_objects(p)}
    cells = delivery.tables["cells"]
    assert told == {f"{address}/{cell}": value for cell, value in cells.select("cell", "value").rows()}
    flows = {str(s): o.toPython() for s, o in cube.subject_objects(KA.countedSupplies)}
    assert flows == {
        f"{address}/{flow}": value for flow, value in delivery.tables["flows"].select("flow", "value").rows()
    }


def test_json_ld_says_what_turtle_says(delivery: Delivery):
    for name in ("data/cubes", "metadata/dcat", "metadata/prov"):
        turtle, jsonld = (
            {str(quad) for quad in ox.parse(path=str(delivery.folder / f"{name}.{ending}"), format=form)}
            for ending, form in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD))
        )
        assert turtle == jsonld
        assert turtle


INTEGRITY = {
    "IC-1": "?x a qb:Observation . FILTER NOT EXISTS { ?x qb:dataSet ?one }",
    "IC-2": "?x a qb:DataSet . FILTER NOT EXISTS { ?x qb:structure ?one }",
    "IC-3": "?x a qb:DataStructureDefinition . FILTER NOT EXISTS { ?x qb:component/qb:measure ?one }",
    "IC-4": "?x a qb:DimensionProperty . ?s qb:dimension ?x . FILTER NOT EXISTS { ?x rdfs:range ?range }",
    "IC-11": "?x qb:dataSet/qb:structure/qb:component/qb:dimension ?d . FILTER NOT EXISTS { ?x ?d ?value }",
    "IC-13": "?x qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ; qb:attribute ?a ."
    " FILTER NOT EXISTS { ?x ?a ?value }",
    "IC-14": "?x qb:dataSet/qb:structure/qb:component/qb:measure ?m ; ka:disclosureStatus ?s . FILTER NOT EXISTS { ?x ?m ?v }"
    " FILTER(!STRENDS(STR(?s), 'suppressed'))",
}
"""Integrity constraints of the RDF Data Cube vocabulary (section 11.1); a suppressed cell is without its measure."""


@pytest.mark.parametrize("rule", list(INTEGRITY))
def test_the_data_cube_is_well_formed(delivery: Delivery, rule: str):
    store = ox.Store()
    store.load(path=str(delivery.folder / "data" / "cubes.ttl"), format=ox.RdfFormat.TURTLE)
    store.load(path=str(room("ontology") / "cubes.ttl"), format=ox.RdfFormat.TURTLE)
    head = f"PREFIX qb: <{QB}> PREFIX ka: <{KA}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    assert not store.query(f"{head} ASK {{ {INTEGRITY[rule]} }}")


def test_no_cell_stands_in_a_cube_twice(delivery: Delivery):
    for name in ("cells", "flows"):
        same = list(TABLES[name].same)
        assert not delivery.tables[name].select(same).is_duplicated().any()


# --- the metadata -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dcat(delivery: Delivery) -> str:
    return (delivery.folder / "metadata" / "dcat.ttl").read_text(encoding="utf-8")


def test_the_catalog_is_what_the_profile_asks(delivery: Delivery, dcat: str):
    findings = found(dcat)
    assert rows(findings.select("severity", "message_en")) == [
        ("warning", "No e-mail address and no web page of the contact point is known.")
    ]
    assert "conforms" in (delivery.folder / "metadata" / "validation.txt").read_text(encoding="utf-8")


RED = {
    "licence": (DCAT.Distribution, DCTERMS.license, "A file has exactly one licence, as a web address."),
    "contact": (DCAT.Dataset, DCAT.contactPoint, "A data set has exactly one contact point."),
    "contact of the catalog": (DCAT.Catalog, DCAT.contactPoint, "A catalog has exactly one contact point."),
    "title of the catalog": (DCAT.Catalog, DCTERMS.title, "A catalog has a title, at most one per language."),
    "publisher of the catalog": (DCAT.Catalog, DCTERMS.publisher, "A catalog has exactly one publisher."),
    "description of a data set": (DCAT.Dataset, DCTERMS.description, "A data set has a description."),
    "checksum value": (SPDX.Checksum, SPDX.checksumValue, "A checksum is a hexadecimal number."),
    "publisher": (DCAT.Dataset, DCTERMS.publisher, "A data set has exactly one publisher."),
    "creator": (DCAT.Dataset, DCTERMS.creator, "A data set says who made it."),
    "identifier": (DCAT.Dataset, DCTERMS.identifier, "A data set has exactly one identifier."),
    "theme": (DCAT.Dataset, DCAT.theme, "A data set has a theme of the European list."),
    "access": (
        DCAT.Dataset,
        DCTERMS.accessRights,
        "A data set says who may read it: PUBLIC, RESTRICTED or NON_PUBLIC.",
    ),
    "title": (DCAT.Dataset, DCTERMS.title, "A data set has a title, at most one per language."),
    "description": (DCAT.Catalog, DCTERMS.description, "A catalog has a description."),
    "data sets": (DCAT.Catalog, DCAT.dataset, "A catalog lists at least one data set."),
    "files": (DCAT.Dataset, DCAT.distribution, "A data set has at least one file."),
    "address": (DCAT.Distribution, DCAT.accessURL, "A file has exactly one address to get at it."),
    "size": (DCAT.Distribution, DCAT.byteSize, "A file to be downloaded says how large it is and of what type."),
    "media type": (DCAT.Distribution, DCAT.mediaType, "A file to be downloaded says how large it is and of what type."),
    "name": (FOAF.Agent, FOAF.name, "An organisation has a name."),
    "algorithm": (SPDX.Checksum, SPDX.algorithm, "A checksum says what it was reckoned with."),
    "start": (DCTERMS.PeriodOfTime, DCAT.startDate, "A period has one start, as a date."),
}
"""What is taken away, and what the profile then says."""
FALSE = {
    "two contacts": (DCAT.Dataset, DCAT.contactPoint, rdflib.URIRef("https://example.org/other"), "exactly one contact point"),
    "a size in words": (DCAT.Distribution, DCAT.byteSize, rdflib.Literal("large"), "whole number of bytes"),
    "a licence in words": (DCAT.Distribution, DCTERMS.license, rdflib.Literal("free"), "exactly one licence"),
    "a theme of our own": (DCAT.Dataset, DCAT.theme, rdflib.URIRef("https://example.org/chains"), "theme of the European list"),
    "an access of our own": (DCAT.Dataset, DCTERMS.accessRights, rdflib.URIRef("https://example.org/all"), "who may read it"),
}  # fmt: skip
"""What is put in, and what the profile then says."""


@pytest.fixture(scope="module")
def few(dcat: str) -> str:
    """The catalog with one data set and one file: enough to break it in all ways, and quickly checked."""
    graph = rdflib.Graph().parse(data=dcat, format="turtle")
    (catalog,) = graph.subjects(rdflib.RDF.type, DCAT.Catalog)
    kept = next(one for one in sorted(graph.objects(catalog, DCAT.dataset)) if str(one).endswith("/flows"))
    file = min(graph.objects(kept, DCAT.distribution))
    for kind, keep in ((DCAT.Dataset, kept), (DCAT.Distribution, file)):
        for one in set(graph.subjects(rdflib.RDF.type, kind)) - {keep}:
            for gone in ((one, None, None), (None, None, one)):
                graph.remove(gone)
    return graph.serialize(format="turtle")


def test_the_small_catalog_of_the_red_cases_is_green(few: str):
    assert found(few).filter(pl.col("severity") == "violation").is_empty()


@pytest.mark.parametrize("case", list(RED))
def test_a_catalog_that_lacks_something_is_refused(few: str, case: str):
    kind, predicate, message = RED[case]
    graph = rdflib.Graph().parse(data=few, format="turtle")
    for subject in graph.subjects(rdflib.RDF.type, kind):
        graph.remove((subject, predicate, None))
    findings = found(graph.serialize(format="turtle")).filter(pl.col("severity") == "violation")
    assert message in set(findings["message_en"])
    assert all(findings["message_nl"])


@pytest.mark.parametrize("case", list(FALSE))
def test_a_catalog_that_says_something_else_is_refused(few: str, case: str):
    kind, predicate, value, message = FALSE[case]
    graph = rdflib.Graph().parse(data=few, format="turtle")
    for subject in graph.subjects(rdflib.RDF.type, kind):
        graph.add((subject, predicate, value))
    findings = found(graph.serialize(format="turtle")).filter(pl.col("severity") == "violation")
    assert any(message in told for told in findings["message_en"])


def test_each_file_has_its_size_and_checksum(delivery: Delivery, dcat: str):
    graph = rdflib.Graph().parse(data=dcat, format="turtle")
    files = {file.path: file.name for file in delivery.files if file.kind == "data"}
    address = f"https://w3id.org/ketenatlas/delivery/{delivery.identifier}"
    assert set(graph.subjects(rdflib.RDF.type, DCAT.Distribution)) == {
        rdflib.URIRef(f"{address}/{name}") for name in files.values()
    }
    for path, name in files.items():
        one, data = rdflib.URIRef(f"{address}/{name}"), path.read_bytes()
        assert int(graph.value(one, DCAT.byteSize)) == len(data)
        checksum = graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum).lower() == hashlib.sha256(data).hexdigest()


def test_nothing_is_said_that_nobody_said(delivery: Delivery, dcat: str):
    assert "hvdCategory" not in dcat
    assert "dct:issued" not in dcat
    readme = (delivery.folder / "README.txt").read_text(encoding="utf-8")
    assert "geen officiële publicatie van de provincie" in readme
    assert "geen e-mailadres of pagina bekend" in readme


@pytest.mark.parametrize("gone", ["name", "contact", "licence"])
def test_without_a_publisher_contact_or_licence_there_is_no_delivery(gone: str):
    told = {"name": {"nl": "a", "en": "a"}, "contact": {"name": "b"}, "licence": "https://example.org/l"}
    assert Publisher.told(told).access == "NON_PUBLIC"
    with pytest.raises(AtlasError, match=rf"atlas\.toml.*lacks a {gone}.*Nothing was delivered"):
        Publisher.told({name: value for name, value in told.items() if name != gone})


def test_an_atlas_that_names_no_publisher_is_not_delivered(small_store: Store, tmp_path: Path):
    with pytest.raises(AtlasError, match=r"\[publisher\]"):
        deliver(Atlas(small_store), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_provenance_leads_from_each_file_to_the_build_and_the_sources(delivery: Delivery, brabant: Report):
    graph = rdflib.Graph().parse(delivery.folder / "metadata" / "prov.ttl")
    address = f"https://w3id.org/ketenatlas/delivery/{delivery.identifier}"
    cells = rdflib.URIRef(f"{address}/data/cells.csv")
    came = set(graph.transitive_objects(cells, PROV.wasDerivedFrom))
    atlas = rdflib.URIRef(f"https://w3id.org/ketenatlas/atlas/{brabant.hash}")
    assert atlas in came
    assert {str(one) for one in came} >= set(delivery.sources["source"])
    assert str(graph.value(atlas, DCTERMS.identifier)) == brabant.hash
    source, read = delivery.sources.drop_nulls("retrieved").select("source", "retrieved").row(0)
    assert graph.value(rdflib.URIRef(source), KA.retrievedOn).toPython() == read


def test_the_csv_files_are_what_csvw_says(delivery: Delivery):
    assert list(misread(delivery.folder)) == []
    group = json.loads((delivery.folder / "data" / "csv-metadata.json").read_text(encoding="utf-8"))
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    assert {one["url"] for one in group["tables"]} == {path.name for path in (delivery.folder / "data").glob("*.csv")}


def test_the_data_package_names_every_column(delivery: Delivery):
    package = json.loads((delivery.folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (delivery.folder / resource["path"]).open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",policy-region,", ",,", r"cells.csv, row \d+, column level: empty"),
        (",2026-11-24,", ",24 november,", r"cells.csv, row \d+, column day: found '24 november'; expected date"),
        ("code/NL411,", "code/NL499,", r"cells.csv, place: .*NL499 is not in regions.csv"),
        ("cell,measure", "cell,figure", r"cells.csv has the columns cell, figure"),
    ],
)
def test_a_csv_that_breaks_its_schema_is_found(delivery: Delivery, tmp_path: Path, old: str, new: str, message: str):
    shutil.copytree(delivery.folder / "data", tmp_path / "data", ignore=shutil.ignore_patterns("cubes*", "*.xlsx"))
    path = tmp_path / "data" / "cells.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(" / ".join(misread(tmp_path)))


# --- the same again, the next one, and what stays inside ---------------------------------------------------------


def test_the_same_atlas_gives_the_same_bytes(delivery: Delivery, brabant: Report, tmp_path: Path):
    again = deliver(Atlas(Store(brabant.folder), "en"), tmp_path / "again")
    names = {file.name for file in delivery.files}
    assert names == {path.relative_to(again.folder).as_posix() for path in again.folder.rglob("*") if path.is_file()}
    for name in names:
        assert (again.folder / name).read_bytes() == (delivery.folder / name).read_bytes(), name


def test_what_is_changed_afterwards_is_seen(delivery: Delivery, brabant: Report, tmp_path: Path):
    assert list(broken(delivery.folder)) == []
    copy = tmp_path / "copy"
    shutil.copytree(delivery.folder, copy)
    (copy / "report.nl.html").write_text("later", encoding="utf-8")
    assert list(broken(copy)) == ["report.nl.html was added"]
    seal(copy)
    assert list(broken(copy)) == []
    (copy / "LICENSE.txt").unlink()
    (copy / "README.txt").write_text("other", encoding="utf-8")
    assert list(broken(copy)) == ["LICENSE.txt is gone", "README.txt was changed"]
    with pytest.raises(AtlasError, match="not as it was given out: LICENSE.txt is gone; nothing was delivered"):
        deliver(Atlas(Store(brabant.folder)), tmp_path / "next", previous=copy)


def test_other_folders_are_left_alone(brabant: Report, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something that is no delivery; nothing was written"):
        deliver(Atlas(Store(brabant.folder)), tmp_path)
    with pytest.raises(AtlasError, match="is no delivery to compare with"):
        deliver(Atlas(Store(brabant.folder)), tmp_path / "out", previous=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_next_delivery_says_what_changed(delivery: Delivery, with_example: Report, tmp_path: Path):
    made = deliver(Atlas(Store(with_example.folder)), tmp_path / "next", previous=delivery.folder)
    told = made.tables["changes"]
    new = set(told.filter((pl.col("change") == "new") & (pl.col("table") == "space"))["row"])
    assert len(new) == made.tables["space"].height - delivery.tables["space"].height
    assert made.previous == delivery.identifier
    assert delivery.identifier in (tmp_path / "next" / "CHANGES.txt").read_text(encoding="utf-8")
    assert dict(made.summary.select("table", "new").rows())["space"] == len(new)
    graph = rdflib.Graph().parse(tmp_path / "next" / "metadata" / "prov.ttl")
    (former,) = graph.objects(None, PROV.wasRevisionOf)
    assert str(former).endswith(delivery.identifier)


def test_changes_name_what_is_new_gone_changed_and_hidden(delivery: Delivery):
    before = {name: table for name, table in delivery.tables.items() if name in ("cells", "sources", "columns")}
    cells = before["cells"]
    first, second, third = (cells["cell"][at] for at in (0, 1, 2))
    hidden = pl.col("cell") == third
    after = cells.filter(pl.col("cell") != first).with_columns(
        pl.when(pl.col("cell") == second)
        .then(pl.col("value") + 5)
        .otherwise(pl.when(hidden).then(None).otherwise("value")),
        pl.when(hidden).then(None).otherwise("n").alias("n"),
        pl.when(hidden).then(pl.lit("suppressed")).otherwise("status").alias("status"),
        day=pl.lit(datetime.date(2027, 5, 1)),
    )
    sources = before["sources"].with_columns(title=pl.lit("another title")).head(1)
    columns = before["columns"].with_columns(definition_en=pl.lit("other words"))
    told = changes(before, {"cells": after, "sources": sources, "columns": columns.head(3)})
    seen = told.filter(pl.col("table") == "cells").select("change", "column", "before", "after").sort("change")
    value = float(cells["value"][1])
    assert rows(seen) == [
        ("changed", "value", str(value), str(value + 5)), ("gone", None, None, None), ("suppressed", None, None, None)
    ]  # fmt: skip
    back = changes({"cells": after}, {"cells": cells})
    assert set(back["change"]) == {"changed", "new", "shown"}
    assert back.filter(pl.col("change") == "shown")["before"].to_list() == [None]
    others = told.filter(pl.col("table") != "cells").group_by("table", "change").len()
    assert dict(others.select(pl.concat_str("table", pl.lit(" "), "change"), "len").rows()) == {
        "sources gone": before["sources"].height - 1, "sources changed": 1,
        "columns gone": before["columns"].height - 3, "columns changed": 3,
    }  # fmt: skip


def _everything(folder: Path) -> str:
    """All text of all files of a delivery, packed ones unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            parts.append(str(pl.read_parquet(path).to_dicts()))
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            parts += [str(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
            book.close()
        elif path.suffix == ".gpkg":
            with closing(sqlite3.connect(path)) as file:
                names = [row[0] for row in file.execute("SELECT table_name FROM gpkg_contents")]
                parts += [str(file.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names]
        elif path.is_file():
            parts.append(path.read_text(encoding="utf-8"))
    return "\n".join(parts)


def test_what_is_restricted_is_in_no_file(closed: tuple[Store, Delivery]):
    _, made = closed
    hidden = made.tables["cells"].filter(pl.col("status") == "suppressed")
    assert hidden.height
    assert hidden.select(pl.col("value", "n", "sources").is_null().all()).row(0) == (True, True, True)
    text = _everything(made.folder).lower()
    for told in (CANARY, "4242"):
        assert told not in text.replace(made.identity, "").replace(made.identifier, "")
    assert made.loss["suppressed"].sum() > 0
    free = made.tables["cells"].filter(pl.col("status") == "free")
    assert free.height
    assert {source for cell in free["sources"] for source in cell.split("; ")} >= {f"{PREFIXES['source']}restricted"}


def test_a_suppressed_cell_is_in_the_cube_without_its_figure(closed: tuple[Store, Delivery]):
    _, made = closed
    graph = rdflib.Graph().parse(made.folder / "data" / "cubes.ttl")
    cell = made.tables["cells"].filter(pl.col("status") == "suppressed")["cell"][0]
    one = rdflib.URIRef(f"https://w3id.org/ketenatlas/delivery/{made.identifier}/{cell}")
    assert str(graph.value(one, KA.disclosureStatus)).endswith("suppressed")
    assert not list(graph.objects(one, KA.cellContributors))
    assert not [p for p in graph.predicates(one) if "counted" in str(p)]


def test_the_true_numbers_stay_beside_the_atlas_for_the_next_delivery(closed: tuple[Store, Delivery], tmp_path: Path):
    store, made = closed
    kept = store.folder.parent / "deliveries" / f"{made.identifier}.parquet"
    assert pl.read_parquet(kept).height
    again = deliver(Atlas(store), tmp_path / "next", previous=made.folder)
    assert again.changes.is_empty()
    assert "Nothing changed" in (again.folder / "CHANGES.txt").read_text(encoding="utf-8")
    aside = kept.rename(kept.with_suffix(".aside"))
    try:
        with pytest.raises(AtlasError, match="kept the true numbers behind the delivery"):
            deliver(Atlas(store), tmp_path / "other", previous=made.folder)
    finally:
        if not kept.exists():
            aside.rename(kept)
    assert not (tmp_path / "other").exists()


def test_the_words_for_people_come_in_both_languages(closed: tuple[Store, Delivery]):
    text = (closed[1].folder / "README.txt").read_text(encoding="utf-8")
    assert text.index("How to read the figures") < text.index("Lezen van de cijfers")
    assert "eupl" in (closed[1].folder / "LICENSE.txt").read_text(encoding="utf-8")
