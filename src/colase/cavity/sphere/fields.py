"""Field of one mode of a layered sphere: along a radius and on a cut plane.

For the travelling orbit m = l, with Y = Y_ll ~ sin^l(theta) e^{i l phi},
    TE: E = (u/r) X,                                  X = r x grad Y / sqrt(L)
    TM: n^2 E ~ L u/r^2 Y (radial), u'/r r grad Y (tangential)
so |E|^2 does not depend on phi. Everything is scaled to a largest energy density n^2 |E|^2 of one.
A leaky mode grows outside as exp(-Im k r): the picture shows it as it is.
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.radial.counting import guiding_boundaries
from colase.cavity.radial.shells import Shells
from colase.cavity.radial.solution import CENTRE, radial_solution
from colase.results import dataset, variable


def profile(shells: Shells, k: complex, magnetic: bool, polar: int, r: NDArray[np.float64]) -> xr.Dataset:
    """Return the squared field of the orbit m = l on the equator along a radius.

    Parameters
    ----------
    shells : Shells
        The sphere.
    k : complex
        Resonance in 1/m.
    magnetic, polar : bool, int
        TM or not, and l.
    r : array (r,)
        Radii in m, increasing.

    Returns
    -------
    Dataset over ``r``: e_radial, e_polar, e_azimuthal (|E|^2 of each component), e_squared,
    energy_density (n^2 |E|^2, largest value 1) and index.
    """
    parts, index = _components(shells, k, magnetic, polar, r)
    labels = {
        "e_radial": "radial",
        "e_polar": "polar (along the axis)",
        "e_azimuthal": "azimuthal (along the orbit)",
    }
    total = sum(parts)
    variables = {
        name: variable("r", part, "", f"squared electric field, {what}")
        for (name, what), part in zip(labels.items(), parts, strict=True)
    }
    variables["e_squared"] = variable("r", total, "", "squared electric field")
    variables["energy_density"] = variable(
        "r", index**2 * total, "", "energy density n^2 |E|^2, largest is 1"
    )
    variables["index"] = variable("r", index, "", "refractive index")
    return dataset(variables, {"r": variable("r", r, "m", "distance from the centre")})


def _components(
    shells: Shells, k: complex, magnetic: bool, l: int, r: NDArray[np.float64]
) -> tuple[tuple[NDArray, NDArray, NDArray], NDArray[np.float64]]:
    """Return |E_r|^2, |E_theta|^2, |E_phi|^2 on the equator (largest n^2|E|^2 is 1) and Re n."""
    R, L = shells.outer, l * (l + 1)
    n = shells.index(np.array([k.real]))[0]
    match = guiding_boundaries(shells, k.real)[0]
    s = np.maximum(np.ascontiguousarray(r) / R, CENTRE)
    caustic = min(l / (np.abs(n).max() * abs(k) * R), 1.0)
    dense = np.unique(np.concatenate([np.linspace(0.8 * caustic, 1, 4001), shells.radii / R]))
    both = np.concatenate([s, dense])
    u, du = radial_solution(k * R, float(l), 0.0, magnetic, shells.radii / R, n, match, both)
    where = np.searchsorted(shells.radii / R, np.concatenate([s, dense]))
    local, radius = n[where], np.concatenate([s, dense])
    none = np.zeros(radius.size)
    if magnetic:
        parts = (
            np.abs(L * u / (local * radius) ** 2) ** 2,
            none,
            np.abs(l * du / (local**2 * radius)) ** 2,
        )
    else:
        parts = (none, np.abs(u / radius) ** 2, none)
    largest = (np.abs(local) ** 2 * sum(parts))[s.size :].max()
    return tuple(p[: s.size] / largest for p in parts), local[: s.size].real  # type: ignore[return-value]


def cut(
    shells: Shells, k: complex, magnetic: bool, polar: int, plane: str, half_width: float, points: int
) -> xr.Dataset:
    """Return |E|^2 of the orbit m = l on a square grid through the centre.

    Parameters
    ----------
    plane : {"equatorial", "meridional"}
        x-y, the plane of the orbit, or y-z, across it.
    half_width : float
        Half the side of the square, in m.
    points : int
        Grid points along a side.

    Returns
    -------
    Dataset over two coordinates ("y" and "x", or "z" and "y") with e_squared and energy_density
    (largest value 1), both shape (points, points).
    """
    line = np.linspace(-half_width, half_width, points)
    first, second = np.meshgrid(line, line)
    r = np.hypot(first, second)
    fine = np.linspace(0.0, r.max(), 6 * points)
    (radial, along_axis, orbit), _ = _components(shells, k, magnetic, polar, fine)
    sine = np.ones_like(r) if plane == "equatorial" else np.abs(first) / np.maximum(r, 1e-300)
    power = sine ** (2 * polar - 2)
    tangential = np.interp(r, fine, along_axis + orbit) * power * (2 - sine**2)
    total = tangential + np.interp(r, fine, radial) * power * sine**2
    n = shells.index(np.array([k.real]))[0].real[np.searchsorted(shells.radii, r)]
    names = ("x", "y") if plane == "equatorial" else ("y", "z")
    dims = (names[1], names[0])
    return dataset(
        {
            "e_squared": variable(dims, total, "", "squared electric field"),
            "energy_density": variable(dims, n**2 * total, "", "energy density n^2 |E|^2, largest is 1"),
        },
        {name: variable(name, line, "m", f"{name} from the centre") for name in names},
        plane=plane,
    )
