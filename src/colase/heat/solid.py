"""What conducts heat: a solid with its conductivities and its heat capacity.

Fourier's law  q = -k grad T  with one conductivity across the layers and one along them (a uniaxial
crystal with its axis along the normal, or any film), constant in temperature. Stored heat is C T with
C = density times specific heat.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Annotated, final

from colase.quantity import Quantity, check_bounds

_CONDUCTIVITY = {"unit": "W/(m*K)", "gt": 0.0, "lt": 1e5}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A homogeneous body that conducts and stores heat.

    Raises
    ------
    InputError
        If a conductivity or the heat capacity is not positive.
    """

    conductivity: Annotated[
        float,
        Quantity(
            symbol="k_z",
            meaning="thermal conductivity across the layers",
            example="0.24 W/(m*K)",
            **_CONDUCTIVITY,
        ),
    ]
    heat_capacity: Annotated[
        float,
        Quantity(
            "J/(m^3*K)",
            "C",
            "heat capacity per volume",
            "J/(cm^3*K)",
            "1.17 J/(cm^3*K)",
            gt=0.0,
            lt=1e9,
        ),
    ]
    lateral_conductivity: Annotated[
        float | None,
        Quantity(
            symbol="k_r",
            meaning="thermal conductivity along the layers",
            example="30 W/(m*K)",
            **_CONDUCTIVITY,
        ),
    ] = None
    name: str = ""

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def along(self) -> float:
        """Conductivity along the layers, in W/(m K); that across them if none is given."""
        return self.conductivity if self.lateral_conductivity is None else self.lateral_conductivity

    @property
    def mean_conductivity(self) -> float:
        """Geometric mean sqrt(k_z k_r), which governs spreading from a spot into a half-space."""
        return sqrt(self.conductivity * self.along)

    @property
    def diffusivity(self) -> float:
        """k_z/C in m^2/s."""
        return self.conductivity / self.heat_capacity
