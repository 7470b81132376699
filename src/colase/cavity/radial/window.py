"""Windows of wavelengths that a round cavity can be asked for."""

from __future__ import annotations

from math import isfinite

import numpy as np

from colase.cavity.base import ModeWindow
from colase.errors import InputError

from .shells import Shells

_EVERY_ORDER = 10**9
_MOST_MODES = 200_000


def checked_window(
    task: str, window: ModeWindow | tuple[float, float], radial_max: int | None, q_floor: float
) -> tuple[float, float, int]:
    """Return both ends of the window and the highest radial order, after checking everything."""
    if isinstance(window, ModeWindow):
        radial_max = window.radial_max if radial_max is None else radial_max
        window = (window.start, window.stop)
    start, stop = (float(v) for v in window)
    if not (isfinite(start) and isfinite(stop) and 0 < start < stop):
        raise InputError(
            f"{task}: window from {start:g} to {stop:g} m; give the shorter and then the longer vacuum "
            "wavelength, both above zero, for example (600e-9, 700e-9)."
        )
    if radial_max is not None and radial_max < 1:
        raise InputError(f"{task}: radial_max = {radial_max}; the lowest radial order is 1.")
    if not (isfinite(q_floor) and q_floor >= 5):
        raise InputError(
            f"{task}: q_floor = {q_floor:g}; give a number of at least 5. Below, resonances overlap "
            "with their neighbours and cannot be counted."
        )
    return start, stop, _EVERY_ORDER if radial_max is None else int(radial_max)


def require_moderate(task: str, shells: Shells, start: float, stop: float, radial_max: int) -> None:
    """Refuse a window that would take minutes (semiclassical count of resonances)."""
    lam = np.array([start, stop])
    n = np.stack([m.index(lam).real for m in shells.materials[:-1]])
    r = shells.radii
    area = (n**2 * np.diff(r**2, prepend=0.0)[:, None]).sum(axis=0)
    orbit = (n * r[:, None]).max(axis=0)
    k = 2 * np.pi / lam
    all_orders = 0.25 * (k**2 * area)
    lowest = 2 * radial_max * k * orbit
    expected = min(all_orders[0] - all_orders[1], max(lowest[0] - lowest[1], 0) + 2 * radial_max)
    if expected > _MOST_MODES or k[0] * orbit[0] > 1e5:
        raise InputError(
            f"{task}: {start * 1e9:g} to {stop * 1e9:g} nm holds about {expected:.2g} resonances "
            f"of order up to {k[0] * orbit[0]:.2g}; at most {_MOST_MODES} below order 100000 are "
            "solved at once. Narrow the window or lower radial_max."
        )
