"""The modes of two spheres as a result: a table with shares, residuals and convergence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np
import xarray as xr

from colase.cavity import LayeredSphere
from colase.coupling.mode_table import PARITY, described, frequencies, numbered
from colase.results import dataset, variable

from .families import Family
from .reduced import Mode
from .system import System
from .waves import Complexes


@final
@dataclass(frozen=True, slots=True)
class SphereModes:
    """Modes of two spheres at one azimuthal number.

    Attributes
    ----------
    data : Dataset
        Over ``mode``: wavelength, wavenumber (complex), frequency_offset (Hz, complex, from
        ``attrs["reference_wavenumber"]``), q_factor (inf beyond rounding, negative above threshold),
        above_threshold, polarization, polar, radial (of the largest part), exchange, share (over ``sphere``,
        of the energy), confinement (over ``sphere``, response to the index of its outer layer), purity
        (weight of the
        families that were started from), residual, order_error, label.
    spheres : tuple of LayeredSphere
        What was solved; the gap stands in ``data.attrs``.
    """

    data: xr.Dataset
    spheres: tuple[LayeredSphere, LayeredSphere]

    @property
    def frequency_offset(self) -> Complexes:
        """Complex frequencies minus the reference, in Hz."""
        return self.data.frequency_offset.values

    def describe(self) -> str:
        """Return one line a mode."""
        return described(self.data, "spheres")


Found = tuple[Mode, list[Family], System, float]


def gathered(found: list[Found], azimuthal: int) -> SphereModes:
    """Return solutions as a table sorted by wavelength."""
    found = sorted(found, key=lambda s: -s[0].k.real)
    reference = float(np.mean([s[0].reference for s in found]))
    k = np.array([s[0].k for s in found], dtype=np.complex128)
    offset = np.array([(s[0].reference - reference) + s[0].offset for s in found])
    largest = [s[1][int(np.argmax(s[0].weight))] for s in found]
    shares = np.array([_shares(s) for s in found])
    names = [f"{f.label} m={azimuthal}" for f in largest]
    one = "mode"
    table = dataset(
        {
            **frequencies(k, offset),
            "polarization": variable(
                one, [f.polarization for f in largest], "", "TE or TM, of the largest part"
            ),
            "polar": variable(one, [f.polar for f in largest], "", "polar order l of the largest part"),
            "radial": variable(one, [f.radial for f in largest], "", "radial order q of the largest part"),
            "exchange": variable(one, [PARITY[s[2].exchange] for s in found], "", "parity under exchange"),
            "share": variable((one, "sphere"), shares[:, 0], "", "share of the energy"),
            "confinement": variable(
                (one, "sphere"), shares[:, 1], "", "response to the index of the outer layer"
            ),
            "purity": variable(one, [_purity(s) for s in found], "", "weight of the wanted families"),
            "residual": variable(one, [s[0].residual for s in found], "", "reduced equation, relative"),
            "order_error": variable(
                one, [s[3] for s in found], "", "relative change of k with 10 % more orders"
            ),
            "evaluations": variable(one, [s[0].evaluations for s in found], "", "matrices that were solved"),
            "label": variable(one, numbered(names), "", "name of the mode"),
        },
        {"sphere": variable("sphere", np.arange(2), "", "sphere")},
        reference_wavenumber=reference,
        azimuthal=azimuthal,
        polar_max=max(found[0][2].orders),
        gap=found[0][2].gap,
    )
    return SphereModes(table, found[0][2].spheres)


def _shares(found: Found) -> np.ndarray:
    """Return energy share and gain confinement of each sphere, shape (2, sphere).

    The weight of a family is its part of the norm v^T E' v; its own confinement is that of the sphere alone.
    What leaks into the coat of the other sphere is left out: half a per cent at a gap of 100 nm.
    """
    mode, families, system, _ = found
    table = np.zeros((2, 2))
    for weight, f in zip(mode.weight, families, strict=True):
        for sphere in (0, 1) if system.exchange else (f.sphere,):
            part = weight / 2 if system.exchange else weight
            table[:, sphere] += part * np.array([1.0, f.confinement[-2]])
    return table


def _purity(found: Found) -> float:
    """Return the weight of the largest radial family, in both spheres together."""
    mode, families, _, _ = found
    top = families[int(np.argmax(mode.weight))]
    names = [(f.polarization, f.radial) for f in families]
    return float(
        sum(w for w, n in zip(mode.weight, names, strict=True) if n == (top.polarization, top.radial))
    )
