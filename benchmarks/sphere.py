"""Sphere modes beside a plain scan of the characteristic equation with scipy, same modes, same run.

    python benchmarks/sphere.py

Radii 10 and 10.49 um, indices 1.4564 and 1.76 in air, 600 to 700 nm, radial order up to 5. The scan
evaluates Riccati-Bessel functions (scipy) on a grid of wavenumbers, takes every change of sign and refines
it with brentq; it gives wavelengths. The package gives these and Q, confinement, group index, mode volume.
"""

from itertools import pairwise
from typing import cast

import numpy as np
from scipy.optimize import brentq
from scipy.special import jv, yv
from timing import timed

from colase.cavity import LayeredSphere

RADII, INDEX = (10.0, 10.49), (1.4564, 1.76)  # um
WINDOW, ORDERS = (0.6, 0.7), 5


def riccati(l, z):
    """Return psi, psi', chi, chi'."""
    f = np.sqrt(np.pi * z / 2)
    psi, chi = f * jv(l + 0.5, z), f * yv(l + 0.5, z)
    return psi, f * jv(l - 0.5, z) - l * psi / z, chi, f * yv(l - 0.5, z) - l * chi / z


def characteristic(k, l, tm):
    """Return a function of k that changes sign at every resonance (chi outside)."""
    a, b, (n1, n2) = *RADII, INDEX
    psi, dpsi, _, _ = riccati(l, n1 * k * a)
    u, v = psi, dpsi * (n2 / n1 if tm else n1 / n2)  # v in units of n2 k
    psi, dpsi, chi, dchi = riccati(l, n2 * k * a)
    p, q = u * dchi - v * chi, v * psi - u * dpsi
    psi, dpsi, chi, dchi = riccati(l, n2 * k * b)
    u, v = p * psi + q * chi, (p * dpsi + q * dchi) * (1 / n2 if tm else n2)
    _, _, chi, dchi = riccati(l, k * b)
    return v - u * dchi / chi


def scanned():
    """Return sorted wavelengths in m found by the scan."""
    low, high = 2 * np.pi / WINDOW[1], 2 * np.pi / WINDOW[0]
    found = []
    for l in range(1, int(INDEX[1] * RADII[1] * high) + 1):
        first = l / (INDEX[1] * RADII[1])
        grid = np.linspace(first, high, max(int((high - first) / 0.012), 2) + 1)
        for tm in (False, True):
            value = characteristic(grid, l, tm)
            turns = [pair for pair, w in zip(pairwise(grid), pairwise(value), strict=True) if w[0] * w[1] < 0]
            for ends in turns[:ORDERS]:
                if ends[1] >= low:
                    root = cast(float, brentq(characteristic, *ends, args=(l, tm), xtol=1e-14))
                    found += [2e-6 * np.pi / root] * (low <= root <= high)
    return np.sort(found)


def main():
    sphere = LayeredSphere(tuple(1e-6 * r for r in RADII), INDEX)
    low, high = WINDOW

    def solve():
        return sphere.modes((1e-6 * low, 1e-6 * high), radial_max=ORDERS)

    _, first = timed(solve)
    modes, ours = timed(solve, 5)
    scan, theirs = timed(scanned)
    print(f"package   {modes.sizes['mode']} modes  {ours * 1e3:8.1f} ms   (first call {first:.1f} s)")
    print(f"scan      {scan.size} modes  {theirs * 1e3:8.1f} ms   wavelengths only")
    print(f"ratio     {theirs / ours:.0f}")
    if scan.size == modes.sizes["mode"]:
        worst = np.abs(scan / modes.wavelength.values - 1).max()
        print(f"largest relative difference of a wavelength {worst:.1e}")


if __name__ == "__main__":
    main()
