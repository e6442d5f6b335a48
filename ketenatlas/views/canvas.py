"""A canvas: marks and words of a picture as SVG, with the room every word takes, so that none covers another."""

import math
from dataclasses import dataclass, field
from html import escape
from typing import Literal

import numpy as np
import shapely

from ketenatlas.views.lettering import FONT, width, wrap
from ketenatlas.views.palette import INK

WIDTH = 1200.0
"""How wide a picture is: it fits a screen of 1280 pixels at its own size, so that letters are as large as said."""
SMALL, PLAIN, LARGE, TITLE = 12.0, 13.0, 14.5, 21.0
"""Size of notes and values, of names, of headings within a picture, and of its title, in pixels."""
SPARE = 1.18
"""Words are reckoned so much wider than in Arial: a machine without it may show DejaVu Sans, which is."""
_RISE, _FALL = 0.80, 0.22
"""How far letters reach above and below their line, in parts of their size."""

Anchor = Literal["start", "middle", "end"]


def room(text: str, size: float = PLAIN, bold: bool = False) -> float:
    """Room a line of text may take, in pixels."""
    return width(text, size, bold) * SPARE


def lines(text: str, wide: float, size: float = PLAIN, bold: bool = False) -> tuple[str, ...]:
    """Break a text at spaces into as few lines as fit."""
    return wrap(text, wide / SPARE, size, bold)


def clipped(text: str, wide: float, size: float = PLAIN, bold: bool = False) -> str:
    """A text that fits in a line: what does not fit is cut, and an ellipsis says so."""
    if room(text, size, bold) <= wide:
        return text
    kept = text
    while kept and room(f"{kept}…", size, bold) > wide:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def number(value: float | None, language: str) -> str:
    """A number as people read it: at most one decimal below a hundred, thousands apart; unknown is a dash."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


@dataclass(frozen=True)
class Word:
    """A line of text where it stands.

    Attributes:
        text: the line.
        shape: the room it takes, turned with it.
        size: of its letters.
        colour: of its letters.
    """

    text: str
    shape: shapely.Polygon
    size: float
    colour: str


def box(
    x: float, y: float, text: str, size: float, *, anchor: Anchor = "start", bold: bool = False, turned: float = 0.0
) -> shapely.Polygon:
    """The room of a line of text that starts, has its middle or ends at a place on its line."""
    wide = room(text, size, bold)
    left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[anchor]
    angle = math.radians(turned)
    corners = [(left, -_RISE * size), (left + wide, -_RISE * size), (left + wide, _FALL * size), (left, _FALL * size)]
    cos, sin = math.cos(angle), math.sin(angle)
    return shapely.Polygon([(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners])


@dataclass
class Canvas:
    """What is drawn so far; places are pixels from the left upper corner.

    Attributes:
        width, height: size of the whole.
        marks: the SVG of each mark, in order of drawing.
        words: every line of text, for the test that none covers another.
    """

    width: float = WIDTH
    height: float = 0.0
    marks: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def mark(self, kind: str, told: str = "", **given: str | float) -> None:
        """Draw a shape; underscores in the names of attributes are hyphens, numbers are rounded to a tenth.

        Args:
            kind: ``rect``, ``circle``, ``path`` or ``line``.
            told: what pointing at it says.
            given: its attributes.
        """
        inside = "".join(f' {name.replace("_", "-")}="{_plain(value)}"' for name, value in given.items())
        body = f"><title>{escape(told)}</title></{kind}>" if told else "/>"
        self.marks.append(f"<{kind}{inside}{body}")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = PLAIN,
        *,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: str = INK,
        turned: float = 0.0,
        halo: bool = False,
    ) -> None:
        """Write a line of text that starts, has its middle or ends at a place on its line.

        Args:
            x: the place, from the left.
            y: the place, from the top.
            text: the line.
            size: of its letters, in pixels.
            anchor: what of it is at the place.
            bold: whether it is bold.
            colour: of its letters.
            turned: degrees clockwise around the place.
            halo: whether white surrounds the letters, over lines and land.
        """
        shape = box(x, y, text, size, anchor=anchor, bold=bold, turned=turned)
        self.words.append(Word(text, shape, size, colour))
        extra = f' text-anchor="{anchor}"' if anchor != "start" else ""
        extra += ' font-weight="700"' if bold else ""
        extra += f' transform="rotate({turned:.0f} {x:.1f} {y:.1f})"' if turned else ""
        extra += ' stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{_plain(size)}" fill="{colour}"{extra}>{escape(text)}</text>'
        )

    def paragraph(
        self, x: float, y: float, text: str, wide: float, size: float = PLAIN, *, bold: bool = False, colour: str = INK
    ) -> float:
        """Write lines of text below each other; the first has its top at ``y``. Returns where the next may begin."""
        for line in lines(text, wide, size, bold):
            self.text(x, y + size, line, size, bold=bold, colour=colour)
            y += size * 1.35
        return y

    def legend(self, y: float, entries: list[tuple[str, str]]) -> float:
        """Write what marks mean, in rows: the SVG of a mark of at most 24 by 14 pixels, and its words.

        Returns:
            where the next may begin.
        """
        x = 0.0
        for mark, words in entries:
            needed = 32 + room(words, SMALL)
            if x and x + needed > self.width:
                x, y = 0.0, y + 22
            self.marks.append(f'<g transform="translate({x:.1f} {y:.1f})">{mark}</g>')
            self.text(x + 32, y + 11.5, words, SMALL)
            x += needed + 26
        return y + 24 if entries else y

    def place(self, other: "Canvas", x: float, y: float) -> None:
        """Put another canvas into this one."""
        self.marks.append(f'<g transform="translate({x:.1f} {y:.1f})">{"".join(other.marks)}</g>')
        moved = [shapely.transform(word.shape, lambda points: points + np.array([x, y])) for word in other.words]
        self.words += [Word(w.text, shape, w.size, w.colour) for w, shape in zip(other.words, moved, strict=True)]
        self.height = max(self.height, y + other.height)

    def svg(self, name: str, title: str, description: str) -> str:
        """The picture as SVG that needs nothing else.

        Args:
            name: tells its identifiers from those of another picture on the same page.
            title: read out by screen readers as its name.
            description: read out as what it shows.
        """
        high = math.ceil(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{self.width:.0f}" height="{high}" '
            f'viewBox="0 0 {self.width:.0f} {high}" font-family="{FONT}" aria-labelledby="{name}-title" '
            f'aria-describedby="{name}-desc"><title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(description)}</desc>'
            f'<rect width="{self.width:.0f}" height="{high}" fill="#fff"/>{"".join(self.marks)}</svg>\n'
        )


def _plain(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def swatch(colour: str, opacity: float = 1.0) -> str:
    """A filled sample for a legend."""
    return f'<rect width="22" height="14" rx="2" fill="{colour}" fill-opacity="{opacity:g}"/>'


def collisions(words: list[Word]) -> list[tuple[str, str]]:
    """Which words cover each other by more than a hair."""
    if not words:
        return []
    shapes = [word.shape.buffer(-0.5) for word in words]
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return [(words[a].text, words[b].text) for a, b in zip(one.tolist(), two.tolist(), strict=True) if a < b]
