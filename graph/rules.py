"""Rules: the ontology's axioms, compiled to ordered rules and run in columns.

The axioms are the single source of what follows from what (OWL 2 RL, Motik et al. 2012, section 4.3, the rules for
the axiom kinds in :data:`SUPPORTED`). They are ordered by dependency, so that each group of rules that need each
other is run once, to its fixpoint, by semi-naive evaluation: only what was new in one round is joined in the next.
An axiom of another kind is refused by name, never silently ignored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import polars as pl

from graph.errors import AtlasError
from graph.statements import RDF_TYPE, SCHEMA
from graph.terms import PREFIXES, expand, shorten

SUPPORTED = (
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:inverseOf",
    "owl:propertyChainAxiom",
    "owl:TransitiveProperty",
    "owl:SymmetricProperty",
)

_WITHOUT_CONSEQUENCE = frozenset(
    f"<{expand(term)}>"
    for term in (
        "owl:disjointWith",  # a constraint: consistency checking looks at it, nothing follows from it
        "owl:imports",
        "owl:priorVersion",
        "owl:versionIRI",
        "owl:versionInfo",
        "rdfs:label",
        "rdfs:comment",
    )
)
_DECLARATIONS = frozenset(
    f"<{expand(term)}>"
    for term in (
        "owl:Ontology",
        "owl:Class",
        "owl:ObjectProperty",
        "owl:DatatypeProperty",
        "owl:AnnotationProperty",
        "rdfs:Datatype",
    )
)

_DATATYPES = frozenset(f"<{expand(term)}>" for term in ("rdfs:Literal", "geo:wktLiteral"))
"""Ranges beside those of XSD that hold values, not things: no class follows."""

Relation = pl.DataFrame
"""Pairs of term numbers, columns ``s`` and ``o``, without repeats."""


class UnsupportedAxiomError(AtlasError):
    """The ontology says something these rules cannot follow."""


@dataclass(frozen=True)
class Rule:
    """What follows from a chain of statements.

    Attributes:
        head: property that follows, or the class as ``type <iri>``.
        body: properties (or classes) that are followed one after the other.
        form: which ends of the chain the new statement joins: ``so`` first subject to last object, ``os`` the
            other way round, ``s`` the first subject gets the class of the head, ``o`` the last object does.
        axiom: kind of axiom the rule comes from, and what it says, for explanation.
    """

    head: str
    body: tuple[str, ...]
    form: str
    axiom: str


def class_key(iri: str) -> str:
    """Name of the relation that holds the members of a class."""
    return f"type {iri}"


def compile_rules(ontology: pl.DataFrame) -> list[Rule]:
    """Turn the axioms of an ontology into rules.

    Args:
        ontology: statements of the ontology modules.

    Raises:
        UnsupportedAxiomError: naming the first axiom of a kind that is not supported.
    """
    owl, rdfs, rdf = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"]
    first = _as_map(ontology, f"<{rdf}first>")
    rest = _as_map(ontology, f"<{rdf}rest>")
    rules: list[Rule] = []
    for s, p, o in sorted(ontology.select("s", "p", "o").iter_rows()):
        short = shorten(p.strip("<>"))
        if p == RDF_TYPE:
            kind = shorten(o.strip("<>"))
            if kind == "owl:TransitiveProperty":
                rules.append(Rule(s, (s, s), "so", _words(s, "is transitive")))
            elif kind == "owl:SymmetricProperty":
                rules.append(Rule(s, (s,), "os", _words(s, "is symmetric")))
            elif o.startswith((f"<{owl}", f"<{rdfs}")) and o not in _DECLARATIONS:
                raise UnsupportedAxiomError(f"the rules do not support {kind} (on {shorten(s.strip('<>'))})")
        elif short == "rdfs:subClassOf":
            rules.append(Rule(class_key(o), (class_key(s),), "s", _words(s, "is a kind of", o)))
        elif short == "rdfs:subPropertyOf":
            rules.append(Rule(o, (s,), "so", _words(s, "implies", o)))
        elif short == "rdfs:domain":
            rules.append(Rule(class_key(o), (s,), "s", _words(s, "is said of", o)))
        elif short == "rdfs:range":
            if not o.startswith(f"<{PREFIXES['xsd']}") and o not in _DATATYPES:
                rules.append(Rule(class_key(o), (s,), "o", _words(s, "points at", o)))
        elif short == "owl:inverseOf":
            rules.append(Rule(o, (s,), "os", _words(o, "is the inverse of", s)))
            rules.append(Rule(s, (o,), "os", _words(s, "is the inverse of", o)))
        elif short == "owl:propertyChainAxiom":
            body = tuple(_items(o, first, rest))
            rules.append(Rule(s, body, "so", _words(*body, "together give", s)))
        elif p.startswith((f"<{owl}", f"<{rdfs}")) and p not in _WITHOUT_CONSEQUENCE:
            raise UnsupportedAxiomError(f"the rules do not support {short} (on {shorten(s.strip('<>'))})")
    return rules


def order(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules so that each group needs only earlier groups and itself."""
    needs: nx.DiGraph[str] = nx.DiGraph()
    for rule in rules:
        needs.add_node(rule.head)
        needs.add_edges_from((part, rule.head) for part in rule.body)
    groups = nx.condensation(needs)
    place = {
        member: at for at, group in enumerate(nx.topological_sort(groups)) for member in groups.nodes[group]["members"]
    }
    ordered: dict[int, list[Rule]] = {}
    for rule in rules:
        ordered.setdefault(place[rule.head], []).append(rule)
    return [ordered[at] for at in sorted(ordered)]


