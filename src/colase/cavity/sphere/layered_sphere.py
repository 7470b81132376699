"""Whispering-gallery modes of a sphere made of any number of concentric layers, exactly.

Maxwell's equations in a layered sphere separate into vector harmonics of polar order l. TE modes
have no radial electric field, TM modes no radial magnetic field; u = r E or r H obeys
    u'' + (n^2 k^2 - l(l+1)/r^2) u = 0,   u and u' (TE) or u'/n^2 (TM) continuous, outgoing outside.
Time dependence exp(-i w t): loss is Im k < 0. No asymptotics, no paraxial limit; radii from a
fraction of a wavelength to millimetres. References: bohren1983 (fields), lai1990 (leaky states).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.radial.layers import ConcentricLayers
from colase.errors import InputError
from colase.results import dataset, variable


@final
@dataclass(frozen=True, slots=True)
class LayeredSphere(ConcentricLayers):
    """Concentric layers around a core, in three dimensions.

    The table of `modes` also has the polar order ``polar`` (l) and the ``mode_volume`` of the orbit m = l.
    """

    task: ClassVar[str] = "sphere modes"

    def _table(self, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
        from .modes import mode_table

        return mode_table(self.shells, start, stop, radial_max, q_floor)

    def resonance(
        self, wavenumber: complex, polarization: str, polar: int, layer: int, index: complex
    ) -> complex:
        """Follow one resonance while the index of a layer changes, exactly.

        Parameters
        ----------
        wavenumber : complex
            The resonance with the indices as they are, in 1/m (as `modes` gives it).
        polarization, polar
            "TE" or "TM", and l.
        layer : int
            Which index changes; ``len(radii)`` is the surroundings.
        index : complex
            Its new value at the old resonance. A dispersive layer is shifted by the difference at
            all wavelengths.

        Returns
        -------
        complex
            The new vacuum wavenumber in 1/m.

        Raises
        ------
        ConvergenceError
            If the resonance is lost on the way.
        """
        from colase.cavity.radial.following import followed

        return followed(
            self.shells, complex(wavenumber), polarization == "TM", int(polar), layer, complex(index)
        )

    def field(self, modes: xr.Dataset, mode: int, radii: ArrayLike | None = None) -> xr.Dataset:
        """Return |E|^2 of one mode (orbit m = l) along a radius in the plane of the orbit.

        Parameters
        ----------
        modes : Dataset
            From `modes`.
        mode : int
            Position in it.
        radii : array, optional
            Distances from the centre in m, increasing; by default 1201 points from the inner edge of
            the field to where it has faded outside.

        Returns
        -------
        Dataset over ``r``; see `colase.cavity.sphere.fields.profile`.
        """
        from .fields import profile

        k, magnetic, polar = _identity(modes, mode)
        if radii is None:
            n = max(abs(m.index(2 * np.pi / k.real)) for m in self.materials[:-1])
            inner = min(0.97 * polar / (n * k.real), self.radii[0]) - 1 / k.real
            radii = np.linspace(max(inner, 0.0), self.radii[-1] + 6 / k.real, 1201)
        return profile(self.shells, k, magnetic, polar, np.asarray(radii, dtype=float))

    def cut(
        self,
        modes: xr.Dataset,
        mode: int,
        plane: str = "meridional",
        half_width: float = 0.0,
        points: int = 401,
    ) -> xr.Dataset:
        """Return |E|^2 of one mode (orbit m = l) on a square grid through the centre.

        Parameters
        ----------
        plane : {"meridional", "equatorial"}
            y-z, across the orbit, or x-y, in its plane.
        half_width : float
            Half the side of the square in m; by default 1.1 outer radii.
        points : int
            Grid points along a side.

        Returns
        -------
        Dataset; see `colase.cavity.sphere.fields.cut`.
        """
        from .fields import cut

        if plane not in ("meridional", "equatorial"):
            raise InputError(f'cut: plane "{plane}"; give "meridional" or "equatorial".')
        k, magnetic, polar = _identity(modes, mode)
        return cut(self.shells, k, magnetic, polar, plane, half_width or 1.1 * self.radii[-1], points)

    def cross_sections(self, wavelength: ArrayLike) -> xr.Dataset:
        """Return what a plane wave loses to the sphere (Mie theory of layered spheres).

        Parameters
        ----------
        wavelength : float or array
            Vacuum wavelengths in m.

        Returns
        -------
        Dataset over ``wavelength`` with extinction, scattering and absorption (by ``layer``), in m^2.

        Raises
        ------
        InputError
            If a wavelength is not a positive number or the surroundings absorb or amplify.
        """
        from .mie import cross_sections

        lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
        if lam.ndim != 1 or not np.isfinite(lam).all() or (lam <= 0).any():
            raise InputError("cross_sections: wavelengths must be finite numbers above zero, in m.")
        index = np.stack([m.index(lam) for m in self.materials], axis=-1)
        if index[:, -1].imag.any():
            raise InputError(
                "cross_sections: the surroundings absorb or amplify; a plane wave from far away then has no "
                "defined strength. Give the surroundings a real index."
            )
        R = self.radii[-1]
        extinction, scattering, absorption = cross_sections(
            2 * np.pi * R / lam, np.array(self.radii) / R, index
        )
        return dataset(
            {
                "extinction": variable("wavelength", extinction * R**2, "m^2", "extinction cross section"),
                "scattering": variable("wavelength", scattering * R**2, "m^2", "scattering cross section"),
                "absorption": variable(
                    ("wavelength", "layer"), absorption * R**2, "m^2", "absorption cross section of a layer"
                ),
            },
            {
                "wavelength": variable("wavelength", lam, "m", "vacuum wavelength"),
                "layer": variable("layer", np.arange(len(self.radii)), "", "layer from the inside"),
            },
        )


def _identity(modes: xr.Dataset, mode: int) -> tuple[complex, bool, int]:
    """Return wavenumber, TM or not, and polar order of one mode."""
    one = modes.isel(mode=mode)
    return complex(one.wavenumber.item()), one.polarization.item() == "TM", int(one.polar)
