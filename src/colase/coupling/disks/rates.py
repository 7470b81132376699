"""Coupling rate of two equal disks against their gap, in one call.

The supermodes of a pair split by 2 kappa: nu_even/odd = nu + shift +- kappa/2pi. Exact modes come from
`multipole`; beside them stand the first-order rate and the decay length of the evanescent tail

    kappa_1 = c |N_m J_m(kR) H_2m(kd)/H_m(kR)| / |dD_m/dk|,    1/(k sqrt((2m/kd)^2 - 1))

The rate itself decays with that length; the power that crosses decays twice as fast. kappa is an
AMPLITUDE coupling: energy moves over completely in a time pi/(2 kappa).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.arrangement.bodies import Disk
from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.coupling.multipole.one_thread import on_one_thread
from colase.errors import InputError
from colase.materials import Material, as_material
from colase.results import dataset, draw, variable

from .modes import Family
from .one_gap import Row, nearest_resonance, one_gap
from .truncation import truncated

Progress = Callable[[int, int], None]

_TOLERANCE = 1e-7
_PURE = 0.9  # weight of the own family below which kappa is no longer a rate of two modes


@final
@dataclass(frozen=True, slots=True)
class CouplingRates:
    """Coupling of a pair against the gap.

    Attributes
    ----------
    data : Dataset
        Over ``gap``: half_splitting and common_shift (Hz), first_order (Hz), decay_length and
        predicted_decay (m), purity (weight of the one radial family in the supermodes); over ``gap``,
        ``mirror`` and ``exchange``: frequency_offset (Hz, complex), q_factor, residual.
    label : str
        The resonance, such as "TM m=236 q=1".
    notes : tuple of str
        Sentences about gaps where the numbers are not what they seem.
    """

    data: xr.Dataset
    label: str
    notes: tuple[str, ...]

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the rate against the gap."""
        return draw("coupling.disks.rates_against_gap", self, ax=ax, **options)

    def describe(self) -> str:
        """Say the rates and what to mind."""
        rows = [
            f"{self.label}: gap {g * 1e9:.0f} nm, kappa/2pi = {k / 1e9:.6g} GHz"
            for g, k in zip(self.data.gap.values, self.data.half_splitting.values, strict=True)
        ]
        return "\n".join([*rows, *self.notes])

    def build_up(self, at: int, times: ArrayLike, q_factor: float) -> xr.Dataset:
        """Return energies in both disks when the first is fed from time 0: the picture of a time-domain code.

        Derived from the supermodes: two modes coupled by kappa, each losing energy at omega/Q, a constant
        source at the middle frequency.

        Parameters
        ----------
        at : int
            Position of the gap.
        times : array
            In s.
        q_factor : float
            Of each disk alone.
        """
        kappa = 2 * pi * float(self.data.half_splitting[at])
        omega = SPEED_OF_LIGHT * float(self.data.attrs["reference_wavenumber"])
        loss = 0.5 * omega / q_factor
        pair = Hamiltonian(np.array([[-1j * loss, kappa], [kappa, -1j * loss]]), ("first", "second"))
        t = np.asarray(times, dtype=float)
        energy = np.abs(pair.fed([loss, 0.0], t)) ** 2
        return dataset(
            {
                "first": variable("time", energy[:, 0], "", "energy in the fed disk, 1 alone in the end"),
                "second": variable("time", energy[:, 1], "", "energy in the other disk"),
            },
            {"time": variable("time", t, "s", "time")},
        )


