"""Variable stripe length: edge emission against stripe length to net modal gain (shaklee1971).

The whole curve is fitted at once: gain, saturation, background, the true zero of the stripe and the
blur of its edge,

    y(L) = B + A < I(L - L_0 + u) >_u,   dI/dz = 1 + g I/(1 + I/s),   u Gaussian of the edge's width

(`model`). The exponential formula y = A (e^{gL} - 1)/g is for short stripes only: past saturation it
gives a gain that is too small, with a formal error that shrinks as the bias grows (dalnegro2004, cerdan2017).
So the small-signal gain is given for every cut-off with the largest cut-off at which it is
admissible: gL below 5 and agreeing with the joint fit. Whether the data show saturation is judged by the
Bayesian information criterion, the gain is averaged over both models with their weights, and its interval
is that of the profile over every saturation the data allow. Weights are those of
`colase.measurement.noise.Noise`; A and B enter linearly and are projected out.
"""

from .fit import fit_stripe
from .fluence_fit import FluenceFit
from .fluences import fit_fluences, fit_stripes
from .found import StripeFit
from .model import stripe_output

__all__ = ["FluenceFit", "StripeFit", "fit_fluences", "fit_stripe", "fit_stripes", "stripe_output"]
