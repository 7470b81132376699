"""Field of a TE supermode of two spheres in a plane through both centres, at m = 0.

About the line of centres TE waves of m = 0 have one component of the electric field, across the plane, and
both spheres add in it directly. Outside

    E_phi = sum_l b_l xi_l(k r)/(xi_l(k a) k r) dP_l/dtheta   (both spheres, each about its own centre),

inside sum_l t_l u_l(r)/(u_l(a) k r) dP_l/dtheta with t_l = b_l + q_l psi_l(k a), q_l what arrives from the
other sphere. The orbits run through the gap; E_phi vanishes on the line of centres itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity import LayeredSphere
from colase.materials import as_material
from colase.results import dataset, variable

from .reduced import Mode
from .response import index_at
from .splitting import brought_together
from .system import System, places
from .translation import translation
from .two_spheres import TwoSpheres, solve
from .waves import Complexes, Floats, legendre, outgoing, outgoing_relative, regular

_CHUNK = 1500
_RADII = 400  # of the table of radial functions inside


@dataclass(frozen=True, slots=True)
class Supermode:
    """One TE mode at m = 0: wavenumbers in vacuum and outside, waves leaving each sphere, totals there.

    ``mismatch`` is the largest violation of the boundary conditions, relative to the largest wave.
    """

    pair: TwoSpheres
    vacuum: complex
    k: complex
    leaving: tuple[Complexes, Complexes]
    surface: tuple[Complexes, Complexes]
    mismatch: float

    def at(self, z: NDArray[np.float64], x: NDArray[np.float64]) -> Complexes:
        """Return E_phi at points (in m) along and across the line of centres; first centre at z = 0."""
        distance = sum(s.radii[-1] for s in self.pair.spheres) + self.pair.gap
        found = np.zeros(z.size, np.complex128)
        seen = [(z, x), (z - distance, x)]
        inside = [np.hypot(*p) < s.radii[-1] for p, s in zip(seen, self.pair.spheres, strict=True)]
        outside = ~(inside[0] | inside[1])
        for i, (sphere, (u, v)) in enumerate(zip(self.pair.spheres, seen, strict=True)):
            r, cosine = np.hypot(u, v), u / np.hypot(u, v)
            for where, inner in ((np.flatnonzero(inside[i]), True), (np.flatnonzero(outside), False)):
                if where.size:
                    found[where] += self._part(i, sphere, r[where], cosine[where], inner)
        return found * np.sign(x)

    def _part(self, i: int, sphere: LayeredSphere, r: Floats, cosine: Floats, inner: bool) -> Complexes:
        """Return what one sphere adds at points inside or outside of it."""
        amplitude = self.surface[i] if inner else self.leaving[i]
        orders, a = amplitude.size - 1, sphere.radii[-1]
        sine, found = np.sqrt(np.maximum(1 - cosine**2, 1e-30)), np.empty(r.size, np.complex128)
        grid = np.linspace(min(max(r.min(), 1e-3 * a), 0.999 * a), a, _RADII)
        table = _radial(orders, self.k, sphere, grid) if inner else np.zeros((0, _RADII))
        for start in range(0, r.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            slope = legendre(orders, 0, cosine[part], sine[part])[1] / sine[part]
            if inner:
                at = np.clip(np.searchsorted(grid, r[part]), 1, grid.size - 1)
                share = (r[part] - grid[at - 1]) / (grid[at] - grid[at - 1])
                u = table[:, at - 1] * (1 - share) + table[:, at] * share
            else:
                u = outgoing_relative(orders, self.k * r[part] + 0j, complex(self.k * a))[0]
            found[part] = (amplitude[:, None] * u * slope).sum(axis=0) / (self.k * r[part])
        return found


def te_supermode(
    first: LayeredSphere,
    second: LayeredSphere,
    gap: float,
    wavelength: float,
    tune: bool = True,
    upper: bool = True,
    polar_max: int | None = None,
) -> Supermode:
    """Return one of the two TE modes of m = 0 that grow out of the first sphere's line at a wavelength.

    Parameters
    ----------
    gap, wavelength : float
        In m; the line of the first sphere that is nearest is taken.
    tune : bool
        Scale the second sphere so that its nearest line falls on that of the first.
    upper : bool
        The mode of the higher frequency of both.
    polar_max : int, optional
        Highest polar order of the larger sphere; by default what the gap needs.
    """
    spheres, families = brought_together(first, second, wavelength, "TE", 1, tune)
    pair = TwoSpheres(*spheres, gap)
    reference = float(np.mean([f.k.real for f in families]))
    system = System(spheres, gap, 0, pair.orders(2 * np.pi / reference, polar_max))
    own = [replace(f, sphere=i) for i, f in enumerate(families)]
    found = sorted(solve(system, own, 2, reference), key=lambda mode: mode.k.real)
    return _resolved(pair, system, found[-1 if upper else 0], places(system, own))


def _resolved(pair: TwoSpheres, system: System, mode: Mode, kept: NDArray[np.int64]) -> Supermode:
    """Return every partial wave of a mode: those that were eliminated follow from those that were kept."""
    M = system.matrix(mode.k)
    rest = np.setdiff1d(np.arange(len(M)), kept)
    waves = np.zeros(len(M), np.complex128)
    waves[kept] = mode.vector
    waves[rest] = -np.linalg.solve(M[np.ix_(rest, rest)], M[np.ix_(rest, kept)] @ mode.vector)
    mismatch = float(np.abs(M @ waves).max() / np.abs(waves).max())
    k, answers = system.answers(mode.k)
    (a1, L1), (a2, L2) = ((s.radii[-1], L) for s, L in zip(pair.spheres, system.orders, strict=True))
    own = [np.concatenate([[0], waves[system.blocks[2 * i]]]) for i in (0, 1)]
    there = translation(k, (a1, L1), (a2, L2), system.distance, 0)[0]
    back = translation(k, (a2, L2), (a1, L1), -system.distance, 0)[0]
    arriving = (back @ own[1], there @ own[0])
    surface = []
    for i, (a, L) in enumerate(((a1, L1), (a2, L2))):
        surface.append(own[i] + arriving[i] * regular(L, complex(k * a))[0])
        mismatch = max(mismatch, _unmatched(answers[i].D[0], answers[i].N[0], own[i], arriving[i]))
    return Supermode(pair, mode.k, k, (own[0], own[1]), (surface[0], surface[1]), mismatch)


def _unmatched(D: Complexes, N: Complexes, leaving: Complexes, arriving: Complexes) -> float:
    """Return the largest |D b - N q| over the largest |b|."""
    return float(np.abs(D * leaving - N * arriving)[1:].max() / np.abs(leaving).max())


def _radial(orders: int, k: complex, sphere: LayeredSphere, grid: Floats) -> Complexes:
    """Return u_l(r)/u_l(a) of TE waves inside a layered sphere, shape (order, radius)."""
    vacuum = k / complex(as_material(sphere.outside).index(2 * np.pi / k.real))
    n = [index_at(as_material(i), vacuum) / (k / vacuum) for i in sphere.indices]
    u, v, log = regular(orders, complex(k * n[0] * sphere.radii[0]))
    v = v * n[0]
    values = np.empty((orders + 1, grid.size), np.complex128)
    logs = np.empty((orders + 1, grid.size))
    for j in np.flatnonzero(grid <= sphere.radii[0]):
        values[:, j], _, logs[:, j] = regular(orders, complex(k * n[0] * grid[j]))
    for m, inner, outer in zip(n[1:], sphere.radii[:-1], sphere.radii[1:], strict=True):
        for j in np.flatnonzero((grid > inner) & (grid <= outer)):
            values[:, j], _, balance = _across(u, v, k * m, m, inner, grid[j])
            logs[:, j] = log + balance
        u, v, balance = _across(u, v, k * m, m, inner, outer)
        size = np.abs(u) + np.abs(v)
        u, v, log = u / size, v / size, log + balance + np.log(size)
    return values / u[:, None] * np.exp(np.minimum(logs - log[:, None], 300.0))


def _across(
    u: Complexes, v: Complexes, wave: complex, index: complex, inner: float, r: float
) -> tuple[Complexes, Complexes, Floats]:
    """Return u and v at a radius of a layer from those at its inner boundary, and the log of their scale."""
    orders = u.size - 1
    a, da, s = regular(orders, complex(wave * inner))
    A, dA, S = regular(orders, complex(wave * r))
    log, slope = outgoing(orders, complex(wave * inner))
    Log, Slope = outgoing(orders, complex(wave * r))
    wronskian = index * (a * slope - da)
    standing, leaving = (index * slope * u - v) / wronskian, (a * v - index * da * u) / wronskian
    balance = 0.5 * (S - s + (Log - log).real)
    grow, fade = np.exp(S - s - balance), np.exp(Log - log - balance)
    return (
        standing * A * grow + leaving * fade,
        index * (standing * dA * grow + leaving * Slope * fade),
        balance,
    )


def field_map(mode: Supermode, half_width: float, points: int = 161) -> xr.Dataset:
    """Return E_phi around the gap on a square grid, largest value one; x runs along the line of centres."""
    a1 = mode.pair.first.radii[-1]
    x = a1 + 0.5 * mode.pair.gap + np.linspace(-half_width, half_width, points)
    y = np.linspace(-half_width, half_width, points)
    X, Y = np.meshgrid(x, y)
    E = mode.at(X.ravel(), Y.ravel()).reshape(X.shape)
    E = E / E.ravel()[np.abs(E).argmax()]
    return dataset(
        {
            "psi_real": variable(("y", "x"), E.real, "", "real part of the electric field across the plane"),
            "psi_imag": variable(("y", "x"), E.imag, "", "imaginary part of it"),
        },
        {"x": variable("x", x, "m", "x"), "y": variable("y", y, "m", "y")},
        radii_0=list(mode.pair.first.radii),
        radii_1=list(mode.pair.second.radii),
        centre_1=a1 + mode.pair.gap + mode.pair.second.radii[-1],
        mismatch=mode.mismatch,
    )