@on_one_thread
def coupling_rates(
    radius: float,
    index: Material | complex | float,
    gaps: ArrayLike,
    wavelength: float,
    polarization: str = "TM",
    radial: int = 1,
    outside: Material | complex | float = 1.0,
    harmonics: int | None = None,
    progress: Progress | None = None,
) -> CouplingRates:
    """Return exact coupling rates of two equal disks for many gaps.

    Parameters
    ----------
    radius, index, outside
        Of both disks, and around them.
    gaps : array
        In m, at least 20 nm.
    wavelength : float
        The resonance of the disk alone nearest to this vacuum wavelength (m) is taken.
    polarization, radial
        "TM" (E_z) or "TE" (H_z), and the radial order.

    Raises
    ------
    InputError
        For a gap below 20 nm (without ``harmonics``), or when no such resonance lies near.
    """
    d = np.atleast_1d(np.asarray(gaps, dtype=float))
    material, around = as_material(index), as_material(outside)
    if d.ndim != 1 or not d.size or not (np.isfinite(d).all() and (d > 0).all()):
        raise InputError("coupling rates: gaps must be finite lengths above zero, in m.")
    if harmonics is None and d.min() < 20e-9:
        circles = (
            Disk((0.0, 0.0), radius, material),
            Disk((2 * radius + float(d.min()), 0.0), radius, material),
        )
        most = max(truncated(circles, around, polarization == "TM", 2 * pi / wavelength, _TOLERANCE).orders)
        raise InputError(
            f"coupling rates: a gap of {d.min() * 1e9:.3g} nm is below 20 nm, where about {most} harmonics a "
            f"disk (some {max(4e-9 * most**3, 0.1):.2g} s) and many radial families take part and no single "
            f"rate exists. Use MultiDisk.modes, or pass harmonics={most}."
        )
    own, others = nearest_resonance(radius, material, around, wavelength, polarization, radial)
    tell = progress or (lambda done, total: None)
    rows = []
    for i, gap in enumerate(d):
        tell(i, d.size)
        rows.append(one_gap(radius, material, around, float(gap), own, others, polarization, harmonics))
    tell(d.size, d.size)
    return _rates(d, rows, own, polarization)


def _rates(gaps: NDArray[np.float64], rows: list[Row], own: Family, polarization: str) -> CouplingRates:
    """Return the table with its notes."""
    offset = np.array([r.offset for r in rows]).reshape(-1, 2, 2)
    half = 0.25 * np.abs((offset[:, :, 0] - offset[:, :, 1]).real).sum(axis=1)
    shift = offset.real.mean(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        local = np.diff(gaps) / np.log(half[:-1] / half[1:])
    local = np.concatenate([[np.inf], local]) if gaps.size > 1 else np.array([np.inf])
    axes = ("gap", "mirror", "exchange")
    data = dataset(
        {
            "half_splitting": variable("gap", half, "Hz", "coupling rate kappa/2pi, half the splitting"),
            "common_shift": variable("gap", shift, "Hz", "common shift against the disk alone"),
            "first_order": variable("gap", [r.first_order for r in rows], "Hz", "kappa/2pi to first order"),
            "decay_length": variable("gap", local, "m", "decay length from the gap before to this one"),
            "predicted_decay": variable("gap", [r.predicted for r in rows], "m", "decay length of the tail"),
            "purity": variable("gap", [r.purity for r in rows], "", "weight of the own radial family"),
            "residual": variable("gap", [r.residual for r in rows], "", "largest residual, relative"),
            "frequency_offset": variable(axes, offset, "Hz", "complex frequency against the disk alone"),
            "q_factor": variable(
                axes,
                np.array([r.q for r in rows]).reshape(-1, 2, 2),
                "",
                "quality factor (inf beyond rounding)",
            ),
        },
        {
            "gap": variable("gap", gaps, "m", "gap"),
            "mirror": variable("mirror", np.array(["even", "odd"]), "", "parity about the line of centres"),
            "exchange": variable("exchange", np.array(["even", "odd"]), "", "parity under exchange"),
        },
        reference_wavenumber=own.k.real,
    )
    label = f"{polarization} m={own.azimuthal} q={own.radial}"
    return CouplingRates(data, label, tuple(_notes(gaps, rows, half, data)))


def _notes(gaps: NDArray[np.float64], rows: list[Row], half: NDArray[np.float64], data: xr.Dataset):
    """Yield a sentence for every gap whose rate needs care."""
    for gap, row, kappa in zip(gaps, rows, half, strict=True):
        if row.purity < _PURE:
            yield (
                f"Gap {gap * 1e9:.4g} nm: only {100 * row.purity:.0f} % of a supermode belongs to this "
                "radial family; others take part, and no single coupling rate describes the pair."
            )
        elif abs(row.first_order / kappa - 1) > 0.02:
            yield (
                f"Gap {gap * 1e9:.4g} nm: the first-order rate is "
                f"{100 * (row.first_order / kappa - 1):+.1f} % off; two-mode theory is not exact here."
            )
    split = np.diff(data.frequency_offset.values, axis=2)
    through_radiation = np.abs(split.imag / split.real).max(axis=(1, 2))
    for gap, share in zip(gaps, through_radiation, strict=True):
        if share > 0.05:
            yield (
                f"Gap {gap * 1e9:.4g} nm: the supermodes' losses differ by {100 * share:.0f} % of their "
                "splitting; coupling through radiation counts, and a two-mode model with a real rate fails."
            )
