"""Physical constants in SI units (2019 redefinition: the first four are exact)."""

SPEED_OF_LIGHT = 299_792_458.0  # m/s
PLANCK = 6.626_070_15e-34  # J s
BOLTZMANN = 1.380_649e-23  # J/K
ELEMENTARY_CHARGE = 1.602_176_634e-19  # C, hence J per eV
HC = PLANCK * SPEED_OF_LIGHT  # J m: photon energy times vacuum wavelength

ROOM_TEMPERATURE = 295.0  # K
