"""What a report is made of: a list of typed pieces that know nothing of pages.

Every text in a piece is plain text. Renderers escape it, so that a label from data is never taken for markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ref:
    """What a figure rests on, so that a reader can find it back.

    Attributes:
        questions: identifiers of the questions that give it.
        sources: numbers of sources in the list of the report.
        more: how many sources there are beyond these; the data file names them all.
        mark: how sure it is, where not all of it is asserted.
    """

    questions: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    more: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (chapter), 2 or 3."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with what it rests on."""

    text: str
    ref: Ref | None = None


@dataclass(frozen=True)
class Points:
    """Points below each other, each with what it rests on."""

    points: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Note:
    """Something to mind: what is unknown, invented, still to be confirmed, or waits for a table.

    Attributes:
        text: the note.
        kind: ``waits`` for what the atlas cannot say yet, ``mind`` for everything else.
        lines: points below it.
    """

    text: str
    kind: str = "mind"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One figure in large letters: what it is, the figure, and of when or on what basis."""

    label: str
    value: str
    note: str = ""
    ref: Ref | None = None


@dataclass(frozen=True)
class Facts:
    """A few figures beside each other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Head:
    """The head of a column.

    Attributes:
        text: what it says.
        number: whether numbers stand below it, to be set to the right.
        width: its part of the width of the table.
    """

    text: str
    number: bool = False
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        caption: what it shows.
        heads: its columns.
        rows: its cells, as many in each row as there are heads.
        ref: what it rests on.
        notes: what must be said below it.
        file: the file that holds all of it, where rows or columns were left out.
        wide: whether it needs a page on its side.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    ref: Ref | None = None
    notes: tuple[str, ...] = ()
    file: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture.

    Attributes:
        svg: the picture, drawn by our own code, which escapes what it writes.
        alt: what it shows, for who cannot see it.
        caption: what it shows, above or below it.
        ref: what it rests on.
        notes: how to read it.
        table: what is drawn, as a table, for who would rather read; shown with it.
        width: its part of the width of the page.
        wide: whether it needs a page on its side.
    """

    svg: str
    alt: str
    caption: str
    ref: Ref | None = None
    notes: tuple[str, ...] = ()
    table: Table | None = None
    width: float = 1.0
    wide: bool = False


@dataclass(frozen=True)
class Source:
    """A source as it is cited, by its number."""

    number: int
    text: str
    page: str | None = None


@dataclass(frozen=True)
class Sources:
    """The list of sources."""

    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Asked:
    """The questions a report rests on: identifier and what it asks."""

    questions: tuple[tuple[str, str], ...]


Piece = Heading | Paragraph | Points | Note | Facts | Table | Figure | Sources | Asked


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes:
        kind: which kind, such as ``region``.
        title: its title.
        subtitle: what it is about, in a line.
        language: ``nl`` or ``en``.
        day: the day it is of (ISO).
        identity: hash of the atlas.
        marks: what the cover must say: its state, whether anything in it is invented or restricted.
        pieces: what it says, in order.
        files: files that belong to it by name, such as the whole of a table that was cut.
    """

    kind: str
    title: str
    subtitle: str
    language: str
    day: str
    identity: str
    marks: tuple[str, ...]
    pieces: tuple[Piece, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


ROOM, WIDE_ROOM = 122.0, 185.0
"""Letters of a table that fit beside each other on a page, and on one on its side."""
_LONGEST_WORD = 15
_MOST = 80.0


def widths(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]], room: float = ROOM) -> tuple[Head, ...]:
    """Heads with the part of the width each column needs.

    A column gets the room of its longest word first (a longer one is hyphenated); what is left goes to the columns
    with long texts, which are broken into lines.

    Args:
        heads: text and whether numbers stand below it.
        rows: the cells.
        room: letters that fit beside each other.
    """
    least, wanted = [], []
    for at, (text, _) in enumerate(heads):
        cells = [row[at] for row in rows]
        lengths = [len(word) for cell in cells for word in cell.split()] + [len(word) * 1.15 for word in text.split()]
        least.append(min(max(lengths, default=3), _LONGEST_WORD) + 2.5)
        long = sorted(len(cell) for cell in cells)
        usual = long[len(long) * 3 // 4] if long else 0
        wanted.append(max(min(usual, _MOST) + 2.5 - least[-1], 0.0))
    spare = max(room - sum(least), 0.0)
    share = min(spare / (sum(wanted) or 1.0), 1.0)
    needed = [low + want * share for low, want in zip(least, wanted, strict=True)]
    whole = sum(needed) or 1.0
    return tuple(Head(text, number, need / whole) for (text, number), need in zip(heads, needed, strict=True))
