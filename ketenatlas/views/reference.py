"""The ontology as pages to leaf through: what every term means, how terms hang together, which values lists allow.

The pages name each other by file name only, so the same text works from disk and in the web application. Nothing on
them needs a script.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from markupsafe import Markup

from graph.terms import PREFIXES, shorten
from graph.vocabulary import Concept, Module, Scheme, Term, Vocabulary, vocabulary
from ketenatlas.views import diagram, drawing
from ketenatlas.views.document import document, static
from ketenatlas.views.reference_words import DATATYPES, WORDS

INDEX, LISTS = "index.html", "lists.html"
_NAMED = 5
"""So many classes are named in the one line about a module without a description."""


@dataclass(frozen=True)
class Ref:
    """A name of something, what programs call it, and where on these pages it is described, if it is."""

    text: str
    code: str
    address: str = ""


@dataclass(frozen=True)
class Row:
    """One line about a term: a heading and what it lists; each item is a name or a chain of names."""

    heading: str
    items: tuple[tuple[Ref, ...], ...]
    remark: str = ""


@dataclass(frozen=True)
class Page:
    """One page without the frame around it."""

    title: str
    body: Markup


def reference_pages(language: str) -> dict[str, str]:
    """Every page of the reference as HTML that stands alone, by file name.

    Args:
        language: ``nl`` or ``en``.
    """
    words, look = WORDS[language], static("reference.css")
    return {
        name: document("reference.html.j2", language, words=words, page=page, look=look)
        for name, page in bodies(language).items()
    }


@cache
def bodies(language: str) -> Mapping[str, Page]:
    """Every page of the reference without the frame around it, by file name."""
    known = vocabulary()
    shared = {
        "words": WORDS[language],
        "about": known.about,
        "contents": [(f"{m.key}.html", diagram.short_title(_title(m, language))) for m in known.modules],
    }
    pages = {INDEX: _index(known, language), LISTS: _lists(known, language)}
    pages |= {f"{module.key}.html": _module(known, module, language) for module in known.modules}
    return {
        name: Page(told["title"], Markup(document(f"reference-{kind}.html.j2", language, here=name, **shared, **told)))  # noqa: S704 - made by our own template, which escapes
        for name, (kind, told) in pages.items()
    }


def _index(known: Vocabulary, language: str) -> tuple[str, dict[str, Any]]:
    """What the first page shows."""
    words = WORDS[language]
    shown = diagram.overview(known, language)
    titles = {module.key: diagram.short_title(_title(module, language)) for module in known.modules}
    modules = [
        {
            "address": f"{module.key}.html",
            "title": _title(module, language),
            "line": _line(module, language),
            "counts": [sum(term.kind == kind for term in module.terms) for kind in words["kinds"]],
        }
        for module in known.modules
    ]
    terms = sorted(known.terms.values(), key=lambda term: (_plain(term.label[language]), term.name))
    letters = [
        (letter, [(ref(known, term.iri, language), term) for term in group])
        for letter, group in groupby(terms, key=lambda term: _plain(term.label[language])[0].upper())
    ]
    return "index", {
        "title": known.about.title[language],
        "modules": modules,
        "totals": [sum(column) for column in zip(*(module["counts"] for module in modules), strict=True)],
        "letters": letters,
        "lists": [(f"{LISTS}#{s.key}", s.label[language], len(s.concepts)) for s in _sorted(known, language)],
        "uses": [(titles[arrow.start], titles[arrow.end]) for arrow in shown.arrows],
        "picture": _picture(
            shown,
            "modules",
            words["overview"],
            words["overview_told"],
            {"own": words["module"], "relation": words["uses"]},
        ),
    }


def _title(module: Module, language: str) -> str:
    """The title of a module; one without terms of its own is there for the terms it borrows."""
    return module.title[language] if module.terms else str(WORDS[language]["borrowed"])


def _line(module: Module, language: str) -> str:
    """A module in one line: its description, or else the first things it names."""
    words = WORDS[language]
    if not module.terms:
        return str(words["borrowed_line"])
    if module.description:
        return module.description[language]
    names = [term.label[language] for term in module.terms if term.kind == "class"]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" {words['and_more'].format(more)}" if more > 0 else "")


def _plain(text: str) -> str:
    """A text as it is sorted: without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _sorted(known: Vocabulary, language: str) -> list[Scheme]:
    return sorted(known.schemes, key=lambda scheme: _plain(scheme.label[language]))


def _picture(
    shown: drawing.Picture, name: str, title: str, description: str, words: Mapping[str, str]
) -> Mapping[str, Markup]:
    """A picture and its legend; both are made here, with every text escaped."""
    return {
        "svg": Markup(drawing.svg(shown, name, title, description)),  # noqa: S704
        "legend": Markup(drawing.legend(shown, words, diagram.WIDTH)),  # noqa: S704
    }


