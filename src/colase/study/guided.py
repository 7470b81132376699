"""The guided modes of a film as a table: a few wavelengths of each, with their confinements and losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from colase.cavity import Film
from colase.errors import InputError
from colase.units import digits

from .table import Table

if TYPE_CHECKING:
    from colase.device import Device

HEADS = ("mode", "n_eff", "n_group", "Γ |E|²", "Γ flow", "dN/dn", "α (1/cm)", "g (1/cm)")


def leaky_modes(device: Device) -> tuple[xr.Dataset, Table]:
    """Return the leaky modes of a film in the middle of its window, and a table of them.

    Raises
    ------
    InputError
        If the cavity is no film, or its layers are too thick to tunnel through.
    """
    if not isinstance(device.cavity, Film):
        raise InputError(
            "leaky modes are those of a film; this cavity lists its radiating modes by themselves."
        )
    wavelength = 0.5 * (device.modes.start + device.modes.stop)
    data = device.cavity.slab.leaky_modes(wavelength)
    rows = tuple(
        (
            str(data.polarization.values[i]),
            f"{complex(data.n_eff.values[i]).real:.5f}",
            digits(float(data.modal_loss[i]) / 100, 3),
            str(data.leaks_into.values[i]),
        )
        for i in range(data.sizes["mode"])
    )
    count = "no leaky mode" if not rows else f"{len(rows)} leaky mode{'' if len(rows) == 1 else 's'}"
    title = f"{count} at {wavelength * 1e9:.6g} nm with Im N up to 0.05"
    return data, Table(("light", "Re N", "loss (1/cm)", "leaks into"), rows, title)


def film_shares(data: xr.Dataset) -> xr.DataArray:
    """Return the confinements of the film itself, over (mode, definition)."""
    return data.confinement.isel(layer=str(data.attrs["layers"]).split(", ").index("film"))


def branches(data: xr.Dataset) -> dict[str, np.ndarray]:
    """Return the numbers of the samples of each guided mode, by its name ("TE0"), along the wavelength."""
    names = [f"{p}{m}" for p, m in zip(data.polarization.values, data.order.values, strict=True)]
    return {name: np.flatnonzero(np.array(names) == name) for name in sorted(set(names))}


def loss_per_length(data: xr.Dataset) -> np.ndarray:
    """Return the loss of each sample per length of film in 1/m, 2 pi n_group/(lambda Q), shape (mode,)."""
    return 2 * np.pi * data.n_group.values / (data.wavelength.values * data.q_factor.values)


def needed_gain(data: xr.Dataset) -> np.ndarray:
    """Return the material gain that balances the loss, alpha/(dN/dn) in 1/m, shape (mode,)."""
    return loss_per_length(data) / film_shares(data).sel(definition="gain").values


def count(data: xr.Dataset) -> str:
    """Say which modes are guided and how they were sampled."""
    own = branches(data)
    spacing = digits(float(data.attrs["sample_spacing"]) * 1e9, 3)
    return (
        f"{len(own)} guided mode{'' if len(own) == 1 else 's'}, {', '.join(own)}, sampled every {spacing} nm"
    )


def guided_table(data: xr.Dataset, title: str, whole: bool) -> Table:
    """Return each guided mode at both ends and the middle of its samples, or at all of them."""
    shares, loss, needed = film_shares(data), loss_per_length(data), needed_gain(data)
    chosen = [
        i
        for own in branches(data).values()
        for i in (own if whole else own[np.unique([0, own.size // 2, own.size - 1])])
    ]
    rows = tuple(
        (
            str(data.label.values[i]),
            f"{float(data.n_eff[i]):.4f}",
            f"{float(data.n_group[i]):.3f}",
            *(f"{float(shares.sel(definition=d)[i]):.4f}" for d in ("electric", "poynting", "gain")),
            digits(float(loss[i]) / 100, 3),
            digits(float(needed[i]) / 100, 3),
        )
        for i in chosen
    )
    note = "Modal gain = dN/dn times material gain; it meets the loss α at the material gain g."
    return Table(HEADS, rows, title, note)
