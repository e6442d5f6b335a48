"""Confirmations: what someone with authority decided on a proposal: a mapping, an alignment, a placement, a membership.

A decision names the claim, the outcome, the role of who decided (never a person), the day and the reason.
"""

from dataclasses import dataclass

import polars as pl

from graph.confirming import CHANGED, CONFIRMED, REJECTED, RELATIONS
from graph.terms import PREFIXES, text, typed
from loaders.claims import SOURCED, claim_iri, sourced
from loaders.columns import Choice, Column, Kind, Known, Number
from loaders.lists import words
from loaders.loader import Loader

UNDECIDED = "undecided"
_SCHEMES = {kind: scheme for kind, (_, scheme) in RELATIONS.items()}


def _said(column: str) -> pl.Expr:
    """Another cell of the row as it is meant, for a kind sees its neighbours before they are tidied."""
    return ClaimKey().tidy(pl.col(column)) if column == "claim" else pl.col(column).str.to_lowercase()


@dataclass(frozen=True)
class ClaimKey(Kind):
    """The key of a claim that waits for confirmation, as the atlas writes it."""

    kinds = ("mapping", "alignment", "placement", "membership")

    @property
    def expected(self) -> str:
        """The kinds of claim, and what a key looks like."""
        return f"the key of a {', '.join(self.kinds[:-1])} or {self.kinds[-1]}, as alignment--action--statement"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The key without the address before it."""
        return cell.str.strip_prefix(PREFIXES["claim"])

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it has the form of such a key."""
        del known
        return cell.str.contains(rf"^(?:{'|'.join(self.kinds)})(?:--[^\s/#]+)+$")


@dataclass(frozen=True)
class Relation(Kind):
    """What the relation is instead: a word of the list that belongs to the kind of claim."""

    @property
    def expected(self) -> str:
        """The words for each kind of claim."""
        told = "; ".join(f"for a {kind} {', '.join(words(scheme))}" for kind, scheme in _SCHEMES.items())
        return f"{told}; nothing for other claims, and only with {CHANGED}"

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the word belongs to the kind of claim, and the claim is said to be changed."""
        del known
        fits = pl.any_horizontal(
            *(_said("claim").str.starts_with(f"{kind}--") & cell.is_in(list(words(scheme))) for kind, scheme in
              _SCHEMES.items())
        )  # fmt: skip
        return fits & (_said("decision") == CHANGED)


@dataclass(frozen=True)
class Certainty(Number):
    """How sure a mapping is from now on."""

    @property
    def expected(self) -> str:
        """The bounds, and where it may stand."""
        return f"{super().expected}, for a mapping that is {CONFIRMED} or {CHANGED}"

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is such a number, of a mapping that stays."""
        stays = _said("claim").str.starts_with("mapping--") & _said("decision").is_in([CONFIRMED, CHANGED])
        return super().good(cell, known) & stays


@dataclass(frozen=True)
class Outcome(Choice):
    """What was decided; needs the role of who decided, and a reason unless the proposal is confirmed as it is."""

    @property
    def expected(self) -> str:
        """The words, and what goes with them."""
        return (
            f"{CONFIRMED} with a role, {CHANGED} with a role, a reason and what it is now (relation or confidence), "
            f"{REJECTED} with a role and a reason, or {UNDECIDED} or nothing"
        )

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The word in lower case."""
        return cell.str.to_lowercase()

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the word is on the list and goes with what it needs."""
        new = pl.col("relation").is_not_null() | pl.col("confidence").is_not_null()
        role, reason = pl.col("role").is_not_null(), pl.col("reason").is_not_null()
        complete = (
            (cell == UNDECIDED)
            | ((cell == CONFIRMED) & role)
            | ((cell == CHANGED) & role & reason & new)
            | ((cell == REJECTED) & role & reason)
        )
        return super().good(cell, known) & complete.fill_null(value=False)


_decision = pl.when(pl.col("decision") != UNDECIDED).then(claim_iri("confirmation", "claim", "source"))

LOADER = Loader(
    name="confirmations",
    about={
        "nl": "Besluiten over voorstellen die op bevestiging wachten: koppelingen, aansluitingen, coalities",
        "en": "Decisions on proposals that wait for confirmation: mappings, alignments, places of coalitions",
    },
    columns=(
        Column("claim", ClaimKey(), required=True),
        Column("decision", Outcome((CONFIRMED, CHANGED, REJECTED, UNDECIDED)), default=UNDECIDED),
        Column("relation", Relation()),
        Column("confidence", Certainty(least=0, most=1)),
        Column("role"),
        Column("reason"),
        *SOURCED,
    ),
    key=("claim", "source"),
    patterns=(
        (_decision, "rdf:type", pl.lit(f"<{PREFIXES['ka']}ConfirmationDecision>")),
        (_decision, "ka:decidedClaim", typed(pl.concat_str(pl.lit(PREFIXES["claim"]), "claim"), "anyURI")),
        (_decision, "ka:decisionOutcome", text("decision")),
        (_decision, "ka:decidedRelation", text("relation")),
        (_decision, "ka:decidedConfidence", typed("confidence", "decimal")),
        (_decision, "ka:decisionRole", text("role")),
        (_decision, "ka:decisionReason", text("reason")),
        *sourced(_decision),
    ),
)
"""Each file is a round of decisions with a source of its own; of several on one claim the latest day counts."""
