"""Consistency: Owlready2 loads the ontology, HermiT (Java) looks for contradictions, and what is found is explained.

In the axioms this ontology uses, a contradiction is always one thing that belongs to two classes that exclude each
other; so the rules alone can name it, and say why it is of either class. HermiT, which knows all of OWL 2, is the
judge of whether that is true.
"""

import io
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import polars as pl
import pyoxigraph as ox
import rdflib

from graph import rules, statements
from graph.errors import AtlasError
from graph.explain import Explainer, Reason
from graph.resources import room
from graph.statements import INFERRED, ONTOLOGY_GRAPHS, RDF_TYPE
from graph.terms import PREFIXES, expand, shorten

_MEMBER = "urn:ketenatlas:any-member-of:"
_ANY_DAY = "2000-01-01"


class InconsistentError(AtlasError):
    """The ontology, or the facts given with it, contradict themselves."""

    def __init__(self, message: str, contradictions: "Sequence[Contradiction]" = ()) -> None:
        super().__init__(message)
        self.contradictions = contradictions


class NoJavaError(AtlasError):
    """HermiT cannot run here."""


@dataclass(frozen=True)
class Contradiction:
    """One thing that is of two classes that exclude each other.

    Attributes:
        subject: the thing (N-Triples term), or a class that can have no member.
        one: why it is of the first class.
        other: why it is of the second class.
    """

    subject: str
    one: Reason
    other: Reason

    def __str__(self) -> str:
        one, other = (shorten(reason.triple[2][1:-1]) for reason in (self.one, self.other))
        if self.subject.startswith(f"<{_MEMBER}"):
            return f"{shorten(self.subject[1 + len(_MEMBER) : -1])} can have no member: it would be {one} and {other}"
        return f"{shorten(self.subject[1:-1])} is {one} and {other}, which exclude each other"


def ontology(folder: Path | None = None) -> pl.DataFrame:
    """The ontology's modules as statements, each in its own named graph; code lists are not among them."""
    paths = sorted((folder or room("ontology")).glob("*.ttl"))
    return pl.concat(statements.from_rdf(path, f"{ONTOLOGY_GRAPHS}{path.stem}") for path in paths)


def contradictions(store: ox.Store, explainer: Explainer) -> list[Contradiction]:
    """Things of two classes that exclude each other, in an atlas whose rules have been run."""
    answer = store.query(
        f"""SELECT DISTINCT ?subject ?one ?other WHERE {{
          ?one <{expand("owl:disjointWith")}> ?other . ?subject a ?one . ?subject a ?other
        }} ORDER BY ?subject ?one ?other""",
        use_default_graph_as_union=True,
    )
    found = []
    for row in cast("ox.QuerySolutions", answer):
        subject = str(row["subject"])
        one, other = (explainer.explain((subject, RDF_TYPE, str(row[name]))) for name in ("one", "other"))
        if one and other:
            found.append(Contradiction(subject, one, other))
    return found


def contradictions_in(extra: Iterable[Path] = (), folder: Path | None = None) -> list[Contradiction]:
    """Contradictions of the ontology with the facts in further Turtle files, found by the rules.

    Every class is given one imagined member, so that a class that can have none is found too.
    """
    axioms = ontology(folder)
    kinds = statements.having(axioms, "rdf:type").filter(pl.col("o") == f"<{expand('owl:Class')}>")["s"].unique()
    imagined = pl.DataFrame({"s": kinds}).select(
        s="<" + _MEMBER + pl.col("s").str.strip_chars("<>") + ">",
        p=pl.lit(RDF_TYPE),
        o="s",
        g=pl.lit(f"<{PREFIXES['graph']}imagined>"),
    )
    given = [statements.from_rdf(path, f"{PREFIXES['graph']}given-{path.stem}") for path in extra]
    facts = pl.concat([imagined, *given])
    inferred = rules.infer(facts, rules.compile_rules(axioms), INFERRED)
    store = ox.Store()
    store.bulk_load(statements.nquads(pl.concat([axioms, facts, inferred])), format=ox.RdfFormat.N_QUADS)
    return contradictions(store, Explainer(store, _ANY_DAY))


def check_ontology(extra: Iterable[Path] = (), folder: Path | None = None) -> str:
    """Let HermiT check the ontology modules together with further files.

    Args:
        extra: Turtle files with facts to check against the ontology.
        folder: where the modules lie; the bundled ones by default.

    Returns:
        A sentence that says what was checked.

    Raises:
        NoJavaError: if there is no Java on this machine.
        InconsistentError: if there is a contradiction; it holds the reasons.
    """
    if shutil.which("java") is None:
        raise NoJavaError("Java is needed to check consistency with HermiT and was not found on this machine")
    import owlready2  # noqa: PLC0415 - needed here only

    extra = list(extra)
    merged = rdflib.Graph()
    modules = sorted((folder or room("ontology")).glob("*.ttl"))
    for path in [*modules, *extra]:
        merged.parse(path, format="turtle")
    # The modules are merged into one file, so there is nothing left to import.
    merged.remove((None, rdflib.OWL.imports, None))
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "merged.rdf"
        path.write_bytes(merged.serialize(format="xml", encoding="utf-8"))
        loaded = world.get_ontology(path.as_uri())
        loaded.load(fileobj=io.BytesIO(path.read_bytes()))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        raise _told(contradictions_in(extra, folder)) from None
    if any(kind is not owlready2.Nothing for kind in world.inconsistent_classes()):
        raise _told(contradictions_in(extra, folder))
    classes, properties = len(list(world.classes())), len(list(world.properties()))
    return f"consistent: {classes} classes and {properties} properties in {len(modules)} modules (HermiT)"


def _told(found: Sequence[Contradiction]) -> InconsistentError:
    if not found:
        return InconsistentError("HermiT finds a contradiction that the rules of this atlas cannot put in words")
    words = "; ".join(str(contradiction) for contradiction in found)
    return InconsistentError(f"the ontology or the facts contradict themselves: {words}", found)
