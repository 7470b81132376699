"""Spectra as the text that instruments write: the reverse of the readers, for synthetic data.

Every form is read back by its reader with the numbers that went in, to the digits that are written.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import InputError, nearest

Array = NDArray[np.float64]


def _comma(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def ocean(nm: Array, counts: Array, exposure: float) -> str:
    """Ocean Optics text with decimal commas."""
    head = (
        f"SpectraSuite Data File\r\n++++\r\nIntegration Time (usec): {exposure * 1e6:.0f} (USB2)\r\n"
        f"Spectra Averaged: 1 (USB2)\r\nNumber of Pixels in Processed Spectrum: {nm.size}\r\n"
        ">>>>>Begin Processed Spectral Data<<<<<\r\n"
    )
    rows = "".join(f"{_comma(x, 5)}\t{_comma(c, 2)}\r\n" for x, c in zip(nm, counts, strict=True))
    return f"{head}{rows}>>>>>End Processed Spectral Data<<<<<\r\n"


def avantes(nm: Array, counts: Array, exposure: float) -> str:
    """Avantes text."""
    head = f"Integration time [ms]: {_comma(exposure * 1e3, 3)}\nAveraging Nr. [scans]: 1\n"
    head += "Wave   ;Sample\n[nm]   ;[counts]\n\n"
    return head + "".join(f"{_comma(x, 5)};{_comma(c, 3)}\n" for x, c in zip(nm, counts, strict=True))


def andor(nm: Array, counts: Array, exposure: float) -> str:
    """Andor Solis text."""
    rows = "".join(f"{x:.5f}\t{c:.2f}\t\r\n" for x, c in zip(nm, counts, strict=True))
    return f"{rows}\r\nAcquisition Mode:\tSingle Scan\r\nExposure Time (secs):\t{exposure:.6g}\r\n"


def labspec(nm: Array, counts: Array, exposure: float) -> str:
    """Horiba LabSpec text, one spectrum."""
    head = f"#Acq. time (s)=\t{exposure:.6g}\n#Accumulations=\t1\n#AxisUnit[1]=\tnm\n"
    axis = "\t".join(f"{x:.5f}" for x in nm)
    return f"{head}\t{axis}\n0\t" + "\t".join(f"{c:.2f}" for c in counts) + "\n"


def comma_separated(nm: Array, counts: Array, exposure: float) -> str:
    """Comma separated values with heads."""
    head = f"Exposure Time (s): {exposure:.6g}\nWavelength (nm),counts\n"
    return head + "".join(f"{x:.5f},{c:.2f}\n" for x, c in zip(nm, counts, strict=True))


FORMS: dict[str, tuple[str, Callable[[Array, Array, float], str]]] = {
    "ocean": (".txt", ocean),
    "avantes": (".txt", avantes),
    "andor": (".asc", andor),
    "labspec": (".txt", labspec),
    "csv": (".csv", comma_separated),
}
"""Name to suffix and writer."""


def exported(form: str, wavelength: ArrayLike, counts: ArrayLike, exposure: float) -> bytes:
    """Return one spectrum as the bytes of a file.

    Parameters
    ----------
    form : str
        One of `FORMS`.
    wavelength, counts : array, shape (pixel,)
        Wavelength in m.
    exposure : float
        In s.
    """
    if form not in FORMS:
        raise InputError(f'form "{form}" cannot be written.{nearest(form, FORMS)} Known: {", ".join(FORMS)}.')
    x, y = np.asarray(wavelength, dtype=float) * 1e9, np.asarray(counts, dtype=float)
    return FORMS[form][1](x, y, exposure).encode()
