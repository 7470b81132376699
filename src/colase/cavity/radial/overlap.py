"""Newton step and field integrals of one resonance at complex wavenumber, from the same pass.

At a resonance the derivative of the characteristic function is the norm of the state, so the
unconjugated integrals below give both the next Newton step and every confinement factor:

    electric energy of region i   e_i = n_i^2 k^2 int u^2 dr              (TE)
                                  e_i = n_i^-2 int (u'^2 + L u^2/r^2) dr  (TM)
    response                      d ln k / d ln n_i = -e_i / sum_j e_j n_group,j / n_j

A cylinder is the same problem with u = sqrt(r) psi and c = 1/2 (`phase`): u' becomes u' - c u/r
and u'^2 + L u^2/r^2 becomes r (psi'^2 + m^2 psi^2/r^2) = u'^2 + L u^2/r^2 - c (u^2/r)'.

The last one is exact to first order, for leaky and dispersive spheres too: outside the sphere the
integral is the regularised one, minus the bracket of d/dr [r u'^2 - u u' + (K r - L/r) u^2] =
2 K u^2 at the surface. References: lai1990 (perturbation of leaky states), muljarov2010.
Lengths in units of the outer radius; x = k R.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .layer_series import cross_integrals
from .riccati import inner_moment, outer_moment, outgoing, psi, standing


@njit(cache=True)
def _bracket(u, du, r, L, K):
    """Return the primitive of 2 K u^2 in a homogeneous region."""
    return r * du * du - u * du + (K * r - L / r) * u * u


@njit(cache=True)
def _core(x, l, L, c, n, r, sums):
    """Return (u, u') at the surface of the core and fill its integrals."""
    z = n * x * r
    u, slope, _, tail = psi(l, z)
    du, K = slope * n * x, (n * x) ** 2
    sums[0] = _bracket(u, du, r, L, K) / (2 * K)
    sums[1] = u * (du - c * u / r) + K * sums[0]
    sums[2] = inner_moment(l, z, u, tail) * n * x
    return u, du


@njit(cache=True)
def _layer(u, v, weight, start, stop, L, c, K, sums):
    """Carry (u, v) through a layer and fill its integrals; return the pair and its rescaling."""
    new, du, sums[0], sums[1], sums[2], shrink = cross_integrals(
        u, v * weight + c * u / start, start, stop, L, K, False
    )
    change = c * (new * new / stop - (u * shrink) ** 2 / start)
    sums[1] -= change if stop > start else -change
    return new, (du - c * new / stop) / weight, shrink


@njit(cache=True)
def _surroundings(x, l, L, c, n, faint, sums):
    """Return u' for u = 1 just outside and the radiation left out of it, with the log of its scale."""
    z = n * x
    leak, log_scale = 0j, 0.0
    if faint:
        slope, leak, log_scale = standing(l, z)
    else:
        slope = outgoing(l, z)
    du, K = z * slope, z * z
    sums[0] = -_bracket(1.0 + 0j, du, 1.0, L, K) / (2 * K)
    sums[1] = c - du + K * sums[0]
    sums[2] = outer_moment(l, z) * z
    return du, leak, log_scale


@njit(cache=True)
def _derivative(x, tm, n, n_group, sums):
    """Return the integral of d(potential)/dx over a region, for the Newton step."""
    if tm:
        return 2 * x * sums[0] + 2 * (n_group / n - 1) * sums[1] / (n * n * x)
    return 2 * x * n * n_group * sums[0]


@njit(cache=True)
def _resolve(x, l, c, tm, radii, n, n_group, match, faint, sums):
    """Evaluate one resonance; see `resolve`."""
    L = l * (l + 1.0)
    layers = radii.size
    u, du = _core(x, l, L, c, n[0], radii[0], sums[0])
    v = (du - c * u / radii[0]) / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        u, v, shrink = _layer(u, v, weight, radii[i - 1], radii[i], L, c, (n[i] * x) ** 2, sums[i])
        sums[:i] *= shrink * shrink
    surface, leak, log_scale = _surroundings(x, l, L, c, n[layers], faint, sums[layers])
    out, vout, log_surface = 1.0 + 0j, (surface - c) / (n[layers] * n[layers] if tm else 1.0), 0.0
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        out, vout, shrink = _layer(out, vout, weight, radii[i], radii[i - 1], L, c, (n[i] * x) ** 2, sums[i])
        sums[i + 1 :] *= shrink * shrink
        log_surface += math.log(shrink)
    return _join(x, tm, n, n_group, match, sums, u, v, out, vout, leak, log_scale, log_surface)


@njit(cache=True)
def _join(x, tm, n, n_group, match, sums, u, v, out, vout, leak, log_scale, log_surface):
    """Match both solutions: Newton step, residual, logarithm of 1/Q of a faint leak."""
    layers = sums.shape[0] - 1
    inside, beyond = 0j, 0j
    for i in range(layers + 1):
        share = _derivative(x, tm, n[i], n_group[i], sums[i])
        if i <= match:
            inside += share
        else:
            beyond += share
    by_value = abs(u) * abs(x) >= abs(v)
    c = out / u if by_value else vout / v
    wronskian = u * vout - v * out
    slope = c * inside + beyond / c
    step = -wronskian / slope
    residual = abs(wronskian) / (abs(u * vout) + abs(v * out) + 1e-300)
    sums[: match + 1] *= c * c
    log_loss = -np.inf
    if leak != 0:
        factor = 2 * leak / (n[layers] if tm else 1 / n[layers])
        log_loss = log_scale + 2 * log_surface + math.log(abs(factor / (inside * c * c + beyond)))
    return step, residual, log_loss


@njit(cache=True)
def resolve(x, polar, curve, magnetic, radii, index, group, match, faint):
    """Evaluate many resonances at trial wavenumbers.

    Parameters
    ----------
    x : array (problem,), complex
        Trial k R.
    polar, curve, magnetic, radii, match
        As in `phase.phase_mismatch`.
    index, group : array (problem, layer + 1), complex
        Refractive and group index of each region.
    faint : array (problem,)
        True to leave radiation out of the equation and return it to first order: exact to rounding
        when it is weak, at any quality factor.

    Returns
    -------
    step : array (problem,), complex
        Newton step of k R; NaN where the functions leave the range of numbers.
    residual : array (problem,)
        Wronskian of inner and outer solution, relative to its terms.
    log_loss : array (problem,)
        Natural logarithm of 1/Q_radiative where it was left out of the equation, else -inf.
    sums : array (problem, layer + 1, 3), complex
        Integrals of u^2, u'^2 + L u^2/r^2 and u^2/r^2 per region, unconjugated.
    """
    count, regions = index.shape
    step, residual, log_loss = np.empty(count, np.complex128), np.empty(count), np.empty(count)
    sums = np.empty((count, regions, 3), np.complex128)
    for j in range(count):
        try:
            found = _resolve(
                x[j], polar[j], curve, magnetic[j], radii, index[j], group[j], match[j], faint[j], sums[j]
            )
            step[j], residual[j], log_loss[j] = found
        except Exception:  # a division by zero, at a trial far from any resonance
            step[j], residual[j], log_loss[j] = np.nan, np.inf, -np.inf
            sums[j] = np.nan
    return step, residual, log_loss, sums
