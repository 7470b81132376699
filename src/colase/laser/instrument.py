"""The spectrometer that looks at the laser.

Of the photons that leave the modes it collects a share, each of those makes so many counts, and an exposure
adds up pulses. A pixel of width w counts (energy per wavelength) w/(hc/lambda) of these. With the values of a
new instrument (one pulse, everything collected, one count a photon) counts are photons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from colase.quantity import Quantity, check_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A Gaussian instrument response, and how many counts a photon makes."""

    resolution: Annotated[
        float,
        Quantity("m", "Δλ_i", "full width of the instrument response", "nm", "0.05 nm", gt=0.0, lt=1e-6),
    ] = 0.1e-9
    collection: Annotated[
        float,
        Quantity(
            "", "η_c", "share of the emitted light that reaches the detector", example="0.02", gt=0.0, le=1.0
        ),
    ] = 1.0
    counts_per_photon: Annotated[
        float,
        Quantity("", "η_d", "counts of the detector for a photon", example="0.9", gt=0.0, lt=1e9),
    ] = 1.0
    exposure: Annotated[
        float | None,
        Quantity(
            "s",
            "t_e",
            "time over which pulses are added up; without it one pulse",
            example="1 s",
            gt=0.0,
            lt=1e7,
        ),
    ] = None
    pixel: Annotated[
        float | None,
        Quantity(
            "m", "Δλ_p", "width of a pixel; without it half the resolution", "nm", "0.02 nm", gt=0.0, lt=1e-6
        ),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    @property
    def counts_each(self) -> float:
        """Counts for every photon emitted."""
        return self.collection * self.counts_per_photon

    @property
    def pixel_width(self) -> float:
        """Width of a pixel in m."""
        return 0.5 * self.resolution if self.pixel is None else self.pixel
