"""Two coated spheres: how fast they exchange light, and why 48 and 44 um are no safe Vernier pair.

The exact pair gives the coupling against the gap; exact combs of many pairs with scattered diameters say how
often exactly one line is common to both within the emission band of the platelets.
"""

from colase.cavity import LayeredSphere
from colase.constants import SPEED_OF_LIGHT
from colase.coupling import sphere_coupling
from colase.coupling.vernier import best_pair, comb_table

BAND, WIDTH = (646e-9, 664e-9), 663e-9 / 4200  # emission band; width of a line at Q = 4200


def ball(core_diameter):
    """Return a silica sphere with a coat of 490 nm."""
    core = core_diameter / 2
    return LayeredSphere((core, core + 490e-9), (1.4564, 1.76))


rates = sphere_coupling(ball(12e-6), ball(11.5e-6), [50e-9, 100e-9, 200e-9], 663e-9, "TE")
print(rates.describe())
width = SPEED_OF_LIGHT / 663e-9 / 4200
print(f"a line at Q = 4200 is {width / 1e9:.0f} GHz wide")

table = comb_table(ball, (42e-6, 52e-6), BAND, nodes=8)
chance = best_pair(table, [44e-6, 46e-6, 48e-6, 50e-6], 0.29e-6, BAND, WIDTH, samples=300)
for first, second in ((44e-6, 46e-6), (44e-6, 48e-6), (44e-6, 50e-6)):
    one = float(chance.single.sel(first=first, second=second, method="nearest"))
    print(
        f"{first * 1e6:.0f} and {second * 1e6:.0f} um: exactly one common line in {100 * one:.0f} % of pairs"
    )

half = rates.data.half_splitting.values
assert half[2] < 0.5 * width < half[0]  # strong coupling needs a narrow gap
assert abs(rates.data.two_level.values[1] / half[1] - 1) < 2e-3
assert float(chance.single.sel(first=44e-6, second=48e-6, method="nearest")) < 0.2
