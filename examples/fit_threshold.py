"""A light curve becomes a threshold: every definition side by side, each with its interval.

The curve is synthetic, so the truth is known: kink at 32.6 uJ/cm2, beta 0.002, 5 % noise. The fit of the
rate equations gets it back within its interval; two straight lines in logarithmic axes, often drawn by
eye, would say half.
"""

import numpy as np

from colase.measurement import fit_threshold
from colase.measurement.synthetic import light_curve

pump = np.geomspace(0.3, 3, 25) * 0.326  # J/m2
curve = light_curve(pump, threshold=0.326, beta=2e-3, scale=40.0, seed=11)
found = fit_threshold(pump, curve.output, pump_unit="J/m^2", seed=1)
print(found)

low, high = found.interval
trap = float(found.data.threshold.sel(definition="log-log break (not a threshold)"))
print(f"truth 32.6 uJ/cm2; two lines in log-log axes: {trap * 100:.1f} uJ/cm2")

assert low < 0.326 < high
assert found.log_evidence > 20
assert trap < 0.65 * 0.326
assert abs(found.threshold / 0.326 - 1) < 0.02
