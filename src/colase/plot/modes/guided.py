"""Guided modes of a film: along the wavelength, against thickness, across the layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from colase.plot.columns import Column, stacked
from colase.plot.drawing.to_scale import shade_layers
from colase.plot.gain.spectra import gain_above
from colase.plot.style import BLUE, CYCLE, LASING, MM, MUTED, NARROW, WIDE, beside, drawing
from colase.units import axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NM = 1e9
_DEFINITIONS = {
    "electric": "|E|²",
    "energy": "n²|E|²",
    "poynting": "power flow",
    "gain": "response to gain",
}
_FAINT = 3e-3  # of the largest |E|^2: the profile is shown where it is larger


def guided_columns(modes: xr.Dataset) -> tuple[Column, ...]:
    """Return every sample of every guided mode, as a table."""
    film = str(modes.attrs["layers"]).split(", ").index("film")
    shares = modes.confinement.isel(layer=film)
    return (
        Column("mode", "", modes.label.values.astype(str)),
        Column("wavelength", "nm", modes.wavelength.values * NM),
        Column("effective index", "1", modes.n_eff.values),
        Column("group index", "1", modes.n_group.values),
        *stacked("confinement", "1", shares.values, list(map(str, shares.definition.values))),
        Column("scattering loss", "1/cm", modes.propagation_loss.values / 100),
        Column("Q total", "1", modes.q_factor.values),
    )


def guided_modes(
    modes: xr.Dataset,
    gain: Any = None,
    ax: Axes | None = None,
    *,
    lasing: int | None = None,
    photons: float | None = None,
) -> Axes:
    """Draw the gain factor dN/dn of every guided mode of a film along the wavelength.

    Parameters
    ----------
    modes : Dataset
        As `Film.modes` gives it.
    gain : GainSpectrum, optional
        Drawn above, at the pump level nearest to ``photons``.
    ax : Axes, optional
        Where to draw.
    lasing : int, optional
        Number of the sample that has net gain first.
    photons : float, optional
        Pump level of the gain shown, in photons absorbed per nanocrystal.
    """
    film = str(modes.attrs["layers"]).split(", ").index("film")
    share = modes.confinement.isel(layer=film).sel(definition="gain").values
    lam = modes.wavelength.values * NM
    names = np.array([str(name).split()[0] for name in modes.label.values])
    with drawing(ax, WIDE, (80 if gain is not None else 56) * MM) as ax:
        most = 1.15 * max(share.max(initial=0.0), 1e-12)
        ends = []
        for i, name in enumerate(dict.fromkeys(sorted(names))):
            own, colour = names == name, CYCLE[i % len(CYCLE)]
            style = (0, (4, 2)) if name.startswith("TM") else "-"
            ax.plot(lam[own], share[own], color=colour, ls=style)
            ends.append((share[own][-1], name, colour))
        ax.set_ylim(0, most if gain is None else 1.5 * most)
        ax.spines.left.set_bounds(0, most)
        ax.set_yticks([y for y in ax.get_yticks() if 0 <= y < most])
        if lam.size:
            ax.set_xlim(lam.min() - 0.5, lam.max() + 0.5)
        ax.set_xlabel(axis_label("λ", "vacuum wavelength", "nm"))
        ax.set_ylabel(axis_label("dN/dn", "gain confinement", ""), y=0.5 if gain is None else 1 / 3)
        beside(ax, ends)
        if lasing is not None:
            ax.plot(lam[lasing], share[lasing], "o", color=LASING, ms=5, mec="white", zorder=5)
            ax.annotate(
                str(modes.label.values[lasing]),
                (lam[lasing], share[lasing]),
                (0, 6),
                textcoords="offset points",
                ha="center",
                color=LASING,
                weight="bold",
            )
        if gain is not None:
            gain_above(ax, gain, photons, lam[lasing] if lasing is not None else None)
    return ax


def thickness_columns(curve: xr.Dataset) -> tuple[Column, ...]:
    """Return thickness and every confinement of both polarisations."""
    names = [str(d) for d in curve.definition.values]
    return (
        Column("thickness", "nm", curve.thickness.values * NM),
        *(
            column
            for p in curve.polarization.values
            for column in stacked(f"{p} confinement", "1", curve.confinement.sel(polarization=p), names)
        ),
        *(Column(f"{p} effective index", "1", curve.n_eff.sel(polarization=p).values)
          for p in curve.polarization.values),
    )  # fmt: skip


def confinement_curves(curve: xr.Dataset, thickness: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw the confinement of a film against its thickness under every definition.

    Parameters
    ----------
    curve : Dataset
        As `confinement_against_thickness` returns it.
    thickness : float, optional
        Thickness of the device in m, marked.
    ax : Axes, optional
        Where to draw. TE is drawn in full, TM dashed; where two definitions agree, one hides the other.
    """
    t = curve.thickness.values * NM
    with drawing(ax, NARROW, 66 * MM) as ax:
        for polarization, style in (("TE", "-"), ("TM", (0, (4, 2)))):
            for name, colour in zip(("gain", "energy", "poynting", "electric"), CYCLE, strict=False):
                shares = curve.confinement.sel(polarization=polarization, definition=name).values
                label = _DEFINITIONS[name] if polarization == "TE" else None
                ax.plot(t, shares, color=colour, ls=style, lw=1.4 if name == "gain" else 1.0, label=label)
                if thickness is not None:
                    ax.plot(thickness * NM, np.interp(thickness * NM, t, shares), "o", color=colour, ms=3)
        if thickness is not None:
            ax.axvline(thickness * NM, color=MUTED, lw=0.8, ls=(0, (1, 1.5)))
            ax.annotate(
                f"{thickness * NM:.4g} nm",
                (thickness * NM, 1.06),
                (2, 0),
                textcoords="offset points",
                color=MUTED,
            )
        ax.set_xlim(0, t[-1])
        ax.set_ylim(0, 1.12)
        ax.set_yticks(np.arange(0, 1.01, 0.2))
        ax.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, borderaxespad=0.2)
        ax.text(0.98, 0.03, "TE full, TM dashed", transform=ax.transAxes, ha="right", color=MUTED)
        ax.set_xlabel(axis_label("t", "film thickness", "nm"))
        ax.set_ylabel(axis_label("Γ", "confinement in the film", ""))
    return ax


