"""SPARQL cut into tokens: just enough to bind parameters and to guard, without parsing.

Tokens follow the terminals of SPARQL 1.1 (section 19.8): longest match first, so that a ``#`` in an IRI is no
comment and a ``?`` in a string is no variable.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"
             | '''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
             | "(?:[^"\\\r\n]|\\.)*"
             | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d]|_)[\w.\-]*(?<!\.):(?:[\w\-.:%]|\\.)*(?:(?<!\.)|(?<=\\\.))
             |:(?:[\w\-.:%]|\\.)*(?:(?<!\.)|(?<=\\\.))|(?:[^\W\d]|_)[\w\-]*:)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<open>[{(\[])
  | (?P<close>[})\]])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (``iri``, ``string``, ``variable``, ``word`` ...), its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """All tokens of a query, white space and comments included; joined they are the query again."""
    for match in _TOKEN.finditer(query):
        yield Token(match.lastgroup or "other", match.group(), match.start())
