"""Agglomeration: do establishments of one stage sit together more than all establishments do?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

GRID = 200
"""Distances at which a density is drawn."""
EXACT, BINS = 1_000, 4_000
"""Pairs up to which each distance counts by itself; more are counted in bins, many times narrower than the kernel."""


def ellison_glaeser(sizes: np.ndarray, regions: np.ndarray, share: np.ndarray) -> float:
    """Ellison-Glaeser index of one stage (Ellison and Glaeser, 1997, eq. 5).

    0 is what establishments that choose their place at random would give, 1 all in one region; below 0 is dispersion.

    Args:
        sizes: jobs of each establishment of the stage.
        regions: number of the region of each establishment.
        share: part of all jobs that each region holds; adds up to 1.

    Returns:
        Not a number with fewer than two establishments, or where one region holds all jobs.
    """
    plant = sizes / sizes.sum() if sizes.sum() > 0 else sizes
    herfindahl = float((plant**2).sum())
    apart = 1 - float((share**2).sum())
    if len(sizes) < 2 or not 0 < herfindahl < 1 or apart <= 0:
        return float("nan")
    held = np.bincount(regions, weights=plant, minlength=len(share))
    concentration = float(((held - share) ** 2).sum())
    return float((concentration - apart * herfindahl) / (apart * (1 - herfindahl)))


@dataclass(frozen=True)
class Localisation:
    """Density of the distances between establishments of a stage, and what chance would give.

    Attributes:
        distance: distances, kilometres.
        density: density of the pairs at each distance.
        low, high: local envelope: 5 % of random choices lie below or above it at each distance.
        global_low, global_high: global envelope: 5 % of random choices leave it anywhere.
        localised: whether the density rises above the global envelope anywhere.
        dispersed: whether it falls below the global envelope somewhere and is not localised.
    """

    distance: np.ndarray
    density: np.ndarray
    low: np.ndarray
    high: np.ndarray
    global_low: np.ndarray
    global_high: np.ndarray
    localised: bool
    dispersed: bool


def _pairs(points: np.ndarray) -> np.ndarray:
    one, two = np.triu_indices(len(points), 1)
    made: np.ndarray = np.hypot(*(points[one] - points[two]).T) / 1000
    return made


def _density(distances: np.ndarray, at: np.ndarray, width: float) -> np.ndarray:
    """Kernel density with a Gaussian kernel, reflected at 0 for there are no negative distances."""
    scaled = (at[:, None] - distances[None, :]) / width
    mirrored = (at[:, None] + distances[None, :]) / width
    kernel = np.exp(-(scaled**2) / 2) + np.exp(-(mirrored**2) / 2)
    made: np.ndarray = kernel.sum(axis=1) / (len(distances) * width * np.sqrt(2 * np.pi))
    return made


def _drawn(at: np.ndarray, width: float, pairs: int, most: float) -> Callable[[np.ndarray], np.ndarray]:
    """What draws the density of that many distances, none above the largest."""
    if pairs <= EXACT:
        return lambda distances: _density(distances, at, width)
    edges = np.linspace(0, most, BINS + 1)
    # The kernel of each bin by itself, made once for all choices; a density is the sum over bins by their counts.
    kernel = np.column_stack([_density(middle, at, width) for middle in (edges[:-1, None] + edges[1:, None]) / 2])

    def binned(distances: np.ndarray) -> np.ndarray:
        made: np.ndarray = kernel @ np.histogram(distances, edges)[0] / len(distances)
        return made

    return binned


def duranton_overman(
    stage: np.ndarray, sites: np.ndarray, *, most_km: float | None = None, choices: int = 1_000, seed: int = 0
) -> Localisation:
    """K-density of one stage with local and global envelopes (Duranton and Overman, 2005).

    Args:
        stage: positions of the establishments of the stage, metres in the Dutch grid, shape (n, 2); at least 3.
        sites: positions of all establishments, the places that could have been chosen instead, shape (m, 2), m >= n.
        most_km: largest distance looked at; half the largest distance between sites by default, about the median of
            all pairs as in the paper.
        choices: random choices of n of the sites, for the envelopes.
        seed: of the choices.

    Raises:
        ValueError: with fewer than three establishments, or fewer sites than establishments.
    """
    if len(stage) < 3 or len(sites) < len(stage):
        raise ValueError("a density needs at least three establishments, and at least as many sites to choose from")
    own = _pairs(stage)
    reach = most_km or float(np.hypot(*(sites.max(axis=0) - sites.min(axis=0)))) / 2000
    at = np.linspace(0, reach, GRID)
    spread = min(own.std(), (np.quantile(own, 0.75) - np.quantile(own, 0.25)) / 1.34) or own.std() or 1.0
    width = 0.9 * spread * len(own) ** -0.2  # Silverman (1986), section 3.4.2
    drawn = _drawn(at, width, len(own), float(np.hypot(*(sites.max(axis=0) - sites.min(axis=0)))) / 1000)
    density = drawn(own)
    rng = np.random.default_rng(seed)
    random = np.array([drawn(_pairs(sites[rng.choice(len(sites), len(stage), replace=False)])) for _ in range(choices)])
    low, high = np.quantile(random, [0.05, 0.95], axis=0)
    global_low, global_high = _global(random, high=False), _global(random, high=True)
    localised = bool((density > global_high).any())
    return Localisation(
        at, density, low, high, global_low, global_high, localised,
        dispersed=bool(not localised and (density < global_low).any()),
    )  # fmt: skip


def _global(random: np.ndarray, *, high: bool) -> np.ndarray:
    """The envelope that 5 % of the random densities leave anywhere: the same local rank at every distance."""
    ordered = np.sort(random, axis=0)
    number = len(ordered)
    ranks = np.empty_like(random)
    order = np.argsort(random, axis=0, kind="stable")
    np.put_along_axis(ranks, order, np.broadcast_to(np.arange(number)[:, None], random.shape), axis=0)
    furthest = ranks.max(axis=1) if high else number - 1 - ranks.min(axis=1)
    rank = int(np.quantile(furthest, 0.95, method="higher"))
    made: np.ndarray = ordered[rank] if high else ordered[number - 1 - rank]
    return made
