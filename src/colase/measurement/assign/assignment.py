"""All acceptable namings of measured peaks, with their weights (`assign_modes`).

The weight of a naming is its share of the posterior probability, by Laplace's approximation,

    ln w = -chi^2/2 + ln(det C)/2 + sum_j ln p(q_j),     p(q) ~ 2^-q,

C the covariance of the parameters: a naming that many cavities explain counts more than one that a single
cavity does. Low radial orders, which fill the outer part of a cavity and shine more, count more a priori.
Acceptable is what chi-square does not exclude at 0.1 %. Radius and index are strongly anticorrelated: a few
peaks of one polarization are explained by many namings, each with its own radius and index, and the best
one is as a rule not the right one. That is why all are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.measurement.shown import fixed, places_for, table
from colase.results import dataset, draw, variable

from .ladder import Family, ladders
from .search import Fits, search
from .shape import UNITS, RoundCavity

Array = NDArray[np.float64]

_EXCLUDED = 1e-3
_SMALLEST = 1e-4
_SHOWN = {"m": (1e9, "nm"), "1": (1.0, ""), "1/m": (1e-6, "1/um")}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Assignments:
    """Acceptable namings over ``assignment``, the most probable first, of peaks over ``peak``."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def unique(self) -> bool:
        """Whether one naming holds 95 % of the weight and is not excluded."""
        return bool(self.data.acceptable.any()) and float(self.data.weight[0]) > 0.95

    def probability(self, peak: int, label: str) -> float:
        """Return the probability of one name, such as "TE 164 q=1", of one peak."""
        return float(self.data.weight.values[self.data.label.values[:, peak] == label].sum())

    def describe(self, most: int = 12) -> str:
        """Return one row an assignment, and what it means for the cavity."""
        d = self.data
        names = [str(n) for n in d.parameter.values]
        heads = ("weight", "peaks are", "chi2/dof", *(_head(n, _unit(d, n)) for n in names))
        rows = []
        for i in range(min(most, d.sizes["assignment"])):
            one = d.isel(assignment=i)
            numbers = [
                _number(float(one.value[p]), float(one.error[p]), _unit(d, n)) for p, n in enumerate(names)
            ]
            ratio = f"{float(one.chi2):.1f}/{int(d.dof)}"
            rows.append((f"{float(one.weight):.3f}", _runs(one), ratio, *numbers))
        more = d.sizes["assignment"] - most
        lines = [table(heads, rows)]
        if more > 0:
            lines.append(f"... and {more} further assignments of smaller weight.")
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the peaks' distances from the modes of the leading assignments."""
        return draw("measurement.assigned.assignments", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def _unit(d: xr.Dataset, name: str) -> str:
    return UNITS[name]


def _head(name: str, unit: str) -> str:
    shown = "um" if name == "radius" else _SHOWN[unit][1]
    return f"{name} ({shown})" if shown else name


def _number(value: float, error: float, unit: str) -> str:
    factor = 1e6 if unit == "m" and value > 2e-6 else _SHOWN[unit][0]
    if unit == "m" and factor == 1e9 and value > 2e-6:
        factor = 1e6
    places = places_for(error * factor, value * factor)
    return f"{fixed(value * factor, places)} +/- {fixed(error * factor, places)}"


def _runs(one: xr.Dataset) -> str:
    """Return "TE 163-166, TM 163-166" for one assignment; q only where it is not 1."""
    found: dict[tuple[str, int], list[int]] = {}
    for pol, radial, order in zip(one.polarization.values, one.radial.values, one.order.values, strict=True):
        found.setdefault((str(pol), int(radial)), []).append(int(order))
    texts = []
    for (pol, radial), orders in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        numbers = sorted(orders)
        spans, first = [], numbers[0]
        for a, b in zip(numbers, [*numbers[1:], None], strict=True):
            if b != a + 1:
                spans.append(f"{first}-{a}" if a > first else f"{a}")
                first = b if b is not None else first
        texts.append(f"{pol} {','.join(spans)}" + (f" q={radial}" if radial > 1 else ""))
    return "; ".join(texts)


def assign_modes(
    peaks: ArrayLike,
    cavity: RoundCavity,
    errors: ArrayLike | float = 0.05e-9,
    *,
    polarization: ArrayLike | None = None,
    radial_max: int = 1,
    model_error: float = 0.0,
) -> Assignments:
    """Name measured peaks: polarization, radial order, polar (sphere) or azimuthal (disk, ring) order.

    Parameters
    ----------
    peaks : array, shape (peak,)
        Vacuum wavelengths in m.
    cavity : RoundCavity
        What microscopy and ellipsometry know.
    errors : float or array, shape (peak,)
        Standard errors of the wavelengths in m.
    polarization : array of str, shape (peak,), optional
        "TE", "TM" or "" (not known) of every peak.
    radial_max : int
        Highest radial order that is considered.
    model_error : float
        Further standard error in m of every mode: roundness, thickness of a disk.

    Returns
    -------
    Assignments
        Every naming that is not excluded, with weight, parameters and covariance. If all are
        excluded, the least bad ones, not acceptable and said to be so.

    Raises
    ------
    InputError
        For fewer than two peaks, or ranges too wide to be searched.
    ConvergenceError
        If the exact solver cannot be followed over the ranges.
    """
    lam, sigma, known = _clean(peaks, errors, polarization, model_error)
    if not 1 <= radial_max <= 8:
        raise InputError(f"radial_max = {radial_max}: between 1 and 8 radial orders can be told apart.")
    if not cavity.free:
        raise InputError("nothing is open: give radius or index with its error, for example 10 +/- 0.3 um.")
    k = 2 * np.pi / lam
    centre = float(lam.mean())
    families = tuple(Family(p, q) for q in range(1, radial_max + 1) for p in ("TE", "TM"))
    families = tuple(f for f in families if np.any(known == "") or np.any(known == f.polarization))
    allowed = np.array([[p in ("", f.polarization) for f in families] for p in known])
    model = ladders(cavity, k, centre, families)
    fits, thinned = search(model, allowed, sigma * k / lam)
    return _result(cavity, lam, sigma, centre, families, fits, thinned)


def _clean(
    peaks: ArrayLike, errors: ArrayLike | float, polarization: ArrayLike | None, model_error: float
) -> tuple[Array, Array, NDArray[np.str_]]:
    lam = np.atleast_1d(np.asarray(peaks, dtype=float))
    if lam.ndim != 1 or lam.size < 2 or not np.all(np.isfinite(lam)) or np.any((lam < 1e-8) | (lam > 1e-4)):
        raise InputError(
            "at least two peaks are wanted, as vacuum wavelengths in m, for example [655e-9, 658e-9]."
        )
    if lam.size > 60:
        raise InputError(f"{lam.size} peaks: at most 60 are named at once.")
    sigma = np.broadcast_to(np.asarray(errors, dtype=float), lam.shape)
    if not (np.all(np.isfinite(sigma)) and np.all(sigma > 0) and 0 <= model_error < 1e-6):
        raise InputError("every peak needs a standard error above zero, in m, for example 0.05e-9.")
    known = np.broadcast_to(np.asarray("" if polarization is None else polarization, dtype=str), lam.shape)
    if not np.all(np.isin(known, ["", "TE", "TM"])):
        raise InputError('the polarization of a peak is "TE", "TM" or "" (not known).')
    order = np.argsort(lam)
    if np.any(np.diff(lam[order]) <= 0):
        raise InputError("two peaks have the same wavelength.")
    return lam[order], np.hypot(sigma, model_error)[order], known[order]


def _result(
    cavity: RoundCavity,
    lam: Array,
    sigma: Array,
    centre: float,
    families: tuple[Family, ...],
    fits: Fits,
    thinned: float,
) -> Assignments:
    from scipy.stats import chi2 as distribution

    normal = sum(not cavity.known[n].flat for n in cavity.free)
    dof = max(lam.size + normal - len(cavity.free), 1)
    limit = float(distribution.ppf(1 - _EXCLUDED, dof))
    acceptable = fits.chi2 <= limit
    radial = np.array([f.radial for f in families])[fits.family]
    with np.errstate(divide="ignore"):
        volume = (
            0.5 * np.linalg.slogdet(fits.covariance)[1] if fits.theta.shape[1] else np.zeros(len(fits.chi2))
        )
    log = -0.5 * fits.chi2 + volume - np.log(2) * radial.sum(axis=1)
    weight = np.exp(log - log.max())
    weight = np.where(acceptable, weight, 0.0) if acceptable.any() else weight
    keep = np.flatnonzero((weight > _SMALLEST * weight.max()) & (acceptable | ~acceptable.any()))
    keep = keep[np.argsort(-weight[keep])][: 100 if acceptable.any() else 5]
    weight = weight[keep] / weight[keep].sum()
    fits, radial = fits.take(keep), radial[keep]
    data = _dataset(cavity, lam, sigma, centre, families, fits, radial, weight, acceptable[keep], dof)
    return Assignments(data, _warnings(cavity, data, limit, thinned))


def _dataset(
    cavity: RoundCavity,
    lam: Array,
    sigma: Array,
    centre: float,
    families: tuple[Family, ...],
    fits: Fits,
    radial: NDArray[np.int64],
    weight: Array,
    acceptable: NDArray[np.bool_],
    dof: int,
) -> xr.Dataset:
    polarization = np.array([f.polarization for f in families])[fits.family]
    names = [
        f"{p} {l} q={q}" for p, l, q in zip(polarization.flat, fits.order.flat, radial.flat, strict=True)
    ]
    both, one = ("assignment", "peak"), "assignment"
    order = "azimuthal number m" if cavity.flat else "polar number l"
    error = np.sqrt(np.diagonal(fits.covariance, axis1=1, axis2=2))
    rows = {
        "weight": variable(one, weight, "1", "share of the probability"),
        "acceptable": variable(one, acceptable, "1", "whether chi-square does not exclude it at 0.1 %"),
        "chi2": variable(one, fits.chi2, "1", "chi-square with the terms of what was known"),
        "polarization": variable(both, polarization, "1", "polarization"),
        "radial": variable(both, radial, "1", "radial number q"),
        "order": variable(both, fits.order, "1", order),
        "label": variable(both, np.reshape(names, fits.order.shape), "1", "name of the mode"),
        # a peak above its mode in wavenumber lies below it in wavelength
        "distance": variable(both, -fits.residual * sigma, "m", "peak minus mode"),
        "value": variable((one, "parameter"), fits.theta, "1", "fitted parameter, in its own SI unit"),
        "error": variable((one, "parameter"), error, "1", "standard error of the parameter"),
        "covariance": variable(
            (one, "parameter", "parameter_too"), fits.covariance, "1", "covariance of the parameters"
        ),
        "sigma": variable("peak", sigma, "m", "standard error of the peak"),
        "dof": variable((), dof, "1", "degrees of freedom"),
    }
    coords = {
        "wavelength": variable("peak", lam, "m", "vacuum wavelength of the peak"),
        "parameter": variable("parameter", np.array(cavity.free, dtype=str), "1", "name of the parameter"),
    }
    return dataset(rows, coords, kind=cavity.kind, centre=centre)


def _warnings(cavity: RoundCavity, data: xr.Dataset, limit: float, thinned: float) -> tuple[str, ...]:
    notes = []
    if not bool(data.acceptable.any()):
        return (
            f"no assignment is acceptable: the best has chi-square {data.chi2.min():.1f} and up to "
            f"{limit:.1f} would be. Errors of the peaks, ranges, radial orders or the shape are not right; "
            "no weight means anything.",
        )
    count = data.sizes["assignment"]
    if count > 1 and float(data.weight[0]) < 0.95:
        notes.append(
            f"{count} assignments explain the peaks; the best holds {float(data.weight[0]):.0%}. "
            "A wider window, the polarization of the peaks, or radius and index known better tell them apart."
        )
    if data.sizes["peak"] <= len(cavity.free):
        notes.append("there are no more peaks than free parameters: the data exclude hardly anything.")
    if thinned > 1:
        notes.append(
            f"the ranges are wide: the scan stood {thinned:g} times wider than wanted and may have missed an "
            "assignment; narrow them."
        )
    if cavity.flat and cavity.thickness is None:
        notes.append("disks and rings are two-dimensional here, with one index for TE and TM.")
    return tuple(notes)
