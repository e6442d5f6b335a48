"""What a query needs: the statements that are enough to answer it elsewhere than where they lie.

A query is cut into its triple patterns. Of each we say which statements can take part in an answer: those with its
predicate and with the addresses it names, and, where its subject is a variable, those of subjects that the same group
of patterns (or the one around it) holds to an address, a list of values, or the end of another statement. Every group
of patterns finds on these statements what it finds on all of them, so the whole query does (SPARQL 1.1, section 18.5:
an answer is made of the answers to the groups alone). Only addresses are compared, never literals: of those each
engine has its own idea.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import UsageError
from graph.lexer import Token, tokens
from graph.terms import expand

Held = Mapping[str, frozenset[str]]
"""What is known of variables: conditions on ``?s``, as patterns."""


@dataclass(frozen=True)
class Need:
    """Statements that are wanted.

    Attributes:
        subject, predicate, object: address each must have; ``None`` is any term.
        where: patterns the subject ``?s`` must meet besides.
    """

    subject: str | None
    predicate: str | None
    object: str | None
    where: frozenset[str] = frozenset()

    @property
    def pattern(self) -> str:
        """The triple pattern of the statements."""
        parts = zip((self.subject, self.predicate, self.object), "spo", strict=True)
        return " ".join(f"?{name}" if address is None else f"<{address}>" for address, name in parts)

    @property
    def conditions(self) -> str:
        """The patterns besides, in the order of their text."""
        return " ".join(sorted(self.where))


@dataclass(frozen=True)
class Needs:
    """All that a query needs; ``graphs`` says whether it asks in which named graph a statement stands."""

    statements: tuple[Need, ...]
    graphs: bool


def needs(query: str) -> Needs:
    """What a query needs.

    Raises:
        UsageError: if the query asks other servers, chooses its own data set, or is written as none of ours is.
    """
    reader = _Reader([token for token in tokens(query) if token.kind not in ("space", "comment")])
    reader.query()
    found = dict.fromkeys(reader.found)
    whole = {need.predicate for need in found if need == Need(None, need.predicate, None)}
    kept = [need for need in found if need == Need(None, need.predicate, None) or need.predicate not in whole]
    return Needs(tuple(kept), reader.graphs)


@dataclass(frozen=True)
class _Term:
    """A term of a pattern: a variable, an address, or, with neither, a literal."""

    variable: str | None = None
    address: str | None = None


@dataclass
class _Group:
    """A group of patterns while it is read: what is around it, its statements, what they hold their variables to."""

    around: Held
    triples: list[tuple[_Term, _Term, _Term]] = field(default_factory=list)
    held: dict[str, set[str]] = field(default_factory=dict)

    def add(self, subject: _Term, predicate: _Term, thing: _Term) -> None:
        self.triples.append((subject, predicate, thing))
        if subject.variable and predicate.address and thing.address:
            self.hold(subject.variable, f"?s <{predicate.address}> <{thing.address}> .")

    def hold(self, variable: str, condition: str) -> None:
        self.held.setdefault(variable, set()).add(condition)

    def of(self, variable: str) -> frozenset[str]:
        """What a variable is held to: addresses or values, else the end of a statement of this group."""
        known = frozenset(self.held.get(variable, ())) | self.around.get(variable, frozenset())
        if known:
            return known
        for subject, predicate, thing in self.triples:
            if thing.variable == variable and predicate.address and subject.variable != variable:
                start = f"<{subject.address}>" if subject.address else "?x"
                own = self.held.get(subject.variable or "", set()) | self.around.get(subject.variable or "", set())
                more = " ".join(c.replace("?s ", "?x ", 1) for c in sorted(own) if c.startswith("?s "))
                return frozenset({f"FILTER EXISTS {{ {start} <{predicate.address}> ?s . {more} }}"})
        return frozenset()

    def inside(self) -> Held:
        """What holds for a group inside this one: only of variables that are bound by now."""
        bound = {term.variable for triple in self.triples for term in triple if term.variable} | set(self.held)
        return {variable: known for variable in bound if (known := self.of(variable))}

    def wanted(self) -> Iterator[Need]:
        for subject, predicate, thing in self.triples:
            known = self.of(subject.variable) if subject.variable else frozenset()
            own = f"?s <{predicate.address}> <{thing.address}> ."
            yield Need(subject.address, predicate.address, thing.address, known - {own})


class _Reader:
    """Reads a query token by token (SPARQL 1.1, section 19.8), as far as its patterns go."""

    def __init__(self, told: list[Token]) -> None:
        self.told = told
        self.at = 0
        self.prefixes: dict[str, str] = {}
        self.found: list[Need] = []
        self.graphs = False
        self.fresh = 0

    def peek(self) -> str:
        return self.told[self.at].text if self.at < len(self.told) else ""

    def word(self) -> str:
        """The next token if it is a word, in capitals."""
        there = self.at < len(self.told) and self.told[self.at].kind == "word"
        return self.peek().upper() if there else ""

    def next(self) -> Token:
        if self.at >= len(self.told):
            raise UsageError("the query ends too soon: a brace or bracket is not closed")
        self.at += 1
        return self.told[self.at - 1]

    def took(self, text: str) -> bool:
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def query(self) -> None:
        while self.word() in ("PREFIX", "BASE"):
            if self.next().text.upper() == "BASE":
                raise _strange("BASE")
            name = self.next().text
            self.prefixes[name[:-1]] = self.next().text[1:-1]
        self.head()

    def head(self) -> None:
        """Up to and with the group of a query or of a query inside it: nothing around holds in there."""
        while self.peek() != "{":
            if self.word() in ("FROM", "CONSTRUCT", "DESCRIBE"):
                raise _strange(self.peek())
            if self.took("("):
                self.balanced(_Group({}))
            else:
                self.next()
        self.at += 1
        self.group({})
        while self.peek() not in ("}", ""):
            if self.took("("):
                self.balanced(_Group({}))
            elif self.next().text == "{":  # only a list of values stands in braces behind the patterns of a query
                raise _strange("VALUES behind its patterns")

    def group(self, around: Held) -> None:
        """A group of patterns, whose brace was opened."""
        own = _Group(around)
        while not self.took("}"):
            word = self.word()
            if word == "SELECT":
                self.head()
            elif word == "SERVICE":
                raise _strange(word)
            elif word in ("OPTIONAL", "MINUS", "UNION", "WHERE"):
                self.at += 1
            elif word == "GRAPH":
                self.graphs = True
                self.at += 1
                self.next()
            elif word == "VALUES":
                self.values(own)
            elif word in ("FILTER", "BIND"):
                self.at += 1
                self.expression(own)
            elif self.took("{"):
                self.group(own.inside())
            elif not self.took("."):
                self.triples(own)
        self.found.extend(own.wanted())

    def expression(self, own: _Group) -> None:
        """What stands behind FILTER or BIND: words, then one pair of brackets or a group."""
        while self.peek() not in ("{", "("):
            self.next()
        if self.took("("):
            self.balanced(own)
        elif self.took("{"):
            self.group(own.inside())

    def balanced(self, own: _Group) -> None:
        """To the end of brackets that were opened; groups inside are read."""
        while not self.took(")"):
            if self.took("("):
                self.balanced(own)
            elif self.took("{"):
                self.group(own.inside())
            else:
                self.next()

    def values(self, own: _Group) -> None:
        """Values of one variable hold it; those of several are passed over."""
        self.at += 1
        several = self.took("(")
        names = []
        while self.peek() not in (")", "{"):
            names.append(self.next().text[1:])
        if several:
            self.next()
        self.next()
        found = []
        while not self.took("}"):
            if self.peek() in ("(", ")"):
                self.at += 1
            else:
                found.append(self.term())
        if len(names) == 1 and found and all(term.address for term in found):
            own.hold(names[0], f"VALUES ?s {{ {' '.join(f'<{term.address}>' for term in found)} }}")

    def triples(self, own: _Group) -> None:
        """Statements about one subject."""
        blank = self.peek() == "["
        subject = self.thing(own)
        if not blank or self.peek() not in (".", "}"):
            self.properties(own, subject)

    def properties(self, own: _Group, subject: _Term) -> None:
        while True:
            steps = self.path()
            while True:
                thing = self.thing(own)
                self.along(own, subject, steps, thing)
                if not self.took(","):
                    break
            if not self.took(";"):
                return
            while self.took(";"):
                pass
            if self.peek() in (".", "}", "]") or self.word() in ("FILTER", "OPTIONAL", "BIND", "MINUS", "VALUES"):
                return

    def along(self, own: _Group, start: _Term, steps: "list[_Term | list[str]]", end: _Term) -> None:
        """A path as statements: step by step, where a step is one predicate; else all that its predicates say."""
        for place, step in enumerate(steps):
            last = place == len(steps) - 1
            after = end if last else self.blank()
            if isinstance(step, _Term):
                own.add(start, step, after)
            else:
                self.found.extend(Need(None, predicate, None) for predicate in step)
            start = after

    def path(self) -> "list[_Term | list[str]]":
        """The steps of a path; a step that is more than a predicate is the list of its predicates."""
        if self.told[self.at].kind == "variable":
            return [self.term()]
        steps = [self.step()]
        while self.took("/"):
            steps.append(self.step())
        if self.peek() != "|":
            return steps
        every = [address for step in steps for address in _named(step)]
        while self.took("|"):
            every += [address for step in self.path() for address in _named(step)]
        return [every]

    def step(self) -> "_Term | list[str]":
        plain = not self.took("^")
        step: _Term | list[str]
        if self.took("("):
            inside = self.path()
            self.next()
            step = inside[0] if len(inside) == 1 else [address for part in inside for address in _named(part)]
        else:
            step = self.term()
        if self.peek() in ("*", "+", "?"):
            self.at += 1
            plain = False
        return step if plain else _named(step)

    def thing(self, own: _Group) -> _Term:
        """A subject or object; one in square brackets is a variable of its own, with what is said of it."""
        if not self.took("["):
            return self.term()
        blank = self.blank()
        if not self.took("]"):
            self.properties(own, blank)
            self.next()
        return blank

    def blank(self) -> _Term:
        self.fresh += 1
        return _Term(variable=f" {self.fresh}")

    def term(self) -> _Term:
        token = self.next()
        text = token.text
        if token.kind == "variable":
            return _Term(variable=text[1:])
        if token.kind == "iri":
            return _Term(address=text[1:-1])
        if token.kind == "name":
            prefix, _, local = text.partition(":")
            if prefix not in self.prefixes:
                raise _strange(text)
            return _Term(address=self.prefixes[prefix] + local.replace("\\", ""))
        if text == "a":
            return _Term(address=expand("rdf:type"))
        if text in ("+", "-"):
            return self.term()
        if token.kind == "string":
            if self.at < len(self.told) and self.told[self.at].kind == "language":
                self.at += 1
            elif self.took("^"):
                self.at += 1
                self.next()
            return _Term()
        if token.kind == "number" or text.upper() in ("TRUE", "FALSE", "UNDEF"):
            return _Term()
        raise _strange(text)


def _named(step: "_Term | list[str]") -> list[str]:
    """The predicates of a step."""
    if isinstance(step, list):
        return step
    return [step.address] if step.address else []


def _strange(text: str) -> UsageError:
    return UsageError(
        f"a query with {text} cannot be answered from the statements of a server; ask the server itself, "
        "with: ketenatlas sparql"
    )
