"""One nanocrystal: lines, cross sections, lifetimes."""

from .nanocrystal import Nanocrystal, Nanoplatelet, QuantumDot, QuantumShell

NANOCRYSTALS = (QuantumDot, QuantumShell, Nanoplatelet)
"""Every kind a device file may name; add a new one here."""

__all__ = ["NANOCRYSTALS", "Nanocrystal", "Nanoplatelet", "QuantumDot", "QuantumShell"]
