"""Light lost by rough faces, to first order in the height of the roughness.

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

Spectra, from their autocorrelations sigma^2 exp(-r/L) and sigma^2 exp(-r^2/L^2):

    exponential  W(q) = 2 pi sigma^2 L^2/(1 + q^2 L^2)^(3/2),
    gaussian     W(q) = pi sigma^2 L^2 exp(-q^2 L^2/4).

A curved face that is smooth on the scale of a wavelength, with L far below it, radiates like
independent dipoles in the surroundings (gorodetsky2000); with the response of the resonance to a growth h of
that face in the place of field integrals,

    1/Q = (k^3/(3 pi)) n_0 (n^2 - n_0^2) W(0) (-d ln k/dh),      n_0 outside, n inside the face:

3 lambda^3 R/(8 pi^2 (n^2 - 1) W(0)) for a uniform sphere in air. Right for TE; the field across the face,
which TM has, is counted n^2/n_0^2 times too strongly, so that Q of TM is a lower bound.

Valid while k0 n sigma << 1 (refused above 0.3) and slopes sigma/L stay below about one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import pi
from typing import Literal, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.materials.multilayer import surface_admittance

Complex = NDArray[np.complex128]

MOST_ROUGH = 0.3
"""Largest k0 n sigma for which the first order is used."""

REFERENCES = ("payne1994", "gorodetsky2000")


@final
@dataclass(frozen=True, slots=True)
class Roughness:
    """A rough face: rms height and correlation length in m, and the law of its autocorrelation."""

    rms: float
    correlation_length: float
    law: Literal["exponential", "gaussian"] = "exponential"

    def __post_init__(self) -> None:
        if not (0 <= self.rms < 1e-6 and 0 < self.correlation_length < 1e-3):
            raise InputError(
                f"roughness: {self.rms * 1e9:g} nm rms with a correlation length of "
                f"{self.correlation_length * 1e9:g} nm; give an rms below 1 um and a length above zero."
            )

    def spectrum(self, q: ArrayLike) -> NDArray[np.float64]:
        """Return W(q), the Fourier transform of the autocorrelation, in m^4 at q in 1/m."""
        reach = np.asarray(q, dtype=float) * self.correlation_length
        whole = pi * (self.rms * self.correlation_length) ** 2
        if self.law == "gaussian":
            return whole * np.exp(-(reach**2) / 4)
        return 2 * whole / (1 + reach**2) ** 1.5

    def check(self, wavelength: float, index: float) -> None:
        """Refuse a roughness that is too high for the first order."""
        if 2 * pi / wavelength * index * self.rms > MOST_ROUGH:
            limit = MOST_ROUGH * wavelength / (2 * pi * index)
            raise InputError(
                f"roughness: {self.rms * 1e9:g} nm rms is too rough for first-order scattering at "
                f"{wavelength * 1e9:.4g} nm; the limit is {limit * 1e9:.3g} nm. "
                "Give the measured loss instead."
            )


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
class _Face:
    """A face between region ``below`` and ``below`` + 1 with the fields u, v of the mode there."""

    below: int
    u: float
    v: float
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
    from .slab.solution import solve

    wavelength = float(modes.attrs["wavelength"])
    if not 0 <= face <= len(slab.thicknesses):
        raise InputError(f"roughness: face {face} does not exist; there are {len(slab.thicknesses) + 1}.")
    eps = slab.permittivities(np.array([wavelength]))[0].real
    roughness.check(wavelength, float(np.sqrt(eps.max())))
    depth = 2 * pi / wavelength * np.array(slab.thicknesses)
    tm = modes.polarization.values == "TM"
    order, rows = modes.order.values, np.tile(eps + 0j, (modes.sizes["mode"], 1))
    _, solved = solve(order, np.tile(depth, (order.size, 1)), rows, tm)
    weight = np.where(tm[:, None], solved.square / eps, solved.square).sum(axis=1).real
    faces = [
        _face(face, complex(solved.neff[i]) ** 2, depth, eps + 0j, bool(tm[i])) for i in range(order.size)
    ]
    k0 = 2 * pi / wavelength
    power = 0.5 * faces[mode].n_eff * weight[mode]
    out = _radiated(faces[mode], depth, eps, k0, roughness) / power
    caught = (
        sum(_caught(faces[mode], faces[i], weight[i], eps, k0, roughness) for i in range(order.size)) / power
    )
    return Scattered(k0 * out, k0 * caught)


def surface_q(
    wavelength: ArrayLike, growth: ArrayLike, inside: ArrayLike, outside: ArrayLike, roughness: Roughness
) -> NDArray[np.float64]:
    """Return the quality factor that the roughness of a curved outer face leaves.

    Parameters
    ----------
    wavelength : array_like
        Vacuum wavelengths in m.
    growth : array_like
        -d ln k/dh in 1/m, h a uniform outward growth of the face; 1/R for a uniform sphere.
    inside, outside : array_like
        Real refractive index on both sides of the face.
    roughness : Roughness
        With a correlation length far below the wavelength.

    Raises
    ------
    InputError
        If the correlation length is not short against the wavelength, or the face is too rough.
    """
    lam, n, n0 = (np.asarray(a, dtype=float) for a in (wavelength, inside, outside))
    roughness.check(float(lam.min()), float(n.max()))
    if roughness.correlation_length > float(lam.min()) / 4:
        raise InputError(
            f"roughness: a correlation length of {roughness.correlation_length * 1e9:g} nm is not short "
            f"against the wavelength {lam.min() * 1e9:.4g} nm, as the dipole formula needs; give "
            "q_scattering instead."
        )
    rate = (2 * pi / lam) ** 3 / (3 * pi) * n0 * (n**2 - n0**2) * roughness.spectrum(0.0) * np.asarray(growth)
    with np.errstate(divide="ignore"):
        return np.where(rate > 0, 1 / rate, np.inf)


def _face(face: int, neff2: complex, depth: NDArray, eps: NDArray, tm: bool) -> _Face:
    from .slab.fields import boundary_fields, meeting_interface

    meet = meeting_interface(neff2.real, depth, eps, tm)
    u, v, _ = boundary_fields(neff2, depth, eps, tm, meet)
    return _Face(face, float(u[face].real), float(v[face].real), float(np.sqrt(neff2).real), tm)


def _sources(face: _Face, eps: NDArray, nu: NDArray, phi: NDArray) -> tuple[NDArray, NDArray, NDArray]:
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


def _radiated(face: _Face, depth: NDArray, eps: NDArray, k0: float, roughness: Roughness) -> float:
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


def _caught(face: _Face, other: _Face, weight: float, eps: NDArray, k0: float, roughness: Roughness) -> float:
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
