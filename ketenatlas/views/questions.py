"""The catalogue page: every question with what it means, what it may be told, and how it stands on an atlas."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.catalogue import COLUMN_KINDS, THEMES
from graph.standing import STATES, Standing
from ketenatlas.views.document import document

WORDS = {
    "nl": {
        "title": "De vragen van de ketenatlas",
        "intro": "Elke vraag is een bestand met een kop en een SPARQL-vraag. Hieronder staat per vraag wat het "
        "antwoord betekent, wat je kunt opgeven, welke kolommen het geeft en hoe de vraag ervoor staat.",
        "question": "Vraag",
        "here": "In deze atlas",
        "with_example": "Met het verzonnen voorbeeld",
        "rows": "rijen",
        "lacks": "Ontbrekende tabellen",
        "milliseconds": "ms",
        "answered": "beantwoord",
        "partly": "deels: er ontbreken tabellen",
        "example": "alleen verzonnen gegevens",
        "empty": "geen enkele rij",
        "waits": "wacht op gegevens",
        "summary": "In het kort",
        "total": "totaal",
        "asked_by": "gevraagd door",
        "province": "provincie",
        "region": "regio",
        "analyst": "analist",
        "ministry": "Rijk",
        "told": "Op te geven",
        "columns": "Kolommen",
        "needs": "Nodige tabellen",
        "keeps": "Houdt zich aan",
        "computed": "Na de SPARQL-vraag rekent de analyse verder:",
        "show": "Toon de SPARQL",
        "as_of": "peildatum",
    },
    "en": {
        "title": "The questions of the chain atlas",
        "intro": "Each question is one file with a header and a SPARQL query. For each question: what its answer "
        "means, what it may be told, which columns it gives and how it stands.",
        "question": "Question",
        "here": "In this atlas",
        "with_example": "With the invented example",
        "rows": "rows",
        "lacks": "Missing tables",
        "milliseconds": "ms",
        "answered": "answered",
        "partly": "partly: tables are missing",
        "example": "invented data only",
        "empty": "no row",
        "waits": "waits for data",
        "summary": "In short",
        "total": "total",
        "asked_by": "asked by",
        "province": "province",
        "region": "region",
        "analyst": "analyst",
        "ministry": "State",
        "told": "May be told",
        "columns": "Columns",
        "needs": "Tables needed",
        "keeps": "Keeps to",
        "computed": "After the SPARQL query an analysis computes on:",
        "show": "Show the SPARQL",
        "as_of": "reference date",
    },
}


def questions_page(
    manifest: Mapping[str, Any], own: Sequence[Standing], invented: Sequence[Standing], language: str
) -> str:
    """The catalogue as one HTML file.

    Args:
        manifest: what the atlas is (title, version, date).
        own: how the questions stand on it.
        invented: how they stand with the invented example added; may be empty.
        language: ``nl`` or ``en``.
    """
    beside = {one.question.id: one for one in invented}
    themes = [
        {
            "title": THEMES[theme][language],
            "questions": [
                {"own": one, "beside": beside.get(one.question.id)} for one in own if one.question.theme == theme
            ],
        }
        for theme in dict.fromkeys(one.question.theme for one in own)
    ]
    return document(
        "questions.html.j2",
        language,
        words=WORDS[language],
        manifest=manifest,
        themes=themes,
        invented=bool(invented),
        counts=[
            (state, *(len([one for one in side if one.state == state]) for side in (own, invented))) for state in STATES
        ],
        total=len(own),
        kinds=COLUMN_KINDS,
    )
