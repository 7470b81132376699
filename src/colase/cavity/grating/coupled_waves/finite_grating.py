"""Modes of a grating of finite length from the two band edges of the endless one.

Near Gamma two waves of group index n_g exchange light at the rate K along the grating, and the band edges of
the endless grating lie at k_c -+ K/n_g: both constants are complex and hold everything that coupled-wave
theory puts in by hand, radiation along the normal (the bright edge alone loses light, Kazarinov and Henry
1985), absorption, and gain that differs between ridge and groove. Without facets a grating of length L has
its modes where

    s sinh(gamma L)/gamma = cosh(gamma L),    gamma^2 = s^2 + K^2,    s = i n_g (k - k_c)

(Kogelnik and Shank 1972, s = gain - i detuning), so that each zero of this entire function, all of which
are counted, gives k = k_c - i s/n_g and with it wavelength and loss. Valid while the band is that of two
waves over the detunings in question, |k - k_c| << k_c.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

from .distributed_feedback import feedback_condition, feedback_zeros

_FURTHER = 8.0


@dataclass(frozen=True, slots=True)
class TwoWaves:
    """Two coupled waves in a grating of finite length.

    Attributes
    ----------
    dark, bright : complex
        k0 at the two band edges, in 1/m.
    n_group : float
        Group index of the waves.
    length : float
        In m.
    """

    dark: complex
    bright: complex
    n_group: float
    length: float

    @property
    def centre(self) -> complex:
        """The middle of the two edges, k_c in 1/m."""
        return (self.dark + self.bright) / 2

    @property
    def coupling(self) -> complex:
        """K L: the real part couples by index, the imaginary one by radiation and by gain."""
        return self.n_group * (self.bright - self.dark) / 2 * self.length

    def zeros(self) -> NDArray[np.complex128]:
        """Return s L of the modes within |K L| + 8 of the centre, least loss first."""
        return feedback_zeros(self.coupling, abs(self.coupling) + _FURTHER)

    def wavenumber(self, zero: complex) -> complex:
        """Return k0 of a mode in 1/m; Im k0 < 0 is loss, the ends included."""
        return self.centre - 1j * zero / (self.n_group * self.length)

    def followed(self, zero: complex, other: TwoWaves) -> complex:
        """Return the zero of this grating that grows out of one of another grating.

        Raises
        ------
        ConvergenceError
            If the secant rule does not settle.
        """
        start, change = other.coupling, self.coupling - other.coupling
        steps = max(1, ceil(abs(change) / 0.2))
        for i in range(1, steps + 1):
            zero = _secant(zero, start + change * i / steps)
        return zero


def _secant(zero: complex, k: complex) -> complex:
    """Return the zero of the mode condition near a guess."""
    a, b = zero, zero * (1 + 1e-6) + 1e-8j
    fa, fb = (complex(feedback_condition(np.array([s]), k)[0]) for s in (a, b))
    for _ in range(60):
        if fb == fa:
            return b
        a, b, fa = b, b - fb * (b - a) / (fb - fa), fb
        fb = complex(feedback_condition(np.array([b]), k)[0])
        if abs(b - a) < 1e-15 * (1 + abs(b)):
            return b
    if abs(fb) < 1e-11:
        return b
    raise ConvergenceError(f"grating: the mode was lost at K L = {k:.3g}; the film may amplify too strongly.")
