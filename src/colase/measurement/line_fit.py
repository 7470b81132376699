"""One window of a spectrum: lines on a sloping background through a known response, with honest widths.

Centre and width enter nonlinearly; heights (and the dispersive part of a Fano line) and the background
enter linearly and are projected out at every step. The residuals' own scatter sets the errors.

A Lorentzian width that the response hides cannot be given, only bounded: where chi-square does not rise by
3.84 between the best width and zero, the line is **resolution-limited** and the width is below the value at
which chi-square has risen by 2.71 (95 %, one-sided), the quality factor above lambda over that. The
response may give way within its own error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .line_shapes import pixel_profiles, pixel_widths

Array = NDArray[np.float64]

SHAPES = ("lorentz", "gauss", "voigt", "fano")
_TWO_SIDED, _ONE_SIDED = 3.84, 2.71
_NARROWEST = 0.2  # pixel: a line without response cannot be narrower and still be seen by the nodes


@dataclass(frozen=True, slots=True, eq=False)
class WindowFit:
    """Lines of one window; arrays over ``line``, lengths in the unit of the axis.

    ``lorentz_limit`` is the one-sided 95 % bound of the Lorentzian width of a resolution-limited line, else
    infinite.
    """

    centre: Array
    centre_error: Array
    lorentz: Array
    lorentz_error: Array
    gauss: Array
    height: Array
    area: Array
    area_error: Array
    fano: Array
    limited: NDArray[np.bool_]
    lorentz_limit: Array
    model: Array
    chi2: float
    free: int
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """Pixels of one window, in units of ``unit`` about ``origin``."""

    x: Array
    y: Array
    weights: Array
    resolution: float
    shape: str
    shared: bool
    lines: int
    prior: float = 0.0
    """Weight of the distance of the response from its given width; above 0 it is the last parameter."""

    def widths(self, p: Array) -> tuple[Array, Array]:
        """Return Lorentzian and Gaussian widths of every line."""
        free = (
            np.repeat(p[self.lines : self.lines + 1], self.lines)
            if self.shared
            else p[self.lines : 2 * self.lines]
        )
        free = np.abs(free)
        if self.shape == "gauss":
            return np.zeros_like(free), np.hypot(free, self.resolution)
        if self.shape == "voigt":
            return free, np.hypot(np.abs(p[-1]), self.resolution) * np.ones_like(free)
        return free, np.full_like(free, p[-1] if self.prior else self.resolution)

    @property
    def floor(self) -> Array:
        """Constant and slope of the background."""
        slope = (self.x - self.x.mean()) / max(np.ptp(self.x), 1e-300)
        return np.vstack([np.ones_like(self.x), slope])

    def basis(self, p: Array) -> tuple[Array, list[Array]]:
        """Return the functions that enter linearly and their derivatives by every parameter."""
        lorentz, gauss = self.widths(p)
        n, floor = self.lines, self.floor
        profile, by_centre, by_lorentz, by_gauss = pixel_profiles(self.x, p[:n], lorentz, gauss)
        by_free = by_lorentz
        if self.shape == "gauss":
            by_free = (
                by_gauss
                * (np.sqrt(np.maximum(gauss**2 - self.resolution**2, 0)) / np.maximum(gauss, 1e-300))[:, None]
            )
        rows = [np.where(np.arange(n)[:, None] == i, by_centre, 0) for i in range(n)]
        rows += (
            [by_free] if self.shared else [np.where(np.arange(n)[:, None] == i, by_free, 0) for i in range(n)]
        )
        if self.shape == "voigt":
            rows.append(by_gauss * abs(p[-1]) / max(float(gauss[0]), 1e-300))
        if self.prior:
            rows.append(by_gauss)
        return np.vstack([self._parts(profile), floor]), [
            np.vstack([self._parts(r), 0 * floor]) for r in rows
        ]

    def _parts(self, profile: NDArray[np.complex128]) -> Array:
        return np.vstack([profile.real, profile.imag]) if self.shape == "fano" else profile.real

    def solve(self, p: Array) -> tuple[Array, Array, Array]:
        """Return the linear coefficients, the weighted residuals and their Jacobian in ``p`` (Kaufman's)."""
        root = np.sqrt(self.weights)
        functions, derivatives = self.basis(p)
        design = functions * root
        scale = np.linalg.norm(design, axis=1)
        scale = np.maximum(scale, 1e-9 * scale.max())
        orthogonal, triangle = np.linalg.qr((design / scale[:, None]).T)
        wanted = orthogonal.T @ (self.y * root)
        solution = np.linalg.lstsq(triangle, wanted, rcond=1e-10)[0] / scale
        residuals = self.y * root - solution @ design
        rows = np.array([solution @ d for d in derivatives]) * root
        rows = rows - (rows @ orthogonal) @ orthogonal.T
        if not self.prior:
            return solution, residuals, -rows.T
        last = self.prior * np.eye(p.size)[-1]
        residuals = np.append(residuals, self.prior * (p[-1] - self.resolution))
        return solution, residuals, np.vstack([-rows.T, last])


def fit_window(
    x: Array,
    y: Array,
    centres: Array,
    width: float,
    *,
    resolution: float = 0.0,
    resolution_error: float = 0.0,
    shape: str = "lorentz",
    shared: bool = False,
    weights: Array | None = None,
    noise: float = 0.0,
) -> WindowFit:
    """Fit lines to a window.

    Parameters
    ----------
    x, y : ndarray, shape (pixel,)
        Wavelength and counts.
    centres : ndarray, shape (line,)
        First guesses.
    width : float
        First guess of the full width seen.
    resolution, resolution_error : float
        Full width of the instrument response and its standard error.
    shape : {"lorentz", "gauss", "voigt", "fano"}
        "voigt" has a further Gaussian width of its own, shared by all lines.
    shared : bool
        One width for all lines.
    weights : ndarray, optional
        One over the variance of the counts, up to a common factor; found from the residuals if left out.
    noise : float
        Standard deviation of the noise without light, if more is known of it than this window tells.
    """
    origin, unit = float(x.mean()), float(np.median(pixel_widths(x)))
    order = np.sort(np.asarray(centres, dtype=float))
    window = _Window(
        (x - origin) / unit,
        y,
        np.ones_like(y) if weights is None else weights,
        resolution / unit,
        shape,
        shared,
        order.size,
    )
    guess = np.sqrt(max((width / unit) ** 2 - window.resolution**2, (0.25 * width / unit) ** 2))
    count = 1 if shared else order.size
    p = np.concatenate(
        [(order - origin) / unit, np.full(count, guess), [0.5 * guess] if shape == "voigt" else []]
    )
    p = _descend(window, p)
    if weights is None:
        shot = _shot_noise(window, p, noise)
        if shot is not None:
            window = replace(window, weights=shot)
            p = _descend(window, p)
    if resolution_error and resolution and shape in ("lorentz", "fano"):
        linear, residuals, _ = window.solve(p)
        scale = float(residuals @ residuals) / max(x.size - p.size - linear.size, 1)
        window = replace(window, prior=np.sqrt(scale) * unit / resolution_error)
        p = _descend(window, np.append(p, window.resolution))
    return _summary(window, p, origin, unit)


def _shot_noise(window: _Window, p: Array, noise: float) -> Array | None:
    """Return weights for a noise that grows with the light, or None where the scatter does not ask for it.

    The variance is b + s (model - background); b is the scatter between neighbouring pixels where there is
    least light, s makes chi-square what it should be.
    """
    linear, residuals, _ = window.solve(p)
    model = linear @ window.basis(p)[0]
    light = np.maximum(model - linear[-2:] @ window.floor, 0.0)
    dark = light <= np.quantile(light, 0.4)
    quiet = max(float(np.mean(residuals[dark] ** 2)), noise**2) + 1e-12 * float(np.mean(residuals**2))
    free = max(window.x.size - p.size - linear.size, 1)
    if float(np.sum(residuals**2)) / free < 1.3 * quiet or not light.max() > 0:
        return None
    low, high = 0.0, float(np.max(residuals**2)) / max(float(light.max()), 1e-300) * 100
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (
            (middle, high) if np.sum(residuals**2 / (quiet + middle * light)) > free else (low, middle)
        )
    return 1 / (quiet + high * light)


def _descend(window: _Window, p: Array, fixed: int | None = None) -> Array:
    """Minimise over the nonlinear parameters by Levenberg-Marquardt, one of them held if asked."""
    centres = np.arange(p.size) < window.lines
    narrowest = 0.0 if window.resolution > _NARROWEST else _NARROWEST
    low = np.where(centres, window.x[0] - 1, narrowest)
    high = np.where(centres, window.x[-1] + 1, 2 * (window.x[-1] - window.x[0]))
    free = np.arange(p.size) != (-1 if fixed is None else fixed)
    p = np.clip(p, low, high)
    damp = 1e-2
    _, residuals, jac = window.solve(p)
    chi2 = float(residuals @ residuals)
    for _ in range(40):
        normal, right = jac[:, free].T @ jac[:, free], -jac[:, free].T @ residuals
        diagonal = np.maximum(np.diag(normal), 1e-12 * np.max(np.diag(normal), initial=1e-300))
        step = np.zeros_like(p)
        step[free] = np.linalg.solve(normal + np.diag(damp * diagonal + 1e-300), right)
        limit = np.where(
            centres, 0.5 * (p[window.lines] if p.size > window.lines else 1.0) + 1.0, 0.7 * p + 0.3
        )
        trial = np.clip(p + np.clip(step, -limit, limit), low, high)
        _, new_residuals, new_jac = window.solve(trial)
        new = float(new_residuals @ new_residuals)
        if new <= chi2:
            small = np.max(np.abs(trial - p)) < 1e-5 or chi2 - new < 1e-6 * chi2
            p, residuals, jac, chi2, damp = trial, new_residuals, new_jac, new, max(damp * 0.2, 1e-10)
            if small:
                break
        else:
            damp *= 6
            if damp > 1e8:
                break
    return p


def _covariance(window: _Window, p: Array, linear: Array) -> Array:
    """Return the covariance of nonlinear, then linear parameters for unit variance."""
    root = np.sqrt(window.weights)
    functions, derivatives = window.basis(p)
    jac = np.vstack([*(linear @ d for d in derivatives), functions]) * root
    scale = np.linalg.norm(jac, axis=1)
    scale = np.maximum(scale, 1e-12 * scale.max())
    scaled = jac / scale[:, None]
    if window.prior:
        scaled = np.column_stack([scaled, window.prior * np.eye(len(scaled))[p.size - 1] / scale])
    return np.linalg.pinv(scaled @ scaled.T, rcond=1e-12) / np.outer(scale, scale)


def _summary(window: _Window, p: Array, origin: float, unit: float) -> WindowFit:
    linear, res, _ = window.solve(p)
    n, k = window.lines, p.size + linear.size
    free = max(res.size - k, 1)
    chi2 = float(res @ res)
    scale = max(chi2 / free, 1e-300)
    errors = np.sqrt(np.maximum(np.diag(_covariance(window, p, linear)) * scale, 0.0))
    lorentz, gauss = window.widths(p)
    index = np.full(n, n) if window.shared else np.arange(n, 2 * n)
    width_error = errors[index]
    limited, limit = np.zeros(n, dtype=bool), np.full(n, np.inf)
    if window.shape != "gauss" and window.resolution > 0:
        for i in np.flatnonzero((lorentz < 3 * width_error) | (lorentz < 0.3 * window.resolution)):
            limited[i], limit[i] = _limit(window, p, int(index[i]), chi2, scale)
    profile = pixel_profiles(window.x, p[:n], lorentz, gauss)[0].real
    fano = np.full(n, np.inf)
    if window.shape == "fano":
        ratio = linear[:n] / np.where(linear[n : 2 * n] == 0, 1e-300, linear[n : 2 * n])
        fano = ratio + np.where(ratio < 0, -1, 1) * np.sqrt(ratio**2 + 1)  # (q^2 - 1)/(2q) = a/d
    return WindowFit(
        origin + p[:n] * unit, errors[:n] * unit, lorentz * unit, width_error * unit, gauss * unit,
        linear[:n] * profile.max(axis=1), linear[:n] * unit, errors[p.size : p.size + n] * unit, fano,
        limited, limit * unit, linear @ window.basis(p)[0], chi2, k, window.weights,
    )  # fmt: skip


def _limit(window: _Window, p: Array, index: int, chi2: float, scale: float) -> tuple[bool, float]:
    """Return whether a width of zero is allowed, and the one-sided bound if so."""

    def rise(width: float) -> float:
        held = p.copy()
        held[index] = width
        return (float(np.sum(window.solve(_descend(window, held, index))[1] ** 2)) - chi2) / scale

    if rise(0.0) > _TWO_SIDED:
        return False, np.inf
    low = high = max(p[index], 0.05)
    for _ in range(30):
        high *= 1.5
        if rise(high) > _ONE_SIDED:
            break
    for _ in range(10):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rise(middle) < _ONE_SIDED else (low, middle)
    return True, high
