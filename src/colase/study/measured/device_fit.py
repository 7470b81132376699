"""Measured data back to the device: chosen inputs fitted to light curves, peaks, combs and spectra together.

What a file gives with an error is known beforehand with that error, what it gives without is free. An input
is refused if the data leave it no narrower than it was, or open by more than its own size; two inputs of
which the data only see one combination are refused together, with their names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colase.device import Device, replace
from colase.errors import InputError

from .determined import require_determined
from .device_found import DeviceFit, dataset_of, warnings_of, written
from .forward import LOST
from .inputs import Input, calibrations_of, inputs_of
from .journal import kept
from .observation import Observation
from .origin import origin_of
from .posterior import found, information

Array = NDArray[np.float64]


def fit_device(
    device: Device,
    data: Sequence[Observation],
    free: Sequence[str],
    *,
    progress: Callable[[int, int], None] | None = None,
    seed: int = 0,
    files: Sequence[str | Path] = (),
    journal: str | Path | None = None,
) -> DeviceFit:
    """Fit inputs of a device to measurements.

    Parameters
    ----------
    device : Device
        Its file says what is known: a value with an error is a prior, one without is free.
    data : sequence of Observation
        MeasuredLight, MeasuredSpectra, MeasuredPeaks, MeasuredComb, MeasuredEmission, any number of each.
    free : sequence of str
        Dotted paths of the inputs, such as "cavity.coating_thickness".
    files : sequence of path
        Where the data come from: their names and hashes go into the new file.
    journal : path, optional
        Keeps finished runs; an interrupted fit goes on there (`colase.study.measured.journal`).

    Raises
    ------
    InputError
        For an unknown path, an input that is no number, or one that the data cannot determine.
    """
    if not data:
        raise InputError("fit device: no data are given.")
    inputs = inputs_of(device, free) + calibrations_of(data)
    known = np.array([x.error / x.scale for x in inputs])
    data = [d.prepared(device) for d in data]
    sizes = [d.residuals(device, 1.0).size for d in data]  # what is wrong with the data is said at once

    def residuals(u: Array) -> Array:
        return _residuals(device, data, inputs, [x.at(step) for x, step in zip(inputs, u, strict=True)])

    def allowed(u: Array) -> Array:
        try:
            return residuals(u)
        except InputError:
            return np.full(sum(sizes), LOST)  # no device has such values

    model = kept(allowed, journal, _question(device, data, inputs)) if journal else allowed
    require_determined(inputs, information(model, np.zeros(len(inputs))), known)
    answer = found(model, known, progress, seed)
    require_determined(inputs, answer.information, known)
    names = [d.name for d in data]
    result = dataset_of(inputs, names, sizes, answer)
    new = written(device, inputs, result, origin_of(names, files))
    changed, factors = _changed(device, inputs, [float(v) for v in result.value.values])
    beside = tuple(d.compared(changed, factors.get(d.name, 1.0)) for d in data)
    return DeviceFit(result, new, inputs, warnings_of(result, answer), beside)


def _question(device: Device, data: Sequence[Observation], inputs: Sequence[Input]) -> str:
    """Return what runs of a fit depend on, as text."""
    with np.printoptions(threshold=1_000_000_000, precision=17):
        return "\n".join([device.source, *(repr(d) for d in data), *(f"{x.path} {x.value}" for x in inputs)])


def _residuals(
    device: Device, data: Sequence[Observation], inputs: Sequence[Input], values: Sequence[float]
) -> Array:
    changed, factors = _changed(device, inputs, values)
    return np.concatenate([d.residuals(changed, factors.get(d.name, 1.0)) for d in data])


def _changed(
    device: Device, inputs: Sequence[Input], values: Sequence[float]
) -> tuple[Device, dict[str, float]]:
    """Return the device with these values, and the factor on the pump of each measurement that has one."""
    changes = {x.path: v for x, v in zip(inputs, values, strict=True) if x.setting is not None}
    factors = {
        x.path.removeprefix("pump factor of "): v
        for x, v in zip(inputs, values, strict=True)
        if x.setting is None
    }
    return replace(device, changes) if changes else device, factors
