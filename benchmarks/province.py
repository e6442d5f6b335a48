"""A made-up atlas of any size in the formats of our own tables: who is in which stage and place, and a register.

Proportions are those of a country: a park for every 80 establishments, 342 municipalities in 40 regions of which some
overlap, 16 chains of 6 stages, three supplies an establishment. Everything is synthetic; the four evidence levels are
drawn so that cells differ by level. Some things start or end, so that days differ.
"""

import string
from pathlib import Path

import numpy as np
import polars as pl

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
    parks = max(4, sites // SITES_PER_PARK)
    regions = min(REGIONS, max(2, towns // 8))
    park_town = draw.integers(0, towns, parks)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "atlas.toml").write_text(
        f'title = {{ nl = "Kunstmatige atlas", en = "Synthetic atlas" }}\nversion = "1"\nas_of = {AS_OF}\n'
    )
    _places(folder, towns, parks, regions, park_town)
    _chains(folder)
    _sites(folder, sites, towns, park_town, draw)
    _claims(folder, sites, parks, draw)
    _register(folder, sites, towns, draw)
    return folder


def _write(folder: Path, loader: str, table: pl.DataFrame, *, sourced: bool = True) -> None:
    (folder / loader).mkdir(exist_ok=True)
    told = {"source": pl.lit("made-up"), "date": pl.lit(AS_OF)} if sourced else {}
    missing = {name: value for name, value in told.items() if name not in table.columns}
    table.with_columns(**missing).write_csv(folder / loader / "made.csv")


def _town(number: np.ndarray) -> list[str]:
    return [f"GM{one + 1000}" for one in number.tolist()]


def _region(number: int) -> str:
    return f"r{string.ascii_lowercase[number // 26]}{string.ascii_lowercase[number % 26]}"


def _places(folder: Path, towns: int, parks: int, regions: int, park_town: np.ndarray) -> None:
    source = {"title": "Made up", "publisher": "benchmarks", "url": "https://example.org/", "licence": "CC0-1.0"}
    names = ["made-up", "made-up-too"]
    _write(
        folder,
        "sources",
        pl.DataFrame({"source_id": names}).with_columns(
            **{name: pl.lit(value) for name, value in source.items()}, published=pl.lit("2026"), retrieved=pl.lit(AS_OF)
        ),
        sourced=False,
    )
    kinds = {"PV30": "province", "BE": "outside-country", **{_region(one): "policy" for one in range(regions)}}
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
                "name": [f"PARK {one}" for one in at],
                "municipality": _town(park_town),
                "gross_ha": 20.0,
            }
        ).with_columns(year=pl.lit(2024), net_ha=pl.lit(15.0), issuable_ha=pl.lit(1.0), type=pl.lit("B")),
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
    key = pl.Series([f"e{one}" for one in range(sites)])
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
            "park_evidence": draw.choice(_LEVELS[:2], sites),
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
    also = draw.integers(0, sites, sites // 4)
    who = np.concatenate([np.arange(sites), also])
    claims = pl.DataFrame(
        {
            "establishment": [f"e{one}" for one in who],
            "stage": [f"s{one}" for one in draw.integers(0, CHAINS * STAGES, len(who))],
            "role": ["producer"] * len(who),
            "evidence": draw.choice(_LEVELS, len(who), p=_SHARES),
            "valid_to": _days(len(who), 0.05, draw),
            "source": draw.choice(["made-up", "made-up-too"], len(who)),
        }
    )
    _write(folder, "participations", claims.unique(["establishment", "stage", "source"], maintain_order=True))
    number = sites * SUPPLIES
    supplies = pl.DataFrame(
        {
            "kind": ["supply"] * number,
            "supplier": np.repeat(np.arange(sites), SUPPLIES),
            # The cube of an even draw: the number of suppliers of a customer follows a power law.
            "customer": draw.permutation(sites)[(sites * draw.random(number) ** 3).astype(np.int64)],
            "chain": [f"c{one}" for one in draw.integers(0, CHAINS, number)],
            "resource": draw.choice(["parts", "raw"], number),
            "evidence": draw.choice(_LEVELS, number, p=_SHARES),
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
                "plot_id": [f"k{one}" for one in range(plots)],
                "park": draw.integers(1000, 1000 + parks, plots),
                "status": ["issued"] * plots,
                "area_ha": (draw.random(plots) * 50_000).astype(int) / 10_000,
                "occupant": [f"e{one};e{two}" for one, two in draw.integers(0, sites, (plots, 2))],
                "evidence": draw.choice(_LEVELS[:2], plots),
            }
        ),
    )


def _register(folder: Path, sites: int, towns: int, draw: np.random.Generator) -> None:
    """A register in the shape of LISA."""
    number = np.arange(sites)
    table = pl.DataFrame(
        {
            "vestigingsnummer": [f"{one:012d}" for one in number],
            "naam": [f"Bedrijf {one}" for one in number],
            "gemeentecode": _town(draw.integers(0, towns, sites)),
            "sbi_code": draw.choice(_CODES, sites),
            "banen": draw.pareto(1.2, sites).astype(int) + 1,
            "datum_vestiging": _days(sites, 0.3, draw),
        }
    )
    _write(folder, "lisa", table.with_columns(banen=pl.when(pl.Series(draw.random(sites) < 0.9)).then("banen")))
