"""Light that a rough face of plane layers takes from a guided wave, to first order in its height.

A face whose height f(y, z) has the rms sigma and the correlation length L scatters like a sheet of
currents: where it bulges, n^2 is exchanged. Continuous fields (E along the face, D across it) fix
the sheet, shunt current I = -i k0 (n_1^2 - n_2^2) f E_t and series voltage V = i q f (1/n_1^2 - 1/n_2^2) D,
and the layers on both sides, by their admittances Y, how much of it radiates:

    E_u = (-I + Y_d V)/(Y_u + Y_d),    E_d = (-I - Y_u V)/(Y_u + Y_d),
    P = Re(Y_u)|E_u|^2/2 + Re(Y_d)|E_d|^2/2.

Summed over in-plane directions q with the spectrum of the roughness at q - beta this is the loss
of the guided mode, exact for any layers and both polarisations: the volume-current method of
payne1994 without its radiation into a uniform medium, and for roughness in both directions along
the face. Light caught by the film again (in-plane scattering into guided modes) is counted apart.
Validity: `roughness`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import pi
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.materials.admittance import surface_admittance

from .fields import boundary_fields, meeting_interface
from .solution import solve

Complex = NDArray[np.complex128]


@final
@dataclass(frozen=True, slots=True)
class Scattered:
    """Loss of a guided mode in 1/m: into the half-spaces, and into other directions of the film."""

    radiated: float
    guided: float

    @property
    def total(self) -> float:
        """All that leaves the mode."""
        return self.radiated + self.guided


@dataclass(frozen=True, slots=True)
class Face:
    """A face between region ``below`` and ``below`` + 1 with the fields of one wave there.

    As in `slab.kernel`: u = E across the wave (TE) or H (TM); of TM E along the wave is i v, D across the
    face n_eff u.
    """

    below: int
    u: complex
    v: complex
    n_eff: float
    tm: bool


def guided_loss(slab, modes: xr.Dataset, mode: int, face: int, roughness: Roughness) -> Scattered:
    """Return the loss of a guided mode by one rough face.

    Parameters
    ----------
    slab : SlabWaveguide
        The stack; absorption is left out of the scattering.
    modes : Dataset
        As ``slab.modes`` returned it.
    mode, face : int
        Which mode; which face, 0 on top of the substrate.
    roughness : Roughness
        Of that face.

    Raises
    ------
    InputError
        If there is no such face, or it is too rough.
    """
    wavelength = float(modes.attrs["wavelength"])
    if not 0 <= face <= len(slab.thicknesses):
        raise InputError(f"roughness: face {face} does not exist; there are {len(slab.thicknesses) + 1}.")
    eps = slab.permittivities(np.array([wavelength]))[0].real
    roughness.check(wavelength, float(np.sqrt(eps.max())))
    k0 = 2 * pi / wavelength
    around = surroundings(eps, k0 * np.array(slab.thicknesses), k0, face, modes)
    own = around.guided[mode]
    out, caught = around.lost(own, roughness)
    power = 0.5 * own.n_eff * around.weight[mode]
    return Scattered(k0 * out / power, k0 * caught / power)


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The layers around a rough face, without absorption, and the modes they guide.

    Attributes
    ----------
    eps, depth : ndarray
        n^2 from the substrate to the cover and k0 times thickness of the layers.
    k0 : float
        Vacuum wavenumber in 1/m.
    guided : list of Face
        The guided modes at the face.
    weight : ndarray, shape (mode,)
        Int u^2 (TE) or Int u^2/n^2 (TM) of each, over k0 x.
    """

    eps: NDArray[np.float64]
    depth: NDArray[np.float64]
    k0: float
    guided: list[Face]
    weight: NDArray[np.float64]

    def lost(self, wave: Face, roughness: Roughness) -> tuple[float, float]:
        """Return the power that a wave loses per area of the face: radiated, and caught by guided modes.

        In the unit in which a wave carries n_eff Int |u|^2/2; lengths in 1/k0.
        """
        out = _radiated(wave, self.depth, self.eps, self.k0, roughness)
        both = zip(self.guided, self.weight, strict=True)
        return out, sum(_caught(wave, other, weight, self.eps, self.k0, roughness) for other, weight in both)


def surroundings(
    eps: NDArray[np.float64], depth: NDArray[np.float64], k0: float, face: int, modes: xr.Dataset
) -> Surroundings:
    """Return the layers around a face; ``modes`` are those guided at k0, from `SlabWaveguide.modes`."""
    tm, order = modes.polarization.values == "TM", modes.order.values
    rows = np.tile(eps.astype(np.complex128), (order.size, 1))
    _, solved = solve(order, np.tile(depth, (order.size, 1)), rows, tm)
    weight = np.where(tm[:, None], solved.square / eps, solved.square).sum(axis=1).real
    faces = [
        _face(face, complex(solved.neff[i]) ** 2, depth, eps + 0j, bool(tm[i])) for i in range(order.size)
    ]
    return Surroundings(eps, depth, k0, faces, weight)


