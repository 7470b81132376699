"""Several cavities: exact modes of many disks, effective Hamiltonians, exceptional points, Vernier combs."""

from .arrangement.bodies import Disk, Hole, Notch
from .disks.coupled_modes import CoupledModes
from .disks.defects import DefectPair, defect_pair
from .disks.group import Group, nearest_group, resonance_group
from .disks.maxwell import maxwell_point, sweep
from .disks.multidisk import MultiDisk
from .disks.rates import CouplingRates, coupling_rates
from .hamiltonian.exceptional import ExceptionalPoint, exceptional_point
from .hamiltonian.following import follow
from .hamiltonian.matrix import Hamiltonian, four_modes, three_modes, two_modes
from .hamiltonian.sheets import encircle, magnification, riemann_sheets
from .pair.body import Assembly, Body, Lineup
from .pair.disk_body import DiskBody
from .pair.pair import Pair
from .pair.solvers import BODIES
from .pair.sphere_body import CoatedSphere
from .spheres.coupling_result import SphereCoupling
from .spheres.rates import coupling_band, sphere_coupling
from .spheres.result import SphereModes
from .spheres.two_spheres import TwoSpheres

COUPLED_CAVITIES = (Pair,)
"""Cavities of a device file that need this room; the device room joins them to those of `colase.cavity`."""

__all__ = [
    "BODIES",
    "COUPLED_CAVITIES",
    "Assembly",
    "Body",
    "CoatedSphere",
    "CoupledModes",
    "CouplingRates",
    "DefectPair",
    "Disk",
    "DiskBody",
    "ExceptionalPoint",
    "Group",
    "Hamiltonian",
    "Hole",
    "Lineup",
    "MultiDisk",
    "Notch",
    "Pair",
    "SphereCoupling",
    "SphereModes",
    "TwoSpheres",
    "coupling_band",
    "coupling_rates",
    "defect_pair",
    "encircle",
    "exceptional_point",
    "follow",
    "four_modes",
    "magnification",
    "maxwell_point",
    "nearest_group",
    "resonance_group",
    "riemann_sheets",
    "sphere_coupling",
    "sweep",
    "three_modes",
    "two_modes",
]
