"""Evidence: how sure a claim is, as the ontology's code list ranks it."""

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from graph.resources import room
from graph.terms import expand


@cache
def levels() -> dict[str, tuple[int, Mapping[str, str]]]:
    """Evidence levels by notation: their rank and their label by language."""
    path = room("ontology") / "schemes" / "evidence-level.ttl"
    facts: dict[str, dict[str, object]] = {}
    for triple in ox.parse(path=str(path)):
        if isinstance(triple.object, ox.Literal) and isinstance(triple.subject, ox.NamedNode):
            about = facts.setdefault(triple.subject.value, {})
            name = triple.predicate.value
            about[f"{name}@{triple.object.language}" if triple.object.language else name] = triple.object.value
    rank, notation, label = expand("ka:evidenceRank"), expand("skos:notation"), expand("skos:prefLabel")
    found = {
        str(about[notation]): (
            int(str(about[rank])),
            {"nl": str(about[f"{label}@nl"]), "en": str(about[f"{label}@en"])},
        )
        for about in facts.values()
        if rank in about
    }
    return dict(sorted(found.items(), key=lambda item: item[1][0]))
