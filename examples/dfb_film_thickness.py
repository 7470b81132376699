"""Which film over the pillar array of adachi2015 puts a band edge at its laser line of 643 nm?

The paper prints the array and not the film over it. TE band edges need 60-70 nm of film, TM ones
100-130 nm: with the 120 nm the paper prints for flat films, only TM light can be the line.
"""

from dataclasses import replace

import numpy as np

import colase
from colase.cavity import DfbArray
from colase.cavity.grating.film_scan import film_scan, heights_for

cavity = colase.load("adachi2015-dfb").cavity
assert isinstance(cavity, DfbArray)
array = replace(cavity, truncation=3)
scan = film_scan(array, np.linspace(60e-9, 150e-9, 7), (612e-9, 715e-9), most=1)
found = heights_for(scan, 643e-9)
print("band edge   film above substrate   flat film   gain confinement   radiative Q")
for family in found.family.values:
    one = found.sel(family=family)
    print(
        f"{family:9s}   {float(one.height) * 1e9:17.1f} nm   {float(one.flat_thickness) * 1e9:6.1f} nm"
        f"   {float(one.gain_confinement):16.3f}   {float(one.q_radiative):11.3g}"
    )

thickness = dict(zip(found.family.values, found.flat_thickness.values * 1e9, strict=True))
assert 60 < thickness["TE A2"] < thickness["TE E"] < 75 < 100 < thickness["TM E"] < thickness["TM A1"] < 130
