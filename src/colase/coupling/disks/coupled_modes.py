"""The modes of several disks as a result: a table, fields on a grid, far fields.

The field outside is the sum of the outgoing waves of all disks; inside a disk it is what its rim
passes on (with a hole close to the rim, orders that were eliminated are missing: 1e-4 of the field;
pass more ``harmonics`` where that matters). Energy shares count n^2 |E_z|^2 (TM) or |H_z|^2 (TE)
inside each disk, holes filled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.mode_table import PARITY, described, frequencies, numbered
from colase.coupling.multipole.bessel import Complexes
from colase.results import dataset, draw, variable

from .far_field import far_field
from .fields import on_grid
from .inside import energy_shares
from .solution import Solution


@final
@dataclass(frozen=True, slots=True)
class CoupledModes:
    """Modes of several disks.

    Attributes
    ----------
    data : Dataset
        Over ``mode``: wavelength, wavenumber (complex), frequency_offset (Hz, complex, from
        ``attrs["reference_wavenumber"]``; keeps digits the wavenumber loses), q_factor (inf beyond
        rounding, negative above threshold), above_threshold, polarization, azimuthal, radial (of the
        largest harmonic), mirror, exchange, share (over ``disk``), residual, harmonic_error, label.
    disks : Arrangement
        What was solved.
    solutions : tuple of Solution
        The modes themselves, in the order of the table.
    """

    data: xr.Dataset
    disks: Arrangement
    solutions: tuple[Solution, ...]

    @property
    def frequency_offset(self) -> Complexes:
        """Complex frequencies minus the reference, in Hz."""
        return self.data.frequency_offset.values

    def field(
        self,
        mode: int,
        half_width: float | None = None,
        points: int = 201,
        centre: tuple[float, float] | None = None,
    ) -> xr.Dataset:
        """Return psi (E_z or H_z) of one mode on a square grid.

        Parameters
        ----------
        mode : int
            Position in the table.
        half_width : float, optional
            Half the side of the square in m; by default all disks and a margin.
        points : int
            Grid points along a side.
        centre : tuple of float, optional
            Middle of the square in m; by default the middle of all disks.

        Returns
        -------
        Dataset over ``y`` and ``x``: psi_real, psi_imag (largest |psi| is 1) and index.
        """
        return on_grid(self.disks, self.solutions[mode], half_width, points, centre)

    def far_field(self, mode: int, angles: ArrayLike | None = None) -> xr.Dataset:
        """Return the power radiated into each direction of the plane, mean value 1.

        Parameters
        ----------
        angles : array, optional
            Directions in rad from the x axis; by default 721 all around.
        """
        phi = np.linspace(0, 2 * pi, 721) if angles is None else np.asarray(angles, dtype=float)
        return far_field(self.solutions[mode], phi)

    def plot(self, mode: int = 0, ax: Any = None) -> Any:
        """Draw the field of one mode."""
        return draw("coupling.disks.supermode", self, mode, ax=ax)

    def describe(self) -> str:
        """Return one line a mode."""
        return described(self.data, "disks")


def gathered(disks: Arrangement, solutions: list[Solution], polarization: str) -> CoupledModes:
    """Return solutions as a sorted table."""
    order = sorted(range(len(solutions)), key=lambda i: -solutions[i].root.k.real)
    found = tuple(solutions[i] for i in order)
    k0 = float(np.mean([s.root.centre.real for s in found]))
    k = np.array([s.root.k for s in found], dtype=np.complex128)
    offset = np.array([(s.root.centre - k0) + s.root.detuning for s in found])
    shares = np.array([energy_shares(s) for s in found])
    names = [f"{polarization} m={s.azimuthal} q={s.radial}" for s in found]
    one = "mode"
    table = dataset(
        {
            **frequencies(k, offset),
            "polarization": variable(one, np.full(k.size, polarization), "", "TM (E_z) or TE (H_z)"),
            "azimuthal": variable(
                one, [s.azimuthal for s in found], "", "azimuthal number of the largest part"
            ),
            "radial": variable(one, [s.radial for s in found], "", "radial order of the largest part"),
            "mirror": variable(
                one, [PARITY[s.system.mirror] for s in found], "", "parity about the line of centres"
            ),
            "exchange": variable(
                one, [PARITY[s.system.exchange] for s in found], "", "parity under exchange"
            ),
            "share": variable((one, "disk"), shares, "", "share of the energy inside the disks"),
            "residual": variable(one, [s.root.residual for s in found], "", "reduced equation, relative"),
            "harmonic_error": variable(
                one, [s.harmonic_error for s in found], "", "relative change of k with 10 % more harmonics"
            ),
            "label": variable(one, numbered(names), "", "name of the mode"),
        },
        {"disk": variable("disk", np.arange(shares.shape[1]), "", "disk")},
        reference_wavenumber=k0,
    )
    return CoupledModes(table, disks, found)
