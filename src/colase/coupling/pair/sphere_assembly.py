"""Coated spheres of a pair together: exact combs, coupled by exact coefficients (`spheres.coupled_combs`).

Each line of a sphere has 2l+1 orbits. Those through the gap are shared with the lines of the other sphere,
the others stay alone: two rows in the table, with the number of orbits as their degeneracy.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np
import xarray as xr

from colase.cavity.base import DEFINITIONS, MODE_VARIABLES, ModeWindow, Progress
from colase.cavity.sphere.layered_sphere import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.coupling.pair.body import Assembly, Lineup
from colase.coupling.spheres.coupled_combs import Coupling, coupled_lines, coupling_of_family
from colase.coupling.spheres.two_spheres import TwoSpheres
from colase.errors import InputError
from colase.results import dataset, variable

from .sphere_body import CoatedSphere

_FAMILIES = ("TE", "TM")
_SHARED = 0.01  # share of the other sphere from which a mode is called common
_couplings: dict[tuple[object, ...], Coupling] = {}


@final
@dataclass(frozen=True, slots=True)
class SphereAssembly(Assembly):
    """The two spheres of a pair.

    Raises
    ------
    InputError
        For three spheres, or a gap that needs more orders than were allowed.
    """

    row: Lineup

    def __post_init__(self) -> None:
        if len(self.row.bodies) > 2:
            raise InputError("cavity: three spheres in a row are not solved; give two, or three disks.")

    def key(self) -> object:
        """Everything but scattering."""
        return self.row

    @property
    def bodies(self) -> tuple[CoatedSphere, ...]:
        """The spheres of the device file."""
        return tuple(b for b in self.row.bodies if isinstance(b, CoatedSphere))

    @property
    def spheres(self) -> tuple[LayeredSphere, LayeredSphere]:
        """The layers that are solved."""
        first, second = (b.sphere(self.row.surroundings) for b in self.bodies)
        return first, second

    @property
    def exact(self) -> TwoSpheres:
        """The pair for `TwoSpheres.modes`: every mode exactly, at one azimuthal number."""
        return TwoSpheres(*self.spheres, self.row.gap)

    def coupling(self, window: ModeWindow, polarization: str, radial: int = 1) -> Coupling:
        """Return the coupling of one family in the middle of a window; kept for the next time."""
        middle = 0.5 * (window.start + window.stop)
        key = (self.key(), middle, polarization, radial)
        if key not in _couplings:
            _couplings[key] = coupling_of_family(
                *self.spheres, self.row.gap, middle, polarization, radial, self.row.harmonics
            )
        return _couplings[key]

    def modes(self, window: ModeWindow, progress: Progress | None = None) -> xr.Dataset:
        """Return shared and lone orbits of every line, with the variables that the laser room reads."""
        wide = (window.start * (1 - 1e-3), window.stop * (1 + 1e-3))
        combs = [s.modes(wide, window.radial_max) for s in self.spheres]
        wanted = [p for p in _FAMILIES if self.row.polarization in ("both", p)]
        families = [(p, q) for p in wanted for q in range(1, window.radial_max + 1)]
        tell, tables = progress or (lambda done, total: None), []
        for i, (polarization, radial) in enumerate(families):
            tell(i, len(families))
            own = tuple(_family(c, polarization, radial) for c in combs)
            if all(c.sizes["mode"] for c in own):
                tables.append(self._shared(own, window, self.coupling(window, polarization, radial)))
            elif any(c.sizes["mode"] for c in own):
                tables.append(self._alone(own, (0, 0)))
        tell(len(families), len(families))
        if not tables:
            return _empty().assign_attrs(empty="neither sphere has a resonance there; widen the window")
        both = xr.concat(tables, "mode", data_vars="minimal", coords="minimal", compat="override")
        both = both.isel(mode=np.argsort(both.wavelength.values, kind="stable"))
        inside = (both.wavelength.values >= window.start) & (both.wavelength.values <= window.stop)
        return both.isel(mode=np.flatnonzero(inside)).assign_attrs(empty="")

    def _shared(self, combs: tuple[xr.Dataset, ...], window: ModeWindow, coupling: Coupling) -> xr.Dataset:
        """Return the orbits through the gap and those beside it, for one family."""
        frequency, share = coupled_lines((combs[0], combs[1]), coupling)
        first = combs[0].sizes["mode"]
        lines = _lines(combs, self.bodies)
        sides = np.stack([share[:, :first].sum(axis=1), share[:, first:].sum(axis=1)], axis=1)
        dominant = share.argmax(axis=1)
        orbits = np.minimum(coupling.orbits, 2 * lines["polar"][dominant] + 1)
        names = [_name(lines, row, side, first) for row, side in zip(share, sides, strict=True)]
        shared = _table(2 * pi * frequency / SPEED_OF_LIGHT, share, sides, orbits, names, lines)
        rest = self._alone(combs, (coupling.orbits, coupling.orbits))
        return xr.concat([shared, rest], "mode", data_vars="minimal", coords="minimal", compat="override")

    def _alone(self, combs: tuple[xr.Dataset, ...], taken: tuple[int, int]) -> xr.Dataset:
        """Return the orbits that do not feel the other sphere."""
        lines = _lines(combs, self.bodies)
        count = len(lines["polar"])
        first = combs[0].sizes["mode"]
        owner = (np.arange(count) >= first).astype(int)
        orbits = 2 * lines["polar"] + 1 - np.array(taken)[owner]
        names = [f"{lines['label'][i]} of {'AB'[owner[i]]}" for i in range(count)]
        table = _table(
            lines["wavenumber"], np.eye(count), np.eye(2)[owner], np.maximum(orbits, 1), names, lines
        )
        return table.isel(mode=np.flatnonzero(orbits > 0))

    def resonance(self, modes: xr.Dataset, mode: int, gain_index: complex) -> complex:
        """Solve one mode again with another complex index of both coats.

        Every line that takes part moves exactly; the mode moves by the mean of their relative shifts,
        weighted with its shares.
        """
        one = modes.isel(mode=mode)
        k = complex(one.wavenumber.item())
        polarization, moved = str(one.polarization.item()), 0j
        taking_part = zip(self.spheres, one.share.values, one.lines.values, one.alone.values, strict=True)
        for sphere, side, polar, start in taking_part:
            if side > 1e-9:
                there = sphere.resonance(complex(start), polarization, int(polar), 1, gain_index)
                moved += side * (there / complex(start) - 1)
        return k * (1 + moved / float(one.share.values.sum()))


def _family(modes: xr.Dataset, polarization: str, radial: int) -> xr.Dataset:
    """Return the lines of one family."""
    mine = (modes.polarization.values == polarization) & (modes.radial.values == radial)
    return modes.isel(mode=np.flatnonzero(mine))


def _lines(combs: tuple[xr.Dataset, ...], bodies: tuple[CoatedSphere, ...]) -> dict[str, np.ndarray]:
    """Return what the modes are mixed from: the lines of both spheres in a row."""
    names = ("polar", "label", "polarization", "radial", "mode_volume", "residual")
    rows = {name: np.concatenate([c[name].values for c in combs]) for name in names}
    rows["alone"] = np.concatenate([c.wavenumber.values for c in combs])
    rows["wavenumber"] = np.concatenate([c.wavenumber.values.real for c in combs])
    rows["radiated"] = np.concatenate([10.0**-c.log10_q_radiative.values for c in combs])
    rows["absorbed"] = np.concatenate([1 / c.q_absorption.values for c in combs])
    gain = DEFINITIONS.index("gain")
    rows["confinement"] = np.concatenate([c.confinement.values[:, 1, gain] for c in combs])
    rows["owner"] = np.concatenate([np.full(c.sizes["mode"], i) for i, c in enumerate(combs)])
    index = [b.coating_index.index(c.wavelength.values).real for b, c in zip(bodies, combs, strict=True)]
    rows["index"] = np.concatenate(index)
    return rows


def _name(lines: dict[str, np.ndarray], row: np.ndarray, sides: np.ndarray, first: int) -> str:
    """Return "TE l=413 q=1 of A" for a mode of one sphere, "TE l=413+380 q=1" for a shared one."""
    best = int(row.argmax())
    if min(sides) < _SHARED:
        return f"{lines['label'][best]} of {'AB'[lines['owner'][best]]}, gap"
    a, b = int(row[:first].argmax()), first + int(row[first:].argmax())
    kind, radial = lines["polarization"][best], lines["radial"][best]
    return f"{kind} l={lines['polar'][a]}+{lines['polar'][b]} q={radial}"


def _numbered(names: list[str]) -> list[str]:
    """Return names with a number where one comes twice."""
    count: dict[str, int] = {}
    found = []
    for name in names:
        count[name] = count.get(name, 0) + 1
        found.append(f"{name} ({count[name]})" if names.count(name) > 1 else name)
    return found


def _table(
    k: np.ndarray,
    share: np.ndarray,
    sides: np.ndarray,
    orbits: np.ndarray,
    names: list[str],
    lines: dict[str, np.ndarray],
) -> xr.Dataset:
    """Return modes mixed from lines as the laser room wants them."""
    best = share.argmax(axis=1)
    radiated, absorbed = share @ lines["radiated"], share @ lines["absorbed"]
    with np.errstate(divide="ignore"):
        q_radiative, q_absorption = 1 / radiated, 1 / absorbed
        volume = 1 / (share / lines["mode_volume"]).max(axis=1)
    confined = [share @ (lines["confinement"] * (lines["owner"] == side)) for side in (0, 1)]
    mine = [np.where(lines["owner"] == side, share, 0.0) for side in (0, 1)]
    owners = [(m.any(axis=1), m.argmax(axis=1)) for m in mine]
    polar, alone = (
        np.stack([np.where(some, lines[name][at], 0) for some, at in owners], axis=1)
        for name in ("polar", "alone")
    )
    total = confined[0] + confined[1]
    numbers = {
        "wavelength": 2 * pi / k,
        "polarization": lines["polarization"][best],
        "label": np.array(_numbered(names), dtype=np.str_),
        "q_radiative": q_radiative,
        "q_absorption": q_absorption,
        "gain_confinement": total,
        "gain_index": lines["index"][best],
        "mode_volume": volume,
        "degeneracy": orbits.astype(np.int64),
    }
    one = "mode"
    more = {
        "wavenumber": variable(
            one, k * (1 - 0.5j * (radiated + absorbed)), "1/m", "complex vacuum wavenumber"
        ),
        "log10_q_radiative": variable(one, -np.log10(radiated), "", "log10 of the radiative quality factor"),
        "radiation_limited": variable(one, q_radiative < 1e13, "", "radiation matters"),
        "polar": variable(one, lines["polar"][best], "", "polar order l of the largest part"),
        "radial": variable(one, lines["radial"][best], "", "radial order q"),
        "residual": variable(
            one, share @ lines["residual"], "", "mismatch at the boundary of a sphere alone"
        ),
        "share": variable((one, "body"), sides, "", "share of the energy"),
        "body_confinement": variable(
            (one, "body"), np.stack(confined, 1), "", "response to each body's coat"
        ),
        "alone": variable((one, "body"), alone, "1/m", "complex wavenumber of that line alone"),
        "lines": variable((one, "body"), polar, "", "polar order of the line of each body that takes part"),
    }
    named = {name: variable(one, values, *MODE_VARIABLES[name]) for name, values in numbers.items()}
    return dataset({**named, **more}, {"body": variable("body", np.arange(2), "", "body")})


def _empty() -> xr.Dataset:
    """Return a table without modes."""
    lines = {
        name: np.empty(0, dtype=kind)
        for name, kind in (("polar", int), ("label", np.str_), ("polarization", np.str_), ("radial", int))
    }
    for name in (
        "mode_volume",
        "residual",
        "wavenumber",
        "alone",
        "radiated",
        "absorbed",
        "confinement",
        "index",
    ):
        lines[name] = np.empty(0)
    lines["owner"] = np.empty(0, dtype=int)
    return _table(np.empty(0), np.empty((0, 1)), np.empty((0, 2)), np.empty(0), [], lines)
