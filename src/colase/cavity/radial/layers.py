"""Concentric layers as a user gives them: radii and indices, for spheres and cylinders alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import ClassVar

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.base import ModeWindow
from colase.errors import InputError
from colase.materials import Material, as_material

from .shells import Shells
from .window import checked_window, require_moderate

_THINNEST = 1e-9


@dataclass(frozen=True, slots=True)
class ConcentricLayers(ABC):
    """Concentric layers around a core; what they are round in is for the classes that inherit to say.

    Attributes
    ----------
    radii : tuple of float
        Outer radius of each layer in m, from the inside, increasing.
    indices : tuple of complex, float or Material
        Refractive index of each layer.
    outside : complex, float or Material
        Refractive index around.
    """

    radii: tuple[float, ...]
    indices: tuple[Material | complex | float, ...]
    outside: Material | complex | float = 1.0

    cylinder: ClassVar[bool] = False
    """Whether the layers are round in two dimensions."""

    task: ClassVar[str] = "modes"
    """What a sentence about a window calls the work."""

    def __post_init__(self) -> None:
        name = type(self).__name__
        object.__setattr__(self, "radii", _checked(name, self.radii, len(self.indices)))
        object.__setattr__(self, "indices", tuple(as_material(n) for n in self.indices))
        object.__setattr__(self, "outside", as_material(self.outside))

    @property
    def materials(self) -> tuple[Material, ...]:
        """Materials from the inside out, the surroundings last."""
        return tuple(as_material(n) for n in (*self.indices, self.outside))

    @property
    def shells(self) -> Shells:
        """Layers as the solver wants them."""
        return Shells(np.array(self.radii), self.materials, cylinder=self.cylinder)

    def modes(
        self,
        window: ModeWindow | tuple[float, float],
        radial_max: int | None = None,
        q_floor: float = 10.0,
    ) -> xr.Dataset:
        """Return every resonance in a window of vacuum wavelengths, none missed.

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
        Dataset over ``mode``, sorted by wavelength, with the columns that the class names and
        wavelength, wavenumber (complex, of all losses but scattering), polarization, radial, label,
        q_radiative (inf where it exceeds double precision; log10_q_radiative always holds),
        radiation_limited, q_absorption, n_eff, n_group, fsr, residual, and confinement over layer and
        definition.
        A window without resonances gives an empty Dataset with ``attrs["note"]``.

        Raises
        ------
        InputError
            For a window that is reversed or not finite, or that holds more than 200000 modes.
        PhysicsError
            If an index falls so steeply with wavelength that modes cannot be counted.
        ConvergenceError
            If a resonance above ``q_floor`` does not converge.
        """
        start, stop, orders = checked_window(self.task, window, radial_max, q_floor)
        require_moderate(self.task, self.shells, start, stop, orders)
        return self._table(start, stop, orders, q_floor)

    @abstractmethod
    def _table(self, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
        """Return the table of modes between two vacuum wavelengths in m."""


def _checked(name: str, radii: ArrayLike, count: int) -> tuple[float, ...]:
    """Return the radii of concentric layers as floats, or raise with everything that is wrong."""
    values = tuple(float(r) for r in np.atleast_1d(radii))
    problems = list(_problems(name, values, count))
    if problems:
        raise InputError(*problems)
    return values


def _problems(name: str, radii: tuple[float, ...], count: int):
    """Yield a sentence for everything wrong with the radii."""
    if not radii or len(radii) != count:
        yield f"{name}: {len(radii)} radii and {count} indices; give one index for each layer."
    elif not all(isfinite(r) and r > 0 for r in radii):
        yield f"{name}: radii {list(radii)} must be finite numbers above zero, in m."
    elif any(b <= a for a, b in pairwise(radii)):
        yield f"{name}: radii {list(radii)} m must increase from the inside to the outside."
    else:
        inner = (0.0, *radii[:-1])
        for i, (a, b) in enumerate(zip(inner, radii, strict=True), 1):
            if b - a < _THINNEST:
                yield (
                    f"{name}: layer {i} is {(b - a) * 1e9:.3g} nm thick; layers below 1 nm are no "
                    "continuous medium. Leave it out or make it thicker."
                )
