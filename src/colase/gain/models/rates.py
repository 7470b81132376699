"""How fast N excitons decay to N-1: radiation, Auger recombination and traps, by laws that have names.

With n_e electrons and n_h = N holes (n_e = N without extra charge), k_r, k_t the radiative and trapping
rates of one exciton and k_A the Auger rate of the neutral biexciton:

    radiation   quadratic    k_r n_e n_h                     every electron finds every hole
                linear       k_r N                           excitons keep to themselves
                measured     k_r (n_e n_h)^(p/2)             p so that X and XX radiate as measured
    Auger       statistical  γ_e n_h n_e(n_e-1)/2 + γ_h n_e n_h(n_h-1)/2, γ_e + γ_h = k_A/2
                             which is k_A N²(N-1)/4 without extra charge
                pairwise     k_A N(N-1)/2 + q N γ_e          collisions of excitons (kunneman2013)
                platelet-area   pairwise, with k_A in inverse proportion to the area
    traps       linear       k_t N
                constant     k_t                             one trap a nanocrystal

Anchors are the lifetimes and yields of the sample: N = 1 decays at 1/τ_X with yield η_X, N = 2 of the
neutral nanocrystal at 1/τ_XX, and its Auger rate is what radiation and traps leave of that. γ_e is the
rate of the pathway in which a second electron takes the energy: that of a negative trion X⁻ is γ_e, a
quarter of k_A if both pathways are equal.

References: klimov2000auger, kunneman2013.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError
from colase.nanocrystals import Nanocrystal

Array = NDArray[np.float64]
RadiativeLaw = Literal["measured", "quadratic", "linear"]
AugerLaw = Literal["statistical", "pairwise", "platelet-area"]
TrapLaw = Literal["linear", "constant"]

_ROUNDING = 1e-9


class Rates(NamedTuple):
    """Parts of the decay of each state in 1/s, shape (state,)."""

    radiative: Array
    auger: Array
    traps: Array

    @property
    def total(self) -> Array:
        """Sum of the three, shape (state,)."""
        return self.radiative + self.auger + self.traps


def ladder_rates(
    nanocrystal: Nanocrystal,
    highest: int,
    *,
    radiative: RadiativeLaw = "measured",
    auger: AugerLaw = "statistical",
    traps: TrapLaw = "linear",
    charge: int = 0,
    electron_share: float = 0.5,
    area_ratio: float = 1.0,
) -> Rates:
    """Return the decay rates of the states 0 ... ``highest``.

    Parameters
    ----------
    nanocrystal : Nanocrystal
        Gives lifetimes and yields of X and XX.
    highest : int
        Excitons in the last state.
    radiative, auger, traps : str
        Names of the laws above.
    charge : int
        Extra electrons q.
    electron_share : float
        γ_e over γ_e + γ_h.
    area_ratio : float
        Area at which τ_XX was measured over that of the platelet; used by "platelet-area".

    Raises
    ------
    InputError
        If radiation and traps alone would make XX decay faster than τ_XX says.
    """
    holes = np.arange(highest + 1, dtype=float)
    electrons = holes + charge * (holes > 0)
    light = nanocrystal.quantum_yield_x / nanocrystal.tau_x
    trap = (1 - nanocrystal.quantum_yield_x) / nanocrystal.tau_x
    power = _power(nanocrystal, radiative)
    pairs = np.maximum(electrons * holes, 1.0)
    radiation = light * (holes if radiative == "linear" else (holes > 0) * pairs ** (power / 2))
    trapping = trap * (holes if traps == "linear" else np.minimum(holes, 1.0))
    pair = 2.0 if radiative == "linear" else 2.0**power
    biexciton = _auger(nanocrystal, light * pair, trap * (2 if traps == "linear" else 1))
    by_electron, by_hole = 0.5 * biexciton * electron_share, 0.5 * biexciton * (1 - electron_share)
    if auger == "statistical":
        lost = (
            by_electron * holes * electrons * (electrons - 1) + by_hole * electrons * holes * (holes - 1)
        ) / 2
    else:
        lost = biexciton * holes * (holes - 1) / 2 + charge * holes * by_electron
        lost *= area_ratio if auger == "platelet-area" else 1.0
    return Rates(radiation, lost, trapping)


def _power(n: Nanocrystal, law: RadiativeLaw) -> float:
    """Return the power p of N by which the radiative rate grows."""
    if law != "measured":
        return 2.0 if law == "quadratic" else 1.0
    if not n.quantum_yield_x:
        if n.quantum_yield_xx:
            raise InputError(
                f"{n.name}: quantum_yield_x is zero and quantum_yield_xx is not, so no power of N goes "
                'through both; choose radiative = "quadratic" or "linear".'
            )
        return 1.0
    if not n.quantum_yield_xx:
        return -np.inf
    return float(np.log2(n.quantum_yield_xx * n.tau_x / (n.quantum_yield_x * n.tau_xx)))


def _auger(n: Nanocrystal, light: float, trap: float) -> float:
    """Return the Auger rate of the neutral biexciton in 1/s: what radiation and traps leave of 1/τ_XX."""
    rest = 1 / n.tau_xx - light - trap
    if rest < -_ROUNDING / n.tau_xx:
        raise InputError(
            f"{n.name}: two excitons radiate and are trapped at {light + trap:.3g} 1/s by the chosen laws, "
            f"faster than tau_xx = {n.tau_xx:.3g} s allows; choose other laws or a shorter tau_xx."
        )
    return max(rest, 0.0)
