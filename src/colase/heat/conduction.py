"""What every conducting thing answers, layers or a body: its response to heat that is switched on.

All are rises per absorbed irradiance (K m^2/W) at what is looked at. H(t) follows a step at time zero, R(t)
a ramp, H'(t) a flash, and the complex amplitude heat modulated as e^(+i w t). Pulses, lasing under heat and
the levers need nothing else, so they work for any shape.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Conduction(ABC):
    """A linear conductor, what heats it and where one looks."""

    __slots__ = ()

    @abstractmethod
    def step(self, time: ArrayLike) -> Floats:
        """Return H(t) at times in s, zero before the start."""

    @abstractmethod
    def ramp(self, time: ArrayLike) -> Floats:
        """Return R(t) = Int_0^t H dt' in K s m^2/W."""

    @abstractmethod
    def impulse(self, time: ArrayLike) -> Floats:
        """Return dH/dt in K m^2/J, the rise after a flash of unit absorbed fluence."""

    @abstractmethod
    def steady(self) -> float:
        """Return the rise after endless time.

        Raises
        ------
        PhysicsError
            If heat cannot leave, so that there is no steady state.
        """

    @abstractmethod
    def modulated(self, frequency: ArrayLike) -> NDArray[np.complexfloating]:
        """Return the complex amplitude at modulation frequencies in Hz; a negative phase is a delay."""

    @abstractmethod
    def levers(self) -> Iterator[tuple[str, Callable[[float], Self]]]:
        """Yield the name of every thermal input and the function that multiplies it by a factor."""
