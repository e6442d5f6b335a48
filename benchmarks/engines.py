"""The engines that infer: ours, and the ones one would take instead, each in the best form we know for it.

Every engine gets the same statements and the same ontology and gives back all statements that hold. Only inferring is
timed: for ours that is from a frame to a frame, for the others from what they hold in memory to what they hold in
memory, without loading and without reading out, which is to their advantage. HermiT runs in Java, which Owlready2
starts anew for each call; that start is part of its time.
"""

import io
import shutil
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import owlrl
import polars as pl
import pyoxigraph as ox
import rdflib

from benchmarks.synthetic import GRAPH
from graph.rules import Rule, compile_rules, infer, order
from graph.statements import RDF_TYPE
from graph.terms import PREFIXES

Triples = pl.DataFrame
"""Statements without their named graph: columns ``s``, ``p`` and ``o``."""


@dataclass(frozen=True)
class Outcome:
    """What one engine made of a graph.

    Attributes:
        seconds: how long inferring took.
        closure: all statements that hold, stated and inferred.
    """

    seconds: float
    closure: Triples


@dataclass(frozen=True)
class Engine:
    """One way to infer.

    Attributes:
        name: what people call it.
        run: infers from statements and ontology.
        usual: most stated statements for which it is run; beyond, it takes too long to wait for.
        utmost: the same for those who do wait; None is no limit.
        lacks: says what is missing on this machine, if anything.
    """

    name: str
    run: Callable[[pl.DataFrame, pl.DataFrame], Outcome]
    usual: int | None = None
    utmost: int | None = None
    lacks: Callable[[], str | None] = lambda: None


def ours(statements: pl.DataFrame, ontology: pl.DataFrame) -> Outcome:
    """Our rules in columns, best of three."""
    rules = compile_rules(ontology)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        made = infer(statements, rules, GRAPH)
        seconds.append(time.perf_counter() - start)
    return Outcome(min(seconds), pl.concat([statements, made]).select("s", "p", "o"))


def oxigraph(statements: pl.DataFrame, ontology: pl.DataFrame) -> Outcome:
    """The same rules as SPARQL updates in pyoxigraph: ordered, and repeated only where they need each other."""
    groups = order(compile_rules(ontology))
    store = ox.Store()
    store.bulk_load(_ntriples(statements), format=ox.RdfFormat.N_TRIPLES)
    start = time.perf_counter()
    for group in groups:
        _insert_all(store, group)
    seconds = time.perf_counter() - start
    table = _select(store, "SELECT ?s ?p ?o { ?s ?p ?o }").serialize(format=ox.QueryResultsFormat.TSV)
    return Outcome(seconds, pl.read_csv(table or b"", separator="\t", quote_char=None, new_columns=["s", "p", "o"]))


def owlrl_closure(statements: pl.DataFrame, ontology: pl.DataFrame) -> Outcome:
    """The rules of the OWL 2 RL profile in owlrl."""
    graph = rdflib.Graph().parse(data=_ntriples(statements, _axioms(ontology)), format="nt")
    start = time.perf_counter()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return Outcome(time.perf_counter() - start, _terms(graph))


