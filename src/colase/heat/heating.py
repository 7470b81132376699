"""Temperature of a stack under a spot of light: transient, steady and modulated.

A unit step of absorbed irradiance raises the temperature by H(t), the inverse Laplace transform of g(s)/s; a
ramp by R(t), that of g(s)/s^2. Both come from one evaluation of the response on the nodes of a decade of
time, so a thousand times cost what ten cost. Valid for conduction that does not depend on temperature, from
the time phonons need to cross a layer (some picoseconds) to as long as the surroundings stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import isfinite, sqrt
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError, PhysicsError

from .conduction import Conduction, Floats
from .inversion import Complex, contour, decades
from .kernel import response, waves
from .quadrature import wave_numbers
from .sources import At, Profile, Uniform
from .spots import Spot
from .stack import HeatLayer, Stack
from .views import Point, View

_EARLIEST = 1e-16  # s


@final
@dataclass(frozen=True, slots=True)
class Heating(Conduction):
    """A stack, the spot of light on it, the layer that gets warm, and from where one looks.

    Attributes
    ----------
    stack : Stack
        What conducts.
    spot : Spot
        Relative intensity over the surface.
    layer : int
        Layer in which heat is made.
    profile : Profile
        Over its depth.
    seen : int
        Layer whose temperature is asked for.
    weight : Profile
        Over its depth: `At(0)` its top face, `Uniform()` its mean, `Weighted` an optical mode.
    view : View
        Across the surface.
    """

    stack: Stack
    spot: Spot
    layer: int = 0
    profile: Profile = Uniform()
    seen: int = 0
    weight: Profile = At(0.0)
    view: View = Point()

    def __post_init__(self) -> None:
        for number, profile in ((self.layer, self.profile), (self.seen, self.weight)):
            if not 0 <= number < len(self.stack.layers):
                raise InputError(
                    f"heat: layer {number} does not exist; the stack has {len(self.stack.layers)}."
                )
            layer = self.stack.layers[number]
            profile.check(layer.thickness, layer.name)

    def step(self, time: ArrayLike) -> Floats:
        """Return H(t) in K m^2/W, the rise per absorbed irradiance that was switched on at time zero.

        Parameters
        ----------
        time : array_like
            Times in s; before zero nothing is warm.

        Raises
        ------
        InputError
            If a time is not a finite number.
        """
        return self._inverse(time, 0)

    def ramp(self, time: ArrayLike) -> Floats:
        """Return R(t) = Int_0^t H dt' in K s m^2/W."""
        return self._inverse(time, 1)

    def impulse(self, time: ArrayLike) -> Floats:
        """Return dH/dt in K m^2/J, the rise after a flash of unit absorbed fluence at time zero."""
        return self._inverse(time, -1)

    def steady(self) -> float:
        """Return the rise per absorbed irradiance after endless time, in K m^2/W.

        Raises
        ------
        PhysicsError
            If heat cannot leave, so that there is no steady state.
        """
        if self.stack.closed:
            raise PhysicsError(
                "heat: both faces are insulated and no layer is infinite, so heat cannot leave and there "
                "is no steady "
                "state; the temperature rises for ever. Give a backside that is fixed or convective."
            )
        thick = sum(layer.thickness for layer in self.stack.layers if not layer.infinite)
        return float(_spectrum(self, np.zeros(1, dtype=complex), 1e-6 / (self.spot.reach + thick))[0].real)

    def modulated(self, frequency: ArrayLike) -> Complex:
        """Return the complex amplitude per absorbed irradiance modulated as e^(+i w t), in K m^2/W.

        A negative phase is a delay.

        Parameters
        ----------
        frequency : array_like
            In Hz, above zero.
        """
        f = np.atleast_1d(np.asarray(frequency, dtype=float))
        if not (np.isfinite(f).all() and (f > 0).all()):
            raise InputError("heat: modulation frequencies must be positive numbers.")
        lowest = sqrt(2 * np.pi * f.min() / self.stack.fastest)
        return _spectrum(self, 2j * np.pi * f, 0.1 * lowest).reshape(np.shape(frequency))

    def levers(self) -> Iterator[tuple[str, Callable[[float], Heating]]]:
        """Yield thickness, conductivity, capacity and resistance of every layer, each to be multiplied."""
        for layer in self.stack.layers:
            for quantity in ("thickness", "conductivity", "heat_capacity", "resistance"):
                present = quantity != "resistance" or layer.resistance > 0
                if present and not (quantity == "thickness" and layer.infinite):
                    name = f"{layer.name}: {quantity.replace('_', ' ')}"
                    yield name, partial(self._scaled, layer, quantity)

    def _scaled(self, layer: HeatLayer, quantity: str, factor: float) -> Heating:
        stack = self.stack.with_layer(layer.scaled(quantity, factor))
        if quantity != "thickness":
            return replace(self, stack=stack)
        number = self.stack.index(layer.name)
        profile = self.profile.stretched(factor) if self.layer == number else self.profile
        weight = self.weight.stretched(factor) if self.seen == number else self.weight
        return replace(self, stack=stack, profile=profile, weight=weight)

    def thickened(self, layer: str, thickness: float) -> Heating:
        """Return the same with another thickness (m) of a layer; heat and observer stretch with it."""
        old = self.stack.layer(layer)
        return self._scaled(old, "thickness", thickness / old.thickness)

    def _inverse(self, time: ArrayLike, power: int) -> Floats:
        t = np.asarray(time, dtype=float)
        if not np.isfinite(t).all():
            raise InputError(
                "heat: times must be finite numbers; for endless heating ask for the steady state."
            )
        out = np.zeros(t.shape)
        warm = t > 0
        late = np.maximum(t[warm], _EARLIEST)
        found = np.empty(late.shape)
        number = decades(late)
        for n in np.unique(number):
            s, coefficients = _decade(self, int(n))
            pick = number == n
            found[pick] = (np.exp(np.outer(late[pick], s)) * (coefficients / s**power)).real.sum(axis=1)
        out[warm] = found
        return out


@lru_cache(maxsize=512)
def _decade(heating: Heating, n: int) -> tuple[Complex, Complex]:
    """Return the nodes of one decade of time and their coefficients in the step response."""
    longest = 10.0**n
    s, w = contour(longest)
    smallest = 0.2 / sqrt(heating.stack.fastest * longest)
    coefficients = w * _spectrum(heating, s, smallest) / s
    coefficients.flags.writeable = False
    return s, coefficients


def _spectrum(heating: Heating, s: Complex, smallest: float) -> Complex:
    """Return the response summed over lateral wave numbers, shape (s,)."""
    k, weight, local = _grid(heating.spot, heating.view, _rounded(smallest))
    found = waves(heating.stack, k, s)
    g = response(heating.stack, found, (heating.layer, heating.profile), (heating.seen, heating.weight))
    end = g[:, -1]
    return ((g - end[:, None]) * weight).sum(axis=1) + local * end


@lru_cache(maxsize=64)
def _grid(spot: Spot, view: View, smallest: float) -> tuple[Floats, Floats, float]:
    return wave_numbers(spot, view, smallest)


def _rounded(smallest: float) -> float:
    """Return a wave number rounded down to a power of two, so that grids are shared."""
    return 2.0 ** np.floor(np.log2(smallest)) if isfinite(smallest) and smallest > 0 else smallest
