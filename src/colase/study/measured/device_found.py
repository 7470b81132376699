"""What a fit of a device gave: inputs before and after, their posterior, and the file that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.device import Device, replace
from colase.errors import ColaseError, InputError
from colase.measurement.shown import table
from colase.results import dataset, draw, variable
from colase.units import exact

from .compared import Compared
from .inputs import Input, shown
from .posterior import Posterior

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DeviceFit:
    """Fitted inputs over ``input``, draws of their posterior, and the device that they make."""

    data: xr.Dataset
    device: Device
    inputs: tuple[Input, ...]
    warnings: tuple[str, ...]
    measured: tuple[Compared, ...] = ()

    @property
    def parts(self) -> dict[str, Compared]:
        """Every measurement beside its prediction, for the report."""
        return {f"{one.sort}-{i}": one for i, one in enumerate(self.measured, 1)}

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
                shown(x, x.value, x.error),
                shown(x, float(d.value[i]), float(d.error[i])),
            )
            for i, x in enumerate(self.inputs)
        ]
        lines = [table(("input", "before", "after"), rows)]
        for i, j in zip(*np.nonzero(np.triu(np.abs(d.correlation.values) > 0.7, 1)), strict=True):
            pair = f"{self.inputs[i].path} and {self.inputs[j].path}"
            lines.append(f"Correlation {float(d.correlation[i, j]):+.2f} between {pair}.")
        for k, name in enumerate(d.observation.values):
            lines.append(f"{name}: chi2 {float(d.chi2[k]):.1f} of {int(d.points[k])} points.")
        lines.append(
            f"{d.sizes['draw']} draws kept; every walker went {d.attrs['chain_length']} steps, "
            f"{d.attrs['chain_length'] / d.attrs['autocorrelation']:.0f} times the autocorrelation time of "
            f"{d.attrs['autocorrelation']:.0f}."
        )
        return "\n".join([*lines, *(f"Warning: {w}" for w in self.warnings)])

    def plot(self, ax: Any = None) -> Any:
        """Draw how far every input moved, in errors."""
        return draw("measurement.fitted.inputs", self, ax=ax)

    def __repr__(self) -> str:
        return self.describe()


def dataset_of(
    inputs: Sequence[Input], names: Sequence[str], sizes: Sequence[int], answer: Posterior
) -> xr.Dataset:
    """Return inputs before and after, correlations, draws, and chi-square of every set of data."""
    start = np.array([x.value for x in inputs])
    draws = np.stack([x.at(answer.chain.draws[:, i]) for i, x in enumerate(inputs)], axis=1)
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975], axis=0)
    optimum = np.array([float(x.at(u)) for x, u in zip(inputs, answer.optimum, strict=True)])
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
        "observation": variable("observation", np.array(names), "1", "measurement"),
    }
    facts = {
        "autocorrelation": answer.chain.autocorrelation,
        "acceptance": answer.chain.acceptance,
        "chain_length": answer.chain.length,
        "expansion_mismatch": answer.mismatch,
        "runs": answer.runs,
        "chain_converged": int(answer.chain.converged),
    }
    return dataset(rows, coords, **facts)


def warnings_of(d: xr.Dataset, answer: Posterior) -> tuple[str, ...]:
    """Return a sentence for everything that the posterior leaves open."""
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


def written(device: Device, inputs: Sequence[Input], d: xr.Dataset, origin: str) -> Device:
    """Return the device with fitted values, their errors and where they came from."""
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
