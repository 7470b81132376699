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

from colase.errors import ConvergenceError, InputError
from colase.materials import Material, as_material
from colase.results import dataset, variable

POLARIZATIONS = ("TE", "TM")
DEFINITIONS = ("electric", "energy", "poynting", "gain")

Complex = NDArray[np.complex128]


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

        eps = self.permittivities(np.array([wavelength]))[0]
        depth = 2 * pi / wavelength * np.array(self.thicknesses)
        counts = [guided_orders(depth, eps.real, name == "TM") for name in polarizations]
        order = np.array([m for count in counts for m in range(count)], dtype=np.int64)
        tm = np.repeat([name == "TM" for name in polarizations], counts)
        stacks = np.tile(eps, (order.size, 1))
        _, solved = solve(order, np.tile(depth, (order.size, 1)), stacks, tm)
        group = group_index(solved, stacks, tm, self._slopes(wavelength))
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

        return guided_field(self, modes, mode, x)

    def permittivities(self, wavelength: ArrayLike) -> Complex:
        """Return n^2 from the substrate to the cover, shape (wavelength, layer + 2)."""
        stack = (self.substrate, *self.indices, self.cover)
        eps = np.stack([as_material(m).index(wavelength) ** 2 for m in stack], axis=-1)
        if (eps.real < 1).any():
            raise InputError("slab: a layer has Re n^2 below 1 (a metal); this solver treats dielectrics.")
        return eps

    def _slopes(self, wavelength: float) -> Complex:
        """Return k0 d(n^2)/dk0 of every region, shape (layer + 2,)."""
        step = 1e-4
        low, high = self.permittivities(wavelength * np.array([1 / (1 - step), 1 / (1 + step)]))
        return (high - low) / (2 * step)


@dataclass(frozen=True, slots=True)
class Solved:
    """Effective indices and layer integrals of guided modes, shape (mode,) and (mode, layer + 2).

    ``square`` and ``slope`` are Int u^2 and Int u'^2/k0^2 over each region in units of 1/k0, without
    complex conjugation.
    """

    neff: Complex
    square: Complex
    slope: Complex
    mismatch: NDArray[np.float64]


def solve(order: NDArray, depth: NDArray, eps: Complex, tm: NDArray) -> tuple[NDArray[np.bool_], Solved]:
    """Solve many slabs; return which problems have a guided mode, and those modes.

    Parameters
    ----------
    order, tm : ndarray, shape (problem,)
        Number of zeros of the field; TM instead of TE.
    depth : ndarray, shape (problem, layer)
        k0 times thickness.
    eps : ndarray, shape (problem, layer + 2)
        n^2 from the substrate to the cover.

    Raises
    ------
    ConvergenceError
        If the two halves of a field do not meet to 1e-9 (near cut-off: to the rounding of N^2).
    """
    from .fields import solve_fields
    from .kernel import guided_roots

    roots = guided_roots(order, depth, eps.real.copy(), tm)
    guided = ~np.isnan(roots)
    order, depth, eps, tm = order[guided], depth[guided], eps[guided], tm[guided]
    squared, mismatch, square, slope = solve_fields(roots[guided], depth, eps, tm)
    edge = np.abs(np.sqrt(squared[:, None] - eps[:, [0, -1]])).min(axis=1)
    rounding = np.minimum(1e-15 * np.abs(squared) / np.maximum(edge, 1e-12), 1e-7)  # of N^2, near cut-off
    if (mismatch > 1e-9 + rounding).any():
        worst = int((mismatch - rounding).argmax())
        raise ConvergenceError(
            f"slab: mode {'TM' if tm[worst] else 'TE'}{order[worst]} did not converge "
            f"(mismatch {mismatch[worst]:.1e}); the layers may absorb too strongly for a guided mode."
        )
    return guided, Solved(np.sqrt(squared), square, slope, mismatch)


def confinements(solved: Solved, eps: Complex, tm: NDArray) -> dict[str, NDArray[np.float64]]:
    """Return the confinement of every region under each definition, shape (problem, layer + 2).

    electric: share of |E|^2; energy: of n^2 |E|^2; poynting: of the guided power; gain: dN/dn.
    """
    te = ~tm[:, None]
    neff = solved.neff[:, None]
    field = np.where(te, solved.square, (neff**2 * solved.square + solved.slope) / eps**2)
    power = np.where(te, solved.square, solved.square / eps)
    response = (
        np.where(te, solved.square, (neff**2 * solved.square + solved.slope) / eps**2) * np.sqrt(eps) / neff
    )
    shares = {"electric": field, "energy": eps * field, "poynting": power}
    found = {name: (part / part.sum(axis=1, keepdims=True)).real for name, part in shares.items()}
    return found | {"gain": (response / power.sum(axis=1, keepdims=True)).real}


