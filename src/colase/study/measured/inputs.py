"""Inputs of a device that are fitted: numbers of its file with what was known of them, and calibrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from colase.device import Device
from colase.device.describe import Setting, leaves
from colase.errors import InputError, nearest
from colase.materials import ConstantIndex
from colase.units import convert, digits, flat

from .observation import Observation

_GUESSED_SIZE = 0.1


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


def inputs_of(device: Device, free: Sequence[str]) -> tuple[Input, ...]:
    """Return the inputs of a device that are to be fitted, with what its file knows of them."""
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


def calibrations_of(data: Sequence[Observation]) -> tuple[Input, ...]:
    """Return the factors by which all pump values of light curves may be off."""
    return tuple(
        Input(f"pump factor of {d.name}", None, 1.0, d.calibration) for d in data if d.calibration > 0
    )


def shown(x: Input, value: float, error: float) -> str:
    """Return a value with its error in the unit of its input."""
    quantity = x.setting.quantity if x.setting else None
    if quantity is None or not quantity.unit:
        return f"{digits(value)} +/- {digits(error, 2)}" if np.isfinite(error) else digits(value)
    number, spread = (convert(v, quantity.unit, quantity.display_unit) for v in (value, error))
    text = f"{digits(number)} +/- {digits(spread, 2)}" if np.isfinite(error) else digits(number)
    return f"{text} {flat(quantity.display_unit)}"
