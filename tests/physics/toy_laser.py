"""A cavity whose every answer is a formula, so that the laser room can be tested alone.

Its resonances obey k = k0 (1 - i/2Q) (n/n0)^(-Γ): the first-order response to the index is Γ, and the exact
threshold index is known.
"""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import xarray as xr

from colase.cavity.base import MODE_VARIABLES, Cavity, ModeWindow
from colase.gain import GainMedium, GainModel, StokesShifted
from colase.nanocrystals import QuantumDot

# A consistent nanocrystal: its cross section and lifetime obey Einstein's relation to within a factor.
DOT = QuantumDot(
    name="toy dot",
    absorption_wavelength=635e-9,
    emission_wavelength=650e-9,
    biexciton_wavelength=645e-9,
    fwhm=28e-9,
    lineshape_axis="wavelength",
    sigma_abs=5e-20,
    sigma_pump=5e-19,
    sigma_pump_wavelength=532e-9,
    tau_x=10e-9,
    tau_xx=0.5e-9,
    quantum_yield_x=0.8,
    quantum_yield_xx=0.2,
    diameter=10e-9,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyCavity(Cavity):
    """Modes on request, thin-film pump absorption, power-law resonances."""

    volume: float = 6e-16
    shading: float = 1.0

    def modes(self, window: ModeWindow) -> xr.Dataset:
        """Return ten modes spread over the window."""
        return toy_modes(np.linspace(window.start, window.stop, 10))

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Return the power law."""
        at = modes.isel(mode=mode)
        k0 = 2 * np.pi / float(at["wavelength"])
        inverse_q = 1 / float(at["q_radiative"])
        n0 = complex(float(at["gain_index"]), float(at.get("gain_index_imag", 0.0)))
        return k0 * (1 - 0.5j * inverse_q) * (gain_index / n0) ** -float(at["gain_confinement"])

    @property
    def gain_volume(self) -> float:
        """Volume of the gain region in m^3."""
        return self.volume

    def pump_cross_section(self, wavelength: float, absorption: float) -> float:
        """Return the thin-film limit times ``shading``, in m^2."""
        return self.shading * absorption * self.volume


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatLadder(GainModel):
    """Flat spectra over any number of states: ``absorbs`` and ``emits`` are cross sections of each state."""

    absorbs: tuple[float, ...]
    emits: tuple[float, ...]
    decays: tuple[float, ...]
    quantum_yield: float = 1.0
    references: ClassVar[tuple[str, ...]] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states."""
        return tuple(str(n) for n in range(len(self.decays)))

    def absorption(self, nanocrystal: Any, wavelength: Any) -> np.ndarray:
        """Return the absorption cross sections, shape (state, wavelength)."""
        return np.multiply.outer(self.absorbs, np.ones(np.shape(wavelength)))

    def emission(self, nanocrystal: Any, wavelength: Any) -> np.ndarray:
        """Return the emission cross sections, shape (state, wavelength)."""
        return np.multiply.outer(self.emits, np.ones(np.shape(wavelength)))

    def decay_rates(self, nanocrystal: Any) -> np.ndarray:
        """Return the decay rates."""
        return np.array(self.decays)

    def radiative_fractions(self, nanocrystal: Any) -> np.ndarray:
        """Return the quantum yields."""
        return np.full(len(self.decays), self.quantum_yield)


def toy_modes(wavelength: Any, **given: Any) -> xr.Dataset:
    """Return a Dataset of modes; ``given`` replaces the defaults, one value or one a mode."""
    lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
    values: dict[str, Any] = {
        "polarization": "TE",
        "label": np.array([f"TE l={164 - i} q=1" for i in range(lam.size)]),
        "q_radiative": 1e9,
        "q_absorption": np.inf,
        "q_scattering": 5000.0,
        "gain_confinement": 0.5,
        "gain_index": 1.76,
        "mode_volume": 3e-17,
        "degeneracy": 329.0,
    } | given
    q = ("q_radiative", "q_absorption", "q_scattering")
    values.setdefault("q_factor", 1 / sum(1 / np.asarray(values[name], dtype=float) for name in q))
    values["wavelength"] = lam
    return xr.Dataset(
        {
            name: (
                "mode",
                np.broadcast_to(values[name], lam.shape).copy(),
                {"units": unit, "long_name": meaning},
            )
            for name, (unit, meaning) in MODE_VARIABLES.items()
        }
    )


def toy_medium(model: Any = None, density: float = 5e23, **changed: Any) -> GainMedium:
    """Return a film of toy dots, with some of their values changed."""
    return GainMedium(
        nanocrystal=replace(DOT, **changed), model=model or StokesShifted(), number_density=density
    )
