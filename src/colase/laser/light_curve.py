"""Light out against light in: every mode at every pump level, through the whole pulse.

Each level is one run of the rate equations (`trajectory`) from empty nanocrystals to darkness; levels do
not know of each other and run side by side. The (2l+1) orbits of a resonance of a sphere are one
family with one reservoir of photons, each orbit holding the same share; spontaneous emission goes into
all of them, stimulated emission and saturation count their sum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from colase.cavity.base import Cavity
from colase.errors import InputError
from colase.gain import ContinuousPulse, enough_rungs
from colase.gain.medium import GainMedium

from .dynamics.cells import Dynamics
from .dynamics.pump_rate import pump_rate
from .dynamics.rate_equations import RateEquations, resolved_equations
from .dynamics.steady_state import steady_run
from .dynamics.trajectory import Trajectory, trajectory
from .instrument import Instrument
from .light_extras import with_counts, with_energy, with_polarization
from .light_result import LightCurve
from .light_table import light_table
from .mode_gain import Array
from .pump import Pump
from .side_by_side import side_by_side
from .threshold import Threshold

AUTOMATIC = (0.03, 30.0, 40)
"""Lowest and highest level relative to threshold, and their number, when the pump names none."""


def light_curve(
    modes: xr.Dataset,
    medium: GainMedium,
    cavity: Cavity,
    pump: Pump,
    instrument: Instrument,
    threshold: Threshold,
    progress: Callable[[int, int], None] | None = None,
    levels: ArrayLike | None = None,
    dynamics: Dynamics | None = None,
    patterns: ArrayLike | None = None,
    share: ArrayLike | None = None,
) -> LightCurve:
    """Return the light of every mode at every pump level.

    Under a continuous pump the levels are irradiances and the light is that of one exciton lifetime
    (`steady_state`).

    Parameters
    ----------
    modes : xarray.Dataset
        Modes of ``cavity``, with the variables of `colase.cavity.base.MODE_VARIABLES`.
    medium : GainMedium
        Nanocrystals of the gain region.
    cavity : Cavity
        Where the modes live.
    pump : Pump
        Pulse, and the fluences if it names them.
    instrument : Instrument
        Spectrometer.
    threshold : Threshold
        Threshold of the same device; gives the fluences when nobody else does.
    progress : callable, optional
        Called with (levels done, levels in all).
    levels : array_like, optional
        Fluences in J/m^2 (irradiances in W/m^2 under a continuous pump) instead of those of the pump.
    dynamics : Dynamics, optional
        Holes in space and in the spectrum; by default there are none.
    patterns, share : array_like, optional
        Intensity of the modes and of the pump in places of the gain region (`resolved_equations`).

    Raises
    ------
    InputError
        If a level is negative or not finite.
    ConvergenceError
        If a level does not finish within its budget of steps.
    KeyboardInterrupt
        If stopped before the first level is done; later, the finished levels are returned.
    """
    dynamics = dynamics or Dynamics()
    places = [None if x is None else np.asarray(x, dtype=float) for x in (patterns, share)]
    fluence, notes = _levels(pump, threshold, levels)
    photons = fluence * threshold.conversion.photons_per_fluence
    medium, remarks = enough_rungs(medium, pump.pulse, float(photons.max()))
    gain, equations = resolved_equations(modes, medium, cavity, dynamics, *places)
    runs, complete = _run_all(equations, pump, photons, progress)
    done = np.array(sorted(runs))
    data = light_table(
        [runs[i] for i in done], fluence[done], photons[done], gain, equations, medium, instrument, dynamics
    )
    te = (modes["polarization"].values == "TE").astype(float)
    data = with_energy(with_polarization(data, te), threshold, dynamics, equations)
    data = with_counts(data, instrument, pump, data.attrs["window"])
    return LightCurve(data, complete, (*threshold.notes, *equations.notes, *notes, *remarks))


def _levels(pump: Pump, threshold: Threshold, given: ArrayLike | None) -> tuple[Array, tuple[str, ...]]:
    """Return the fluences in J/m^2, increasing, and a remark when there was no threshold to go by."""
    window = threshold.data.attrs.get("window", 0.0)
    sweep = pump.irradiance if window else pump.fluence
    if given is not None or sweep is not None:
        fluence = np.atleast_1d(np.asarray(sweep.values() if given is None and sweep else given, float))
        fluence = fluence * (window or 1.0)
        if fluence.size == 0 or not np.isfinite(fluence).all() or (fluence < 0).any():
            raise InputError("light curve: pump levels must be finite fluences of at least zero, in J/m^2.")
        return np.sort(fluence), ()
    low, high, count = AUTOMATIC
    if threshold.lases:
        return threshold.fluence * np.geomspace(low, high, count), ()
    remark = f"Nothing lases, so the pump was chosen as {low:g} to {high:g} photons absorbed per nanocrystal."
    return threshold.conversion.fluence(1.0) * np.geomspace(low, high, count), (remark,)


def _run_all(
    equations: RateEquations, pump: Pump, photons: Array, progress: Callable[[int, int], None] | None
) -> tuple[dict[int, Trajectory], bool]:
    """Run all levels, the long ones first; return the finished ones by number, and whether all are."""
    order = np.argsort(-photons)
    continuous = isinstance(pump.pulse, ContinuousPulse)
    work = _steady(equations) if continuous else _pulsed(equations, pump)
    runs: dict[int, Trajectory] = {}
    try:
        for number, run in side_by_side(work, [float(photons[i]) for i in order]):
            runs[int(order[number])] = run
            if progress is not None:
                progress(len(runs), len(order))
    except KeyboardInterrupt:
        if not runs:
            raise
        return runs, False
    return runs, True


def _pulsed(equations: RateEquations, pump: Pump) -> Callable[[float], Trajectory]:
    """Return the run of a pump level through the pulse."""
    rate = pump_rate(pump.pulse)
    return lambda photons: trajectory(equations, rate, photons)


def _steady(equations: RateEquations) -> Callable[[float], Trajectory]:
    """Return the books of a pump level in the steady state."""
    return lambda photons: steady_run(equations, photons)
