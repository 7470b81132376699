"""Two or three bodies in a row, close enough to share light: a cavity of a device file.

The bodies stand along x, rim to rim at ``gap``. All of one kind are solved together, exactly; how is told
by the kind (`solvers`). Every body holds nanocrystals, and all of them are one gain region here:
different pumping of the bodies is a matter of `colase.study.pair`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, final

import numpy as np
import xarray as xr

from colase.cavity.base import MODE_VARIABLES, Cavity, ModeWindow, Progress
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds
from colase.results import variable

from .body import Assembly, Body, Lineup
from .solvers import solver

_kept: dict[tuple[object, ModeWindow], xr.Dataset] = {}
_MOST_KEPT = 4


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Cavity):
    """Two or three bodies of one kind in a row; all of them hold nanocrystals.

    Quality factors of scattering count for every mode alike.
    """

    first: Body
    second: Body
    third: Body | None = None
    gap: Annotated[
        float,
        Quantity("m", "g", "distance between neighbouring rims", "nm", "396 nm", ge=0.0, lt=1e-4),
    ]
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index around the bodies", example="1.0")
    ] = ConstantIndex(1.0)
    q_scattering: Annotated[
        float, Quantity("", "Q_scat", "quality factor of surface scattering", example="1300", gt=1.0, lt=1e30)
    ]
    spot_diameter: Annotated[
        float | None,
        Quantity(
            "m",
            "D_s",
            "diameter of a flat pump spot that moves over the pair",
            "um",
            "50 um",
            gt=0.0,
            lt=1e-2,
        ),
    ] = None
    defect_splitting: Annotated[
        float | None,
        Quantity(
            "m",
            "Δλ",
            "measured splitting of the lines of one body by its defects",
            "nm",
            "0.8 nm",
            gt=0.0,
            lt=1e-6,
        ),
    ] = None
    polarization: Literal["both", "TE", "TM"] = "both"
    harmonics: Annotated[
        int | None,
        Quantity(
            "",
            "M",
            "harmonics kept for each body, where a narrow gap needs many",
            example="600",
            ge=2,
            le=5000,
        ),
    ] = None
    kind: Literal["pair"] = "pair"

    def __post_init__(self) -> None:
        check_bounds(self)
        kinds = {type(body) for body in self.bodies}
        if len(kinds) > 1:
            named = " and a ".join(str(getattr(body, "kind", "body")) for body in self.bodies)
            raise InputError(f"cavity: a {named} cannot be solved together; give bodies of one kind.")
        self.assembly  # noqa: B018  (refuses what it cannot solve)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies in a row."""
        return tuple(b for b in (self.first, self.second, self.third) if b is not None)

    @property
    def row(self) -> Lineup:
        """What is solved: bodies and gap, what is around, which modes."""
        return Lineup(self.bodies, self.gap, self.surroundings, self.polarization, self.harmonics)

    @property
    def centres(self) -> tuple[float, ...]:
        """Position of every body along x in m, the first at 0."""
        return self.row.centres

    @property
    def assembly(self) -> Assembly:
        """What solves the bodies together."""
        return solver(self.row)

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the methods that are used."""
        return tuple(getattr(self.first, "references", ()))

    @property
    def resonator(self) -> object:
        """What fixes the wavelengths of the modes."""
        return self.assembly.key()

    @property
    def costly(self) -> bool:
        """Several bodies at once: a run does not solve them again for every input."""
        return True

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return the coupled modes of a window; the last few answers are kept."""
        key = (self.resonator, window)
        if key not in _kept:
            found = self.assembly.modes(window, progress)
            while len(_kept) >= _MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = found
        found = _kept[key]
        passive = 1 / found.q_radiative.values + 1 / found.q_absorption.values
        added: Mapping[str, np.ndarray] = {
            "q_scattering": np.full(passive.shape, self.q_scattering),
            "q_factor": 1 / (passive + 1 / self.q_scattering),
        }
        named = {name: variable("mode", values, *MODE_VARIABLES[name]) for name, values in added.items()}
        return found.assign(named).assign_attrs(cavity=self.kind)

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of the nanocrystals of all bodies."""
        return self.assembly.resonance(modes, mode, gain_index)

    @property
    def gain_volume(self) -> float:
        """Volume of the nanocrystals of all bodies, in m^3."""
        return sum(body.gain_volume for body in self.bodies)

    @property
    def pump_area(self) -> float:
        """Geometric cross section of all bodies from above, in m^2."""
        return float(sum(np.pi * body.outer_radius**2 for body in self.bodies))

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the sum over the bodies, each alone in the pump light, in m^2."""
        if not (np.isfinite(absorption) and absorption >= 0):
            raise InputError(
                f"pump_cross_section: absorption = {absorption:g} 1/m; give a number of at least zero."
            )
        return sum(b.pump_cross_section(wavelength, absorption, self.surroundings) for b in self.bodies)
