"""What a change of temperature does to a nanocrystal: its gap, its widths, its Auger rate.

All values of a nanocrystal hold at a reference temperature T_0. At another temperature T

    gap             E(T) = E(0) - α T²/(T + β); every line moves by E(T) - E(T_0)         (varshni1967)
    widths          s_h²(T)/s_h²(T_0) = coth(E_ph/2kT)/coth(E_ph/2kT_0); the rest stays   (huang1950)
    strength        areas of the lines stay, so peak cross sections fall as lines widen
    Auger           k_A(T) = k_A(T_0) exp[-E_A (1/kT - 1/kT_0)]     law "activated"
                    1/τ_A ∝ (E_g/kT)^-3/2 exp[-(1+2M)/(1+M) E_g/kT] law "bulk"   (adachi2015 eq. 1)

Radiation and traps do not change. The width is that of a line made by linear coupling to phonons of one
energy, whose Stokes shift does not move; warm, it obeys detailed balance (Δ_S = s_h²/kT) at every
temperature.

The activation energy of 118 meV is what a threshold 1.7 times higher at 60 °C amounts to (adachi2015,
text on figure 4), if the threshold follows the Auger rate; it is known between 295 and 333 K only. The
"bulk" law is that of intrinsic bulk carriers and exaggerates beyond use: a factor 3e4 where the same
paper measures 1.7. It is here to be compared with. α and β are those that fit CdSe/ZnS dots
(valerini2005; the numbers are from memory, its abstract says that dots follow the bulk gap); 26 meV is
the longitudinal optical phonon of CdSe.

References: varshni1967, valerini2005, huang1950, adachi2015.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, inf, log, tanh
from typing import Annotated, Literal

from colase.constants import BOLTZMANN, ELEMENTARY_CHARGE, HC, ROOM_TEMPERATURE
from colase.errors import InputError, PhysicsError
from colase.quantity import Quantity, check_bounds

from .bands import energy_sigma, wavelength_fwhm
from .nanocrystal import Nanocrystal

_EV = ELEMENTARY_CHARGE
_MEASURED = (295.0, 334.0)  # K: where the activation law has been seen
_MOST = 700.0  # largest exponent that is computed


@dataclass(frozen=True, slots=True, kw_only=True)
class ThermalResponse:
    """How lines, widths and Auger rate of a nanocrystal change with temperature."""

    reference_temperature: Annotated[
        float,
        Quantity("K", "T_0", "temperature at which the values hold", example="295 K", gt=0.0, lt=2000.0),
    ] = ROOM_TEMPERATURE
    varshni_alpha: Annotated[
        float,
        Quantity("J/K", "α", "Varshni slope of the gap", "meV/K", "0.32 meV/K", ge=0.0, lt=1e-2 * _EV),
    ] = 3.2e-4 * _EV
    varshni_beta: Annotated[
        float, Quantity("K", "β", "Varshni temperature of the gap", example="220 K", ge=0.0, lt=5000.0)
    ] = 220.0
    phonon_energy: Annotated[
        float,
        Quantity("J", "E_ph", "phonon that widens the lines", "meV", "26 meV", gt=1e-4 * _EV, lt=1.0 * _EV),
    ] = 26e-3 * _EV
    auger_law: Literal["activated", "bulk"] = "activated"
    auger_activation: Annotated[
        float,
        Quantity(
            "J", "E_A", "activation energy of Auger decay", "meV", "118 meV", gt=-1.0 * _EV, lt=2.0 * _EV
        ),
    ] = 0.118 * _EV
    mass_ratio: Annotated[
        float,
        Quantity("", "M", "electron over hole mass, law bulk", example="0.29", gt=0.0, lt=100.0),
    ] = 0.29

    def __post_init__(self) -> None:
        check_bounds(self)

    def gap_shift(self, temperature: float) -> float:
        """Return by how much every line moves from its place at T_0, in J (negative when heated)."""
        return self._varshni(temperature) - self._varshni(self.reference_temperature)

    def widening(self, temperature: float) -> float:
        """Return the variance of the homogeneous line over that at T_0."""
        return self._coth(temperature) / self._coth(self.reference_temperature)

    def auger_factor(self, temperature: float, gap: float) -> float:
        """Return the Auger rate over that at T_0; ``gap`` in J is used by the bulk law alone."""
        if self.auger_law == "bulk":
            return bulk_auger_factor(gap, self.mass_ratio, self.reference_temperature, temperature)
        inverse = 1 / temperature - 1 / self.reference_temperature
        exponent = -self.auger_activation / BOLTZMANN * inverse
        return exp(exponent) if exponent < _MOST else inf

    def remarks(self, temperature: float, gap: float) -> tuple[str, ...]:
        """Return what a user should know about a temperature other than T_0."""
        if temperature == self.reference_temperature:
            return ()
        factor = self.auger_factor(temperature, gap)
        said = (
            f"At {temperature:.4g} K the Auger rate is {factor:.3g} times that at "
            f"{self.reference_temperature:.4g} K"
        )
        if self.auger_law == "bulk":
            return (
                f"{said} by the law of bulk carriers (adachi2015, eq. 1), which gives 3e4 between 295 and "
                '333 K where that paper measures 1.7: do not trust it, use auger_law = "activated".',
            )
        low, high = _MEASURED
        if self.auger_activation and not low <= temperature <= high:
            return (
                f"{said} by an activation law that has been measured between {low:g} and {high:g} K only.",
            )
        return ()

    def _varshni(self, temperature: float) -> float:
        return -self.varshni_alpha * temperature**2 / (temperature + self.varshni_beta)

    def _coth(self, temperature: float) -> float:
        return 1 / tanh(self.phonon_energy / (2 * BOLTZMANN * temperature))


@lru_cache(maxsize=256)
def at_temperature(nanocrystal: Nanocrystal, thermal: ThermalResponse, temperature: float) -> Nanocrystal:
    """Return the nanocrystal as it is at a temperature; itself at the reference temperature.

    Parameters
    ----------
    nanocrystal : Nanocrystal
        Its values hold at ``thermal.reference_temperature``.
    thermal : ThermalResponse
        The laws.
    temperature : float
        In K.

    Raises
    ------
    PhysicsError
        If the laws lead to a nanocrystal that cannot be, such as a biexciton that lives no time.
    """
    if temperature == thermal.reference_temperature:
        return nanocrystal
    n, shift = nanocrystal, thermal.gap_shift(temperature)
    emission, absorption, biexciton = (
        HC / (HC / line + shift)
        for line in (n.emission_wavelength, n.absorption_wavelength, n.biexciton_wavelength)
    )
    total, homogeneous = (
        energy_sigma(n.emission_wavelength, w) for w in (n.fwhm, n.homogeneous_fwhm or n.fwhm)
    )
    more = homogeneous**2 * (thermal.widening(temperature) - 1)
    wide = (max(total**2 - homogeneous**2, 0.0) + homogeneous**2 + more) ** 0.5
    tau_xx, yield_xx = _biexciton(n, thermal.auger_factor(temperature, HC / n.absorption_wavelength))
    try:
        return replace(
            n,
            absorption_wavelength=absorption,
            emission_wavelength=emission,
            biexciton_wavelength=biexciton,
            fwhm=wavelength_fwhm(emission, wide),
            homogeneous_fwhm=None
            if n.homogeneous_fwhm is None
            else wavelength_fwhm(emission, (homogeneous**2 + more) ** 0.5),
            sigma_abs=n.sigma_abs * total / wide,
            tau_xx=tau_xx,
            quantum_yield_xx=yield_xx,
        )
    except InputError as impossible:
        raise PhysicsError(
            f"{n.name} at {temperature:.4g} K is no nanocrystal any more: {impossible} The laws of "
            f'gain.thermal (auger_law = "{thermal.auger_law}") are stretched too far.'
        ) from None


def _biexciton(n: Nanocrystal, factor: float) -> tuple[float, float]:
    """Return lifetime and yield of XX when its Auger part grows by a factor; traps act on each exciton."""
    radiative = n.quantum_yield_xx / n.tau_xx
    dark = (1 - n.quantum_yield_xx) / n.tau_xx
    auger = max(dark - 2 * (1 - n.quantum_yield_x) / n.tau_x, 0.0)
    rate = radiative + dark + (factor - 1) * auger if auger else radiative + dark
    return 1 / rate, radiative / rate


def bulk_auger_factor(gap: float, mass_ratio: float, cold: float, warm: float) -> float:
    """Return by how much bulk Auger recombination speeds up from one temperature to another.

    τ ∝ (E_g/kT)^3/2 exp[(1+2M)/(1+M) E_g/kT], adachi2015 eq. 1: intrinsic bulk carriers.

    Parameters
    ----------
    gap : float
        E_g in J.
    mass_ratio : float
        M, electron over hole mass.
    cold, warm : float
        Temperatures in K.
    """
    x, y = gap / (BOLTZMANN * cold), gap / (BOLTZMANN * warm)
    exponent = 1.5 * log(x / y) + (1 + 2 * mass_ratio) / (1 + mass_ratio) * (x - y)
    return exp(exponent) if exponent < _MOST else inf
