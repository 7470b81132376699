"""Disks of a pair solved together: exact modes in the plane, with what the laser room wants of each.

Absorption of the film enters by the first-order response to its index (`film`); radiation is that of the
modes without absorption. Mode volume is energy over its largest density, times the height of the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Literal, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.cavity.base import MODE_VARIABLES, ModeWindow, Progress
from colase.coupling.arrangement.arrangement import NoResonanceError
from colase.coupling.disks.coupled_modes import CoupledModes
from colase.coupling.disks.modes import Family, group_system, resonant_places
from colase.coupling.disks.multidisk import MultiDisk
from colase.coupling.fem.modes import nearest_wavenumber
from colase.coupling.fem.result import ElementModes
from colase.coupling.multipole.reduction import pencil, polished
from colase.materials import ConstantIndex, Material
from colase.results import dataset, variable

from .body import Assembly, Lineup
from .disk_body import POLARIZATIONS, DiskBody
from .film import STEP, area, confinement, kept

_MARGIN = 2e-3  # resonances of single disks this far outside the window may move into it

Polarization = Literal["TE", "TM"]


@dataclass(frozen=True, slots=True)
class Real(Material):
    """A material without its absorption, its index scaled by a factor."""

    material: Material
    factor: float = 1.0

    @property
    def name(self) -> str:
        """Name of the material itself."""
        return self.material.name

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return the real part times the factor."""
        return (self.material.index(wavelength).real * self.factor).astype(np.complex128)


