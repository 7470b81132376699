"""A comb of modes: free spectral range, optical path and **group** index, two ways that check each other.

Modes of one family sit where n_eff P/lambda is a whole number m, P the perimeter (2 pi R of a ring, disc or
sphere; 2 L of a slab). So dm/d(1/lambda) = n_g P with the *group* index n_g = n - lambda dn/dlambda: a
spacing never gives the phase index, which is what an ellipsometer measures (the two differ by 5 to 15 % in
these films).

* Regression: whole numbers are given to the lines and m is fitted as a quadratic in 1/lambda; slope and
  curvature are the group path and its dispersion, lines that are missing cost nothing.
* Fourier transform of the spectrum on an even 1/lambda grid: a peak at n_g P, with harmonics (`fourier`).

lafalce2019 compares the Fourier value with a phase index; here both the path and, if the perimeter is
given, n_g are named as group quantities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from .fourier import path_of
from .lines import LineFit, fit_lines, spectrum_of
from .shown import with_interval

Array = NDArray[np.float64]

FEWEST = 4
_Z95 = 1.96


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CombFit:
    """One comb; ``data`` holds its lines over ``line`` and what follows from them."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def group_path(self) -> float:
        """Group index times perimeter at the centre of the lines, in m."""
        return float(self.data.group_path)

    def describe(self) -> str:
        """Return spacing, path, group index and the check by Fourier transform."""
        d = self.data
        path, error = float(d.group_path), _Z95 * float(d.group_path_error)
        centre, fsr = float(d.centre), float(d.fsr)
        lines = [
            f"{d.sizes['line']} lines about {centre * 1e9:.2f} nm, free spectral range "
            f"{with_interval(fsr, fsr / (1 + error / path), fsr / max(1 - error / path, 1e-12), 'nm', 1e9)}.",
            f"Group path n_g P {with_interval(path, path - error, path + error, 'um', 1e6)}.",
        ]
        if "group_index" in d:
            n, dn = float(d.group_index), _Z95 * float(d.group_index_error)
            lines.append(f"Group index n_g {with_interval(n, n - dn, n + dn)} (not the phase index).")
        else:
            lines.append("Give the perimeter for the group index.")
        if "fourier_path" in d:
            f, df = float(d.fourier_path), _Z95 * float(d.fourier_path_error)
            harmonic = float(d.harmonic)
            lines.append(
                f"Fourier transform {with_interval(f, f - df, f + df, 'um', 1e6)}, second harmonic "
                f"{harmonic:.2f} of the first."
            )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw mode number against 1/lambda."""
        return draw("measurement.lines.comb", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def fit_comb(
    data: xr.Dataset | xr.DataArray | LineFit,
    which: int = 0,
    *,
    perimeter: float | None = None,
    perimeter_error: float = 0.0,
    **options: Any,
) -> CombFit:
    """Find the comb of a spectrum.

    Parameters
    ----------
    data : Dataset, DataArray or LineFit
        A spectrum, or lines already fitted (no Fourier transform then, unless they carry their spectrum).
    which : int
        Number of the spectrum.
    perimeter, perimeter_error : float, optional
        Length of one round trip in m and its standard error: 2 pi R, or 2 L.
    **options
        Passed on to `fit_lines`.
    """
    lines = data if isinstance(data, LineFit) else fit_lines(data, which, **options)
    x, y = (
        (lines.data.wavelength.values, lines.data.counts.values)
        if isinstance(data, LineFit)
        else spectrum_of(data, which)
    )
    centres, errors = lines.data.centre.values, lines.data.centre_error.values
    comb = comb_of(centres, errors, perimeter=perimeter, perimeter_error=perimeter_error)
    path, error, harmonic = path_of(x, y, lines, comb.data.mode_number.values, comb.group_path)
    extra = {
        "fourier_path": variable((), path, "m", "group path by Fourier transform"),
        "fourier_path_error": variable((), error, "m", "its standard error"),
        "harmonic": variable((), harmonic, "1", "second harmonic over the first"),
    }
    notes = list(comb.warnings)
    if abs(path / comb.group_path - 1) > 0.03:
        notes.append(
            f"the Fourier transform ({path * 1e6:.1f} um) and the lines ({comb.group_path * 1e6:.1f} "
            "um) disagree: "
            "several mode families, or lines given to the wrong numbers."
        )
    return CombFit(comb.data.assign(extra), tuple(notes))


def comb_of(
    centres: ArrayLike,
    errors: ArrayLike | None = None,
    *,
    perimeter: float | None = None,
    perimeter_error: float = 0.0,
) -> CombFit:
    """Fit a comb to wavelengths of lines (m).

    Raises
    ------
    InputError
        For fewer than 4 lines, or lines that follow no comb.
    """
    lam = np.sort(np.asarray(centres, dtype=float))
    if lam.ndim != 1 or lam.size < FEWEST or np.any(np.diff(lam) <= 0) or lam[0] <= 0:
        raise InputError(
            f"{lam.size} lines: a comb needs at least {FEWEST} different wavelengths above zero."
        )
    order = np.argsort(np.asarray(centres, dtype=float))
    sigma = np.zeros_like(lam) if errors is None else np.asarray(errors, dtype=float)[order]
    k = 1 / lam
    m = _numbers(k)
    weights_k = np.maximum(sigma / lam**2, 1e-9 * k)
    fitted = _regression(k, m, weights_k)
    path, path_error, bend, residuals, order_used = fitted
    centre = 1 / float(k.mean())
    fsr = centre**2 / path
    rows = {
        "wavelength_of_line": variable("line", lam, "m", "wavelength of the line"),
        "mode_number": variable("line", m, "1", "mode number, from an unknown origin"),
        "residual": variable("line", residuals * lam**2 / path, "m", "distance from the comb"),
        "group_path": variable((), path, "m", "group index times perimeter"),
        "group_path_error": variable((), path_error, "m", "standard error of the group path"),
        "dispersion": variable((), bend, "m^2", "change of the group path with 1/lambda"),
        "fsr": variable((), fsr, "m", "free spectral range at the centre"),
        "centre": variable((), centre, "m", "wavelength that the numbers hold for"),
    }
    if perimeter is not None:
        if not 0 < perimeter < 1:
            raise InputError(
                f"perimeter = {perimeter:g} m: a length in metres is wanted, for example 78.5e-6."
            )
        n = path / perimeter
        rows["group_index"] = variable((), n, "1", "group index")
        relative = np.hypot(path_error / path, perimeter_error / perimeter)
        rows["group_index_error"] = variable((), n * relative, "1", "standard error of the group index")
    notes = []
    rms = float(np.sqrt(np.mean((residuals) ** 2)))
    if rms > 0.08:
        notes.append(
            f"the lines lie {rms:.2f} of a spacing (rms) off the comb: they may belong to several families."
        )
    if order_used == 1:
        notes.append("too few lines for dispersion: a straight line was fitted.")
    return CombFit(dataset(rows), tuple(notes))


def _numbers(k: Array) -> Array:
    """Give every line a whole number, allowing gaps and slow change of the spacing."""
    steps = np.diff(k)
    best, numbers = np.inf, None
    low = float(np.min(np.abs(steps)))
    for base in np.unique(np.concatenate([np.abs(steps), np.abs(steps) / 2, [np.median(np.abs(steps))]])):
        if base < 0.45 * low:
            continue
        jump = np.maximum(np.round(np.abs(steps) / base), 1.0)
        m = -np.concatenate([[0.0], np.cumsum(jump)])
        degree = 2 if k.size > FEWEST else 1
        fit = np.polyfit(k - k.mean(), m, degree)
        misfit = float(np.sqrt(np.mean((np.polyval(fit, k - k.mean()) - m) ** 2)))
        score = misfit + 0.02 * np.ptp(m) / k.size
        if score < best:
            best, numbers = score, m
    if numbers is None or np.ptp(numbers) < FEWEST - 1:
        raise InputError("these lines follow no comb: their spacings share no common step.")
    return numbers


def _regression(k: Array, m: Array, sigma: Array) -> tuple[float, float, float, Array, int]:
    """Return path, error, curvature, residuals in mode numbers and the degree of m(k)."""
    degree = 2 if k.size > FEWEST else 1
    scale = np.ptp(k)
    u = (k - k.mean()) / scale
    slope = abs(float(np.polyfit(u, m, 1)[0]))
    design = np.vander(u, degree + 1)
    w = 1 / (sigma * slope / scale)
    solution, *_ = np.linalg.lstsq(design * w[:, None], m * w, rcond=None)
    residuals = m - design @ solution
    free = max(k.size - degree - 1, 1)
    inflate = max(1.0, float(np.sum((residuals * w) ** 2)) / free)
    covariance = np.linalg.inv((design * w[:, None]).T @ (design * w[:, None])) * inflate
    path = float(solution[-2]) / scale
    bend = 2 * float(solution[0]) / scale**2 if degree == 2 else 0.0
    return abs(path), float(np.sqrt(covariance[-2, -2])) / scale, bend, residuals, degree
