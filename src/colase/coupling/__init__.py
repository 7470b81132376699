"""Several cavities: exact modes of many disks, effective Hamiltonians, exceptional points, Vernier combs."""

from .disks.bodies import Disk, Hole, Notch
from .disks.coupled_modes import CoupledModes
from .disks.maxwell import Group, maxwell_point, nearest_group, resonance_group, sweep
from .disks.multidisk import MultiDisk
from .disks.rates import CouplingRates, coupling_rates
from .hamiltonian.exceptional import ExceptionalPoint, exceptional_point
from .hamiltonian.following import follow
from .hamiltonian.matrix import Hamiltonian, four_modes, three_modes, two_modes
from .hamiltonian.sheets import encircle, magnification, riemann_sheets
from .pair.body import Assembly, Body
from .pair.disk_body import DiskBody
from .pair.pair import Pair

BODIES = (DiskBody,)
"""Every kind of body that a pair in a device file may name; add a new one here."""

COUPLED_CAVITIES = (Pair,)
"""Cavities of a device file that need this room; the device room joins them to those of `colase.cavity`."""

__all__ = [
    "BODIES",
    "COUPLED_CAVITIES",
    "Assembly",
    "Body",
    "CoupledModes",
    "CouplingRates",
    "Disk",
    "DiskBody",
    "ExceptionalPoint",
    "Group",
    "Hamiltonian",
    "Hole",
    "MultiDisk",
    "Notch",
    "Pair",
    "coupling_rates",
    "encircle",
    "exceptional_point",
    "follow",
    "four_modes",
    "magnification",
    "maxwell_point",
    "nearest_group",
    "resonance_group",
    "riemann_sheets",
    "sweep",
    "three_modes",
    "two_modes",
]
