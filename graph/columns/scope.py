"""Scope: what the parts of a query speak of, and what they can see of each other."""

from collections.abc import Iterable

from graph.columns.syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Part,
    Select,
    Triple,
    Union,
    certain,
    is_aggregate,
    mentioned,
    names_in,
    parts_of,
)


def steps_of(group: Group) -> list[list[Part]]:
    """The parts of a group but filters: those that are joined in any order together, others by themselves."""
    steps: list[list[Part]] = []
    for part in group.parts:
        if isinstance(part, Filter):
            continue
        alone = isinstance(part, Optional | Minus | Bind)
        if alone or not steps or isinstance(steps[-1][0], Optional | Minus | Bind):
            steps.append([part])
        else:
            steps[-1].append(part)
    return steps


def counts_rows(query: Select) -> bool:
    """Whether whole rows are counted once each."""
    parts = [value for _, value in query.names if value is not None] + [*query.having, *(one for one, _ in query.order)]
    inside = (one for part in parts for one in parts_of(part))
    return any(isinstance(one, Call) and one.distinct and not one.args for one in inside)


def asked_by(query: Select) -> Iterable[str]:
    """The variables that a query asks of its pattern."""
    for name, value in query.names:
        yield name
        if value is not None:
            yield from names_in(value)
    for value, _ in query.grouped or ():
        yield from names_in(value)
    for value in query.having:
        yield from names_in(value)
    for value, _ in query.order:
        yield from names_in(value)


def plainly(part: Part) -> bool:
    """Whether a part of a pattern that must exist gives the same whether values stand in it or are joined."""
    if isinstance(part, Triple):
        return True
    if isinstance(part, Filter):
        return not asks_exists(part.condition) or all(
            plainly(inner) for one in exists_in(part.condition) for inner in one.group.parts
        )
    if isinstance(part, Union):
        return all(plainly(inner) for group in part.groups for inner in group.parts)
    return isinstance(part, Group) and all(map(plainly, part.parts))


def is_open(group: Group, around: frozenset[str]) -> bool:
    """Whether a group gives, from what is known around it, just those of its answers that agree with that.

    So it is where everything around that its filters, options and subtractions speak of has a value in the group
    itself too: then they see the same value inside as outside.
    """
    inside = certain(group)
    for part in group.parts:
        if isinstance(part, Filter):
            if (set(names_in(part.condition)) & around) - inside:
                return False
        elif isinstance(part, Optional):
            if (set(mentioned(part.group)) & around) - inside or not is_open(part.group, around):
                return False
        elif isinstance(part, Minus):
            if (set(mentioned(part.group)) & around) - inside:
                return False
        elif isinstance(part, Bind):
            if part.name in around or (set(names_in(part.value)) & around) - inside:
                return False
        elif isinstance(part, Group):
            if not is_open(part, around):
                return False
        elif isinstance(part, Union) and not all(is_open(one, around) for one in part.groups):
            return False
    return True


def conjuncts(condition: Expression) -> Iterable[Expression]:
    """What must all hold for a condition to hold."""
    if isinstance(condition, Call) and condition.name == "&&":
        for part in condition.args:
            yield from conjuncts(part)
    else:
        yield condition


def exists_in(expression: Expression) -> Iterable[Exists]:
    """The patterns that an expression asks the existence of."""
    return (part for part in parts_of(expression) if isinstance(part, Exists))


def asks_exists(expression: Expression) -> bool:
    """Whether an expression asks whether a pattern has an answer."""
    return any(True for _ in exists_in(expression))


def has_aggregates(expression: Expression) -> bool:
    """Whether an expression is computed of groups."""
    return any(map(is_aggregate, parts_of(expression)))
