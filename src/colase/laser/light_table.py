"""The table of a light curve: everything that is reported, from the books of every run.

Light that leaves a mode by scattering and radiation counts as emitted; what passive materials and higher
states take does not. Photon books: absorbed = the channels below + what is stored at the end.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from colase.constants import HC
from colase.gain.medium import GainMedium
from colase.results import dataset, variable

from .dynamics.cells import Dynamics
from .dynamics.rate_equations import RateEquations
from .dynamics.trajectory import Trajectory
from .energy import ENERGY_CHANNELS, energy_books
from .instrument import Instrument
from .linewidth import fourier_width, in_wavelength, linewidth, voigt_fwhm
from .mode_gain import LOSSES, Array, ModeGain
from .spectra import lines_spectrum, wavelength_grid
from .spontaneous import photon_spectra

CHANNELS = (
    *LOSSES,
    "absorption by higher states",
    "spontaneous elsewhere",
    "non-radiative",
    "lost above the last state",
    "stored",
)
"""Where an absorbed photon may end; the first three are losses of the tracked modes."""


def light_table(
    runs: list[Trajectory],
    fluence: Array,
    photons: Array,
    gain: ModeGain,
    equations: RateEquations,
    medium: GainMedium,
    instrument: Instrument,
    dynamics: Dynamics,
) -> xr.Dataset:
    """Return everything that is reported, over pump, mode, wavelength, channel and state."""
    count = gain.nanocrystals
    light, occupied = np.stack([r.light for r in runs]), np.stack([r.occupied for r in runs])
    emitted = count * light * (equations.out[0] + equations.out[1])
    energy = emitted * HC / gain.wavelength
    width = np.stack([linewidth(equations, r, count, dynamics.henry_factor) for r in runs])
    lorentz = in_wavelength(width, gain.wavelength)
    burst = in_wavelength(np.stack([fourier_width(r) for r in runs]), gain.wavelength)
    gauss = np.hypot(instrument.resolution, burst)
    dominant = energy.argmax(axis=1)
    wavelength = wavelength_grid(gain.wavelength, float(gain.wavelength[dominant[-1]]), instrument.resolution)
    background = count * np.stack([r.elsewhere for r in runs]) @ photon_spectra(medium, wavelength)
    lines = lines_spectrum(wavelength, gain.wavelength, energy, lorentz, gauss)
    budget, balance = _books(runs, equations)
    peak_time = np.stack([r.time_peak for r in runs])
    gain_time = np.stack([r.time_gain for r in runs])
    by_mode, over = ("pump", "mode"), ("pump", "wavelength")
    variables = {
        "photons_per_nanocrystal": variable("pump", photons, "", "photons absorbed per nanocrystal"),
        "emitted_photons": variable(by_mode, emitted, "", "photons emitted per pulse"),
        "emitted_energy": variable(by_mode, energy, "J", "energy emitted per pulse"),
        "dominant_mode": variable("pump", dominant, "", "number of the brightest mode"),
        "linewidth": variable(by_mode, lorentz, "m", "linewidth, weighted with the emission"),
        "fwhm": variable(by_mode, voigt_fwhm(lorentz, gauss), "m", "linewidth at the instrument"),
        "peak_photons": variable(
            by_mode, count * np.stack([r.peak for r in runs]), "", "highest number of photons in all orbits"
        ),
        "time_peak": variable(by_mode, peak_time, "s", "time of most photons"),
        "build_up_time": variable(
            by_mode, np.where(gain_time < peak_time, peak_time - gain_time, np.inf), "s",
            "from gain above loss to most photons (inf: never above)",
        ),
        "spectrum": variable(over, lines + background, "J/m", "emitted energy per wavelength"),
        "background": variable(over, background, "J/m", "spontaneous emission outside the modes"),
        "populations_peak": variable(
            ("pump", "state"), np.stack([r.populations_peak for r in runs]), "", "populations at most light"
        ),
        "mean_excitons": variable(
            "pump", occupied @ np.arange(occupied.shape[1]), "s", "excitons per nanocrystal, over time"
        ),
        "budget": variable(("pump", "channel"), budget, "", "share of the absorbed photons"),
        "balance": variable("pump", balance, "", "share of the absorbed photons that is not accounted for"),
        "energy": variable(
            ("pump", "energy_channel"), energy_books(runs, gain, equations, medium), "J", "without the pump"
        ),
        "steps": variable("pump", np.array([r.steps for r in runs]), "", "steps of the integrator"),
    }  # fmt: skip
    return dataset(
        variables, _coordinates(fluence, gain, wavelength, medium),
        degeneracy=_degeneracy(gain), resolution=instrument.resolution, nanocrystals=count,
    )  # fmt: skip


def _coordinates(fluence: Array, gain: ModeGain, wavelength: Array, medium: GainMedium) -> dict[str, tuple]:
    """Return what the table runs over."""
    return {
        "fluence": variable("pump", fluence, "J/m^2", "pump fluence"),
        "label": variable("mode", np.array(gain.label), "", "name of the mode"),
        "mode_wavelength": variable("mode", gain.wavelength, "m", "vacuum wavelength of the mode"),
        "wavelength": variable("wavelength", wavelength, "m", "vacuum wavelength"),
        "channel": variable("channel", np.array(CHANNELS), "", "where absorbed photons end"),
        "energy_channel": variable(
            "energy_channel", np.array(ENERGY_CHANNELS), "", "where absorbed energy ends"
        ),
        "state": variable("state", np.array(medium.states), "", "exciton state"),
    }


def _books(runs: list[Trajectory], equations: RateEquations) -> tuple[Array, Array]:
    """Return the share of every channel, shape (pump, channel), and the gap in the books, shape (pump,)."""
    non_radiative = equations.rates.decay - equations.radiative
    rows = []
    for r in runs:
        stored = r.populations @ np.arange(len(r.populations)) + r.photons.sum()
        ends = [
            *(equations.out @ r.light), equations.parasitic @ r.light, r.elsewhere.sum(),
            non_radiative @ r.occupied, r.above, stored,
        ]  # fmt: skip
        rows.append(np.array(ends) / (r.absorbed or 1.0))
    budget = np.stack(rows)
    return budget, np.array(
        [abs(b.sum() - 1) if r.absorbed else 0.0 for b, r in zip(budget, runs, strict=True)]
    )


def _degeneracy(gain: ModeGain) -> str:
    """Say how degenerate orbits were treated."""
    most = gain.degeneracy.max()
    if most == 1:
        return "each mode is a single orbit"
    return (
        f"each resonance is one family of up to {most:.0f} degenerate orbits that share its photons equally"
    )
