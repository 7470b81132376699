"""Every naming of the peaks that some cavity within the errors explains: a scan, then least squares.

The scan covers the ranges of all parameters, finely along what moves the peaks most (a spacing passes when
the radius changes by lambda/(2 pi n)), and along the others as they move peaks against each other.
At each point every peak
takes the nearest mode. Each distinct naming is then fitted,

    chi^2 = sum_j [(L_j(theta) - l_j)/sigma_j]^2 + sum_p [(theta_p - known_p)/error_p]^2,

by Gauss-Newton steps for all namings at once, named again at its optimum, and fitted again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .ladder import Ladders, real_orders
from .shape import RoundCavity

Array = NDArray[np.float64]

_NEAR = 0.2  # of the spacing of all modes together: how far the scan may lie from a cavity that fits
_CODE = 100_000  # family and order in one number
_MOST_POINTS = 100_000
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
    theta, thinned = _grid(ladders, allowed)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], Array]] = []
    for part in np.array_split(theta, max(1, theta.shape[0] // 20_000)):
        found.append(_distinct(*_nearest(ladders, allowed, part, sigma), part))
    fits = _first(ladders, sigma, *(np.concatenate(column) for column in zip(*found, strict=True)))
    for _ in range(2):
        fits = _refined(ladders, sigma, fits)
        family, order = _nearest(ladders, allowed, fits.theta, sigma)
        both = [
            np.concatenate(pair) for pair in ((fits.family, family), (fits.order, order), (fits.theta,) * 2)
        ]
        fits = _first(ladders, sigma, *_distinct(*both))
    fits = _without_twins(_refined(ladders, sigma, fits))
    fits = fits.take(np.argsort(fits.chi2)[:200])
    return _inside(ladders.cavity, _exact(ladders, sigma, fits)), thinned


def _grid(ladders: Ladders, allowed: NDArray[np.bool_]) -> tuple[Array, float]:
    """Return points over all ranges, shape (point, free), and how much wider than wanted they stand."""
    cavity = ladders.cavity
    ranges = np.array([cavity.known[name].range for name in cavity.free])
    middle = ranges.mean(axis=1) if ranges.size else np.zeros(0)
    used = np.flatnonzero(allowed.any(axis=0))
    spans = np.stack([_span(ladders, f, middle, ranges) for f in used.tolist()])  # family, parameter, peak
    near = _NEAR / max(int(allowed.sum(axis=1).max()), 1)
    for thinned in (1.0, 1.4, 2.0, 2.8):
        steps = _steps(spans, near * thinned)
        if np.prod(steps, dtype=float) <= _MOST_POINTS:
            break
    else:
        raise InputError(
            f"what is known of the cavity leaves more than {_MOST_POINTS:.0e} different cavities to look at; "
            "narrow the ranges (a radius from a microscope, an index from ellipsometry)."
        )
    axes = [np.linspace(a, b, n) for (a, b), n in zip(ranges, steps, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes)) if axes else np.zeros(
        (1, 0)
    ), thinned


def _steps(spans: Array, near: float) -> list[int]:
    """Return how many points every parameter needs, from how far it moves the peaks over its range.

    The parameter that moves all peaks farthest is stepped by that; it makes up for the common part of the
    others, which are stepped by how they move peaks against each other.
    """
    if not spans.shape[1]:
        return []
    common = spans.mean(axis=(0, 2))
    main = int(np.argmax(np.abs(common)))
    rest = spans - (common / common[main])[:, None] * spans[:, main : main + 1]
    steps = [2 + int(np.ptp(rest[:, p]) / (4 * near)) for p in range(common.size)]
    steps[main] = 2 + int(np.abs(spans[:, main]).max() / (2 * near))
    return steps


def _span(ladders: Ladders, family: int, middle: Array, ranges: Array) -> Array:
    """Return how far L of every peak goes over the range of every parameter, shape (free, peak)."""
    ends = np.repeat(middle[None], 2 * len(middle), axis=0)
    for p, (low, high) in enumerate(ranges):
        ends[2 * p, p], ends[2 * p + 1, p] = low, high
    if not len(middle):
        return np.zeros((0, ladders.wavenumber.size))
    values = ladders.orders(ends, family)
    return values[1::2] - values[::2]


def _nearest(
    ladders: Ladders, allowed: NDArray[np.bool_], theta: Array, sigma: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return family and order of the mode that every peak takes: the nearest, or the next if two share it."""
    shape = (theta.shape[0], sigma.size)
    distance = np.full((2, *shape), np.inf)
    code = np.zeros((2, *shape), dtype=np.int64)
    for f in range(len(ladders.families)):
        if not allowed[:, f].any():
            continue
        real = ladders.orders(theta, f)
        whole = np.round(real)
        for order in (whole, whole + np.where(real > whole, 1, -1)):
            far = np.abs(real - order) / np.abs(ladders.slopes[f] * sigma)
            far[:, ~allowed[:, f]] = np.inf
            name = f * _CODE + order.astype(np.int64)
            second = (far < distance[1]) & (far >= distance[0])
            first = far < distance[0]
            distance[1] = np.where(first, distance[0], np.where(second, far, distance[1]))
            code[1] = np.where(first, code[0], np.where(second, name, code[1]))
            distance[0] = np.where(first, far, distance[0])
            code[0] = np.where(first, name, code[0])
    return _apart(distance, code)


