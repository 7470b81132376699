"""Every resonance of a layered sphere in a range of wavenumbers: count, bracket, refine, polish.

The phase mismatch of `sphere_phase` numbers the roots, so each (polarization, l, q) gets its own
bracket; bracketed secant steps run for all of them in lockstep, then complex Newton steps
(`sphere_overlap`) reach rounding. Indices are taken at the wavelength of Re k in every step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import ConvergenceError, InputError, PhysicsError
from colase.materials import ConstantIndex, Material

from .overlap import resolve
from .phase import phase_mismatch

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, slots=True)
class Shells:
    """Boundaries in m and materials from the inside out, the surroundings last.

    ``known`` limits the wavenumbers at which materials are asked; beyond, the index at the limit is used.
    ``cylinder`` makes the layers round in two dimensions: polar orders are then azimuthal numbers m.
    """

    radii: Floats
    materials: tuple[Material, ...]
    known: tuple[float, float] = (0.0, inf)
    cylinder: bool = False

    @property
    def outer(self) -> float:
        """Outer radius, in m."""
        return float(self.radii[-1])

    @property
    def curve(self) -> float:
        """The c of `sphere_phase`: 1/2 for a cylinder."""
        return 0.5 if self.cylinder else 0.0

    @property
    def lowest(self) -> int:
        """Lowest order that exists."""
        return 0 if self.cylinder else 1

    def order(self, polar: NDArray[np.int64]) -> Floats:
        """Return the order of the radial functions: l, or m - 1/2."""
        return np.asarray(polar - self.curve, dtype=float)

    @property
    def dispersive(self) -> bool:
        """Whether any index depends on the wavelength."""
        return not all(isinstance(m, ConstantIndex) for m in self.materials)

    def index(self, k: Floats) -> Complexes:
        """Return complex indices at real wavenumbers, shape (problem, region)."""
        lam = 2 * pi / np.clip(k, *self.known)
        return np.stack([m.index(lam) for m in self.materials], axis=-1)

    def group(self, k: Floats, index: Complexes) -> Complexes:
        """Return n + k dn/dk with the dispersion of the real part, shape (problem, region)."""
        if not self.dispersive:
            return index
        lam = 2 * pi / np.clip(k, *self.known)
        return index - index.real + np.stack([_group_index(m, lam) for m in self.materials], axis=-1)


def _group_index(material: Material, lam: Floats) -> Floats:
    """Return the group index, from one side only at an end of the range on which the index is known."""
    try:
        return material.group_index(lam)
    except InputError:
        group = np.empty(lam.size)
        for i, one in enumerate(lam):
            n, other = float(material.index(one).real), one * (1 + 1e-4)
            try:
                slope = (float(material.index(other).real) - n) / (other - one)
            except InputError:
                other = one * (1 - 1e-4)
                slope = (float(material.index(other).real) - n) / (other - one)
            group[i] = n - one * slope
        return group


@dataclass(frozen=True, slots=True)
class Labels:
    """Which resonances: polar order, TM or not, radial order, matching boundary; all (problem,)."""

    polar: NDArray[np.int64]
    magnetic: NDArray[np.bool_]
    radial: NDArray[np.int64]
    match: NDArray[np.int64]

    def take(self, which: NDArray) -> Labels:
        """Return a selection."""
        return Labels(self.polar[which], self.magnetic[which], self.radial[which], self.match[which])

    def name(self, i: int, cylinder: bool = False) -> str:
        """Return the label of one resonance, such as "TE l=164 q=1", or "TM m=236 q=1" of a cylinder."""
        kind = "TM" if self.magnetic[i] != cylinder else "TE"
        return f"{kind} {'m' if cylinder else 'l'}={self.polar[i]} q={self.radial[i]}"


@dataclass(frozen=True, slots=True)
class Resonances:
    """Converged roots: wavenumbers in 1/m, residuals, ln(1/Q) of a faint leak, field integrals."""

    k: Complexes
    residual: Floats
    log_loss: Floats
    sums: Complexes
    index: Complexes
    group: Complexes
    converged: NDArray[np.bool_]


def mismatch(shells: Shells, k: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Return the phase relative to the root of each label, and the leakage angle."""
    phase, growth = phase_mismatch(
        k * shells.outer,
        shells.order(labels.polar),
        shells.curve,
        labels.magnetic,
        shells.radii / shells.outer,
        shells.index(k).real,
        labels.match,
    )
    return phase - pi * (labels.radial - 1), growth


