"""What every cavity answers: its modes, its response to gain, and how it takes up pump light.

TE and TM are defined here once. In a sphere TE modes have no radial electric field (E along the
surface, perpendicular to the plane of the orbit); TM modes have no radial magnetic field.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import xarray as xr

from colase.errors import InputError
from colase.materials import Material
from colase.quantity import Quantity, check_bounds

Progress = Callable[[int, int], None]

DEFINITIONS = ("electric", "energy", "poynting", "gain")
"""Confinement factors in use; only "gain" multiplies a material gain."""

SHARES = ("electric", "energy", "gain")
"""Those of a body in which light has no one direction along which its power flows."""

RADIATION_LIMIT = 1e13
"""Radiative quality factors above this cannot be told from no radiation in any experiment."""

_WAVELENGTH = {"unit": "m", "shown": "nm", "gt": 100e-9, "lt": 20e-6}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeWindow:
    """Which modes are wanted: vacuum wavelengths from ``start`` to ``stop``, low radial orders."""

    start: Annotated[
        float, Quantity(symbol="λ_1", meaning="short end of the window", example="600 nm", **_WAVELENGTH)
    ]
    stop: Annotated[
        float, Quantity(symbol="λ_2", meaning="long end of the window", example="700 nm", **_WAVELENGTH)
    ]
    radial_max: Annotated[int, Quantity("", "q_max", "highest radial order", example="5", ge=1, le=1000)] = 5

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.start >= self.stop:
            raise InputError(
                f"modes: the window runs from {self.start * 1e9:g} to {self.stop * 1e9:g} nm; "
                "from must be below to."
            )


@dataclass(frozen=True, slots=True)
class Layer:
    """A body of a cavity, for drawings: between two radii (m), the surroundings last (outer = inf)."""

    name: str
    inner: float
    outer: float
    material: Material

    def index(self, wavelength: float) -> complex:
        """Return n + ik at a vacuum wavelength in m."""
        return complex(self.material.index(wavelength))


class Cavity(ABC):
    """Where light sits. Concrete cavities are frozen dataclasses with a ``kind`` tag.

    `modes` returns a Dataset over ``mode`` with at least the variables of `MODE_VARIABLES`; any
    cavity that gives these can lase in `colase.laser`.
    """

    __slots__ = ()

    @abstractmethod
    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every resonance in the window, sorted by wavelength.

        ``progress``, if given and the work is long, is called as ``progress(done, total)``.
        """

    @property
    def resonator(self) -> object:
        """What fixes the wavelengths of the modes, if it can be told without solving (else None).

        Two cavities that differ in it need not be solved to know that their modes differ.
        """
        return None

    @abstractmethod
    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again, exactly, with another complex index of the gain region.

        Returns
        -------
        complex
            Vacuum wavenumber k = w/c in 1/m; Im k < 0 is loss.
        """

    @property
    @abstractmethod
    def gain_volume(self) -> float:
        """Volume that holds nanocrystals, in m^3."""

    @abstractmethod
    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption cross section of the gain region for a plane wave, in m^2.

        Parameters
        ----------
        wavelength : float
            Vacuum wavelength of the pump, in m.
        absorption : float
            Absorption coefficient of the gain region at that wavelength, in 1/m.
        """

    @property
    def resonant(self) -> bool:
        """Whether light comes back to where it was; False for a guide without mirrors, which cannot lase."""
        return True

    @property
    def costly(self) -> bool:
        """Whether finding the modes takes minutes, so that a run does not repeat it for every input."""
        return False

    @property
    def gain_thickness(self) -> float | None:
        """Thickness in m that a straight ray of pump light crosses; None for a coat of a convex body."""
        return None

    @property
    def pump_area(self) -> float | None:
        """Geometric cross section that a plane wave of pump light meets, in m^2; None if there is none."""
        return None


MODE_VARIABLES = {
    "wavelength": ("m", "vacuum wavelength"),
    "polarization": ("", "TE or TM"),
    "label": ("", "name of the mode"),
    "q_radiative": ("", "quality factor of radiation alone"),
    "q_absorption": ("", "quality factor of absorption by passive materials"),
    "q_scattering": ("", "quality factor of scattering"),
    "q_factor": ("", "total quality factor without gain"),
    "gain_confinement": ("", "first-order response -d ln(omega)/d ln(n) to the index of the gain region"),
    "gain_index": ("", "real refractive index of the gain region at the mode"),
    "mode_volume": ("m^3", "energy mode volume"),
    "degeneracy": ("", "number of modes that share this resonance"),
}
"""Variables that `colase.laser` reads from a Dataset of modes: units and meaning."""
