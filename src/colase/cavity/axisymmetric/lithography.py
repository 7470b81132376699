"""Resist bodies written by one laser spot: dose, cross-linking threshold and parabolic wall.

A Gaussian beam enters the film from its top z = z_0 and is absorbed on its way down (kersuzan2025 eq. 2):

    W(r, z) = 2 P tau / (pi w0^2) exp(-2 r^2/w0^2) exp(-a (z_0 - z)),      a = eps_405 C_abs

Resist stays where W exceeds the cross-linking dose W_cl. The wall is a parabola,

    z(r) = z_0 + (1/a) [ 2 r^2/w0^2 + ln(W_cl pi w0^2 / (2 P tau)) ],

which is eq. 3 of the paper with 1/a in front of the logarithm as well: as printed, that term has no
length. It follows that r_t^2 - r_b^2 = a z_0 w0^2 / 2 between top and base, whatever the dose. Valid
for a beam that does not spread within the film and an absorber that does not bleach. Lengths in m.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, pi
from typing import Annotated, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds
from colase.shapes import Curve

_SAMPLES = 24


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One laser spot on a film of resist; the profile of what stays depends on the film thickness."""

    power: Annotated[float, Quantity("W", "P_0", "laser power", shown="uW", example="500 uW", gt=0.0, lt=1e3)]
    time: Annotated[float, Quantity("s", "τ", "exposure time", shown="ms", example="50 ms", gt=0.0, lt=1e4)]
    waist: Annotated[
        float, Quantity("m", "w_0", "1/e^2 radius of the spot", shown="um", example="10 um", gt=1e-7, lt=1e-2)
    ]
    absorption: Annotated[
        float,
        Quantity(
            "1/m",
            "ε C",
            "absorption coefficient of the resist, natural logarithm",
            shown="1/cm",
            example="2000 1/cm",
            gt=0.0,
            lt=1e9,
        ),
    ]
    threshold_dose: Annotated[
        float,
        Quantity(
            "J/m^2",
            "W_cl",
            "dose that cross-links the resist",
            shown="mJ/cm^2",
            example="2200 mJ/cm^2",
            gt=0.0,
            lt=1e12,
        ),
    ]

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def peak_dose(self) -> float:
        """Dose at the centre of the top, 2 P tau/(pi w0^2), in J/m^2."""
        return 2 * self.power * self.time / (pi * self.waist**2)

    def dose(self, r: ArrayLike, z: ArrayLike, thickness: float) -> NDArray[np.float64]:
        """Return the dose in J/m^2 at distances r from the axis and heights z in a film (eq. 2)."""
        r, z = np.asarray(r, dtype=float), np.asarray(z, dtype=float)
        return self.peak_dose * np.exp(-2 * (r / self.waist) ** 2 - self.absorption * (thickness - z))

    def wall(self, z: ArrayLike, thickness: float) -> NDArray[np.float64]:
        """Return the radius in m of the wall at heights z (eq. 3, repaired); nan where nothing stays."""
        depth = thickness - np.asarray(z, dtype=float)
        squared = (
            0.5 * self.waist**2 * (np.log(self.peak_dose / self.threshold_dose) - self.absorption * depth)
        )
        return np.sqrt(np.where(squared >= 0, squared, np.nan))

    def radii(self, thickness: float) -> tuple[float, float]:
        """Return the radius at the top and at the base of a film of a given thickness, in m.

        Raises
        ------
        InputError
            If nothing cross-links, or not down to the substrate.
        """
        if self.peak_dose <= self.threshold_dose:
            raise InputError(
                f"exposure: the dose at the centre, {self.peak_dose * 1e-4:.3g} J/cm2, does not exceed the "
                f"{self.threshold_dose * 1e-4:.3g} J/cm2 that cross-link; raise power or time."
            )
        top, base = (float(r) for r in self.wall([thickness, 0.0], thickness))
        if not isfinite(base) or base <= 0:
            needed = self.threshold_dose * exp(self.absorption * thickness)
            raise InputError(
                f"exposure: the dose on the substrate is below {self.threshold_dose * 1e-4:.3g} J/cm2; the "
                f"body would wash away; a dose of {needed * 1e-4:.3g} J/cm2 at the top reaches down, "
                f"{self.peak_dose * 1e-4:.3g} J/cm2 are given."
            )
        return top, base


