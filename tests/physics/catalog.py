"""Every cavity and every gain model, each with one example; `test_catalog.py` runs a battery on all.

A new cavity or gain model gets a row here.
"""

from colase.cavity import (
    AxisymmetricDisk,
    DfbArray,
    Film,
    FilmLayer,
    Microdisk,
    Microsphere,
    ModeWindow,
    Parabolic,
)
from colase.coupling import DiskBody, Pair
