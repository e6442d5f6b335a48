"""What is restricted: the files of a data set that only those may read who have a token for it.

A file is public or restricted as a whole, so that leaving the restricted ones out gives exactly the atlas that there
would be without them. It is restricted if its mapping file says so, if the sources that its rows name are restricted,
if it describes such sources, or if its loader reads what is confidential and the mapping file does not say otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from graph.errors import AtlasError
from ketenatlas.bulk import Streamed
from ketenatlas.dataset import Dataset, Tables, sources_in
from loaders.columns import PUBLIC, RESTRICTED
from loaders.fitting import Fitting
from loaders.loader import Loader

_SOURCES = "sources"


class MixedError(AtlasError):
    """A file that holds both what is public and what is restricted."""


def without_restricted(dataset: Dataset, tables: Tables, streamed: Sequence[Streamed]) -> Dataset:
    """The data set without its restricted files; where one stood in for another, that other is there again.

    Args:
        dataset: the data set.
        tables: what came of reading its tables.
        streamed: what came of its bulk tables, in the order of ``tables.bulk``.

    Raises:
        MixedError: if a file holds both what is public and what is restricted.
    """
    described = [part.reading.rows for part in tables.parts if part.loader.name == _SOURCES]
    closed = frozenset(
        source for rows in described for source in rows.filter(pl.col("access") == RESTRICTED)["source_id"]
    )
    told = [
        *((part.loader, part.path, _named(part.loader, part.reading.rows)) for part in tables.parts),
        *((loader, path, part.sources) for (loader, path), part in zip(tables.bulk, streamed, strict=True)),
    ]
    found = {path for loader, path, named in told if _is_restricted(loader, path, named, closed)}
    return replace(dataset, withheld=dataset.withheld | found)


def _named(loader: Loader, rows: pl.DataFrame) -> Iterable[str]:
    """The sources a table names, or those it describes."""
    return rows["source_id"] if loader.name == _SOURCES else sources_in(rows)


def _is_restricted(loader: Loader, path: Path, named: Iterable[str], closed: frozenset[str]) -> bool:
    sources = frozenset(named)
    file = f"{loader.name}/{path.name}"
    told = Fitting.beside(path).source.get("access") or (RESTRICTED if loader.restricted else None)
    if told == RESTRICTED:
        return True
    mixed = sorted(sources & closed)
    if not mixed:
        return False
    if told == PUBLIC:
        raise MixedError(
            f"{file} is called public by its mapping file, but its source {mixed[0]!r} is restricted; nothing was built"
        )
    if sources - closed:
        raise MixedError(
            f"{file} has rows of the restricted source {mixed[0]!r} beside rows of the public source "
            f"{min(sources - closed)!r}; put the restricted ones in a file of their own; nothing was built"
        )
    return True


def check_apart(everything: Tables, left: Tables) -> None:
    """Make sure that no file that is left names a restricted source, not even in a row that was rejected.

    Raises:
        MixedError: naming the file and the row.
    """
    closed = set(everything.known.get("source", ())) - set(left.known.get("source", ()))
    found = left.rejects.filter((pl.col("column") == "source") & pl.col("found").is_in(closed))
    for row in found.head(1).iter_rows(named=True):
        raise MixedError(
            f"{row['file']}, row {row['row']}, names the restricted source {row['found']!r} beside public ones; "
            "put the restricted ones in a file of their own; nothing was built"
        )
