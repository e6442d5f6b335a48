"""Unifying: things that a reviewer decided to be one get one address, and nothing they said vanishes unseen.

The thing that is kept speaks first. What another says of an aspect that the kept thing is silent on is taken over;
what it says otherwise is left out and told of. Its name stays as an alternative label, its address as a former
identifier. Claims about a thing keep the address they were given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from graph.errors import AtlasError
from graph.statements import SCHEMA, having
from graph.terms import PREFIXES, expand, shorten, typed

UNIFIED = f"{PREFIXES['graph']}unified"
"""Named graph of the former identifiers."""

SAME, DIFFERENT = "same", "different"

_ASPECTS = {
    "rdfs:label": "name",
    "ka:registrationNumber": "registration",
    "ka:establishmentNumber": "number",
    "ka:inMunicipality": "place",
    "ka:outsideRegion": "place",
    "ka:postcode": "postcode",
    "geo:hasDefaultGeometry": "point",
    "ka:situatedOn": "park",
    "ka:locationEvidence": "park",
    "ka:jobs": "jobs",
    "ka:validFrom": "period",
    "ka:validTo": "period",
    "ka:closedOn": "end",
    "ka:observedOn": "observed",
}
"""What a thing has one of; predicates of one aspect come from one thing, so that no park gets another's evidence."""

_ENDS = ("ka:supplier", "ka:customer", "ka:partner")

WITHHELD = {"thing": pl.String, "predicate": pl.String, "found": pl.String, "why": pl.String}
"""What was left out: whose statement (term), about what, the value, and why."""


@dataclass(frozen=True)
class Unified:
    """What came of unifying.

    Attributes:
        statements: the statements, each about the thing that is kept.
        kept: address that is kept, by former address (terms).
        withheld: what was left out (see :data:`WITHHELD`).
    """

    statements: pl.DataFrame
    kept: Mapping[str, str]
    withheld: pl.DataFrame


