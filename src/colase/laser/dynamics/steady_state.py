"""A pump that never stops: populations and photons at which nothing changes any more.

    0 = dP/dt,   0 = ds/dt       (`rate_equations`) at a constant pump R

solved by a pseudo-transient Newton method (`steady_kernel`), from one pump level to the next. Of several
stationary states it finds the one that the laser reaches when the pump is raised slowly from zero. Above
threshold the gain of the lasing mode is clamped to its loss, less the spontaneous emission.

What a pulse is to other pumps, one exciton lifetime tau_X is here: photons per nanocrystal are those
absorbed within tau_X, energies those of the same time. Divided by tau_X they are rates and powers.
Stationary does not mean stable: relaxation oscillations that grow are not looked for. No heat.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import ConvergenceError, InputError
from colase.laser.mode_gain import Array
from colase.laser.side_by_side import side_by_side

from .budget import affordable_steps
from .rate_equations import RateEquations
from .trajectory import Trajectory

TOLERANCE = 1e-10
"""Largest imbalance: of a population relative to the pump, of a mode relative to its own loss."""

MOST_ROUNDS = 3000
_CHUNK = 16
_LONGEST = 1e6  # of a step times the fastest rate: beyond it rounding spoils the sum of the populations


def lifetime(equations: RateEquations) -> float:
    """Return the exciton lifetime in s, the time over which a continuous pump is counted."""
    return float(1 / equations.rates.decay[1])


def steady_states(equations: RateEquations, rates: ArrayLike) -> tuple[Array, Array]:
    """Return populations and photons per nanocrystal at every pump rate.

    Parameters
    ----------
    equations : RateEquations
        The laser.
    rates : array_like
        Pump photons absorbed per nanocrystal and second, in any order; zero is allowed.

    Returns
    -------
    populations, photons : ndarray
        Shapes (pump, cell, state) and (pump, mode).

    Raises
    ------
    InputError
        If a rate is negative or not finite.
    ConvergenceError
        If a state does not settle.
    """
    pumps = np.atleast_1d(np.asarray(rates, dtype=float))
    if not np.isfinite(pumps).all() or (pumps < 0).any():
        raise InputError("steady state: pump rates must be finite and at least zero, in 1/s.")
    cells, states, modes = equations.cells.emit.shape
    populations, photons = np.zeros((pumps.size, cells, states)), np.zeros((pumps.size, modes))
    populations[:, :, 0] = 1.0
    on = np.flatnonzero(pumps > 0)
    order = on[np.argsort(pumps[on])]
    chunks = [order[i : i + _CHUNK] for i in range(0, order.size, _CHUNK)]

    def work(chunk: NDArray[np.intp]) -> None:
        populations[chunk], photons[chunk] = _settle(equations, pumps[chunk])

    for _ in side_by_side(work, chunks):
        pass
    return populations, photons


def _settle(equations: RateEquations, pumps: Array) -> tuple[Array, Array]:
    """Return the states at increasing pumps, each found from the one before."""
    from .distinct_spectra import distinct_spectra
    from .elimination import modes_first
    from .point import point, work_space
    from .steady_kernel import settle_all

    cells = equations.cells
    count, states, modes = shape = cells.emit.shape
    spectra = distinct_spectra(cells, modes_first(count, states, modes))
    at, work = point(count, states, modes, spectra.rows), work_space(spectra, count, states, modes)
    at.p[0] = 1.0
    found_p, found_s = np.empty((pumps.size, count, states)), np.empty((pumps.size, modes))
    left, most = np.empty(pumps.size), affordable_steps(*shape, most=MOST_ROUNDS)
    fastest = max(cells.loss.max(), pumps.max(), cells.decay.max())
    settle_all(
        cells, spectra, pumps, at, work, TOLERANCE, 1 / fastest, _LONGEST / fastest,
        most, found_p, found_s, left,
    )  # fmt: skip
    if (left > TOLERANCE).any():
        i = int(np.argmax(left))
        raise ConvergenceError(
            f"steady state: at {pumps[i]:.4g} photons per nanocrystal and second populations and "
            f"photons are still {left[i]:.1e} out of balance after {most} rounds; the laser may have no "
            "stationary state there."
        )
    return found_p, found_s


def steady_run(equations: RateEquations, photons: float) -> Trajectory:
    """Return the books of one exciton lifetime in the steady state, in the form of a trajectory.

    Parameters
    ----------
    equations : RateEquations
        The laser.
    photons : float
        Pump photons absorbed per nanocrystal within one exciton lifetime.
    """
    span, cells = lifetime(equations), equations.cells
    rate = photons / span
    populations, light = (found[0] for found in steady_states(equations, [rate]))
    mean = cells.weight @ populations
    occupied = span * mean
    joined = span * np.einsum("x,xn,xnm->nm", cells.weight, populations, cells.seed)
    in_vain = (cells.share * rate + cells.absorb[:, -1] @ light) * populations[:, -1]
    growing = np.einsum("x,xn,xnm->m", cells.weight, populations, cells.emit - cells.absorb) > cells.loss
    return Trajectory(
        absorbed=photons,
        above=float(span * (cells.weight @ in_vain)),
        occupied=occupied,
        light=span * light,
        joined=joined.sum(axis=0),
        elsewhere=np.maximum(equations.radiative * occupied - joined.sum(axis=1), 0.0),
        populations=np.zeros_like(mean),
        photons=np.zeros_like(light),
        peak=light,
        time_peak=np.zeros_like(light),
        time_gain=np.where(growing, 0.0, np.inf),
        populations_peak=mean,
        end=span,
        steps=0,
    )
