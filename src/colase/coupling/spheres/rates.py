"""Coupling of two spheres against their gap, band over azimuthal numbers, and the two-level layer above it.

Two resonances brought onto each other split by 2 kappa. The exact half splitting comes from `two_spheres`;
beside it stands what two-level coupled-mode theory needs, H = [[d_1, kappa], [kappa, d_2]] relative to the
spheres alone, read off the exact reduction onto the two waves at their own wavenumber. Theory and exact
modes agree where no other family takes part; where they do not, a note says so. kappa/2pi is an AMPLITUDE
rate in Hz.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.cavity import LayeredSphere
from colase.errors import InputError
from colase.results import variable

from .coupling_result import SphereCoupling, gathered
from .splitting import brought_together, one_pair, tail

Progress = Callable[[int, int], None]


def sphere_coupling(
    first: LayeredSphere,
    second: LayeredSphere,
    gaps: ArrayLike,
    wavelength: float,
    polarization: str = "TE",
    radial: int = 1,
    azimuthal: int = 1,
    tune: bool = True,
    polar_max: int | None = None,
    check: bool = True,
    progress: Progress | None = None,
) -> SphereCoupling:
    """Return the exact splitting and the two-level coefficients of two spheres for many gaps.

    Parameters
    ----------
    first, second : LayeredSphere
        The spheres; equal or not.
    gaps : array
        In m, at least 20 nm unless ``polar_max`` is given.
    wavelength : float
        The resonance of the first sphere nearest to this vacuum wavelength (m) is taken.
    polarization, radial, azimuthal
        Which resonance, and its number about the line of centres.
    tune : bool
        Change the core of the second sphere until its nearest resonance meets that of the first.
    polar_max : int, optional
        Highest polar order of the larger sphere; by default what each gap needs.
    check : bool
        Solve again with 10 % more orders.

    Raises
    ------
    InputError
        For gaps below 20 nm without ``polar_max``, too few orders, or no such resonance.
    """
    d = _gaps(gaps)
    spheres, families = brought_together(first, second, wavelength, polarization, radial, tune)
    tell, rows = progress or (lambda done, total: None), []
    for i, gap in enumerate(d):
        tell(i, d.size)
        rows.append(one_pair(spheres, families, float(gap), azimuthal, polar_max, check))
    tell(d.size, d.size)
    half = np.array([r.half for r in rows])
    with np.errstate(divide="ignore", invalid="ignore"):
        local = np.diff(d) / np.log(half[:-1] / half[1:])
    fade = [tail(spheres, families, azimuthal)] * d.size
    more = {
        "decay_length": variable(
            "gap", np.concatenate([[np.inf], local]), "m", "decay length since the gap before"
        ),
        "predicted_decay": variable("gap", fade, "m", "decay length of the evanescent tails"),
    }
    coordinate = variable("gap", d, "m", "gap")
    return gathered("gap", coordinate, rows, spheres, families, more, [f"Gap {g * 1e9:.4g} nm" for g in d])


def coupling_band(
    first: LayeredSphere,
    second: LayeredSphere,
    gap: float,
    wavelength: float,
    azimuthal: ArrayLike = (0, 1, 2, 5, 10, 20),
    polarization: str = "TE",
    radial: int = 1,
    tune: bool = True,
    polar_max: int | None = None,
    check: bool = False,
) -> SphereCoupling:
    """Return the splitting of one resonance for many azimuthal numbers: the band that 2l+1 orbits become.

    Parameters are those of `sphere_coupling`, for one gap.
    """
    numbers = np.atleast_1d(np.asarray(azimuthal, dtype=int))
    spheres, families = brought_together(first, second, wavelength, polarization, radial, tune)
    if numbers.min() < 0 or numbers.max() > min(f.polar for f in families):
        most = min(f.polar for f in families)
        raise InputError(
            f"two spheres: azimuthal numbers {numbers.tolist()} must lie between 0 and l = {most}."
        )
    rows = [one_pair(spheres, families, float(_gaps(gap)[0]), int(m), polar_max, check) for m in numbers]
    coordinate = variable("azimuthal", numbers, "", "azimuthal number about the line of centres")
    return gathered("azimuthal", coordinate, rows, spheres, families, {}, [f"m = {m}" for m in numbers])


def _gaps(gaps: ArrayLike) -> NDArray[np.float64]:
    d = np.atleast_1d(np.asarray(gaps, dtype=float))
    if d.ndim != 1 or not d.size or not (np.isfinite(d).all() and (d >= 0).all()):
        raise InputError(
            "two spheres: gaps must be finite lengths of at least zero, in m; below, spheres overlap."
        )
    return d
