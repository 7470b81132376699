"""Where lines are: prominence over the noise, and which stand so close that they are fitted together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .shapes import pixel_widths
from .spectrum import noise_of

Array = NDArray[np.float64]

REACH = 4.0
_MOST_IN_A_GROUP = 6


def find_lines(
    x: Array, y: Array, prominence: float, resolution: float, most: int
) -> tuple[NDArray[np.intp], Array]:
    """Return pixels of the lines by wavelength and their full widths in m."""
    from scipy.signal import find_peaks, peak_widths

    noise = noise_of(y)
    floor = max(noise, 1e-9 * float(np.ptp(y)), 1e-300)
    smooth = _smoothed(y, resolution / float(np.median(pixel_widths(x))))
    peaks, found = find_peaks(smooth, prominence=prominence * floor)
    order = np.sort(np.argsort(found["prominences"])[::-1][:most])
    peaks = peaks[order]
    if not peaks.size:
        return peaks, np.array([])
    wide = peak_widths(smooth, peaks, rel_height=0.5)[0]
    return peaks, np.maximum(wide, 1.5) * pixel_widths(x)[peaks]


def _smoothed(y: Array, pixels: float) -> Array:
    """Blur by half a resolution element where that spans several pixels."""
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(y, 0.25 * pixels) if pixels > 2 else y


def groups_of(x: Array, peaks: NDArray[np.intp], widths: Array) -> list[NDArray[np.intp]]:
    """Put lines together that lie within a few widths of each other, as positions in ``peaks``."""
    groups: list[list[int]] = []
    for i in range(peaks.size):
        near = groups and x[peaks[i]] - x[peaks[i - 1]] < REACH * 0.5 * (widths[i] + widths[i - 1])
        if near and len(groups[-1]) < _MOST_IN_A_GROUP:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [peaks[g] for g in groups]
