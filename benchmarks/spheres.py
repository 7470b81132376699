"""Two spheres: time of a matrix, a reduction, a root and a splitting, against the number of polar orders.

    python benchmarks/spheres.py [--large]

The spheres are silica-like (1.457) with a coat of 490 nm of index 1.90, gap 100 nm, m = 1, TE near 663 nm.
The peer is the plain way: one determinant by scipy's LU per trial wavenumber in a secant search, same matrix,
no reduction and no symmetry. With --large the pair of 48 um is solved, too (l = 413, 490 orders).
"""

import argparse

import numpy as np
from scipy.linalg import lu_factor
from timing import timed

from colase.cavity import LayeredSphere
from colase.coupling import TwoSpheres, sphere_coupling
from colase.coupling.spheres.reduced import reduced
from colase.coupling.spheres.system import System, places
from colase.coupling.spheres.translation import translation
from colase.coupling.spheres.tuning import nearest
from colase.coupling.vernier import best_pair, comb_table

SMALL = LayeredSphere((6e-6, 6.49e-6), (1.457, 1.90))
LARGE = LayeredSphere((23.51e-6, 24e-6), (1.457, 1.90))
GAP = 100e-9


def matrices(sphere, wavelength, orders):
    """Print time of translation, matrix and exact reduction."""
    own = nearest(sphere, wavelength, "TE")
    print("polar orders  symmetry  unknowns  translation/ms  matrix/ms  reduction/ms")
    for L in orders:
        for name, exchange in (("none", 0), ("exchange", 1)):
            system = System((sphere, sphere), GAP, 1, (L, L), exchange)
            kept = places(system, [own])
            k, a = own.k.real, sphere.radii[-1]
            _, shift = timed(
                lambda k=k, a=a, L=L, d=system.distance: translation(k + 0j, (a, L), (a, L), d, 1), 3
            )
            _, build = timed(lambda s=system, k=k: s.matrix(k), 3)
            _, whole = timed(lambda s=system, p=kept, k=k: reduced(s, p, k), 3)
            times = f"{shift * 1e3:15.0f} {build * 1e3:10.0f} {whole * 1e3:13.0f}"
            print(f"{L:12d}  {name:8s} {system.unknowns:9d} {times}")


def roots():
    """Print the time of both modes, and of the plain way for one of them."""
    window = (661.9e-9, 662.2e-9)
    pair = TwoSpheres(SMALL, SMALL, GAP)
    modes, ours = timed(lambda: pair.modes(window, polarization="TE", check=False), 2)
    half = np.ptp(modes.frequency_offset.real) / 2e9
    print(f"two modes, even and odd apart: {ours:.2f} s, half splitting {half:.4f} GHz")
    _, whole = timed(lambda: pair.modes(window, polarization="TE", symmetry=False, check=False))
    print(f"two modes, no symmetry: {whole:.2f} s")
    L = pair.orders(662e-9)[0]
    system = System(pair.spheres, GAP, 1, (L, L))
    exact = complex(modes.data.wavenumber.values[0])

    def determinant(k, base=[0.0]):  # noqa: B006
        d = np.diag(lu_factor(system.matrix(k), check_finite=False)[0])
        size = np.log(np.abs(d)).sum()
        base[0] = base[0] or size
        return np.exp(1j * np.angle(d).sum() + size - base[0])

    def secant():
        a, b = exact * (1 - 3e-7), exact * (1 - 2e-7)
        fa, fb = determinant(a), determinant(b)
        for _ in range(30):
            a, fa, b = b, fb, b - fb * (b - a) / (fb - fa)
            if abs(b - a) < 1e-12 * abs(b):
                break
            fb = determinant(b)
        return b

    found, plain = timed(secant)
    print(
        f"plain secant on the determinant, one mode from a start 2e-7 away: {plain:.2f} s, "
        f"{plain / (whole / 2):.1f} times ours without symmetry, off by {abs(found / exact - 1):.0e}"
    )


def ball(diameter):
    """Return a coated sphere of a core diameter in m."""
    return LayeredSphere((diameter / 2, diameter / 2 + 490e-9), (1.457, 1.76))


def splittings(large):
    """Print the time of splittings and of a Vernier search."""
    gaps = [1e-7, 2e-7, 4e-7]
    found, seconds = timed(lambda: sphere_coupling(SMALL, SMALL, gaps, 663e-9, check=False))
    half = found.data.half_splitting.values[0] / 1e9
    print(f"splitting at three gaps, 13 um: {seconds:.2f} s, {half:.3f} GHz")
    band = (646e-9, 664e-9)
    table, seconds = timed(lambda: comb_table(ball, (42e-6, 50e-6), band))
    print(f"comb table, 42 to 50 um: {seconds:.2f} s, error {table.error:.1e}")
    sizes = np.linspace(43e-6, 49e-6, 13)
    _, seconds = timed(lambda: best_pair(table, sizes, 0.2e-6, band, 1.57e-10))
    print(f"best of {sizes.size * (sizes.size + 1) // 2} pairs, 400 samples each: {seconds:.2f} s")
    if large:
        matrices(LARGE, 660.25e-9, (440, 490))
        found, seconds = timed(lambda: sphere_coupling(LARGE, LARGE, [GAP], 660.25e-9, check=False))
        print(f"48 um, l = 413: {seconds:.1f} s, {found.data.half_splitting.values[0] / 1e9:.4f} GHz")
        for name, wavelength, printed in (("TE", 660.25e-9, 132.7), ("TM", 658.58e-9, 99.4)):
            other = LayeredSphere((21.61e-6, 22.10e-6), (1.457, 1.90))
            found, seconds = timed(
                lambda n=name, w=wavelength, o=other: sphere_coupling(
                    LARGE, o, [0.0], w, n, polar_max=480, check=False
                )
            )
            half = found.data.half_splitting.values[0] / 1e9
            print(f"48 and 44 um in contact, {name}: {seconds:.1f} s, {half:.2f} GHz (reference {printed})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Two spheres")
    parser.add_argument("--large", action="store_true", help="also solve spheres of 48 um")
    arguments = parser.parse_args()
    matrices(SMALL, 662.07e-9, (120, 160, 220))
    roots()
    splittings(arguments.large)
