"""Several cavities: exact modes of many disks, effective Hamiltonians, exceptional points, Vernier combs."""

from .bodies import Disk, Hole
from .coupled_modes import CoupledModes
from .multidisk import MultiDisk

__all__ = ["CoupledModes", "Disk", "Hole", "MultiDisk"]
