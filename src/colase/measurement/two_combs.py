"""Two interleaved combs of one spacing, as two coupled or nearly equal cavities show them.

Every line is given to comb A or B and to a whole number; with k = 1/lambda and s = 0 or 1

    m = c_0 + c_1 k + c_2 k^2 - s d,        phi = 2 |lambda_A - lambda_B|/FSR = 2 min(d, 1 - d)

(lafalce2019 eq. 1; 0 for one comb, 1 for combs that sit halfway). Spacing and d are searched, then numbers,
path and d are fitted together. Two combs have twice as many places for a line as one: the likelihood of a
line is that of a Gaussian about its place over the number of places, so that neither a second comb nor
half the spacing comes free, and ln K of two against one is by the Bayesian information criterion. Two
combs exactly halfway are one comb of half the spacing, and are given as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from .lines import LineFit, fit_lines
from .shown import with_interval

Array = NDArray[np.float64]

FEWEST = 7
STRONG = 5.0
_OFFSETS = np.linspace(0.08, 0.92, 43)
_Z95 = 1.96


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TwoCombs:
    """Two combs or one; ``data`` holds the lines over ``line`` and phi over ``pair``."""

    data: xr.Dataset

    @property
    def split(self) -> bool:
        """Whether the data ask for two combs."""
        return float(self.data.log_evidence) > STRONG

    @property
    def phi(self) -> float:
        """Splitting over half the free spectral range; 0 for one comb."""
        return float(self.data.phi)

    def describe(self) -> str:
        """Return spacing, splitting, phi and the evidence."""
        d = self.data
        evidence = f"ln K = {float(d.log_evidence):.1f} for two"
        path, error = float(d.group_path), _Z95 * float(d.group_path_error)
        about = f"group path n_g P {with_interval(path, path - error, path + error, 'um', 1e6)}"
        if not self.split:
            return f"One comb of {d.sizes['line']} lines ({evidence}), {about}; phi is 0."
        gap, dgap = float(d.splitting) * 1e9, _Z95 * float(d.splitting_error) * 1e9
        value, spread = self.phi, _Z95 * float(d.phi_error)
        counts = [int(np.sum(d.comb.values == c)) for c in (0, 1)]
        return (
            f"Two combs of {counts[0]} and {counts[1]} lines ({evidence}), {about}.\n"
            f"Splitting {gap:.3f} +/- {dgap:.3f} nm, free spectral range {float(d.fsr) * 1e9:.3f} nm.\n"
            f"phi {with_interval(value, value - spread, value + spread)} (lafalce2019 eq. 1), over "
            f"{d.sizes['pair']} pairs."
        )

    def plot(self, ax: Any = None) -> Any:
        """Draw mode number against 1/lambda."""
        return draw("measurement.lines.comb", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """Numbers and combs of all lines with their fit, and ln of its likelihood."""

    number: Array
    comb: Array
    solution: Array
    covariance: Array
    score: float


def fit_two_combs(data: xr.Dataset | xr.DataArray | LineFit, which: int = 0, **options: Any) -> TwoCombs:
    """Find one or two combs in a spectrum or in fitted lines; options are those of `fit_lines`."""
    lines = data if isinstance(data, LineFit) else fit_lines(data, which, **options)
    return two_combs_of(lines.data.centre.values, lines.data.centre_error.values)


def two_combs_of(centres: ArrayLike, errors: ArrayLike | None = None) -> TwoCombs:
    """Find one or two combs of equal spacing among wavelengths of lines.

    Parameters
    ----------
    centres, errors : array, shape (line,)
        Wavelengths and their standard errors in m.

    Raises
    ------
    InputError
        For fewer than 7 lines, or wavelengths that are not different and above zero.
    """
    lam = np.asarray(centres, dtype=float)
    order = np.argsort(lam)
    lam = lam[order]
    if (
        lam.ndim != 1
        or lam.size < FEWEST
        or not np.all(np.isfinite(lam))
        or lam[0] <= 0
        or np.any(np.diff(lam) <= 0)
    ):
        raise InputError(
            f"{lam.size} lines: two combs need at least {FEWEST} different wavelengths above zero."
        )
    sigma = np.zeros_like(lam) if errors is None else np.asarray(errors, dtype=float)[order]
    k = 1 / lam[::-1]
    sigma = np.maximum(sigma[::-1] * k**2, 1e-9 * k)
    bases = _bases(k)
    one = max((_settled(k, sigma, b, None) for b in bases), key=lambda t: t.score)
    two = max((_settled(k, sigma, b, d) for b in bases for d in _OFFSETS), key=lambda t: t.score)
    return _result(k, one, two)


def _bases(k: Array) -> Array:
    """Return possible spacings: distances of a line from the next three, without near repeats."""
    found = np.sort(np.concatenate([k[j:] - k[:-j] for j in (1, 2, 3)]))
    keep = np.concatenate([[True], np.diff(found) > 0.01 * found[1:]])
    return found[keep & (found > 0.5 * np.median(np.diff(k)))]


def _settled(k: Array, sigma: Array, base: float, offset: float | None) -> _Trial:
    """Return the fit of numbers given step by step, or of those that this fit gives if better."""
    levels = np.array([0.0]) if offset is None else np.array([0.0, offset])
    number, comb = np.zeros(k.size), np.zeros(k.size)
    for i in range(1, k.size):
        place = number[i - 1] + levels[int(comb[i - 1])] + (k[i] - k[i - 1]) / base
        number[i], comb[i] = _nearest(place, levels)
    trial = _fitted(k, sigma, number, comb)
    if trial.solution.size > 3 and np.isfinite(trial.score):
        levels = np.array([0.0, float(-trial.solution[-1]) % 1.0])
        places = _design(k, np.zeros_like(k))[:, :3] @ trial.solution[:3]
        pairs = np.array([_nearest(p, levels) for p in places])
        again = _fitted(k, sigma, pairs[:, 0], pairs[:, 1])
        trial = max(trial, again, key=lambda t: t.score)
    return trial


def _nearest(place: float, levels: Array) -> tuple[float, float]:
    numbers = np.round(place - levels)
    best = int(np.argmin(np.abs(place - levels - numbers)))
    return float(numbers[best]), float(best)


def _design(k: Array, comb: Array) -> Array:
    u = (k - k.mean()) / np.ptp(k)
    rows = [np.ones_like(u), u, u**2]
    return np.stack([*rows, comb] if np.any(comb) else rows, axis=1)


def _fitted(k: Array, sigma: Array, number: Array, comb: Array) -> _Trial:
    """Fit number = c_0 + c_1 u + c_2 u^2 + s (-d); the score is ln of the likelihood of the places."""
    design = _design(k, comb)
    used = design.shape[1]
    bad = _Trial(number, comb, np.zeros(used), np.eye(used), -np.inf)
    if np.unique(number + 0.5 * comb).size < k.size or (used > 3 and min(comb.sum(), (1 - comb).sum()) < 2):
        return bad
    solution, _, rank, _ = np.linalg.lstsq(design, number, rcond=None)
    if rank < used or solution[1] <= 0 or abs(solution[2]) > 0.3 * solution[1]:
        return bad
    left = number - design @ solution
    known = float(np.sqrt(np.mean(sigma**2))) * float(solution[1]) / float(np.ptp(k))
    scatter = max(float(np.sqrt(np.sum(left**2) / (k.size - used))), known)
    places = (np.ptp(number) + 1) * (2 if used > 3 else 1)
    width = scatter / float(solution[1])
    score = -k.size * float(np.log(width * places)) - 0.5 * float(np.sum(left**2)) / scatter**2
    covariance = np.linalg.inv(design.T @ design) * scatter**2
    score -= 0.5 * used * float(np.log(k.size))
    return _Trial(number, comb, np.asarray(solution, float), np.asarray(covariance, float), score)


def _result(k: Array, one: _Trial, two: _Trial) -> TwoCombs:
    if not np.isfinite(max(one.score, two.score)):
        raise InputError("these lines follow neither one comb nor two: their spacings share no common step.")
    evidence = float(np.clip(two.score - one.score, -1e3, 1e3))
    best = two if evidence > STRONG else one
    lam, span = 1 / k, float(np.ptp(k))
    path, path_error = float(best.solution[1]) / span, float(np.sqrt(best.covariance[1, 1])) / span
    centre = 1 / float(k.mean())
    fsr, shift, spread = centre**2 / path, 0.0, 0.0
    pairs = np.zeros(0)
    if best.solution.size > 3:
        whole = float(-best.solution[3]) % 1.0
        shift, spread = min(whole, 1 - whole), float(np.sqrt(best.covariance[3, 3]))
        first, second = lam[best.comb == 0], lam[best.comb == 1]
        gaps = np.array([second[np.argmin(np.abs(second - x))] - x for x in first])
        pairs = 2 * np.abs(gaps) * path / first**2
        pairs = pairs[pairs < 1.3]  # a line whose partner is missing has none
    rows = {
        "wavelength_of_line": variable("line", lam, "m", "wavelength of the line"),
        "mode_number": variable("line", -best.number, "1", "mode number, from an unknown origin"),
        "comb": variable("line", best.comb.astype(int), "1", "comb of the line, 0 or 1"),
        "residual": variable(
            "line",
            (best.number - _design(k, best.comb) @ best.solution) * lam**2 / path,
            "m",
            "distance from the comb",
        ),
        "phi_of_pair": variable("pair", pairs, "1", "2 |lambda_A - lambda_B|/FSR of neighbours"),
        "group_path": variable((), path, "m", "group index times perimeter"),
        "group_path_error": variable((), path_error, "m", "standard error of the group path"),
        "fsr": variable((), fsr, "m", "free spectral range at the centre"),
        "centre": variable((), centre, "m", "wavelength that the numbers hold for"),
        "splitting": variable((), shift * fsr, "m", "distance of the two combs at the centre"),
        "splitting_error": variable((), spread * fsr, "m", "its standard error"),
        "phi": variable((), 2 * shift, "1", "splitting over half the free spectral range"),
        "phi_error": variable((), 2 * spread, "1", "its standard error"),
        "log_evidence": variable((), evidence, "1", "ln of the Bayes factor of two combs against one"),
    }
    return TwoCombs(dataset(rows))
