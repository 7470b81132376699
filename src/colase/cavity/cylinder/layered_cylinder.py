"""Resonances of layered cylinders in two dimensions: disks and rings of any number of layers, exactly.

Fields that do not change along the axis separate into exp(i m phi) times a radial function psi:
    psi'' + psi'/r + (n^2 k^2 - m^2/r^2) psi = 0,   psi and psi' (E_z) or psi'/n^2 (H_z) continuous
With u = sqrt(r) psi this is the radial equation of a sphere of order l = m - 1/2, and the counting,
solving and integrals of the layered sphere serve both. Names follow the disk literature:

    TM   psi = E_z, magnetic field in the plane
    TE   psi = H_z, electric field in the plane, as in a slab

(Seen from the orbit, a TM disk mode is what a sphere calls TE.) A disk of finite height is solved
with the effective index of its slab. exp(-i w t): loss is Im k < 0. References: lai1990, muljarov2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.base import ModeWindow
from colase.cavity.radial.layers import ConcentricLayers
from colase.cavity.radial.window import checked_window, require_moderate
from colase.errors import InputError

POLARIZATIONS = ("TM", "TE")
"""TM is E_z, TE is H_z."""


@final
@dataclass(frozen=True, slots=True)
class LayeredCylinder(ConcentricLayers):
    """Concentric circular layers in two dimensions; one layer is a disk, a low index inside a ring."""

    cylinder: ClassVar[bool] = True

    def modes(
        self,
        window: ModeWindow | tuple[float, float],
        radial_max: int | None = None,
        q_floor: float = 10.0,
    ) -> xr.Dataset:
        """Return every E_z and H_z resonance in a window of vacuum wavelengths, none missed.

        Parameters
        ----------
        window : tuple of float or ModeWindow
            Shortest and longest vacuum wavelength, in m.
        radial_max : int, optional
            Highest radial order; by default that of a ModeWindow, else all.
        q_floor : float
            Resonances with a lower radiative quality factor are left out; at least 5.

        Returns
        -------
        Dataset over ``mode``, sorted by wavelength: wavelength, wavenumber (complex), polarization,
        azimuthal, radial, degeneracy (2: +m and -m), label, q_radiative (log10_q_radiative holds
        where it exceeds double precision), radiation_limited, q_absorption, n_eff, n_group, fsr,
        residual, and confinement over layer and definition.

        Raises
        ------
        InputError
            For a window that is reversed or not finite, or that holds more than 200000 modes.
        PhysicsError
            If an index falls so steeply with wavelength that modes cannot be counted.
        ConvergenceError
            If a resonance above ``q_floor`` does not converge.
        """
        from .modes import mode_table

        start, stop, orders = checked_window("cylinder modes", window, radial_max, q_floor)
        require_moderate("cylinder modes", self.shells, start, stop, orders)
        return mode_table(self.shells, start, stop, orders, q_floor)

    def resonance(
        self, wavenumber: complex, polarization: str, azimuthal: int, layer: int, index: complex
    ) -> complex:
        """Follow one resonance while the index of a layer changes; as `LayeredSphere.resonance`."""
        from colase.cavity.radial.following import followed

        magnetic = _checked_polarization(polarization) == "TE"
        return followed(self.shells, complex(wavenumber), magnetic, int(azimuthal), layer, complex(index))

    def lasing_index(self, modes: xr.Dataset, mode: int, layer: int = 0) -> tuple[float, complex]:
        """Return where one mode lases when a layer amplifies: the lasing eigenvalue problem.

        Parameters
        ----------
        modes : Dataset
            From `modes`.
        mode : int
            Position in it.
        layer : int
            The layer that amplifies; the real part of its index stays as it is.

        Returns
        -------
        wavenumber : float
            Real vacuum wavenumber in 1/m at which gain balances all losses.
        index : complex
            Index of the layer there. Its imaginary part is below zero and means the power gain
            -2 k Im n in 1/m.

        Raises
        ------
        ConvergenceError
            If no gain of the layer balances the loss.
        """
        from .modes import lasing_index

        return lasing_index(self.shells, modes.isel(mode=mode), layer)

    def field(self, modes: xr.Dataset, mode: int, radii: ArrayLike | None = None) -> xr.Dataset:
        """Return psi (E_z or H_z) and |E|^2 of one mode along a radius.

        Parameters
        ----------
        modes : Dataset
            From `modes`.
        mode : int
            Position in it.
        radii : array, optional
            Distances from the axis in m, increasing; by default 1201 points to where the field has faded.

        Returns
        -------
        Dataset over ``r``; see `colase.cavity.cylinder.fields.profile`.
        """
        from .fields import profile

        one = modes.isel(mode=mode)
        r = np.asarray(radii, dtype=float) if radii is not None else None
        return profile(self.shells, one, r)


def _checked_polarization(polarization: str) -> str:
    """Return the polarization if it is one."""
    if polarization not in POLARIZATIONS:
        raise InputError(f'polarization "{polarization}"; give "TM" (E_z) or "TE" (H_z).')
    return polarization
