"""Bringing a resonance of one sphere onto that of another by its size, the coat unchanged."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np

from colase.cavity import LayeredSphere
from colase.errors import ConvergenceError, InputError

from .families import Family, require_step, resonances

_ENOUGH = 1e-13


def nearest(sphere: LayeredSphere, wavelength: float, polarization: str, radial: int = 1) -> Family:
    """Return the resonance of a sphere nearest to a vacuum wavelength in m.

    Raises
    ------
    InputError
        If there is none within two mode spacings.
    """
    if polarization not in ("TE", "TM"):
        raise InputError(f'two spheres: polarization "{polarization}"; give "TE" or "TM".')
    require_step(sphere, wavelength)
    spacing = wavelength**2 / (2 * pi * sphere.radii[-1] * 1.3)
    window = (wavelength - spacing, wavelength + spacing)
    found = [
        f
        for f in resonances(sphere, window, radial, 10.0)
        if (f.polarization, f.radial) == (polarization, radial)
    ]
    if not found:
        raise InputError(
            f"two spheres: a sphere of {2e6 * sphere.radii[-1]:.4g} um has no {polarization} resonance of "
            f"radial "
            f"order {radial} near {wavelength * 1e9:g} nm."
        )
    return min(found, key=lambda f: abs(2 * pi / f.k.real - wavelength))


def enlarged(sphere: LayeredSphere, change: float) -> LayeredSphere:
    """Return a sphere whose boundaries all lie further out by ``change`` (m): the core grows."""
    return replace(sphere, radii=tuple(r + change for r in sphere.radii))


def tuned(
    sphere: LayeredSphere, target: float, polarization: str, radial: int = 1
) -> tuple[LayeredSphere, Family]:
    """Return a sphere with a resonance at a vacuum wavenumber (1/m), its size changed as little as possible.

    Raises
    ------
    ConvergenceError
        If the secant steps do not settle.
    """
    f = nearest(sphere, 2 * pi / target, polarization, radial)
    change, rate = 0.0, -f.k.real / sphere.radii[-1]
    last: tuple[float, float] | None = None
    for _ in range(12):
        moved = enlarged(sphere, change)
        near = resonances(moved, _around(f.k.real, target), radial, 10.0)
        f = min(
            (g for g in near if g.wave == f.wave and g.radial == radial), key=lambda g: abs(g.k.real - target)
        )
        miss = f.k.real - target
        if abs(miss) < _ENOUGH * target:
            return moved, f
        if last is not None and change != last[0]:
            rate = (miss - last[1]) / (change - last[0])
        last, change = (change, miss), change - miss / rate
    raise ConvergenceError(
        f"two spheres: {f.label} of a sphere of {2e6 * sphere.radii[-1]:.4g} um was not brought onto "
        f"{2e9 * pi / target:.6f} nm."
    )


def _around(first: float, second: float) -> tuple[float, float]:
    """Return a window of wavelengths that holds both wavenumbers."""
    low, high = np.sort([first, second])
    return float(2 * pi / high * (1 - 3e-4)), float(2 * pi / low * (1 + 3e-4))
