"""A body of resist written by one laser spot: its shape from the exposure, and why its wall should lean.

Coat and body stand on glass. With an absorber in the resist the wall leans outward and the mode stays
at the upper rim; without it (a vertical wall, the same top) the mode fills the height and leaks down.
`AxisymmetricCavity` takes any profile: regions painted over each other, one azimuthal number.
"""

import numpy as np

from colase.cavity import Accuracy, AxisymmetricCavity, Exposure, Region
from colase.cavity.axisymmetric.lithography import body_outline, coated_outline
from colase.materials import ConstantIndex

HEIGHT, COAT = 2e-6, 100e-9
spot = Exposure(power=500e-6, time=15e-3, waist=6e-6, absorption=1.2e5, threshold_dose=8e4)
top, base = spot.radii(HEIGHT)
print(f"diameter {2e6 * top:.2f} um at the top, {2e6 * base:.2f} um at the base")


def lowest_mode(base_radius, near):
    """Return the TE mode of lowest orders with m = 43, near a wavelength."""
    cavity = AxisymmetricCavity(
        regions=(
            Region("coat", ConstantIndex(1.8), coated_outline(top, base_radius, HEIGHT, COAT)),
            Region("resist", ConstantIndex(1.58), body_outline(top, base_radius, HEIGHT)),
        ),
        substrate=1.46,
        accuracy=Accuracy(order=4, size=0.7, margin=0.8),
    )
    modes = cavity.modes(43, near=near, count=2)
    lowest = (modes.polarization == "TE") & (modes.radial == 1) & (modes.axial == 1)
    return modes.isel(mode=int(np.flatnonzero(lowest.values)[0]))


leaning, upright = lowest_mode(base, 634e-9), lowest_mode(top, 663e-9)
for name, mode in (("leaning", leaning), ("vertical", upright)):
    glass = float(mode.confinement.sel(region="substrate", definition="electric"))
    print(
        f"{name:9s}{mode.label.item()}  {mode.wavelength * 1e9:.3f} nm +- {mode.wavelength_error * 1e9:.3f}  "
        f"Q_rad {mode.q_radiative:.3g} +- {100 * mode.q_error:.1f} %  in the glass {glass:.1e}  "
        f"doubts: {mode.doubt.item() or 'none'}"
    )

assert abs((top**2 - base**2) / (spot.absorption * HEIGHT * spot.waist**2 / 2) - 1) < 1e-12
assert 1e3 < float(leaning.q_radiative / upright.q_radiative) < 1e5
