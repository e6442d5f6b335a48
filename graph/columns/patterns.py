"""Patterns: the triple patterns of a group, matched one after the other in the order that keeps answers few.

The order is found as it goes: with the rows there are, and with how many pairs and distinct ends each property has,
the next pattern is the one that is estimated to leave the fewest rows (the usual estimate of a join, Selinger and
others 1979). Where to begin is tried out on the estimates alone.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import pyoxigraph as ox

from graph.columns.properties import Properties, Property
from graph.columns.relation import Relation, different, distinct, join, nothing, paired, within
from graph.columns.syntax import RefusedError, Term, Triple, Var, bound_by
from graph.columns.terms import Ids, Terms

_FEW = 256
"""Rows that are always a good place to begin."""
_STARTS = 6
"""Patterns that are tried to begin with."""

Refine = Callable[[Relation, Set[str]], Relation]
"""Leaves out rows that a filter rules out already, and columns that nobody asks for any more."""


Starts = dict[tuple[Triple, ...], "Triple | Relation"]
"""Where it is best to begin with patterns, as found before on the same atlas."""


@dataclass(frozen=True)
class _Sized:
    """What is estimated: rows, and how many distinct terms each variable has."""

    rows: float
    domains: Mapping[str, float]


class Patterns:
    """Matches triple patterns on an atlas."""

    def __init__(self, properties: Properties, terms: Terms, starts: Starts) -> None:
        self._properties = properties
        self._starts = starts
        self._terms = terms
        self._relations: dict[int, tuple[Relation, Mapping[str, float]]] = {}
        self._sizes: dict[Triple, tuple[float, Mapping[str, float]]] = {}

    def solve(self, given: Relation, triples: Sequence[Triple], inputs: Sequence[Relation], refine: Refine) -> Relation:
        """The answers to patterns that agree with what is given.

        Args:
            given: rows to begin with; all its variables that the patterns name have values.
            triples: the patterns.
            inputs: answers to other parts of the group, without lacking values where they are joined.
            refine: called after each step with the variables that are still to be joined; it may leave out columns
                that nothing else asks for.
        """
        left: list[Triple | Relation] = [*triples, *inputs]

        def refined(rows: Relation) -> Relation:
            return refine(rows, {name for one in left for name in _names(one)})

        current = refined(given)
        if not left:
            return current
        sized = self._estimate(_Sized(1, {}), current)
        if current.columns and current.rows > _FEW:
            # What is given may be large: then it can be better to come to it later.
            begin = self._best_start([current, *left])
            if begin is not current:
                left.append(current)
                current = Relation(1, {})
        if not current.columns:
            begin = self._start(left)
            left = [one for one in left if one is not begin]
            current = refined(self._step(current, begin))
            sized = _shrunk(self._estimate(_Sized(1, {}), begin), current)
        while left:
            if not current.rows:
                names = [name for one in left for name in _names(one)]
                return nothing(dict.fromkeys([*current.columns, *names]))
            estimates = [self._estimate(sized, one) for one in left]
            at = min(range(len(left)), key=lambda place: estimates[place].rows)
            current = refined(self._step(current, left.pop(at)))
            sized = _shrunk(estimates[at], current)
        return current

    def _start(self, parts: "Sequence[Triple | Relation]") -> "Triple | Relation":
        """Where to begin; for patterns alone that is found once for an atlas."""
        known = tuple(part for part in parts if isinstance(part, Triple))
        if len(known) < len(parts):
            return self._best_start(parts)
        if known not in self._starts:
            self._starts[known] = self._best_start(parts)
        return self._starts[known]

    def _best_start(self, parts: "Sequence[Triple | Relation]") -> "Triple | Relation":
        if len(parts) == 1:
            return parts[0]
        unit = _Sized(1, {})
        starts = sorted(parts, key=lambda one: self._estimate(unit, one).rows)[:_STARTS]
        fixed = [one for one in parts if isinstance(one, Triple) and _constants(one) and one not in starts]
        return min([*starts, *fixed[:_STARTS]], key=lambda one: self._cost(one, parts))

    def _cost(self, begin: "Triple | Relation", parts: "Sequence[Triple | Relation]") -> float:
        sized = self._estimate(_Sized(1, {}), begin)
        left = [one for one in parts if one is not begin]
        total = sized.rows
        while left:
            options = [(self._estimate(sized, one), one) for one in left]
            sized, chosen = min(options, key=lambda option: option[0].rows)
            left = [one for one in left if one is not chosen]
            total += sized.rows
        return total

    def _estimate(self, sized: _Sized, part: "Triple | Relation") -> _Sized:
        if isinstance(part, Relation):
            if id(part) not in self._relations:
                domains = {name: float(max(different(column), 1)) for name, column in part.columns.items()}
                self._relations[id(part)] = part, domains
            return _combined(sized, part.rows, self._relations[id(part)][1])
        if part not in self._sizes:
            self._sizes[part] = self._size(part)
        return _combined(sized, *self._sizes[part])

    def _size(self, part: Triple) -> tuple[float, Mapping[str, float]]:
        """How many pairs a pattern has by itself, and how many distinct ends."""
        if isinstance(part.predicate, Var):
            return self._size_of_any(part)
        pairs = self._pairs(part)
        rows, ends = float(pairs.count), (float(pairs.forward.distinct), float(pairs.backward.distinct))
        terms = (part.subject, part.object)
        if part.step:
            rows *= 4
        if not isinstance(part.object, Var):
            rows = float(len(pairs.backward.of(self._terms.id(part.object))))
            ends = (rows, 1)
        if not isinstance(part.subject, Var):
            rows = min(rows, float(len(pairs.forward.of(self._terms.id(part.subject)))))
            ends = (1, rows)
        return rows, {term.name: max(end, 1) for term, end in zip(terms, ends, strict=True) if isinstance(term, Var)}

    def _size_of_any(self, part: Triple) -> tuple[float, Mapping[str, float]]:
        """The same where the property is a variable: as if all properties were one."""
        sizes = [self._size(Triple(part.subject, iri, part.object)) for iri, _ in self._properties.all()]
        domains = {name: max(size[name] for _, size in sizes) for name in (sizes[0][1] if sizes else ())}
        return sum(rows for rows, _ in sizes), {**domains, _name(part.predicate): float(max(len(sizes), 1))}

    def _step(self, current: Relation, part: "Triple | Relation") -> Relation:
        if isinstance(part, Relation):
            return join(current, part)
        if part.step:
            return join(current, self._closure(current, part))
        if isinstance(part.predicate, Var):
            return join(current, self._any(current, part))
        pairs = self._pairs(part)
        subject, thing = self._known(current, part.subject), self._known(current, part.object)
        if subject is None and thing is None:
            return self._scanned(current, part)
        if isinstance(subject, int) and isinstance(thing, int):
            there = bool(np.isin(thing, pairs.forward.of(subject)))
            return current if there else current.at(np.zeros(0, np.int64))
        if isinstance(thing, int):
            if subject is None:
                return _crossed(current, _name(part.subject), pairs.backward.of(thing))
            return current.at(pairs.forward.with_value(_array(subject), thing, pairs.backward))
        if isinstance(subject, int):
            if thing is None:
                return _crossed(current, _name(part.object), pairs.forward.of(subject))
            return current.at(pairs.backward.with_value(thing, subject, pairs.forward))
        if subject is None:
            if thing is None:
                raise TypeError("expected a value")
            places, found = pairs.backward.follow(thing)
            return _grown(current, places, _name(part.subject), found)
        if thing is None:
            places, found = pairs.forward.follow(subject)
            return _grown(current, places, _name(part.object), found)
        return current.at(pairs.forward.joins(subject, thing))

    def _any(self, current: Relation, part: Triple) -> Relation:
        """The statements with any property that one of what is known of an end takes part in."""
        predicate = Var(_name(part.predicate))
        subject, thing = self._known(current, part.subject), self._known(current, part.object)
        if subject is None and thing is None:
            raise RefusedError("a property that is a variable between two unknown ends")
        known = np.unique(_array(thing if subject is None else subject))
        found = []
        for iri, pairs in self._properties.all():
            places, others = (pairs.backward if subject is None else pairs.forward).follow(known)
            if len(places):
                both = (others, known[places]) if subject is None else (known[places], others)
                found.append((*both, np.full(len(places), self._terms.id(ox.NamedNode(iri)), np.uint32)))
        ends = [np.concatenate([np.zeros(0, np.uint32), *(one[at] for one in found)]) for at in range(3)]
        return self._bound((part.subject, part.object, predicate), ends)

    def _bound(self, terms: "Sequence[Term]", columns: Sequence[Ids]) -> Relation:
        """Columns under the names of variables; a constant, and a variable that comes twice, hold them to be equal."""
        found: dict[str, Ids] = {}
        kept = np.ones(len(columns[0]), bool)
        for term, column in zip(terms, columns, strict=True):
            if not isinstance(term, Var):
                kept &= column == self._terms.id(term)
            elif term.name in found:
                kept &= found[term.name] == column
            else:
                found[term.name] = column
        return Relation(len(kept), found).at(kept)

    def _pairs(self, part: Triple) -> Property:
        if isinstance(part.predicate, Var):
            raise TypeError("expected a known property")
        return self._properties[part.predicate]

    def _known(self, current: Relation, term: Term) -> "Ids | int | None":
        """A constant, the values of a variable, or nothing known."""
        return current.columns.get(term.name) if isinstance(term, Var) else self._terms.id(term)

    def _scanned(self, current: Relation, part: Triple) -> Relation:
        pairs = self._pairs(part).forward
        subject, thing = _name(part.subject), _name(part.object)
        # The usual case copies nothing.
        found = Relation(len(pairs.keys), {subject: pairs.keys, thing: pairs.values})
        if subject == thing:
            found = self._bound((part.subject, part.object), (pairs.keys, pairs.values))
        return found if current.rows == 1 and not current.columns else join(current, found)

    def _closure(self, current: Relation, part: Triple) -> Relation:
        """The pairs that a path of one property joins, from what is known at either end."""
        pairs = self._pairs(part)
        subject, thing = self._known(current, part.subject), self._known(current, part.object)
        if any(isinstance(end, int) and end >= self._terms.known for end in (subject, thing)):
            raise RefusedError("a path from or to what the atlas does not know")
        if subject is not None:
            starts, reached = _reach(np.unique(_array(subject)), pairs.forward.follow, part.step)
        elif thing is not None:
            reached, starts = _reach(np.unique(_array(thing)), pairs.backward.follow, part.step)
        elif part.step == "+":
            starts, reached = _reach(np.unique(pairs.forward.keys), pairs.forward.follow, part.step)
        else:
            raise RefusedError("a path that may be empty between two unknown ends")
        found = self._bound((part.subject, part.object), (starts, reached))
        return found if found.columns else distinct(found, ())


def _reach(starts: Ids, follow: Callable[[Ids], tuple[np.ndarray, Ids]], step: str) -> tuple[Ids, Ids]:
    """Each start with all it reaches, each pair once."""
    seen = [(starts, starts)] if step in ("*", "?") else []
    places, ends = follow(starts)
    fresh = paired(starts[places], ends)
    known = paired(starts, starts) if seen else np.zeros(0, np.int64)
    while len(fresh):
        fresh = np.setdiff1d(np.unique(fresh), known, assume_unique=True)
        begins, ends = (fresh >> 32).astype(np.uint32), (fresh & 0xFFFFFFFF).astype(np.uint32)
        seen.append((begins, ends))
        if step == "?":
            break
        known = np.union1d(known, fresh)
        places, further = follow(ends)
        fresh = paired(begins[places], further)
    if not seen:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
    return np.concatenate([one for one, _ in seen]), np.concatenate([other for _, other in seen])


def _shrunk(estimated: _Sized, found: Relation) -> _Sized:
    """An estimate with the rows that were found; no variable has more distinct terms than there are rows."""
    domains = {name: min(size, float(max(found.rows, 1))) for name, size in estimated.domains.items()}
    return _Sized(found.rows, {name: domains.get(name, float(found.rows)) for name in found.columns})


def _combined(sized: _Sized, rows: float, domains: Mapping[str, float]) -> _Sized:
    product = sized.rows * rows
    for name, size in domains.items():
        if name in sized.domains:
            product /= max(sized.domains[name], size)
    kept = {name: min(size, domains.get(name, size)) for name, size in sized.domains.items()}
    all_ = {**domains, **kept}
    return _Sized(product, {name: min(size, max(product, 1)) for name, size in all_.items()})


def _names(part: "Triple | Relation") -> list[str]:
    return list(part.columns if isinstance(part, Relation) else dict.fromkeys(bound_by(part)))


def _name(term: Term | str) -> str:
    if not isinstance(term, Var):
        raise TypeError("expected a variable")
    return term.name


def _constants(part: Triple) -> bool:
    return not (isinstance(part.subject, Var) and isinstance(part.object, Var))


def _array(known: "Ids | int | None") -> Ids:
    return known if isinstance(known, np.ndarray) else np.array([known], np.uint32)


def _crossed(current: Relation, name: str, found: Ids) -> Relation:
    """Every row with every value."""
    if current.rows == 1 and not current.columns:
        return Relation(len(found), {name: found})
    within(current.rows * len(found))
    here = np.repeat(np.arange(current.rows), len(found))
    return current.at(here).plus({name: np.tile(found, current.rows)})


def _grown(current: Relation, places: np.ndarray, name: str, found: Ids) -> Relation:
    """The rows at places with a further column."""
    if len(places) == current.rows and (len(places) == 0 or (places[-1] == len(places) - 1 and _steady(places))):
        return Relation(current.rows, {**current.columns, name: found})
    return current.at(places).plus({name: found})


def _steady(places: np.ndarray) -> bool:
    return bool((places == np.arange(len(places))).all())
