"""Where lines are: prominence over the noise of their place; and which of them stand close together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .shapes import pixel_widths
from .spectrum import noise_at

Array = NDArray[np.float64]

REACH = 4.0
_MOST_IN_A_GROUP = 6
_RISE = 25.0  # of chi-square, below which a peak is noise


def find_lines(
    x: Array, y: Array, prominence: float, resolution: float, most: int
) -> tuple[NDArray[np.intp], Array]:
    """Return pixels of the lines by wavelength and their full widths in m."""
    from scipy.signal import find_peaks, peak_widths

    floor = np.maximum(noise_at(y), max(1e-9 * float(np.ptp(y)), 1e-300))
    smooth = _smoothed(y, resolution / float(np.median(pixel_widths(x))))
    peaks, found = find_peaks(smooth, prominence=prominence * floor)
    order = np.sort(np.argsort(found["prominences"])[::-1][:most])
    peaks = peaks[order]
    if not peaks.size:
        return peaks, np.array([])
    # the tallest line of a comb on a band stands out as far as the band: look no further than neighbours
    reach = 2 * int(np.median(np.diff(peaks))) + 1 if peaks.size > 2 else y.size
    wide = np.maximum(peak_widths(smooth, peaks, rel_height=0.5, wlen=max(reach, 9))[0], 1.5)
    real = np.array([_rise(y, i, w, float(floor[i])) > _RISE for i, w in zip(peaks, wide, strict=True)])
    return peaks[real], (wide * pixel_widths(x)[peaks])[real]


def _rise(y: Array, peak: int, wide: float, noise: float) -> float:
    """Return by how much a Gaussian of ``wide`` pixels lowers chi-square about a straight line at a peak."""
    reach = int(np.ceil(2 * wide)) + 3
    part = y[max(peak - reach, 0) : peak + reach + 1]
    u = np.arange(part.size) - min(peak, reach)
    rows = np.stack([np.ones(u.size), u / reach, np.exp(-4 * np.log(2) * (u / wide) ** 2)], axis=1)
    left = [np.sum((part - r @ np.linalg.lstsq(r, part, rcond=None)[0]) ** 2) for r in (rows[:, :2], rows)]
    return float(left[0] - left[1]) / noise**2


def _smoothed(y: Array, pixels: float) -> Array:
    """Blur by half a resolution element where that spans several pixels."""
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(y, 0.25 * pixels) if pixels > 2 else y


def groups_of(x: Array, peaks: NDArray[np.intp], widths: Array) -> list[tuple[NDArray[np.intp], float]]:
    """Put lines together that lie within a few widths of each other: their pixels and their usual width."""
    groups: list[list[int]] = []
    for i in range(peaks.size):
        near = groups and x[peaks[i]] - x[peaks[i - 1]] < REACH * 0.5 * (widths[i] + widths[i - 1])
        if near and len(groups[-1]) < _MOST_IN_A_GROUP:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [(peaks[g], float(np.median(widths[g]))) for g in groups]
