"""Lines of a spectrum: found by prominence over the noise, fitted in groups, with Q or its lower bound.

The quality factor is wavelength over the Lorentzian width behind the instrument response; where that is
hidden a lower bound is given and said to be one (`window_fit`). Above threshold a linewidth is not that of
the cold cavity.

Two neighbouring lines are a doublet only if two lines of one width describe the window better than one by
the Bayesian information criterion; always fitting two would make the splitting of lafalce2019 eq. 1,

    phi = 2 |lambda_1 - lambda_2| / FSR,

biased upward, since two lines fitted to one never coincide.
"""

from .doublet import Doublet, fit_doublet, phi
from .fit import fit_lines
from .found import LineFit
from .search import find_lines
from .spectrum import noise_at, noise_of, spectrum_of

__all__ = [
    "Doublet",
    "LineFit",
    "find_lines",
    "fit_doublet",
    "fit_lines",
    "noise_at",
    "noise_of",
    "phi",
    "spectrum_of",
]
