"""The index that a disk of finite height has in two dimensions: that of a guided mode of its layers.

A disk much wider than high guides light like a slab of the same layers, with effective index N(lambda);
its whispering-gallery modes are then those of a circle of index N (`LayeredCylinder`, `MultiDisk`):

    slab TE, E in the plane   ->   disk TE (H_z),      slab TM, H in the plane   ->   disk TM (E_z).

Right to the order of the field's rearrangement at the rim, which the product of both fields leaves out:
first radial orders of disks some wavelengths wide come out a few parts in a thousand from Maxwell's
equations in full, and radiation at the rim too weak; docs/cavity.md compares. The
dispersion of N, of geometry and materials, is carried along, so group indices hold to the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.materials import Material

from .curves import cutoff_thickness
from .solution import confinements, group_index, solve
from .waveguide import SlabWaveguide

_STEP = 1e-4


@final
@dataclass(frozen=True, slots=True)
class SlabIndex(Material):
    """Effective index of one guided mode of a stack, as a material for two-dimensional bodies.

    Attributes
    ----------
    slab : SlabWaveguide
        The layers of the disk with what is below and above.
    polarization : str
        "TE" for disk modes of H_z, "TM" for those of E_z.
    order : int
        Vertical order: zeros of the field across the layers.
    """

    slab: SlabWaveguide
    polarization: Literal["TE", "TM"] = "TE"
    order: int = 0

    def __post_init__(self) -> None:
        if self.polarization not in ("TE", "TM") or self.order < 0:
            raise InputError(
                f'slab index: mode "{self.polarization}" {self.order}; give "TE" or "TM" and an order from 0.'
            )

    @property
    def name(self) -> str:
        """Which mode of the slab."""
        return f"{self.polarization}{self.order} of the layers"

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return N at vacuum wavelengths in m; Im N is the absorption of the layers.

        Raises
        ------
        InputError
            Where the layers do not guide the mode.
        """
        lam = np.asarray(wavelength, dtype=float)
        _, solved = self._solved(lam)
        return solved.neff.reshape(lam.shape)

    def group_index(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return the group index of the guided mode, exact to first order."""
        lam = np.asarray(wavelength, dtype=float)
        eps, solved = self._solved(lam)
        low, high = (self.slab.permittivities(lam.ravel() / (1 + s)) for s in (-_STEP, _STEP))
        tm = np.full(lam.size, self.polarization == "TM")
        return group_index(solved, eps, tm, (high - low) / (2 * _STEP)).reshape(lam.shape)

    def confinement(self, wavelength: ArrayLike) -> dict[str, NDArray[np.float64]]:
        """Return the confinement of every layer under each definition, shape (wavelength, layer + 2)."""
        lam = np.asarray(wavelength, dtype=float)
        eps, solved = self._solved(lam)
        return confinements(solved, eps, np.full(lam.size, self.polarization == "TM"))

    def guided(self, wavelength: ArrayLike) -> NDArray[np.bool_]:
        """Whether the layers guide the mode at each wavelength."""
        from .kernel import guided_orders

        lam = np.asarray(wavelength, dtype=float)
        eps = self.slab.permittivities(lam.ravel())
        depth = 2 * pi / lam.reshape(-1, 1) * np.array(self.slab.thicknesses)
        tm = self.polarization == "TM"
        counts = [guided_orders(d, e.real.copy(), tm) for d, e in zip(depth, eps, strict=True)]
        return (np.array(counts) > self.order).reshape(lam.shape)

    def _solved(self, lam: NDArray[np.float64]):
        """Return permittivities and the guided mode at every wavelength."""
        flat = lam.ravel()
        eps = self.slab.permittivities(flat)
        depth = 2 * pi / flat[:, None] * np.array(self.slab.thicknesses)
        tm = np.full(flat.size, self.polarization == "TM")
        guided, solved = solve(np.full(flat.size, self.order, dtype=np.int64), depth, eps, tm)
        if not guided.all():
            lost = float(flat[~guided][0])
            raise InputError(
                f"slab index: the layers do not guide {self.polarization}{self.order} at "
                f"{lost * 1e9:.4g} nm{self._remedy(lost)}."
            )
        return eps, solved

    def _remedy(self, lost: float) -> str:
        """Say from which thickness on the mode is guided, for a single layer."""
        if len(self.slab.thicknesses) > 1:
            return ""
        needed = cutoff_thickness(self.slab, 0, lost, self.polarization, self.order)
        if not np.isfinite(needed):
            return "; no thickness does, the layer has the lower index"
        return (
            f"; a layer of {sum(self.slab.thicknesses) * 1e9:.4g} nm is below its cut-off at "
            f"{needed * 1e9:.4g} nm"
        )


def slab_index(
    wavelength: ArrayLike,
    thicknesses: tuple[float, ...],
    indices: tuple[Material | complex | float, ...],
    substrate: Material | complex | float,
    cover: Material | complex | float = 1.0,
    polarization: Literal["TE", "TM"] = "TE",
    order: int = 0,
) -> NDArray[np.complex128]:
    """Return the effective index of a disk's layers at vacuum wavelengths in m.

    Parameters
    ----------
    thicknesses, indices
        Of each layer, from the substrate up, in m.
    substrate, cover
        Index below and above.
    polarization, order
        Which guided mode: "TE" for disk modes of H_z, "TM" for those of E_z.
    """
    return SlabIndex(SlabWaveguide(thicknesses, indices, substrate, cover), polarization, order).index(
        wavelength
    )
