"""A made-up register of establishments in the shape of LISA, and the same statements as other programs make them.

:data:`TEMPLATES` restates by hand what our loader says of a row, so that plain rdflib and morph-kgc do the same work.
"""

import csv
import re
import subprocess
from pathlib import Path

import numpy as np
import rdflib
import yaml

from graph.terms import PREFIXES, expand

HEADINGS = ("vestigingsnummer", "kvk_nummer", "naam", "gemeentecode", "pc6", "sbi_code", "banen", "source", "date")
TOWNS = ("gm0772", "gm0855", "gm0758", "gm0796", "gm0828")
CODES = ("2611", "4719", "6201", "2899", "8610", "0111")
GRAPH = f"{PREFIXES['graph']}lisa"

_PLACE = f"{PREFIXES['establishment']}lisa-{{vestigingsnummer}}"
_ORGANISATION = f"{PREFIXES['organisation']}kvk-{{kvk_nummer}}"
_ACTIVITY = f"{PREFIXES['claim']}activity--lisa-{{vestigingsnummer}}--sbi2008--{{sbi_code}}"
_CODE = f"{PREFIXES['industry']}sbi2008-{{sbi_code}}"
_SOURCED = (
    ("dct:source", "iri", f"{PREFIXES['source']}{{source}}"),
    ("ka:observedOn", "xsd:date", "{date}"),
)
TEMPLATES = {
    _PLACE: (
        ("rdf:type", "iri", expand("ka:Establishment")),
        ("rdfs:label", "", "{naam}"),
        ("ka:establishmentNumber", "", "{vestigingsnummer}"),
        ("ka:inMunicipality", "iri", f"{PREFIXES['municipality']}{{gemeentecode}}"),
        ("ka:postcode", "", "{pc6}"),
        ("ka:jobs", "xsd:integer", "{banen}"),
        *_SOURCED,
    ),
    _ORGANISATION: (
        ("rdf:type", "iri", expand("ka:Organisation")),
        ("rdfs:label", "", "{naam}"),
        ("ka:registrationNumber", "", "{kvk_nummer}"),
        ("ka:hasEstablishment", "iri", _PLACE),
        *_SOURCED,
    ),
    _ACTIVITY: (
        ("rdf:type", "iri", expand("ka:ClassifiedActivity")),
        ("ka:activityOf", "iri", _PLACE),
        ("ka:activityCode", "iri", _CODE),
        ("ka:mainActivity", "xsd:boolean", "true"),
        ("ka:evidenceLevel", "iri", expand("evidence:asserted")),
        *_SOURCED,
    ),
    _CODE: (
        ("rdf:type", "iri", expand("ka:IndustryCode")),
        ("skos:notation", "", "{sbi_code}"),
        ("skos:inScheme", "iri", f"{PREFIXES['scheme']}sbi2008"),
    ),
}
"""By address of a thing: property, kind of value (an address, plain text or a datatype) and value."""


def write_table(path: Path, rows: int, seed: int = 1) -> None:
    """Write the register."""
    chance = np.random.default_rng(seed)
    towns, codes = chance.choice(TOWNS, rows), chance.choice(CODES, rows)
    jobs = chance.pareto(1.2, rows).astype(int) + 1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for at in range(rows):
            own = (f"{at:012d}", f"{at:08d}", f"Bedrijf {at}", towns[at], "5612AB", codes[at], jobs[at])
            writer.writerow((*own, "lisa", "2024-04-01"))


def plainly(table: Path) -> rdflib.Graph:
    """The statements as a plain program with rdflib makes them, row by row, in memory."""
    graph = rdflib.Graph()
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for address, said in TEMPLATES.items():
                subject = rdflib.URIRef(address.format(**row))
                for name, kind, template in said:
                    value = template.format(**row)
                    graph.add((subject, rdflib.URIRef(expand(name)), _term(kind, value)))
    return graph


def _term(kind: str, value: str) -> rdflib.term.Node:
    if kind == "iri":
        return rdflib.URIRef(value)
    return rdflib.Literal(value, datatype=rdflib.URIRef(expand(kind)) if kind else None)


def yarrrml(table: Path) -> str:
    """The templates as a mapping in YARRRML, which morph-kgc follows."""

    def filled(template: str) -> str:
        return re.sub(r"{(\w+)}", r"$(\1)", template)

    def said(name: str, kind: str, template: str) -> list[str]:
        value = filled(template)
        return (
            [expand(name), f"{value}~iri"]
            if kind == "iri"
            else [expand(name), value, *([expand(kind)] if kind else [])]
        )

    mappings = {
        f"m{at}": {
            "sources": [[f"{table}~csv"]],
            "s": filled(address),
            "graphs": GRAPH,
            "po": [said(*one) for one in statements],
        }
        for at, (address, statements) in enumerate(TEMPLATES.items())
    }
    return yaml.safe_dump({"mappings": mappings}, sort_keys=False)


def by_morph_kgc(python: Path, table: Path, target: Path) -> None:
    """The statements as morph-kgc makes them, as N-Quads.

    Args:
        python: interpreter of an environment of its own with morph-kgc, whose libraries are older than ours.
        table: the register.
        target: the N-Quads.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    mapping, settings = target.with_suffix(".yml"), target.with_suffix(".ini")
    mapping.write_text(yarrrml(table), encoding="utf-8")
    settings.write_text(
        f"[CONFIGURATION]\noutput_file: {target}\noutput_format: N-QUADS\nlogging_level: ERROR\n"
        f"[register]\nmappings: {mapping}\n",
        encoding="utf-8",
    )
    subprocess.run([python, "-m", "morph_kgc", settings], check=True, capture_output=True)
