"""Encoding: statements as numbers, written for :mod:`graph.columns.encoded` to map into memory.

The same statements give the same bytes, in whatever order they come.
"""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import polars as pl
import pyoxigraph as ox

from graph.columns.encoded import HEAD, Kind, Numbers
from graph.columns.terms import as_kept
from graph.errors import AtlasError
from graph.statements import TERM
from graph.terms import PREFIXES

_BLOCK = 1 << 26
"""Bytes of N-Quads that are read at a time: about half a million lines."""

_NONE, _IRI = Kind("none", "", ""), Kind("iri", "", "")
_TERM = r'(?s)^(?:<(?<iri>[^<>"]*)>|"(?<literal>.*)"(?<kind>[^"]*))$'
_USUAL = {
    "integer": r"^(0|-?[1-9]\d{0,17})$",
    "decimal": r"^(0|-?[1-9]\d{0,17}|-?(0|[1-9]\d{0,17})\.\d{0,17}[1-9])$",
    "boolean": r"^(true|false)$",
    "date": r"^\d{4}-\d\d-\d\d$",
}
"""Literals that the engine writes as they are; others it is asked about."""
_ESCAPES = {r"\t": "\t", r"\b": "\b", r"\n": "\n", r"\r": "\r", r"\f": "\f", r"\"": '"', r"\'": "'", r"\\": "\\"}
_CODED = r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"


def encode(parts: Iterable[pl.DataFrame], folder: Path) -> None:
    """Write statements as numbers into a new folder.

    Args:
        parts: statements, packed; only ``s``, ``p`` and ``o`` are looked at, and a triple may come several times.
        folder: where the columns go.

    Raises:
        AtlasError: if a term is neither an IRI nor a literal.
    """
    empty = pl.DataFrame(schema=dict.fromkeys("spo", TERM))
    statements = pl.concat([empty, *(part.select("s", "p", "o") for part in parts)])
    found = pl.concat([statements[column].unique() for column in statements.columns]).unique()
    terms = _Terms.of(found.cast(pl.String))
    number = np.zeros(int(found.to_physical().max() or 0) + 1, np.uint32)  # type: ignore[arg-type]
    number[found.to_physical().to_numpy()] = terms.number
    subjects, predicates, objects = (number[statements[column].to_physical().to_numpy()] for column in "spo")

    used, which = _distinct(predicates, len(terms.kind))
    order = np.argsort(which, kind="stable")
    subjects, objects, height = subjects[order], objects[order], len(order)
    del predicates, order
    bounds = [0, *np.cumsum(np.bincount(which, minlength=len(used))).tolist()]
    slices = [slice(*ends) for ends in pairwise(bounds)]

    # Where each term goes: literals stay, IRIs that are subject of the same properties come together.
    first = int(np.searchsorted(terms.kind, len(terms.kinds) - 1))
    moved = first + np.argsort(_alike(subjects, slices, len(terms.kind))[first:], kind="stable")
    place = np.arange(len(terms.kind), dtype=np.uint32)
    place[moved] = np.arange(first, len(terms.kind), dtype=np.uint32)

    folder.mkdir()
    told = {}
    pairs = {name: np.empty(height, np.uint32) for name in ("so_s", "so_o", "os_o", "os_s")}
    end = 0
    for at, name in zip(slices, terms.values(used), strict=True):
        so_s, so_o = _sorted(place[subjects[at]], place[objects[at]], distinct=True)
        os_o, os_s = _sorted(so_o, so_s)
        start, end = end, end + len(so_s)
        for column, values in zip(pairs.values(), (so_s, so_o, os_o, os_s), strict=True):
            column[start:end] = values
        told[name] = {"start": start, "count": end - start, "subjects": _changes(so_s), "objects": _changes(os_o)}
    _write_json(folder / "predicates.json", told)
    for name, column in pairs.items():
        np.save(folder / f"{name}.npy", column[:end])
    np.save(folder / "iri_order.npy", place[first:])
    np.save(folder / "heads.npy", terms.heads(first))
    terms.write(folder, moved)


