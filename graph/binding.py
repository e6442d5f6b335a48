"""Binding: a value in place of a parameter, as an RDF term and never as text.

A parameter is the variable ``?_name_type`` (the naming of grlc, Meroño-Peñuela and Hoekstra 2016), an ordinary
variable as long as nothing is bound to it. Binding replaces that one token by a serialised term; strings, IRIs and
comments are left alone, so no value can change the shape of a query.
"""

import re
from collections.abc import Mapping

import pyoxigraph as ox

from graph.lexer import tokens

Term = ox.NamedNode | ox.Literal

_PARAMETER = re.compile(r"[?$]_([A-Za-z][A-Za-z0-9]*)_([a-z]+)")


def parameters(query: str) -> dict[str, str]:
    """Parameters a query uses: name to type."""
    found = {}
    for token in tokens(query):
        match = _PARAMETER.fullmatch(token.text) if token.kind == "variable" else None
        if match:
            found[match[1]] = match[2]
    return found


def bind(query: str, values: Mapping[str, Term]) -> str:
    """Put terms in place of parameters.

    Args:
        query: SPARQL with parameters.
        values: term per parameter name; a parameter without value stays a variable.
    """
    parts = []
    for token in tokens(query):
        match = _PARAMETER.fullmatch(token.text) if token.kind == "variable" else None
        value = values.get(match[1]) if match else None
        parts.append(token.text if value is None else f" {value} ")
    return "".join(parts)
