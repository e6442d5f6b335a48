"""Network metrics on the supplies of the atlas; ours starts from the atlas, the peers from a table in memory."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import polars as pl

from benchmarks import networks
from benchmarks.running import CannotError, Case, Engine, Session, Side
from graph.extracts import FOLDER


def tasks(case: Case) -> Sequence[str]:
    """Names of the metrics."""
    del case
    return list(networks.METRICS)


def _number(name: str) -> pl.Expr:
    return pl.col(name).str.extract(r"/e(\d+)>?$").cast(pl.Int64)


def supplies(case: Case) -> pl.DataFrame:
    """Supplies between establishments with a region, from the columns of the atlas (see :func:`networks.supplies`)."""
    folder = case.atlas / FOLDER
    lies = pl.scan_parquet(folder / "memberships.parquet").filter("primary").select("municipality", "region")
    homes = pl.scan_parquet(folder / "establishments.parquet").select("establishment", "municipality")
    region = homes.join(lies, on="municipality").select("establishment", "region")
    links = pl.scan_parquet(folder / "supplies.parquet").select("supplier", "customer")
    told = (
        links.join(region, left_on="supplier", right_on="establishment")
        .join(region.rename({"region": "to_region"}), left_on="customer", right_on="establishment")
        .select(
            start=_number("supplier"),
            end=_number("customer"),
            weight=pl.lit(1.0),
            region="region",
            to_region="to_region",
        )
    )
    return told.sort("start", "end").collect()


def session(engine: str, case: Case) -> Session:
    """One engine on every metric it has."""
    table = supplies(case)

    def answer(metric: str) -> pl.DataFrame:
        run = networks.METRICS[metric].get(engine)
        if run is None:
            raise CannotError("it has no such metric")
        most = networks.PATIENCE.get(engine, {}).get(metric)
        if most is not None and case.size > most:
            raise CannotError(f"not asked above {most:,} establishments, for it takes too long")
        told = np.asarray(run(supplies(case) if engine == "ours" else table, case.size), dtype=float)
        flat = told.reshape(len(told), -1)
        return pl.DataFrame({f"value{at}": column for at, column in enumerate(flat.T)}).with_columns(
            at=pl.format("{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(9))
        )

    return Session(answer)


SIDE = Side(
    "networks",
    "Metrics of who supplies whom.",
    tasks,
    (
        Engine("ketenatlas", partial(session, "ours"), "ours"),
        Engine("igraph", partial(session, "igraph")),
        Engine("networkx", partial(session, "networkx"), most=100_000),
    ),
    tolerance=1e-3,
)
