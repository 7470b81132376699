"""The band edges of a pillar array as a table that the laser room reads: losses, confinement, curvature.

On top of `crystal_modes`: the finite spot (`finite_spot`), the roughness of the film (`rough_film`), and
sums over the bodies of the array.
"""

from __future__ import annotations

from math import inf

import numpy as np
import xarray as xr

from colase.cavity.base import MODE_VARIABLES, SHARES, ModeWindow
from colase.results import variable

from .coupled_waves.finite_spot import Spot, band_curve, spot_loss
from .fourier_modal.crystal_modes import band_edges
from .fourier_modal.crystal_table import BandEdge, mode_table
from .patterned.patterned_film import PatternedFilm

REGIONS = ("substrate", "film", "pillars", "cover")
_LEAST_LOSS = 1e-30


def array_modes(array: PatternedFilm, pumped: Spot, window: ModeWindow) -> xr.Dataset:
    """Return every band-edge mode of an array in a window; see `DfbArray.modes`."""
    crystal = array.crystal
    array.require_guiding(window)
    edges = band_edges(crystal, (window.start, window.stop), array.truncation)
    modes = mode_table(crystal, edges, array.truncation)
    shares = {name: array.by_region(modes[name].values) for name in ("electric", "energy", "response")}
    count, film = modes.sizes["mode"], REGIONS.index("film")
    index = array.film.index(modes.wavelength.values).real
    spot, curves, errors = _spot(array, pumped, edges, shares["response"][:, film] / index)
    lost = np.array([array.scattering_loss(edge) for edge in edges])
    rough = np.divide(1.0, lost, out=np.full(count, inf), where=lost > 0)
    q_scattering = 1 / np.maximum(lost + 1 / spot, _LEAST_LOSS)
    total = 1 / (1 / modes.q_radiative.values + 1 / modes.q_absorption.values + 1 / q_scattering)
    envelope = pumped.length * pumped.width / array.period**2 / 4
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
    definitions = variable("definition", list(SHARES), "", "definition of confinement")
    return modes.assign(named | more).assign_coords(definition=definitions)


def _spot(
    array: PatternedFilm, pumped: Spot, edges: list[BandEdge], share: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Q of the finite spot, curvature along x and y, and the larger error of the two."""
    spot, curves, errors = np.full(len(edges), inf), np.zeros((len(edges), 2)), np.zeros(len(edges))
    for i, edge in enumerate(edges):
        outside = share[i] * pumped.unpumped_absorption / edge.warm.k0.real
        loss = 0.0
        for axis, width in enumerate((pumped.length, pumped.width)):
            curve = band_curve(array.crystal, edge, axis, width, array.truncation)
            loss += spot_loss(curve, width, outside)
            curves[i, axis] = curve.curvature.real
            errors[i] = max(errors[i], curve.error)
        spot[i] = 1 / loss if loss > 0 else inf
    return spot, curves, errors
