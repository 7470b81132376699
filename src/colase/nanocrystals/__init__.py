"""One nanocrystal: lines, cross sections, lifetimes."""

from .bands import BandCentres, band_centres, energy_sigma, line_shape, wavelength_fwhm
from .nanocrystal import Nanocrystal, Nanoplatelet, QuantumDot, QuantumShell
from .temperature import ThermalResponse, at_temperature, bulk_auger_factor

NANOCRYSTALS = (QuantumDot, QuantumShell, Nanoplatelet)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "NANOCRYSTALS",
    "BandCentres",
    "Nanocrystal",
    "Nanoplatelet",
    "QuantumDot",
    "QuantumShell",
    "ThermalResponse",
    "at_temperature",
    "band_centres",
    "bulk_auger_factor",
    "energy_sigma",
    "line_shape",
    "wavelength_fwhm",
]
