"""Modes of a one-dimensional grating of finite length as a table that the laser room reads.

Band edges come in pairs, one dark and one bright, of the same polarisation and vertical order; each pair and
the length give the modes of `finite_grating`. With real indices their loss is radiation, along the normal and
through the ends; what absorption adds is q_absorption. The gain confinement is the response of the whole
solution, -d ln k/d ln n of the film.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, pi

import numpy as np
import xarray as xr

from colase.cavity.base import MODE_VARIABLES, ModeWindow
from colase.cavity.slab.waveguide import SlabWaveguide
from colase.results import dataset, variable

from .coupled_waves.finite_grating import TwoWaves
from .fourier_modal.crystal_fields import NearField
from .fourier_modal.crystal_modes import band_edges
from .fourier_modal.crystal_table import BandEdge
from .patterned.patterned_film import PatternedFilm

_DARK = {"TE": "A2", "TM": "A1"}
_BRIGHT = {"TE": "B2", "TM": "B1"}
_AROUND = 0.04  # of the window: a pair of edges straddles its modes
_STEP = 1e-4
_LEAST_LOSS = 1e-30


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """The two band edges of one polarisation and vertical order."""

    polarization: str
    dark: BandEdge
    bright: BandEdge
    n_group: float


def grating_modes(
    grating: PatternedFilm, length: float, stripe_width: float, window: ModeWindow
) -> xr.Dataset:
    """Return the modes of a grating in a window; see `DfbGrating.modes`."""
    grating.require_guiding(window)
    rows = [
        row
        for pair in _pairs(grating, window)
        for row in _rows(grating, length, length * stripe_width, pair, window)
    ]
    rows.sort(key=lambda row: row["wavelength"])
    meanings = MODE_VARIABLES | {
        "wavenumber": ("1/m", "complex vacuum wavenumber"),
        "edge": ("", "band edge the mode is nearest to"),
        "zero": ("", "zero s L of the mode condition"),
        "coupling": ("", "coupling K L of the two waves"),
        "n_group": ("", "group index of the waves"),
        "n_eff": ("", "wavelength over period"),
        "q_roughness": ("", "quality factor of roughness"),
        "wavelength_error": ("m", "change of the band edges from the next lower truncation"),
    }
    for side in ("dark", "bright"):
        meanings |= {
            f"{side}_edge": ("1/m", f"complex wavenumber of the {side} band edge"),
            f"{side}_representation": ("", f"symmetry of the {side} band edge"),
            f"{side}_interface": ("", f"interface at which the {side} band edge is solved"),
        }
    kinds = {"zero": complex, "wavenumber": complex, "coupling": complex, "degeneracy": int}
    kinds |= {f"{side}_edge": complex for side in ("dark", "bright")}
    kinds |= {f"{side}_interface": int for side in ("dark", "bright")}
    text = ("polarization", "label", "edge", "dark_representation", "bright_representation")
    kinds |= dict.fromkeys(text, str)
    columns = {
        name: variable("mode", np.array([row[name] for row in rows], dtype=kinds.get(name, float)), *meaning)
        for name, meaning in meanings.items()
    }
    return dataset(columns, truncation=grating.truncation)


def _pairs(grating: PatternedFilm, window: ModeWindow) -> list[_Pair]:
    """Return the pairs of band edges in and around a window: each dark one with the nearest bright one."""
    crystal = grating.crystal
    around = (window.start * (1 - _AROUND), window.stop * (1 + _AROUND))
    edges = band_edges(crystal, around, grating.truncation)
    found = []
    for polarization in ("TE", "TM"):
        dark = [e for e in edges if e.representation == _DARK[polarization]]
        bright = [e for e in edges if e.representation == _BRIGHT[polarization]]
        for one in dark:
            if not bright:
                break
            other = min(bright, key=lambda e: abs(e.warm.k0 - one.warm.k0))
            if min(dark, key=lambda e: abs(e.warm.k0 - other.warm.k0)) is one:
                found.append(_Pair(polarization, one, other, _group_index(crystal, one, polarization)))
    return found


def _group_index(crystal, edge: BandEdge, polarization: str) -> float:
    """Return the group index of the guided mode of the averaged layers, with the materials' dispersion."""
    k0 = float(edge.warm.k0.real)
    index = edge.system.index(edge.warm.k0).real
    eps = crystal.averaged(index**2)
    thickness = tuple(layer.thickness for layer in crystal.layers)
    mean = SlabWaveguide(thickness, tuple(np.sqrt(eps[1:-1])), *np.sqrt(eps[[0, -1]]))
    modes = mean.modes(2 * pi / k0, (polarization,))
    nearest = int(np.abs(modes.n_eff.values - 2 * pi / k0 / crystal.period[0]).argmin())
    one = np.eye(len(index), dtype=complex)
    response = sum(-edge.warm.response(edge.system.index_slope(edge.warm.k0, n * row))
                   for row, n in zip(one, index, strict=True))  # fmt: skip
    return float(modes.n_group[nearest]) / float((response / edge.warm.k0).real)


