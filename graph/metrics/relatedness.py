"""Relatedness: which activities are found in the same places, and how near a place is to one it lacks.

Every function takes presences: one row per place, one column per activity, true where the place has it.
"""

import numpy as np
import numpy.typing as npt

Presences = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]


def co_locations(present: Presences) -> npt.NDArray[np.int_]:
    """In how many places two activities are found together: ``C_ij = sum_r M_ri M_rj``.

    Returns:
        Activities by activities, symmetric; on the diagonal in how many places an activity is found at all.
    """
    whole = present.astype(np.int_)
    return np.asarray(whole.T @ whole)


def proximity(present: Presences) -> Matrix:
    """How likely a place with one activity has the other too (Hidalgo, Klinger, Barabasi and Hausmann, 2007).

    The smaller of both conditional probabilities: ``phi_ij = min(P(i|j), P(j|i)) = C_ij / max(C_ii, C_jj)``. The
    smaller one is taken so that an activity found in one place only is not near everything there.

    Returns:
        Activities by activities, symmetric, from 0 to 1, without unit. An activity is not counted as near itself,
        and what is found nowhere is near nothing: 0.
    """
    together = co_locations(present)
    found = together.diagonal()
    phi = together / np.maximum(np.maximum.outer(found, found), 1)
    np.fill_diagonal(phi, 0.0)
    return np.asarray(phi)


def relatedness_density(present: Presences, phi: Matrix) -> Matrix:
    """What part of all that is near an activity a place has (Hidalgo and others, 2007, in per cent as in EconGeo).

    ``density_ri = 100 sum_j M_rj phi_ij / sum_j phi_ij``.

    Args:
        present: places by activities; the places may be other ones than those the proximity was taken from.
        phi: activities by activities, as :func:`proximity` gives it.

    Returns:
        Places by activities, in per cent; ``nan`` where nothing is near the activity, so that nothing can be said.
    """
    near = phi.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(near > 0, 100 * (present.astype(np.float64) @ phi) / near, np.nan)
