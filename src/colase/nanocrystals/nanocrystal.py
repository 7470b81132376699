"""One nanocrystal: its band-edge lines, cross sections, lifetimes and size.

Three lines describe the band edge: absorption 0 -> X, emission X -> 0 (red of it by the Stokes
shift) and emission XX -> X (shifted from X -> 0 by the exciton-exciton interaction). They are
stored as the wavelengths one reads off measured spectra; shifts in energy follow from them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import pi
from typing import Annotated, Literal, final

from colase.constants import HC
from colase.quantity import Quantity, check_bounds

_LINE = {"unit": "m", "shown": "nm", "gt": 100e-9, "lt": 20e-6}
_SIGMA = {"unit": "m^2", "shown": "cm^2", "ge": 0.0, "lt": 1e-14}
_TIME = {"unit": "s", "shown": "ns", "gt": 1e-15, "lt": 1.0}
_SIZE = {"unit": "m", "shown": "nm", "gt": 0.1e-9, "lt": 1e-6}
_YIELD = {"unit": "", "ge": 0.0, "le": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nanocrystal(ABC):
    """What every nanocrystal has; the kinds below add a shape.

    ``lineshape_axis`` says on which axis the Gaussian line is symmetric: photon energy, or
    wavelength as kersuzan2025 eq. 5 is printed.
    """

    name: str
    reference: str = ""
    absorption_wavelength: Annotated[
        float, Quantity(symbol="λ_abs", meaning="peak of the 0→X absorption line", example="648 nm", **_LINE)
    ]
    emission_wavelength: Annotated[
        float, Quantity(symbol="λ_em", meaning="peak of the X→0 emission line", example="655 nm", **_LINE)
    ]
    biexciton_wavelength: Annotated[
        float, Quantity(symbol="λ_XX", meaning="peak of the XX→X emission line", example="660 nm", **_LINE)
    ]
    fwhm: Annotated[
        float,
        Quantity(
            "m", "w", "full width at half maximum of the emission line", "nm", "18 nm", gt=0.01e-9, lt=500e-9
        ),
    ]
    homogeneous_fwhm: Annotated[
        float | None,
        Quantity("m", "w_h", "homogeneous part of the line width", "nm", "18 nm", gt=0.01e-9, lt=500e-9),
    ] = None
    lineshape_axis: Literal["energy", "wavelength"] = "energy"
    sigma_abs: Annotated[
        float,
        Quantity(
            symbol="σ_0", meaning="peak absorption cross section of 0→X", example="8e-15 cm^2", **_SIGMA
        ),
    ]
    sigma_high: Annotated[
        float,
        Quantity(
            symbol="σ_high", meaning="absorption by higher states under the gain", example="0 cm^2", **_SIGMA
        ),
    ] = 0.0
    sigma_pump: Annotated[
        float,
        Quantity(
            symbol="σ_p", meaning="absorption cross section at the pump", example="4e-14 cm^2", **_SIGMA
        ),
    ]
    sigma_pump_wavelength: Annotated[
        float, Quantity(symbol="λ_p", meaning="wavelength at which σ_p holds", example="532 nm", **_LINE)
    ]
    tau_x: Annotated[
        float,
        Quantity(symbol="τ_X", meaning="decay time of the exciton, all channels", example="10 ns", **_TIME),
    ]
    tau_xx: Annotated[
        float,
        Quantity(
            symbol="τ_XX", meaning="decay time of the biexciton, all channels", example="0.5 ns", **_TIME
        ),
    ]
    quantum_yield_x: Annotated[
        float,
        Quantity(symbol="η_X", meaning="emission quantum yield of the exciton", example="0.5", **_YIELD),
    ] = 1.0
    quantum_yield_xx: Annotated[
        float,
        Quantity(symbol="η_XX", meaning="emission quantum yield of the biexciton", example="0.2", **_YIELD),
    ] = 1.0

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    @abstractmethod
    def volume(self) -> float:
        """Volume of one nanocrystal without ligands, in m^3."""

    @property
    def stokes_shift(self) -> float:
        """Absorption minus emission energy, in J (positive when emission is redder)."""
        return HC / self.absorption_wavelength - HC / self.emission_wavelength

    @property
    def biexciton_shift(self) -> float:
        """Energy of XX→X minus that of X→0, in J (positive for repulsion: emission to the blue)."""
        return HC / self.biexciton_wavelength - HC / self.emission_wavelength


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundNanocrystal(Nanocrystal):
    """A sphere: core and shells together have one diameter."""

    diameter: Annotated[
        float, Quantity(symbol="d", meaning="outer diameter without ligands", example="8 nm", **_SIZE)
    ]

    @property
    def volume(self) -> float:
        """Volume of the sphere, in m^3."""
        return pi / 6 * self.diameter**3


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class QuantumDot(RoundNanocrystal):
    """A sphere whose core holds both carriers, perhaps in a shell."""

    kind: Literal["quantum-dot"] = "quantum-dot"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class QuantumShell(RoundNanocrystal):
    """A spherical quantum well (CdS/CdSe/CdS): its carriers sit in the middle shell."""

    kind: Literal["quantum-shell"] = "quantum-shell"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Nanoplatelet(Nanocrystal):
    """A flat box: a quantum well with finite sides."""

    kind: Literal["nanoplatelet"] = "nanoplatelet"
    length: Annotated[
        float, Quantity(symbol="a", meaning="long side without ligands", example="20 nm", **_SIZE)
    ]
    width: Annotated[
        float, Quantity(symbol="b", meaning="short side without ligands", example="20 nm", **_SIZE)
    ]
    thickness: Annotated[
        float, Quantity(symbol="c", meaning="thickness without ligands", example="5 nm", **_SIZE)
    ]

    @property
    def volume(self) -> float:
        """Volume of the box, in m^3."""
        return self.length * self.width * self.thickness
