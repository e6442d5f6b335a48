"""Reasoning for people: why a statement of an atlas holds, and whether facts contradict the ontology."""

from pathlib import Path

import pyoxigraph as ox
from rich.console import Console
from rich.tree import Tree

from graph import consistency, lineage, statements
from graph.errors import AtlasError
from graph.explain import Explainer
from graph.naming import Names
from graph.store import Store
from ketenatlas.views.reasons import Teller


class UnfoundedError(AtlasError):
    """The atlas does not say what was to be explained."""


def explain(root: Path, subject: str, predicate: str, value: str, language: str) -> Tree:
    """Why a statement of the current atlas holds.

    Args:
        root: folder of builds.
        subject: a thing, as people name it.
        predicate: a property, as people name it.
        value: another thing, or a literal in quotes.
        language: ``nl`` or ``en``.

    Raises:
        UsageError: if a name is unknown or means several things.
        UnfoundedError: if the atlas does not say this, or not on its reference date.
    """
    store = Store.open(root)
    names = Names(store.statements)
    triple = names.thing(subject), names.predicate(predicate), names.thing(value)
    day = store.manifest["as_of"]
    reason = Explainer(store.statements, day).explain(triple)
    teller = Teller(names, language, lambda term: lineage.rows_of(store.folder, term))
    if reason is None:
        told = " · ".join(teller.label(term) for term in triple)
        if language == "nl":
            raise UnfoundedError(f"de atlas zegt niet dat dit op {day} geldt: {told}")
        raise UnfoundedError(f"the atlas does not say that this holds on {day}: {told}")
    return teller.tree(reason)


def check_consistency(facts: list[Path], language: str, out: Console) -> bool:
    """Look for contradictions in the ontology, with facts from files, by the rules and with HermiT.

    Returns:
        Whether there is one; it is explained on the console.
    """
    for path in facts:
        if not path.is_file():
            raise AtlasError(f"{path} is missing; expected a Turtle file with facts")
    found = consistency.contradictions_in(facts)
    if found:
        store = ox.Store()
        store.bulk_load(statements.nquads(consistency.ontology()), format=ox.RdfFormat.N_QUADS)
        teller = Teller(Names(store), language)
        for contradiction in found:
            out.print(teller.contradiction(contradiction))
        return True
    try:
        out.print(consistency.check_ontology(facts), highlight=False)
    except consistency.NoJavaError as missing:
        by_rules = {
            "nl": "De regels vinden geen tegenspraak.",
            "en": "The rules find no contradiction.",
        }[language]
        out.print(f"{by_rules} ({missing})", highlight=False)
    return False
