"""One pulse through the rate equations: from empty nanocrystals until light and excitons are gone.

Time runs from the start of the pulse; the step is kept below a twenty-fifth of the pulse (a fifth
of the width of a Gaussian), so that it cannot be stepped over, and is otherwise chosen by the error of
`rosenbrock`. The absolute tolerance of a mode hangs on its own spontaneous floor, far below
which nothing happens: 1e-3 of (spontaneous emission)/(loss). Integrals of populations and photons are
advanced by the same method, so the photon books close to rounding at any tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from colase.errors import ConvergenceError
from colase.gain import InstantPulse, Pulse, poisson

from .mode_gain import Array
from .rate_equations import RateEquations

MOST_STEPS = 200_000
RTOL = 1e-6
FORGOTTEN = 1e-9
"""The run ends when fewer than this share of the absorbed photons is still stored."""

_SAMPLES = 4097
_NEVER = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class PumpRate:
    """Share of the pulse that arrives per second, as a cubic spline on even times."""

    start: float
    end: float
    coefficients: Array  # (4, interval), highest power first

    @property
    def max_step(self) -> float:
        """Longest step while the pulse is on, in s."""
        return (self.end - self.start) / 25


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """What one pulse did. Photons and excitons are per nanocrystal.

    Attributes
    ----------
    absorbed, above : float
        Pump photons absorbed; photons (pump and laser) absorbed by the last state without effect.
    occupied : ndarray, shape (state,)
        Integral of the populations over time, in s.
    light : ndarray, shape (mode,)
        Integral of the photons over time, in s.
    populations, photons : ndarray
        What is left at the end, shapes (state,) and (mode,).
    peak, time_peak, time_gain : ndarray, shape (mode,)
        Highest photon number, when it was reached, and when gain first exceeded loss (inf: never).
    populations_peak : ndarray, shape (state,)
        Populations in the moment of most light in all modes together.
    end : float
        Time at the end, in s.
    steps : int
        Steps taken, rejected ones included.
    """

    absorbed: float
    above: float
    occupied: Array
    light: Array
    populations: Array
    photons: Array
    peak: Array
    time_peak: Array
    time_gain: Array
    populations_peak: Array
    end: float
    steps: int


def pump_rate(pulse: Pulse) -> PumpRate:
    """Return the rate of a pulse in the form the integrator reads."""
    if isinstance(pulse, InstantPulse):
        return PumpRate(pulse.start, pulse.end, np.zeros((4, 1)))
    time = np.linspace(pulse.start, pulse.end, _SAMPLES)
    return PumpRate(pulse.start, pulse.end, np.ascontiguousarray(CubicSpline(time, pulse.rate(time)).c))


def trajectory(
    equations: RateEquations, pump: PumpRate, photons: float, rtol: float = RTOL, most_steps: int = MOST_STEPS
) -> Trajectory:
    """Integrate the rate equations through one pulse.

    Parameters
    ----------
    equations : RateEquations
        The laser.
    pump : PumpRate
        Shape of the pulse.
    photons : float
        Photons absorbed per nanocrystal over the pulse; zero is allowed.
    rtol : float
        Relative tolerance of one step.
    most_steps : int
        Budget.

    Raises
    ------
    ConvergenceError
        If the budget is spent before light and excitons are gone.
    """
    from .ladder_kernel import integrate  # numba costs a second to import, and only this needs it

    rates = equations.rates
    states, modes = rates.emit.shape
    p, s, occupied, light = np.zeros(states), np.zeros(modes), np.zeros(states), np.zeros(modes)
    books, p_peak = np.zeros(4), np.zeros(states)
    peak, time_peak, time_gain = np.zeros(modes), np.full(modes, pump.start), np.full(modes, _NEVER)
    p[0] = 1.0
    if pump.end == pump.start:
        p[:] = poisson(photons, states)
        books[:2] = photons, photons - p @ np.arange(states)
    p_peak[:] = p
    atol_p = 1e-3 * rtol * min(1.0, photons) or 1.0
    floor = min(1.0, photons) * rates.seed.max(axis=0) / rates.loss
    atol_s = 1e-3 * np.maximum(floor, 1e-6 * floor.max()) if photons and floor.any() else np.ones(modes)
    shared = (rates, p, s, occupied, light, books, peak, time_peak, time_gain, p_peak, atol_p, atol_s, rtol)
    steps, time = 0, pump.start
    if pump.end > pump.start and photons > 0:
        time, steps = integrate(
            *shared, pump.start, pump.end, pump.coefficients, photons, pump.max_step, 0.0, most_steps
        )
    if steps < most_steps and photons > 0:
        slowest = rates.decay[1:].min()
        time, more = integrate(
            *shared,
            pump.end,
            pump.end + 100 / slowest,
            pump.coefficients,
            0.0,
            3 / slowest,
            FORGOTTEN * books[0],
            most_steps - steps,
        )
        steps += more
    if steps >= most_steps:
        raise ConvergenceError(
            f"light curve: at {photons:.4g} photons per nanocrystal the rate equations took {most_steps} "
            f"steps to reach {time * 1e9:.4g} ns and are not finished; the pulse may be far longer than all "
            "lifetimes."
        )
    return Trajectory(
        absorbed=float(books[0]),
        above=float(books[1]),
        occupied=occupied,
        light=light,
        populations=p,
        photons=s,
        peak=peak,
        time_peak=time_peak,
        time_gain=time_gain,
        populations_peak=p_peak,
        end=time,
        steps=steps,
    )
