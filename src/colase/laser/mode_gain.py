"""How the nanocrystals act on every mode: amplification, loss and spontaneous emission.

A power gain g (1/m) of the gain region makes the photons of a mode grow at the rate

    (c/n) Γ g,      Γ = -d ln(omega)/d ln(n)  (``gain_confinement``, exact to first order in g),

(for a guide without mirrors written (c/n_group) dN/dn g, so that lengths are lengths of the guide)
and they leave at kappa = omega/Q, split into scattering, radiation and absorption by passive
materials. Threshold is (c/n) Γ g = omega/Q, the textbook Γ g = 2 pi n/(lambda Q).

With g = C sum_N (e_N - a_N) P_N the same coefficient counts photons per nanocrystal: one of them
makes a nanocrystal in state N emit at B e_N and absorb at B a_N, B = (c/n) Γ C. Einstein's relation
then fixes spontaneous emission: it is what one photon in each of the D degenerate modes would
stimulate, B e_N D/(number of nanocrystals).

Absorption by higher states (sigma_high) takes photons and leaves the state as it was. All
nanocrystals of the gain region see the same light: no holes are burnt in space or in the spectrum.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import MODE_VARIABLES, Cavity
from colase.constants import SPEED_OF_LIGHT
from colase.errors import InputError
from colase.gain.medium import GainMedium

Array = NDArray[np.float64]

LOSSES = ("scattering", "radiation", "absorption")
"""Ways in which a mode without gain loses its light."""

_PARTIAL_Q = ("q_scattering", "q_radiative", "q_absorption")
_POSITIVE = ("wavelength", *_PARTIAL_Q, "q_factor", "gain_index", "degeneracy", "gain_confinement")


@dataclass(frozen=True, slots=True, eq=False)
class ModeGain:
    """One gain medium in the modes of one cavity. Arrays have shape (mode,) unless said.

    Attributes
    ----------
    label : tuple of str
        Names of the modes.
    wavelength : ndarray
        Vacuum wavelength in m.
    index, confinement, degeneracy : ndarray
        Refractive index of the gain region, its first-order confinement Γ, number of modes D. For a guide
        without mirrors: group index and dN/dn, so that Γ g and the loss are per length of the guide.
    losses : ndarray, shape (3, mode)
        Decay rates omega/Q by scattering, radiation and passive absorption, in 1/s.
    absorption, emission : ndarray, shape (state, mode)
        Cross sections of the exciton states in m^2; absorption here changes the state.
    parasitic : ndarray
        Cross section that absorbs without changing the state, in m^2.
    density, volume : float
        Nanocrystals per m^3 and volume of the gain region in m^3.
    """

    label: tuple[str, ...]
    wavelength: Array
    index: Array
    confinement: Array
    degeneracy: Array
    losses: Array
    absorption: Array
    emission: Array
    parasitic: Array
    density: float
    volume: float

    @property
    def nanocrystals(self) -> float:
        """Number of nanocrystals in the gain region."""
        return self.density * self.volume

    @property
    def loss_rate(self) -> Array:
        """Decay rate omega/Q of each mode without gain, in 1/s, shape (mode,)."""
        return self.losses.sum(axis=0)

    @property
    def growth(self) -> Array:
        """Growth rate per unit of material gain, (c/n) Γ, in m/s, shape (mode,)."""
        return SPEED_OF_LIGHT / self.index * self.confinement

    @property
    def coupling(self) -> Array:
        """B = (c/n) Γ C: times a cross section, the rate per photon per nanocrystal, 1/(m^2 s)."""
        return self.growth * self.density

    @property
    def modal_loss(self) -> Array:
        """Loss per length that the modal gain Γ g must meet, 2 pi n/(lambda Q) in 1/m, shape (mode,)."""
        return self.loss_rate * self.index / SPEED_OF_LIGHT

    @property
    def required_gain(self) -> Array:
        """Material gain that balances the loss, in 1/m, shape (mode,); inf without confinement."""
        with np.errstate(divide="ignore"):
            return np.where(self.growth > 0, self.loss_rate / self.growth, np.inf)

    def material_gain(self, populations: Array) -> Array:
        """Return gain at the modes in 1/m: shape (..., state) becomes (..., mode)."""
        return self.density * (populations @ (self.emission - self.absorption) - self.parasitic)

    def spontaneous(self) -> Array:
        """Return spontaneous emission of each state into all orbits of a mode, 1/s, (state, mode)."""
        return self.emission * self.coupling * self.degeneracy / self.nanocrystals


def mode_gain(modes: xr.Dataset, medium: GainMedium, cavity: Cavity) -> ModeGain:
    """Return the action of a gain medium on the modes of a cavity.

    Parameters
    ----------
    modes : xarray.Dataset
        One row a mode, with the variables of `colase.cavity.base.MODE_VARIABLES`.
    medium : GainMedium
        Gives the cross sections of every state and the density.
    cavity : Cavity
        Gives the volume of the gain region.

    Raises
    ------
    InputError
        If there are no modes, a variable is missing, or a value makes no sense.
    """
    _check(modes, medium, cavity)
    wavelength = _values(modes, "wavelength")
    omega = 2 * pi * SPEED_OF_LIGHT / wavelength
    index, confinement = _index_and_confinement(modes, cavity)
    absorption = medium.absorption(wavelength)
    parasitic = np.minimum(medium.crystal.sigma_high, absorption.min(axis=0))
    return ModeGain(
        label=tuple(str(name) for name in modes["label"].values),
        wavelength=wavelength,
        index=index,
        confinement=confinement,
        degeneracy=_values(modes, "degeneracy"),
        losses=omega / np.stack([_values(modes, name) for name in _PARTIAL_Q]),
        absorption=absorption - parasitic,
        emission=medium.emission(wavelength),
        parasitic=parasitic,
        density=medium.density,
        volume=cavity.gain_volume,
    )


def _index_and_confinement(modes: xr.Dataset, cavity: Cavity) -> tuple[Array, Array]:
    """Return n and Γ, or n_group and Γ n_group/n where light runs along a guide: (c/n) Γ stays the same."""
    index, confinement = _values(modes, "gain_index"), _values(modes, "gain_confinement")
    if cavity.resonant:
        return index, confinement
    group = _values(modes, "n_group")
    return group, confinement * group / index


def _values(modes: xr.Dataset, name: str) -> Array:
    """Return one variable as a float array of shape (mode,)."""
    return np.asarray(modes[name].values, dtype=float)


def _check(modes: xr.Dataset, medium: GainMedium, cavity: Cavity) -> None:
    """Refuse modes with which a laser cannot be computed, naming the first that is wrong."""
    missing = [name for name in MODE_VARIABLES if name not in modes]
    if missing:
        raise InputError(f"modes: the variables {', '.join(missing)} are missing.")
    if modes.sizes.get("mode", 0) == 0:
        raise InputError("modes: the window holds no mode; widen it or raise the highest radial order.")
    if not (medium.density > 0 and cavity.gain_volume > 0):
        raise InputError(
            f"gain: {medium.density:g} nanocrystals per m^3 in {cavity.gain_volume:g} m^3; "
            "a laser needs a positive density and volume."
        )
    for name in _POSITIVE:
        value = _values(modes, name)
        finite, above_zero = name not in _PARTIAL_Q, name != "gain_confinement"
        bad = np.isnan(value) | (value < 0) | ((value == 0) & above_zero) | (np.isinf(value) & finite)
        if bad.any():
            i = int(np.argmax(bad))
            raise InputError(
                f"modes: {name} of {modes['label'].values[i]} is {value[i]:g}; it must be a "
                f"{'finite ' if finite else ''}number {'above zero' if above_zero else 'of at least zero'}."
            )
    _check_sum_of_losses(modes)


def _check_sum_of_losses(modes: xr.Dataset) -> None:
    """Refuse a total Q that is not the sum of its parts: photons would be lost from the books."""
    parts = sum(1 / _values(modes, name) for name in _PARTIAL_Q)
    off = np.abs(_values(modes, "q_factor") * parts - 1)
    if off.max() > 1e-6:
        i = int(np.argmax(off))
        raise InputError(
            f"modes: q_factor of {modes['label'].values[i]} differs from 1/(1/q_scattering + 1/q_radiative + "
            f"1/q_absorption) by {off[i]:.1e}; give a total that its parts add up to."
        )
