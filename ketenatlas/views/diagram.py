"""A module of the ontology as a picture: its classes as boxes, its relations as arrows, computed here.

What is general stays out and becomes a small tag in the box: that something is a dated claim, a code list, or a kind
of thing another vocabulary names. A relation that leads from or to anything at all has a small dashed box at that end.
"""

from collections.abc import Mapping, Sequence

import networkx as nx

from graph.descriptions import local
from graph.terms import ONTOLOGY, expand, shorten
from graph.vocabulary import Module, Term, Vocabulary
from ketenatlas.views.columns import Link
from ketenatlas.views.drawing import LINE, NAME, TAG, VERB, Arrow, Box, Label, Picture, Style, Tie, strokes
from ketenatlas.views.layered import arrange
from ketenatlas.views.lettering import width, wrap

WIDTH = 1000.0
"""How wide a picture may be; a page shows it at its own size on an ordinary screen."""
_CLAIM, _CONCEPT = f"{ONTOLOGY}Claim", expand("skos:Concept")
_ROOMS = ((170, 150, 120), (170, 150, 70), (135, 135, 100), (135, 135, 60), (110, 120, 60), (92, 108, 44), (76, 96, 28))
"""Room for the words along an arrow, in a box, and for curves: wide where the picture allows, else narrower."""
_DEEP = 4
"""With more columns than so many, a class of another module is drawn twice where that makes the picture narrower."""

WORDS = {
    "nl": {"code_list": "codelijst", "anything": "iets", "own": "klasse", "list": "klasse met een codelijst",
           "other": "klasse uit een andere module", "any": "van alles: niet vastgelegd", "relation": "relatie",
           "derived": "relatie die een regel afleidt", "subclass": "is een soort",
           "module": "module", "uses": "gebruikt klassen of relaties van"},
    "en": {"code_list": "code list", "anything": "anything", "own": "class", "list": "class with a code list",
           "other": "class of another module", "any": "anything: not laid down", "relation": "relation",
           "derived": "relation a rule derives", "subclass": "is a kind of",
           "module": "module", "uses": "uses classes or relations of"},
}  # fmt: skip

Ties = dict[tuple[str, str, Tie], list[str]]
"""What is drawn between two boxes, and the relations it stands for. The end of a relation that may be anything is named
after its other end, with a blank; a class drawn once more has an apostrophe."""
Face = tuple[Style, tuple[str, ...], tuple[str, ...], str]
"""Style, lines of the name, lines of the tags and address of a box."""


def address(term: Term, module: str = "") -> str:
    """Where a term is described, seen from the page of a module."""
    return f"{'' if term.module == module else f'{term.module}.html'}#{term.name}"


def short_title(title: str) -> str:
    """The title of a module up to its colon."""
    return title.partition(":")[0]


def short_name(iri: str) -> str:
    """The name of a term of others: with a prefix where one is known."""
    return local(iri) if "//" in shorten(iri) else shorten(iri)


def picture(vocabulary: Vocabulary, module: Module, language: str) -> Picture:
    """Draw a module, as wide as its words ask for but within :data:`WIDTH` where that can be."""
    tied, without = ties(vocabulary, module)
    own = [term.iri for term in module.terms if term.kind == "class"]
    tied = _parted(tied, own)
    keys = list(dict.fromkeys([*own, *(end for start, end, _ in tied for end in (start, end))]))
    for verb_room, name_room, bend in _ROOMS:
        faces = {key: _face(vocabulary, module, key, language, name_room) for key in keys}
        words = [_words(vocabulary, module, terms, language, verb_room) for terms in tied.values()]
        drawn = _drawn(faces, tied, words, bend)
        if drawn.width <= WIDTH:
            break
    return Picture(drawn.width, drawn.height, drawn.boxes, drawn.arrows, tuple(without))


def overview(vocabulary: Vocabulary, language: str) -> Picture:
    """Draw which module uses which; what follows from two arrows in a row is left out."""
    uses: nx.DiGraph[str] = nx.DiGraph()
    titles = {module.key: module.title[language] for module in vocabulary.modules if module.terms}
    uses.add_nodes_from(titles)
    for term in vocabulary.terms.values():
        named = {*term.domain, *term.range, *term.superclasses, *term.superproperties}
        named |= {part for chain in term.chains for part in chain}
        used = {vocabulary.terms[iri].module for iri in named if iri in vocabulary.terms}
        uses.add_edges_from((term.module, other) for other in used - {term.module})
    if nx.is_directed_acyclic_graph(uses):
        uses = nx.transitive_reduction(uses)
    tied: Ties = {(start, end, "relation"): [] for start, end in sorted(uses.edges)}
    for _, room, bend in _ROOMS:
        faces: dict[str, Face] = {
            key: ("own", wrap(short_title(title), room, NAME, bold=True), (), f"{key}.html")
            for key, title in titles.items()
        }
        drawn = _drawn(faces, tied, [[] for _ in tied], bend)
        if drawn.width <= WIDTH:
            break
    return drawn