def _apart(distance: Array, code: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of two neighbouring peaks that share a mode let that one take its second mode that loses less."""
    loss = np.where(np.isfinite(distance[1]), distance[1] ** 2 - distance[0] ** 2, np.inf)
    names = code[0].copy()
    for j in range(names.shape[1] - 1):
        twins = names[:, j] == names[:, j + 1]
        left = twins & (loss[:, j] < loss[:, j + 1])
        names[:, j] = np.where(left, code[1, :, j], names[:, j])
        names[:, j + 1] = np.where(twins & ~left, code[1, :, j + 1], names[:, j + 1])
    return names // _CODE, names % _CODE


def _distinct(
    family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Return distinct namings, each with one start."""
    _, first = np.unique(family * _CODE + order, axis=0, return_index=True)
    return family[first], order[first], theta[first]


def _without_twins(fits: Fits) -> Fits:
    """Return the fits in which no two peaks carry one name."""
    ranked = np.sort(fits.family * _CODE + fits.order, axis=1)
    good = np.all(np.diff(ranked, axis=1) > 0, axis=1)
    if not np.any(good):
        raise InputError(
            "in every cavity within the errors two of the peaks share one mode: they stand closer than modes "
            "do. Allow a higher radial order, or widen what is known."
        )
    return fits.take(np.flatnonzero(good))


def _first(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Fits:
    """Fit every naming by four steps and keep those that are not far beyond the best."""
    family, order, theta = _distinct(family, order, theta)
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


def _close(reach: float, chi2: Array, *arrays: NDArray) -> list[NDArray]:
    """Return the rows of arrays whose chi-square is not far beyond the least."""
    good = chi2 < chi2.min() + reach + 0.2 * chi2.min()
    return [a[good] for a in arrays]


def _refined(ladders: Ladders, sigma: Array, fits: Fits) -> Fits:
    theta = fits.theta
    for _ in range(5):
        theta = _step(ladders, sigma, fits.family, fits.order, theta)[0]
    chi2 = _chi2(ladders, sigma, fits.family, fits.order, theta)
    return _fits(ladders, sigma, *_close(0.4 * _KEPT, chi2, fits.family, fits.order, theta))


def _fits(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Fits:
    _, covariance, residual = _step(ladders, sigma, family, order, theta)
    chi2 = _misfit(ladders.cavity, theta, residual)
    return Fits(family, order, theta, chi2, covariance, residual)


def _chi2(
    ladders: Ladders, sigma: Array, family: NDArray[np.int64], order: NDArray[np.int64], theta: Array
) -> Array:
    residual = _residual(ladders, sigma, family, order, theta)
    return _misfit(ladders.cavity, theta, residual)


def _orders(ladders: Ladders, family: NDArray[np.int64], theta: Array, k: Array) -> Array:
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
    return (_orders(ladders, family, theta, ladders.wavenumber) - order) / (slope * sigma)


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


def _misfit(cavity: RoundCavity, theta: Array, residual: Array) -> Array:
    """Return chi-square of the peaks and of what was known with a normal error."""
    prior, normal = _prior(cavity, theta)
    return np.sum(residual**2, axis=1) + np.sum((prior * normal) ** 2, axis=1)


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
    table = _orders(ladders, fits.family, fits.theta, k)
    slope = (_orders(ladders, fits.family, fits.theta, k * (1 + 1e-5)) - table) / (1e-5 * k)
    residual = (here - fits.order) / (slope * sigma)
    chi2 = _misfit(cavity, fits.theta, residual)
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
