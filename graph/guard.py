"""The guard: what is refused before an engine sees it.

An engine that runs a query from outside must not call other servers, must not touch files and must not be sent
into a crash by nesting. The guard looks at tokens only; the sandbox catches what tokens cannot show.
"""

from graph.errors import AtlasError
from graph.lexer import tokens

MAX_DEPTH = 100
MAX_TOKENS = 5_000
MAX_SIGNS = 50
MAX_LENGTH = 200_000

_REFUSED = {
    "SERVICE": "it would call another server",
    "LOAD": "it would fetch a file or a page",
}
_SIGNS = frozenset("!+-^")


class RefusedError(AtlasError):
    """A query that is not run, with the reason.

    Attributes:
        at: number of the character it is about, counted from 0; None where it is the query as a whole.
    """

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at


def check(query: str) -> None:
    """Refuse a query that could reach outside or crash the engine.

    Raises:
        RefusedError: saying what was found and where.
    """
    if len(query) > MAX_LENGTH:
        raise RefusedError(f"the query is {len(query):,} characters long; at most {MAX_LENGTH:,} are accepted")
    depth = signs = count = 0
    for token in tokens(query):
        if token.kind in ("space", "comment"):
            continue
        count += 1
        if count > MAX_TOKENS:
            raise RefusedError(f"the query has more than {MAX_TOKENS:,} words and signs")
        if token.kind == "word" and token.text.upper() in _REFUSED:
            keyword = token.text.upper()
            raise RefusedError(
                f"{keyword} (at character {token.start}) is not allowed: {_REFUSED[keyword]}", token.start
            )
        if token.text == "\\":
            raise RefusedError(f"a backslash outside a string (at character {token.start}) is not allowed", token.start)
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth > MAX_DEPTH:
            raise RefusedError(f"the query is nested more than {MAX_DEPTH} levels deep", token.start)
        signs = signs + 1 if token.text in _SIGNS else 0
        if signs > MAX_SIGNS:
            raise RefusedError(f"more than {MAX_SIGNS} signs in a row (at character {token.start})", token.start)
