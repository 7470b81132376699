"""Phase and amplitude of a modulated hot spot, as a probe beam sees it.

A pump of radius w_1, modulated as e^(i w t), heats the face of a metal transducer; a Gaussian probe of 1/e^2
radius w_2 reads the temperature there. With g(k, s) the response of the layers (`colase.heat.kernel`),

    H(w) = Int g(k, i w) S(k) exp(-k^2 w_2^2/8) k dk/(2 pi),
    phase = arg H + phi_0 - w tau:       negative where temperature lags,

S = exp(-k^2 w_1^2/8) for a Gaussian pump (1/e^2 radius) and 2 J_1(k w_1)/(k w_1) for an even disc, as the end
of a multimode fibre gives; phi_0 and tau are those of the electronics. The lag at low frequency tells how
heat spreads in the substrate over the beams, at high frequency what the transducer and the boundary below it
hold back. Reference: cahill2004.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal, final

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError, nearest
from colase.heat.conduction import Floats
from colase.heat.heating import Heating
from colase.heat.inversion import Complex
from colase.heat.sources import At, BeerLambert, Profile
from colase.heat.spots import Disc, GaussianSpot, Spot
from colase.heat.stack import HeatLayer, Stack
from colase.heat.views import Probe
from colase.quantity import Quantity, check_bounds

_RADIUS = {"unit": "m", "shown": "um", "gt": 0.0, "lt": 1e-2}
PUMP_SHAPES = ("gaussian", "disc")
INSTRUMENT = {"phase_offset": np.pi / 180, "delay": 1e-9}
"""Numbers that may have either sign, with the step in which a fit counts them (rad, s)."""
OWN = ("pump_radius", "probe_radius", *INSTRUMENT)
LAYER_NUMBERS = ("conductivity", "lateral_conductivity", "heat_capacity", "thickness", "resistance")


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Thermoreflectance:
    """A sample under two beams; the first layer of the stack is the transducer.

    ``absorption_depth`` is that of the pump in the transducer (m); zero heats its face.
    """

    stack: Stack
    pump_radius: Annotated[
        float, Quantity(symbol="w_1", meaning="radius of the pump", example="4 um", **_RADIUS)
    ]
    probe_radius: Annotated[
        float, Quantity(symbol="w_2", meaning="1/e^2 radius of the probe", example="4 um", **_RADIUS)
    ]
    absorption_depth: float = 0.0
    pump_shape: Literal["gaussian", "disc"] = "gaussian"
    phase_offset: Annotated[
        float, Quantity("rad", "φ_0", "phase of the reference", example="0.01 rad", ge=-7.0, le=7.0)
    ] = 0.0
    delay: Annotated[
        float, Quantity("s", "τ", "delay of the electronics", "ns", "0.2 ns", ge=-1e-3, le=1e-3)
    ] = 0.0

    def __post_init__(self) -> None:
        check_bounds(self)
        if self.pump_shape not in PUMP_SHAPES:
            raise InputError(
                f'thermoreflectance: a pump is {" or ".join(PUMP_SHAPES)}, not "{self.pump_shape}".'
                f"{nearest(str(self.pump_shape), PUMP_SHAPES)}"
            )

    @property
    def heating(self) -> Heating:
        """What is heated and seen."""
        source: Profile = BeerLambert(self.absorption_depth) if self.absorption_depth else At(0.0)
        pump: Spot = (Disc if self.pump_shape == "disc" else GaussianSpot)(radius=self.pump_radius)
        return Heating(self.stack, pump, profile=source, view=Probe(self.probe_radius))

    def response(self, frequency: ArrayLike) -> Complex:
        """Return the complex temperature per absorbed peak irradiance, in K m^2/W."""
        turn = self.phase_offset - 2 * np.pi * np.asarray(frequency, dtype=float) * self.delay
        return self.heating.modulated(frequency) * np.exp(1j * turn)

    def phase(self, frequency: ArrayLike) -> Floats:
        """Return the phase in rad, negative where temperature lags behind the pump."""
        return np.asarray(np.angle(self.response(frequency)), dtype=np.float64)

    def value(self, name: str) -> float:
        """Return a number by name: of the beams, of the electronics, or "layer.quantity".

        Raises
        ------
        InputError
            If there is no such number.
        """
        if name in OWN:
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
        beams = {name: value for name, value in values.items() if name in OWN}
        stack = self.stack
        for name, value in values.items():
            if name not in OWN:
                layer, quantity = self._address(name)
                stack = stack.with_layer(_with(stack.layer(layer.name), quantity, value))
        return replace(self, stack=stack, **beams)

    def _address(self, name: str) -> tuple[HeatLayer, str]:
        layer, _, quantity = name.rpartition(".")
        if quantity not in LAYER_NUMBERS or not layer:
            known = [f"{m.name}.{q}" for m in self.stack.layers for q in LAYER_NUMBERS]
            raise InputError(
                f'thermoreflectance: there is no number "{name}".{nearest(name, [*known, *OWN])} '
                f"Give one of {', '.join(OWN)}, or a layer with one of {', '.join(LAYER_NUMBERS)}."
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
