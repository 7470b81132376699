"""One pulse onto one stripe: amplified spontaneous emission in a film or a cuvette.

Photons of wavelength bin j travel both ways along z,

    +- dI/dz = [Γ g(λ_j, z, t) - α] I + S(λ_j, z, t),

with g the material gain of the populations there, Γ the share of the beam in them and α what the guide loses.
A nanocrystal meets the flux Γ I/(w d) and moves along its ladder as in `rate_equations`, so the beam
saturates what feeds it. Spontaneous emission is what one photon in each of the M transverse modes would
stimulate (einstein1917), S = M Γ C Σ σ_em P Δν, times the share of the measured rate in the one that σ_em
implies (`spontaneous`). M is geometry: a stripe of width w and length L keeps w² n/(λ L) lateral modes, at
least one.

With gain that does not change, light from one end is I(L) = S (e^(gL) - 1)/g (azizov2025 eq. 1), and the
solver is exact in that limit. Light crosses the stripe in L n/c, taken as nothing beside what changes the
populations: a few picoseconds for a millimetre, of the order of the burst itself far above threshold.
Diffraction, reflection from the ends and light across the stripe are left out.

The pump is weakened on its way into the film (Beer and Lambert), each depth a layer of its own; it does not
bleach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from colase.constants import HC, SPEED_OF_LIGHT
from colase.errors import ConvergenceError, InputError
from colase.gain import ContinuousPulse, Pulse, poisson
from colase.gain.medium import GainMedium
from colase.laser.mode_gain import Array
from colase.laser.pump import Pump
from colase.laser.spontaneous import free_rate

from .stripe import Stripe

if TYPE_CHECKING:
    from .stripe_light import Slices

ACCURACY = 0.02
"""Largest change of a population in one time step; the error is of second order in it."""

FORGOTTEN = 1e-6
MOST_STEPS = 50_000
NEVER = np.zeros(0)
_A_SLICE = 2.0  # largest gain times length of one slice: energies within a thousandth
_MOST_SLICES = 400


@dataclass(frozen=True, slots=True, eq=False)
class StripeRun:
    """What one pulse made of one stripe."""

    ends: Array  # (2, bin) photons out
    elsewhere: Array  # (state,) spontaneous photons into all other directions
    highest: float  # flux out in 1/s
    gain: float  # highest net modal gain at the start or after the pulse, in 1/m
    balance: float
    photons: float
    steps: int


def run_stripe(
    medium: GainMedium, pump: Pump, lam: Array, accuracy: float, job: tuple[Stripe, float]
) -> StripeRun:
    """Send one pulse of so many J/m^2 onto one stripe."""
    stripe, fluence = job
    share, weight, photons = pumped(medium, stripe, pump, fluence, slices_of(medium, stripe, lam))
    times, rates = _pulse(pump.pulse)
    flash = times[-1] == times[0]
    ends, elsewhere, highest, balance, gain, steps, _ = follow_stripe(
        medium, stripe, lam, share, weight, photons, times, rates, np.zeros(lam.size), accuracy, flash
    )
    return StripeRun(ends, elsewhere, highest, gain, balance, photons, steps)


def follow_stripe(
    medium: GainMedium, stripe: Stripe, lam: Array, share: Array, weight: Array, photons: float, times: Array,
    rates: Array, entering: Array, accuracy: float, flash: bool, watched: Array = NEVER,
) -> tuple[Array, Array, float, float, float, int, Array]:  # fmt: skip
    """Return photons out, spontaneous photons elsewhere, highest flux, gap in the books, gain and steps.

    The last entry holds the mean populations at the times ``watched``, shape (time, state).

    Raises
    ------
    ConvergenceError
        If light is not over within the budget of steps.
    """
    from .stripe_kernel import follow

    slices, radiative = _coefficients(medium, stripe, lam, share, weight)
    states, rungs = len(slices.decay), np.arange(len(slices.decay))
    p = np.zeros((len(share), len(weight), states))
    p[:, :, 0] = 1.0
    books, ends, occupied, powers = np.zeros(4), np.zeros((2, lam.size)), np.zeros(states), np.zeros(2)
    seen = np.zeros((watched.size, states))
    if flash:
        p[:] = poisson(photons * share, states)
        books[0], books[2] = photons, photons - float((p @ rungs @ weight).mean())
    small = FORGOTTEN * photons
    now, steps = follow(
        slices, p, times, rates, 0.0 if flash else photons, entering, accuracy, small, MOST_STEPS, ends,
        occupied, books, powers, watched, seen,
    )  # fmt: skip
    stored = float((p @ rungs @ weight).mean())
    if stored > small:
        raise ConvergenceError(
            f"stripe: at {photons:.4g} photons per nanocrystal {steps} steps reached {now * 1e9:.4g} ns "
            f"and the light "
            "is not over; a shorter stripe or pulse, or a coarser accuracy, would finish."
        )
    total = slices.crystals * stripe.length
    into_beam = 2 * occupied * slices.seed.sum(axis=1) / slices.crystals
    elsewhere = np.maximum(radiative * occupied - into_beam, 0.0)
    waste = float((slices.decay - radiative) @ occupied)
    accounted = (ends.sum() + books[1] - books[3]) / total + elsewhere.sum() + waste + books[2] + stored
    gain = (poisson(photons, states) @ (slices.emit - slices.absorb) - slices.lost).max()
    return ends, total * elsewhere, float(powers[0]), abs(accounted / books[0] - 1), float(gain), steps, seen


def _coefficients(
    medium: GainMedium, stripe: Stripe, lam: Array, share: Array, weight: Array
) -> tuple[Slices, Array]:
    """Return the coefficients of the compiled loop, and the radiative rates in 1/s."""
    from .stripe_light import Slices

    nanocrystal = medium.crystal
    absorption, emission = medium.absorption(lam), medium.emission(lam)
    parasitic = np.minimum(nanocrystal.sigma_high, absorption.min(axis=0))
    decay = medium.decay_rates()
    radiative = decay * medium.radiative_fractions()
    step = np.gradient(lam)
    frequencies = SPEED_OF_LIGHT * step / lam**2
    modes = stripe.modes(nanocrystal.emission_wavelength)
    per_length = stripe.confinement * medium.density
    seed = modes * per_length * emission * frequencies
    crystals = medium.density * stripe.width * stripe.thickness
    demanded = np.maximum(free_rate(medium, stripe.index), 2 * seed.sum(axis=1) / crystals)
    einstein = np.minimum(np.divide(radiative, demanded, out=np.ones_like(decay), where=demanded > 0), 1.0)
    slices = Slices(
        share=share,
        weight=weight,
        decay=decay,
        absorb=np.ascontiguousarray(per_length * (absorption - parasitic)),
        emit=np.ascontiguousarray(per_length * emission),
        seed=np.ascontiguousarray(seed * einstein[:, np.newaxis]),
        lost=per_length * parasitic + stripe.loss,
        length=stripe.length / len(share),
        crystals=crystals,
    )
    return slices, radiative


def slices_of(medium: GainMedium, stripe: Stripe, lam: Array) -> int:
    """Return how many slices resolve the largest gain."""
    most = medium.emission(lam).max() * medium.density * stripe.confinement
    return int(np.clip(np.ceil(most * stripe.length / _A_SLICE), 24, _MOST_SLICES))


def pumped(
    medium: GainMedium, stripe: Stripe, pump: Pump, fluence: float, slices: int
) -> tuple[Array, Array, float]:
    """Return pump over its mean (slice, layer), weights of the layers, and mean photons per nanocrystal."""
    sigma = medium.nanocrystal.sigma_pump
    optical_depth = medium.density * sigma * stripe.thickness
    edges = np.exp(-optical_depth * np.linspace(0, 1, stripe.layers + 1))
    depth = -np.diff(edges) * stripe.layers / optical_depth
    z = (np.arange(slices) + 0.5) * stripe.length / slices
    along = np.ones(slices)
    if stripe.edge > 0:
        along = ndtr((z - stripe.edge) / (0.5 * stripe.edge)) * ndtr(
            (stripe.length - stripe.edge - z) / (0.5 * stripe.edge)
        )
    absorbed = along[:, np.newaxis] * depth
    photons = fluence * pump.wavelength / HC * sigma * float(absorbed.mean()) * stripe.pump_factor
    return absorbed / absorbed.mean(), np.full(stripe.layers, 1 / stripe.layers), photons


def _pulse(pulse: Pulse) -> tuple[Array, Array]:
    """Return times and normalised rates of a pulse, straight lines between."""
    if isinstance(pulse, ContinuousPulse):
        raise InputError(
            "stripe: amplified emission is followed through a pulse; a continuous pump is not one."
        )
    if pulse.end == pulse.start:
        return np.zeros(2), np.zeros(2)
    times = np.unique(np.concatenate([np.linspace(a, b, 2001) for a, b in pulse.pieces]))
    rates = pulse.rate(times)
    return times, rates / np.trapezoid(rates, times)