@final
@dataclass(frozen=True, slots=True)
class DiskAssembly(Assembly):
    """The disks of a pair."""

    row: Lineup

    def __post_init__(self) -> None:
        self.disks(self.polarizations[0])  # refuses disks that touch and holes that cross a rim

    def key(self) -> object:
        """Everything but scattering."""
        return self.row

    @property
    def bodies(self) -> tuple[DiskBody, ...]:
        """The disks of the device file."""
        return tuple(b for b in self.row.bodies if isinstance(b, DiskBody))

    def disks(self, polarization: Polarization, factor: float = 1.0) -> MultiDisk:
        """Return the circles for one polarisation, without absorption, the film's index times a factor."""
        films = [b.with_film(Real(b.index, factor)) for b in self.bodies]
        return self._placed(polarization, films)

    def with_gain(self, polarization: Polarization, gain_index: complex) -> MultiDisk:
        """Return the circles with one complex index in all films."""
        films = [b.with_film(ConstantIndex(complex(gain_index))) for b in self.bodies]
        return self._placed(polarization, films)

    def _placed(self, polarization: Polarization, films: list[DiskBody]) -> MultiDisk:
        around = self.row.surroundings
        return MultiDisk(
            tuple(
                b.disk(polarization, around, (x, 0.0)) for b, x in zip(films, self.row.centres, strict=True)
            ),
            around,
        )

    @property
    def polarizations(self) -> tuple[Polarization, ...]:
        """Which polarisations are wanted."""
        return tuple(p for p in POLARIZATIONS if self.row.polarization in ("both", p))

    def solved(
        self, window: ModeWindow, progress: Progress | None = None
    ) -> list[CoupledModes | ElementModes]:
        """Return the coupled modes of each polarisation that has any."""
        found = []
        for polarization in self.polarizations:
            disks = self.disks(polarization)
            try:
                found.append(
                    disks.modes(
                        (window.start * (1 - _MARGIN), window.stop * (1 + _MARGIN)),
                        polarization,
                        window.radial_max,
                        harmonics=self.row.harmonics,
                        progress=progress,
                    )
                )
            except NoResonanceError:
                continue
        return found

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return the coupled modes with the variables that the laser room reads."""
        tables = [self._table(modes) for modes in self.solved(window, progress)]
        if not tables:
            why = "no disk alone has a resonance there; widen the window or raise radial_max"
            return _nothing(len(self.bodies)).assign_attrs(empty=why)
        both = xr.concat(tables, "mode", data_vars="minimal", coords="minimal", compat="override")
        both = both.isel(mode=np.argsort(both.wavelength.values, kind="stable")).assign_attrs(empty="")
        lam = both.wavelength.values
        return both.isel(mode=np.flatnonzero((lam >= window.start) & (lam <= window.stop)))

    def _table(self, modes: CoupledModes | ElementModes) -> xr.Dataset:
        """Return the modes of one polarisation as the laser room wants them."""
        data = modes.data.rename(disk="body", q_factor="q_radiative")
        data["q_radiative"].attrs["long_name"] = MODE_VARIABLES["q_radiative"][1]
        named = {name: variable("mode", v, *MODE_VARIABLES[name]) for name, v in self._felt(modes).items()}
        sharp = data.q_radiative.values < 1e13
        named |= {
            "radiation_limited": variable("mode", sharp, "", "radiative Q below 1e13"),
            "families": variable(
                "mode", kept(modes), "", "disk:azimuthal number of the resonances that were kept"
            ),
        }
        return data.assign(named).assign_attrs(reference_wavenumber=0.0)

    def _felt(self, modes: CoupledModes | ElementModes) -> dict[str, np.ndarray]:
        """Return what the film does to each mode: confinement, index, absorption, volume."""
        data = modes.data
        polarization: Polarization = "TM" if str(data.polarization.values[0]) == "TM" else "TE"
        more, less = (self.disks(polarization, 1 + sign * STEP) for sign in (1, -1))
        share = confinement(modes, more, less)
        owners, lam = data.share.argmax("disk").values, data.wavelength.values
        film: NDArray[np.complex128] = np.array(
            [complex(self.bodies[int(i)].index.index(l)) for i, l in zip(owners, lam, strict=True)],
            dtype=np.complex128,
        )
        with np.errstate(divide="ignore"):
            absorbed = np.where(film.imag > 0, film.real / (2 * share * np.abs(film.imag)), np.inf)
        height = [self.bodies[int(i)].height for i in owners]
        return {
            "q_absorption": absorbed,
            "gain_confinement": share,
            "gain_index": film.real,
            "mode_volume": area(modes) * height,
            "degeneracy": np.ones(lam.size, dtype=np.int64),
        }

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of all films."""
        one = modes.isel(mode=mode)
        polarization: Polarization = "TM" if str(one.polarization.item()) == "TM" else "TE"
        disks = self.with_gain(polarization, gain_index)
        k = complex(one.wavenumber.item())
        index = complex(one.gain_index.item())
        expected = k * (1 - float(one.gain_confinement) * (complex(gain_index) - index) / index)
        if not str(one.families.item()):
            return nearest_wavenumber(disks, expected, polarization)
        system, places = self._system(disks, one, polarization)
        w, _ = pencil(system.matrix, places, k.real + 0j, diagonal=system.diagonal).eigen()
        guesses = k.real + w
        wanted = np.zeros(guesses.size, dtype=bool)
        wanted[np.abs(guesses - expected).argmin()] = True
        return polished(system.matrix, places, guesses, wanted, diagonal=system.diagonal)[0].k

    def _system(self, disks: MultiDisk, one: xr.Dataset, polarization: Polarization):
        """Return the reduced problem that a row of the table came from, for changed disks."""
        k = float(2 * pi / one.wavelength)
        pairs = [tuple(map(int, text.split(":"))) for text in str(one.families.item()).split()]
        group = [Family(d, m, 1, complex(k)) for d, m in pairs]
        sign = {"": 0, "even": 1, "odd": -1}
        system = group_system(
            disks,
            group,
            polarization,
            self.row.harmonics,
            sign[str(one.mirror.item())],
            sign[str(one.exchange.item())],
        )
        return system, resonant_places(system, group)[0]


def _nothing(bodies: int) -> xr.Dataset:
    """Return an empty table."""
    names = [n for n in MODE_VARIABLES if n not in ("q_scattering", "q_factor")]
    text = ("polarization", "label")
    empty = {
        n: variable("mode", np.array([], dtype=str if n in text else float), *MODE_VARIABLES[n])
        for n in names
    }
    empty["share"] = variable(("mode", "body"), np.zeros((0, bodies)), "", "share of the energy")
    return dataset(empty)
