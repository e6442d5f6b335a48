"""Parsing: the text of a SELECT query becomes its parts, or is refused.

What is read is the part of SPARQL 1.1 that can be answered from columns: SELECT with patterns, paths, OPTIONAL, UNION,
MINUS, EXISTS, FILTER, BIND, VALUES, sub-selects, grouping and ordering. Anything else is refused, so that it is never
half understood: other forms of query, named graphs, other servers, functions that give another value each time.
"""

from functools import lru_cache

import pyoxigraph as ox

from graph.columns.reading import END, FUNCTIONS, Reader, unescaped
from graph.columns.syntax import (
    Bind,
    Constant,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Part,
    RefusedError,
    Select,
    Term,
    Triple,
    Union,
    Values,
    Var,
    visible,
)
from graph.terms import PREFIXES

_RDF = PREFIXES["rdf"]


@lru_cache(maxsize=256)
def parse(query: str) -> Select:
    """Read a query.

    Raises:
        RefusedError: if it is not of the kind that is answered from columns, or no SPARQL.
    """
    try:
        made = _Query(query).whole()
        ox.Store().query(query)  # the engine knows best what is no SPARQL; in an empty store it finds out at once
    except SyntaxError as error:
        raise RefusedError(f"no SPARQL: {error}") from None
    except (ValueError, IndexError, RecursionError) as error:
        raise RefusedError(f"not read: {error}") from None
    return made