def encode_store(store: ox.Store, folder: Path) -> None:
    """Write the statements of a store, of all its graphs together, as numbers into a new folder.

    Raises:
        AtlasError: if any of its terms is neither an IRI nor a literal.
    """
    encode(read_nquads(io.BytesIO(store.dump(format=ox.RdfFormat.N_QUADS) or b"")), folder)


def read_nquads(lines: BinaryIO) -> Iterator[pl.DataFrame]:
    """Read N-Quads as an engine or a build writes them (one space between terms) as packed triples, part by part."""
    rest = b""
    while block := lines.read(_BLOCK):
        whole, _, rest = (rest + block).rpartition(b"\n")
        yield _triples(whole)
    yield _triples(rest)


def _triples(lines: bytes) -> pl.DataFrame:
    """The triples of a block of lines. There is no carriage return inside a line, so that each is one column."""
    texts = pl.read_csv(
        io.BytesIO(lines or b"\n"), has_header=False, separator="\r", quote_char=None, schema={"line": pl.String}
    )
    parts = texts["line"].drop_nulls().str.splitn(" ", 3).struct.rename_fields(["s", "p", "o"]).struct.unnest()
    ended = pl.col("o").str.strip_suffix(" .").str.replace(r' <[^ <>"]*>$', "")
    return parts.drop_nulls().with_columns(ended).cast(TERM)


@dataclass(frozen=True)
class _Terms:
    """Distinct terms in order of kind and of the bytes of their value, with none at 0; IRIs are the last kind.

    Attributes:
        number: which it is of each term that was given.
        kinds: the kinds there are.
        kind: the kind of each.
        value: the value of each.
    """

    number: Numbers
    kinds: list[Kind]
    kind: npt.NDArray[np.uint16]
    value: pl.Series

    @classmethod
    def of(cls, terms: pl.Series) -> "_Terms":
        """Take apart terms in N-Quads syntax."""
        parts = terms.str.extract_groups(_TERM).struct.unnest()
        unknown = terms.filter(parts["iri"].is_null() & parts["literal"].is_null())
        if unknown.len():
            raise AtlasError(f"{unknown[0]} is neither an IRI nor a literal, and nothing else can stand in columns")
        named = {text: _kind(text) for text in [None, *parts["kind"].drop_nulls().unique()]}
        kinds = [_NONE, *sorted(set(named.values()) - {_IRI}), _IRI]
        if len(kinds) > np.iinfo(np.uint16).max:
            raise AtlasError(f"there are {len(kinds):,} datatypes and languages, more than columns can tell apart")
        which = {text: kinds.index(kind) for text, kind in named.items()}
        # Of no terms at all the replaced ones would stay text.
        kind = parts["kind"].replace_strict(which, return_dtype=pl.UInt16).cast(pl.UInt16)
        table = pl.DataFrame(
            {
                "kind": kind,
                "value": _kept(_unescaped(parts["iri"].fill_null(parts["literal"])), kind, kinds),
                "at": np.arange(terms.len(), dtype=np.uint32),
            }
        ).sort("kind", "value")
        # Two ways to write the same term stand beside each other now.
        new = (table["kind"] != table["kind"].shift()) | (table["value"] != table["value"].shift())
        new = new.fill_null(value=True)
        number = np.empty(terms.len(), np.uint32)
        number[table["at"].to_numpy()] = new.cum_sum().to_numpy()
        none = pl.DataFrame({"kind": [0], "value": [""]}, schema=table.drop("at").schema)
        once = pl.concat([none, table.drop("at").filter(new)])
        return cls(number, kinds, once["kind"].to_numpy(), once["value"])

    def values(self, numbers: npt.NDArray[np.int64]) -> list[str]:
        """The values of some."""
        return self.value.gather(numbers).to_list()

    def heads(self, end: int) -> npt.NDArray[np.bytes_]:
        """The first bytes of the first ones."""
        values = self.value.head(end).cast(pl.Binary).bin.slice(0, HEAD).to_list()
        return np.array(values, f"S{HEAD}")

    def write(self, folder: Path, last: npt.NDArray[np.int64]) -> None:
        """Write down what they are, the last ones in another order."""
        _write_json(folder / "kinds.json", self.kinds)
        np.save(folder / "kinds.npy", self.kind)
        values = pl.concat([self.value.head(self.value.len() - len(last)), self.value.gather(last)])
        ends = np.cumsum(values.str.len_bytes().to_numpy(), dtype=np.int64)
        np.save(folder / "offsets.npy", np.concatenate([np.zeros(1, np.int64), ends]))
        with (folder / "text.bin").open("wb") as file:
            values.to_frame().write_csv(file, include_header=False, quote_style="never", line_terminator="")


