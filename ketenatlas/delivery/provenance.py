"""Provenance: how a delivery came about, as PROV (W3C Recommendation, 30 April 2013).

The atlas was built from its sources, its cells were counted and then protected, and each file was written from them.
"""

from collections.abc import Iterator, Sequence

import polars as pl
import pyoxigraph as ox

from graph.terms import BASE
from ketenatlas.delivery.content import Content, File
from ketenatlas.delivery.written import SPACES, rewritten

_STEPS = {
    "building": ("Bouwen van de atlas uit zijn bronnen", "Building the atlas from its sources"),
    "counting": ("Tellen van de cellen op de peildatum", "Counting the cells on the reference date"),
    "protecting": ("Weglaten van wat over één bedrijf iets zegt", "Leaving out what tells of a single company"),
    "writing": ("Schrijven van de bestanden", "Writing the files"),
}
"""The work, in order."""


def provenance(content: Content, files: Sequence[File]) -> dict[str, str]:
    """How the delivery came about, in its forms by ending."""
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in SPACES.items())
    text = head + "".join(_lines(content, files))
    return {ending: rewritten(text, ox.RdfFormat.TURTLE, ending) for ending in ("ttl", "jsonld")}


def _lines(content: Content, files: Sequence[File]) -> Iterator[str]:
    here = content.address
    agent, atlas = f"<{here}/software>", f"<{BASE}atlas/{content.identity}>"
    yield f"{agent} a prov:SoftwareAgent ; rdfs:label {ox.Literal(content.software)} .\n"
    yield f"<{content.publisher.identifier}> a prov:Agent .\n"
    day = f'"{content.as_of}"^^xsd:date'
    for name, (dutch, english) in _STEPS.items():
        labels = f"{ox.Literal(dutch, language='nl')}, {ox.Literal(english, language='en')}"
        yield f"<{here}/{name}> a prov:Activity ; rdfs:label {labels} ; prov:wasAssociatedWith {agent} ; "
        yield f"ka:countedOn {day} .\n"
    yield f"{atlas} a prov:Entity ; rdfs:label {ox.Literal(content.title['nl'], language='nl')} ; "
    yield f"dct:identifier {ox.Literal(content.identity)} ; owl:versionInfo {ox.Literal(content.version)} ; "
    yield f"prov:wasGeneratedBy <{here}/building> .\n"
    yield f"<{here}/counted> a prov:Entity ; prov:wasDerivedFrom {atlas} ; prov:wasGeneratedBy <{here}/counting> .\n"
    yield f"<{here}/shown> a prov:Entity ; prov:wasDerivedFrom <{here}/counted> ; "
    yield f"prov:wasGeneratedBy <{here}/protecting> .\n"
    yield f"<{here}/counting> prov:used {atlas} ; prov:wasInformedBy <{here}/building> .\n"
    yield f"<{here}/protecting> prov:used <{here}/counted> ; prov:wasInformedBy <{here}/counting> .\n"
    yield f"<{here}/writing> prov:used <{here}/shown> ; prov:wasInformedBy <{here}/protecting> .\n"
    yield f"<{here}> a prov:Entity ; prov:wasDerivedFrom {atlas} ; prov:wasGeneratedBy <{here}/writing> ; "
    yield f"prov:wasAttributedTo <{content.publisher.identifier}> .\n"
    if content.previous:
        yield f"<{here}> prov:wasRevisionOf <{content.previous.address}> .\n"
    for file in files:
        yield f"<{here}/{file.name}> a prov:Entity ; prov:wasDerivedFrom <{here}/shown> ; "
        yield f"prov:wasGeneratedBy <{here}/writing> .\n"
    for row in (
        content.tables["sources"].with_columns(pl.col("issued", "retrieved").cast(pl.String)).iter_rows(named=True)
    ):
        source = f"<{row['source']}>"
        yield f"{atlas} prov:wasDerivedFrom {source} .\n{source} a prov:Entity ; dct:title {ox.Literal(row['title'])} "
        if row["issued"]:
            yield f'; dct:issued "{row["issued"]}"^^xsd:date '
        if row["retrieved"]:
            yield f'; ka:retrievedOn "{row["retrieved"]}"^^xsd:date '
        yield ".\n"
