"""A report as one HTML file: no script, nothing from elsewhere, every label from data escaped by the template."""

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from ketenatlas.reports.pieces import Figure, Heading, Piece, Report, Table
from ketenatlas.reports.styles import Style
from ketenatlas.reports.words import WORDS

_NOTHING = Markup()


@dataclass(frozen=True)
class Laid:
    """A piece on the page.

    Attributes:
        piece: its kind.
        of: the piece itself.
        number: of a heading, table or figure, as people cite it.
        id: of a heading, to link to.
        svg: of a figure: our own drawing, which escapes what it writes.
    """

    piece: str
    of: Piece
    number: str = ""
    id: str = ""
    svg: Markup = _NOTHING


@dataclass(frozen=True)
class Chapter:
    """A chapter in the contents."""

    id: str
    text: str


def as_html(report: Report, style: Style) -> str:
    """Lay a report out for a browser.

    Args:
        report: the report.
        style: the house style.
    """
    pieces = laid(report)
    kind = "svg+xml" if style.names["logo"].endswith(".svg") else "png"
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            report=report,
            pieces=pieces,
            chapters=[
                Chapter(one.id, one.of.text) for one in pieces if isinstance(one.of, Heading) and one.of.level == 1
            ],
            words=WORDS[report.language],
            style=style,
            css=Markup(_variables(style) + style.css),  # noqa: S704 - of whoever makes the report, not from data
            logo=f"data:image/{kind};base64,{base64.b64encode(style.logo).decode()}" if style.logo else "",
        )
    )


def laid(report: Report) -> list[Laid]:
    """The pieces with their numbers, the same as those of the PDF."""
    words, counted, places, made = WORDS[report.language], {"table": 0, "figure": 0}, [0, 0, 0], []
    for piece in report.pieces:
        kind = type(piece).__name__.lower()
        if isinstance(piece, Heading):
            places[piece.level - 1] += 1
            places[piece.level :] = [0] * (3 - piece.level)
            number = ".".join(map(str, places[: piece.level]))
            made.append(Laid(kind, piece, number, f"h-{number.replace('.', '-')}"))
        elif isinstance(piece, Table | Figure):
            counted[kind] += 1
            svg = Markup(piece.svg) if isinstance(piece, Figure) else _NOTHING  # noqa: S704 - escaped where drawn
            made.append(Laid(kind, piece, f"{words[kind]} {counted[kind]}", svg=svg))
        else:
            made.append(Laid(kind, piece))
    return made


def _variables(style: Style) -> str:
    colours = "".join(f"--{name}: {colour};" for name, colour in style.colours.items())
    fonts = ", ".join(f'"{font}"' if " " in font else font for font in style.fonts["screen"])
    return f":root {{ {colours} --screen: {fonts}; }}\n"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