def profile_columns(field: xr.Dataset) -> tuple[Column, ...]:
    """Return height, |E|^2, its components, the power flow and the index."""
    return (
        Column("height", "nm", field.x.values * NM),
        Column("|E|^2", "1", field.e_squared.values),
        *(Column(f"|{name}|^2", "1", np.abs(field[name].values) ** 2) for name in ("e_x", "e_y", "e_z")),
        Column("power flow", "1", field.poynting.values),
        Column("refractive index", "1", np.real(field["index"].values)),
    )


def film_profile(
    field: xr.Dataset,
    layers: Sequence[Any],
    shares: Sequence[float] | None = None,
    ax: Axes | None = None,
    *,
    name: str = "",
) -> Axes:
    """Draw |E|^2 of a guided mode across the layers.

    Parameters
    ----------
    field : Dataset
        As `SlabWaveguide.field` gives it.
    layers : sequence of Layer
        Shaded behind the curve.
    shares : sequence of float, optional
        Share of |E|^2 in each layer, printed in it.
    ax : Axes, optional
        Where to draw.
    name : str
        Name of the mode, written beside its curve.
    """
    x, strength = field.x.values * NM, field.e_squared.values
    strong = x[strength > _FAINT]
    low, high = strong[0], strong[-1]
    with drawing(ax, NARROW, 66 * MM) as ax:
        ax.set_xlim(low, high)
        ax.set_ylim(0, 1.3)
        shade_layers(ax, layers, shares, low, high, NM)
        ax.plot(x, strength, color=BLUE, lw=1.6, zorder=3)
        if name:
            ax.text(0.02, 0.6, name, transform=ax.transAxes, va="top", color=BLUE)
        ax.set_yticks([0, 0.5, 1])
        ax.set_xlabel(axis_label("x", "height above the substrate", "nm"))
        ax.set_ylabel(axis_label("|E|²", "field", "of its maximum"))
    return ax
