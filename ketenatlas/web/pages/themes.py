"""The themes of the policy: what is asked, how the questions stand, key figures, and one picture each."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.about import About
from graph.catalogue import THEMES, today
from graph.standing import STATES
from graph.terms import PREFIXES, expand
from ketenatlas.views.questions import WORDS as STANDING_WORDS
from ketenatlas.views.theme import lacking, sheet
from ketenatlas.views.theme_words import ASKED
from ketenatlas.web.addresses import address
from ketenatlas.web.rendering import language_of, page, snapshot_of, store_of, words_of

WORDS = {
    "nl": {
        "theme_themes": "Thema's",
        "theme_none": "Er is geen thema {theme}. Er zijn: {themes}.",
        "theme_asks": "Wat er gevraagd wordt",
        "theme_source_reh": "In onze eigen woorden, naar het Ruimtelijk-Economisch Handelingsperspectief "
        "Noord-Brabant (REH), thema {part}.",
        "theme_source_n": "In onze eigen woorden, naar het REH (thema A.1 en B.2) en de nationale documenten waar het "
        "naar verwijst.",
        "theme_source_x": "Dit stelt de atlas zichzelf als eis.",
        "theme_actions": "Wat de provincie gaat doen",
        "theme_action": "Actie",
        "theme_role": "Rol",
        "theme_state": "Stand",
        "theme_passage": "Vindplaats",
        "theme_source": "Bron",
        "theme_picture": "In beeld",
        "theme_invented": "Let op: in de antwoorden van dit thema zitten verzonnen gegevens, die niets over de "
        "werkelijkheid zeggen. Ze tellen mee in de getallen en het beeld hieronder.",
        "theme_questions": "De vragen van dit thema",
        "theme_question": "Vraag",
        "theme_stands": "Hoe het ervoor staat",
        "theme_rows": "Rijen",
        "theme_missing": "ontbreekt: {tables}",
        "theme_nothing": "De atlas heeft nog niets om hier te tekenen.",
        "theme_table": "Tabel bij dit beeld",
    },
    "en": {
        "theme_themes": "Themes",
        "theme_none": "There is no theme {theme}. There are: {themes}.",
        "theme_asks": "What is asked",
        "theme_source_reh": "In our own words, after the Ruimtelijk-Economisch Handelingsperspectief Noord-Brabant "
        "(REH), theme {part}.",
        "theme_source_n": "In our own words, after the REH (themes A.1 and B.2) and the national documents it "
        "refers to.",
        "theme_source_x": "This is what the atlas demands of itself.",
        "theme_actions": "What the province is going to do",
        "theme_action": "Action",
        "theme_role": "Role",
        "theme_state": "State",
        "theme_passage": "Passage",
        "theme_source": "Source",
        "theme_picture": "In a picture",
        "theme_invented": "Mind: answers of this theme hold invented data, which say nothing about reality. They count "
        "in the figures and the picture below.",
        "theme_questions": "The questions of this theme",
        "theme_question": "Question",
        "theme_stands": "How it stands",
        "theme_rows": "Rows",
        "theme_missing": "missing: {tables}",
        "theme_nothing": "The atlas has nothing to draw here yet.",
        "theme_table": "Table behind this picture",
    },
}
_REH = PREFIXES["source"] + "reh-noord-brabant"
"""The policy document as a source, in an atlas that has it."""
_COLUMNS = ("ka:actionRole", "ka:actionStatus", "ka:passage")


def theme(request: Request) -> Response:
    """One theme; its name may be written as ``A1``, ``a1`` or ``A.1``."""
    asked = request.path_params["theme"]
    name = asked.upper().replace(".", "").replace("-", "")
    if name not in THEMES:
        message = words_of(request)["theme_none"].format(theme=asked, themes=", ".join(THEMES))
        return page(request, "message.html.j2", status=404, message=message)
    if name != asked:
        return RedirectResponse(f"/thema/{name}", status_code=303)
    language = language_of(request)
    made = sheet(snapshot_of(request).folder, name, today(), language)
    states = [one.state for one in made.standings]
    source = {"N": "theme_source_n", "X": "theme_source_x"}.get(name, "theme_source_reh")
    return page(
        request,
        "theme.html.j2",
        sheet=made,
        themes=THEMES,
        asked=ASKED[language][name],
        source=words_of(request)[source].format(part=f"{name[0]}.{name[1:]}"),
        policy=address(_REH) if About(store_of(request).statements, _REH).known else None,
        columns=[expand(column) for column in _COLUMNS],
        lacking=lacking,
        standing=STANDING_WORDS[language],
        counted=[(state, states.count(state)) for state in STATES if state in states],
    )


def themes(_: Request) -> Response:
    """The first theme; every theme's page leads to the others."""
    return RedirectResponse(f"/thema/{next(iter(THEMES))}", status_code=303)


ROUTES = [Route("/thema", themes), Route("/thema/{theme}", theme)]
