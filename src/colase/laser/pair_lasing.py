"""Several bodies that share light: lines that compete for the gain of each body through the pulse.

A mode takes from body b the share Gamma_b/Gamma of its gain, so with v_b the share of the nanocrystals

    psi_m(b) = Gamma_mb/(v_b Gamma_m),     sum_b v_b psi_m(b) = 1

are the patterns of `dynamics.cells`: one cell a body. Modes of one body burn down the gain of that body
alone; a
common mode needs both and takes from both. Nothing here prefers a common mode by itself: with equal losses
and
equal pumping it has the threshold of the lone ones (`threshold`), and competition decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.cavity.base import Cavity
from colase.constants import HC
from colase.errors import InputError
from colase.gain.medium import GainMedium
from colase.results import dataset, variable

from .absorption import pump_conversion
from .dynamics.cells import Dynamics
from .dynamics.pump_rate import pump_rate
from .dynamics.rate_equations import RateEquations, resolved_equations
from .dynamics.trajectory import trajectory
from .mode_gain import Array
from .pump import Pump
from .side_by_side import side_by_side

_MOST_PLACES = 24
FAINT = 0.1
"""Energy relative to the brightest line from which a line counts as lasing beside it."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class PairLight:
    """Light of every mode at every pump level.

    Attributes
    ----------
    data : Dataset
        Over ``pump`` and ``mode``: emitted_energy (J); over ``pump``: fluence (J/m^2), lines (how many lines
        of the instrument have at least a tenth of the brightest), brightest (wavelength, m), contrast (energy
        of the brightest line over the next; inf if there is no other); over ``mode``: wavelength, label.
    """

    data: xr.Dataset

    @property
    def single_mode(self) -> tuple[float, float] | None:
        """Lowest and highest computed fluence in J/m^2 with a single line; None if there is none."""
        alone = self.data.fluence.values[self.data.lines.values == 1]
        return (float(alone.min()), float(alone.max())) if alone.size else None

    def describe(self) -> str:
        """Return one line a pump level."""
        rows = zip(*(self.data[n].values for n in ("fluence", "lines", "brightest")), strict=True)
        return "\n".join(
            f"{f * 100:.3g} uJ/cm2: {int(n)} lines, the brightest at {b * 1e9:.2f} nm" for f, n, b in rows
        )


def pair_light(
    modes: xr.Dataset,
    medium: GainMedium,
    cavity: Cavity,
    pump: Pump,
    fluence: ArrayLike,
    resolution: float,
    volumes: Sequence[float] = (1.0,),
    pumped: Sequence[float] = (),
) -> PairLight:
    """Return the light of bodies that share modes.

    Parameters
    ----------
    modes : Dataset
        Of ``cavity``; with several bodies it holds ``body_confinement`` or ``share`` over (mode, body).
    medium, cavity, pump
        As for `threshold`.
    fluence : array
        Pump levels in J/m^2.
    resolution : float
        Lines closer than this (m) are one.
    volumes : sequence of float
        Gain volume of each body, in any unit; rounded to whole parts of at most 24.
    pumped : sequence of float, optional
        Photons absorbed per nanocrystal in each body relative to each other; equal by default.

    Raises
    ------
    InputError
        If volumes, pumping and modes do not fit each other.
    """
    equations = body_equations(modes, medium, cavity, volumes, pumped or (1.0,) * len(volumes))
    conversion = pump_conversion(medium, cavity, pump)
    levels = np.atleast_1d(np.asarray(fluence, dtype=float))
    rate = pump_rate(pump.pulse)
    count = conversion.nanocrystals
    energy = np.zeros((levels.size, modes.sizes["mode"]))
    wavelength = modes.wavelength.values

    def work(i: int) -> None:
        run = trajectory(equations, rate, conversion.photons(float(levels[i])))
        energy[i] = count * run.light * (equations.out[0] + equations.out[1]) * HC / wavelength

    for _ in side_by_side(work, range(levels.size)):
        pass
    return PairLight(_table(levels, energy, modes, resolution))


