"""Gain of the medium: spectra, populations, which model, and whether its inputs are consistent."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.gain import balance_warning, gain_spectrum, lifetime_balance
from colase.gain.balance import TOLERATED
from colase.plot.gain import spectra as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Note, Section, Text
from colase.report.facts import first_mode, instant_photons
from colase.report.picture import picture

_PUMP = np.geomspace(0.01, 10.0, 121)


def section(run: Any) -> Section | None:
    """Return the section, or None when gain is not computed."""
    if run.gain is None:
        return None
    warning = balance_warning(run.device.gain)
    blocks: list[Block] = [Text(_which(run))]
    if warning:
        blocks.append(Note(warning))
    index = _film_index(run)
    if index is not None:
        ratio, sentence = lifetime_balance(run.device.gain, index)
        kind = Text if 1 / TOLERATED <= ratio <= TOLERATED else Note
        blocks.append(kind(f"Einstein’s relation between cross section and lifetime. {sentence}"))
    blocks += [_spectra(run), _populations(run)]
    return Section("gain", "Gain", blocks)


def _film_index(run: Any) -> float | None:
    """Return the refractive index of the gain region at the mode that comes first."""
    if run.threshold is None:
        return None
    return float(run.modes.data.gain_index[run.threshold.mode])


def _which(run: Any) -> str:
    medium = run.device.gain
    crystal = medium.nanocrystal
    peak = run.gain.data.peak_gain
    best = int(peak.values.argmax())
    return (
        f"Nanocrystals {crystal.name} at {number(medium.density * 1e-6)} per cm³, {medium.temperature:g} K; "
        f"gain model “{run.gain.data.attrs['model']}” with the states {', '.join(medium.model.states)}. "
        f"The largest gain among the pump levels shown is {number(float(peak[best]) / 100)} cm⁻¹ at "
        f"{float(run.gain.data.peak_wavelength[best]) * 1e9:.1f} nm, "
        f"for {float(run.gain.data.photons_per_nanocrystal[best]):.3g} absorbed photons per nanocrystal."
    )


def _spectra(run: Any) -> Figure:
    at = first_mode(run)
    loss = None if at is None else float(run.threshold.data.required_gain[at])
    ax = plots.gain_spectra(run.gain, loss)
    caption = (
        "Material gain right after a short pulse, before anything decays; below zero the film absorbs. "
        "Curves are labelled with the photons absorbed per nanocrystal."
    )
    if loss is not None:
        caption += (
            f" Dashed: what {run.modes.data.label.values[at]} needs to lase, {number(loss / 100)} cm⁻¹."
        )
    svg = picture(ax, "gain_spectra", "Gain spectra")
    return Figure("gain_spectra", "Gain spectra", caption, svg, plots.gain_columns(run.gain), wide=False)


def _populations(run: Any) -> Figure:
    lam = run.gain.data.wavelength.values[:1]
    dense = gain_spectrum(run.device.gain, lam, _PUMP)
    threshold = instant_photons(run)
    ax = plots.populations(dense, threshold)
    caption = (
        "Share of the nanocrystals in each exciton state right after a short pulse (Poisson statistics). "
    )
    if threshold is not None:
        caption += "The vertical line is the threshold for such a pulse."
    svg = picture(ax, "populations", "Populations against pump")
    columns = plots.population_columns(dense)
    return Figure("populations", "Populations", caption, svg, columns, wide=False)
