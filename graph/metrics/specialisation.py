"""Specialisation, concentration and diversity of places: shares of activities compared.

Every function takes a table of amounts, such as jobs or establishments: one row per place, one column per activity,
nothing negative. Shares are parts of one. A place without any amount has no shares: what would divide by nothing is
``nan``, never zero. Formulas are written with :math:`x_{ri}` for the amount of activity i in place r.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

Amounts = npt.NDArray[np.float64]


def _over(part: Amounts, whole: Amounts) -> Amounts:
    """Division in which nothing over nothing, and something over nothing, is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def shares(amounts: Amounts) -> Amounts:
    """What part of each place is of each activity: ``s_ri = x_ri / x_r``, a part of one; rows sum to one."""
    return _over(amounts, amounts.sum(axis=1, keepdims=True))


def location_quotient(amounts: Amounts) -> Amounts:
    """How much larger an activity is in a place than in all places together (Florence, 1939).

    ``LQ_ri = (x_ri / x_r) / (x_i / x)``; 1 is as large, 2 twice as large.

    Returns:
        A table of the shape of ``amounts``, without unit.
    """
    whole = amounts.sum(axis=0, keepdims=True)
    return _over(shares(amounts), whole / whole.sum())


def share_interval(part: Amounts, whole: Amounts, confidence: float = 0.95) -> tuple[Amounts, Amounts]:
    """Between which values a share may lie, given how few were counted (exact; Clopper and Pearson, 1934).

    The bounds are quantiles of beta distributions: ``B(a/2; k, n-k+1)`` and ``B(1-a/2; k+1, n-k)`` for k out of n
    and ``a = 1 - confidence``. They hold the true share with at least that confidence, also for the smallest counts,
    where the usual normal interval fails.

    Args:
        part: counts k, whole numbers.
        whole: counts n of which k are a part; of nothing counted nothing is known: the bounds are 0 and 1.
        confidence: between 0 and 1.

    Returns:
        Lower and upper bound of each share.
    """
    tail = (1 - confidence) / 2
    rest = whole - part
    low = np.where(part > 0, betaincinv(np.maximum(part, 1), rest + 1, tail), 0.0)
    high = np.where(rest > 0, betaincinv(part + 1, np.maximum(rest, 1), 1 - tail), 1.0)
    return low, high


def location_quotient_interval(
    part: Amounts, whole: Amounts, expected: Amounts, confidence: float = 0.95
) -> tuple[Amounts, Amounts, Amounts]:
    """A location quotient of counts with its interval (after Moineddin, Beyene and Boyle, 2003, with exact bounds).

    The quotient is also ``(x_ri / x_i) / (x_r / x)``: the place's share of the activity over its share of
    everything. The first share rests on few counts and gets the interval of :func:`share_interval`; the second is
    taken as known.

    Args:
        part: count of the activity in the place.
        whole: count of the activity in all places.
        expected: the place's share of everything.
        confidence: between 0 and 1.

    Returns:
        Quotient, lower and upper bound, without unit; ``nan`` where the expected share is nothing or unknown.
    """
    low, high = share_interval(part, whole, confidence)
    return _over(_over(part, whole), expected), _over(low, expected), _over(high, expected)


def krugman(amounts: Amounts) -> Amounts:
    """How much each place differs from all places together (Krugman, 1991): ``K_r = sum_i |s_ri - s_i|``.

    Returns:
        One value per place, from 0 (the same) towards 2 (nothing in common).
    """
    whole = amounts.sum(axis=0)
    return np.asarray(np.abs(shares(amounts) - whole / whole.sum()).sum(axis=1))


def specialisation_coefficient(amounts: Amounts) -> Amounts:
    """What part of a place would have to change activity to be as all places together (Hoover and Giarratani, 1971).

    ``half of K_r`` of :func:`krugman`: one value per place, from 0 to 1.
    """
    return krugman(amounts) / 2


def hachman(amounts: Amounts) -> Amounts:
    """How alike the make-up of each place is to that of all places (Hachman, 1995): ``1 / sum_i LQ_ri s_ri``.

    Returns:
        One value per place, from near 0 (altogether its own) to 1 (the same).
    """
    quotients = np.nan_to_num(location_quotient(amounts))
    return _over(np.ones(len(amounts)), (quotients * shares(amounts)).sum(axis=1))


def hoover(amounts: Amounts, sizes: Amounts | None = None) -> Amounts:
    """What part of an activity would have to move to be spread as the sizes of the places are (Hoover, 1936).

    ``H_i = 1/2 sum_r |x_ri / x_i - a_r / a|``.

    Args:
        amounts: places by activities.
        sizes: one value per place, such as population; without it all places are equally large.

    Returns:
        One value per activity, from 0 to 1.
    """
    spread = np.ones(len(amounts)) if sizes is None else sizes
    parts = _over(amounts, amounts.sum(axis=0, keepdims=True))
    return np.asarray(np.abs(parts - (spread / spread.sum())[:, None]).sum(axis=0) / 2)


def gini(amounts: Amounts) -> Amounts:
    """How unevenly each activity is spread over the places (Gini, 1912).

    ``G_i = sum_k (2k - n - 1) x_(k) / (n x_i)`` over the n places in order of amount.

    Returns:
        One value per activity, from 0 (even) to ``(n-1)/n`` (all in one place).
    """
    places = len(amounts)
    weights = np.arange(1.0 - places, places, 2.0)
    return _over(weights @ np.sort(amounts, axis=0), places * amounts.sum(axis=0))


def herfindahl(amounts: Amounts) -> Amounts:
    """How concentrated each place is (Herfindahl, 1950; Hirschman, 1945): ``HHI_r = sum_i s_ri ** 2``.

    Returns:
        One value per place, from one over the number of activities (even) to 1 (all in one).
    """
    return np.asarray((shares(amounts) ** 2).sum(axis=1))


def entropy(amounts: Amounts) -> Amounts:
    """How diverse each place is (Shannon, 1948): ``H_r = - sum_i s_ri log2 s_ri``, in bits.

    Returns:
        One value per place, from 0 (all in one activity) to the logarithm of the number of activities (even).
    """
    parts = shares(amounts)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(parts > 0, parts * np.log2(parts), 0.0)
    return np.where(np.isnan(parts).any(axis=1), np.nan, -terms.sum(axis=1) + 0.0)


def theil(values: Amounts, groups: npt.NDArray[np.int_]) -> tuple[float, float]:
    """Inequality between places, split into that within and that between groups of them (Theil, 1967).

    ``T = sum_g y_g T_g + sum_g y_g ln(y_g / (n_g / n))`` with ``y_g`` the part of all that group g has, ``n_g`` its
    number of places and ``T_g`` the inequality inside it: ``T = sum_r y_r ln(n y_r)``.

    Args:
        values: one amount per place, together more than nothing.
        groups: the group of each place, counted from 0.

    Returns:
        Inequality within and between the groups, in nats; together they are the inequality of all places.
    """
    parts = values / values.sum()
    of_group = np.asarray(np.bincount(groups, weights=parts), dtype=np.float64)
    size = np.bincount(groups).astype(np.float64)
    between = _weighted_logarithm(of_group, _over(of_group, size / len(values)))
    within = _weighted_logarithm(parts, _over(parts * size[groups], of_group[groups]))
    return within, between


def _weighted_logarithm(weights: Amounts, ratios: Amounts) -> float:
    """Sum of weight times logarithm, where no weight is nothing."""
    some = weights > 0
    return float(np.sum(weights[some] * np.log(ratios[some])))
