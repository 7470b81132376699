"""A coated microsphere under a long pulse: heat leaves through the air, not through the point it stands on.

The sphere of duan2022 on glass. How it touches the glass is not known, so the contact is varied: from 50 nm
to 1 um of radius the steady temperature hardly changes, because the air around carries the heat.
"""

from colase.device.thermal_library import thermal
from colase.heat.bodies import BodyHeating, coated_sphere

silica, dots = thermal("fused-silica").solid, thermal("nanocrystal-film").solid
glass, air = thermal("glass").solid, thermal("air").solid

print("contact     in air    in vacuum   (K per kW/cm^2 of heat on the disk of the sphere, steady)")
rows = []
for contact in (50e-9, 200e-9, 1000e-9):
    row = [
        BodyHeating(coated_sphere(10e-6, 490e-9, silica, dots, contact, glass, gas), "coat").steady() * 1e7
        for gas in (air, None)
    ]
    rows.append(row)
    print(f"{contact * 1e9:5.0f} nm   {row[0]:8.3g}   {row[1]:8.3g}")

assert rows[0][0] / rows[-1][0] < 1.15  # in air the contact matters little
assert rows[0][1] / rows[-1][1] > 10  # in vacuum it is all there is