def _kind(text: str | None) -> Kind:
    """The kind of term that a literal is whose quotes are followed by a text; no text is that of an IRI."""
    if text is None:
        return _IRI
    if not text:
        return Kind("literal", f"{PREFIXES['xsd']}string", "")
    if text.startswith("@") and "--" not in text:
        return Kind("literal", f"{PREFIXES['rdf']}langString", text[1:].lower())
    if text.startswith("^^<") and text.endswith(">"):
        return Kind("literal", text[3:-1], "")
    raise AtlasError(f"a literal ends in {text}; expected a language, a datatype or nothing")


def _unescaped(values: pl.Series) -> pl.Series:
    """Values without the escapes of N-Quads."""
    escaped = values.str.contains("\\", literal=True)
    texts = values.filter(escaped)
    coded = texts.str.extract_all(_CODED).explode(empty_as_null=False).unique()
    known = _ESCAPES | {code: chr(int(code[2:], 16)) for code in coded.to_list()}
    return values.scatter(escaped.arg_true(), texts.str.replace_many(known)) if texts.len() else values


def _kept(values: pl.Series, kind: pl.Series, kinds: list[Kind]) -> pl.Series:
    """Values as the engine keeps them, which knows a number and not how it was written: 1.50 is 1.5."""
    for number, told in enumerate(kinds):
        if told.datatype.startswith(PREFIXES["xsd"]) and told.datatype != f"{PREFIXES['xsd']}string":
            places = (kind == number).arg_true()
            usual = _USUAL.get(told.datatype.removeprefix(PREFIXES["xsd"]), r"^\b$")
            odd = places.filter(~values.gather(places).str.contains(usual))
            if odd.len():
                type_ = ox.NamedNode(told.datatype)
                texts = [as_kept(ox.Literal(text, datatype=type_)).value for text in values.gather(odd).to_list()]
                values = values.scatter(odd, pl.Series(texts))
    return values


def _distinct(numbers: Numbers, below: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """The distinct numbers in order, and which of them each is."""
    there = np.zeros(below, bool)
    there[numbers] = True
    used = np.flatnonzero(there)
    which = np.zeros(below, np.min_scalar_type(len(used)))
    which[used] = np.arange(len(used))
    return used, which[numbers]


def _alike(subjects: Numbers, slices: Iterable[slice], below: int) -> npt.NDArray[np.int64]:
    """A number for each term that two share where they are subject of the same properties.

    Properties part what was together, one after the other; what is no subject keeps number 0.
    """
    group = np.zeros(below, np.int64)
    top = 0
    for at in slices:
        before = group[subjects[at]]
        parted = np.cumsum(np.bincount(before, minlength=1) > 0)
        group[subjects[at]] = top + parted[before]
        top += int(parted[-1])
    return group


def _sorted(first: Numbers, second: Numbers, *, distinct: bool = False) -> tuple[Numbers, Numbers]:
    """Pairs in order of the first and then the second."""
    both = first.astype(np.uint64) << np.uint64(32) | second
    both.sort()
    if distinct:
        both = both[np.concatenate([[True], both[1:] != both[:-1]])]
    return (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)


def _changes(values: Numbers) -> int:
    """How many distinct numbers there are, of at least one that is in order."""
    return 1 + int(np.count_nonzero(values[1:] != values[:-1]))


def _write_json(path: Path, told: Any) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
