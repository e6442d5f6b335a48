"""A made-up graph of any size in the shape of the atlas: establishments in parks and stages, supplying each other.

The places and chains stay the same (1 province, 4 regions, 56 municipalities, 600 parks, 16 chains of 8 stages); the
establishments, their participations and their supplies grow. Few customers get many of the supplies: the number of
suppliers of a customer follows a power law. As in the atlas, a participation, supply or membership is a claim of its
own, and every claim carries an evidence level, here ``synthetic``.
"""

from collections.abc import Iterable

import numpy as np
import polars as pl

from graph.statements import Pattern, from_rows
from graph.terms import PREFIXES, mint, node

GRAPH = f"{PREFIXES['graph']}synthetic"
"""Named graph of everything made up here."""

REGIONS, MUNICIPALITIES, PARKS, CHAINS, STAGES = 4, 56, 600, 16, 8
SUPPLIES = 3
"""Supplies of each establishment."""

_SYNTHETIC = node("evidence:synthetic")
_KIND = "rdf:type"


def statements_of(sites: int, seed: int = 1) -> pl.DataFrame:
    """Make up the statements of an atlas.

    Args:
        sites: number of establishments; each makes 14 statements, on top of some 1,800 about places and chains.
        seed: the same seed gives the same statements.

    Returns:
        A frame of statements (:data:`graph.statements.SCHEMA`), all in one named graph.

    Raises:
        ValueError: if there are fewer than two establishments, so that none could supply another.
    """
    if sites < 2:
        raise ValueError(f"a graph in which establishments supply each other needs at least 2 of them, not {sites}")
    draw = np.random.default_rng(seed)
    park_municipality = draw.permutation(np.arange(PARKS) % MUNICIPALITIES)
    return pl.concat(
        [
            _places(park_municipality),
            _memberships(),
            _chains(),
            _sites(sites, park_municipality, draw),
            _participations(sites, draw),
            _deliveries(sites, draw),
        ]
    )


def _places(park_municipality: np.ndarray) -> pl.DataFrame:
    """Parks in municipalities, municipalities in the province, and what kind of place each is."""
    park, municipality, province, region = (mint(kind, kind) for kind in ("park", "municipality", "province", "region"))
    return pl.concat(
        [
            _said(
                {"park": np.arange(PARKS), "municipality": park_municipality},
                [(park, "ka:within", municipality), (park, _KIND, node("ka:BusinessPark"))],
            ),
            _said(
                {"municipality": np.arange(MUNICIPALITIES), "province": np.zeros(MUNICIPALITIES, dtype=np.int64)},
                [(municipality, "ka:within", province), (municipality, _KIND, node("ka:Municipality"))],
            ),
            _said({"region": np.arange(REGIONS)}, [(region, _KIND, node("ka:PolicyRegion"))]),
        ]
    )


def _memberships() -> pl.DataFrame:
    """Each municipality in one region."""
    claim = mint("claim", pl.format("membership-{}", "municipality"))
    return _said(
        {"municipality": np.arange(MUNICIPALITIES), "region": np.arange(MUNICIPALITIES) % REGIONS},
        [
            (claim, "ka:member", mint("municipality", "municipality")),
            (claim, "ka:region", mint("region", "region")),
            (claim, "ka:evidenceLevel", _SYNTHETIC),
        ],
    )


def _chains() -> pl.DataFrame:
    """Chains whose stages feed the next one; the last feeds the first, for chains may loop back."""
    number = np.arange(CHAINS * STAGES)
    chain, stage = number // STAGES, number % STAGES
    return _said(
        {"stage": number, "chain": chain, "next": chain * STAGES + (stage + 1) % STAGES},
        [
            (mint("chain", "chain"), "ka:hasStage", mint("stage", "stage")),
            (mint("stage", "stage"), "ka:feeds", mint("stage", "next")),
        ],
    )


def _sites(sites: int, park_municipality: np.ndarray, draw: np.random.Generator) -> pl.DataFrame:
    """Each establishment on a park and in the municipality of that park."""
    park = draw.integers(0, PARKS, sites)
    site = mint("establishment", "site")
    return _said(
        {"site": np.arange(sites), "park": park, "municipality": park_municipality[park]},
        [
            (site, "ka:situatedOn", mint("park", "park")),
            (site, "ka:inMunicipality", mint("municipality", "municipality")),
        ],
    )


def _participations(sites: int, draw: np.random.Generator) -> pl.DataFrame:
    """Each establishment in one stage."""
    claim = mint("claim", pl.format("participation-{}", "site"))
    return _said(
        {"site": np.arange(sites), "stage": draw.integers(0, CHAINS * STAGES, sites)},
        [
            (claim, "ka:participant", mint("establishment", "site")),
            (claim, "ka:inStage", mint("stage", "stage")),
            (claim, "ka:evidenceLevel", _SYNTHETIC),
        ],
    )


def _deliveries(sites: int, draw: np.random.Generator) -> pl.DataFrame:
    """Each establishment supplies three others.

    The cube of an even draw makes rank r a customer with a chance of r^(-2/3), which is a power law of exponent 2.5
    for the number of suppliers.
    """
    supplier = np.repeat(np.arange(sites), SUPPLIES)
    rank = (sites * draw.random(sites * SUPPLIES) ** 3).astype(np.int64)
    customer = draw.permutation(sites)[rank]
    claim = mint("claim", pl.format("supply-{}", "delivery"))
    return _said(
        {
            "delivery": np.arange(sites * SUPPLIES),
            "supplier": supplier,
            "customer": np.where(customer == supplier, (customer + 1) % sites, customer),
        },
        [
            (claim, "ka:supplier", mint("establishment", "supplier")),
            (claim, "ka:customer", mint("establishment", "customer")),
            (claim, "ka:evidenceLevel", _SYNTHETIC),
        ],
    )


def _said(columns: dict[str, np.ndarray], patterns: Iterable[Pattern]) -> pl.DataFrame:
    return from_rows(pl.DataFrame(columns), patterns, GRAPH)
