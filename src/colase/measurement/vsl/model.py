"""Amplified spontaneous emission of a pumped stripe (shaklee1971), with homogeneous saturation.

    dI/dz = A + g I / (1 + I/I_s),   I(0) = 0

Without saturation I = A (e^{gL} - 1)/g. With it z(I) is elementary: multiplying out,
dz/dI = (1 + I/I_s)/(A + a I), a = g + A/I_s, so that

    z = I/(a I_s) + (1/a) (1 - A/(a I_s)) ln(1 + a I/A)

which is inverted by Newton's method: z(I) is increasing and concave or nearly so, and the start from
above never overshoots. Gain may be negative as long as the output stays positive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def stripe_output(length: ArrayLike, gain: ArrayLike, saturation: ArrayLike = np.inf) -> Array:
    """Return I/A (in m) of a stripe.

    Parameters
    ----------
    length : array
        Stripe length in m, zero or more.
    gain : array
        Net modal gain in 1/m.
    saturation : array
        I_s/A in m; infinite for none. Broadcasts.
    """
    length, gain, saturation = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (length, gain, saturation))
    )
    x = gain * length
    small = np.abs(x) < 1e-8
    grown = np.where(small, length * (1 + x / 2), np.expm1(np.minimum(x, 300.0)) / np.where(small, 1.0, gain))
    limited = np.isfinite(saturation)
    if not np.any(limited):
        return grown
    s = np.where(limited, saturation, 1.0)
    a = gain + 1 / s
    a = np.where(np.abs(a) < 1e-12, 1e-12, a)
    ceiling = length * (1 + np.maximum(gain, 0.0) * s)  # dI/dz never exceeds A + g I_s
    low, high = np.zeros_like(grown), np.minimum(np.where(gain > 0, grown, length), ceiling) * (1 + 1e-12)
    y = np.where(gain > 0, 0.5 * high, grown)
    for _ in range(80):
        inside = np.maximum(1 + a * y, 1e-300)
        f = y / (a * s) + (1 - 1 / (a * s)) / a * np.log(inside) - length
        low, high = np.where(f < 0, y, low), np.where(f < 0, high, y)
        new = y - f * (1 + a * y) / (1 + y / s)
        new = np.where((new >= low) & (new <= high), new, 0.5 * (low + high))
        if np.all(np.abs(new - y) <= 1e-13 * np.abs(new)):
            y = new
            break
        y = new
    return np.where(limited, y, grown)
