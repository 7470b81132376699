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

from colase.cavity.radial.layers import ConcentricLayers
from colase.errors import InputError

POLARIZATIONS = ("TM", "TE")
"""TM is E_z, TE is H_z."""


@final
@dataclass(frozen=True, slots=True)
class LayeredCylinder(ConcentricLayers):
    """Concentric circular layers in two dimensions; one layer is a disk, a low index inside a ring.

    The table of `modes` also has the ``azimuthal`` number m and the ``degeneracy`` (2: +m and -m).
    """

    cylinder: ClassVar[bool] = True
    task: ClassVar[str] = "cylinder modes"

    def _table(self, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
        from .modes import mode_table

        return mode_table(self.shells, start, stop, radial_max, q_floor)

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
