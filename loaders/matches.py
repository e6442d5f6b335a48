"""Matches: what a reviewer decided on records that may be the same organisation or establishment."""

from dataclasses import dataclass

import polars as pl

from graph.matching import REGISTERED
from graph.terms import PREFIXES, node, text, typed
from graph.unifying import DIFFERENT, SAME
from loaders.claims import SOURCED, claim_iri, sourced
from loaders.columns import Choice, Column, Known, ReferenceBy
from loaders.loader import Loader

UNDECIDED = "undecided"
THINGS = ("organisation", "establishment")


@dataclass(frozen=True)
class Matched(ReferenceBy):
    """The key of a thing that is in the atlas, or that a register of millions of rows may bring in.

    Registers are streamed and their keys never known beforehand, so that of those only the form is checked.
    """

    unlike: str | None = None

    @property
    def expected(self) -> str:
        """Where the kind of thing stands, and the form of the keys of registers."""
        told = f"{super().expected}, or a register's key such as lisa-123 or kvk-12345678"
        return told if self.unlike is None else f"{told}; another key than that of {self.unlike}"

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the thing is known or the key is one of a register, and whether two keys are told."""
        named = super().good(cell, known) | cell.str.contains(REGISTERED)
        return named if self.unlike is None else named & (cell != pl.col(self.unlike)).fill_null(value=True)


class Decision(Choice):
    """What was decided; what is the same or different needs someone who says so."""

    @property
    def expected(self) -> str:
        """The words, and what goes with them."""
        return f"{SAME} or {DIFFERENT} with the name of the reviewer, or {UNDECIDED} or nothing"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The word in lower case."""
        return cell.str.to_lowercase()

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the word is on the list and a reviewer stands behind it."""
        return super().good(cell, known) & ((cell == UNDECIDED) | pl.col("reviewer").is_not_null())


_decided = pl.when(pl.col("decision") != UNDECIDED)
_decision = _decided.then(claim_iri("match", "kind", "one", "other", "decision", "source"))


def _address(key: str) -> pl.Expr:
    spaces = {kind: PREFIXES[kind] for kind in THINGS}
    return typed(pl.concat_str(pl.col("kind").replace_strict(spaces, default=None), key), "anyURI")


LOADER = Loader(
    name="matches",
    about={
        "nl": "Besluiten over records die dezelfde organisatie of vestiging kunnen zijn",
        "en": "Decisions on records that may be the same organisation or establishment",
    },
    columns=(
        Column("kind", Choice(THINGS), required=True),
        Column("one", Matched("kind", THINGS), required=True),
        Column("other", Matched("kind", THINGS, unlike="one"), required=True),
        Column("decision", Decision((SAME, DIFFERENT, UNDECIDED)), default=UNDECIDED),
        Column("reviewer"),
        Column("reason"),
        *SOURCED,
    ),
    key=("kind", "one", "other"),
    restricted=True,  # a decision names establishments of registers
    patterns=(
        (_decision, "rdf:type", node("ka:MatchDecision")),
        (_decision, "ka:matchedIdentifier", _address("one")),
        (_decision, "ka:otherIdentifier", _address("other")),
        (_decision, "ka:matchDecision", text("decision")),
        (_decision, "ka:matchReviewer", text("reviewer")),
        (_decision, "ka:matchReason", text("reason")),
        *sourced(_decision),
    ),
)
