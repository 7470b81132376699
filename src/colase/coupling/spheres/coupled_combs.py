"""Combs of two spheres coupled line by line: the two-level layer for a whole gain band.

    H = diag(nu_A, nu_B) + kappa (m) between every line of A and every line of B of the same family

kappa is read off the exact pair in the middle of the band (`rates`), once for each polarization and radial
order. Over m it falls as the orbits turn away from the gap, by the evanescent tail 1/q over the height of
two tilted circles,

    kappa(m) = kappa(0) exp(-m^2/(2 s^2)),   1/s^2 = q (R_A/l_A^2 + R_B/l_B^2)

so that about s sqrt(2 pi) of the 2l+1 orbits of a line feel the other sphere; here these share one kappa,
that of the gap, and the others are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.materials import as_material

from .families import Family
from .splitting import brought_together, coefficients
from .two_spheres import TwoSpheres

Floats = NDArray[np.float64]

_HZ = SPEED_OF_LIGHT / (2 * pi)


@final
@dataclass(frozen=True, slots=True)
class Coupling:
    """Coupling of one family of lines: kappa/2pi and level shifts in Hz, spread s of the band over m."""

    kappa: float
    shift: tuple[float, float]
    spread: float

    def at(self, azimuthal: float) -> float:
        """Return kappa/2pi at an azimuthal number about the line of centres."""
        return float(self.kappa * np.exp(-0.5 * (azimuthal / self.spread) ** 2))

    @property
    def orbits(self) -> int:
        """How many orbits feel the other sphere: the sum of kappa(m)/kappa(0), an odd number."""
        return 2 * int(self.spread * sqrt(2 * pi) / 2) + 1


def band_spread(spheres: tuple[LayeredSphere, LayeredSphere], families: tuple[Family, Family]) -> float:
    """Return s of the band over m (see the module's equation)."""
    total = 0.0
    for sphere, f in zip(spheres, families, strict=True):
        radius = sphere.radii[-1]
        outside = complex(as_material(sphere.outside).index(2 * pi / f.k.real)).real
        q = sqrt(max(((f.polar + 0.5) / radius) ** 2 - (outside * f.k.real) ** 2, 0.0))
        total += q * radius / f.polar**2
    return 1 / sqrt(total) if total else np.inf


def coupling_of_family(
    first: LayeredSphere,
    second: LayeredSphere,
    gap: float,
    wavelength: float,
    polarization: str,
    radial: int = 1,
    polar_max: int | None = None,
) -> Coupling:
    """Return the coupling of the lines nearest to a wavelength, from the exact pair with m = 1.

    Raises
    ------
    InputError
        As `sphere_coupling` does.
    """
    spheres, families = brought_together(first, second, wavelength, polarization, radial, tune=True)
    pair = TwoSpheres(*spheres, gap)
    k = families[0].k.real
    kappa, shift = coefficients(pair, families, 1, pair.orders(2 * pi / k, polar_max), k)
    spread = band_spread(spheres, families)
    return Coupling(kappa * float(np.exp(0.5 / spread**2)), shift, spread)


def coupled_lines(combs: tuple[xr.Dataset, xr.Dataset], coupling: Coupling) -> tuple[Floats, Floats]:
    """Return frequencies (Hz) and shares (mode, line) of the orbits through the gap.

    Parameters
    ----------
    combs : tuple of Dataset
        Lines of one family of each sphere alone, as `LayeredSphere.modes` gives them.
    coupling : Coupling
        Of this family.

    Returns
    -------
    frequency : array (mode,)
    share : array (mode, line)
        Energy in each line, those of the first sphere first; its rows sum to one.
    """
    levels = [c.wavenumber.values.real * _HZ + s for c, s in zip(combs, coupling.shift, strict=True)]
    sizes = [len(level) for level in levels]
    H = np.diag(np.concatenate(levels))
    H[: sizes[0], sizes[0] :] = coupling.kappa
    H[sizes[0] :, : sizes[0]] = coupling.kappa
    middle = float(np.diag(H).mean()) if len(H) else 0.0
    w, V = np.linalg.eigh(H - middle * np.eye(len(H)))
    return w + middle, (V**2).T
