"""Prefixes: a query typed by a person need not declare the prefixes everybody knows."""

from itertools import pairwise

from graph.lexer import tokens
from graph.terms import PREFIXES


def with_prefixes(query: str) -> str:
    """Declare the known prefixes a query uses and does not declare, on its first line so that lines keep their number.

    A prefix we do not know, or one the query declares itself, is left to the engine.
    """
    words = [token for token in tokens(query) if token.kind not in ("space", "comment")]
    declared = {
        after.text.removesuffix(":")
        for before, after in pairwise(words)
        if before.kind == "word" and before.text.upper() == "PREFIX" and after.kind == "name"
    }
    used = {token.text.partition(":")[0] for token in words if token.kind == "name"}
    wanted = sorted(prefix for prefix in used - declared if prefix in PREFIXES)
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in wanted) + query
