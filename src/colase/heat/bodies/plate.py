"""A base of finite thickness D in the stretched half-plane of a body's mesh.

The back face z' = -D of a plate that reaches as far as the shell does is, at an angle p from the axis,

    rho' = D/cos p,     rho = R_1 [1 + ln(rho'/R_1)/a]   in the shell (rho' > R_1),   rho = rho' within it,

so the plate tapers towards the outer edge although its thickness does not change. Lengths are in um.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, log
from typing import Any

import numpy as np

from colase.shapes import Curve, Region, face_of

from .body import BASE

FAR = 1000.0  # outer radius of the shell over its inner one, R_1
STRETCH = log(FAR)
_POINTS = 41
_UM = 1e-6
_CHORD = 0.01  # angle of an arc that is as good as straight


@dataclass(frozen=True, slots=True)
class Plate:
    """Faces of a base of a thickness under a ball of radius R_1, inside it and in its shell."""

    thickness: float
    ball: float

    @property
    def ends(self) -> bool:
        """Whether the back face lies within the shell; beyond it the base is a half-space."""
        return self.thickness < 0.5 * FAR * self.ball

    def near(self, sector: Any, occ: Any) -> Any:
        """Return the part of the lower quarter disc that belongs to the plate."""
        if self.thickness >= self.ball:
            return sector
        wide = 2 * self.ball
        return sector * occ.MoveTo(0, -self.thickness).Rectangle(wide, self.thickness).Face()

    def far(self) -> Any:
        """Return the face of the plate in the shell."""
        ball, within = self.ball, self.thickness < self.ball
        first = acos(self.thickness / ball) if within else 0.0
        last = acos(self.thickness / (FAR * ball))
        # even steps of ln rho', dense towards the outer edge where p hardly changes
        rho = np.exp(np.linspace(np.log(self.thickness / np.cos(first)), np.log(FAR * ball), _POINTS))
        angle = np.arccos(np.minimum(self.thickness / rho, 1.0))
        angle[0], angle[-1] = first, last
        seen = ball * (1 + np.log(rho / ball) / STRETCH)
        back = [
            (float(s * np.sin(p)) * _UM, float(-s * np.cos(p)) * _UM)
            for s, p in zip(seen, angle, strict=True)
        ]
        outline = (
            Curve(tuple(back), "spline"),
            _arc(2 * ball, back[-1], (2 * ball * _UM, 0.0)),
            Curve(((2 * ball * _UM, 0.0), (ball * _UM, 0.0))),
            _arc(ball, (ball * _UM, 0.0), back[0] if within else (0.0, -ball * _UM)),
        )
        return face_of(Region(BASE, None, outline))


def _arc(radius: float, start: tuple[float, float], end: tuple[float, float]) -> Curve:
    """Return the arc about the origin between two points (m), or the chord of a very short one."""
    one, two = np.arctan2(start[1], start[0]), np.arctan2(end[1], end[0])
    if abs(one - two) < _CHORD:
        return Curve((start, end))
    middle = (one + two) / 2
    on = radius * _UM
    return Curve((start, (float(on * np.cos(middle)), float(on * np.sin(middle))), end), "arc")
