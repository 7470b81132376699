"""Field of a supermode of two spheres in a plane through both centres.

Modes m and -m together are a standing wave about the line of centres, with a plane in which one field has
one component only, across it: E for the modes of TE lines, H for those of TM lines. Outside, with the waves
of that kind (b) and of the other kind (c, absent for m = 0),

    F = sum_l -b_l xi_l(k r)/(xi_l(k a) k r) dP_l/dtheta + c_l (i m/sin theta) xi_l'(k r)/(xi_l(k a) k r) P_l

for both spheres, each about its own centre; inside u_l and v_l of the layers take the place of xi and xi',
with the amplitude b_l + q_l psi_l(k a), q_l what arrives from the other sphere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity import LayeredSphere
from colase.errors import InputError
from colase.results import dataset, variable

from .radial import radial_functions
from .reduced import Mode
from .splitting import brought_together
from .system import System, places
from .translation import translation
from .two_spheres import TwoSpheres, solve
from .waves import Complexes, Floats, legendre, outgoing_relative, regular

Kinds = tuple[Complexes, ...]
"""Waves of the mode's own kind and of the other kind."""

_CHUNK = 1500
_RADII = 400  # of the table of radial functions inside


@dataclass(frozen=True, slots=True)
class Supermode:
    """One mode: wavenumbers in vacuum and outside, waves leaving each sphere, totals at its surface.

    ``leaving`` and ``surface`` hold per sphere the waves of the mode's own kind and of the other kind.
    ``mismatch`` is the largest violation of the boundary conditions, relative to the largest wave.
    """

    pair: TwoSpheres
    polarization: str
    azimuthal: int
    vacuum: complex
    k: complex
    leaving: tuple[Kinds, Kinds]
    surface: tuple[Kinds, Kinds]
    mismatch: float

    @property
    def component(self) -> str:
        """What `at` returns: "electric" or "magnetic"."""
        return "electric" if self.polarization == "TE" else "magnetic"

    def at(self, z: NDArray[np.float64], x: NDArray[np.float64]) -> Complexes:
        """Return the field across the plane at points (m) along and across the line of centres.

        The first centre lies at z = 0.
        """
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
        return found if self.azimuthal % 2 else found * np.sign(x)

    def _part(self, i: int, sphere: LayeredSphere, r: Floats, cosine: Floats, inner: bool) -> Complexes:
        """Return what one sphere adds at points inside or outside of it."""
        own, other = self.surface[i] if inner else self.leaving[i]
        m, a, orders = self.azimuthal, sphere.radii[-1], own.size - 1
        sine, found = np.sqrt(np.maximum(1 - cosine**2, 1e-30)), np.empty(r.size, np.complex128)
        grid = np.linspace(min(max(r.min(), 1e-3 * a), 0.999 * a), a, _RADII)
        electric = self.polarization == "TE"
        tables = (
            [radial_functions(orders, self.k, sphere, grid, e) for e in (electric, not electric)]
            if inner
            else []
        )
        for start in range(0, r.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            P, slope = legendre(orders, m, cosine[part], sine[part])
            if inner:
                u, v = _between(grid, tables[0][0], r[part]), _between(grid, tables[1][1], r[part])
            else:
                u, v = outgoing_relative(orders, self.k * r[part] + 0j, complex(self.k * a))
            waves: Complexes = -own[:, None] * u * slope
            if m:
                waves += 1j * m * other[:, None] * v * P
            found[part] = waves.sum(axis=0) / (self.k * r[part] * sine[part])
        return found


def supermode(
    first: LayeredSphere,
    second: LayeredSphere,
    gap: float,
    wavelength: float,
    polarization: str = "TE",
    azimuthal: int = 0,
    tune: bool = True,
    upper: bool = True,
    polar_max: int | None = None,
) -> Supermode:
    """Return one of the two modes that grow out of the first sphere's line at a wavelength.

    Parameters
    ----------
    gap, wavelength : float
        In m; the line of the first sphere that is nearest is taken.
    polarization : {"TE", "TM"}
        Of that line.
    azimuthal : int
        m about the line of centres, at least 0.
    tune : bool
        Change the core of the second sphere so that its nearest line falls on that of the first.
    upper : bool
        The mode of the higher frequency of both.
    polar_max : int, optional
        Highest polar order of the larger sphere; by default what the gap needs.

    Raises
    ------
    InputError
        For an azimuthal number beyond the lines, or a gap below 20 nm without ``polar_max``.
    """
    spheres, families = brought_together(first, second, wavelength, polarization, 1, tune)
    if not 0 <= azimuthal <= min(f.polar for f in families):
        raise InputError(
            f"supermode: azimuthal = {azimuthal} must lie between 0 and l = {min(f.polar for f in families)}."
        )
    pair = TwoSpheres(*spheres, gap)
    reference = float(np.mean([f.k.real for f in families]))
    system = System(spheres, gap, azimuthal, pair.orders(2 * np.pi / reference, polar_max))
    own = [replace(f, sphere=i) for i, f in enumerate(families)]
    found = sorted(solve(system, own, 2, reference), key=lambda mode: mode.k.real)
    return _resolved(pair, polarization, system, found[-1 if upper else 0], places(system, own))


def _resolved(
    pair: TwoSpheres, polarization: str, system: System, mode: Mode, kept: NDArray[np.int64]
) -> Supermode:
    """Return every partial wave of a mode: those that were eliminated follow from those that were kept."""
    M = system.matrix(mode.k)
    rest = np.setdiff1d(np.arange(len(M)), kept)
    waves = np.zeros(len(M), np.complex128)
    waves[kept] = mode.vector
    waves[rest] = -np.linalg.solve(M[np.ix_(rest, rest)], M[np.ix_(rest, kept)] @ mode.vector)
    mismatch = float(np.abs(M @ waves).max() / np.abs(waves).max())
    k, answers = system.answers(mode.k)
    (a1, L1), (a2, L2) = ((s.radii[-1], L) for s, L in zip(pair.spheres, system.orders, strict=True))
    zeros, m = np.zeros(system.lowest, np.complex128), system.azimuthal
    out = [np.concatenate([zeros, waves[block]]) for block in system.blocks]  # TE, TM of each sphere
    there = translation(k, (a1, L1), (a2, L2), system.distance, m)
    back = translation(k, (a2, L2), (a1, L1), -system.distance, m)
    leaving, surface = [], []
    for i, ((A, B), (a, L)) in enumerate(((back, (a1, L1)), (there, (a2, L2)))):
        te, tm = out[2 - 2 * i : 4 - 2 * i]
        arriving = (A @ te + B @ tm, A @ tm + B @ te)
        psi = regular(L, complex(k * a))[0]
        mine = out[2 * i : 2 * i + 2]
        total = [b + q * psi for b, q in zip(mine, arriving, strict=True)]
        for kind in (0, 1) if m else (("TE", "TM").index(polarization),):
            D, N = answers[i].D[kind], answers[i].N[kind]
            mismatch = max(mismatch, _unmatched(D, N, mine[kind], arriving[kind]))
        order = 1 if polarization == "TE" else -1
        leaving.append(tuple(mine[::order]))
        surface.append(tuple(total[::order]))
    return Supermode(
        pair, polarization, m, mode.k, k, (leaving[0], leaving[1]), (surface[0], surface[1]), mismatch
    )


def _between(grid: Floats, table: Complexes, r: Floats) -> Complexes:
    """Return a table over radii (order, radius), linearly interpolated."""
    at = np.clip(np.searchsorted(grid, r), 1, grid.size - 1)
    share = (r - grid[at - 1]) / (grid[at] - grid[at - 1])
    return table[:, at - 1] * (1 - share) + table[:, at] * share


def _unmatched(D: Complexes, N: Complexes, leaving: Complexes, arriving: Complexes) -> float:
    """Return the largest |D b - N q| over the largest |b|."""
    return float(np.abs(D * leaving - N * arriving)[1:].max() / np.abs(leaving).max())


def field_map(mode: Supermode, half_width: float, points: int = 161) -> xr.Dataset:
    """Return the field around the gap on a square grid, largest value one; x is the line of centres."""
    a1 = mode.pair.first.radii[-1]
    x = a1 + 0.5 * mode.pair.gap + np.linspace(-half_width, half_width, points)
    y = np.linspace(-half_width, half_width, points)
    X, Y = np.meshgrid(x, y)
    E = mode.at(X.ravel(), Y.ravel()).reshape(X.shape)
    E = E / E.ravel()[np.abs(E).argmax()]
    return dataset(
        {
            "psi_real": variable(
                ("y", "x"), E.real, "", f"real part of the {mode.component} field across the plane"
            ),
            "psi_imag": variable(("y", "x"), E.imag, "", "imaginary part of it"),
        },
        {"x": variable("x", x, "m", "x"), "y": variable("y", y, "m", "y")},
        radii_0=list(mode.pair.first.radii),
        radii_1=list(mode.pair.second.radii),
        centre_1=a1 + mode.pair.gap + mode.pair.second.radii[-1],
        mismatch=mode.mismatch,
    )
