"""Drawing: a picture of boxes and arrows as SVG that stands by itself, and the legend that goes with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from ketenatlas.views.lettering import FONT, width
from ketenatlas.views.palette import BORROWED, CLASS, CODE_LIST, DERIVED, INK, WITHIN

NAME, TAG, VERB = 13.5, 11.5, 12.5
"""Size of the letters of names, of tags below them and of words along arrows."""
LINE = 1.25
"""Height of a line in parts of the size of its letters."""

Style = Literal["own", "list", "other", "any"]
Tie = Literal["relation", "derived", "subclass"]


@dataclass(frozen=True)
class Box:
    """A box: left, top, width and height in pixels, its style, its name, the tags below that, and where it leads."""

    x: float
    y: float
    width: float
    height: float
    style: Style
    name: tuple[str, ...]
    tags: tuple[str, ...] = ()
    address: str = ""


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
    """An arrow: its line and head as SVG paths, and what it says: names of its ends and of the relations."""

    tie: Tie
    path: str
    head: str
    label: Label | None
    start: str
    end: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A picture; ``left_out`` names the relations that have no end to draw them at."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """The words along the arrows."""
        return tuple(arrow.label for arrow in self.arrows if arrow.label)


FILLS: Mapping[Style, tuple[str, str]] = {
    "own": (CLASS, "#FFFFFF"),
    "list": (CODE_LIST, "#FFFFFF"),
    "other": (BORROWED, INK),
    "any": ("#FFFFFF", INK),
}
"""Colour of each style of box and of the letters in it."""
_EDGES: Mapping[Style, str] = {
    "own": f'stroke="{CLASS}" rx="4"',
    "list": f'stroke="{CODE_LIST}" rx="4"',
    "other": f'stroke="{WITHIN}" rx="4"',
    "any": f'stroke="{WITHIN}" stroke-dasharray="3 2.5" rx="11"',
}
VERBS: Mapping[Tie, str] = {"relation": INK, "derived": DERIVED, "subclass": INK}
"""Colour of the words along each kind of arrow."""
_LINES: Mapping[Tie, tuple[str, str]] = {
    "relation": (f'stroke="{WITHIN}"', f'fill="{WITHIN}" stroke="{WITHIN}"'),
    "derived": (f'stroke="{DERIVED}" stroke-dasharray="5 3"', f'fill="{DERIVED}" stroke="{DERIVED}"'),
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
    labels = "".join(_verbs(arrow.label, VERBS[arrow.tie]) for arrow in shown.arrows if arrow.label)
    told = (
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    inside = _arrows((arrow.tie, arrow.path, arrow.head) for arrow in shown.arrows)
    inside += f'<g font-size="{VERB}">{labels}</g>' + "".join(_box(box) for box in shown.boxes)
    return _frame("diagram", "group", shown.width, shown.height, told + inside)


def legend(shown: Picture, words: Mapping[str, str], room: float) -> str:
    """What the boxes and arrows of a picture mean, as SVG; only what occurs in it.

    Args:
        shown: the picture.
        words: what to say of each style of box and kind of arrow.
        room: greatest width.
    """
    samples: list[tuple[str, str]] = []
    for style, (fill, _) in FILLS.items():
        if any(box.style == style for box in shown.boxes):
            samples.append((style, f'<rect y="1" width="30" height="15" fill="{fill}" {_EDGES[style]}/>'))
    for tie in _LINES:
        if any(arrow.tie == tie for arrow in shown.arrows):
            samples.append((tie, _arrows([(tie, "M0 8.5h22", _head(30, 8.5, -1))])))
    x = y = widest = 0.0
    parts = []
    for key, sample in samples:
        needed = 38 + width(words[key], TAG)
        if x and x + needed > room:
            x, y = 0.0, y + 22
        text = f'<text x="38" y="12.5" fill="{INK}">{escape(words[key])}</text>'
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{sample}{text}</g>')
        widest = max(widest, x + needed)
        x += needed + 22
    return _frame("legend", "presentation", widest, y + 16, f'><g font-size="{TAG}">{"".join(parts)}</g>')


def _frame(kind: str, role: str, wide: float, high: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="{role}" width="{wide + 2:.0f}" '
        f'height="{high + 2:.0f}" viewBox="-1 -1 {wide + 2:.1f} {high + 2:.1f}" font-family="{FONT}" {inside}</svg>'
    )


def _arrows(arrows: Iterable[tuple[Tie, str, str]]) -> str:
    drawn = (f'<path d="{path}" {_LINES[tie][0]}/><path d="{head}" {_LINES[tie][1]}/>' for tie, path, head in arrows)
    return f'<g fill="none" stroke-width="1.4">{"".join(drawn)}</g>'


def _verbs(label: Label, colour: str) -> str:
    step = label.height / len(label.lines)
    return "".join(
        f'<a href="{escape(address)}"><text x="{label.x:.1f}" y="{label.y + (at + 0.78) * step:.1f}" '
        f'fill="{colour}">{escape(line)}</text></a>'
        for at, (line, address) in enumerate(label.lines)
    )


def _box(box: Box) -> str:
    fill, ink = FILLS[box.style]
    bold = ' font-weight="700"' if box.style != "any" else ""
    lines = [(line, NAME, bold) for line in box.name] + [(line, TAG, "") for line in box.tags]
    y = box.y + (box.height - sum(size * LINE for _, size, _ in lines)) / 2
    drawn = f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
    drawn += f'fill="{fill}" {_EDGES[box.style]}/>'
    for line, size, weight in lines:
        drawn += f'<text x="{box.x + box.width / 2:.1f}" y="{y + size * 0.98:.1f}" font-size="{size}"{weight} '
        drawn += f'text-anchor="middle" fill="{ink}">{escape(line)}</text>'
        y += size * LINE
    return f'<a href="{escape(box.address)}">{drawn}</a>' if box.address else f"<g>{drawn}</g>"


def strokes(knots: Sequence[tuple[float, float]], backward: bool = False, loop: bool = False) -> tuple[str, str]:
    """The line of an arrow along its knots and its head, as SVG paths."""
    (x, y), (right, low) = knots[0], knots[-1]
    if loop:
        bend = (low - y) / 2
        return f"M{x:.1f} {y:.1f}h8a{bend:.1f} {bend:.1f} 0 0 1 0 {low - y:.1f}", _head(x, low, 1)
    path = f"M{x + 8 if backward else x:.1f} {y:.1f}"
    for at in range(1, len(knots), 2):
        (a, b), (c, d) = knots[at], knots[at + 1]
        if at + 2 == len(knots) and not backward:
            c -= 8
        path += f"H{a:.1f}C{(a + c) / 2:.1f} {b:.1f} {(a + c) / 2:.1f} {d:.1f} {c:.1f} {d:.1f}"
    return path, _head(x, y, 1) if backward else _head(right, low, -1)


def _head(x: float, y: float, back: int) -> str:
    """A head with its tip at a place, its back to the right (1) or the left (-1)."""
    return f"M{x + 9 * back:.1f} {y - 4.5:.1f}L{x:.1f} {y:.1f}L{x + 9 * back:.1f} {y + 4.5:.1f}z"
