"""The band edges of a pillar array as a table that the laser room reads: losses, confinement, curvature.

On top of `crystal_modes`: the finite spot (`finite_spot`), the roughness of the film (`rough_film`), and
sums over the bodies of the array.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.cavity.base import MODE_VARIABLES, ModeWindow
from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.results import variable

from .crystal_modes import BandEdge, band_edges, mode_table
from .finite_spot import band_curve, spot_loss
from .rough_film import rough_film_loss

if TYPE_CHECKING:
    from .dfb_array import DfbArray

REGIONS = ("substrate", "film", "pillars", "cover")
_LEAST_LOSS = 1e-30


def array_modes(array: DfbArray, window: ModeWindow) -> xr.Dataset:
    """Return every band-edge mode of an array in a window; see `DfbArray.modes`."""
    crystal = array.crystal
    _require_guiding(array, window)
    edges = band_edges(crystal, (window.start, window.stop), array.truncation)
    modes = mode_table(crystal, edges, array.truncation)
    shares = {name: by_region(array, modes[name].values) for name in ("electric", "energy", "response")}
    count, film = modes.sizes["mode"], REGIONS.index("film")
    index = array.film.index(modes.wavelength.values).real
    spot, curves, errors = _spot(array, edges, shares["response"][:, film] / index)
    rough = _rough(array, edges)
    q_scattering = 1 / np.maximum(1 / rough + 1 / spot, _LEAST_LOSS)
    total = 1 / (1 / modes.q_radiative.values + 1 / modes.q_absorption.values + 1 / q_scattering)
    envelope = array.spot_length * array.spot_width / array.period**2 / 4
    added = {
        "q_scattering": q_scattering,
        "q_factor": total,
        "gain_confinement": shares["response"][:, film],
        "gain_index": index,
        "mode_volume": modes.cell_energy.values * envelope,
    }
    named = {name: variable("mode", values, *MODE_VARIABLES[name]) for name, values in added.items()}
    confinement = np.stack([shares["electric"], shares["energy"], shares["response"]], axis=-1)
    more = {
        "q_spot": variable("mode", spot, "", "quality factor of the finite pump spot"),
        "q_roughness": variable("mode", rough, "", "quality factor of roughness"),
        "curvature": variable(("mode", "axis"), curves, "m", "band curvature d2k/dq2"),
        "curvature_error": variable("mode", errors, "", "relative change of the curvature"),
        "confinement": variable(
            ("mode", "layer", "definition"), confinement.reshape(count, 4, 3), "", "confinement factor"
        ),
    }
    definitions = variable("definition", ["electric", "energy", "gain"], "", "definition of confinement")
    return modes.assign(named | more).assign_coords(definition=definitions).assign_attrs(cavity=array.kind)


def _require_guiding(array: DfbArray, window: ModeWindow) -> None:
    """Refuse a film that is nowhere denser than substrate and cover."""
    crystal = array.crystal
    at = 0.5 * (window.start + window.stop)
    mean = np.real(crystal.averaged(np.array([complex(m.index(at)) for m in crystal.materials]) ** 2))
    clad = max(mean[0], mean[-1])
    if mean[1:-1].max() <= clad:
        raise InputError(
            f"cavity: film and pillars average to an index of {mean[1:-1].max() ** 0.5:.4g}, below "
            f"{clad**0.5:.4g} of the denser half-space: nothing is guided. Give a film of higher index."
        )


def by_region(array: DfbArray, values: np.ndarray) -> np.ndarray:
    """Sum a (mode, material) array over `REGIONS`."""
    found = np.zeros((len(values), len(REGIONS)))
    found[:, 0], found[:, 3] = values[:, 0], values[:, 1]
    for j, layer in enumerate(array.crystal.layers):
        found[:, 3 if layer.background is array.cover else 1] += values[:, 2 + 2 * j]
        found[:, 2] += values[:, 3 + 2 * j]
    return found


def _rough(array: DfbArray, edges: list[BandEdge]) -> np.ndarray:
    """Return Q of the rough film surface for every mode."""
    if array.roughness is None or array.correlation_length is None:
        return np.full(len(edges), array.q_roughness or inf)
    law = Roughness(array.roughness, array.correlation_length)
    crystal = array.crystal
    face = len(crystal.layers) if array.film_height >= array.pillar_height else 1
    return np.array([1 / rough_film_loss(crystal, edge, face, law) for edge in edges])


def _spot(
    array: DfbArray, edges: list[BandEdge], share: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Q of the finite spot, curvature along x and y, and the larger error of the two."""
    spot, curves, errors = np.full(len(edges), inf), np.zeros((len(edges), 2)), np.zeros(len(edges))
    for i, edge in enumerate(edges):
        outside = share[i] * array.unpumped_absorption / edge.warm.k0.real
        loss = 0.0
        for axis, width in enumerate((array.spot_length, array.spot_width)):
            curve = band_curve(array.crystal, edge, axis, width, array.truncation)
            loss += spot_loss(curve, width, outside)
            curves[i, axis] = curve.curvature.real
            errors[i] = max(errors[i], curve.error)
        spot[i] = 1 / loss if loss > 0 else inf
    return spot, curves, errors
