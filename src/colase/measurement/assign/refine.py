"""Fits of given namings, all at once: Gauss-Newton steps in radius, index, slope, shell and thickness.

    chi^2 = sum_j [(L_j(theta) - l_j)/sigma_j]^2 + sum_p [(theta_p - known_p)/error_p]^2

with L_j the real order that the cavity theta has at the wavenumber of peak j.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .ladder import Ladders
from .scan import CODE, distinct
from .shape import RoundCavity

Array = NDArray[np.float64]

_KEPT = 120.0  # in chi-square above the best, after a linearised fit
_MOST_KEPT = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Namings and their fits: family and order of every peak, parameters, chi-square, covariance."""

    family: NDArray[np.int64]
    order: NDArray[np.int64]
    theta: Array
    chi2: Array
    covariance: Array
    residual: Array

    def take(self, which: NDArray) -> Fits:
        """Return some of them."""
        return Fits(*(getattr(self, name)[which] for name in Fits.__slots__))


def first_fits(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Fits:
    """Fit every naming by four steps and keep those that are not far beyond the best."""
    family, order, theta = distinct(family, order, theta)
    parts = []
    for some in np.array_split(np.arange(family.shape[0]), max(1, family.shape[0] // 4000)):
        at = theta[some]
        for _ in range(4):
            at = _step(ladders, sigma, family[some], order[some], at)[0]
        parts.append(at)
    theta = np.concatenate(parts)
    chi2 = _chi2(ladders, sigma, family, order, theta)
    kept = np.argsort(chi2)[:_MOST_KEPT]
    return _fits(ladders, sigma, *_close(_KEPT, chi2[kept], family[kept], order[kept], theta[kept]))


def refined(ladders: Ladders, sigma: Array, fits: Fits) -> Fits:
    """Return namings fitted by five more steps, those far beyond the best left out."""
    theta = fits.theta
    for _ in range(5):
        theta = _step(ladders, sigma, fits.family, fits.order, theta)[0]
    chi2 = _chi2(ladders, sigma, fits.family, fits.order, theta)
    return _fits(ladders, sigma, *_close(0.4 * _KEPT, chi2, fits.family, fits.order, theta))


def without_twins(fits: Fits) -> Fits:
    """Return the fits in which no two peaks carry one name."""
    ranked = np.sort(fits.family * CODE + fits.order, axis=1)
    good = np.all(np.diff(ranked, axis=1) > 0, axis=1)
    if not np.any(good):
        raise InputError(
            "in every cavity within the errors two of the peaks share one mode: they stand closer than modes "
            "do. Allow a higher radial order, or widen what is known."
        )
    return fits.take(np.flatnonzero(good))


def _close(reach: float, chi2: Array, *arrays: NDArray) -> list[NDArray]:
    """Return the rows of arrays whose chi-square is not far beyond the least."""
    good = chi2 < chi2.min() + reach + 0.2 * chi2.min()
    return [a[good] for a in arrays]


def _fits(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Fits:
    _, covariance, residual = _step(ladders, sigma, family, order, theta)
    chi2 = misfit(ladders.cavity, theta, residual)
    return Fits(family, order, theta, chi2, covariance, residual)


def _chi2(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Array:
    residual = _residual(ladders, sigma, family, order, theta)
    return misfit(ladders.cavity, theta, residual)


def misfit(cavity: RoundCavity, theta: Array, residual: Array) -> Array:
    """Return chi-square of the peaks and of what was known with a normal error."""
    prior, normal = _prior(cavity, theta)
    return np.sum(residual**2, axis=1) + np.sum((prior * normal) ** 2, axis=1)


def orders_of(ladders: Ladders, family: NDArray[np.int64], theta: Array, k: Array) -> Array:
    """Return L of the family of every peak, shape (fit, peak)."""
    out = np.empty(family.shape)
    for f in np.unique(family):
        fits = np.flatnonzero((family == f).any(axis=1))
        values = ladders.orders(theta[fits], int(f), k)
        out[fits] = np.where(family[fits] == f, values, out[fits])
    return out


def _residual(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Array:
    """Return the distance of every peak from its mode, in standard errors, first order in the distance."""
    slope = np.choose(family, ladders.slopes[:, None, :])
    return (orders_of(ladders, family, theta, ladders.wavenumber) - order) / (slope * sigma)


def _scales(cavity: RoundCavity) -> Array:
    return np.array([max(cavity.known[n].error, 1e-300) for n in cavity.free])


def _prior(cavity: RoundCavity, theta: Array) -> tuple[Array, Array]:
    """Return (theta - value)/error of every parameter, and which of them are not flat.

    In a step a flat range acts like a normal one of that width, which keeps it finite where the peaks say
    nothing; it adds nothing to chi-square.
    """
    known = [cavity.known[n] for n in cavity.free]
    normal = np.array([not k.flat for k in known], dtype=bool)
    value = np.array([k.value for k in known])
    return (theta - value) / _scales(cavity), normal


def _step(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> tuple[Array, Array, Array]:
    """Return parameters after one Gauss-Newton step, their covariance and the residuals before it."""
    cavity, scale = ladders.cavity, _scales(ladders.cavity)
    residual = _residual(ladders, sigma, family, order, theta)
    count = theta.shape[1]
    if not count:
        return theta, np.zeros((theta.shape[0], 0, 0)), residual
    jacobian = np.empty((*residual.shape, count))
    small = 1e-3
    for p in range(count):
        moved = theta.copy()
        moved[:, p] += small * scale[p]
        jacobian[..., p] = (_residual(ladders, sigma, family, order, moved) - residual) / small
    prior, _ = _prior(cavity, theta)
    hessian = np.einsum("bjp,bjq->bpq", jacobian, jacobian) + np.eye(count)
    gradient = np.einsum("bjp,bj->bp", jacobian, residual) + prior
    inverse = np.linalg.inv(hessian)
    move = -np.einsum("bpq,bq->bp", inverse, gradient)
    reach = np.array([cavity.known[n].range[1] - cavity.known[n].value for n in cavity.free]) / scale
    move *= np.minimum(1.0, 0.7 / np.maximum(np.abs(move / reach).max(axis=1), 1e-12))[:, None]
    return _moved(cavity, theta, move * scale), inverse * scale[:, None] * scale, residual


def _moved(cavity: RoundCavity, theta: Array, move: Array) -> Array:
    """Return parameters after a step along which index times radius changes only as much as it says.

    Radius and index nearly make up for each other; added one by one, the product of their changes would
    push the peaks through many spacings.
    """
    after = theta + move
    if {"radius", "index"} <= set(cavity.free):
        r, n = cavity.free.index("radius"), cavity.free.index("index")
        path = np.exp(move[:, r] / theta[:, r] + move[:, n] / theta[:, n])
        after[:, r] = theta[:, r] * theta[:, n] * path / after[:, n]
    low, high = np.array([cavity.known[name].range for name in cavity.free]).T
    return np.clip(after, low - 0.1 * (high - low), high + 0.1 * (high - low))
