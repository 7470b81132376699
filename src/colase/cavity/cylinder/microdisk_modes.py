"""Table and fields of the modes of a flat disk: products of a slab mode and a mode of a circle.

With |E|^2 = A(r) B(z), A from the circle of index N and B from the slab, and energies n n_group |E|^2:
shares are those of the circle inside the rim times those of the slab, and what is outside the rim is in
the surroundings. Roughness acts on wall and top,

    S = (n^2 - n_0^2)^2 [ R A(R) int_disk B dz + B(h) int_0^R A r dr ] / (2 int A r dr  int n n_group B dz).
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import SHARES, ModeWindow
from colase.cavity.slab.effective_index import SlabIndex
from colase.results import dataset, variable

from .flat_disk import FlatDisk, Polarization

REGIONS = ("disk", "substrate", "surroundings")
POLARIZATIONS: tuple[Polarization, ...] = ("TE", "TM")
Q_FLOOR = 100.0
"""Resonances of a lower radiative quality factor are no candidates for a laser."""

_KEPT = (
    "wavelength", "wavenumber", "polarization", "azimuthal", "radial", "degeneracy", "q_radiative",
    "log10_q_radiative", "radiation_limited", "q_absorption", "n_eff", "n_group", "fsr", "residual",
)  # fmt: skip
_FINE = 600
_REACH = 6.0  # decay lengths of |E| that are integrated


def mode_table(disk: FlatDisk, vertical_orders: int, window: ModeWindow) -> xr.Dataset:
    """Return the modes of every guided order in a window, sorted by wavelength; see `Microdisk.modes`."""
    parts = [
        part
        for name in POLARIZATIONS
        for order in range(vertical_orders)
        if (part := _family(disk, name, order, window)) is not None and part.sizes["mode"]
    ]
    if not parts:
        return _empty(disk)
    found = xr.concat(parts, "mode", combine_attrs="drop_conflicts")
    found = found.isel(mode=np.argsort(found.wavelength.values, kind="stable"))
    rows = zip(
        found.polarization.values,
        found.azimuthal.values,
        found.radial.values,
        found.axial.values,
        strict=True,
    )
    labels = np.array([f"{p} m={m} q={q} p={a}" for p, m, q, a in rows], dtype=str)
    return found.assign(label=variable("mode", labels, "", "name of the mode"))


def _family(disk: FlatDisk, name: Polarization, order: int, window: ModeWindow) -> xr.Dataset | None:
    """Return the modes of one guided order, None where the layers do not guide it."""
    layers = disk.effective_index(name, order)
    stop = _guided_up_to(layers, window.start, window.stop)
    if stop <= window.start:
        return None
    circle = disk.circle(name, order)
    modes = circle.modes((window.start, stop), window.radial_max, Q_FLOOR)
    modes = modes.isel(mode=np.flatnonzero(modes.polarization.values == name))
    if not modes.sizes["mode"]:
        return None
    lam = modes.wavelength.values
    across = [_Across(disk, name, order, float(w)) for w in lam]
    along = [_Along(disk, circle, modes.isel(mode=i)) for i in range(lam.size)]
    one = "mode"
    shares = _confinement(disk, layers, modes)
    values = {
        "axial": variable(one, np.full(lam.size, order + 1), "", "axial order p, guided mode of the layers"),
        "slab_index": variable(one, layers.index(lam).real, "", "effective index of the layers"),
        "mode_volume": variable(
            one,
            np.array([2 * pi * a.volume * b.height for a, b in zip(along, across, strict=True)]),
            "m^3",
            "energy mode volume",
        ),
        "exposure": variable(
            one,
            np.array([_exposure(disk, a, b) for a, b in zip(along, across, strict=True)]),
            "1/m",
            "exposure S of wall and top to roughness",
        ),
        "confinement": variable((one, "region", "definition"), shares, "", "share of a region in the mode"),
    }
    kept = {k: (modes[k].dims, modes[k].values, modes[k].attrs) for k in _KEPT}
    return dataset(kept | values, _coords())


def _guided_up_to(layers: SlabIndex, start: float, stop: float) -> float:
    """Return the end of the part of a window in which the layers guide the mode, ``start`` if none is."""
    if bool(layers.guided(stop)):
        return stop
    if not bool(layers.guided(start)):
        return start
    for _ in range(40):
        middle = 0.5 * (start + stop)
        start, stop = (middle, stop) if bool(layers.guided(middle)) else (start, middle)
    return start * (1 - 1e-4)


class _Across:
    """|E|^2 of the slab mode: integrals over the heights, largest value of n^2 |E|^2 being one."""

    def __init__(self, disk: FlatDisk, name: str, order: int, wavelength: float) -> None:
        slab, h = disk.slab, disk.height
        modes = slab.modes(wavelength, (name,))
        below, above = (_REACH * float(modes[f"depth_{side}"][order]) for side in ("substrate", "cover"))
        edge = 1e-9 * h
        inside = np.linspace(edge, h - edge, _FINE)
        self.z = np.concatenate(
            [np.linspace(-below, -edge, _FINE), inside, np.linspace(h + edge, h + above, _FINE)]
        )
        field = slab.field(modes, order, self.z)
        self.squared, self.index = field.e_squared.values, field.index.values.real
        group = np.repeat(_groups(disk, wavelength), _FINE)
        density = self.index**2 * self.squared
        own = self.squared[_FINE : 2 * _FINE]
        self.height = float(np.trapezoid(density, self.z) / density.max())
        self.energy = float(np.trapezoid(self.index * group * self.squared, self.z))
        self.in_disk = float(np.trapezoid(own, inside))
        self.on_top = float(own[-1])


class _Along:
    """|E|^2 of the circle along its radius."""

    def __init__(self, disk: FlatDisk, circle, one: xr.Dataset) -> None:
        R, k = disk.radius, float(one.wavenumber.real)
        m, n = int(one.azimuthal), float(one.n_eff)
        reach = max(
            0.0, 1 - 12 * max(m, 1) ** (-2 / 3) - 3 * int(one.radial) ** (2 / 3) * max(m, 1) ** (-2 / 3)
        )
        decay = 1 / (k * np.sqrt(max(n**2 - 1, 0.05)))
        inside = np.linspace(reach * R, R * (1 - 1e-9), 2 * _FINE)
        self.r = np.concatenate([inside, np.linspace(R * (1 + 1e-9), R + 8 * decay, _FINE)])
        field = circle.field(one.expand_dims("mode"), 0, self.r)
        self.squared = field.e_squared.values
        density = field.energy_density.values
        self.volume = float(np.trapezoid(density * self.r, self.r) / density.max())
        self.all = float(np.trapezoid(self.squared * self.r, self.r))
        self.inside = float(np.trapezoid(self.squared[: inside.size] * inside, inside))
        self.rim = float(self.squared[inside.size - 1])


def _groups(disk: FlatDisk, wavelength: float) -> NDArray[np.float64]:
    """Return the group indices below, in and above the disk."""
    return np.array([float(layer.material.group_index(wavelength)) for layer in disk.layers()])


def _exposure(disk: FlatDisk, along: _Along, across: _Across) -> float:
    """Return S in 1/m."""
    n, n0 = across.index[_FINE], across.index[-1]
    faces = disk.radius * along.rim * across.in_disk + along.inside * across.on_top
    return float((n**2 - n0**2) ** 2 * faces / (2 * along.all * across.energy))


def _confinement(disk: FlatDisk, layers: SlabIndex, modes: xr.Dataset) -> NDArray[np.float64]:
    """Return shares of disk, substrate and surroundings, shape (mode, region, definition)."""
    lam = modes.wavelength.values
    found = layers.confinement(lam)
    n = np.stack([layer.material.index(lam).real for layer in disk.layers()], axis=-1)
    found["gain"] = found["gain"] * n / layers.index(lam).real[:, None]
    shares = np.empty((lam.size, 3, len(SHARES)))
    for i, name in enumerate(SHARES):
        below, film, above = found[name].T
        inside, beside = modes.confinement.sel(definition=name).values.T
        shares[:, :, i] = np.stack([inside * film, inside * below, inside * above + beside], axis=-1)
    return shares


def section(disk: FlatDisk, one: xr.Dataset, points: int) -> xr.Dataset:
    """Return |E|^2 of one mode over z and r; see `Microdisk.section`."""
    name, order = str(one.polarization.item()), int(one.axial) - 1
    across = _Across(disk, name, order, float(one.wavelength))
    along = _Along(disk, disk.circle(name, order), one)  # type: ignore[arg-type]
    shown = along.r[along.squared > 2e-3 * along.squared.max()]
    decay = disk.height
    z = np.linspace(-1.0 * decay, disk.height + 1.0 * decay, max(61, points // 2))
    r = np.linspace(shown.min() - 0.2 * np.ptp(shown), shown.max() + 0.2 * np.ptp(shown), points)
    r = r[r > 0]
    profile = np.interp(z, across.z, across.squared, left=0, right=0)
    squared = profile[:, None] * np.interp(r, along.r, along.squared, left=0, right=0)
    middle = float(one.wavelength)
    n = [complex(layer.index(middle)).real for layer in disk.layers()]
    disk_here = (z[:, None] >= 0) & (z[:, None] <= disk.height) & (r <= disk.radius)
    index = np.where(disk_here, n[1], np.where(z[:, None] < 0, n[0], n[2]))
    dims = ("z", "r")
    return dataset(
        {
            "e_squared": variable(dims, squared / squared.max(), "", "squared electric field, largest is 1"),
            "index": variable(dims, index, "", "refractive index"),
        },
        {
            "r": variable("r", r, "m", "distance from the axis"),
            "z": variable("z", z, "m", "height"),
        },
    )


def _coords() -> dict[str, tuple]:
    return {
        "region": variable("region", np.array(REGIONS), "", "part of the profile"),
        "definition": variable("definition", np.array(SHARES), "", "weight of the confinement factor"),
    }


def _empty(disk: FlatDisk) -> xr.Dataset:
    """Return a Dataset without modes."""
    none = np.empty(0)
    whole = ("azimuthal", "radial", "axial", "degeneracy")
    texts = ("polarization", "label")
    names = (*_KEPT, "axial", "label", "slab_index", "mode_volume", "exposure")
    values = {
        name: none.astype(
            int if name in whole else "U1" if name in texts else complex if name == "wavenumber" else float
        )
        for name in names
    }
    units = {"wavelength": "m", "fsr": "m", "mode_volume": "m^3", "wavenumber": "1/m", "exposure": "1/m"}
    variables = {
        name: variable("mode", v, units.get(name, ""), name.replace("_", " ")) for name, v in values.items()
    }
    variables["confinement"] = variable(
        ("mode", "region", "definition"), np.empty((0, 3, 3)), "", "share of a region in the mode"
    )
    return dataset(variables, _coords(), note="No resonance lies in this window.")
