"""Band-edge modes of a crystal slab as a labelled table: losses, responses, shares, names."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi

import numpy as np
import xarray as xr

from colase.cavity.base import RADIATION_LIMIT
from colase.cavity.grating.crystal.photonic_crystal import PhotonicCrystalSlab
from colase.cavity.grating.crystal.plane_waves import radiates_upwards
from colase.results import dataset, variable

from .crystal_fields import NearField
from .poles import Pole, System


@dataclass(frozen=True, slots=True, eq=False)
class BandEdge:
    """One resonance: with real indices, as it is, and at the next lower truncation."""

    representation: str
    system: System
    cold: Pole
    warm: Pole
    coarse: complex
    open: bool


def mode_table(slab: PhotonicCrystalSlab, edges: list[BandEdge], truncation: int) -> xr.Dataset:
    """Return band edges as the Dataset of `crystal_modes`."""
    rows = [_row(slab, edge) for edge in edges]
    names = {
        "wavelength": ("m", "vacuum wavelength"),
        "wavenumber": ("1/m", "complex vacuum wavenumber"),
        "te_share": ("", "share of waves with E along the layers"),
        "representation": ("", "symmetry at Gamma"),
        "bright": ("", "whether light leaves along the normal"),
        "polarization": ("", "TE or TM, whichever dominates"),
        "q_radiative": ("", "quality factor of radiation alone"),
        "q_absorption": ("", "quality factor of absorption by passive materials"),
        "n_eff": ("", "wavelength over period"),
        "cell_energy": ("m^3", "energy mode volume of one cell"),
        "degeneracy": ("", "number of modes that share this resonance"),
        "wavelength_error": ("m", "change of the wavelength from the next lower truncation"),
        "q_error": ("", "relative change of Q from the next lower truncation"),
        "residual": ("", "residual of the mode condition"),
        "interface": ("", "interface at which the mode is solved"),
        "radiation_limited": ("", "whether the radiative Q is below 1e13"),
    }
    columns = {key: variable("mode", [row[key] for row in rows], *names[key]) for key in names}
    columns["label"] = variable("mode", _labels(rows), "", "name of the mode")
    matrices = {
        "response": "first-order response -d ln(k)/d ln(n) to each material",
        "electric": "share of |E|^2",
        "energy": "share of n^2 |E|^2",
    }
    shape = (len(rows), len(slab.materials))
    for key, meaning in matrices.items():
        values = np.array([row[key] for row in rows]).reshape(shape)
        columns[key] = variable(("mode", "material"), values, "", meaning)
    return dataset(columns, truncation=truncation)


def _row(slab: PhotonicCrystalSlab, edge: BandEdge) -> dict:
    """Return one line of the table."""
    k, near = edge.warm.k0, NearField(edge.system, edge.warm)
    field, energy, te_share = near.energies()
    loss, cold_loss = (max(-2 * p.k0.imag / p.k0.real, 0.0) for p in (edge.warm, edge.cold))
    radiated = cold_loss if edge.open and cold_loss > 1e-15 else 0.0
    absorbed = loss - cold_loss
    absorbs = bool(np.any(edge.system.index(k).imag)) and absorbed > 1e-15
    one = np.eye(len(slab.materials), dtype=complex)
    index = edge.system.index(k)
    response = [
        -edge.warm.response(edge.system.index_slope(k, row)) * n for row, n in zip(one, index, strict=True)
    ]
    rough = edge.coarse
    rough_loss = -2 * rough.imag / rough.real
    return {
        "wavelength": 2 * pi / k.real,
        "wavenumber": k,
        "te_share": te_share,
        "representation": edge.representation,
        "bright": radiates_upwards(slab.square, edge.representation),
        "polarization": "TE" if te_share >= 0.5 else "TM",
        "q_radiative": 1 / radiated if radiated else inf,
        "q_absorption": 1 / absorbed if absorbs else inf,
        "n_eff": 2 * pi / k.real / max(slab.period),
        "cell_energy": slab.cell * energy.sum() / near.largest_density(),
        "degeneracy": 2 if edge.representation == "E" else 1,
        "wavelength_error": abs(2 * pi / k.real - 2 * pi / rough.real),
        "q_error": abs(rough_loss / loss - 1) if radiated else 0.0,
        "residual": edge.warm.residual,
        "interface": edge.system.interface,
        "radiation_limited": bool(radiated > 1 / RADIATION_LIMIT),
        "response": (np.array(response) / k).real,
        "electric": field / field.sum(),
        "energy": energy / energy.sum(),
    }


def _labels(rows: list[dict]) -> list[str]:
    """Return "TE A2", or "TE A2 (1)" and so on from the longest wavelength where several share it."""
    plain = [f"{row['polarization']} {row['representation']}" for row in rows]
    return [
        name if plain.count(name) == 1 else f"{name} ({plain[i:].count(name)})"
        for i, name in enumerate(plain)
    ]
