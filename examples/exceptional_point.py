"""An exceptional point of two coupled disks, found in Maxwell's equations and certified.

One disk amplifies (n - i tau), its neighbour absorbs (n + i tau). At one tau the two supermodes become one:
same frequency, same growth, same field. Coupled-mode theory puts it where gain differential and splitting
are equal, 2 g = 2 kappa; the exact point lies 0.07 % higher at a gap of 300 nm and 7.5 % higher at 150 nm.
"""

import numpy as np

from colase.coupling import coupling_rates, maxwell_point, resonance_group, sweep
from colase.coupling.disks.maxwell import balanced_pair

RADIUS, INDEX, GAP = 13e-6, 1.9, 300e-9
WINDOW = (629.6e-9, 630.0e-9)

kappa = coupling_rates(RADIUS, INDEX, [GAP], 629.8e-9).data
response = 0.99804  # -(n/k) dk/dn of the disk alone
two_mode = float(kappa.half_splitting[0]) / 476.04e12 * INDEX / response

disks = balanced_pair(RADIUS, INDEX, GAP)
group = resonance_group(disks(0.0), WINDOW, mirror="even")
point = maxwell_point(disks, group, (two_mode, 0.0), (two_mode, two_mode))
print(point.describe())
tau = point.parameters[0]
print(f"tau = {tau:.6e}; two-mode theory {two_mode:.6e}, {100 * (tau / two_mode - 1):+.2f} % off")

path = sweep(disks, tau * np.array([0.0, 0.5, 0.9, 1.2, 1.6]), group, polish=False)
for value, split in zip(path.parameter.values, np.ptp(path.frequency.values, axis=1), strict=True):
    print(f"tau = {value:.2e}: lines {split / (2e9 * np.pi):6.3f} GHz apart")

assert point.certified
assert abs(tau / 3.778331e-6 - 1) < 1e-6