def _face(face: int, neff2: complex, depth: NDArray, eps: NDArray, tm: bool) -> Face:
    meet = meeting_interface(neff2.real, depth, eps, tm)
    u, v, _ = boundary_fields(neff2, depth, eps, tm, meet)
    return Face(face, float(u[face].real), float(v[face].real), float(np.sqrt(neff2).real), tm)


def _sources(face: Face, eps: NDArray, nu: NDArray, phi: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Return the shunt current of s waves, and shunt current and series voltage of p waves, for f = 1/k0."""
    below, above = eps[face.below], eps[face.below + 1]
    step, inverse = below - above, 1 / below - 1 / above
    if not face.tm:
        current = -1j * step * face.u
        return current * np.cos(phi), current * np.sin(phi), 0 * nu * phi
    current = step * face.v  # E along the light is i v
    return current * np.sin(phi), current * np.cos(phi), 1j * nu * inverse * face.n_eff * face.u


def _spectrum(roughness: Roughness, nu: NDArray, phi: NDArray, n_eff: float, k0: float) -> NDArray:
    """Return k0^4 W of the in-plane index nu in direction phi."""
    q = k0 * np.sqrt(np.maximum(nu**2 + n_eff**2 - 2 * nu * n_eff * np.cos(phi), 0.0))
    return k0**4 * roughness.spectrum(q)


def _radiated(face: Face, depth: NDArray, eps: NDArray, k0: float, roughness: Roughness) -> float:
    """Return the power that leaves into the half-spaces per area, in units of the mode."""
    nu, weights = _radiating(eps)
    phi, turn = _angles()
    y = {}
    for tm in (False, True):
        up = surface_admittance(eps[face.below + 1 :] + 0j, depth[face.below :], nu**2, tm)
        down = surface_admittance(eps[face.below :: -1] + 0j, depth[: face.below][::-1], nu**2, tm)
        y[tm] = (up[:, None], down[:, None])
    grid, around = nu[:, None], phi[None, :]
    shunt_s, shunt_p, series = _sources(face, eps, grid, around)
    power = _flows(shunt_s, 0 * series, *y[False]) + _flows(shunt_p, series, *y[True])
    power = power * _spectrum(roughness, grid, around, face.n_eff, k0)
    return float((weights * nu) @ power @ turn) / (2 * pi) ** 2


def _flows(shunt: NDArray, series: NDArray, up: Complex, down: Complex) -> NDArray:
    total = up + down
    above, below = (-shunt + down * series) / total, (-shunt - up * series) / total
    return 0.5 * (up.real * np.abs(above) ** 2 + down.real * np.abs(below) ** 2)


def _caught(face: Face, other: Face, weight: float, eps: NDArray, k0: float, roughness: Roughness) -> float:
    """Return the power that another guided mode picks up per area, over all directions."""
    phi, turn = _angles()
    nu = np.full_like(phi, other.n_eff)
    shunt_s, shunt_p, series = _sources(face, eps, nu, phi)
    overlap = shunt_p * 1j * other.v - series * other.u if other.tm else shunt_s * other.u
    power = pi / (4 * weight) * np.abs(overlap) ** 2
    return float((power * _spectrum(roughness, nu, phi, face.n_eff, k0)) @ turn) / (2 * pi) ** 2


def _radiating(eps: NDArray, count: int = 32) -> tuple[NDArray, NDArray]:
    """Return in-plane indices that radiate and their weights, fine near the edge of each half-space."""
    x, w = np.polynomial.legendre.leggauss(count)
    edges = [0.0, *sorted({float(np.sqrt(eps[0])), float(np.sqrt(eps[-1]))})]
    points, weights = [], []
    for a, b in pairwise(edges):
        angle = pi / 2 * (x + 1)  # a cosine takes the square roots at both ends away
        points.append(a + (b - a) * (1 - np.cos(angle)) / 2)
        weights.append((b - a) / 2 * np.sin(angle) * pi / 2 * w)
    return np.concatenate(points), np.concatenate(weights)


def _angles(count: int = 48) -> tuple[NDArray, NDArray]:
    """Return directions in the plane, fine around forward, and their weights over the full circle."""
    x, w = np.polynomial.legendre.leggauss(count)
    s = (x + 1) / 2
    return pi * s**2, 2 * pi * s * w  # half a circle, counted twice
