"""The shape of a pulse in the form that the compiled integrator reads: cubics between knots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from colase.gain import InstantPulse, Pulse
from colase.laser.mode_gain import Array

_SAMPLES = 4097


@dataclass(frozen=True, slots=True, eq=False)
class PumpRate:
    """Share of the pulse that arrives per second: cubics between knots, piece after piece.

    Between two pieces nothing arrives.
    """

    pieces: tuple[Piece, ...]

    @property
    def start(self) -> float:
        """Time before which nothing arrives, in s."""
        return self.pieces[0].start

    @property
    def end(self) -> float:
        """Time after which nothing arrives, in s."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of a pulse; ``coefficients`` (4, interval) have the highest power first.

    With ``corners`` it is made of straight lines, and no step reaches across a knot.
    """

    knots: Array
    coefficients: Array
    max_step: float
    corners: bool = False

    @property
    def start(self) -> float:
        """Its first moment, in s."""
        return float(self.knots[0])

    @property
    def end(self) -> float:
        """Its last moment, in s."""
        return float(self.knots[-1])


DARK = Piece(np.zeros(2), np.zeros((4, 1)), 0.0)
"""No pump."""


def pump_rate(pulse: Pulse) -> PumpRate:
    """Return the rate of a pulse in the form the integrator reads."""
    if isinstance(pulse, InstantPulse):
        return PumpRate((Piece(np.array([pulse.start, pulse.end]), np.zeros((4, 1)), 0.0),))
    return PumpRate(tuple(_piece(pulse, *bounds) for bounds in pulse.pieces))


def _piece(pulse: Pulse, start: float, end: float) -> Piece:
    """Return a smooth stretch as a spline, or as straight lines between corners."""
    knots = pulse.corners
    if knots is None:
        time = np.linspace(start, end, _SAMPLES)
        return Piece(time, np.ascontiguousarray(CubicSpline(time, pulse.rate(time)).c), (end - start) / 80)
    rate = pulse.rate(knots)
    lines = np.stack([np.zeros(len(knots) - 1)] * 2 + [np.diff(rate) / np.diff(knots), rate[:-1]])
    return Piece(knots, lines, (end - start) / 80, corners=True)