def _drawn(faces: Mapping[str, Face], tied: Ties, words: Sequence[list[tuple[str, str]]], bend: float) -> Picture:
    """Lay out boxes and arrows and make a picture of them."""
    links = [
        Link(start, end, _size([line for line, _ in lines], VERB))
        for (start, end, _), lines in zip(tied, words, strict=True)
    ]
    sizes = {key: _room(face) for key, face in faces.items()}
    drawing = arrange(sizes, links, WIDTH, bend, [key for key in faces if " " in key])
    arrows = []
    for at, ((start, end, tie), terms) in enumerate(tied.items()):
        route = drawing.routes[at]
        path, head = strokes(route.knots, route.backward, start == end)
        label = Label(*route.label, *links[at].label, tuple(words[at])) if words[at] else None
        one, two = ("" if " " in key else key.rstrip("'") for key in (start, end))
        arrows.append(Arrow(tie, path, head, label, one, two, tuple(terms)))
    boxes = tuple(Box(*drawing.boxes[key], *face) for key, face in faces.items())
    return Picture(drawing.width, drawing.height, boxes, tuple(arrows))


def ties(vocabulary: Vocabulary, module: Module) -> tuple[Ties, list[str]]:
    """What there is to draw in a module, and the relations that have no end to draw them at.

    Of two relations that say the same in opposite directions only the one with more stated ends is drawn.
    """
    found: Ties = {}
    without = []
    for term in module.terms:
        if term.kind == "class":
            parents = [iri for iri in term.superclasses if iri in vocabulary.terms and iri != _CLAIM]
            found |= {(term.iri, parent, "subclass"): [] for parent in parents}
        if term.kind != "object property" or _is_other_way_round(vocabulary, term):
            continue
        starts, ends = vocabulary.domain(term.iri), vocabulary.range(term.iri)
        if not starts and not ends:
            without.append(term.iri)
            continue
        tie: Tie = "derived" if term.chains else "relation"
        for start in starts or (f"> {ends[0]}",):
            for end in ends or (f"{starts[0]} >",):
                found.setdefault((start, end, tie), []).append(term.iri)
    return found, without


def _is_other_way_round(vocabulary: Vocabulary, term: Term) -> bool:
    """Whether the inverse of a relation is the one to draw: it states more of its ends, or comes first."""
    known = list(vocabulary.terms)

    def rank(one: Term) -> tuple[int, bool, int]:
        return bool(one.domain) + bool(one.range), bool(one.chains), -known.index(one.iri)

    others = [vocabulary.terms[iri] for iri in term.inverse if iri in vocabulary.terms]
    return any(rank(other) > rank(term) for other in others)


def _parted(tied: Ties, own: Sequence[str]) -> Ties:
    """Draw a class of another module twice, where arrows arrive and where they leave, if there are many columns."""

    def columns(ties: Ties) -> int:
        graph: nx.DiGraph[str] = nx.DiGraph((start, end) for start, end, _ in ties if start != end)
        return len(nx.dag_longest_path(graph)) if nx.is_directed_acyclic_graph(graph) else 0

    while columns(tied) > _DEEP:
        middle = {start for start, _, _ in tied} & {end for _, end, _ in tied} - set(own)
        tried: list[Ties] = [
            {(f"{key}'" if start == key else start, end, tie): terms for (start, end, tie), terms in tied.items()}
            for key in sorted(middle)
        ]
        best = min(tried, key=columns, default=tied)
        if columns(best) == columns(tied):
            break
        tied = best
    return tied


def _face(vocabulary: Vocabulary, module: Module, key: str, language: str, room: float) -> Face:
    """What a box looks like."""
    words = WORDS[language]
    iri = key.rstrip("'")
    if " " in key:
        return "any", (words["anything"],), (), ""
    if iri not in vocabulary.terms:
        return "other", (short_name(iri),), (), ""
    term = vocabulary.terms[iri]
    name = wrap(term.label[language], room, NAME, bold=True)
    if term.module != module.key:
        home = next(m for m in vocabulary.modules if m.key == term.module)
        return "other", name, wrap(short_title(home.title[language]), room, TAG), address(term, module.key)
    style: Style = "list" if iri in vocabulary.lists else "own"
    general = [vocabulary.terms[_CLAIM].label[language]] if _CLAIM in term.superclasses else []
    general += [short_name(parent) for parent in term.superclasses if parent not in vocabulary.terms]
    tags = [words["code_list"] if style == "list" and tag == "skos:Concept" else tag for tag in general]
    return style, name, tuple(tags), address(term, module.key)


def _words(
    vocabulary: Vocabulary, module: Module, terms: list[str], language: str, room: float
) -> list[tuple[str, str]]:
    """The lines along an arrow, each with the address of its relation."""
    named = [vocabulary.terms[iri] for iri in terms]
    return [(line, address(term, module.key)) for term in named for line in wrap(term.label[language], room, VERB)]


def _size(lines: Sequence[str], size: float, bold: bool = False) -> tuple[float, float]:
    return max((width(line, size, bold) for line in lines), default=0.0), len(lines) * size * LINE


def _room(face: Face) -> tuple[float, float]:
    """Size of a box by what is written in it."""
    style, name, tags, _ = face
    (one, high), (two, more) = _size(name, NAME, bold=style != "any"), _size(tags, TAG)
    return max(one, two) + 20.0, high + more + (12.0 if style == "any" else 16.0)
