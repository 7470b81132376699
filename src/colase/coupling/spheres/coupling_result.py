"""Coupling of two spheres as a result: table, two-level theory between the computed gaps, notes.

Two-level coupled-mode theory is H = [[d_1, kappa], [kappa, d_2]] relative to the spheres alone. Where it
differs from the exact splitting, a note says so. kappa/2pi is an AMPLITUDE rate in Hz.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.cavity import LayeredSphere
from colase.errors import InputError
from colase.results import dataset, draw, variable

from .families import Family
from .splitting import Row

FAILS = 0.02
"""Relative error of the two-level splitting from which a note says that the theory fails."""


@final
@dataclass(frozen=True, slots=True)
class SphereCoupling:
    """Coupling of two spheres against gap, or against azimuthal number.

    Attributes
    ----------
    data : Dataset
        Over ``gap`` (m) or ``azimuthal``: half_splitting and common_shift (Hz, exact), coupled_mode
        (kappa/2pi of the two-level theory, Hz), shift (d_1, d_2 over ``sphere``, Hz), two_level (half
        splitting of that theory, Hz), purity, order_error (change of the half splitting with 10 % more
        orders, relative), polar_max, decay_length and predicted_decay (m, over gap).
    spheres : tuple of LayeredSphere
        The second one tuned onto the first.
    families : tuple of Family
        The two resonances.
    notes : tuple of str
        Where the numbers are not what they seem.
    """

    data: xr.Dataset
    spheres: tuple[LayeredSphere, LayeredSphere]
    families: tuple[Family, Family]
    notes: tuple[str, ...]

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the splitting against the gap or the band over m."""
        return draw("coupling.spheres.splitting", self, ax=ax, **options)

    def describe(self) -> str:
        """Say the rates and what to mind."""
        name, scale = ("gap", 1e9) if "gap" in self.data.dims else ("azimuthal", 1)
        unit = " nm" if name == "gap" else ""
        rows = [
            f"{self.families[0].label} and {self.families[1].label}: {name} {x * scale:g}{unit}, half "
            f"splitting "
            f"{half / 1e9:.5g} GHz, two-level theory {theory / 1e9:.5g} GHz"
            for x, half, theory in zip(
                self.data[name].values,
                self.data.half_splitting.values,
                self.data.two_level.values,
                strict=True,
            )
        ]
        return "\n".join([*rows, *self.notes])

    def two_level(self, gap: float, detuning: ArrayLike) -> xr.Dataset:
        """Return both modes of the two-level theory for detuned spheres, at any gap between those computed.

        Parameters
        ----------
        gap : float
            In m; kappa and shifts are interpolated in their logarithm.
        detuning : array (detuning,)
            Frequency of the second sphere alone minus that of the first, in Hz.

        Returns
        -------
        Dataset over ``detuning`` and ``mode``: frequency_offset (Hz, from the first sphere alone) and share
        (over ``sphere``); ``attrs["trusted"]`` is 0 and ``attrs["note"]`` says why where the theory fails at
        this
        gap.

        Raises
        ------
        InputError
            Outside the gaps that were computed.
        """
        if "gap" not in self.data.dims:
            raise InputError(
                "two-level spheres: a band over azimuthal numbers knows one gap only; use sphere_coupling."
            )
        gaps = self.data.gap.values
        if not gaps.min() <= gap <= gaps.max():
            raise InputError(
                f"two-level spheres: gap {gap * 1e9:.4g} nm lies outside the computed "
                f"{gaps.min() * 1e9:.4g} to {gaps.max() * 1e9:.4g} nm; compute the coupling there."
            )
        order = np.argsort(gaps)
        kappa = np.exp(np.interp(gap, gaps[order], np.log(self.data.coupled_mode.values[order])))
        shift = [float(np.interp(gap, gaps[order], s[order])) for s in self.data["shift"].values.T]
        frequency, share = supermodes(kappa, np.asarray(detuning, dtype=float), *shift)
        worst = float(np.interp(gap, gaps[order], self._error[order]))
        note = (
            f"two-level theory is {100 * worst:.0f} % off the exact splitting at this gap."
            if worst > FAILS
            else ""
        )
        return dataset(
            {
                "frequency_offset": variable(
                    ("detuning", "mode"), frequency, "Hz", "frequency from the first sphere alone"
                ),
                "share": variable(("detuning", "mode", "sphere"), share, "", "share of the energy"),
            },
            {"detuning": variable("detuning", np.atleast_1d(detuning), "Hz", "second sphere minus first")},
            trusted=int(worst <= FAILS),
            note=note,
        )

    @property
    def _error(self) -> NDArray[np.float64]:
        """Relative error of the two-level splitting."""
        return np.abs(self.data.two_level.values / self.data.half_splitting.values - 1)


