"""Grounds: the claims a row of an answer rests on, and the statements that tie the things in it together."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, islice

import pyoxigraph as ox

from graph.statements import INFERRED
from graph.terms import expand

MOST = 5_000
"""Statements that point at one thing of which no more are looked at."""
_TYPE, _EVIDENCE, _LABEL = (ox.NamedNode(expand(name)) for name in ("rdf:type", "ka:evidenceLevel", "rdfs:label"))
_PRESENCE, _LINK = (ox.NamedNode(expand(name)) for name in ("ka:Presence", "ka:Link"))
_STAGE, _ESTABLISHMENT = (expand(f"ka:present{name}") for name in ("Stage", "Establishment"))
_RELATION = expand("ka:ofRelation")


def claims_of(store: ox.Store, things: Sequence[str]) -> list[str]:
    """The claims that name most of the things together; of one thing, the claims that name it.

    What is computed in order to count (a presence, a link) gives way to the claims it was computed from.

    Args:
        store: the atlas.
        things: full IRIs.

    Returns:
        IRIs of claims, in order; none if no claim names two of several things.
    """
    counted: Counter[str] = Counter()
    for thing in things:
        quads = islice(store.quads_for_pattern(None, None, ox.NamedNode(thing), None), MOST)
        counted.update({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    resting = {subject: n for subject, n in counted.items() if _ties(store, subject)}
    most = max(resting.values(), default=0)
    if most < min(2, len(things)):
        return []
    found: dict[str, None] = {}
    for subject in sorted(subject for subject, n in resting.items() if n == most):
        found.update(dict.fromkeys(_stated(store, subject)))
    return list(found)


def _ties(store: ox.Store, subject: str) -> bool:
    """Whether something only ties others together: it rests on evidence and has no name."""
    node = ox.NamedNode(subject)
    return bool(_one(store, subject, _EVIDENCE.value)) and not next(
        store.quads_for_pattern(node, _LABEL, None, None), None
    )


def _stated(store: ox.Store, subject: str) -> list[str]:
    """The claim itself, or the claims that something computed comes from."""
    node = ox.NamedNode(subject)
    if next(store.quads_for_pattern(node, _TYPE, _LINK, None), None):
        return _one(store, subject, _RELATION)
    if not next(store.quads_for_pattern(node, _TYPE, _PRESENCE, None), None):
        return [subject]
    sides = []
    for predicate in (_STAGE, _ESTABLISHMENT):
        (thing,) = _one(store, subject, predicate)[:1] or [""]
        quads = store.quads_for_pattern(None, None, ox.NamedNode(thing), None) if thing else iter(())
        sides.append({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    both = sides[0] & sides[1]
    return sorted(
        claim
        for claim in both
        if _one(store, claim, _EVIDENCE.value)
        and not next(store.quads_for_pattern(ox.NamedNode(claim), _TYPE, _PRESENCE, None), None)
    )


def _one(store: ox.Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)})


def ties(store: ox.Store, things: Sequence[str], most: int) -> list[tuple[str, str, str]]:
    """Statements that tie the things to each other, one for every pair, as terms in N-Triples syntax.

    A statement that follows by rules is worth more here than one that stands in a file, for it has a reason to show.

    Args:
        store: the atlas.
        things: full IRIs.
        most: number of statements at most.
    """
    found: list[tuple[str, str, str]] = []
    for one, two in combinations(dict.fromkeys(things), 2):
        quads = [
            quad
            for start, end in ((one, two), (two, one))
            for quad in store.quads_for_pattern(ox.NamedNode(start), None, ox.NamedNode(end), None)
        ]
        homes: dict[tuple[str, str, str], set[str]] = {}
        for quad in quads:
            triple = (str(quad.subject), str(quad.predicate), str(quad.object))
            homes.setdefault(triple, set()).add(str(quad.graph_name)[1:-1])
        ordered = sorted(homes, key=lambda triple: (homes[triple] != {INFERRED}, triple[0] != f"<{one}>", triple))
        found += ordered[:1]
    return found[:most]
