"""Searching: every thing of an atlas by a few letters of its name, in Dutch or English, also when misspelt.

The names of one atlas are an inverted index in columns: which word stands in the name of which thing. Each word of a
query must begin a word of the name (or be it); failing that it may stand inside one, and failing that it may be close
to one: as the optimal string alignment distance has it (Damerau, 1964; Levenshtein, 1966), in parts of the length.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph import extracts
from graph.catalogue import THEMES, catalogue
from graph.store import Store
from graph.terms import PREFIXES, expand
from graph.vocabulary import vocabulary

KINDS = (
    *("chain", "stage", "region", "municipality", "park", "campus", "organisation", "establishment"),
    *("coalition", "technology", "theme", "question", "action", "document", "term", "concept", "source", "other"),
)
"""What is found, in the order in which it is shown."""
EXACT, BEGINS, INSIDE, CLOSE = 1.0, 0.9, 0.6, 0.5
"""How much a word of the query counts that is a word of the name, begins one, stands inside one, or is close to one."""
NEAR = 0.7
"""Least likeness of a word that is close, as a part of one."""
BELONGS = 0.7
"""What part of that counts where the word is of the name of what a thing belongs to."""
BEHIND = 0.4
"""How much less a source counts than a thing of the same name: its title names much it is not about."""
_WORDS, _LETTERS = 12, 80
"""So many words and letters of a query are looked at."""
_OTHERS = {"province": "region", "nuts": "region"}
_SCHEMA = {"iri": pl.String, "kind": pl.String, "nl": pl.String, "en": pl.String, "also": pl.String, "of": pl.String}


@dataclass(frozen=True)
class Hit:
    """Something found.

    Attributes:
        iri: the thing; a question has its identifier and a theme its letter here.
        kind: one of :data:`KINDS`.
        label: its name in the language asked for.
        note: what it belongs to: the chain of a stage, the municipality of a park.
        score: how well it fits; higher is better.
        whole: whether its name has every word of the query.
    """

    iri: str
    kind: str
    label: str
    note: str
    score: float
    whole: bool


def plain(text: str) -> str:
    """A text as it is compared: without case, accents and punctuation, its words apart by one space."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in lower if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


class Index:
    """The names of one atlas, ready to be searched. Safe to use from several threads.

    Args:
        things: a row per thing: ``iri``, ``kind``, ``nl``, ``en``, ``also`` (further names) and ``of`` (the thing it
            belongs to, if any).
    """

    def __init__(self, things: pl.DataFrame) -> None:
        self.things = things
        whole = things.select(of="iri", of_nl="nl", of_en="en").unique("of", keep="first")
        belonging = things.select("of").join(whole, on="of", how="left", maintain_order="left")
        self._of = belonging.select("of_nl", "of_en")
        named = things.select("nl", "en", "also", self._of["of_nl"], self._of["of_en"]).with_row_index("at")
        pairs = (
            pl.concat(
                [
                    _words_of(named, ("nl", "en", "also")).with_columns(part=1.0),
                    _words_of(named, ("of_nl", "of_en")).with_columns(part=BELONGS),
                ]
            )
            .group_by("word", "at")
            .agg(pl.col("part").max())
            .sort("word", "at")
        )
        runs = pairs["word"].rle()
        self._words: list[str] = runs.struct.field("value").to_list()
        self._sorted = np.array(self._words, dtype=np.str_)
        self._ends = np.cumsum(runs.struct.field("len").to_numpy())
        self._at = pairs["at"].to_numpy()
        self._part = pairs["part"].to_numpy()
        self._nl, self._en = (things.select(_plain(pl.col(name)))[name] for name in ("nl", "en"))
        rank = {kind: at for at, kind in enumerate(KINDS)}
        self._cites = (things["kind"] == "source").to_numpy().astype(np.float64)
        self._rank = np.array([rank[kind] for kind in things["kind"]], dtype=np.float64)

    @cached_property
    def _joined(self) -> pl.Series:
        return pl.Series(self._words, dtype=pl.String)

    def search(self, query: str, language: str = "nl", kind: str | None = None) -> list[Hit]:
        """What fits a query, best first.

        The name of what a thing belongs to counts as its own, so that establishments are found by their municipality
        too. Things whose name has every word come; if none has, those with most of the words.

        Args:
            query: words as people type them.
            language: of the labels.
            kind: only things of this kind.
        """
        words = plain(query[:_LETTERS]).split()[:_WORDS]
        if not words or self.things.is_empty():
            return []
        found = np.stack([self._weights(word) for word in words])
        matched = (found > 0).sum(axis=0)
        if kind is not None:
            matched = np.where(self.things["kind"].to_numpy() == kind, matched, 0)
        most = int(matched.max())
        if most * 2 < len(words) or most == 0:
            return []
        at = np.flatnonzero(matched == most)
        score = found[:, at].sum(axis=0) / len(words) + self._fit(plain(query), at) - BEHIND * self._cites[at]
        order = np.lexsort((at, self._rank[at], -score))
        chosen = at[order].tolist()
        other = "en" if language == "nl" else "nl"
        rows = self.things[chosen].select("iri", "kind", pl.coalesce(language, other, "iri")).iter_rows()
        notes = self._of[chosen][f"of_{language}"].fill_null("").to_list()
        return [
            Hit(iri, sort, label, note, float(value), most == len(words))
            for (iri, sort, label), note, value in zip(rows, notes, score[order], strict=True)
        ]

    def _fit(self, query: str, at: np.ndarray) -> np.ndarray:
        """More for a name that is the query, or begins with it, and a little for short names."""
        bonus = np.zeros(len(at))
        for names in (self._nl, self._en):
            own = names.gather(at)
            whole, begins = (own == query).fill_null(value=False), own.str.starts_with(query).fill_null(value=False)
            short = 0.1 / (1 + own.str.len_chars().fill_null(99).to_numpy() / 20)
            bonus = np.maximum(bonus, whole.to_numpy() * 0.6 + begins.to_numpy() * 0.3 + short)
        return bonus

    def _weights(self, word: str) -> np.ndarray:
        """How well each thing fits one word."""
        best = np.zeros(self.things.height)
        low, high = np.searchsorted(self._sorted, [word, f"{word}\U0010ffff"])
        for at in range(int(low), int(high)):
            self._raise(best, at, EXACT if self._words[at] == word else BEGINS)
        if len(word) > 3:
            for at in self._joined.str.contains(word, literal=True).arg_true().to_list():
                self._raise(best, at, INSIDE)
        if not best.any() and len(word) > 4:
            close = process.extract(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=12)
            for _, likeness, at in close:
                self._raise(best, at, CLOSE * likeness)
        return best

    def _raise(self, best: np.ndarray, word: int, weight: float) -> None:
        """Give the things with a word at least a weight."""
        run = slice(self._ends[word - 1] if word else 0, self._ends[word])
        things = self._at[run]
        best[things] = np.maximum(best[things], weight * self._part[run])

    def near(self, query: str) -> list[str]:
        """Words of the atlas that are a little like those of a query that finds nothing."""
        words = [word for word in plain(query[:_LETTERS]).split()[:_WORDS] if len(word) > 2]
        found = [
            name
            for word in words
            for name, _, _ in process.extract(
                word, self._words, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=4
            )
        ]
        return list(dict.fromkeys(found))


