"""Variable stripe length: edge emission against stripe length to net modal gain (shaklee1971).

The whole curve is fitted at once: gain, saturation, background, the true zero of the stripe and the
blur of its edge,

    y(L) = B + A < I(L - L_0 + u) >_u,   dI/dz = 1 + g I/(1 + I/s),   u Gaussian of the edge's width

(`stripe_model`). The exponential formula y = A (e^{gL} - 1)/g is for short stripes only: past saturation it
gives a gain that is too small, with a formal error that shrinks as the bias grows (dalnegro2004, cerdan2017).
So the small-signal gain is given for every cut-off with the largest cut-off at which it is
admissible: gL below 5 and agreeing with the joint fit. Whether the data show saturation is judged by the
Bayesian information criterion, and the gain is averaged over both models with their weights. Weights are
those of `noise.Noise`; A and B enter linearly and are projected out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError
from colase.results import dataset, draw, variable

from .noise import Noise, total_variance
from .shown import fixed, with_interval
from .stripe_model import stripe_output

Array = NDArray[np.float64]

FEWEST = 8
SMALL_SIGNAL, SUSPICIOUS = 5.0, 10.0
_EDGE_NODES = 5
_FIRST_NOISE = 0.1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StripeFit:
    """Gain of a stripe; ``data`` holds the curve over ``stripe_length`` and the gain of every cut-off."""

    data: xr.Dataset
    warnings: tuple[str, ...]

    @property
    def gain(self) -> float:
        """Net modal gain of the joint fit in 1/m."""
        return float(self.data.gain)

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of the gain in 1/m."""
        return float(self.data.gain_low), float(self.data.gain_high)

    @property
    def saturates(self) -> bool:
        """Whether the data show saturation."""
        return bool(self.data.saturates)

    def describe(self) -> str:
        """Return the gain, what else was fitted, the small-signal value and every warning."""
        d = self.data
        gain = with_interval(self.gain, *self.interval, "1/cm", 1e-2)
        longest = float(d.stripe_length.max())
        lines = [f"Net modal gain {gain}, gL = {self.gain * longest:.1f} at the longest stripe."]
        evidence = float(d.log_evidence_saturation)
        if self.saturates:
            at = float(d.saturation_length)
            lines.append(
                f"The output saturates (ln K = {evidence:.1f}): the local gain is halved at "
                f"{at * 1e6:.0f} um, "
                f"gL = {self.gain * at:.1f}."
            )
        else:
            lines.append(f"No saturation is needed to describe the data (ln K = {evidence:.1f}).")
        limit = float(d.admissible_length)
        if limit > 0:
            small = float(d.small_signal_gain.sel(cutoff=limit)) * 1e-2
            spread = float(d.small_signal_error.sel(cutoff=limit)) * 1e-2
            lines.append(
                f"Small-signal formula up to {limit * 1e6:.0f} um: {small:.0f} +/- {spread:.0f} 1/cm."
            )
        else:
            lines.append("There is no range in which the small-signal formula is admissible.")
        naive = float(d.small_signal_gain.isel(cutoff=-1)) * 1e-2
        lines.append(f"The same formula over all lengths would give {naive:.0f} 1/cm.")
        lines.append(
            f"Stripe zero {float(d.zero) * 1e6:.1f} um, background "
            f"{fixed(float(d.background_share) * 100, 2)} % of the "
            f"largest output, relative noise {float(d.noise):.1%}."
        )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw the curve, the joint fit and the small-signal formula."""
        return draw("measured.stripe", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Lengths, outputs and what may vary; parameters are gL, ln(s/L), L_0 over its prior."""

    length: Array
    output: Array
    weights: Array
    saturable: bool
    background: bool
    zero_error: float
    edge: float
    length_error: float

    @property
    def longest(self) -> float:
        return float(self.length.max())

    @property
    def free(self) -> int:
        """Number of fitted parameters, A and B included; one held by a prior does not count."""
        return 2 + self.saturable + self.background

    def curve(self, p: Array) -> Array:
        """Return I/A at every length, for parameters of shape (..., parameter)."""
        gain = p[..., 0:1] / self.longest
        saturation = np.exp(p[..., 1:2]) * self.longest if self.saturable else np.array(np.inf)
        zero = p[..., -1:] * self.zero_error if self.zero_error else 0.0
        shown = self.length - zero
        if not self.edge:
            return stripe_output(np.maximum(shown, 0.0), gain, saturation)
        nodes, weights = np.polynomial.hermite_e.hermegauss(_EDGE_NODES)
        parts = [
            w * stripe_output(np.maximum(shown + self.edge * u, 0.0), gain, saturation)
            for u, w in zip(nodes, weights, strict=True)
        ]
        return np.sum(parts, axis=0) / weights.sum()

    def projected(self, p: Array) -> tuple[Array, Array, Array]:
        """Return model, scale A and background B of best fit, with leading axes of ``p``."""
        f, y, w = self.curve(p), self.output, self.weights
        ff, fy = np.sum(w * f * f, axis=-1), np.sum(w * f * y, axis=-1)
        if not self.background:
            a = fy / ff
            return a[..., None] * f, a, np.zeros_like(a)
        f1, y1, one = np.sum(w * f, axis=-1), np.sum(w * y), np.sum(w)
        det = ff * one - f1**2
        det = np.where(det > 1e-14 * ff * one, det, np.inf)
        a = (fy * one - f1 * y1) / det
        b = (y1 - a * f1) / one
        return a[..., None] * f + b[..., None], a, b

    def parts(self, p: Array) -> tuple[Array, Array, Array]:
        """Return model, emission without background (at least A times the length error) and slope."""
        model, a, _ = self.projected(p)
        curve = self.curve(p)
        saturated = 1 + curve / (np.exp(p[1]) * self.longest) if self.saturable else 1.0
        scale = max(float(a), 1e-12 * float(np.abs(self.output).max()) / self.longest)
        slope = scale * np.maximum(1 + p[0] / self.longest * curve / saturated, 0.0)
        return model, scale * np.maximum(curve, max(self.length_error, 1e-9 * self.longest)), slope

    def residuals(self, p: Array) -> Array:
        """Return weighted residuals and the prior of the zero."""
        model, a, _ = self.projected(p)
        res = np.sqrt(self.weights) * (self.output - model)
        res = np.where(a[..., None] > 0, res, 10 * np.sqrt(self.weights) * self.output)
        return np.concatenate([res, p[..., -1:]], axis=-1) if self.zero_error else res


