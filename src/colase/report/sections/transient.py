"""Transient absorption: when the band amplifies, how fast that decays, spectra."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.plot.gain import transient as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Note, Section, Table, Text
from colase.report.facts import typeset
from colase.report.picture import picture


def section(run: Any) -> Section | None:
    """Return the section, or None when no pump-probe experiment was computed."""
    if run.transient is None:
        return None
    probe = run.transient
    blocks: list[Block] = [Text(_threshold(probe)), _decay(probe), _spectra(probe), _table(probe)]
    blocks += [Note(typeset(note)) for note in probe.notes]
    return Section("transient", "Transient absorption", blocks)


def _threshold(probe: Any) -> str:
    d = probe.data.attrs
    band = f"between {d['band_from'] * 1e9:.4g} and {d['band_to'] * 1e9:.4g} nm"
    if not np.isfinite(probe.threshold):
        return f"Averaged {band}, the film never amplifies, whatever the pump."
    return (
        f"Averaged {band}, the film amplifies right after a flash from {number(probe.threshold * 100)} "
        f"µJ/cm², {number(d['threshold_photons'])} photons absorbed per nanocrystal: −ΔA/A₀ = 1 is "
        "transparency. The probe changes nothing; carriers that still cool are left out."
    )


def _decay(probe: Any) -> Figure:
    caption = "Bleach of the band against the delay of the probe."
    if probe.followed:
        caption += " Dashed: without the light that the film amplifies along the pumped spot."
    svg = picture(plots.band_decay(probe), "transient_decay", "Bleach against delay")
    columns = plots.band_columns(probe)
    return Figure("transient_decay", "Decay of the bleach", caption, svg, columns, wide=False)


def _spectra(probe: Any) -> Figure:
    caption = "Absorbance after the pump; dashed: before it. Below zero the film amplifies."
    svg = picture(plots.spectra(probe.signal), "transient_spectra", "Absorbance after the pump")
    columns = plots.spectrum_columns(probe.signal)
    return Figure("transient_spectra", "Absorbance", caption, svg, columns, wide=False)


def _table(probe: Any) -> Table:
    d = probe.data
    head = ["pump (µJ/cm²)", "photons per nanocrystal", "−ΔA/A₀ at first", "gain lasts (ps)"]
    head += ["without amplified emission (ps)"] if probe.followed else []
    rows = []
    for i in range(d.sizes["pump"]):
        at = d.isel(pump=i)
        row = [
            number(float(at.fluence) * 100),
            number(float(at.photons_per_nanocrystal)),
            f"{float(at.band_bleach[0]):.3f}",
            _time(float(at.gain_time)),
        ]
        rows.append(tuple(row + ([_time(float(at.gain_time_alone))] if probe.followed else [])))
    return Table(tuple(head), tuple(rows), numeric=tuple(range(len(head))))


def _time(seconds: float) -> str:
    if seconds == 0:
        return "no gain"
    return number(seconds * 1e12) if np.isfinite(seconds) else "to the last delay"
