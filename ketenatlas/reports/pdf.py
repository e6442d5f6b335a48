"""A report as PDF: tagged, with alternative texts and bookmarks (PDF/UA-1), the same bytes each time.

All that the report says goes to the template as data (JSON), never as markup: a label such as ``#read("x")`` comes out
as these letters. The template sees only the folder it is compiled in. Fonts are those inside the program and those of
the style, not those of the machine, so that the bytes are the same everywhere.
"""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from graph.errors import AtlasError
from ketenatlas.reports.pieces import Figure, Report
from ketenatlas.reports.styles import OWN, Style
from ketenatlas.reports.words import WORDS

_MAIN = """#import "style.typ": report
#report(json("report.json"))
"""


def as_pdf(report: Report, style: Style) -> bytes:
    """Lay a report out on paper.

    Args:
        report: the report.
        style: the house style.

    Raises:
        AtlasError: if the template of the style cannot be used; it says where.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pieces = []
        for at, piece in enumerate(report.pieces):
            told: dict[str, Any] = {"piece": type(piece).__name__.lower(), **asdict(piece)}
            if isinstance(piece, Figure):
                told["file"] = f"figure-{at}.svg"
                (folder / told["file"]).write_text(told.pop("svg"), encoding="utf-8")
                del told["table"]
            pieces.append(told)
        named = {"kind": report.kind, "title": report.title, "subtitle": report.subtitle, "day": report.day}
        data = {
            "report": {**named, "language": report.language, "marks": report.marks, "pieces": pieces},
            "style": style.told(),
            "words": WORDS[report.language],
        }
        (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "style.typ").write_text(style.typ, encoding="utf-8")
        (folder / "default.typ").write_bytes((OWN / "style.typ").read_bytes())
        (folder / "main.typ").write_text(_MAIN, encoding="utf-8")
        if style.logo:
            (folder / style.names["logo"]).write_bytes(style.logo)
        try:
            made_pdf: bytes = typst.compile(
                str(folder / "main.typ"),
                root=str(folder),
                format="pdf",
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
                font_paths=[str(style.folder_of_fonts)] if style.folder_of_fonts else [],
                package_path=str(folder / "none"),
                package_cache_path=str(folder / "none"),
            )
        except (RuntimeError, typst.TypstError) as error:
            raise AtlasError(f"the report cannot be laid out as PDF: {str(error).strip()}") from None
        return made_pdf
