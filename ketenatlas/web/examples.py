"""Short queries to begin with: each shows one thing that SPARQL can do with an atlas."""

from collections.abc import Mapping
from dataclasses import dataclass

_HEAD = """PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@dataclass(frozen=True)
class Example:
    """A query with what it asks, in Dutch and English."""

    key: str
    title: Mapping[str, str]
    query: str


EXAMPLES = (
    Example(
        "ketens-en-schakels",
        {"nl": "Ketens met hun schakels, op volgorde", "en": "Chains with their stages, in order"},
        _HEAD
        + """
SELECT ?keten ?schakel WHERE {
  ?chain a ka:ValueChain ; rdfs:label ?keten ; ka:hasStage ?stage .
  ?stage rdfs:label ?schakel ; ka:position ?plaats .
  FILTER(LANG(?keten) = "nl" && LANG(?schakel) = "nl")
}
ORDER BY ?keten ?plaats
""",
    ),
    Example(
        "vestigingen-per-gemeente",
        {"nl": "Vestigingen per gemeente (op de kaart)", "en": "Establishments by municipality (on the map)"},
        _HEAD
        + """
SELECT ?gemeente (COUNT(DISTINCT ?vestiging) AS ?aantal) WHERE {
  ?vestiging a ka:Establishment ; ka:inMunicipality ?gemeente .
}
GROUP BY ?gemeente
ORDER BY DESC(?aantal) ?gemeente
""",
    ),
    Example(
        "leveringen",
        {"nl": "Wie levert aan wie (als netwerk)", "en": "Who supplies whom (as a network)"},
        _HEAD
        + """
SELECT ?van ?naar ?keten WHERE {
  ?levering ka:supplier ?van ; ka:customer ?naar .
  OPTIONAL { ?levering ka:inChain ?keten }
}
ORDER BY ?van ?naar
""",
    ),
    Example(
        "schakels-van-een-keten",
        {"nl": "Eén keten als uitspraken (CONSTRUCT)", "en": "One chain as statements (CONSTRUCT)"},
        _HEAD
        + """PREFIX chain: <https://w3id.org/ketenatlas/chain/>

CONSTRUCT { chain:semicon ka:hasStage ?schakel . ?van ka:feeds ?naar } WHERE {
  chain:semicon ka:hasStage ?schakel .
  OPTIONAL { ?stroom ka:fromStage ?van ; ka:toStage ?naar . chain:semicon ka:hasStage ?van }
}
""",
    ),
    Example(
        "beschrijf",
        {"nl": "Alles over één ding (DESCRIBE)", "en": "Everything about one thing (DESCRIBE)"},
        """PREFIX region: <https://w3id.org/ketenatlas/region/>

DESCRIBE region:zuidoost-brabant
""",
    ),
    Example(
        "soorten",
        {"nl": "Waarvan weet de atlas hoeveel", "en": "What the atlas knows how much of"},
        """SELECT ?soort (COUNT(DISTINCT ?ding) AS ?aantal) WHERE {
  ?ding a ?soort .
}
GROUP BY ?soort
ORDER BY DESC(?aantal)
""",
    ),
)
