"""From converged resonances of round layers to the columns of a labelled table, for sphere and cylinder.

1/Q_rad from the root with real indices, 1/Q_abs = 1/Q - 1/Q_rad with the complex ones
n_eff = l/(k R),  FSR = (lambda_{l-1} - lambda_{l+1})/2 at the same q,
n_group = lambda^2/(2 pi R FSR), R the outer radius
"""

from __future__ import annotations

from math import pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import DEFINITIONS, RADIATION_LIMIT
from colase.results import dataset, variable

from .resonance import Labels, Resonances, faint_rate, log_q
from .shares import absorption_rate, confinement
from .shells import Shells
from .spacing import spacing


def columns(shells: Shells, labels: Labels, cold: Resonances, warm: Resonances) -> dict[str, tuple]:
    """Return what the table of every round cavity holds."""
    R, tm, order = shells.outer, labels.magnetic, labels.polar
    k = warm.k - 0.5j * warm.k.real * faint_rate(cold)
    lam = 2 * pi / k.real
    log10_q = log_q(cold)
    absorbed = np.where(warm.index.imag.any(axis=1), absorption_rate(cold, warm, tm, R), 0.0)
    fsr, known = spacing(shells, labels, cold)
    with np.errstate(over="ignore", divide="ignore"):
        q_radiative, q_absorption = 10.0**log10_q, 1 / absorbed
        n_group = lam**2 / (2 * pi * R * fsr)
    one, letter = "mode", "m" if shells.cylinder else "l"
    return {
        "wavelength": variable(one, lam, "m", "vacuum wavelength"),
        "wavenumber": variable(one, k, "1/m", "complex vacuum wavenumber, Im < 0 is loss"),
        "radial": variable(one, labels.radial, "", "radial order q"),
        "q_radiative": variable(one, q_radiative, "", "quality factor of radiation alone"),
        "log10_q_radiative": variable(one, log10_q, "", "log10 of the radiative quality factor"),
        "radiation_limited": variable(one, log10_q < np.log10(RADIATION_LIMIT), "", "radiation matters"),
        "q_absorption": variable(one, q_absorption, "", "quality factor of absorption (negative: gain)"),
        "n_eff": variable(
            one, order / (k.real * R), "", f"effective index {letter}/(k R), R the outer radius"
        ),
        "n_group": variable(one, n_group, "", "group index of the orbit"),
        "fsr": variable(
            one, fsr, "m", f"free spectral range: half the distance from {letter}-1 to {letter}+1"
        ),
        "fsr_solved": variable(one, known, "", "both neighbours solved (else from the exact derivative)"),
        "residual": variable(one, warm.residual, "", "mismatch left at the boundary, relative"),
        "confinement": variable(
            (one, "layer", "definition"), confinement(warm, tm, R), "", "share of a layer in the mode"
        ),
    }


def labelled(shells: Shells, variables: dict[str, tuple]) -> xr.Dataset:
    """Return the columns as a Dataset, with a note if it is empty."""
    coords = {
        "layer": variable("layer", np.arange(shells.radii.size + 1), "", "layer, outside last"),
        "definition": variable("definition", np.array(DEFINITIONS), "", "weight of the confinement factor"),
    }
    empty = {} if variables["radial"][1].size else {"note": "No resonance lies in this window."}
    return dataset(variables, coords, **empty)


def names(labels: Labels, cylinder: bool = False) -> NDArray[np.str_]:
    """Return the labels of all modes."""
    return np.array([labels.name(i, cylinder) for i in range(labels.polar.size)], dtype=np.str_)