def guiding_boundaries(shells: Shells, k: float) -> list[int]:
    """Return the boundaries that can hold light in, the one with the largest n r first.

    These are the steps to a lower index outward. At the first, both partial solutions of a well
    confined mode are large, so they are matched there.
    """
    n = shells.index(np.array([k]))[0].real
    steps = np.flatnonzero(n[1:] < n[:-1])
    if not steps.size:
        return [shells.radii.size - 1]
    return [int(i) for i in steps[np.argsort(-(n[:-1] * shells.radii)[steps], kind="stable")]]


def numbered(shells: Shells, low: float, high: float, radial_max: int) -> tuple[Labels, Floats, Floats]:
    """Return the labels of all resonances between two wavenumbers and the phases at both ends.

    Raises
    ------
    PhysicsError
        If an index falls so steeply that n k does not grow with k: counting then fails.
    """
    _require_growth(shells, low, high)
    guide = shells.index(np.array([high]))[0, :-1].real * shells.radii
    match = guiding_boundaries(shells, 0.5 * (low + high))[0]
    families = _families(shells.lowest, max(int(guide.max() * high), 1), match)
    below = mismatch(shells, np.full(families.polar.size, low), families)[0]
    above = mismatch(shells, np.full(families.polar.size, high), families)[0]
    first = np.maximum(np.floor(below / pi).astype(int) + 2, 1)
    last = np.minimum(np.floor(above / pi).astype(int) + 1, radial_max)
    copies = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(copies.size), copies)
    radial = first[which] + np.arange(which.size) - np.repeat(np.cumsum(copies) - copies, copies)
    labels = replace(families.take(which), radial=radial)
    return labels, below[which] - pi * (radial - 1), above[which] - pi * (radial - 1)


def _families(lowest: int, highest: int, match: int) -> Labels:
    """Return every polarization and polar order between two, with radial order 1."""
    orders = np.arange(lowest, highest + 1)
    one = np.ones(2 * orders.size, dtype=np.int64)
    return Labels(np.tile(orders, 2), np.repeat([False, True], orders.size), one, one * match)


def real_roots(
    shells: Shells, low: float, high: float, radial_max: int
) -> tuple[Labels, Floats, NDArray[np.bool_]]:
    """Return labels and wavenumbers of the roots of the phase mismatch, and which stand alone.

    Numbered roots of orders that cannot radiate are complete and unique. To the others the starts
    of `leaky_starts` are added: the same resonance may come again, and only jumps are expected to be new.
    """
    labels, below, above = numbered(shells, low, high, radial_max)
    a, b = np.full(labels.polar.size, low), np.full(labels.polar.size, high)
    k = bracketed(lambda x, i: mismatch(shells, x, labels.take(i))[0], a, below, b, above, 1e-11)
    families, wavenumbers, alone = [labels], [k], [np.ones(k.size, dtype=bool)]
    for match in guiding_boundaries(shells, 0.5 * (low + high)):
        more, starts, jumps = leaky_starts(shells, low, high, radial_max, match)
        families.append(more)
        wavenumbers.append(starts)
        alone.append(jumps)
    parts = [np.concatenate([getattr(one, name) for one in families]) for name in Labels.__slots__]
    return Labels(*parts), np.concatenate(wavenumbers), np.concatenate(alone)


def leaky_starts(
    shells: Shells, low: float, high: float, radial_max: int, match: int
) -> tuple[Labels, Floats, NDArray[np.bool_]]:
    """Return where the phase of orders that radiate passes a multiple of pi, or jumps.

    The phase of a leaky wave is sampled four times per turn. It may jump by pi where the reflected
    wave vanishes (Brewster's angle, an outer layer that acts as an etalon); a resonance may hide
    there too. The last array says which starts are jumps.
    """
    index = shells.index(np.array([low, high])).real
    families = _families(shells.lowest, max(int(index[1, -1] * shells.outer * high), 1), match)
    path = float((index[1, :-1] * np.diff(shells.radii, prepend=0.0)).sum())
    grid = np.linspace(low, high, 3 + int(4 * path * (high - low) / pi))
    at_low = mismatch(shells, np.full(families.polar.size, low), families)[0]
    families = families.take(np.flatnonzero(at_low < pi * radial_max))
    count = families.polar.size
    every = families.take(np.repeat(np.arange(count), grid.size))
    phase = mismatch(shells, np.tile(grid, count), every)[0].reshape(count, grid.size)
    rest = phase - pi * np.round(phase / pi)
    step = np.diff(rest, axis=1)
    crossing = (rest[:, :-1] * rest[:, 1:] <= 0) & (np.abs(step) < pi / 2)
    jump = np.abs(np.diff(phase, axis=1)) > 0.6 * pi
    which, place = np.nonzero(crossing | jump)
    part = np.clip(-rest[which, place] / np.where(step[which, place] == 0, 1.0, step[which, place]), 0, 1)
    part = np.where(crossing[which, place], part, 0.5)
    k = grid[place] + part * (grid[1] - grid[0])
    radial = np.maximum(np.round(phase[which, place] / pi).astype(int) + 1, 1)
    kept = radial <= radial_max
    return replace(families.take(which[kept]), radial=radial[kept]), k[kept], ~crossing[which, place][kept]