def fit_stripe(
    length: ArrayLike,
    output: ArrayLike,
    *,
    noise: Noise | None = None,
    background: bool = True,
    zero_error: float = 5e-6,
    edge: float = 0.0,
    length_error: float = 1e-6,
    bootstraps: int = 100,
    level: float = 0.95,
    seed: int = 0,
) -> StripeFit:
    """Fit a variable-stripe-length measurement.

    Parameters
    ----------
    length, output : array, shape (stripe_length,)
        Stripe length in m and edge emission in any unit; at least 8 different lengths.
    noise : Noise, optional
        What is known about errors; the relative noise is found from the data otherwise.
    background : bool
        Fit a constant background.
    zero_error : float
        Standard deviation in m within which the true zero of the stripe is known; 0 if exactly.
    edge : float
        Standard deviation in m of the blur of the stripe's edge (diffraction at the blade).
    length_error : float
        Standard deviation in m of each single length.
    bootstraps : int
        Redrawn data sets for the interval; 0 takes the curvature of chi-square.
    level : float
        Probability that the interval should hold.

    Raises
    ------
    InputError
        For too few or unusable points.
    """
    noise = noise or Noise()
    x, y = _clean(length, output, zero_error, edge, length_error)
    asked = (background, zero_error, edge, length_error)
    plain = _fit(_Problem(x, y, np.ones_like(x), False, *asked), noise, np.linspace(-2, 2, 17))
    rich = _fit(_Problem(x, y, np.ones_like(x), True, *asked), noise, plain[1][-1:])
    evidence = _evidence(plain, rich, noise)
    problem, p = rich if evidence > 0.0 else plain
    low, high = _interval(problem, p, _gain_error(problem, p), bootstraps, level, seed)
    gain, low, high = _averaged(plain, rich, evidence, (low, high), level)
    cutoffs, small, small_error = _small_signal(problem, p)
    return _result(problem, p, (gain, low, high), evidence, cutoffs, small, small_error)


