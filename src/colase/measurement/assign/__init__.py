"""Names for measured peaks: polarization, radial and polar or azimuthal order, every set that fits."""

from .assignment import Assignments, assign_modes
from .shape import KINDS, Known, RoundCavity

__all__ = ["KINDS", "Assignments", "Known", "RoundCavity", "assign_modes"]
