"""Matching: records that may be the same organisation or establishment, as candidates for a reviewer.

Nothing is ever merged here. A pair is scored as *name* x *place*:

- *name* is how alike the normalised names are with their words in alphabetical order: the normalised indel similarity
  2L/(a+b), L being the longest common subsequence (Needleman & Wunsch 1970), as ``token_sort_ratio`` of RapidFuzz;
- *place* is 1 for one postcode, 0.95 for one municipality, 0.85 where one of the two has no place that is known. Of
  establishments in one municipality with two postcodes it is 0.9; in two municipalities they are never candidates.

One registration number makes two organisations score 1; two numbers are two organisations and no candidates, nor are
two records of one register, which numbers its own things. Only records that share a postcode or municipality and a
word, or a rare word, are compared, so that the work grows with the number of records and not with its square.
"""

import polars as pl

from graph.statements import having
from graph.terms import PREFIXES
from graph.unifying import address

REGISTERED = r"^(?:kvk|lisa)-\d{1,12}$"
"""Keys that registers give; see :mod:`loaders.registered`."""

BLOCK = 50
"""Most records that are compared with each other because they share something; what more share says too little."""
RARE = 10
"""Most records that a rare word names."""
PREDICATES = (
    "rdfs:label",
    "skos:altLabel",
    "ka:registrationNumber",
    "ka:postcode",
    "ka:inMunicipality",
    "ka:hasEstablishment",
    "dct:source",
    "ka:formerIdentifier",
    "ka:matchedIdentifier",
    "ka:otherIdentifier",
)
"""What matching looks at."""

CANDIDATES = {
    "kind": pl.String,
    "one": pl.String,
    "other": pl.String,
    "name_one": pl.String,
    "name_other": pl.String,
    "score": pl.Float64,
    "grounds": pl.String,
    "sources_one": pl.String,
    "sources_other": pl.String,
}
"""Columns of the candidates; ``one`` and ``other`` are keys, the one that would be kept first."""

_FORMS = (
    "b v|bv|n v|nv|v o f|vof|c v|cv|u a|ua|gmbh|ltd|inc|sa|se|ag|holding|nederland|netherlands|stichting|"
    "cooperatie|maatschap|eenmanszaak"
)
_SIDES = ("number", "postcode", "municipality", "register", "plain", "name")


def candidates(statements: pl.DataFrame, least: float = 0.0) -> pl.DataFrame:
    """Pairs of records that may be the same and that nobody has decided on, likeliest first (:data:`CANDIDATES`).

    Args:
        statements: statements of an atlas; those with :data:`PREDICATES` are enough.
        least: the lowest score of a candidate.
    """
    found = [pl.DataFrame(schema=CANDIDATES)]
    for kind in ("organisation", "establishment"):
        records = _records(statements, kind)
        if records.height > 1:
            found.append(_scored(records, kind).filter(pl.col("score") >= least))
    pairs = pl.concat(found).join(_decided(statements), on=["kind", "one", "other"], how="anti")
    return pairs.sort("score", "kind", "one", "other", descending=[True, False, False, False])


def normalised(name: pl.Expr) -> pl.Expr:
    """Names without case, accents, punctuation and legal form; a name of nothing else stays as it is."""
    bare = name.str.normalize("NFKD").str.replace_all(r"\p{Mn}", "").str.to_lowercase().str.replace_all(r"[.'’]", "")
    words = bare.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    short = words.str.replace_all(rf"\b(?:{_FORMS})\b", " ").str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(short != "").then(short).when(words != "").then(words).otherwise(name)


