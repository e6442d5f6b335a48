"""The quality report: what was read, rejected and found when an atlas was built, named row by row."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from graph.shapes import SEVERITIES
from ketenatlas.views.document import document

TABLES = ("loads", "rejects", "notes", "findings")

WORDS = {
    "nl": {
        "title": "Kwaliteitsrapport",
        "version": "versie",
        "as_of": "peildatum",
        "intro": "Wat de poort vond toen de atlas werd gebouwd. 'Stopt' houdt een atlas tegen, 'gemeld' vraagt om "
        "een besluit of verbetering, 'opgemerkt' is goed om te weten. Bij elke bevinding staat de rij waar zij "
        "vandaan komt.",
        "summary": "In het kort",
        "severity": "ernst",
        "finding": "bevinding",
        "number": "aantal",
        "stop": "stopt",
        "report": "gemeld",
        "note": "opgemerkt",
        "subject": "onderwerp",
        "name": "naam",
        "value": "waarde",
        "file": "bestand",
        "row": "regel",
        "column": "kolom",
        "found": "aangetroffen",
        "expected": "verwacht",
        "rejects": "Afgewezen rijen",
        "rejected_rows": "afgewezen",
        "notes": "Opmerkingen bij rijen die wel meedoen",
        "kept_rows": "meegenomen",
        "loads": "Wat is gelezen",
        "read": "gelezen",
        "accepted": "aangenomen",
        "rejected": "afgewezen",
        "derived": "afgeleid",
        "nothing": "Niets.",
        "identity": "Kenmerk van de atlas (SHA-256 van de uitspraken):",
    },
    "en": {
        "title": "Quality report",
        "version": "version",
        "as_of": "reference date",
        "intro": "What the gate found when the atlas was built. 'Stops' keeps an atlas back, 'reported' asks for a "
        "decision or improvement, 'noted' is good to know. Each finding names the row it comes from.",
        "summary": "In short",
        "severity": "severity",
        "finding": "finding",
        "number": "number",
        "stop": "stops",
        "report": "reported",
        "note": "noted",
        "subject": "subject",
        "name": "name",
        "value": "value",
        "file": "file",
        "row": "row",
        "column": "column",
        "found": "found",
        "expected": "expected",
        "rejects": "Rejected rows",
        "rejected_rows": "rejected",
        "notes": "Remarks on rows that were kept",
        "kept_rows": "kept",
        "loads": "What was read",
        "read": "read",
        "accepted": "accepted",
        "rejected": "rejected",
        "derived": "derived",
        "nothing": "Nothing.",
        "identity": "Identity of the atlas (SHA-256 of its statements):",
    },
}


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The report tables of an atlas as rows of text; findings in order of severity and check."""
    told = {name: pl.read_csv(folder / f"{name}.csv", infer_schema=False).fill_null("").to_dicts() for name in TABLES}
    told["findings"].sort(key=lambda row: (SEVERITIES.index(row["severity"]), row["check"], row["message_en"]))
    return told


def quality_page(folder: Path, language: str) -> str:
    """The quality report of an atlas as one HTML file.

    Args:
        folder: folder of the atlas.
        language: ``nl`` or ``en``.
    """
    told = tables(folder)
    message = f"message_{language}"
    by_finding = groupby(told["findings"], key=lambda row: (row["severity"], row["check"], row[message]))
    groups = [
        {"severity": severity, "message": words, "anchor": f"finding-{at}", "rows": list(rows)}
        for at, ((severity, _, words), rows) in enumerate(by_finding, 1)
    ]
    return document(
        "quality.html.j2",
        language,
        words=WORDS[language],
        manifest=json.loads((folder / "manifest.json").read_text(encoding="utf-8")),
        groups=groups,
        **{name: told[name] for name in ("rejects", "notes", "loads")},
    )
