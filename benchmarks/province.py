"""A made-up atlas of any size in the formats of our own tables: who is in which stage and place, and a register.

Run as ``python -m benchmarks.province --establishments 100000 --out FOLDER``, then ``ketenatlas build --data FOLDER``.
Proportions are those of a country: a park for every 80 establishments, 342 municipalities in 40 regions of which some
overlap, 16 chains of 6 stages, three supplies an establishment. Jobs, stages of an establishment, suppliers and
customers follow power laws, areas are log-normal. Everything is synthetic and says so in title, source and names; the
four evidence levels are drawn so that cells differ by level. Some things start or end, and parks have two editions, so
that days differ. Policy around it is told by :mod:`benchmarks.policy`.
"""

import string
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer

from benchmarks import policy

MUNICIPALITIES, REGIONS, CHAINS, STAGES, SUPPLIES = 342, 40, 16, 6, 3
SITES_PER_PARK = 80
AS_OF = "2026-11-24"
_LEVELS = ("asserted", "estimated", "reconstructed", "synthetic")
_SHARES = (0.6, 0.25, 0.1, 0.05)
_CODES = ("2611", "2899", "4719", "6201", "8610", "0111", "2059", "4941")


def write_data(folder: Path, sites: int, seed: int = 1) -> Path:
    """Write a data set.

    Args:
        folder: where it goes.
        sites: number of establishments in stages, and as many in the register.
        seed: the same seed writes the same data set.

    Returns:
        The folder.
    """
    draw = np.random.default_rng(seed)
    towns = min(MUNICIPALITIES, max(8, sites // 20))
    parks = max(policy.PARKS_TOLD, sites // SITES_PER_PARK)
    regions = min(REGIONS, max(2, towns // 8))
    park_town = draw.integers(0, towns, parks)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "atlas.toml").write_text(
        f'title = {{ nl = "Kunstmatige atlas", en = "Synthetic atlas" }}\nversion = "1"\nas_of = {AS_OF}\n'
    )
    _places(folder, towns, parks, regions, park_town, draw)
    _chains(folder)
    _sites(folder, sites, towns, park_town, draw)
    _claims(folder, sites, parks, draw)
    _register(folder, sites, towns, draw)
    names = policy.Names(towns, parks, regions, CHAINS, STAGES, sites, lambda one: f"GM{one + 1000}", _region)
    for loader, table in policy.drawn(names, draw).items():
        _write(folder, loader, table)
    for loader, table in policy.retold(names).items():
        _write(folder, loader, table, sourced=False, name="example")
    return folder


def _write(folder: Path, loader: str, table: pl.DataFrame, *, sourced: bool = True, name: str = "made") -> None:
    (folder / loader).mkdir(exist_ok=True)
    told = {"source": pl.lit("made-up"), "date": pl.lit(AS_OF)} if sourced else {}
    missing = {name: value for name, value in told.items() if name not in table.columns}
    table.with_columns(**missing).write_csv(folder / loader / f"{name}.csv")


def _town(number: np.ndarray) -> pl.Series:
    return _named("GM{}", number + 1000)


def _named(form: str, number: np.ndarray) -> pl.Series:
    return pl.select(pl.format(form, pl.Series(number))).to_series()


def _heavy(sites: int, number: int, draw: np.random.Generator) -> np.ndarray:
    """Establishments drawn as parties to many relations: the cube of an even draw, in an order of its own.

    Rank r is drawn with a chance of r^(-2/3), which makes the number of relations of a party a power law of exponent
    2.5.
    """
    return draw.permutation(sites)[(sites * draw.random(number) ** 3).astype(np.int64)]


def _region(number: int) -> str:
    return f"r{string.ascii_lowercase[number // 26]}{string.ascii_lowercase[number % 26]}"


def _places(
    folder: Path, towns: int, parks: int, regions: int, park_town: np.ndarray, draw: np.random.Generator
) -> None:
    source = {"title": "Made up", "publisher": "benchmarks", "url": "https://example.org/", "licence": "CC0-1.0"}
    names = ["made-up", "made-up-too", policy.EXAMPLE]
    _write(
        folder,
        "sources",
        pl.DataFrame({"source_id": names}).with_columns(
            **{name: pl.lit(value) for name, value in source.items()}, published=pl.lit("2026"), retrieved=pl.lit(AS_OF)
        ),
        sourced=False,
    )
    kinds = {
        "PV30": "province",
        "PV25": "province",
        "PV31": "province",
        "NL": "country",
        "BE": "outside-country",
        **{_region(one): "policy" for one in range(regions)},
    }
    keys = list(kinds)
    _write(
        folder,
        "regions",
        pl.DataFrame({"region_id": keys, "kind": list(kinds.values()), "label_nl": keys, "label_en": keys}),
    )
    codes = _town(np.arange(towns))
    _write(folder, "municipalities", pl.DataFrame({"code": codes, "name": codes, "province": ["PV30"] * towns}))
    primary = [(code, _region(at % regions), "true", None) for at, code in enumerate(codes)]
    second = [
        (code, _region((at + 1) % regions), "false", "2024-06-30") for at, code in enumerate(codes) if at % 10 == 0
    ]
    members = pl.DataFrame(
        primary + second,
        schema=dict.fromkeys(("municipality", "region", "primary", "valid_to"), pl.String),
        orient="row",
    ).with_columns(confirmation=pl.lit("to-be-confirmed"), evidence=pl.lit("synthetic"))
    _write(folder, "memberships", members)
    at = np.arange(parks)
    _write(
        folder,
        "ibis",
        pl.DataFrame(
            {
                "rin": at + 1000,
                "name": _named("PARK {}", at),
                "municipality": _town(park_town),
                "gross_ha": np.round(draw.lognormal(2.7, 0.8, parks) + 0.5, 2),
            }
        )
        .join(pl.DataFrame({"year": [2022, 2024]}), how="cross", maintain_order="left_right")
        .with_columns(
            net_ha=(0.75 * pl.col("gross_ha")).round(2),
            issuable_ha=pl.when(pl.col("year") == 2022).then(2.0).otherwise(1.0),
            type=pl.lit("B"),
        ),
    )


def _chains(folder: Path) -> None:
    chains = pl.DataFrame({"chain_id": [f"c{one}" for one in range(CHAINS)]})
    words = {"label_nl": "{}", "label_en": "{}", "definition_nl": "{}, verzonnen.", "definition_en": "{}, made up."}
    _write(
        folder,
        "chains",
        chains.with_columns(
            **{name: pl.format(form, "chain_id") for name, form in words.items()},
            status=pl.lit("preliminary"),
            version=pl.lit("1"),
            evidence=pl.lit("synthetic"),
        ),
    )
    number = np.arange(CHAINS * STAGES)
    stages = pl.DataFrame(
        {"stage_id": [f"s{one}" for one in number], "chain": [f"c{one // STAGES}" for one in number],
         "position": number % STAGES + 1}
    )  # fmt: skip
    _write(
        folder,
        "stages",
        stages.with_columns(
            **{name: pl.format(form, "stage_id") for name, form in words.items()}, evidence=pl.lit("synthetic")
        ),
    )


def _sites(folder: Path, sites: int, towns: int, park_town: np.ndarray, draw: np.random.Generator) -> None:
    """Most establishments on a park and in its municipality, some nowhere in particular, a few abroad."""
    park = draw.integers(0, len(park_town), sites)
    on_park, abroad = draw.random(sites) < 0.7, draw.random(sites) < 0.02
    town = np.where(on_park, park_town[park], draw.integers(0, towns, sites))
    key = _named("e{}", np.arange(sites))
    _write(
        folder, "organisations", pl.DataFrame({"organisation_id": "o" + key, "name": key, "kind": ["company"] * sites})
    )
    table = pl.DataFrame(
        {
            "establishment_id": key,
            "organisation": "o" + key,
            "name": key,
            "municipality": _town(town),
            "outside": ["BE"] * sites,
            "park": (park + 1000).astype(str),
            "park_evidence": policy.pick(list(_LEVELS[:2]), sites, draw),
            "jobs": draw.pareto(1.2, sites).astype(int) + 1,
            "valid_from": _days(sites, 0.3, draw),
            "valid_to": _days(sites, 0.05, draw, first=2023),
        }
    )
    gone = (pl.col("valid_from") > pl.col("valid_to")).fill_null(value=False)
    masks = {
        "municipality": pl.Series(~abroad),
        "outside": pl.Series(abroad),
        "park": pl.Series(on_park & ~abroad),
        "park_evidence": pl.Series(on_park & ~abroad),
        "jobs": pl.Series(draw.random(sites) < 0.8),
    }
    table = table.with_columns(
        *(pl.when(mask).then(pl.col(name)).alias(name) for name, mask in masks.items()),
        valid_to=pl.when(~gone).then("valid_to"),
    )
    _write(folder, "establishments", table)


def _days(number: int, share: float, draw: np.random.Generator, first: int = 2018) -> pl.Series:
    """Days from a year on, drawn for a share of rows."""
    days = pl.date_range(pl.date(first, 1, 1), pl.date(2026, 12, 31), eager=True)
    drawn = days.gather(draw.integers(0, len(days), number))
    return pl.select(pl.when(pl.Series(draw.random(number) < share)).then(drawn.dt.to_string("%Y-%m-%d"))).to_series()


def _claims(folder: Path, sites: int, parks: int, draw: np.random.Generator) -> None:
    """Who performs which stage, who supplies whom, and who lies on which plot."""
    who = np.concatenate([np.arange(sites), _heavy(sites, sites // 4, draw)])
    claims = pl.DataFrame(
        {
            "establishment": _named("e{}", who),
            "stage": _named("s{}", draw.integers(0, CHAINS * STAGES, len(who))),
            "role": ["producer"] * len(who),
            "evidence": policy.pick(list(_LEVELS), len(who), draw, list(_SHARES)),
            "valid_to": _days(len(who), 0.05, draw),
            "source": policy.pick(["made-up", "made-up-too"], len(who), draw),
        }
    )
    _write(folder, "participations", claims.unique(["establishment", "stage", "source"], maintain_order=True))
    number = sites * SUPPLIES
    supplies = pl.DataFrame(
        {
            "kind": ["supply"] * number,
            "supplier": _heavy(sites, number, draw),
            "customer": _heavy(sites, number, draw),
            "chain": _named("c{}", draw.integers(0, CHAINS, number)),
            "resource": policy.pick(["parts", "raw"], number, draw),
            "evidence": policy.pick(list(_LEVELS), number, draw, list(_SHARES)),
            "valid_from": _days(number, 0.2, draw),
        }
    )
    apart = supplies.filter(pl.col("supplier") != pl.col("customer")).unique(
        ["supplier", "customer", "resource"], maintain_order=True
    )
    named = [pl.format("e{}", name).alias(name) for name in ("supplier", "customer")]
    _write(folder, "relations", apart.with_columns(named))
    plots = max(4, sites // 10)
    _write(
        folder,
        "plots",
        pl.DataFrame(
            {
                "plot_id": _named("k{}", np.arange(plots)),
                "park": draw.integers(1000, 1000 + parks, plots),
                "status": ["issued"] * plots,
                "area_ha": (draw.random(plots) * 50_000).astype(int) / 10_000,
                "occupant": _named("e{}", draw.integers(0, sites, plots))
                + _named(";e{}", draw.integers(0, sites, plots)),
                "evidence": policy.pick(list(_LEVELS[:2]), plots, draw),
            }
        ),
    )


def _register(folder: Path, sites: int, towns: int, draw: np.random.Generator) -> None:
    """A register in the shape of LISA."""
    number = np.arange(sites)
    table = pl.DataFrame(
        {
            "vestigingsnummer": _named("{}", number).str.zfill(12),
            "naam": _named("Bedrijf {}", number),
            "gemeentecode": _town(draw.integers(0, towns, sites)),
            "sbi_code": policy.pick(list(_CODES), sites, draw),
            "banen": draw.pareto(1.2, sites).astype(int) + 1,
            "datum_vestiging": _days(sites, 0.3, draw),
        }
    )
    _write(folder, "lisa", table.with_columns(banen=pl.when(pl.Series(draw.random(sites) < 0.9)).then("banen")))


def main(
    out: Annotated[Path, typer.Option(help="Folder for the data set.")],
    establishments: Annotated[int, typer.Option(min=100, help="Establishments in stages; as many in the register.")],
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
) -> None:
    """Write a made-up data set."""
    started = time.perf_counter()
    write_data(out, establishments, seed)
    size = sum(path.stat().st_size for path in out.rglob("*.csv")) / 2**20
    typer.echo(
        f"{establishments:,} made-up establishments in {out}: {size:,.0f} MiB, {time.perf_counter() - started:.1f} s"
    )


if __name__ == "__main__":
    typer.run(main)
