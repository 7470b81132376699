"""Group path of a comb by Fourier transform of its spectrum.

The transform over 1/lambda (even grid, Hann window, 16-fold padding) has a peak at n_g P, with harmonics.
Its place is known far better than the width of the peak (one over the bandwidth); the interval is that of
noise redrawn. Few lines stand on no even ground: how far the transform misses an even comb of the same
lines is taken off, and half of it counts as error.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .lines import LineFit, noise_at
from .lines.shapes import pixel_lines

Array = NDArray[np.float64]

_PAD = 16


def path_of(x: Array, y: Array, lines: LineFit, number: Array, path: float) -> tuple[float, float, float]:
    """Return group path (m), its standard error and the second harmonic over the first.

    Parameters
    ----------
    x, y : ndarray, shape (pixel,)
        Wavelength (m, ascending) and counts; what lies beyond the lines is left out.
    lines : LineFit
        The lines of the comb.
    number : ndarray, shape (line,)
        Their mode numbers, rising with 1/wavelength, from any origin.
    path : float
        The group path that the lines give.
    """
    k = 1 / lines.data.centre.values
    part = (1 / x > k.min() - 0.5 / path) & (1 / x < k.max() + 0.5 / path)
    x, y, noise = x[part], y[part], _noise(y, lines)[part]
    found, error, harmonic = fourier_path(x, y, noise, near=path)
    missed = _fourier(x, _even_comb(x, lines, number, path), path)[0] - path
    return found - missed, float(np.hypot(error, 0.5 * missed)), harmonic


def _noise(y: Array, lines: LineFit) -> Array:
    """Return the noise of every pixel: that of the dark, and where lines were fitted that of their light."""
    dark, model = noise_at(y), lines.data.model.values
    fitted = np.isfinite(model)
    if not np.any(fitted):
        return dark
    light = np.where(fitted, model - np.min(model[fitted]), 0.0)
    more = float(np.mean((y - model)[fitted] ** 2 - dark[fitted] ** 2)) / max(
        float(np.mean(light[fitted])), 1e-300
    )
    return np.sqrt(dark**2 + max(more, 0.0) * light)


def _even_comb(x: Array, lines: LineFit, number: Array, path: float) -> Array:
    """Return the lines of a spectrum moved to even places, whose path the transform should find exactly."""
    d = lines.data
    even = 1 / (float(np.mean(1 / d.centre.values)) + (number - number.mean()) / path)
    width = np.maximum(d.width.values, 1e-3 * float(np.median(d.width.values)))
    shapes = pixel_lines(x, even, width, np.full(even.size, d.attrs["resolution"]))
    return d.area.values @ shapes


def fourier_path(
    x: Array, y: Array, noise: Array, near: float | None = None, redraws: int = 100, seed: int = 0
) -> tuple[float, float, float]:
    """Return group path (m), its standard error and the second harmonic, by Fourier transform.

    Parameters
    ----------
    x, y : ndarray, shape (pixel,)
        Wavelength (m, ascending) and counts.
    noise : ndarray, shape (pixel,)
        Standard deviation of the counts.
    near : float, optional
        Expected path; the strongest peak beyond the slow background if left out.
    redraws : int
        Redrawn noises for the error.
    """
    path, harmonic = _fourier(x, y, near)
    rng = np.random.default_rng(seed)
    drawn = [_fourier(x, y + noise * rng.standard_normal(y.shape), path)[0] for _ in range(redraws)]
    return path, float(np.std(drawn)), harmonic


def _fourier(x: Array, y: Array, near: float | None) -> tuple[float, float]:
    k = np.linspace(1 / x[-1], 1 / x[0], x.size)
    even = np.interp(k, (1 / x)[::-1], (y * x**2)[::-1])
    even = (even - np.polyval(np.polyfit(k - k.mean(), even, 2), k - k.mean())) * np.hanning(k.size)
    count = _PAD * 2 ** int(np.ceil(np.log2(k.size)))
    amplitude = np.abs(np.fft.rfft(even, count))
    path = np.arange(amplitude.size) / (count * (k[1] - k[0]))
    width = 1 / (k[-1] - k[0])
    allowed = path > 2.5 * width if near is None else np.abs(path - near) < max(0.3 * near, 1.5 * width)
    if not np.any(allowed):
        raise InputError(
            "the spectrum is too narrow for a Fourier transform: it holds fewer than three spacings."
        )
    top = int(np.argmax(np.where(allowed, amplitude, -1)))
    top = min(max(top, 1), amplitude.size - 2)
    a, b, c = amplitude[top - 1 : top + 2]
    shift = 0.5 * (a - c) / (a - 2 * b + c) if a - 2 * b + c else 0.0
    found = float(path[top] + np.clip(shift, -1, 1) * path[1])
    second = np.abs(path - 2 * found) < width
    return found, float(np.max(amplitude[second], initial=0.0) / b)
