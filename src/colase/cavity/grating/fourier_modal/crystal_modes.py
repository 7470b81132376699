"""From complex wavenumbers of a crystal slab to a labelled table of band-edge modes at Gamma.

At Gamma of a second-order grating, wavelength = n_eff period, a mode has the symmetry of one
representation of the cell. Only those that light along the normal also has (E of a square cell)
radiate: they are bright, the others dark, with an infinite Q in an endless crystal as long as no
further diffraction order is open. Radiation is the loss with real indices; absorption is the rest:

    1/Q_rad = -2 Im k/Re k (Im n = 0),      1/Q_abs = 1/Q - 1/Q_rad.

Every mode is solved at two truncations of the plane waves; the difference stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import representations, waves
from colase.errors import InputError
from colase.materials import ConstantIndex

from .crystal_fields import NearField
from .crystal_table import BandEdge, mode_table
from .poles import Pole, System, poles, polished

Complex = NDArray[np.complex128]
Progress = Callable[[int, int], None]

TRUNCATION = 4
"""Highest diffraction order unless another is asked for."""

_Q_LEAST = 20.0
_MARGIN = 0.002


def index_function(
    slab: PhotonicCrystalSlab, lossless: bool = False, change: Mapping[int, complex] | None = None
) -> Callable[[complex], Complex]:
    """Return the indices of the materials of a slab as a function of a complex wavenumber.

    A dispersive index is continued by its slope, n(Re k) + i Im k dn/dk.

    Parameters
    ----------
    lossless : bool
        Take real parts only.
    change : mapping, optional
        What to add to the index of a material, by its position.
    """
    materials = slab.materials
    added: Complex = np.zeros(len(materials), dtype=complex)
    for position, value in (change or {}).items():
        added[position] = value
    step = 1e-4

    def known(k: float) -> Complex:
        found: Complex = np.array([complex(m.index(2 * pi / k)) for m in materials], dtype=complex)
        return found.real.astype(complex) if lossless else found

    if all(isinstance(m, ConstantIndex) for m in materials):
        constant = known(2 * pi / 1e-6) + added
        return lambda k: constant

    def index(k: complex) -> Complex:
        slope = (known(k.real * (1 + step)) - known(k.real * (1 - step))) / (2 * step * k.real)
        return known(k.real) + 1j * k.imag * slope + added

    return index


def crystal_system(
    slab: PhotonicCrystalSlab,
    truncation: int,
    representation: str = "",
    lossless: bool = False,
    change: Mapping[int, complex] | None = None,
    bloch: tuple[float, float] = (0.0, 0.0),
    interface: int = 1,
) -> System:
    """Return the mode matrix of a crystal in one representation, or at a Bloch vector (1/m)."""
    basis = waves(slab, truncation, representation, bloch)
    return System(slab, basis, index_function(slab, lossless, change), interface)


def band_edges(
    slab: PhotonicCrystalSlab,
    window: tuple[float, float],
    truncation: int = TRUNCATION,
    progress: Progress | None = None,
) -> list[BandEdge]:
    """Return every resonance at Gamma between two vacuum wavelengths (m) with a Q of at least 20.

    Raises
    ------
    InputError
        If the truncation is below 2 or the window is none.
    """
    if not (np.isfinite(window).all() and 0 < window[0] < window[1]):
        raise InputError(
            f"crystal: window from {window[0]:g} to {window[1]:g} m; "
            "give the shorter and the longer wavelength."
        )
    if truncation < 2:
        raise InputError(f"crystal: truncation = {truncation}; two are compared, so give at least 2.")
    names = representations(slab.square)
    low, high = 2 * pi / window[1], 2 * pi / window[0]
    found = []
    for i, name in enumerate(names):
        if progress:
            progress(i, len(names))
        found += _of_symmetry(slab, name, low, high, truncation)
    if progress:
        progress(len(names), len(names))
    return sorted(found, key=lambda edge: -edge.warm.k0.real)


def _of_symmetry(
    slab: PhotonicCrystalSlab, name: str, low: float, high: float, truncation: int
) -> list[BandEdge]:
    """Return the resonances of one representation whose wavelength lies in the window."""
    cold, full = (crystal_system(slab, truncation, name, lossless) for lossless in (True, False))
    outer = cold.index((low + high) / 2 + 0j)[:2].real
    branches = tuple(float(g / n) for g in np.unique(cold.basis.length) for n in outer)
    found = []
    for first in poles(cold, low * (1 - _MARGIN), high * (1 + _MARGIN), branches):
        if first.k0.real < -2 * _Q_LEAST * first.k0.imag:
            continue
        pole, at = _seen_best(cold, first)
        warm = _solved(full, pole.k0, at, pole.field)
        if not low <= warm.k0.real <= high:
            continue
        coarse = crystal_system(slab, truncation - 1, name, interface=at)
        rough = polished(coarse, warm.k0, strict=False)
        is_open = bool((cold.basis.length < outer.max() * warm.k0.real).any())
        system = replace(full, interface=at)
        found.append(
            BandEdge(name, system, pole, warm, complex("nan") if rough is None else rough.k0, is_open)
        )
    return found


def _seen_best(system: System, pole: Pole) -> tuple[Pole, int]:
    """Solve again at the interface where E is largest: at a node of E the matrix has a pole nearby."""
    near = NearField(replace(system, interface=pole.interface), pole)
    size = [float(np.linalg.norm(near.column_fields(height)[0])) for height in near.surfaces]
    best = int(np.argmax(size))
    if size[best] < 1.2 * size[pole.interface]:
        return pole, pole.interface
    return _solved(system, pole.k0, best), best


def _solved(system: System, guess: complex, interface: int, field: Complex | None = None) -> Pole:
    """Return a resonance seen from another interface."""
    pole = polished(replace(system, interface=interface), guess, field)
    assert pole is not None
    return pole


def crystal_modes(
    slab: PhotonicCrystalSlab,
    window: tuple[float, float],
    truncation: int = TRUNCATION,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return the band-edge modes between two vacuum wavelengths (m), sorted by wavelength.

    Returns
    -------
    Dataset
        Over ``mode``: ``wavelength``, ``wavenumber`` (complex), ``polarization``, ``te_share``,
        ``representation``, ``bright``, ``label``, ``q_radiative``, ``q_absorption``, ``n_eff`` (wavelength
        over period), ``cell_energy`` (energy mode volume of a cell, m^3), ``degeneracy``,
        ``wavelength_error`` and ``q_error`` (change from the next lower truncation) and ``residual``; over
        (mode, material): ``response`` = -d ln k0/d ln n and shares ``electric`` and ``energy``.
    """
    return mode_table(slab, band_edges(slab, window, truncation, progress), truncation)
