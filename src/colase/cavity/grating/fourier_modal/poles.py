"""Complex wavenumbers at which a crystal slab rings: counted by a contour, polished by Newton.

T(k0)^-1 has poles at the resonances and nowhere else. Its integrals around an ellipse,

    A_n = (1/2 pi i) Contour T^-1 X k^n dk,      A_0 = U S V^+  ->  poles = eig(U^+ A_1 V S^-1)

give all of them at once (Beyn 2012; block Hankel matrices of more moments tell poles apart whose fields
look alike at the interface, such as two vertical orders of one slab). The contour is split where a
diffraction order opens in a half-space, as T has branch points there. Newton's method on v^T T v, v
the vector that T all but annihilates, takes each to rounding, and the same vector gives the exact
response to a change of T:

    dk0 = -(v^T dT v)/(v^T T' v).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi

import numpy as np
from numpy.typing import NDArray

from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import Waves
from colase.errors import ConvergenceError

from .mode_matrix import mode_matrix

Complex = NDArray[np.complex128]

_POINTS, _FLAT, _MOMENTS = 40, 0.25, 3
_STEP = 1e-4
RESIDUAL = 1e-9
"""Largest accepted |T v|/(|T' v| k0)."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """A crystal in one basis, as a matrix function of k0.

    Attributes
    ----------
    slab : PhotonicCrystalSlab
    basis : Waves
    index : callable
        Complex indices of the materials of the slab at a complex wavenumber.
    interface : int
        Where the two sides meet.
    """

    slab: PhotonicCrystalSlab
    basis: Waves
    index: Callable[[complex], Complex]
    interface: int

    def matrix(self, k0: complex, change: Complex | float = 0.0) -> Complex:
        """Return T, with ``change`` added to the indices."""
        return mode_matrix(self.slab, self.basis, k0, (self.index(k0) + change) ** 2, self.interface)

    def slope(self, k0: complex, fine: bool = True) -> Complex:
        """Return dT/dk0, materials included; to fourth order in the step if ``fine``."""
        return _derivative(lambda s: self.matrix(k0 + s), _STEP * k0.real, fine)

    def index_slope(self, k0: complex, change: Complex) -> Complex:
        """Return dT/ds where the indices are n + s change."""
        return _derivative(lambda s: self.matrix(k0, s * change), _STEP, True)


def _derivative(f: Callable[[float], Complex], step: float, fine: bool) -> Complex:
    """Return f'(0) by central differences, of two points or of four."""
    near = (f(step) - f(-step)) / (2 * step)
    return (4 * near - (f(2 * step) - f(-2 * step)) / (4 * step)) / 3 if fine else near


@dataclass(frozen=True, slots=True, eq=False)
class Pole:
    """One resonance: k0 in 1/m, E at an interface, residual, v^T T' v, and which interface."""

    k0: complex
    field: Complex
    residual: float
    slope: complex
    interface: int

    def response(self, change: Complex) -> complex:
        """Return dk0 for a change dT of T."""
        return -complex(self.field @ change @ self.field) / self.slope


def poles(system: System, low: float, high: float, branches: tuple[float, ...] = ()) -> list[Pole]:
    """Return all resonances with Re k0 between two wavenumbers, rising.

    Parameters
    ----------
    low, high : float
        In 1/m.
    branches : tuple of float
        Branch points of T on the real axis.
    """
    cuts = [low, *sorted(b for b in set(branches) if low < b < high), high]
    found: list[Pole] = []
    for a, b in pairwise(cuts):
        for guess, field in _inside(system, a, b):
            pole = _settled(system, guess, field)
            if pole is None or not low <= pole.k0.real <= high:
                continue
            if all(abs(pole.k0 - p.k0) > 1e-9 * high for p in found):
                found.append(pole)
    return sorted(found, key=lambda p: p.k0.real)


def _settled(system: System, guess: complex, field: Complex) -> Pole | None:
    """Polish an estimate, from another interface where E has a node at this one."""
    others = (i for i in range(len(system.slab.layers) + 1) if i != system.interface)
    pole = polished(system, guess, field, strict=False)
    while pole is None and (other := next(others, None)) is not None:
        pole = polished(replace(system, interface=other), guess, strict=False)
    return pole


def _inside(system: System, low: float, high: float):
    """Yield estimates of poles in a flat ellipse over a stretch of the real axis, with their fields."""
    size = system.basis.length.size
    middle, half = (low + high) / 2, (high - low) / 2 * 1.02
    theta = 2 * pi * (np.arange(_POINTS) + 0.5) / _POINTS
    flat = min(max(_FLAT, 0.01 * middle / half), 1.0)
    w = np.cos(theta) + 1j * flat * np.sin(theta)
    dw = -np.sin(theta) + 1j * flat * np.cos(theta)
    probes = np.random.default_rng(7).standard_normal((size, min(size, 8)))
    moments = np.zeros((2 * _MOMENTS, size, probes.shape[1]), dtype=complex)
    for wi, di in zip(w, dw, strict=True):
        answer = np.linalg.solve(system.matrix(middle + half * wi), probes) * di / (1j * _POINTS)
        moments += wi ** np.arange(2 * _MOMENTS)[:, None, None] * answer
    first, second = (
        np.block([[moments[i + j + shift] for j in range(_MOMENTS)] for i in range(_MOMENTS)])
        for shift in (0, 1)
    )
    U, s, Vh = np.linalg.svd(first, full_matrices=False)
    rank = int((s > 1e-6 * s[0]).sum())
    U, s, Vh = U[:, :rank], s[:rank], Vh[:rank]
    values, vectors = np.linalg.eig(U.conj().T @ second @ Vh.conj().T / s)
    for value, vector in zip(values, vectors.T, strict=True):
        inside = (value.real / 1.1) ** 2 + (value.imag / (1.1 * flat)) ** 2 < 1
        if inside:
            yield complex(middle + half * value), (U @ vector)[:size]


def polished(
    system: System, guess: complex, field: Complex | None = None, strict: bool = True
) -> Pole | None:
    """Take a resonance to rounding.

    Parameters
    ----------
    guess : complex
        Starting value of k0.
    field : ndarray, optional
        Starting E at the interface.
    strict : bool
        Raise if it does not converge; otherwise return None.

    Raises
    ------
    ConvergenceError
        If the residual stays above `RESIDUAL`.
    """
    k, size = guess, system.basis.length.size
    v = np.random.default_rng(7).standard_normal(size).astype(complex) if field is None else field
    residual = np.inf
    for _ in range(25):
        T, slope = system.matrix(k), system.slope(k, fine=False)
        v = _inverse_step(T, v if field is not None else _inverse_step(T, v))
        field = v
        weight = complex(v @ slope @ v)
        step = complex(v @ T @ v) / weight
        residual = float(np.linalg.norm(T @ v) / np.linalg.norm(slope @ v) / abs(k))
        k -= step
        if abs(k - guess) > 0.1 * abs(guess):
            break
        if abs(step) < 1e-13 * abs(k):
            if residual > RESIDUAL:
                break
            return Pole(k, v, residual, complex(v @ system.slope(k) @ v), system.interface)
    if strict:
        raise ConvergenceError(
            f"crystal: the resonance near {2 * pi / guess.real * 1e9:.4g} nm did not converge (residual "
            f"{residual:.1e}); it may have merged with the continuum of a half-space."
        )
    return None


def _inverse_step(T: Complex, v: Complex) -> Complex:
    """Return T^-1 v, of norm one."""
    with np.errstate(all="ignore"):
        try:
            w = np.linalg.solve(T, v)
        except np.linalg.LinAlgError:
            w = np.linalg.solve(T + 1e-15 * np.linalg.norm(T) * np.eye(len(v)), v)
    return np.asarray(w / np.linalg.norm(w), dtype=complex)
