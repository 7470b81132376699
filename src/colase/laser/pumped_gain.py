"""Gain of the modes against the pump, without laser light.

Two ways to excite: `InstantGain`, a flash that leaves a Poisson distribution and is looked at once;
and `PulsedGain`, the actual pulse, looked at in the moment when the mode has its highest gain (the
populations decay while the pulse arrives, so more photons are needed).

Populations under a pulse are computed once on a logarithmic grid of pumps and interpolated with a
spline of degree 7 (relative error 1e-9 at twelve points a decade); below the grid they are linear
in the pump. In time they are sampled through the pulse and over five lifetimes after it, and the
peak between samples is that of the polynomial through the five nearest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline

from colase.gain import ContinuousPulse, InstantPulse, Pulse, driven_populations, flash_populations
from colase.gain.medium import GainMedium
from colase.gain.pulses.memory import remembered

from .mode_gain import Array, ModeGain

_DURING, _AFTER, _ENDS = 241, 61, 3
_FINE = np.linspace(-1, 1, 41)


@final
@dataclass(frozen=True, slots=True)
class InstantGain:
    """Gain right after a flash: populations are a Poisson distribution, unless the model knows better."""

    modes: ModeGain
    medium: GainMedium

    def table(self, photons: Array) -> Array:
        """Return the gain of all modes in 1/m, shape (pump, mode)."""
        return self.modes.material_gain(flash_populations(self.medium, photons))

    def each(self, photons: Array, modes: NDArray[np.intp]) -> Array:
        """Return the gain of ``modes[i]`` at ``photons[i]`` in 1/m."""
        return _own_gain(self.modes, flash_populations(self.medium, photons), modes)


@final
@dataclass(frozen=True, slots=True)
class PulsedGain:
    """Highest gain during and after a pulse; ``populations`` as made by `populations_in_time`."""

    modes: ModeGain
    populations: Callable[[Array], tuple[Array, Array]]
    samples: int = 0
    """Samples of each stretch of the pulse; 0 where it has only one."""

    def table(self, photons: Array) -> Array:
        """Return the highest gain of all modes in 1/m, shape (pump, mode)."""
        during, after = self.populations(photons)
        return np.stack([self._peak(p, q) for p, q in zip(during, after, strict=True)])

    def _peak(self, during: Array, after: Array) -> Array:
        stretches = during.reshape(-1, self.samples or len(during), during.shape[-1])
        each = [highest(self.modes.material_gain(p).T) for p in (*stretches, after)]
        return np.max(each, axis=0)

    def each(self, photons: Array, modes: NDArray[np.intp]) -> Array:
        """Return the highest gain of ``modes[i]`` at ``photons[i]`` in 1/m."""
        during, after = self.populations(photons)
        count = during.shape[1]
        stretches = np.split(during, count // (self.samples or count), axis=1)
        each = [highest(_own_gain(self.modes, p, modes)) for p in (*stretches, after)]
        return np.max(each, axis=0)


def samples_each(pulse: Pulse) -> int:
    """Return how many samples a stretch of a pulse gets."""
    return 1 if isinstance(pulse, (InstantPulse, ContinuousPulse)) else _DURING


def sample_times(pulse: Pulse) -> Array:
    """Return times through the first and last stretches of a pulse, each evenly, in s.

    In a long train the excitons pile up until they decay as fast as they come: the peak is at an end.
    """
    pieces = pulse.pieces
    ends = pieces if len(pieces) <= 2 * _ENDS else pieces[:_ENDS] + pieces[-_ENDS:]
    return np.concatenate([np.linspace(start, end, samples_each(pulse)) for start, end in ends])


def populations_in_time(
    medium: GainMedium, pulse: Pulse, photons: Array
) -> Callable[[Array], tuple[Array, Array]]:
    """Return a function from pump to populations during and after the pulse, fast for many pumps.

    Parameters
    ----------
    medium : GainMedium
        Gives the decay rates.
    pulse : Pulse
        How the pump arrives.
    photons : ndarray
        Logarithmic grid of pumps on which the populations are computed.

    Returns
    -------
    callable
        Photons per nanocrystal, shape (pump,), to populations of shape (pump, time, state): at even
        steps through the pulse, and at times after it that are even in their logarithm. Of a pulse far
        longer than excitons live, as much as they remember (`colase.gain.pulses.memory`).
    """
    rates = medium.decay_rates()
    tail = np.geomspace(1e-3 / rates.max(), 5 / rates[1:].min(), _AFTER)
    short, part = remembered(pulse, 1 / rates[1:].min())
    during = sample_times(short)
    samples = len(during)
    time = np.concatenate([during, short.end + tail])
    known = driven_populations(medium, short, part * photons, time)
    spline = make_interp_spline(np.log(photons), known, k=7)
    empty = np.zeros(known.shape[1:])
    empty[:, 0] = 1.0

    def populations(wanted: Array) -> tuple[Array, Array]:
        inside = np.clip(wanted, photons[0], photons[-1])
        share = (np.minimum(wanted, photons[0]) / photons[0])[:, np.newaxis, np.newaxis]
        found = empty + share * (spline(np.log(inside)) - empty)
        return found[:, :samples], found[:, samples:]

    return populations


def highest(gain: Array) -> Array:
    """Return the peak of each row sampled at even steps: polynomial through the five nearest samples."""
    best = gain.max(axis=1)
    if gain.shape[1] < 5:
        return best
    i = np.clip(gain.argmax(axis=1), 2, gain.shape[1] - 3)
    near = gain[np.arange(len(gain))[:, np.newaxis], i[:, np.newaxis] + np.arange(-2, 3)]
    fine = near @ _FIVE_POINT
    j = np.clip(fine.argmax(axis=1), 1, len(_FINE) - 2)
    left, mid, right = (fine[np.arange(len(fine)), j + k] for k in (-1, 0, 1))
    bend = left - 2 * mid + right
    vertex = mid - np.where(bend < 0, (left - right) ** 2 / np.where(bend < 0, 8 * bend, 1.0), 0.0)
    inside = (bend < 0) & (mid >= left) & (mid >= right)
    return np.maximum(best, np.where(inside, vertex, best))


def _lagrange(x: Array) -> Array:
    """Return the weights of samples at -2 ... 2 for the polynomial through them at x, shape (5, x)."""
    nodes = np.arange(-2, 3)
    return np.stack(
        [
            np.prod([(x - other) / (node - other) for other in nodes if other != node], axis=0)
            for node in nodes
        ]
    )


_FIVE_POINT = _lagrange(_FINE)


def _own_gain(modes: ModeGain, populations: Array, which: NDArray[np.intp]) -> Array:
    """Return the gain of mode which[i] with populations[i]: (i, ..., state) becomes (i, ...)."""
    cross_section = (modes.emission - modes.absorption)[:, which]
    band = np.einsum("i...n,ni->i...", populations, cross_section)
    return modes.density * (band.T - modes.parasitic[which]).T
