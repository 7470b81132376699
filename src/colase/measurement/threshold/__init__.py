"""From a light curve to its threshold, under every definition in use, side by side.

No single number is "the" threshold: definitions agree only for beta much below one, and each has its bias
(milanese2022, ning2013). The rate-equation fit (`s_curve`) is the reference: it uses all points, its model
says what is meant (the kink where carriers clamp), and its profile interval covers the truth when the model
is right. Where the linewidth collapses (`collapse`) is the second fit with a profile interval. The others
(`kinks`) get bootstrap intervals: residuals of the fit are redrawn, each pump value is redrawn within its
error.

Whether there is a threshold at all is a comparison of the S-curve with a power law of free slope, by the
Bayesian information criterion (schwarz1978): ln K = (BIC_power - BIC_S)/2; above 5 is strong, below 1 is no
evidence.
"""

from .fit import fit_threshold
from .found import ThresholdFit

__all__ = ["ThresholdFit", "fit_threshold"]
