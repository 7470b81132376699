"""One nanocrystal: lines, cross sections, lifetimes."""

from .bands import BandCentres, band_centres, energy_sigma, line_shape
from .nanocrystal import Nanocrystal, Nanoplatelet, QuantumDot, QuantumShell

NANOCRYSTALS = (QuantumDot, QuantumShell, Nanoplatelet)
"""Every kind a device file may name; add a new one here."""

__all__ = [
    "NANOCRYSTALS",
    "BandCentres",
    "Nanocrystal",
    "Nanoplatelet",
    "QuantumDot",
    "QuantumShell",
    "band_centres",
    "energy_sigma",
    "line_shape",
]
