"""How much of a pump beam falls on each disk, against the offset of the beam.

    share = int beam w dA / int w dA      w = 1: by area;  w = delta(r - R): by rim;  w(r): by a mode

A flat-top beam behind an iris covers a circle; the share by area is then the lens of two circles in
closed form and the share by rim an arc. Other beams are integrated on Gauss points. The beam is 1 where
it is brightest. Gain follows from the share as g = g_max (2 share - 1): transparency at half
(lafalce2019, the sweep of fig. 3 and 4).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.coupling.arrangement.bodies import Disk
from colase.errors import InputError
from colase.results import dataset, variable

Floats = NDArray[np.float64]


class Beam(ABC):
    """A beam profile around its centre, 1 where it is brightest."""

    __slots__ = ()

    @abstractmethod
    def intensity(self, x: Floats, y: Floats) -> Floats:
        """Return the relative intensity at points in m from the centre of the beam."""


@final
@dataclass(frozen=True, slots=True)
class FlatTop(Beam):
    """Constant inside a circle of ``radius`` (m), zero outside."""

    radius: float

    def __post_init__(self) -> None:
        _require_positive("flat-top beam", self.radius)

    def intensity(self, x: Floats, y: Floats) -> Floats:
        """Return 1 inside, 0 outside."""
        return (np.hypot(x, y) <= self.radius).astype(float)


@final
@dataclass(frozen=True, slots=True)
class GaussianBeam(Beam):
    """exp(-2 r^2/w^2) with the 1/e^2 radius ``waist`` (m)."""

    waist: float

    def __post_init__(self) -> None:
        _require_positive("Gaussian beam", self.waist)

    def intensity(self, x: Floats, y: Floats) -> Floats:
        """Return the Gaussian."""
        return np.exp(-2 * (x**2 + y**2) / self.waist**2)


@final
@dataclass(frozen=True, slots=True, eq=False)
class MeasuredBeam(Beam):
    """A camera image: ``image`` (rows along y, columns along x) with square pixels of ``pixel`` (m).

    The centre is the centre of mass; outside the image there is no light.
    """

    image: Floats
    pixel: float

    def __post_init__(self) -> None:
        _require_positive("beam image: pixel", self.pixel)
        image = np.asarray(self.image, dtype=float)
        if image.ndim != 2 or min(image.shape) < 2 or not np.isfinite(image).all():
            raise InputError("beam image: a two-dimensional array of finite numbers is needed.")
        if image.min() < 0 or image.max() <= 0:
            raise InputError("beam image: subtract the background so that no pixel is below zero.")
        object.__setattr__(self, "image", image / image.max())

    def intensity(self, x: Floats, y: Floats) -> Floats:
        """Interpolate the image."""
        from scipy.interpolate import RegularGridInterpolator

        rows, columns = (np.arange(n, dtype=float) for n in self.image.shape)
        mass = self.image.sum()
        v0 = (self.image.sum(axis=1) * rows).sum() / mass
        u0 = (self.image.sum(axis=0) * columns).sum() / mass
        table = RegularGridInterpolator((rows, columns), self.image, bounds_error=False, fill_value=0.0)
        return table(np.stack([v0 + y / self.pixel, u0 + x / self.pixel], axis=-1))


def _require_positive(what: str, value: float) -> None:
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"{what}: {value:g} m; give a length above zero.")


def overlap(beam: Beam, disk: Disk, centre: tuple[float, float], weighting: str = "area") -> float:
    """Return the share of a disk that a beam pumps.

    Parameters
    ----------
    centre : tuple of float
        Centre of the beam in m.
    weighting : {"area", "rim"}
        By area, or along the rim, where whispering-gallery modes are.
    """
    if weighting not in ("area", "rim"):
        raise InputError(f'pump overlap: weighting "{weighting}"; give "area" or "rim".')
    x, y = disk.centre[0] - centre[0], disk.centre[1] - centre[1]
    if isinstance(beam, FlatTop):
        distance = float(np.hypot(x, y))
        return (_lens if weighting == "area" else _arc)(distance, disk.radius, beam.radius)
    angle = np.linspace(0, 2 * pi, 256, endpoint=False)
    if weighting == "rim":
        return float(beam.intensity(x + disk.radius * np.cos(angle), y + disk.radius * np.sin(angle)).mean())
    node, weight = np.polynomial.legendre.leggauss(48)
    r = disk.radius * np.sqrt(0.5 * (1 + node))  # uniform in area
    R, A = np.meshgrid(r, angle, indexing="ij")
    return float((0.5 * weight[:, None] * beam.intensity(x + R * np.cos(A), y + R * np.sin(A))).sum() / 256)


def _lens(distance: float, radius: float, beam: float) -> float:
    """Return the area that two circles share, in units of the first."""
    if distance >= radius + beam:
        return 0.0
    if distance <= abs(radius - beam):
        return min(1.0, (beam / radius) ** 2)
    a = (distance**2 + radius**2 - beam**2) / (2 * distance * radius)
    b = (distance**2 + beam**2 - radius**2) / (2 * distance * beam)
    alpha, beta = np.arccos(np.clip(a, -1, 1)), np.arccos(np.clip(b, -1, 1))
    area = radius**2 * (alpha - 0.5 * np.sin(2 * alpha)) + beam**2 * (beta - 0.5 * np.sin(2 * beta))
    return float(area / (pi * radius**2))


def _arc(distance: float, radius: float, beam: float) -> float:
    """Return the share of the first circle that lies inside the second."""
    if distance == 0:
        return float(radius <= beam)
    inside = (beam**2 - distance**2 - radius**2) / (2 * distance * radius)
    return float(1 - np.arccos(np.clip(inside, -1, 1)) / pi)


def pump_sweep(
    beam: Beam,
    disks: tuple[Disk, ...],
    offsets: ArrayLike,
    weighting: str = "area",
    direction: float = 0.0,
    origin: tuple[float, float] | None = None,
) -> xr.Dataset:
    """Return the share and the relative gain of every disk while the beam moves along a line.

    Parameters
    ----------
    offsets : array
        Of the beam from ``origin`` (by default the middle between the rims of the first and the last
        disk), in m, along ``direction`` (rad).

    Returns
    -------
    Dataset over ``offset`` and ``disk``: share, and gain = 2 share - 1 (in units of the largest gain).
    """
    offset = np.atleast_1d(np.asarray(offsets, dtype=float))
    start = _middle(disks) if origin is None else origin
    step = np.array([np.cos(direction), np.sin(direction)])
    share = np.array(
        [
            [overlap(beam, d, tuple(np.asarray(start) + o * step), weighting) for d in disks]  # type: ignore[arg-type]
            for o in offset
        ]
    )
    return dataset(
        {
            "share": variable(("offset", "disk"), share, "", f"pumped share of the disk, by {weighting}"),
            "gain": variable(("offset", "disk"), 2 * share - 1, "", "gain, in units of the largest"),
        },
        {
            "offset": variable("offset", offset, "m", "offset of the beam"),
            "disk": variable("disk", np.arange(len(disks)), "", "disk"),
        },
    )


def _middle(disks: tuple[Disk, ...]) -> tuple[float, float]:
    """Return the middle between the facing rims of the first and the last disk."""
    a, b = disks[0], disks[-1]
    if a is b:
        return a.centre
    distance = float(np.hypot(b.centre[0] - a.centre[0], b.centre[1] - a.centre[1]))
    t = 0.5 * (a.radius + distance - b.radius) / distance
    return a.centre[0] + t * (b.centre[0] - a.centre[0]), a.centre[1] + t * (b.centre[1] - a.centre[1])
