"""A round cavity of uncertain size and index, as microscopy and ellipsometry know it.

The parameters of a fit are radius, index at the centre of the peaks, its slope dn/dlambda, and shell (coat
of a sphere, width of a ring) and thickness (of a disk or ring made from a film). The guiding index is

    n(lambda) = index + slope (lambda - lambda_0) + [n_e(lambda) - n_e(lambda_0)],

n_e a measured dispersion where there is one. Disks and rings are two-dimensional: their index is that of
the mode of the slab. With a film thickness it follows from the film's index, for TE and TM apart; that the
rim of the disk is not a slab is then the error of the model (give it as ``model_error``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from colase.cavity import SlabWaveguide
from colase.errors import ConvergenceError, InputError
from colase.materials import ConstantIndex, Material

from .chebyshev import Table, nodes

Array = NDArray[np.float64]

KINDS = ("sphere", "coated-sphere", "disk", "ring")
PARAMETERS = ("radius", "index", "slope", "shell", "thickness")
"""Names of everything that may be fitted, in this order."""
UNITS = {"radius": "m", "index": "1", "slope": "1/m", "shell": "m", "thickness": "m"}
_REACH = 3.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beforehand: a value with its standard error, or (``flat``) all within ``error`` of it.

    An error of zero fixes the value.
    """

    value: float
    error: float = 0.0
    flat: bool = False

    def __post_init__(self) -> None:
        if not (np.isfinite(self.value) and np.isfinite(self.error) and self.error >= 0):
            raise InputError(
                f"{self.value:g} +/- {self.error:g}: finite numbers are wanted, the error not below 0."
            )

    @property
    def range(self) -> tuple[float, float]:
        """Values that are looked at: three standard errors, or the flat range."""
        reach = self.error * (1.0 if self.flat else _REACH)
        return self.value - reach, self.value + reach


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCavity:
    """A sphere, coated sphere, disk or ring whose parameters are known within errors.

    Attributes
    ----------
    kind : {"sphere", "coated-sphere", "disk", "ring"}
    radius : Known
        Outer radius in m; of a coated sphere that of its core.
    index : Known
        Index of the guiding material (coat, film or sphere) at the centre of the peaks; of a disk or
        ring without ``thickness`` the index of the mode of its slab.
    slope : Known
        dn/dlambda in 1/m beyond ``dispersion``.
    shell : Known, optional
        Thickness of the coat, or width of the ring, in m.
    thickness : Known, optional
        Of the film that a disk or ring is made of, in m.
    core, outside, substrate : Material
        Of a coated sphere's core; around everything; below the film.
    dispersion : Material, optional
        Whose change with wavelength the guiding index follows.
    """

    kind: str = "sphere"
    radius: Known
    index: Known
    slope: Known = Known(0.0)
    shell: Known | None = None
    thickness: Known | None = None
    core: Material = ConstantIndex(1.457)
    outside: Material = ConstantIndex(1.0)
    substrate: Material = ConstantIndex(1.457)
    dispersion: Material | None = None

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(*problems)

    def _problems(self):
        if self.kind not in KINDS:
            yield f'kind "{self.kind}" is not known; it is one of {", ".join(KINDS)}.'
            return
        word = {"coated-sphere": "thickness of the coat", "ring": "width of the ring"}.get(self.kind)
        if word and self.shell is None:
            yield f"a {self.kind} needs its shell: the {word}."
        if not word and self.shell is not None:
            yield f"a {self.kind} has no shell; leave it out."
        if self.thickness is not None and not self.flat:
            yield f"a {self.kind} has no film thickness; leave it out."
        for name in ("radius", "shell", "thickness"):
            known = getattr(self, name)
            if known is not None and not (known.range[0] > 0 and known.range[1] < 1e-2):
                yield f"{name} = {known.value:g} +/- {known.error:g} m reaches beyond 0 to 1 cm."
        if self.kind == "ring" and self.shell and self.shell.range[1] >= self.radius.range[0]:
            yield "the ring may be wider than its radius; narrow the two ranges."
        if self.index.range[0] <= float(np.max(self.outside.index(600e-9).real)) or self.index.range[1] > 6:
            said = f"{self.index.value:g} +/- {self.index.error:g}"
            yield f"index {said} reaches below the surroundings or above 6."

    @property
    def flat(self) -> bool:
        """Whether it is two-dimensional."""
        return self.kind in ("disk", "ring")

    @property
    def known(self) -> dict[str, Known]:
        """What is known of every parameter that this kind has."""
        return {n: k for n in PARAMETERS if (k := getattr(self, n)) is not None}

    @property
    def free(self) -> tuple[str, ...]:
        """Names of the parameters that are fitted."""
        return tuple(n for n, k in self.known.items() if k.error > 0)

    def complete(self, theta: Array) -> dict[str, Array]:
        """Return all parameters of fits, from the free ones, shape (fit, free)."""
        free = self.free
        return {
            n: theta[:, free.index(n)] if n in free else np.full(theta.shape[0], k.value)
            for n, k in self.known.items()
        }

    def layers(self, values: dict[str, float]) -> tuple[Array, tuple[float, ...]]:
        """Return the radii in m from the inside, for one set of parameters, and which layer guides."""
        if self.kind == "coated-sphere":
            return np.array([values["radius"], values["radius"] + values["shell"]]), (0.0, 1.0)
        if self.kind == "ring":
            return np.array([values["radius"] - values["shell"], values["radius"]]), (0.0, 1.0)
        return np.array([values["radius"]]), (1.0,)

    def film_index(self, values: dict[str, Array], wavelength: Array, centre: float) -> Array:
        """Return the index of the guiding material, shape (fit, peak)."""
        n = values["index"][:, None] + values["slope"][:, None] * (wavelength - centre)
        if self.dispersion is not None:
            n = n + (self.dispersion.index(wavelength) - self.dispersion.index(centre)).real
        return n