def _clean(length: ArrayLike, output: ArrayLike, *errors: float) -> tuple[Array, Array]:
    x, y = np.asarray(length, dtype=float), np.asarray(output, dtype=float)
    if x.ndim != 1 or x.shape != y.shape:
        raise InputError(
            f"stripe length and output must be lists of one length, not {x.shape} and {y.shape}."
        )
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))) or np.any(x < 0):
        raise InputError("stripe lengths and outputs must be finite numbers, lengths not below zero.")
    if np.unique(x).size < FEWEST:
        raise InputError(f"{np.unique(x).size} different stripe lengths: at least {FEWEST} are needed.")
    if x.max() > 0.1 or x.max() < 1e-6:
        raise InputError(
            f"the longest stripe is {x.max():g} m: lengths are wanted in metres, for example 500e-6."
        )
    if not all(0 <= e < 1e-3 for e in errors):
        raise InputError(
            "zero_error, edge and length_error are lengths in metres below 1 mm, for example 5e-6."
        )
    if not np.any(y > 0):
        raise InputError("no output is above zero.")
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def _fit(problem: _Problem, noise: Noise, zeros: Array) -> tuple[_Problem, Array]:
    """Fit from a scan of starts; weights follow from the fit and are renewed three times."""
    from dataclasses import replace

    from scipy.optimize import least_squares

    y = problem.output
    guess = np.maximum(np.abs(y), 0.02 * np.abs(y).max())
    problem = replace(problem, weights=1 / (_FIRST_NOISE * guess) ** 2)
    p = _start(problem, zeros)
    for _ in range(3):
        low = np.array(
            [-20.0, *([np.log(1e-4)] if problem.saturable else []), *([-6.0] if problem.zero_error else [])]
        )
        high = np.array(
            [80.0, *([45.0] if problem.saturable else []), *([6.0] if problem.zero_error else [])]
        )
        p = least_squares(
            problem.residuals,
            np.clip(p, low + 1e-6, high - 1e-6),
            bounds=(low, high),
            x_scale="jac",
            xtol=1e-10,
            ftol=1e-10,
        ).x
        model, emission, slope = problem.parts(p)
        known = (
            noise.known(emission, np.zeros_like(emission)) + (slope * problem.length_error / emission) ** 2
        )
        variance = total_variance(known, (y - model) / emission, problem.free, noise.relative > 0)
        problem = replace(problem, weights=1 / (variance * emission**2))
        p = _rescanned(problem, p)
    return problem, p


def _start(problem: _Problem, zeros: Array) -> Array:
    """Return the best of a coarse grid of gains, saturations and zeros."""
    gains = np.array([-3.0, -1.0, 0.3, 1.0, 2.0, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 12.5, 16.0, 20.0, 26.0, 34.0])
    axes = [gains]
    if problem.saturable:
        axes.append(np.array([-2.0, 0.0, 1.5, 3.0, 4.5, 6.0, 8.0, 11.0, 15.0]))
    if problem.zero_error:
        axes.append(zeros)
    trial = np.stack([a.ravel() for a in np.meshgrid(*axes, indexing="ij")], axis=-1)
    return trial[int(np.argmin(np.sum(problem.residuals(trial) ** 2, axis=-1)))]


def _rescanned(problem: _Problem, p: Array) -> Array:
    """Return better parameters if another zero and gain of a grid fit better than where the descent stopped.

    Outputs of stripes shorter than the zero make valleys that a descent does not leave.
    """
    if not problem.zero_error:
        return p
    trial = np.broadcast_to(p, (17, 9, p.size)).copy()
    trial[..., -1] = np.linspace(-2, 2, 17)[:, None]
    trial[..., 0] *= np.linspace(0.7, 1.3, 9)
    trial = np.concatenate([p[None], trial.reshape(-1, p.size)])
    return trial[int(np.argmin(np.sum(problem.residuals(trial) ** 2, axis=-1)))]


def _evidence(plain: tuple[_Problem, Array], rich: tuple[_Problem, Array], noise: Noise) -> float:
    """Return ln K of saturation: both models judged with the weights of the richer one."""
    from dataclasses import replace

    n = plain[0].length.size
    weights = rich[0].weights
    chi2 = [float(np.sum(replace(m, weights=weights).residuals(p) ** 2)) for m, p in (plain, rich)]
    if noise.relative > 0:
        return 0.5 * (chi2[0] - chi2[1]) - 0.5 * float(np.log(n))
    return 0.5 * n * float(np.log((chi2[0] + 1e-12) / (chi2[1] + 1e-12))) - 0.5 * float(np.log(n))


def _gain_error(problem: _Problem, p: Array) -> float:
    """Return the standard error of the gain from the curvature of chi-square."""
    rows = []
    for i in range(p.size):
        step = np.zeros_like(p)
        step[i] = 1e-4 * max(1.0, abs(p[i]))
        rows.append((problem.residuals(p + step) - problem.residuals(p - step)) / (2 * step[i]))
    jac = np.array(rows).T
    return float(np.sqrt(np.linalg.pinv(jac.T @ jac, rcond=1e-12)[0, 0])) / problem.longest


