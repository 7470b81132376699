"""Rate equations of exciton populations and the photons of every mode.

P_n is the share of nanocrystals with n excitons (the last state holds all higher ones), s_m the
photons of mode family m divided by the number of nanocrystals. With R(t) the photons absorbed per
nanocrystal and second, A_n = sum_m B_m a_n(lambda_m) s_m, E_n = sum_m B_m e_n(lambda_m) s_m,

    dP_n/dt = (R + A_{n-1}) P_{n-1} - (R + A_n) P_n - (k_n + E_n) P_n + (k_{n+1} + E_{n+1}) P_{n+1}
    ds_m/dt = B_m sum_n (e_n - a_n) P_n s_m - (omega/Q + B_m sigma_high) s_m + sum_n r_nm P_n

The last state absorbs without change (R + A = 0 there for P; its photons are counted as lost above
it). B_m = (c/n) Γ_m C, and spontaneous emission r_nm is B_m e_n per orbit of the mode, divided among
the nanocrystals (Einstein; see `mode_gain`, and `spontaneous` for what is done where cross section and
lifetime contradict each other). It is part of the measured decay k_n, not an addition to it: what is
radiative and not in a tracked mode goes elsewhere.

Every photon taken up ends in one channel, so that pump = channels + stored, to rounding.
Valid for populations that follow without coherence (dephasing faster than everything here), modes
that see the average population, and orbits of one resonance that share their photons equally.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from colase.errors import PhysicsError
from colase.gain.medium import GainMedium

from .mode_gain import Array, ModeGain
from .spontaneous import einstein_share

TOLERATED = 1.5
"""Factor by which the radiative rate may fall short of Einstein's relation without a remark."""


class Rates(NamedTuple):
    """Coefficients of the rate equations in 1/s, plain arrays for the compiled code."""

    decay: Array  # (state,) total decay to the state below
    absorb: Array  # (state, mode) B a, per photon per nanocrystal
    emit: Array  # (state, mode) B e
    seed: Array  # (state, mode) spontaneous emission into the mode
    loss: Array  # (mode,) omega/Q and absorption that changes no state


@dataclass(frozen=True, slots=True, eq=False)
class RateEquations:
    """Coefficients of the rate equations of one laser and where its excitons and photons may end.

    Attributes
    ----------
    rates : Rates
        What the integrator needs.
    radiative : ndarray, shape (state,)
        Radiative part of the decay in 1/s, tracked modes included.
    out : ndarray, shape (3, mode)
        Loss by scattering, radiation and passive absorption in 1/s.
    parasitic : ndarray, shape (mode,)
        Loss to absorption by higher states in 1/s.
    degeneracy : ndarray, shape (mode,)
        Number of orbits that share a mode.
    einstein : ndarray, shape (state,)
        Spontaneous emission over that of Einstein's relation; 1 unless the lifetimes forbid it.
    """

    rates: Rates
    radiative: Array
    out: Array
    parasitic: Array
    degeneracy: Array
    einstein: Array

    @property
    def elsewhere(self) -> Array:
        """Radiative decay that reaches no tracked mode, in 1/s, shape (state,)."""
        return np.maximum(self.radiative - self.rates.seed.sum(axis=1), 0.0)

    @property
    def beta(self) -> Array:
        """Largest share of a decay that ends in one orbit of each mode, shape (mode,)."""
        return (self.rates.seed[1:] / self.rates.decay[1:, np.newaxis]).max(axis=0) / self.degeneracy

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks that a user should see."""
        worst = self.einstein.min()
        if worst == 0:
            return ("A state has an emission cross section but a quantum yield of zero: it starts no light.",)
        if worst >= 1 / TOLERATED:
            return ()
        return (
            "Emission cross section and lifetime disagree: by lifetime and quantum yield excitons radiate "
            f"{1 / worst:.3g} times slower than Einstein's relation asks for. Every mode gets its share of "
            "the measured rate; thresholds do not depend on it.",
        )


def rate_equations(gain: ModeGain, medium: GainMedium) -> RateEquations:
    """Return the rate equations of a gain medium in the modes of a cavity.

    Raises
    ------
    PhysicsError
        If the ground state emits or decays, or the model has no rate equations.
    """
    if medium.static:
        raise PhysicsError(
            f'gain model "{medium.model.name}" knows gain against fluence but no lifetimes, so there is no '
            "light curve; threshold and compare work with it."
        )
    decay = medium.decay_rates()
    radiative = decay * medium.radiative_fractions()
    if gain.emission[0].any() or decay[0]:
        raise PhysicsError("gain model: the state without excitons emits or decays; it has nothing to give.")
    einstein = einstein_share(gain, medium, radiative)
    parasitic = gain.coupling * gain.parasitic
    rates = Rates(
        decay=decay,
        absorb=np.ascontiguousarray(gain.coupling * gain.absorption),
        emit=np.ascontiguousarray(gain.coupling * gain.emission),
        seed=gain.spontaneous() * einstein[:, np.newaxis],
        loss=gain.loss_rate + parasitic,
    )
    return RateEquations(rates, radiative, gain.losses, parasitic, gain.degeneracy, einstein)
