"""From pump fluence to photons absorbed per nanocrystal.

A gain region that absorbs with the coefficient a = C sigma_pump takes from a plane wave of fluence F

    N_absorbed = F sigma_cavity(a) / (h nu)      photons in all,

shared by C V nanocrystals. For a thin or weakly absorbing film sigma_cavity tends to a V and each
nanocrystal takes its own sigma_pump F/(h nu); a thick film shades itself and takes less, a resonant
cavity can take more. The pump does not bleach: every state absorbs it alike (the pump is far above
the band edge), and all nanocrystals are given the average.
"""

from __future__ import annotations

from dataclasses import dataclass

from colase.cavity.base import Cavity
from colase.constants import HC
from colase.errors import InputError, PhysicsError
from colase.gain.medium import GainMedium

from .pump import Pump

SAME_WAVELENGTH = 1e-9
"""How far the pump may be from the wavelength of its cross section without a remark, in m."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpConversion:
    """What one unit of pump fluence puts into one nanocrystal, factor by factor.

    Attributes
    ----------
    wavelength : float
        Vacuum wavelength of the pump, in m.
    sigma_pump, sigma_pump_wavelength : float
        Cross section of one nanocrystal in m^2 and the wavelength at which it holds, in m.
    density, volume : float
        Nanocrystals per m^3, and m^3 of gain region.
    sigma_cavity : float
        Absorption cross section of the whole gain region for a plane wave, in m^2.
    area : float, optional
        Geometric cross section that the pump meets, in m^2, where the cavity has one.
    thickness : float, optional
        Thickness of film that a straight ray crosses, in m, where there is one for all rays.
    """

    wavelength: float
    sigma_pump: float
    sigma_pump_wavelength: float
    density: float
    volume: float
    sigma_cavity: float
    area: float | None = None
    thickness: float | None = None

    @property
    def absorption(self) -> float:
        """Absorption coefficient of the gain region at the pump, C sigma_pump in 1/m."""
        return self.density * self.sigma_pump

    @property
    def nanocrystals(self) -> float:
        """Number of nanocrystals that share the absorbed light."""
        return self.density * self.volume

    @property
    def photon_energy(self) -> float:
        """Energy of a pump photon, in J."""
        return HC / self.wavelength

    @property
    def photons_per_fluence(self) -> float:
        """Photons absorbed per nanocrystal per unit fluence, in m^2/J."""
        return self.sigma_cavity / (self.photon_energy * self.nanocrystals)

    @property
    def absorbed_fraction(self) -> float | None:
        """Share of the photons aimed at the geometric cross section that is absorbed."""
        return None if self.area is None else self.sigma_cavity / self.area

    @property
    def optical_depth(self) -> float | None:
        """Absorption over one crossing of the film; a convex body has four times its shadow as surface."""
        if self.thickness is not None:
            return self.absorption * self.thickness
        return None if self.area is None else self.absorption * self.volume / (4 * self.area)

    @property
    def thin_limit_ratio(self) -> float:
        """Absorbed photons relative to nanocrystals that do not shade each other."""
        return self.sigma_cavity / (self.absorption * self.volume)

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks that a user should see."""
        if abs(self.wavelength - self.sigma_pump_wavelength) <= SAME_WAVELENGTH:
            return ()
        return (
            f"The pump is at {self.wavelength * 1e9:.4g} nm, but the cross section sigma_pump was given "
            f"for {self.sigma_pump_wavelength * 1e9:.4g} nm: the fluences are as wrong as it has changed "
            "in between.",
        )

    def photons(self, fluence: float) -> float:
        """Return photons absorbed per nanocrystal for a fluence in J/m^2."""
        return fluence * self.photons_per_fluence

    def fluence(self, photons: float) -> float:
        """Return the fluence in J/m^2 that puts so many photons into each nanocrystal."""
        return photons / self.photons_per_fluence

    def describe(self) -> str:
        """Spell the conversion out, one factor a line."""
        lines = [
            f"pump at {self.wavelength * 1e9:.4g} nm, photon energy {self.photon_energy:.4g} J",
            f"cross section of a nanocrystal  {self.sigma_pump * 1e4:.4g} cm2 "
            f"(at {self.sigma_pump_wavelength * 1e9:.4g} nm)",
            f"density                         {self.density * 1e-6:.4g} 1/cm3",
            f"absorption coefficient          {self.absorption / 100:.4g} 1/cm",
            f"nanocrystals                    {self.nanocrystals:.4g} in {self.volume * 1e18:.4g} um3",
            f"cross section of the film       {self.sigma_cavity * 1e12:.4g} um2, "
            f"{self.thin_limit_ratio:.4g} of the sum over its nanocrystals",
        ]
        if self.area is not None:
            lines.append(
                f"absorbed fraction               {self.absorbed_fraction:.4g} of the photons aimed at "
                f"{self.area * 1e12:.4g} um2; optical depth of the film {self.optical_depth:.4g}"
            )
        lines.append(
            f"1 uJ/cm2 puts                   {self.photons(0.01):.4g} photons into each nanocrystal"
        )
        return "\n".join([*lines, *self.notes])


def pump_conversion(medium: GainMedium, cavity: Cavity, pump: Pump) -> PumpConversion:
    """Return the conversion from pump fluence to absorbed photons per nanocrystal.

    Raises
    ------
    InputError
        If the nanocrystal does not absorb the pump.
    PhysicsError
        If the cavity answers with a cross section that is not a positive number.
    """
    nanocrystal = medium.nanocrystal
    absorption = medium.density * nanocrystal.sigma_pump
    if not absorption > 0:
        raise InputError(
            f"gain: {nanocrystal.name} absorbs nothing at the pump (sigma_pump = "
            f"{nanocrystal.sigma_pump:g} m^2, {medium.density:g} nanocrystals per m^3); "
            "give a cross section and a density above zero."
        )
    sigma = float(cavity.pump_cross_section(pump.wavelength, absorption))
    if not 0 < sigma < float("inf"):
        raise PhysicsError(
            f"pump: the cavity absorbs {sigma:g} m^2 at {pump.wavelength * 1e9:.4g} nm; a positive "
            "cross section is needed to turn fluence into absorbed photons."
        )
    return PumpConversion(
        wavelength=pump.wavelength,
        sigma_pump=nanocrystal.sigma_pump,
        sigma_pump_wavelength=nanocrystal.sigma_pump_wavelength,
        density=medium.density,
        volume=cavity.gain_volume,
        sigma_cavity=sigma,
        area=cavity.pump_area,
        thickness=cavity.gain_thickness,
    )