def _words_of(named: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The words of some columns: ``at`` (the row) and ``word``."""
    names = pl.concat_str(pl.col(*columns).fill_null(""), separator=" ")
    words = named.select("at", word=_plain(names).str.split(" ")).explode("word")
    return words.filter(pl.col("word") != "").unique()


def _plain(column: pl.Expr) -> pl.Expr:
    """As :func:`plain`, for a column."""
    lower = column.str.normalize("NFKD").str.to_lowercase().str.normalize("NFKD").str.replace_all("ß", "ss")
    bare = lower.str.replace_all(r"\p{Mn}", "")
    return bare.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


@lru_cache(maxsize=2)
def index(folder: Path) -> Index:
    """The index of an atlas, made once for each that is put in place."""
    labels = extracts.read(folder, "labels").rename({"thing": "iri"})
    things = labels.with_columns(kind=_kind(), also=pl.lit(None, pl.String)).join(
        _belongs(folder), on="iri", how="left"
    )
    others = Store(folder).select(f"SELECT ?thing ?name WHERE {{ ?thing <{expand('skos:altLabel')}> ?name }}").frame()
    if others.height:
        also = others.group_by("thing").agg(also=pl.col("name").unique().sort().str.join(" "))
        things = things.drop("also").join(also.rename({"thing": "iri"}), on="iri", how="left")
    parts = [things.select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items()), *_known()]
    return Index(pl.concat(parts).unique("iri", keep="first", maintain_order=True))


def _kind() -> pl.Expr:
    """The kind of a thing by how its address begins."""
    spaces = {PREFIXES[kind]: kind for kind in KINDS if kind in PREFIXES}
    spaces |= {PREFIXES[other]: kind for other, kind in _OTHERS.items()}
    made = pl.lit("other")
    for space, kind in spaces.items():
        made = pl.when(pl.col("iri").str.starts_with(space)).then(pl.lit(kind)).otherwise(made)
    return made


def _belongs(folder: Path) -> pl.DataFrame:
    """What things belong to: ``iri`` and ``of``."""
    told = (
        ("stages", "stage", "chain"),
        ("establishments", "establishment", "municipality"),
        ("parks", "park", "municipality"),
    )
    tables = [
        extracts.read(folder, name).select(iri=thing, of=whole).drop_nulls().unique("iri", keep="first")
        for name, thing, whole in told
    ]
    return pl.concat(tables).unique("iri", keep="first")


def _known() -> Iterable[pl.DataFrame]:
    """What every atlas has: questions, themes, and the terms and lists of the ontology."""
    questions = [
        (question.id, "question", question.summary["nl"], question.summary["en"], question.id, None)
        for question in catalogue().questions.values()
    ]
    themes = [(theme, "theme", label["nl"], label["en"], theme, None) for theme, label in THEMES.items()]
    words = vocabulary()
    terms = [(term.iri, "term", term.label["nl"], term.label["en"], term.name, None) for term in words.terms.values()]
    concepts = [
        (concept.iri, "concept", concept.label["nl"], concept.label["en"], concept.notation, None)
        for scheme in words.schemes
        for concept in scheme.concepts
    ]
    return (pl.DataFrame(rows, schema=_SCHEMA, orient="row") for rows in (questions, themes, terms, concepts))
