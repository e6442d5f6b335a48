"""Evaluating: the algebra of SPARQL (1.1, section 18) on relations.

A group is answered from what is known around it where that gives the same answers as answering it by itself and
joining (:func:`open`); else by itself.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.columns.encoded import Encoded
from graph.columns.expressions import Expressions
from graph.columns.grouping import Grouped
from graph.columns.patterns import Patterns, Starts
from graph.columns.properties import Properties
from graph.columns.relation import (
    UNIT,
    Relation,
    cut,
    distinct,
    join,
    left_join,
    numbered,
    stacked,
    with_any,
)
from graph.columns.scope import (
    asked_by,
    asks_exists,
    conjuncts,
    counts_rows,
    has_aggregates,
    is_open,
    plainly,
    steps_of,
)
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
    RefusedError,
    Select,
    Triple,
    Union,
    Values,
    Var,
    bound_by,
    certain,
    is_aggregate,
    mentioned,
    names_in,
    visible,
)
from graph.columns.terms import Terms

_Waiting = tuple[Expression, frozenset[str]]
"""A condition that is not yet applied, and the variables it speaks of that can have a value."""


@dataclass(frozen=True)
class Found:
    """The answer to a query: its columns in order, and the terms that their numbers stand for."""

    names: tuple[str, ...]
    relation: Relation
    terms: Terms


class Evaluator:
    """Answers one query on an atlas."""

    def __init__(self, encoded: Encoded, properties: Properties, starts: Starts) -> None:
        self.terms = Terms(encoded)
        self._patterns = Patterns(properties, self.terms, starts)
        self._expressions = Expressions(self.terms, self._exists)

    def answer(self, query: Select) -> Found:
        """Answer a query.

        Raises:
            RefusedError: if it cannot be answered here.
        """
        rows = self._select(query)
        return Found(tuple(name for name, _ in query.names), rows, self.terms)

    # queries

    def _select(self, query: Select) -> Relation:
        asked = None if query.values is not None or counts_rows(query) else frozenset(asked_by(query))
        rows = self._group(query.where, UNIT, asked)
        if query.values is not None:
            rows = join(rows, self._given(query.values))
        aggregates = any(has_aggregates(value) for _, value in query.names if value is not None)
        grouped = query.grouped is not None or aggregates or bool(query.having)
        if grouped:
            rows = self._grouped(query, rows)
        else:
            for name, value in query.names:
                if value is not None:
                    _free(name, rows)
                    rows = rows.plus({name: self._expressions.value(value, rows)})
        names = [name for name, _ in query.names]
        if query.order and not grouped:
            rows = rows.at(self._order(query.order, rows))
        rows = Relation(rows.rows, {name: rows.column(name) for name in names})
        if query.distinct:
            rows = distinct(rows, names)
        if query.offset or query.limit is not None:
            end = rows.rows if query.limit is None else query.offset + query.limit
            rows = rows.at(np.arange(min(query.offset, rows.rows), min(end, rows.rows)))
        return rows

    def _grouped(self, query: Select, rows: Relation) -> Relation:
        by: list[str] = []
        for at, (value, name) in enumerate(query.grouped or ()):
            if isinstance(value, Var) and name is None:
                by.append(value.name)
                continue
            called = name or f" by {at}"
            rows = rows.plus({called: self._expressions.value(value, rows)})
            by.append(called)
        codes, first = numbered([rows.column(name) for name in by], rows.rows)
        size = len(first)
        if not by:
            codes, size = np.zeros(rows.rows, np.int64), 1
        made = Relation(size, {name: rows.column(name)[first] for name in by}) if by else Relation(1, {})
        groups = Grouped(self.terms, rows, codes, size)
        known: dict[Call, str] = {}

        def computed(expression: Expression, made: Relation) -> tuple[Expression, Relation]:
            """An expression in which aggregates are columns."""
            if isinstance(expression, Call) and is_aggregate(expression):
                if expression not in known:
                    known[expression] = f" of {len(known)}"
                    values = self._expressions.value(expression.args[0], rows) if expression.args else None
                    made = made.plus({known[expression]: groups.aggregate(expression, values)})
                return Var(known[expression]), made
            if isinstance(expression, Call):
                args = []
                for part in expression.args:
                    plain, made = computed(part, made)
                    args.append(plain)
                return Call(expression.name, tuple(args)), made
            return expression, made

        kept = np.ones(size, bool)
        for name, said in query.names:
            if said is not None:
                own, made = computed(said, made)
                made = made.plus({name: self._expressions.value(own, made)})
            elif name not in by:
                raise RefusedError(f"?{name} is neither grouped nor aggregated")
        for condition in query.having:
            told, made = computed(condition, made)
            kept &= self._expressions.holds(told, made)
        order = []
        for value, down in query.order:
            plain, made = computed(value, made)
            order.append((plain, down))
        made = made.at(kept)
        return made.at(self._order(order, made)) if order else made

    def _order(self, order: Sequence[tuple[Expression, bool]], rows: Relation) -> npt.NDArray[np.int64]:
        keys = []
        for value, down in order:
            ids = self._expressions.value(value, rows)
            found, inverse = np.unique(ids, return_inverse=True)
            ranks = self.terms.ranks(found)[inverse]
            keys.append(-ranks if down else ranks)
        return np.lexsort(keys[::-1])

    # groups

    def _group(self, group: Group, given: Relation, asked: frozenset[str] | None) -> Relation:
        """The answers to a group that agree with what is given.

        Args:
            group: the group.
            given: what is known.
            asked: the columns that anything outside asks for; the others may be missing. None is all.
        """
        filters = [part.condition for part in group.parts if isinstance(part, Filter)]
        late = [condition for condition in filters if asks_exists(condition)]
        possible = {*given.columns, *visible(group)}
        waiting = [
            (one, frozenset(names_in(one)) & possible)
            for whole in filters
            if not asks_exists(whole)
            for one in conjuncts(whole)
        ]
        rows = given
        late_names = {name for condition in late for name in names_in(condition)}
        steps = steps_of(group)
        for at, step in enumerate(steps):
            later = {name for other in steps[at + 1 :] for part in other for name in mentioned(Group((part,)))}
            kept = None if asked is None else asked | later | late_names
            if isinstance(step[0], Optional | Minus | Bind):
                rows = self._then(step[0], rows, waiting, kept)
            else:
                rows = self._block(step, rows, waiting, kept)
        rows = self._refined(rows, waiting, asked if asked is None else asked | late_names)
        for condition in [*(one for one, _ in waiting), *late]:
            rows = rows.at(self._expressions.holds(condition, rows))
        return rows

    def _refined(self, rows: Relation, waiting: list["_Waiting"], kept: Set[str] | None) -> Relation:
        """Leave out what filters rule out, as soon as all that they speak of has a value; those are done then.

        Columns that are neither to be kept nor waited for are left out too.
        """
        for one in list(waiting):
            condition, names = one
            if names and all(rows.full(name) for name in names):
                waiting.remove(one)
                rows = rows.at(self._expressions.holds(condition, rows))
        if kept is None:
            return rows
        wanted = kept | _waited(waiting)
        return rows if wanted >= rows.columns.keys() else rows.only(name for name in rows.columns if name in wanted)

    def _block(
        self, parts: Sequence[Part], given: Relation, waiting: list["_Waiting"], kept: frozenset[str] | None
    ) -> Relation:
        """The answers to parts that are joined in any order."""
        triples = [part for part in parts if isinstance(part, Triple)]
        waited = _waited(waiting)
        inputs = []
        for part in parts:
            if not isinstance(part, Triple):
                others = {name for one in parts if one is not part for name in mentioned(Group((one,)))}
                outside = None if kept is None else kept | others | waited | given.columns.keys()
                inputs.append(self._whole(part, given, outside))
        joined = [name for part in triples for name in dict.fromkeys(bound_by(part))]
        joined += [name for one in [given, *inputs] for name in one.columns]
        several = {name for name, times in Counter(joined).items() if times > 1}
        if all(one.full(name) for one in [given, *inputs] for name in one.columns if name in several):
            return self._patterns.solve(
                given,
                triples,
                inputs,
                lambda rows, left: self._refined(rows, waiting, None if kept is None else kept | left),
            )
        apart = self._patterns.solve(UNIT, triples, (), lambda rows, _: rows) if triples else UNIT
        for one in [*inputs, given]:
            apart = join(apart, one)
        return self._refined(apart, waiting, kept)

    def _whole(self, part: Part, given: Relation, asked: frozenset[str] | None) -> Relation:
        """The answers to a part by itself, or to as much of it as can agree with what is given."""
        if isinstance(part, Values):
            return self._given(part)
        if isinstance(part, Select):
            return self._select(part)
        if isinstance(part, Union):
            named = dict.fromkeys(name for one in part.groups for name in visible(one))
            found = [self._seeded(one, given, asked) for one in part.groups]
            wanted = [name for name in named if asked is None or name in asked]
            return stacked([Relation(one.rows, {name: one.column(name) for name in wanted}) for one in found])
        if isinstance(part, Group):
            return self._seeded(part, given, asked)
        raise RefusedError(f"{type(part).__name__} here")

    def _seeded(self, group: Group, given: Relation, asked: frozenset[str] | None) -> Relation:
        """The answers to a group: those that can agree with what is given, where that may be used; else all."""
        names = [name for name in dict.fromkeys(visible(group)) if name in given.columns and given.full(name)]
        if not names or not is_open(group, frozenset(names)):
            return self._group(group, UNIT, asked)
        return self._group(group, distinct(given, names), asked)

    def _then(self, part: Part, rows: Relation, waiting: list["_Waiting"], kept: frozenset[str] | None) -> Relation:
        """The answers after a part that must follow what stands before it."""
        if isinstance(part, Bind):
            _free(part.name, rows)
            value = self._expressions.value(part.value, rows)
            return self._refined(rows.plus({part.name: value}), waiting, kept)
        if isinstance(part, Minus):
            taken = self._seeded(part.group, rows, frozenset(rows.columns))
            return rows.at(~with_any(rows, taken, sharing=True))
        if isinstance(part, Optional):
            outside = None if kept is None else kept | _waited(waiting) | rows.columns.keys()
            return self._refined(self._optional(part.group, rows, outside), waiting, kept)
        raise RefusedError(f"{type(part).__name__} here")

    def _optional(self, group: Group, rows: Relation, asked: frozenset[str] | None) -> Relation:
        """The left join of SPARQL: filters that stand in the group itself see both sides."""
        conditions = tuple(part.condition for part in group.parts if isinstance(part, Filter))
        bare = Group(tuple(part for part in group.parts if not isinstance(part, Filter)))
        seen = ({name for condition in conditions for name in names_in(condition)} - certain(bare)) & set(rows.columns)
        if not seen:
            return left_join(rows, self._seeded(group, rows, asked))
        if any(asks_exists(condition) for condition in conditions):
            raise RefusedError("EXISTS in OPTIONAL about what is outside of it")
        numbered_rows = rows.plus({" row": np.arange(1, rows.rows + 1, dtype=np.uint32)})
        spoken = {name for condition in conditions for name in names_in(condition)}
        both = join(numbered_rows, self._seeded(bare, rows, None if asked is None else asked | spoken))
        for condition in conditions:
            both = both.at(self._expressions.holds(condition, both))
        lone = np.ones(rows.rows, bool)
        lone[both.columns[" row"].astype(np.int64) - 1] = False
        kept = both.only(name for name in both.columns if name != " row")
        return stacked([kept, rows.at(lone)])

    def _exists(self, exists: Exists, rows: Relation) -> npt.NDArray[np.bool_]:
        """For which rows a pattern has an answer once their values stand in it."""
        group = exists.group
        if not all(map(plainly, group.parts)):
            raise RefusedError("EXISTS with more than patterns and filters")
        names = [name for name in dict.fromkeys(mentioned(group)) if name in rows.columns]
        inner = [Group((part,)) for part in group.parts if isinstance(part, Union | Group)]
        if not all(is_open(one, frozenset(names)) for one in inner):
            raise RefusedError("EXISTS with filters about what is outside of their own group")
        there = np.zeros(rows.rows, bool)
        for part, places in cut(rows, names):
            known = [name for name in names if name in part.columns]
            found = self._group(group, distinct(part, known), frozenset(known))
            there[places] = with_any(part, distinct(found, known))
        return there

    def _given(self, values: Values) -> Relation:
        columns = {name: self.terms.ids(row[at] for row in values.rows) for at, name in enumerate(values.names)}
        return Relation(len(values.rows), columns)


def _waited(waiting: Sequence[_Waiting]) -> frozenset[str]:
    """The variables that conditions wait for."""
    return frozenset[str]().union(*(names for _, names in waiting))


def _free(name: str, rows: Relation) -> None:
    if name in rows.columns:
        raise RefusedError(f"?{name} has a value already")
