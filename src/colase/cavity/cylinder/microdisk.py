"""A disk of a nanocrystal film much wider than high, by the effective index of its layers.

Maxwell's equations are separated into a slab mode across the layers, index N(lambda), and a whispering-
gallery mode of a circle of index N (smotrova2005): fields are products, and to first order

    Gamma = -d ln(omega)/d ln(n) = Gamma_2D (n/N) dN/dn,      V = 2 pi int rho r dr  int rho dz.

Names follow the disk literature: TE has E in the plane (H_z), TM has E along the axis (E_z); ``axial``
counts the guided modes from one. Milliseconds a mode, at any diameter. It leaves out what the rim sends
up and down: Q_rad is too high, by ten times and more in small disks on a substrate, and every mode
in which radiation matters says so. Thin or small disks: kind ``axisymmetric-disk``, solved in full.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite, pi
from typing import Annotated, Literal, final

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import MODE_VARIABLES, Cavity, Layer, ModeWindow, Progress
from colase.cavity.quantities import CORRELATION_LENGTH, rms_roughness, surface_scattering
from colase.cavity.rough_face import checked_roughness, face_q
from colase.cavity.roughness import Roughness
from colase.cavity.slab.effective_index import SlabIndex
from colase.errors import InputError
from colase.materials import ConstantIndex, Material, Shifted
from colase.materials.multilayer import Multilayer
from colase.quantity import Quantity, check_bounds

from .flat_disk import FlatDisk, Polarization
from .layered_cylinder import LayeredCylinder

_LENGTH = {"unit": "m", "shown": "um", "lt": 1e-2}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Microdisk(Cavity):
    """Whispering-gallery modes of a flat disk of nanocrystals, by the effective index of its layers.

    The disk stands on a substrate (or hangs in the surroundings, if that index is given there too) and
    holds the nanocrystals. Scattering is given as a quality factor, or as roughness and correlation
    length of its wall and top (`rough_face`), not both.
    """

    disk_diameter: Annotated[
        float, Quantity(symbol="D", meaning="diameter of the disk", example="25 um", gt=1e-7, **_LENGTH)
    ]
    height: Annotated[
        float, Quantity(symbol="h", meaning="height of the disk", example="500 nm", ge=1e-8, **_LENGTH)
    ]
    disk: Annotated[Material, Quantity("", "n_1", "refractive index of the disk", example="1.86")]
    substrate: Annotated[Material, Quantity("", "n_2", "refractive index below the disk", example="1.34")]
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index beside and above the disk", example="1.0")
    ] = ConstantIndex(1.0)
    vertical_orders: Annotated[
        int, Quantity("", "p_max", "guided orders of each polarisation", example="1", ge=1, le=20)
    ] = 1
    q_scattering: Annotated[float | None, surface_scattering("1260")] = None
    roughness: Annotated[float | None, rms_roughness("wall and top")] = None
    correlation_length: Annotated[float | None, CORRELATION_LENGTH] = None
    kind: Literal["microdisk"] = "microdisk"

    def __post_init__(self) -> None:
        check_bounds(self)
        checked_roughness(self.q_scattering, self.roughness, self.correlation_length)
        if self.height > self.disk_diameter / 2:
            raise InputError(
                f"cavity: height {self.height * 1e9:g} nm is more than the radius of the disk, "
                f"{self.disk_diameter / 2 * 1e9:g} nm; an effective index needs a flat disk. Use the kind "
                '"axisymmetric-disk".'
            )

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        return ("smotrova2005", "lai1990") + (("gorodetsky2000",) if self.roughness is not None else ())

    @property
    def radius(self) -> float:
        """Radius of the rim, in m."""
        return self.disk_diameter / 2

    @property
    def resonator(self) -> tuple:
        """What fixes the wavelengths of the modes."""
        return (self.disk_diameter, self.height, self.disk, self.substrate, self.surroundings)

    @property
    def flat(self) -> FlatDisk:
        """The disk that is solved."""
        return FlatDisk(self.radius, self.height, self.disk, self.substrate, self.surroundings)

    def effective_index(self, polarization: Polarization = "TE", order: int = 0) -> SlabIndex:
        """Return the index of a guided mode of the layers, as a material for two-dimensional disks."""
        return self.flat.effective_index(polarization, order)

    def circle(self, polarization: Polarization = "TE", order: int = 0) -> LayeredCylinder:
        """Return the circle of effective index that is solved."""
        return self.flat.circle(polarization, order)

    def layers(self) -> tuple[Layer, ...]:
        """Return what is below, in and above the disk, heights in m."""
        return self.flat.layers()

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return every resonance in the window with the variables of `MODE_VARIABLES`.

        On top of `LayeredCylinder.modes`: axial order, effective index of the layers, mode volume in three
        dimensions, ``confinement`` over (mode, region, definition) and ``doubt``.

        Raises
        ------
        InputError
            If the disk is not denser than substrate and surroundings by 1e-4.
        """
        from .microdisk_modes import mode_table

        self.flat.require_guiding(window)
        modes = mode_table(self.flat, self.vertical_orders, window)
        lam = modes.wavelength.values
        scattering = self._scattering(lam, modes.exposure.values)
        passive = 1 / modes.q_radiative.values + 1 / modes.q_absorption.values
        added = {
            "q_scattering": scattering,
            "q_factor": 1 / (passive + 1 / scattering),
            "gain_confinement": modes.confinement.sel(region="disk", definition="gain").values,
            "gain_index": self.disk.index(lam).real,
        }
        named = {name: ("mode", v, _attrs(name)) for name, v in added.items()}
        return modes.assign(named).assign(doubt=_doubts(modes, scattering)).assign_attrs(cavity=self.kind)

    def _scattering(self, wavelength: NDArray, exposure: NDArray) -> NDArray[np.float64]:
        """Return the quality factor of scattering, as given or from the roughness of wall and top."""
        if self.roughness is None or not wavelength.size:
            return np.full(wavelength.shape, self.q_scattering or inf)
        assert self.correlation_length is not None
        rough = Roughness(self.roughness, self.correlation_length)
        n = float(self.disk.index(wavelength).real.max())
        return face_q(wavelength, exposure, n, self.surroundings.index(wavelength).real, rough)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the disk (scattering is not included)."""
        one = modes.isel(mode=mode)
        k = complex(one.wavenumber.item())
        lam = 2 * pi / k.real
        name, order = str(one.polarization.item()), int(one.axial) - 1
        pumped = replace(self, disk=Shifted(self.disk, gain_index - complex(self.disk.index(lam))))
        index = complex(pumped.effective_index(name, order).index(lam))  # type: ignore[arg-type]
        return self.circle(name, order).resonance(k, name, int(one.azimuthal), 0, index)  # type: ignore[arg-type]

    def section(self, modes: xr.Dataset, mode: int, points: int = 241) -> xr.Dataset:
        """Return |E|^2 of one mode in the (r, z) half-plane, the product of both solutions."""
        from .microdisk_modes import section

        return section(self.flat, modes.isel(mode=mode), points)

    def parts(self) -> tuple:
        """Return the disk, then substrate and surroundings, for drawings."""
        from colase.cavity.axisymmetric.body import Part

        R, h = self.radius, self.height
        outline = np.array([[0.0, 0.0], [R, 0.0], [R, h], [0.0, h]])
        return (
            Part("disk", self.disk, outline),
            Part("substrate", self.substrate, None),
            Part("surroundings", self.surroundings, None),
        )

    @property
    def gain_volume(self) -> float:
        """Volume of the disk, in m^3."""
        return self.pump_area * self.height

    @property
    def pump_area(self) -> float:
        """Area of the disk, in m^2."""
        return pi * self.radius**2

    @property
    def gain_thickness(self) -> float:
        """Height of the disk, in m."""
        return self.height

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the absorption cross section of the disk for light from above, in m^2.

        Its area times what a film of the same layers takes at normal incidence, interference included.
        """
        if not (isfinite(absorption) and absorption >= 0):
            raise InputError(
                f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
            )
        n = complex(self.disk.index(wavelength)).real + 1j * absorption * wavelength / (4 * pi)
        stack = Multilayer((self.height,), (n,), self.substrate, self.surroundings)
        return float(self.pump_area * stack.absorb(wavelength).layers[0, 0])


def _attrs(name: str) -> dict[str, str]:
    units, meaning = MODE_VARIABLES[name]
    return {"units": units, "long_name": meaning}


_WEIGHTY = 0.01  # share of all losses from which radiation matters


def _doubts(modes: xr.Dataset, scattering: NDArray) -> xr.DataArray:
    """Say of which modes the radiation matters, which an effective index does not know."""
    radiates = 1 / modes.q_radiative.values
    total = radiates + 1 / modes.q_absorption.values + 1 / scattering
    said = (
        "an effective index leaves out light that the rim sends up and down, Q_rad is too high: "
        "solve the kind axisymmetric-disk"
    )
    words = np.where(radiates > _WEIGHTY * total, said, "")
    return xr.DataArray(
        words, dims="mode", attrs={"units": "", "long_name": "what is doubtful, empty if nothing is"}
    )