class _Query(Reader):
    """Reads queries and patterns."""

    # queries

    def whole(self) -> Select:
        while self.ahead("PREFIX", "BASE"):
            if self.took("BASE"):
                raise RefusedError("BASE")
            self.next()
            name, address = self.next().text, self.next().text
            self.prefixes[name[:-1]] = unescaped(address[1:-1])
        if not self.ahead("SELECT"):
            raise RefusedError(f"a query that begins with {self.token.text!r}")
        made = self.select()
        if self.token is not END:
            raise RefusedError(f"{self.token.text!r} after the end")
        return made

    def select(self) -> Select:
        self.expect("SELECT")
        distinct = self.took("DISTINCT")
        if self.took("REDUCED"):
            raise RefusedError("REDUCED")
        names: list[tuple[str, Expression | None]] = []
        star = self.took("*")
        while not star and (self.token.kind == "variable" or self.ahead("(")):
            if self.token.kind == "variable":
                names.append((self.next().text[1:], None))
                continue
            self.next()
            value = self.expression()
            self.expect("AS")
            names.append((self.next().text[1:], value))
            self.expect(")")
        if self.ahead("FROM"):
            raise RefusedError("FROM")
        self.took("WHERE")
        where = self.group()
        grouped = self.grouped() if self.took("GROUP") else None
        having = self.several() if self.took("HAVING") else ()
        order = self.ordered() if self.took("ORDER") else ()
        offset, limit = 0, None
        while self.ahead("LIMIT", "OFFSET"):
            if self.took("LIMIT"):
                limit = int(self.next().text)
            else:
                self.next()
                offset = int(self.next().text)
        values = self.values() if self.took("VALUES") else None
        if star:
            seen = dict.fromkeys(visible(where))
            names = [(name, None) for name in seen if not name.startswith(" ")]
        if grouped is not None and star:
            raise RefusedError("SELECT * with GROUP BY")
        return Select(tuple(names), where, grouped, having, order, distinct, offset, limit, values)

    def grouped(self) -> tuple[tuple[Expression, str | None], ...]:
        self.expect("BY")
        found: list[tuple[Expression, str | None]] = []
        while True:
            if self.token.kind == "variable":
                found.append((Var(self.next().text[1:]), None))
            elif self.took("("):
                value, name = self.expression(), None
                if self.took("AS"):
                    name = self.next().text[1:]
                self.expect(")")
                found.append((value, name))
            elif self.token.kind in ("word", "name", "iri") and not self.ahead(
                "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"
            ):
                found.append((self.primary(), None))
            else:
                return tuple(found)

    def several(self) -> tuple[Expression, ...]:
        found = [self.primary()]
        while self.ahead("(") or self.token.text.upper() in FUNCTIONS:
            found.append(self.primary())
        return tuple(found)

    def ordered(self) -> tuple[tuple[Expression, bool], ...]:
        self.expect("BY")
        found = []
        while self.token is not END and not self.ahead("LIMIT", "OFFSET", "VALUES", "}"):
            down = self.ahead("DESC")
            self.took("ASC", "DESC")
            found.append((self.primary(), down))
        return tuple(found)

    # patterns

    def group(self) -> Group:
        self.expect("{")
        if self.ahead("SELECT"):
            inner = self.select()
            self.expect("}")
            return Group((inner,))
        parts: list[Part] = []
        while not self.took("}"):
            if self.took("."):
                continue
            if self.took("OPTIONAL"):
                parts.append(Optional(self.group()))
            elif self.took("MINUS"):
                parts.append(Minus(self.group()))
            elif self.took("FILTER"):
                parts.append(Filter(self.primary()))
            elif self.took("BIND"):
                self.expect("(")
                value = self.expression()
                self.expect("AS")
                parts.append(Bind(value, self.next().text[1:]))
                self.expect(")")
            elif self.took("VALUES"):
                parts.append(self.values())
            elif self.ahead("GRAPH", "SERVICE"):
                raise RefusedError(self.token.text)
            elif self.ahead("{"):
                groups = [self.group()]
                while self.took("UNION"):
                    groups.append(self.group())
                parts.append(groups[0] if len(groups) == 1 else Union(tuple(groups)))
            else:
                self.triples(parts)
        return Group(tuple(parts))

    def values(self) -> Values:
        if self.token.kind == "variable":
            names = (self.next().text[1:],)
            self.expect("{")
            rows = []
            while not self.took("}"):
                rows.append((self.given(),))
            return Values(names, tuple(rows))
        self.expect("(")
        several = []
        while not self.took(")"):
            several.append(self.next().text[1:])
        self.expect("{")
        table: list[tuple[Constant | None, ...]] = []
        while not self.took("}"):
            self.expect("(")
            row = []
            while not self.took(")"):
                row.append(self.given())
            if len(row) != len(several):
                raise RefusedError("VALUES with rows of another length")
            table.append(tuple(row))
        return Values(tuple(several), tuple(table))

    def given(self) -> Constant | None:
        if self.took("UNDEF"):
            return None
        sign = "-" if self.took("-") else ""
        self.took("+")
        term = self.term(sign)
        if isinstance(term, Var):
            raise RefusedError("a variable among VALUES")
        return term

    def triples(self, parts: list[Part]) -> None:
        """The statements of one subject."""
        if self.ahead("["):
            subject: Term = self.blank(parts)
            if self.ahead(".", "}"):
                return
        else:
            subject = self.term()
        self.properties(subject, parts)

    def properties(self, subject: Term, parts: list[Part]) -> None:
        while True:
            path = Var(self.next().text[1:]) if self.token.kind == "variable" else self.path()
            while True:
                if isinstance(path, Var):
                    parts.append(Triple(subject, path, self.thing(parts)))
                else:
                    self.walk(subject, path, self.thing(parts), parts)
                if not self.took(","):
                    break
            if not self.took(";"):
                return
            while self.took(";"):
                pass
            if self.ahead(".", "}", "]") or self.token.kind == "string":
                return

    def thing(self, parts: list[Part]) -> Term:
        return self.blank(parts) if self.ahead("[") else self.term("-" if self.took("-") else "")

    def blank(self, parts: list[Part]) -> Var:
        self.expect("[")
        made = self.new()
        if not self.took("]"):
            self.properties(made, parts)
            self.expect("]")
        return made

    # paths: an address, or (operator, parts)

    def path(self) -> "_Path":
        options = [self.sequence()]
        while self.took("|"):
            options.append(self.sequence())
        return options[0] if len(options) == 1 else ("|", tuple(options))

    def sequence(self) -> "_Path":
        steps = [self.stride()]
        while self.took("/"):
            steps.append(self.stride())
        return steps[0] if len(steps) == 1 else ("/", tuple(steps))

    def stride(self) -> "_Path":
        back = self.took("^")
        if self.took("("):
            step = self.path()
            self.expect(")")
        elif self.ahead("!"):
            raise RefusedError("a path without properties")
        elif self.took("A"):
            step = f"{_RDF}type"
        else:
            named = self.term()
            if not isinstance(named, ox.NamedNode):
                raise RefusedError("a property that is no address")
            step = named.value
        if self.ahead("*", "+", "?") and self.token.kind != "variable":
            step = (self.next().text, (step,))
        return ("^", (step,)) if back else step

    def walk(self, subject: Term, path: "_Path", thing: Term, parts: list[Part]) -> None:
        """Write a path as patterns."""
        if isinstance(path, str):
            parts.append(Triple(subject, path, thing))
            return
        sign, inside = path
        if sign == "^":
            self.walk(thing, inside[0], subject, parts)
        elif sign == "/":
            here: Term = subject
            for step in inside[:-1]:
                there: Term = self.new()
                self.walk(here, step, there, parts)
                here = there
            self.walk(here, inside[-1], thing, parts)
        elif sign == "|":
            groups = []
            for option in inside:
                own: list[Part] = []
                self.walk(subject, option, thing, own)
                groups.append(Group(tuple(own)))
            parts.append(Union(tuple(groups)))
        else:
            step = inside[0]
            if isinstance(step, tuple) and step[0] == "^" and isinstance(step[1][0], str):
                subject, thing, step = thing, subject, step[1][0]
            if not isinstance(step, str):
                raise RefusedError("a repeated path of several properties")
            parts.append(Triple(subject, step, thing, sign))


_Path = str | tuple[str, tuple["_Path", ...]]
