"""The table of the modes of a body of revolution, from the columns of every azimuthal number."""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.axisymmetric.elements.problem import Problem
from colase.cavity.base import SHARES
from colase.results import dataset, variable

Columns = dict[str, Any]
"""Arrays by name, one row a mode."""


def table(found: list[tuple[Columns, int]], problem: Problem, radius: float) -> xr.Dataset:
    """Return the Dataset of modes, sorted by wavelength."""
    parts = [columns for columns, _ in found if columns and columns["k"].size]
    c: Columns = _no_modes(len(problem.names))
    if parts:
        c = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(-c["k"].real, kind="stable")
    c = {name: value[order] for name, value in c.items()}
    k, m = c["k"] * 1e6, c["azimuthal"]
    lam = 2 * pi / k.real if k.size else np.empty(0)
    slope = c["k_per_m"] * 1e6
    fsr = lam * slope / k.real if k.size else lam
    one = "mode"
    variables = {
        "wavelength": variable(one, lam, "m", "vacuum wavelength"),
        "wavenumber": variable(one, k, "1/m", "complex vacuum wavenumber, Im < 0 is loss"),
        "polarization": variable(one, c["polarization"].astype(str), "", "TE or TM"),
        "purity": variable(one, c["purity"], "", "share of the larger of |E_z|^2 and |E_r|^2 in both"),
        "azimuthal": variable(one, m, "", "azimuthal number m"),
        "radial": variable(one, c["radial"], "", "radial order q, maxima across the wall"),
        "axial": variable(one, c["axial"], "", "axial order p, maxima along the wall"),
        "electric_mirror": variable(one, c["electric"], "", "the plane z = 0 is an electric wall"),
        "label": variable(one, _labels(c), "", "name of the mode"),
        "q_radiative": variable(one, c["q_radiative"], "", "quality factor of radiation alone"),
        "radiation_limited": variable(one, c["radiation_limited"], "", "radiation matters"),
        "q_absorption": variable(one, c["q_absorption"], "", "quality factor of absorption"),
        "n_eff": variable(
            one, m / (k.real * radius) if k.size else lam, "", "effective index m/(k R), R the rim"
        ),
        "n_group": variable(one, 1 / (slope * radius) if k.size else lam, "", "group index at the rim"),
        "fsr": variable(one, fsr, "m", "free spectral range, from the exact derivative dk/dm"),
        "mode_volume": variable(one, c["mode_volume"], "m^3", "energy mode volume"),
        "confinement": variable(
            (one, "region", "definition"), c["confinement"], "", "share of a region in the mode"
        ),
        "exposure": variable(one, c["exposure"], "1/m", "exposure S of the outer faces to roughness"),
        "residual": variable(one, c["residual"], "", "residual of the eigenpair, relative"),
        "wavelength_error": variable(one, c["wavelength_error"], "m", "difference to the coarser solution"),
        "q_error": variable(one, c["q_error"], "", "relative difference of 1/Q_rad to the coarser solution"),
        "layer_share": variable(one, c["in_layer"], "", "share of |E|^2 in the absorbing layer"),
        "doubt": variable(one, c["doubt"].astype(str), "", "what is doubtful, empty if nothing is"),
    }
    coords = {
        "region": variable("region", np.array(problem.names), "", "part of the profile"),
        "definition": variable("definition", np.array(SHARES), "", "weight of the confinement factor"),
    }
    note = {} if k.size else {"note": "No mode lies in this window."}
    attrs = {
        "mesh_wavelength": problem.wavelength,
        "order": problem.accuracy.order,
        "layer_modes_dropped": sum(dropped for _, dropped in found),
    }
    return dataset(variables, coords, **note, **attrs)


def _labels(c: Columns) -> NDArray[np.str_]:
    """Return "TE m=56 q=1 p=1"; modes that share one are told apart by a letter."""
    names, seen = [], {}
    for i in range(c["k"].size):
        name = f"{c['polarization'][i]} m={c['azimuthal'][i]} q={c['radial'][i]} p={c['axial'][i]}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name + (f" {chr(96 + min(seen[name], 26))}" if seen[name] > 1 else ""))
    return np.array(names, dtype=np.str_)


def _no_modes(regions: int) -> Columns:
    """Return columns without rows."""
    empty = np.empty(0)
    names = (
        "k_per_m",
        "purity",
        "mode_volume",
        "exposure",
        "residual",
        "wavelength_error",
        "q_error",
        "in_layer",
    )
    texts = {name: np.empty(0, dtype="U1") for name in ("polarization", "doubt")}
    whole = {name: np.empty(0, dtype=int) for name in ("azimuthal", "radial", "axial")}
    flags = {name: np.empty(0, dtype=bool) for name in ("electric", "radiation_limited")}
    return (
        dict.fromkeys((*names, "q_radiative", "q_absorption"), empty)
        | texts
        | whole
        | flags
        | {"k": np.empty(0, dtype=complex), "confinement": np.empty((0, regions, 3))}
    )
