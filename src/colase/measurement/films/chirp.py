"""Chirp of a white-light probe: time zero against wavelength, fitted as a polynomial and taken out.

At every wavelength the signal about time zero is, with a Gaussian cross-correlation of width s common to all,

    y(t) = c + a S(u) + b (t - t_0) S(u) + d G'(u),    u = (t - t_0)/s,   S = 1/2 [1 + erf(u/√2)],  G = S'

step, slow change after it, and the derivative of the Gaussian that cross-phase modulation makes
(kovalenko1999). An even artefact G is left out on purpose: to first order it *is* a shift of the step. What
does not answer (solvent, bare substrate) shows the artefact alone, c + a G(u) + d G''(u), whose middle is
time zero. a, b, c, d are solved for; t_0 is scanned. Wavelengths where nothing stands out, or whose t_0 lies
off the curve of the others, do not count. What is left of the scatter is the error of the polynomial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

Array = NDArray[np.float64]
Kind = Literal["rise", "artefact"]

_WIDTHS = 10
_STANDS_OUT = 8.0  # root of the drop of chi-square that a wavelength needs to count
_ODD = 4.0  # scatters off the curve beyond which a wavelength does not count
_DENSE = 4.0  # times the first steps of the delay, up to which a step belongs to the scan of time zero
_MOST_TRIALS = 240


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TimeZero:
    """Time zero over ``wavelength`` with its error, the polynomial through it, and which points counted."""

    data: xr.Dataset

    @property
    def span(self) -> float:
        """Largest less smallest time zero of the polynomial, in s."""
        return float(np.ptp(self.data.model.values))

    def describe(self) -> str:
        """Return the size of the chirp, its error, degree and width of the cross-correlation."""
        d = self.data
        zero, lam = d.model.values * 1e12, d.wavelength.values * 1e9
        scatter, width = (d.attrs[name] * 1e12 for name in ("scatter", "width"))
        return (
            f"Chirp: time zero goes from {zero[0]:.3f} ps at {lam[0]:.0f} nm to {zero[-1]:.3f} ps at "
            f"{lam[-1]:.0f} nm, +/- {float(d.model_error.median()) * 1e12:.3f} ps; polynomial of degree "
            f"{d.attrs['degree']} through {int(d.used.sum())} of {lam.size} wavelengths, scatter "
            f"{scatter:.3f} ps, cross-correlation {width:.3f} ps (standard deviation)."
        )

    def corrected(self, change: xr.DataArray) -> xr.DataArray:
        """Return a matrix with time zero at zero everywhere, on the delays that every wavelength reaches."""
        change = change.transpose("delay", "wavelength").sortby("delay").sortby("wavelength")
        zero = np.interp(change.wavelength.values, self.data.wavelength.values, self.data.model.values)
        time = change.delay.values
        new = time - float(np.mean(zero))
        new = new[(new + zero.min() >= time[0]) & (new + zero.max() <= time[-1])]
        columns = [np.interp(new + z, time, y) for z, y in zip(zero, change.values.T, strict=True)]
        coords = {
            "delay": variable("delay", new, "s", "delay after the pump, chirp taken out"),
            "wavelength": change.wavelength,
        }
        return xr.DataArray(np.stack(columns, axis=1), coords, ("delay", "wavelength"), attrs=change.attrs)

    def plot(self, ax: Any = None) -> Any:
        """Draw time zero against wavelength with the polynomial."""
        return draw("measurement.films.time_zero", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def time_zero(change: xr.DataArray, degree: int = 3, *, kind: Kind = "rise") -> TimeZero:
    """Fit time zero of a transient-absorption matrix against wavelength.

    Parameters
    ----------
    change : DataArray over (delay, wavelength)
        In s and m.
    degree : int
        Highest degree of the polynomial; a lower one is taken where the data ask for no more.
    kind : {"rise", "artefact"}
        Whether the sample answers, or shows the artefact alone.

    Raises
    ------
    InputError
        If there are too few delays or wavelengths about time zero, or time zero is not seen.
    """
    if set(change.dims) != {"delay", "wavelength"}:
        raise InputError("time zero: a matrix over delay (s) and wavelength (m) is wanted.")
    if not 0 <= degree <= 6 or kind not in ("rise", "artefact"):
        raise InputError(f'time zero: degree {degree} from 0 to 6 and kind "rise" or "artefact" are wanted.')
    change = change.transpose("delay", "wavelength").sortby("delay").sortby("wavelength")
    near = _dense(change.delay.values)
    time, y = change.delay.values[near], change.values[near]
    if time.size < 12 or y.shape[1] < degree + 3:
        raise InputError(
            f"time zero: {time.size} close delays at {y.shape[1]} wavelengths are too few for a polynomial "
            f"of degree {degree}; 12 and {degree + 3} are needed."
        )
    zero, error, clear, width = _zeros(time, y, kind)
    lam = change.wavelength.values
    x = 2 * (lam - lam.mean()) / max(float(np.ptp(lam)), 1e-300)
    if clear.sum() < degree + 3:
        raise InputError(
            f"time zero: it is seen at {int(clear.sum())} wavelengths only; nothing is left to correct."
        )
    model, spread, used, scatter, best = _polynomial(x, zero, error, clear, degree)
    rows = {
        "time_zero": variable("wavelength", zero, "s", "time zero of one wavelength"),
        "error": variable("wavelength", error, "s", "its standard error"),
        "used": variable("wavelength", used, "1", "whether it counts"),
        "model": variable("wavelength", model, "s", "polynomial"),
        "model_error": variable("wavelength", spread, "s", "standard error of the polynomial"),
    }
    coords = {"wavelength": variable("wavelength", lam, "m", "vacuum wavelength")}
    return TimeZero(dataset(rows, coords, width=width, scatter=scatter, degree=best))


def _dense(time: Array) -> NDArray[np.bool_]:
    """Return which delays belong to the densely sampled start of a scan."""
    steps = np.diff(time)
    first = float(np.median(steps[: max(8, steps.size // 4)]))
    wide = np.flatnonzero(steps > _DENSE * first)
    wide = wide[wide > 8]  # a gap before time zero is none
    return np.arange(time.size) <= (wide[0] if wide.size else time.size)


def _columns(time: Array, zero: Array, width: float, kind: Kind) -> Array:
    """Return the linear columns of the model for every trial of time zero, shape (trial, delay, column)."""
    from scipy.special import erf

    u = (time - zero[:, None]) / width
    gauss = np.exp(-0.5 * u**2)
    if kind == "artefact":
        return np.stack([np.ones_like(u), gauss, (u**2 - 1) * gauss], axis=-1)
    step = 0.5 * (1 + erf(u / np.sqrt(2)))
    return np.stack([np.ones_like(u), step, u * step, u * gauss], axis=-1)


def _zeros(time: Array, y: Array, kind: Kind) -> tuple[Array, Array, NDArray[np.bool_], float]:
    """Return time zero and its error at every wavelength, whether it stands out, and the common width."""
    step, span = float(np.median(np.diff(time))), float(np.ptp(time))
    margin = 3 if time.size > 30 else 1
    trial = np.linspace(time[margin], time[-1 - margin], min(4 * time.size, _MOST_TRIALS))
    null = np.sum((y - y.mean(axis=0)) ** 2, axis=0)
    best = None
    for width in np.geomspace(0.7 * step, 0.15 * span, _WIDTHS):
        columns = _columns(time, trial, width, kind)
        orthogonal, _ = np.linalg.qr(columns)
        left = np.sum(y**2, axis=0) - np.sum(np.einsum("tdc,dw->twc", orthogonal, y) ** 2, axis=-1)
        total = float(np.sum(np.log(np.maximum(left.min(axis=0), 1e-12 * null))))
        if best is None or total < best[0]:
            best = (total, width, np.maximum(left, 0.0))
    assert best is not None
    _, width, left = best
    at = np.argmin(left, axis=0)
    inner = (at > 0) & (at < trial.size - 1)
    at = np.clip(at, 1, trial.size - 2)
    low, middle, high = (np.take_along_axis(left, (at + d)[None], axis=0)[0] for d in (-1, 0, 1))
    grid = trial[1] - trial[0]
    bend = np.maximum(low - 2 * middle + high, 1e-300)
    zero = trial[at] + np.clip(0.5 * (low - high) / bend, -1, 1) * grid
    variance = middle / max(time.size - 6, 1)
    error = grid * np.sqrt(2 * variance / bend)
    ramp = np.stack([np.ones_like(time), time - time.mean()], axis=1)
    straight = y - ramp @ np.linalg.lstsq(ramp, y, rcond=None)[0]
    clear = inner & (np.sum(straight**2, axis=0) - middle > _STANDS_OUT**2 * variance)
    return zero, np.clip(error, 1e-3 * grid, span), clear, float(width)


def _polynomial(
    x: Array, zero: Array, error: Array, clear: NDArray[np.bool_], degree: int
) -> tuple[Array, Array, NDArray[np.bool_], float, int]:
    """Return polynomial, its error, which points count, their scatter and the degree; odd points drop out.

    Neighbours that are off together count for fewer points.
    """
    used, trials = clear, []
    for order in range(degree + 1):
        used, fit = clear.copy(), np.zeros_like(x)
        for _ in range(8):
            fit = np.polynomial.Polynomial.fit(x[used], zero[used], order, domain=[-1, 1])(x)
            off = np.abs(zero - fit)
            scatter = 1.4826 * float(np.median(off[used])) + 1e-3 * float(np.median(error[used]))
            kept = clear & (off < _ODD * scatter)
            if np.array_equal(kept, used) or kept.sum() < degree + 3:
                break
            used = kept
        scatter = float(np.sqrt(np.sum((zero - fit)[used] ** 2) / max(used.sum() - order - 1, 1)))
        robust = 1.4826 * float(np.median(np.abs(zero - fit)[clear]))
        n = int(clear.sum())
        trials.append((n * np.log(max(robust, 1e-18) ** 2) + order * np.log(n), fit, used, scatter, order))
    _, fit, used, scatter, order = min(trials, key=lambda one: one[0])
    left = (zero - fit)[used]
    memory = float(np.clip(np.sum(left[1:] * left[:-1]) / max(np.sum(left**2), 1e-300), 0, 0.95))
    powers = np.vander(x, order + 1)
    covariance = np.linalg.pinv(powers[used].T @ powers[used]) * scatter**2 * (1 + memory) / (1 - memory)
    spread = np.sqrt(np.einsum("wi,ij,wj->w", powers, covariance, powers))
    return fit, spread, used, scatter, order