def _records(statements: pl.DataFrame, kind: str) -> pl.DataFrame:
    """One row per thing and name: key, name, plain name, number, postcode, municipality, register, sources."""
    space = f"<{PREFIXES[kind]}"

    def values(predicate: str) -> pl.DataFrame:
        return having(statements, predicate).filter(pl.col("s").str.starts_with(space))

    names = pl.concat([values("rdfs:label"), values("skos:altLabel")]).unique()
    names = names.with_columns(name=_text("o")).filter(pl.col("name").is_not_null()).drop("o")
    places = [_places(statements, predicate, kind) for predicate in ("ka:postcode", "ka:inMunicipality")]
    numbers = _first(values("ka:registrationNumber"), "number")
    sources = values("dct:source").with_columns(o=pl.col("o").str.extract(r"([^/]*)>$"))
    listed = sources.group_by("s").agg(sources=pl.col("o").unique().sort().str.join("; "))
    table = names.join(numbers, on="s", how="left").join(listed, on="s", how="left")
    for column, place in zip(("postcode", "municipality"), places, strict=True):
        table = table.join(_first(place, column), on="s", how="left")
    return (
        table.with_columns(
            key=pl.col("s").str.strip_prefix(space).str.strip_suffix(">"),
            plain=normalised(pl.col("name")),
            postcode=pl.col("postcode").str.replace_all(" ", ""),
            sources=pl.col("sources").fill_null(""),
        )
        .with_columns(
            register=pl.when(pl.col("key").str.contains(REGISTERED)).then(pl.col("key").str.extract("^([a-z]+)-")),
            words=pl.col("plain").str.split(" "),
        )
        .with_columns(plain=pl.col("words").list.sort().list.join(" "))
        .with_row_index("at")
    )


def _text(column: str) -> pl.Expr:
    """The text of a literal, or the term itself."""
    return pl.coalesce(pl.col(column).str.extract(r'(?s)^"(.*)"(?:@[\w-]+|\^\^<.*>)?$'), column).str.replace_all(
        '\\"', '"', literal=True
    )


def _first(values: pl.DataFrame, name: str) -> pl.DataFrame:
    """One value per thing, in order of the values where there are several."""
    return values.group_by("s").agg(_text("o").sort().first().alias(name))


def _places(statements: pl.DataFrame, predicate: str, kind: str) -> pl.DataFrame:
    """Where things are; an organisation is where its only place is, and in several places it is in none."""
    told = having(statements, predicate)
    if kind == "establishment":
        return told
    held = having(statements, "ka:hasEstablishment").join(told, left_on="o", right_on="s").select("s", o="o_right")
    return held.unique().filter(pl.len().over("s") == 1)


