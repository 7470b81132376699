"""Coupled disks: time of a matrix, a root, a sweep and an exceptional point, against the number of harmonics.

    python benchmarks/coupling.py

The pair is that of lafalce2019 (two disks of 26 um, n = 1.9, gap 150 nm, E_z near 630 nm). The peer is the
plain way: the same equations without symmetry, reduction or pencil, one determinant by scipy's LU per
trial wavenumber in a secant search. Meep stands beside the small pair in `against_meep.py`.
"""

import numpy as np
from scipy.linalg import lu_factor
from timing import timed

from colase.coupling import Disk, MultiDisk, coupling_rates, maxwell_point, resonance_group, sweep
from colase.coupling.disks.maxwell import balanced_pair
from colase.coupling.disks.truncation import truncated
from colase.coupling.multipole.reduction import pencil
from colase.materials import as_material

RADIUS, INDEX, GAP, ORDER = 13e-6, 1.9, 150e-9, 236
WINDOW = (629.6e-9, 630.0e-9)
PAIR = (Disk((0, 0), RADIUS, INDEX), Disk((2 * RADIUS + GAP, 0), RADIUS, INDEX))
CENTRE = 2 * np.pi / 629.76e-9


def matrices():
    """Print the time of a matrix and of a pencil against harmonics and symmetry."""
    print("harmonics  symmetry        unknowns  matrix/ms  pencil/ms")
    for harmonics in (280, 324, 400):
        for name, mirror, exchange in (("none", 0, 0), ("mirror", 1, 0), ("mirror+exchange", 1, 1)):
            system = truncated(PAIR, as_material(1.0), True, CENTRE, 1e-7, harmonics, mirror, exchange)
            orders = (ORDER,) if mirror else (ORDER, -ORDER)
            places = np.array([system.position(j, m) for j in ((0,) if exchange else (0, 1)) for m in orders])
            _, build = timed(lambda s=system: s.matrix(CENTRE), 3)
            _, whole = timed(lambda s=system, p=places: pencil(s.matrix, p, CENTRE, diagonal=s.diagonal), 3)
            print(f"{harmonics:9d}  {name:15s} {system.unknowns:8d} {build * 1e3:10.1f} {whole * 1e3:10.1f}")


def roots():
    """Print the time of all four modes, and of the plain way for one of them."""
    modes, ours = timed(lambda: MultiDisk(PAIR).modes(WINDOW, check=False), 2)
    half = np.ptp(modes.frequency_offset.real) / 2e9
    print(f"four modes, symmetric: {ours:.2f} s, half splitting {half:.5f} GHz")
    _, whole = timed(lambda: MultiDisk(PAIR).modes(WINDOW, symmetry=False, check=False))
    print(f"four modes, no symmetry: {whole:.2f} s")
    system = truncated(PAIR, as_material(1.0), True, CENTRE, 1e-7)

    def determinant(k):
        lu, _ = lu_factor(system.matrix(k), check_finite=False)
        d = np.diag(lu)
        return np.exp(1j * np.angle(d).sum() + np.log(np.abs(d)).sum() - base[0])

    base = [0.0]
    lu, _ = lu_factor(system.matrix(CENTRE), check_finite=False)
    base[0] = np.log(np.abs(np.diag(lu))).sum()

    def secant():
        exact = modes.data.wavenumber.values[0]
        a, b = exact * (1 - 3e-8), exact * (1 - 2e-8)
        fa, fb = determinant(a), determinant(b)
        for _ in range(40):
            a, fa, b = b, fb, b - fb * (b - a) / (fb - fa)
            if abs(b - a) < 1e-13 * abs(b):
                break
            fb = determinant(b)
        return b

    _, plain = timed(secant)
    print(f"plain secant on the determinant, one mode from a start 1e-8 away: {plain:.2f} s")


def sweeps():
    """Print the time of rates, a hundred-point sweep and a certified exceptional point."""
    gaps = np.array([150, 200, 250, 300, 350, 396, 400]) * 1e-9
    _, seconds = timed(lambda: coupling_rates(RADIUS, INDEX, gaps, 630e-9))
    print(f"rates at 7 gaps, four modes each: {seconds:.2f} s")
    disks = balanced_pair(RADIUS, INDEX, 200e-9)
    group = resonance_group(disks(0.0), WINDOW, mirror="even")
    tau = np.linspace(0, 3.4e-5, 100)
    for polish in (False, True):
        _, seconds = timed(lambda p=polish: sweep(disks, tau, group, polish=p))
        print(f"gain sweep, 100 points, {'polished' if polish else 'pencil only'}: {seconds:.2f} s")
    point, seconds = timed(lambda: maxwell_point(disks, group, (1.7e-5, 0.0), (1.7e-5, 1.7e-5)))
    found = f"tau {point.parameters[0]:.6e}, {point.evaluations} pencils"
    print(f"exceptional point with certificate: {seconds:.2f} s, {found}")


if __name__ == "__main__":
    matrices()
    roots()
    sweeps()
