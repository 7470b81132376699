"""One pulse through the rate equations: from empty nanocrystals until light and excitons are gone.

Time runs from the start of the pulse; the step is kept below an eightieth of the pulse (a sixth of the
standard deviation of a Gaussian; a sample of a measured trace), so that it cannot be stepped over, and
is otherwise chosen by the error of `rosenbrock`. The absolute tolerance of a mode hangs on its own
spontaneous floor, far below which nothing happens: 1e-3 of (spontaneous emission)/(loss). Integrals of
populations and photons are advanced by the same method, so the photon books close to rounding at any
tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import ConvergenceError, InputError
from colase.gain import Pulse, poisson
from colase.laser.mode_gain import Array

from .budget import MOST_STEPS, affordable_steps
from .pump_rate import DARK, Piece, PumpRate, pump_rate
from .rate_equations import RateEquations

RTOL = 1e-6
FORGOTTEN = 1e-9
"""The run ends when fewer than this share of the absorbed photons is still stored."""

_NEVER = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """What one pulse did. Photons and excitons are per nanocrystal; populations are means over all cells.

    Attributes
    ----------
    absorbed, above : float
        Pump photons absorbed; photons (pump and laser) absorbed by the last state without effect.
    occupied : ndarray, shape (state,)
        Integral of the populations over time, in s.
    light : ndarray, shape (mode,)
        Integral of the photons over time, in s.
    joined : ndarray, shape (mode,)
        Spontaneous photons that went into each mode.
    elsewhere : ndarray, shape (state,)
        Spontaneous photons of each state that went into no tracked mode.
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
    joined: Array
    elsewhere: Array
    populations: Array
    photons: Array
    peak: Array
    time_peak: Array
    time_gain: Array
    populations_peak: Array
    end: float
    steps: int


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
        Budget; a laser of very many cells and modes gets fewer (`budget`).

    Raises
    ------
    ConvergenceError
        If the budget is spent before light and excitons are gone.
    """
    run = March(equations, pump, photons, rtol, most_steps)
    if photons > 0:
        for i, piece in enumerate(pump.pieces):
            if i > 0:
                run.dark(piece.start)
            run.lit(piece)
        slowest = equations.rates.decay[1:].min()
        run.dark(pump.end + 100 / slowest, FORGOTTEN * run.state.books[0])
    return run.result()


class March:
    """One run in the making: state, tolerances and budget; `lit` and `dark` advance it."""

    def __init__(
        self, equations: RateEquations, pump: PumpRate, photons: float, rtol: float, most_steps: int
    ) -> None:
        from .distinct_spectra import distinct_spectra  # numba costs a second to import
        from .elimination import modes_first
        from .ladder_kernel import State, stages
        from .point import point, work_space
        from .row_products import aligned

        self.equations, self.cells, self.photons, self.rtol = equations, equations.cells, photons, rtol
        cells, states, modes = self.cells.emit.shape
        p = aligned(states, cells)
        p[0] = 1.0
        books = np.zeros(2)
        if pump.end == pump.start:
            p[:] = poisson(photons * self.cells.share, states).T
            books[:] = photons, photons - np.arange(states) @ p @ self.cells.weight
        self.state = State(
            p=p, s=np.zeros(modes), occupied=aligned(states, cells), light=np.zeros(modes), books=books,
            peak=np.zeros(modes), time_peak=np.full(modes, pump.start), time_gain=np.full(modes, _NEVER),
            p_peak=p.copy(), step=np.zeros(1),
        )  # fmt: skip
        spectra = self.spectra = distinct_spectra(self.cells, modes_first(cells, states, modes))
        self.memory = (
            point(cells, states, modes, spectra.rows),
            stages(cells, states, modes, spectra.rows),
            work_space(spectra, cells, states, modes),
        )
        rates = equations.rates
        floor = min(1.0, photons) * rates.seed.max(axis=0) / rates.loss
        some = photons > 0 and bool(floor.any())
        atol_s = 1e-3 * np.maximum(floor, 1e-6 * floor.max()) if some else np.ones(modes)
        atol_p = 1e-3 * rtol * min(1.0, photons) or 1.0
        self.atol = np.concatenate([np.full(states * cells, atol_p), atol_s])
        self.time, self.steps = pump.start, 0
        self.most_steps = affordable_steps(cells, states, modes, most_steps)

    def lit(self, piece: Piece) -> None:
        """Advance through a stretch of the pulse."""
        if piece.end > piece.start:
            self.state.step[0] = 0.0
            self._advance(piece.end, piece, self.photons, piece.max_step, 0.0)

    def to(self, stop: float, piece: Piece | None) -> None:
        """Advance to a moment inside one stretch of the pulse (None: without pump), keeping the step."""
        if stop <= self.time:
            return
        if piece is None:
            longest = min(3 / self.equations.rates.decay[1:].min(), stop - self.time)
            self._advance(stop, DARK, 0.0, longest, 0.0)
        else:
            self._advance(stop, piece, self.photons, piece.max_step, 0.0)

    def dark(self, end: float, forgotten: float = 0.0) -> None:
        """Advance without pump until ``end``, or until less than ``forgotten`` is stored."""
        self.state.step[0] = 0.0
        longest = min(3 / self.equations.rates.decay[1:].min(), end - self.time)
        self._advance(end, DARK, 0.0, longest, forgotten)

    def _advance(self, end: float, piece: Piece, photons: float, longest: float, forgotten: float) -> None:
        from .ladder_kernel import integrate

        self.time, more = integrate(
            self.cells, self.spectra, self.state, *self.memory, self.atol, self.rtol,
            self.time, end, piece.knots, piece.coefficients, piece.corners, photons, longest, forgotten,
            self.most_steps - self.steps,
        )  # fmt: skip
        self.steps += more
        if self.steps >= self.most_steps:
            raise ConvergenceError(
                f"light curve: at {self.photons:.4g} photons per nanocrystal the rate equations took "
                f"{self.most_steps} steps to reach {self.time * 1e9:.4g} ns and are not finished. A pulse "
                'far longer than all lifetimes is better computed as pulse = "continuous", a long train as a '
                "shorter one, and a laser of very many modes and cells with fewer."
            )

    def result(self) -> Trajectory:
        """Return what has happened so far."""
        state, cells, weight = self.state, self.cells, self.cells.weight
        occupied = state.occupied @ weight
        joined = np.einsum("x,nx,xnm->nm", weight, state.occupied, cells.seed)
        return Trajectory(
            absorbed=float(state.books[0]),
            above=float(state.books[1]),
            occupied=occupied,
            light=state.light,
            joined=joined.sum(axis=0),
            elsewhere=np.maximum(self.equations.radiative * occupied - joined.sum(axis=1), 0.0),
            populations=state.p @ weight,
            photons=state.s,
            peak=state.peak,
            time_peak=state.time_peak,
            time_gain=state.time_gain,
            populations_peak=state.p_peak @ weight,
            end=self.time,
            steps=self.steps,
        )


def histories(
    equations: RateEquations, pulse: Pulse, photons: float, times: ArrayLike, rtol: float = RTOL
) -> tuple[Array, Array]:
    """Return populations and photons per nanocrystal at given times.

    Parameters
    ----------
    equations : RateEquations
        The laser.
    pulse : Pulse
        Shape of the pump.
    photons : float
        Photons absorbed per nanocrystal over the pulse.
    times : array_like
        Increasing times in s, none before the pulse starts.
    rtol : float
        Relative tolerance of one step.

    Returns
    -------
    populations, photons : ndarray
        Shapes (time, state), means over the cells, and (time, mode).
    """
    pump, wanted = pump_rate(pulse), np.atleast_1d(np.asarray(times, dtype=float))
    if not (np.diff(wanted) >= 0).all() or not wanted.size or wanted[0] < pump.start:
        raise InputError("laser: times must increase and start no earlier than the pulse.")
    run = March(equations, pump, photons, rtol, MOST_STEPS)
    kept = []
    for stop, piece, last in _stops(pump, wanted):
        run.to(stop, piece)
        if last:
            kept.append((run.state.p @ run.cells.weight, run.state.s.copy()))
    populations, light = zip(*kept, strict=True)
    return np.stack(populations), np.stack(light)


def _stops(pump: PumpRate, wanted: Array) -> Iterator[tuple[float, Piece | None, bool]]:
    """Yield each time to stop at, the piece of the pulse on the way there, and whether it is wanted."""
    edges = sorted({edge for piece in pump.pieces for edge in (piece.start, piece.end)})
    stops = sorted([(t, True) for t in wanted] + [(e, False) for e in edges if e < wanted[-1]])
    before = pump.start
    for stop, last in stops:
        middle = 0.5 * (before + stop)
        piece = next((p for p in pump.pieces if p.start <= middle < p.end), None)
        yield stop, piece, last
        before = stop