def body_equations(
    modes: xr.Dataset, medium: GainMedium, cavity: Cavity, volumes: Sequence[float], pumped: Sequence[float]
) -> RateEquations:
    """Return the rate equations with one cell a body."""
    parts = whole_parts(volumes)
    owner = np.repeat(np.arange(len(parts)), parts)
    psi = _patterns(modes, parts)
    light = np.asarray(pumped, dtype=float)
    if light.shape != (len(parts),) or (light < 0).any() or not light.any():
        raise InputError(
            f"pair: pumping {list(pumped)} does not fit {len(parts)} bodies; give one number a body."
        )
    share = light / float(np.average(light, weights=parts))
    _, equations = resolved_equations(modes, medium, cavity, Dynamics(), psi[owner], share[owner])
    if equations.resolved is None:
        return equations
    first = np.searchsorted(owner, np.arange(len(parts)))
    cells = equations.resolved
    merged = cells._replace(
        weight=np.asarray(parts) / sum(parts),
        share=cells.share[first],
        absorb=np.ascontiguousarray(cells.absorb[first]),
        emit=np.ascontiguousarray(cells.emit[first]),
        seed=np.ascontiguousarray(cells.seed[first]),
    )
    return replace(equations, resolved=merged)


def whole_parts(volumes: Sequence[float]) -> tuple[int, ...]:
    """Return small whole numbers in the ratio of volumes, at most 24 in all."""
    v = np.asarray(volumes, dtype=float)
    if not v.size or not (v > 0).all():
        raise InputError("pair: volumes must be above zero.")
    best: tuple[float, tuple[int, ...]] = (np.inf, (1,) * v.size)
    for total in range(v.size, _MOST_PLACES + 1):
        parts = np.maximum(np.round(v / v.sum() * total), 1).astype(int)
        miss = float(np.abs(parts / parts.sum() / (v / v.sum()) - 1).max())
        if miss < 0.7 * best[0]:
            best = (miss, tuple(int(p) for p in parts))
        if miss < 2e-3:
            break
    return best[1]


def _patterns(modes: xr.Dataset, parts: tuple[int, ...]) -> Array:
    """Return psi of every mode in every body, shape (body, mode)."""
    if len(parts) == 1:
        return np.ones((1, modes.sizes["mode"]))
    name = "body_confinement" if "body_confinement" in modes else "share"
    if name not in modes or modes[name].sizes["body"] != len(parts):
        raise InputError(f"pair: the modes do not say how they share their light among {len(parts)} bodies.")
    part = np.maximum(modes[name].values.T, 0.0)
    weight = np.asarray(parts)[:, None] / sum(parts)
    return part / part.sum(axis=0) / weight


def _table(levels: Array, energy: Array, modes: xr.Dataset, resolution: float) -> xr.Dataset:
    """Return energies and how many lines an instrument sees."""
    wavelength = modes.wavelength.values
    seen = [lines_seen(wavelength, row, resolution) for row in energy]
    contrast = [
        e[0] / e[1] if e.size > 1 and e[1] > 0 else np.inf for e in (np.sort(s[1])[::-1] for s in seen)
    ]
    return dataset(
        {
            "emitted_energy": variable(("pump", "mode"), energy, "J", "energy emitted per pulse"),
            "lines": variable("pump", [int((s[1] >= FAINT * s[1].max()).sum()) for s in seen], "", "lines"),
            "brightest": variable("pump", [s[0][s[1].argmax()] for s in seen], "m", "brightest line"),
            "contrast": variable("pump", contrast, "", "brightest line over the next"),
        },
        {
            "fluence": variable("pump", levels, "J/m^2", "pump fluence"),
            "wavelength": variable("mode", wavelength, "m", "vacuum wavelength"),
            "label": variable("mode", modes.label.values, "", "name of the mode"),
        },
        resolution=resolution,
    )


def lines_seen(wavelength: Array, energy: Array, resolution: float) -> tuple[NDArray, NDArray]:
    """Return centre and energy of the lines that an instrument tells apart."""
    order = np.argsort(wavelength)
    lam, e = wavelength[order], energy[order]
    group = np.concatenate([[0], np.cumsum(np.diff(lam) > resolution)])
    total = np.bincount(group, e)
    middle = np.bincount(group, e * lam) / np.maximum(total, 1e-300)
    return np.where(total > 0, middle, np.bincount(group, lam) / np.bincount(group)), total
