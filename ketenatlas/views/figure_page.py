"""A figure as it leaves the house: SVG and PNG for a report, one HTML file with its table, and the table as CSV."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from graph.errors import AtlasError
from graph.evidence import levels
from ketenatlas.exports import frame_csv
from ketenatlas.views.canvas import LARGE, PLAIN, SMALL, TITLE, Canvas, number
from ketenatlas.views.document import document
from ketenatlas.views.figure import Asked, Data, Drawn, Figure, given, key
from ketenatlas.views.palette import WITHIN, chain_colour

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "all": "Alle ketens", "as_of": "Stand op {day}.", "evidence": "Bewijs: {levels}.",
        "unsaid": "Bewijs: niet gezegd in de tabel.", "from_table": "Uit de tabel {file}.",
        "one": "Bron: {title}.", "many": "Bron: ketenatlas, uit {n} bronnen die bij de tabel staan.",
        "synthetic": "Let op: {n} van de {all} rijen zijn verzonnen en zeggen niets over de werkelijkheid.",
        "unknown": "Wat niet getekend is, is onbekend en niet afwezig.",
        "table": "Tabel bij dit beeld", "rows": "{n} rijen",
        "first": "de eerste {n} staan hier; het CSV-bestand heeft alle",
        "sources": "Bronnen", "download": "Bewaren als",
        "region": "regio's", "municipality": "gemeenten", "park": "terreinen", "establishment": "vestigingen",
        "stage": "schakels", "chain": "ketens", "supply": "Leveringen", "collaboration": "Samenwerkingen",
        "commuting": "Woon-werkverkeer", "in": " in de keten {chain}",
    },
    "en": {
        "all": "All chains", "as_of": "As of {day}.", "evidence": "Evidence: {levels}.",
        "unsaid": "Evidence: not said in the table.", "from_table": "From the table {file}.",
        "one": "Source: {title}.", "many": "Source: ketenatlas, from {n} sources named at the table.",
        "synthetic": "Mind: {n} of the {all} rows are invented and say nothing about reality.",
        "unknown": "What is not drawn is unknown, not absent.",
        "table": "Table behind this picture", "rows": "{n} rows",
        "first": "the first {n} are here; the CSV file has all",
        "sources": "Sources", "download": "Keep as",
        "region": "regions", "municipality": "municipalities", "park": "parks", "establishment": "establishments",
        "stage": "stages", "chain": "chains", "supply": "Supplies", "collaboration": "Collaborations",
        "commuting": "Commuting", "in": " in the chain {chain}",
    },
}  # fmt: skip
_SHOWN = 1000
"""Rows of the table on the page."""


@dataclass(frozen=True)
class Plate:
    """A figure drawn for an atlas or from a table.

    Attributes:
        figure: what kind.
        asked: what it was asked for.
        data: its table.
        file: name of the file the table came from, if it did.
    """

    figure: Figure
    asked: Asked
    data: Data
    file: str = ""

    @cached_property
    def drawn(self) -> Drawn:
        """The picture itself; a table without rows gives a sentence, never an empty frame."""
        if self.data.table.is_empty():
            canvas = Canvas()
            canvas.height = canvas.paragraph(0, 16, self.asked.say(self.figure.empty), canvas.width, LARGE) + 16
            return Drawn(canvas)
        return self.figure.draw(self.data.table, self.asked)

    @cached_property
    def title(self) -> str:
        """What the picture shows."""
        words = WORDS[self.asked.language]
        chain = self.asked.view.chain
        about = self.asked.names.label(chain) if chain else words["all"]
        of = self.asked.told.get("of", "supply")
        named = self.asked.names.find(of, "establishment") if of not in words else None
        what = self.asked.names.label(named) if named else words.get(of, of)
        if chain and of != "commuting":
            what += words["in"].format(chain=about)
        region = self.asked.option("region", "region")
        return self.asked.say(
            self.figure.title,
            chain=about,
            by=words.get(self.asked.by, self.asked.by),
            what=what,
            where=f" in {self.asked.names.label(region)}" if region else "",
        )

    @cached_property
    def reading(self) -> tuple[str, ...]:
        """How to read it, what was added up and what was left out."""
        if self.data.table.is_empty():
            return self.data.notes
        return (self.asked.say(self.figure.reading), *self.drawn.notes, *self.data.notes)

    @cached_property
    def origin(self) -> str:
        """Date, evidence and source in a line."""
        words, table = WORDS[self.asked.language], self.data.table
        told = [
            words["from_table"].format(file=self.file)
            if self.file
            else words["as_of"].format(day=self.asked.view.day.isoformat())
        ]
        if table.is_empty():
            return " ".join([*told, words["unknown"]])
        counted = dict(_members(table, "evidence").value_counts().iter_rows())
        ranks = levels()
        named = [
            f"{label[self.asked.language]} ({counted[one]})" for one, (_, label) in ranks.items() if one in counted
        ]
        named += [f"{one} ({n})" for one, n in sorted(counted.items()) if one not in ranks]
        told.append(words["evidence"].format(levels=", ".join(named)) if named else words["unsaid"])
        if counted.get("synthetic"):
            told.append(words["synthetic"].format(n=counted["synthetic"], all=table.height))
        if len(self.sources) == 1:
            told.append(words["one"].format(title=self.asked.names.label(self.sources[0]).rstrip(".")))
        elif self.sources:
            told.append(words["many"].format(n=len(self.sources)))
        return " ".join([*told, *([] if self.file else [words["unknown"]])])

    @cached_property
    def sources(self) -> list[str]:
        """The sources its rows rest on."""
        return sorted(set(_members(self.data.table, "sources").to_list()))

    def svg(self) -> str:
        """The picture with its title and notes, as SVG that stands by itself."""
        chain = self.asked.view.chain
        accent = chain_colour(chain) if chain else WITHIN
        return framed(self.drawn.canvas, self.figure.name, self.title, self.reading, self.origin, accent)

    def csv(self) -> str:
        """The table as CSV, to read and to draw again: things by label, by address where a label is not enough."""
        return frame_csv(self._labelled())

    def sheets(self) -> dict[str, pl.DataFrame]:
        """The table, its sources and what the picture is, as sheets of a workbook."""
        names = self.asked.names
        sources = pl.DataFrame(
            {"title": [names.label(source) for source in self.sources], "source": self.sources},
            schema={"title": pl.String, "source": pl.String},
        )
        about = pl.DataFrame({"about": [self.title, *self.reading, self.origin]})
        return {"table": self._labelled(), "sources": sources, "about": about}

    def _labelled(self) -> pl.DataFrame:
        """The table with things by label, by address where a label is not enough to find them again."""
        names, table = self.asked.names, self.data.table
        columns = [
            table[one.name].replace(
                {
                    thing: label
                    for thing in table[one.name].drop_nulls().unique().to_list()
                    if names.find(label := names.label(thing), one.of) in (thing, None)
                }
            )
            for one in self.figure.fields
            if one.of
        ]
        return table.with_columns(columns)

    def html(self) -> str:
        """One file that needs no connection: the picture, how to read it, its table and its sources."""
        words = WORDS[self.asked.language]
        table = self.data.table
        numbers = {source: at for at, source in enumerate(self.sources, start=1)}
        fields = [one for one in self.figure.fields if one.name in table.columns]
        rows = [
            [(self._cell(one.name, row[one.name], numbers), one.number) for one in fields]
            for row in table.head(_SHOWN).to_dicts()
        ]
        return document(
            "figure.html.j2",
            self.asked.language,
            title=self.title,
            words=words,
            reading=self.reading,
            origin=self.origin,
            empty=table.is_empty(),
            picture=self.drawn.canvas.svg(self.figure.name, self.title, " ".join(self.reading)),
            fields=[(one.label[self.asked.language], one.number) for one in fields],
            rows=rows,
            total=words["rows"].format(n=table.height)
            + (f"; {words['first'].format(n=_SHOWN)}" if table.height > _SHOWN else ""),
            sources=[self.asked.names.label(source) for source in self.sources],
            files=[
                ("SVG", f"{self.figure.name}.svg", _inline("image/svg+xml", self.svg())),
                ("CSV", f"{self.figure.name}.csv", _inline("text/csv", self.csv())),
            ],
            synthetic="synthetic" in _members(table, "evidence").to_list(),
        )

    def _cell(self, column: str, value: Any, numbers: Mapping[str, int]) -> str:
        if column == "sources" and value:
            return ", ".join(str(numbers[part]) for part in str(value).split("; "))
        return self.told(column, value)

    def told(self, column: str, value: Any) -> str:
        """A cell of the table in words; what is unknown is a dash."""
        if value is None or value == "":
            return "–"
        if column == "evidence":
            known = levels()
            parts = str(value).split("; ")
            return ", ".join(known[part][1][self.asked.language] if part in known else part for part in parts)
        if isinstance(value, float):
            return number(value, self.asked.language)
        return (
            self.asked.names.label(value) if any(f.of for f in self.figure.fields if f.name == column) else str(value)
        )


def framed(canvas: Canvas, name: str, title: str, reading: Sequence[str], origin: str, accent: str = WITHIN) -> str:
    """A picture with its title above it and what must be said of it below, as SVG that stands by itself.

    Args:
        canvas: the picture.
        name: tells its identifiers from those of another picture on the same page.
        title: the title, beside a bar of a colour.
        reading: how to read it, a paragraph each.
        origin: date, evidence and source in a line.
        accent: the colour of the bar.
    """
    edge = 16.0
    whole = Canvas(canvas.width)
    whole.mark("rect", x=0, y=6, width=5, height=24, fill=accent)
    y = whole.paragraph(14, 6, title, whole.width - 14, TITLE, bold=True)
    whole.place(canvas, 0, y + 10)
    y = whole.height + 12
    for note in reading:
        y = whole.paragraph(0, y, note, whole.width, PLAIN)
    whole.height = whole.paragraph(0, y + 4, origin, whole.width, SMALL, colour="#4A4A4A") + 4
    outer = Canvas(whole.width + 2 * edge)
    outer.place(whole, edge, edge)
    outer.height += edge
    return outer.svg(name, title, " ".join(reading))


def plate(figure: Figure, asked: Asked, table: Path | None = None) -> Plate:
    """Draw a figure for an atlas, or from a table of its own form.

    Raises:
        UsageError: if the table, or what was asked, cannot be understood.
    """
    if table is not None:
        return Plate(figure, asked, Data(given(figure, table, asked)), table.name)
    return Plate(figure, asked, figure.data(asked))


def png(svg: str, zoom: int = 2) -> bytes:
    """An SVG as PNG, without a browser; letters come from the fonts of the machine.

    Args:
        svg: the picture.
        zoom: pixels of the PNG for each of the picture: 2 is sharp in print.

    Raises:
        AtlasError: if the part that draws it is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra: who wants no PNG can do without
    except ImportError:
        raise AtlasError("a PNG needs resvg-py; get it with: pip install 'ketenatlas[png]'") from None

    def render(text: str, family: str, larger: int = 1) -> bytes:
        return bytes(
            resvg_py.svg_to_bytes(svg_string=text, zoom=larger, background="#ffffff", sans_serif_family=family)
        )

    blank = render(_PROBE.format(""), _FONTS[0])
    family = next((font for font in _FONTS if render(_PROBE.format("ketenatlas"), font) != blank), None)
    if family is None:
        raise AtlasError(f"a PNG needs letters and this machine has none of the fonts {', '.join(_FONTS)}")
    return render(svg, family, zoom)


_FONTS = ("Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans", "FreeSans", "Ubuntu", "Cantarell", "Open Sans")
"""Fonts of which a machine has one; what is not found is drawn as nothing: a picture without words."""
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">'
    '<text x="2" y="15" font-size="14" font-family="sans-serif">{}</text></svg>'
)


def _members(table: pl.DataFrame, column: str) -> pl.Series:
    """What a column of joined values holds, one by one, as often as it occurs."""
    if column not in table.columns:
        return pl.Series(column, [], dtype=pl.String)
    return table[column].drop_nulls().cast(pl.String).str.split("; ").explode().drop_nulls()


def _inline(kind: str, text: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"


def stem(figure: Figure, asked: Asked) -> str:
    """Name of the files of a figure, without ending: what it was asked for."""
    parts = [figure.name, asked.by if asked.by not in figure.levels[:1] else ""]
    parts += [key(asked.view.chain)] if asked.view.chain else []
    parts += [asked.told[name] for name in sorted(asked.told)]
    return "-".join("".join(c if c.isalnum() or c in "-_." else "-" for c in part) for part in parts if part)