def _student(problem: _Problem, level: float) -> float:
    from scipy.stats import t

    return float(t.ppf(0.5 + level / 2, max(problem.length.size - problem.free, 1)))


def _interval(
    problem: _Problem, p: Array, error: float, bootstraps: int, level: float, seed: int
) -> tuple[float, float]:
    """Return the interval of one model: of redrawn data, but never narrower than the curvature allows."""
    from dataclasses import replace

    from scipy.optimize import least_squares

    gain, factor = float(p[0]) / problem.longest, _student(problem, level)
    if bootstraps < 20:
        return gain - factor * error, gain + factor * error
    rng = np.random.default_rng(seed)
    model, sigma = problem.projected(p)[0], 1 / np.sqrt(problem.weights)
    drawn = []
    for _ in range(bootstraps):
        shift = problem.zero_error * rng.standard_normal()
        noisy = model + sigma * rng.standard_normal(model.shape)
        again = replace(problem, output=noisy, length=np.maximum(problem.length + shift, 0.0))
        found = least_squares(again.residuals, p, x_scale="jac", xtol=1e-6, ftol=1e-6, max_nfev=20)
        drawn.append(found.x[0] / again.longest)
    half = factor * max(float(np.std(np.clip(drawn, gain - 6 * error, gain + 6 * error))), error)
    return gain - half, gain + half


def _averaged(
    plain: tuple[_Problem, Array],
    rich: tuple[_Problem, Array],
    evidence: float,
    ends: tuple[float, float],
    level: float,
) -> tuple[float, float, float]:
    """Return the gain averaged over both models by their evidence, with an interval that counts the doubt."""
    share = float(1 / (1 + np.exp(-np.clip(evidence, -50, 50))))
    weights = np.array([1 - share, share])
    gains = np.array([float(p[0]) / m.longest for m, p in (plain, rich)])
    chosen = int(share > 0.5)
    factor = _student((plain, rich)[chosen][0], level)
    errors = np.array([min(_gain_error(m, p), abs(float(p[0])) / m.longest + 1.0) for m, p in (plain, rich)])
    errors[chosen] = 0.5 * (ends[1] - ends[0]) / factor
    gain = float(weights @ gains)
    half = factor * float(np.sqrt(weights @ (errors**2 + (gains - gain) ** 2)))
    return gain, gain - half, gain + half


