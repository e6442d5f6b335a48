"""NACE: the codes of NACE Rev. 2.1 with Dutch and English titles, from the Publications Office of the EU."""

import re

from loaders.services.dialects import Sparql
from loaders.services.service import Row, Service

_QUERY = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT (STR(?notation) AS ?code) (STR(?nl) AS ?label_nl) (STR(?en) AS ?label_en) WHERE {
  ?item skos:inScheme <http://data.europa.eu/ux2/nace2.1/nace2.1> ; skos:notation ?notation ;
        skos:prefLabel ?nl , ?en .
  FILTER(LANG(?nl) = "nl" && LANG(?en) = "en")
}
ORDER BY ?code
"""


def tidy(row: Row) -> Row:
    """A code without the letter of its section, titles without the code in front: ``C26.11`` is ``26.11``."""
    given = row["code"].strip()
    code = re.sub(r"^[A-V]\s*(?=\d)", "", given)
    front = re.compile(rf"^(?:{re.escape(given)}|{re.escape(code)})[:.–-]?\s+(?:[–-]\s+)?")
    labels = {name: front.sub("", row[name].strip()) for name in ("label_nl", "label_en")}
    return {"scheme": "nace2.1", "code": code, **labels}


SERVICE = Service(
    name="nace",
    about={
        "nl": "Bedrijfstakcodes NACE Rev. 2.1, Nederlands en Engels",
        "en": "NACE Rev. 2.1 codes, Dutch and English",
    },
    loader="industry_codes",
    address="https://publications.europa.eu/webapi/rdf/sparql",
    dialect=Sparql(_QUERY, columns=("scheme", "code", "label_nl", "label_en")),
    needs=("code", "label_nl", "label_en"),
    title="NACE Rev. 2.1: statistical classification of economic activities",
    publisher="Eurostat",
    page="http://data.europa.eu/ux2/nace2.1/nace2.1",
    licence="CC BY 4.0",
    # 22 sections, 87 divisions, 287 groups and 651 classes, fixed by Delegated Regulation (EU) 2023/137.
    least=1047,
    tidy=tidy,
)
