"""What tables of coupled modes share, whatever the bodies: frequency and loss, names, one line a mode.

With exp(-i w t) a mode of complex vacuum wavenumber k has Q = -Re k/(2 Im k); Im k > 0 is above threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import pi
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from colase.constants import SPEED_OF_LIGHT
from colase.results import variable

NOISE = 5e-15
"""Im k / Re k below which loss and gain drown in rounding."""

PARITY = {0: "", 1: "even", -1: "odd"}
"""Name of a symmetry: none, even, odd."""


def frequencies(
    k: NDArray[np.complex128], offset: NDArray[np.complex128], noise: float = NOISE
) -> dict[str, Any]:
    """Return the columns that follow from the wavenumbers alone.

    Parameters
    ----------
    k : array, shape (mode,)
        Complex vacuum wavenumbers in 1/m.
    offset : array, shape (mode,)
        Wavenumbers minus that of the reference, in 1/m, to more digits than a difference of ``k`` has.
    noise : float
        Im k / Re k below which Q is infinite.
    """
    one = "mode"
    with np.errstate(divide="ignore"):
        q = np.where(np.abs(k.imag) < noise * k.real, np.inf, -0.5 * k.real / k.imag)
    hertz = offset * SPEED_OF_LIGHT / (2 * pi)
    return {
        "wavelength": variable(one, 2 * pi / k.real, "m", "vacuum wavelength"),
        "wavenumber": variable(one, k, "1/m", "complex vacuum wavenumber, Im < 0 is loss"),
        "frequency_offset": variable(one, hertz, "Hz", "complex frequency minus the reference"),
        "q_factor": variable(one, q, "", "quality factor (inf beyond rounding, negative: gain wins)"),
        "above_threshold": variable(one, k.imag > noise * k.real, "", "gain exceeds loss"),
    }


def numbered(names: Iterable[str]) -> list[str]:
    """Return names such as "TM m=236 q=1 (2)", numbered where a name repeats."""
    seen: Counter[str] = Counter()
    labels = []
    for name in names:
        seen[name] += 1
        labels.append(f"{name} ({seen[name]})")
    return labels


def described(data: xr.Dataset, bodies: str) -> str:
    """Return one line a mode: name, wavelength, Q and the energy in each of the ``bodies``."""
    rows = []
    for i in range(data.sizes["mode"]):
        one = data.isel(mode=i)
        said = "above threshold" if bool(one.above_threshold) else f"Q = {float(one.q_factor):.3g}"
        shares = " / ".join(f"{100 * s:.1f} %" for s in one.share.values)
        where = f"{one.label.item()}: {float(one.wavelength) * 1e9:.6f} nm"
        rows.append(f"{where}, {said}, energy in the {bodies} {shares}")
    return "\n".join(rows)
