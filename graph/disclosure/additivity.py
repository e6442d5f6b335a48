"""Additivity: which cells add up to which, from hierarchies given as parents."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.errors import AtlasError

Hierarchy = Mapping[str, str | Collection[str]]
"""The parent of each code, or its parents if it lies in several: ``{"Heusden": ["Midden", "Noordoost"]}``."""
_EXACT = 1e-6
_REST = "\x00rest"


def _parents(hierarchy: Hierarchy) -> dict[str, list[str]]:
    return {
        child: [parents] if isinstance(parents, str) else sorted(set(parents)) for child, parents in hierarchy.items()
    }


def leaves(dimension: str, hierarchy: Hierarchy, codes: Iterable[str]) -> pl.DataFrame:
    """What lies at the bottom below each code; a code without children is its own.

    Returns:
        ``code`` and ``leaf``, each pair once.
    """
    above = _parents(hierarchy)
    inner = {parent for parents in above.values() for parent in parents}
    pairs = set()
    for leaf in sorted((set(codes) | set(above)) - inner):
        reached, going = {leaf}, [leaf]
        while going:
            for parent in above.get(going.pop(), []):
                if parent not in reached:
                    reached.add(parent)
                    going.append(parent)
        pairs |= {(code, leaf) for code in reached}
    rings = inner - {code for code, _ in pairs}
    if rings:
        raise AtlasError(
            f"In the hierarchy of {dimension}, {', '.join(sorted(rings)[:3])} lies below itself; expected are parents"
            " without a ring. Nothing was protected."
        )
    return pl.DataFrame(sorted(pairs), schema={"code": pl.String, "leaf": pl.String}, orient="row")


def with_rests(
    cells: pl.DataFrame,
    dimensions: list[str],
    hierarchies: Mapping[str, Hierarchy],
    partial: Mapping[str, Collection[str]],
) -> tuple[pl.DataFrame, dict[str, Hierarchy]]:
    """Add what the children of some parents leave over, as cells that are never shown.

    Args:
        cells: the cells, with ``n``, ``value`` and ``withheld``.
        dimensions: the columns that name a cell.
        hierarchies: the parents, by dimension.
        partial: by dimension, the parents whose children need not add up, as parks in a municipality.

    Returns:
        The cells with the rests, of whose other columns nothing is known, and the hierarchies with the rests in them.
    """
    known: dict[str, Hierarchy] = {name: dict(hierarchies.get(name, {})) for name in dimensions}
    cells = cells.with_columns(_all=pl.lit(0))
    for name, parents in partial.items():
        others = ["_all", *(other for other in dimensions if other != name)]
        tree = _parents(known[name])
        wanted = sorted(set(parents))
        for parent in sorted(wanted, key=lambda code: (_height(code, tree), code)):
            below = leaves(name, tree, cells[name].unique())
            under = below.filter((pl.col("code") == parent) & (pl.col("leaf") != parent))["leaf"]
            part = cells.filter(pl.col(name).is_in(under.implode())).group_by(others).agg(
                pl.col("n", "value").sum().name.suffix("_part")
            )  # fmt: skip
            rest = (
                cells.filter(pl.col(name) == parent)
                .join(part, on=others, how="left", maintain_order="left")
                .with_columns(
                    pl.col("n") - pl.col("n_part").fill_null(0),
                    pl.col("value") - pl.col("value_part").fill_null(0),
                    pl.lit(parent + _REST).alias(name),
                    withheld=pl.lit(value=True),
                )
                .select(*dimensions, "n", "value", "withheld", "_all")
            )
            cells = pl.concat([cells, rest], how="diagonal")
            tree[parent + _REST] = [parent]
        known[name] = tree
    return cells.drop("_all"), known


def _height(code: str, tree: Mapping[str, list[str]]) -> int:
    children = [child for child, parents in tree.items() if code in parents]
    return 1 + max((_height(child, tree) for child in children), default=-1)


class Additivity:
    """The equations of a set of cells.

    Attributes:
        equations: a row per cell that is a sum: -1 for the cell, 1 for each that it is the sum of; columns are cells.
        below: a row per cell, a column per cell: 1 where the latter is at the bottom of the former.
    """

    def __init__(self, cells: pl.DataFrame, dimensions: list[str], hierarchies: Mapping[str, Hierarchy]) -> None:
        """Find the equations and see that they hold.

        Args:
            cells: with the dimensions, ``n`` and ``value``; a combination that is not there has nobody.
            dimensions: the columns that name a cell.
            hierarchies: the parents, by dimension.

        Raises:
            AtlasError: a cell is not what its parts add up to.
        """
        numbered = cells.select(*dimensions, "n", "value").with_row_index("cell")
        covers = {name: leaves(name, hierarchies.get(name, {}), cells[name].unique()) for name in dimensions}
        parts = numbered.select("cell", *dimensions)
        for name in dimensions:
            parts = parts.join(covers[name], left_on=name, right_on="code").drop(name).rename({"leaf": name})
        named = numbered.select(pl.col("cell").alias("part"), "n", "value", *dimensions)
        full = parts.join(named, on=dimensions)
        size = cells.height
        self.below = sp.csr_array(
            (np.ones(full.height), (full["cell"].to_numpy(), full["part"].to_numpy())), shape=(size, size)
        )
        bottom = full.filter(pl.col("cell") == pl.col("part"))["cell"]
        sums = numbered.filter(~pl.col("cell").is_in(bottom.implode()))
        ways = [full.join(sums.select("cell"), on="cell", how="semi").select("cell", "part", "n", "value")]
        for name in dimensions:
            inner = covers[name].filter(pl.col("code") != pl.col("leaf"))
            way = sums.select("cell", *dimensions).join(inner, left_on=name, right_on="code")
            way = way.drop(name).rename({"leaf": name}).join(named, on=dimensions)
            ways.append(way.select("cell", "part", "n", "value"))
        # Any way to add up that holds says the same; the shortest is the quickest to reckon with.
        tried = pl.concat([way.with_columns(way=pl.lit(at)) for at, way in enumerate(ways)])
        told = tried.group_by("cell", "way").agg(
            pl.col("n").sum().alias("n_sum"), pl.col("value").sum().alias("value_sum"), length=pl.len()
        )
        told = sums.join(told, on="cell", how="left").with_columns(
            holds=((pl.col("n") - pl.col("n_sum").fill_null(0)).abs() <= _EXACT)
            & (
                (pl.col("value") - pl.col("value_sum").fill_null(0)).abs()
                <= _EXACT * pl.max_horizontal(1.0, pl.col("value"))
            )
        )
        wrong = sums.join(told.filter("holds"), on="cell", how="anti").sort("cell")
        if wrong.height:
            row = wrong.row(0, named=True)
            found = told.filter((pl.col("cell") == row["cell"]) & (pl.col("way").fill_null(0) == 0)).row(0, named=True)
            what = " / ".join(str(row[name]) for name in dimensions)
            raise AtlasError(
                f"The cell {what} has n {row['n']} and value {row['value']},"
                f" but its parts add up to {found['n_sum'] or 0} and {found['value_sum'] or 0}; expected is that they"
                " are the same, or that its parent is named as partial. Nothing was protected."
            )
        best = told.filter("holds").sort("cell", "length", "way").unique("cell", keep="first", maintain_order=True)
        chosen = tried.join(best.select("cell", "way"), on=["cell", "way"]).sort("cell", "part")
        row_of = np.full(size, -1)
        row_of[best["cell"].to_numpy()] = np.arange(best.height)
        rows = np.concatenate([np.arange(best.height), row_of[chosen["cell"].to_numpy()]])
        columns = np.concatenate([best["cell"].to_numpy(), chosen["part"].to_numpy()])
        signs = np.concatenate([-np.ones(best.height), np.ones(chosen.height)])
        self.equations = sp.csr_array((signs, (rows, columns)), shape=(best.height, size))
