"""How fast two equal disks exchange light, against their gap, beside what a defect splitting asks for."""

from __future__ import annotations

from math import sqrt

import numpy as np
import xarray as xr

from colase.coupling import coupling_rates
from colase.device import Device
from colase.results import dataset

from .finding import Finding
from .settings import assembly_of, equal, in_hertz, in_nanometres, middle, pair_of

_NARROWEST, _POINTS = 100e-9, 6
THREE_MODE = 2 * sqrt(2)
"""Coupling between disks over coupling inside one from which three modes have an exceptional point."""


def find(device: Device) -> Finding:
    """Return exact rates at several gaps, both polarisations; nothing for unequal disks or defects."""
    title = "Coupling rate against gap"
    if not equal(device):
        said = "The disks differ or have defects: no single rate; see the supermodes and the paths."
        return Finding(title, dataset({}), (said,))
    pair = pair_of(device)
    gaps = gaps_shown(pair.gap)
    own = int(np.abs(gaps - pair.gap).argmin())
    tables, sentences, doubts, labels = [], [], [], []
    lam = middle(device)
    needed = needed_rate(device)
    for polarization in assembly_of(device).polarizations:
        disk = pair.first.disk(polarization, pair.surroundings)  # type: ignore[attr-defined]
        rates = coupling_rates(
            disk.radius, disk.index, gaps, lam, polarization, 1, pair.surroundings, pair.harmonics
        )
        tables.append(rates.data)
        labels.append(rates.label)
        kappa = float(rates.data.half_splitting[own])
        decay = float(rates.data.predicted_decay[own])
        said = (
            f"{rates.label}: kappa/2pi = {kappa / 1e9:.4g} GHz ({in_nanometres(kappa, lam):.2g} nm) at the "
            f"gap of {gaps[own] * 1e9:.4g} nm, fading over {decay * 1e9:.3g} nm"
        )
        if needed is not None:
            said += f"; three modes need {needed / 1e9:.4g} GHz, {needed / kappa:.3g} times as much"
        sentences.append(f"{said}.")
        doubts += [f"{rates.label}, {note[0].lower()}{note[1:]}" for note in rates.notes]
    data = xr.concat(tables, "polarization").assign_coords(
        polarization=[label.split()[0] for label in labels]
    )
    data = data.assign_attrs(labels="; ".join(labels), gap=pair.gap, required=needed or 0.0)
    return Finding(title, data, tuple(sentences), tuple(doubts))


def needed_rate(device: Device) -> float | None:
    """Return the rate in Hz at which a three-mode point starts to exist, from the measured splitting."""
    splitting = pair_of(device).defect_splitting
    return None if splitting is None else THREE_MODE * in_hertz(splitting, middle(device)) / 2


def gaps_shown(gap: float) -> np.ndarray:
    """Return gaps around that of the device, itself among them, all of at least 20 nm."""
    low = max(min(gap, _NARROWEST), 20e-9)
    return np.unique(np.append(np.linspace(low, max(1.5 * gap, 3 * low), _POINTS), max(gap, 20e-9)))
