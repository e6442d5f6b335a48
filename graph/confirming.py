"""Confirming: what someone with authority decided on a proposal is applied to it, and what it was before is kept.

A proposal is a claim with ``ka:confirmation``. Confirmed or changed, it is asserted by the source of the decision from
then on; rejected, it is no statement of the atlas any more. The decision itself stays, with the role, the day, the
reason and what the claim said before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph.errors import AtlasError
from graph.statements import having
from graph.terms import PREFIXES, expand, shorten
from graph.unifying import address

CONFIRMED, CHANGED, REJECTED = "confirmed", "changed", "rejected"

RELATIONS: Mapping[str, tuple[str, str]] = {
    "mapping": ("ka:mappingKind", "mapping-kind"),
    "alignment": ("ka:alignmentKind", "alignment-kind"),
}
"""Of each kind of claim whose relation may be changed: the predicate that holds it, and the list of its words."""

_TAKEN = ("ka:confirmation", "ka:confirmedBy", "ka:confirmedOn", "ka:evidenceLevel", "dct:source", "ka:observedOn")
"""What a claim that is confirmed or changed says anew."""
_FORMER = ("ka:mappingKind", "ka:alignmentKind", "ka:confidence", "ka:confirmation", "ka:evidenceLevel", "dct:source")
"""What a decision remembers of its claim, in this order."""


@dataclass(frozen=True)
class Confirmed:
    """What came of confirming.

    Attributes:
        statements: the statements with every decision applied.
        lineage: the row of the decision for each claim decided on: s, file, row.
        waiting: decisions on claims that are not there: file, row, claim.
    """

    statements: pl.DataFrame
    lineage: pl.DataFrame
    waiting: list[tuple[str, int, str]]


def decisions_in(statements: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """The decisions among statements, the latest of each claim.

    Columns: decision, claim (terms), outcome, relation, confidence, role, day, source (terms or null), file, row.

    Raises:
        AtlasError: if two of one day say different things of one claim, naming the rows.
    """
    told = having(statements, "ka:decidedClaim").select("s", claim=address(pl.col("o")))
    for column, predicate in (
        ("outcome", "ka:decisionOutcome"), ("relation", "ka:decidedRelation"), ("role", "ka:decisionRole"),
        ("confidence", "ka:decidedConfidence"), ("day", "ka:observedOn"), ("source", "dct:source"),
    ):  # fmt: skip
        told = told.join(having(statements, predicate).rename({"o": column}), on="s", how="left")
    told = told.with_columns(pl.col("outcome", "relation").str.strip_chars('"'))
    rows = lineage.filter(pl.col("s").is_in(told["s"].to_list())).unique("s", keep="first", maintain_order=True)
    told = told.join(rows, on="s", how="left").rename({"s": "decision"}).sort("claim", "day", "decision")
    last = told.filter(pl.col("day") == pl.col("day").max().over("claim"))
    saying = pl.struct("outcome", "relation", "confidence")
    torn = last.filter(saying.n_unique().over("claim") > 1)
    if torn.height:
        one, other = torn.filter(pl.col("claim") == torn["claim"][0]).head(2).iter_rows(named=True)
        raise AtlasError(
            f"two decisions of one day contradict each other: {_said(one)}; yet {_said(other)}. "
            "Nothing was built, change one of these rows"
        )
    return last.unique("claim", keep="last", maintain_order=True)


def confirm(statements: pl.DataFrame, decisions: pl.DataFrame) -> Confirmed:
    """Apply decisions to the claims they are about.

    Args:
        statements: statements of the tables, decisions included.
        decisions: as :func:`decisions_in` gives them.
    """
    homes = (
        statements.filter(pl.col("p") == f"<{expand('ka:confirmation')}>")
        .select(claim="s", g="g")
        .unique("claim", keep="first", maintain_order=True)
    )
    there = decisions.join(homes, on="claim", how="inner", maintain_order="left")
    absent = decisions.join(homes, on="claim", how="anti", maintain_order="left")
    former = _former(statements, there)
    kept = there.filter(pl.col("outcome") != REJECTED)
    gone = set(there.filter(pl.col("outcome") == REJECTED)["claim"])
    drop = [_pairs(kept, predicate) for predicate in _TAKEN]
    changed = {
        **{predicate: kept.filter(pl.col("relation").is_not_null()) for predicate, _ in RELATIONS.values()},
        "ka:confidence": kept.filter(pl.col("confidence").is_not_null()),
    }
    drop += [_pairs(of, predicate) for predicate, of in changed.items()]
    left = statements.filter(~pl.col("s").is_in(gone)).join(
        pl.concat(drop), on=["s", "p"], how="anti", maintain_order="left"
    )
    return Confirmed(
        pl.concat([left, *_said_anew(kept), former]),
        there.select(s="claim", file="file", row="row").drop_nulls(),
        [(row["file"], row["row"], row["claim"]) for row in absent.iter_rows(named=True)],
    )


def _pairs(decisions: pl.DataFrame, predicate: str) -> pl.DataFrame:
    return decisions.select(s="claim", p=pl.lit(f"<{expand(predicate)}>"))


def _said_anew(kept: pl.DataFrame) -> list[pl.DataFrame]:
    """What claims that stay say from now on."""
    lists = {predicate: f"{PREFIXES[scheme]}" for predicate, scheme in RELATIONS.values()}
    values: dict[str, pl.Expr] = {
        "ka:confirmation": pl.lit('"confirmed"'),
        "ka:confirmedBy": pl.col("role"),
        "ka:confirmedOn": pl.col("day"),
        "ka:observedOn": pl.col("day"),
        "ka:evidenceLevel": pl.lit(f"<{PREFIXES['evidence']}asserted>"),
        "dct:source": pl.col("source"),
        "ka:confidence": pl.col("confidence"),
    }
    for kind, (predicate, _) in RELATIONS.items():
        of_kind = pl.col("claim").str.starts_with(f"<{PREFIXES['claim']}{kind}--")
        term = pl.concat_str(pl.lit(f"<{lists[predicate]}"), "relation", pl.lit(">"))
        values[predicate] = pl.when(of_kind).then(term)
    return [
        kept.select(s="claim", p=pl.lit(f"<{expand(predicate)}>"), o=value, g="g").drop_nulls("o")
        for predicate, value in values.items()
    ]


def _former(statements: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """What each claim said before, as one line of text that the decision keeps."""
    order = pl.DataFrame({"p": [f"<{expand(p)}>" for p in _FORMER], "at": range(len(_FORMER))})
    said = (
        statements.join(there.select("claim", "decision"), left_on="s", right_on="claim")
        .join(order, on="p")
        .sort("decision", "at", "o")
        .with_columns(o=pl.coalesce(pl.col("o").str.extract(r'^"([^"]*)"'), pl.col("o").str.extract(r"([^/#]+)>$")))
    )
    line = said.group_by("decision", maintain_order=True).agg(o=pl.col("o").str.join(", "))
    home = statements.join(there.select("decision"), left_on="s", right_on="decision", how="semi")
    graphs = home.group_by("s").agg(pl.first("g"))
    return line.join(graphs, left_on="decision", right_on="s").select(
        s="decision",
        p=pl.lit(f"<{expand('ka:formerly')}>"),
        o=pl.concat_str(pl.lit('"'), "o", pl.lit('"')),
        g="g",
    )


def _said(row: Mapping[str, object]) -> str:
    told = ", ".join(str(row[name]) for name in ("outcome", "relation", "confidence") if row[name] is not None)
    return f"row {row['row']} of {row['file']} says {told} of {shorten(str(row['claim']).strip('<>'))}"
