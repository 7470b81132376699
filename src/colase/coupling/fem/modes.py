"""Modes of disks with notches: shift-invert Arnoldi, each mode with its residual and a check in the order.

Modes nearest to the middle of the window are computed until the window is covered; those with gain that
no index
explains (junk of the absorbing layer) are dropped. The index is taken at the middle of the window. A second
solution with a higher order of the elements gives the error of each wavenumber.
"""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.coupling.arrangement.arrangement import Arrangement, NoResonanceError
from colase.errors import ConvergenceError, InputError

from .elements import ORDER, UM, Elements, elements, require_ngsolve
from .result import ElementModes, table

_RESIDUAL = 1e-6
_NEAR = 1e-3  # of the wavelength: where a mode is looked for again
_WIDEST = 0.05  # of the wavelength: window in which one shift finds all modes


def solved_by_elements(
    disks: Arrangement, window: tuple[float, float], polarization: str, q_floor: float, check: bool
) -> ElementModes:
    """Return every mode of a window with a quality factor above the floor; see `MultiDisk.modes`."""
    ngsolve = require_ngsolve()
    middle = 0.5 * (window[0] + window[1])
    if window[1] - window[0] > _WIDEST * middle:
        raise InputError(
            f"a notch by finite elements: the window of {(window[1] - window[0]) * 1e9:.3g} "
            "nm is wide; give at most "
            f"{_WIDEST * middle * 1e9:.3g} nm around the mode you want."
        )
    mesh = elements(disks, middle)
    electric = polarization == "TM"
    k, vectors, residual = _arnoldi(ngsolve, mesh, electric, window, ORDER)
    rate = -2 * k.imag / k.real
    kept = (
        (2 * pi / k.real >= window[0] * UM)
        & (2 * pi / k.real <= window[1] * UM)
        & (np.abs(rate) * q_floor < 1)
    )
    kept &= residual < _RESIDUAL
    if not kept.any():
        raise NoResonanceError(
            f"a notch by finite elements: no {polarization} mode with Q above {q_floor:g} between "
            f"{window[0] * 1e9:g} and {window[1] * 1e9:g} nm. Widen the window or lower q_floor."
        )
    order = np.flatnonzero(kept)[np.argsort(-k.real[kept])]
    change = np.full(order.size, np.nan)
    if check:
        again, _, _ = _arnoldi(ngsolve, mesh, electric, window, ORDER + 1)
        change = np.array([np.abs(again - k[i]).min() / abs(k[i]) for i in order])
    fields = tuple(vectors[i] for i in order)
    data = table(disks, mesh, k[order] * UM, fields, residual[order], change, polarization)
    return ElementModes(data, disks, fields, mesh)


def nearest_wavenumber(disks: Arrangement, expected: complex, polarization: str) -> complex:
    """Return the complex wavenumber (1/m) of the mode nearest to an expected one, of disks with any gain."""
    ngsolve = require_ngsolve()
    wavelength = 2 * pi / expected.real
    window = (wavelength * (1 - _NEAR), wavelength * (1 + _NEAR))
    k, _, residual = _arnoldi(ngsolve, elements(disks, wavelength), polarization == "TM", window, ORDER)
    good = k[residual < _RESIDUAL] * UM
    return complex(good[np.abs(good - expected).argmin()])


def _arnoldi(
    ngsolve: Any, mesh: Elements, electric: bool, window: tuple[float, float], order: int
) -> tuple[NDArray[np.complex128], list[Any], NDArray[np.float64]]:
    """Return wavenumbers (1/um) around the middle of a window, their waves and residuals."""
    space = ngsolve.H1(mesh.mesh, order=order, complex=True)
    u, v = space.TnT()
    square = mesh.mesh.MaterialCF({name: n**2 for name, n in mesh.index.items()})
    stiff, mass = (1.0, square) if electric else (1 / square, 1.0)
    a = ngsolve.BilinearForm(stiff * ngsolve.grad(u) * ngsolve.grad(v) * ngsolve.dx).Assemble()
    b = ngsolve.BilinearForm(mass * u * v * ngsolve.dx).Assemble()
    low, high = 2 * pi / (window[1] * UM), 2 * pi / (window[0] * UM)
    middle, half, count = 0.5 * (low + high), 0.5 * (high - low), 24
    while True:
        waves = [ngsolve.GridFunction(space) for _ in range(count)]
        values = ngsolve.ArnoldiSolver(a.mat, b.mat, space.FreeDofs(), [w.vec for w in waves], middle**2)
        k = np.sqrt(np.array(list(values), dtype=np.complex128))
        if np.abs(k - middle).max() > 1.05 * half:
            break
        if count > 200:
            raise ConvergenceError("a notch by finite elements: the window holds too many modes; narrow it.")
        count *= 2
    residual = np.array([_residual(a, b, w, value**2) for w, value in zip(waves, k, strict=True)])
    return k, waves, residual


def _residual(a: Any, b: Any, wave: Any, square: complex) -> float:
    """Return |A v - k^2 B v| / |k^2 B v|."""
    left, right = wave.vec.CreateVector(), wave.vec.CreateVector()
    left.data = a.mat * wave.vec
    right.data = square * (b.mat * wave.vec)
    size = float(np.linalg.norm(right.FV().NumPy()))
    left.data -= right
    return float(np.linalg.norm(left.FV().NumPy())) / max(size, 1e-300)