def infer(statements: pl.DataFrame, rules: Sequence[Rule], graph: str) -> pl.DataFrame:
    """Everything that follows from the statements by the rules and was not stated.

    Args:
        statements: the stated facts (frame of :mod:`graph.statements`).
        rules: compiled rules.
        graph: IRI of the named graph for what follows.

    Returns:
        What follows; packed if the statements are.
    """
    if statements.is_empty() or not rules:
        return statements.clear().select(*SCHEMA)
    spoken_of = {name for rule in rules for name in (rule.head, *rule.body)}
    members = [name.removeprefix("type ") for name in spoken_of if name.startswith("type ")]
    is_type = pl.col("p") == RDF_TYPE
    held = statements.schema["s"]
    # A term's number is that of its category. Text gets categories of its own, which are there as long as a column
    # holds any of them, so that the class names are kept until all is done.
    kind = held if isinstance(held, pl.Categorical) else pl.Categorical(pl.Categories.random())
    classes = sorted({rule.head.removeprefix("type ") for rule in rules if rule.head.startswith("type ")})
    named = pl.Series(classes, dtype=pl.String).cast(kind)
    class_ids = dict(zip(map(class_key, classes), named.to_physical(), strict=True))
    stated = statements.filter(
        pl.when(is_type).then(pl.col("o").is_in(members)).otherwise(pl.col("p").is_in(spoken_of))
    ).select("p", name=pl.when(is_type).then("o"), s=pl.col("s").cast(kind), o=pl.col("o").cast(kind))
    relations: dict[str, Relation] = {}
    for (predicate, name), part in stated.group_by("p", "name", maintain_order=True):
        key = str(predicate) if name is None else class_key(str(name))
        relations[key] = _distinct(part.select(pl.col("s", "o").to_physical()))
    before = {key: relation.height for key, relation in relations.items()}
    for group in order(rules):
        _fixpoint(group, relations, class_ids)
    parts = []
    for key, relation in relations.items():
        new = relation.slice(before.get(key, 0))
        if new.height and key.startswith(("<", "type <")):
            predicate = RDF_TYPE if key.startswith("type ") else key
            ends = new.select(pl.col("s", "o").cat.to(kind).cast(held))
            parts.append(ends.select("s", p=pl.lit(predicate).cast(held), o="o", g=pl.lit(f"<{graph}>").cast(held)))
    return pl.concat(parts) if parts else statements.clear().select(*SCHEMA)


def _fixpoint(group: Sequence[Rule], relations: dict[str, Relation], class_ids: dict[str, int]) -> None:
    """Run one group of rules until nothing new follows; new pairs stand behind the old ones."""
    heads = {rule.head for rule in group}
    recursive = any(part in heads for rule in group for part in rule.body)
    delta: dict[str, Relation] = {}
    while True:
        found: dict[str, list[Relation]] = {}
        for rule in group:
            if not all(part in relations for part in rule.body):
                continue
            whole = [relations[part] for part in rule.body]
            bodies = [whole]
            if delta:
                bodies = [
                    [*whole[:at], delta[part], *whole[at + 1 :]] for at, part in enumerate(rule.body) if part in delta
                ]
            for body in bodies:
                found.setdefault(rule.head, []).append(_apply(rule, body, class_ids))
        delta = {}
        for head, pieces in found.items():
            new = pieces[0] if len(pieces) == 1 else _distinct(pl.concat(pieces))
            if head in relations:
                new = _without(new, relations[head])
            if new.height:
                delta[head] = new
                relations[head] = pl.concat([relations[head], new]) if head in relations else new
        if not (recursive and delta):
            return


def _apply(rule: Rule, body: Sequence[Relation], class_ids: dict[str, int]) -> Relation:
    """Follow one chain of relations and join its ends as the rule says."""
    pairs = body[0]
    for step in body[1:]:
        pairs = _distinct(pairs.rename({"o": "mid"}).join(step.rename({"s": "mid"}), on="mid"))
    if rule.form == "so":
        return pairs
    if rule.form == "os":
        return pairs.select(s="o", o="s")
    return pairs.select(pl.col(rule.form).unique().sort().alias("s"), o=pl.lit(class_ids[rule.head], dtype=pl.UInt32))


_PAIR = (pl.col("s").cast(pl.UInt64) * 2**32 + pl.col("o")).alias("pair")
"""Both numbers of a pair in one: one column is compared several times faster than two."""


def _distinct(pairs: Relation) -> Relation:
    """The pairs, each once, in order."""
    pair = pl.col("pair")
    return pairs.select(_PAIR.unique().sort()).select(
        s=(pair // 2**32).cast(pl.UInt32), o=(pair % 2**32).cast(pl.UInt32)
    )


def _without(pairs: Relation, known: Relation) -> Relation:
    """The pairs that are not yet known."""
    return (
        pairs.with_columns(_PAIR)
        .join(known.select(_PAIR), on="pair", how="anti", maintain_order="left")
        .select("s", "o")
    )


def _as_map(statements: pl.DataFrame, predicate: str) -> dict[str, str]:
    part = statements.filter(pl.col("p") == predicate)
    return dict(zip(part["s"], part["o"], strict=True))


def _items(head: str, first: dict[str, str], rest: dict[str, str]) -> Iterator[str]:
    """Members of an RDF list."""
    while head in first:
        yield first[head]
        head = rest[head]


def _words(*parts: str) -> str:
    return " ".join(shorten(part.strip("<>")) if part.startswith("<") else part for part in parts)