def decisions_in(statements: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """The decisions among statements: one, other (terms), decision, file, row; sorted.

    Args:
        statements: statements of the tables.
        lineage: the row each thing was read from (see :data:`graph.lineage.ROWS`).
    """
    told = having(statements, "ka:matchDecision").rename({"o": "decision"})
    for column, predicate in (("one", "ka:matchedIdentifier"), ("other", "ka:otherIdentifier")):
        told = told.join(having(statements, predicate).rename({"o": column}), on="s")
    told = told.with_columns(
        one=address(pl.col("one")), other=address(pl.col("other")), decision=pl.col("decision").str.strip_chars('"')
    )
    rows = lineage.filter(pl.col("s").is_in(told["s"].to_list())).unique("s", keep="first", maintain_order=True)
    found = told.join(rows, on="s", how="left").select("one", "other", "decision", "file", "row")
    return found.unique().sort("one", "other", "decision", "file", "row")


def address(identifier: pl.Expr) -> pl.Expr:
    """The term that an identifier literal names."""
    return pl.concat_str(pl.lit("<"), identifier.str.extract(r'^"([^"]*)"'), pl.lit(">"))


def involved(decisions: pl.DataFrame) -> frozenset[str]:
    """All things that are decided to be another (terms)."""
    same = decisions.filter(pl.col("decision") == SAME)
    return frozenset([*same["one"], *same["other"]])


def resolve(decisions: pl.DataFrame, present: frozenset[str]) -> dict[str, str]:
    """The address that is kept, by former address.

    Of things that are one, the first that is there and never stands second in a decision is kept, by order of address.

    Args:
        decisions: as :func:`decisions_in` gives them.
        present: the things there are.

    Raises:
        AtlasError: if decisions contradict each other, naming the rows.
    """
    import networkx as nx  # noqa: PLC0415 - an atlas without decisions need not wait for it

    same = decisions.filter(pl.col("decision") == SAME)
    graph: nx.Graph[str] = nx.Graph()
    for row in same.iter_rows(named=True):
        graph.add_edge(row["one"], row["other"], said=_said(row))
    for row in decisions.filter(pl.col("decision") == DIFFERENT).iter_rows(named=True):
        one, other = row["one"], row["other"]
        if one in graph and other in graph and nx.has_path(graph, one, other):
            path = nx.shortest_path(graph, one, other)
            steps = [graph.edges[step]["said"] for step in pairwise(path)]
            raise AtlasError(
                f"decisions contradict each other: {_said(row)}; yet {'; '.join(steps)}. "
                "What is the same cannot be different too; nothing was built, change one of these rows"
            )
    second = frozenset(same["other"])
    kept: dict[str, str] = {}
    for things in nx.connected_components(graph):
        there = sorted(things & present, key=lambda thing: (thing in second, thing))
        kept |= dict.fromkeys(there[1:], there[0]) if there else {}
    return kept


def _said(row: Mapping[str, object]) -> str:
    one, other = (shorten(str(row[side]).strip("<>")) for side in ("one", "other"))
    return f"{row['file'] or 'a table'} row {row['row'] or '?'} says {one} and {other} are {row['decision']}"


def unify(statements: pl.DataFrame, decisions: pl.DataFrame) -> Unified:
    """Say of the thing that is kept what is said of all that are the same.

    Args:
        statements: statements of all tables, before anything is inferred.
        decisions: as :func:`decisions_in` gives them; without any, nothing changes.

    Raises:
        AtlasError: if decisions contradict each other, naming the rows.
    """
    things = involved(decisions)
    named = statements.filter((pl.col("p") == f"<{expand('rdf:type')}>") & pl.col("s").is_in(list(things)))
    kept = resolve(decisions, frozenset(named["s"]))
    if not kept:
        return Unified(statements, {}, pl.DataFrame(schema=WITHHELD))
    marked = statements.with_columns(
        s_new=renamed(pl.col("s"), kept), o_new=renamed(pl.col("o"), kept), at=pl.int_range(pl.len())
    )
    yields = _yielding(marked, kept)
    circular = pl.concat([_selfish(marked), _circular(marked)]).unique(maintain_order=True)
    left = pl.concat([yields.filter(pl.col("aspect") != "name")["at"], circular["at"]])
    aliases = yields.filter(pl.col("aspect") == "name").select("at")
    alias = f"<{expand('skos:altLabel')}>"
    said = (
        marked.filter(~pl.col("at").is_in(left.to_list()))
        .with_columns(p=pl.when(pl.col("at").is_in(aliases["at"].to_list())).then(pl.lit(alias)).otherwise("p"))
        .select(s="s_new", p="p", o="o_new", g="g")
    )
    told = pl.concat([_told(yields, marked), _told_of_circles(circular, marked)])
    return Unified(pl.concat([said, _formers(kept)]).unique(maintain_order=True), kept, told)


def renamed(column: pl.Expr, kept: Mapping[str, str]) -> pl.Expr:
    """A column of terms with former addresses replaced by the ones that are kept."""
    return column.replace(dict(kept))


def _yielding(marked: pl.DataFrame, kept: Mapping[str, str]) -> pl.DataFrame:
    """Statements (``at``) of aspects on which another thing that is the same speaks first."""
    things = [*kept, *kept.values()]
    aspects = {f"<{expand(name)}>": aspect for name, aspect in _ASPECTS.items()}
    own = marked.filter(pl.col("s").is_in(things) & pl.col("p").is_in(list(aspects))).select(
        "at", "p", thing="s", one="s_new", value="o_new", aspect=pl.col("p").replace_strict(aspects)
    )
    held = marked.filter(pl.col("o").is_in(things) & (pl.col("p") == f"<{expand('ka:hasEstablishment')}>")).select(
        "at", "p", thing="o", one="o_new", value="s_new", aspect=pl.lit("organisation")
    )
    spoken = pl.concat([own, held])
    first = (
        spoken.sort(pl.col("thing") != pl.col("one"), "thing")
        .unique(["one", "aspect"], keep="first", maintain_order=True)
        .select("one", "aspect", first="thing")
    )
    joined = spoken.join(first, on=["one", "aspect"], maintain_order="left")
    kept_values = joined.filter(pl.col("thing") == pl.col("first")).select("one", "p", "value")
    # The same value said twice is no loss: it yields to nothing and becomes one statement.
    return joined.filter(pl.col("thing") != pl.col("first")).join(
        kept_values, on=["one", "p", "value"], how="anti", maintain_order="left"
    )


def _selfish(marked: pl.DataFrame) -> pl.DataFrame:
    """Statements (``at``) by which a thing would be related to itself."""
    return marked.filter((pl.col("s") != pl.col("o")) & (pl.col("s_new") == pl.col("o_new"))).select("at")


def _circular(marked: pl.DataFrame) -> pl.DataFrame:
    """All statements (``at``) of claims by which a thing would supply or work with itself."""
    ends = marked.filter(pl.col("p").is_in([f"<{expand(name)}>" for name in _ENDS]))
    claims = (
        ends.group_by("s")
        .agg(before=pl.col("o").n_unique(), after=pl.col("o_new").n_unique())
        .filter((pl.col("before") > 1) & (pl.col("after") == 1))
    )
    return marked.join(claims.select("s"), on="s", how="semi", maintain_order="left").select("at")


def _told(yields: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """What yielded, in the words of the notes."""
    values = marked.select("at", "s", "o")
    other = yields.filter(pl.col("aspect") != "name").join(values, on="at", maintain_order="left")
    return other.select(
        "thing",
        predicate="p",
        found=pl.when(pl.col("aspect") == "organisation").then("s").otherwise("o"),
        why=pl.concat_str(pl.lit("left out, as "), "first", pl.lit(", which is the same, says otherwise")),
    )


def _told_of_circles(circular: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    selfish = pl.col("s_new") == pl.col("o_new")
    ends = pl.col("p").is_in([f"<{expand(name)}>" for name in _ENDS])
    said = marked.join(circular, on="at", how="semi", maintain_order="left").filter(selfish | ends)
    return said.select(
        thing="s",
        predicate="p",
        found="o",
        why=pl.lit("left out, as it relates a thing to what is decided to be itself"),
    )


def _formers(kept: Mapping[str, str]) -> pl.DataFrame:
    """Former identifiers of the things that are kept."""
    pairs = pl.DataFrame(sorted(kept.items()), schema={"former": pl.String, "s": pl.String}, orient="row")
    return pairs.select(
        s="s",
        p=pl.lit(f"<{expand('ka:formerIdentifier')}>"),
        o=typed(pl.col("former").str.strip_chars("<>"), "anyURI"),
        g=pl.lit(f"<{UNIFIED}>"),
    ).cast(pl.Schema(SCHEMA))


def waiting(decisions: pl.DataFrame, present: frozenset[str]) -> Iterator[tuple[str, int, str]]:
    """Decisions that wait for a thing no file has: file, row, the thing."""
    for row in decisions.filter(pl.col("decision") == SAME).iter_rows(named=True):
        for side in ("one", "other"):
            if row[side] not in present:
                yield row["file"], row["row"], shorten(row[side].strip("<>"))
