"""Measured data back to the device: chosen inputs fitted to light curves, peaks, combs and spectra together.

What a file gives with an error is known beforehand with that error, what it gives without is free. An input
is refused if the data leave it no narrower than it was, or open by more than its own size; two inputs of
which the data only see one combination are refused together, with their names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from colase.device import Device, replace
from colase.device.describe import Setting, leaves
from colase.errors import ColaseError, InputError, nearest
from colase.materials import ConstantIndex
from colase.measurement.shown import table
from colase.results import dataset, draw, variable
from colase.units import digits, exact, flat

from .observations import Observation
from .posterior import Posterior, covariance_of, found, information

Array = NDArray[np.float64]

_LEARNT = 0.9  # of the error beforehand; an input that stays wider has learnt nothing
_OPEN = 0.7  # of its own value; an input that is open by more is not determined
_GUESSED_SIZE = 0.1
_LOST = 1e3


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a device that is fitted: path, description, value and error beforehand in SI units."""

    path: str
    setting: Setting | None
    value: float
    error: float

    @property
    def scale(self) -> float:
        """Size of the steps of the fit."""
        return min(self.error, _GUESSED_SIZE * abs(self.value) or self.error)

    def at(self, u: ArrayLike) -> Any:
        """Return the value u steps away; a value above zero stays above zero (steps of its logarithm)."""
        if self.value > 0:
            return self.value * np.exp(np.clip(np.asarray(u) * self.scale / self.value, -30, 30))
        return self.value + np.asarray(u) * self.scale


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DeviceFit:
    """Fitted inputs over ``input``, draws of their posterior, and the device that they make."""

    data: xr.Dataset
    device: Device
    inputs: tuple[Input, ...]
    warnings: tuple[str, ...]

    @property
    def toml(self) -> str:
        """The device file with fitted values, errors and origins."""
        return self.device.source

    def describe(self) -> str:
        """Return the inputs before and after, strong correlations and how well each set of data is met."""
        d = self.data
        rows = [
            (
                x.path,
                _shown(x, x.value, x.error),
                _shown(x, float(d.value[i]), float(d.error[i])),
            )
            for i, x in enumerate(self.inputs)
        ]
        lines = [table(("input", "before", "after"), rows)]
        for i, j in zip(*np.nonzero(np.triu(np.abs(d.correlation.values) > 0.7, 1)), strict=True):
            pair = f"{self.inputs[i].path} and {self.inputs[j].path}"
            lines.append(f"Correlation {float(d.correlation[i, j]):+.2f} between {pair}.")
        for k, name in enumerate(d.observation.values):
            lines.append(f"{name}: chi2 {float(d.chi2[k]):.1f} of {int(d.points[k])} points.")
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw how far every input moved, in errors."""
        return draw("fitted.inputs", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def _shown(x: Input, value: float, error: float) -> str:
    quantity = x.setting.quantity if x.setting else None
    if quantity is None or not quantity.unit:
        return f"{digits(value)} +/- {digits(error, 2)}" if np.isfinite(error) else digits(value)
    from colase.units import convert

    number, spread = (convert(v, quantity.unit, quantity.display_unit) for v in (value, error))
    text = f"{digits(number)} +/- {digits(spread, 2)}" if np.isfinite(error) else digits(number)
    return f"{text} {flat(quantity.display_unit)}"


def fit_device(
    device: Device,
    data: Sequence[Observation],
    free: Sequence[str],
    *,
    progress: Callable[[int, int], None] | None = None,
    seed: int = 0,
) -> DeviceFit:
    """Fit inputs of a device to measurements.

    Parameters
    ----------
    device : Device
        Its file says what is known: a value with an error is a prior, one without is free.
    data : sequence of Observation
        MeasuredLight, MeasuredPeaks, MeasuredComb, MeasuredEmission, any number of each.
    free : sequence of str
        Dotted paths of the inputs, such as "cavity.coating_thickness".

    Raises
    ------
    InputError
        For an unknown path, an input that is no number, or one that the data cannot determine.
    """
    if not data:
        raise InputError("fit device: no data are given.")
    inputs = _inputs(device, free) + _calibrations(data)
    known = np.array([x.error / x.scale for x in inputs])
    data = [d.prepared(device) for d in data]

    def residuals(u: Array) -> Array:
        return _residuals(device, data, inputs, [x.at(step) for x, step in zip(inputs, u, strict=True)])

    size = residuals(np.zeros(len(inputs))).size  # what is wrong with the data is said at once

    def allowed(u: Array) -> Array:
        try:
            return residuals(u)
        except InputError:
            return np.full(size, _LOST)  # no device has such values

    _require_determined(inputs, information(allowed, np.zeros(len(inputs))), known)
    answer = found(allowed, known, progress, seed)
    _require_determined(inputs, answer.information, known)
    result = _dataset(inputs, data, answer)
    notes = _warnings(result, answer)
    return DeviceFit(result, _written(device, inputs, result, data), inputs, notes)


def _inputs(device: Device, free: Sequence[str]) -> tuple[Input, ...]:
    known = {path: (setting, value) for path, setting, value in leaves(device)}
    if not free or len(set(free)) != len(free):
        raise InputError(
            "fit device: name the inputs to fit, each once, for example cavity.coating_thickness."
        )
    found_ = []
    for path in free:
        if path not in known:
            raise InputError(f'fit device: "{path}" is no input of this device.{nearest(path, known)}')
        setting, value = known[path]
        number = value.value.real if isinstance(value, ConstantIndex) else value
        if isinstance(number, bool) or not isinstance(number, (int, float)) or setting.sort == "integer":
            raise InputError(f"fit device: {path} is no number that could be fitted.")
        birth = device.provenance.get(path)
        error = birth.error if birth and birth.error else np.inf
        if number == 0 and not np.isfinite(error):
            raise InputError(f"fit device: {path} is 0 and has no error; give it a value to start from.")
        found_.append(Input(path, setting, float(number), float(error)))
    return tuple(found_)


def _calibrations(data: Sequence[Observation]) -> tuple[Input, ...]:
    return tuple(
        Input(f"pump factor of {d.name}", None, 1.0, d.calibration) for d in data if d.calibration > 0
    )


def _residuals(
    device: Device, data: Sequence[Observation], inputs: Sequence[Input], values: Sequence[float]
) -> Array:
    changes = {x.path: v for x, v in zip(inputs, values, strict=True) if x.setting is not None}
    factors = {x.path: v for x, v in zip(inputs, values, strict=True) if x.setting is None}
    changed = replace(device, changes) if changes else device
    return np.concatenate([d.residuals(changed, factors.get(f"pump factor of {d.name}", 1.0)) for d in data])


def _require_determined(inputs: Sequence[Input], information: Array, known: Array) -> None:
    """Refuse inputs of which the data say nothing, or only a combination."""
    sentences = []
    error = np.sqrt(np.diag(covariance_of(information, known)))
    bare = np.diag(information)
    alone = np.where(bare > 0, 1 / np.sqrt(np.maximum(bare, 1e-300)), np.inf)
    for i, x in enumerate(inputs):
        if x.setting is None:
            continue
        limit = known[i] * _LEARNT if np.isfinite(known[i]) else _OPEN * abs(x.value) / x.scale
        if error[i] <= limit:
            continue
        if alone[i] > limit:
            share = alone[i] * x.scale / abs(x.value) if x.value else np.inf
            by = f"leave it open by {share:.0%} of its value" if share < 100 else "do not depend on it"
            sentences.append(
                f"fit device: the data cannot determine {x.path}: alone they {by}. Do not fit it."
            )
            continue
        with_ = _partner(information, i)
        sentences.append(
            f"fit device: the data see only a combination of {x.path} and {inputs[with_].path}; fit one of "
            "them, or give one an error in the device file."
        )
    if sentences:
        raise InputError(*dict.fromkeys(sentences))


def _partner(information: Array, i: int) -> int:
    """Return the input that makes up best for another one."""
    size = np.sqrt(np.maximum(np.diag(information), 1e-300))
    likeness = np.abs(information[i] / (size[i] * size))
    likeness[i] = -1
    return int(np.argmax(likeness))


def _dataset(inputs: Sequence[Input], data: Sequence[Observation], answer: Posterior) -> xr.Dataset:
    start = np.array([x.value for x in inputs])
    draws = np.stack([x.at(answer.chain.draws[:, i]) for i, x in enumerate(inputs)], axis=1)
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975], axis=0)
    optimum = np.array([float(x.at(u)) for x, u in zip(inputs, answer.optimum, strict=True)])
    sizes = _sizes(data, answer.residuals.size)
    parts = np.split(answer.residuals, np.cumsum(sizes)[:-1])
    rows = {
        "value": variable("input", optimum, "1", "fitted value, in the SI unit of the input"),
        "error": variable("input", draws.std(axis=0), "1", "standard deviation of the posterior"),
        "low": variable("input", low, "1", "2.5 % quantile"),
        "median": variable("input", middle, "1", "median"),
        "high": variable("input", high, "1", "97.5 % quantile"),
        "before": variable("input", start, "1", "value in the file"),
        "error_before": variable("input", np.array([x.error for x in inputs]), "1", "its error"),
        "correlation": variable(
            ("input", "input_too"), np.corrcoef(draws.T).reshape(len(inputs), -1), "1", "correlation"
        ),
        "draws": variable(("draw", "input"), draws[:4000], "1", "draws of the posterior"),
        "chi2": variable("observation", np.array([np.sum(p**2) for p in parts]), "1", "chi-square"),
        "points": variable("observation", np.array(sizes), "1", "number of points"),
    }
    coords = {
        "input": variable("input", np.array([x.path for x in inputs]), "1", "input"),
        "observation": variable("observation", np.array([d.name for d in data]), "1", "measurement"),
    }
    facts = {
        "autocorrelation": answer.chain.autocorrelation,
        "acceptance": answer.chain.acceptance,
        "expansion_mismatch": answer.mismatch,
        "runs": answer.runs,
        "chain_converged": int(answer.chain.converged),
    }
    return dataset(rows, coords, **facts)


def _sizes(data: Sequence[Observation], total: int) -> list[int]:
    sizes = [np.size(getattr(d, "output", getattr(d, "wavelength", 0.0))) for d in data]
    assert sum(sizes) == total
    return sizes


def _warnings(d: xr.Dataset, answer: Posterior) -> tuple[str, ...]:
    notes = []
    if not answer.chain.converged:
        notes.append(
            f"the draws are not much longer than their memory ({answer.chain.autocorrelation:.0f} steps); "
            "intervals are rough."
        )
    if answer.mismatch > 1.0:
        notes.append(
            f"the expansion behind the draws is off by {answer.mismatch:.1f} in ln p at some of them: the "
            "posterior is not near normal; trust the optimum, not the intervals."
        )
    free = max(int(d.points.sum()) - d.sizes["input"], 1)
    ratio = float(d.chi2.sum()) / free
    if ratio > 2:
        notes.append(
            f"chi-square is {ratio:.1f} times what the errors allow: the model does not describe the data "
            "within them, and the errors of the inputs are too small by its root."
        )
    for i, name in enumerate(d.input.values):
        prior = float(d.error_before[i])
        pulled = abs(float(d.value[i]) - float(d.before[i])) / prior if np.isfinite(prior) else 0.0
        if pulled > 3:
            notes.append(f"{name} went {pulled:.1f} errors away from what was known of it.")
    return tuple(notes)


def _written(device: Device, inputs: Sequence[Input], d: xr.Dataset, data: Sequence[Observation]) -> Device:
    """Return the device with fitted values, their errors and where they came from."""
    origin = "fitted to " + " and ".join(o.name for o in data)
    changes: dict[str, Any] = {}
    for i, x in enumerate(inputs):
        if x.setting is None:
            continue
        value, error = float(d.value[i]), float(d.error[i])
        step = 10.0 ** (np.floor(np.log10(error)) - 1) if error > 0 else 0.0
        value, error = (round(v / step) * step if step else v for v in (value, error))
        changes[x.path] = {"value": _text(x, value), "error": _text(x, error), "note": origin}
    try:
        return replace(device, changes)
    except ColaseError as problem:
        raise InputError(f"fit device: the fitted values make no device: {problem}") from None


def _text(x: Input, value: float) -> str | float:
    quantity = x.setting.quantity if x.setting else None
    number = float(f"{value:.12g}")
    if x.setting is not None and x.setting.sort == "material":
        return number
    assert quantity is not None
    return exact(number, quantity) if quantity.unit else number
