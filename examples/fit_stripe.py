"""Edge emission against stripe length becomes gain, although the longest stripes saturate.

The truth is known: 200 1/cm, saturating at I_s/A = 0.3 m, 5 % noise, stripes up to 0.5 mm (gL = 10). The
exponential formula over all lengths gives a gain that is too small and an error that is far too small.
"""

import numpy as np

from colase.measurement import fit_stripe
from colase.measurement.synthetic import stripe

length = np.linspace(12.5e-6, 500e-6, 40)
measured = stripe(length, gain=2e4, saturation=0.3, seed=1)
found = fit_stripe(length, measured.output)
print(found)

naive = float(found.data.small_signal_gain.isel(cutoff=-1))
low, high = found.interval
assert found.saturates
assert low < 2e4 < high
assert naive < 0.95 * 2e4
assert abs(found.gain / 2e4 - 1) < 0.03
