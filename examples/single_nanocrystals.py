"""Single nanocrystals by random walks: are the populations of the ladder right?

A flash leaves two excitons per nanocrystal on average; they recombine with Auger rates that grow as N^2 (N -
1).
"""

import numpy as np

from colase.gain import driven_populations, poisson
from colase.laser import kinetic_monte_carlo

n = np.arange(9)
decay = n / 20e-9 + n**2 * (n - 1) / 4 / 1e-9  # 1/s
walks, photons, time = 1_000_000, 2.0, 0.5e-9
counts = kinetic_monte_carlo(decay, photons, time, walks)

# The same by the master equation, in eigenvectors.
generator = np.diag(-decay) + np.diag(decay[1:], 1)
values, vectors = np.linalg.eig(generator)
exact = (vectors @ (np.exp(values * time) * np.linalg.solve(vectors, poisson(photons, n.size)))).real
z = (counts / walks - exact) / np.sqrt(exact * (1 - exact) / walks)
for i in range(5):
    print(f"{i} excitons: {counts[i] / walks:.5f} walked, {exact[i]:.5f} exact, {z[i]:+.1f} standard errors")

assert callable(driven_populations)
assert abs(z[exact > 1e-5]).max() < 4
