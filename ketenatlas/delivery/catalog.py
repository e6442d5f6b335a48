"""Catalog: the delivery as DCAT-AP-NL 3.0, one data set per table and one of them all, each file a distribution.

Written after the profile of Geonovum (docs.geostandaarden.nl/dcat/dcat-ap-nl30), which builds on DCAT-AP 3.0 (SEMIC)
and DCAT 3 (W3C). Words for themes, access, languages, kinds of files and countries are those of the European lists.
Nothing is said of high value data sets, for nobody called this one. A day of issue is left out: the same atlas gives
the same bytes whenever it is delivered.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from ketenatlas.delivery.content import Content, File
from ketenatlas.delivery.described import TABLES
from ketenatlas.delivery.schema import Words
from ketenatlas.delivery.written import SPACES, rewritten

PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
_LIST = "http://publications.europa.eu/resource/authority/"
_THEMES = {
    "ECON": {"nl": "Economie en financiën", "en": "Economy and finance"},
    "REGI": {"nl": "Regio's en steden", "en": "Regions and cities"},
}
_LANGUAGES = {"nl": "NLD", "en": "ENG"}
_COUNTRIES = {"NL": "NLD"}
_KEYWORDS = {
    "nl": ("waardeketens", "ruimte voor economie", "bedrijventerreinen", "regio's"),
    "en": ("value chains", "space for the economy", "business parks", "regions"),
}
_ABOUT: Words = {
    "nl": "Waardeketens, schakels en regio's in cijfers: vestigingen, banen, hectaren, leveringen tussen regio's en"
    " ruimtevraag, met bewijsniveau, peildatum en bronnen. Wat er niet in staat is onbekend, niet nul.",
    "en": "Value chains, stages and regions in figures: establishments, jobs, hectares, supplies between regions and"
    " space needed, with evidence level, reference date and sources. What is not in it is unknown, not nought.",
}
_NAME: Words = {
    "nl": "levering voor de Ruimtelijk-Economische Visie",
    "en": "delivery for the Spatial-Economic Vision",
}
_RIGHTS: Words = {
    "nl": "De licentie geldt voor wat hier gemaakt is. De bronnen houden hun eigen licentie: zie data/sources.csv.",
    "en": "The licence is that of what is made here. The sources keep their own licence: see data/sources.csv.",
}


def title(content: Content) -> dict[str, str]:
    """What the delivery is called."""
    return {language: f"{content.title[language]}: {_NAME[language]}" for language in ("nl", "en")}


def catalog(content: Content, files: Sequence[File], folder: Path) -> dict[str, str]:
    """The catalog in its forms, by ending.

    Args:
        content: what is delivered.
        files: its files with data.
        folder: where they lie.
    """
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in SPACES.items())
    text = head + "".join(_lines(content, files, folder))
    return {ending: rewritten(text, ox.RdfFormat.TURTLE, ending) for ending in ("ttl", "jsonld")}


def _both(words: Words) -> str:
    return ", ".join(_text(words[language], language) for language in ("nl", "en"))


def _text(words: str, language: str = "") -> str:
    return str(ox.Literal(words, language=language) if language else ox.Literal(words))


def _lines(content: Content, files: Sequence[File], folder: Path) -> Iterator[str]:
    here, publisher = content.address, content.publisher
    whole, contact = f"<{here}>", f"<{here}/contact>"
    agent = f"<{publisher.identifier}>"
    datasets = {name: f"<{here}/{name}>" for name in TABLES}
    shared = f"dct:publisher {agent} ; dct:creator {agent} ; dcat:contactPoint {contact} ; "
    yield f"<{here}/catalog> a dcat:Catalog ; dct:title {_both(_titled(content, 'catalogus', 'catalogue'))} ; "
    yield f"dct:description {_both(_ABOUT)} ; {shared} dct:license <{publisher.licence}> ; "
    yield f"dct:conformsTo <{PROFILE}> ; dct:language {_languages()} ; dcat:themeTaxonomy <{_LIST}data-theme> ; "
    yield f"dcat:dataset {', '.join((whole, *datasets.values()))} .\n"
    yield f"<{PROFILE}> a dct:Standard ; rdfs:label {_text('DCAT-AP-NL 3.0')} .\n"
    yield f"<{_LIST}data-theme> a skos:ConceptScheme ; dct:title {_text('Data theme', 'en')} .\n"
    yield f"{agent} a foaf:Agent ; foaf:name {_both(publisher.name)} "
    if publisher.kind:
        kind = f"<http://purl.org/adms/publishertype/{publisher.kind}>"
        yield f"; dct:type {kind} .\n{kind} a skos:Concept ; skos:prefLabel {_text(publisher.kind, 'en')} "
    yield f".\n{contact} a vcard:Kind, vcard:Organization ; vcard:fn {_text(publisher.contact)} "
    if publisher.email:
        yield f"; vcard:hasEmail <mailto:{publisher.email}> "
    if publisher.page:
        yield f"; vcard:hasURL <{publisher.page}> "
    yield ".\n"
    yield f"<{publisher.licence}> a dct:LicenseDocument .\n"
    yield f"<{here}/rights> a dct:RightsStatement ; rdfs:label {_both(_RIGHTS)} .\n"
    yield f"<{_LIST}access-right/{publisher.access}> a dct:RightsStatement .\n"
    for theme, words in _THEMES.items():
        yield f"<{_LIST}data-theme/{theme}> a skos:Concept ; skos:prefLabel {_both(words)} .\n"
    for language in _LANGUAGES.values():
        yield f"<{_LIST}language/{language}> a dct:LinguisticSystem .\n"
    spatial = [*_countries(content), *_areas(content)]
    yield "".join(f"<{place}> a dct:Location .\n" for place in spatial)
    day = f'"{content.as_of}"^^xsd:date'
    yield f"<{here}/period> a dct:PeriodOfTime ; dcat:startDate {day} ; dcat:endDate {day} .\n"
    common = (
        f"{shared} dct:accessRights <{_LIST}access-right/{publisher.access}> ; dct:temporal <{here}/period> ; "
        f"dcat:theme {', '.join(f'<{_LIST}data-theme/{theme}>' for theme in _THEMES)} ; dct:language {_languages()} ; "
        f"dcat:version {_text(content.identifier)} ; dct:provenance <{here}/provenance> ; "
        + "".join(f"dct:spatial <{place}> ; " for place in spatial)
        + "".join(f"dcat:keyword {_text(word, tongue)} ; " for tongue, words in _KEYWORDS.items() for word in words)
    )
    told = _text("Zie metadata/prov.ttl: de bouw van de atlas, de bronnen en wat er met de cijfers gedaan is.", "nl")
    yield f"<{here}/provenance> a dct:ProvenanceStatement ; rdfs:label {told} .\n"
    yield f"{whole} a dcat:Dataset ; dct:identifier {_text(here)} ; dct:title {_both(title(content))} ; "
    yield f"dct:description {_both(_ABOUT)} ; {common} dct:conformsTo <http://www.w3.org/TR/vocab-data-cube/> ; "
    if content.previous:
        yield f"dcat:prev <{content.previous.address}> ; "
    yield f"dct:hasPart {', '.join(datasets.values())} .\n"
    for name, address in datasets.items():
        table = TABLES[name]
        yield f"{address} a dcat:Dataset ; dct:identifier {_text(address.strip('<>'))} ; "
        yield f"dct:title {_both(table.title)} ; dct:description {_both(table.note)} ; {common} "
        yield f"dct:isPartOf {whole} ; dct:conformsTo <http://www.w3.org/TR/tabular-data-model/> .\n"
    for standard in sorted({file.conforms for file in files if file.conforms} | {
        "http://www.w3.org/TR/vocab-data-cube/", "http://www.w3.org/TR/tabular-data-model/"
    }):  # fmt: skip
        yield f"<{standard}> a dct:Standard .\n"
    for file in files:
        yield from _distribution(content, file, folder / file.name)
        of = datasets[file.tables[0]] if len(file.tables) == 1 else whole
        yield f"{of} dcat:distribution <{here}/{file.name}> .\n"


def _titled(content: Content, nl: str, en: str) -> dict[str, str]:
    named = title(content)
    return {"nl": f"{named['nl']} ({nl})", "en": f"{named['en']} ({en})"}


def _languages() -> str:
    return ", ".join(f"<{_LIST}language/{language}>" for language in _LANGUAGES.values())


def _areas(content: Content) -> list[str]:
    """The statistical regions the delivery is about."""
    regions = content.tables["regions"]
    return sorted(place for place, kind in regions.select("place", "kind").rows() if kind == "nuts3")


def _countries(content: Content) -> list[str]:
    codes = sorted({area.rpartition("/")[2][:2] for area in _areas(content)})
    return [f"{_LIST}country/{_COUNTRIES[code]}" for code in codes if code in _COUNTRIES]


def _distribution(content: Content, file: File, path: Path) -> Iterator[str]:
    """A file: where it is, what it is, how large, and by what one knows it is whole."""
    address = f"{content.address}/{file.name}"
    data = path.read_bytes()
    yield f"<{address}> a dcat:Distribution ; dct:title {_both(file.title)} ; "
    yield f"dcat:accessURL <{address}> ; dcat:downloadURL <{address}> ; dct:license <{content.publisher.licence}> ; "
    yield f"dct:rights <{content.address}/rights> ; dct:language {_languages()} ; "
    yield f'dcat:byteSize "{len(data)}"^^xsd:nonNegativeInteger ; spdx:checksum <{address}#checksum> ; '
    yield f"dct:format <{_LIST}file-type/{file.file_type}> ; "
    if file.conforms:
        yield f"dct:conformsTo <{file.conforms}> ; "
    yield f"dcat:mediaType <https://www.iana.org/assignments/media-types/{file.media_type}> .\n"
    yield f"<{_LIST}file-type/{file.file_type}> a dct:MediaTypeOrExtent .\n"
    yield f"<https://www.iana.org/assignments/media-types/{file.media_type}> a dct:MediaType .\n"
    yield f"<{address}#checksum> a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ; "
    yield f'spdx:checksumValue "{hashlib.sha256(data).hexdigest()}"^^xsd:hexBinary .\n'
