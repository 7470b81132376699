"""Pixels of one window and the lines in them: what enters linearly is projected out (Kaufman's Jacobian)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .shapes import pixel_profiles

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
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
    floor: Array = field(init=False)
    """Constant and slope of the background."""

    def __post_init__(self) -> None:
        slope = (self.x - self.x.mean()) / max(np.ptp(self.x), 1e-300)
        object.__setattr__(self, "floor", np.vstack([np.ones_like(self.x), slope]))

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
