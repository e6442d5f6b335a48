"""Regional added value as a form: four categories, both poles, why and on what evidence, and criteria for land.

Nothing is kept and nothing is weighed: what is filled in comes back as a profile and as tables for the loaders.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.asking import choices
from graph.catalogue import Parameter, catalogue
from graph.evidence import levels
from graph.terms import ONTOLOGY
from graph.vocabulary import Concept, vocabulary
from ketenatlas.value_profile import CATEGORIES, CRITERIA, EVIDENCE, ITEMS, POLES, commands, filled, packed
from ketenatlas.web import downloads, value_words
from ketenatlas.web.protocol import ProtocolError, text_of
from ketenatlas.web.rendering import language_of, page, words_of
from ketenatlas.web.sections import Dossier, Section, Wanted, engine_of

WORDS = value_words.WORDS
ADDRESS = "/meerwaarde"
_MAX_BODY = 120_000
_MAX_FIELDS = 300
_MOST_OFFERED = 3000
"""Things that a box proposes at most; beyond that one types the key."""
_THINGS = {
    "establishment": "ka:Establishment",
    "region": "ka:PolicyRegion",
    "municipality": "ka:Municipality",
    "park": "ka:BusinessPark",
}
_LISTS = {"phase": "assessment-phase", "quality": "spatial-quality", "work_environment": "work-environment"}
_KNOWN_OF: Mapping[str, tuple[str, ...]] = {
    "economic-ecosystem": ("A2-07",),
    "societal-value": ("A2-10",),
    "living-environment": (),
    "scarce-factors": ("A2-08",),
}
"""Questions that show beside a category what the atlas knows of an establishment."""


def _concepts(scheme: str) -> dict[str, Concept]:
    found = next(one for one in vocabulary().schemes if one.key == scheme)
    return {concept.notation: concept for concept in found.concepts}


def _offered(request: Request) -> dict[str, dict[str, str]]:
    """What may be chosen, with its label, by field."""
    language, engine = language_of(request), engine_of(request)
    things = {
        name: {one.key: one.label[language] for one in choices(engine, Parameter(name, "iri", {}, choices=kind))}
        for name, kind in _THINGS.items()
    }
    lists = {
        name: {key: concept.label[language] for key, concept in _concepts(scheme).items()}
        for name, scheme in _LISTS.items()
    }
    return {**things, **lists}


def _known(request: Request, establishment: str) -> tuple[dict[str, list[Section]], Dossier]:
    """What the atlas knows of an establishment, by category."""
    dossier = Dossier(engine_of(request), language_of(request))
    found: dict[str, list[Section]] = {}
    for category, asked in _KNOWN_OF.items():
        for name in asked if establishment else ():
            question = catalogue()[name]
            takes = any(parameter.name == "establishment" for parameter in question.parameters)
            given = {"establishment": establishment} if takes else {}
            wanted = Wanted(
                f"{category}-{name}",
                question.summary,
                question,
                given,
                ("establishment",),
                keep=partial(_of, establishment),
            )
            section = dossier.section(wanted)
            if section.rows:
                found.setdefault(category, []).append(section)
    return found, dossier


def _of(establishment: str, row: Mapping[str, Any]) -> bool:
    return str(row["establishment"]).endswith(f"/{establishment}")


def _asked(request: Request, fields: Mapping[str, list[str]], *, posted: bool) -> Response:
    language = language_of(request)
    offered = _offered(request)
    told = {name: values[-1] for name, values in fields.items()}
    for field, kind in (("establishment", "establishment"), ("place", told.get("place_kind", "region"))):
        given = told.get(field, "").strip()
        told[field] = {label: key for key, label in offered.get(kind, {}).items()}.get(given, given)
    for category in CATEGORIES:
        told.setdefault(f"{category}.evidence", "estimated")
    profile = filled(told, offered, fields.get("quality", []))
    sound = posted and not profile.faults
    if sound and told.get("format") == "zip":
        return downloads.attached(packed(profile), "application/zip", f"{profile.key}.zip")
    known, dossier = _known(request, told["establishment"] if "establishment" not in profile.faults else "")
    poles, words = _concepts("effect-pole"), words_of(request)
    return page(
        request,
        "added-value.html.j2",
        status=400 if posted and profile.faults else 200,
        profile=profile if sound else None,
        faults={name: words[f"fault_{fault}"] for name, fault in profile.faults.items()} if posted else {},
        told=told,
        qualities=fields.get("quality", []),
        offered=offered,
        proposed=list(offered["establishment"].items())[:_MOST_OFFERED],
        categories={
            name: {
                "label": concept.label[language],
                "definition": concept.definition[language],
                **{pole: _text(concept, f"{pole}Pole", language) for pole in ("desired", "undesired")},
            }
            for name, concept in sorted(_concepts("effect-category").items(), key=lambda one: CATEGORIES.index(one[0]))
        },
        poles={name: poles[name].label[language] for name in POLES},
        evidence={name: levels()[name][1][language] for name in EVIDENCE},
        items=range(1, ITEMS + 1),
        criteria=range(1, CRITERIA + 1),
        known=known,
        cited=dossier.listed() if known else [],
        commands=commands(profile) if sound else [],
    )


def _text(concept: Concept, fact: str, language: str) -> str:
    value: Any = dict(concept.facts)[ONTOLOGY + fact]
    return str(value[language])


async def added_value(request: Request) -> Response:
    """The form; by POST what was filled in, as a profile and, with ``format=zip``, as tables."""
    if request.method != "POST":
        fields = {name: request.query_params.getlist(name) for name in request.query_params}
        return await run_in_threadpool(_asked, request, fields, posted=False)
    try:
        fields = parse_qs(await text_of(request, _MAX_BODY), max_num_fields=_MAX_FIELDS)
    except ProtocolError as refused:
        return page(request, "message.html.j2", status=refused.status, message=str(refused))
    except ValueError:
        return page(request, "message.html.j2", status=400, message=words_of(request)["value_too_many"])
    return await run_in_threadpool(_asked, request, fields, posted=True)


ROUTES = [Route(ADDRESS, added_value, methods=["GET", "POST"])]
