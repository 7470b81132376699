"""Several cavities: exact modes of many disks, effective Hamiltonians, exceptional points, Vernier combs."""

from .disks.bodies import Disk, Hole
from .disks.coupled_modes import CoupledModes
from .disks.maxwell import Group, maxwell_point, resonance_group, sweep
from .disks.multidisk import MultiDisk
from .disks.rates import CouplingRates, coupling_rates
from .hamiltonian.exceptional import ExceptionalPoint, exceptional_point
from .hamiltonian.following import follow
from .hamiltonian.matrix import Hamiltonian, four_modes, three_modes, two_modes

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
