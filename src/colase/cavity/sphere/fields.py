"""Field of one mode of a layered sphere: along a radius and on a cut plane.

For the travelling orbit m = l, with Y = Y_ll ~ sin^l(theta) e^{i l phi},
    TE: E = (u/r) X,                                  X = r x grad Y / sqrt(L)
    TM: n^2 E ~ L u/r^2 Y (radial), u'/r r grad Y (tangential)
so |E|^2 does not depend on phi. Everything is scaled to a largest energy density n^2 |E|^2 of one.
A leaky mode grows outside as exp(-Im k r): the picture shows it as it is.
"""

from __future__ import annotations

import math

import numpy as np
import xarray as xr
from numba import njit
from numpy.typing import NDArray

from colase.results import dataset, variable

from .layer_series import cross_integrals
from .riccati import chi, psi
from .roots import Shells, guiding_boundaries

_CENTRE = 1e-6  # share of the outer radius below which a point counts as this close to the centre


@njit(cache=True)
def _regular(l, z):
    """Return psi_l and its derivative with the logarithm of their common factor."""
    p, dp, _, _ = psi(l, z)
    c, dc, log_c = chi(l, z)
    scale = 1 / (p * dc - c * dp)
    return p * scale, dp * scale, -log_c


@njit(cache=True)
def _outgoing(l, z):
    """Return zeta_l and its derivative with the logarithm of their common factor."""
    p, dp, log_p = _regular(l, z)
    c, dc, log_c = chi(l, z)
    small = math.exp(log_p - log_c)
    return p * small + 1j * c, dp * small + 1j * dc, log_c


@njit(cache=True)
def _ends(x, l, c, tm, radii, n, match):
    """Return (u, v) at every boundary, continuous at ``match`` and scaled to one there."""
    L, layers = l * (l + 1.0), radii.size
    u, v = np.empty(layers, np.complex128), np.empty(layers, np.complex128)
    p, dp, _ = _regular(l, n[0] * x * radii[0])
    size = abs(p) + abs(dp)
    u[0] = p / size
    v[0] = (dp / size * n[0] * x - c * u[0] / radii[0]) / (n[0] * n[0] if tm else 1.0)
    for i in range(1, match + 1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        slope = v[i - 1] * weight + c * u[i - 1] / radii[i - 1]
        new, du, _, _, _, shrink = cross_integrals(
            u[i - 1], slope, radii[i - 1], radii[i], L, (n[i] * x) ** 2, False
        )
        u[:i], v[:i] = u[:i] * shrink, v[:i] * shrink
        u[i], v[i] = new, (du - c * new / radii[i]) / weight
    h, dh, _ = _outgoing(l, n[layers] * x)
    out, vout = 1.0 + 0j, (dh / h * n[layers] * x - c) / (n[layers] * n[layers] if tm else 1.0)
    far_u, far_v = np.empty(layers, np.complex128), np.empty(layers, np.complex128)
    far_u[layers - 1], far_v[layers - 1] = out, vout
    for i in range(layers - 1, match, -1):
        weight = n[i] * n[i] if tm else 1.0 + 0j
        slope = far_v[i] * weight + c * far_u[i] / radii[i]
        new, du, _, _, _, shrink = cross_integrals(
            far_u[i], slope, radii[i], radii[i - 1], L, (n[i] * x) ** 2, False
        )
        far_u[i:], far_v[i:] = far_u[i:] * shrink, far_v[i:] * shrink
        far_u[i - 1], far_v[i - 1] = new, (du - c * new / radii[i - 1]) / weight
    by_value = abs(u[match]) * abs(x) >= abs(v[match])
    join = far_u[match] / u[match] if by_value else far_v[match] / v[match]
    norm = abs(far_u[match]) + abs(far_v[match]) / abs(x)
    for i in range(layers):
        if i <= match:
            u[i], v[i] = u[i] * join / norm, v[i] * join / norm
        else:
            u[i], v[i] = far_u[i] / norm, far_v[i] / norm
    return u, v


@njit(cache=True)
def radial_solution(x, l, c, tm, radii, n, match, r):
    """Return u and u' of a resonance at radii ``r`` (array, in units of the outer radius)."""
    L, layers = l * (l + 1.0), radii.size
    ends, slopes = _ends(x, l, c, tm, radii, n, match)
    u, du = np.empty(r.size, np.complex128), np.empty(r.size, np.complex128)
    core, _, log_core = _regular(l, n[0] * x * radii[0])
    core_by_value = abs(ends[0]) * abs(x) >= abs(slopes[0])
    _, core_slope, _ = _regular(l, n[0] * x * radii[0])
    rim, _, log_rim = _outgoing(l, n[layers] * x)
    for j in range(r.size):
        i = np.searchsorted(radii, r[j])
        wave = n[i] * x
        weight = n[i] * n[i] if tm else 1.0 + 0j
        if i == 0:
            f, df, log_f = _regular(l, wave * max(r[j], _CENTRE))
            slope = slopes[0] * weight + c * ends[0] / radii[0]
            scale = ends[0] / core if core_by_value else slope / (core_slope * wave)
            scale *= math.exp(log_f - log_core)
            u[j], du[j] = f * scale, df * scale * wave
        elif i == layers:
            f, df, log_f = _outgoing(l, wave * r[j])
            scale = ends[layers - 1] / rim * math.exp(log_f - log_rim)
            u[j], du[j] = f * scale, df * scale * wave
        else:
            b = i - 1 if i <= match else i
            u[j], du[j], _, _, _, shrink = cross_integrals(
                ends[b], slopes[b] * weight + c * ends[b] / radii[b], radii[b], r[j], L, wave * wave, False
            )
            u[j], du[j] = u[j] / shrink, du[j] / shrink
    return u, du


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
    s = np.maximum(np.ascontiguousarray(r) / R, _CENTRE)
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
