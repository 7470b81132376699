"""The saturable gain behind several stripes: one law for all, fitted to their likelihoods together.

    g_k = P s(F_k/F_s) - α,     minimise  sum_k m_k(g_k)  over  ln P, α >= 0, ln F_s

(`likelihood` for m_k; P = Γ σ_e n_t). Intervals are those of the profile likelihood: for every value of one
parameter the others are fitted again. Far below saturation only P/F_s is fixed and far above only P - α, so
that an interval may be open on one side; it says so instead of quoting a curvature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from colase.gain.models.saturable import saturation

from .likelihood import GainLikelihood

Array = NDArray[np.float64]
Law = Literal["hyperbolic", "exponential"]
LAWS: tuple[Law, Law] = ("hyperbolic", "exponential")

_STEPS, _SETTLED = 80, 1e-4
_OPEN = 25.0  # of a logarithm: so far beyond the data nothing of a parameter is seen
_SIDE = np.geomspace(0.05, 60.0, 28)  # standard errors at which a profile is looked at


@dataclass(frozen=True, slots=True, eq=False)
class LawProblem:
    """Fluences (J/m^2), what each stripe says of its gain, the law, and a loss known beforehand."""

    fluence: Array
    gains: Sequence[GainLikelihood]
    law: Law
    loss: tuple[float, float] | None

    def model(self, u: Array) -> tuple[Array, Array]:
        """Return gains and their derivatives, shapes (..., fluence) and (..., fluence, parameter)."""
        product, x = np.exp(u[..., 0:1]), self.fluence / np.exp(u[..., 2:3])
        s = saturation(x, self.law)
        ds = x / (1 + x) ** 2 if self.law == "hyperbolic" else x * np.exp(-x)
        slopes = np.stack([product * s, np.full_like(s, -1.0), -product * ds], axis=-1)
        return product * s - u[..., 1:2], slopes

    def parts(self, u: Array) -> tuple[Array, Array, Array]:
        """Return -2 ln L, its gradient and its (Gauss-Newton) curvature at points (..., parameter)."""
        gain, slopes = self.model(u)
        pieces = [m(gain[..., k]) for k, m in enumerate(self.gains)]
        value, slope, bend = (np.stack([p[i] for p in pieces], axis=-1) for i in range(3))
        total = value.sum(axis=-1)
        gradient = np.einsum("...k,...ki->...i", slope, slopes)
        curvature = np.einsum("...k,...ki,...kj->...ij", bend, slopes, slopes)
        if self.loss:
            known, error = self.loss[0], max(self.loss[1], 1e-9 * abs(self.loss[0]) + 1e-6)
            total = total + ((u[..., 1] - known) / error) ** 2
            gradient[..., 1] += 2 * (u[..., 1] - known) / error**2
            curvature[..., 1, 1] += 2 / error**2
        return total, gradient, curvature


@dataclass(frozen=True, slots=True, eq=False)
class LawFit:
    """Best ln P, α, ln F_s, their covariance, -2 ln L there, and their profiles (offset, rise)."""

    best: Array
    covariance: Array
    rise: float
    profiles: tuple[tuple[Array, Array], ...]


def fit_law(problem: LawProblem) -> LawFit:
    """Fit the law from many starts and profile each parameter."""
    top = max(abs(m.best) for m in problem.gains)
    span = np.geomspace(0.05 * problem.fluence.min(), 5 * problem.fluence.max(), 12)
    starts = [
        [np.log((1 + a) * top * b), a * top, np.log(s)] for s in span for a in (0.02, 0.6) for b in (1, 2)
    ]
    found, total = descended(problem, np.array(starts), np.ones(3, dtype=bool))
    best = found[int(np.argmin(total))]
    _, _, curvature = problem.parts(best)
    scale = np.sqrt(np.maximum(np.diag(curvature), 1e-300))
    covariance = 2 * np.linalg.pinv(curvature / np.outer(scale, scale), rcond=1e-12) / np.outer(scale, scale)
    profiles = tuple(_profile(problem, best, float(total.min()), covariance, i) for i in range(3))
    return LawFit(best, covariance, float(total.min()), profiles)


def _profile(
    problem: LawProblem, best: Array, least: float, covariance: Array, which: int
) -> tuple[Array, Array]:
    """Return offsets of one parameter and the rise of -2 ln L there, the others fitted again."""
    error = float(np.sqrt(covariance[which, which]))
    offset = error * np.concatenate([-_SIDE[::-1], [0.0], _SIDE])
    if which == 1:
        offset = offset[best[1] + offset >= 0]
        offset = offset if best[1] <= 0 or offset[0] == -best[1] else np.r_[-best[1], offset]
    else:
        offset = np.clip(offset, -0.5 * _OPEN, 0.5 * _OPEN)
    along = best + offset[:, None] * covariance[which] / covariance[which, which]
    along[:, [0, 2]] = np.clip(along[:, [0, 2]], best[[0, 2]] - 0.5 * _OPEN, best[[0, 2]] + 0.5 * _OPEN)
    alone = np.broadcast_to(best, along.shape).copy()
    alone[:, which] += offset
    free = np.arange(3) != which
    rises = [descended(problem, start, free)[1] - least for start in (along, alone)]
    return offset, np.maximum(np.minimum(*rises), 0.0)


def descended(problem: LawProblem, u: Array, free: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Minimise -2 ln L from many points (start, parameter) at once; a loss stays at zero or above."""
    u = u.copy()
    u[:, 1] = np.maximum(u[:, 1], 0.0)
    low, high = np.log(problem.fluence.min()) - _OPEN, np.log(problem.fluence.max()) + _OPEN
    damp, idle = np.full(u.shape[0], 1e-3), 0
    total, gradient, curvature = problem.parts(u)
    for _ in range(_STEPS):
        held = ~free | ((np.arange(3) == 1) & (u <= 0) & (gradient > 0))
        g = np.where(held, 0.0, gradient)
        h = np.where(held[:, :, None] | held[:, None, :], 0.0, curvature)
        diagonal = np.where(held, 1.0, np.einsum("bii->bi", h) * (1 + damp[:, None]) + 1e-30)
        h = h * (1 - np.eye(3)) + diagonal[:, :, None] * np.eye(3)
        step = -np.linalg.solve(h, g[..., None])[..., 0]
        step[:, [0, 2]] = np.clip(step[:, [0, 2]], -1.5, 1.5)
        new = u + step
        new[:, 1] = np.maximum(new[:, 1], 0.0)
        if free[2]:
            new[:, 2] = np.clip(new[:, 2], low, high)
        after = problem.parts(new)
        better = after[0] <= total
        moved = float(np.max(np.where(better, total - after[0], 0.0)))
        u = np.where(better[:, None], new, u)
        total = np.where(better, after[0], total)
        gradient = np.where(better[:, None], after[1], gradient)
        curvature = np.where(better[:, None, None], after[2], curvature)
        damp = np.clip(np.where(better, damp * 0.1, damp * 10), 1e-9, 1e12)
        idle = idle + 1 if moved < _SETTLED else 0
        if idle == 3:
            break
    return u, total