@dataclass(frozen=True, slots=True)
class SlabIndex:
    """Effective index of the lowest TE and TM mode of a film, against index, thickness and wavelength."""

    tables: dict[str, Table]

    @classmethod
    def of(cls, cavity: RoundCavity, index: tuple[float, float], window: tuple[float, float]) -> SlabIndex:
        """Solve the slab at nodes over the ranges and interpolate."""
        assert cavity.thickness is not None
        low = np.array([index[0], cavity.thickness.range[0], window[0]])
        high = np.array([index[1], cavity.thickness.range[1], window[1]])
        axes = [
            nodes(a, b, c)
            for a, b, c in zip(low, high, (6, 6 if cavity.thickness.error else 1, 5), strict=True)
        ]
        tables = {}
        for polarization in ("TE", "TM"):
            values = [_slab(cavity, n, t, lam, polarization) for n, t, lam in product(*axes)]
            tables[polarization] = Table.through(np.reshape(values, [a.size for a in axes]), low, high)
        return cls(tables)

    def __call__(self, polarization: str, n: Array, thickness: Array, wavelength: Array) -> Array:
        """Return the effective index, shape of ``n`` (fit, peak)."""
        at = np.stack(np.broadcast_arrays(n, thickness[:, None], wavelength), axis=-1)
        return self.tables[polarization](at)


def _slab(cavity: RoundCavity, n: float, thickness: float, wavelength: float, polarization: str) -> float:
    substrate = complex(cavity.substrate.index(wavelength))
    cover = complex(cavity.outside.index(wavelength))
    modes = SlabWaveguide((thickness,), (n,), substrate=substrate, cover=cover).modes(
        wavelength, (polarization,)
    )
    if not modes.sizes["mode"]:
        raise ConvergenceError(
            f"a film of index {n:.3f} and {thickness * 1e9:.0f} nm guides no {polarization} mode at "
            f"{wavelength * 1e9:.0f} nm; narrow the ranges of index and thickness."
        )
    return float(np.max(modes.n_eff.values.real))
