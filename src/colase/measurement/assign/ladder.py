"""The polar order at which a family of modes is resonant, from the exact solver, as a smooth function.

The exact phase mismatch of a layered sphere or cylinder (`colase.cavity`) passes pi (q - 1) at the
resonance of order q. Read at fixed wavenumber it falls with the order l; where it passes between two whole
numbers gives a real l, and a mode is where this real l is whole. With lengths in units of the outer radius,

    l = L(k R, n, tau, n_inner),     tau the shell over R,

is smooth, so that it is solved at Chebyshev nodes over what is known and interpolated; the degree grows
until checks against the solver at points between agree. Orders between whole numbers have no meaning of
their own; at a resonance the interpolation meets the solver exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from colase.cavity.radial.phase import phase_mismatch
from colase.errors import ConvergenceError, InputError

from .chebyshev import Table, nodes
from .shape import RoundCavity, SlabIndex

Array = NDArray[np.float64]

_ROUGH = 2e-3  # error in l that is allowed, 1/500 of a spacing
_NEIGHBOURS = np.arange(-2, 4)
_LARGEST = 3000.0


@dataclass(frozen=True, slots=True)
class Family:
    """Modes of one polarization and radial order."""

    polarization: str
    radial: int


@dataclass(frozen=True, slots=True, eq=False)
class Ladders:
    """L of every family over what is known of a cavity, for peaks at given wavenumbers."""

    cavity: RoundCavity
    families: tuple[Family, ...]
    wavenumber: Array
    centre: float
    tables: tuple[Table, ...]
    slab: SlabIndex | None
    slopes: Array
    """dL/dk of every family at every peak at the middle of all ranges, in m, shape (family, peak)."""

    def coordinates(self, theta: Array, wavenumber: Array, polarization: str) -> Array:
        """Return (k R, n, tau, n_inner) of fits at wavenumbers, shape (fit, wavenumber, 4)."""
        return _coordinates(self.cavity, theta, wavenumber, self.centre, polarization, self.slab)

    def orders(self, theta: Array, family: int, wavenumber: Array | None = None) -> Array:
        """Return the real l at every peak, shape (fit, peak)."""
        k = self.wavenumber if wavenumber is None else wavenumber
        return self.tables[family](self.coordinates(theta, k, self.families[family].polarization))


def _coordinates(
    cavity: RoundCavity, theta: Array, k: Array, centre: float, polarization: str, slab: SlabIndex | None
) -> Array:
    values = cavity.complete(theta)
    lam = 2 * np.pi / k
    radius = values["radius"]
    shell = values.get("shell", np.zeros_like(radius))
    outer = radius + shell if cavity.kind == "coated-sphere" else radius
    n = cavity.film_index(values, lam, centre)
    if slab is not None:
        n = slab(polarization, n, values["thickness"], lam)
    inner = (cavity.core if cavity.kind == "coated-sphere" else cavity.outside).index(lam).real
    parts = (outer[:, None] * k, n, (shell / outer)[:, None], np.broadcast_to(inner, n.shape))
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def ladders(cavity: RoundCavity, wavenumber: Array, centre: float, families: tuple[Family, ...]) -> Ladders:
    """Build L of every family over three standard errors of everything known.

    Raises
    ------
    InputError
        For cavities of thousands of wavelengths round.
    ConvergenceError
        If the ranges are too wide for the interpolation.
    """
    corners = _corners(cavity)
    lam = 2 * np.pi / wavenumber
    slab = None
    if cavity.thickness is not None:
        film = cavity.film_index(cavity.complete(corners), lam, centre)
        window = (float(lam.min()) * 0.999, float(lam.max()) * 1.001)
        slab = SlabIndex.of(cavity, (float(film.min()) - 1e-3, float(film.max()) + 1e-3), window)
    tables = []
    boxes = {p: _box(cavity, corners, wavenumber, centre, p, slab) for p in ("TE", "TM")}
    for family in families:
        low, high = boxes[family.polarization]
        if high[0] * high[1] > _LARGEST:
            raise InputError(
                f"a cavity of {high[0] * high[1]:.0f} wavelengths round holds too many modes to name; "
                f"up to {_LARGEST:.0f} are."
            )
        tables.append(_table(cavity, family, low, high, float(cavity.outside.index(centre).real)))
    found = Ladders(cavity, families, wavenumber, centre, tuple(tables), slab, np.zeros((0, 0)))
    middle = corners.mean(axis=0)[None]
    ends = [
        np.stack([found.orders(middle, f, wavenumber * s)[0] for f in range(len(families))])
        for s in (1 - 1e-4, 1 + 1e-4)
    ]
    return replace(found, slopes=(ends[1] - ends[0]) / (2e-4 * wavenumber))


def _corners(cavity: RoundCavity) -> Array:
    ranges = [cavity.known[name].range for name in cavity.free]
    return np.array(list(product(*ranges)), dtype=float).reshape(-1, len(ranges))


def _box(
    cavity: RoundCavity, corners: Array, k: Array, centre: float, polarization: str, slab: SlabIndex | None
) -> tuple[Array, Array]:
    at = _coordinates(cavity, corners, k, centre, polarization, slab).reshape(-1, 4)
    low, high = at.min(axis=0), at.max(axis=0)
    margin = 0.02 * (high - low)
    return low - margin, high + margin


def _table(cavity: RoundCavity, family: Family, low: Array, high: Array, outside: float) -> Table:
    relative = (high - low) / np.maximum(high, 1e-9)
    counts = [1 if r < 1e-9 else 1 + int(np.ceil(9 * min(r, 1.0) ** 0.5)) for r in relative]
    rng = np.random.default_rng(0)
    checks = low + (high - low) * rng.random((24, 4))
    truth = real_orders(cavity, family, checks, outside)
    error = np.inf
    for _ in range(4):
        axes = [nodes(a, b, c) for a, b, c in zip(low, high, counts, strict=True)]
        at = np.array(list(product(*axes)))
        values = real_orders(cavity, family, at, outside).reshape(counts)
        table = Table.through(values, low, high)
        error = float(np.max(np.abs(table(checks) - truth)))
        if error < _ROUGH:
            return table
        counts = [c if c == 1 else c + 2 for c in counts]
    raise ConvergenceError(
        f"{family.polarization} modes of radial order {family.radial} could not be followed over what is "
        f"known of the cavity (error {error:.2g} of a spacing); narrow the ranges or lower radial_max."
    )


def real_orders(cavity: RoundCavity, family: Family, at: Array, outside: float) -> Array:
    """Return the real l of a family at points (k R, n, tau, n_inner), shape (point,).

    Raises
    ------
    InputError
        If the family does not exist there: the cavity is too small for the radial order.
    """
    x, n = at[:, 0], at[:, 1]
    low = np.maximum(np.floor(outside * x).astype(int), 2)
    high = np.ceil(np.maximum(n, at[:, 3]) * x).astype(int) + 2

    def phase(order: NDArray[np.int64]) -> Array:
        return _phases(cavity, family, at, order, outside)

    if np.any(phase(low) < 0):
        raise InputError(
            f"within what is known the cavity guides no {family.polarization} mode of radial order "
            f"{family.radial}; lower radial_max."
        )
    while np.any(high - low > 1):
        middle = (low + high) // 2
        above = phase(middle) >= 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    start = np.maximum(low + _NEIGHBOURS[0], 1)
    orders = start[:, None] + np.arange(_NEIGHBOURS.size)
    phases = np.stack([phase(orders[:, i]) for i in range(orders.shape[1])], axis=1)
    return _inverse(orders.astype(float), phases)


def _phases(
    cavity: RoundCavity, family: Family, at: Array, order: NDArray[np.int64], outside: float
) -> Array:
    """Return the phase mismatch from the root of a family, by groups of one shell thickness."""
    out = np.empty(at.shape[0])
    shelled = cavity.shell is not None
    magnetic = (family.polarization == "TM") != cavity.flat
    curve = 0.5 if cavity.flat else 0.0
    values, which = np.unique(at[:, 2], return_inverse=True)
    for i, tau in enumerate(values):
        part = np.flatnonzero(which == i)
        radii = np.array([1 - tau, 1.0]) if shelled else np.array([1.0])
        columns = [at[part, 3], at[part, 1]] if shelled else [at[part, 1]]
        index = np.stack([*columns, np.full(part.size, outside)], axis=1)
        match = np.full(part.size, radii.size - 1, dtype=np.int64)
        flags = np.full(part.size, magnetic)
        args = (order[part] - curve, curve, flags, radii, index, match)
        out[part] = phase_mismatch(at[part, 0].copy(), *args)[0]
    return out - np.pi * (family.radial - 1)


def _inverse(orders: Array, phases: Array) -> Array:
    """Return where the phase is zero: l as a polynomial of the phase (Neville's scheme at 0)."""
    table = orders.copy()
    count = orders.shape[1]
    for step in range(1, count):
        for i in range(count - step):
            a, b = phases[:, i], phases[:, i + step]
            table[:, i] = (a * table[:, i + 1] - b * table[:, i]) / (a - b)
    return table[:, 0]