def ends(offset: Array, rise: Array, limit: float) -> tuple[float, float]:
    """Return the offsets at which a profile passes ``limit``; infinite where it never does."""
    root, middle = np.sqrt(rise), int(np.argmin(np.abs(offset)))
    found = []
    for way in (-1, 1):
        at = np.arange(middle, -1, -1) if way < 0 else np.arange(middle, offset.size)
        over = np.flatnonzero(root[at] > np.sqrt(limit))
        if not over.size or over[0] == 0:
            found.append(way * np.inf)
            continue
        a, b = at[over[0] - 1], at[over[0]]
        share = (np.sqrt(limit) - root[a]) / (root[b] - root[a])
        found.append(float(offset[a] + share * (offset[b] - offset[a])))
    return found[0], found[1]


def blurred(offset: Array, rise: Array, error: float) -> Array:
    """Return the profile of ln P less a number known with ``error``: min_q rise(d + q) + (q/error)^2."""
    if error <= 0:
        return rise
    root = np.sign(offset) * np.sqrt(rise)
    q = error * np.linspace(-8, 8, 801)
    there = np.interp(offset[:, None] + q, offset, root) ** 2
    beyond = (offset[:, None] + q < offset[0]) | (offset[:, None] + q > offset[-1])
    return np.min(np.where(beyond, np.inf, there) + (q / error) ** 2, axis=1)
