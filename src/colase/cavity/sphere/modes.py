"""From converged resonances of a layered sphere to a labelled table of modes.

Quality factors, confinement under four definitions, neighbours in polar order, mode volume:

    1/Q_rad from the root with real indices, 1/Q_abs = 1/Q - 1/Q_rad with the complex ones
    n_eff = l / (k R),  FSR = (lambda_{l-1} - lambda_{l+1})/2 at the same q,
    n_group = lambda^2 / (2 pi R FSR), R the outer radius
"""

from __future__ import annotations

from dataclasses import replace
from math import log, pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import DEFINITIONS
from colase.errors import ConvergenceError, InputError
from colase.results import dataset, variable

from .roots import (
    Complexes,
    Floats,
    Labels,
    Resonances,
    Shells,
    faint_rate,
    merged,
    mismatch,
    polished,
    real_roots,
)
from .volume import equator_weight, largest_density

_SHIFTS = (1 - 0.02j, 1 + 0.02j, 1.02, 0.98, 1.04 - 0.05j, 0.96 - 0.05j)  # other starts for a leaky root
RADIATION_LIMIT = 1e13
"""Radiative quality factors above this cannot be told from no radiation in any experiment."""


def mode_table(shells: Shells, start: float, stop: float, radial_max: int, q_floor: float) -> xr.Dataset:
    """Return all modes between two vacuum wavelengths in m; see `LayeredSphere.modes`."""
    return _table(shells, *solved(shells, start, stop, radial_max, q_floor))


def solved(
    shells: Shells, start: float, stop: float, radial_max: int, q_floor: float
) -> tuple[Labels, Resonances, Resonances]:
    """Return labels, lossless and actual resonances between two wavelengths, sorted by wavelength."""
    low, high = 2 * pi / stop, 2 * pi / start
    labels, cold = found(replace(shells, known=(low, high)), low, high, radial_max, q_floor)
    inside = (cold.k.real >= low) & (cold.k.real <= high) & (log_q(cold) >= np.log10(q_floor))
    order = np.flatnonzero(inside)[np.argsort(-cold.k.real[inside])]
    labels, cold = labels.take(order), selected(cold, order)
    lossy = bool(np.any(shells.index(np.array([low, high])).imag)) or shells.dispersive
    warm = polished(shells, cold.k, labels, lossless=False) if lossy and order.size else cold
    _require(shells, labels, warm, np.ones(order.size, dtype=bool))
    return labels, cold, warm


def selected(modes: Resonances, which: NDArray) -> Resonances:
    """Return some of the resonances."""
    return Resonances(*(getattr(modes, name)[which] for name in Resonances.__slots__))


def found(
    shells: Shells, low: float, high: float, radial_max: int, q_floor: float
) -> tuple[Labels, Resonances]:
    """Return labels and lossless resonances between two wavenumbers, and a little beyond.

    A leaky resonance may sit beside the root of its real phase, hence the margin; there the index
    of the nearest end of the window is used, so that no material is asked beyond it.
    """
    beyond = min(0.25 / q_floor, 0.1)
    low, high = low * (1 - beyond), high * (1 + beyond)
    labels, k, alone = real_roots(shells, low, high, radial_max)
    radiates = labels.polar < shells.index(np.array([high]))[0, -1].real * high * shells.outer
    start = started(shells, k, labels)
    modes = polished(shells, start, labels, lossless=True)
    seen = modes.converged.copy()
    for i, shift in enumerate(_SHIFTS):
        doubtful = _doubtful(labels, modes, start, radiates, alone)
        again = np.flatnonzero(doubtful & (alone | (i < 2)))
        if not again.size:
            break
        few = labels.take(again)
        modes = merged(modes, again, polished(shells, start[again] * shift, few, lossless=True))
        seen |= modes.converged
    lost = ~seen & ~radiates
    keep = ~_doubtful(labels, modes, start, radiates, alone) | lost
    labels, modes = labels.take(keep), selected(modes, keep)
    _require(shells, labels, modes, log_q(modes) >= np.log10(q_floor))
    labels = renumbered(shells, labels, modes)
    low_orders = labels.radial <= radial_max
    return labels.take(low_orders), selected(modes, low_orders)


