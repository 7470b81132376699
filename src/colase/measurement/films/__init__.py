"""Films: bands and yields, amplified emission, transient absorption, photons absorbed per nanocrystal."""

from .amplified import AmplifiedOnset, fit_amplified
from .bands import Bands, fit_bands
from .chirp import TimeZero, time_zero
from .counted import Counted, Measured, absorbed_photons, density_from_absorbance, packing, pump_cross_section
from .decay import Decay, fit_decay
from .gain_threshold import GainThreshold, fit_gain_threshold, threshold_over_fluence
from .transient import GainRegion, band_decay, gain_region
from .yields import quantum_yield, without_self_absorption

__all__ = [
    "AmplifiedOnset",
    "Bands",
    "Counted",
    "Decay",
    "GainRegion",
    "GainThreshold",
    "Measured",
    "TimeZero",
    "absorbed_photons",
    "band_decay",
    "density_from_absorbance",
    "fit_amplified",
    "fit_bands",
    "fit_decay",
    "fit_gain_threshold",
    "gain_region",
    "packing",
    "pump_cross_section",
    "quantum_yield",
    "threshold_over_fluence",
    "time_zero",
    "without_self_absorption",
]
