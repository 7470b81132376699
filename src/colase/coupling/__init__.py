"""Several cavities: exact modes of many disks, effective Hamiltonians, exceptional points, Vernier combs."""

from .bodies import Disk, Hole
from .coupled_modes import CoupledModes
from .exceptional import ExceptionalPoint, exceptional_point
from .following import follow
from .hamiltonian import Hamiltonian, four_modes, three_modes, two_modes
from .maxwell import Group, maxwell_point, resonance_group, sweep
from .multidisk import MultiDisk
from .pair import CouplingRates, coupling_rates

__all__ = [
    "CoupledModes",
    "CouplingRates",
    "Disk",
    "ExceptionalPoint",
    "Group",
    "Hamiltonian",
    "Hole",
    "MultiDisk",
    "coupling_rates",
    "exceptional_point",
    "follow",
    "four_modes",
    "maxwell_point",
    "resonance_group",
    "sweep",
    "three_modes",
    "two_modes",
]
