"""Which rows of a list may leave: only those that say nothing but what open sources say."""

from collections.abc import Mapping
from typing import Literal

import polars as pl

from graph.errors import AtlasError


def open_rows(
    rows: pl.DataFrame, access: Mapping[str, Literal["open", "confidential"]], sources: str = "sources"
) -> pl.DataFrame:
    """The rows of a list of establishments, relations or parks that may go out as they are.

    A row goes out if it has a source and each of its sources is open. A source of which nothing is said counts as
    confidential; of confidential microdata no row goes out, however it is dressed, only protected tables do.

    Args:
        rows: the list; a row has one source, or a list of them.
        access: what is said of each source.
        sources: the column with the sources.

    Returns:
        The rows that may go out, in their order.
    """
    if sources not in rows.columns:
        raise AtlasError(
            f"The list has no column {sources}; expected is one that says where each row comes from. Nothing goes out."
        )
    free = [source for source, said in access.items() if said == "open"]
    column = rows.schema[sources]
    if isinstance(column, pl.List):
        told = pl.col(sources).list.eval(pl.element().is_in(free).fill_null(value=False)).list.all()
        return rows.filter((told & (pl.col(sources).list.len() > 0)).fill_null(value=False))
    return rows.filter(pl.col(sources).is_in(free).fill_null(value=False))
