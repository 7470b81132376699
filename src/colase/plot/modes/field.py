"""The light of one mode: along a radius with the layers behind it, and on a cut across the orbit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.drawing.to_scale import shade_layers
from colase.plot.light_map import light_map
from colase.plot.style import BLUE, INK, MM, NARROW, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM = 1e6
_FAINT = 2e-3  # of the largest |E|^2: the profile is shown where it is larger


@runtime_checkable
class ShowsField(Protocol):
    """A cavity that knows the field of its modes."""

    def layers(self) -> Sequence[Any]:
        """Return its layers from the inside out."""
        ...

    def field(self, modes: xr.Dataset, mode: int) -> xr.Dataset:
        """Return |E|^2 along a radius."""
        ...

    def cut(self, modes: xr.Dataset, mode: int, plane: str = ..., points: int = ...) -> xr.Dataset:
        """Return |E|^2 on a plane."""
        ...


def field_columns(field: xr.Dataset) -> tuple[Column, ...]:
    """Return the radius, |E|^2 and its components (the largest total is 1), and the index."""
    top = float(field.e_squared.max())
    parts = (("e_squared", "|E|^2"), ("e_radial", "|E_r|^2"), ("e_polar", "|E_theta|^2"))
    parts += (("e_azimuthal", "|E_phi|^2"),)
    return (
        Column("radius", "um", field.r.values * UM),
        *(Column(name, "1", field[key].values / top) for key, name in parts if key in field),
        Column("refractive index", "1", np.real(field["index"].values)),
    )


def shown_range(field: xr.Dataset, layers: Sequence[Any]) -> tuple[float, float]:
    """Return the radii in m between which a mode is worth showing: its field and its thin layers."""
    strength = field.e_squared.values / field.e_squared.values.max()
    strong = field.r.values[strength > _FAINT]
    rim = max(layer.outer for layer in layers if np.isfinite(layer.outer))
    low, high = min(strong[0], rim), max(strong[-1], rim)
    margin = 0.12 * (high - low)
    return max(low - margin, 0.0), high + margin


def field_profile(
    field: xr.Dataset,
    layers: Sequence[Any],
    shares: Sequence[float] | None = None,
    ax: Axes | None = None,
    *,
    name: str = "",
) -> Axes:
    """Draw |E|^2 of a mode along a radius in the plane of its orbit.

    Parameters
    ----------
    field : Dataset
        Profile over ``r``, as `Microsphere.field` gives it.
    layers : sequence of Layer
        Shaded behind the curve.
    shares : sequence of float, optional
        Share of the energy in each layer, printed in it.
    ax : Axes, optional
        Where to draw.
    name : str
        Name of the mode, written beside its curve.
    """
    radius, total, *parts, _ = field_columns(field)
    low, high = (UM * r for r in shown_range(field, layers))
    with drawing(ax, NARROW, 66 * MM) as ax:
        ax.set_xlim(low, high)
        ax.set_ylim(0, 1.3)
        shade_layers(ax, layers, shares, low, high)
        several = [part for part in parts if part.values.max() > 1e-6]
        if len(several) > 1:
            for part, dashes in zip(several, ((4, 2), (1, 1.5)), strict=False):
                ax.plot(
                    radius.values, part.values, color=BLUE, lw=0.8, ls=(0, dashes), label=_shown(part.name)
                )
            ax.legend(loc="center left", borderaxespad=0.8)
        ax.plot(radius.values, total.values, color=BLUE, lw=1.6, zorder=3)
        if name:
            ax.text(0.02, 0.84, name, transform=ax.transAxes, va="top", color=BLUE)
        ax.set_yticks([0, 0.5, 1])
        ax.set_xlabel(axis_label("r", "distance from the centre", "um"))
        ax.set_ylabel(axis_label("|E|²", "field", "of its maximum"))
    return ax


def _shown(name: str) -> str:
    """Return the name of a component in words."""
    return {"|E_r|^2": "radial", "|E_theta|^2": "polar", "|E_phi|^2": "azimuthal"}[name]


def map_columns(cut: xr.Dataset, layers: Sequence[Any]) -> tuple[Column, ...]:
    """Return the height z and, for every distance y from the axis, |E|^2 relative to its largest value."""
    y, z, values, _ = _around(cut, layers)
    names = [f"at y = {distance:.4f} um" for distance in y]
    return (Column("height above the orbit", "um", z), *stacked("|E|^2", "1", values, names))


def _around(
    cut: xr.Dataset, layers: Sequence[Any]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[float, float, float]]:
    """Return the part of a cut around the mode: y, z (um), |E|^2, and the shown window."""
    y, z = cut.y.values * UM, cut.z.values * UM
    values = cut.e_squared.values / cut.e_squared.values.max()
    low, high, half = _window(values, y, z, layers)
    rows, columns = np.abs(z) < 1.1 * half, (y > low - 0.1 * half) & (y < high + 0.1 * half)
    return y[columns], z[rows], values[np.ix_(rows, columns)], (low, high, half)


def _window(
    values: np.ndarray, y: np.ndarray, z: np.ndarray, layers: Sequence[Any]
) -> tuple[float, float, float]:
    """Return the shown range of y and the shown height: the field on the right side and the rim."""
    strong = (values > 0.01) & (y > 0)
    half = 1.1 * np.abs(z[strong.any(axis=1)]).max()
    seen = y[strong.any(axis=0)]
    rim = UM * max(layer.outer for layer in layers if np.isfinite(layer.outer))
    low, high = min(seen.min(), rim), max(seen.max(), rim)
    spare = max(1.5 * half - (high - low), 0.1 * (high - low)) / 2
    return max(low - spare, 0.0), high + spare, half


def field_map(cut: xr.Dataset, layers: Sequence[Any], ax: Axes | None = None) -> Axes:
    """Draw |E|^2 of a mode on a cut that holds the axis of its orbit, around the place where it is strong.

    Parameters
    ----------
    cut : Dataset
        |E|^2 over (z, y), as `Microsphere.field` gives it for the meridional plane.
    layers : sequence of Layer
        Their boundaries are drawn.
    ax : Axes, optional
        Where to draw.
    """
    from matplotlib.patches import Circle

    y, z, values, (low, high, half) = _around(cut, layers)
    with drawing(ax, NARROW, 66 * MM) as ax:
        light_map(ax, y, z, values)
        for layer in layers:
            if np.isfinite(layer.outer):
                ax.add_patch(Circle((0, 0), layer.outer * UM, fc="none", ec=INK, lw=0.6))
        ax.set_xlim(low, high)
        ax.set_ylim(-half, half)
        ax.set_xlabel(axis_label("y", "distance from the axis", "um"))
        ax.set_ylabel(axis_label("z", "height above the orbit", "um"))
    return ax
