"""Which mode of a second-order grating of ridges lases, and how long must the grating be?

Two waves couple to each other and to light along the normal. The bright band edge loses light upwards; the
dark one through the ends, and upwards by as much as its finite length takes it away from the edge.
"""

from dataclasses import replace

from colase.cavity import DfbGrating, ModeWindow
from colase.materials import ConstantIndex

grating = DfbGrating(
    period=400e-9,
    ridge_width=160e-9,
    ridge_height=40e-9,
    film_height=180e-9,
    film=ConstantIndex(1.9),
    ridge=ConstantIndex(1.46),
    substrate=ConstantIndex(1.46),
    cover=ConstantIndex(1.0),
    length=100e-6,
    stripe_width=20e-6,
    truncation=5,
)
window = ModeWindow(start=645e-9, stop=656e-9)
print("length (um)    best dark Q   best bright Q")
found = []
for length in (100e-6, 200e-6, 400e-6):
    modes = replace(grating, length=length).modes(window)
    best = [float(modes.q_radiative.values[modes.edge.values == side].max()) for side in ("dark", "bright")]
    found.append(best)
    print(f"{length * 1e6:11.0f} {best[0]:14.0f} {best[1]:15.0f}")

# Light through the ends falls as 1/L^3 and light upwards as 1/L^2 at the dark edge; the bright one stays.
assert 4 < found[2][0] / found[1][0] < 8
assert abs(found[2][1] / found[1][1] - 1) < 0.1
