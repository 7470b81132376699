"""Every naming of the peaks that some cavity within the errors explains: a scan, then least squares.

At each point of the scan (`scan`) every peak takes the nearest mode. Each distinct naming is then fitted
(`refine`), named again at its optimum, and fitted again; at the end the residuals are those of the solver.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .ladder import Ladders, real_orders
from .refine import Fits, first_fits, misfit, orders_of, refined, without_twins
from .scan import distinct, grid, nearest
from .shape import RoundCavity

Array = NDArray[np.float64]


def search(ladders: Ladders, allowed: NDArray[np.bool_], sigma: Array) -> tuple[Fits, float]:
    """Return the fits of all namings worth a look, the best first, and how far the scan was thinned.

    Parameters
    ----------
    ladders : Ladders
        L of every family.
    allowed : ndarray of bool, shape (peak, family)
        Which families a peak may belong to.
    sigma : ndarray, shape (peak,)
        Standard error of the wavenumbers, in 1/m.
    """
    theta, thinned = grid(ladders, allowed)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], Array]] = []
    for part in np.array_split(theta, max(1, theta.shape[0] // 20_000)):
        found.append(distinct(*nearest(ladders, allowed, part, sigma), part))
    fits = first_fits(ladders, sigma, *(np.concatenate(column) for column in zip(*found, strict=True)))
    for _ in range(2):
        fits = refined(ladders, sigma, fits)
        family, order = nearest(ladders, allowed, fits.theta, sigma)
        both = [
            np.concatenate(pair) for pair in ((fits.family, family), (fits.order, order), (fits.theta,) * 2)
        ]
        fits = first_fits(ladders, sigma, *distinct(*both))
    fits = without_twins(refined(ladders, sigma, fits))
    fits = fits.take(np.argsort(fits.chi2)[:200])
    return _inside(ladders.cavity, _exact(ladders, sigma, fits)), thinned


def _exact(ladders: Ladders, sigma: Array, fits: Fits) -> Fits:
    """Take the residuals from the solver itself at the optimum, and correct the fit by what they differ."""
    cavity, k = ladders.cavity, ladders.wavenumber
    outside = float(cavity.outside.index(ladders.centre).real)
    here = np.empty(fits.family.shape)
    for f, family in enumerate(ladders.families):
        which = np.nonzero(fits.family == f)
        at = ladders.coordinates(fits.theta, k, family.polarization)[which]
        if at.size:
            here[which] = real_orders(cavity, family, at, outside)
    table = orders_of(ladders, fits.family, fits.theta, k)
    slope = (orders_of(ladders, fits.family, fits.theta, k * (1 + 1e-5)) - table) / (1e-5 * k)
    residual = (here - fits.order) / (slope * sigma)
    chi2 = misfit(cavity, fits.theta, residual)
    order = np.argsort(chi2)
    return Fits(fits.family, fits.order, fits.theta, chi2, fits.covariance, residual).take(order)


def _inside(cavity: RoundCavity, fits: Fits) -> Fits:
    """Leave out fits that end outside a flat range, unless that leaves none."""
    good = np.ones(fits.theta.shape[0], dtype=bool)
    for p, name in enumerate(cavity.free):
        known = cavity.known[name]
        if known.flat:
            low, high = known.range
            room = 0.05 * (high - low)
            low, high = low - room, high + room
            good &= (fits.theta[:, p] >= low) & (fits.theta[:, p] <= high)
    return fits.take(np.flatnonzero(good)) if np.any(good) else fits