def _doubtful(
    labels: Labels,
    modes: Resonances,
    start: Complexes,
    radiates: NDArray[np.bool_],
    alone: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark roots that did not converge or repeat another root of their family.

    Of repeated roots the one that started closest stays, those that stand alone before the others.
    Only families with a propagating wave outside can repeat; the others are numbered exactly.
    """
    order = np.lexsort((modes.k.real, labels.polar, labels.magnetic))
    k = modes.k[order]
    apart = np.abs(np.diff(k)) > 1e-9 * np.abs(k[1:])
    apart |= (np.diff(labels.polar[order]) != 0) | (np.diff(labels.magnetic[order].astype(int)) != 0)
    apart |= ~radiates[order[1:]]
    root = np.zeros(k.size, dtype=int)
    root[order[1:]] = np.cumsum(apart)
    best = np.lexsort((np.abs(modes.k - start), ~alone, root))
    doubtful = ~modes.converged
    doubtful[best[1:][np.diff(root[best]) == 0]] = True
    return doubtful


def renumbered(shells: Shells, labels: Labels, modes: Resonances) -> Labels:
    """Return labels that fit where leaky roots ended up, without repetition.

    A root more than half a turn from its number takes the number of its phase; of two with one
    number, the later gets the next free one.
    """
    turns = np.round(mismatch(shells, modes.k.real, labels)[0] / pi).astype(int)
    leaky = modes.k.imag < -1e-6 * modes.k.real
    radial = np.where(leaky, np.maximum(labels.radial + turns, 1), labels.radial)
    taken: set[tuple[bool, int, int]] = set()
    for i, (tm, l) in enumerate(zip(labels.magnetic.tolist(), labels.polar.tolist(), strict=True)):
        while (tm, l, int(radial[i])) in taken:
            radial[i] += 1
        taken.add((tm, l, int(radial[i])))
    return replace(labels, radial=radial)


def started(shells: Shells, k: Floats, labels: Labels) -> Complexes:
    """Return complex starting values: the leakage angle over the slope of the phase."""
    phase, growth = mismatch(shells, k, labels)
    step = 1e-5 * k
    slope = np.maximum((mismatch(shells, k + step, labels)[0] - phase) / step, 1e-3 / k)
    return k + 1j * np.maximum(growth / slope, -0.3 * k)


def _require(shells: Shells, labels: Labels, modes: Resonances, wanted: NDArray[np.bool_]) -> None:
    """Raise if a wanted resonance did not converge."""
    bad = np.flatnonzero(wanted & ~modes.converged)
    if bad.size:
        names = ", ".join(labels.name(i, shells.cylinder) for i in bad[:3]) + (" ..." if bad.size > 3 else "")
        raise ConvergenceError(
            f"modes: {bad.size} of {labels.polar.size} resonances did not converge ({names}; "
            f"largest residual {modes.residual[bad].max():.1e}). Raise q_floor to leave out leaky modes."
        )


def log_q(modes: Resonances) -> Floats:
    """Return log10 of the quality factor of lossless resonances (inf for a gaining root)."""
    rate = -2 * modes.k.imag / modes.k.real
    seen = np.log(np.maximum(rate, 1e-300))
    return np.where(np.isfinite(modes.log_loss), -modes.log_loss, -seen) / log(10)


def electric_energy(modes: Resonances, magnetic: NDArray[np.bool_], outer: float) -> NDArray[np.complex128]:
    """Return the electric energy of each region, unconjugated, shape (problem, region)."""
    x = (modes.k * outer)[:, None]
    te = (modes.index * x) ** 2 * modes.sums[:, :, 0]
    return np.where(magnetic[:, None], modes.sums[:, :, 1] / modes.index**2, te)


def confinement(modes: Resonances, magnetic: NDArray[np.bool_], outer: float) -> Floats:
    """Return the share of every region under `DEFINITIONS`, shape (problem, region, definition)."""
    energy = electric_energy(modes, magnetic, outer)
    total = energy.sum(axis=1, keepdims=True)
    electric = (energy / total / modes.index**2).real
    share = (energy / total).real
    flux = modes.sums[:, :, 2] / np.where(magnetic[:, None], modes.index**2, 1)
    around = flux.sum(axis=1, keepdims=True)
    flux = (flux / np.where(around == 0, 1.0, around)).real  # m = 0 of a cylinder does not go round
    response = energy / (energy * modes.group / modes.index).sum(axis=1, keepdims=True)
    k = modes.k[:, None]
    gain = modes.index.real * (k * response / modes.index).real / k.real
    return np.stack([electric / electric.sum(axis=1, keepdims=True), share, flux, gain], axis=-1)


def mode_volume(modes: Resonances, labels: Labels, shells: Shells) -> Floats:
    """Return the mode volume of the orbit m = l in m^3."""
    R = shells.outer
    x = modes.k * R
    l = labels.polar
    peak = largest_density(x, l, labels.magnetic, shells.radii / R, modes.index, labels.match)
    energy = np.abs(electric_energy(modes, labels.magnetic, R).sum(axis=1))
    energy = np.where(labels.magnetic, energy, energy / np.abs(x) ** 2)
    weight = np.array([equator_weight(int(v)) for v in l]).reshape(l.shape)
    return R**3 * energy * (l + 1) / (l * weight * peak)


def slope_with_order(modes: Resonances, labels: Labels, shells: Shells) -> Floats:
    """Return dk/dl (or dk/dm) at fixed radial order, exact (Hellmann-Feynman), in 1/m."""
    order, outer = shells.order(labels.polar), shells.outer
    tm = labels.magnetic[:, None]
    n = modes.index
    flux = (modes.sums[:, :, 2] / np.where(tm, n**2, 1)).sum(axis=1)
    energy = electric_energy(modes, labels.magnetic, outer)
    norm = (energy * modes.group / n).sum(axis=1) / (modes.k * outer) ** 2
    return ((2 * order + 1) * flux / (2 * modes.k * outer**2 * norm)).real


def absorption_rate(cold: Resonances, warm: Resonances, magnetic: NDArray[np.bool_], outer: float) -> Floats:
    """Return 1/Q_absorption: the difference of the two roots, or its first order where that cancels."""
    exact = -2 * warm.k.imag / warm.k.real + np.where(
        np.isfinite(warm.log_loss), 0.0, 2 * cold.k.imag / cold.k.real
    )
    energy = electric_energy(warm, magnetic, outer)
    response = energy / (energy * warm.group / warm.index).sum(axis=1, keepdims=True)
    first = 2 * (response * 1j * warm.index.imag / warm.index).sum(axis=1).imag
    first *= (np.abs(warm.k) / warm.k.real) ** 2
    cancelled = np.abs(first) < 1e-7 * np.abs(2 * cold.k.imag / cold.k.real)
    return np.where(cancelled & ~np.isfinite(warm.log_loss), first, exact)


def spacing(shells: Shells, labels: Labels, modes: Resonances) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the free spectral range in m and whether both neighbours in polar order were solved.

    A neighbour beyond the range on which an index is known, or below l = 1, is replaced by the
    exact derivative of the wavenumber with respect to l.
    """
    k, slope = modes.k.real, slope_with_order(modes, labels, shells)
    lower, upper = k - slope, k + slope
    known = np.ones(k.size, dtype=bool)
    for shift, target in ((-1, lower), (1, upper)):
        solved, values = _neighbours(shells, labels, k, slope, shift)
        target[solved] = values
        known &= solved
    plain = 2 * pi / k**2 * slope
    return np.where(known, pi / lower - pi / upper, plain), known


def _neighbours(
    shells: Shells, labels: Labels, k: Floats, slope: Floats, shift: int
) -> tuple[NDArray[np.bool_], Floats]:
    """Return which modes have a neighbour l + shift of the same q, and its wavenumber."""
    names = list(zip(labels.magnetic.tolist(), labels.polar.tolist(), labels.radial.tolist(), strict=True))
    table = dict(zip(names, k, strict=True))
    keys = [(tm, l + shift, q) for tm, l, q in names]
    value = np.array([table.get(key, np.nan) for key in keys])
    missing = np.flatnonzero(np.isnan(value) & (labels.polar + shift >= shells.lowest))
    if missing.size:
        few = Labels(
            labels.polar[missing] + shift,
            labels.magnetic[missing],
            labels.radial[missing],
            labels.match[missing],
        )
        value[missing] = _solved_nearby(shells, few, k[missing], shift * slope[missing])
    solved = np.isfinite(value)
    return solved, value[solved]


def _solved_nearby(shells: Shells, labels: Labels, k: Floats, step: Floats) -> Floats:
    """Return roots near k + step, NaN where the index is not known there or Newton went elsewhere."""
    guess = k + step
    try:
        modes = polished(shells, started(shells, guess, labels), labels, lossless=True)
        phase = mismatch(shells, modes.k.real, labels)[0]
    except InputError:
        return np.full(k.size, np.nan)
    right = modes.converged & (np.abs(phase) < 0.5) & (np.abs(modes.k.real - guess) < np.abs(step))
    return np.where(right, modes.k.real, np.nan)


def _table(shells: Shells, labels: Labels, cold: Resonances, warm: Resonances) -> xr.Dataset:
    """Return the Dataset of modes."""
    tm, one = labels.magnetic, "mode"
    variables = {
        **columns(shells, labels, cold, warm),
        "polarization": variable(one, np.where(tm, "TM", "TE"), "", "TE or TM"),
        "polar": variable(one, labels.polar, "", "polar order l"),
        "label": variable(one, names(labels), "", "name of the mode"),
        "mode_volume": variable(
            one, mode_volume(warm, labels, shells), "m^3", "energy mode volume, orbit m=l"
        ),
    }
    return labelled(shells, variables)


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
