"""Guided modes of a planar stack of layers: films on substrates, with any number of layers.

Light runs along z in a stack along x; fields vary as exp(i N k0 z - i w t), N the effective index.
TE has E_y only across the stack, TM has H_y. With Int over x, u = E_y or H_y and (.)' = d/dx,

    TE   N^2 Int u^2     = Int n^2 u^2 - Int u'^2/k0^2,
    TM   N^2 Int u^2/n^2 = Int u^2     - Int u'^2/(k0^2 n^2),

stationary in u, so first-order responses follow exactly, for example that of a layer,

    TE   dN/dn_i = (n_i/N) Int_i u^2 / Int u^2,
    TM   dN/dn_i = Int_i (N^2 u^2 + u'^2/k0^2) / (n_i^3 N Int u^2/n^2),

which is the "gain" confinement: modal gain = dN/dn_i times material gain. The electric confinement
of adachi2015, Int_i |E|^2/Int |E|^2, and the Poynting one of azizov2025 eq. 3 agree for TE and both
miss the factor n_i/N. Exact for layers without roughness, of infinite width.

Layers may absorb or amplify; a metal (Re n^2 < 1) is refused, and an absorber so strong that the mode
does not settle is reported. Modes that leak into a denser half-space: `SlabWaveguide.leaky_modes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.cavity.base import DEFINITIONS
from colase.errors import InputError
from colase.materials import Material, as_material
from colase.results import dataset, variable

from .solution import (
    POLARIZATIONS,
    Solved,
    confinements,
    group_index,
    require_polarizations,
    solve,
)

Complex = NDArray[np.complex128]

SMALLEST_CONTRAST = 1e-4
"""Index by which some layer must exceed both half-spaces."""


@final
@dataclass(frozen=True, slots=True)
class SlabWaveguide:
    """Layers between two half-spaces.

    Attributes
    ----------
    thicknesses : tuple of float
        Thickness of each layer in m, from the substrate up.
    indices : tuple of Material or complex
        Index of each layer.
    substrate, cover : Material or complex
        Index of the half-space below and above; guided modes need one that does not absorb.

    Raises
    ------
    InputError
        If a thickness is not positive, the numbers of layers differ, or a layer is a metal.
    """

    thicknesses: tuple[float, ...]
    indices: tuple[Material | complex, ...]
    substrate: Material | complex = 1.457
    cover: Material | complex = 1.0

    def __post_init__(self) -> None:
        if len(self.thicknesses) != len(self.indices) or not self.thicknesses:
            raise InputError(
                f"slab: {len(self.thicknesses)} thicknesses and {len(self.indices)} indices; "
                "give one of each a layer."
            )
        for i, t in enumerate(self.thicknesses):
            if not (np.isfinite(t) and 0 < t < 1e-2):
                raise InputError(f"slab: layer {i} is {t:g} m thick; give a thickness between 0 and 1 cm.")

    def modes(self, wavelength: float, polarizations: tuple[str, ...] = POLARIZATIONS) -> xr.Dataset:
        """Return all guided modes at a vacuum wavelength in m.

        Returns
        -------
        Dataset
            Over ``mode`` (TE first, falling ``n_eff``) with ``polarization``, ``order``, ``n_eff``,
            ``n_group``, ``modal_loss`` (1/m, from Im n), penetration depths into both half-spaces
            and ``confinement`` over (mode, layer, definition); layers run from the substrate to the
            cover. Empty when nothing is guided.
        """
        from .kernel import guided_orders

        require_polarizations(polarizations)
        eps = self.permittivities(np.array([wavelength]))[0]
        require_contrast(eps)
        depth = 2 * pi / wavelength * np.array(self.thicknesses)
        counts = [guided_orders(depth, eps.real, name == "TM") for name in polarizations]
        order = np.array([m for count in counts for m in range(count)], dtype=np.int64)
        tm = np.repeat([name == "TM" for name in polarizations], counts)
        stacks = np.tile(eps, (order.size, 1))
        _, solved = solve(order, np.tile(depth, (order.size, 1)), stacks, tm)
        group = group_index(solved, stacks, tm, self.slopes(wavelength))
        return _labelled(self, wavelength, order, tm, solved, group)

    def leaky_modes(
        self,
        wavelength: float,
        low: float | None = None,
        high: float | None = None,
        most_loss: float = 0.05,
        polarizations: tuple[str, ...] = POLARIZATIONS,
    ) -> xr.Dataset:
        """Return every leaky mode with Re N from ``low`` to ``high`` and Im N up to ``most_loss``.

        A leaky mode decays along the layers because it radiates into a half-space of higher index;
        its field there grows outwards. Which branch is meant, and why none is missed, is said in
        `colase.cavity.slab.leaky`.

        Parameters
        ----------
        wavelength : float
            Vacuum wavelength in m.
        low, high : float, optional
            Box of the real part; by default from the thinner to the denser half-space.
        most_loss : float
            Largest imaginary part of N; power is lost at 2 k0 Im N.
        polarizations : tuple of str
            Which of "TE" and "TM".

        Returns
        -------
        Dataset
            Over ``mode`` (falling Re N): complex ``n_eff``, ``modal_loss`` (1/m), ``leaks_into``,
            ``mismatch`` (residual).

        Raises
        ------
        InputError
            If the box makes no sense, or the layers are too thick to tunnel through.
        ConvergenceError
            If a counted mode is not found.
        """
        from .leaky import leaky_modes

        require_polarizations(polarizations)
        outer = np.sqrt(self.permittivities(np.array([wavelength]))[0].real[[0, -1]])
        low = float(outer.min()) if low is None else low
        high = float(outer.max()) if high is None else high
        return leaky_modes(self, wavelength, low, high, most_loss, polarizations)

    def field(self, modes: xr.Dataset, mode: int, x: NDArray | None = None) -> xr.Dataset:
        """Return the field of a guided mode across the stack.

        Parameters
        ----------
        modes : Dataset
            As `modes` returned it.
        mode : int
            Which of them.
        x : ndarray, optional
            Heights above the substrate in m; by default four penetration depths beyond the layers.

        Returns
        -------
        Dataset
            Over ``x``: complex ``e_y``, ``e_x``, ``e_z`` and ``e_squared`` (largest is 1),
            ``poynting`` (power flow, largest is 1), ``index``.
        """
        from .across import guided_field

        if not 0 <= mode < modes.sizes["mode"]:
            raise InputError(f"slab: there is no mode {mode}; {modes.sizes['mode']} are listed.")
        return guided_field(self, modes, mode, x)

    def permittivities(self, wavelength: ArrayLike) -> Complex:
        """Return n^2 from the substrate to the cover, shape (wavelength, layer + 2)."""
        lam = np.asarray(wavelength, dtype=float)
        if not (np.isfinite(lam).all() and (lam > 1e-8).all() and (lam < 1e-2).all()):
            raise InputError(f"slab: wavelength {lam.ravel()[:3]} m; give metres, from 10 nm to 1 cm.")
        stack = (self.substrate, *self.indices, self.cover)
        eps = np.stack([as_material(m).index(wavelength) ** 2 for m in stack], axis=-1)
        if (eps.real < 1).any():
            raise InputError("slab: a layer has Re n^2 below 1 (a metal); this solver treats dielectrics.")
        return eps

    def slopes(self, wavelength: ArrayLike) -> Complex:
        """Return k0 d(n^2)/dk0 of every region, shape (wavelength, layer + 2), within the range of each."""
        lam = np.atleast_1d(np.asarray(wavelength, dtype=float))
        found = []
        for material in map(as_material, (self.substrate, *self.indices, self.cover)):
            low, high = (np.clip(lam / (1 + s), *material.known) for s in (1e-4, -1e-4))
            rise = material.index(low) ** 2 - material.index(high) ** 2
            found.append(rise / (lam / low - lam / high))
        return np.stack(found, axis=-1)


def require_contrast(eps: Complex) -> None:
    """Refuse a stack whose densest layer exceeds the half-spaces by less than 1e-4 in index, if at all more.

    Below that a mode reaches hundreds of micrometres out and hangs on digits of the index that nobody knows.
    """
    n = np.sqrt(eps.real)
    excess = float(n[1:-1].max() - max(n[0], n[-1]))
    if 0 < excess < SMALLEST_CONTRAST:
        raise InputError(
            f"slab: the densest layer exceeds substrate and cover by only {excess:.2g} in index; below "
            f"{SMALLEST_CONTRAST:g} nothing is guided that could be relied on."
        )


def _labelled(
    slab: SlabWaveguide, wavelength: float, order: NDArray, tm: NDArray, solved: Solved, group: NDArray
) -> xr.Dataset:
    """Return the Dataset of `SlabWaveguide.modes`."""
    k0 = 2 * pi / wavelength
    eps = slab.permittivities(np.array([wavelength]))[0]
    rows = np.broadcast_to(eps, (order.size, eps.size))
    found = confinements(solved, rows, tm)
    confinement = np.stack([found[name] for name in DEFINITIONS], axis=-1)
    with np.errstate(divide="ignore"):  # at cut-off the field reaches to infinity
        depths = 1 / (k0 * np.sqrt(solved.neff[:, None] ** 2 - eps[[0, -1]]).real)
    return dataset(
        {
            "polarization": variable("mode", np.where(tm, "TM", "TE"), "", "TE or TM"),
            "order": variable("mode", order, "", "mode order (zeros of the field)"),
            "n_eff": variable("mode", solved.neff.real, "", "effective index"),
            "n_group": variable("mode", group, "", "group index"),
            "modal_loss": variable("mode", 2 * k0 * solved.neff.imag, "1/m", "power loss by absorption"),
            "confinement": variable(("mode", "layer", "definition"), confinement, "", "confinement factor"),
            "depth_substrate": variable(
                "mode", depths[:, 0], "m", "penetration of the field into the substrate"
            ),
            "depth_cover": variable("mode", depths[:, 1], "m", "penetration of the field into the cover"),
            "mismatch": variable("mode", solved.mismatch, "", "residual of the mode condition"),
        },
        {"definition": variable("definition", list(DEFINITIONS), "", "definition of the confinement factor")},
        wavelength=wavelength,
    )