def _rows(grating: PatternedFilm, length: float, area: float, pair: _Pair, window: ModeWindow):
    """Yield the modes of one pair whose wavelength lies in the window."""
    warm = _waves(pair, pair.dark.warm.k0, pair.bright.warm.k0, length)
    cold = _waves(pair, pair.dark.cold.k0, pair.bright.cold.k0, length)
    shifted = [_with_film(grating, length, pair, sign * _STEP) for sign in (1, -1)]
    rough = max(sum(map(grating.scattering_loss, (pair.dark, pair.bright))) / 2, _LEAST_LOSS)
    near = NearField(pair.dark.system, pair.dark.warm)
    height = near.energies()[1].sum() / near.largest_density()
    counted = {"dark": 0, "bright": 0}
    for zero in sorted(warm.zeros(), key=lambda s: abs(s.imag)):  # outwards from the edges
        k = warm.wavenumber(zero)
        lam = 2 * pi / k.real
        side = "dark" if abs(k.real - warm.dark.real) <= abs(k.real - warm.bright.real) else "bright"
        counted[side] += 1
        if not window.start <= lam <= window.stop:
            continue
        at_rest = cold.wavenumber(cold.followed(zero, warm))
        radiated = max(-2 * at_rest.imag / at_rest.real, 0.0)
        absorbed = -2 * k.imag / k.real - radiated
        absorbed = absorbed if absorbed > 1e-13 else 0.0
        high, low = (waves.wavenumber(waves.followed(zero, warm)) for waves in shifted)
        response = -(np.log(high) - np.log(low)).real / (np.log1p(_STEP) - np.log1p(-_STEP))
        yield {
            "wavelength": lam,
            "wavenumber": k,
            "polarization": pair.polarization,
            "label": f"{pair.polarization} {side} {counted[side]}",
            "q_radiative": 1 / radiated if radiated else inf,
            "q_absorption": 1 / absorbed if absorbed else inf,
            "q_scattering": 1 / rough,
            "q_roughness": 1 / rough,
            "q_factor": 1 / (radiated + absorbed + rough),
            "gain_confinement": response,
            "gain_index": float(grating.film.index(lam).real),
            "mode_volume": height * area / 2,
            "degeneracy": 1,
            "edge": side,
            "zero": zero,
            "coupling": warm.coupling,
            "n_group": pair.n_group,
            "n_eff": lam / grating.period,
            "wavelength_error": max(_error(pair.dark), _error(pair.bright)),
            "dark_edge": pair.dark.warm.k0,
            "bright_edge": pair.bright.warm.k0,
            "dark_representation": pair.dark.representation,
            "bright_representation": pair.bright.representation,
            "dark_interface": pair.dark.system.interface,
            "bright_interface": pair.bright.system.interface,
        }


def _waves(pair: _Pair, dark: complex, bright: complex, length: float) -> TwoWaves:
    return TwoWaves(dark, bright, pair.n_group, length)


def _error(edge: BandEdge) -> float:
    return abs(2 * pi / edge.warm.k0.real - 2 * pi / edge.coarse.real)


def _with_film(grating: PatternedFilm, length: float, pair: _Pair, share: float) -> TwoWaves:
    """Return the two waves when the film index is larger by a share of itself."""
    index = complex(grating.film.index(2 * pi / pair.dark.warm.k0.real)).real
    dark, bright = (
        grating.moved(e.representation, e.system.interface, e.warm.k0, share * index)
        for e in (pair.dark, pair.bright)
    )
    return _waves(pair, dark, bright, length)


def pumped_grating(grating: PatternedFilm, length: float, one: xr.Dataset, gain_index: complex) -> complex:
    """Return k0 of a mode with another index of the film; see `DfbGrating.resonance`."""
    change = gain_index - complex(grating.film.index(float(one.wavelength)))
    edges = [complex(one[f"{side}_edge"].item()) for side in ("dark", "bright")]
    start = TwoWaves(edges[0], edges[1], float(one.n_group), length)
    moved = [
        grating.moved(str(one[f"{side}_representation"].item()), int(one[f"{side}_interface"]), k0, change)
        for side, k0 in zip(("dark", "bright"), edges, strict=True)
    ]
    now = replace(start, dark=moved[0], bright=moved[1])
    return now.wavenumber(now.followed(complex(one.zero.item()), start))
