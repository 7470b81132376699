"""The table of two spheres of a pair: modes mixed from the lines of both, as the laser room wants them."""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr

from colase.cavity.base import DEFINITIONS, MODE_VARIABLES
from colase.results import dataset, variable

from .sphere_body import CoatedSphere

_SHARED = 0.01  # share of the other sphere from which a mode is called common


def mixed_lines(combs: tuple[xr.Dataset, ...], bodies: tuple[CoatedSphere, ...]) -> dict[str, np.ndarray]:
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


def name_of(lines: dict[str, np.ndarray], row: np.ndarray, sides: np.ndarray, first: int) -> str:
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


def mode_rows(
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


def no_modes() -> xr.Dataset:
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
    return mode_rows(np.empty(0), np.empty((0, 1)), np.empty((0, 2)), np.empty(0), [], lines)