def _module(known: Vocabulary, module: Module, language: str) -> tuple[str, dict[str, Any]]:
    """What the page of a module shows."""
    words = WORDS[language]
    shown = diagram.picture(known, module, language)
    title = _title(module, language)

    def end(iri: str) -> Ref:
        return ref(known, iri, language, module.key) if iri else Ref(words["anything"], "")

    arrows = [
        (
            end(arrow.start),
            [end(iri) for iri in arrow.terms] or [Ref(diagram.WORDS[language]["subclass"], "")],
            end(arrow.end),
        )
        for arrow in shown.arrows
    ]
    told = words["picture_told"].format(len(shown.boxes), len(shown.arrows))
    return "module", {
        "title": title,
        "description": _line(module, language) if module.description else "",
        "key": module.key,
        "picture": _picture(shown, module.key, title, told, diagram.WORDS[language]) if shown.boxes else None,
        "arrows": arrows,
        "left_out": [end(iri) for iri in shown.left_out],
        "groups": [
            (kind, heading, [_entry(known, term, language) for term in module.terms if term.kind == kind])
            for kind, heading in words["kinds"].items()
        ],
        "borrowed": [(diagram.short_name(iri), iri) for iri in module.borrowed],
    }


def ref(known: Vocabulary, iri: str, language: str, module: str = "") -> Ref:
    """A name for any class, property, datatype or concept, seen from the page of a module."""
    if iri in known.terms:
        term = known.terms[iri]
        return Ref(term.label[language], shorten(iri), diagram.address(term, module))
    for scheme in known.schemes:
        for concept in scheme.concepts:
            if concept.iri == iri:
                return Ref(concept.label[language], shorten(iri), f"{LISTS}#{anchor(concept)}")
    code = diagram.short_name(iri)
    return Ref(DATATYPES[language].get(code, code), code)


def anchor(concept: Concept) -> str:
    """The name of a concept's place on the page of code lists."""
    return "-".join(concept.iri.removeprefix(PREFIXES["scheme"].removesuffix("scheme/")).split("/"))


def _entry(known: Vocabulary, term: Term, language: str) -> dict[str, Any]:
    """What is said of one term."""
    other = "en" if language == "nl" else "nl"
    return {
        "name": term.name,
        "code": shorten(term.iri),
        "label": term.label[language],
        "other": (other, term.label[other]),
        "definition": term.definition[language],
        "note": term.note.get(language, ""),
        "rows": [row for row in _rows(known, term, language) if row.items],
        "lists": [_list(known, scheme, language) for scheme in known.lists.get(term.iri, ())],
    }


def _rows(known: Vocabulary, term: Term, language: str) -> Iterable[Row]:
    """How a term hangs together with others."""
    words = WORDS[language]

    def named(iri: str) -> Ref:
        return ref(known, iri, language, term.module) if iri else Ref(words["anything"], "")

    def row(heading: str, iris: Iterable[str]) -> Row:
        return Row(words[heading], tuple((named(iri),) for iri in iris))

    yield row("superclasses", term.superclasses)
    yield row("subclasses", term.subclasses)
    yield row("disjoint", term.disjoint)
    if term.kind == "class":
        properties = [other for other in known.terms.values() if other.kind != "class"]
        yield row("has", (other.iri for other in properties if term.iri in known.domain(other.iri)))
        yield row("points_here", (other.iri for other in properties if term.iri in known.range(other.iri)))
        return
    starts, ends = known.domain(term.iri), known.range(term.iri)
    stated = (term.domain or not starts) and (term.range or not ends)
    if term.kind == "datatype property":
        yield row("belongs_to", starts)
        yield row("value", ends)
    elif starts or ends:
        tied = tuple((named(start), named(end)) for start in starts or ("",) for end in ends or ("",))
        yield Row(words["ends"], tied, "" if stated else words["follows"])
    yield row("inverse", term.inverse)
    yield row("superproperties", term.superproperties)
    yield row("subproperties", term.subproperties)
    yield Row(words["chains"], tuple(tuple(named(iri) for iri in chain) for chain in term.chains))
    flags = [words[flag] for flag in ("transitive", "symmetric") if getattr(term, flag)]
    yield Row(words["also"], tuple((Ref(flag, ""),) for flag in flags))


def _list(known: Vocabulary, scheme: Scheme, language: str) -> dict[str, Any]:
    """A code list with its concepts."""
    other = "en" if language == "nl" else "nl"
    words = WORDS[language]

    def facts(concept: Concept) -> list[tuple[Ref, Ref]]:
        told = [(Ref(words["broader"], ""), ref(known, iri, language)) for iri in concept.broader]
        for iri, value in concept.facts:
            shown = ref(known, value, language) if isinstance(value, str) else Ref(value[language], "")
            told.append((ref(known, iri, language), shown))
        return told

    kinds = dict.fromkeys(kind for concept in scheme.concepts for kind in concept.kinds)
    return {
        "key": scheme.key,
        "address": f"{LISTS}#{scheme.key}",
        "label": scheme.label[language],
        "other": (other, scheme.label[other]),
        "definition": scheme.definition[language],
        "note": scheme.note.get(language, ""),
        "source": scheme.source,
        "kinds": [ref(known, kind, language) for kind in kinds],
        "concepts": [
            {
                "anchor": anchor(concept),
                "notation": concept.notation,
                "label": concept.label[language],
                "other": (other, concept.label[other]),
                "definition": concept.definition.get(language, ""),
                "facts": facts(concept),
            }
            for concept in scheme.concepts
        ],
    }


def _lists(known: Vocabulary, language: str) -> tuple[str, dict[str, Any]]:
    """What the page of code lists shows."""
    words = WORDS[language]
    return "lists", {"title": words["lists"], "lists": [_list(known, s, language) for s in _sorted(known, language)]}
