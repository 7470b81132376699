"""Field of a guided mode across the layers.

TE has E_y = u; TM has H_y = u, hence E_x = N u/n^2 and E_z = i v (`slab_fields`, in units of the
impedance of vacuum). Inside a layer u and v follow from the nearer face, so that an evanescent
layer never amplifies rounding. Scaled so that the largest |E|^2 is one.
"""

from __future__ import annotations

from itertools import pairwise
from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError
from colase.results import dataset, variable

Complex = NDArray[np.complex128]


def guided_field(slab, modes: xr.Dataset, mode: int, x: NDArray | None) -> xr.Dataset:
    """Return the field of one mode on points across the stack; see `SlabWaveguide.field`."""
    from .fields import boundary_fields, meeting_interface

    one, wavelength = modes.isel(mode=mode), float(modes.attrs["wavelength"])
    tm = str(one.polarization.item()) == "TM"
    k0 = 2 * pi / wavelength
    eps = slab.permittivities(np.array([wavelength]))[0]
    depth = k0 * np.array(slab.thicknesses)
    n_eff = complex(float(one.n_eff), float(one.modal_loss) / (2 * k0))
    meet = meeting_interface(float(one.n_eff) ** 2, depth, eps, tm)
    u, v, _ = boundary_fields(n_eff**2, depth, eps, tm, meet)
    faces = np.concatenate([[0.0], np.cumsum(slab.thicknesses)])
    where = _points(one, faces) if x is None else np.atleast_1d(np.asarray(x, dtype=float))
    if not np.isfinite(where).all():
        raise InputError("slab: the points of a field must be finite distances in m.")
    region = np.searchsorted(faces, where, side="right")
    inside_u, inside_v = _inside(where, region, faces, u, v, n_eff**2, eps, tm, k0)
    here = eps[region]
    across, along = (n_eff * inside_u / here, 1j * inside_v) if tm else (0 * inside_u, 0 * inside_u)
    parts = {"e_y": 0 * inside_u if tm else inside_u, "e_x": across, "e_z": along}
    total = np.sum([np.abs(e) ** 2 for e in parts.values()], axis=0)
    flow = (np.abs(inside_u) ** 2 * n_eff / (here if tm else 1)).real
    top = total.max()
    names = {
        "e_y": "along the layers, across the light",
        "e_x": "across the layers",
        "e_z": "along the light",
    }
    variables = {
        name: variable("x", e / np.sqrt(top), "", f"electric field {names[name]}")
        for name, e in parts.items()
    } | {
        "e_squared": variable("x", total / top, "", "|E|^2 over its largest value"),
        "poynting": variable("x", flow / np.abs(flow).max(), "", "power flow over its largest value"),
        "index": variable("x", np.sqrt(here), "", "refractive index"),
    }
    coords = {"x": variable("x", where, "m", "height above the substrate")}
    return dataset(variables, coords, polarization=str(one.polarization.item()), wavelength=wavelength)


def _points(one: xr.Dataset, faces: NDArray) -> NDArray[np.float64]:
    """Return points that reach four penetration depths out, dense in every layer, on both sides of a face."""
    below = np.linspace(-4 * min(float(one.depth_substrate), 5e-6), 0, 161)[:-1]
    above = faces[-1] + np.linspace(0, 4 * min(float(one.depth_cover), 5e-6), 161)[1:]
    layers = [np.linspace(a, b, 122)[1:-1] for a, b in pairwise(faces)]
    sides = np.concatenate([faces * (1 - 1e-12) - 1e-18, faces * (1 + 1e-12) + 1e-18])
    return np.unique(np.concatenate([below, *layers, above, sides]))


def _inside(
    x: NDArray, region: NDArray, faces: NDArray, u: Complex, v: Complex, w: complex, eps: Complex, tm: bool,
    k0: float,
) -> tuple[Complex, Complex]:  # fmt: skip
    """Return u and v at every point from those at the nearest face of its region."""
    last = len(faces)
    left, right = np.clip(region - 1, 0, last - 1), np.clip(region, 0, last - 1)
    nearer = np.where((region > 0) & ((region == last) | (x - faces[left] <= faces[right] - x)), left, right)
    step = k0 * (x - faces[nearer])
    p = eps[region] if tm else np.ones(x.size, complex)
    square = eps[region] - w
    q = np.sqrt(square)
    c, s = np.cos(q * step), step * np.sinc(q * step / pi)
    inner_u = c * u[nearer] + p * s * v[nearer]
    inner_v = c * v[nearer] - square / p * s * u[nearer]
    outside = (region == 0) | (region == last)
    fall = np.exp(-np.sqrt(w - eps[region]) * np.abs(step))
    return np.where(outside, u[nearer] * fall, inner_u), np.where(outside, v[nearer] * fall, inner_v)