def _require_growth(shells: Shells, low: float, high: float) -> None:
    """Refuse anomalous dispersion stronger than the index itself."""
    if not shells.dispersive:
        return
    lam = 2 * pi / np.clip(np.linspace(low, high, 65), *shells.known)
    for material in shells.materials:
        group = _group_index(material, lam)
        if (group <= 0).any():
            raise PhysicsError(
                f"sphere modes: the group index of {material.name} falls to {group.min():.3g} at "
                f"{lam[group.argmin()] * 1e9:.4g} nm; modes cannot be counted across an absorption line "
                "this strong. Move the window or smooth the index."
            )


def bracketed(
    f: Callable[[Floats, NDArray[np.int64]], Floats],
    a: Floats,
    fa: Floats,
    b: Floats,
    fb: Floats,
    rtol: float,
) -> Floats:
    """Return roots of many functions with f(a) <= 0 <= f(b), by safeguarded secant steps in lockstep.

    Illinois steps, with a bisection whenever two steps have not halved the bracket.

    Parameters
    ----------
    f : callable
        Function of (values, indices of the problems).
    rtol : float
        Stop when the bracket or the last step is smaller than this share of the root.
    """
    a, fa, b, fb = a.copy(), fa.copy(), b.copy(), fb.copy()
    root = 0.5 * (a + b)
    side = np.zeros(a.size, dtype=int)
    open_, width = np.arange(a.size), np.abs(b - a)
    for turn in range(200):
        x, y, fx, fy = a[open_], b[open_], fa[open_], fb[open_]
        c = np.where(fy > fx, y - fy * (y - x) / np.where(fy > fx, fy - fx, 1.0), 0.5 * (x + y))
        slow = (turn % 3 == 2) & (np.abs(y - x) > 0.5 * width[open_])
        c = np.clip(np.where(slow, 0.5 * (x + y), c), np.minimum(x, y), np.maximum(x, y))
        if turn % 3 == 2:
            width[open_] = np.abs(y - x)
        fc = f(c, open_)
        moved = np.abs(c - root[open_])
        root[open_] = c
        left = fc < 0
        halve_b = left & (side[open_] < 0)
        halve_a = ~left & (side[open_] > 0)
        a[open_], fa[open_] = np.where(left, c, x), np.where(left, fc, np.where(halve_a, 0.5 * fx, fx))
        b[open_], fb[open_] = np.where(left, y, c), np.where(left, np.where(halve_b, 0.5 * fy, fy), fc)
        side[open_] = np.where(left, -1, 1)
        done = (np.minimum(moved, np.abs(b - a)[open_]) < rtol * np.abs(c)) | (fc == 0)
        open_ = open_[~done]
        if not open_.size:
            return root
    raise ConvergenceError("sphere modes: bracketed root search did not close in 200 steps.")


def polished(shells: Shells, k: Complexes, labels: Labels, lossless: bool) -> Resonances:
    """Return complex resonances by Newton steps from close starting values.

    Radiation is first left out of the equation and added to first order; where that shows a
    quality factor below `_FAINT_Q` the full equation is solved. Between the surface and an inner
    guiding layer the tiny imaginary part would drown in rounding, hence the two limits.

    Parameters
    ----------
    k : array (problem,), complex
        Starting wavenumbers in 1/m.
    lossless : bool
        True to drop the imaginary part of every index (radiation alone).
    """
    k = np.asarray(k, dtype=np.complex128)
    buried = labels.match < shells.radii.size - 1
    limit = -np.log(np.where(buried, _FAINT_Q[0], _FAINT_Q[1]))
    likely = np.abs(k.imag) < 1e-6 * k.real
    weak = _newton(shells, np.where(likely & lossless, k.real, k), labels, lossless, likely)
    strong = np.flatnonzero(likely & ~((weak.log_loss < limit) & weak.converged))
    if not strong.size:
        return weak
    few = labels.take(strong)
    full = _newton(shells, k[strong], few, lossless, np.zeros(strong.size, dtype=bool))
    return merged(weak, strong, full)


_FAINT_Q = (3e9, 1e20)
_DEEPEST = 0.2  # |Im k / Re k| beyond which no resonance is looked for (Q = 2.5)