def _blocked(records: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Rows (``at``, ``at_right``) that share enough to be compared."""
    words = records.explode("words").filter(pl.col("words") != "")
    rare = words.filter(pl.col("key").n_unique().over("words") <= RARE)
    blocks = {
        "postcode": records.select("at", "key", "register", block="postcode"),
        "postcode and word": words.select(
            "at", "key", "register", block=pl.concat_str("postcode", "words", separator=" ")
        ),
        "place and word": words.select(
            "at", "key", "register", block=pl.concat_str("municipality", "words", separator=" ")
        ),
        "place and name": records.select(
            "at", "key", "register", block=pl.concat_str("municipality", "plain", separator=" ")
        ),
        "rare word": rare.select("at", "key", "register", block="words"),
    }
    if kind == "organisation":
        blocks["number"] = records.select("at", "key", "register", block="number")
    pairs = [pl.DataFrame(schema={"at": pl.UInt32, "at_right": pl.UInt32})]
    for block in blocks.values():
        sized = block.drop_nulls("block").unique(["at", "block"]).filter(
            (pl.col("key").n_unique().over("block") <= BLOCK) & (pl.col("key").n_unique().over("block") > 1)
        )  # fmt: skip
        # A block of one register alone holds no pair.
        mixed = sized.filter((pl.col("register").n_unique() > 1).over("block") | pl.col("register").is_null())
        made = mixed.lazy().join(mixed.lazy(), on="block").filter(pl.col("at") < pl.col("at_right"))
        made = made.filter((pl.col("register") != pl.col("register_right")).fill_null(value=True))
        pairs.append(made.filter(pl.col("key") != pl.col("key_right")).select("at", "at_right").collect())
    return pl.concat(pairs).unique()


def _scored(records: pl.DataFrame, kind: str) -> pl.DataFrame:
    from rapidfuzz.fuzz import token_sort_ratio  # noqa: PLC0415 - a build that matches nothing need not wait for it
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    sides = records.select("at", "key", "sources", *_SIDES)
    pairs = _blocked(records, kind).join(sides, on="at")
    pairs = pairs.join(sides, left_on="at_right", right_on="at", suffix="_right")

    def both(column: str) -> pl.Expr:
        return (pl.col(column) == pl.col(f"{column}_right")).fill_null(value=False)

    def apart(column: str) -> pl.Expr:
        return (pl.col(column) != pl.col(f"{column}_right")).fill_null(value=False)

    pairs = pairs.filter(~apart("number"))
    if kind == "establishment":
        pairs = pairs.filter(~apart("municipality"))
    alike = cpdist(pairs["plain"].to_list(), pairs["plain_right"].to_list(), scorer=token_sort_ratio)
    pairs = pairs.with_columns(alike=pl.Series(alike, dtype=pl.Float64) / 100)
    place = (
        pl.when(both("postcode"))
        .then(1.0)
        .when(both("municipality") & apart("postcode") & (pl.lit(kind) == "establishment"))
        .then(0.9)
        .when(both("municipality"))
        .then(0.95)
        .otherwise(0.85)
    )
    name = (
        pl.when(both("plain"))
        .then(pl.lit("same normalised name"))
        .otherwise(pl.concat_str(pl.lit("name "), pl.col("alike").round(2), pl.lit(" alike")))
    )
    where = (
        pl.when(both("postcode") & ~both("plain"))
        .then(pl.lit(", same postcode"))
        .when(both("postcode"))
        .then(pl.lit(" and postcode"))
        .when(both("municipality"))
        .then(pl.lit(", same municipality"))
        .when(apart("municipality"))
        .then(pl.lit(", another municipality"))
        .otherwise(pl.lit(", place not known"))
    )
    numbered = both("number") & (pl.lit(kind) == "organisation")
    scored = pairs.with_columns(
        score=pl.when(numbered).then(1.0).otherwise((pl.col("alike") * place).round(4)),
        grounds=pl.when(numbered).then(pl.lit("same registration number")).otherwise(pl.concat_str(name, where)),
    )
    return _ordered(scored, kind)


def _ordered(scored: pl.DataFrame, kind: str) -> pl.DataFrame:
    """One row per pair of things: its best names, and the one that would be kept first."""

    def rank(key: str, register: str) -> pl.Expr:
        return pl.concat_str(pl.col(register).is_not_null().cast(pl.Int8), pl.col(key), separator=" ")

    swapped = rank("key", "register") > rank("key_right", "register_right")

    def side(column: str, *, first: bool) -> pl.Expr:
        return pl.when(swapped if first else ~swapped).then(f"{column}_right").otherwise(column)

    return (
        scored.select(
            "score",
            "grounds",
            kind=pl.lit(kind),
            one=side("key", first=True),
            other=side("key", first=False),
            name_one=side("name", first=True),
            name_other=side("name", first=False),
            sources_one=side("sources", first=True),
            sources_other=side("sources", first=False),
        )
        .sort("score", "name_one", "name_other", descending=[True, False, False])
        .unique(["one", "other"], keep="first", maintain_order=True)
        .select(*CANDIDATES)
    )


def _decided(statements: pl.DataFrame) -> pl.DataFrame:
    """Pairs of keys, in both orders, that a decision was taken on; under the address that was kept."""
    one = having(statements, "ka:matchedIdentifier").rename({"o": "one"})
    pairs = one.join(having(statements, "ka:otherIdentifier").rename({"o": "other"}), on="s")
    formers = having(statements, "ka:formerIdentifier").with_columns(former=address(pl.col("o")))
    kept = dict(zip(formers["former"], formers["s"], strict=True))
    terms = pairs.select(address(pl.col(side)).replace(kept).alias(side) for side in ("one", "other"))
    turned = terms.select(one="other", other="one")
    told = pl.concat([terms, turned]).with_columns(
        kind=pl.when(pl.col("one").str.starts_with(f"<{PREFIXES['organisation']}"))
        .then(pl.lit("organisation"))
        .otherwise(pl.lit("establishment"))
    )
    return told.with_columns(pl.col("one", "other").str.extract(r"([^/]*)>$"))
