"""The best collapse of a linewidth, and what it leaves open: points on its branches, tilts, a wrong model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .collapse import Widths, basis, fallen
from .collapse_profile import solver_of
from .doubts import MISFIT, scatter_of, together

Array = NDArray[np.float64]

_TILTED, _SURE = 0.3, 3.0  # powers of the pump, standard errors
_STEEP = 2.0  # powers that no branch has
_FEW = 2


class Curve:
    """ln(width) of the best collapse: branches a, R, s, t of `collapse` and the scatter about them."""

    def __init__(self, widths: Widths, centre: float, breadth: float, roundness: float) -> None:
        self.widths, self.shape = widths, (np.array([centre]), np.array([breadth]), np.array([roundness]))
        solved = solver_of(widths)(*self.shape)
        self.linear, self.scatter = solved.linear[0], float(solved.scatter[0])

    def log_width(self, x: Array) -> Array:
        """Return ln(width) at ln(pump)."""
        return self._rows(x) @ self.linear

    def tilts(self) -> Array:
        """Return powers of the pump below and above, and their standard errors, shape (2, 2)."""
        rows = self._rows(self.widths.x)
        errors = self.scatter * np.sqrt(np.diag(np.linalg.pinv(rows.T @ rows)))
        return np.stack([self.linear[2:], errors[2:]], axis=-1)

    def residuals(self) -> Array:
        """Return residuals of ln(width) over their standard errors, those of the pump included."""
        x, j = self.widths.x, self.widths.jitter
        moved = 0.5 * (self.log_width(x + j) - self.log_width(x - j))
        return (self.widths.y - self.log_width(x)) / np.hypot(self.scatter, moved)

    def _rows(self, x: Array) -> Array:
        centre, breadth, roundness = self.shape
        return basis(x - centre, fallen(x - centre, breadth, roundness))


def doubts_of(best: Curve, low: float, high: float) -> list[str]:
    """Return a sentence for everything that the widths leave open; ``low`` to ``high`` holds ln(pump)."""
    x, y, notes = best.widths.x, best.widths.y, []
    if np.isinf(low) or np.isinf(high):
        unseen = "upper" if np.isinf(low) else "lower"
        notes.append(f"its {unseen} branch is hardly seen: the collapse is bounded on one side only.")
    else:
        few = [w for w, there in (("below", x < low), ("above", x > high)) if np.sum(there) <= _FEW]
        if few:
            notes.append(f"{_FEW} points or fewer lie {' and '.join(few)} the collapse.")
    tilts = best.tilts()
    for where, (tilt, error) in zip(("below", "above"), tilts, strict=True):
        if abs(tilt) > max(_TILTED, _SURE * error):
            notes.append(_tilted(where, tilt))
    steep = np.any(np.abs(tilts[:, 0]) > _STEEP + _SURE * tilts[:, 1])
    if steep or together(best.residuals()) or best.scatter > MISFIT * scatter_of(x, y) > 0:
        notes.append("two branches and a collapse are not the right model of it: the interval is too narrow.")
    return [f"linewidth: {note}" for note in notes]


def _tilted(where: str, tilt: float) -> str:
    said = f"{where} the collapse it goes as pump^{tilt:+.1f}, no plateau: the threshold is where it is the "
    said += "geometric mean of both branches drawn on"
    if where == "above" and tilt > 0:
        return f"{said}; it rises again (heat, chirp), leave out the highest pumps to see what that does."
    return f"{said}."