def diameters(
    exposure: Exposure, thickness: float, dose: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return top and base diameter in m against the peak dose in J/m^2; nan where nothing stays."""
    over = np.log(np.asarray(dose, dtype=float) / exposure.threshold_dose)
    squared = [0.5 * exposure.waist**2 * (over - a) for a in (0.0, exposure.absorption * thickness)]
    top, base = (2 * np.sqrt(np.where(s >= 0, s, np.nan)) for s in squared)
    return top, base


def body_outline(top: float, base: float, height: float) -> tuple[Curve, ...]:
    """Return the outline of a body with a parabolic wall, standing on z = 0 (a cylinder if top = base)."""
    return (
        Curve(((0.0, 0.0), (base, 0.0))),
        _wall(top, base, height),
        Curve(((top, height), (0.0, height), (0.0, 0.0))),
    )


def _wall(top: float, base: float, height: float) -> Curve:
    """Return the wall r^2 = r_b^2 + (r_t^2 - r_b^2) z/h: a Bezier curve of degree two, exactly."""
    if abs(top - base) < 1e-6 * top:
        return Curve(((base, 0.0), (top, height)))
    return Curve(((base, 0.0), (0.5 * (base + top), base * height / (top + base)), (top, height)), "bezier")


def coated_outline(top: float, base: float, height: float, coat: float) -> tuple[Curve, ...]:
    """Return the outline of the same body under a film of equal thickness on wall and top.

    The film ends on the substrate; around the upper edge it is round.
    """
    slope = (top**2 - base**2) / height
    z = np.linspace(0.0, height, _SAMPLES + 1)
    r = np.sqrt(base**2 + slope * z)
    lean = slope / (2 * r)
    normal = np.stack([np.ones_like(lean), -lean], axis=-1) / np.sqrt(1 + lean**2)[:, None]
    points = np.stack([r, z], axis=-1) + coat * normal
    foot = _foot(points, base, coat)
    rim = np.array([top, height])
    up = normal[-1] + [0.0, 1.0]
    over = rim + coat * up / np.hypot(*up)
    straight = abs(top - base) < 1e-6 * top
    wall = [foot, *points[points[:, 1] > foot[1] + 1e-3 * coat]]
    ends = [wall[0], wall[-1]] if straight else wall
    pieces = [Curve(_tuples(ends), "line" if straight else "spline")]
    if foot[1] > 0:
        corner = np.array([base, 0.0])
        half = normal[0] + [1.0, 0.0]
        arc = [corner + np.array([coat, 0.0]), corner + coat * half / np.hypot(*half), foot]
        pieces.insert(0, Curve(_tuples(arc), "arc"))
    first = pieces[0].points[0]
    return (
        Curve(((0.0, 0.0), first)),
        *pieces,
        Curve(_tuples([points[-1], over, rim + np.array([0.0, coat])]), "arc"),
        Curve(((top, height + coat), (0.0, height + coat), (0.0, 0.0))),
    )


def _foot(points: NDArray[np.float64], base: float, coat: float) -> NDArray[np.float64]:
    """Return where the outer face of the film on the wall meets the substrate (or starts, above it)."""
    if points[0, 1] >= 0:
        return points[0] if points[0, 1] > 1e-6 * coat else np.array([base + coat, 0.0])
    above = int(np.argmax(points[:, 1] > 0))
    (r0, z0), (r1, z1) = points[above - 1], points[above]
    return np.array([r0 + (r1 - r0) * (0.0 - z0) / (z1 - z0), 0.0])


def _tuples(points: list) -> tuple[tuple[float, float], ...]:
    return tuple((float(r), float(z)) for r, z in points)
