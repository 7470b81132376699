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

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.arrangement import Arrangement
from colase.coupling.multipole.bessel import Complexes
from colase.results import dataset, draw, variable

from .far_field import far_field
from .fields import on_grid
from .inside import energy_shares
from .solution import Solution

_NOISE = 5e-15  # Im k / Re k below which loss and gain drown in rounding


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
        rows = []
        for i in range(self.data.sizes["mode"]):
            one = self.data.isel(mode=i)
            q = float(one.q_factor)
            said = "above threshold" if bool(one.above_threshold) else f"Q = {q:.3g}"
            shares = " / ".join(f"{100 * s:.1f} %" for s in one.share.values)
            where = f"{one.label.item()}: {float(one.wavelength) * 1e9:.6f} nm"
            rows.append(f"{where}, {said}, energy in the disks {shares}")
        return "\n".join(rows)


def gathered(disks: Arrangement, solutions: list[Solution], polarization: str) -> CoupledModes:
    """Return solutions as a sorted table."""
    order = sorted(range(len(solutions)), key=lambda i: -solutions[i].root.k.real)
    found = tuple(solutions[i] for i in order)
    k0 = float(np.mean([s.root.centre.real for s in found]))
    k = np.array([s.root.k for s in found], dtype=np.complex128)
    offset = np.array([(s.root.centre - k0) + s.root.detuning for s in found]) * SPEED_OF_LIGHT / (2 * pi)
    rate = -2 * k.imag / k.real
    with np.errstate(divide="ignore"):
        q = np.where(np.abs(k.imag) < _NOISE * k.real, np.inf, 1 / rate)
    shares = np.array([energy_shares(s) for s in found])
    parity = {0: "", 1: "even", -1: "odd"}
    one = "mode"
    table = dataset(
        {
            "wavelength": variable(one, 2 * pi / k.real, "m", "vacuum wavelength"),
            "wavenumber": variable(one, k, "1/m", "complex vacuum wavenumber, Im < 0 is loss"),
            "frequency_offset": variable(one, offset, "Hz", "complex frequency minus the reference"),
            "q_factor": variable(one, q, "", "quality factor (inf beyond rounding, negative: gain wins)"),
            "above_threshold": variable(one, k.imag > _NOISE * k.real, "", "gain exceeds loss"),
            "polarization": variable(one, np.full(k.size, polarization), "", "TM (E_z) or TE (H_z)"),
            "azimuthal": variable(
                one, [s.azimuthal for s in found], "", "azimuthal number of the largest part"
            ),
            "radial": variable(one, [s.radial for s in found], "", "radial order of the largest part"),
            "mirror": variable(
                one, [parity[s.system.mirror] for s in found], "", "parity about the line of centres"
            ),
            "exchange": variable(
                one, [parity[s.system.exchange] for s in found], "", "parity under exchange"
            ),
            "share": variable((one, "disk"), shares, "", "share of the energy inside the disks"),
            "residual": variable(one, [s.root.residual for s in found], "", "reduced equation, relative"),
            "harmonic_error": variable(
                one, [s.harmonic_error for s in found], "", "relative change of k with 10 % more harmonics"
            ),
            "label": variable(one, _labels(found, polarization), "", "name of the mode"),
        },
        {"disk": variable("disk", np.arange(shares.shape[1]), "", "disk")},
        reference_wavenumber=k0,
    )
    return CoupledModes(table, disks, found)


def _labels(found: tuple[Solution, ...], polarization: str) -> list[str]:
    """Return names such as "TM m=236 q=1 (2)", numbered within a family."""
    seen: dict[tuple[int, int], int] = {}
    names = []
    for s in found:
        key = (s.azimuthal, s.radial)
        seen[key] = seen.get(key, 0) + 1
        names.append(f"{polarization} m={s.azimuthal} q={s.radial} ({seen[key]})")
    return names
