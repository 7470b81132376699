"""Light out against light in of one mode, in closed form, and its fit in log space.

Carriers N decay at 1/tau with a share beta into the mode of p photons, which leave at 1/tau_c
(bjork1991 with transparency at zero; steady state of the rate equations):

    p (1 + beta p) = r (p + 1),      p = [(r - 1) + sqrt((r - 1)^2 + 4 beta r)] / (2 beta)

with r the pump over that at which the carriers clamp when beta tends to zero: the **kink**, r = 1. One photon
in the mode, p = 1, is reached at r = (1 + beta)/2, half of the kink. Valid for steady state, or for pulses
whose output follows the pump through one threshold, for one mode without saturation and without light from
elsewhere.

The output is A p. In log space A is a shift and drops out; what is fitted is ln(threshold) and ln(beta). The
interval is that of the profile likelihood: for every threshold beta and A are fitted again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LOWEST_BETA, HIGHEST_BETA = 1e-9, 1.0
_SCAN = 48
_STEPS = 60


def photon_number(r: ArrayLike, beta: ArrayLike) -> Array:
    """Return the photons in the mode at pump r (in units of the kink); exact for small beta too."""
    r, beta = np.asarray(r, dtype=float), np.asarray(beta, dtype=float)
    root = np.sqrt((r - 1) ** 2 + 4 * beta * r)
    below = 2 * r / np.where(r < 1, (1 - r) + root, 1.0)
    return np.where(r < 1, below, ((r - 1) + root) / (2 * beta))


def log_slopes(r: ArrayLike, beta: ArrayLike) -> tuple[Array, Array]:
    """Return d ln p / d ln r and d ln p / d ln beta."""
    r, beta = np.asarray(r, dtype=float), np.asarray(beta, dtype=float)
    p = photon_number(r, beta)
    root = np.sqrt((r - 1) ** 2 + 4 * beta * r)
    return r * (p + 1) / (p * root), -beta * p / root


@dataclass(frozen=True, slots=True, eq=False)
class SCurve:
    """A fitted curve: threshold in the unit of the pump, beta, output per photon, weighted residuals."""

    threshold: float
    beta: float
    scale: float
    residuals: Array
    weights: Array

    @property
    def chi2(self) -> float:
        """Weighted sum of squares of the residuals of ln(output)."""
        return float(np.sum(self.weights * self.residuals**2))

    def output(self, pump: ArrayLike) -> Array:
        """Return the output at a pump."""
        return self.scale * photon_number(np.asarray(pump, dtype=float) / self.threshold, self.beta)


def fit(pump: Array, output: Array, weights: Array) -> SCurve:
    """Fit threshold, beta and scale to ln(output).

    Parameters
    ----------
    pump, output : ndarray, shape (point,)
        Both greater than zero.
    weights : ndarray, shape (point,)
        One over the variance of ln(output).
    """
    x, y = np.log(pump), np.log(output)
    span = np.linspace(x.min() - 1.5, x.max() + 1.0, _SCAN)
    starts = np.log(np.array([1e-6, 1e-4, 1e-2, 0.3]))
    where, beta = (a.ravel() for a in np.meshgrid(span, starts, indexing="ij"))
    chi2 = _chi2(x, y, weights, where, beta)
    best = np.argsort(chi2)[:3]
    where, beta, chi2 = _descend(x, y, weights, where[best], beta[best])
    b = int(np.argmin(chi2))
    shift, residuals = _residuals(x, y, weights, where[b : b + 1], beta[b : b + 1])
    return SCurve(
        float(np.exp(where[b])), float(np.exp(beta[b])), float(np.exp(shift[0])), residuals[0], weights
    )


def profile(
    pump: Array, output: Array, found: SCurve, rise: float, of: str = "threshold"
) -> tuple[float, float]:
    """Return the ends of the interval in which the best chi-square stays within ``rise`` of the smallest.

    Parameters
    ----------
    found : SCurve
        The fit of these data.
    rise : float
        Allowed increase of chi-square.
    of : {"threshold", "beta"}
        An end that the data do not set is 0 or infinite for the threshold, and the bound of beta for beta.
    """
    x, y = np.log(pump), np.log(output)
    fixed = 0 if of == "threshold" else 1
    centre = np.log(found.threshold if fixed == 0 else found.beta)
    limit = found.chi2 + rise
    steps = np.geomspace(1e-5, 25.0 if fixed else 6.0, 48)
    grid = np.concatenate([centre - steps, centre + steps])
    if fixed:
        grid = np.clip(grid, np.log(LOWEST_BETA), np.log(HIGHEST_BETA))
    chi2 = _profile_chi2(x, y, found, grid, fixed)
    sides = (slice(None, steps.size), slice(steps.size, None))
    ends = [_crossing(np.r_[centre, grid[s]], np.r_[found.chi2, chi2[s]], limit) for s in sides]
    low, high = (float(np.exp(e)) if e is not None else None for e in ends)
    if of == "threshold":
        return (low or 0.0), (high or np.inf)
    return (low or LOWEST_BETA), (high or HIGHEST_BETA)


def _crossing(at: Array, chi2: Array, limit: float) -> float | None:
    over = np.flatnonzero(chi2 > limit)
    if not over.size:
        return None
    i = int(over[0])
    share = (limit - chi2[i - 1]) / (chi2[i] - chi2[i - 1])
    return float(at[i - 1] + np.sqrt(max(share, 0.0)) * (at[i] - at[i - 1]))


def _residuals(x: Array, y: Array, w: Array, where: Array, beta: Array) -> tuple[Array, Array]:
    """Return shift and residuals of many curves, shapes (curve,) and (curve, point)."""
    model = np.log(photon_number(np.exp(x - where[:, None]), np.exp(beta)[:, None]))
    shift = (y - model) @ w / w.sum()
    return shift, y - model - shift[:, None]


def _chi2(x: Array, y: Array, w: Array, where: Array, beta: Array) -> Array:
    return _residuals(x, y, w, where, beta)[1] ** 2 @ w


def _descend(x: Array, y: Array, w: Array, where: Array, beta: Array) -> tuple[Array, Array, Array]:
    """Levenberg-Marquardt in (ln threshold, ln beta) of several starts at once."""
    chi2, damp = _chi2(x, y, w, where, beta), np.full(where.shape, 1e-2)
    for _ in range(_STEPS):
        _, res = _residuals(x, y, w, where, beta)
        along_r, along_beta = log_slopes(np.exp(x - where[:, None]), np.exp(beta)[:, None])
        rows = np.stack([-along_r, along_beta], axis=-1)
        rows = rows - (np.einsum("cpk,p->ck", rows, w) / w.sum())[:, None, :]
        normal = np.einsum("cpk,cpl,p->ckl", rows, rows, w)
        right = np.einsum("cpk,cp,p->ck", rows, res, w)
        diagonal = np.einsum("ckk->ck", normal)
        eye = (
            np.eye(2)
            * (damp[:, None] * (diagonal + 1e-12 * diagonal.max(axis=1, keepdims=True) + 1e-300))[:, :, None]
        )
        step = np.clip(np.linalg.solve(normal + eye, right[..., None])[..., 0], -1.5, 1.5)
        new_where = where + step[:, 0]
        new_beta = np.clip(beta + step[:, 1], np.log(LOWEST_BETA), np.log(HIGHEST_BETA))
        new_where = np.clip(new_where, x.min() - 7, x.max() + 7)
        new = _chi2(x, y, w, new_where, new_beta)
        better = new <= chi2
        moved = np.where(better, np.abs(new_where - where) + np.abs(new_beta - beta), 1.0)
        where, beta = np.where(better, new_where, where), np.where(better, new_beta, beta)
        damp = np.clip(np.where(better, damp * 0.2, damp * 8), 1e-9, 1e9)
        chi2 = np.where(better, new, chi2)
        if np.all((moved < 1e-9) | (damp >= 1e9)):
            break
    return where, beta, chi2


def _profile_chi2(x: Array, y: Array, found: SCurve, grid: Array, fixed: int) -> Array:
    """Minimise chi-square over the other parameter at every value of the fixed one, all at once."""
    w = found.weights
    other = np.full(grid.shape, np.log(found.beta if fixed == 0 else found.threshold))
    low, high = (np.log(LOWEST_BETA), np.log(HIGHEST_BETA)) if fixed == 0 else (x.min() - 7, x.max() + 7)
    pair = (lambda o: (grid, o)) if fixed == 0 else (lambda o: (o, grid))
    chi2, damp = _chi2(x, y, w, *pair(other)), np.full(grid.shape, 1e-2)
    for _ in range(25):
        where, beta = pair(other)
        _, res = _residuals(x, y, w, where, beta)
        along_r, along_beta = log_slopes(np.exp(x - where[:, None]), np.exp(beta)[:, None])
        row = along_beta if fixed == 0 else -along_r
        row = row - (row @ w / w.sum())[:, None]
        step = (row * res) @ w / ((row**2) @ w * (1 + damp) + 1e-300)
        new_other = np.clip(other + np.clip(step, -2, 2), low, high)
        new = _chi2(x, y, w, *pair(new_other))
        better = new <= chi2
        done = np.all(np.abs(new_other - other)[better] < 1e-7) and bool(np.all(better))
        other, chi2 = np.where(better, new_other, other), np.where(better, new, chi2)
        damp = np.clip(np.where(better, damp * 0.3, damp * 8), 1e-9, 1e9)
        if done:
            break
    return chi2