def _newton(
    shells: Shells, start: Complexes, labels: Labels, lossless: bool, faint: NDArray[np.bool_]
) -> Resonances:
    """Return the result of Newton steps with radiation left out (``faint``) or kept."""
    k = start.astype(np.complex128)
    radii, R = shells.radii / shells.outer, shells.outer

    def evaluate(which: NDArray[np.int64]) -> tuple:
        index = shells.index(k[which].real)
        index = (index.real + 0j if lossless else index).astype(np.complex128)
        group = shells.group(k[which].real, index)
        # n at complex k to first order in Im k, which is what the group index in the norm stands for
        there = index + 1j * (k[which].imag / k[which].real)[:, np.newaxis] * (group - index)
        few = labels.take(which)
        order = shells.order(few.polar)
        found = resolve(
            k[which] * R, order, shells.curve, few.magnetic, radii, there, group, few.match, faint[which]
        )
        return (*found, index, group)

    open_, converged = np.arange(k.size), np.zeros(k.size, dtype=bool)
    for _ in range(40):
        if not open_.size:
            break
        step, *_, index, _ = evaluate(open_)
        step, noise = step / R, 3e-14 * np.abs(index.imag / index.real).max(axis=1)
        step = np.where(np.isfinite(step), step, 0.01 * k[open_].real)
        limit = 0.02 * np.abs(k[open_])
        step *= np.minimum(1.0, limit / np.maximum(np.abs(step), 1e-300))
        k[open_] += step
        real = np.abs(k[open_].real)
        k[open_] = real + 1j * np.clip(k[open_].imag, -_DEEPEST * real, 0.25 * _DEEPEST * real)
        small = np.abs(step) < 1e-10 * np.abs(k[open_])
        floor = (1e-17 + noise) * k[open_].real
        small &= np.abs(step.imag) <= np.maximum(1e-7 * np.abs(k[open_].imag), floor)
        converged[open_[small]] = True
        open_ = open_[~small]
    _, residual, log_loss, sums, index, group = evaluate(np.arange(k.size))
    return Resonances(k, residual, log_loss, sums, index, group, converged & (residual < 1e-7))


def merged(modes: Resonances, where: NDArray, fresh: Resonances) -> Resonances:
    """Return the resonances with some of them replaced."""
    parts = {name: getattr(modes, name).copy() for name in Resonances.__slots__}
    for name, values in parts.items():
        values[where] = getattr(fresh, name)
    return Resonances(**parts)


@dataclass(frozen=True, slots=True)
class Shifted(Material):
    """A material whose index is raised by a constant complex amount."""

    base: Material
    shift: complex

    @property
    def name(self) -> str:
        """Name of the material underneath."""
        return self.base.name

    def index(self, wavelength: ArrayLike) -> Complexes:
        """Return the shifted index."""
        return self.base.index(wavelength) + self.shift

    def group_index(self, wavelength: ArrayLike) -> Floats:
        """Return the group index, shifted alike."""
        return self.base.group_index(wavelength) + self.shift.real


def followed(shells: Shells, k: complex, magnetic: bool, polar: int, layer: int, index: complex) -> complex:
    """Return where a resonance goes when the index of one layer goes to another value.

    Steps of at most 0.5 % of the index, each a converged Newton iteration from the one before.
    """
    base = shells.materials[layer]
    change = index - complex(base.index(2 * pi / k.real))
    one = np.ones(1, dtype=np.int64)
    labels = Labels(one * polar, np.array([magnetic]), one, one * guiding_boundaries(shells, k.real)[0])
    steps, hidden = max(1, int(np.ceil(abs(change) / (0.005 * abs(index))))), 0.0
    for part in np.arange(1, steps + 1) / steps:
        materials = list(shells.materials)
        materials[layer] = Shifted(base, complex(part * change))
        modes = polished(replace(shells, materials=tuple(materials)), np.array([k]), labels, lossless=False)
        if not modes.converged[0]:
            name = labels.name(0, shells.cylinder).rsplit(" q=", 1)[0]
            raise ConvergenceError(
                f"modes: {name} near {2e9 * pi / k.real:.4f} nm was lost as the index of layer {layer} "
                f"went to {index:.6g} (residual {modes.residual[0]:.0e})."
            )
        k, hidden = complex(modes.k[0]), float(faint_rate(modes)[0])
    return k - 0.5j * k.real * hidden


def faint_rate(modes: Resonances) -> Floats:
    """Return 1/Q of radiation that was left out of the equation because it lies below rounding."""
    return np.exp(np.maximum(modes.log_loss, -745.0)) * np.isfinite(modes.log_loss)
