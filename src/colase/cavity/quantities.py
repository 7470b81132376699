"""Quantities that several cavities of a device file declare alike, and what must be given together."""

from __future__ import annotations

from colase.errors import InputError
from colase.quantity import Quantity

CORRELATION_LENGTH = Quantity(
    "m", "L_c", "correlation length of the roughness", "nm", "50 nm", gt=0.0, lt=1e-4
)
Q_ROUGHNESS = Quantity(
    "", "Q_rough", "quality factor of scattering by roughness", example="5000", gt=1.0, lt=1e30
)

SUBSTRATE = Quantity("", "n_2", "refractive index of the substrate", example='"main/SiO2/Malitson"')
CORE_INDEX = Quantity("", "n_1", "refractive index of the core", example='"main/SiO2/Malitson"')


def core_size(example: str) -> Quantity:
    """Return the diameter of the core of a coated body."""
    return Quantity("m", "D", "diameter of the core", "um", example, gt=0.0, lt=1e-2)


def coat_thickness(example: str, lt: float = 1e-2) -> Quantity:
    """Return the thickness of a coat of nanocrystals."""
    return Quantity("m", "t", "thickness of the nanocrystal coat", "um", example, ge=1e-9, lt=lt)


def coat_index(example: str) -> Quantity:
    """Return the refractive index of a coat of nanocrystals."""
    return Quantity("", "n_2", "refractive index of the coat", example=example)


def rms_roughness(of: str) -> Quantity:
    """Return the rms roughness of a face."""
    return Quantity("m", "σ", f"rms roughness of {of}", "nm", "3 nm", gt=0.0, lt=1e-6)


def surface_scattering(example: str) -> Quantity:
    """Return the quality factor of surface scattering."""
    return Quantity("", "Q_scat", "quality factor of surface scattering", example=example, gt=1.0, lt=1e30)


def require_one_loss(name: str, loss: float | None, rms: float | None, length: float | None) -> None:
    """Refuse half a roughness, and a roughness next to the loss it would stand for; neither is allowed.

    Raises
    ------
    InputError
        With what to give.
    """
    if (rms is None) != (length is None):
        raise InputError("cavity: give roughness and correlation_length together.")
    if loss is not None and rms is not None:
        raise InputError(f"cavity: give {name} or roughness with correlation_length, not both.")
