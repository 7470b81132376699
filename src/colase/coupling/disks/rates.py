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
from math import pi, sqrt
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.coupling.multipole.bessel import hankel
from colase.coupling.multipole.cylinder import cylinder
from colase.coupling.multipole.one_thread import on_one_thread
from colase.coupling.multipole.reduction import pencil, polished
from colase.errors import InputError
from colase.materials import Material, as_material
from colase.results import dataset, draw, variable

from .bodies import Disk
from .modes import Family, group_system, own_resonances
from .multidisk import MultiDisk
from .system import System

Progress = Callable[[int, int], None]

_CLASSES = ((1, 1), (1, -1), (-1, 1), (-1, -1))
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
        return draw("coupling.rates_against_gap", self, ax=ax, **options)

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
    if d.ndim != 1 or not d.size or not (np.isfinite(d).all() and (d > 0).all()):
        raise InputError("coupling rates: gaps must be finite lengths above zero, in m.")
    if harmonics is None and d.min() < 20e-9:
        raise InputError(
            f"coupling rates: a gap of {d.min() * 1e9:.3g} nm is below 20 nm, where hundreds of harmonics "
            "and many radial families take part and no single rate exists. Use MultiDisk.modes, or pass "
            "harmonics."
        )
    material, around = as_material(index), as_material(outside)
    own, others = _nearest_resonance(radius, material, around, wavelength, polarization, radial)
    tell = progress or (lambda done, total: None)
    rows = []
    for i, gap in enumerate(d):
        tell(i, d.size)
        rows.append(_one_gap(radius, material, around, float(gap), own, others, polarization, harmonics))
    tell(d.size, d.size)
    return _rates(d, rows, own, polarization)


@dataclass(frozen=True, slots=True)
class _Row:
    """Results of one gap: offsets (4,) in Hz from the disk alone, quality, purity, residual, first order."""

    offset: NDArray[np.complex128]
    q: NDArray[np.float64]
    purity: float
    residual: float
    first_order: float
    predicted: float


def _nearest_resonance(
    radius: float,
    index: Material,
    outside: Material,
    wavelength: float,
    polarization: str,
    radial: int,
) -> tuple[Family, list[Family]]:
    """Return the wanted resonance of one disk and the others close to it."""
    alone = MultiDisk((Disk((0.0, 0.0), radius, index),), outside)
    n = abs(complex(index.index(wavelength)))
    fsr = wavelength**2 / (2 * pi * radius * n)
    window = (wavelength - 1.2 * fsr, wavelength + 1.2 * fsr)
    found = own_resonances(alone, window, polarization, None if radial > 1 else 1, 100.0)
    wanted = [f for f in found if f.radial == radial]
    if not wanted:
        raise InputError(
            f"coupling rates: the disk has no {polarization} resonance of radial order {radial} near "
            f"{wavelength * 1e9:g} nm."
        )
    own = min(wanted, key=lambda f: abs(2 * pi / f.k.real - wavelength))
    close = 2 * pi / own.k.real * np.array([1 - 4e-4, 1 + 4e-4])
    near = own_resonances(alone, (float(close[0]), float(close[1])), polarization, None, 1e3)
    return own, [f for f in near if f.azimuthal != own.azimuthal]


def _one_gap(
    radius: float,
    index: Material,
    outside: Material,
    gap: float,
    own: Family,
    others: list[Family],
    polarization: str,
    harmonics: int | None,
) -> _Row:
    """Return the four supermodes at one gap; neighbouring families are kept in the reduction."""
    disks = (Disk((0.0, 0.0), radius, index), Disk((2 * radius + gap, 0.0), radius, index))
    pair = MultiDisk(disks, outside)
    offset, q, pure, residual = [], [], [], []
    for mirror, exchange in _CLASSES:
        system = group_system(pair, [own], polarization, harmonics, mirror, exchange)
        families = [own, *others]
        places = np.array([system.position(0, f.azimuthal) for f in families])
        centre = complex(own.k.real)
        local = pencil(system.matrix, places, centre)
        w, V = local.eigen()
        weight = np.abs(V[0]) ** 2 / (np.abs(V) ** 2).sum(axis=0)
        chosen = np.zeros(w.size, dtype=bool)
        chosen[int(np.argmax(weight))] = True
        root = polished(system.matrix, places, local.centre + w, chosen)[0]
        share = np.abs(root.vector) ** 2 / (np.abs(root.vector) ** 2).sum()
        pure.append(float(share[0]))
        residual.append(root.residual)
        change = (root.centre - own.k.real) + root.detuning
        offset.append(change * SPEED_OF_LIGHT / (2 * pi))
        rate = -2 * change.imag / own.k.real
        q.append(1 / rate if rate > 1e-14 else np.inf)
    system = group_system(pair, [own], polarization, harmonics, 1, 1)
    first, predicted = _first_order(system, own, gap)
    return _Row(np.array(offset), np.array(q), min(pure), max(residual), first, predicted)


def _first_order(system: System, own: Family, gap: float) -> tuple[float, float]:
    """Return the closed form of the rate in Hz and the decay length of the tail in m."""
    disk, k, m = system.disks[0], own.k.real, own.azimuthal

    def response(at: complex):
        n, around = system.index(as_material(disk.index), at), system.index(system.outside, at)
        return cylinder(m + 2, at, disk.radius, n, around, system.electric)

    step = 1e-6 * k
    slope = (response(k + step).D[m] - response(k - step).D[m]) / (2 * step)
    one = response(k)
    wave = (k * system.index(system.outside, k)).real
    distance = 2 * disk.radius + gap
    _, g = hankel(2 * m, wave * distance)
    tail = np.exp(one.log_incoming[m] + g[2 * m] - one.log_outgoing[m])
    rate = abs(one.N[m] * tail / slope) * SPEED_OF_LIGHT / (2 * pi)
    steep = (2 * m / (wave * distance)) ** 2 - 1
    return float(rate), 1 / (wave * sqrt(steep)) if steep > 0 else np.inf


def _rates(gaps: NDArray[np.float64], rows: list[_Row], own: Family, polarization: str) -> CouplingRates:
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


def _notes(gaps: NDArray[np.float64], rows: list[_Row], half: NDArray[np.float64], data: xr.Dataset):
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