def _small_signal(problem: _Problem, p: Array) -> tuple[Array, Array, Array]:
    """Return cut-offs and, for each, gain and error of the exponential formula.

    Background and zero are those of the joint fit.
    """
    _, _, b = problem.projected(p)
    zero = float(p[-1]) * problem.zero_error if problem.zero_error else 0.0
    x, y = np.maximum(problem.length - zero, 0.0), problem.output - b
    counts = [n for n in range(5, x.size) if n % max(1, x.size // 20) == 0] + [x.size]
    rows = [_exponential(x[:n], y[:n], problem.weights[:n]) for n in counts if x[n - 1] > 0]
    cutoffs = np.array([problem.length[n - 1] for n in counts if x[n - 1] > 0])
    return cutoffs, np.array([r[0] for r in rows]), np.array([r[1] for r in rows])


def _exponential(x: Array, y: Array, w: Array) -> tuple[float, float]:
    """Return gain and error of y = A (e^{gL} - 1)/g by a scan that zooms in three times."""
    low, high = -4 / x[-1], 60 / x[-1]
    gains, best = np.zeros(1), 0
    for _ in range(4):
        gains = np.linspace(low, high, 65)
        f = stripe_output(x, gains[:, None])
        chi2 = np.sum(w * y**2) - np.sum(w * f * y, axis=1) ** 2 / np.sum(w * f * f, axis=1)
        best = int(np.clip(np.argmin(chi2), 1, 63))
        low, high = gains[best - 1], gains[best + 1]
    h = 1e-3 / x[-1]
    f = stripe_output(x, gains[best] + h * np.array([[-1.0], [0.0], [1.0]]))
    three = -(np.sum(w * f * y, axis=1) ** 2) / np.sum(w * f * f, axis=1)
    bend = (three[0] - 2 * three[1] + three[2]) / h**2
    return float(gains[best]), float(np.sqrt(2 / bend)) if bend > 0 else np.inf


def _result(
    problem: _Problem,
    p: Array,
    gain: tuple[float, float, float],
    evidence: float,
    cutoffs: Array,
    small: Array,
    error: Array,
) -> StripeFit:
    model, a, b = problem.projected(p)
    x, longest = problem.length, problem.longest
    saturation = float(np.exp(p[1])) * longest if problem.saturable else np.inf
    zero = float(p[-1]) * problem.zero_error if problem.zero_error else 0.0
    halved = _halving_length(gain[0], saturation, longest)
    unlike = np.abs(small - gain[0]) > 2 * np.hypot(error, 0.25 * (gain[2] - gain[1])) + 0.02 * abs(gain[0])
    allowed = (small * cutoffs < SMALL_SIGNAL) & ~unlike & np.isfinite(error)
    admissible = float(cutoffs[np.flatnonzero(allowed)[-1]]) if np.any(allowed) else 0.0
    relative = np.sqrt(np.median(1 / problem.weights / problem.parts(p)[1] ** 2))
    rows = {
        "output": variable("stripe_length", problem.output, "1", "edge emission"),
        "model": variable("stripe_length", model, "1", "joint fit"),
        "output_error": variable(
            "stripe_length", 1 / np.sqrt(problem.weights), "1", "standard error of the emission"
        ),
        "gain": variable((), gain[0], "1/m", "net modal gain"),
        "gain_low": variable((), gain[1], "1/m", "lower end of the gain"),
        "gain_high": variable((), gain[2], "1/m", "upper end of the gain"),
        "saturates": variable((), problem.saturable, "1", "whether saturation is needed"),
        "saturation": variable(
            (), saturation, "m", "saturation output over spontaneous output a length, I_s/A"
        ),
        "saturation_length": variable((), halved, "m", "stripe length at which the local gain is halved"),
        "scale": variable((), float(a), "1/m", "spontaneous output a length, A"),
        "background": variable((), float(b), "1", "constant background"),
        "background_share": variable(
            (), float(b) / problem.output.max(), "1", "background over the largest output"
        ),
        "zero": variable((), zero, "m", "true zero of the stripe"),
        "noise": variable((), relative, "1", "relative noise"),
        "log_evidence_saturation": variable((), evidence, "1", "ln of the Bayes factor of saturation"),
        "admissible_length": variable(
            (), admissible, "m", "longest admissible cut-off of the small-signal formula"
        ),
        "small_signal_gain": variable("cutoff", small, "1/m", "gain of the small-signal formula"),
        "small_signal_error": variable("cutoff", error, "1/m", "its standard error"),
    }
    coords = {
        "stripe_length": variable("stripe_length", x, "m", "stripe length"),
        "cutoff": variable("cutoff", cutoffs, "m", "longest stripe used"),
    }
    return StripeFit(dataset(rows, coords), tuple(_warnings(problem, gain, admissible, evidence)))


def _halving_length(gain: float, saturation: float, longest: float) -> float:
    """Return the length at which I = I_s; infinite beyond ten times the longest stripe."""
    if not np.isfinite(saturation):
        return np.inf
    x = np.linspace(0, 10 * longest, 4001)
    over = np.flatnonzero(stripe_output(x, gain, saturation) >= saturation)
    return float(x[over[0]]) if over.size else np.inf


def _warnings(
    problem: _Problem, gain: tuple[float, float, float], admissible: float, evidence: float
) -> list[str]:
    notes = []
    reach = gain[0] * problem.longest
    if reach > SUSPICIOUS:
        notes.append(
            f"gL = {reach:.0f} at the longest stripe: beyond {SUSPICIOUS:g} the emission is saturated "
            "or the gain too large; "
            f"stripes up to {SMALL_SIGNAL / gain[0] * 1e6:.0f} um carry the small-signal gain."
        )
    if gain[1] <= 0 <= gain[2]:
        notes.append("the interval includes zero: the data do not show gain.")
    if reach < 1.0 and gain[0] > 0:
        notes.append(f"gL reaches only {reach:.2f}: gain and the scale A can hardly be told apart.")
    if admissible == 0.0 and gain[0] > 0:
        notes.append("no cut-off gives a small-signal gain that agrees with the joint fit.")
    if problem.zero_error and abs(gain[0]) * problem.zero_error > 0.3:
        notes.append("the uncertainty of the stripe zero is a large part of the gain length.")
    if 1.0 < evidence < 3.0:
        notes.append(f"the evidence for saturation is weak (ln K = {evidence:.1f}).")
    return notes
