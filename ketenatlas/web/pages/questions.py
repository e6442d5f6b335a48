"""All questions by theme, with how far this atlas answers each, to be narrowed down by theme, state and words."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import THEMES, catalogue
from ketenatlas.views.table import called
from ketenatlas.web.ready import STATES, ready
from ketenatlas.web.rendering import Entry, language_of, page, store_of

NAVIGATION = [Entry(10, "/vragen", "questions")]
_PEOPLE = ("province", "region", "analyst", "ministry")

WORDS = {
    "nl": {
        "catalogue_lead": "{n} vaste vragen, per thema van het beleid. Elke vraag is een formulier: kies een keten, "
        "regio of terrein en lees het antwoord als tabel, beeld of kaart.",
        "catalogue_answered": "te beantwoorden",
        "catalogue_partly": "deels",
        "catalogue_waits": "wacht",
        "catalogue_answered_long": "alle tabellen zijn er",
        "catalogue_partly_long": "er is antwoord, maar een tabel ontbreekt",
        "catalogue_waits_long": "wacht op tabellen",
        "catalogue_state": "Stand",
        "catalogue_theme": "Thema",
        "catalogue_words": "Woorden",
        "catalogue_words_hint": "zoals terrein, kade, levering",
        "catalogue_for": "Gevraagd door",
        "catalogue_filter": "Toon",
        "catalogue_all": "alle",
        "catalogue_lacks": "mist",
        "catalogue_shown": "{n} van {all} vragen",
        "catalogue_nothing": "Geen vraag voldoet aan deze keuze.",
        "catalogue_reset": "Toon alle vragen",
        "catalogue_province": "provincie",
        "catalogue_region": "regio",
        "catalogue_analyst": "analist",
        "catalogue_ministry": "Rijk",
        "catalogue_own": "Staat uw vraag er niet bij? Stel hem zelf in SPARQL.",
    },
    "en": {
        "catalogue_lead": "{n} ready questions, by policy theme. Each is a form: choose a chain, region or park and "
        "read the answer as table, picture or map.",
        "catalogue_answered": "ready",
        "catalogue_partly": "in part",
        "catalogue_waits": "waits",
        "catalogue_answered_long": "all tables are there",
        "catalogue_partly_long": "there is an answer, but a table is missing",
        "catalogue_waits_long": "waits for tables",
        "catalogue_state": "State",
        "catalogue_theme": "Theme",
        "catalogue_words": "Words",
        "catalogue_words_hint": "such as park, quay, supply",
        "catalogue_for": "Asked by",
        "catalogue_filter": "Show",
        "catalogue_all": "all",
        "catalogue_lacks": "lacks",
        "catalogue_shown": "{n} of {all} questions",
        "catalogue_nothing": "No question fits this choice.",
        "catalogue_reset": "Show all questions",
        "catalogue_province": "province",
        "catalogue_region": "region",
        "catalogue_analyst": "analyst",
        "catalogue_ministry": "State",
        "catalogue_own": "Is yours not among them? Ask it yourself in SPARQL.",
    },
}


def questions(request: Request) -> Response:
    """The questions that fit what was chosen, by theme."""
    language = language_of(request)
    found = ready(store_of(request))
    told = request.query_params
    theme, state, asker = told.get("thema", ""), told.get("stand", ""), told.get("door", "")
    wanted = told.get("q", "").casefold().split()
    tables = called(language)

    def fits(identifier: str) -> bool:
        one = found[identifier]
        asked = one.question
        text = f"{asked.id} {asked.summary[language]} {asked.explanation[language]}".casefold()
        return (
            (not theme or asked.theme == theme)
            and (not state or one.state == state)
            and (not asker or asker in asked.asked_by)
            and all(word in text for word in wanted)
        )

    groups = {
        name: [found[asked.id] for asked in group if fits(asked.id)] for name, group in catalogue().by_theme().items()
    }
    groups = {name: group for name, group in groups.items() if group}
    return page(
        request,
        "questions.html.j2",
        groups=groups,
        themes=THEMES,
        states=[(one, sum(ready_.state == one for ready_ in found.values())) for one in STATES],
        people=_PEOPLE,
        chosen={"thema": theme, "stand": state, "door": asker, "q": told.get("q", "")},
        shown=sum(map(len, groups.values())),
        total=len(found),
        tables=tables,
    )


ROUTES = [Route("/vragen", questions)]
