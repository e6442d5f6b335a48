"""The parts of a SELECT query, as read by :mod:`graph.columns.parsing`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from graph.errors import AtlasError

AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"})


class RefusedError(AtlasError):
    """A query that is not answered from columns; another engine may."""


OURS = (ArithmeticError, LookupError, TypeError, ValueError)
"""Errors that would be our own, not of who asks: the engine of the store is to answer then, and the error be told."""


@dataclass(frozen=True)
class Var:
    """A variable; those that stand for blank nodes have names that begin with a space."""

    name: str

    @property
    def hidden(self) -> bool:
        """Whether it stands for a blank node."""
        return self.name.startswith(" ")


Constant = ox.NamedNode | ox.Literal
Term = Var | Constant


@dataclass(frozen=True)
class Call:
    """An operator, function or aggregate with its arguments.

    Attributes:
        name: sign, name in capitals, or the address of a function.
        args: none at all for ``COUNT(*)``.
        distinct: whether an aggregate counts what is the same once.
        separator: of ``GROUP_CONCAT``.
    """

    name: str
    args: tuple["Expression", ...]
    distinct: bool = False
    separator: str = " "


@dataclass(frozen=True)
class Exists:
    """Whether a pattern has an answer."""

    group: "Group"


Expression = Var | Constant | Call | Exists


@dataclass(frozen=True)
class Triple:
    """A triple pattern; with ``step`` (``*``, ``+``, ``?``) a path of its property, which is known then."""

    subject: Term
    predicate: str | Var
    object: Term
    step: str = ""


@dataclass(frozen=True)
class Filter:
    """A condition on the group it stands in."""

    condition: Expression


@dataclass(frozen=True)
class Optional:
    """A pattern that may lack an answer."""

    group: "Group"


@dataclass(frozen=True)
class Minus:
    """A pattern whose answers are taken away."""

    group: "Group"


@dataclass(frozen=True)
class Bind:
    """A value that gets a name."""

    value: Expression
    name: str


@dataclass(frozen=True)
class Values:
    """Rows that are given; None is no value."""

    names: tuple[str, ...]
    rows: tuple[tuple[Constant | None, ...], ...]


@dataclass(frozen=True)
class Union:
    """Patterns of which any may have answers."""

    groups: tuple["Group", ...]


@dataclass(frozen=True)
class Group:
    """A group of patterns."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Select:
    """A SELECT query or part of one.

    Attributes:
        names: its columns, and what each is computed as, if it is.
        where: its pattern.
        grouped: what it groups by, each with the name it gets, if any; None where it does not group.
        having: conditions on groups.
        order: what it is sorted by, each with whether that is from last to first.
        distinct: whether equal rows are given once.
        offset: rows that are left out at the start.
        limit: rows that are given at most.
        values: rows it is joined with at the end.
    """

    names: tuple[tuple[str, Expression | None], ...]
    where: Group
    grouped: tuple[tuple[Expression, str | None], ...] | None = None
    having: tuple[Expression, ...] = ()
    order: tuple[tuple[Expression, bool], ...] = ()
    distinct: bool = False
    offset: int = 0
    limit: int | None = None
    values: Values | None = field(default=None)


Part = Triple | Filter | Optional | Minus | Bind | Values | Union | Group | Select


def parts_of(expression: Expression) -> Iterator[Expression]:
    """An expression and all that it is computed of; what stands in patterns that must exist is not looked into."""
    yield expression
    if isinstance(expression, Call):
        for part in expression.args:
            yield from parts_of(part)


def is_aggregate(expression: Expression) -> bool:
    """Whether an expression is computed of a group, and not of a row."""
    return isinstance(expression, Call) and expression.name in AGGREGATES


def names_in(expression: Expression) -> Iterator[str]:
    """The variables an expression speaks of, those of patterns that must exist included."""
    for part in parts_of(expression):
        if isinstance(part, Var):
            yield part.name
        elif isinstance(part, Exists):
            yield from mentioned(part.group)


def mentioned(group: Group) -> Iterator[str]:
    """All variables a group speaks of, in filters too; of a part that selects only its columns."""
    for part in group.parts:
        if isinstance(part, Filter):
            yield from names_in(part.condition)
        elif isinstance(part, Bind):
            yield from names_in(part.value)
        elif isinstance(part, Optional | Minus):
            yield from mentioned(part.group)
        elif isinstance(part, Union):
            for one in part.groups:
                yield from mentioned(one)
        elif isinstance(part, Group):
            yield from mentioned(part)
        yield from bound_by(part)


def bound_by(part: Part) -> Iterator[str]:
    """The variables that a part of a group can give a value."""
    if isinstance(part, Triple):
        terms = (part.subject, part.predicate, part.object)
        yield from (term.name for term in terms if isinstance(term, Var))
    elif isinstance(part, Bind):
        yield part.name
    elif isinstance(part, Values):
        yield from part.names
    elif isinstance(part, Select):
        yield from (name for name, _ in part.names)
    elif isinstance(part, Optional):
        yield from visible(part.group)
    elif isinstance(part, Group):
        yield from visible(part)
    elif isinstance(part, Union):
        for one in part.groups:
            yield from visible(one)


def visible(group: Group) -> Iterator[str]:
    """The variables a group can give a value, in order of appearance, perhaps more than once."""
    for part in group.parts:
        yield from bound_by(part)


def certain(group: Group) -> frozenset[str]:
    """The variables that have a value in every answer to a group."""
    found: set[str] = set()
    for part in group.parts:
        if isinstance(part, Triple):
            found.update(bound_by(part))
        elif isinstance(part, Values):
            found.update(name for at, name in enumerate(part.names) if all(row[at] is not None for row in part.rows))
        elif isinstance(part, Group):
            found.update(certain(part))
        elif isinstance(part, Union):
            found.update(frozenset.intersection(*map(certain, part.groups)))
    return frozenset(found)
