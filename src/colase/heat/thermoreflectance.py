"""Frequency-domain thermoreflectance: phase of a modulated hot spot, as a probe beam sees it.

A pump of 1/e^2 radius w_1, modulated as e^(i w t), heats the face of a metal transducer; a probe of radius
w_2 reads the temperature there. With g(k, s) the response of the layers (`colase.heat.kernel`),

    H(w) = Int g(k, i w) exp(-k^2 (w_1^2 + w_2^2)/8) k dk/(2 pi),      phase = arg H < 0: temperature lags.

The lag at low frequency tells how heat spreads in the substrate over the beam radius, at high frequency what
the transducer and the boundary below it hold back. Reference: cahill2004.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Annotated, final

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError, nearest
from colase.quantity import Quantity, check_bounds

from .conduction import Floats
from .heating import Heating
from .inversion import Complex
from .sources import At, BeerLambert, Profile
from .spots import GaussianSpot
from .stack import HeatLayer, Stack
from .views import Probe

_RADIUS = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 1e-2}
BEAMS = ("pump_radius", "probe_radius")
LAYER_NUMBERS = ("conductivity", "lateral_conductivity", "heat_capacity", "thickness", "resistance")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Thermoreflectance:
    """A sample under two beams; the first layer of the stack is the transducer.

    ``absorption_depth`` is that of the pump in the transducer (m); zero heats its face.
    """

    stack: Stack
    pump_radius: Annotated[
        float, Quantity(symbol="w_1", meaning="1/e^2 radius of the pump", example="4 um", **_RADIUS)
    ]
    probe_radius: Annotated[
        float, Quantity(symbol="w_2", meaning="1/e^2 radius of the probe", example="4 um", **_RADIUS)
    ]
    absorption_depth: float = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def heating(self) -> Heating:
        """What is heated and seen."""
        source: Profile = BeerLambert(self.absorption_depth) if self.absorption_depth else At(0.0)
        return Heating(
            self.stack, GaussianSpot(radius=self.pump_radius), profile=source, view=Probe(self.probe_radius)
        )

    def response(self, frequency: ArrayLike) -> Complex:
        """Return the complex temperature per absorbed peak irradiance, in K m^2/W."""
        return self.heating.modulated(frequency)

    def phase(self, frequency: ArrayLike) -> Floats:
        """Return the phase in rad, negative where temperature lags behind the pump."""
        return np.asarray(np.angle(self.response(frequency)), dtype=np.float64)

    def value(self, name: str) -> float:
        """Return a number by name: a beam radius or "layer.quantity" ("film.conductivity").

        Raises
        ------
        InputError
            If there is no such number.
        """
        if name in BEAMS:
            return float(getattr(self, name))
        layer, quantity = self._address(name)
        if quantity in ("thickness", "resistance"):
            return float(getattr(layer, quantity))
        solid = layer.solid
        return solid.along if quantity == "lateral_conductivity" else float(getattr(solid, quantity))

    def changed(self, values: Mapping[str, float]) -> Thermoreflectance:
        """Return the experiment with numbers replaced.

        A new conductivity across the layers keeps the ratio of both; give the lateral one to change it.
        """
        beams = {name: value for name, value in values.items() if name in BEAMS}
        stack = self.stack
        for name, value in values.items():
            if name not in BEAMS:
                layer, quantity = self._address(name)
                stack = stack.with_layer(_with(stack.layer(layer.name), quantity, value))
        return replace(self, stack=stack, **beams)

    def _address(self, name: str) -> tuple[HeatLayer, str]:
        layer, _, quantity = name.rpartition(".")
        if quantity not in LAYER_NUMBERS or not layer:
            known = [f"{m.name}.{q}" for m in self.stack.layers for q in LAYER_NUMBERS]
            raise InputError(
                f'thermoreflectance: there is no number "{name}".{nearest(name, [*known, *BEAMS])} '
                f"Give a beam radius or a layer with one of {', '.join(LAYER_NUMBERS)}."
            )
        return self.stack.layer(layer), quantity


def _with(layer: HeatLayer, quantity: str, value: float) -> HeatLayer:
    """Return a layer with one number replaced."""
    if quantity == "thickness":
        return replace(layer, thickness=value)
    if quantity == "resistance":
        return replace(layer, resistance=value)
    solid = layer.solid
    if quantity == "conductivity" and solid.lateral_conductivity is not None:
        ratio = solid.lateral_conductivity / solid.conductivity
        solid = replace(solid, lateral_conductivity=value * ratio)
    return replace(layer, solid=replace(solid, **{quantity: value}))


@final
@dataclass(frozen=True, slots=True)
class Sweep:
    """A measured sweep: frequency (Hz), phase (rad), and beam radii (m) where the file gives them."""

    frequency: tuple[float, ...]
    phase: tuple[float, ...]
    pump_radius: float | None = None
    probe_radius: float | None = None
    header: str = ""

    def __post_init__(self) -> None:
        f, p = np.asarray(self.frequency), np.asarray(self.phase)
        if f.size != p.size or f.size < 3 or not (np.isfinite(f).all() and np.isfinite(p).all()):
            raise InputError("thermoreflectance: a sweep needs three or more frequencies and as many phases.")
        if (f <= 0).any():
            raise InputError("thermoreflectance: frequencies of a sweep must be positive.")

    def between(self, lowest: float, highest: float) -> Sweep:
        """Return the part of the sweep from one frequency to another (Hz)."""
        f = np.asarray(self.frequency)
        keep = (f >= lowest) & (f <= highest)
        return replace(
            self,
            frequency=tuple(f[keep].tolist()),
            phase=tuple(np.asarray(self.phase)[keep].tolist()),
        )


_BEAM = re.compile(r"(Probe|Pump)\s+rad:\s*([0-9.eE+-]+)\s*um", re.IGNORECASE)


def read_sweep(text: str) -> Sweep:
    """Return the sweep that a text holds: beam radii in a header, then frequency, amplitude, degrees.

    Raises
    ------
    InputError
        If a line is not three numbers; the sentence names the line.
    """
    lines = text.splitlines()
    beams = {name.lower(): float(value) * 1e-6 for name, value in _BEAM.findall(lines[0] if lines else "")}
    rows = []
    for number, line in enumerate(lines, 1):
        parts = line.split()
        if not parts or not parts[0][:1].isdigit() or (number == 1 and beams):
            continue
        rows.append(_row(number, parts))
    if not rows:
        raise InputError("thermoreflectance: the text holds no rows of frequency, amplitude and phase.")
    frequency, _, phase = zip(*rows, strict=True)
    return Sweep(
        frequency, tuple(np.radians(phase).tolist()), beams.get("pump"), beams.get("probe"), lines[0].strip()
    )


def _row(number: int, parts: list[str]) -> tuple[float, float, float]:
    try:
        frequency, amplitude, phase = (float(part) for part in parts)
    except ValueError:
        raise InputError(
            f"thermoreflectance: line {number} is not frequency, amplitude and phase: {' '.join(parts)[:60]}"
        ) from None
    if not all(isfinite(v) for v in (frequency, amplitude, phase)):
        raise InputError(f"thermoreflectance: line {number} holds a value that is not a finite number.")
    return frequency, amplitude, phase
