"""Films: bands and yields, amplified emission, transient absorption, photons absorbed per nanocrystal."""

from .amplified import AmplifiedOnset, fit_amplified
from .bands import Bands, fit_bands
from .counted import Counted, Measured, absorbed_photons, density_from_absorbance, packing, pump_cross_section
from .decay import Decay, fit_decay
from .transient import GainRegion, gain_region, threshold_over_fluence
from .yields import quantum_yield, without_self_absorption

__all__ = [
    "AmplifiedOnset",
    "Bands",
    "Counted",
    "Decay",
    "GainRegion",
    "Measured",
    "absorbed_photons",
    "density_from_absorbance",
    "fit_amplified",
    "fit_bands",
    "fit_decay",
    "gain_region",
    "packing",
    "pump_cross_section",
    "quantum_yield",
    "threshold_over_fluence",
    "without_self_absorption",
]
