"""How heat is spread over the depth of a layer, and how temperature is averaged over it.

Both enter the response of a layer through the same three integrals of a weight f(z), Int f dz = 1, over a
layer of thickness d, with mu the inverse penetration depth of a thermal wave:

    P = Int f e^(-mu z) dz,   Q = Int f e^(-mu (d - z)) dz,   V(z) = Int f(z') e^(-mu |z - z'|) dz'.

Depths are from the top face of the layer.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import expm1, inf, isfinite
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

Complex = NDArray[Any]  # complex on a contour, real when steady


class Profile(ABC):
    """A normalised distribution over the depth of one layer."""

    __slots__ = ()

    @abstractmethod
    def moments(self, mu: Complex, thickness: float) -> tuple[Complex, Complex]:
        """Return P and Q, same shape as ``mu`` (in 1/m)."""

    @abstractmethod
    def potential(self, mu: Complex, depth: float, thickness: float) -> Complex:
        """Return V at a depth in m, same shape as ``mu``."""

    @abstractmethod
    def gather(self, source: Profile, mu: Complex, thickness: float) -> Complex:
        """Return Int w(z) V(z) dz, the potential of a source weighted with this profile."""

    def stretched(self, factor: float) -> Profile:
        """Return the profile in a layer that is thicker by a factor: places move, attenuation stays."""
        return self

    def check(self, thickness: float, name: str) -> None:  # noqa: B027 - most profiles fit any layer
        """Raise `InputError` if the profile cannot stand in a layer."""


@final
@dataclass(frozen=True, slots=True)
class Uniform(Profile):
    """The same everywhere in the layer: heat in a thin film, or the mean temperature."""

    def moments(self, mu: Complex, thickness: float) -> tuple[Complex, Complex]:
        """Return (1 - e^(-mu d))/(mu d), twice."""
        x = mu * thickness
        mean = -np.expm1(-x) / x
        return mean, mean

    def potential(self, mu: Complex, depth: float, thickness: float) -> Complex:
        """Return (2 - e^(-mu z) - e^(-mu (d - z)))/(mu d)."""
        return -(np.expm1(-mu * depth) + np.expm1(-mu * (thickness - depth))) / (mu * thickness)

    def gather(self, source: Profile, mu: Complex, thickness: float) -> Complex:
        """Return (2 - P - Q)/(mu d) of the source."""
        p, q = source.moments(mu, thickness)
        return ((1 - p) + (1 - q)) / (mu * thickness)

    def check(self, thickness: float, name: str) -> None:
        """Refuse a half-space."""
        if not isfinite(thickness):
            raise InputError(f"heat: nothing can be spread evenly over {name}, which is infinitely thick.")


@final
@dataclass(frozen=True, slots=True)
class BeerLambert(Profile):
    """Light that enters from above and is absorbed over ``depth`` (1/e, in m)."""

    depth: float

    def __post_init__(self) -> None:
        if not (isfinite(self.depth) and self.depth > 0):
            raise InputError(
                f"heat: light is absorbed over {self.depth:g} m; give a positive depth, or use a uniform "
                f"profile."
            )

    def _norm(self, thickness: float) -> float:
        return -expm1(-thickness / self.depth) if isfinite(thickness) else 1.0

    def moments(self, mu: Complex, thickness: float) -> tuple[Complex, Complex]:
        """Return the integrals of an exponential with two exponentials."""
        a, norm = 1 / self.depth, self._norm(thickness)
        if not isfinite(thickness):
            return a / (a + mu), np.zeros_like(mu)
        first = a * -np.expm1(-(a + mu) * thickness) / (a + mu) / norm
        return first, a * _difference(a, mu, thickness) / norm

    def potential(self, mu: Complex, depth: float, thickness: float) -> Complex:
        """Return what lies above plus what lies below the depth."""
        a, norm = 1 / self.depth, self._norm(thickness)
        rest = thickness - depth
        far = -np.expm1(-(a + mu) * rest) if isfinite(rest) else np.ones_like(mu)
        below = np.exp(-a * depth) * far / (a + mu)
        return a * (_difference(a, mu, depth) + below) / norm

    def gather(self, source: Profile, mu: Complex, thickness: float) -> Complex:
        """Refuse: this describes heat, not an observer."""
        raise InputError("heat: a temperature is not averaged with Beer-Lambert; give depths and weights.")


@final
@dataclass(frozen=True, slots=True)
class At(Profile):
    """All at one depth (m): heat made in a thin absorber, or temperature there. 0 is the top face."""

    depth: float = 0.0

    def moments(self, mu: Complex, thickness: float) -> tuple[Complex, Complex]:
        """Return e^(-mu z) and e^(-mu (d - z))."""
        rest = thickness - self.depth
        near = np.exp(-mu * self.depth) if self.depth else np.ones_like(mu)
        return near, np.exp(-mu * rest) if isfinite(rest) else np.zeros_like(mu)

    def potential(self, mu: Complex, depth: float, thickness: float) -> Complex:
        """Return e^(-mu |z - z'|)."""
        return np.exp(-mu * abs(depth - self.depth))

    def stretched(self, factor: float) -> At:
        """Return the depth times the factor."""
        return At(self.depth * factor)

    def gather(self, source: Profile, mu: Complex, thickness: float) -> Complex:
        """Return the potential of the source at this depth."""
        return source.potential(mu, self.depth, thickness)

    def check(self, thickness: float, name: str) -> None:
        """Refuse a depth outside the layer."""
        if not 0 <= self.depth <= thickness:
            raise InputError(
                f"heat: a depth of {self.depth * 1e9:g} nm lies outside {name}, "
                f"which is {thickness * 1e9:g} nm thick."
            )


@final
@dataclass(frozen=True, slots=True)
class Weighted(Profile):
    """A sum over depths, such as the intensity of an optical mode at the nodes of a quadrature.

    Attributes
    ----------
    depths : tuple of float
        Depths in m.
    weights : tuple of float
        Not negative; they are normalised to the sum 1.
    """

    depths: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        w = np.asarray(self.weights, dtype=float)
        if (
            len(self.depths) != w.size
            or not w.size
            or not np.isfinite(w).all()
            or (w < 0).any()
            or not w.sum()
        ):
            raise InputError(
                "heat: weights over depth must be one non-negative number a depth, not all of them zero."
            )

    def stretched(self, factor: float) -> Weighted:
        """Return all depths times the factor."""
        return Weighted(tuple(z * factor for z in self.depths), self.weights)

    def _parts(self) -> list[tuple[float, At]]:
        total = sum(self.weights)
        return [(w / total, At(z)) for z, w in zip(self.depths, self.weights, strict=True) if w]

    def moments(self, mu: Complex, thickness: float) -> tuple[Complex, Complex]:
        """Return the weighted sums."""
        found = [(w, at.moments(mu, thickness)) for w, at in self._parts()]
        return np.sum([w * p for w, (p, _) in found], axis=0), np.sum([w * q for w, (_, q) in found], axis=0)

    def potential(self, mu: Complex, depth: float, thickness: float) -> Complex:
        """Return the weighted sum."""
        return np.sum([w * at.potential(mu, depth, thickness) for w, at in self._parts()], axis=0)

    def gather(self, source: Profile, mu: Complex, thickness: float) -> Complex:
        """Return the weighted sum of the potential of the source."""
        return np.sum([w * at.gather(source, mu, thickness) for w, at in self._parts()], axis=0)

    def check(self, thickness: float, name: str) -> None:
        """Refuse depths outside the layer."""
        for _, at in self._parts():
            at.check(thickness, name)


def _difference(a: float, mu: Complex, length: float) -> Complex:
    """Return (e^(-a L) - e^(-mu L))/(mu - a), also where both are equal and where both are huge."""
    if length == inf:
        return np.zeros_like(mu)
    slow = np.where(np.real(mu) < a, mu, a)
    x = np.where(np.real(mu) < a, a - mu, mu - a) * length
    small = abs(x) < 1e-7
    safe = np.where(small, 1.0, x)
    return np.exp(-slow * length) * length * np.where(small, 1 - x / 2, -np.expm1(-safe) / safe)
