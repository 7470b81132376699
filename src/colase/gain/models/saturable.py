"""Saturable gain: gain against pump fluence without a word about excitons.

    g_net = Γ σ_e n_t s(F/F_s) - α,      s(x) = x/(1 + x)   or   1 - e^-x      (azizov2025 eqs. 2, 4)

σ_e is the stimulated-emission cross section, n_t the density of nanocrystals that can be inverted (the
density of the gain medium here), F_s the saturation fluence, α the loss of the guided light, Γ its
confinement.

**The print of eq. 4 is repaired**: it has x/(1 - x), which diverges at F = F_s and is negative above,
where all fluences of the paper lie. With x/(1 + x) the gain saturates at σ_e n_t, which is what the paper
prints as its modal gain. 1 - e^-x cannot be excluded from the text: it is what a flash does to
nanocrystals with one excited state, F_s then being the fluence of one absorbed photon each; x/(1 + x) is
what a steady pump does to them.

The model knows no lifetimes and no absorption of the empty film: every pump gives gain at once, the
lasing wavelength is that of the emission line, and the length of the pulse does not matter. It has a
threshold, but no light curve.

Reference: azizov2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.constants import HC
from colase.errors import InputError
from colase.nanocrystals import Nanocrystal, line_shape
from colase.quantity import Quantity, check_bounds

from .base import GainModel


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class SaturableGain(GainModel):
    """Two states, empty and inverted, whose shares follow from the fluence alone.

    Without ``sigma_e`` half the absorption cross section of the sample is taken (kersuzan2025 eq. 4); without
    ``saturation_fluence`` the fluence at which a nanocrystal absorbs one photon.
    """

    sigma_e: Annotated[
        float | None,
        Quantity(
            "m^2", "σ_e", "peak stimulated-emission cross section", "cm^2", "4.32e-15 cm^2", gt=0.0, lt=1e-14
        ),
    ] = None
    saturation_fluence: Annotated[
        float | None,
        Quantity("J/m^2", "F_s", "saturation fluence of the gain", "uJ/cm^2", "8 uJ/cm^2", gt=0.0, lt=1e9),
    ] = None
    saturation: Literal["hyperbolic", "exponential"] = "hyperbolic"
    kind: Literal["saturable"] = "saturable"

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def states(self) -> tuple[str, ...]:
        """Return empty and inverted."""
        return ("0", "inverted")

    @property
    def references(self) -> tuple[str, ...]:
        """Return the paper of the formula."""
        return ("azizov2025",)

    def cross_section(self, nanocrystal: Nanocrystal) -> float:
        """Return the peak stimulated-emission cross section in m^2."""
        return 0.5 * nanocrystal.sigma_abs if self.sigma_e is None else self.sigma_e

    def saturation_photons(self, nanocrystal: Nanocrystal) -> float:
        """Return the photons absorbed per nanocrystal at the saturation fluence."""
        if self.saturation_fluence is None:
            return 1.0
        if not nanocrystal.sigma_pump:
            raise InputError(
                f"{nanocrystal.name}: sigma_pump is zero, so no fluence saturates it; give the cross section "
                "at the pump."
            )
        photon = HC / nanocrystal.sigma_pump_wavelength
        return self.saturation_fluence * nanocrystal.sigma_pump / photon

    def absorption(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return σ_high in both states: the model has no other absorption; shape (state, wavelength)."""
        return np.full((2, *np.shape(wavelength)), nanocrystal.sigma_high)

    def emission(self, nanocrystal: Nanocrystal, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return stimulated-emission cross sections in m^2, shape (state, wavelength)."""
        line = line_shape(nanocrystal, nanocrystal.emission_wavelength, wavelength)
        return self.cross_section(nanocrystal) * np.stack([np.zeros_like(line), line])

    def decay_rates(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the decay rate of the exciton for the inverted state, in 1/s."""
        return np.array([0.0, 1 / nanocrystal.tau_x])

    def radiative_fractions(self, nanocrystal: Nanocrystal) -> NDArray[np.float64]:
        """Return the quantum yield of the exciton for the inverted state."""
        return np.array([0.0, nanocrystal.quantum_yield_x])

    def static_populations(
        self, nanocrystal: Nanocrystal, photons: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return 1 - s and s for photons absorbed per nanocrystal, shape (..., 2)."""
        share = saturation(np.asarray(photons) / self.saturation_photons(nanocrystal), self.saturation)
        return np.stack([1 - share, share], axis=-1)


def saturation(
    ratio: ArrayLike, law: Literal["hyperbolic", "exponential"] = "hyperbolic"
) -> NDArray[np.float64]:
    """Return the inverted share s(x) for x = F/F_s: x/(1 + x), or 1 - e^-x."""
    x = np.asarray(ratio, dtype=float)
    if not np.isfinite(x).all() or (x < 0).any():
        raise InputError(
            "saturation: the fluence over the saturation fluence must be a finite number of at least zero."
        )
    return x / (1 + x) if law == "hyperbolic" else -np.expm1(-x)


def net_gain(
    fluence: ArrayLike,
    *,
    confinement: float,
    sigma_e: float,
    density: float,
    saturation_fluence: float,
    loss: float = 0.0,
    law: Literal["hyperbolic", "exponential"] = "hyperbolic",
) -> NDArray[np.float64]:
    """Return the net modal gain of azizov2025 eq. 4 (repaired), in 1/m.

    Parameters
    ----------
    fluence : array_like
        Pump fluence F, in J/m^2.
    confinement : float
        Γ.
    sigma_e : float
        Stimulated-emission cross section, in m^2.
    density : float
        n_t, nanocrystals per volume in 1/m^3.
    saturation_fluence : float
        F_s, in J/m^2.
    loss : float
        α of the guided light, in 1/m.
    law : str
        "hyperbolic", x/(1 + x), or "exponential", 1 - e^-x.
    """
    return confinement * sigma_e * density * saturation(np.asarray(fluence) / saturation_fluence, law) - loss
