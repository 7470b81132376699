"""The guided modes of a film as a table that the laser room reads: sampled along the wavelength.

A film has no resonances, so each guided mode (TE0, TM0, ...) is sampled at wavelengths ``sample_spacing``
apart. Per length becomes per time with the group velocity, as `film` says.
"""

from __future__ import annotations

from math import inf, pi

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.cavity.base import DEFINITIONS, MODE_VARIABLES, ModeWindow
from colase.cavity.roughness import Roughness
from colase.errors import InputError
from colase.results import dataset, variable

from .film_stack import FilmStack
from .kernel import guided_orders
from .scattering import guided_loss
from .solution import POLARIZATIONS, confinements, group_index, solve
from .waveguide import SMALLEST_CONTRAST


def film_modes(
    film: FilmStack,
    window: ModeWindow,
    *,
    spacing: float,
    loss: float | Roughness,
    stripe_length: float | None,
    area: float,
) -> xr.Dataset:
    """Return every guided mode of a film at the sampled wavelengths; see `Film.modes`.

    Parameters
    ----------
    spacing : float
        Distance of the samples in m.
    loss : float or Roughness
        Loss of guided light by scattering in 1/m, or the roughness of the upper face of the film.
    stripe_length : float or None
        Length in m after which light leaves, None for never.
    area : float
        Area in m^2 that the mode volume refers to.
    """
    lam = _samples(window, spacing)
    slab = film.slab
    eps = slab.permittivities(lam)
    _check_contrast(film, eps)
    depth = 2 * pi / lam[:, None] * np.array(slab.thicknesses)
    rows = [
        (i, m, tm)
        for i in range(lam.size)
        for tm in (False, True)
        for m in range(min(guided_orders(depth[i], eps[i].real.copy(), tm), window.radial_max))
    ]
    at, order, tm = (np.array([r[j] for r in rows], dtype=t) for j, t in enumerate((int, np.int64, bool)))
    _, solved = solve(order, depth[at], eps[at], tm)
    group = group_index(solved, eps[at], tm, slab.slopes(lam)[at])
    scattered = _scattering(film, loss, lam[at], order, tm)
    found = _labelled(film, lam[at], order, tm, solved, eps[at], group, scattered, stripe_length, area)
    empty = "" if found.sizes["mode"] else _why_empty(film, window)
    return found.assign_attrs(sample_spacing=spacing, empty=empty)


def _samples(window: ModeWindow, spacing: float) -> NDArray[np.float64]:
    """Return wavelengths ``spacing`` apart, in the middle of the window."""
    steps = int((window.stop - window.start) / spacing + 1e-6)
    middle = 0.5 * (window.start + window.stop)
    lam = middle + spacing * (np.arange(steps + 1) - steps / 2)
    return np.clip(lam, window.start, window.stop).astype(np.float64)


def _check_contrast(film: FilmStack, eps: NDArray[np.complex128]) -> None:
    n = np.sqrt(eps.real)
    excess = n[:, 1:-1].max(axis=1) - np.maximum(n[:, 0], n[:, -1])
    if (excess < SMALLEST_CONTRAST).all():
        raise InputError(
            f"cavity: no layer has an index above those of substrate and cover by {SMALLEST_CONTRAST:g} "
            f"(film {n[0, 1 + film.film_layer]:.6g}, substrate {n[0, 0]:.6g}); it guides nothing."
        )


def _labelled(
    film: FilmStack, lam, order, tm, solved, eps, group, scattered, stripe_length, area
) -> xr.Dataset:
    """Return the Dataset of `modes`."""
    k0, own = 2 * pi / lam, 1 + film.film_layer
    neff = solved.neff
    shares = np.stack(list(confinements(solved, eps, tm).values()), axis=-1)
    absorbed = 2 * k0 * neff.imag
    index = np.sqrt(eps[:, own]).real
    names = [f"{'TM' if t else 'TE'}{m} {w * 1e9:.2f} nm" for t, m, w in zip(tm, order, lam, strict=True)]
    with np.errstate(divide="ignore"):
        q_scattering, q_absorption = 2 * pi * group / (lam * scattered), 2 * pi * group / (lam * absorbed)
    q_radiative = 2 * pi * group * (stripe_length or inf) / lam
    energy = shares[:, own, DEFINITIONS.index("energy")]
    values = {
        "wavelength": lam,
        "polarization": np.where(tm, "TM", "TE"),
        "label": np.array(names, dtype=str),
        "q_radiative": q_radiative,
        "q_absorption": q_absorption,
        "q_scattering": q_scattering,
        "q_factor": 1 / (1 / q_radiative + 1 / q_absorption + 1 / q_scattering),
        "gain_confinement": index / group * shares[:, own, DEFINITIONS.index("gain")],
        "gain_index": index,
        "mode_volume": film.thickness * area / energy,
        "degeneracy": np.ones(lam.size, dtype=np.int64),
    }
    variables = {name: variable("mode", values[name], *MODE_VARIABLES[name]) for name in MODE_VARIABLES}
    variables |= {
        "order": variable("mode", order, "", "mode order (zeros of the field)"),
        "n_eff": variable("mode", neff.real, "", "effective index"),
        "n_group": variable("mode", group, "", "group index"),
        "propagation_loss": variable("mode", scattered, "1/m", "loss of guided light by scattering"),
        "modal_loss": variable("mode", absorbed, "1/m", "loss of guided light by absorption"),
        "confinement": variable(("mode", "layer", "definition"), shares, "", "confinement factor"),
        "mismatch": variable("mode", solved.mismatch, "", "residual of the mode condition"),
    }
    for name, side in (("substrate", 0), ("cover", -1)):
        gamma = np.sqrt(neff**2 - eps[:, side]).real
        with np.errstate(divide="ignore"):  # at cut-off the field reaches to infinity
            depth = 1 / (k0 * gamma)
        variables[f"depth_{name}"] = variable("mode", depth, "m", f"penetration of the field into the {name}")
    named = variable("definition", list(DEFINITIONS), "", "definition of the confinement factor")
    layers = ", ".join(layer.name for layer in film.layers())
    return dataset(variables, {"definition": named}, layers=layers, resonant=0)


def _why_empty(film: FilmStack, window: ModeWindow) -> str:
    least = film.cutoff(window.start) * 1e9
    return (
        f"the film is {film.thickness * 1e9:.4g} nm thick and guides {window.start * 1e9:g} nm only "
        f"above {least:.4g} nm"
    )


def _scattering(film: FilmStack, loss: float | Roughness, lam, order, tm) -> NDArray[np.float64]:
    """Return the loss of guided light by scattering in 1/m, as given or from the roughness."""
    if not isinstance(loss, Roughness):
        return np.full(lam.shape, loss)
    slab, face = film.slab, film.film_layer + 1
    lost = np.empty(lam.shape)
    for w in np.unique(lam):
        own = np.flatnonzero(lam == w)
        found = slab.modes(float(w), POLARIZATIONS)
        pairs = zip(found.polarization.values, found.order.values, strict=True)
        place = {(str(p), int(m)): number for number, (p, m) in enumerate(pairs)}
        for i in own:
            which = place["TM" if tm[i] else "TE", int(order[i])]
            lost[i] = guided_loss(slab, found, which, face, loss).total
    return lost
