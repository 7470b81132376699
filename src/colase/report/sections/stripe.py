"""Amplified emission: a stripe against pump and length, a dispersion against its concentration."""

from __future__ import annotations

from typing import Any

import numpy as np

from colase.plot.laser import stripe as plots
from colase.plot.style import number
from colase.report.blocks import Block, Figure, Heading, Note, Section, Text
from colase.report.facts import typeset
from colase.report.picture import picture
from colase.study.stripes import stripe_gain


def section(run: Any) -> Section | None:
    """Return the section, or None when no amplified emission was computed."""
    blocks: list[Block] = []
    if run.stripe is not None:
        blocks += [Text(_geometry(run)), Text(_onset(run.stripe)), _curve(run.stripe), _spectra(run.stripe)]
    if run.lengths is not None:
        blocks += [_lengths(run.lengths), _length_spectra(run.lengths), Text(_gain(run.lengths))]
    if run.cuvette is not None:
        blocks += [Heading("In a cuvette"), *_cuvette(run)]
    notes = [n for found in (run.stripe, run.lengths, run.cuvette) if found is not None for n in found.notes]
    blocks += [Note(typeset(note)) for note in dict.fromkeys(notes)]
    return Section("stripe", "Amplified spontaneous emission", blocks) if blocks else None


def _geometry(run: Any) -> str:
    d = run.stripe.data.attrs
    return (
        f"A stripe of {number(d['length'] * 1e6)} × {number(d['width'] * 1e6)} µm is pumped and seen from "
        f"one end. Light runs both ways along it with {d['transverse_modes']:.2g} transverse mode"
        f"{'s' if d['transverse_modes'] > 1 else ''}, feels {number(d['confinement'])} times the material "
        f"gain per length, loses {number(d['loss'] / 100)} cm⁻¹, and uses up what feeds it. Of the light "
        f"into all directions the instrument takes {number(100 * d['collected'], 2)} %. Crossing the stripe "
        f"takes {number(d['transit'] * 1e12, 2)} ps, which is left out."
    )


def _onset(found: Any) -> str:
    last = found.data.isel(pump=-1)
    side = "red" if found.shift > 0 else "blue"
    seen = (
        f"The line narrows halfway at {number(found.threshold * 100)} µJ/cm². "
        if np.isfinite(found.threshold)
        else "At no pump shown does the line narrow: there is no amplified emission. "
    )
    return (
        f"{seen}At the highest pump most light comes at {float(last.peak_wavelength) * 1e9:.1f} nm, "
        f"{number(abs(found.shift) * 1e9, 2)} nm to the {side} of spontaneous emission, in a line "
        f"{number(float(last.fwhm) * 1e9, 2)} nm wide. Photons are accounted for to "
        f"{number(found.balance, 1)} of the absorbed ones."
    )


def _curve(found: Any) -> Figure:
    caption = (
        "Energy out of one end (dots) and all collected light (dashed); grey, right axis: width of the "
        "collected line."
    )
    svg = picture(plots.stripe_curve(found), "stripe", "Amplified emission against pump")
    return Figure("stripe", "Against the pump", caption, svg, plots.stripe_columns(found), wide=False)


def _spectra(found: Any) -> Figure:
    caption = "Collected spectra, each scaled to its highest point; dotted: the peak of spontaneous emission."
    svg = picture(plots.stripe_spectra(found), "stripe_spectra", "Spectra of the stripe")
    columns = plots.spectra_columns(found)
    return Figure("stripe_spectra", "Spectra against pump", caption, svg, columns, wide=False)


def _lengths(found: Any) -> Figure:
    caption = (
        f"The same against the length, at {number(found.data.attrs['pumped_at'] * 100)} µJ/cm². Where the "
        "beam saturates the gain, it grows no longer exponentially."
    )
    svg = picture(plots.stripe_curve(found), "stripe_lengths", "Amplified emission against length")
    columns = plots.stripe_columns(found)
    return Figure("stripe_lengths", "Against the length", caption, svg, columns, wide=False)


def _length_spectra(found: Any) -> Figure:
    svg = picture(plots.stripe_spectra(found), "stripe_length_spectra", "Spectra against length")
    columns = plots.spectra_columns(found)
    caption = "Collected spectra of stripes of several lengths, each scaled to its highest point."
    return Figure("stripe_length_spectra", "Spectra against length", caption, svg, columns, wide=False)


def _gain(found: Any) -> str:
    """Say what gain the usual formula would give, beside the one that was there."""
    true = float(found.data.modal_gain.values.max()) / 100
    said = f"Right after a flash of this fluence the highest net gain is {number(true)} cm⁻¹. "
    read = stripe_gain(found)
    if read is None:
        return said
    gain, at = read
    return said + (
        f"Two lengths, L and 2L, and I = A (e^(gL) − 1)/g would give at most {number(gain / 100)} cm⁻¹, at "
        f"L = {number(at * 1e6, 2)} µm: shorter stripes show spontaneous light, longer ones saturate, and an "
        "experiment sees the gain of the whole line over the whole pulse."
    )


def _cuvette(run: Any) -> list[Block]:
    found, c = run.cuvette, run.device.cuvette
    low = f"{number(found.lowest * 1e-6)} per cm³" if np.isfinite(found.lowest) else "none of those shown"
    text = (
        f"The same nanocrystals in a liquid of index {c.index:g}, pumped along {number(c.length * 1e3)} mm "
        f"behind the wall of a cuvette. The lowest concentration that shows amplified emission is {low}. "
        f"1/(σL) would say {number(found.data.attrs['simple_minimum'] * 1e-6)} per cm³; the amplified light "
        f"outshines collected spontaneous light from an exponent of {number(found.data.attrs['exponent'])}, "
        f"which means {number(found.data.attrs['minimum'] * 1e-6)} per cm³."
    )
    caption = (
        "Threshold of amplified emission (dots), and where most light then comes (grey, right axis); dashed: "
        "the two estimates of the lowest concentration."
    )
    svg = picture(plots.concentration_curve(found), "cuvette", "Threshold against concentration")
    columns = plots.concentration_columns(found)
    return [Text(text), Figure("cuvette", "Against the concentration", caption, svg, columns, wide=False)]
