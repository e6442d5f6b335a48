"""The data set of an update as the protocol gives it (SPARQL 1.1 Protocol, section 2.2.3).

The engine knows ``USING`` in an update but takes no data set beside it, so the clauses are written into every operation
with a pattern. A whole ``DELETE WHERE`` has no place for them and is first written out as a deletion with a pattern.
"""

from collections.abc import Sequence

from graph.errors import AtlasError
from graph.lexer import Token, tokens


class ConflictError(AtlasError):
    """An update that names its graphs while the request names them too."""


def with_dataset(update: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """An update whose patterns look in these graphs.

    Args:
        update: a SPARQL update.
        default_graphs: graphs whose union is the default graph.
        named_graphs: graphs that ``GRAPH`` may see.

    Raises:
        ConflictError: if the update names graphs itself, by ``USING`` or ``WITH``.
    """
    if not default_graphs and not named_graphs:
        return update
    clauses = "".join(
        [f" USING <{graph}>" for graph in default_graphs] + [f" USING NAMED <{graph}>" for graph in named_graphs]
    )
    parts: list[str] = []
    told = list(tokens(update))
    depth, before = 0, ""
    for place, token in enumerate(told):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        word = token.text.upper() if token.kind == "word" and depth == 0 else ""
        if word in ("USING", "WITH"):
            raise ConflictError(f"the update names its graphs by {word} and the request names them too; expected one")
        if word == "WHERE":
            template = _group(told[place + 1 :]) if before == "DELETE" else ""
            parts.append(f"{template}{clauses} ")
        parts.append(token.text)
        if token.kind not in ("space", "comment"):
            before = word
    return "".join(parts)


def _group(told: Sequence[Token]) -> str:
    """The group in braces that comes next."""
    depth, parts = 0, []
    for token in told:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        parts.append(token.text)
        if token.kind == "close" and depth == 0:
            break
    return "".join(parts)
