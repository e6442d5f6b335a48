"""Where things are found in the browser: from the IRI of a thing to its page, and to its linked-data address.

Every thing has two addresses here. The one below ``/id/`` stands for the thing itself, as its IRI does, and answers
with the way to its page or with its data. The other is the page. A link of a page leads straight to the page.
"""

from functools import cache
from urllib.parse import quote

from graph.terms import BASE, ONTOLOGY, OWN, PREFIXES
from graph.vocabulary import Vocabulary, vocabulary
from ketenatlas.views import diagram

PAGES = {
    "chain": "/keten/",
    "stage": "/schakel/",
    "region": "/regio/",
    "municipality": "/gemeente/",
    "park": "/park/",
    "organisation": "/organisatie/",
    "establishment": "/vestiging/",
    "source": "/bron/",
}
"""Kinds of things with pages of their own; the key of the thing follows."""

_THEME = PREFIXES["policy-theme"]
_ELSEWHERE = (PREFIXES["province"], PREFIXES["nuts"], "http://data.europa.eu/ux2/nace2.1/")
"""Things that others named and the atlas describes."""


def address(iri: str) -> str | None:
    """The page of a thing, as the path of this server; None for what is not described here.

    A thing without a page of its own has the page that tells of anything (``/ding?iri=``).

    Args:
        iri: full IRI, without brackets.
    """
    for kind, page in PAGES.items():
        if iri.startswith(PREFIXES[kind]):
            return page + quote(iri.removeprefix(PREFIXES[kind]), safe="")
    if iri.startswith(_THEME):
        return "/thema/" + iri.removeprefix(_THEME).replace("-", "").upper()
    if iri.startswith(ONTOLOGY.rstrip("#")):
        return _in_ontology(iri)
    if iri.startswith((BASE, OWN, *_ELSEWHERE)):
        return "/ding?iri=" + quote(iri, safe=":/")
    return None


def _in_ontology(iri: str) -> str:
    """A term or a module on the pages of the ontology; the first of them where it is not told of."""
    known = _known()
    if iri in known.terms:
        return "/ontologie/" + diagram.address(known.terms[iri])
    module = iri.removeprefix(ONTOLOGY.rstrip("#") + "/")
    return f"/ontologie/{module}.html" if any(module == one.key for one in known.modules) else "/ontologie/"


@cache
def _known() -> Vocabulary:
    return vocabulary()


def identifier(iri: str) -> str | None:
    """The linked-data address of a thing of ours on this server; None for what others named.

    Args:
        iri: full IRI, without brackets.
    """
    for space in (BASE, OWN):
        if iri.startswith(space):
            return "/id/" + quote(iri.removeprefix(space), safe="/")
    return None


def named(path: str) -> str:
    """The IRI that the rest of a linked-data address stands for: ``chain/semicon`` gives that of the chain."""
    kind, _, key = path.partition("/")
    if kind.partition("#")[0] == "ontology":
        return OWN + path
    return PREFIXES[kind] + key if key and kind in PREFIXES and PREFIXES[kind].endswith(f"/{kind}/") else BASE + path