def hermit(statements: pl.DataFrame, ontology: pl.DataFrame) -> Outcome:
    """HermiT, a complete reasoner for OWL 2 DL, through Owlready2."""
    import owlready2  # noqa: PLC0415 - needed here only

    axioms = _axioms(ontology)
    named = (
        _individuals(statements)
        .to_frame("s")
        .select("s", p=pl.lit(RDF_TYPE), o=pl.lit(f"<{PREFIXES['owl']}NamedIndividual>"))
    )
    world = owlready2.World()
    world.get_ontology(GRAPH).load(fileobj=io.BytesIO(_ntriples(statements, axioms, named)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        seconds = time.perf_counter() - start
    return Outcome(seconds, _with_broader(_terms(world.as_rdflib_graph()), axioms))


def no_java() -> str | None:
    """Say that HermiT cannot run here, if so."""
    return None if shutil.which("java") else "HermiT is left out: there is no Java on this machine."


OURS = Engine("ketenatlas", ours)
PEERS = (
    Engine("Oxigraph, SPARQL rules", oxigraph),
    Engine("owlrl", owlrl_closure, usual=20_000),
    Engine("HermiT", hermit, usual=6_000, utmost=6_000, lacks=no_java),
)


def of_ours(closure: Triples, statements: pl.DataFrame) -> Triples:
    """The part of a closure that engines must agree on: our properties and classes, between individuals.

    Args:
        closure: what an engine gave.
        statements: the stated facts; what they speak of are the individuals.
    """
    individuals = _individuals(statements)
    space = f"<{PREFIXES['ka']}"
    typed = (pl.col("p") == RDF_TYPE) & pl.col("o").str.starts_with(space)
    linked = pl.col("p").str.starts_with(space) & pl.col("o").is_in(individuals.implode())
    return closure.filter(pl.col("s").is_in(individuals.implode()) & (typed | linked)).unique()


def _axioms(ontology: pl.DataFrame) -> pl.DataFrame:
    """The ontology without labels and definitions, and with nothing to import, for its modules are given as one."""
    imports = pl.col("p") == f"<{PREFIXES['owl']}imports>"
    return ontology.filter(pl.col("o").str.starts_with("<") & ~imports)


def _individuals(statements: pl.DataFrame) -> pl.Series:
    """Everything the statements speak of, classes aside."""
    objects = statements.filter((pl.col("p") != RDF_TYPE) & pl.col("o").str.starts_with("<"))["o"]
    return pl.concat([statements["s"], objects]).unique()


def _insert_all(store: ox.Store, group: Sequence[Rule]) -> None:
    """Run one group of rules until nothing new follows."""
    heads = {rule.head for rule in group}
    repeated = [rule for rule in group if heads.intersection(rule.body)]
    for rule in group:
        if rule not in repeated:
            store.update(as_update(rule))
    known = -1
    while repeated:
        for rule in repeated:
            store.update(as_update(rule))
        before, known = known, _count(store, heads)
        if known == before or all(_is_transitivity(rule) for rule in repeated):
            return


def _count(store: ox.Store, heads: Iterable[str]) -> int:
    """Number of statements the heads have by now; the length of a store would take looking at all of it."""
    counts = (_select(store, f"SELECT (COUNT(*) AS ?n) {{ {_pattern(head, 'a', 'b')} }}") for head in heads)
    return sum(int(cast(ox.Literal, row["n"]).value) for found in counts for row in found)


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    return cast(ox.QuerySolutions, store.query(query))


def as_update(rule: Rule) -> str:
    """Write a rule as a SPARQL update, in the form that Oxigraph runs fastest.

    Longer chains are followed step by step through distinct pairs, which the engine joins by hashing; a transitive
    property is a path.
    """
    last = len(rule.body)
    ends = {"so": ("v0", f"v{last}"), "os": (f"v{last}", "v0"), "s": ("v0", ""), "o": (f"v{last}", "")}
    head = _pattern(rule.head, *ends[rule.form])
    if _is_transitivity(rule):
        return f"INSERT {{ {head} }} WHERE {{ ?v0 {rule.head}+ ?v{last} }}"
    where = _pattern(rule.body[0], "v0", "v1")
    for at, part in enumerate(rule.body[1:], start=1):
        if at > 1:
            where = f"{{ SELECT DISTINCT ?v0 ?v{at} WHERE {{ {where} }} }}"
        where = f"{where} {_pattern(part, f'v{at}', f'v{at + 1}')}"
    return f"INSERT {{ {head} }} WHERE {{ {where} }}"


def _is_transitivity(rule: Rule) -> bool:
    return rule.body == (rule.head, rule.head)


def _pattern(name: str, subject: str, value: str) -> str:
    if name.startswith("type "):
        return f"?{subject} {RDF_TYPE} {name.removeprefix('type ')} ."
    return f"?{subject} {name} ?{value} ."


def _ntriples(*frames: pl.DataFrame) -> bytes:
    lines = pl.concat([frame.select("s", "p", "o") for frame in frames]).select(
        pl.concat_str("s", "p", "o", pl.lit("."), separator=" ")
    )
    return "\n".join(lines.to_series()).encode() + b"\n"


def _terms(graph: Iterable[tuple[object, ...]]) -> Triples:
    """The statements between IRIs of an rdflib graph."""
    rows = [tuple(f"<{term}>" for term in row) for row in graph if all(isinstance(t, rdflib.URIRef) for t in row)]
    return pl.DataFrame(rows, schema={"s": pl.String, "p": pl.String, "o": pl.String}, orient="row")


def _with_broader(closure: Triples, ontology: pl.DataFrame) -> Triples:
    """Add what the stated hierarchy of classes and properties implies, which Owlready2 does not write down."""
    for narrow, relation in (("o", "subClassOf"), ("p", "subPropertyOf")):
        kept = closure.filter(pl.col("p") == RDF_TYPE) if narrow == "o" else closure
        step = ontology.filter(pl.col("p") == f"<{PREFIXES['rdfs']}{relation}>").select(
            pl.col("s").alias(narrow), pl.col("o").alias("broad")
        )
        while kept.height:
            kept = kept.join(step, on=narrow).with_columns(pl.col("broad").alias(narrow)).select("s", "p", "o")
            closure = pl.concat([closure, kept])
    return closure.unique()
