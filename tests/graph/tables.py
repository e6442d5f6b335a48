"""Tables with margins made from establishments, for the tests of disclosure control."""

import numpy as np
import polars as pl

from graph.disclosure import attack, published
from graph.disclosure.rules import PRIMARY, Rules

NEAR = 1e-4


def above(hierarchy, code):
    """A code and everything it lies in."""
    parents = hierarchy.get(code, [])
    found = {code}
    for parent in [parents] if isinstance(parents, str) else parents:
        found |= set(above(hierarchy, parent))
    return sorted(found)


def cells_of(rows, hierarchies):
    """Cells with all margins; rows are (code per dimension ..., jobs)."""
    names = list(hierarchies)
    frame = pl.DataFrame(rows, schema=[*names, "jobs"], orient="row").with_columns(pl.col("jobs").cast(pl.Float64))
    for name in names:
        up = {code: above(hierarchies[name], code) for code in frame[name].unique()}
        frame = frame.with_columns(pl.col(name).replace_strict(up, return_dtype=pl.List(pl.String))).explode(name)
    most = pl.col("jobs").sort(descending=True)
    return (
        frame.group_by(names)
        .agg(n=pl.len().cast(pl.Int64), value=pl.col("jobs").sum(), largest=pl.col("jobs").max(),
             second=most.slice(1, 1).sum())
        .sort(names)
    )  # fmt: skip


def cube(municipalities=56, stages=6, chains=2, mean=2.0, seed=7):
    """Establishments like those of a province: many small numbers, four regions, one municipality in two of them."""
    rng = np.random.default_rng(seed)
    place = {f"m{at:02}": [f"region {at % 4}", "province"] for at in range(municipalities)}
    place["m01"] = ["region 1", "region 2", "province"]
    stage = {f"s{at:02}": f"chain {at % chains}" for at in range(stages)} | {
        f"chain {at}": "all" for at in range(chains)
    }
    busy = mean * rng.gamma(0.7, 1.4, (municipalities, 1)) * rng.gamma(0.7, 1.4, (1, stages))
    rows = [
        (f"m{m:02}", f"s{s:02}", float(np.ceil(rng.lognormal(2.2, 1.5))))
        for (m, s), n in np.ndenumerate(rng.poisson(busy)) for _ in range(n)
    ]  # fmt: skip
    hierarchies = {"place": place, "stage": stage}
    return cells_of(rows, hierarchies), hierarchies


def broken(protected, hierarchies, rules=None, **more):
    """The cells that an attacker bounds tighter than they are protected, by who sees only what was shown."""
    rules = rules or Rules()
    names = list(hierarchies)
    more.setdefault("only", protected.filter(pl.col("status").is_in(list(PRIMARY))).select(names).rows())
    found = attack(published(protected, names, rules), names, hierarchies, least=rules.least, **more)
    told = found.join(protected, on=names).filter(pl.col("status").is_in(list(PRIMARY)) & ~pl.col("exposed"))
    # What everybody knows: somebody is there, in each part that is shown to have somebody.
    leaf = [name for name in names if name in hierarchies]
    parts = protected.filter(
        (pl.col("n") > 0) & (pl.col("status") != "withheld")
        & pl.all_horizontal(~pl.col(name).is_in(inner(hierarchies[name])) for name in leaf)
    )  # fmt: skip
    parts = parts.with_columns(
        pl.col(name).map_elements(lambda code, name=name: above(hierarchies[name], code), pl.List(pl.String))
        for name in names
    )
    for name in names:
        parts = parts.explode(name)
    told = told.join(parts.group_by(names).agg(somebody=pl.len()), on=names, how="left").with_columns(
        somebody=pl.max_horizontal(pl.col("somebody").fill_null(0), 1)
    )
    heads = pl.col("n") if rules.counts == "open" else pl.col("somebody")
    floor = pl.max_horizontal(pl.col("value") - pl.col("level"), heads * rules.least)
    rare = (pl.col("n") < rules.minimum) & (rules.counts == "hidden")
    return told.filter(
        (pl.col("high") < pl.col("value") + pl.col("level") - NEAR) | (pl.col("low") > floor + NEAR)
        | (rare & ((pl.col("nHigh") < rules.minimum - NEAR) | (pl.col("nLow") > pl.col("somebody") + NEAR)))
    )  # fmt: skip


def inner(hierarchy):
    """The codes that something lies in."""
    return sorted(
        {code for parents in hierarchy.values() for code in ([parents] if isinstance(parents, str) else parents)}
    )
