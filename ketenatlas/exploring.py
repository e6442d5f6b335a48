"""Exploring: one network as it was chosen: which, at what level, of what part of the atlas, and compared with what.

What was chosen is plain text, as an address or a form gives it, so that it can be kept, shared and asked again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from graph.afterwards import ALTERED, Afterwards
from graph.arrays import ArrayDiGraph, ArrayGraph
from graph.asking import named
from graph.catalogue import today
from graph.comparison import compared, counts, narrowed
from graph.errors import UsageError
from graph.node_values import VALUES, community
from graph.outcome import Step, followed
from graph.projections import PROJECTIONS, SPATIAL, View
from graph.scenario_kinds import kinds
from graph.store import Store
from ketenatlas.views.captions import projected_caption
from ketenatlas.views.explorer import GROUPS

Graph = ArrayGraph | ArrayDiGraph
Text = Mapping[str, str]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "supply": ("municipality", "region", "park", "establishment"),
    "collaboration": ("municipality", "region", "park", "establishment"),
    "bipartite": SPATIAL,
    "colocation": SPATIAL[:3],
}
"""What the nodes (or the places) of a network can be, the usual first."""
OF: Mapping[str, tuple[str, ...]] = {"bipartite": ("chain", "stage"), "colocation": ("stage", "chain")}
"""What else a network is of, the usual first."""
REGIONAL = ("supply", "collaboration", "commuting")
"""Networks of which the nodes lie in a region."""
UNCHAINED = ("commuting", "projects")
"""Networks that are of no chain."""
SCENARIOS = ("park-lost", "establishment-leaves", "stage-leaves", "supply-stops")
"""Kinds of scenario that take something away from a network."""
COLOURS = ("group", "community")

TITLES: Mapping[str, Text] = {
    "supply": {"nl": "Wie levert aan wie", "en": "Who supplies whom"},
    "collaboration": {"nl": "Wie werkt met wie samen", "en": "Who works with whom"},
    "stage-flow": {"nl": "Welke schakel voedt welke", "en": "Which stage feeds which"},
    "bipartite": {"nl": "Wat waar voorkomt", "en": "What occurs where"},
    "colocation": {"nl": "Wat op dezelfde plaats voorkomt", "en": "What occurs in the same place"},
    "commuting": {"nl": "Wie waar woont en waar werkt", "en": "Who lives where and works where"},
    "coalitions": {"nl": "Welke coalitie bij welke keten hoort", "en": "Which coalition belongs to which chain"},
    "projects": {"nl": "Welke partij in welk project meedoet", "en": "Which party takes part in which project"},
}
"""What every network tells, in a line."""

PER: Mapping[str, Text] = {
    "region": {"nl": "per regio", "en": "by region"},
    "municipality": {"nl": "per gemeente", "en": "by municipality"},
    "park": {"nl": "per bedrijventerrein", "en": "by business park"},
    "establishment": {"nl": "per vestiging", "en": "by establishment"},
    "stage": {"nl": "schakels", "en": "stages"},
    "chain": {"nl": "ketens", "en": "chains"},
}

_SAY: Mapping[str, Text] = {
    "dates": {
        "nl": "Vergeleken met de stand op {day}: {added} verbindingen erbij, {stronger} sterker, "
        "{gone} weg, {weaker} zwakker, {kept} gelijk. Erbij of weg "
        "is wat de bronnen met begin- of einddatum vermelden; van veel verbindingen is het begin onbekend.",
        "en": "Compared with {day}: {added} connections added, {stronger} stronger, {gone} gone, {weaker} "
        "weaker, {kept} as they were. Added or gone is what sources "
        "give with a first or last day; of many connections the first day is unknown.",
    },
    "scenario": {
        "nl": "{assumed} Van de bekende verbindingen vallen er {gone} weg, worden er {weaker} zwakker en blijven er "
        "{kept} gelijk. Een verkenning, geen "
        "voorspelling: of anderen het overnemen is onbekend.",
        "en": "{assumed} Of the known connections {gone} fall away, {weaker} become weaker and {kept} stay as they "
        "were. An exploration, no forecast: "
        "whether others take over is unknown.",
    },
    "chain": {"nl": " in de keten {chain}", "en": " in the chain {chain}"},
    "community": {"nl": "groep {n}", "en": "group {n}"},
    "communities": {
        "nl": "Kleur en plaats: groepen die onderling meer verbonden zijn dan met de rest (Leiden).",
        "en": "Colour and place: groups that are more connected among themselves than with the rest (Leiden).",
    },
}


@dataclass(frozen=True)
class Chosen:
    """What was chosen, as plain text; what is empty is as usual.

    Attributes:
        network: one of :data:`graph.projections.PROJECTIONS`.
        level, of: see :data:`LEVELS` and :data:`OF`.
        chain, region: label, key or address.
        evidence: least sure level that counts.
        day: the day it is of (ISO).
        least: strength below which an edge is left out.
        size: one of :data:`graph.node_values.VALUES`.
        colour: one of :data:`COLOURS`.
        then: an earlier day to compare with (ISO).
        scenario, what, where: a kind of :data:`SCENARIOS` with what it is about and, where it asks so, where.
    """

    network: str = "supply"
    level: str = ""
    of: str = ""
    chain: str = ""
    region: str = ""
    evidence: str = "all"
    day: str = ""
    least: str = ""
    size: str = "connections"
    colour: str = "group"
    then: str = ""
    scenario: str = ""
    what: str = ""
    where: str = ""

    @classmethod
    def of_words(cls, told: Mapping[str, str]) -> "Chosen":
        """What an address or a form says; what it does not know is left aside.

        Raises:
            UsageError: if a word is none of those that may be chosen.
        """
        names = [one.name for one in fields(cls)]
        made = cls(**{name: value.strip() for name, value in told.items() if name in names and value.strip()})
        for name, allowed in (
            ("network", tuple(PROJECTIONS)),
            ("size", tuple(VALUES)),
            ("colour", COLOURS),
            ("scenario", ("", *SCENARIOS)),
        ):
            if getattr(made, name) not in allowed:
                raise UsageError(f"{name}: {getattr(made, name)!r} is not one of {', '.join(filter(None, allowed))}")
        levels, kinds_of = LEVELS.get(made.network, ("",)), OF.get(made.network, ("",))
        return replace(
            made,
            level=made.level if made.level in levels else levels[0],
            of=made.of if made.of in kinds_of else kinds_of[0],
        )

    def words(self, **other: str) -> list[tuple[str, str]]:
        """What is not as usual, by name, with some of it changed."""
        usual = {one.name: one.default for one in fields(self)}
        told = {**asdict(self), **other}
        return [(name, value) for name, value in told.items() if value and (value != usual[name] or name == "network")]


@dataclass(frozen=True)
class Explored:
    """A network as it was chosen.

    Attributes:
        graph: the network; its edges have ``change``, ``before`` and ``after`` where it is compared.
        title: what it tells.
        notes: what must be read with it.
        values: the number of every node that its size stands for.
        group: name of the group of every node.
        grouped: names of groups by their key, where they are communities.
        changes: how many edges became what; nothing where it is not compared.
    """

    graph: Graph
    title: str
    notes: tuple[str, ...]
    values: np.ndarray
    group: np.ndarray | None
    grouped: Mapping[str, str]
    changes: Mapping[str, int]


@lru_cache(maxsize=12)
def explore(folder: Path, chosen: Chosen, language: str = "nl", as_if: str = "") -> Explored:
    """Make the network that was chosen.

    Args:
        folder: of the atlas.
        chosen: what was chosen.
        language: of labels and notes.
        as_if: today (ISO), for what holds today by default; only tells one day's answer from another's.

    Raises:
        UsageError: if something chosen cannot be understood, or cannot be had of this network.
    """
    if chosen.then and chosen.scenario:
        raise UsageError("choose either an earlier day or a scenario to compare with, not both")
    if chosen.region and chosen.network not in REGIONAL:
        raise UsageError(f"region: nodes of {chosen.network} lie in no region; those of {', '.join(REGIONAL)} do")
    if chosen.chain and chosen.network in UNCHAINED:
        raise UsageError(f"chain: {chosen.network} is of no chain; leave the chain out")
    store = Store(folder)
    chain = named(store, "ka:ValueChain", chosen.chain, "chain") if chosen.chain else None
    view = View(folder, chain, chosen.day or as_if or today(), chosen.evidence, language)
    notes: list[str] = []
    if chosen.then:
        graph = compared(_projected(replace(view, as_of=chosen.then), chosen), _projected(view, chosen))
    elif chosen.scenario:
        graph, assumed = _lost(store, view, chosen)
    else:
        graph = _projected(view, chosen)
    region = named(store, "ka:Region", chosen.region, "region") if chosen.region else None
    graph = narrowed(graph, _number(chosen.least), region)
    changes = counts(graph) if chosen.then or chosen.scenario else {}
    if chosen.then:
        notes.append(_SAY["dates"][language].format(day=chosen.then, **changes))
    if chosen.scenario:
        notes.append(_SAY["scenario"][language].format(assumed=assumed, **changes))
    if chosen.colour == "community":
        notes.append(_SAY["communities"][language])
    label = dict(view.named(pl.Series([chain]), "chain").select("node", "label").iter_rows()) if chain else {}
    title, said = projected_caption(graph, _title(chosen, label.get(chain or "", ""), language), language)
    group = community(graph).astype(str) if chosen.colour == "community" else None
    names = {one: _SAY["community"][language].format(n=one) for one in (np.unique(group) if group is not None else ())}
    values = VALUES[chosen.size].of(graph)
    return Explored(graph, title, (*notes, *said), values, group, names, changes)


def _title(chosen: Chosen, chain: str, language: str) -> str:
    parts = [TITLES[chosen.network][language]]
    if chosen.of:
        parts.append(f" ({PER[chosen.of][language]})")
    if chosen.level:
        parts.append(f", {PER[chosen.level][language]}")
    if chain:
        parts.append(_SAY["chain"][language].format(chain=chain))
    return "".join(parts)


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".")) if text else 0.0
    except ValueError:
        raise UsageError(f"least: {text!r} is not a number; expected the least strength, such as 2") from None


def _projected(view: View, chosen: Chosen) -> Graph:
    how: dict[str, Any] = {}
    if chosen.level:
        how["one" if chosen.network == "bipartite" else "by"] = chosen.level
    if chosen.of:
        how["two" if chosen.network == "bipartite" else "of"] = chosen.of
    return PROJECTIONS[chosen.network](view, **how)


def _lost(store: Store, view: View, chosen: Chosen) -> tuple[Graph, str]:
    """The network with what a scenario takes away, and what is assumed."""
    if chosen.network not in ALTERED:
        raise UsageError(f"a scenario changes {', '.join(ALTERED)}; {chosen.network} holds nothing that it takes away")
    kind = kinds()[chosen.scenario]
    told: dict[str, str] = {}
    for given in kind.takes:
        text = chosen.what if given is kind.takes[0] else chosen.where
        if not text:
            if given.required:
                raise UsageError(f"{chosen.scenario} needs {given.name}: {given.label[view.language].lower()}")
            continue
        if given.name == "municipality" and "region" in told:
            continue
        try:
            told[given.name] = named(store, given.of, text, given.name)
        except UsageError:
            if given.required or given is kind.takes[-1]:
                raise
    before, after = followed(view, [Step(kind, told)])
    graph = compared(_projected(Afterwards.of(view, before), chosen), _projected(Afterwards.of(view, after), chosen))
    called = {name: _label(view, iri) for name, iri in told.items()}
    words = {given.name: called.get(given.name, given.without[view.language]) for given in kind.takes}
    extra = [note for note in after.notes if note not in before.notes]
    return graph, " ".join([kind.assumes[view.language].format(**words), *extra])


def _label(view: View, iri: str) -> str:
    return str(view.named(pl.Series([iri]), "thing")["label"][0])


def grouped_by(graph: Graph) -> str | None:
    """The column of the nodes that tells their groups; None if there is none."""
    table = graph.arrays.node_table
    return next((name for name in GROUPS if name in table.columns and table[name].null_count() < table.height), None)
