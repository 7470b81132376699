"""Band edges of a pillar array against the height of its film, and the film that gives a wavelength.

Modes are followed by symmetry and number: at Gamma no band edge crosses another of its own
representation, so the n-th from the red keeps its name as the film grows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.errors import InputError
from colase.results import dataset, variable

from .crystal.photonic_crystal import PhotonicCrystalSlab
from .fourier_modal.crystal_modes import crystal_modes

if TYPE_CHECKING:
    from .dfb_array import DfbArray

Progress = Callable[[int, int], None]


def film_scan(
    cavity: DfbArray,
    heights: ArrayLike,
    window: tuple[float, float],
    most: int = 2,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Return the band edges of every symmetry for a series of film heights.

    Parameters
    ----------
    cavity : DfbArray
        The array; its ``film_height`` is replaced.
    heights : array_like
        Heights of the film surface above the substrate, in m, increasing.
    window : tuple of float
        Vacuum wavelengths in m between which band edges are looked for.
    most : int
        Band edges kept of each symmetry and polarisation, from the longest wavelength.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    Dataset
        Over (``family``, ``height``): ``wavelength``, ``wavelength_error``, ``q_radiative``,
        ``gain_confinement``; NaN where a family has no mode in the window (``found`` is False there).
        ``family`` is named like the modes ("TE A2"), ``flat_thickness`` is that of a flat film of the
        same volume.
    """
    values = np.atleast_1d(np.asarray(heights, dtype=float))
    if values.size == 0 or not np.isfinite(values).all() or (np.diff(values) <= 0).any():
        raise InputError("film scan: give increasing film heights in m.")
    names = ("wavelength", "wavelength_error", "q_radiative", "gain_confinement")
    rows: dict[str, dict[str, np.ndarray]] = {}
    cavities = [replace(cavity, film_height=float(t)) for t in values]
    for i, one in enumerate(cavities):
        if progress:
            progress(i, values.size)
        for family, numbers in _families(one, window, most):
            row = rows.setdefault(family, {name: np.full(values.size, np.nan) for name in names})
            for name, number in zip(names, numbers, strict=True):
                row[name][i] = number
    if progress:
        progress(values.size, values.size)
    order = sorted(rows)
    table = {
        name: np.array([rows[f][name] for f in order]).reshape(len(order), values.size) for name in names
    }
    return dataset(_variables(table, cavities), _coordinates(order, values))


def _families(cavity: DfbArray, window: tuple[float, float], most: int):
    """Yield name and numbers of the band edges of one film, from the red."""
    modes = crystal_modes(cavity.crystal, window, cavity.truncation)
    gain = cavity.patterned.by_region(modes.response.values)[:, 1]
    counted: dict[str, int] = {}
    for j in reversed(range(modes.sizes["mode"])):
        name = f"{modes.polarization.values[j]} {modes.representation.values[j]}"
        counted[name] = counted.get(name, 0) + 1
        if counted[name] <= most:
            number = counted[name]
            label = name if number == 1 else f"{name} ({number})"
            columns = ("wavelength", "wavelength_error", "q_radiative")
            yield label, (*(float(modes[c][j]) for c in columns), float(gain[j]))


def _variables(table: dict[str, np.ndarray], cavities: list) -> dict[str, tuple]:
    axes = ("family", "height")
    flat = [one.flat_thickness for one in cavities]
    return {
        "wavelength": variable(axes, table["wavelength"], "m", "vacuum wavelength"),
        "wavelength_error": variable(axes, table["wavelength_error"], "m", "change from the next truncation"),
        "q_radiative": variable(axes, table["q_radiative"], "", "radiative quality factor"),
        "gain_confinement": variable(axes, table["gain_confinement"], "", "gain confinement of the film"),
        "found": variable(axes, np.isfinite(table["wavelength"]), "", "whether the mode is in the window"),
        "flat_thickness": variable("height", flat, "m", "thickness of a flat film of the same volume"),
    }


def _coordinates(families: list[str], heights: np.ndarray) -> dict[str, tuple]:
    return {
        "family": variable("family", families, "", "polarisation and symmetry"),
        "height": variable("height", heights, "m", "height of the film surface"),
    }


def heights_for(scan: xr.Dataset, wavelength: float) -> xr.Dataset:
    """Return the film height at which each family of a scan has a wavelength (m), with its numbers there.

    Linear between the points of the scan; families that do not reach the wavelength are left out.

    Returns
    -------
    Dataset
        Over ``family``: ``height``, ``flat_thickness``, ``q_radiative``, ``gain_confinement``; rising height.
    """
    found = []
    for family in scan.family.values:
        one = scan.sel(family=family)
        for i in np.flatnonzero(np.diff(np.sign(one.wavelength.values - wavelength)) != 0):
            a, b = one.wavelength.values[i : i + 2]
            if not (np.isfinite(a) and np.isfinite(b)):
                continue
            t = (wavelength - a) / (b - a)
            pair = [one[name].values[i : i + 2] for name in ("height", "flat_thickness", "gain_confinement")]
            mixed = [float(low + t * (high - low)) for low, high in pair]
            loss = 1 / one.q_radiative.values[i : i + 2]
            loss_here = loss[0] + t * (loss[1] - loss[0])
            found.append((str(family), *mixed, 1 / loss_here if loss_here > 0 else np.inf))
    found.sort(key=lambda row: row[1])
    columns = list(zip(*found, strict=True)) if found else [()] * 5
    meanings = (
        ("height", "m", "height of the film surface"),
        ("flat_thickness", "m", "thickness of a flat film of the same volume"),
        ("gain_confinement", "", "gain confinement of the film"),
        ("q_radiative", "", "radiative quality factor"),
    )
    return dataset(
        {
            name: variable("family", column, units, meaning)
            for (name, units, meaning), column in zip(meanings, columns[1:], strict=True)
        },
        {"family": variable("family", list(columns[0]), "", "polarisation and symmetry")},
    )


def crystal_bands(
    slab: PhotonicCrystalSlab,
    bloch: ArrayLike,
    window: tuple[float, float],
    truncation: int = 3,
    progress: Progress | None = None,
) -> list[tuple[float, np.ndarray]]:
    """Return the bands along Gamma-X by the plain guided-mode expansion, for pictures.

    Parameters
    ----------
    bloch : array_like
        k_x in 1/m.

    Returns
    -------
    list of (k_x, wavelengths)
        Wavelengths in m, rising.
    """
    from .fourier_modal.crystal_modes import index_function
    from .guided_expansion.bands import guided_bands

    index = index_function(slab, lossless=True)(2 * pi / (0.5 * (window[0] + window[1])) + 0j)
    values, found = np.atleast_1d(np.asarray(bloch, dtype=float)), []
    for i, k in enumerate(values):
        if progress:
            progress(i, values.size)
        bands = guided_bands(
            slab, truncation, index, window, bloch=(float(k), 0.0), most=4, points=16, margin=0.0
        )
        found.append((float(k), np.sort(2 * pi / bands.k0.real)))
    if progress:
        progress(values.size, values.size)
    return found
