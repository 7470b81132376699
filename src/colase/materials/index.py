"""Refractive index n + ik of a material as a function of vacuum wavelength.

Fields oscillate as exp(-i w t), so Im n > 0 absorbs and Im n < 0 amplifies. An index is known on
a range of wavelengths; outside it the answer is an error, never an extrapolation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import inf
from typing import final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import BSpline, make_interp_spline

from colase.errors import InputError


class Material(ABC):
    """Anything with a complex refractive index."""

    __slots__ = ()

    @property
    @abstractmethod
    def name(self) -> str:
        """Short name for tables and reports."""

    @abstractmethod
    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return n + ik at vacuum wavelengths in m, same shape as the input.

        Raises
        ------
        InputError
            If a wavelength lies outside the range on which the index is known.
        """

    @property
    def known(self) -> tuple[float, float]:
        """Shortest and longest vacuum wavelength in m at which the index is known."""
        return 0.0, inf

    def group_index(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return n - wavelength dn/dwavelength, by a difference over 2e-4 of the wavelength."""
        lam = np.asarray(wavelength, dtype=float)
        low, high = np.maximum(lam * (1 - 1e-4), self.known[0]), np.minimum(lam * (1 + 1e-4), self.known[1])
        slope = (self.index(high).real - self.index(low).real) / (high - low)
        return self.index(lam).real - lam * slope


@final
@dataclass(frozen=True, slots=True)
class ConstantIndex(Material):
    """The same index at every wavelength."""

    value: complex

    def __post_init__(self) -> None:
        if not np.isfinite(self.value) or complex(self.value).real < 1:
            raise InputError(f"refractive index {self.value}: the real part must be a number of at least 1.")

    @property
    def name(self) -> str:
        """The value itself."""
        n = complex(self.value)
        return f"{n.real:g}" if n.imag == 0 else f"{n.real:g}{n.imag:+g}i"

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Return the constant, broadcast to the shape of the wavelengths."""
        return np.full(np.shape(wavelength), self.value, dtype=np.complex128)

    def group_index(self, wavelength: ArrayLike) -> NDArray[np.float64]:
        """Return the constant itself: no dispersion."""
        return np.full(np.shape(wavelength), complex(self.value).real)


@final
@dataclass(frozen=True, slots=True)
class TabulatedIndex(Material):
    """An index given at increasing wavelengths and interpolated between them.

    Attributes
    ----------
    wavelength, n, k : tuple of float
        Vacuum wavelength in m (strictly increasing), real and imaginary part.
    label : str
        Name of the material or page the table came from.
    smooth : bool
        True for a sampled formula (n follows a cubic spline), False for measured points (straight
        lines). k always follows straight lines: a spline could swing below zero, which would be gain.
    """

    wavelength: tuple[float, ...] = field(repr=False)
    n: tuple[float, ...] = field(repr=False)
    k: tuple[float, ...] = field(repr=False)
    label: str = "table"
    smooth: bool = False
    _spline: BSpline | None = field(init=False, default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        lam, n, k = (np.asarray(v, dtype=float) for v in (self.wavelength, self.n, self.k))
        if not (lam.size == n.size == k.size >= 2):
            raise InputError(f"{self.label}: an index table needs at least two rows of wavelength, n and k.")
        if not (np.isfinite(lam).all() and np.isfinite(n).all() and np.isfinite(k).all()):
            raise InputError(f"{self.label}: the index table holds a value that is not a finite number.")
        if lam[0] <= 0 or (np.diff(lam) <= 0).any():
            raise InputError(f"{self.label}: wavelengths of an index table must be positive and increasing.")
        if self.smooth and lam.size >= 4:
            object.__setattr__(self, "_spline", make_interp_spline(lam, n, k=3))

    @property
    def name(self) -> str:
        """The label."""
        return self.label

    @property
    def known(self) -> tuple[float, float]:
        """First and last wavelength of the table, in m."""
        return self.wavelength[0], self.wavelength[-1]

    def index(self, wavelength: ArrayLike) -> NDArray[np.complex128]:
        """Interpolate n + ik; raise `InputError` outside the table."""
        lam = np.asarray(wavelength, dtype=float)
        low, high = self.known
        if lam.size and (lam.min() < low or lam.max() > high):
            raise InputError(
                f"{self.label}: the index is known from {low * 1e9:.4g} to {high * 1e9:.4g} nm, "
                f"but {(lam.min() if lam.min() < low else lam.max()) * 1e9:.6g} nm was asked for."
            )
        n = np.interp(lam, self.wavelength, self.n) if self._spline is None else self._spline(lam)
        return n + 1j * np.interp(lam, self.wavelength, self.k)


def as_material(value: Material | complex | float) -> Material:
    """Return a number as `ConstantIndex`, a Material as itself."""
    return value if isinstance(value, Material) else ConstantIndex(complex(value))
