"""A body of revolution of any profile, with its outline in the device file.

The outline is given by its corners (r, z) in the half-plane, in either sense of rotation: straight sides,
rounded if wanted, or a smooth curve from axis to axis. The body holds the nanocrystals. Passive parts lie
``under`` it (a pedestal, a shell: the body covers them) or ``over`` it (a core, a void: inside the body).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Literal, final

import numpy as np
from numpy.typing import NDArray

from colase.cavity.quantities import SUBSTRATE
from colase.cavity.rough_face import checked_roughness
from colase.errors import InputError
from colase.materials import ConstantIndex, Material
from colase.quantity import Quantity, check_bounds
from colase.shapes import Curve, Region, distance, smooth_outline, straight_outline

from .body import ACCURACY, BodyOfRevolution
from .cavity import AxisymmetricCavity, symmetric

Points = tuple[tuple[float, float], ...]

_CORNERS = Quantity(
    "m",
    "r, z",
    "corners of the outline: distance from the axis, height",
    "um",
    '[["0 um", "0 um"], ["2 um", "0 um"], ["0 um", "1 um"]]',
)
_ROUNDING = Quantity("m", "ρ", "radius of the rounded corners", "nm", "50 nm", gt=0.0, lt=1e-3)
_LARGEST = 1e-3
_ON_THE_LINE = 1e-6  # of the size of an outline
_DENSE = 40  # points along a side where overlap is looked for

Outline = Literal["straight", "smooth"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RevolvedPart:
    """A part without nanocrystals; ``next`` is one more, painted over this one."""

    corners: Annotated[Points, _CORNERS]
    index: Annotated[Material, Quantity("", "n_i", "refractive index of the part", example="1.5")]
    outline: Outline = "straight"
    rounding_radius: Annotated[float | None, _ROUNDING] = None
    next: RevolvedPart | None = None

    def __post_init__(self) -> None:
        check_bounds(self)
        _checked(self.corners, self.outline, self.rounding_radius)

    def regions(self, name: str, floor: float | None) -> tuple[Region[Material], ...]:
        """Return this part and those after it, in the order in which they are painted."""
        found, part = [], self
        while part is not None:
            label = name if not found else f"{name} {len(found) + 1}"
            outline = _outline(part.corners, part.outline, part.rounding_radius, floor)
            found.append(Region(label, part.index, outline))
            part = part.next
        return tuple(found)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Revolution(BodyOfRevolution):
    """Whispering-gallery modes of a body of revolution whose profile is drawn by its corners.

    The substrate, if there is one, fills z < 0. Without one, a profile that is its own mirror image about
    z = 0 is solved on half of it. Corners on the axis, or on the substrate, are never rounded.
    """

    corners: Annotated[Points, _CORNERS]
    body: Annotated[
        Material, Quantity("", "n_1", "refractive index of the body with the nanocrystals", example="1.9")
    ]
    outline: Outline = "straight"
    rounding_radius: Annotated[float | None, _ROUNDING] = None
    under: RevolvedPart | None = None
    over: RevolvedPart | None = None
    substrate: Annotated[Material | None, SUBSTRATE] = None
    surroundings: Annotated[
        Material, Quantity("", "n_3", "refractive index around the body", example="1.0")
    ] = ConstantIndex(1.0)
    kind: Literal["revolution"] = "revolution"

    def __post_init__(self) -> None:
        check_bounds(self)
        checked_roughness(self.q_scattering, self.roughness, self.correlation_length)
        _checked(self.corners, self.outline, self.rounding_radius)
        _require_within(self._body, self._over)

    @property
    def profile(self) -> AxisymmetricCavity:
        """What lies under the body, the body, and what lies over it."""
        under = () if self.under is None else self.under.regions("under", self._floor)
        regions = (*under, self._body, *self._over)
        mirror = self.substrate is None and all(map(symmetric, regions))
        return AxisymmetricCavity(regions, self.surroundings, self.substrate, mirror, ACCURACY)

    @property
    def gain_region(self) -> str:
        """The body."""
        return "body"

    @property
    def _floor(self) -> float | None:
        return None if self.substrate is None else 0.0

    @property
    def _body(self) -> Region[Material]:
        outline = _outline(self.corners, self.outline, self.rounding_radius, self._floor)
        return Region("body", self.body, outline)

    @property
    def _over(self) -> tuple[Region[Material], ...]:
        return () if self.over is None else self.over.regions("over", self._floor)

    def _gain_stack(self) -> tuple[list, list]:
        """Return the body, and the parts that take room from it; a part inside another takes none."""
        found: list[Region[Material]] = []
        for part in self._over:
            if not any(_inside(part, other).all() for other in found):
                found.append(part)
        return [self._body], found


def _outline(
    corners: Points, outline: Outline, rounding: float | None, floor: float | None
) -> tuple[Curve, ...]:
    return (
        smooth_outline(corners) if outline == "smooth" else straight_outline(corners, rounding or 0.0, floor)
    )


def _checked(corners: Points, outline: Outline, rounding: float | None) -> None:
    """Refuse corners that no body can have; what the outline itself shows is found when it is drawn."""
    values = [v for point in corners for v in point]
    if not all(isfinite(v) and abs(v) < _LARGEST for v in values):
        raise InputError("cavity: corners must be finite and within 1 mm of the origin.")
    if outline == "smooth" and rounding is not None:
        raise InputError('cavity: a smooth outline has no corners to round; leave out "rounding_radius".')


def _inside(part: Region, other: Region) -> NDArray[np.bool_]:
    """Return whether points along the outline of a part lie inside another one, or on its outline."""
    p = part.sampled()
    t = np.arange(_DENSE)[:, None, None] / _DENSE
    dense = (p + t * (np.roll(p, -1, axis=0) - p)).reshape(-1, 2)
    edge = other.sampled()
    touching = distance(dense, edge) < _ON_THE_LINE * np.ptp(edge)
    return other.contains(dense[:, 0], dense[:, 1]) | touching


def _require_within(body: Region, over: tuple[Region, ...]) -> None:
    """Refuse parts that reach out of the body or overlap without one holding the other."""
    for i, part in enumerate(over):
        if not _inside(part, body).all():
            raise InputError(
                f'cavity: "{part.name}" reaches out of the body; what lies over the body must lie inside it. '
                'A part beside or below the body is one "under" it.'
            )
        for other in over[:i]:
            if not _inside(part, other).all() and _overlap(part, other):
                raise InputError(
                    f'cavity: "{part.name}" overlaps "{other.name}" in part; let it lie inside or beside it.'
                )


def _overlap(part: Region, other: Region) -> bool:
    """Whether two parts share more than their outlines."""
    for one, two in ((part, other), (other, part)):
        p, edge = one.sampled(), two.sampled()
        t = np.arange(_DENSE)[:, None, None] / _DENSE
        dense = (p + t * (np.roll(p, -1, axis=0) - p)).reshape(-1, 2)
        clear = distance(dense, edge) > _ON_THE_LINE * np.ptp(edge)
        if (two.contains(dense[:, 0], dense[:, 1]) & clear).any():
            return True
    return False
