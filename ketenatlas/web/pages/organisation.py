"""The pages of organisations and their establishments: what sources say they do, with whom, and since when.

Partners are named where a documented or estimated source says so. What a model reconstructed, or what was made up, is
counted and never names anybody.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.catalogue import catalogue, query_file
from graph.labelling import Names, level_words
from graph.measuring import observed
from graph.outcome import WEAK
from graph.terms import PREFIXES
from ketenatlas.views.figure import Asked, figure_named, key
from ketenatlas.views.figure_page import Plate, plate
from ketenatlas.views.lengths import figure
from ketenatlas.web import place_words
from ketenatlas.web.rendering import words_of
from ketenatlas.web.sections import Section, Told, Wanted
from ketenatlas.web.subject import Fact, Subject, shown, subject, understood

WORDS = {
    "nl": {
        **place_words.WORDS["nl"],
        "kind_of": "Soort",
        "organisation_sites": "Vestigingen",
        "organisation_does": "Deelname aan ketens",
        "supplies_to": "Levert aan",
        "supplied_by": "Krijgt geleverd van",
        "works_with": "Werkt samen met",
        "on_campus": "Op een campus",
        "has_role": "Rol bij projecten, instrumenten en vraagstukken",
        "succession": "Verplaatst of opgevolgd",
        "decided": "Koppelbesluiten",
        "added_value": "Profiel van regionale meerwaarde",
        "unnamed_left": "Niet getoond: {n}. Dat is gereconstrueerd of kunstmatig bewijs, en dat zegt niets over "
        "genoemde organisaties.",
        "ego_title": "Leveranciers en afnemers",
        "ego_one": "Eén stap",
        "ego_two": "Twee stappen",
        "ego_help": "Alleen leveringen op vastgesteld of geschat bewijs. De tabellen op deze pagina hebben alle "
        "bronnen.",
        "same_chains": "Innovatiecoalities in dezelfde ketens",
        "same_chains_help": "Deze coalities hebben volgens een bron een plek in een keten waaraan de organisatie "
        "meedoet. Dat de "
        "organisatie bij de coalitie hoort is daarmee niet gezegd.",
        "fact_part_of": "Onderdeel van",
        "fact_jobs": "Bekende banen",
        "fact_supplies": "Bekende leveringen",
        "fact_observed": "Laatst waargenomen",
        "fact_lies_on": "Ligt op",
        "coalition_word": "Coalitie",
    },
    "en": {
        **place_words.WORDS["en"],
        "kind_of": "Kind",
        "organisation_sites": "Establishments",
        "organisation_does": "Part in chains",
        "supplies_to": "Supplies",
        "supplied_by": "Is supplied by",
        "works_with": "Works with",
        "on_campus": "On a campus",
        "has_role": "Role in projects, instruments and issues",
        "succession": "Moved or succeeded",
        "decided": "Match decisions",
        "added_value": "Profile of regional added value",
        "unnamed_left": "Not shown: {n}. That is reconstructed or synthetic evidence, which says nothing about named "
        "organisations.",
        "ego_title": "Suppliers and customers",
        "ego_one": "One step",
        "ego_two": "Two steps",
        "ego_help": "Supplies on asserted or estimated evidence only. The tables on this page have all sources.",
        "same_chains": "Innovation coalitions in the same chains",
        "same_chains_help": "According to a source these coalitions have a place in a chain the organisation takes "
        "part in. "
        "That does not say that the organisation belongs to the coalition.",
        "fact_part_of": "Part of",
        "fact_jobs": "Known jobs",
        "fact_supplies": "Known supplies",
        "fact_observed": "Last observed",
        "fact_lies_on": "Lies on",
        "coalition_word": "Coalition",
    },
}


def may_be_named(row: Mapping[str, Any]) -> bool:
    """Whether any source says it that is neither a reconstruction nor made up."""
    return not row["evidence"] or any(level not in WEAK for level in row["evidence"])


def _title(word: str) -> dict[str, str]:
    return {language: WORDS[language][word] for language in WORDS}


def _wanted(about: Subject) -> list[Wanted]:
    """What is asked of an organisation or an establishment, in the order of its page."""
    own = {about.kind: about.iri}
    whole = about.kind == "organisation"
    out, into = (
        ({"from": about.iri}, {"to": about.iri}) if whole else ({"supplier": about.iri}, {"customer": about.iri})
    )
    here = ("organisation",) if whole else ("organisation", "establishment")
    asked: list[tuple[str, str, str, dict[str, str], tuple[str, ...], bool]] = [
        ("deelnames", "organisation_does", "participations", own, here, False),
        ("levert", "supplies_to", "supplies", out, () if whole else ("supplier",), True),
        ("krijgt", "supplied_by", "supplies", into, () if whole else ("customer",), True),
        ("samen", "works_with", "collaborations", own, here[1:], True),
        ("campus", "on_campus", "residencies", own, here[1:], False),
        ("opvolging", "succession", "successions", own, (), False),
        ("besluiten", "decided", "match-decisions", {"thing": about.iri}, (), False),
    ]
    if whole:
        asked.insert(0, ("vestigingen", "organisation_sites", "establishments", own, here, False))
        asked.insert(6, ("rollen", "has_role", "organisation-roles", own, (), False))
    wanted = [
        Wanted(part, _title(word), query_file("views", name), told, without, 60, may_be_named if named else None, left)
        for part, word, name, told, without, named in asked
        for left in [_title("unnamed_left") if named else {}]
    ]
    if not whole:
        around = ("establishment", "municipality", "region")
        wanted.append(Wanted("meerwaarde", _title("added_value"), catalogue()["A2-01"], own, around))
    return wanted


def _ego(about: Subject, hops: str) -> Plate:
    """Suppliers and customers as a picture, on documented and estimated supplies."""
    view = observed(about.view, "establishment")
    return plate(figure_named("ego"), Asked(view, told={"of": about.iri, "hops": hops}))


def _coalitions(about: Subject, chains: list[str]) -> list[dict[str, Any]]:
    """Coalitions with a place in any of the chains, with evidence and source."""
    placed = about.view.table("placements").filter(pl.col("chain").is_in(chains))
    rows = Names(about.view).on(placed, "coalition", "chain").sort("coalition_label", "chain_label")
    cited = about.dossier.citations
    return [{**row, "numbers": cited.numbers([row["source"]])} for row in rows.to_dicts()]


def _chains(about: Subject) -> list[str]:
    """Addresses of the chains it takes part in."""
    answer = about.dossier.answer(query_file("views", "participations"), {about.kind: about.iri})
    return sorted({str(row[answer.variables.index("chain")]) for row in answer.rows})


def _supplies(sections: Sequence[Section], words: dict[str, str], language: str) -> str:
    """How many supplies are known, out and in."""
    totals = {section.key: section.total for section in sections if section.key in ("levert", "krijgt")}
    told = [
        f"{words[word].lower()}: {figure(totals[part], language)}"
        for part, word in (("levert", "supplies_to"), ("krijgt", "supplied_by"))
        if totals.get(part)
    ]
    return ", ".join(told) or words["unknown"]


def _page(about: Subject, facts: list[Fact], told: Told, chains: list[str]) -> Response:
    request, words = about.request, words_of(about.request)
    hops = "2" if request.query_params.get("stappen") == "2" else "1"
    drawn = _ego(about, hops)
    facts.append(Fact(words["fact_supplies"], _supplies(told.sections, words, about.language), words["on_day"]))
    coalitions = _coalitions(about, chains)
    return shown(
        request,
        "organisation.html.j2",
        about,
        facts=facts,
        told=told,
        hops=hops,
        kept="".join(f"&{name}={value}" for name, value in about.given.items()),
        ego=None if drawn.data.table.is_empty() else drawn,
        picture=""
        if drawn.data.table.is_empty()
        else drawn.drawn.canvas.svg("ego", drawn.title, " ".join(drawn.reading)),
        coalitions=coalitions,
        cited=about.dossier.listed(),
    )


@understood
def organisation(request: Request) -> Response:
    """The page of an organisation."""
    about = subject(request, "organisation")
    words = words_of(request)
    answer = about.dossier.answer(query_file("views", "organisations"), {"organisation": about.iri})
    row: dict[str, Any] = dict(zip(answer.variables, answer.rows[0], strict=True)) if answer.rows else {}
    told = Told([about.dossier.section(wanted) for wanted in _wanted(about)])
    chains = _chains(about)
    facts = [Fact(words["kind_of"], ", ".join(row.get("kind") or ()) or words["unknown"])]
    if row.get("parent"):
        facts.append(Fact(words["fact_part_of"], ", ".join(row["parent"])))
    sites = next(section.total for section in told.sections if section.key == "vestigingen")
    facts.append(
        Fact(words["organisation_sites"], str(sites or words["unknown"]), words["on_day"], address="#vestigingen")
    )
    facts.append(
        Fact(words["fact_chains"], str(len(chains) or words["unknown"]), words["on_day"], address="#deelnames")
    )
    return _page(about, facts, told, chains)


@understood
def establishment(request: Request) -> Response:
    """The page of an establishment."""
    about = subject(request, "establishment")
    words = words_of(request)
    answer = about.dossier.answer(query_file("views", "establishments"), {"establishment": about.iri})
    told = Told([about.dossier.section(wanted) for wanted in _wanted(about)])
    facts = []
    found: list[dict[str, Any]] = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]
    for row in found:
        cited = about.dossier.citations.numbers(row["sources"] if isinstance(row["sources"], tuple) else ())
        note = f"{words['fact_observed'].lower()} {row['observed']}" if row["observed"] else ""
        facts.append(
            Fact(
                words["organisation"],
                str(row["organisationLabel"]),
                note,
                cited,
                f"/organisatie/{key(str(row['organisation']))}",
            )
        )
        inside = str(row["municipality"] or "").startswith(PREFIXES["municipality"])
        where = f"/gemeente/{key(str(row['municipality']))}" if inside else None
        facts.append(Fact(words["municipality"], str(row["municipalityLabel"] or words["unknown"]), address=where))
        if row["park"]:
            facts.append(
                Fact(
                    words["fact_lies_on"],
                    str(row["parkLabel"]),
                    level_words(row["evidence"] or (), about.language),
                    address=f"/park/{key(str(row['park']))}",
                )
            )
        jobs = row["jobs"]
        facts.append(
            Fact(words["fact_jobs"], words["unknown"] if jobs is None else figure(float(str(jobs)), about.language))
        )
    return _page(about, facts, told, _chains(about))


ROUTES = [Route("/organisatie/{key}", organisation), Route("/vestiging/{key}", establishment)]
