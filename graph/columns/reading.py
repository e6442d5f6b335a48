"""Reading: tokens from left to right, terms and expressions of a query."""

import re

import pyoxigraph as ox

from graph.columns.syntax import (
    AGGREGATES,
    Call,
    Constant,
    Exists,
    Expression,
    Group,
    RefusedError,
    Term,
    Var,
    is_aggregate,
    parts_of,
)
from graph.columns.terms import as_kept
from graph.lexer import Token, tokens
from graph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
FUNCTIONS = frozenset(
    [
        "STR",
        "LANG",
        "LANGMATCHES",
        "DATATYPE",
        "BOUND",
        "IRI",
        "URI",
        "ABS",
        "CEIL",
        "FLOOR",
        "ROUND",
        "CONCAT",
        "STRLEN",
        "UCASE",
        "LCASE",
        "ENCODE_FOR_URI",
        "CONTAINS",
        "STRSTARTS",
        "STRENDS",
        "STRBEFORE",
        "STRAFTER",
        "YEAR",
        "MONTH",
        "DAY",
        "HOURS",
        "MINUTES",
        "SECONDS",
        "TIMEZONE",
        "TZ",
        "MD5",
        "SHA1",
        "SHA256",
        "SHA384",
        "SHA512",
        "COALESCE",
        "IF",
        "STRLANG",
        "STRDT",
        "SAMETERM",
        "ISIRI",
        "ISURI",
        "ISBLANK",
        "ISLITERAL",
        "ISNUMERIC",
        "REGEX",
        "SUBSTR",
        "REPLACE",
    ]
)
"""Functions whose value depends on what they are given alone; NOW, RAND, UUID, STRUUID and BNODE are none of these."""
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_TWO = frozenset({"<=", ">=", "!=", "&&", "||", "^^"})
_LEVELS = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))
"""Binary operators, the weakest first."""