def group_index(solved: Solved, eps: Complex, tm: NDArray, slopes: Complex) -> NDArray[np.float64]:
    """Return n_group = d(N w)/dw, exact to first order, from k0 d(n^2)/dk0 of every region."""
    neff = solved.neff[:, None]
    curl = (neff**2 * solved.square + solved.slope) / eps**2
    weight = np.where(tm[:, None], solved.square / eps, solved.square).sum(axis=1)
    bending = 2 * np.where(tm[:, None], solved.slope / eps, solved.slope).sum(axis=1)
    material = (slopes * np.where(tm[:, None], curl, solved.square)).sum(axis=1)
    return (solved.neff + (bending + material) / (2 * solved.neff * weight)).real


def confinement_against_thickness(
    slab: SlabWaveguide, layer: int, thicknesses: ArrayLike, wavelength: float, order: int = 0
) -> xr.Dataset:
    """Return n_eff and the confinement of one layer as that layer's thickness varies.

    Parameters
    ----------
    slab : SlabWaveguide
        The stack; the thickness of ``layer`` is replaced.
    layer : int
        Which layer, 0 next to the substrate.
    thicknesses : array_like, shape (thickness,)
        Thicknesses in m.
    wavelength : float
        Vacuum wavelength in m.
    order : int
        Mode order, 0 for the fundamental.

    Returns
    -------
    Dataset
        ``n_eff`` over (polarization, thickness) and ``confinement`` over (polarization, thickness,
        definition); below cut-off n_eff is that of the denser half-space and confinement is zero.
    """
    t = np.atleast_1d(np.asarray(thicknesses, dtype=float))
    if not 0 <= layer < len(slab.thicknesses):
        raise InputError(f"slab: layer {layer} does not exist; the stack has {len(slab.thicknesses)} layers.")
    if not np.isfinite(t).all() or (t <= 0).any():
        raise InputError("slab: thicknesses of a curve must be positive numbers.")
    count = t.size
    depth = np.tile(slab.thicknesses, (2 * count, 1))
    depth[:, layer] = np.tile(t, 2)
    row = slab.permittivities(np.array([wavelength]))[0]
    eps = np.tile(row, (2 * count, 1))
    tm = np.repeat([False, True], count)
    guided, solved = solve(np.full(2 * count, order), 2 * pi / wavelength * depth, eps, tm)
    n_eff = np.full(2 * count, max(np.sqrt(row[0]).real, np.sqrt(row[-1]).real))
    n_eff[guided] = solved.neff.real
    shares = np.zeros((2 * count, len(DEFINITIONS)))
    found = confinements(solved, eps[guided], tm[guided])
    shares[guided] = np.stack([found[name][:, layer + 1] for name in DEFINITIONS], axis=-1)
    axes = ("polarization", "thickness")
    return dataset(
        {
            "n_eff": variable(axes, n_eff.reshape(2, count), "", "effective index"),
            "confinement": variable(
                (*axes, "definition"), shares.reshape(2, count, -1), "", "confinement factor of the layer"
            ),
            "guided": variable(axes, guided.reshape(2, count), "", "whether a mode exists"),
        },
        {
            "thickness": variable("thickness", t, "m", "layer thickness"),
            "polarization": variable("polarization", list(POLARIZATIONS), "", "polarisation"),
            "definition": variable(
                "definition", list(DEFINITIONS), "", "definition of the confinement factor"
            ),
        },
    )


def cutoff_thickness(
    slab: SlabWaveguide, layer: int, wavelength: float, polarization: str, order: int = 0
) -> float:
    """Return the smallest thickness of one layer, in m, at which a mode is guided.

    Zero if the rest of the stack guides the mode by itself, infinity if no thickness does.
    """
    from scipy.optimize import root_scalar

    from .kernel import mismatch

    eps = slab.permittivities(np.array([wavelength]))[0].real
    low, tm = max(eps[0], eps[-1]), polarization == "TM"

    def excess(thickness: float) -> float:
        depth = 2 * pi / wavelength * np.array(slab.thicknesses)
        depth[layer] = 2 * pi / wavelength * thickness
        return mismatch(low, depth, eps, tm) - order * pi

    if excess(0.0) > 0:
        return 0.0
    if eps[layer + 1] <= low:
        return float("inf")
    high = (order + 2) * wavelength / (2 * np.sqrt(eps[layer + 1] - low))
    return float(root_scalar(excess, bracket=(0.0, high), xtol=1e-18, rtol=1e-14).root)


def _labelled(
    slab: SlabWaveguide, wavelength: float, order: NDArray, tm: NDArray, solved: Solved, group: NDArray
) -> xr.Dataset:
    """Return the Dataset of `SlabWaveguide.modes`."""
    k0 = 2 * pi / wavelength
    eps = slab.permittivities(np.array([wavelength]))[0]
    rows = np.broadcast_to(eps, (order.size, eps.size))
    found = confinements(solved, rows, tm)
    confinement = np.stack([found[name] for name in DEFINITIONS], axis=-1)
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
