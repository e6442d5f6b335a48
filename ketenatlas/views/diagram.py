"""A module of the ontology as a picture: its classes as boxes, its relations as arrows, computed here.

What is general stays out and becomes a small tag in the box: that something is a dated claim, a code list, or a kind
of thing another vocabulary names. A relation that leads from or to anything at all has a small dashed box at that end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from graph.terms import ONTOLOGY, expand, shorten
from graph.vocabulary import Module, Term, Vocabulary
from ketenatlas.views.layered import Link, arrange
from ketenatlas.views.lettering import FONT, width, wrap
from ketenatlas.views.palette import BORROWED, CLASS, CODE_LIST, DERIVED, INK, WITHIN

WIDTH = 1000.0
NAME, TAG, VERB = 13.5, 11.5, 12.5
"""Size of the letters of names, of tags below them and of words along arrows."""
_LINE = 1.25
_PAD = 10.0
_CLAIM, _CONCEPT = f"{ONTOLOGY}Claim", expand("skos:Concept")
_ROOMS = ((170.0, 150.0), (135.0, 135.0), (110.0, 120.0), (92.0, 108.0), (76.0, 96.0))
"""Room for the words along an arrow and in a box: wide where the picture allows, else narrower."""

WORDS = {
    "nl": {"list": "codelijst", "anything": "iets", "own": "klasse", "other": "klasse uit een andere module",
           "any": "niet vastgelegd", "relation": "relatie", "derived": "relatie die een regel afleidt",
           "subclass": "is een soort", "is_a": "is een soort"},
    "en": {"list": "code list", "anything": "anything", "own": "class", "other": "class of another module",
           "any": "not laid down", "relation": "relation", "derived": "relation a rule derives",
           "subclass": "is a kind of", "is_a": "is a kind of"},
}  # fmt: skip

Style = Literal["own", "list", "other", "any"]
Tie = Literal["relation", "derived", "subclass"]


@dataclass(frozen=True)
class Box:
    """A box; left, top, width and height in pixels, its lines of text from the middle out."""

    x: float
    y: float
    width: float
    height: float
    style: Style
    name: tuple[str, ...]
    tags: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Label:
    """Words along an arrow: left, top, width and height in pixels; each line with the address it leads to."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Arrow:
    """An arrow with its words and, for the table behind the picture, what it ties (full IRIs; empty is anything)."""

    tie: Tie
    start: str
    end: str
    terms: tuple[str, ...]
    path: str
    head: str
    label: Label | None