def supermodes(
    kappa: float, detuning: NDArray[np.float64], first: float = 0.0, second: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return frequencies and shares of two coupled levels, all in Hz.

    Shapes (detuning, mode) and (detuning, mode, sphere); the lower frequency is first.
    """
    detuning = np.atleast_1d(detuning)
    middle, half = 0.5 * (first + second + detuning), 0.5 * (second + detuning - first)
    root = np.hypot(half, kappa)
    tilt = half / root
    frequency = np.stack([middle - root, middle + root], axis=-1)
    low = np.stack([0.5 * (1 + tilt), 0.5 * (1 - tilt)], axis=-1)
    return frequency, np.stack([low, 1 - low], axis=-2)


def gathered(
    name: str,
    coordinate: Any,
    rows: list[Row],
    spheres: tuple[LayeredSphere, LayeredSphere],
    families: tuple[Family, Family],
    more: dict[str, Any],
    where: list[str],
) -> SphereCoupling:
    """Return the table with its notes."""
    data = dataset(
        {
            "half_splitting": variable(name, [r.half for r in rows], "Hz", "half splitting, exact"),
            "common_shift": variable(
                name, [r.common for r in rows], "Hz", "mean shift against the spheres alone"
            ),
            "coupled_mode": variable(
                name, [r.kappa for r in rows], "Hz", "kappa/2pi of the two-level theory"
            ),
            "shift": variable(
                (name, "sphere"), [r.shift for r in rows], "Hz", "level shift of the two-level theory"
            ),
            "two_level": variable(
                name, [r.two_level for r in rows], "Hz", "half splitting of the two-level theory"
            ),
            "purity": variable(
                name, [r.purity for r in rows], "", "weight of the two resonances in their modes"
            ),
            "order_error": variable(
                name, [r.error for r in rows], "", "change of the splitting with 10 % more orders"
            ),
            "polar_max": variable(name, [r.orders for r in rows], "", "polar orders kept"),
            **more,
        },
        {name: coordinate, "sphere": variable("sphere", np.arange(2), "", "sphere")},
        wavelength=2 * pi / families[0].k.real,
    )
    return SphereCoupling(data, spheres, families, tuple(_notes(rows, where)))


def _notes(rows: list[Row], where: list[str]):
    """Yield a sentence where two-level theory fails or the orders do not suffice."""
    for row, place in zip(rows, where, strict=True):
        off = row.two_level / row.half - 1
        if abs(off) > FAILS:
            yield (
                f"{place}: two-level theory with exact coefficients is {100 * off:+.0f} % off the exact "
                "splitting: the levels move over more than other families stay away, and no single rate "
                "describes the pair."
            )
        if row.purity < 0.9:
            yield f"{place}: only {100 * row.purity:.0f} % of a mode belongs to these two resonances."
        if row.error > 1e-3:
            change = f"{100 * row.error:.2g} %"
            yield f"{place}: the splitting changes by {change} with 10 % more polar orders; raise polar_max."