class Reader:
    """Reads the tokens of a query from left to right."""

    def __init__(self, query: str) -> None:
        self.found = _joined([token for token in tokens(query) if token.kind not in ("space", "comment")])
        self.at = 0
        self.fresh = 0
        self.prefixes: dict[str, str] = {}

    # tokens

    @property
    def token(self) -> Token:
        """The token that comes next; beyond the last one that of the end."""
        return self.found[self.at] if self.at < len(self.found) else END

    def ahead(self, *wanted: str) -> bool:
        """Whether the next token is one of these signs or words."""
        return self.token.kind != "string" and self.token.text.upper() in wanted

    def took(self, *wanted: str) -> bool:
        """Step over the next token if it is one of these."""
        if self.ahead(*wanted):
            self.at += 1
            return True
        return False

    def next(self) -> Token:
        """Step over the next token, and give it."""
        self.at += 1
        return self.found[self.at - 1]

    def expect(self, *wanted: str) -> None:
        """Step over a token that must be one of these."""
        if not self.took(*wanted):
            raise RefusedError(f"{self.token.text!r} where {' or '.join(wanted)} was expected")

    def new(self) -> Var:
        """A variable that stands for a blank node."""
        self.fresh += 1
        return Var(f" {self.fresh}")

    def group(self) -> Group:
        """Read a group of patterns."""
        raise NotImplementedError

    # terms

    def term(self, sign: str = "") -> Term:
        """A variable, an address or a literal; a number with the sign that stood before it."""
        token = self.next()
        text = token.text
        if token.kind == "variable":
            return Var(text[1:])
        if token.kind == "iri":
            return _address(unescaped(text[1:-1]))
        if token.kind == "name":
            return self.named(text)
        if token.kind == "string":
            return self.string(text)
        if token.kind == "number":
            kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
            return as_kept(ox.Literal(sign + text, datatype=ox.NamedNode(_XSD + kind)))
        if text.lower() in ("true", "false"):
            return ox.Literal(text.lower(), datatype=ox.NamedNode(f"{_XSD}boolean"))
        raise RefusedError(f"{text!r} where a term was expected")

    def named(self, text: str) -> Term:
        """A prefixed name as an address; one of a blank node as a variable."""
        prefix, _, local = text.partition(":")
        if prefix == "_":
            return Var(f" {text}")
        if prefix not in self.prefixes:
            raise RefusedError(f"an unknown prefix {prefix!r}")
        return _address(self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    def string(self, text: str) -> Constant:
        """A literal of its text, with the language or datatype that follows."""
        quotes = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        value = unescaped(text[quotes:-quotes])
        if self.token.kind == "language":
            return ox.Literal(value, language=self.next().text[1:])
        if self.took("^^"):
            kind = self.term()
            if not isinstance(kind, ox.NamedNode):
                raise RefusedError("a datatype that is no address")
            return as_kept(ox.Literal(value, datatype=kind))
        return ox.Literal(value)

    # expressions

    def expression(self, level: int = 0) -> Expression:
        """An expression of operators of a level and those that bind stronger."""
        if level == len(_LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while True:
            if level == 2 and self.ahead("IN", "NOT"):
                absent = self.took("NOT")
                self.expect("IN")
                inside = Call("IN", (left, *self.arguments()))
                left = Call("!", (inside,)) if absent else inside
                continue
            if not self.ahead(*_LEVELS[level]):
                return left
            sign = self.next().text
            left = Call(sign, (left, self.expression(level + 1)))

    def unary(self) -> Expression:
        """An expression with the signs before it."""
        if self.took("!"):
            return Call("!", (self.unary(),))
        if self.took("-"):
            inner = self.unary()
            if isinstance(inner, ox.Literal) and not inner.value.startswith("-"):
                return as_kept(ox.Literal("-" + inner.value, datatype=inner.datatype))
            return Call("-", (inner,))
        self.took("+")
        return self.primary()

    def primary(self) -> Expression:
        """An expression in brackets, a call, an aggregate, EXISTS or a term."""
        if self.took("("):
            inside = self.expression()
            self.expect(")")
            return inside
        word = self.token.text.upper() if self.token.kind == "word" else ""
        if word in ("EXISTS", "NOT"):
            absent = self.took("NOT")
            self.expect("EXISTS")
            found = Exists(self.group())
            return Call("!", (found,)) if absent else found
        if word in AGGREGATES:
            return self.aggregate()
        if word in FUNCTIONS:
            self.next()
            return Call(word, self.arguments())
        if word and word not in ("TRUE", "FALSE"):
            raise RefusedError(f"the function {word}")
        term = self.term()
        if isinstance(term, ox.NamedNode) and self.ahead("("):
            if not term.value.startswith(_XSD):
                raise RefusedError(f"the function {term}")
            return Call(term.value, self.arguments())
        return term

    def arguments(self) -> tuple[Expression, ...]:
        """The arguments of a call."""
        self.expect("(")
        found: list[Expression] = []
        while not self.took(")"):
            found.append(self.expression())
            if not self.ahead(")"):
                self.expect(",")
        return tuple(found)

    def aggregate(self) -> Call:
        """An aggregate."""
        name = self.next().text.upper()
        self.expect("(")
        distinct = self.took("DISTINCT")
        args: tuple[Expression, ...] = () if self.took("*") else (self.expression(),)
        separator = " "
        if self.took(";"):
            self.expect("SEPARATOR")
            self.expect("=")
            separator = self.string(self.next().text).value
        self.expect(")")
        if any(is_aggregate(part) for one in args for part in parts_of(one)):
            raise RefusedError("an aggregate inside another")
        return Call(name, args, distinct, separator)


END = Token("end", "", -1)


def _joined(found: list[Token]) -> list[Token]:
    """Signs of two characters as one token."""
    made: list[Token] = []
    for token in found:
        last = made[-1] if made else None
        if (
            last is not None
            and last.kind == token.kind == "other"
            and token.start == last.start + 1
            and last.text + token.text in _TWO
        ):
            made[-1] = Token("sign", last.text + token.text, last.start)
        else:
            made.append(token)
    return made


def unescaped(text: str) -> str:
    """A text without escapes."""
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        if match[3]:
            return _ESCAPES[match[3]]
        return chr(int(match[1] or match[2], 16))

    try:
        return _ESCAPE.sub(one, text)
    except KeyError as error:
        raise RefusedError(f"the escape {error}") from None


def _address(text: str) -> ox.NamedNode:
    if not _ABSOLUTE.match(text):
        raise RefusedError(f"the relative address {text!r}")
    return ox.NamedNode(text)