@dataclass(frozen=True)
class Picture:
    """A picture; ``left_out`` are the relations that have no end to draw them at."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: tuple[str, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """The words along the arrows."""
        return tuple(arrow.label for arrow in self.arrows if arrow.label)


def address(term: Term, module: str = "") -> str:
    """Where a term is described, seen from the page of a module."""
    return f"{'' if term.module == module else f'{term.module}.html'}#{term.name}"


def ties(vocabulary: Vocabulary, module: Module) -> tuple[dict[tuple[str, str, Tie], list[str]], list[str]]:
    """What there is to draw: relations by their two ends, and relations without any end.

    Of two relations that say the same in opposite directions only the one with more stated ends is drawn.
    """
    found: dict[tuple[str, str, Tie], list[str]] = {}
    without = []
    for term in module.terms:
        if term.kind == "class":
            for parent in term.superclasses:
                if parent in vocabulary.terms and parent != _CLAIM:
                    found[term.iri, parent, "subclass"] = []
        if term.kind != "object property" or any(_says_more(vocabulary, other, term) for other in term.inverse):
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


def _says_more(vocabulary: Vocabulary, other: str, term: Term) -> bool:
    """Whether another relation than the term is the one to draw."""
    keys = list(vocabulary.terms)
    if other not in vocabulary.terms:
        return False
    rank = {t.iri: (bool(t.domain) + bool(t.range), bool(t.chains), -keys.index(t.iri))
            for t in (term, vocabulary.terms[other])}  # fmt: skip
    return rank[other] > rank[term.iri]


def picture(vocabulary: Vocabulary, module: Module, language: str) -> Picture:
    """Lay out a module, as wide as its words ask for but within :data:`WIDTH` where that can be."""
    tied, without = ties(vocabulary, module)
    keys = [term.iri for term in module.terms if term.kind == "class"]
    keys = list(dict.fromkeys([*keys, *(end for start, end, _ in tied for end in (start, end))]))
    for verb_room, name_room in _ROOMS:
        faces = {key: _face(vocabulary, module, key, language, name_room) for key in keys}
        words = [_words(vocabulary, module, terms, language, verb_room) for terms in tied.values()]
        links = [Link(start, end, _size([line for line, _ in lines], VERB))
                 for (start, end, _), lines in zip(tied, words, strict=True)]  # fmt: skip
        drawing = arrange({key: _room(face) for key, face in faces.items()}, links, WIDTH)
        if drawing.width <= WIDTH:
            break
    boxes = tuple(Box(*drawing.boxes[key], *faces[key]) for key in keys)
    arrows = []
    for at, ((start, end, tie), terms) in enumerate(tied.items()):
        route = drawing.routes[at]
        path, head = _strokes(route.knots, route.backward, start == end)
        label = Label(*route.label, *links[at].label, tuple(words[at])) if terms else None
        start, end = ("" if " " in key else key for key in (start, end))
        arrows.append(Arrow(tie, start, end, tuple(terms), path, head, label))
    return Picture(drawing.width, drawing.height, boxes, tuple(arrows), tuple(without))


def _face(
    vocabulary: Vocabulary, module: Module, key: str, language: str, room: float
) -> tuple[Style, tuple[str, ...], tuple[str, ...], str]:
    """Style, name, tags and address of a box."""
    words = WORDS[language]
    term = vocabulary.terms.get(key)
    if " " in key:
        return "any", (words["anything"],), (), ""
    if term is None:
        return "other", (shorten(key),), (), ""
    tags = [shorten(parent) for parent in term.superclasses if parent not in vocabulary.terms and parent != _CONCEPT]
    if _CLAIM in term.superclasses and term.iri != _CLAIM:
        tags.append(vocabulary.terms[_CLAIM].label[language])
    listed = _CONCEPT in term.superclasses
    if listed:
        tags.append(words["list"])
    name = wrap(term.label[language], room, NAME, bold=True)
    if term.module != module.key:
        home = next(m for m in vocabulary.modules if m.key == term.module)
        tags = list(wrap(short_title(home.title[language]), room, TAG))
        return "other", name, tuple(tags), address(term, module.key)
    return ("list" if listed else "own"), name, tuple(tags), address(term, module.key)


def short_title(title: str) -> str:
    """A title up to its colon."""
    return title.partition(":")[0]


def _words(
    vocabulary: Vocabulary, module: Module, terms: list[str], language: str, room: float
) -> list[tuple[str, str]]:
    """The lines along an arrow, each with the address of its relation."""
    named = [vocabulary.terms[iri] for iri in terms]
    return [(line, address(term, module.key)) for term in named for line in wrap(term.label[language], room, VERB)]


def _size(lines: list[str], size: float, bold: bool = False) -> tuple[float, float]:
    return max((width(line, size, bold) for line in lines), default=0.0), len(lines) * size * _LINE


def _room(face: tuple[Style, tuple[str, ...], tuple[str, ...], str]) -> tuple[float, float]:
    """Size of a box by what is written in it."""
    style, name, tags, _ = face
    (one, high), (two, more) = _size(list(name), NAME, bold=style != "any"), _size(list(tags), TAG)
    return max(one, two) + 2 * _PAD, high + more + (12.0 if style == "any" else 16.0)


def _strokes(knots: list[tuple[float, float]], backward: bool, loop: bool) -> tuple[str, str]:
    """The line of an arrow and its head, as SVG paths."""
    (x, y), (right, low) = knots[0], knots[-1]
    if loop:
        path = f"M{x:.1f} {y:.1f}h8a{(low - y) / 2:.1f} {(low - y) / 2:.1f} 0 0 1 0 {low - y:.1f}h-2"
        return path, f"M{x + 8:.1f} {low - 4:.1f}L{x:.1f} {low:.1f}l8 4z"
    start, stop = (x + 9, right) if backward else (x, right - 9)
    path = f"M{start:.1f} {y:.1f}"
    for at in range(1, len(knots), 2):
        (a, b), (c, d) = knots[at], knots[at + 1]
        c = stop if at + 2 == len(knots) else c
        path += f"H{a:.1f}C{(a + c) / 2:.1f} {b:.1f} {(a + c) / 2:.1f} {d:.1f} {c:.1f} {d:.1f}"
    tip, back, at_y = (x, 9, y) if backward else (right, -9, low)
    return path, f"M{tip + back:.1f} {at_y - 4.5:.1f}L{tip:.1f} {at_y:.1f}L{tip + back:.1f} {at_y + 4.5:.1f}z"


_FACES: Mapping[Style, str] = {
    "own": f'fill="{CLASS}" stroke="{CLASS}" rx="4"',
    "list": f'fill="{CODE_LIST}" stroke="{CODE_LIST}" rx="4"',
    "other": f'fill="{BORROWED}" stroke="{WITHIN}" rx="4"',
    "any": f'fill="#fff" stroke="{WITHIN}" stroke-dasharray="3 2.5" rx="11"',
}
_LETTERS: Mapping[Style, str] = {"own": "#fff", "list": "#fff", "other": INK, "any": INK}
_STROKES: Mapping[Tie, tuple[str, str]] = {
    "relation": (f'stroke="{WITHIN}"', f'fill="{WITHIN}" stroke="{WITHIN}"'),
    "derived": (f'stroke="{DERIVED}" stroke-dasharray="6 4"', f'fill="{DERIVED}" stroke="{DERIVED}"'),
    "subclass": (f'stroke="{INK}"', f'fill="#fff" stroke="{INK}"'),
}


def svg(shown: Picture, name: str, title: str, description: str) -> str:
    """Draw a picture as SVG that needs nothing else: no script, no style sheet, no marker of another picture.

    Args:
        shown: the picture.
        name: tells this picture's identifiers from those of another on the same page.
        title: read out by screen readers as its name.
        description: read out as what it shows.
    """
    parts = []
    for arrow in shown.arrows:
        line, head = _STROKES[arrow.tie]
        parts.append(f'<path d="{arrow.path}" {line}/><path d="{arrow.head}" {head}/>')
    letters = []
    for arrow in shown.arrows:
        if arrow.label:
            letters += _verbs(arrow.label, DERIVED if arrow.tie == "derived" else INK)
    boxes = [_box(box) for box in shown.boxes]
    wide, high = shown.width + 2, shown.height + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="group" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="-1 -1 {wide:.1f} {high:.1f}" aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f'<g fill="none" stroke-width="1.4">{"".join(parts)}</g><g font-family="{FONT}">'
        f'<g font-size="{VERB}">{"".join(letters)}</g>{"".join(boxes)}</g></svg>'
    )


def _verbs(label: Label, colour: str) -> list[str]:
    step = label.height / len(label.lines)
    made = []
    for at, (line, target) in enumerate(label.lines):
        y = label.y + (at + 0.78) * step
        made.append(
            f'<a href="{escape(target)}"><text x="{label.x:.1f}" y="{y:.1f}" fill="{colour}">{escape(line)}</text></a>'
        )
    return made


def _box(box: Box) -> str:
    middle = box.x + box.width / 2
    weight = ' font-weight="700"' if box.style != "any" else ""
    lines = [(line, NAME, weight) for line in box.name] + [(line, TAG, "") for line in box.tags]
    y = box.y + (box.height - sum(size * _LINE for _, size, _ in lines)) / 2
    drawn = [f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" {_FACES[box.style]}/>']
    for line, size, heavy in lines:
        drawn.append(
            f'<text x="{middle:.1f}" y="{y + size * 0.98:.1f}" font-size="{size}"{heavy} text-anchor="middle" '
            f'fill="{_LETTERS[box.style]}">{escape(line)}</text>'
        )
        y += size * _LINE
    inside = "".join(drawn)
    return f'<a href="{escape(box.address)}">{inside}</a>' if box.address else f"<g>{inside}</g>"
